"""Answers that name no act carry the act that they point back at; answers to an accusation or a deadline carry none."""

from __future__ import annotations

import pytest

from memcon.evaluate.gold import code_texts
from memcon.model.record import Record

BOMBED = "Jordanian planes bombed a factory in Syria on Monday.\n\nSyria said Jordan had bombed a farmhouse.\n\n"


def coded(text: str) -> Record:
    return next(code_texts([(text, "2026-01-15")], fast=True, whole=False))


def carried(text: str, stance: str) -> list[str]:
    """The types of the acts that the last statement of a stance carries."""
    record = coded(text)
    last = [s for s in record.statements if s.stance == stance][-1]
    return [e.type for e in record.events if e.id in last.events]


@pytest.mark.parametrize(
    "answer",
    [
        "Jordan denied it.",
        "Jordan denied the bombing.",
        "Jordan called the report a lie.",
        "Jordan dismissed the claim as nonsense.",
        "Jordan denied any part in the attack.",
        "Jordan denied responsibility.",
        "Jordan denied having bombed any farmhouse.",
    ],
)
def test_a_denial_disputes_the_act(answer: str) -> None:
    assert carried(BOMBED + answer, "denies") == ["ASSAULT"]
    assert coded(BOMBED + answer).events[0].standing == "disputed"


def test_a_confirmation_by_noun() -> None:
    assert carried("Peru detained a Chilean trawler on Thursday.\n\nChile confirmed the detention.", "confirms") == ["COERCE"]


@pytest.mark.parametrize(
    "text",
    [
        "Turkey accused Greece of arming islands on Monday.\n\nAthens rejected the accusation.",
        "Egypt and Ethiopia held talks in Cairo on Sunday.\n\nEgypt accused Ethiopia of bad faith.\n\nEthiopia denied the accusation.",
        "West African leaders gave the junta 30 days on Thursday.\n\nThe junta's spokesman rejected the deadline.",
    ],
)
def test_who_rejects_an_accusation_disputes_no_act(text: str) -> None:
    assert all(e.standing != "disputed" for e in coded(text).events)


def test_denials_in_quotation_marks() -> None:
    assert carried(BOMBED + '"We did not bomb a farmhouse," said Jordan\'s government spokesman.', "denies") == ["ASSAULT"]


def test_blows_are_no_words() -> None:
    record = coded("M23 rebels attacked Congolese army positions near Walikale at dawn on Tuesday.")
    assert record.events and not record.statements
