"""Make a store's manifest anew from the parts that are there."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from memcon.keep.compact import sweep
from memcon.keep.copies import sort_copies
from memcon.keep.files import TEMPORARY, locked
from memcon.keep.group import group_of
from memcon.keep.manifest import Group, Manifest, write_manifest
from memcon.keep.parts import part, quoted, told_in
from memcon.keep.rows import SCHEMA_VERSION, TABLES
from memcon.keep.source import source_of
from memcon.model.errors import StoreError

if TYPE_CHECKING:
    import duckdb


def rebuild(folder: Path) -> int:
    """Make the manifest and the sorted copies anew from the whole groups in the folder. Returns how many articles it names.

    Groups all of whose articles stand in a larger one were merged into it and are passed over. Raises `StoreError` where there are no
    parts, another process writes, or a newer memcon wrote them.
    """
    import duckdb

    if not (folder / "parts").is_dir():
        raise StoreError("no parts here; name a store with --store", place=str(folder))
    manifest = Manifest()
    with locked(folder), duckdb.connect() as connection:
        connection.execute("CREATE TEMP TABLE taken (article_id VARCHAR, coding VARCHAR)")
        found = []
        for path in sorted((folder / "parts").glob("*-articles.parquet")):
            if path.name.startswith(TEMPORARY):
                continue
            try:
                found.append(_group(connection, folder, path.name.removesuffix("-articles.parquet"), manifest))
            except duckdb.Error:
                # not whole: a writer was killed, or the part is damaged; 'check' says so where the manifest is there
                continue
        # the newest schema and the largest first: what was merged into it, or made anew, brings nothing new
        for group in sorted(found, key=lambda g: (g.schema, g.articles, g.name), reverse=True):
            articles = f"read_parquet({quoted(part(folder, group.name, 'articles'))})"
            new = connection.execute(f"SELECT count(*) FROM {articles} ANTI JOIN taken USING (article_id, coding)").fetchone()
            if group.articles and new and new[0] == 0:
                continue
            connection.execute(f"INSERT INTO taken SELECT article_id, coding FROM {articles}")
            manifest.groups.append(group)
        manifest.groups.sort(key=lambda g: g.name)
        live = [g for g in manifest.groups if not g.old]
        for group in [g for g in manifest.groups if g.old]:
            # old are only those whose newer codings are still there
            rest = connection.execute(
                f"SELECT count(*) FROM {source_of(folder, [group], 'articles')} ANTI JOIN {source_of(folder, live, 'articles')} n"
                " USING (article_id)"
            ).fetchone()
            group.old = bool(rest and rest[0] == 0)
        for path in (folder / "index").glob("*-by_*"):
            shutil.rmtree(path, ignore_errors=True)
        write_manifest(folder, manifest)
        sweep(folder, manifest)
        sort_copies(folder, manifest)
    return sum(g.articles for g in manifest.groups)


def _group(connection: duckdb.DuckDBPyConnection, folder: Path, name: str, manifest: Manifest) -> Group:
    """A group by what its parts say. Raises `duckdb.Error` where one is not whole, `StoreError` where it is of a newer memcon."""
    told = told_in(connection, part(folder, name, "articles"))
    schema = int(told.get("schema", 1))
    if schema > SCHEMA_VERSION:
        raise StoreError(f"written by a newer memcon (schema {schema}, this one reads {SCHEMA_VERSION}); update memcon", place=str(folder))
    counts = {}
    for table in TABLES:
        row = connection.execute(f"SELECT count(*) FROM read_parquet({quoted(part(folder, name, table))})").fetchone()
        counts[table] = int(row[0]) if row else 0
    articles = f"read_parquet({quoted(part(folder, name, 'articles'))})"
    rows = connection.execute(f"SELECT coding, max(kept) FROM {articles} GROUP BY coding ORDER BY coding").fetchall()
    versions = told.get("codings", {})
    for coding, number in rows:
        manifest.codings[coding] = versions.get(coding) or manifest.codings.get(coding, {})
        manifest.kept = max(manifest.kept, number)
    paths = {table: part(folder, name, table) for table in TABLES}
    return group_of(name, paths, counts, [c for c, _ in rows], bool(told.get("old")), schema)
