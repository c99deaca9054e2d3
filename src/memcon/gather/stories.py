"""Fold events of many reports into stories: one happening as many outlets tell it, with who says so and where they differ."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import msgspec

from memcon.gather.copies import Copy, folds, independent
from memcon.gather.topics import Groups, Item, days_between, topics_of
from memcon.model.record import Event, Record, Statement

_REAL = {"happened", "ongoing", "denied"}
_NEXT_DAY = 1
_SIDES = ("both-sides", "one-side", "third-party", "anonymous", "outlet")


class Story(msgspec.Struct, kw_only=True):
    """One happening over all its reports. Field order and names are the record's contract ("Stories")."""

    id: str
    type: str
    mode: str | None
    actors: list[str]
    recipients: list[str]
    date: dict[str, Any] | None
    place: str | None
    about: list[str]
    status: str
    standing: str
    first_seen: str | None
    last_seen: str | None
    articles: list[str]
    independent: int
    copies: list[list[str]]
    says: list[dict[str, Any]]
    conflicts: list[dict[str, Any]]


@dataclass
class Told:
    """One event as one article tells it."""

    record: Record
    event: Event
    actors: frozenset[str]
    recipients: frozenset[str]
    names: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """A name for this telling."""
        return f"{self.record.article.id}/{self.event.id}"


def stories_of(records: Iterable[Record]) -> list[Story]:
    """All the stories of some records, sorted by day and id. Recomputed whole: the order of the records changes nothing."""
    by_topic: dict[str, list[Record]] = defaultdict(list)
    held = {r.article.id: r for r in records}
    topics = topics_of(Item(r.article.id, r.article.published, r.article.title, r.article.text) for r in held.values())
    for article in sorted(held):
        by_topic[topics[article]].append(held[article])
    stories: list[Story] = []
    for topic in sorted(by_topic):
        tellings = [t for r in by_topic[topic] for t in _told(r)]
        groups = Groups(t.key for t in tellings)
        for at, one in enumerate(tellings):
            for two in tellings[at + 1 :]:
                if one.record is not two.record and same_happening(one, two):
                    groups.join(one.key, two.key)
        by_key = {t.key: t for t in tellings}
        stories.extend(_story(topic, [by_key[k] for k in members]) for members in groups.sets())
    return sorted(stories, key=lambda s: ((s.date or {}).get("end") or s.first_seen or "", s.id))


def same_happening(one: Told, two: Told) -> bool:
    """Whether two articles of one topic tell the same event: type, parties, kind of status and day agree."""
    a, b = one.event, two.event
    if a.type != b.type or (a.mode and b.mode and a.mode != b.mode):
        return False
    if (a.status in _REAL) != (b.status in _REAL) or (a.status == "historical") != (b.status == "historical"):
        return False
    if a.reciprocal or b.reciprocal:
        both1, both2 = one.actors | one.recipients, two.actors | two.recipients
        if not both1 or not both2 or not (both1 <= both2 or both2 <= both1):
            return False
    elif not (_meet(one.actors, two.actors) and _meet(one.recipients, two.recipients)) or not (
        one.actors & two.actors or one.recipients & two.recipients
    ):
        return False
    return _days_meet(a, b)


def _meet(one: frozenset[str], two: frozenset[str]) -> bool:
    return not one or not two or bool(one & two)


def _days_meet(a: Event, b: Event) -> bool:
    if a.date is None or b.date is None or not a.date.end or not b.date.end:
        return True
    start1, start2 = a.date.start or a.date.end, b.date.start or b.date.end
    if start1 <= b.date.end and start2 <= a.date.end:
        return True
    gap = days_between(a.date.end, start2) if a.date.end < start2 else days_between(b.date.end, start1)
    return gap <= _NEXT_DAY


def _told(record: Record) -> list[Told]:
    sides = {a.id: a.country or a.organisation or a.name for a in record.actors}
    names = {a.id: a.name for a in record.actors}
    return [Told(record, e, frozenset(sides[i] for i in e.actors), frozenset(sides[i] for i in e.recipients), names) for e in record.events]


