"""The store: a folder of Parquet parts under a manifest. One writer at a time, any number of readers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from memcon.keep.files import TEMPORARY, locked
from memcon.keep.manifest import NAME, Group, Manifest, read_manifest, write_manifest
from memcon.keep.parts import copy_rows, part, quoted, write_part
from memcon.keep.query import Filter, select
from memcon.keep.rows import TABLES, article_row, event_rows, statement_rows
from memcon.model.errors import StoreError
from memcon.model.record import Record

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True)
class Kept:
    """What a write did: records added, and records that were there already."""

    added: int
    already: int


def open_store(path: Path | str, create: bool = False) -> Store:
    """The store in a folder. With ``create`` an empty one is made where there is none. Raises `StoreError`."""
    folder = Path(path)
    if create and not (folder / NAME).exists():
        try:
            (folder / "parts").mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"cannot be made ({error.strerror}); choose another --store", place=str(folder)) from None
        with locked(folder):
            if not (folder / NAME).exists():
                if any((folder / "parts").glob("*-articles.parquet")):
                    raise StoreError("parts without a manifest; 'memcon store rebuild' makes it anew", place=str(folder))
                write_manifest(folder, Manifest())
    return Store(folder)


class Store:
    """A store opened for reading; `keep`, `compact` and `rebuild` take the lock for as long as they write."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.manifest = read_manifest(folder)

    # writing

    def keep(self, records: Iterable[Record], coding: str = "unknown", versions: dict[str, str] | None = None) -> Kept:
        """Add records in one step: after it returns all are on disk, before it none is. Known ones are passed over."""
        batch: dict[str, Record] = {}
        seen = 0
        for record in records:
            seen += 1
            batch.setdefault(record.article.id, record)
        if not batch:
            return Kept(0, seen)
        with locked(self.folder):
            self.manifest = read_manifest(self.folder)
            self._sweep()
            known = self._known(list(batch), coding)
            new = [batch[i] for i in sorted(batch) if i not in known]
            if not new:
                return Kept(0, seen)
            number = self.manifest.kept + 1
            digest = hashlib.sha256("".join(r.article.id for r in new).encode() + coding.encode()).hexdigest()[:12]
            group = f"{number:08d}-{digest}"
            events = write_part(self.folder, group, "events", (row for r in new for row in event_rows(r, coding, number)))
            statements = write_part(self.folder, group, "statements", (row for r in new for row in statement_rows(r, coding, number)))
            # the articles last: a group that has them is whole
            articles = write_part(self.folder, group, "articles", (article_row(r, coding, number) for r in new))
            self.manifest.groups.append(Group(group, articles, events, statements))
            self.manifest.kept = number
            self.manifest.codings[coding] = versions or {}
            write_manifest(self.folder, self.manifest)
        return Kept(len(new), seen - len(new))

    def _known(self, ids: list[str], coding: str) -> set[str]:
        if not self.manifest.groups:
            return set()
        rows = self._ask(
            f"SELECT article_id FROM {self._source('articles')} WHERE coding = ? AND article_id IN (SELECT unnest(?))", [coding, ids]
        )
        return {r[0] for r in rows.fetchall()}

    def _sweep(self) -> None:
        """Remove what a killed writer left: temporary files, and groups that no manifest names."""
        named = {g.name for g in self.manifest.groups}
        for path in (self.folder / "parts").glob("*"):
            if path.name.startswith(TEMPORARY) or path.name.rsplit("-", 1)[0] not in named:
                path.unlink(missing_ok=True)
        for path in self.folder.glob(TEMPORARY + "*"):
            path.unlink(missing_ok=True)

    def compact(self) -> int:
        """Merge all groups into one, newest events last. Returns how many groups there were."""
        with locked(self.folder):
            self.manifest = read_manifest(self.folder)
            groups = list(self.manifest.groups)
            if len(groups) < 2:
                return len(groups)
            digest = hashlib.sha256("".join(g.name for g in groups).encode()).hexdigest()[:12]
            name = f"{self.manifest.kept:08d}-{digest}"
            orders = {"events": "day, article_id, event_id", "statements": "article_id, statement_id", "articles": "article_id, kept"}
            for table in ("events", "statements", "articles"):
                copy_rows(self._source(table), part(self.folder, name, table), f" ORDER BY {orders[table]}")
            self.manifest.groups = [
                Group(name, sum(g.articles for g in groups), sum(g.events for g in groups), sum(g.statements for g in groups))
            ]
            write_manifest(self.folder, self.manifest)
            for group in groups:
                for table in TABLES:
                    part(self.folder, group.name, table).unlink(missing_ok=True)
        return len(groups)

    # reading

    def connect(self) -> duckdb.DuckDBPyConnection:
        """A DuckDB connection with views ``articles``, ``events`` and ``statements``: of each article its newest coding."""
        import duckdb

        connection = duckdb.connect()
        if self.manifest.groups:
            connection.execute(
                f"CREATE TEMP TABLE current AS SELECT article_id, max_by(coding, kept) AS coding, max(kept) AS kept"
                f" FROM {self._source('articles')} GROUP BY article_id"
                if len(self.manifest.codings) > 1
                else "CREATE TEMP TABLE current (article_id VARCHAR, coding VARCHAR, kept BIGINT)"
            )
        for table, columns in TABLES.items():
            connection.execute(f"CREATE TEMP VIEW all_{table} AS SELECT * FROM {self._source(table)}")
            if len(self.manifest.codings) > 1:
                connection.execute(
                    f"CREATE TEMP VIEW {table} AS SELECT t.* FROM all_{table} t SEMI JOIN current USING (article_id, coding)"
                )
            else:
                connection.execute(f"CREATE TEMP VIEW {table} AS SELECT {', '.join(columns)} FROM all_{table}")
        return connection

    def events(self, wanted: Filter | None = None, columns: str = "*") -> list[dict[str, Any]]:
        """Events as dictionaries, newest first. Raises `BadOption` for a filter that cannot be asked."""
        query, values = select(wanted or Filter(), columns)
        with self.connect() as connection:
            found = connection.execute(query, values)
            names = [d[0] for d in found.description or []]
            return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def sql(self, query: str) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Column names and rows of a query over the views. Raises `StoreError` with DuckDB's reason."""
        import duckdb

        with self.connect() as connection:
            try:
                found = connection.execute(query)
                return [d[0] for d in found.description or []], found.fetchall()
            except duckdb.Error as error:
                raise StoreError(f"the query failed: {' '.join(str(error).split())[:300]}", place=str(self.folder)) from None

    def records(self, ids: Iterable[str] | None = None) -> Iterator[Record]:
        """Whole records, each article's newest coding, in the order of article ids."""
        wanted = None if ids is None else list(ids)
        clause = "" if wanted is None else " WHERE article_id IN (SELECT unnest(?))"
        with self.connect() as connection:
            found = connection.execute(f"SELECT record FROM articles{clause} ORDER BY article_id", [] if wanted is None else [wanted])
            while rows := found.fetchmany(200):
                for (raw,) in rows:
                    yield msgspec.json.decode(raw, type=Record)

    def count(self, table: str) -> int:
        """Rows in one of the tables."""
        with self.connect() as connection:
            row = connection.execute(f"SELECT count(*) FROM {table if table in TABLES else 'events'}").fetchone()
        return int(row[0]) if row else 0

    def check(self) -> list[str]:
        """What is wrong with the store, a line each; empty when every part is there, whole, and agrees with the manifest."""
        import duckdb

        wrong = []
        for group in self.manifest.groups:
            for table, expected in (("articles", group.articles), ("events", group.events), ("statements", group.statements)):
                path = part(self.folder, group.name, table)
                try:
                    with duckdb.connect() as connection:
                        columns = ", ".join(f"count({c})" for c in TABLES[table])
                        row = connection.execute(f"SELECT count(*), {columns} FROM read_parquet({quoted(path)})").fetchone()
                    if row is None or row[0] != expected:
                        wrong.append(f"{path.name}: {row[0] if row else 0} rows, the manifest says {expected}")
                except duckdb.Error as error:
                    wrong.append(f"{path.name}: {str(error).splitlines()[0][:160]}")
        return wrong

    def _source(self, table: str) -> str:
        paths = [quoted(part(self.folder, g.name, table)) for g in self.manifest.groups]
        if not paths:
            return "(SELECT " + ", ".join(f"CAST(NULL AS {kind}) AS {name}" for name, kind in TABLES[table].items()) + " WHERE false)"
        return f"read_parquet([{', '.join(paths)}])"

    def _ask(self, query: str, values: list[Any]) -> duckdb.DuckDBPyConnection:
        import duckdb

        try:
            return duckdb.connect().execute(query, values)
        except duckdb.Error as error:
            raise StoreError(
                f"a part cannot be read ({str(error).splitlines()[0][:160]}); try 'memcon store check'", place=str(self.folder)
            ) from None


def rebuild(folder: Path) -> int:
    """Make the manifest anew from the whole groups in the folder. Returns how many articles it names. Raises `StoreError`."""
    import duckdb

    if not (folder / "parts").is_dir():
        raise StoreError("no parts here; name a store with --store", place=str(folder))
    manifest = Manifest()
    with locked(folder):
        for path in sorted((folder / "parts").glob("*-articles.parquet")):
            name = path.name.removesuffix("-articles.parquet")
            counts = {}
            try:
                with duckdb.connect() as connection:
                    for table in TABLES:
                        row = connection.execute(f"SELECT count(*) FROM read_parquet({quoted(part(folder, name, table))})").fetchone()
                        counts[table] = int(row[0]) if row else 0
                    for coding, number in connection.execute(
                        f"SELECT coding, max(kept) FROM read_parquet({quoted(path)}) GROUP BY coding"
                    ).fetchall():
                        manifest.codings.setdefault(coding, {})
                        manifest.kept = max(manifest.kept, number)
            except duckdb.Error:
                continue
            manifest.groups.append(Group(name, counts["articles"], counts["events"], counts["statements"]))
        write_manifest(folder, manifest)
    return sum(g.articles for g in manifest.groups)
