"""What belongs on another page than that of politics: games, stories, accidents, ordinary crime, a reporter's calls, the weather."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from memcon.annotate.reading import Entity, Mention, Reading
from memcon.code.draft import Draft
from memcon.code.match import conjoined, lemma_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_FILE = Path(__file__).parent.parent / "knowledge" / "cues" / "otherpages.toml"
# what is done to those who play, watch or stage a game all the same
_ON_ANY_PAGE = ("COERCE", "SANCTION", "ACCUSE", "PROTEST", "REQUEST")
_OF_CRIME = ("COERCE", "ACCUSE", "CONCEDE", "ASSAULT")
_OF_CONTACT = ("REQUEST", "REJECT")
_POWERS = {"GOV", "MIL", "REB", "OPP", "PTY", "LEG", "IGO", "SPY", "UAF", "PRM", "LAB", "REL", "NGO", "JRN", "MED", "EDU", "SEP"}


@lru_cache(maxsize=1)
def load_other_pages() -> dict[str, dict[str, frozenset[str]]]:
    """The lists of ``knowledge/cues/otherpages.toml``."""
    raw = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {table: {key: frozenset(words.split()) for key, words in lists.items()} for table, lists in raw.items()}


def is_of_other_page(reading: Reading, draft: Draft) -> bool:
    """Whether an act is one of a game, a story, an accident, an ordinary crime, a reporter's call or of no person at all."""
    doc = reading.sentences[draft.sentence].doc
    token = doc[draft.token]
    return (
        (draft.type not in _ON_ANY_PAGE and _is_sport(doc))
        or _is_story(doc, token)
        or (draft.type == "ASSAULT" and _is_accident(reading, draft, doc))
        or (draft.type in _OF_CRIME and _is_ordinary_crime(reading, draft, token))
        or (draft.type in _OF_CONTACT and _is_contact(token))
        or _is_figure(reading, draft, doc)
    )


def _lemmas(doc: Doc) -> set[str]:
    return {lemma_of(t) for t in doc} | {t.lower_ for t in doc}


def _is_sport(doc: Doc) -> bool:
    words = load_other_pages()["sport"]
    # "match the offer", "the Arab League" are of no game; "the Asian Cup" is
    nouns = {lemma_of(t) for t in doc if t.pos_ == "NOUN" or t.text == "Cup"}
    signs = nouns & words["signs"]
    return bool(nouns & words["sure"]) or len(signs) > 1 or (bool(signs) and bool(_lemmas(doc) & words["beside"]))


def _is_story(doc: Doc, act: Token) -> bool:
    """A verb that tells, or lies under a word for a work: "the novel's hero deserts and kidnaps", "in the film, rebels storm"."""
    words = load_other_pages()["culture"]
    for token in doc:
        if lemma_of(token) not in words["works"] or token.pos_ not in ("NOUN", "PROPN"):
            continue
        verb = token.head
        if token.dep_ == "nsubj" and lemma_of(verb) in words["tells"]:
            return True
        if token.dep_ == "poss" and verb.dep_ == "nsubj" and verb.head.tag_ in ("VBZ", "VBP"):
            return act.i == verb.head.i or verb.head in act.ancestors
        if token.dep_ == "pobj" and verb.lower_ == "in" and verb.i < 2 and act.tag_ in ("VBZ", "VBP"):
            return True
    return False


def _is_accident(reading: Reading, draft: Draft, doc: Doc) -> bool:
    if any(_is_somebody(reading.entities[i]) for i in draft.actors):
        return False
    words, found = load_other_pages()["accident"], _lemmas(doc)
    return bool(found & words["causes"]) and not found & words["deeds"]


def _is_somebody(entity: Entity) -> bool:
    return entity.kind != "unnamed" or bool(entity.country or entity.organisation or entity.sectors)


def _is_ordinary_crime(reading: Reading, draft: Draft, act: Token) -> bool:
    """Police or a court against people of no power, for what the pages of crime tell of."""
    if any(_has_power(reading.entities[i]) for i in (*draft.actors, *draft.recipients)):
        return False
    words = load_other_pages()["crime"]
    under = {lemma_of(t) for t in act.subtree}
    return bool(under & words["crimes"]) or ("kill" in under and bool(under & words["victims"]))


def _has_power(entity: Entity) -> bool:
    """Whether somebody is of politics beyond being one of a state's police or courts."""
    return bool(entity.organisation) or entity.kind in ("person", "government", "office") or bool(set(entity.sectors) & _POWERS)


def _is_contact(act: Token) -> bool:
    words = load_other_pages()["contact"]
    if lemma_of(act) not in words["verbs"]:
        return False
    if lemma_of(act) == "ask" and any(c.dep_ in ("auxpass", "nsubjpass") for c in act.children):
        return any(c.lower_ in ("about", "whether", "if") for c in act.subtree)
    return bool({t.lower_ for t in act.doc} & words["signs"])


def _is_figure(reading: Reading, draft: Draft, doc: Doc) -> bool:
    """Whether what acts is the weather, or a law: neither does anything to anybody."""
    things = load_other_pages()["things"]["weather"] | load_other_pages()["things"]["law"]
    token = doc[draft.token]
    subjects = [t for c in token.lefts if c.dep_ == "nsubj" for t in conjoined(c)]
    if subjects and all(t.pos_ == "NOUN" and lemma_of(t) in things for t in subjects):
        return True  # "Syria's constitution requires"
    actors = [m for m in reading.mentions if m.sentence == draft.sentence and m.span in draft.actor_spans]
    return bool(actors) and all(_is_thing(doc, m, things) for m in actors)


def _is_thing(doc: Doc, mention: Mention, things: frozenset[str]) -> bool:
    """Whether a phrase is headed by one of some nouns, or is a name that begins with one: "Typhoon Haima", not "flood survivors"."""
    head = doc[mention.head]
    return lemma_of(head) in things or (head.pos_ == "PROPN" and lemma_of(doc[mention.first]) in things)
