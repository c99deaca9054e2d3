"""One story from its tellings: what happened, who says so, on how many reports it rests, and where they differ."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import msgspec

from memcon.gather.differences import differences
from memcon.gather.digest import Told
from memcon.gather.groups import Groups

_SIDES = ("both-sides", "one-side", "third-party", "anonymous", "outlet")
_MOST_ABOUT = 12
MANY = 100  # copies of one text that are worth a warning


class Story(msgspec.Struct, kw_only=True):
    """One happening over all its reports. Field order and names are the record's contract ("Stories").

    ``events`` names each article's event that the story is made of, earliest report first; ``warnings`` says what is odd about the reports.
    """

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
    events: list[dict[str, str]] = []
    warnings: list[str] = []


class Telling(msgspec.Struct):
    """One telling with what is known of its article; ``fold`` numbers the articles that are one text."""

    told: Told
    article: str
    published: str | None
    outlet: str | None
    agency: str | None
    fold: int


def story_of(tellings: Iterable[Telling]) -> Story:
    """The story that some tellings are of (at least one); their order changes nothing."""
    told = sorted(tellings, key=_order)
    held = {t.article: t for t in told}
    articles = sorted(held)
    days = sorted(t.published for t in held.values() if t.published)
    # of a thousand reprints each telling counts, but the fullest is chosen among what the reports themselves say best
    fullest = max(told, key=lambda t: (bool(t.told.actors) + bool(t.told.recipients), t.told.evidence, t.article, t.told.event))
    copies = defaultdict(list)
    for one in articles:
        copies[held[one].fold].append(one)
    return Story(
        id=story_id(told[0].article, told[0].told.event),
        type=fullest.told.type,
        mode=next((t.told.mode for t in told if t.told.mode), None),
        actors=fullest.told.actors,
        recipients=fullest.told.recipients,
        date=_date(told),
        place=next((t.told.place for t in told if t.told.place), None),
        about=list(dict.fromkeys(m for t in told for m in t.told.about))[:_MOST_ABOUT],
        status=_most(t.told.status for t in told),
        standing=standing_over(told),
        first_seen=days[0] if days else None,
        last_seen=days[-1] if days else None,
        articles=articles,
        independent=independent_of(held.values()),
        copies=sorted(c for c in copies.values() if len(c) > 1),
        says=[
            {"article": t.article, "statement": s.statement, "stance": s.stance, "speaker": s.speaker} for t in told for s in t.told.says
        ],
        conflicts=differences((t.article, t.told) for t in told),
        events=[{"article": t.article, "event": t.told.event} for t in told],
        warnings=_odd(list(held.values()), copies.values()),
    )


def _odd(articles: Sequence[Telling], texts: Iterable[Sequence[str]]) -> list[str]:
    """What is odd about a story's reports, a line each: undated ones, and texts that very many of them are."""
    undated = sum(a.published is None for a in articles)
    found = [f"{undated} of {len(articles)} reports without a date: the story may lie earlier or later"] if undated else []
    many = sorted((len(t) for t in texts if len(t) >= MANY), reverse=True)
    return found + [f"{n} reports are one text: they count as one" for n in many[:3]]


def story_id(article: str, event: str) -> str:
    """The id of the story whose first telling this is: the earliest published, so that it stays while later reports come in."""
    return "y" + hashlib.sha256(f"story {article} {event}".encode()).hexdigest()[:15]


def independent_of(articles: Iterable[Telling]) -> int:
    """How many reports there are once copies, text of one agency and articles of one outlet are folded together.

    A text that an agency is credited for in any of its copies is the agency's, whoever printed it: a paper that carries the text of
    two agencies does not make them one.
    """
    texts: dict[int, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for article in articles:
        agencies, outlets = texts[article.fold]
        if article.agency:
            agencies.add(f"agency {article.agency}")
        if article.outlet:
            outlets.add(f"outlet {article.outlet}")
    return independent_texts(agencies or outlets for agencies, outlets in texts.values())


def independent_texts(sources: Iterable[set[str]]) -> int:
    """How many groups there are of texts that have a source in common; a text without one stands alone."""
    held = {str(at): names for at, names in enumerate(sources)}
    groups = Groups(held)
    first_of: dict[str, str] = {}
    for one, names in held.items():
        for name in names:
            groups.join(first_of.setdefault(name, one), one)
    return len({groups.find(one) for one in held})


def standing_over(told: Sequence[Telling]) -> str:
    """The standing of an event over all its reports: sides that confirm it anywhere count together."""
    statuses = {t.told.status for t in told}
    denied = "denied" in statuses or any(t.told.standing == "disputed" for t in told)
    if denied and statuses & {"happened", "ongoing"}:
        return "disputed"
    confirming = {s.side for t in told for s in t.told.says if s.side is not None and s.stance not in ("denies", "doubts")}
    # the sides of any one telling: who comes first differs from report to report
    if any(_both(confirming, t.told) for t in told):
        return "both-sides"
    return min((t.told.standing for t in told), key=lambda x: _SIDES.index(x) if x in _SIDES else 9)


def _both(confirming: set[str], told: Told) -> bool:
    who, whom = set(told.actor_sides), set(told.recipient_sides)
    return bool(confirming & who and confirming & whom and who != whom)


def _order(telling: Telling) -> tuple[str, str, str]:
    return telling.published or "9999", telling.article, telling.told.event


def _date(told: Sequence[Telling]) -> dict[str, Any] | None:
    """The interval that most reports give; exact days before wider ones."""
    given = Counter((t.told.start, t.told.end) for t in told if t.told.end)
    if not given:
        return None
    best = max(sorted(given, key=str), key=lambda d: (given[d], -_width(*d)))
    return {"start": best[0], "end": best[1]}


def _width(start: str | None, end: str | None) -> int:
    return (date.fromisoformat(end) - date.fromisoformat(start)).days if start and end else 400


def _most(values: Iterable[str]) -> str:
    counts = Counter(values)
    return max(sorted(counts), key=lambda v: counts[v])
