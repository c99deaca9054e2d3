"""Answers from the store as plain data, each with its citations: article, address, title, the words and where they stand."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from memcon.gather.kept import asked
from memcon.gather.stories import Story
from memcon.keep import Filter, open_store
from memcon.keep.store import Store
from memcon.model.errors import NotFound
from memcon.model.record import Event, Record, Span, Statement
from memcon.read.published import option_day
from memcon.register.who import who

MOST = 100
_MOST_WORDS = 600
_MOST_TEXT = 20_000
_MOST_CITED = 6
_MOST_IN_STORY = 20

Answer = dict[str, Any]


def citation(record: Record, span: Span) -> Answer:
    """The words at a span of an article's text, with the article that holds them. Spans count Unicode code points."""
    article = record.article
    return {
        "article": article.id,
        "url": article.url,
        "title": article.title,
        "outlet": article.outlet,
        "published": article.published,
        "words": article.text[slice(*span)][:_MOST_WORDS],
        "span": list(span),
    }


def search_events(store: Store, wanted: Filter) -> Answer:
    """Events that a filter asks for, newest first, each with its citations. Raises `BadOption`."""
    limit = max(1, min(wanted.limit or 20, MOST))
    asked = Filter(**{**asdict(wanted), "limit": limit + 1})
    rows = store.events(asked, "event_id, article_id")
    records = _records(store, (r["article_id"] for r in rows[:limit]))
    found = []
    for row in rows[:limit]:
        record = records[row["article_id"]]
        event = next(e for e in record.events if e.id == row["event_id"])
        found.append(_event(record, event))
    return {"events": found, "more": len(rows) > limit, "offset": wanted.offset}


def get_event(store: Store, event_id: str) -> Answer:
    """One event with every statement about it. Raises `NotFound`."""
    with store.connect() as connection:
        row = connection.execute("SELECT article_id FROM events WHERE event_id = ? ORDER BY article_id LIMIT 1", [event_id]).fetchone()
    if row is None:
        raise NotFound("no such event in the store; search_events gives ids", place=event_id[:40])
    record = _records(store, [row[0]])[row[0]]
    event = next(e for e in record.events if e.id == event_id)
    return {"event": {**_event(record, event), "statements": _statements(record, event)}}


def get_article(store: Store, article_id: str, offset: int = 0) -> Answer:
    """One article: its text from an offset on, its events and who says what in it. Raises `NotFound`."""
    record = _records(store, [article_id]).get(article_id)
    if record is None:
        raise NotFound("no such article in the store; search_events gives ids", place=article_id[:40])
    article = record.article
    offset = max(0, offset)
    part = article.text[offset : offset + _MOST_TEXT]
    end = offset + len(part)
    return {
        "article": {
            "id": article.id,
            "url": article.url,
            "title": article.title,
            "outlet": article.outlet,
            "published": article.published,
            "byline": article.byline,
            "text": part,
            "offset": offset,
            "characters": len(article.text),
            "next_offset": end if end < len(article.text) else None,
        },
        "events": [_event(record, e) for e in record.events[:MOST]],
        "statements": _statements(record, None)[:MOST],
        "warnings": record.warnings,
    }


