"""The commands as a user calls them, each in a process of its own."""

from __future__ import annotations

import json
from pathlib import Path

from memcon.cli import progress

SAMPLES = Path(__file__).parents[2] / "samples"
CALL = SAMPLES / "01-call.txt"


def test_help_names_the_commands(memcon) -> None:
    done = memcon("--help")
    assert done.returncode == 0
    for name in ("code", "relate", "actor", "keep", "events", "store", "evaluate"):
        assert name in done.stdout


def test_code_prints_a_record_in_a_pipe(memcon) -> None:
    done = memcon("code", CALL)
    record = json.loads(done.stdout)
    assert record["schema"] == "memcon/1"
    assert [e["type"] for e in record["events"]][:1] == ["CONSULT"]
    assert done.stderr == ""


def test_code_prints_a_memorandum(memcon) -> None:
    done = memcon("code", CALL, "--format", "memo")
    assert "confirmed by both sides" in done.stdout
    assert "Who says what" in done.stdout


def test_code_prints_csv(memcon) -> None:
    lines = memcon("code", CALL, "--format", "csv").stdout.splitlines()
    assert lines[0].startswith("article,") or "type" in lines[0]
    assert len(lines) >= 2


def test_lines_in_lines_out(memcon, tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    rows = [
        {"key": "1", "text": "France expelled two Russian diplomats on Monday.", "date": "2026-03-03"},
        {"key": "2"},
        {"key": "3", "text": "A cat sat."},
    ]
    path.write_text("\n".join(map(json.dumps, rows)))
    done = memcon("code", "--format", "jsonl", path)
    out = [json.loads(line) for line in done.stdout.splitlines()]
    assert [o["key"] for o in out] == ["1", "2", "3"]
    assert out[0]["events"][0]["type"] == "SANCTION"
    assert out[1]["error"]["kind"] == "bad-row"
    assert done.returncode == 3
    assert done.stderr.strip().splitlines()[-1].startswith("memcon: 1 of 3")


def test_a_mixed_folder_gives_its_reports_and_one_line_of_the_rest(memcon, tmp_path: Path) -> None:
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "deep" / "er" / "a.txt").write_text("France expelled two Russian diplomats on Monday.")
    (tmp_path / "rows.jsonl").write_text('{"key": "r", "text": "Japan and India signed a treaty."}\n')
    (tmp_path / "loop").symlink_to(tmp_path)
    for name in ("x.png", "y.png", "z.so", "README"):
        (tmp_path / name).write_bytes(b"\x00\x01")
    done = memcon("code", tmp_path, "--fast", "--format", "jsonl")
    assert [json.loads(line)["key"] for line in done.stdout.splitlines()] == [None, "r"]
    assert done.returncode == 0
    assert done.stderr.startswith(f"memcon: passed over: {tmp_path}: 4 files that are no articles (2 .png, 1 ")
    assert len(done.stderr.splitlines()) == 1


def test_very_many_errors_are_counted(memcon, tmp_path: Path) -> None:
    for n in range(60):
        (tmp_path / f"{n}.txt").write_text("")
    done = memcon("code", tmp_path, "--fast", "--format", "csv")
    lines = [line for line in done.stderr.splitlines() if "a second" not in line]
    assert done.returncode == 3 and len(lines) == 52
    assert lines[-2:] == ["memcon: 10 more errors: 10 no-text; --format jsonl tells each", "memcon: 60 of 60 could not be coded"]


def test_progress_in_a_pipe_is_a_line_now_and_then(monkeypatch, capsys) -> None:
    clock = [0.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: clock[0])
    with progress.Progress("coding", 1000) as shown:
        for _ in range(100):
            clock[0] += 1.0
            shown.step()
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "memcon: coding: 12 of 1,000, 1.0 a second, 16:28 left"
    assert 4 <= len(lines) <= 8


def test_a_wrong_path_is_one_line(memcon) -> None:
    done = memcon("code", "no/such/file.txt")
    assert done.returncode == 3
    assert done.stderr.strip() == "memcon: not-found: no/such/file.txt: no such file or folder"


def test_standard_input(memcon) -> None:
    done = memcon("code", "-", "--published", "2026-05-05", input="Kenya and Uganda signed a border treaty on Monday.")
    assert json.loads(done.stdout)["events"][0]["date"]["end"] == "2026-05-04"


def test_actor(memcon) -> None:
    done = memcon("actor", "the French president", "--on", "2015-03-01", "--format", "json")
    actor = json.loads(done.stdout)
    assert (actor["name"], actor["country"], actor["sector"]) == ("François Hollande", "FRA", "GOV")


def test_relate(memcon, tmp_path: Path) -> None:
    text = "France expelled two Russian diplomats on Monday."
    path = tmp_path / "in.jsonl"
    path.write_text(json.dumps({"id": 7, "text": text, "source": [0, 6], "target": [16, 37]}) + "\n")
    answer = json.loads(memcon("relate", path).stdout)
    assert answer["id"] == 7
    assert answer["type"] == "SANCTION"
    assert set(answer) == {"id", "type", "mode", "quad", "status", "confidence"}


def test_keep_and_events(memcon, tmp_path: Path) -> None:
    store = tmp_path / "store"
    for _ in range(2):
        assert memcon("keep", SAMPLES, "--store", store).returncode == 0
    out = memcon("events", "--dyad", "USA-VEN", "--since", "2026-01-01", "--store", store, "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line)["type"] for line in out].count("CONSULT") == 1
