"""Flat rows of a record for the store's tables, and the tables' columns."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import msgspec

from memcon.model.record import Actor, EventDate, EventPlace, Record

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

Columns = dict[str, list[Any]]
# a record with its coding and the number of the write that brought it
Kept = tuple[Record, str, int]

_NO_DATE, _NO_PLACE = EventDate(), EventPlace(name="")


def code_of(actor: Actor) -> str | None:
    """What stands for an actor in dyads: its state, else its organisation."""
    return actor.country or actor.organisation


def lacking(table: str, schema: int) -> set[str]:
    """The columns that parts of an older schema version do not have."""
    return {column for version, tables in ADDED.items() if version > schema for column in tables.get(table, ())}


def columns_of(table: str, kept: Iterable[Kept]) -> Columns:
    """A table's columns for some records, each with its coding and the number of its write; lists are joined by `SEPARATOR`.

    Column by column, since a row at a time takes three times as long.
    """
    columns: Columns = {name: [] for name in TABLES[table]}
    add = {"articles": _add_article, "events": _add_events, "statements": _add_statements}[table]
    for record, coding, number in kept:
        add(columns, record, coding, number)
    return columns


def _add_article(columns: Columns, record: Record, coding: str, number: int) -> None:
    article = record.article
    # the whole record rides along as JSON
    whole = msgspec.json.encode(record).decode()
    row = (
        article.id, coding, number, record.key, article.url, article.outlet, article.title, article.published, len(record.events), whole,
        article.language,
    )  # fmt: skip
    for column, value in zip(columns.values(), row, strict=True):
        column.append(value)


def _add_events(columns: Columns, record: Record, coding: str, number: int) -> None:
    events = record.events
    if not events:
        return
    article = record.article
    text, published = article.text, article.published
    actors = {a.id: a for a in record.actors}
    # the same parties do many things in one article
    pairs = [(tuple(e.actors), tuple(e.recipients)) for e in events]
    sides = {ids: _side([actors[i] for i in ids]) for ids in {ids for pair in pairs for ids in pair}}
    ours, theirs = [sides[one] for one, _ in pairs], [sides[two] for _, two in pairs]
    dyads = {pair: _dyads(sides[pair[0]].codes, sides[pair[1]].codes) for pair in set(pairs)}
    dates, places = [e.date or _NO_DATE for e in events], [e.place or _NO_PLACE for e in events]
    spans = [e.evidence[0] if e.evidence else e.trigger for e in events]
    told: dict[str, list[Any]] = {
        "event_id": [e.id for e in events],
        "day": [d.end or d.start or published for d in dates],
        "date_start": [d.start for d in dates],
        "date_end": [d.end for d in dates],
        "date_basis": [d.basis for d in dates],
        "type": [e.type for e in events],
        "mode": [e.mode for e in events],
        "contexts": [SEPARATOR.join(e.contexts) for e in events],
        "quad": [e.quad for e in events],
        "score": [e.score for e in events],
        "cameo": [e.cameo for e in events],
        "goldstein": [e.goldstein for e in events],
        "status": [e.status for e in events],
        "standing": [e.standing for e in events],
        "reciprocal": [e.reciprocal for e in events],
        "actors": [s.names for s in ours],
        "recipients": [s.names for s in theirs],
        "actor_codes": [s.joined for s in ours],
        "recipient_codes": [s.joined for s in theirs],
        "actor_sectors": [s.sectors for s in ours],
        "recipient_sectors": [s.sectors for s in theirs],
        "dyads": [dyads[pair] for pair in pairs],
        "about": [_joined([m.text for m in e.about]) if e.about else "" for e in events],
        "place": [p.name or None for p in places],
        "country": [p.country for p in places],
        "latitude": [p.latitude for p in places],
        "longitude": [p.longitude for p in places],
        "words": [text[start:end] for start, end in (e.trigger for e in events)],
        "evidence": [text[start:end] for start, end in spans],
        "confidence": [e.confidence for e in events],
        "admin1": [p.admin1 for p in places],
        "geonames": [p.geonames for p in places],
    }
    same = {
        "article_id": article.id, "coding": coding, "kept": number, "published": published, "outlet": article.outlet,
        "title": article.title, "url": article.url,
    }  # fmt: skip
    for name, column in columns.items():
        column.extend(told[name] if name in told else [same[name]] * len(events))


def _add_statements(columns: Columns, record: Record, coding: str, number: int) -> None:
    said = record.statements
    if not said:
        return
    article = record.article
    text = article.text
    actors = {a.id: a for a in record.actors}
    speakers = [actors.get(s.speaker or "") for s in said]
    unknown = [text[slice(*s.speaker_span)] if s.speaker_span else None for s in said]
    told: dict[str, list[Any]] = {
        "statement_id": [s.id for s in said],
        "article_id": [article.id] * len(said),
        "coding": [coding] * len(said),
        "kept": [number] * len(said),
        "published": [article.published] * len(said),
        "speaker": [a.name if a else words for a, words in zip(speakers, unknown, strict=True)],
        "speaker_code": [code_of(a) if a else None for a in speakers],
        "source_kind": [s.source_kind for s in said],
        "form": [s.form for s in said],
        "stance": [s.stance for s in said],
        "channel": [s.channel for s in said],
        "cue": [text[s.cue[0] : s.cue[1]] if s.cue else None for s in said],
        "content": [" … ".join([text[b:e] for b, e in s.content]) for s in said],
        "events": [SEPARATOR.join(s.events) for s in said],
    }
    for name, column in columns.items():
        column.extend(told[name])


class _Side(NamedTuple):
    """One party: its names, codes and sectors as they go into the row, and its codes one by one."""

    names: str
    codes: list[str]
    joined: str
    sectors: str


def _side(actors: list[Actor]) -> _Side:
    codes = _each([code_of(a) for a in actors])
    return _Side(_joined([a.name for a in actors]), codes, _joined(codes), _joined(_each([a.sector for a in actors])))


def _dyads(ours: list[str], theirs: list[str]) -> str:
    if len(ours) == len(theirs) == 1:
        return f"{ours[0]}-{theirs[0]}"
    return _joined([f"{a}-{b}" for a in ours for b in theirs])


def _each(values: list[str | None]) -> list[str]:
    """The values that are there, each once."""
    if len(values) == 1:
        return [v] if (v := values[0]) else []
    return list(dict.fromkeys([v for v in values if v]))


def _joined(values: list[str]) -> str:
    if not values:
        return ""
    # a text may hold any character: one that would part a value in two is dropped
    if len(values) == 1:
        return values[0] if SEPARATOR not in values[0] else values[0].replace(SEPARATOR, "")
    joined = SEPARATOR.join(values)
    return joined if joined.count(SEPARATOR) == len(values) - 1 else SEPARATOR.join([v.replace(SEPARATOR, "") for v in values])
