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


def kill_scale(folder: Path, rounds: int, articles: int = 1_500, shards: int = 60, seed: int = 5) -> tuple[int, int, int]:
    """Kill a scale run with its coding processes. Returns kills, records lost and records doubled, against a run in peace."""
    rng = random.Random(seed)
    source = rows(folder / "in.jsonl", [text(n, f" Number {n}.") for n in range(articles)])
    plain = ["scale", "run", str(source)]
    more = ["--fast", "--processes", "2", "--shards", str(shards)]
    subprocess.run([sys.executable, "-m", "memcon.cli.main", *plain, str(folder / "peace"), *more], check=True, env=_ENV, stdout=sys.stderr)
    wanted = lines_in(folder / "peace")
    kills = lost = doubled = generation = 0
    while kills < rounds:
        out = folder / f"out{generation}"
        ended = False
        while not ended and kills < rounds:
            command = [sys.executable, "-m", "memcon.cli.main", *plain, str(out), *more]
            process = subprocess.Popen(command, env=_ENV, stdout=subprocess.DEVNULL, start_new_session=True)
            try:
                # from before the plan is written to where shards come one after the other
                process.wait(rng.random() * 9)
                ended = True
            except subprocess.TimeoutExpired:
                # half the time the coding processes too, in the same moment
                whole = rng.random() < 0.5
                children = _children(process.pid) if whole else []
                process.send_signal(signal.SIGKILL)
                for child in children:
                    _kill(child)
                process.wait()
                kills += 1
            for path in out.glob("done/*.json"):
                done = json.loads(path.read_bytes())
                records = (out / "records" / f"{done['shard']:05d}.jsonl").read_bytes()
                lost += max(0, done["records"] - len(records.splitlines()))
        if not ended:
            subprocess.run([sys.executable, "-m", "memcon.cli.main", *plain, str(out), *more], check=True, env=_ENV, stdout=sys.stderr)
        found = lines_in(out)
        lost += len(set(wanted) - set(found))
        doubled += len(found) - len(set(found))
        assert found == wanted
        shutil.rmtree(out)
        generation += 1
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
