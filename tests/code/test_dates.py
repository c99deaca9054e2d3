"""When the acts of 200 sentences took place, as the record says it (casebook/dates.csv)."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

import pytest

from memcon.casebook.parse import is_held_out
from memcon.code.when_interval import interval_of
from memcon.evaluate.gold import code_texts

DATES = Path(__file__).parents[2] / "casebook" / "dates.csv"


@lru_cache(maxsize=1)
def rows() -> tuple[tuple[dict[str, str], tuple[str, str] | None], ...]:
    """Each row with the first and last day that the record gives its act, None where the record has no such act."""
    with DATES.open(encoding="utf-8", newline="") as handle:
        told = list(csv.DictReader(handle))
    found = []
    for row, record in zip(told, code_texts([(r["text"], r["day"]) for r in told], fast=True), strict=True):
        event = next((e for e in record.events if row["act"] in record.article.text[slice(*e.trigger)]), None)
        days = None if event is None else (event.date.start or "", event.date.end or "") if event.date else ("", "")
        found.append((row, days))
    return tuple(found)


def share(held_out: bool) -> float:
    """The share of rows whose days are exactly right; an act that was not found is wrong."""
    asked = [(r, d) for r, d in rows() if is_held_out(r["text"]) == held_out]
    return sum(d == (r["start"], r["end"]) for r, d in asked) / len(asked)


def test_there_are_two_hundred() -> None:
    assert len(rows()) >= 200


def test_dates_of_the_part_that_may_be_tuned_on() -> None:
    assert share(held_out=False) >= 0.97


def test_dates_of_the_held_out_fifth() -> None:
    assert share(held_out=True) >= 0.92


INTERVALS = [
    ("2025-06-07", ("2025-06-07", "2025-06-07")),
    ("2025-06-07T10:00", ("2025-06-07", "2025-06-07")),
    ("2024-02", ("2024-02-01", "2024-02-29")),
    ("2024", ("2024-01-01", "2024-12-31")),
    ("199", ("1990-01-01", "1999-12-31")),
    ("2026-W02", ("2026-01-05", "2026-01-11")),
    ("2026-W02-WE", ("2026-01-10", "2026-01-11")),
    ("2025-Q3", ("2025-07-01", "2025-09-30")),
    ("2025-H2", ("2025-07-01", "2025-12-31")),
    ("2025-SU", ("2025-06-01", "2025-08-31")),
    ("2023-WI", ("2023-12-01", "2024-02-29")),
    ("PAST_REF", None),
    ("XXXX-XX-XX", None),
    ("2026-W60", None),
    ("2026-13", None),
    ("9999-WI", None),
]


@pytest.mark.parametrize(("value", "days"), INTERVALS)
def test_interval(value: str, days: tuple[str, str] | None) -> None:
    assert interval_of(value) == days
