"""A group: the three parts that one write makes, whole or not there, and what the manifest says of them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from memcon.keep.files import settle_all, temporary_of
from memcon.keep.manifest import Group, Manifest
from memcon.keep.parts import digest_of, part, rows_given, write_rows
from memcon.keep.rows import SCHEMA_VERSION, TABLES, Kept

if TYPE_CHECKING:
    import duckdb

# the articles get their name last: a group that has them is whole
_NAMED = ("events", "statements", "articles")


def name_of(number: int, *what: str) -> str:
    """A group's name: the number of the write, and a hash of what makes it this group and no other."""
    return f"{number:08d}-{hashlib.sha256(chr(0).join(what).encode()).hexdigest()[:12]}"


def told_of(manifest: Manifest, codings: Sequence[str], old: bool = False) -> dict[str, Any]:
    """What goes into a group's files, so that a manifest can be made from them anew."""
    told: dict[str, Any] = {"schema": SCHEMA_VERSION, "codings": {c: manifest.codings.get(c, {}) for c in codings}}
    return {**told, "old": old} if old else told


def write_records(
    connection: duckdb.DuckDBPyConnection, folder: Path, name: str, kept: Sequence[Kept], manifest: Manifest, old: bool = False
) -> Group:
    """Write records as a group. Raises `StoreError`."""
    codings = sorted({coding for _, coding, _ in kept})
    told = told_of(manifest, codings, old)

    # one table is written while the next is made, and more threads would only cost their upkeep
    connection.execute("SET threads = 1")

    def write(paths: Mapping[str, Path]) -> dict[str, int]:
        with ThreadPoolExecutor(1) as aside:
            # the articles first: packing them takes longest
            writes = {
                table: aside.submit(write_rows, connection.cursor(), path, table, rows_given(table, kept), told)
                for table, path in paths.items()
            }
            return {table: done.result() for table, done in writes.items()}

    return write_group(folder, name, codings, old, write)


def write_group(folder: Path, name: str, codings: list[str], old: bool, write: Callable[[Mapping[str, Path]], dict[str, int]]) -> Group:
    """A group of three files that ``write`` puts where it is told, by table, and counts. Raises `StoreError`; nothing is left then."""
    finals = {table: part(folder, name, table) for table in TABLES}
    paths = {table: temporary_of(final) for table, final in finals.items()}
    try:
        counts = write(paths)
        made = group_of(name, paths, counts, codings, old)
        settle_all([(paths[table], finals[table]) for table in _NAMED])
    finally:
        for path in paths.values():
            path.unlink(missing_ok=True)
    return made


def group_of(
    name: str, paths: Mapping[str, Path], counts: Mapping[str, int], codings: list[str], old: bool, schema: int = SCHEMA_VERSION
) -> Group:
    """What the manifest says of three files. Raises `StoreError` where one cannot be read."""
    sums = {table: digest_of(paths[table]) for table in TABLES}
    return Group(name, counts["articles"], counts["events"], counts["statements"], schema, codings, old, sums)
