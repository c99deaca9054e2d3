"""What gathering keeps of an article: enough to group it, fold it and tell its events, without reading the record again."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from memcon.gather.agencies import agency_of, host_of
from memcon.gather.counts import Count, counts_in
from memcon.gather.first import began_in
from memcon.gather.sketch import Sketched, sketch_of
from memcon.gather.words import vector
from memcon.model.record import Actor, Event, Record, Span

_MOST_EVIDENCE = 600  # characters of an event's evidence that are compared
_MOST_WORDS = 40
_MOST_ABOUT = 12
_STOP = re.compile(r"[.!?][”\"’']?\s|\n")


class Said(msgspec.Struct, array_like=True):
    """A statement that carries an event: who speaks, for which side, and how they stand to it."""

    statement: str
    stance: str
    speaker: str | None
    side: str | None


class Told(msgspec.Struct, array_like=True):
    """One event as one article tells it. ``start`` and ``end`` are ISO days; ``words`` weigh the evidence's words."""

    event: str
    type: str
    mode: str | None
    status: str
    standing: str
    reciprocal: bool
    actors: list[str]
    recipients: list[str]
    actor_sides: list[str]
    recipient_sides: list[str]
    start: str | None
    end: str | None
    basis: str | None
    place: str | None
    place_country: str | None
    place_basis: str | None
    about: list[str]
    words: dict[str, int]
    evidence: int
    says: list[Said]
    counts: list[Count]
    began: list[str]
    published: str | None = None


class Digest(msgspec.Struct):
    """One article as gathering knows it."""

    id: str
    published: str | None
    outlet: str | None
    agency: str | None
    words: dict[str, int]
    sketch: Sketched
    told: list[Told] = []


def digest_of(record: Record) -> Digest:
    """What gathering keeps of a record."""
    article = record.article
    return Digest(
        id=article.id,
        published=article.published,
        outlet=host_of(article.outlet),
        agency=agency_of(article.text, article.byline, article.outlet),
        words=vector(article.title, article.text),
        sketch=sketch_of(article.text),
        told=told_in(record),
    )


def told_in(record: Record) -> list[Told]:
    """The events of a record as gathering compares them, in the record's order."""
    actors = {a.id: a for a in record.actors}
    says: dict[str, list[Said]] = {e.id: [] for e in record.events}
    for s in record.statements:
        speaker = actors.get(s.speaker or "")
        for event in s.events:
            if event in says:
                says[event].append(Said(s.id, s.stance, speaker.name if speaker else None, side(speaker) if speaker else None))
    return [_told(record, event, actors, says[event.id]) for event in record.events]


def side(actor: Actor) -> str:
    """The side an actor stands for: the state, else the organisation, else the name."""
    return actor.country or actor.organisation or actor.name


def _told(record: Record, event: Event, actors: dict[str, Actor], says: list[Said]) -> Told:
    who, whom = _known(event.actors, actors), _known(event.recipients, actors)
    evidence = event.evidence or [event.trigger]
    date, place = event.date, event.place
    text = record.article.text
    words = " … ".join(text[s:e] for s, e in evidence)[:_MOST_EVIDENCE]
    around = sentences_around(text, evidence)
    return Told(
        event=event.id,
        type=event.type,
        mode=event.mode,
        status=event.status,
        standing=event.standing,
        reciprocal=event.reciprocal,
        actors=[a.name for a in who],
        recipients=[a.name for a in whom],
        actor_sides=sorted({side(a) for a in who}),
        recipient_sides=sorted({side(a) for a in whom}),
        start=date.start if date else None,
        end=date.end if date else None,
        basis=date.basis if date else None,
        place=place.name if place else None,
        place_country=place.country if place else None,
        place_basis=place.basis if place else None,
        about=list(dict.fromkeys(m.text for m in event.about))[:_MOST_ABOUT],
        words=vector(None, words, _MOST_WORDS),
        evidence=len(words),
        says=says,
        counts=counts_in(text, around, event.type),
        began=began_in(text, around, [*who, *whom]),
        published=record.article.published,
    )


def _known(ids: Sequence[str], actors: dict[str, Actor]) -> list[Actor]:
    return [actors[i] for i in ids if i in actors]


def sentences_around(text: str, spans: Sequence[Span], reach: int = 300) -> list[Span]:
    """The sentences that hold some spans, found by their stops, at most ``reach`` characters to each side; sorted, not overlapping."""
    found: list[Span] = []
    for start, end in sorted(spans):
        low, high = max(0, start - reach), min(len(text), end + reach)
        begins = [m.end() for m in _STOP.finditer(text, low, start)]
        ends = _STOP.search(text, max(start, end - 1), high)
        span = (begins[-1] if begins else low, ends.start() + 1 if ends else high)
        if found and span[0] < found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], span[1]))
        else:
            found.append(span)
    return found
