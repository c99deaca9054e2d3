"""A year of Common Crawl news by simulation: machines, shards, losses and poisoned articles, drawn from the figures of docs/scale.md.

``python tools/simulate_year.py [--machines 4] [--cores 16] [--pages 1e9] …`` prints what it would take. Nothing is coded.
"""

from __future__ import annotations

import argparse
import heapq
import math
import random
import statistics
from dataclasses import dataclass


@dataclass
class Day:
    """One day of the crawl: its pages, when they are there (hours since the year began) and when their last record is."""

    pages: int
    there: float
    done: float = 0.0
    shards: int = 0
    longest: float = 0.0


def main() -> None:
    """Draw a year and print it."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--machines", type=int, default=4)
    ask.add_argument("--cores", type=int, default=16)
    ask.add_argument("--pages", type=float, default=1e9)
    ask.add_argument("--shard", type=int, default=2_000, help="pages of a shard")
    ask.add_argument("--english", type=float, default=0.45, help="share of the pages in English")
    ask.add_argument("--seconds", type=float, default=0.170, help="CPU seconds an English page (0.071 with --fast)")
    ask.add_argument("--other", type=float, default=0.0069, help="CPU seconds a page in another language")
    ask.add_argument("--spread", type=float, default=0.5, help="sigma of the logarithm of a page's cost")
    ask.add_argument("--poison", type=float, default=1e-5, help="share of the pages that end a process")
    ask.add_argument("--lost", type=float, default=24 * 30.0, help="hours of a machine between two losses (spot prices)")
    ask.add_argument("--cut", type=float, default=15.0, help="seconds to cut a GB, packed; one process before coding begins")
    ask.add_argument("--page-kb", type=float, default=15.5, help="kB of a page, packed")
    ask.add_argument("--price", type=float, default=0.02, help="what an hour of a core costs")
    ask.add_argument("--store-kb", type=float, default=4.2, help="kB of the store a page in English")
    ask.add_argument("--seed", type=int, default=1)
    given = ask.parse_args()
    rng = random.Random(given.seed)
    days = _days(rng, given.pages)
    busy, kills = _work(rng, days, given)
    late = [day.done - day.there for day in days]
    sizes = [d.longest for d in days]
    stored = given.pages * given.english * given.store_kb * 1e3
    weeks = [sum(d.pages for d in days[at : at + 7]) for at in range(0, 364, 7)]
    hours = given.machines * given.cores * 8760
    print(f"{given.machines} machines of {given.cores} cores, {given.pages:,.0f} pages, {sum(d.shards for d in days):,} shards")
    print(f"core-hours: {busy:,.0f}; at {given.price} an hour: {busy * given.price:,.0f}")
    print(f"busy: {busy / hours:.0%} of the cores' hours; machines lost at work: {kills}")
    print("a day's last record after its last page, hours:", end=" ")
    print(f"median {statistics.median(late):.1f}, 95 % {sorted(late)[346]:.1f}, most {max(late):.1f}")
    print(f"longest shard of a day, minutes: median {statistics.median(sizes) * 60:.0f}, most {max(sizes) * 60:.0f}")
    largest = max(weeks) / statistics.mean(weeks)
    print(f"store: {stored / 1e12:.1f} TB, a week's {stored / 52 / 1e9:.0f} GB; largest week {largest:.1f} times the mean")


def _days(rng: random.Random, pages: float) -> list[Day]:
    """Weekdays have more news than weekends, and some days far more than others."""
    weights = [(0.7 if n % 7 in (5, 6) else 1.12) * rng.lognormvariate(0, 0.08) * (2.0 if rng.random() < 0.01 else 1.0) for n in range(365)]
    return [Day(round(pages * w / sum(weights)), 24.0 * (n + 1)) for n, w in enumerate(weights)]


def _work(rng: random.Random, days: list[Day], given: argparse.Namespace) -> tuple[float, int]:
    """Give the days' shards to cores in the order they come; a lost machine takes its shards' work with it.

    Returns core-hours and losses.
    """
    free = [(0.0, machine) for machine in range(given.machines) for _ in range(given.cores)]
    heapq.heapify(free)
    lost_at = [rng.expovariate(1 / given.lost) for _ in range(given.machines)]
    busy, kills = 0.0, 0
    mean = given.english * given.seconds + (1 - given.english) * given.other
    second = given.english * given.seconds**2 * math.exp(given.spread**2) + (1 - given.english) * given.other**2
    for day in days:
        cut = day.there + day.pages * given.page_kb / 1e6 * given.cut / 3600
        busy += cut - day.there
        day.shards = math.ceil(day.pages / given.shard)
        for at in range(day.shards):
            count = min(given.shard, day.pages - at * given.shard)
            # the sum of many pages' costs
            hours = max(0.0, rng.gauss(count * mean, math.sqrt(max(0.0, count * (second - mean**2))))) / 3600
            # a poisoned page costs two goes over what was done of its shard
            for _ in range(_poisson(rng, count * given.poison)):
                hours += 2 * rng.random() * hours
            ready, machine = heapq.heappop(free)
            start = max(ready, cut)
            while start + hours > lost_at[machine] > start:
                # another machine stands in its place a quarter of an hour later, and the shard is begun anew
                busy += lost_at[machine] - start
                start = lost_at[machine] + 0.25
                lost_at[machine] += rng.expovariate(1 / given.lost)
                kills += 1
            while lost_at[machine] <= start:
                lost_at[machine] += rng.expovariate(1 / given.lost)
            busy += hours
            day.longest = max(day.longest, hours)
            day.done = max(day.done, start + hours)
            heapq.heappush(free, (start + hours, machine))
    return busy, kills


def _poisson(rng: random.Random, mean: float) -> int:
    """How many of many rare things happen."""
    count, left = 0, math.exp(-mean)
    drawn = rng.random()
    while drawn > left and count < 100:
        drawn *= rng.random()
        count += 1
    return count


if __name__ == "__main__":
    main()
