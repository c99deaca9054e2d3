"""Hold two codings of the same articles against each other: which events came, went, or are told otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Literal

import msgspec

from memcon.model.record import Actor, Event, Record, Span, Statement

FIELDS = (
    "type", "mode", "contexts", "quad", "score", "cameo", "goldstein", "actors", "recipients", "reciprocal", "status", "date", "place",
    "about", "standing", "said_by", "words", "confidence",
)  # fmt: skip
# confidence moves with every training of the model: it counts where it is asked for
USUAL = tuple(f for f in FIELDS if f != "confidence")


class Change(msgspec.Struct, kw_only=True):
    """One event that differs. ``event`` is how the second side tells it (the first, where it is lost); ``fields`` first → second."""

    kind: Literal["gained", "lost", "changed"]
    article: str
    title: str | None
    only: bool = False
    event_id: str
    was_id: str | None = None
    event: dict[str, Any]
    fields: dict[str, tuple[Any, Any]] = {}


class Diff(msgspec.Struct):
    """Articles and events of two sides by what became of them."""

    articles_both: int = 0
    articles_lost: int = 0
    articles_gained: int = 0
    same: int = 0
    changed: int = 0
    lost: int = 0
    gained: int = 0
    by_field: dict[str, int] = {}
    changes: list[Change] = []


def diff(first: Iterable[Record], second: Iterable[Record], fields: Iterable[str] = USUAL) -> Diff:
    """What became of the first side's events in the second. Both sides come in the order of their articles' ids.

    Articles go together by id, then by address, then by key (their text may have been read otherwise); events by id, then by the words
    that show them. Only ``fields`` make an event a changed one.
    """
    found = Diff()
    asked = [f for f in FIELDS if f in set(fields)]
    lost: list[Record] = []
    gained: list[Record] = []
    for a, b in _pairs(iter(first), iter(second)):
        if a is None or b is None:
            lost.extend([a] if a else [])
            gained.extend([b] if b else [])
        else:
            _compare(found, a, b, asked)
    again, lost, gained = _again(lost, gained)
    for a, b in again:
        _compare(found, a, b, asked)
    for record in lost:
        found.articles_lost += 1
        for event in record.events:
            _add(found, _one("lost", record, event, only=True))
    for record in gained:
        found.articles_gained += 1
        for event in record.events:
            _add(found, _one("gained", record, event, only=True))
    found.by_field = dict(sorted(found.by_field.items(), key=lambda pair: (-pair[1], pair[0])))
    return found


def _pairs(first: Iterator[Record], second: Iterator[Record]) -> Iterator[tuple[Record | None, Record | None]]:
    a, b = next(first, None), next(second, None)
    while a is not None or b is not None:
        if b is None or (a is not None and a.article.id < b.article.id):
            yield a, None
            a = next(first, None)
        elif a is None or b.article.id < a.article.id:
            yield None, b
            b = next(second, None)
        else:
            yield a, b
            a, b = next(first, None), next(second, None)


def _again(lost: list[Record], gained: list[Record]) -> tuple[list[tuple[Record, Record]], list[Record], list[Record]]:
    """Articles whose text changed between the sides, found again by address or key, and those that were not."""
    pairs = []
    for name in (_url, _key):
        known: dict[str, Record] = {}
        rest = []
        for record in gained:
            value = name(record)
            if value is None or value in known:
                rest.append(record)
            else:
                known[value] = record
        left = []
        for record in lost:
            other = known.pop(name(record) or "", None)
            if other is None:
                left.append(record)
            else:
                pairs.append((record, other))
        lost, gained = left, rest + list(known.values())
    return pairs, lost, gained


def _url(record: Record) -> str | None:
    return record.article.url


def _key(record: Record) -> str | None:
    return record.key


def _compare(found: Diff, a: Record, b: Record, asked: list[str]) -> None:
    found.articles_both += 1
    pairs, lost, gained = _match(a, b)
    for was, now in pairs:
        before, after = told(a, was), told(b, now)
        fields = {f: (before[f], after[f]) for f in asked if before[f] != after[f]}
        if not fields:
            found.same += 1
            continue
        change = _one("changed", b, now)
        change.fields, change.was_id = fields, was.id if was.id != now.id else None
        for name in fields:
            found.by_field[name] = found.by_field.get(name, 0) + 1
        _add(found, change)
    for event in lost:
        _add(found, _one("lost", a, event))
    for event in gained:
        _add(found, _one("gained", b, event))


def _match(a: Record, b: Record) -> tuple[list[tuple[Event, Event]], list[Event], list[Event]]:
    """Pairs of events that are one event, and those without a fellow."""
    left, right = {e.id: e for e in a.events}, {e.id: e for e in b.events}
    pairs = [(left.pop(i), right.pop(i)) for i in list(left) if i in right]
    likely = sorted(
        (-score, was.trigger, now.trigger, was.id, now.id)
        for was in left.values()
        for now in right.values()
        if (score := _like(a, b, was, now))
    )
    for *_, was_id, now_id in likely:
        if was_id in left and now_id in right:
            pairs.append((left.pop(was_id), right.pop(now_id)))
    pairs.sort(key=lambda pair: (pair[1].trigger, pair[1].id))
    return pairs, list(left.values()), list(right.values())


def _like(a: Record, b: Record, was: Event, now: Event) -> int:
    """How alike two events of one article are; 0 where they are none."""
    same_text = a.article.id == b.article.id
    by_words = _over(was.trigger, now.trigger) if same_text else _words(a, was.trigger) == _words(b, now.trigger)
    parties = (_who(a, was.actors), _who(a, was.recipients)) == (_who(b, now.actors), _who(b, now.recipients))
    if same_text:
        by_deed = was.type == now.type and parties and any(_over(x, y) for x in was.evidence for y in now.evidence)
    else:
        by_deed = was.type == now.type and parties
    if not (by_words or by_deed):
        return 0
    return 1 + 4 * by_words + 2 * (was.type == now.type) + 2 * parties


def _over(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _words(record: Record, span: Span) -> str:
    return record.article.text[span[0] : span[1]]


def _who(record: Record, ids: list[str]) -> list[str]:
    actors = {a.id: a for a in record.actors}
    return [_label(actors[i]) if i in actors else i for i in ids]


def _label(actor: Actor) -> str:
    codes = " ".join(x for x in (actor.country, actor.sector) if x)
    return f"{actor.name} ({codes})" if codes else actor.name


def told(record: Record, event: Event) -> dict[str, Any]:
    """An event by the fields that are compared, ids and spans put into words."""
    date, place = event.date, event.place
    by_id = {s.id: s for s in record.statements}
    return {
        "type": event.type,
        "mode": event.mode,
        "contexts": sorted(event.contexts),
        "quad": event.quad,
        "score": event.score,
        "cameo": event.cameo,
        "goldstein": event.goldstein,
        "actors": _who(record, event.actors),
        "recipients": _who(record, event.recipients),
        "reciprocal": event.reciprocal,
        "status": event.status,
        "date": (date.start if date.start == date.end else f"{date.start or ''}/{date.end or ''}") if date else None,
        "place": ", ".join(x for x in (place.name, place.country) if x) if place else None,
        "about": [m.text for m in event.about],
        "standing": event.standing,
        "said_by": sorted(_said(record, by_id[i]) for i in event.statements if i in by_id),
        "words": _words(record, event.trigger),
        "confidence": round(event.confidence, 3),
    }


def _said(record: Record, statement: Statement) -> str:
    who = _who(record, [statement.speaker])[0] if statement.speaker else statement.source_kind
    return f"{who} {statement.stance}"


def _one(kind: Literal["gained", "lost", "changed"], record: Record, event: Event, only: bool = False) -> Change:
    article = record.article
    return Change(kind=kind, article=article.id, title=article.title, only=only, event_id=event.id, event=told(record, event))


def _add(found: Diff, change: Change) -> None:
    setattr(found, change.kind, getattr(found, change.kind) + 1)
    found.changes.append(change)
