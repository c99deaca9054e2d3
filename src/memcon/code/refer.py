"""Whom 'condemned the attack' is against: whoever did the act that the noun points back at."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

from memcon.annotate.reading import Reading
from memcon.code.draft import Draft, side
from memcon.code.match import lemma_of, objects_of, pobjs_of, preps_of

if TYPE_CHECKING:
    from spacy.tokens import Token

_FILE = Path(__file__).parent.parent / "knowledge" / "cues" / "referents.toml"
_ANSWERS = ("ACCUSE", "REJECT", "SUPPORT", "PROTEST")
_HEADS = ("title", "deck", "heading")
_FARTHEST = 8
_NEAR = 2


@lru_cache(maxsize=1)
def _types() -> dict[str, frozenset[str]]:
    """The types that a noun may point back at."""
    found: dict[str, set[str]] = {}
    for type_, words in tomllib.loads(_FILE.read_text(encoding="utf-8"))["nouns"].items():
        for word in words.split():
            found.setdefault(word, set()).add(type_)
    return {word: frozenset(types) for word, types in found.items()}


@lru_cache(maxsize=1)
def _verbs() -> dict[str, frozenset[str]]:
    """The verbs with which somebody says what a noun calls a claim."""
    table = tomllib.loads(_FILE.read_text(encoding="utf-8"))["verbs"]
    return {noun: frozenset(verbs.split()) for noun, verbs in table.items()}


def noun_meant(token: Token, type_: str) -> str | None:
    """The noun that points back ('the attack', 'such accusations') among what a verb of answer governs, or None."""
    if type_ not in _ANSWERS or token.pos_ not in ("VERB", "AUX"):
        return None
    nouns = objects_of(token) or [n for p in preps_of(token) if p.lower_ in ("against", "over", "at", "with", "to") for n in pobjs_of(p)]
    for noun in nouns:
        pointing = any(c.lower_ in ("the", "this", "that", "these", "those", "such") for c in noun.lefts)
        if pointing and lemma_of(noun) in _types():
            return lemma_of(noun)
    return None


def resolve_referents(reading: Reading, drafts: list[Draft]) -> None:
    """Give answers without a recipient the actors of the earlier act that their noun may mean.

    The nearest of the last sentences, else whoever made the claim just before, else what opens the report, else the nearest.
    """
    told = [s.index for s in reading.sentences if s.kind not in _HEADS][:2]
    opening = [d for d in drafts if told and d.sentence <= told[-1]]
    for at, draft in enumerate(drafts):
        if draft.recipients or draft.refers is None:
            continue
        back = list(takewhile(lambda d: draft.sentence - d.sentence <= _FARTHEST, reversed(drafts[:at])))  # noqa: B023
        fit = [d for d in back if _may_mean(reading, draft, d)]
        if fit and draft.sentence - fit[0].sentence <= _NEAR:
            draft.recipients = list(fit[0].actors)
        else:
            lead = [d for d in opening if d.sentence < draft.sentence and _may_mean(reading, draft, d)]
            draft.recipients = _claimed(reading, draft) or list((lead or fit)[0].actors if lead or fit else ())
        draft.anaphor = draft.anaphor and not draft.recipients


def _may_mean(reading: Reading, draft: Draft, other: Draft) -> bool:
    """Whether an answer's noun may mean an earlier act: of a type that it names, and not the answerer's own."""
    own = {_self(reading, i) for i in draft.actors}
    return other.type in _types()[draft.refers or ""] and bool(other.actors) and not {_self(reading, i) for i in other.actors} & own


def _claimed(reading: Reading, draft: Draft) -> list[int]:
    """Who "had claimed" what "rejected the claim" answers, in the last sentences."""
    verbs = _verbs().get(draft.refers or "", frozenset())
    for index in range(draft.sentence - 1, max(-1, draft.sentence - 1 - _NEAR), -1):
        for token in reversed(reading.sentences[index].doc if verbs else ()):
            if token.pos_ == "VERB" and lemma_of(token) in verbs:
                found = [m for c in token.lefts if c.dep_ == "nsubj" and (m := reading.mention_at(index, c.i)) is not None]
                who = [e for m in found for e in m.entities if e not in draft.actors]
                if who:
                    return who
    return []


def _self(reading: Reading, index: int) -> tuple[str, str | None]:
    """A party as far as it answers itself: a state's government and its rebels are two."""
    entity = reading.entities[index]
    sector = entity.sector if entity.sector not in ("GOV", "MIL", "LEG", "JUD", "COP") else None
    return side(entity), sector
