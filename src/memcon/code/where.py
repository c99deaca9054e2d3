"""Where an act took place: the place in its own clause, else the one place its sentence names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from memcon.annotate.reading import Reading, Sentence
from memcon.model.record import EventPlace, Place

if TYPE_CHECKING:
    from spacy.tokens import Token

_AT = ("in", "at", "near", "outside", "inside", "off", "on", "around", "across", "through", "into", "along")
_ARRIVING = ("arrive", "visit", "land", "travel", "fly", "come", "return", "head", "trip", "visit")


def find_place(reading: Reading, sentence: Sentence, token: Token) -> EventPlace | None:
    """The place of the act that ``token`` names, with how it is known; None where the text does not say."""
    here = reading.places_in(sentence.span)
    if not here:
        return None
    for place in here:
        assert place.span is not None
        inside = next((t for t in sentence.doc if sentence.offset(t) == place.span[0]), None)
        if inside is not None and _located(inside, token):
            return _made(place, "grammar")
    named = [p for p in here if p.span and _hangs_on_verb(sentence, p)]
    if len(named) == 1:
        return _made(named[0], "sentence")
    return None


def _located(place: Token, act: Token) -> bool:
    """Whether a place hangs by a preposition of place on the act, on its object or on its verb."""
    top = place
    for _ in range(12):
        if top.dep_ == "pobj" and top.head.lower_ in _AT:
            governor = top.head.head
            if governor.i == act.i or governor.head.i == act.i or (act.head.i == governor.i and act.dep_ in ("dobj", "nsubj", "nsubjpass")):
                return True
        if top.dep_ == "dobj" and top.head.i == act.i and act.lemma_.lower() in _ARRIVING:
            return True
        if top.head.i == top.i or top.pos_ in ("VERB", "AUX"):
            return False
        top = top.head
    return False


def _hangs_on_verb(sentence: Sentence, place: Place) -> bool:
    """Whether a place is where something goes on, and not where somebody is from ('diplomats in Caracas')."""
    assert place.span is not None
    token = next((t for t in sentence.doc if sentence.offset(t) == place.span[0]), None)
    while token is not None and token.dep_ in ("compound", "conj", "nmod", "appos") and token.head.i != token.i:
        token = token.head
    return token is not None and token.dep_ == "pobj" and token.head.lower_ in _AT and token.head.head.pos_ in ("VERB", "AUX")


def _made(place: Place, basis: str) -> EventPlace:
    return EventPlace(
        span=place.span,
        name=place.name,
        country=place.country,
        admin1=place.admin1,
        latitude=place.latitude,
        longitude=place.longitude,
        geonames=place.geonames,
        basis=basis,  # type: ignore[arg-type]
    )
