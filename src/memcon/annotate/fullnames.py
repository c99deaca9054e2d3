"""How far the name of a body goes behind its head, and what a body is that only the text names."""

from __future__ import annotations

import calendar
from itertools import pairwise
from typing import TYPE_CHECKING

from memcon.annotate.nouns import gender_of_name, load_nouns
from memcon.register.names import fold
from memcon.register.register import load_register
from memcon.register.who import Identity, who

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_JOINS = {"and", "for", "without", "against", "on", "of"}
_OPENS = {"of", "for", "on", "against"}
_INNER = {"of", "for", "on", "and", "the", "&", "against", "in"}
_NAMES = ("body", "organisation", "state")
_DAYS = {*calendar.day_name, *calendar.month_name}
_LONGEST = 14  # tokens of a name behind its head


def name_end(token: Token, first: int, cased: bool) -> int | None:
    """Where a body's name that goes on behind its head ends: "Doctors Without Borders", "the Ministry of Trade and Industry".

    ``first`` is where the noun phrase begins; ``cased`` tells that the sentence writes plain words small.
    None where the head ends the name.
    """
    doc = token.doc
    if token.i + 2 >= len(doc) or token.nbor().lower_ not in _JOINS:
        return None
    start = next((i for i in range(first, token.i + 1) if doc[i].text[:1].isupper() and doc[i].lower_ not in ("the", "a", "an")), None)
    if start is None:
        return _ministry_end(token) if cased else None
    if (end := _spelt_end(token, start)) is not None:
        return end
    names = load_register().names
    for end in range(min(len(doc), token.i + 8), token.i + 2, -1):
        if doc[end - 1].text[:1].isupper() and any(
            e.kind in _NAMES for i in {start, token.i} for e in names.get(fold(doc[i:end].text), ())
        ):
            return end
    return _ministry_end(token) if cased else None


def _spelt_end(token: Token, start: int) -> int | None:
    """Where the name stops whose first letters stand in brackets behind it: "the Board of Audit and Inspection (BAI)"."""
    doc = token.doc
    for at in range(token.i + 2, min(len(doc) - 2, token.i + _LONGEST)):
        if doc[at].text == "(":
            short = doc[at + 1].text
            letters = "".join(t.text[0] for t in doc[start:at] if t.text[:1].isupper())
            spelt = short.isupper() and 2 <= len(short) <= 10 and doc[at + 2].text == ")" and letters.endswith(short)
            return at if spelt and len(letters) - len(short) <= token.i - start else None
        if not (doc[at].text[:1].isupper() or doc[at].lower_ in _INNER or doc[at].text in ",-"):
            return None
    return None


def _ministry_end(token: Token) -> int | None:
    """The end of a name in capitals behind "Office of", "Commission on", "ministry for"; None where a state or town alone stands there."""
    doc = token.doc
    openers = load_nouns().openers if token.text[:1].isupper() else load_nouns().ministries
    if token.nbor().lower_ not in _OPENS or token.lower_ not in openers:
        return None
    last = token.i
    at = token.i + 2
    while at < min(len(doc), token.i + _LONGEST):
        word = doc[at]
        if word.text[:1].isupper() and word.pos_ not in ("VERB", "AUX", "PRON") and not word.is_sent_start:
            if doc[at - 1].lower_ in _INNER and _names_state(word) and at > token.i + 3:
                break  # "... Trade of Japan", "... Trade and Japan"
            last = at
        elif word.text == "," and _lists_on(doc, at):
            pass
        elif word.lower_ not in _INNER or doc[at - 1].lower_ == "and":
            break
        at += 1
    if last < token.i + 2:
        return None
    inner = doc[token.i + 2 : last + 1].text.removeprefix("the ")
    if token.lower_ in load_nouns().seated:
        return last + 1  # "the University of Lagos"
    found = who(inner, None)
    if found is not None and found.head is None:
        return None  # "the government of Japan", "the office of Ban Ki-moon", "the commission of ECOWAS"
    if doc[token.i + 2].text in _DAYS:
        return None
    from memcon.register.gazetteer import load_gazetteer

    return None if load_gazetteer().is_name(fold(inner)) else last + 1


def _lists_on(doc: Doc, comma: int) -> bool:
    """Whether a comma stands in a name: "Land, Infrastructure and Transport"."""
    for at in range(comma + 1, min(len(doc) - 1, comma + 6)):
        if doc[at].lower_ == "and":
            return at > comma + 1 and doc[at + 1].text[:1].isupper() and not _names_state(doc[at + 1])
        if doc[at].text != "," and (not doc[at].text[:1].isupper() or _names_state(doc[at])):
            return False
    return False


def _names_state(token: Token) -> bool:
    return any(e.kind in ("state", "capital") for e in load_register().names.get(fold(token.text), ()))


def body_told(doc: Doc, first: int, last: int) -> Identity | None:
    """The body that capitalised words name though no register knows it: "the United Relief Network", "the Office of Asset Control".

    Its sectors are those that words of its name tell. None where the words are no body's.
    """
    nouns = load_nouns()
    # the name begins behind the last plain word
    plain = max(
        (i + 1 for i in range(first, last) if doc[i].text[:1].islower() and doc[i].lower_ not in _INNER | {"'s", "’s"}), default=first
    )
    start = next((i for i in range(plain, last) if doc[i].text[:1].isupper() and doc[i].lower_ not in ("the", "a", "an")), None)
    if start is None:
        return None
    owned = next((i for i in range(last - 1, start, -1) if doc[i - 1].text in ("'s", "’s")), start)
    words = [fold(t.text) for t in doc[owned:last] if t.is_alpha]
    opened = any(w in nouns.openers and after in _OPENS for w, after in pairwise(words))
    if len(words) < 2 or not (opened or words[-1] in nouns.closers) or any(t.like_num for t in doc[owned:last]):
        return None
    name = doc[owned:last].text
    if not opened and gender_of_name(name) is not None:
        return None  # "Justin Bank"
    sectors = next((s for s, told in nouns.told.items() if set(words) & told), None)
    whose = who(doc[start : owned - 1].text, None) if owned > start else None
    country = whose.country if whose is not None else None
    return Identity(name, "organisation", country, None, (sectors,) if sectors else (), basis="text", sure=False)


def own_body(token: Token, known: Identity) -> Identity:
    """Whose a body of many states' name is: "Russia's Security Council" is not the UN's."""
    for child in token.lefts:
        if child.dep_ != "poss" or child.pos_ == "PRON":
            continue
        doc = token.doc
        name = doc[child.right_edge.i + 1 : token.i + 1].text
        if not all(w in load_nouns().plain for w in fold(name).split()):
            return known
        whose = who(doc[child.left_edge.i : child.i + 1].text, None)
        if whose is not None and whose.country and whose.country != known.country and whose.kind in ("state", "government"):
            return Identity(name, "organisation", whose.country, None, known.sectors or ("GOV",), basis="text")
    return known
