"""What other pages tell is no event; the same words in politics are."""

from __future__ import annotations

import pytest

from memcon.coder import code_report
from memcon.read import read_text

OTHERS = [
    "Kenya met Ghana in the semi-final and lost on penalties.",
    "The novel tells of a Serbian officer who shoots an Austrian general.",
    "An explosion at a fireworks factory in Punjab killed eleven workers.",
    "Police in Graz arrested a man for stealing thirty bicycles.",
    "The Polish ministry did not respond to an e-mail seeking comment.",
    "Typhoon Rai battered the Philippines on Friday.",
    "A Danish shipper sued a Spanish bank over a loan.",
]
POLITICS = [
    ("Kenya's president met Ghana's president in Accra and talked about the race for the Commission.", "CONSULT"),
    ("Iran banned a film that tells of the protests of 2022.", "COERCE"),
    ("A bomb explosion claimed by militants killed eleven police officers in Punjab.", "ASSAULT"),
    ("Police in Minsk arrested three opposition activists for stealing ballots.", "COERCE"),
    ("The Polish ministry rejected a German request for troops.", "REJECT"),
    ("The Arab League coached no side but urged Sudan to match the offer.", "REQUEST"),
]


@pytest.mark.parametrize("text", OTHERS, ids=[t[:25] for t in OTHERS])
def test_other_pages_tell_no_event(text: str) -> None:
    assert code_report(read_text(text, published="2025-11-20")).events == []


@pytest.mark.parametrize(("text", "type_"), POLITICS, ids=[t[:25] for t, _ in POLITICS])
def test_politics_does(text: str, type_: str) -> None:
    assert type_ in {e.type for e in code_report(read_text(text, published="2025-11-20")).events}
