"""From which parts a question is answered: those of the manifest, or the copies that are sorted by what is asked for."""

from __future__ import annotations

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
    """Where a sorted copy of a group's events lies."""
    return folder / "index" / f"{group}-{copy}.parquet"


def events_source(folder: Path, manifest: Manifest, wanted: Filter) -> str:
    """The SQL to ask for events that fit: the view ``events``, or sorted copies of large groups with the rest beside them.

    Whatever it is, the filter's whole clause must still be asked of it.
    """
    if wanted.dyad:
        copy, keys = "by_dyad", dyad_keys(wanted)
    elif wanted.actor and CODE.fullmatch(wanted.actor):
        copy, keys = "by_actor", [wanted.actor]
    else:
        return "events"
    live = [g for g in manifest.groups if not g.old]
    sorted_ones = [g for g in live if g.schema == SCHEMA_VERSION and copy_path(folder, g.name, copy).exists()]
    if not sorted_ones:
        return "events"
    names = ", ".join(TABLES["events"])
    paths = ", ".join(quoted(copy_path(folder, g.name, copy)) for g in sorted_ones)
    asked = " OR ".join(f"sorted_key = {quoted(key)}" for key in keys)
    found = f"SELECT {names} FROM read_parquet([{paths}]) WHERE {asked}"
    if len(keys) > 1:
        # an event of several parties may stand under both
        found = f"SELECT DISTINCT ON (article_id, event_id, coding) {names} FROM read_parquet([{paths}]) WHERE {asked}"
    rest = [g for g in live if g not in sorted_ones]
    if rest:
        found = f"({found}) UNION ALL SELECT {names} FROM {source_of(folder, rest, 'events')}"
    if needs_current(manifest):
        return f"(SELECT t.* FROM ({found}) t SEMI JOIN current USING (article_id, coding))"
    return f"({found})"
