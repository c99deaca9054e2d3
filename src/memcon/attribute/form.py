"""Whether words are given as they were said, told in the report's own, or both."""

from __future__ import annotations

import re

from memcon.annotate.reading import Reading
from memcon.attribute.said import Said
from memcon.model.record import Form

_WORD = re.compile(r"\w")


def form_of(reading: Reading, said: Said) -> Form:
    """``direct`` where all is quoted as a saying of its own; a quotation that the report's sentence runs through is ``mixed``."""
    inside = sum(e - s for s, e in said.quotes)
    total = sum(e - s for s, e in said.content) or 1
    if not inside:
        return "indirect"
    if inside < 0.8 * total or _is_fragment(reading, said):
        return "mixed"
    return "direct"


def _is_fragment(reading: Reading, said: Said) -> bool:
    """'Spoke of "a brutal attack"', 'said that he "only sold kerosene"': the first words quoted go on a sentence of the report's."""
    text = reading.article.text
    start, end = said.quotes[0]
    begun = min(s for s, _ in said.content)
    if _WORD.search(text, begun, start):
        return True
    if not text[start].islower() or said.cue is None or said.cue[0] > end:
        return False
    before = text[max(0, start - 6) : start].rstrip(" \n\"“”'‘’`«»„")
    return bool(before) and before[-1] not in ",:;.?!—–"
