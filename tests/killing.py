"""Kill −9 at random moments of keeping and of a scale run, and look that nothing is lost and nothing is there twice.

The tests do a few rounds; ``python -m tests.killing store|scale FOLDER [ROUNDS]`` does 100 and says what it found.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from memcon.keep import open_store
from memcon.keep.files import TEMPORARY
from memcon.keep.manifest import NAME
from tests.scale.made import lines_in, rows, text

ROOT = Path(__file__).parents[1]
_ENV = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
BATCHES, EACH = 60, 5

WRITER = f"""
import sys
from memcon.keep import open_store
from tests.keep.made import record
store = open_store(sys.argv[1], create=True)
for batch in range({BATCHES}):
    made = [record(batch * {EACH} + n) for n in range({EACH})]
    coding = "c2" if batch % 5 == 4 else "c1"
    if batch % 5 == 4:
        # the batch before, coded anew
        made = [record((batch - 1) * {EACH} + n) for n in range({EACH})]
    store.keep(made, coding, {{"program": coding}})
    print(batch, flush=True)
    if batch % 7 == 6:
        store.compact(grace=0.0 if batch % 2 else 3600.0)
"""


def _wanted(batch: int) -> set[tuple[str, str]]:
    """The articles and codings that a batch puts into the store."""
    coding, at = ("c2", batch - 1) if batch % 5 == 4 else ("c1", batch)
    return {(f"{at * EACH + n:016x}", coding) for n in range(EACH)}


def kill_keeping(folder: Path, rounds: int, seed: int = 5) -> tuple[int, int, int]:
    """Kill a process that keeps and compacts. Returns kills, rows lost and rows doubled; raises `AssertionError` for a store not whole."""
    rng = random.Random(seed)
    kills = lost = doubled = generation = 0
    reported = -1
    store = folder / "store0"
    while kills < rounds:
        command = [sys.executable, "-c", WRITER, str(store)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=_ENV)
        assert process.stdout is not None
        first = process.stdout.readline()
        time.sleep(rng.random() * 0.5)
        process.send_signal(signal.SIGKILL)
        said = [int(line) for line in (first + process.stdout.read()).splitlines() if line.isdigit()]
        kills += process.wait() == -signal.SIGKILL
        reported = max([reported, *said])
        if not (store / NAME).exists():
            continue
        home = open_store(store)
        wrong = home.check()
        assert not wrong, wrong
        found = home.sql("SELECT article_id, coding, count(*) FROM all_events GROUP BY ALL")[1]
        doubled += sum(count > 1 for _, _, count in found)
        lost += len(set().union(*(_wanted(n) for n in range(reported + 1))) - {(a, c) for a, c, _ in found})
        if reported == BATCHES - 1:
            # through: begin another
            shutil.rmtree(store)
            generation += 1
            store, reported = folder / f"store{generation}", -1
    return kills, lost, doubled


# coding itself takes seconds to load and is not what is to be killed: in its place stands one that makes a record of each report
_CODER = """
import time
from dataclasses import dataclass
from pathlib import Path
from memcon.model.record import Record

@dataclass(frozen=True)
class Options:
    lexicons: tuple[Path, ...] = ()
    fast: bool = False
    min_confidence: float = 0.0

def code_report(report, options=None):
    return next(code_reports([report], options))

def code_reports(reports, options=None):
    for report in reports:
        time.sleep(0.002)
        yield Record(key=report.key, article=report.article)
"""
_INSTEAD = """
import sys
from importlib.util import spec_from_file_location
from pathlib import Path

class Instead:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name == "memcon.coder":
            return spec_from_file_location(name, Path(__file__).with_name("plain_coder.py"))

sys.meta_path.insert(0, Instead)
"""


def kill_scale(folder: Path, rounds: int, articles: int = 600, shards: int = 60, seed: int = 5) -> tuple[int, int, int]:
    """Kill a scale run, half the times with its coding processes. Returns kills, records lost and doubled, against a run in peace.

    Raises `AssertionError` where a run that was killed does not end with the same lines.
    """
    rng = random.Random(seed)
    source = rows(folder / "in.jsonl", [text(n, f" Number {n}.") for n in range(articles)])
    (folder / "plain_coder.py").write_text(_CODER)
    (folder / "sitecustomize.py").write_text(_INSTEAD)
    env = {**_ENV, "PYTHONPATH": f"{folder}{os.pathsep}{_ENV['PYTHONPATH']}"}

    def start(out: Path) -> subprocess.Popen[bytes]:
        command = [
            sys.executable,
            "-m",
            "memcon.cli.main",
            "scale",
            "run",
            str(source),
            str(out),
            "--processes",
            "2",
            "--shards",
            str(shards),
        ]
        return subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL)

    began = time.monotonic()
    assert start(folder / "peace").wait() == 0
    whole = time.monotonic() - began
    wanted = lines_in(folder / "peace")
    assert len(wanted) == articles
    kills = lost = doubled = generation = between = 0
    while kills < rounds:
        out = folder / f"out{generation}"
        ended = False
        while not ended and kills < rounds:
            process = start(out)
            try:
                # from before the plan is written to the last shard
                process.wait(rng.random() * whole * 0.8)
                ended = True
            except subprocess.TimeoutExpired:
                children = _children(process.pid) if rng.random() < 0.5 else []
                process.send_signal(signal.SIGKILL)
                for child in children:
                    _kill(child)
                process.wait()
                kills += 1
            # a coding process that was not killed with the run may be writing yet, under another name
            finished = [path for path in out.glob("done/*.json") if not path.name.startswith(TEMPORARY)]
            between += 0 < len(finished) < shards
            for path in finished:
                done = json.loads(path.read_bytes())
                records = (out / "records" / f"{done['shard']:05d}.jsonl").read_bytes()
                lost += max(0, done["records"] - len(records.splitlines()))
        if not ended:
            assert start(out).wait() == 0
        found = lines_in(out)
        lost += len(set(wanted) - set(found))
        doubled += len(found) - len(set(found))
        assert found == wanted
        shutil.rmtree(out)
        generation += 1
    sys.stderr.write(f"{between} of them with some shards finished and others not; {generation} runs brought to their end\n")
    return kills, lost, doubled


def _children(pid: int) -> list[int]:
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            if int(path.read_text().rsplit(")", 1)[1].split()[1]) == pid:
                found.append(int(path.parent.name))
        except (OSError, IndexError):
            continue
    return found


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


if __name__ == "__main__":
    kind, where = sys.argv[1], Path(sys.argv[2])
    where.mkdir(parents=True, exist_ok=True)
    counted = (kill_keeping if kind == "store" else kill_scale)(where, int(sys.argv[3]) if len(sys.argv) > 3 else 100)
    sys.stdout.write("{} kills: {} lost, {} doubled\n".format(*counted))
