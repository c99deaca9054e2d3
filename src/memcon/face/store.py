"""A store for people who write Python: what is asked for comes as Arrow, pandas, polars or plain rows."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from memcon.face.shown import Shown, shown
from memcon.keep import Filter, Kept, Store
from memcon.keep import open_store as open_kept
from memcon.model.errors import BadOption, NotFound
from memcon.model.record import Record

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import polars as pl
    import pyarrow as pa

_MANY = ("type", "mode", "status", "standing")
_SHOWN = ("day", "actors", "type", "mode", "recipients", "place", "status", "standing", "evidence")


def open_store(path: Path | str, create: bool = False) -> OpenStore:
    """The store in a folder. With ``create`` an empty one is made where there is none. Raises `StoreError`."""
    return OpenStore(open_kept(path, create))


class OpenStore:
    """A store opened for reading. ``kept`` is the `memcon.keep.Store` itself."""

    def __init__(self, kept: Store) -> None:
        self.kept = kept

    def __repr__(self) -> str:
        return f"<memcon store {self.kept.folder}: {self.kept.count('articles'):,} articles, {self.kept.count('events'):,} events>"

    def events(self, wanted: Filter | None = None, *, columns: str | Iterable[str] = "*", **filters: Any) -> Events:
        """Events that fit, newest first, as an Arrow table that is read when it is first asked for.

        ``filters`` are the fields of `Filter` by name: ``dyad="USA-VEN"``, ``type="CONSULT"`` or ``type=["CONSULT", "AGREE"]``,
        ``since="2026-01-01"``, ``text="oil sanctions"``, ``limit=100``, … Raises `BadOption`.
        """
        try:
            given: dict[str, Any] = {
                k: (v,) if k in _MANY and isinstance(v, str) else tuple(v) if k in _MANY else v for k, v in filters.items()
            }
            asked = replace(wanted or Filter(), **given)
        except TypeError:
            known = ", ".join(f for f in Filter.__dataclass_fields__ if f != "extra")
            raise BadOption(f"no such filter; there are {known}") from None
        named = columns if isinstance(columns, str) else ", ".join(columns)
        return Events(self.kept, asked, named)

    def sql(self, query: str) -> Events:
        """The answer to one query over ``articles``, ``events`` and ``statements``, as a table; it reads only. Raises `StoreError`."""
        return Events(self.kept, None, query)

    def timeline(self, *, by: str = "month", **filters: Any) -> list[dict[str, Any]]:
        """Events that happened, counted by ``day``, ``week``, ``month`` or ``year`` and quad class. Raises `BadOption`."""
        return self.kept.timeline(self.events(**filters).wanted, by)

    def record(self, article: str) -> Shown:
        """An article's record, which a notebook shows as marked text. Raises `NotFound`."""
        for record in self.kept.records([article]):
            return shown(record)
        raise NotFound("no such article in the store", place=article[:40])

    def records(self, ids: Iterable[str] | None = None) -> Iterator[Shown]:
        """Records, all or of some articles' ids, in the order of ids."""
        return map(shown, self.kept.records(ids))

    def keep(self, records: Iterable[Record], coding: str = "unknown", versions: dict[str, str] | None = None) -> Kept:
        """Put records into the store; those that are there are passed over. Raises `StoreError`."""
        plain = (Record(**{n: getattr(r, n) for n in r.__struct_fields__}) for r in records)
        return self.kept.keep(plain, coding, versions)

    def check(self) -> list[str]:
        """What is wrong with the store, a line each."""
        return self.kept.check()

    def __len__(self) -> int:
        return self.kept.count("articles")


class Events:
    """Rows of the store as an Arrow table: whatever a `pyarrow.Table` can do, this can, and every library that takes Arrow takes it.

    ``to_pandas()``, ``to_polars()``, ``to_arrow()`` and ``to_pylist()`` give it in one call.
    """

    def __init__(self, store: Store, wanted: Filter | None, asked: str) -> None:
        self.wanted = wanted
        self._store = store
        self._asked = asked
        self._arrow: Any = None

    def _ask(self, connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
        if self.wanted is None:
            return self._store.ask_sql(connection, self._asked)
        return self._store.ask_events(connection, self.wanted, self._asked)

    def to_arrow(self) -> pa.Table:
        """The table in Arrow's memory. Raises `BadOption` where pyarrow is not installed, `StoreError`."""
        if self._arrow is None:
            _need("pyarrow")
            with warnings.catch_warnings():
                # DuckDB says that the rows are copied once more: a page's are few, and the reader can do nothing about it
                warnings.filterwarnings("ignore", "Arrow output on a DB-API result", UserWarning)
                self._arrow = self._store.reading(lambda connection: self._ask(connection).to_arrow_table())
        return self._arrow

    def to_pandas(self) -> pd.DataFrame:
        """The table as a pandas frame. Raises `BadOption` where pandas is not installed, `StoreError`."""
        _need("pandas")
        return self._store.reading(lambda connection: self._ask(connection).df())

    def to_polars(self) -> pl.DataFrame:
        """The table as a polars frame. Raises `BadOption` where polars is not installed, `StoreError`."""
        _need("polars")
        import polars as pl

        found = pl.from_arrow(self.to_arrow())
        assert isinstance(found, pl.DataFrame)
        return found

    def to_pylist(self) -> list[dict[str, Any]]:
        """The rows as dictionaries; nothing needs to be installed for it. Raises `StoreError`."""

        def ask(connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
            found = self._ask(connection)
            names = [d[0] for d in found.description or []]
            return [dict(zip(names, row, strict=False)) for row in found.fetchall()]

        return self._store.reading(ask)

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self.to_arrow().__arrow_c_stream__(requested_schema)

    def __len__(self) -> int:
        return int(self.to_arrow().num_rows)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter(self.to_pylist())

    def __getitem__(self, what: Any) -> Any:
        return self.to_arrow()[what]

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self.to_arrow(), name)

    def __repr__(self) -> str:
        return f"<memcon table: {len(self):,} rows>"

    def _repr_html_(self) -> str:
        rows = self.to_pylist()
        names = [n for n in _SHOWN if n in rows[0]] if rows and self.wanted is not None else []
        names = names or list(rows[0] if rows else ())
        head = "".join(f"<th>{escape(n)}</th>" for n in names)
        body = "".join("<tr>" + "".join(f"<td>{_cell(row[n])}</td>" for n in names) + "</tr>" for row in rows[:50])
        more = f"<p>{len(rows):,} rows, the first 50 of them shown</p>" if len(rows) > 50 else f"<p>{len(rows):,} rows</p>"
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def _cell(value: object) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
    return escape(text if len(text) < 300 else text[:299] + "…")


def _need(name: str) -> None:
    from importlib.util import find_spec

    if find_spec(name) is None:
        raise BadOption(f"{name} is not installed; install memcon[frames]")
