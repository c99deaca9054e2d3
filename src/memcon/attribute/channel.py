"""Through which channel something is said: by the words beside what is attributed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from memcon.annotate.reading import Reading
from memcon.attribute.cues import Cues
from memcon.attribute.found import Found
from memcon.model.record import Channel

if TYPE_CHECKING:
    from spacy.tokens import Token


def channel_of(reading: Reading, found: Found, cues: Cues) -> Channel | None:
    """The channel that the sentence tells outside the words attributed: the longest of the phrases that it holds."""
    text, (start, end) = reading.article.text, found.sentence.span
    outside = text[start:end]
    for apart in _other_clauses(found.cue):
        outside = outside.replace(apart, " ")
    for s, e in found.content:
        outside = outside.replace(text[s:e], " ")
    if found.cue.lemma_.lower() in cues.posting:
        return "social media"
    return told_channel(outside, cues)


def _other_clauses(cue: Token) -> list[str]:
    """The clauses beside the cue's with subjects of their own: "urged restraint, and the minister spoke by phone with him"."""
    beside = [c for c in cue.rights if c.dep_ == "conj" and any(n.dep_ == "nsubj" for n in c.lefts)]
    return [cue.doc[c.left_edge.i : c.right_edge.i + 1].text for c in beside]


def told_channel(words: str, cues: Cues) -> Channel | None:
    """The channel that words tell."""
    held = [(len(m.group()), -at, name) for at, (name, pattern) in enumerate(cues.channels) for m in pattern.finditer(words)]
    by_wire = [h for h in held if h[2] == "telephone"]
    held = by_wire or held  # "told the paper by telephone"
    return max(held)[2] if held else None  # type: ignore[return-value]  # channels.toml is checked at load
