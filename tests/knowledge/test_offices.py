"""Written phrases with a day: the person, their home and their office, as ``memcon actor`` answers (casebook/offices.csv)."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from memcon.cli.actor import answer
from memcon.register.names import fold

OFFICES = Path(__file__).parents[2] / "casebook" / "offices.csv"


def rows() -> list[dict[str, str]]:
    with OFFICES.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def test_three_hundred_phrases_of_all_regions() -> None:
    told = rows()
    assert len(told) >= 300 and len({r["home"] for r in told}) > 100


@pytest.mark.parametrize("row", rows(), ids=lambda r: f"{r['phrase']} {r['day']}")
def test_offices(row: dict[str, str]) -> None:
    found = answer(row["phrase"], row["day"])
    assert fold(found.name) == fold(row["person"])
    assert (found.country or found.organisation) == row["home"]
    assert fold(row["office"]) in fold(found.office or "")
