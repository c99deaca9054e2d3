"""Ranks and offices that are cut short before a name."""

from __future__ import annotations

import pytest

from memcon.register.ranks import spelt_out
from memcon.register.who import who

# (phrase, country, sector, person)
SHORT = [
    ("Romanian Maj. Gen. Florin-Marian Barbulescu", "ROU", "MIL", "Florin-Marian Barbulescu"),
    ("Lt Gen Charles Exampeli", None, "MIL", "Charles Exampeli"),
    ("Ugandan Col. Sam Exampelo", "UGA", "MIL", "Sam Exampelo"),
    ("Gov. Ann Exampeller", None, "GOV", "Ann Exampeller"),
    ("U.S. Sen. Ann Exampeller", "USA", "LEG", "Ann Exampeller"),
]


@pytest.mark.parametrize(("phrase", "country", "sector", "person"), SHORT, ids=[s[0] for s in SHORT])
def test_a_rank_cut_short_is_a_rank(phrase: str, country: str | None, sector: str, person: str) -> None:
    found = who(phrase, "2023-09-15")
    assert found is not None
    assert (found.kind, found.country, found.sectors[0], found.person) == ("person", country, sector, person)


@pytest.mark.parametrize("phrase", ["Gen Z protesters", "Amartya Sen", "Col de Turini", "Gen. Z"])
def test_what_only_looks_like_a_rank(phrase: str) -> None:
    assert spelt_out(phrase) == phrase


def test_several_heads_of_state() -> None:
    found = who("African heads of state", "2023-09-15")
    assert found is not None
    assert (found.kind, found.sectors) == ("office", ("GOV",))
