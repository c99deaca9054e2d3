"""Sorted copies of a large group's events, for what is asked most. They stand in ``index/`` and may be thrown away.

``by_dyad`` and ``by_actor`` have a row for each key, sorted by it; ``by_value`` one for each value that few events have; ``by_day`` has the
events newest first, in files that a page opens one after the other until it is full.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from memcon.keep.files import settle_all, sync_folder, temporary_of
from memcon.keep.manifest import Group, Manifest
from memcon.keep.parts import GROUP_ROWS, copy_rows, part, quoted, writing
from memcon.keep.query import CODE, ORDERS
from memcon.keep.rows import SCHEMA_VERSION, TABLES
from memcon.keep.source import BUCKET, COPIES, DAYS, RARE, VALUES, WORDS, Days, buckets_of, copy_path
from memcon.model.errors import StoreError

if TYPE_CHECKING:
    import duckdb

LARGE = 50_000  # events of a group from which on copies pay
DAY_ROWS = 4 * GROUP_ROWS["events"]  # a file of by_day: a page of what one event in a thousand has is full with one
NEWEST = ORDERS["newest"]
_NAMES = ", ".join(TABLES["events"])
_KEYS = {
    "by_dyad": "dyads",
    # names that look like codes are asked for as codes
    "by_actor": "list_distinct(list_concat(actor_codes, recipient_codes,"
    f" list_filter(list_concat(actors, recipients), lambda n: regexp_full_match(n, '{CODE.pattern}'))))",
    # `memcon.keep.query.values_asked` asks for them
    "by_value": "list_filter(list_concat(['type=' || type, 'mode=' || mode, 'quad=' || quad, 'status=' || status, 'standing=' || standing,"
    " 'country=' || country, 'place=' || place, 'outlet=' || outlet, 'sure=' || CAST(floor(10 * confidence) AS INTEGER)],"
    " list_transform(list_distinct(list_concat(actor_sectors, recipient_sectors)), lambda s: 'sector=' || s),"
    " list_transform(list_distinct(about), lambda m: 'about=' || m)), lambda k: k IS NOT NULL)",
}
# in which words a filter's words and parts of names are looked for
_TEXTS = {"words": "[evidence, title]", "names": "list_concat(actors, recipients, actor_codes, recipient_codes)"}


def sort_copies(folder: Path, manifest: Manifest) -> int:
    """Write the sorted copies that large groups lack; returns how many. The caller holds the lock. Raises `StoreError`."""
    made = 0
    for group in manifest.groups:
        if group.old or group.events < LARGE or group.schema < SCHEMA_VERSION:
            continue
        for copy in COPIES:
            final = copy_path(folder, group.name, copy)
            if not final.exists():
                _copy(folder, group, copy, final)
                made += 1
    return made


def _copy(folder: Path, group: Group, copy: str, final: Path) -> None:
    """Write one copy of a group's events as a folder of files that is whole or not there."""
    aside = temporary_of(final)
    shutil.rmtree(aside, ignore_errors=True)
    events = f"read_parquet({quoted(part(folder, group.name, 'events'))}, file_row_number = true)"
    try:
        aside.mkdir(parents=True)
        with writing(folder) as connection:
            connection.execute("SET parquet_metadata_cache = true")
            if copy == "by_day":
                _by_day(connection, events, aside, group.events)
            elif copy == "by_value":
                _by_value(connection, events, aside, group.events)
            else:
                _by_key(
                    connection, f"(SELECT unnest({_KEYS[copy]}) AS sorted_key, {_NAMES} FROM {events})", aside, buckets_of(group.events)
                )
        settle_all([(path, path) for path in aside.iterdir()])
        os.replace(aside, final)
        sync_folder(final.parent)
    except OSError as error:
        raise StoreError(f"cannot write ({error.strerror}); free some space or choose another --store", place=str(final)) from None
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _by_key(connection: duckdb.DuckDBPyConnection, source: str, aside: Path, buckets: int) -> None:
    """Rows with their keys as files by key, each sorted by key and day."""
    if buckets == 1:
        copy_rows(connection, source, aside / "0.parquet", GROUP_ROWS["events"], f" ORDER BY sorted_key, {NEWEST}")
        return
    # sorted in one go; then each file's rows lie together
    whole = aside / "whole.parquet"
    numbered = f"(SELECT *, {BUCKET} % {buckets} AS bucket FROM {source})"
    copy_rows(connection, numbered, whole, GROUP_ROWS["events"], f" ORDER BY bucket, sorted_key, {NEWEST}")
    for bucket in range(buckets):
        rows = f"(SELECT * EXCLUDE (bucket) FROM read_parquet({quoted(whole)}) WHERE bucket = {bucket})"
        copy_rows(connection, rows, aside / f"{bucket}.parquet", GROUP_ROWS["events"])
    whole.unlink()


