"""What a party goes on to say of the main event without naming it, as data: the report, and how its event stands."""

from __future__ import annotations

import pytest

from memcon.coder import Options, code_report
from memcon.read import read_text

ACCUSED = "Rwandan soldiers killed nine miners near Goma on Monday, the governor of the province said.\n\nThe Rwandan army "
FACT = (
    "Indonesia seized a Vietnamese trawler near the Natuna islands on Friday.\n\nIndonesia's navy said it seized the trawler at dawn.\n\n"
)


def standing(text: str) -> str:
    """The standing of the first event of a report."""
    return code_report(read_text(text, published="2026-01-15"), Options(fast=True)).events[0].standing


@pytest.mark.parametrize(
    "answer",
    [
        "said that the nine had drowned in a pit.",
        "gave another account. It said the miners had fought among themselves.",
        "said that reports of this kind were untrue.",
        "said that the claim was without foundation.",
        "said there had been no miners in the area.",
        "said its men would never harm a miner.",
        "put the blame on rebels, who it said had shelled the mine.",
    ],
)
def test_who_is_accused_denies_by_telling_it_otherwise(answer: str) -> None:
    assert standing(ACCUSED + answer) == "disputed"


@pytest.mark.parametrize(
    "answer",
    [
        "said it was looking into the report.",
        "said it did not discuss operations.",
        "said that it had no comment.",
        "has said in the past that it aims at rebels only.",
    ],
)
def test_who_says_nothing_yet_denies_nothing(answer: str) -> None:
    assert standing(ACCUSED + answer) != "disputed"


@pytest.mark.parametrize(
    "answer",
    [
        "Vietnam's foreign ministry said that the crew must be let go.",
        "Vietnam said it was a sad day for the region.",
        "Vietnam's ambassador said that his country regretted the step.",
        "Vietnam's foreign ministry said the trawler had been in nobody's way.",
        "Vietnam's fisheries minister said that boats had been sent to bring them home.",
    ],
)
def test_what_the_other_side_says_of_a_fact_takes_it_for_so(answer: str) -> None:
    assert standing(FACT + answer) == "both-sides"


@pytest.mark.parametrize(
    "answer",
    [
        "Vietnam's trade minister said exports of rice would double.",
        "Vietnam's foreign ministry said it would make no statement.",
        "Vietnam's embassy said that it was in touch with its capital.",
    ],
)
def test_what_is_of_something_else_tells_nothing(answer: str) -> None:
    assert standing(FACT + answer) == "one-side"


def test_a_union_speaks_through_its_bodies() -> None:
    text = "The European Union offered Turkey visas on Monday, Turkey's foreign minister said.\n\n"
    assert standing(text + "A spokeswoman for the European Commission said there was no such offer.") == "disputed"
