"""Flat rows of a record for the store's tables, and the tables' columns."""

from __future__ import annotations

from typing import Any

import msgspec

from memcon.model.record import Actor, Event, Record

SCHEMA_VERSION = 1

# column → DuckDB type; the order is the order in the files
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


def code_of(actor: Actor) -> str | None:
    """What stands for an actor in dyads: its state, else its organisation."""
    return actor.country or actor.organisation


def article_row(record: Record, coding: str, kept: int) -> dict[str, Any]:
    """The record's row in ``articles``; the whole record rides along as JSON."""
    article = record.article
    return {
        "article_id": article.id,
        "coding": coding,
        "kept": kept,
        "key": record.key,
        "url": article.url,
        "outlet": article.outlet,
        "title": article.title,
        "published": article.published,
        "events": len(record.events),
        "record": msgspec.json.encode(record).decode(),
    }


def event_rows(record: Record, coding: str, kept: int) -> list[dict[str, Any]]:
    """The record's rows in ``events``."""
    actors = {a.id: a for a in record.actors}
    return [_event_row(record, event, actors, coding, kept) for event in record.events]


def _event_row(record: Record, event: Event, actors: dict[str, Actor], coding: str, kept: int) -> dict[str, Any]:
    article, date, place = record.article, event.date, event.place
    ours, theirs = [actors[i] for i in event.actors], [actors[i] for i in event.recipients]
    from_codes, to_codes = _codes(ours), _codes(theirs)
    text = article.text
    evidence = event.evidence[0] if event.evidence else event.trigger
    return {
        "event_id": event.id,
        "article_id": article.id,
        "coding": coding,
        "kept": kept,
        "day": (date.end or date.start) if date and (date.end or date.start) else article.published,
        "date_start": date.start if date else None,
        "date_end": date.end if date else None,
        "date_basis": date.basis if date else None,
        "published": article.published,
        "type": event.type,
        "mode": event.mode,
        "contexts": event.contexts,
        "quad": event.quad,
        "score": event.score,
        "cameo": event.cameo,
        "goldstein": event.goldstein,
        "status": event.status,
        "standing": event.standing,
        "reciprocal": event.reciprocal,
        "actors": [a.name for a in ours],
        "recipients": [a.name for a in theirs],
        "actor_codes": from_codes,
        "recipient_codes": to_codes,
        "actor_sectors": list(dict.fromkeys(a.sector for a in ours if a.sector)),
        "recipient_sectors": list(dict.fromkeys(a.sector for a in theirs if a.sector)),
        "dyads": list(dict.fromkeys(f"{a}-{b}" for a in from_codes for b in to_codes)),
        "about": [m.text for m in event.about],
        "place": place.name if place else None,
        "country": place.country if place else None,
        "latitude": place.latitude if place else None,
        "longitude": place.longitude if place else None,
        "words": text[slice(*event.trigger)],
        "evidence": text[slice(*evidence)],
        "confidence": event.confidence,
        "outlet": article.outlet,
        "title": article.title,
        "url": article.url,
    }


def _codes(actors: list[Actor]) -> list[str]:
    return list(dict.fromkeys(c for a in actors if (c := code_of(a))))


def statement_rows(record: Record, coding: str, kept: int) -> list[dict[str, Any]]:
    """The record's rows in ``statements``."""
    actors = {a.id: a for a in record.actors}
    text = record.article.text
    rows = []
    for s in record.statements:
        speaker = actors.get(s.speaker or "")
        rows.append(
            {
                "statement_id": s.id,
                "article_id": record.article.id,
                "coding": coding,
                "kept": kept,
                "published": record.article.published,
                "speaker": speaker.name if speaker else (text[slice(*s.speaker_span)] if s.speaker_span else None),
                "speaker_code": code_of(speaker) if speaker else None,
                "source_kind": s.source_kind,
                "form": s.form,
                "stance": s.stance,
                "channel": s.channel,
                "cue": text[slice(*s.cue)] if s.cue else None,
                "content": " … ".join(text[b:e] for b, e in s.content),
                "events": s.events,
            }
        )
    return rows
