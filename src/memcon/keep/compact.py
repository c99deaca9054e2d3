"""Merge a store's groups, and let go of what nobody reads any more."""

from __future__ import annotations

import shutil
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from memcon.keep.copies import NEWEST, sort_copies
from memcon.keep.files import TEMPORARY, locked
from memcon.keep.group import name_of, told_of, write_group
from memcon.keep.manifest import Group, Manifest, Retired, read_manifest, write_manifest
from memcon.keep.parts import copy_rows, group_rows, writing
from memcon.keep.rows import SCHEMA_VERSION, TABLES
from memcon.keep.source import source_of
from memcon.model.errors import StoreError

if TYPE_CHECKING:
    import duckdb

GRACE = 3600.0  # seconds that merged parts stay for those who opened the store before
_ORDERS = {
    # newest first, as they are asked for: where enough are found the rest need not be read
    "events": NEWEST,
    "statements": "article_id, statement_id",
    "articles": "article_id, kept",
}


def compact(folder: Path, grace: float = GRACE) -> int:
    """Merge all groups into one, and rows of superseded codings into another. Returns how many groups there were. Raises `StoreError`."""
    import duckdb

    with locked(folder):
        manifest = read_manifest(folder)
        sweep(folder, manifest)
        groups = list(manifest.groups)
        live = [g for g in groups if not g.old]
        if len(live) > 1 or any(g.schema < SCHEMA_VERSION or not g.codings for g in groups) or len(groups) > 2:
            try:
                with writing(folder) as connection:
                    manifest.groups = _merged(connection, folder, manifest)
            except duckdb.Error as error:
                reason = " ".join(str(error).split())[:200]
                raise StoreError(f"a part cannot be read ({reason}); try 'memcon store check'", place=str(folder)) from None
            names = {g.name for g in manifest.groups}
            now = time.time()
            manifest.retired += [Retired(g.name, now) for g in groups if g.name not in names]
            write_manifest(folder, manifest)
        sweep(folder, manifest, grace)
        sort_copies(folder, manifest)
    return len(groups)


def _merged(connection: duckdb.DuckDBPyConnection, folder: Path, manifest: Manifest) -> list[Group]:
    groups = manifest.groups
    articles = source_of(folder, groups, "articles")
    connection.execute(
        f"CREATE TEMP TABLE current AS SELECT article_id, max_by(coding, kept) AS coding FROM {articles} GROUP BY article_id"
    )
    row = connection.execute(f"SELECT count(*) > (SELECT count(*) FROM current) FROM {articles}").fetchone()
    made = []
    for old in (False, True) if row and row[0] else (False,):
        join = "ANTI JOIN" if old else "SEMI JOIN"
        name = name_of(manifest.kept, f"{old}", *(g.name for g in groups))
        chosen = connection.execute(
            f"SELECT DISTINCT t.coding FROM {articles} t {join} current USING (article_id, coding) ORDER BY ALL"
        ).fetchall()
        codings = [c for (c,) in chosen]
        told = told_of(manifest, codings, old)

        def write(paths: Mapping[str, Path], join: str = join, told: dict[str, Any] = told) -> dict[str, int]:
            counts = {}
            for table, path in paths.items():
                columns = ", ".join(f"t.{c}" for c in TABLES[table])
                source = f"(SELECT {columns} FROM {source_of(folder, groups, table)} t {join} current USING (article_id, coding))"
                rows = group_rows(table, sum(g.events if table == "events" else g.statements for g in groups))
                counts[table] = copy_rows(connection, source, path, rows, f" ORDER BY {_ORDERS[table]}", told)
            return counts

        made.append(write_group(folder, name, codings, old, write))
    return made


def sweep(folder: Path, manifest: Manifest, grace: float = GRACE) -> None:
    """Remove temporary files, groups that no manifest ever named, and those whose time is over. The caller holds the lock."""
    over = time.time() - grace
    manifest.retired = [r for r in manifest.retired if r.at > over]
    named = {g.name for g in manifest.groups} | {r.name for r in manifest.retired}
    for name in ("parts", "index"):
        for path in (folder / name).glob("*"):
            part_or_copy = path.suffix == ".parquet" or path.is_dir()
            if path.name.startswith(TEMPORARY) or (part_or_copy and path.name.rsplit("-", 1)[0] not in named):
                _remove(path)
    for path in folder.glob(TEMPORARY + "*"):
        _remove(path)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
