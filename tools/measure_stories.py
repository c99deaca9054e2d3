"""Measure gathering: ``measure_stories.py RECORDS.jsonl [--count 10000 --count 100000] [--dense] [--part 0.75]``.

Records are varied (``vary_records.py``) and gathered one by one into an index on disk, as they would arrive; at each count the stories are
told and a line is printed. Time is this process' processor time; making the records is not counted. With ``--dense`` all fall within twenty
days, otherwise the stream is steady and more articles take more days.

``--part`` says how much the happenings made from one record differ: the words that are not exchanged all have in common, and the more there
are of them, the more of a year's articles are like a new one.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from vary_records import PART, RATE, read, variations  # type: ignore[import-not-found]

from memcon.gather.gathering import Gathering

_EVERY = 2000  # articles between commits


def main() -> None:
    """Measure and print a line for each count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("records", type=Path)
    parser.add_argument("--count", type=int, action="append", help="how many articles; may be repeated")
    parser.add_argument("--dense", action="store_true", help="all within twenty days")
    parser.add_argument("--part", type=float, default=PART, help=f"part of a record's words that is exchanged; by default {PART}")
    given = parser.parse_args()
    records = read(given.records)
    counts = sorted(given.count or [10_000, 100_000])
    days = 20 if given.dense else max(1, counts[-1] // RATE)
    print(f"{counts[-1]:,} articles over {days} days")
    print("  articles   stories  gathering s  articles/s  ms each  ms each of the last 1,000  telling s  index MB  peak MB")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "stories.sqlite"
        spent: list[float] = []
        with Gathering(path) as gathering:
            for at, record in enumerate(variations(records, counts[-1], days, part=given.part), 1):
                begun = time.process_time()
                gathering.add(record)
                if at % _EVERY == 0:
                    gathering.commit()
                spent.append(time.process_time() - begun)
                if at in counts:
                    gathering.commit()
                    begun = time.process_time()
                    stories = len(gathering.stories())
                    telling = time.process_time() - begun
                    last = spent[-1000:]
                    print(
                        f"{at:10,} {stories:9,} {sum(spent):12.1f} {at / sum(spent):11.0f} {1000 * sum(spent) / at:8.2f}"
                        f" {1000 * sum(last) / len(last):26.2f} {telling:10.1f} {path.stat().st_size / 1e6:9.0f}"
                        f" {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.0f}",
                        flush=True,
                    )


if __name__ == "__main__":
    main()
