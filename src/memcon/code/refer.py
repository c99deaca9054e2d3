"""Whom 'condemned the attack' is against: whoever did the act that the noun points back at."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from memcon.annotate.reading import Reading
from memcon.code.draft import Draft, side
from memcon.code.match import lemma_of, objects_of, pobjs_of, preps_of

if TYPE_CHECKING:
    from spacy.tokens import Token

_FILE = Path(__file__).parent.parent / "knowledge" / "cues" / "referents.toml"
_ANSWERS = ("ACCUSE", "REJECT", "SUPPORT", "PROTEST")
_FARTHEST = 8


@lru_cache(maxsize=1)
def _types() -> dict[str, frozenset[str]]:
    """The types that a noun may point back at."""
    found: dict[str, set[str]] = {}
    for type_, words in tomllib.loads(_FILE.read_text(encoding="utf-8")).items():
        for word in words.split():
            found.setdefault(word, set()).add(type_)
    return {word: frozenset(types) for word, types in found.items()}


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
    """Give answers without a recipient the actors of the nearest earlier act that their noun may mean."""
    for at, draft in enumerate(drafts):
        if draft.recipients or draft.refers is None:
            continue
        types = _types()[draft.refers]
        own = {_self(reading, i) for i in draft.actors}
        for other in reversed(drafts[:at]):
            if draft.sentence - other.sentence > _FARTHEST:
                break
            if other.type in types and other.actors and not {_self(reading, i) for i in other.actors} & own:
                draft.recipients = list(other.actors)
                draft.anaphor = False
                break


def _self(reading: Reading, index: int) -> tuple[str, str | None]:
    """A party as far as it answers itself: a state's government and its rebels are two."""
    entity = reading.entities[index]
    sector = entity.sector if entity.sector not in ("GOV", "MIL", "LEG", "JUD", "COP") else None
    return side(entity), sector
