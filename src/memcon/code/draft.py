"""An event while it is being coded: entities by index, spans on the article's text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from memcon.annotate.reading import Entity, Mention, Reading
from memcon.model.record import EventDate, EventPlace, Matter, Span

if TYPE_CHECKING:
    from memcon.code.spot import Spotted


@dataclass
class Draft:
    """One act found in one sentence, later merged with others of the same happening."""

    type: str
    mode: str | None
    cameo: str | None
    actors: list[int]
    recipients: list[int]
    reciprocal: bool
    status: str
    status_cue: Span | None
    sentence: int
    token: int
    trigger: Span
    evidence: list[Span]
    entry: str
    rule: str | None = None
    about: list[Matter] = field(default_factory=list)
    date: EventDate | None = None
    place: EventPlace | None = None
    contexts: list[str] = field(default_factory=list)
    confidence: float = 0.5
    weights: dict[str, float] = field(default_factory=dict)
    anaphor: bool = False
    instead: Draft | None = None  # the act in its own right, where an anaphor ("the arrest of X by Y") joins none told elsewhere
    actor_spans: list[Span] = field(default_factory=list)
    recipient_spans: list[Span] = field(default_factory=list)
    triggers: list[tuple[int, Span]] = field(default_factory=list)
    refers: str | None = None
    noun: bool = False
    specific: bool = False  # whether the lexicon's pattern names more words than the trigger
    own: Spotted | None = None  # what the act model sees at the trigger


def entities_of(mentions: Iterable[Mention]) -> list[int]:
    """The entities that some mentions stand for, each once, in order."""
    return list(dict.fromkeys(e for m in mentions for e in m.entities))


def side(entity: Entity) -> str:
    """What an entity counts as when dyads are compared: its state, its organisation, else itself ("two soldiers" are "soldiers")."""
    itself = entity.name.split()[-1].lower() if entity.kind == "unnamed" and entity.name else entity.name
    return entity.country or entity.organisation or itself


def sides(reading: Reading, indices: list[int]) -> set[str]:
    """The sides of several entities."""
    return {side(reading.entities[i]) for i in indices}
