"""Towns and regions that place an actor whose phrase names no state."""

from __future__ import annotations

import pytest

from memcon.register.who import who


@pytest.mark.parametrize(
    ("phrase", "country"),
    [
        ("Basra protesters", "IRQ"),
        ("the governor of Osh", "KGZ"),
        ("Kerala High Court", "IND"),
        ("Chiang Mai University", "THA"),
        ("Dehli police", "IND"),
        ("Buryat soldiers", "RUS"),
        ("Republican senators", "USA"),
        ("Smith police", None),
        ("two soldiers", None),
    ],
)
def test_country(phrase: str, country: str | None) -> None:
    found = who(phrase, "2022-05-01")
    assert found is not None
    assert found.country == country


def test_a_minister_of_a_territory_s_name_is_not_of_it() -> None:
    found = who("Prime Minister Sabah al-Khalid", None)
    assert found is not None
    assert found.person == "Sabah al-Khalid"
    assert found.country != "MYS"
