"""Verbs near a quotation that do not tell of it, and channels of another clause."""

from __future__ import annotations

import pytest

from memcon.coder import code_report
from memcon.read import read_text

# (sentence, the cues of its statements)
NEAR = [
    (
        'The spokeswoman of Kenya called the ban "another slap at the Nairobi accord" and said Uganda would continue to help.',
        ["called", "said"],
    ),
    ('The envoy of Kenya says Chad "chose the gunmen over the children" and that the United States is going to punish it.', ["says"]),
]


@pytest.mark.parametrize(("text", "cues"), NEAR, ids=["continue", "going"])
def test_a_verb_behind_a_quotation_and_and_is_no_cue_of_it(text: str, cues: list[str]) -> None:
    record = code_report(read_text(text, published="2025-05-20"))
    assert [record.article.text[slice(*s.cue)] for s in record.statements if s.cue] == cues


def test_a_telephone_of_the_next_clause_is_no_channel() -> None:
    text = "China's foreign ministry urged both countries to show restraint, and Wang Yi spoke by phone with his Kenyan counterpart."
    record = code_report(read_text(text, published="2025-05-20"))
    assert [s.channel for s in record.statements] == [None]


def test_a_rejected_pact_is_not_denied() -> None:
    text = "Ethiopia signed a memorandum with Somaliland in January, which the government of Somalia has rejected."
    record = code_report(read_text(text, published="2025-05-20"))
    assert [e.standing for e in record.events if e.type == "SUPPORT"] == ["outlet"]


def test_a_rumour_about_something_is_all_that_is_denied() -> None:
    text = (
        "China will provide Bolivia with an emergency loan, the Bolivian foreign ministry said on Monday.\n\n"
        'China\'s foreign minister told reporters that rumors about a Chinese naval base in Brazil are "pure fabrication."'
    )
    record = code_report(read_text(text, published="2025-05-20"))
    assert [e.standing for e in record.events if e.type == "AGREE"] == ["one-side"]
