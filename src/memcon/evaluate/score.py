"""Scores with bootstrap intervals, and the worst misses."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Measure:
    """One figure: name, value, 95% interval by bootstrap over rows (None where it makes no sense) and how many rows."""

    name: str
    value: float
    low: float | None
    high: float | None
    rows: int


@dataclass
class Result:
    """What one evaluation found: its measures in order and its worst misses as lines of text."""

    name: str
    measures: list[Measure]
    misses: list[str] = field(default_factory=list)


def bootstrap(name: str, rows: Sequence[Any], score: Callable[[Sequence[Any]], float], rounds: int = 200) -> Measure:
    """A measure over rows with its 95% percentile interval (Efron & Tibshirani 1993); seeded, so it repeats."""
    if not rows:
        return Measure(name, 0.0, None, None, 0)
    rng = random.Random(11)
    values = sorted(score([rows[rng.randrange(len(rows))] for _ in rows]) for _ in range(rounds))
    return Measure(name, score(rows), values[int(0.025 * rounds)], values[int(0.975 * rounds) - 1], len(rows))


def f1(found: float, given: float, right: float) -> float:
    """F1 from the number given by us, the number in the gold and the number that agree."""
    return 2 * right / (found + given) if found + given else 0.0


def counted_f1(rows: Sequence[tuple[float, float, float]]) -> float:
    """Micro F1 over rows of ``(ours, gold, right)``."""
    return f1(sum(r[0] for r in rows), sum(r[1] for r in rows), sum(r[2] for r in rows))


def ratio(rows: Sequence[tuple[float, float]]) -> float:
    """Right over asked, summed over rows of ``(right, asked)``."""
    asked = sum(r[1] for r in rows)
    return sum(r[0] for r in rows) / asked if asked else 0.0


def macro_f1(rows: Sequence[tuple[str, str]]) -> float:
    """Macro F1 over the gold's classes from rows of ``(gold, ours)``."""
    classes = {g for g, _ in rows}
    total = 0.0
    for c in classes:
        right = sum(1 for g, o in rows if g == c == o)
        total += f1(sum(1 for _, o in rows if o == c), sum(1 for g, _ in rows if g == c), right)
    return total / len(classes) if classes else 0.0


def overlap(a: Sequence[int], b: Sequence[int]) -> bool:
    """Whether two spans share a character."""
    return a[0] < b[1] and b[0] < a[1]
