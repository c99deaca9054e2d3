"""Where acts took place, as the record says it."""

from __future__ import annotations

from functools import lru_cache

import pytest

from memcon.coder import code_report
from memcon.evaluate.gold import code_texts
from memcon.read import read_text

DAY = "2025-10-22"
# a word of the act's trigger, the report's text, the place; "" where none is told
PLACES = [
    # the act's own preposition, its light verb's, its object's
    ("met", "The French and Polish presidents met in Warsaw on Monday.", "Warsaw"),
    ("held", "Egypt and Turkey held talks in Ankara on Monday.", "Ankara"),
    ("met", "U.S. Treasury officials met the head of Iraq's trade bank in Amman on Monday.", "Amman"),
    ("dropped", "A Turkish drone dropped a grenade close to a Kurdish patrol near Hasakah.", "Hasakah"),
    ("exchanged", "Thai and Cambodian soldiers exchanged fire on the road between Aranyaprathet and Sisophon.", "Aranyaprathet"),
    ("fired", "Police fired on a crowd in front of the parliament in Tbilisi.", "Tbilisi"),
    ("delivered", "The U.S. delivered rice worth $6 million to displaced families in Darfur.", "Darfur"),
    ("burned", "Russian soldiers burned down a school in Ukraine's Kharkiv region.", "Kharkiv region"),
    # going there, and what is done to a place
    ("flew", "Hungary's prime minister flew to Tirana and met the Albanian president.", "Tirana"),
    ("travelled", "The Chilean president had travelled to La Paz for the ceremony.", "La Paz"),
    ("shelled", "Russian forces shelled Kherson on Sunday.", "Kherson"),
    ("captured", "The rebels of M23 captured the town of Goma on Monday.", "Goma"),
    ("withdrew", "Russian troops withdrew from Kherson on Friday.", "Kherson"),
    ("deploy", "Canada will deploy another battalion to Latvia next year.", "Latvia"),
    ("burned", "Myanmar's army burned about 80 houses in the nearby village of Quorrimba on Tuesday.", "Quorrimba"),
    # a clause beside it
    ("dispersed", "Police dispersed opposition supporters with tear gas, wounding four in Kampala.", "Kampala"),
    ("killed", "Three soldiers were killed when rebels attacked an army base near Goma.", "Goma"),
    ("signed", "The Spanish foreign minister flew to Ankara on Friday, where he signed a gas deal with Turkey.", "Ankara"),
    ("arrested", "Iraqi police raided a bank in Mosul and arrested two Turkish businessmen.", "Mosul"),
    ("rejected", "The deputy foreign minister of Iran, speaking in Geneva, rejected the American proposal.", "Geneva"),
    ("blocked", "Since Monday, Bolivian protesters have blocked the road between La Paz and Oruro.", "La Paz"),
    # a palace's town, a people's capital, a place that nobody knows
    ("met", "Milorad Dodik met Russian President Vladimir Putin in the Kremlin on Monday.", "Moscow"),
    ("held", "French and Turkish officials held talks in the Portuguese capital on Monday.", "Lisbon"),
    ("overran", "Al-Shabab fighters overran a Ugandan base at Buulo Mareer.", "Buulo Mareer"),
    # what is signed after a meeting is signed where that was
    ("signed", "The presidents of Kenya and Uganda signed a treaty on roads after a meeting in Arusha on Friday.", "Arusha"),
    # the smaller of two
    ("attacked", "In Ukraine, Russian drones attacked an army convoy near Kramatorsk.", "Kramatorsk"),
    # another act's place, another's home, a matter's place
    ("accused", "Kinshasa accused Rwanda of breaking the accord that it signed in Washington in June.", ""),
    ("sanctioned", "The United States sanctioned three firms in Singapore on Monday.", ""),
    ("summoned", "Paraguay summoned the Brazilian ambassador over a spying case in Brasilia.", ""),
    ("rejected", "Chad rejected a proposal to let aid convoys cross at Adre.", ""),
    ("condemned", "Turkey condemned the Israeli strikes in Gaza.", ""),
    ("rejected", "Iran rejected a report by a Tokyo newspaper.", ""),
    ("attacked", "Rebels attacked an army post after talks in Doha failed.", ""),
]


@lru_cache(maxsize=1)
def found() -> tuple[str | None, ...]:
    """The place that each row's act has, "" where it has none, None where no act was found."""
    records = code_texts([(text, DAY) for _, text, _ in PLACES])
    told: list[str | None] = []
    for (act, _, _), record in zip(PLACES, records, strict=True):
        event = next((e for e in record.events if act in record.article.text[slice(*e.trigger)]), None)
        told.append(None if event is None else event.place.name if event.place else "")
    return tuple(told)


@pytest.mark.parametrize("row", range(len(PLACES)), ids=lambda i: PLACES[i][1][:40])
def test_place(row: int) -> None:
    assert found()[row] == PLACES[row][2]


def test_who_leaves_a_country_does_not_leave_his_own() -> None:
    text = (
        "The Russian embassy in Bangui called the measures illegal. France withdrew its last 130 soldiers from the country on December 15."
    )
    places = [e.place for e in code_report(read_text(text, published="2023-03-14")).events if e.type == "RETREAT"]
    assert places and all(p is None or p.country != "FRA" for p in places)
