"""Parquet parts: rows to a file, through one DuckDB connection a write."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from memcon.keep.files import TEMPORARY
from memcon.keep.rows import TABLES, Kept, record_of, rows_of
from memcon.model.errors import StoreError

if TYPE_CHECKING:
    import duckdb

# rows of a row group: a record is 20 kB, an event 0.5 kB, and what is asked for should lie in few of them
GROUP_ROWS = {"articles": 2_048, "events": 32_768, "statements": 32_768}
# where there are very many, what says where they lie takes longer to read than they do
MANY, MANY_ROWS = 1_000_000, 122_880
_MEMORY = "3GB"


def part(folder: Path, group: str, table: str) -> Path:
    """Where a group's part of a table lies."""
    return folder / "parts" / f"{group}-{table}.parquet"


@contextmanager
def writing(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to write with: it sorts what memory does not hold in a folder of its own beside the parts."""
    import duckdb

    aside = folder / f"{TEMPORARY}{os.getpid()}-duckdb"
    with duckdb.connect(config={"memory_limit": _MEMORY, "temp_directory": str(aside)}) as connection:
        try:
            yield connection
        finally:
            shutil.rmtree(aside, ignore_errors=True)


def rows_given(table: str, kept: Sequence[Kept]) -> dict[str, Any]:
    """Some records' rows of a table, ready for `write_rows`: as JSON, since values handed over one by one take DuckDB twice as long."""
    given = {"rows": _column([msgspec.json.encode(rows_of(table, *one)) for one in kept])}
    if table == "articles":
        given["whole"] = _column([record_of(record) for record, _, _ in kept])
    return given


def write_rows(connection: duckdb.DuckDBPyConnection, final: Path, table: str, given: Mapping[str, Any], told: Mapping[str, Any]) -> int:
    """Write rows that `rows_given` made to a file; ``told`` goes into it. Returns how many there are. Raises `StoreError`."""
    shape = quoted(msgspec.json.encode([{c: ["VARCHAR"] if k.endswith("[]") else k for c, k in TABLES[table].items()}]).decode())
    names = ", ".join("decode(whole) AS record" if c == "record" else f"one.{c}" for c in TABLES[table])
    whole = ", whole" if "whole" in given else ""
    name = f"given_{table}"
    connection.register(name, dict(given))
    try:
        source = f"(SELECT {names} FROM (SELECT unnest(from_json(decode(rows), {shape})) AS one{whole} FROM {name}))"
        return copy_rows(connection, source, final, GROUP_ROWS[table], told=told)
    finally:
        connection.unregister(name)


def _column(values: Sequence[bytes]) -> Any:
    """Values as an array, which DuckDB takes as it is."""
    import numpy as np

    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


def copy_rows(
    connection: duckdb.DuckDBPyConnection, source: str, final: Path, group_rows: int, order: str = "", told: Mapping[str, Any] | None = None
) -> int:
    """Write the rows of a SQL source to a Parquet file; ``told`` goes into it as JSON. Returns how many there were. Raises `StoreError`.

    The file is not durable before `settle` has named it.
    """
    import duckdb

    said = f", KV_METADATA {{memcon: {quoted(msgspec.json.encode(told).decode())}}}" if told is not None else ""
    try:
        final.parent.mkdir(exist_ok=True)
        manner = f"FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {group_rows}{said}"
        row = connection.execute(f"COPY (SELECT * FROM {source}{order}) TO {quoted(final)} ({manner})").fetchone()
    except (duckdb.Error, OSError) as error:
        final.unlink(missing_ok=True)
        reason = " ".join(str(error).split())[:300]
        raise StoreError(f"cannot write ({reason}); free some space or choose another --store", place=str(final)) from None
    return int(row[0]) if row else 0


def group_rows(table: str, count: int) -> int:
    """Rows of a row group of a part with so many rows."""
    return MANY_ROWS if count > MANY and table != "articles" else GROUP_ROWS[table]


def told_in(connection: duckdb.DuckDBPyConnection, path: Path) -> dict[str, Any]:
    """What was written into a part beside its rows; nothing where it is of an older memcon. Raises `duckdb.Error` for no part."""
    row = connection.execute(f"SELECT value FROM parquet_kv_metadata({quoted(path)}) WHERE decode(key) = 'memcon'").fetchone()
    try:
        found = msgspec.json.decode(bytes(row[0])) if row else {}
    except msgspec.DecodeError:
        return {}
    return found if isinstance(found, dict) else {}


def digest_of(path: Path) -> str:
    """A file's content hash. Raises `StoreError`."""
    try:
        with path.open("rb") as handle:
            return hashlib.file_digest(handle, "sha256").hexdigest()[:32]
    except OSError as error:
        raise StoreError(f"cannot be read ({error.strerror})", place=str(path)) from None


def quoted(path: Path | str) -> str:
    """A path or text as a SQL string."""
    return "'" + str(path).replace("'", "''") + "'"
