"""What is said of sources that are not named, and what they keep back."""

from __future__ import annotations

from typing import Any

import pytest

from memcon.evaluate.gold import code_texts
from memcon.model.record import Record, Statement


def coded(text: str) -> Record:
    return next(code_texts([(text, "2026-01-15")], fast=True, whole=False))


def told(text: str) -> dict[str, Any]:
    """Of the first source that is not named: number, several, state, body, why not named, and its words."""
    record = coded(text)
    source = next(s.source for s in record.statements if s.source)
    words = record.article.text
    return {
        "count": source.count,
        "plural": source.plural,
        "country": source.country,
        "institution": source.institution,
        "anonymity": words[slice(*source.anonymity)] if source.anonymity else None,
        "words": words[slice(*source.span)],
    }


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Two Western diplomats, speaking on condition of anonymity, said Iran sent 200 missiles.",
            {"count": 2, "plural": True, "country": None, "anonymity": "speaking on condition of anonymity"},
        ),
        (
            "A senior U.S. official, who asked not to be named, said the talks had failed.",
            {"count": 1, "plural": False, "country": "USA", "anonymity": "who asked not to be named"},
        ),
        (
            "Three sources in the Indian defence ministry told Reuters that the deal was signed.",
            {"count": 3, "country": "IND", "institution": "the Indian defence ministry", "anonymity": None},
        ),
        (
            "According to an official who was not authorised to speak to the press, France met Iran.",
            {"count": 1, "anonymity": "who was not authorised to speak to the press", "institution": None},
        ),
        ("Two Israeli officials and a European diplomat said the strike had failed.", {"count": 3, "plural": True, "country": None}),
        ("Several people familiar with the matter said Washington had decided.", {"count": None, "plural": True, "anonymity": None}),
        ("Army sources said the general had fled.", {"count": None, "plural": True, "institution": "Army", "country": None}),
        ("An unnamed Pentagon official said the plane had crashed.", {"institution": "Pentagon", "anonymity": "unnamed"}),
        ("Officials at the embassy in Kabul said the gate was shut.", {"institution": "the embassy", "country": None}),
        (
            "A diplomat said Oman had expelled them. The diplomat asked not to be named because the matter is secret.",
            {"count": 1, "anonymity": "asked not to be named", "words": "A diplomat"},
        ),
    ],
)
def test_what_is_said_of_them(text: str, wanted: dict[str, Any]) -> None:
    found = told(text)
    assert {k: found[k] for k in wanted} == wanted


@pytest.mark.parametrize(
    "text",
    [
        "Germany said it had closed the embassy.",
        "A government spokesman said the road was open.",
        "An official of the interior ministry, Raul Pedroso, said the pastor was free.",
        "The rebels said they had left the town.",
        "Doctors Without Borders said the clinic was hit.",
    ],
)
def test_named_sources_have_none(text: str) -> None:
    statements = coded(text).statements
    assert statements and all(s.source is None and s.source_kind != "anonymous" for s in statements)


def kept_back(text: str) -> list[Statement]:
    return [s for s in coded(text).statements if s.withheld]


@pytest.mark.parametrize(
    ("sentence", "what", "cue"),
    [
        ("Syria declined to comment.", "comment", "declined"),
        ("The army did not respond to a request for comment.", "comment", "did not respond"),
        ("The White House had no immediate comment.", "comment", "had no immediate comment"),
        ("The embassy could not be reached for comment.", "comment", "could not be reached"),
        ("Moscow has not commented.", "comment", "has not commented"),
        ("Officials would not say whether the talks had failed.", "comment", "say"),
        ("There was no word from Asmara.", "comment", "was no word"),
        ("Calls to the ministry went unanswered.", "comment", "went unanswered"),
        ("The ministry would neither confirm nor deny the strike.", "confirmation", "would neither confirm"),
        ("Iran refused to confirm that it had bombed the base.", "confirmation", "refused"),
        ("The report could not be independently verified.", "verification", "verified"),
        ("Reuters could not independently verify the claim.", "verification", "verify"),
        ("There was no independent confirmation of the raid.", "verification", "was no independent confirmation"),
    ],
)
def test_what_is_kept_back_is_kept_as_such(sentence: str, what: str, cue: str) -> None:
    found = kept_back("Israel bombed a depot in Syria on Tuesday.\n\n" + sentence)
    record = coded("Israel bombed a depot in Syria on Tuesday.\n\n" + sentence)
    assert [s.withheld for s in found] == [what]
    assert found[0].stance in ("states", "doubts")
    assert found[0].cue is not None and record.article.text[slice(*found[0].cue)] == cue
    assert record.events[0].standing == "outlet"  # nothing was said


@pytest.mark.parametrize(
    "sentence",
    [
        "The army did not respond to the attack.",
        "Iran refused to sign the treaty.",
        "The minister declined the invitation.",
        "He could not speak French.",
        "The port could not reach its old size.",
        "The minister did not deny that the meeting had taken place.",
    ],
)
def test_other_refusals_are_not(sentence: str) -> None:
    assert not kept_back(sentence)
