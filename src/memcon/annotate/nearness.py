"""How near to mind an earlier mention is: its role, how far back it stands, where an actor was last told of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from memcon.annotate.clauses import SUBJECTS
from memcon.annotate.reading import Mention

if TYPE_CHECKING:
    from memcon.annotate.gatherer import Gatherer


def role_of(g: Gatherer, other: Mention) -> str:
    """The role in which a mention stands in its sentence."""
    return g.reading.sentences[other.sentence].doc[other.head].dep_


def weight(g: Gatherer, mention: Mention, other: Mention, distance: int) -> float:
    """How near to mind an earlier mention is where a description stands."""
    there = g.reading.sentences[other.sentence].doc[other.head]
    return (
        (1.0 if there.dep_ in SUBJECTS and there.lower_ != "who" else 0.0)
        - 0.7 * (mention.sentence - other.sentence)
        - 0.05 * distance
        - (0.8 if other.locative else 0.0)
    )


def last_told(recent: list[Mention], index: int) -> int:
    """The sentence in which an entity was last mentioned; far back where it was not."""
    return next((m.sentence for m in reversed(recent) if m.entity == index), -99)
