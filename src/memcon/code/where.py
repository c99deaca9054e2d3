"""Where an act took place: the place that its words, its object or its clause name by grammar."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from memcon.annotate.reading import Reading, Sentence
from memcon.model.record import EventPlace, Place
from memcon.register.gazetteer import load_gazetteer
from memcon.register.names import fold

if TYPE_CHECKING:
    from spacy.tokens import Token

_FILE = Path(__file__).parent.parent / "knowledge" / "cues" / "where.toml"
# acts whose object is there when they are done; what is said of somebody is said elsewhere
_BODILY = ("ASSAULT", "COERCE", "AID", "MOBILIZE", "PROTEST", "CONSULT", "RETREAT")
# acts of words whose object is where they are done: "signed an agreement in Rome"
_SIGNED = ("SUPPORT", "AGREE", "CONCEDE", "COOPERATE")
_DEEP = 12
_WIDE = ("country", "admin1", "region", "continent", "county")
_NEAR = 40  # characters between a place and the "where" that points back at it
Basis = Literal["grammar", "sentence", "inherited", "dateline"]


@lru_cache(maxsize=1)
def where_words() -> dict[str, frozenset[str]]:
    """The lists of knowledge/cues/where.toml."""
    lists: dict[str, str] = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {name: frozenset(words.split()) for name, words in lists.items()}


def find_place(reading: Reading, sentence: Sentence, token: Token, type_: str, *, sure: bool = False) -> EventPlace | None:
    """The place of the act of a type that ``token`` names, with how it is known; None where the text does not say.

    ``sure`` asks for a place of the act itself or of who does it, not of somebody or something else in it.
    """
    here = reading.places_in(sentence.span)
    if not here:
        return None
    at = {sentence.offset(t): t for t in sentence.tokens}
    found = []
    for order, place in enumerate(here):
        inside = at.get(place.span[0]) if place.span else None
        if inside is not None and (rank := located(_top(inside, sentence, place), token, type_)) is not None:
            found.append((rank, is_wide(place), order, place))
    if sure:
        found = [f for f in found if f[0] == 0 or (f[0] == 1 and f[3].span and f[3].span[0] < sentence.offset(token))]
    if not found:
        if (before := _where_of(sentence, token, here)) is not None:
            return place_of(before, "grammar")
        # "raided the embassy in Quito and arrested a guest"
        if type_ in _BODILY and token.dep_ == "conj" and token.tag_ == token.head.tag_ and token.head.pos_ == "VERB":
            led = find_place(reading, sentence, token.head, type_)
            return place_of(led, "sentence") if led else None
        return None
    rank, wide, _, place = min(found, key=lambda f: f[:3])
    if wide:
        # "in Lebanon a drone hit a car in Nabatieh"
        inner = [f for f in found if not f[1] and f[0] < 2 and f[3].country == place.country]
        rank, wide, _, place = min(inner, key=lambda f: f[:3]) if inner else (rank, wide, 0, place)
    return place_of(place, "grammar" if rank < 2 else "sentence")


def _where_of(sentence: Sentence, act: Token, here: list[Place]) -> Place | None:
    """'Flew to Rome on Friday, where he met the pope': the last place named before the "where"."""
    t = act
    for _ in range(_DEEP):
        mark = next((c for c in t.lefts if c.lower_ == "where" and c.dep_ == "advmod"), None)
        if mark is not None:
            end = sentence.offset(mark)
            near = [p for p in here if p.span and end - _NEAR <= p.span[1] <= end]
            return near[-1] if near else None
        if t.dep_ not in ("conj", "dobj", "xcomp") or t.head.i == t.i:
            return None
        t = t.head
    return None


def _top(token: Token, sentence: Sentence, place: Place) -> Token:
    """The word of a place's name that the sentence hangs it on."""
    assert place.span is not None
    end = place.span[1] - sentence.span[0]
    for _ in range(_DEEP):
        if token.head.i == token.i or token.head.i < token.i or token.head.idx >= end:
            break
        token = token.head
    return token


def is_wide(place: Place) -> bool:
    """Whether it is a whole state or province, not a town: "in Nabatieh in Lebanon" is in Nabatieh."""
    if place.admin1 is not None and place.admin1 != place.name:
        return False
    spots = load_gazetteer().places(fold(place.name))
    if place.admin1 is None:
        return any(s.kind in _WIDE for s in spots if s.country == place.country)
    return any(s.kind == "admin1" for s in spots if s.geonames == place.geonames)


