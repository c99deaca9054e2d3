"""Words with which somebody goes on to deny, and what a statement still grants once it denies."""

from __future__ import annotations

from memcon.annotate.reading import Reading
from memcon.attribute.said import Said
from memcon.code.draft import side

_SOON = 500  # characters between a denial and the words in which it is told


def goes_on_denying(reading: Reading, before: Said, one: Said) -> bool:
    """Whether a quotation goes on with a denial of the same side right before it, and so denies what that does."""
    if before.stance != "denies" or before.cue is None or before.withheld is not None or one.form != "direct" or not one.quotes:
        return False
    if one.quotes[0][0] < before.cue[0] or one.quotes[0][0] - before.cue[1] > _SOON:
        return False
    known = [s.speaker for s in (before, one) if s.speaker is not None]
    return len(known) < 2 or side(reading.entities[known[0]]) == side(reading.entities[known[1]])


def turn_to_denial(one: Said) -> None:
    """Make a statement deny what it is given from now on; what it told itself it still takes as having happened."""
    if one.stance == "denies":
        return
    one.granted = sorted({*one.granted, *one.drafts})
    one.drafts = []
    one.stance = "denies"
