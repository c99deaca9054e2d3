"""The matters an act was about: what 'on', 'about', 'including' and verbs of discussing name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from memcon.annotate.mentions import phrase_range
from memcon.annotate.reading import Sentence
from memcon.code.match import conjoined, lemma_of, objects_of
from memcon.model.record import Matter

if TYPE_CHECKING:
    from spacy.tokens import Token

_TALK = {
    "discuss",
    "address",
    "cover",
    "tackle",
    "raise",
    "review",
    "debate",
    "explore",
    "touch",
    "examine",
    "broach",
    "consider",
    "exchange",
    "mention",
    "focus",
    "centre",
    "center",
    "talk",
    "speak",
}
_PREPS = {"on", "about", "over", "regarding", "concerning", "including", "like", "covering", "around"}
_EMPTY = {
    "issue",
    "matter",
    "topic",
    "range",
    "subject",
    "question",
    "view",
    "interest",
    "thing",
    "development",
    "aspect",
    "agenda",
    "area",
    "what",
    "it",
    "them",
    "phone",
    "telephone",
    "line",
    "behalf",
    "part",
}
_TIMES = {
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "day",
    "week",
    "month",
    "year",
    "weekend",
    "sidelines",
    "sideline",
    "eve",
    "morning",
    "evening",
    "condition",
    "side",
    "occasion",
    "basis",
    "track",
    "ground",
    "earth",
    "path",
}
_MAX = 12


def find_matters(sentence: Sentence, token: Token) -> list[Matter]:
    """Noun phrases that say what the act named by ``token`` was about, in text order."""
    found: dict[int, Token] = {}
    roots = [token]
    verb = token
    while verb.pos_ not in ("VERB", "AUX") and verb.head.i != verb.i:
        verb = verb.head
    if verb.i != token.i and verb.pos_ in ("VERB", "AUX"):
        roots.append(verb)
    for root in roots:
        for talk in [root, *(t for t in root.subtree if t.pos_ == "VERB" and lemma_of(t) in _TALK)]:
            if lemma_of(talk) in _TALK and talk.pos_ == "VERB":
                for o in objects_of(talk):
                    _collect(o, found)
            if talk is root and root is not token and lemma_of(root) not in _TALK:
                continue
            for child in talk.children:
                if child.dep_ in ("prep", "pcomp") and child.lower_ in _PREPS:
                    for inner in child.children:
                        if inner.dep_ in ("pobj", "pcomp"):
                            for t in conjoined(inner):
                                _collect(t, found)
    matters = []
    for t in sorted(found.values(), key=lambda t: t.i)[:_MAX]:
        first, last = phrase_range(t)
        while first < t.i and t.doc[first].pos_ in ("DET", "PUNCT", "CCONJ"):
            first += 1
        span = sentence.span_of(first, last)
        matters.append(Matter(text=t.doc[first:last].text, span=span))
    return matters


def _collect(token: Token, found: dict[int, Token], depth: int = 0) -> None:
    if depth > 4 or token.i in found:
        return
    lemma = lemma_of(token)
    if token.pos_ in ("NOUN", "PROPN") and lemma not in _EMPTY | _TIMES and token.lower_ not in _TIMES:
        found[token.i] = token
    for child in token.rights:
        if child.dep_ == "prep" and (
            child.lower_ in ("including", "like") or (child.lower_ in ("of", "on", "about", "such") and lemma in _EMPTY)
        ):
            for inner in child.children:
                if inner.dep_ in ("pobj", "pcomp"):
                    for t in conjoined(inner):
                        _collect(t, found, depth + 1)
                elif inner.dep_ == "prep":
                    for last in inner.children:
                        if last.dep_ == "pobj":
                            for t in conjoined(last):
                                _collect(t, found, depth + 1)
        elif child.dep_ in ("prep", "acl") and child.lower_ == "including":
            for inner in child.children:
                if inner.dep_ in ("pobj", "dobj"):
                    for t in conjoined(inner):
                        _collect(t, found, depth + 1)
        elif child.dep_ in ("appos", "conj") and lemma in _EMPTY:
            for t in conjoined(child):
                _collect(t, found, depth + 1)
