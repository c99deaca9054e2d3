"""Search: who bears the name, in the register and in the store, and the events with the words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from memcon.desk.links import actor_href, code_named
from memcon.desk.matrix import name_of
from memcon.desk.rows import ask, shown, single
from memcon.keep import Filter
from memcon.keep.query import where
from memcon.keep.store import Store

_DYAD = re.compile(r"\s*([A-Za-z]{2,12})\s*[-–—]\s*([A-Za-z]{2,12})\s*")
_NAMES, _EVENTS = 12, 25


def search(store: Store, query: Mapping[str, str]) -> dict[str, Any]:
    """What a name or some words lead to. A code, a name or a dyad has its page; all else is looked for in titles and evidence."""
    asked = " ".join(query.get("q", "")[:200].split())
    dyad = None
    if found := _DYAD.fullmatch(asked):
        codes = [code_named(part.upper()) or code_named(part) for part in found.groups()]
        dyad = "-".join(codes) if all(codes) else None  # type: ignore[arg-type]
    code = code_named(asked.upper() if len(asked) <= 5 else asked) or code_named(asked) if asked else None
    names: list[dict[str, Any]] = []
    rows: list[dict[str, Any]] = []
    number = 0
    if asked:
        clause, values = where(Filter(words=asked))
        like = "%" + re.sub(r"([\\%_])", r"\\\1", asked) + "%"
        with store.connect() as connection:
            names = ask(
                connection,
                "SELECT name, count(*) AS events FROM (SELECT unnest(list_distinct(actors || recipients)) AS name FROM events)"
                f" WHERE name ILIKE ? ESCAPE '\\' GROUP BY name ORDER BY events DESC, name LIMIT {_NAMES}",
                [like],
            )
            connection.execute(f"CREATE TEMP TABLE hit AS SELECT event_id, article_id, day FROM events{clause}", values)
            (number,) = single(connection, "SELECT count(*) FROM hit")
            rows = shown(connection, "hit", 0, limit=_EVENTS)
    return {
        "q": asked,
        "dyad": dyad,
        "code": code,
        "name": name_of(code) if code else None,
        "actors": [{**n, "href": actor_href(n["name"])} for n in names],
        "all": number,
        "events": rows,
    }
