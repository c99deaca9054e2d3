"""A writer killed at any moment loses nothing that it reported kept, and doubles nothing."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from memcon.keep import open_store

WRITER = """
import sys
from memcon.keep import open_store
from tests.keep.made import record
store = open_store(sys.argv[1], create=True)
for batch in range(40):
    store.keep([record(batch * 5 + n) for n in range(5)], "c1")
    print(batch, flush=True)
"""


def test_killed_writers(tmp_path: Path) -> None:
    rng = random.Random(5)
    reported = -1
    for _ in range(12):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]
        )
        assert writer.stdout is not None
        first = writer.stdout.readline()
        time.sleep(rng.random() * 0.4)
        writer.send_signal(signal.SIGKILL)
        rest = writer.stdout.read()
        writer.wait()
        lines = [line for line in (first + rest).splitlines() if line.isdigit()]
        reported = max([reported, *map(int, lines)])
        store = open_store(tmp_path)
        assert store.check() == []
        rows = store.sql("SELECT article_id, count(*) FROM events GROUP BY article_id")[1]
        assert len(rows) >= (reported + 1) * 5
        assert all(count == 1 for _, count in rows)
        if reported == 39:
            break
