"""Which town "the Portuguese capital", "the capital" and "the Kremlin" are in."""

from __future__ import annotations

import csv
from functools import lru_cache
from typing import TYPE_CHECKING

from memcon.annotate.places import place_at
from memcon.annotate.reading import Reading, Sentence
from memcon.code.where import is_wide, place_of, where_words
from memcon.model.record import EventPlace, Place, Span
from memcon.register.gazetteer import FOLDER, load_gazetteer
from memcon.register.names import fold
from memcon.register.register import load_register

if TYPE_CHECKING:
    from spacy.tokens import Token


def capital_meant(reading: Reading, sentence: Sentence, word: Token) -> EventPlace | None:
    """The town that a phrase of "capital" means: a people's, else of the state that was last named; None where neither is told."""
    peoples = [c for c in word.lefts if c.dep_ in ("amod", "compound", "nmod", "poss")]
    if peoples:
        # "the northern capital", "the provincial capital" are no state's
        code = next((code for c in peoples if (code := _state(c.text))), None)
        place = _capital(code, sentence.span_of(min(t.i for t in word.lefts), word.i + 1)) if code else None
        return place_of(place, "grammar") if place else None
    start = reading.article.blocks[max(0, sentence.block - 1)].span[0]
    near = reading.places_in((start, sentence.offset(word)))
    last = next((p for p in reversed(near) if p.country), None)
    if last is None or last.country is None or (place := _capital(last.country, sentence.span_of(word.i, word.i + 1))) is None:
        return None
    if known := next((p for p in reversed(near) if p.geonames == place.geonames), None):
        return place_of(known, "inherited")
    return place_of(place, "inherited") if is_wide(last) else None


def _state(word: str) -> str | None:
    """The state of an adjective or a name: "Portuguese", "Portugal"."""
    register = load_register()
    meant = (e.code for e in register.names.get(fold(word), ()) if e.kind in ("adjective", "demonym", "state"))
    return next((code for code in meant if code in register.states), None)


def _capital(country: str, span: Span) -> Place | None:
    """A state's capital as the gazetteer has it, at some words; None where it has none, or which it is is disputed."""
    state = load_register().states.get(country)
    if state is None or not state.capitals or country in where_words()["two_capitals"]:
        return None
    return _town(state.capitals[0], country, span)


def _town(name: str, country: str, span: Span) -> Place | None:
    spot = next((s for s in load_gazetteer().places(fold(name)) if s.country == country and s.kind != "country"), None)
    return place_at(span, spot) if spot is not None else None


@lru_cache(maxsize=1)
def _halls() -> dict[str, tuple[str, str]]:
    """The town and state of palaces and other seats that are named without them (knowledge/places/halls.csv)."""
    with (FOLDER / "halls.csv").open(encoding="utf-8", newline="") as handle:
        return {fold(row["name"]): (row["town"], row["country"]) for row in csv.DictReader(handle)}


def hall_meant(sentence: Sentence, word: Token) -> EventPlace | None:
    """The town of a palace that a noun names: "in the Kremlin", "at the Great Hall of the People"; None for other nouns."""
    first = min((t.i for t in word.lefts if t.dep_ in ("compound", "amod", "nmod", "nummod")), default=word.i)
    for last in dict.fromkeys((word.right_edge.i + 1, word.i + 1)):
        town, country = _halls().get(fold(word.doc[first:last].text), (None, None))
        if town and country and (place := _town(town, country, sentence.span_of(first, last))):
            return place_of(place, "grammar")
    return None
