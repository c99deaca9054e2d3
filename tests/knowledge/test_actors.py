"""Written phrases of the kinds analysts meet: their country and sector on a day (casebook/actors.csv)."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from memcon.casebook.parse import is_held_out
from memcon.register.register import load_register
from memcon.register.who import Identity, who

CASEBOOK = Path(__file__).parents[2] / "casebook"


def rows(name: str = "actors.csv") -> list[dict[str, str]]:
    """The written phrases of a file."""
    with (CASEBOOK / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def more(held_out: bool) -> list[dict[str, str]]:
    """The half of the phrases written blind that tunes nothing, or the other."""
    return [r for r in rows("actors_more.csv") if is_held_out(f"{r['phrase']} {r['day']}", 2) == held_out]


def is_right(row: dict[str, str]) -> bool:
    """Whether the country is one of those that a coder might give, and one of the sectors too."""
    found = who(row["phrase"], row["day"])
    if found is None or home(found) not in row["country"].split(";"):
        return False
    return not row["sectors"] or bool(set(found.sectors) & set(row["sectors"].split(";")))


def home(found: Identity) -> str:
    """A state's code, or the kind of an organisation (IGO, NGO, UNO, EUR, MNC)."""
    if found.country or not found.organisation:
        return found.country or ""
    return load_register().organisations[found.organisation].plover


def test_three_hundred_phrases() -> None:
    assert len(rows()) >= 300 and len({r["country"] for r in rows()}) > 80


@pytest.mark.parametrize("row", rows(), ids=lambda r: f"{r['phrase']} {r['day']}")
def test_country_and_sector(row: dict[str, str]) -> None:
    """The country is the one meant, and one of the sectors that a coder would give is among ours."""
    found = who(row["phrase"], row["day"])
    assert found is not None and home(found) == row["country"]
    assert set(found.sectors) & set(row["sectors"].split(";"))


def test_phrases_written_blind() -> None:
    """Of the half that tunes nothing more than at first sight (.85); of the other nearly all."""
    assert len(more(True)) > 200 and len(more(False)) > 200
    for held_out, least in ((True, 0.92), (False, 0.98)):
        right = [is_right(r) for r in more(held_out)]
        assert sum(right) / len(right) >= least


def test_middle_names_and_strangers() -> None:
    """A middle name hides nobody; a stranger with a leader's surname is no leader."""
    known = who("President Boris Nikolayevich Yeltsin", "1998-01-01")
    assert known is not None and known.person == "Boris Yeltsin"
    stranger = who("Mohammed Ali Abbas", "2018-01-01")
    assert stranger is None or stranger.person != "Mahmoud Abbas"


@pytest.mark.parametrize(
    ("phrase", "day", "name"),
    [
        ("Moqtada Sadr", "2018-05-15", "Muqtada al-Sadr"),
        ("Abdulfattah Al-Burhan", "2022-08-25", "Abdel Fattah al-Burhan"),
        ("Qasem Soleymani", "2018-05-15", "Qassem Soleimani"),
        ("Foreign Minister Waleed al-Moallem", "2012-05-15", "Walid al-Moallem"),
    ],
)
def test_names_in_other_spellings(phrase: str, day: str, name: str) -> None:
    """One sound is written in many ways; one letter more is another man."""
    found = who(phrase, day)
    assert found is not None and found.person == name
    assert who("Mahmud Salim", day) is None


def test_heads_of_organisations_are_of_no_state() -> None:
    """An organisation's code of three letters is no state's; what a body is says what its head is."""
    found = who("Christine Lagarde", "2015-06-01")
    assert found is not None and (found.country, found.organisation) == (None, "IMF")
    for phrase, sector in (("Fatou Bensouda", "JUD"), ("James Comey", "COP"), ("Kenneth Roth", "SOC")):
        head = who(phrase, "2015-06-01")
        assert head is not None and head.sector == sector
    other = who("Liu Yang", "2017-10-14")
    assert other is None or other.person != "Joanne Liu"


@pytest.mark.parametrize(
    ("phrase", "country"),
    [
        ("Tuareg fighters in Niger", "NER"),
        ("Tuareg rebels", "MLI"),
        ("Rohingya refugees in Bangladesh", "MMR"),
        ("Tibetan exiles in India", "CHN"),
    ],
)
def test_peoples_of_more_than_one_state(phrase: str, country: str) -> None:
    """A people at home in many states is of the one named; who fled is of the one fled from."""
    found = who(phrase, "2015-06-01")
    assert found is not None and found.country == country


def test_movement_and_state_are_told_apart() -> None:
    """The Non-Aligned Movement does not bear Namibia's code."""
    movement, state = who("NAM", "2012-08-30"), who("Namibia", "2012-08-30")
    assert movement is not None and state is not None
    assert (movement.country, movement.organisation, state.country) == (None, "NONALIGNED", "NAM")
    assert not set(load_register().states) & set(load_register().organisations)


def test_parties_are_no_spellings_of_each_other() -> None:
    """Rivals that once shared a row are told apart."""
    for name in ("Five Star Movement", "Northern League", "Fine Gael", "Podemos", "Proud Boys", "Commerzbank", "Golden Dawn"):
        found = who(name, "2018-06-01")
        assert found is not None and found.name in (name, "Lega"), name


def test_four_hundred_groups() -> None:
    """The register knows at least 400 armed groups, parties and movements, each of a state that it knows."""
    path = Path(__file__).parents[2] / "src" / "memcon" / "knowledge" / "register" / "groups.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        groups = list(csv.DictReader(handle))
    assert len(groups) >= 900 and len({g["name"] for g in groups}) == len(groups)
    assert {g["country"] for g in groups} <= set(load_register().states)
