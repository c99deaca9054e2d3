"""Who began, as the words of an event's evidence say it: "Cambodia fired first", "at the request of the French side"."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from functools import lru_cache

from memcon.gather.words import FOLDER
from memcon.model.record import Actor, Span

_REACH = 80  # characters between the words and the one they speak of


def began_in(text: str, spans: Iterable[Span], actors: Sequence[Actor]) -> list[str]:
    """The names of those of an event's actors who are said to have begun it, sorted."""
    after, before = _cues()
    found = set()
    for start, end in spans:
        sentence = text[start:end].lower()
        for cue in after.finditer(sentence):
            low, high = start + cue.start() - _REACH, start + cue.start()
            near = [(s, a.name) for a in actors for s, e in a.spans if start <= s and low <= e <= high]
            if near:
                found.add(max(near)[1])
        for cue in before.finditer(sentence):
            low, high = start + cue.end(), min(end, start + cue.end() + _REACH)
            near = [(s, a.name) for a in actors for s, _ in a.spans if low <= s <= high]
            if near:
                found.add(min(near)[1])
    return sorted(found)


@lru_cache(maxsize=1)
def _cues() -> tuple[re.Pattern[str], re.Pattern[str]]:
    data = tomllib.loads((FOLDER / "first.toml").read_text(encoding="utf-8"))
    after, before = (
        re.compile(r"\b(?:" + "|".join(re.escape(c) for c in sorted(data[k], key=lambda c: (-len(c), c))) + r")\b")
        for k in ("after", "before")
    )
    return after, before
