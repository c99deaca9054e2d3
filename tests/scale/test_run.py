"""Runs in real processes: the same bytes however they are cut, killed or poisoned."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import pytest

from memcon.coder import Options
from memcon.keep import open_store
from memcon.model.errors import BadOption, MemconError, NotFound
from memcon.scale import Settings, run, watch
from memcon.scale.engines import ENGINES
from memcon.scale.store import keep_run
from tests.killing import kill_scale
from tests.scale.made import archive, crawl, lines_in, meddle, mixed, rows, text

FAST = Options(fast=True)


def test_same_bytes_for_any_cut_and_engine(tmp_path: Path, memcon) -> None:
    source = mixed(tmp_path / "in")
    # Daft keeps the runner that it was given first: ray's is tried below
    engines = [name for name in ENGINES if name == "local" or (name == "daft" and find_spec(name))]
    reports = {
        f"{engine}{shards}": run([source], tmp_path / f"{engine}{shards}", Settings(FAST, engine, processes, shards))
        for engine in engines
        for shards, processes in ((1, 1), (2, 1), (8, 2))
    }
    assert [r.shards for r in reports.values()] == [1, 2, 8] * len(engines)
    files = [source / name for name in ("crawl.warc.gz", "files.zip", "rows.jsonl")]
    plain = memcon("code", *sorted(source.glob("*.txt")), source / "page.html", *files, "--fast", "--format", "jsonl")
    told = [json.loads(line) for line in plain.stdout.splitlines()]
    wanted = sorted(line.encode() for line, one in zip(plain.stdout.splitlines(), told, strict=True) if "error" not in one)
    assert len(wanted) == 19
    for name, report in reports.items():
        assert lines_in(tmp_path / name) == wanted
        errors = [json.loads(line) for line in lines_in(tmp_path / name, "errors")]
        said = [f"{e['kind']}: {e['place']}: {e['message']}" for e in errors]
        assert sorted(said) == sorted(one["error"]["message"] for one in told if "error" in one)
        assert (report.articles, report.records, report.failures) == (23, 19, {"bad-row": 2, "no-text": 2})
        assert json.loads((tmp_path / name / "report.json").read_text())["state"] == "finished"
    kept = keep_run(tmp_path / "local8", tmp_path / "store")
    assert (kept.added, keep_run(tmp_path / "local2", tmp_path / "store").already) == (19, 19)
    assert len(open_store(tmp_path / "store").events()) == reports["local1"].events


def test_daft_gives_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("daft")
    meddle(tmp_path, monkeypatch)
    source = rows(tmp_path / "in.jsonl", [text(n, " CRASHES" if n == 4 else "") for n in range(6)])
    one = run([source], tmp_path / "one", Settings(FAST, "local", 1, 2))
    two = run([source], tmp_path / "two", Settings(FAST, "daft", 2, 2))
    assert lines_in(tmp_path / "one") == lines_in(tmp_path / "two")
    assert lines_in(tmp_path / "one", "errors") == lines_in(tmp_path / "two", "errors")
    assert one.records == two.records == 5
    assert [f.place for f in two.set_aside] == ["in.jsonl:5"]


def test_ray_gives_the_same_bytes_or_says_what_it_needs(tmp_path: Path, memcon) -> None:
    source = rows(tmp_path / "in.jsonl", [text(n) for n in range(4)])
    done = memcon("scale", "run", source, tmp_path / "ray", "--engine", "ray", "--fast", "--shards", 2, "--processes", 1)
    if not (find_spec("daft") and find_spec("ray")):
        assert done.returncode == 2 and done.stderr.strip().startswith("memcon: bad-option: the ray engine needs daft and ray")
        return
    assert done.returncode == 0, done.stderr
    run([source], tmp_path / "local", Settings(FAST, shards=1))
    assert lines_in(tmp_path / "ray") == lines_in(tmp_path / "local")


def test_a_run_killed_again_and_again_loses_and_doubles_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    meddle(tmp_path, monkeypatch)
    source = rows(tmp_path / "in.jsonl", [text(n, " SLOW") for n in range(8)])
    run([source], tmp_path / "whole", Settings(FAST, shards=1))
    out = tmp_path / "out"
    command = [
        sys.executable,
        "-m",
        "memcon.cli.main",
        "scale",
        "run",
        str(source),
        str(out),
        "--fast",
        "--shards",
        "8",
        "--processes",
        "2",
    ]
    finished = 0
    for wait in (0.0, 0.2, 0.5):
        process = subprocess.Popen(command)
        for _ in range(600):
            if len(list(out.glob("done/*.json"))) > finished or process.poll() is not None:
                break
            time.sleep(0.1)
        assert process.poll() is None
        time.sleep(wait)
        workers = _children(process.pid)
        process.send_signal(signal.SIGKILL)
        process.wait()
        finished = len(list(out.glob("done/*.json")))
        assert workers and _gone(workers)
    assert 0 < finished < 8
    # one that ends in the middle takes no article with it
    process = subprocess.Popen([*command, "--store", tmp_path / "store"], stdout=subprocess.PIPE, text=True)
    for _ in range(600):
        if workers := _children(process.pid):
            break
        time.sleep(0.1)
    time.sleep(3)
    for worker in workers:
        os.kill(worker, signal.SIGKILL)
    said = process.communicate()[0]
    assert process.returncode == 0 and "8 kept" in said, said
    assert lines_in(out) == lines_in(tmp_path / "whole")
    report = json.loads((out / "report.json").read_text())
    assert report["records"] == 8 and report["shards_found_finished"] == finished
    assert not list(out.rglob(".tmp-*"))


def test_runs_killed_at_random_moments(tmp_path: Path) -> None:
    assert kill_scale(tmp_path, 4, articles=60, shards=12) == (4, 0, 0)


def test_a_process_that_has_grown_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[object] = []

    class Counted(subprocess.Popen):
        def __init__(self, *args: object, **more: object) -> None:
            started.append(args)
            super().__init__(*args, **more)

    monkeypatch.setattr(watch.subprocess, "Popen", Counted)
    monkeypatch.setattr(watch, "_YOUNG", 3)
    monkeypatch.setattr(watch, "_GROWN", 0.9)
    source = rows(tmp_path / "in.jsonl", [text(n) for n in range(6)])
    report = run([source], tmp_path / "out", Settings(FAST, shards=3))
    # two articles a shard: the first two shards by one process
    assert (report.records, len(started), report.processes_died) == (6, 2, 0)


def test_poisoned_articles_are_set_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    meddle(tmp_path, monkeypatch)
    words = {2: " CRASHES", 5: " HANGS"}
    source = rows(tmp_path / "in.jsonl", [text(n, words.get(n, "")) for n in range(8)])
    heard = [0, 0]

    def hear(articles: int, failed: int) -> None:
        heard[0] += articles
        heard[1] += failed

    report = run([source], tmp_path / "out", Settings(FAST, shards=1, patience=10), lambda plan, before: hear)
    assert report.records == 6 and report.failures == {"set-aside": 2} and heard == [8, 2]
    assert [(f.place, f.message.split(":")[0]) for f in report.set_aside] == [
        ("in.jsonl:3", "the process ended with SIGSEGV; tried 2 times"),
        ("in.jsonl:6", "nothing heard of it for 10 seconds; tried 2 times"),
    ]
    assert report.processes_died == 3  # the batch once for both, then each alone
    again = run([source], tmp_path / "out", Settings(FAST))
    assert again.shards_found_finished == 1 and len(again.set_aside) == 2
    # a shard done again passes over what was set aside
    (tmp_path / "out" / "done" / "00000.json").unlink()
    before = lines_in(tmp_path / "out")
    anew = run([source], tmp_path / "out", Settings(FAST))
    assert anew.processes_died == 0 and lines_in(tmp_path / "out") == before


def test_what_ends_the_process_when_it_is_read_is_set_aside_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    meddle(tmp_path, monkeypatch)
    articles = [text(n, " UNREAD" if n == 1 else "") for n in range(3)]
    sources = [crawl(tmp_path / "a.warc.gz", articles), archive(tmp_path / "b.zip", articles), rows(tmp_path / "c.jsonl", articles)]
    sources[2].write_text(sources[2].read_text().replace(" UNREAD", ""))
    report = run(sources, tmp_path / "out", Settings(FAST, shards=1))
    # a page of a crawl is passed over; in an archive there is no way past it
    assert [(Path(f.place.partition("@")[0]).name, "the rest of the file" in f.message) for f in report.set_aside] == [
        ("a.warc.gz", False),
        ("b.zip", True),
    ]
    assert report.records == 6 and report.processes_died == 4


def test_torn_shards_are_done_again(tmp_path: Path) -> None:
    source = rows(tmp_path / "in.jsonl", [text(n) for n in range(4)])
    out = tmp_path / "out"
    run([source], out, Settings(FAST, shards=4))
    before = lines_in(out)
    (out / "records" / "00001.jsonl").write_bytes((out / "records" / "00001.jsonl").read_bytes()[:-9])
    (out / "done" / "00002.json").write_text("{")
    (out / "errors" / "00003.jsonl").unlink()
    (out / "records" / ".tmp-1-00000.jsonl").write_text("half")
    report = run([source], out, Settings(FAST))
    assert report.shards_found_finished == 1 and report.shards_finished == 4 and lines_in(out) == before
    assert not list(out.rglob(".tmp-*"))
    with pytest.raises(BadOption, match="in 4 shards"):
        run([source], out, Settings(FAST, shards=5))
    rows(source, [text(n) for n in range(5)])
    with pytest.raises(BadOption, match="other input"):
        run([source], out, Settings(FAST))


def test_what_cannot_be_asked(tmp_path: Path) -> None:
    source = rows(tmp_path / "in.jsonl", [text(0)])
    for settings in (Settings(engine="steam"), Settings(processes=0), Settings(shards=0)):
        with pytest.raises(BadOption):
            run([source], tmp_path / "out", settings)
    with pytest.raises(NotFound):
        run([tmp_path / "none"], tmp_path / "out", Settings())
    with pytest.raises(BadOption, match="within the input"):
        run([tmp_path], tmp_path / "out", Settings())


def test_a_coder_that_cannot_start_ends_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sitecustomize.py").write_text("import sys\nif 'scale.worker' in str(sys.orig_argv): raise SystemExit('no such luck')\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    source = rows(tmp_path / "in.jsonl", [text(0)])
    with pytest.raises(MemconError, match="before its first article"):
        run([source], tmp_path / "out", Settings(FAST))
    assert json.loads((tmp_path / "out" / "report.json").read_text())["state"] == "stopped"


def _children(pid: int) -> list[int]:
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[1]) == pid:
            found.append(int(path.parent.name))
    return found


def _gone(pids: list[int]) -> bool:
    for _ in range(100):
        if not any(Path(f"/proc/{pid}/cmdline").exists() and Path(f"/proc/{pid}/cmdline").read_bytes() for pid in pids):
            return True
        time.sleep(0.1)
    return False
