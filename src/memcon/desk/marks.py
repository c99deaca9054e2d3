"""Cut an article's text at the edges of its record's spans, so that a page can mark them; overlaps nest by cutting, not by markup.

Every mark has a key that the record's fields on the page bear too: ``e0`` the first event's evidence, ``e0t`` its trigger, ``e0s`` the word that
gives its status, ``e0d`` its day, ``e0p`` its place, ``e0m1`` its second matter; ``s0c`` the first statement's cue, ``s0w`` its words, ``s0b`` its
speaker there; ``a2`` the third actor's mentions.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import msgspec

from memcon.model.record import Event, Record, Span, Statement


@dataclass(frozen=True)
class Mark:
    """A span with its key, its css classes, what the reader is told of it, and the address of its first piece."""

    start: int
    end: int
    key: str
    kinds: str
    note: str = ""
    anchor: str | None = None


@dataclass(frozen=True)
class Piece:
    """A run of text with the marks that cover it: kinds (css classes), what the reader is told of it, addresses, keys (the widest first)."""

    text: str
    kinds: tuple[str, ...]
    note: str
    anchors: tuple[str, ...]
    keys: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """One block of the article in pieces."""

    kind: str
    pieces: tuple[Piece, ...]


def parts_of(record: Record) -> list[Part]:
    """The article block by block. Each event's first evidence carries its anchor ``e-ID``, each statement's ``s-ID``."""
    marks = [*_of_events(record), *_of_actors(record), *_of_statements(record)]
    seen: set[str] = set()
    return [Part(b.kind, _cut(record.article.text, b.span[0], b.span[1], marks, seen)) for b in record.article.blocks]


def _of_events(record: Record) -> list[Mark]:
    marks: list[Mark] = []
    for n, event in enumerate(record.events):
        told = f"{event.type}{f' {event.mode}' if event.mode else ''}, {event.status}"
        for at, (start, end) in enumerate(sorted(event.evidence)):
            marks.append(Mark(start, end, f"e{n}", "evidence", anchor=f"e-{event.id}" if at == 0 else None))
        marks.append(Mark(*event.trigger, f"e{n}t", f"trigger q{event.quad}", told))
        if event.status_cue:
            marks.append(Mark(*event.status_cue, f"e{n}s", "hedge", f"status: {event.status}"))
        if event.date and event.date.span:
            marks.append(Mark(*event.date.span, f"e{n}d", "when", f"day: {event.date.end or event.date.start or 'not known'}"))
        if event.place and event.place.span:
            marks.append(Mark(*event.place.span, f"e{n}p", "where", f"place: {event.place.name}"))
        marks.extend(Mark(*m.span, f"e{n}m{i}", "matter", "matter") for i, m in enumerate(event.about))
    return marks


def _of_actors(record: Record) -> list[Mark]:
    marks: list[Mark] = []
    for n, actor in enumerate(record.actors):
        where = "actor" + (" party" if any(actor.id in (*e.actors, *e.recipients) for e in record.events) else "")
        told = " ".join(x for x in (actor.name, actor.country or actor.organisation, actor.sector) if x)
        marks.extend(Mark(s, e, f"a{n}", where, told) for s, e in actor.spans)
    return marks


def _of_statements(record: Record) -> list[Mark]:
    names = {a.id: a.name for a in record.actors}
    marks: list[Mark] = []
    for n, statement in enumerate(record.statements):
        speaker = names.get(statement.speaker or "", "somebody not named")
        if statement.cue:
            marks.append(Mark(*statement.cue, f"s{n}c", "cue", f"{speaker} {statement.stance}"))
        if statement.speaker_span:
            marks.append(Mark(*statement.speaker_span, f"s{n}b", "speaker", f"says so: {speaker}"))
        for at, (start, end) in enumerate(statement.content):
            marks.append(Mark(start, end, f"s{n}w", "said", anchor=f"s-{statement.id}" if at == 0 else None))
    return marks


def parts_around(record: Record, event: Event) -> list[Part]:
    """The blocks that tell one event, with its marks alone; a block of dots stands for what is left out between them."""
    alone = msgspec.structs.replace(record, events=[event], statements=[s for s in record.statements if event.id in s.events])
    return _near(alone, [*event.evidence, event.trigger, *(c for s in alone.statements for c in s.content)])


def parts_saying(record: Record, statement: Statement) -> list[Part]:
    """The blocks that hold one statement, with its marks alone."""
    told = [s for s in (*statement.content, statement.cue, statement.speaker_span) if s]
    return _near(msgspec.structs.replace(record, events=[], statements=[statement]), told)


def _near(alone: Record, told: list[Span]) -> list[Part]:
    near = [any(b.span[0] < e and s < b.span[1] for s, e in told) for b in alone.article.blocks]
    parts: list[Part] = []
    for part, wanted in zip(parts_of(alone), near, strict=True):
        if wanted:
            parts.append(Part("paragraph" if part.kind == "title" else part.kind, part.pieces))
        elif parts and parts[-1] is not _GAP:
            parts.append(_GAP)
    return parts[:-1] if parts and parts[-1] is _GAP else parts


_GAP = Part("gap", (Piece("…", (), "", (), ()),))


def _cut(text: str, start: int, end: int, marks: list[Mark], seen: set[str]) -> tuple[Piece, ...]:
    here = sorted((m for m in marks if m.start < end and start < m.end), key=lambda m: (m.start - m.end, m.start, m.key))
    edges = sorted({start, end, *(min(max(x, start), end) for m in here for x in (m.start, m.end))})
    pieces = []
    for first, last in pairwise(edges):
        over = [m for m in here if m.start <= first and last <= m.end]
        kinds = tuple(dict.fromkeys(k for m in over for k in m.kinds.split()))
        anchors = [m.anchor for m in over if m.anchor and max(m.start, start) == first]
        keys = tuple(dict.fromkeys(m.key for m in over))
        # the first piece of each mark is where its field leads to
        anchors += [f"k-{k}" for k in keys if k not in seen]
        seen.update(keys)
        pieces.append(Piece(text[first:last], kinds, "; ".join(dict.fromkeys(m.note for m in over if m.note)), tuple(anchors), keys))
    return tuple(pieces)


# why a block of a kind is never read for events
_NEVER = {
    "byline": "who wrote it",
    "dateline": "where and when it was filed",
    "caption": "a caption tells of a picture",
    "related": "a link to another story",
    "other": "not the report's own text",
}


def uncoded(record: Record) -> list[dict[str, str]]:
    """The passages that no event rests on, each with the reason as far as the record tells it."""
    told = [s for e in record.events for s in (*e.evidence, e.trigger)]
    said = [s for one in record.statements for s in one.content]
    found = []
    for block in record.article.blocks:
        words = " ".join(record.article.text[slice(*block.span)].split())
        if not words or any(_meet(block.span, s) for s in told):
            continue
        actors = [a.name for a in record.actors if any(_meet(block.span, s) for s in a.spans)]
        if block.kind in _NEVER:
            why = _NEVER[block.kind]
        elif any(_meet(block.span, s) for s in said):
            why = "somebody's words, in which no political act was found"
        elif actors:
            why = f"names {', '.join(actors[:3])}{' and others' if len(actors) > 3 else ''}, but no political act was found"
        else:
            why = "neither an actor nor a political act was found"
        found.append({"kind": block.kind, "words": words, "why": why})
    return found


def _meet(one: Span, two: Span) -> bool:
    return one[0] < two[1] and two[0] < one[1]
