"""Cut an article's text at the edges of its record's spans, so that a page can mark them; overlaps nest by cutting, not by markup."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from memcon.model.record import Record


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
