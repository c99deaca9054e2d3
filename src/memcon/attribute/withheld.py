"""What somebody keeps back: 'declined to comment', 'would neither confirm nor deny', 'could not be independently verified'."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from memcon.annotate.reading import Reading, Sentence
from memcon.attribute.speaker import speaker_of
from memcon.model.record import Span, Withheld

if TYPE_CHECKING:
    from spacy.tokens import Token

_FILE = Path(__file__).parent.parent / "knowledge" / "cues" / "withheld.toml"
_NEGATION = ("not", "n't", "neither", "never", "nor", "n’t")
_WIDEST = 16  # words between verb and what it keeps back


@dataclass
class Kept:
    """A source that keeps something back. ``inner`` is the last verb or noun of the cue: what is told of below it is kept back too."""

    sentence: Sentence
    token: Token
    inner: Token
    what: Withheld
    speaker: Token | None
    cue_span: Span

    def covers(self, token: Token) -> bool:
        """Whether a cue is a part of this one."""
        first, last = sorted((self.token.i, self.inner.i))
        return first <= token.i <= last or token.head in (self.inner, self.token) or self.inner.is_ancestor(token)


@lru_cache(maxsize=1)
def _words() -> dict[str, dict[str, frozenset[str]]]:
    raw = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {name: {key: frozenset(words.split()) for key, words in table.items()} for name, table in raw.items()}


def find_withheld(reading: Reading, sentence: Sentence) -> Iterator[Kept]:
    """The sources of a sentence that keep something back, in the order of their cues."""
    for token in sentence.tokens:
        if token.pos_ not in ("VERB", "AUX", "ADJ") or reading.quoted(sentence.offset(token)):
            continue
        found = _of_keeping(token) or _of_negation(token) or _of_reaching(token) or _of_nothing(token)
        if found is None:
            continue
        what, inner = found
        if abs(inner.i - token.i) > _WIDEST:
            continue
        speaker = _speaker(token, inner)
        first = min([token.i, inner.i, *(c.i for c in token.lefts if c.dep_ in ("neg", "aux", "preconj"))])
        if token.lower_ in _words()["reach"]["unanswered"]:
            first = token.head.i
        if speaker is not None and first <= speaker.i:
            first = token.i
        yield Kept(sentence, token, inner, what, speaker, sentence.span_of(first, max(token.i, inner.i) + 1))


def _of_keeping(token: Token) -> tuple[Withheld, Token] | None:
    """'Declined to comment', 'refused to confirm or deny', 'declined comment', 'was unable to verify'."""
    words, lemma = _words(), token.lemma_.lower()
    if lemma in words["keeping"]["verbs"]:
        held = next((c for c in token.rights if c.dep_ in ("xcomp", "ccomp", "dobj")), None)
    elif lemma in ("able", "unable") and (lemma == "unable" or _negated(token.head)):
        held = next((c for c in token.rights if c.dep_ == "xcomp"), None)
    else:
        return None
    if held is None:
        return None
    name = held.lemma_.lower()
    if held.dep_ == "dobj":
        return ("comment", held) if name in words["comment"]["nouns"] or name == "interview" else None
    return next(((what, held) for what in _WHAT if name in _verbs(what, able=True)), None)


def _of_negation(token: Token) -> tuple[Withheld, Token] | None:
    """'Has not commented', 'would not say', 'did not respond to a request', 'could not be independently verified'."""
    words, lemma = _words(), token.lemma_.lower()
    if not _negated(token) or token.pos_ == "ADJ":
        return None
    able = any(c.lower_ in words["modals"]["words"] for c in token.lefts if c.dep_ == "aux")
    if lemma in words["verification"]["verbs"]:
        return "verification", token
    if lemma in words["confirmation"]["verbs"]:
        passive = any(c.dep_ == "auxpass" for c in token.lefts)
        how = any(c.lower_ in words["verification"]["how"] for c in token.children)
        both = {lemma, *(c.lemma_.lower() for c in token.conjuncts)} >= words["confirmation"]["verbs"]
        if passive:
            return ("verification", token) if how and able else None
        if both or lemma == "confirm":
            return ("verification" if how and able else "confirmation"), token
        return None
    if lemma in words["comment"]["verbs"]:
        return "comment", token
    if able and lemma in words["comment"]["when_able"] and _about_it(token):
        return "comment", token
    if lemma in words["comment"]["when_asked"]:
        asked = [t for t in token.subtree if t.i > token.i and t.lemma_.lower() in words["comment"]["asked"]]
        if asked or (lemma in ("respond", "reply") and not any(c.dep_ in ("prep", "dobj") for c in token.rights)):
            return "comment", token
    return None


def _of_reaching(token: Token) -> tuple[Withheld, Token] | None:
    """'Could not be reached', 'was not available for comment', 'calls went unanswered'."""
    words, lemma = _words(), token.lemma_.lower()
    if lemma in words["reach"]["verbs"] and _negated(token) and any(c.dep_ == "auxpass" for c in token.lefts):
        return "comment", token
    if token.lower_ in words["reach"]["unanswered"] and token.head.lemma_.lower() in ("go", "be", "remain"):
        return "comment", token
    if lemma in ("available", "unavailable", "reachable", "unreachable"):
        for_comment = [p for p in token.rights if p.dep_ == "prep" and p.lower_ == "for" and any(c.lower_ == "comment" for c in p.children)]
        if for_comment and (lemma.startswith("un") or _negated(token.head)):
            return "comment", token
    return None


def _of_nothing(token: Token) -> tuple[Withheld, Token] | None:
    """'Had no comment', 'has made no statement', 'there was no word from Asmara', 'there was no independent confirmation'."""
    words = _words()
    if token.lemma_.lower() not in words["comment"]["giving"]:
        return None
    for noun in token.children:
        if noun.dep_ not in ("dobj", "attr", "nsubj") or not any(c.lower_ == "no" for c in noun.lefts):
            continue
        if noun.lemma_.lower() in words["confirmation"]["nouns"]:
            independent = any(c.lower_ == "independent" for c in noun.lefts)
            return ("verification" if independent else "confirmation"), noun
        if noun.lemma_.lower() in words["comment"]["nouns"]:
            return "comment", noun
    return None


_WHAT: tuple[Withheld, ...] = ("comment", "confirmation", "verification")


def _verbs(what: Withheld, able: bool) -> frozenset[str]:
    table = _words()[what]
    return table["verbs"] | table["when_able"] if able and what == "comment" else table["verbs"]


def _about_it(token: Token) -> bool:
    """'Would not say whether', 'would not discuss it': not 'would not say sorry that', not 'could not speak French'."""
    if token.lemma_.lower() == "say":
        held = [c for c in token.rights if c.dep_ in ("ccomp", "dobj", "advcl", "advmod")]
        wh = [c for c in held if c.left_edge.lower_ in ("whether", "if", "who", "what", "where", "when", "why", "how", "which")]
        return bool(wh) or any(c.lower_ in _words()["comment"]["more"] for c in held)
    if token.lemma_.lower() in ("speak", "talk", "answer", "address"):  # 'could not speak French'
        return not any(c.dep_ == "dobj" and c.lemma_.lower() not in _words()["comment"]["asked"] for c in token.rights)
    return True


def _negated(token: Token) -> bool:
    if any(c.dep_ == "neg" or c.lower_ in _NEGATION for c in token.lefts):
        return True
    subject = next((c for c in token.lefts if c.dep_ in ("nsubj", "nsubjpass")), None)
    return subject is not None and (
        subject.lower_ in ("neither", "nobody", "none")
        or any(c.lower_ in ("neither", "no") and c.dep_ in ("det", "preconj", "cc") for c in subject.lefts)
    )


def _speaker(token: Token, inner: Token) -> Token | None:
    if token.lemma_.lower() in ("be", "come") and inner.pos_ == "NOUN":  # 'there was no word from Asmara'
        source = next((p for p in (*inner.rights, *token.rights) if p.dep_ == "prep" and p.lower_ in ("from", "by")), None)
        return next((c for c in source.children if c.dep_ == "pobj"), None) if source is not None else None
    if token.lower_ in _words()["reach"]["unanswered"]:  # 'calls to the ministry went unanswered'
        calls = speaker_of(token.head)[0]
        to = next((p for p in calls.rights if p.dep_ == "prep" and p.lower_ == "to"), None) if calls is not None else None
        return next((c for c in to.children if c.dep_ == "pobj"), None) if to is not None else None
    if token.lemma_.lower() in _words()["reach"]["verbs"]:
        return next((c for c in token.lefts if c.dep_ == "nsubjpass"), None)
    if token.pos_ == "ADJ":
        return speaker_of(token.head)[0]
    speaker, passive = speaker_of(token)
    return speaker if not passive or speaker is not None else None
