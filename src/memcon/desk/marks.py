"""Cut an article's text at the edges of its record's spans, so that a page can mark them; overlaps nest by cutting, not by markup."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import msgspec

from memcon.model.record import Event, Record


@dataclass(frozen=True)
class Piece:
    """A run of text with the marks that cover it: kinds (css classes) and what the reader is told of it."""

    text: str
    kinds: tuple[str, ...]
    note: str
    anchors: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """One block of the article in pieces."""

    kind: str
    pieces: tuple[Piece, ...]


def parts_of(record: Record) -> list[Part]:
    """The article block by block. Each event's first evidence carries its anchor ``e-ID``, each statement's ``s-ID``."""
    names = {a.id: a.name for a in record.actors}
    marks: list[tuple[int, int, str, str, str | None]] = []
    for event in record.events:
        told = f"{event.type}{f' {event.mode}' if event.mode else ''}, {event.status}"
        marks.append((*event.trigger, f"trigger q{event.quad}", told, None))
        for at, (start, end) in enumerate(sorted(event.evidence)):
            marks.append((start, end, "evidence", "", f"e-{event.id}" if at == 0 else None))
    for actor in record.actors:
        where = "actor" + (" party" if any(actor.id in (*e.actors, *e.recipients) for e in record.events) else "")
        told = " ".join(x for x in (actor.name, actor.country or actor.organisation, actor.sector) if x)
        marks.extend((s, e, where, told, None) for s, e in actor.spans)
    for statement in record.statements:
        speaker = names.get(statement.speaker or "", "somebody not named")
        if statement.cue:
            marks.append((*statement.cue, "cue", f"{speaker} {statement.stance}", None))
        for at, (start, end) in enumerate(statement.content):
            marks.append((start, end, "said", "", f"s-{statement.id}" if at == 0 else None))
    return [Part(b.kind, _cut(record.article.text, b.span[0], b.span[1], marks)) for b in record.article.blocks]


def parts_around(record: Record, event: Event) -> list[Part]:
    """The blocks that tell one event, with its marks alone; a block of dots stands for what is left out between them."""
    alone = msgspec.structs.replace(record, events=[event], statements=[s for s in record.statements if event.id in s.events])
    told = [*event.evidence, event.trigger, *(c for s in alone.statements for c in s.content)]
    near = [any(b.span[0] < e and s < b.span[1] for s, e in told) for b in record.article.blocks]
    parts: list[Part] = []
    for part, wanted in zip(parts_of(alone), near, strict=True):
        if wanted:
            parts.append(Part("paragraph" if part.kind == "title" else part.kind, part.pieces))
        elif parts and parts[-1] is not _GAP:
            parts.append(_GAP)
    return parts[:-1] if parts and parts[-1] is _GAP else parts


_GAP = Part("gap", (Piece("…", (), "", ()),))


def _cut(text: str, start: int, end: int, marks: list[tuple[int, int, str, str, str | None]]) -> tuple[Piece, ...]:
    here = [m for m in marks if m[0] < end and start < m[1]]
    edges = sorted({start, end, *(min(max(x, start), end) for m in here for x in m[:2])})
    pieces = []
    for one, two in pairwise(edges):
        over = [m for m in here if m[0] <= one and two <= m[1]]
        kinds = tuple(dict.fromkeys(k for m in over for k in m[2].split()))
        anchors = tuple(m[4] for m in over if m[4] and max(m[0], start) == one)
        pieces.append(Piece(text[one:two], kinds, "; ".join(dict.fromkeys(m[3] for m in over if m[3])), anchors))
    return tuple(pieces)
