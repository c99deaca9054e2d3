"""One coder's word on one event: the machine's record as it stood, the verdict, the correction."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

import msgspec

from memcon.annotate.sentences import split_sentences
from memcon.keep.rows import code_of
from memcon.model.errors import BadOption
from memcon.model.record import Actor, Event, Record, Span

Verdict = Literal["accept", "correct", "reject"]
VERDICTS: tuple[Verdict, ...] = ("accept", "correct", "reject")
_LONGEST_NAME, _LONGEST_NOTE = 60, 2000


class Party(msgspec.Struct, kw_only=True, frozen=True):
    """An actor or recipient as gold knows it."""

    name: str
    code: str | None = None
    sector: str | None = None


class Fields(msgspec.Struct, kw_only=True, frozen=True):
    """The fields of an event that a coder judges."""

    type: str
    mode: str | None = None
    cameo: str | None = None
    status: str = "happened"
    reciprocal: bool = False
    actors: tuple[Party, ...] = ()
    recipients: tuple[Party, ...] = ()
    start: str | None = None
    end: str | None = None
    place: str | None = None
    country: str | None = None


class Decision(msgspec.Struct, kw_only=True, frozen=True):
    """A verdict with all that is needed to read it later, even when the store is coded anew.

    ``machine`` is the event as the coder saw it; ``event`` is what the coder holds to be right, None where nothing is (``reject``).
    ``drawn`` tells the events that the queue drew by lot from those that the coder picked.
    """

    time: str
    coder: str
    article: str
    event_id: str
    verdict: Verdict
    machine: Fields
    event: Fields | None
    sentence: str
    evidence: tuple[str, ...] = ()
    trigger: str = ""
    span: Span | None = None
    published: str | None = None
    outlet: str | None = None
    note: str | None = None
    drawn: bool = False

    @property
    def about(self) -> str:
        """The id of what was judged."""
        return self.event_id

    @property
    def label(self) -> str:
        """The type that the coder holds right; ``none`` where there is no event."""
        return self.event.type if self.event else "none"


def fields_of(record: Record, event: Event) -> Fields:
    """The machine's event in the shape that coders judge."""
    by_id = {a.id: a for a in record.actors}
    return Fields(
        type=event.type,
        mode=event.mode,
        cameo=event.cameo,
        status=event.status,
        reciprocal=event.reciprocal,
        actors=tuple(party_of(by_id[i]) for i in event.actors),
        recipients=tuple(party_of(by_id[i]) for i in event.recipients),
        start=event.date.start if event.date else None,
        end=event.date.end if event.date else None,
        place=event.place.name if event.place else None,
        country=event.place.country if event.place else None,
    )


def party_of(actor: Actor) -> Party:
    """An actor as coders judge it."""
    return Party(name=actor.name, code=code_of(actor), sector=actor.sector)


def decide(
    record: Record, event_id: str, coder: str, verdict: str, corrected: Fields | None = None, note: str = "", drawn: bool = False
) -> Decision:
    """A decision on one of a record's events. Raises `BadOption` for a verdict that says nothing or contradicts itself."""
    event = next((e for e in record.events if e.id == event_id), None)
    if event is None:
        raise BadOption("the article has no such event", place=event_id[:40])
    name = coder_name(coder)
    known = verdict_of(verdict)
    machine = fields_of(record, event)
    if known == "correct" and (corrected is None or corrected == machine):
        raise BadOption("nothing was changed; accept the event instead")
    text = record.article.text
    spans = sorted(event.evidence) or [event.trigger]
    main = sentence_of(record, event)
    return Decision(
        time=datetime.now(UTC).isoformat(timespec="microseconds"),
        coder=name,
        article=record.article.id,
        event_id=event.id,
        verdict=known,
        machine=machine,
        event={"accept": machine, "correct": corrected, "reject": None}[known],
        sentence=text[slice(*main)],
        evidence=tuple(text[s:e] for s, e in spans),
        trigger=text[slice(*event.trigger)],
        span=main,
        published=record.article.published,
        outlet=record.article.outlet,
        note=kept_note(note),
        drawn=drawn,
    )


def verdict_of(given: str) -> Verdict:
    """A verdict. Raises `BadOption` for what is none."""
    known = next((v for v in VERDICTS if v == given), None)
    if known is None:
        raise BadOption(f"no verdict '{given[:20]}'; use {', '.join(VERDICTS)}")
    return known


def kept_note(given: str) -> str | None:
    """A coder's note as it is kept."""
    return given.strip()[:_LONGEST_NOTE] or None


def coder_name(given: str) -> str:
    """A coder's name as it is kept: one line, not empty, not long. Raises `BadOption`."""
    name = " ".join("".join(c if c.isprintable() else " " for c in given).split())
    if not name or len(name) > _LONGEST_NAME:
        raise BadOption(f"a coder's name has 1 to {_LONGEST_NAME} letters")
    return name


def sentence_of(record: Record, event: Event) -> Span:
    """The whole sentence that holds the event's trigger: evidence may be a clause, and gold wants the sentence."""
    start, end = event.trigger
    for block in record.article.blocks:
        if block.span[0] <= start and end <= block.span[1]:
            for first, last in split_sentences(record.article.text, block.span):
                if first <= start < last:
                    return first, max(last, end)
    return event.trigger
