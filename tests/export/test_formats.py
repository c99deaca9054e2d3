"""Each export has the published columns, and reads back as what was written."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from memcon.cli.export import FORMATS, write
from memcon.coder import code_reports
from memcon.model.record import Record
from memcon.read import read_path

SAMPLES = Path(__file__).parents[2] / "samples"
WIDTHS = {"polecat": 40, "icews": 20, "gdelt": 61, "phoenix": 26, "petrarch": 11}


@pytest.fixture(scope="module")
def records() -> list[Record]:
    return list(code_reports([read_path(p) for p in sorted(SAMPLES.glob("*.txt"))]))


def back(format: str, records: list[Record]) -> list[list[str]]:
    handle = io.StringIO()
    write(format, records, handle)
    return list(csv.reader(io.StringIO(handle.getvalue()), delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("format", sorted(WIDTHS))
def test_every_row_is_whole(format: str, records: list[Record]) -> None:
    rows = back(format, records)
    assert len(rows) > 20
    assert {len(r) for r in rows} == {WIDTHS[format]}


def test_the_call_in_polecat(records: list[Record]) -> None:
    header, *rows = back("polecat", records)
    row = dict(zip(header, next(r for r in rows if r[2] == "CONSULT"), strict=True))
    assert (row["Event Date"], row["Event Mode"], row["Quad Code"]) == ("2026-01-14", "phone", "VERBAL COOPERATION")
    assert (row["Actor Name"], row["Actor Country"], row["Primary Actor Sector"]) == ("Donald Trump", "USA", "GOV")
    assert (row["Recipient Name"], row["Recipient COW"]) == ("Delcy Rodríguez", "101")


def test_the_call_in_phoenix_both_ways(records: list[Record]) -> None:
    calls = [r for r in back("phoenix", records) if r[13] == "041"]
    assert {(r[6], r[10]) for r in calls} == {("USA", "VEN"), ("VEN", "USA")}
    assert all(r[1] == "20260114" and r[15] == "1" for r in calls)


def test_gdelt_is_numbers_where_gdelt_has_numbers(records: list[Record]) -> None:
    for row in back("gdelt", records):
        assert all(row[i].isdigit() for i in (0, 1, 2, 3, 26, 29, 59))
        assert int(row[29]) in (1, 2, 3, 4)


def test_plover_lines_keep_every_status(records: list[Record]) -> None:
    handle = io.StringIO()
    write("plover", records, handle)
    rows = [json.loads(line) for line in handle.getvalue().splitlines()]
    assert len(rows) == sum(len(r.events) for r in records)
    assert any(r["comment"].startswith("status: ") for r in rows)


def test_only_what_happened_is_exported_as_happened(records: list[Record]) -> None:
    planned = {e.id for r in records for e in r.events if e.status not in ("happened", "ongoing")}
    assert planned
    assert not planned & {row[0] for row in back("polecat", records)}


def test_formats_are_the_documented_ones() -> None:
    assert set(FORMATS) == {*WIDTHS, "gdelt-mentions", "plover", "csv", "jsonl", "parquet"}
