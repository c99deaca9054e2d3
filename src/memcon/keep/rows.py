"""Flat rows of a record for the store's tables, and the tables' columns."""

from __future__ import annotations

from typing import Any

import msgspec

from memcon.model.record import Actor, EventDate, EventPlace, Record

SCHEMA_VERSION = 2
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

# a record with its coding and the number of the write that brought it
Kept = tuple[Record, str, int]

# rows as structs: what is unknown is left out, so that a row is short as JSON
_ARTICLE = msgspec.defstruct("ArticleRow", [(name, Any, None) for name in ARTICLES], omit_defaults=True, gc=False)
_EVENT = msgspec.defstruct("EventRow", [(name, Any, None) for name in EVENTS], omit_defaults=True, gc=False)
_STATEMENT = msgspec.defstruct("StatementRow", [(name, Any, None) for name in STATEMENTS], omit_defaults=True, gc=False)
_NO_DATE, _NO_PLACE = EventDate(), EventPlace(name="")


def code_of(actor: Actor) -> str | None:
    """What stands for an actor in dyads: its state, else its organisation."""
    return actor.country or actor.organisation


def lacking(table: str, schema: int) -> set[str]:
    """The columns that parts of an older schema version do not have."""
    return {column for version, tables in ADDED.items() if version > schema for column in tables.get(table, ())}


def rows_of(table: str, record: Record, coding: str = "", number: int = 0) -> list[Any]:
    """A record's rows of a table: structs with the table's columns as fields, unknown ones None; ``articles.record`` is `record_of`'s."""
    return {"articles": _articles, "events": _events, "statements": _statements}[table](record, coding, number)


def record_of(record: Record) -> bytes:
    """The whole record, as it rides along with its article: JSON."""
    return msgspec.json.encode(record)


def _articles(record: Record, coding: str, number: int) -> list[Any]:
    a = record.article
    count = len(record.events)
    return [_ARTICLE(a.id, coding, number, record.key, a.url, a.outlet, a.title, a.published, count, None, a.language)]


def _events(record: Record, coding: str, number: int) -> list[Any]:
    article = record.article
    key, text, published, outlet, title, url = article.id, article.text, article.published, article.outlet, article.title, article.url
    known = {a.id: a for a in record.actors}
    # the same parties do many things in one article
    sides: dict[str | tuple[str, ...], _Side] = {}
    rows = []
    for e in record.events:
        ours = _side(e.actors, known, sides)
        theirs = _side(e.recipients, known, sides)
        date, place = e.date or _NO_DATE, e.place or _NO_PLACE
        start, end = e.trigger
        begin, stop = e.evidence[0] if e.evidence else e.trigger
        # in the order of EVENTS: names cost as much again as all the rest
        rows.append(
            _EVENT(
                e.id, key, coding, number,
                date.end or date.start or published, date.start, date.end, date.basis, published,
                e.type, e.mode, e.contexts, e.quad, e.score, e.cameo, e.goldstein, e.status, e.standing, e.reciprocal,
                ours[0], theirs[0], ours[1], theirs[1], ours[2], theirs[2],
                [f"{a}-{b}" for a in ours[1] for b in theirs[1]] if ours[1] and theirs[1] else [],
                [m.text for m in e.about] if e.about else [],
                place.name or None, place.country, place.latitude, place.longitude,
                text[start:end], text[begin:stop], e.confidence, outlet, title, url, place.admin1, place.geonames,
            )
        )  # fmt: skip
    return rows


def _statements(record: Record, coding: str, number: int) -> list[Any]:
    article = record.article
    key, text, published = article.id, article.text, article.published
    known = {a.id: a for a in record.actors}
    rows = []
    for s in record.statements:
        speaker = known.get(s.speaker or "")
        name = speaker.name if speaker else text[s.speaker_span[0] : s.speaker_span[1]] if s.speaker_span else None
        rows.append(
            _STATEMENT(
                s.id, key, coding, number, published, name, code_of(speaker) if speaker else None,
                s.source_kind, s.form, s.stance, s.channel, text[s.cue[0] : s.cue[1]] if s.cue else None,
                " … ".join([text[b:e] for b, e in s.content]), s.events,
            )
        )  # fmt: skip
    return rows


# one party: its names, codes and sectors
_Side = tuple[list[str], list[str], list[str]]
_NOBODY: _Side = ([], [], [])


def _side(ids: list[str], known: dict[str, Actor], sides: dict[str | tuple[str, ...], _Side]) -> _Side:
    if not ids:
        return _NOBODY
    key = ids[0] if len(ids) == 1 else tuple(ids)
    if (side := sides.get(key)) is None:
        actors = [known[i] for i in ids if i in known]
        if len(actors) == 1:
            only = actors[0]
            code = only.country or only.organisation
            side = [only.name] if only.name else [], [code] if code else [], [only.sector] if only.sector else []
            sides[key] = side
            return side
        side = sides[key] = (
            [a.name for a in actors if a.name],
            list(dict.fromkeys([c for a in actors if (c := code_of(a))])),
            list(dict.fromkeys([a.sector for a in actors if a.sector])),
        )
    return side
