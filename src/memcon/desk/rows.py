"""Rows of events out of the store: one scan finds which, a second reads the wide columns of those that a page shows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from memcon.keep import Filter
from memcon.keep.query import where

if TYPE_CHECKING:
    import duckdb

PAGE = 100
REAL = ("happened", "ongoing")
COLUMNS = (
    "event_id, article_id, day, type, mode, quad, cameo, status, standing, actors, recipients, actor_codes, recipient_codes, dyads, reciprocal, "
    "about, place, words, evidence, confidence, outlet, title"
)
NEWEST = "day DESC NULLS LAST, article_id, event_id"


def ask(connection: duckdb.DuckDBPyConnection, sql: str, values: list[Any] | None = None) -> list[dict[str, Any]]:
    """A query's rows as dictionaries."""
    found = connection.execute(sql, values or [])
    names = [d[0] for d in found.description or []]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def single(connection: duckdb.DuckDBPyConnection, sql: str, values: list[Any] | None = None) -> tuple[Any, ...]:
    """A query's only row."""
    row = connection.execute(sql, values or []).fetchone()
    assert row is not None
    return tuple(row)


def hold(
    connection: duckdb.DuckDBPyConnection,
    wanted: Filter,
    extra: str = "",
    given: list[Any] | None = None,
    columns: str = "",
    column_values: list[Any] | None = None,
) -> None:
    """Make the table ``hit`` of all events that fit, light columns only; ``inside`` says which lie between the filter's days.

    ``extra`` is a further clause with its values ``given``; ``columns`` further columns with theirs.
    """
    clause, values = where(replace(wanted, since=None, until=None))
    days, bounds = where(Filter(since=wanted.since, until=wanted.until))
    if extra:
        clause = f"{clause} AND {extra}" if clause else f" WHERE {extra}"
    inside = days.removeprefix(" WHERE ") or "TRUE"
    connection.execute(
        "CREATE TEMP TABLE hit AS SELECT event_id, article_id, day, type, quad, status, reciprocal"
        f"{', ' + columns if columns else ''}, coalesce({inside}, FALSE) AS inside FROM events{clause}",
        [*(column_values or []), *bounds, *values, *(given or [])],
    )


def shown(
    connection: duckdb.DuckDBPyConnection, source: str, offset: int, values: list[Any] | None = None, limit: int = PAGE
) -> list[dict[str, Any]]:
    """A page of whole rows, newest first, of those that ``source`` (a table with its WHERE clause) names."""
    keys = connection.execute(
        f"SELECT article_id, event_id, day FROM {source} ORDER BY {NEWEST} LIMIT {int(limit)} OFFSET {int(offset)}", values or []
    ).fetchall()
    if not keys:
        return []
    days = [d for _, _, d in keys if d is not None]
    # bounds let whole parts of the file be passed over
    near = ["day IS NULL"] if len(days) < len(keys) else []
    bounds: list[Any] = []
    if days:
        near.append("day BETWEEN ? AND ?")
        bounds = [min(days), max(days)]
    found = ask(
        connection,
        f"SELECT {COLUMNS} FROM events WHERE ({' OR '.join(near)}) AND event_id IN (SELECT unnest(?)) ORDER BY {NEWEST}",
        [*bounds, list({k[1] for k in keys})],
    )
    wanted = {(k[0], k[1]) for k in keys}
    return [row for row in found if (row["article_id"], row["event_id"]) in wanted]
