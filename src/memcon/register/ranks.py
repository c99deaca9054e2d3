"""Ranks and offices that are cut short before a name, spelt out: "Maj. Gen. Florin Barbu"."""

from __future__ import annotations

import re

from memcon.register.lists import CUT_SHORT

# before another rank, or a name of three letters or more ("Gen Z" is nobody)
_SHORT = re.compile(r"\b([A-Z][a-z]{1,3})(\.?)[ -](?=[A-Z][\w'’-]{2}|(?:Gen|Col|Cmdr|Lt)\b)")


def spelt_out(phrase: str) -> str:
    """A phrase with its ranks in full; the phrase itself where it has none."""
    return _SHORT.sub(_full, phrase)


def _full(found: re.Match[str]) -> str:
    short = found.group(1).lower()
    full = CUT_SHORT.get(short) or (CUT_SHORT.get(f"{short}.") if found.group(2) else None)
    return f"{full} " if full else found.group(0)
