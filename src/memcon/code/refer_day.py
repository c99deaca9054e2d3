"""Days that are told by another happening: "on the night of the verdict", "hours after the bombing"."""

from __future__ import annotations

import tomllib
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from memcon.annotate.reading import Reading, Sentence
from memcon.annotate.times_values import number_of
from memcon.code.draft import Draft
from memcon.code.when import governor_of, hangs_on
from memcon.code.when_interval import interval_of
from memcon.model.record import EventDate, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_FILE = Path(__file__).parent.parent / "knowledge" / "cues" / "happenings.toml"
_BEFORE_IT = {"of", "after", "before", "following"}  # what stands between a day and the happening that tells it
_FARTHEST = 31  # days beside a happening that are still counted


@lru_cache(maxsize=1)
def happening_words() -> dict[str, dict[str, Any]]:
    """The tables of knowledge/cues/happenings.toml; ``told`` by noun, what else tells the same."""
    tables = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    told: dict[str, frozenset[str]] = {}
    for nouns, verbs in tables["told"].items():
        for noun in nouns.split():
            told[noun] = told.get(noun, frozenset()) | frozenset((*verbs.split(), *nouns.split()))
    return {**tables, "told": told, "going_on": {name: frozenset(words.split()) for name, words in tables["going_on"].items()}}


@dataclass
class Days:
    """The days that an article gives its happenings: for each word that tells one, where in the text and which day."""

    said: dict[str, list[tuple[int, str]]] = field(default_factory=dict)

    def of(self, noun: Token, at: int) -> str | None:
        """The day of what a noun at an offset names: the nearest told before it, else the first behind it."""
        lemma = noun.lemma_.lower()
        for words in ((lemma,), tuple(happening_words()["told"].get(lemma, ()))):
            told = sorted(found for word in words for found in self.said.get(word, ()))
            if told:
                before = bisect_left(told, (at, ""))
                return told[before - 1][1] if before else told[0][1]
        return None


def days_told(reading: Reading, drafts: list[Draft]) -> Days:
    """Every single day that a time gives to a noun, or to a verb with its subject and object, or that an act is known to be of."""
    days = Days()
    for sentence in reading.sentences:
        for time in reading.times_in(sentence.span):
            told = interval_of(time.value) if time.type in ("DATE", "TIME") else None
            if told is None or told[0] != told[1]:
                continue
            governor = governor_of(sentence, time.span)
            if governor is not None:
                for word in _words_of(governor):
                    days.said.setdefault(word, []).append((time.span[0], told[0]))
    for draft in drafts:
        if draft.date is None or draft.date.basis != "text" or draft.date.start is None or draft.date.start != draft.date.end:
            continue
        for index, span in draft.triggers:
            sentence = reading.sentences[index]
            token = next((t for t in sentence.doc if sentence.offset(t) == span[0]), None)
            if token is not None:
                days.said.setdefault(token.lemma_.lower(), []).append((span[0], draft.date.start))
    return days


def _words_of(governor: Token) -> Iterator[str]:
    lemma = governor.lemma_.lower()
    yield lemma
    if governor.pos_ == "VERB":
        for child in governor.children:
            if child.dep_ in ("nsubj", "nsubjpass", "dobj") and child.pos_ == "NOUN":
                if child.dep_ != "nsubj":
                    yield f"{lemma}_{child.lemma_.lower()}"
                yield child.lemma_.lower()


def day_beside(reading: Reading, sentence: Sentence, act: Token, days: Days) -> EventDate | None:
    """The day of an act that its sentence tells by another happening; None where it does not, or that one's day is unknown."""
    for first, noun, step in _named(sentence):
        phrase = frozenset(range(first.i, noun.i + 1))
        if noun.i == act.i or not hangs_on(first, act, phrase):
            continue
        told = days.of(noun, sentence.offset(noun))
        if told is None:
            continue
        day = (date.fromisoformat(told) + timedelta(days=step)).isoformat()
        if day > (reading.article.published or "9999"):
            continue
        span: Span = sentence.span_of(first.left_edge.i if first.pos_ == "NOUN" else first.i, noun.i + 1)
        return EventDate(start=day, end=day, text=reading.article.text[slice(*span)], span=span, basis="inherited")
    return None


def _named(sentence: Sentence) -> Iterator[tuple[Token, Token, int]]:
    """Phrases that tell a day by a happening: the first word, the happening's noun, and how many days lie between."""
    words = happening_words()
    for token in sentence.tokens:
        if token.lower_ not in _BEFORE_IT or token.pos_ not in ("ADP", "SCONJ") or not token.i:
            continue
        noun = next((c for c in token.rights if c.dep_ == "pobj" and c.pos_ in ("NOUN", "PROPN")), None)
        if noun is None or not any(c.dep_ == "poss" or c.lower_ in ("the", "that", "this") for c in noun.lefts):
            continue
        before = sentence.tokens[token.i - 1]
        lemma = before.lemma_.lower()
        if token.lower_ == "of" and lemma in words["parts"]:
            yield before, noun, words["parts"][lemma]
        elif token.lower_ != "of" and lemma in words["units"]:
            count = _count(before) if words["units"][lemma] else 0.0
            if count is not None and count <= _FARTHEST:
                yield before if before.pos_ == "NOUN" else token, noun, int(count) * (-1 if token.lower_ == "before" else 1)


def _count(unit: Token) -> float | None:
    """How many days: "the day after", "two days after"; None for "days after"."""
    number = next((c for c in unit.lefts if c.dep_ in ("nummod", "det")), None)
    if number is None or number.i + 1 != unit.i:
        return None
    return 1.0 if number.lower_ in ("the", "a", "one") else number_of(number.text)
