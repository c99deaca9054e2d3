"""Today: what is newest, and what changed against the last four weeks and the last year, by a rule that the page prints."""

from __future__ import annotations

from datetime import timedelta
from math import log, sqrt
from typing import Any

from memcon.desk.matrix import name_of
from memcon.desk.rows import REAL, ask, shown, single
from memcon.desk.series import series
from memcon.keep.store import Store

WEEK, MONTH, YEAR = 7, 28, 364
# below so many events, seen or expected, a change is marked as resting on few
FEW = 5
# twice the square root of the likelihood ratio's half: 2 is what chance alone passes about once in twenty times
STRONG = 2.0
_SHOWN, _NEW, _COMMON = 12, 12, 24


def today(store: Store) -> dict[str, Any]:
    """Counts, the series, what changed, new dyads, the newest events."""
    with store.connect() as connection:
        connection.execute(
            f"CREATE TEMP TABLE hit AS SELECT day, type, quad, dyads, published, status IN {REAL} AS real, standing FROM events"
        )
        # the last day on which something happened; a report may tell of days to come, and a wrong year in one must not move the week
        last = single(connection, "SELECT max(day) FROM hit WHERE real AND (published IS NULL OR day <= published)")[0]
        counts = single(connection, "SELECT count(*) FROM hit")
        told = series(connection, "hit WHERE real AND day IS NOT NULL")
        types = ask(
            connection, "SELECT type, any_value(quad) AS quad, count(*) AS events FROM hit GROUP BY type ORDER BY events DESC, type"
        )
        standing = ask(connection, "SELECT standing, count(*) AS events FROM hit GROUP BY standing ORDER BY events DESC, standing")
        # a dyad's two directions are one pair here; few combinations stand for very many events
        connection.execute(
            "CREATE TEMP TABLE pairs AS WITH grouped AS (SELECT array_to_string(dyads, ' ') AS told, IF(day > ?, day, NULL) AS day, real,"
            " count(*) AS n FROM hit WHERE len(dyads) > 0 GROUP BY ALL), ways AS (SELECT unnest(list_distinct(list_transform(string_split(told,"
            " ' '), lambda d: least(d, split_part(d, '-', 2) || '-' || split_part(d, '-', 1))))) AS pair, day, real, n FROM grouped)"
            " SELECT pair, day, real, CAST(sum(n) AS BIGINT) AS n FROM ways WHERE split_part(pair, '-', 1) <> split_part(pair, '-', 2) GROUP BY ALL",
            [last - timedelta(days=MONTH + YEAR + WEEK) if last else None],
        )
        dyads = ask(
            connection,
            f"SELECT pair AS dyad, CAST(sum(n) AS BIGINT) AS events FROM pairs GROUP BY pair ORDER BY events DESC, pair LIMIT {_COMMON}",
        )
        changed = _changed(connection, last) if last else []
        new = _new(connection, last) if last else []
        week = [last - timedelta(days=WEEK - 1), last] if last else None
        in_week = single(connection, "SELECT count(*) FROM hit WHERE real AND day BETWEEN ? AND ?", week)[0] if week else 0
        newest = shown(connection, "events", 0, limit=30)
        articles, statements = (single(connection, f"SELECT count(*) FROM {t}")[0] for t in ("articles", "statements"))
    for some in (dyads, changed, new):
        for row in some:
            row["names"] = [name_of(c) for c in row["dyad"].split("-", 1)]
    return {
        "articles": articles,
        "events": counts[0],
        "statements": statements,
        "last": last,
        "week": week,
        "in_week": in_week,
        "changed": changed,
        "new": new,
        "dyads": dyads,
        "types": types,
        "standing": standing,
        "series": told,
        "newest": newest,
    }


def _changed(connection: Any, last: Any) -> list[dict[str, Any]]:
    """The pairs whose week is least like their last four weeks, or like their last year; the strongest first."""
    begun = last - timedelta(days=WEEK - 1)
    rows = connection.execute(
        "SELECT pair, CAST(sum(n) FILTER (day >= ?) AS BIGINT), CAST(sum(n) FILTER (day < ? AND day >= ?) AS BIGINT),"
        " CAST(sum(n) FILTER (day < ?) AS BIGINT) FROM pairs WHERE real AND day >= ? AND day <= ? GROUP BY pair",
        [begun, begun, begun - timedelta(days=MONTH), begun, begun - timedelta(days=YEAR), last],
    ).fetchall()
    found = []
    for pair, now, month, year in rows:
        now, month, year = now or 0, month or 0, year or 0
        against_month, against_year = surprise(now, month, MONTH / WEEK), surprise(now, year, YEAR / WEEK)
        strongest = max((against_month, against_year), key=abs)
        if abs(strongest) < STRONG:
            continue
        found.append(
            {
                "dyad": pair,
                "events": now,
                "month": round(month * WEEK / MONTH, 1),
                "year": round(year * WEEK / YEAR, 1),
                "month_surprise": round(against_month, 1),
                "year_surprise": round(against_year, 1),
                "few": max(now, month * WEEK / MONTH, year * WEEK / YEAR) < FEW,
            }
        )
    found.sort(key=lambda r: (r["few"], -max(abs(r["month_surprise"]), abs(r["year_surprise"])), r["dyad"]))
    return found[:_SHOWN]


def surprise(now: int, before: int, weeks: float) -> float:
    """How unlike a week's count is to the weeks before it: the signed root of the likelihood ratio of two Poisson rates.

    ``before`` is the count of ``weeks`` weeks. 0 where the rates are the same; beyond 2 either way chance is a poor explanation.
    Nothing in either gives 0.
    """
    whole = now + before
    if not whole:
        return 0.0
    expected, rest = whole / (1 + weeks), whole * weeks / (1 + weeks)
    ratio = (now * log(now / expected) if now else 0.0) + (before * log(before / rest) if before else 0.0)
    return (1 if now > expected else -1) * sqrt(max(0.0, 2 * ratio))


def _new(connection: Any, last: Any) -> list[dict[str, Any]]:
    """Pairs with an event in the last four weeks and none in the year before them."""
    begun = last - timedelta(days=MONTH - 1)
    return ask(
        connection,
        "SELECT pair AS dyad, min(day) FILTER (day >= ?) AS since, CAST(sum(n) FILTER (day >= ?) AS BIGINT) AS events FROM pairs"
        " WHERE real AND day > ? AND day <= ? GROUP BY pair HAVING min(day) >= ? ORDER BY events DESC, since DESC, pair"
        f" LIMIT {_NEW}",
        [begun, begun, begun - timedelta(days=YEAR + 1), last, begun],
    )
