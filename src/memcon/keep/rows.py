"""Flat rows of a record for the store's tables, and the tables' columns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from memcon.model.record import Actor, Record

SCHEMA_VERSION = 2
# stands between the values of a list on the way into DuckDB
SEPARATOR = "\x1f"

# column → DuckDB type; the order is the order in the files, new columns come last
ARTICLES = {
    "article_id": "VARCHAR",
    "coding": "VARCHAR",
    "kept": "BIGINT",
    "key": "VARCHAR",
    "url": "VARCHAR",
    "outlet": "VARCHAR",
    "title": "VARCHAR",
    "published": "DATE",
    "events": "INTEGER",
    "record": "VARCHAR",
    "language": "VARCHAR",
}
EVENTS = {
    "event_id": "VARCHAR",
    "article_id": "VARCHAR",
    "coding": "VARCHAR",
    "kept": "BIGINT",
    "day": "DATE",
    "date_start": "DATE",
    "date_end": "DATE",
    "date_basis": "VARCHAR",
    "published": "DATE",
    "type": "VARCHAR",
    "mode": "VARCHAR",
    "contexts": "VARCHAR[]",
    "quad": "INTEGER",
    "score": "DOUBLE",
    "cameo": "VARCHAR",
    "goldstein": "DOUBLE",
    "status": "VARCHAR",
    "standing": "VARCHAR",
    "reciprocal": "BOOLEAN",
    "actors": "VARCHAR[]",
    "recipients": "VARCHAR[]",
    "actor_codes": "VARCHAR[]",
    "recipient_codes": "VARCHAR[]",
    "actor_sectors": "VARCHAR[]",
    "recipient_sectors": "VARCHAR[]",
    "dyads": "VARCHAR[]",
    "about": "VARCHAR[]",
    "place": "VARCHAR",
    "country": "VARCHAR",
    "latitude": "DOUBLE",
    "longitude": "DOUBLE",
    "words": "VARCHAR",
    "evidence": "VARCHAR",
    "confidence": "DOUBLE",
    "outlet": "VARCHAR",
    "title": "VARCHAR",
    "url": "VARCHAR",
    "admin1": "VARCHAR",
    "geonames": "BIGINT",
}
STATEMENTS = {
    "statement_id": "VARCHAR",
    "article_id": "VARCHAR",
    "coding": "VARCHAR",
    "kept": "BIGINT",
    "published": "DATE",
    "speaker": "VARCHAR",
    "speaker_code": "VARCHAR",
    "source_kind": "VARCHAR",
    "form": "VARCHAR",
    "stance": "VARCHAR",
    "channel": "VARCHAR",
    "cue": "VARCHAR",
    "content": "VARCHAR",
    "events": "VARCHAR[]",
}
TABLES = {"articles": ARTICLES, "events": EVENTS, "statements": STATEMENTS}
# what a schema version added: parts of older versions lack it
ADDED: dict[int, dict[str, tuple[str, ...]]] = {2: {"articles": ("language",), "events": ("admin1", "geonames")}}

Row = tuple[Any, ...]
# one party's names, its codes, and codes and sectors as they go into the row
_Side = tuple[str, list[str], str, str]


def code_of(actor: Actor) -> str | None:
    """What stands for an actor in dyads: its state, else its organisation."""
    return actor.country or actor.organisation


def lacking(table: str, schema: int) -> set[str]:
    """The columns that parts of an older schema version do not have."""
    return {column for version, tables in ADDED.items() if version > schema for column in tables.get(table, ())}


def article_row(record: Record, coding: str, kept: int) -> Row:
    """The record's row in ``articles``, in the order of its columns; the whole record rides along as JSON."""
    article = record.article
    whole = msgspec.json.encode(record).decode()
    return (
        article.id, coding, kept, record.key, article.url, article.outlet, article.title, article.published, len(record.events), whole,
        article.language,
    )  # fmt: skip


def event_rows(record: Record, coding: str, kept: int) -> Iterator[Row]:
    """The record's rows in ``events``, in the order of its columns; lists are joined by `SEPARATOR`."""
    article = record.article
    text, published = article.text, article.published
    actors = {a.id: a for a in record.actors}
    sides: dict[tuple[str, ...], _Side] = {}

    def side(ids: list[str]) -> _Side:
        # the same parties do many things in one article
        key = tuple(ids)
        if (found := sides.get(key)) is None:
            found = sides[key] = _side([actors[i] for i in ids])
        return found

    for event in record.events:
        date, place = event.date, event.place
        ours, our_codes, our_joined, our_sectors = side(event.actors)
        theirs, their_codes, their_joined, their_sectors = side(event.recipients)
        start, end = event.evidence[0] if event.evidence else event.trigger
        dyads = _joined([f"{a}-{b}" for a in our_codes for b in their_codes]) if our_codes and their_codes else ""
        yield (
            event.id, article.id, coding, kept,
            (date.end or date.start or published) if date else published,
            date.start if date else None, date.end if date else None, date.basis if date else None, published,
            event.type, event.mode, _joined(event.contexts), event.quad, event.score, event.cameo, event.goldstein,
            event.status, event.standing, event.reciprocal,
            ours, theirs, our_joined, their_joined, our_sectors, their_sectors, dyads,
            _joined([m.text for m in event.about]) if event.about else "",
            place.name if place else None, place.country if place else None,
            place.latitude if place else None, place.longitude if place else None,
            text[event.trigger[0] : event.trigger[1]], text[start:end], event.confidence, article.outlet, article.title, article.url,
            place.admin1 if place else None, place.geonames if place else None,
        )  # fmt: skip


def statement_rows(record: Record, coding: str, kept: int) -> Iterator[Row]:
    """The record's rows in ``statements``, in the order of its columns; lists are joined by `SEPARATOR`."""
    actors = {a.id: a for a in record.actors}
    article = record.article
    text = article.text
    for s in record.statements:
        speaker = actors.get(s.speaker or "")
        yield (
            s.id, article.id, coding, kept, article.published,
            speaker.name if speaker else (text[slice(*s.speaker_span)] if s.speaker_span else None),
            code_of(speaker) if speaker else None,
            s.source_kind, s.form, s.stance, s.channel, text[slice(*s.cue)] if s.cue else None,
            " … ".join([text[b:e] for b, e in s.content]), _joined(s.events),
        )  # fmt: skip


def _side(actors: list[Actor]) -> _Side:
    codes = _each([code_of(a) for a in actors])
    return _joined([a.name for a in actors]), codes, _joined(codes), _joined(_each([a.sector for a in actors]))


def _each(values: list[str | None]) -> list[str]:
    """The values that are there, each once."""
    if len(values) == 1:
        return [v] if (v := values[0]) else []
    return list(dict.fromkeys([v for v in values if v]))


def _joined(values: list[str]) -> str:
    if not values:
        return ""
    joined = values[0] if len(values) == 1 else SEPARATOR.join(values)
    # a text may hold any character: one that would part a value in two is dropped
    return joined if joined.count(SEPARATOR) == len(values) - 1 else SEPARATOR.join([v.replace(SEPARATOR, "") for v in values])
