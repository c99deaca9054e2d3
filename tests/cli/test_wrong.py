"""What goes wrong at the command line ends in one line that says so, and what was answered stays answered."""

from __future__ import annotations

import json
import os
import signal
import socket
import stat
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

from memcon.keep import open_store
from tests.keep.made import record

ROOT = Path(__file__).parents[2]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store with three events."""
    open_store(tmp_path / "store", create=True).keep([record(n) for n in (1, 2, 3)], "c1")
    return tmp_path / "store"


def started(*args: object, **how: object) -> subprocess.Popen[bytes]:
    """The command line in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "NO_COLOR": "1"}
    return subprocess.Popen([sys.executable, "-m", "memcon.cli.main", *map(str, args)], env=environment, stderr=subprocess.PIPE, **how)  # type: ignore[call-overload]


def refused(done: subprocess.CompletedProcess[str], kind: str) -> bool:
    """Whether a command ended with status 2, one line of this kind and nothing printed."""
    return done.returncode == 2 and done.stdout == "" and done.stderr.startswith(f"memcon: {kind}: ") and done.stderr.count("\n") == 1


@pytest.mark.parametrize("command", [["export", "jsonl"], ["events"], ["actor", "the French president"]])
def test_a_reader_that_has_enough_is_no_error(command: list[str], store: Path) -> None:
    if command[0] != "actor":
        command = [*command, "--store", str(store)]
    reading, writing = os.pipe()
    os.close(reading)
    process = started(*command, stdout=writing)
    os.close(writing)
    _, said = process.communicate()
    assert (process.returncode, said) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("command", [["events"], ["export", "csv"], ["store", "info"], ["--help"]])
def test_a_full_disk_is_one_line(command: list[str], store: Path) -> None:
    if command != ["--help"]:
        command = [*command, "--store", str(store)]
    with open("/dev/full", "wb") as full:
        process = started(*command, stdout=full)
        _, said = process.communicate()
    assert process.returncode == 2
    assert said.startswith(b"memcon: output: ") and said.count(b"\n") == 1 and b"No space left" in said


def test_an_interrupted_run_says_so() -> None:
    process = started("code", "-", stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True)
    assert process.stdin is not None
    # once this much is taken the process is past its imports and waits for the rest
    process.stdin.write(b"France expelled two Russian diplomats on Monday.\n" * 4000)
    process.stdin.flush()
    process.send_signal(signal.SIGINT)
    out, said = process.communicate()
    assert (process.returncode, out, said) == (130, b"", b"memcon: stopped\n")


def test_a_device_stays_a_device(tmp_path: Path, store: Path, memcon) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    process = started("export", "jsonl", "--store", store, "--out", pipe)
    assert len(pipe.read_text().splitlines()) == 3
    _, said = process.communicate()
    assert process.returncode == 0 and said.startswith(b"3 rows")
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert refused(memcon("export", "parquet", "--store", store, "--out", pipe), "bad-option")
    assert refused(memcon("store", "export", "--store", store, "--out", tmp_path), "store")


def test_a_bad_record_is_told_and_counted(tmp_path: Path, memcon) -> None:
    path = tmp_path / "records.jsonl"
    path.write_text('{"key": "x", "error": {"kind": "no-text", "message": ""}}\n' + "no record\n" * 60)
    done = memcon("export", "jsonl", "--records", path)
    assert done.returncode == 3 and done.stdout == ""
    assert done.stderr.splitlines()[-1] == "memcon: 10 more errors: 10 bad-row"


@pytest.mark.parametrize(
    "wrong",
    ["--type CONSULTT", "--mode fone", "--status maybe", "--standing both", "--sector GOVT", "--directed", "--since 2026-02-30"],
)
def test_a_slip_in_a_filter_is_no_empty_answer(wrong: str, store: Path, memcon) -> None:
    assert refused(memcon("events", "--store", store, *wrong.split()), "bad-option")


def test_filters_are_of_any_case(store: Path, memcon) -> None:
    asked = "--type consult --status Happened --standing OUTLET --sector gov".split()
    every = memcon("events", "--store", store).stdout
    assert memcon("events", "--store", store, *asked).stdout == every and len(every.splitlines()) == 3
    assert memcon("events", "--store", store, "--offset", 2).stdout == every.splitlines(keepends=True)[2]
    assert refused(memcon("events", "--store", store, "--sql", ""), "store")


def test_actors_are_asked_for_by_name_day_and_state(memcon) -> None:
    for wrong in (["x", "--on", "2026-02-30"], ["x", "--on", "20260101"], ["x", "--in", "XXX"], [" "]):
        assert refused(memcon("actor", *wrong), "bad-option")
    assert json.loads(memcon("actor", "the president", "--in", "fra", "--on", "2015-01-01").stdout)["name"] == "François Hollande"


def test_lines_keep_their_ids_where_they_fail(memcon) -> None:
    rows = [
        {"id": 1, "text": "the French president", "date": "2015-01-01"},
        {"id": 2},
        {"id": 3, "text": "x", "date": "2015-02-30"},
        {"id": 4, "text": " "},
    ]
    done = memcon("actor", "-", "--format", "jsonl", input="\n".join(map(json.dumps, rows)) + "\nbad\n")
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 3 and [t["id"] for t in told] == [1, 2, 3, 4, None]
    assert ["error" in t for t in told] == [False, True, True, True, True]
    pairs = [{"id": "a", "text": "Russia", "source": [0, 99]}, {"id": "b", "text": "", "source": None}, {"id": "c"}]
    done = memcon("relate", "-", input="\n".join(map(json.dumps, pairs)))
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 3 and [t["id"] for t in told] == ["a", "b", "c"] and all("error" in t for t in told)


