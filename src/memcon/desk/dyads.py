"""Everything between two sides: both directions over time, kinds, matters, who spoke, the events."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from memcon.desk.data import filter_of
from memcon.desk.matrix import name_of
from memcon.desk.rows import PAGE, REAL, ask, hold, shown, single
from memcon.desk.series import CLASSES, series
from memcon.desk.words import dyad_sentence
from memcon.keep.store import Store

_SPEAKERS, _MATTERS = 15, 15


def dyad(store: Store, name: str, query: Mapping[str, str]) -> dict[str, Any]:
    """A dyad as the query's filters leave it. The series keeps to all filters but the days, so that these can be picked on it.

    Raises `BadOption`.
    """
    wanted = filter_of(query, dyad=name)
    first, _, second = name.upper().partition("-")
    pair = (f"{first}-{second}", f"{second}-{first}")
    way = "(list_contains(dyads, ?) OR (reciprocal AND list_contains(dyads, ?)))"
    # what is merely planned or denied is in the table but not drawn, unless it is asked for
    real = "TRUE" if wanted.status else f"status IN {REAL}"
    sides = {f"{first} → {second}": "there", f"{second} → {first}": "back"}
    if wanted.directed or first == second:
        sides.pop(f"{second} → {first}", None)
    with store.connect() as connection:
        # the days are left out of this scan
        hold(connection, wanted, columns=f"about, {way} AS there, {way} AS back, {real} AS real", column_values=[*pair, *pair[::-1]])
        told = series(connection, "hit WHERE real AND day IS NOT NULL", sides=sides)
        summed = ask(
            connection,
            'SELECT count(*) AS "all", count(*) FILTER (NOT real) AS unreal, count(*) FILTER (real AND there AND NOT reciprocal) AS there,'
            " count(*) FILTER (real AND back AND NOT reciprocal) AS back, count(*) FILTER (real AND reciprocal) AS together,"
            " min(day) FILTER (real) AS first, max(day) FILTER (real) AS last FROM hit WHERE inside",
        )[0]
        classes = ask(connection, "SELECT quad, count(*) AS events FROM hit WHERE inside AND real GROUP BY quad ORDER BY quad")
        types = ask(
            connection,
            "SELECT type, any_value(quad) AS quad, count(*) AS events FROM hit WHERE inside AND real GROUP BY type ORDER BY events DESC, type",
        )
        matters = ask(
            connection,
            "SELECT matter, count(*) AS events FROM (SELECT unnest(about) AS matter FROM hit WHERE inside) GROUP BY matter"
            f" ORDER BY events DESC, matter LIMIT {_MATTERS}",
        )
        speakers = ask(
            connection,
            "SELECT speaker, any_value(speaker_code) AS code, count(*) AS statements, list_sort(list_distinct(list(stance))) AS stances FROM"
            " (SELECT DISTINCT s.article_id, s.statement_id, s.speaker, s.speaker_code, s.stance FROM"
            " (SELECT article_id, statement_id, speaker, speaker_code, stance, unnest(events) AS event_id FROM statements"
            " WHERE article_id IN (SELECT article_id FROM hit WHERE inside)) s"
            " SEMI JOIN (SELECT article_id, event_id FROM hit WHERE inside) h USING (article_id, event_id)) WHERE speaker IS NOT NULL"
            f" GROUP BY speaker ORDER BY statements DESC, speaker LIMIT {_SPEAKERS}",
        )
        known = single(connection, "SELECT count(*), count(DISTINCT article_id) FROM hit WHERE inside")
        rows = shown(connection, "hit WHERE inside", wanted.offset)
    body: dict[str, Any] = {
        "dyad": f"{first}-{second}",
        "sides": [{"code": c, "name": name_of(c)} for c in (first, second)],
        "directed": wanted.directed,
        **summed,
        "reports": known[1],
        "since": wanted.since,
        "until": wanted.until,
        "series": told,
        "classes": [{"quad": c["quad"], "name": CLASSES[c["quad"]], "events": c["events"]} for c in classes],
        "types": types,
        "matters": matters,
        "speakers": speakers,
        "events": rows,
        "page": int(query.get("page") or 0),
        "more": len(rows) == PAGE,
    }
    names = (name_of(first), name_of(second))
    return {**body, "sentence": dyad_sentence(names, body, query, CLASSES)}


def drawn_sides(body: dict[str, Any]) -> list[str]:
    """The sides that a dyad's chart has rows for."""
    first, second = (s["code"] for s in body["sides"])
    both = [f"{first} → {second}", f"{second} → {first}"]
    return both[:1] if body["directed"] or first == second else both
