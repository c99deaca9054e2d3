"""Events as flat rows, one an event, for CSV."""

from __future__ import annotations

from collections.abc import Iterator

from memcon.model.record import Record

COLUMNS = [
    "article",
    "url",
    "outlet",
    "published",
    "event",
    "type",
    "mode",
    "quad",
    "score",
    "cameo",
    "goldstein",
    "status",
    "standing",
    "confidence",
    "date_start",
    "date_end",
    "date_basis",
    "actors",
    "actor_countries",
    "actor_sectors",
    "recipients",
    "recipient_countries",
    "recipient_sectors",
    "reciprocal",
    "place",
    "place_country",
    "about",
    "contexts",
    "trigger",
    "evidence",
]


def rows_of(record: Record) -> Iterator[list[object]]:
    """One row an event, in the order of `COLUMNS`; several values in a cell are joined by ``;``."""
    actors = {a.id: a for a in record.actors}
    article, text = record.article, record.article.text
    for e in record.events:
        doing = [actors[i] for i in e.actors]
        suffering = [actors[i] for i in e.recipients]
        yield [
            article.id,
            article.url,
            article.outlet,
            article.published,
            e.id,
            e.type,
            e.mode,
            e.quad,
            e.score,
            e.cameo,
            e.goldstein,
            e.status,
            e.standing,
            e.confidence,
            e.date and e.date.start,
            e.date and e.date.end,
            e.date and e.date.basis,
            *_cells(doing),
            *_cells(suffering),
            e.reciprocal,
            e.place and e.place.name,
            e.place and e.place.country,
            ";".join(m.text for m in e.about),
            ";".join(e.contexts),
            text[slice(*e.trigger)],
            " … ".join(text[slice(*s)] for s in e.evidence),
        ]


def _cells(actors: list) -> list[str]:  # type: ignore[type-arg]
    return [
        ";".join(a.name for a in actors),
        ";".join(a.country or a.organisation or "" for a in actors),
        ";".join(a.sector or "" for a in actors),
    ]
