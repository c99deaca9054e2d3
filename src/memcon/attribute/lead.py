"""The main event of a report: the sentences that open it, the acts they tell, what they name."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from memcon.annotate.reading import Reading, Sentence
from memcon.attribute.lookup import mentions_in
from memcon.attribute.said import Said
from memcon.code.draft import Draft

if TYPE_CHECKING:
    from spacy.tokens import Token

_FILE = Path(__file__).parent.parent / "knowledge" / "cues" / "taking.toml"
_REAL = ("happened", "ongoing", "historical")
_LEAD = 4  # sentences in which the lead is looked for


@lru_cache(maxsize=64)
def taking_words(name: str) -> frozenset[str]:
    """One list of the words by which parties speak of an event that they do not name."""
    return frozenset(tomllib.loads(_FILE.read_text(encoding="utf-8"))["words"][name].split())


@dataclass(frozen=True)
class Lead:
    """What opens a report; ``end`` is the offset behind it, ``drafts`` are the positions of its acts."""

    end: int
    drafts: list[int]
    words: frozenset[str]
    numbers: frozenset[str]
    entities: frozenset[int]


def find_lead(reading: Reading, drafts: list[Draft]) -> Lead | None:
    """The title and the first sentence of the text that tell an act that happened; None where the first few tell none."""
    opening: list[Sentence] = []
    body = 0
    told: dict[int, list[int]] = {}
    for i, draft in enumerate(drafts):
        for s in {s for s, _ in draft.triggers or [(draft.sentence, draft.trigger)]} if draft.status in _REAL else ():
            told.setdefault(s, []).append(i)
    for sentence in reading.sentences:
        body += sentence.kind != "title"
        if sentence.index in told:
            opening.append(sentence)
        if (sentence.index in told and sentence.kind != "title") or body >= _LEAD:
            break
    if not opening:
        return None
    words: set[str] = set()
    numbers: set[str] = set()
    entities: set[int] = set()
    for sentence in opening:
        for token in sentence.doc:
            if token.ent_type_ in ("DATE", "TIME"):
                continue
            if token.pos_ == "NUM":
                numbers.add(token.lower_)
            elif token.pos_ in ("NOUN", "PROPN"):
                words.add(token.lemma_.lower())
        for mention in mentions_in(reading, sentence):
            known = [reading.entities[i] for i in mention.entities]
            entities |= {e.index for e in known if e.kind not in ("state", "government")}
            if any(e.kind in ("state", "government") for e in known) or (mention.identity is not None and mention.identity.country):
                words -= {t.lemma_.lower() for t in sentence.doc[mention.first : mention.last] if t.pos_ == "PROPN"}
    found = sorted({i for s in opening for i in told[s.index]})
    return Lead(opening[-1].span[1], found, frozenset(words - taking_words("vague")), frozenset(numbers), frozenset(entities))


def attributed(lead: Lead, said: list[Said], i: int) -> list[Said]:
    """The statements of the lead's own sentence that carry an act: who it is laid to before anybody answers."""
    return [s for s in said if i in s.drafts and s.cue is not None and s.cue[0] < lead.end and s.withheld is None]


def is_of_lead(token: Token, lead: Lead) -> bool:
    """Whether a noun is one of the lead's."""
    return token.pos_ in ("NOUN", "PROPN") and token.lemma_.lower() in lead.words
