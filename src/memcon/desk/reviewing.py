"""One event with all that it rests on, and the queue of events for coders."""

from __future__ import annotations

from typing import Any

import msgspec

from memcon.code.ontology import act_of, cameo
from memcon.desk.rows import single
from memcon.keep.store import Store
from memcon.model.errors import NotFound
from memcon.model.record import Event, Record
from memcon.review import read
from memcon.review.decision import Decision, coder_name
from memcon.review.gold import rows
from memcon.review.log import latest
from memcon.review.score import score_of_store

_SALT = "memcon review "

__all__ = ["coder_name", "desk_of", "event_page", "find_event", "next_of", "of_coder"]


def find_event(store: Store, event_id: str) -> tuple[Record, Event]:
    """An event and the record that holds it. Raises `NotFound`."""
    with store.connect() as connection:
        row = connection.execute("SELECT article_id FROM events WHERE event_id = ? LIMIT 1", [event_id]).fetchone()
    for record in store.records([row[0]] if row else []):
        for event in record.events:
            if event.id == event_id:
                return record, event
    raise NotFound("no such event in the store", place=event_id[:40])


def event_page(store: Store, record: Record, event: Event, coder: str | None) -> dict[str, Any]:
    """An event, who takes part, who speaks of it, and what was decided.

    A coder sees what others decided only after deciding: else agreement would measure who came first.
    """
    article, text = record.article, record.article.text
    act = act_of(event.type, event.mode)
    decided = [d for d in latest(read(store.folder).decisions) if d.event_id == event.id]
    blind = coder is not None and not any(d.coder == coder for d in decided)
    return {
        "event": event,
        "meaning": act.meaning,
        "cameo_name": cameo()[event.cameo].name if event.cameo in cameo() else None,
        "words": text[slice(*event.trigger)],
        "status_cue": text[slice(*event.status_cue)] if event.status_cue else None,
        "evidence": [text[s:e] for s, e in event.evidence],
        "article": {"id": article.id, "title": article.title, "outlet": article.outlet, "published": article.published},
        "actors": [a for a in record.actors if a.id in (*event.actors, *event.recipients)],
        "statements": [
            {
                "id": s.id,
                "speaker": next((a.name for a in record.actors if a.id == s.speaker), None),
                "stance": s.stance,
                "words": " … ".join(text[b:e] for b, e in s.content),
            }
            for s in record.statements
            if event.id in s.events
        ],
        "decisions": [] if blind else [said(d) for d in decided],
        "hidden": len(decided) if blind else 0,
    }


def said(one: Decision) -> dict[str, Any]:
    """A decision as pages show it."""
    changed = []
    if one.verdict == "correct" and one.event is not None:
        old, new = msgspec.to_builtins(one.machine), msgspec.to_builtins(one.event)
        changed = [{"field": k, "from": shown(old[k]), "to": shown(new[k])} for k in new if new[k] != old[k]]
    return {
        "coder": one.coder,
        "time": one.time,
        "verdict": one.verdict,
        "note": one.note,
        "event_id": one.event_id,
        "type": one.machine.type,
        "sentence": one.sentence,
        "changed": changed,
    }


def shown(value: Any) -> str:
    """A field's value as words."""
    if isinstance(value, list | tuple):
        return "; ".join(" ".join(str(p[k]) for k in ("name", "code", "sector") if p.get(k)) for p in value) or "nobody"
    return {True: "yes", False: "no", None: "unknown"}.get(value, str(value)) if not isinstance(value, str) else value


def of_coder(store: Store, coder: str | None, statements: bool = False) -> dict[str, str]:
    """Event, or statement, → verdict, as this coder decided."""
    if coder is None:
        return {}
    log = read(store.folder)
    words = latest(log.statements) if statements else latest(log.decisions)
    return {d.about: d.verdict for d in words if d.coder == coder}


def next_of(store: Store, coder: str | None, after: str = "", statements: bool = False) -> str | None:
    """The event, or statement, that the queue draws next for a coder, in an order that nothing but chance decides and that is every coder's.

    ``after`` passes over one that is left for later.
    """
    table, key = ("statements", "statement_id") if statements else ("events", "event_id")
    lot = f"sha256('{_SALT}' || {key})"
    done: list[Any] = [list(of_coder(store, coder, statements))]
    first = f"SELECT {key} FROM {table} WHERE NOT list_contains(?, {key}){{}} ORDER BY {lot} LIMIT 1"
    with store.connect() as connection:
        row = connection.execute(first.format(f" AND {lot} > sha256(?)"), [*done, _SALT + after]).fetchone() if after else None
        row = row or connection.execute(first.format(""), done).fetchone()
    return str(row[0]) if row else None


def desk_of(store: Store, coder: str | None) -> dict[str, Any]:
    """The coders' page: what is left, what the decisions say so far, this coder's newest ones."""
    log = read(store.folder)
    done, heard = of_coder(store, coder), of_coder(store, coder, statements=True)
    with store.connect() as connection:
        (left,) = single(connection, "SELECT count(*) FROM events WHERE NOT list_contains(?, event_id)", [list(done)])
        unheard = "SELECT count(*) FROM statements WHERE NOT list_contains(?, statement_id)"
        (left_statements,) = single(connection, unheard, [list(heard)])
    mine = [d for d in reversed(latest(log.decisions)) if d.coder == coder]
    mine.sort(key=lambda d: d.time, reverse=True)
    return {
        "coder": coder,
        "done": len(done),
        "left": left,
        "done_statements": len(heard),
        "left_statements": left_statements,
        "score": score_of_store(store, log),
        "mine": [said(d) for d in mine[:30]],
    }


def gold(store: Store, coder: str | None) -> bytes:
    """Each coder's newest word on an event as JSON lines, the rows of ``memcon review export``.

    A coder gets others' only for events that they have judged themselves.
    """
    words = latest(read(store.folder).decisions)
    own = {d.event_id for d in words if d.coder == coder}
    return b"".join(msgspec.json.encode(r) + b"\n" for r in rows([d for d in words if coder is None or d.event_id in own]))
