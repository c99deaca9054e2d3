"""Whom an act is done to that names nobody: the other party of the dealings that the same lines tell of."""

from __future__ import annotations

from memcon.annotate.reading import Reading
from memcon.code.draft import Draft, sides

# acts that somebody always does to somebody: "Mexico broke off relations the next day", "the rebels refuse"
_TOWARDS = ("REJECT", "REQUEST", "THREATEN", "SANCTION", "AGREE")
# what one promises answers what was asked, or goes on from what was agreed; it is no answer to an attack
_BEFORE_PROMISE = ("REQUEST", "CONSULT", "AGREE", "SUPPORT", "COOPERATE")
# how far up the paragraph the dealings may stand, in sentences
_FARTHEST = 2


def find_counterparts(reading: Reading, drafts: list[Draft]) -> None:
    """Give acts towards nobody the party that the actor's side deals with just before, in the sentence or the paragraph."""
    told = [d for d in drafts if not d.anaphor]
    for at, draft in enumerate(told):
        if draft.type not in _TOWARDS or draft.recipients or not draft.actors or draft.refers:
            continue
        if reading.sentences[draft.sentence].kind not in ("paragraph", "quote"):
            continue
        ours = sides(reading, draft.actors)
        block = reading.sentences[draft.sentence].block
        for other in reversed(told[:at]):
            if draft.sentence - other.sentence > _FARTHEST or reading.sentences[other.sentence].block != block:
                break
            if other.trigger == draft.trigger or (draft.type == "AGREE" and other.type not in _BEFORE_PROMISE):
                continue
            if found := [i for i in _across(reading, other, ours) if i not in draft.actors]:
                draft.recipients = found
                break


def _across(reading: Reading, other: Draft, ours: set[str]) -> list[int]:
    """The other party of an act in which one of our side has a part: who is of another state or body."""
    actors, recipients = sides(reading, other.actors), sides(reading, other.recipients)
    if ours & actors and not ours & recipients:
        facing = other.recipients
    elif ours & recipients and not ours & actors:
        facing = other.actors
    else:
        return []
    return [i for i in facing if reading.entities[i].country or reading.entities[i].organisation or reading.entities[i].sectors]
