"""From which parts a question is answered: those of the manifest, or the copies that are sorted by what is asked for."""

from __future__ import annotations

import hashlib
from pathlib import Path

from memcon.keep.manifest import Group, Manifest
from memcon.keep.parts import part, quoted
from memcon.keep.query import CODE, Filter, dyad_keys
from memcon.keep.rows import SCHEMA_VERSION, TABLES, lacking

# copies of a large group's events, a row for each dyad or each actor's code, sorted by it
COPIES = ("by_dyad", "by_actor")


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
        selects.append("SELECT " + ", ".join(f"CAST(NULL AS {kind}) AS {name}" for name, kind in TABLES[table].items()) + " WHERE false")
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


def events_source(folder: Path, manifest: Manifest, wanted: Filter) -> str:
    """The SQL to ask for events that fit: all parts, or sorted copies of large groups with the rest beside them; newest codings alone.

    Whatever it is, the filter's whole clause must still be asked of it, on a connection with the table ``current`` where codings differ.
    """
    live = [g for g in manifest.groups if not g.old]
    names = ", ".join(TABLES["events"])
    found, sorted_ones = _sorted(folder, live, wanted)
    rest = [g for g in live if g not in sorted_ones]
    if rest or not found:
        plain = source_of(folder, rest, "events")
        found = f"({found}) UNION ALL SELECT {names} FROM {plain}" if found else f"SELECT {names} FROM {plain}"
    if needs_current(manifest):
        return f"(SELECT t.* FROM ({found}) t SEMI JOIN current USING (article_id, coding))"
    return f"({found})"


def _sorted(folder: Path, live: list[Group], wanted: Filter) -> tuple[str, list[Group]]:
    """The SQL that reads what a filter asks for from sorted copies, and the groups that have them; nothing where they do not help."""
    if wanted.dyad:
        copy, keys = "by_dyad", dyad_keys(wanted)
    elif wanted.actor and CODE.fullmatch(wanted.actor):
        copy, keys = "by_actor", [wanted.actor]
    else:
        return "", []
    sorted_ones = [g for g in live if g.schema == SCHEMA_VERSION and copy_path(folder, g.name, copy).exists()]
    if not sorted_ones:
        return "", []
    names = ", ".join(TABLES["events"])
    files = {copy_path(folder, g.name, copy) / f"{bucket_of(k, buckets_of(g.events))}.parquet" for g in sorted_ones for k in keys}
    paths = ", ".join(quoted(path) for path in sorted(files))
    asked = " OR ".join(f"sorted_key = {quoted(key)}" for key in keys)
    # an event of several parties may stand under both keys
    once = "DISTINCT ON (article_id, event_id, coding) " if len(keys) > 1 else ""
    return f"SELECT {once}{names} FROM read_parquet([{paths}]) WHERE {asked}", sorted_ones
