"""Measure gathering: ``measure_stories.py RECORDS.jsonl [--count 10000 --count 100000] [--dense]``.

Records are varied (``vary_records.py``) and gathered one by one into an index on disk, as they would arrive; then the stories are told.
Time is this process' processor time; making the records is not counted. With ``--dense`` all counts fall within the same twenty days,
otherwise the stream is steady and more articles take more days.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from vary_records import RATE, read, variations  # type: ignore[import-not-found]

from memcon.gather.gathering import Gathering

_EVERY = 2000  # articles between commits


def main() -> None:
    """Measure and print a line for each count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("records", type=Path)
    parser.add_argument("--count", type=int, action="append", help="how many articles; may be repeated")
    parser.add_argument("--dense", action="store_true", help="all within twenty days")
    given = parser.parse_args()
    records = read(given.records)
    print("  articles     days   stories  gathering s  articles/s  ms each  last tenth ms  telling s  index MB  peak MB")
    for count in given.count or [10_000, 100_000]:
        days = 20 if given.dense else max(1, count // RATE)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "stories.sqlite"
            with Gathering(path) as gathering:
                spent = tail = 0.0
                for at, record in enumerate(variations(records, count, days), 1):
                    begun = time.process_time()
                    gathering.add(record)
                    if at % _EVERY == 0:
                        gathering.commit()
                    took = time.process_time() - begun
                    spent += took
                    if at > count * 9 // 10:
                        tail += took
                gathering.commit()
                begun = time.process_time()
                stories = len(gathering.stories())
                telling = time.process_time() - begun
            size = path.stat().st_size / 1e6
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{count:10,} {days:8,} {stories:9,} {spent:12.1f} {count / spent:11.0f} {1000 * spent / count:8.2f}"
            f" {1000 * tail / (count / 10):14.2f} {telling:10.1f} {size:9.0f} {peak:8.0f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
