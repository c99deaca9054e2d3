"""The register loads whole, and answers who a phrase names on a day."""

from __future__ import annotations

import pytest

from memcon.register.register import load_register
from memcon.register.who import who

# (phrase, day, name, country or organisation, sector)
WHO = [
    ("the Brazilian finance minister", "2015-06-01", "Joaquim Levy", "BRA", "GOV"),
    ("Donald Trump", "2026-01-15", "Donald Trump", "USA", "GOV"),
    ("Donald Trump", "2022-05-01", "Donald Trump", "USA", "ELI"),
    ("Angela Merkel", "2015-05-01", "Angela Merkel", "DEU", "GOV"),
    ("French President", "2019-07-01", "Emmanuel Macron", "FRA", "GOV"),
    ("riot police", None, "riot police", None, "COP"),
    ("the White House", None, None, "USA", "GOV"),
    ("the Kremlin", None, None, "RUS", "GOV"),
    ("Colombian rebels", None, "Colombian rebels", "COL", "REB"),
    ("the Canadian parliament", None, "Canadian parliament", "CAN", "LEG"),
    ("a court in Tunis", None, None, "TUN", "JUD"),
    ("Venezuela", None, "Venezuela", "VEN", None),
    ("Turkish-backed rebels in northern Syria", None, None, "SYR", "REB"),
    ("Labour Party of Norway", None, None, "NOR", "PTY"),
    ("US Democratic Party", None, "Democratic Party", "USA", "PTY"),
    ("members of the Swedish parliament", None, None, "SWE", "LEG"),
    ("supporters of Imran Khan", None, "supporters", "PAK", "CVL"),
    ("Exampel Mining plc", None, "Exampel Mining plc", None, "BUS"),
    ("Renamo", None, "RENAMO", "MOZ", "REB"),
    ("Tepco", None, None, "JPN", "BUS"),
    ("activist Somchai Nampa", None, "Somchai Nampa", None, "CVL"),
]


def test_no_row_is_refused() -> None:
    assert [str(e.line()) for e in load_register().refused] == []


def test_every_member_of_the_united_nations_is_there() -> None:
    states = load_register().states.values()
    assert sum(s.kind == "member" for s in states) == 193
    assert all(s.capitals or s.code in {"NRU", "MCO", "SGP", "VAT"} or s.name for s in states)


@pytest.mark.parametrize(("phrase", "day", "name", "home", "sector"), WHO, ids=lambda v: str(v)[:30])
def test_who(phrase: str, day: str | None, name: str | None, home: str | None, sector: str | None) -> None:
    found = who(phrase, day)
    assert found is not None
    if name:
        assert found.name == name
    assert (found.country or found.organisation) == home
    assert found.sector == sector


@pytest.mark.parametrize("phrase", ["", " ", "the weather", "a goalkeeper", "42", "\x00", "of of of", "the" * 500])
def test_nobody(phrase: str) -> None:
    assert who(phrase, None) is None