class Stories:
    """The store's stories, read from their index anew only when something was kept since."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.state: tuple[object, ...] | None = None
        self.found: list[Story] = []

    def of(self, store: Store) -> list[Story]:
        """All stories, newest first; callers must not change them."""
        with self.lock:
            # opened anew: an index that is ahead of the store that it is asked with would be made from the start
            store = open_store(store.folder)
            state = (store.manifest.kept, *(g.name for g in store.manifest.groups))
            if state != self.state:
                self.found = asked(store, lambda gathering: gathering.stories())[::-1]
                self.state = state
            return self.found


def search_stories(
    store: Store,
    stories: Stories,
    *,
    actor: str | None = None,
    type: str | None = None,
    words: str | None = None,
    since: str | None = None,
    until: str | None = None,
    least: int = 1,
    limit: int = 10,
    offset: int = 0,
) -> Answer:
    """Stories: one event as all its reports tell it, with who says so, copies and where reports differ. Raises `BadOption`."""
    limit = max(1, min(limit, MOST))
    gathered = stories.of(store)
    # opened after them, so that it holds the articles that they tell of
    store = open_store(store.folder)
    clause = Filter(actor=actor, type=(type,) if type else (), words=words, since=since, until=until)
    # one event that fits makes its story fit
    events = {(r["article_id"], r["type"]) for r in store.events(clause, "article_id, type")}
    fitting = [s for s in gathered if len(s.articles) >= least and any((a, s.type) in events for a in s.articles)]
    shown = fitting[offset : offset + limit]
    records = _records(store, (a for s in shown for a in [*s.articles[:_MOST_IN_STORY], *(o["article"] for o in s.says[:_MOST_IN_STORY])]))
    return {"stories": [_story(s, records) for s in shown], "more": len(fitting) > offset + limit, "offset": offset}


def _story(story: Story, records: dict[str, Record]) -> Answer:
    says = []
    for one in story.says[:_MOST_IN_STORY]:
        record = records[one["article"]]
        statement = next(s for s in record.statements if s.id == one["statement"])
        says.append({"speaker": one["speaker"], "stance": one["stance"], "citations": _cited(record, statement.content)})
    cited: list[Answer] = []
    for article in story.articles[:_MOST_IN_STORY]:
        record = records[article]
        told = [e for e in record.events if e.type == story.type]
        cited.extend(citation(record, e.evidence[0] if e.evidence else e.trigger) for e in told[:1])
    return {
        "id": story.id,
        "type": story.type,
        "mode": story.mode,
        "who": story.actors,
        "whom": story.recipients,
        "date": story.date,
        "place": story.place,
        "about": story.about,
        "status": story.status,
        "standing": story.standing,
        "articles": len(story.articles),
        "independent": story.independent,
        "copies": [fold[:_MOST_IN_STORY] for fold in story.copies[:_MOST_IN_STORY]],
        "conflicts": story.conflicts[:_MOST_IN_STORY],
        "says": says,
        "citations": cited,
    }


def actor(store: Store, text: str, on: str | None = None, inside: str | None = None) -> Answer:
    """Who a phrase names on a day, by the register, and where the store's events name them. Raises `BadOption`."""
    option_day(on)
    found = who(text, on, inside.upper() if inside else None)
    names = list(dict.fromkeys(n for n in (found.name if found else None, text) if n))
    rows: list[dict[str, Any]] = []
    for name in names:
        rows = rows or store.events(Filter(actor=name, limit=_MOST_CITED), "event_id, article_id")
    records = _records(store, (r["article_id"] for r in rows))
    cited = []
    for row in rows:
        record = records[row["article_id"]]
        event = next(e for e in record.events if e.id == row["event_id"])
        cited.append(citation(record, event.evidence[0] if event.evidence else event.trigger))
    return {
        "actor": None
        if found is None
        else {
            "name": found.name,
            "kind": found.kind,
            "country": found.country,
            "organisation": found.organisation,
            "sectors": list(found.sectors),
            "office": found.office,
            "basis": "register",
        },
        "asked": {"text": text, "on": on},
        "citations": cited,
    }


def _event(record: Record, event: Event) -> Answer:
    actors = {a.id: a for a in record.actors}

    def side(ids: list[str]) -> list[Answer]:
        return [{"name": a.name, "country": a.country, "sector": a.sector, "office": a.office} for i in ids if (a := actors.get(i))]

    return {
        "id": event.id,
        "article": record.article.id,
        "type": event.type,
        "mode": event.mode,
        "quad": event.quad,
        "cameo": event.cameo,
        "who": side(event.actors),
        "whom": side(event.recipients),
        "reciprocal": event.reciprocal,
        "status": event.status,
        "standing": event.standing,
        "date": {"start": event.date.start, "end": event.date.end, "basis": event.date.basis} if event.date else None,
        "place": {"name": event.place.name, "country": event.place.country} if event.place else None,
        "about": [m.text for m in event.about],
        "confidence": event.confidence,
        "citations": _cited(record, event.evidence or [event.trigger]),
    }


def _statements(record: Record, event: Event | None) -> list[Answer]:
    """The statements about an event, or all."""
    names = {a.id: a.name for a in record.actors}

    def said(s: Statement) -> Answer:
        text = record.article.text
        speaker = names.get(s.speaker or "") or (text[slice(*s.speaker_span)] if s.speaker_span else None)
        return {"speaker": speaker, "source": s.source_kind, "form": s.form, "stance": s.stance, "citations": _cited(record, s.content)}

    return [said(s) for s in record.statements if event is None or event.id in s.events or s.id in event.statements]


def _cited(record: Record, spans: Iterable[Span]) -> list[Answer]:
    return [citation(record, span) for span in list(spans)[:_MOST_CITED]]


def _records(store: Store, ids: Iterable[str]) -> dict[str, Record]:
    wanted = list(dict.fromkeys(ids))
    return {r.article.id: r for r in store.records(wanted)} if wanted else {}
