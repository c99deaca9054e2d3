"""From which parts a question is answered: those of the manifest, or the copies that are sorted by what is asked for."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from memcon.keep.manifest import Group, Manifest
from memcon.keep.parts import part, quoted
from memcon.keep.query import CODE, Filter, dyad_keys, values_asked
from memcon.keep.rows import SCHEMA_VERSION, TABLES, lacking

if TYPE_CHECKING:
    import duckdb

# a value is rare where at most one event in so many has it: by_day would be gone through for it file by file
RARE = 2_000
_MOST_KEYS = 500
# copies of a large group's events; `memcon.keep.copies` says what each is
COPIES = ("by_dyad", "by_actor", "by_value", "by_day")
# beside the copies: how many events have each value; from when to when each file of by_day goes, and which words stand in it
VALUES, DAYS, WORDS = "values.parquet", "days.json", "words.parquet"


class Days(msgspec.Struct, array_like=True):
    """The oldest and the newest day in a file, ISO; None where no event in it has one. Those without a day stand in the last files."""

    oldest: str | None
    newest: str | None


def needs_current(manifest: Manifest) -> bool:
    """Whether an article may stand in more than one coding among the groups that are not old."""
    live = [g for g in manifest.groups if not g.old]
    if len(live) < 2 and all(g.codings for g in live):
        return False
    if all(g.codings for g in live):
        return len({c for g in live for c in g.codings}) > 1
    return len(manifest.codings) > 1


def source_of(folder: Path, groups: list[Group], table: str) -> str:
    """The SQL that reads a table's parts of some groups; columns that older parts lack are null. With all of the table's columns."""
    selects = []
    for schema in sorted({g.schema for g in groups}):
        paths = ", ".join(quoted(part(folder, g.name, table)) for g in groups if g.schema == schema)
        missing = lacking(table, schema)
        if not missing and schema == SCHEMA_VERSION and len({g.schema for g in groups}) == 1:
            return f"read_parquet([{paths}])"
        chosen = ", ".join(f"CAST(NULL AS {kind}) AS {name}" if name in missing else name for name, kind in TABLES[table].items())
        selects.append(f"SELECT {chosen} FROM read_parquet([{paths}])")
    if not selects:
        selects.append(nothing(table))
    return f"({' UNION ALL '.join(selects)})"


def copy_path(folder: Path, group: str, copy: str) -> Path:
    """The folder of a sorted copy of a group's events."""
    return folder / "index" / f"{group}-{copy}"


def buckets_of(events: int) -> int:
    """Into how many files the copies of so many events are parted by their keys, so that a question opens few and small ones."""
    return max(1, events // 150_000)


def bucket_of(key: str, buckets: int) -> int:
    """The file that has a key's rows; `BUCKET` is the same in SQL."""
    return int(hashlib.md5(key.encode(), usedforsecurity=False).hexdigest()[:6], 16) % buckets


BUCKET = "CAST('0x' || md5(sorted_key)[1:6] AS INTEGER)"


def events_source(folder: Path, manifest: Manifest, wanted: Filter, connection: duckdb.DuckDBPyConnection) -> str:
    """The SQL to ask for events that fit: all parts, or sorted copies of large groups with the rest beside them; newest codings alone.

    Whatever it is, the filter's whole clause must still be asked of it, on a connection with the table ``current`` where codings differ.
    """
    live = [g for g in manifest.groups if not g.old]
    selects = []
    for group in live:
        keyed = keyed_source(folder, group, wanted, connection)
        if keyed is not None:
            live = [g for g in live if g is not group]
            selects.append(keyed)
    names = ", ".join(TABLES["events"])
    if live or not selects:
        selects.append(f"SELECT {names} FROM {source_of(folder, live, 'events')}")
    return current_of(manifest, " UNION ALL ".join(f"({s})" for s in selects if s) or nothing())


def current_of(manifest: Manifest, selects: str) -> str:
    """Rows of events as a source, newest codings alone."""
    if needs_current(manifest):
        return f"(SELECT t.* FROM ({selects}) t SEMI JOIN current USING (article_id, coding))"
    return f"({selects})"


def nothing(table: str = "events") -> str:
    """The SQL that gives no row of a table."""
    return "SELECT " + ", ".join(f"CAST(NULL AS {kind}) AS {name}" for name, kind in TABLES[table].items()) + " WHERE false"


def keyed_source(folder: Path, group: Group, wanted: Filter, connection: duckdb.DuckDBPyConnection) -> str | None:
    """The SQL that reads a group's rows for a dyad, an actor or a rare value; empty where it has none; None where no copy helps."""
    if group.schema < SCHEMA_VERSION:
        return None
    if wanted.dyad:
        copy, keys = "by_dyad", dyad_keys(wanted)
    elif wanted.actor and CODE.fullmatch(wanted.actor):
        copy, keys = "by_actor", [wanted.actor]
    else:
        copy = "by_value"
        found = _rare(folder, group, wanted, connection)
        if found is None:
            return None
        keys = found
    home = copy_path(folder, group.name, copy)
    if not home.exists():
        return None
    if not keys:
        return ""
    paths = ", ".join(quoted(p) for p in sorted({home / f"{bucket_of(k, buckets_of(group.events))}.parquet" for k in keys}))
    asked = " OR ".join(f"sorted_key = {quoted(key)}" for key in keys)
    # an event of several parties may stand under several keys
    once = "DISTINCT ON (article_id, event_id, coding) " if len(keys) > 1 else ""
    return f"SELECT {once}{', '.join(TABLES['events'])} FROM read_parquet([{paths}]) WHERE {asked}"


def _rare(folder: Path, group: Group, wanted: Filter, connection: duckdb.DuckDBPyConnection) -> list[str] | None:
    """The rare values under which all that a filter asks for stands: the fewest events; none where a value asked for is not there at all.

    None where every value asked for is one that many events have.
    """
    path = copy_path(folder, group.name, "by_value") / VALUES
    asked = values_asked(wanted)
    if not asked or not path.exists():
        return None
    best: tuple[int, list[str]] | None = None
    for clause, values in asked:
        found = connection.execute(f"SELECT value, events FROM read_parquet({quoted(path)}) WHERE {clause}", values).fetchall()
        total = sum(count for _, count in found)
        if total <= group.events // RARE and len(found) <= _MOST_KEYS and (best is None or total < best[0]):
            best = total, [key for key, _ in found]
    return best[1] if best else None
