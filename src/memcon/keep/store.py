"""The store: a folder of Parquet parts under a manifest. One writer at a time, any number of readers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from memcon.keep.check import wrong_with
from memcon.keep.compact import GRACE, compact, sweep
from memcon.keep.files import locked
from memcon.keep.group import name_of, write_records
from memcon.keep.manifest import NAME, Manifest, read_manifest, write_manifest
from memcon.keep.pages import ask_page
from memcon.keep.parts import quoted, writing
from memcon.keep.query import Filter, select
from memcon.keep.rebuild import rebuild
from memcon.keep.rows import TABLES
from memcon.keep.source import events_source, needs_current, source_of
from memcon.model.errors import BadOption, StoreError
from memcon.model.record import Record

if TYPE_CHECKING:
    import duckdb

__all__ = ["Kept", "Store", "open_store", "rebuild"]

_T = TypeVar("_T")


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
    """A store opened for reading; `keep` and `compact` take the lock for as long as they write."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.manifest = read_manifest(folder)

    # writing

    def keep(self, records: Iterable[Record], coding: str = "unknown", versions: dict[str, str] | None = None) -> Kept:
        """Add records in one step: after it returns all are on disk, before it none is. Known ones are passed over.

        Raises `StoreError` where another process writes or the disk refuses; nothing of the batch is kept then.
        """
        import duckdb

        batch: dict[str, Record] = {}
        seen = 0
        for record in records:
            seen += 1
            batch.setdefault(record.article.id, record)
        if not batch:
            return Kept(0, seen)
        with locked(self.folder):
            self.manifest = read_manifest(self.folder)
            sweep(self.folder, self.manifest)
            try:
                with writing(self.folder) as connection:
                    known = self._known(connection, list(batch), coding)
                    new = [batch[i] for i in sorted(batch) if i not in known]
                    if not new:
                        return Kept(0, seen)
                    self._write(connection, new, coding, versions or {})
            except duckdb.Error as error:
                raise StoreError(f"{_reason(error)}; try 'memcon store check'", place=str(self.folder)) from None
            except OSError as error:
                raise StoreError(
                    f"cannot write ({error.strerror}); free some space or choose another --store", place=str(self.folder)
                ) from None
        return Kept(len(new), seen - len(new))

    def _write(self, connection: duckdb.DuckDBPyConnection, new: list[Record], coding: str, versions: dict[str, str]) -> None:
        number = self.manifest.kept + 1
        self.manifest.codings[coding] = versions
        name = name_of(number, coding, *(r.article.id for r in new))
        self.manifest.groups.append(write_records(connection, self.folder, name, [(r, coding, number) for r in new], self.manifest))
        self.manifest.kept = number
        write_manifest(self.folder, self.manifest)

    def _known(self, connection: duckdb.DuckDBPyConnection, ids: list[str], coding: str) -> set[str]:
        if coding not in self.manifest.codings:
            return set()
        groups = [g for g in self.manifest.groups if not g.codings or coding in g.codings]
        if not groups:
            return set()
        source = source_of(self.folder, groups, "articles")
        found = connection.execute(f"SELECT article_id FROM {source} WHERE coding = ? AND article_id IN (SELECT unnest(?))", [coding, ids])
        return {r[0] for r in found.fetchall()}

    def compact(self, grace: float = GRACE) -> int:
        """Merge all groups into one, and rows of superseded codings into another; returns how many groups there were.

        The parts that were merged stay for ``grace`` seconds, for those who still read them. Raises `StoreError`.
        """
        count = compact(self.folder, grace)
        self.manifest = read_manifest(self.folder)
        return count

    # reading

    def connect(self, views: bool = True) -> duckdb.DuckDBPyConnection:
        """A DuckDB connection with views ``articles``, ``events`` and ``statements``: of each article its newest coding.

        ``all_articles``, ``all_events`` and ``all_statements`` have every coding. Without ``views``, only what `ask_events` needs is there.
        """
        import duckdb

        connection = duckdb.connect()
        connection.execute("SET parquet_metadata_cache = true")
        # a page's other columns are read for its rows alone
        connection.execute("SET late_materialization_max_rows = 1000")
        groups = self.manifest.groups
        live = [g for g in groups if not g.old]
        current = needs_current(self.manifest)
        if current:
            connection.execute(
                f"CREATE TEMP TABLE current AS SELECT article_id, max_by(coding, kept) AS coding"
                f" FROM {source_of(self.folder, live, 'articles')} GROUP BY article_id"
            )
        for table, columns in TABLES.items() if views else ():
            names = ", ".join(columns)
            connection.execute(f"CREATE TEMP VIEW all_{table} AS SELECT {names} FROM {source_of(self.folder, groups, table)}")
            only = " t SEMI JOIN current USING (article_id, coding)" if current else ""
            connection.execute(f"CREATE TEMP VIEW {table} AS SELECT {names} FROM {source_of(self.folder, live, table)}{only}")
        return connection

    def events(self, wanted: Filter | None = None, columns: str = "*") -> list[dict[str, Any]]:
        """Events as dictionaries, newest first. Raises `BadOption` for a filter that cannot be asked, `StoreError`."""

        def ask(connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
            found = self.ask_events(connection, wanted or Filter(), columns)
            names = [d[0] for d in found.description or []]
            return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

        return self.reading(ask, views=False)

    def ask_events(self, connection: duckdb.DuckDBPyConnection, wanted: Filter, columns: str = "*") -> duckdb.DuckDBPyConnection:
        """The open question for events on a connection of `connect`, to be fetched in whatever form. Raises `BadOption`."""
        self._ready(connection, wanted)
        page = ask_page(connection, self.folder, self.manifest, wanted, columns)
        if page is not None:
            return page
        query, values = select(wanted, columns, events_source(self.folder, self.manifest, wanted, connection))
        return connection.execute(query, values)

    def _ready(self, connection: duckdb.DuckDBPyConnection, wanted: Filter) -> None:
        """Lay ready the articles with the words asked for, where a filter's clause speaks of them."""
        if wanted.text:
            from memcon.keep.words import articles_with

            connection.execute("CREATE OR REPLACE TEMP TABLE with_words (article_id VARCHAR)")
            connection.execute("INSERT INTO with_words SELECT unnest(?)", [articles_with(self, wanted.text)])

    def timeline(self, wanted: Filter | None = None, by: str = "month") -> list[dict[str, Any]]:
        """Events that happened or go on, counted by ``day``, ``week``, ``month`` or ``year`` and quad class, oldest first.

        Raises `BadOption`, `StoreError`.
        """
        if by not in ("day", "week", "month", "year"):
            raise BadOption(f"no time span '{by}'; use day, week, month or year")
        from dataclasses import replace

        asked = replace(wanted or Filter(), limit=None, offset=0)
        if not asked.status:
            asked = replace(asked, status=("happened", "ongoing"))

        def ask(connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
            self._ready(connection, asked)
            query, values = select(asked, "day, quad", events_source(self.folder, self.manifest, asked, connection), ordered=False)
            found = connection.execute(
                f"SELECT CAST(date_trunc('{by}', day) AS DATE) AS {by}, quad, count(*) AS events FROM ({query}) WHERE day IS NOT NULL"
                " GROUP BY ALL ORDER BY ALL",
                values,
            )
            names = [d[0] for d in found.description or []]
            return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

        return self.reading(ask, views=False)

    def sql(self, query: str) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Column names and rows of one query over the views: it reads the store and nothing else. Raises `StoreError` with the reason."""

        def ask(connection: duckdb.DuckDBPyConnection) -> tuple[list[str], list[tuple[Any, ...]]]:
            found = self.ask_sql(connection, query)
            return [d[0] for d in found.description or []], found.fetchall()

        return self.reading(ask)

    def ask_sql(self, connection: duckdb.DuckDBPyConnection, query: str) -> duckdb.DuckDBPyConnection:
        """The open answer to one query. Raises `StoreError` where it is more than one, or would write or leave the store."""
        import duckdb

        try:
            kinds = [s.type for s in connection.extract_statements(query)]
            if len(kinds) != 1 or kinds[0] not in (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN):
                raise StoreError("one query that reads is answered (SELECT, DESCRIBE, SUMMARIZE, …); nothing is written", place="--sql")
            for setting in (
                f"allowed_directories = [{quoted(self.folder.resolve())}, {quoted(self.folder)}]",
                "enable_external_access = false",
                "lock_configuration = true",
            ):
                connection.execute(f"SET {setting}")
            return connection.execute(query)
        except duckdb.IOException:
            raise
        except duckdb.Error as error:
            raise StoreError(f"the query failed: {_reason(error)}", place=str(self.folder)) from None

    def records(self, ids: Iterable[str] | None = None) -> Iterator[Record]:
        """Whole records, each article's newest coding, in the order of article ids. Raises `StoreError`."""
        wanted = None if ids is None else list(dict.fromkeys(ids))
        for raw in self._raw("articles", wanted):
            yield msgspec.json.decode(raw, type=Record)

    def _raw(self, view: str, ids: list[str] | None) -> Iterator[str]:
        """Records as JSON. Those asked for by few ids are found without going through the others."""
        import duckdb

        few = ids is not None and len(ids) <= 200
        clause = (
            ""
            if ids is None
            else f" WHERE article_id IN ({', '.join('?' * len(ids))})"
            if few
            else " WHERE article_id IN (SELECT unnest(?))"
        )
        if ids is not None and not ids:
            return
        values: list[Any] = [] if ids is None else list(ids) if few else [ids]
        given = False
        for last in (False, True):
            try:
                with self.connect() as connection:
                    found = connection.execute(f"SELECT record FROM {view}{clause} ORDER BY article_id", values)
                    while rows := found.fetchmany(200):
                        for (raw,) in rows:
                            given = True
                            yield raw
                return
            except duckdb.Error as error:
                # parts that were merged since the store was opened are there under another name
                if last or given or not self._again(error):
                    raise StoreError(f"{_reason(error)}; try 'memcon store check'", place=str(self.folder)) from None

    def count(self, table: str) -> int:
        """Rows in one of the tables."""

        def ask(connection: duckdb.DuckDBPyConnection) -> int:
            row = connection.execute(f"SELECT count(*) FROM {table if table in TABLES else 'events'}").fetchone()
            return int(row[0]) if row else 0

        return self.reading(ask)

    def reading(self, question: Callable[[duckdb.DuckDBPyConnection], _T], views: bool = True) -> _T:
        """The answer of a question asked of a connection, anew where parts were merged since the store was opened. Raises `StoreError`."""
        import duckdb

        for last in (False, True):
            try:
                with self.connect(views) as connection:
                    return question(connection)
            except duckdb.Error as error:
                if last or not self._again(error):
                    raise StoreError(f"{_reason(error)}; try 'memcon store check'", place=str(self.folder)) from None
        raise AssertionError

    def _again(self, error: Exception) -> bool:
        """Whether the manifest has changed since it was read, so that asking again may help."""
        import duckdb

        if not isinstance(error, duckdb.IOException):
            return False
        names = [g.name for g in self.manifest.groups]
        self.manifest = read_manifest(self.folder)
        return names != [g.name for g in self.manifest.groups]

    def check(self) -> list[str]:
        """What is wrong with the store, a line each; empty when every part is there, whole, and agrees with the manifest."""
        return wrong_with(self.folder, self.manifest)


def _reason(error: Exception) -> str:
    return " ".join(str(error).split())[:300]
