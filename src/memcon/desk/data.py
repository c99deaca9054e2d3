"""What each page shows, as plain data: the JSON twin is this and nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import msgspec

from memcon.gather.stories import Story
from memcon.keep import Filter
from memcon.keep.store import Store
from memcon.model.errors import BadOption, NotFound
from memcon.model.record import Record

PAGE = 100
COLUMNS = (
    "event_id, article_id, day, type, mode, quad, cameo, status, standing, actors, recipients, actor_codes, recipient_codes, dyads, reciprocal, "
    "about, place, words, evidence, confidence, outlet, title"
)


def filter_of(query: Mapping[str, str], **fixed: Any) -> Filter:
    """A filter from an address' query. Raises `BadOption`."""
    try:
        page = max(0, int(query.get("page") or 0))
        quad = int(query["quad"]) if query.get("quad") else None
        least = float(query.get("min_confidence") or 0)
    except ValueError:
        raise BadOption("page, quad and min_confidence are numbers") from None
    given: dict[str, Any] = {
        k: query[k][:200] for k in ("dyad", "actor", "sector", "place", "about", "words", "since", "until") if query.get(k)
    }
    for name in ("type", "status", "standing"):
        if query.get(name):
            given[name] = tuple(query[name][:200].split(","))
    if "dyad" in {**given, **fixed} and query.get("directed") == "1":
        fixed["directed"] = True
    return Filter(**{**given, **fixed}, quad=quad, min_confidence=least, limit=PAGE, offset=min(page, 10_000) * PAGE)


def events(store: Store, query: Mapping[str, str], **fixed: Any) -> dict[str, Any]:
    """A page of events with how they divide."""
    rows = store.events(filter_of(query, **fixed), COLUMNS)
    return {"events": rows, "page": int(query.get("page") or 0), "more": len(rows) == PAGE}


def today(store: Store) -> dict[str, Any]:
    """The newest events, how the store divides, its commonest dyads."""
    _, days = store.sql(
        "SELECT CAST(date_trunc('month', day) AS DATE) AS month, quad, count(*) FROM events WHERE status IN ('happened', 'ongoing') AND day IS NOT NULL"
        " GROUP BY ALL ORDER BY month DESC LIMIT 96"
    )
    _, dyads = store.sql("SELECT d, count(*) AS n FROM (SELECT unnest(dyads) AS d FROM events) GROUP BY d ORDER BY n DESC, d LIMIT 24")
    _, types = store.sql("SELECT type, count(*) AS n FROM events GROUP BY type ORDER BY n DESC, type")
    _, standing = store.sql("SELECT standing, count(*) AS n FROM events GROUP BY standing ORDER BY n DESC, standing")
    return {
        "articles": store.count("articles"),
        "events": store.count("events"),
        "statements": store.count("statements"),
        "newest": store.events(Filter(limit=30), COLUMNS),
        "dyads": [{"dyad": d, "events": n} for d, n in dyads],
        "types": [{"type": t, "events": n} for t, n in types],
        "standing": [{"standing": s, "events": n} for s, n in standing],
        "months": months_of(days),
    }


def dyad(store: Store, name: str, query: Mapping[str, str]) -> dict[str, Any]:
    """Everything between two sides that the query's filters leave: months by quad, matters, the events. Raises `BadOption`."""
    found = events(store, query, dyad=name)
    every = store.events(replace(filter_of(query, dyad=name), limit=None, offset=0), "day, quad, status, about, actors, recipients")
    counts: Counter[tuple[str, int]] = Counter()
    for row in every:
        if row["day"] and row["status"] in ("happened", "ongoing"):
            counts[(f"{row['day']:%Y-%m}-01", row["quad"])] += 1
    matters = Counter(m for row in every for m in row["about"])
    return {
        **found,
        "dyad": name.upper(),
        "directed": query.get("directed") == "1",
        "all": len(every),
        "months": months_of([(m, q, n) for (m, q), n in counts.items()]),
        "matters": [{"matter": m, "events": n} for m, n in matters.most_common(12)],
    }


def months_of(rows: list[tuple[Any, ...]]) -> list[dict[str, Any]]:
    """Counts by month and quad class, oldest first, every month in between there."""
    by_month: dict[str, dict[int, int]] = {}
    for month, quad, number in rows:
        by_month.setdefault(str(month)[:7], {})[int(quad)] = int(number)
    if not by_month:
        return []
    filled: list[dict[str, Any]] = []
    year, month_ = map(int, min(by_month).split("-"))
    while f"{year:04d}-{month_:02d}" <= max(by_month) and len(filled) < 1200:
        name = f"{year:04d}-{month_:02d}"
        filled.append({"month": name, **{f"q{q}": by_month.get(name, {}).get(q, 0) for q in (1, 2, 3, 4)}})
        year, month_ = (year + 1, 1) if month_ == 12 else (year, month_ + 1)
    return filled[-120:]


def article(store: Store, article_id: str) -> Record:
    """One article's record. Raises `NotFound`."""
    for record in store.records([article_id]):
        return record
    raise NotFound("no such article in the store", place=article_id[:40])


def story(store: Store, stories: list[Story], story_id: str) -> dict[str, Any]:
    """One story with the words of those who speak in it. Raises `NotFound`."""
    found = next((s for s in stories if s.id == story_id), None)
    if found is None:
        raise NotFound("no such story", place=story_id[:40])
    records = {r.article.id: r for r in store.records(found.articles)}
    says = []
    for one in found.says:
        record = records[one["article"]]
        statement = next(s for s in record.statements if s.id == one["statement"])
        says.append({**one, "words": " … ".join(record.article.text[s:e] for s, e in statement.content)[:400]})
    reports = [
        {"id": r.article.id, "title": r.article.title, "outlet": r.article.outlet, "published": r.article.published}
        for r in records.values()
    ]
    return {**msgspec.to_builtins(found), "says": says, "reports": reports}