def _by_value(connection: duckdb.DuckDBPyConnection, events: str, aside: Path, count: int) -> None:
    """How many events have each value, and the events themselves for values that few have."""
    connection.execute(
        f"CREATE TEMP TABLE counted AS SELECT sorted_key AS value, count(*) AS events"
        f" FROM (SELECT unnest({_KEYS['by_value']}) AS sorted_key FROM {events}) GROUP BY ALL"
    )
    copy_rows(connection, "counted", aside / VALUES, GROUP_ROWS["events"], " ORDER BY value")
    # first which rows: the others are never taken up with all their columns
    connection.execute(
        f"CREATE TEMP TABLE rare AS SELECT file_row_number AS lies, sorted_key FROM (SELECT file_row_number, unnest({_KEYS['by_value']}) AS"
        f" sorted_key FROM {events}) SEMI JOIN (SELECT value AS sorted_key FROM counted WHERE events <= {count // RARE}) USING (sorted_key)"
    )
    _by_key(connection, f"(SELECT sorted_key, {_NAMES} FROM {events} JOIN rare ON file_row_number = lies)", aside, buckets_of(count))


def _by_day(connection: duckdb.DuckDBPyConnection, events: str, aside: Path, count: int) -> None:
    """The events newest first, in files of which each is older than the one before it.

    `DAYS` says from when to when they go, `WORDS` which words stand in which.
    """
    whole = aside / "whole.parquet"
    copy_rows(connection, f"(SELECT {_NAMES} FROM {events})", whole, GROUP_ROWS["events"], f" ORDER BY {NEWEST}")
    told = []
    connection.execute("CREATE TEMP TABLE found (kind VARCHAR, word VARCHAR, file INTEGER)")
    for number in range(-(-count // DAY_ROWS)):
        rows = f"read_parquet({quoted(whole)}, file_row_number = true)"
        first = number * DAY_ROWS
        cut = f"(SELECT {_NAMES} FROM {rows} WHERE file_row_number BETWEEN {first} AND {first + DAY_ROWS - 1})"
        final = aside / f"{number}.parquet"
        copy_rows(connection, cut, final, GROUP_ROWS["events"])
        row = connection.execute(
            f"SELECT CAST(min(day) AS VARCHAR), CAST(max(day) AS VARCHAR) FROM read_parquet({quoted(final)})"
        ).fetchone()
        told.append(Days(*(row or (None, None))))
        for kind, texts in _TEXTS.items():
            connection.execute(
                f"INSERT INTO found SELECT DISTINCT '{kind}', unnest(string_split_regex(lower(told), '\\s+')), {number}"
                f" FROM (SELECT DISTINCT unnest({texts}) AS told FROM read_parquet({quoted(final)}))"
            )
    whole.unlink()
    files = "(SELECT kind, word, list(file ORDER BY file) AS files FROM found GROUP BY ALL)"
    copy_rows(connection, files, aside / WORDS, GROUP_ROWS["events"], " ORDER BY kind, word")
    (aside / DAYS).write_bytes(msgspec.json.encode(told))