def _story(topic: str, told: list[Told]) -> Story:
    told = sorted(told, key=lambda t: (t.record.article.published or "9999", t.key))
    articles = sorted({t.record.article.id for t in told})
    held = {t.record.article.id: t.record for t in told}
    days = sorted(d for r in held.values() if (d := r.article.published))
    copies = [Copy(i, held[i].article.outlet, held[i].article.text) for i in articles]
    fullest = max(told, key=lambda t: (bool(t.event.actors) + bool(t.event.recipients), len(t.event.evidence), t.key))
    says = [(t, s) for t in told for s in t.record.statements if t.event.id in s.events]
    base = "|".join((topic, fullest.event.type, *sorted(fullest.actors | fullest.recipients), articles[0], fullest.event.id))
    return Story(
        id="y" + hashlib.sha256(base.encode()).hexdigest()[:15],
        type=fullest.event.type,
        mode=next((t.event.mode for t in told if t.event.mode), None),
        actors=_names(fullest, fullest.event.actors),
        recipients=_names(fullest, fullest.event.recipients),
        date=_date(told),
        place=next((t.event.place.name for t in told if t.event.place), None),
        about=list(dict.fromkeys(m.text for t in told for m in t.event.about))[:12],
        status=_most([t.event.status for t in told]),
        standing=standing_over(says, told),
        first_seen=days[0] if days else None,
        last_seen=days[-1] if days else None,
        articles=articles,
        independent=independent(copies),
        copies=[f for f in folds(copies) if len(f) > 1],
        says=[
            {"article": t.record.article.id, "statement": s.id, "stance": s.stance, "speaker": t.names.get(s.speaker or "")}
            for t, s in says
        ],
        conflicts=_conflicts(told),
    )


def standing_over(says: Sequence[tuple[Told, Statement]], told: Sequence[Told]) -> str:
    """The standing of an event over all its reports: sides that confirm it anywhere count together."""
    if any(t.event.standing == "disputed" or t.event.status == "denied" for t in told) and any(
        t.event.status in ("happened", "ongoing") for t in told
    ):
        return "disputed"
    confirming: set[str] = set()
    for t, s in says:
        speaker = next((a for a in t.record.actors if a.id == s.speaker), None)
        if speaker is not None and s.stance != "denies":
            confirming.add(speaker.country or speaker.organisation or speaker.name)
    # the sides of any one telling: who comes first differs from report to report
    if any(confirming & t.actors and confirming & t.recipients for t in told):
        return "both-sides"
    return min((t.event.standing for t in told), key=lambda x: _SIDES.index(x) if x in _SIDES else 9)


def _names(told: Told, ids: list[str]) -> list[str]:
    return [told.names[i] for i in ids]


def _date(told: list[Told]) -> dict[str, Any] | None:
    """The interval that most reports give; exact days before wider ones."""
    given = [(t.event.date.start, t.event.date.end) for t in told if t.event.date and t.event.date.end]
    if not given:
        return None
    best = max(sorted(set(given), key=str), key=lambda d: (given.count(d), -_width(*d)))
    return {"start": best[0], "end": best[1]}


def _width(start: str | None, end: str | None) -> int:
    return (date.fromisoformat(end) - date.fromisoformat(start)).days if start and end else 400


def _most(values: list[str]) -> str:
    return max(sorted(set(values)), key=values.count)


def _conflicts(told: list[Told]) -> list[dict[str, Any]]:
    """Where reports differ: on the day, the place, whether it happened."""
    found = []
    for name, value in (("date", _day), ("place", _place), ("status", _status)):
        by_value: dict[str, set[str]] = defaultdict(set)
        for t in told:
            if given := value(t.event):
                by_value[given].add(t.record.article.id)
        if len(by_value) > 1 and len(set.union(*by_value.values())) > 1:
            found.append({"field": name, "values": [{"value": v, "articles": sorted(by_value[v])} for v in sorted(by_value)]})
    return found


def _day(event: Event) -> str | None:
    """The day, where the text gives it exactly."""
    day = event.date
    return day.end if day and day.basis == "text" and day.start == day.end else None


def _place(event: Event) -> str | None:
    return event.place.name if event.place and event.place.basis == "grammar" else None


def _status(event: Event) -> str | None:
    return event.status