def located(place: Token, act: Token, type_: str) -> int | None:
    """How closely a place belongs to an act: 0 to the act itself, 1 to somebody or something in it, 2 to its clause; else None."""
    words = where_words()
    lemma = act.lemma_.lower()
    if place.i == act.i:
        return None
    t = place
    at = False  # whether a preposition of place has been met
    depth = 0  # nouns between
    for _ in range(_DEEP):
        head = t.head
        if head.i == t.i:
            return None
        if t.dep_ == "poss" or (t.dep_ == "relcl" and t.i != act.i):
            return None
        if t.dep_ in ("pobj", "pcomp") and head.pos_ in ("ADP", "SCONJ", "ADV"):
            governor = head.head
            if head.lower_ in words["apart"] and not at:
                return None
            if not at:
                at = head.lower_ in words["at"] or _goes(head, governor, act, type_)
                # "the town of Ar Rahad": the place is the town
                if not at and not (head.lower_ in ("of", "between") and governor.pos_ in ("NOUN", "PROPN")):
                    return None
            elif head.lower_ not in words["beside"] and not (head.lower_ == "during" and t.lemma_.lower() in words["settings"]):
                return None
            if at and governor.pos_ in ("ADP", "ADV") and governor.dep_ in ("prep", "advmod"):
                governor = governor.head  # "close to a patrol"
            if at and (rank := _governs(governor, act, head)) is not None:
                return rank
            if governor.pos_ in ("VERB", "AUX"):
                return _beside(governor, act) if at else None
            depth += at
            if depth > 1 and type_ not in _BODILY:
                return None
            t = governor
            continue
        if head.i == act.i:
            if t.dep_ in ("dobj", "nsubjpass", "oprd") and not at:
                return 0 if lemma in words["done_to"] and type_ in (*_BODILY, "AGREE") else None
            if t.dep_ in ("compound", "nmod", "amod", "appos", "conj", "npadvmod") and not at:
                return None
            return 1 if at and _part_in(t, act, type_) else None
        if head.pos_ in ("VERB", "AUX"):
            # the act is a noun beside it: "held talks with officials in Rome"
            if at and _carries(head, act):
                return 1
            if at and t.dep_ in ("dobj", "nsubj", "nsubjpass", "attr"):
                return _beside(head, act)
            return None
        t = head
    return None


def _goes(prep: Token, governor: Token, act: Token, type_: str) -> bool:
    """Whether "to" or "from" leads to where the act is: "flew to Rome", "a raid on Rome", "pulled out of Rome"."""
    words = where_words()
    lemma = governor.lemma_.lower()
    if prep.lower_ == "to":
        return lemma in words["going"] or (type_ == "MOBILIZE" and lemma in words["sending"])
    if prep.lower_ in ("from", "of"):
        if prep.lower_ == "of" and governor.pos_ in ("ADP", "ADV"):
            governor = governor.head
            lemma = governor.lemma_.lower()
            return lemma in words["leaving"]
        return (prep.lower_ == "from" and lemma in words["leaving"]) or (
            prep.lower_ == "of" and governor.i == act.i and lemma in words["done_on"]
        )
    return prep.lower_ == "against" and governor.i == act.i and lemma in words["done_on"]


def _governs(governor: Token, act: Token, prep: Token) -> int | None:
    if governor.i == act.i:
        return 0
    if governor.pos_ in ("VERB", "AUX") and _carries(governor, act):
        return 0
    # "flew to Rome and met him", "in Rome he sat down and wept"
    if act.dep_ == "conj" and act.head.i == governor.i and governor.pos_ == "VERB":
        going = where_words()["going"]
        if prep.i < governor.i or governor.lemma_.lower() in going:
            return 1
    return None


def _part_in(noun: Token, act: Token, type_: str) -> bool:
    """Whether somebody's or something's being there puts the act there."""
    if noun.dep_ in ("nsubj", "nsubjpass", "agent", "attr", "conj", "appos"):
        return type_ in _BODILY or noun.dep_ == "nsubj"
    # a name behind a comma may hang on the verb: "met his counterpart, Umerov, in Odesa"
    if noun.dep_ not in ("dobj", "oprd", "dative") and not (noun.dep_ == "npadvmod" and noun.pos_ == "PROPN"):
        return False
    return type_ in _SIGNED or (type_ in _BODILY and act.lemma_.lower() not in where_words()["afar"])


def _carries(verb: Token, act: Token) -> bool:
    """Whether an act told by a noun is done by this verb: "held talks", "talks were held", "came under attack"."""
    if act.pos_ not in ("NOUN", "PROPN"):
        return False
    if act.head.i == verb.i and act.dep_ in ("dobj", "nsubj", "nsubjpass", "attr", "oprd"):
        return True
    return act.dep_ == "pobj" and act.head.head.i == verb.i and act.head.lower_ not in where_words()["apart"]


def _beside(verb: Token, act: Token) -> int | None:
    """Whether what is told of another verb's place holds for the act: its purpose, its result, what it came with."""
    if act.head.i == verb.i and act.dep_ in ("xcomp", "advcl") and act.pos_ in ("VERB", "AUX"):
        return None if _set_apart(act) else 2
    if verb.head.i == act.i and verb.dep_ in ("advcl", "xcomp"):
        if _set_apart(verb) or (verb.dep_ == "xcomp" and act.tag_ != "VBG" and verb.tag_ == "VB"):
            return None
        return 2
    # "the minister, speaking in Rome, rejected it"
    if verb.tag_ == "VBG" and verb.lemma_.lower() in where_words()["speaking"]:
        doer = verb.head
        return 2 if verb.dep_ == "acl" and doer.dep_ == "nsubj" and doer.head.i == act.i else None
    # "were wounded on Monday when a drone dropped a grenade near Naqoura"
    if verb.dep_ in ("relcl", "advcl") and any(c.lower_ in ("when", "as") for c in verb.lefts):
        above = verb.head
        for _ in range(3):
            if above.i == act.i:
                return 2
            above = above.head
    return None


def _set_apart(verb: Token) -> bool:
    marks = [c.lower_ for c in verb.lefts if c.dep_ in ("mark", "advmod", "prep")]
    return any(m in where_words()["apart"] for m in marks)


def place_of(place: Place, basis: Basis) -> EventPlace:
    """A named place as an event's, with how it is known."""
    return EventPlace(
        span=place.span,
        name=place.name,
        country=place.country,
        admin1=place.admin1,
        latitude=place.latitude,
        longitude=place.longitude,
        geonames=place.geonames,
        basis=basis,
    )
