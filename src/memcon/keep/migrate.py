"""Bring parts of older schema versions to this one: their rows are made anew from the records that they hold."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from memcon.keep.compact import GRACE, sweep
from memcon.keep.files import locked
from memcon.keep.group import name_of, write_records
from memcon.keep.manifest import Group, Manifest, Retired, read_manifest, write_manifest
from memcon.keep.parts import part, quoted, writing
from memcon.keep.rows import SCHEMA_VERSION
from memcon.model.errors import StoreError
from memcon.model.record import Record

if TYPE_CHECKING:
    import duckdb

_AT_ONCE = 5_000  # records held in memory


def migrate(folder: Path, grace: float = GRACE) -> int:
    """Write every group of an older schema version anew; returns how many there were.

    Killed at any moment it goes on where it was: each group is committed by itself. Raises `StoreError`.
    """
    import duckdb

    done = 0
    with locked(folder):
        manifest = read_manifest(folder)
        sweep(folder, manifest)
        for group in [g for g in manifest.groups if g.schema < SCHEMA_VERSION]:
            try:
                with writing(folder) as connection:
                    made = _anew(connection, folder, group, manifest)
            except duckdb.Error as error:
                reason = " ".join(str(error).split())[:200]
                raise StoreError(f"a part cannot be read ({reason}); try 'memcon store check'", place=str(folder)) from None
            at = manifest.groups.index(group)
            manifest.groups[at : at + 1] = made
            manifest.retired.append(Retired(group.name, time.time()))
            write_manifest(folder, manifest)
            done += 1
        if manifest.schema < SCHEMA_VERSION:
            write_manifest(folder, manifest)
        sweep(folder, manifest, grace)
    return done


def _anew(connection: duckdb.DuckDBPyConnection, folder: Path, group: Group, manifest: Manifest) -> list[Group]:
    """The group's rows by this version, in as many groups as memory asks for."""
    articles = f"read_parquet({quoted(part(folder, group.name, 'articles'))})"
    with connection.cursor() as reader:
        found = reader.execute(f"SELECT coding, kept, record FROM {articles} ORDER BY article_id, kept")
        made: list[Group] = []
        while rows := found.fetchmany(_AT_ONCE):
            records = [(msgspec.json.decode(raw, type=Record), coding, kept) for coding, kept, raw in rows]
            name = name_of(max(kept for _, _, kept in records), group.name, f"{SCHEMA_VERSION} {len(made)}")
            made.append(write_records(connection, folder, name, records, manifest, group.old))
    return made
