"""What each page shows, as plain data: the JSON twin is this and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from memcon.desk.rows import COLUMNS, PAGE, shown, single
from memcon.gather.stories import Story
from memcon.keep import Filter
from memcon.keep.query import where
from memcon.keep.store import Store
from memcon.model.errors import BadOption, NotFound
from memcon.model.record import Record

__all__ = ["COLUMNS", "PAGE", "article", "claims", "events", "filter_of", "page_of", "story"]


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
    """A page of events, how many fit, and over which days. Raises `BadOption`."""
    wanted = filter_of(query, **fixed)
    clause, values = where(wanted)
    with store.connect() as connection:
        connection.execute(f"CREATE TEMP TABLE hit AS SELECT event_id, article_id, day FROM events{clause}", values)
        count, first, last = single(connection, "SELECT count(*), min(day), max(day) FROM hit")
        rows = shown(connection, "hit", wanted.offset)
    return {"all": count, "first": first, "last": last, "events": rows, "page": int(query.get("page") or 0), "more": len(rows) == PAGE}


def page_of(query: Mapping[str, str]) -> int:
    """The page that an address asks for, from 0. Raises `BadOption`."""
    try:
        return min(max(0, int(query.get("page") or 0)), 10_000)
    except ValueError:
        raise BadOption("page is a number") from None


def article(store: Store, article_id: str) -> Record:
    """One article's record. Raises `NotFound`."""
    for record in store.records([article_id]):
        return record
    raise NotFound("no such article in the store", place=article_id[:40])


def story(store: Store, stories: list[Story], story_id: str) -> dict[str, Any]:
    """One story: who says what of it in which words, its reports with the copies folded, where they differ. Raises `NotFound`."""
    found = next((s for s in stories if s.id == story_id), None)
    if found is None:
        raise NotFound("no such story; /stories lists them", place=story_id[:40])
    records = {r.article.id: r for r in store.records(found.articles)}
    says = []
    for told in found.says:
        record = records.get(told["article"])
        # a report coded anew since the stories were read may say it no more
        if record and (statement := next((s for s in record.statements if s.id == told["statement"]), None)):
            says.append({**told, "words": " … ".join(record.article.text[s:e] for s, e in statement.content)[:400]})
    reports = [
        {"id": r.article.id, "title": r.article.title, "outlet": r.article.outlet, "published": r.article.published}
        for r in records.values()
    ]
    return {**msgspec.to_builtins(found), "says": says, "reports": reports}


# in this order across the page; what nobody does has no column
_STANCES = ("states", "confirms", "denies", "doubts", "praises", "criticises", "promises", "threatens", "demands")


def claims(body: dict[str, Any]) -> dict[str, Any]:
    """The matrix of who says what: a row a speaker, a column a stance, the statements in the cells; and the reports that say it themselves."""
    rows: dict[str | None, dict[str, list[dict[str, Any]]]] = {}
    for said in body["says"]:
        rows.setdefault(said["speaker"], {}).setdefault(said["stance"], []).append(said)
    columns = [s for s in _STANCES if any(s in cells for cells in rows.values())]
    spoken = {s["article"] for s in body["says"]}
    copies = [[r for r in body["reports"] if r["id"] in fold] for fold in body["copies"]]
    folded = {r["id"] for fold in copies for r in fold[1:]}
    return {
        "columns": columns,
        "rows": sorted(rows.items(), key=lambda r: (-sum(map(len, r[1].values())), r[0] or "~")),
        "alone": [r for r in body["reports"] if r["id"] not in spoken],
        "originals": [
            {**r, "copies": next((fold[1:] for fold in copies if fold and fold[0]["id"] == r["id"]), [])}
            for r in body["reports"]
            if r["id"] not in folded
        ],
        "titles": {r["id"]: r["title"] or r["outlet"] or "Untitled report" for r in body["reports"]},
    }
