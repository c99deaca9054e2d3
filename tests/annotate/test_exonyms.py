"""English names of towns whose own name is another: each names the town that it stands for."""

from __future__ import annotations

import csv

import pytest

from memcon.register.gazetteer import FOLDER, load_gazetteer
from memcon.register.names import fold

ROWS = list(csv.DictReader((FOLDER / "exonyms.csv").open(encoding="utf-8", newline="")))


@pytest.mark.parametrize("row", ROWS, ids=lambda r: r["name"])
def test_exonym_names_its_town(row: dict[str, str]) -> None:
    first = load_gazetteer().places(fold(row["name"]))[0]
    assert (fold(first.name), first.country) == (fold(row["town"]), row["country"])
