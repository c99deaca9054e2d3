"""Parquet parts: rows to a file that is whole or not there, through one DuckDB connection a write."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from memcon.keep.files import TEMPORARY, settle
from memcon.keep.rows import SEPARATOR, TABLES, Columns
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


def write_columns(connection: duckdb.DuckDBPyConnection, final: Path, table: str, columns: Columns, told: Mapping[str, Any]) -> int:
    """Write a table's columns as one part; ``told`` goes into the file. Returns the number of rows. Raises `StoreError`."""
    count = len(next(iter(columns.values())))
    name = f"given_{table}"
    if count:
        arrays, chosen = _arrays(table, columns)
        connection.register(name, arrays)
        source = f"(SELECT {chosen} FROM {name})"
    else:
        nothing = ", ".join(f"CAST(NULL AS {kind}) AS {column}" for column, kind in TABLES[table].items())
        source = f"(SELECT {nothing} WHERE false)"
    copy_rows(connection, source, final, GROUP_ROWS[table], told=told)
    if count:
        connection.unregister(name)
    return count


def _arrays(table: str, columns: Columns) -> tuple[dict[str, Any], str]:
    """Columns as arrays, which DuckDB takes as they are, and what makes the columns' types of them."""
    import numpy as np

    arrays: dict[str, Any] = {}
    chosen = []
    for name, kind in TABLES[table].items():
        values = columns[name]
        if kind == "BOOLEAN":
            arrays[name] = np.array(values, dtype=np.bool_)
            made = name
        elif kind in ("DOUBLE", "INTEGER", "BIGINT"):
            # what is not there is no number
            arrays[name] = np.array(values, dtype=np.float64)
            made = f"CASE WHEN isnan({name}) THEN NULL ELSE TRY_CAST({name} AS {kind}) END"
        else:
            array = np.empty(len(values), dtype=object)
            array[:] = values
            arrays[name] = array
            if kind.endswith("[]"):
                made = f"CASE WHEN {name} = '' THEN [] ELSE string_split({name}, chr({ord(SEPARATOR)})) END"
            else:
                made = f"TRY_CAST({name} AS {kind})"
        chosen.append(f"{made} AS {name}")
    return arrays, ", ".join(chosen)


def copy_rows(
    connection: duckdb.DuckDBPyConnection, source: str, final: Path, group_rows: int, order: str = "", told: Mapping[str, Any] | None = None
) -> None:
    """Write the rows of a SQL source to a Parquet file in one step; ``told`` goes into the file as JSON. Raises `StoreError`."""
    import duckdb

    temporary = final.with_name(f"{TEMPORARY}{os.getpid()}-{final.name}")
    said = f", KV_METADATA {{memcon: {quoted(msgspec.json.encode(told).decode())}}}" if told is not None else ""
    try:
        final.parent.mkdir(exist_ok=True)
        manner = f"FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {group_rows}{said}"
        connection.execute(f"COPY (SELECT * FROM {source}{order}) TO {quoted(temporary)} ({manner})")
    except (duckdb.Error, OSError) as error:
        temporary.unlink(missing_ok=True)
        reason = " ".join(str(error).split())[:300]
        raise StoreError(f"cannot write ({reason}); free some space or choose another --store", place=str(final)) from None
    settle(temporary, final)


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
