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
        "Jordan said the report was false.",
        "Jordan said there was no truth in the claim.",
        "Jordan said it had nothing to do with the attack.",
        "Jordan said it had not carried it out.",
        "Jordan said that its planes had never been near Syria.",
        "Jordan contradicted the report.",
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


DETAINED = "Peru detained a Chilean trawler on Thursday.\n\nPeru's navy said it had detained the trawler.\n\n"


@pytest.mark.parametrize(
    "reaction",
    [
        "Chile called the detention a provocation.",
        "Chile deplored the detention of its trawler.",
        "Chile said the detention was a mistake.",
        "Chile confirmed that its trawler had been seized.",
        "Chile's navy admitted the loss of the trawler.",
    ],
)
def test_the_other_side_speaks_of_the_act_without_telling_it(reaction: str) -> None:
    assert coded(DETAINED + reaction).events[0].standing == "both-sides"


@pytest.mark.parametrize(
    "aside", ["Chile said the weather was fine.", "Chile called the harvest a success.", "Brazil called the step wise."]
)
def test_who_speaks_of_something_else_confirms_nothing(aside: str) -> None:
    assert coded(DETAINED + aside).events[0].standing == "one-side"


@pytest.mark.parametrize(
    ("source", "standing"),
    [
        ("The official SANA news agency", "one-side"),
        ("The newspaper Le Monde", "third-party"),
        ("Two diplomats", "anonymous"),
        ("The Syrian Observatory for Human Rights", "third-party"),
    ],
)
def test_whose_side_a_source_is_on(source: str, standing: str) -> None:
    text = f"Jordanian planes bombed Syria on Monday.\n\n{source} said Jordanian planes had bombed Syria."
    assert coded(text).events[0].standing == standing


def test_who_would_deny_denies_nothing() -> None:
    assert coded(BOMBED + "A diplomat said Jordan would deny it.").events[0].standing != "disputed"


def test_who_denies_a_shot_does_not_deny_a_release() -> None:
    text = (
        "Sri Lanka released 14 Indian fishermen on Monday, the navy said.\n\n"
        "Police denied a report in the daily Uthayan that officers had fired at protesters in Jaffna on Sunday."
    )
    assert carried(text, "denies") == ["ASSAULT"]


def test_a_report_denied_is_what_it_tells() -> None:
    text = "Police denied a report in the daily Uthayan that officers had fired at protesters in Jaffna on Sunday."
    assert carried(text, "denies") == ["ASSAULT"]


def test_what_a_clause_takes_up_with_which_is_denied() -> None:
    record = coded("Somalia said that Kenyan jets had bombed Somali troops on Tuesday, which a Kenyan army spokesman denied.")
    assert {e.standing for e in record.events if e.type == "ASSAULT"} == {"disputed"}
