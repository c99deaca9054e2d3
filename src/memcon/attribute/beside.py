"""Verbs that tell of speaking by their place alone, right beside a quotation: '"We are used to it," she laughs'."""

from __future__ import annotations

from typing import TYPE_CHECKING

from memcon.annotate.reading import Reading, Sentence
from memcon.attribute.found import Found
from memcon.attribute.speaker import closes, inverted

if TYPE_CHECKING:
    from spacy.tokens import Token

_WORDS = 4  # tokens of a quotation; fewer are titles and nicknames


def by_place(reading: Reading, sentence: Sentence, token: Token) -> Found | None:
    """The attribution of a verb that is no cue by itself: a quotation ends in a comma before it, and it does nothing to anybody."""
    if token.tag_ not in ("VBD", "VBZ", "VBP", "VBN") or any(c.dep_ in ("aux", "auxpass", "neg") for c in token.lefts):
        return None
    doc = token.doc
    speaker = next((c for c in token.lefts if c.dep_ == "nsubj"), None)
    first = token.i
    if speaker is not None:
        first = speaker.left_edge.i
        between = [doc[i] for i in range(speaker.right_edge.i + 1, token.i)]
        if any(t.pos_ != "ADV" for t in between) or any(
            c.dep_ in ("dobj", "ccomp", "acomp", "attr") and c.i > token.i for c in token.rights
        ):
            return None
    elif (speaker := inverted(token)) is None:
        return None
    if not closes(doc, first) or speaker.tag_ == "WP":
        return None
    at = sentence.offset(doc[first])
    if not any(q[0] < at and -6 < at - q[1] < 6 and reading.article.text.count(" ", *q) >= _WORDS - 1 for q in reading.quotes):
        return None
    last = token.i + 1
    if any(c.dep_ == "prt" and c.i == last for c in token.rights):
        last += 1
    return Found(sentence, token, sentence.span_of(token.i, last), speaker, [], "states", kind="beside:quote")