def test_a_story_is_named_by_enough_of_its_id(tmp_path: Path, memcon) -> None:
    open_store(tmp_path / "store", create=True).keep([record(n, day=f"2026-0{n}-14") for n in (1, 4, 8)], "c1")
    ids = [json.loads(line)["id"] for line in memcon("stories", "--store", tmp_path / "store").stdout.splitlines()]
    assert len(ids) == 3
    assert refused(memcon("story", "y", "--store", tmp_path / "store"), "not-found")
    done = memcon("story", ids[0][:8], "--store", tmp_path / "store", "--format", "json")
    assert json.loads(done.stdout)["id"] == ids[0]


def test_sources_that_are_none(tmp_path: Path, memcon) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "reports.json").write_text('[{"text": "Russia attacked Kyiv."}]')
    for source, kind in (
        ("", "not-found"),
        ("ftp://x/y", "refused"),
        (tmp_path / "empty", "not-found"),
        (tmp_path / "reports.json", "unreadable"),
    ):
        done = memcon("code", source)
        assert done.returncode == 3 and done.stderr.startswith(f"memcon: {kind}: ") and done.stderr.count("\n") == 1
    for folder in ("nowhere", tmp_path / "empty"):
        assert refused(memcon("code", "-", "--lexicon", folder, input="France expelled two diplomats on Monday."), "not-found")


@pytest.mark.parametrize("wrong", ['type = "CONSUL"', 'type = "CONSULT"\nmode = "fone"', 'type = "AID"\ncameo = "7"', 'needs = "actors"'])
def test_a_lexicon_of_acts_that_are_none_is_refused(wrong: str, tmp_path: Path, memcon) -> None:
    (tmp_path / "mine.toml").write_text(f'[[entry]]\nname = "x"\nmatch = ["expel"]\n{wrong}\n')
    done = memcon("code", "-", "--lexicon", tmp_path, input="France expelled two diplomats on Monday.")
    assert refused(done, "bad-row") and "mine.toml, entry 1" in done.stderr


def test_what_holds_several_reports_is_a_list(tmp_path: Path, memcon) -> None:
    lines = '{"key": 1, "text": "France expelled two diplomats on Monday.", "date": ""}\n' * 2
    (tmp_path / "rows.jsonl").write_text(lines)
    for given in ({"source": tmp_path / "rows.jsonl"}, {"source": "-", "input": lines}):
        told = json.loads(memcon("code", given["source"], "--fast", "--published", "2026-03-03", input=given.get("input")).stdout)
        assert [(r["key"], r["article"]["published"]) for r in told] == [("1", "2026-03-03")] * 2
        assert len(json.loads(memcon("explain", given["source"], "--fast", input=given.get("input")).stdout)) == 2
    assert memcon("code", tmp_path / "rows.jsonl", "--title", "One").returncode == 2


def test_records_are_kept_though_the_first_could_not_be_coded(tmp_path: Path, memcon) -> None:
    (tmp_path / "rows.jsonl").write_text('{"key": "a"}\n{"key": "b", "text": "France expelled two diplomats on Monday."}\n')
    (tmp_path / "out.jsonl").write_text(memcon("code", tmp_path / "rows.jsonl", "--fast", "--format", "jsonl").stdout)
    done = memcon("keep", tmp_path / "out.jsonl", "--store", tmp_path / "S")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"1 kept: {tmp_path / 'S'}\n", "")


def test_a_narrow_terminal_gets_a_list(monkeypatch, capsys) -> None:
    from memcon.cli import events

    row = {
        "day": "2026-05-11", "actors": ["Karol Nawrocki"], "recipients": ["Sanae Takaichi"], "type": "CONSULT", "mode": "visit",
        "status": "happened", "standing": "both-sides", "evidence": "Polish president arrives in Tokyo",
    }  # fmt: skip
    for columns, first in (("60", "2026-05-11  CONSULT visit: Karol Nawrocki → Sanae Takaichi"), ("140", "day")):
        monkeypatch.setenv("COLUMNS", columns)
        events._table([row])
        lines = capsys.readouterr().out.splitlines()
        assert lines[0].startswith(first) and lines[-1] == "1 event"
        assert any("both-sides" in line for line in lines)


def test_a_story_in_a_narrow_terminal_keeps_its_words_whole(tmp_path: Path, monkeypatch, capsys) -> None:
    from memcon.cli import stories

    open_store(tmp_path / "store", create=True).keep([record(1)], "c1")
    monkeypatch.setenv("COLUMNS", "60")
    assert stories.run(tmp_path / "store", "table", 1) == 0
    assert "CONSULT phone: Ann → Bo" in capsys.readouterr().out


def test_a_desk_without_its_port_says_so_and_a_desk_ends_quietly(store: Path, memcon) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = memcon("desk", "--store", store, "--port", taken.getsockname()[1])
        assert refused(done, "bad-option") and "another program has it" in done.stderr
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = started("desk", "--store", store, "--port", port)
    assert process.stderr is not None
    # whoever comes as soon as the address is told is served
    assert str(port).encode() in process.stderr.readline()
    with urlopen(f"http://127.0.0.1:{port}/method", timeout=120) as page:
        assert page.status == 200
    process.send_signal(signal.SIGINT)
    assert (process.wait(60), process.stderr.read()) == (0, b"")
