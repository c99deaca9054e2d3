"""Counts over time: by day, week, month or year, as wide as the days ask for."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb

# a span of up to so many days is cut into such periods
_PERIODS = ((70, "day"), (450, "week"), (366 * 22, "month"))
# a wrong year in one report must not flatten all the others
_MOST_DAYS = 366 * 60
CLASSES = {1: "verbal cooperation", 2: "material cooperation", 3: "verbal conflict", 4: "material conflict"}


def series(
    connection: duckdb.DuckDBPyConnection, source: str, values: list[Any] | None = None, sides: dict[str, str] | None = None
) -> dict[str, Any]:
    """Events by period, class and side. ``sides`` names a boolean column for each side; without it there is one side, ``all``.

    ``source`` is a table with its WHERE clause, which must keep out rows without a day.
    """
    known = connection.execute(f"SELECT min(day), max(day) FROM {source}", values or []).fetchone()
    if known is None or known[0] is None:
        return {"by": "month", "rows": []}
    last = known[1]
    first = max(known[0], last - timedelta(days=_MOST_DAYS))
    by = next((name for most, name in _PERIODS if (last - first).days <= most), "year")
    rows = []
    for label, column in (sides or {"all": "TRUE"}).items():
        for start, quad, number in connection.execute(
            f"SELECT CAST(date_trunc('{by}', day) AS DATE) AS start, quad, count(*) FROM {source} AND {column} AND day >= ? GROUP BY ALL ORDER BY 1, 2",
            [*(values or []), first],
        ).fetchall():
            rows.append({"start": start, "end": after(start, by), "side": label, "class": CLASSES[quad], "quad": quad, "events": number})
    return {"by": by, "rows": rows}


def after(start: date, by: str) -> date:
    """The first day of the next period."""
    if by == "day":
        return start + timedelta(days=1)
    if by == "week":
        return start + timedelta(days=7)
    if by == "month":
        return date(start.year + start.month // 12, start.month % 12 + 1, 1)
    return date(start.year + 1, 1, 1) if start.year < 9999 else date.max


def filled(told: dict[str, Any], side: str, most: int = 300) -> list[dict[str, Any]]:
    """One side, every period between its first and the last of all there: what is drawn without script, and the table."""
    rows = told["rows"]
    if not rows:
        return []
    by, at = told["by"], min(r["start"] for r in rows)
    last = max(r["start"] for r in rows)
    counts = {(r["start"], r["quad"]): r["events"] for r in rows if r["side"] == side}
    found = []
    while at <= last:
        found.append({"name": name_of_period(at, by), "start": at, **{f"q{q}": counts.get((at, q), 0) for q in CLASSES}})
        at = after(at, by)
    return found[-most:]


def name_of_period(start: date, by: str) -> str:
    """A period as a reader writes it."""
    if by == "year":
        return str(start.year)
    return f"{start:%Y-%m}" if by == "month" else start.isoformat()
