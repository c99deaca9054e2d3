"""What stands at an offset of the article."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import TYPE_CHECKING

from memcon.annotate.reading import Mention, Reading, Sentence
from memcon.model.record import Span

if TYPE_CHECKING:
    from spacy.tokens import Token


def sentence_at(reading: Reading, at: int) -> Sentence | None:
    """The sentence that holds an offset, or None."""
    i = bisect_right(reading.sentences, at, key=lambda s: s.span[0]) - 1
    return reading.sentences[i] if i >= 0 and at < reading.sentences[i].span[1] else None


def mentions_in(reading: Reading, sentence: Sentence) -> Iterator[Mention]:
    """The mentions of a sentence, in the order of their heads."""
    for i in range(len(sentence.doc)):
        mention = reading.mention_at(sentence.index, i)
        if mention is not None:
            yield mention


def tokens_of(reading: Reading, span: Span) -> list[Token]:
    """The tokens of a span, as far as they stand in the sentence that it begins in."""
    sentence = sentence_at(reading, span[0])
    if sentence is None:
        return []
    doc, start = sentence.doc, sentence.span[0]
    first, last = (bisect_left(range(len(doc)), at - start, key=lambda i: doc[i].idx) for at in span)
    return list(doc[first:last])
