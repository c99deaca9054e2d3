"""Names that the parser hangs on a place, hung on whoever is there: "Germany's ambassador to Zagreb, Christian Exempel"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from memcon.register.gazetteer import load_gazetteer
from memcon.register.names import fold
from memcon.register.register import load_register
from memcon.register.who import who

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_PLACING = ("to", "in", "for", "at", "of")


def hang_names(doc: Doc) -> None:
    """Set the head of each such name to the noun of the office. Changes the parse in place."""
    for token in doc:
        if token.dep_ == "appos" and token.pos_ == "PROPN" and (noun := _officer(token)) is not None and _is_name(token):
            token.head = noun


def _officer(token: Token) -> Token | None:
    """Who is told to be where the word stands that a name was hung on, where he has no name yet."""
    place = token.head
    if place.dep_ != "pobj" or place.pos_ != "PROPN" or place.head.lower_ not in _PLACING or token.i < place.i:
        return None
    noun = place.head.head
    if noun.pos_ not in ("NOUN", "PROPN") or any(c.dep_ == "appos" for c in noun.rights):
        return None
    told = who(noun.lower_)
    return noun if told is not None and told.head and told.kind in ("office", "unnamed") else None


def _is_name(token: Token) -> bool:
    """Whether a name of two words or more behind a comma is of no place that anybody knows."""
    first = token.left_edge.i
    words = fold(token.doc[first : token.i + 1].text)
    if (
        first == token.i
        or token.doc[first - 1].text != ","
        or not all(t.text[:1].isupper() or t.text == "-" for t in token.doc[first : token.i])
    ):
        return False
    known = load_register().names.get(words, ())
    return not any(e.kind in ("state", "capital", "seat", "city") for e in known) and not load_gazetteer().is_name(words)
