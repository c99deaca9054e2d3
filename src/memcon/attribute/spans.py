"""Words into spans: the parts of a clause that are attributed, without the cue that interrupts them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from memcon.annotate.mentions import phrase_range
from memcon.annotate.reading import Sentence
from memcon.model.record import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_EDGE = {",", ";", ":", "-", "—", "–", "--", "("}


def pieces(sentence: Sentence, tokens: Iterable[int]) -> list[Span]:
    """Token positions as spans of contiguous words; what lies between two runs is more than punctuation."""
    ordered = sorted(set(tokens))
    if not ordered:
        return []
    runs = [[ordered[0]]]
    for i in ordered[1:]:
        if all(sentence.doc[j].is_punct or sentence.doc[j].is_space for j in range(runs[-1][-1] + 1, i)):
            runs[-1].append(i)
        else:
            runs.append([i])
    spans = []
    for run in runs:
        first, last = run[0], run[-1]
        while first < last and (sentence.doc[first].text in _EDGE or sentence.doc[first].text in (".", ")")):
            first += 1
        while last > first and (sentence.doc[last].text in _EDGE or (sentence.doc[last].text == "." and last == len(sentence.doc) - 1)):
            last -= 1
        if last > first or not sentence.doc[first].is_punct:
            spans.append(sentence.span_of(first, last + 1))
    return spans


def merged(spans: Iterable[Span], gap: int = 0) -> list[Span]:
    """Spans in order; those that overlap, or lie at most ``gap`` characters apart, as one."""
    made: list[Span] = []
    for span in sorted(spans):
        if made and span[0] <= made[-1][1] + gap:
            made[-1] = (made[-1][0], max(made[-1][1], span[1]))
        else:
            made.append(span)
    return made


def source_span(sentence: Sentence, speaker: Token) -> Span:
    """The source's noun phrase with what follows its head closely ('a spokesman for the ministry'), without relative clauses."""
    first, last = phrase_range(speaker)
    for child in speaker.rights:
        if child.dep_ == "prep" and child.i <= last + 1:
            tokens = [t.i for t in child.subtree]
            if max(tokens) - min(tokens) < 14:
                last = max(last, max(tokens) + 1)
        elif (child.dep_ == "acl" and child.i == last and child.lower_ in ("familiar", "close", "briefed")) or (
            child.dep_ == "amod" and child.i == last
        ):
            last = max(last, max(t.i for t in child.subtree) + 1)
        elif child.dep_ == "conj" or (child.dep_ == "appos" and child.pos_ == "PROPN" and last > speaker.i + 1):
            last = max(last, child.i + 1)  # "a former president of Chile, Ricardo Exempel"
    return sentence.span_of(first, last)
