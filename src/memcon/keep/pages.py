"""A page of events: files by day are opened one after the other, until the page is full."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from memcon.keep.manifest import Group, Manifest
from memcon.keep.parts import quoted
from memcon.keep.query import ORDERS, Filter, where, words_asked
from memcon.keep.rows import SCHEMA_VERSION, TABLES
from memcon.keep.source import DAYS, WORDS, Days, copy_path, current_of, keyed_source, nothing, source_of
from memcon.model.errors import StoreError

if TYPE_CHECKING:
    import duckdb

_SORTED = "day AS sort_day, article_id AS sort_article, event_id AS sort_event"
_SORT = {"newest": "sort_day DESC NULLS LAST, sort_article, sort_event", "oldest": "sort_day ASC NULLS LAST, sort_article, sort_event"}
_MORE = 4  # so many times as many files are opened each time the page is not full yet


def ask_page(
    connection: duckdb.DuckDBPyConnection, folder: Path, manifest: Manifest, wanted: Filter, columns: str
) -> duckdb.DuckDBPyConnection | None:
    """The open question for a page; None where no group has files by day, or the page has no end. Raises `BadOption`, `StoreError`."""
    if wanted.limit is None or wanted.order not in ORDERS:
        return None
    live = [g for g in manifest.groups if not g.old]
    walked = [g for g in live if g.schema == SCHEMA_VERSION and (copy_path(folder, g.name, "by_day") / DAYS).exists()]
    keyed = {g.name: k for g in walked if (k := keyed_source(folder, g, wanted, connection)) is not None}
    walked = [g for g in walked if g.name not in keyed]
    if not walked:
        return None
    clause, values = where(wanted)
    most = int(wanted.limit) + int(wanted.offset)
    order = ORDERS[wanted.order]
    names = ", ".join(TABLES["events"])

    def take(selects: str, into: str = "INSERT INTO page") -> None:
        query = f"SELECT {columns}, {_SORTED} FROM {current_of(manifest, selects)}{clause} ORDER BY {order} LIMIT {most}"
        connection.execute(f"{into} {query}", values)

    take(nothing(), "CREATE OR REPLACE TEMP TABLE page AS")
    beside = [g for g in live if g not in walked and g.name not in keyed]
    selects = [k for k in keyed.values() if k]
    if beside:
        selects.append(f"SELECT {names} FROM {source_of(folder, beside, 'events')}")
    if selects:
        take(" UNION ALL ".join(f"({s})" for s in selects))
    for group in walked:
        files = _files(folder, group, wanted)
        before, step, looked = _dated(connection), 1, False
        while files and _dated(connection) - before < most:
            paths = ", ".join(quoted(p) for p in files[:step])
            take(f"SELECT {names} FROM read_parquet([{paths}])")
            files, step = files[step:], step * _MORE
            if files and not looked:
                # the first file was not enough: what is asked for is seldom
                looked, files = True, _with_words(connection, files, wanted)
    return connection.execute(
        f"SELECT * EXCLUDE (sort_day, sort_article, sort_event) FROM page ORDER BY {_SORT[wanted.order]}"
        f" LIMIT {int(wanted.limit)} OFFSET {int(wanted.offset)}"
    )


def _dated(connection: duckdb.DuckDBPyConnection) -> int:
    """How many events with a day the page has: those without come last in either order, wherever they were found."""
    row = connection.execute("SELECT count(sort_day) FROM page").fetchone()
    return int(row[0]) if row else 0


def _files(folder: Path, group: Group, wanted: Filter) -> list[Path]:
    """The files that may hold what is asked for, in the order of the page. Raises `StoreError`."""
    home = copy_path(folder, group.name, "by_day")
    try:
        told = msgspec.json.decode((home / DAYS).read_bytes(), type=list[Days])
    except (OSError, msgspec.DecodeError) as error:
        raise StoreError(f"cannot be read ({error}); 'memcon store rebuild' makes it anew", place=str(home / DAYS)) from None
    found = [home / f"{n}.parquet" for n, days in enumerate(told) if _within(days, wanted)]
    return found[::-1] if wanted.order == "oldest" else found


def _with_words(connection: duckdb.DuckDBPyConnection, files: list[Path], wanted: Filter) -> list[Path]:
    """Those of the files that have all words asked for."""
    words = files[0].with_name(WORDS)
    for kind, pattern in words_asked(wanted) if words.exists() else ():
        found = connection.execute(
            f"SELECT DISTINCT unnest(files) FROM read_parquet({quoted(words)}) WHERE kind = ? AND word ILIKE ? ESCAPE '\\'", [kind, pattern]
        ).fetchall()
        numbers = {str(n) for (n,) in found}
        files = [f for f in files if f.stem in numbers]
    return files


def _within(days: Days, wanted: Filter) -> bool:
    """Whether a file may hold events of the days asked for."""
    if not (wanted.since or wanted.until):
        return True
    if days.oldest is None or days.newest is None:
        return False
    return not (wanted.since and days.newest < wanted.since) and not (wanted.until and days.oldest > wanted.until)
