"""Parquet parts: rows to a file that is whole or not there."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from memcon.keep.files import TEMPORARY, settle
from memcon.keep.rows import TABLES
from memcon.model.errors import StoreError


def part(folder: Path, group: str, table: str) -> Path:
    """Where a group's part of a table lies."""
    return folder / "parts" / f"{group}-{table}.parquet"


def write_part(folder: Path, group: str, table: str, rows: Iterable[dict[str, Any]]) -> int:
    """Write one part through DuckDB. Returns the number of rows. Raises `StoreError`."""
    final = part(folder, group, table)
    lines = final.with_name(f"{TEMPORARY}{group}-{table}.jsonl")
    count = 0
    try:
        with lines.open("wb") as handle:
            for row in rows:
                handle.write(msgspec.json.encode(row) + b"\n")
                count += 1
        copy_rows(json_source(lines, table), final)
    except OSError as error:
        raise StoreError(f"cannot write ({error.strerror}); free some space or choose another --store", place=str(final)) from None
    finally:
        lines.unlink(missing_ok=True)
    return count


def copy_rows(source: str, final: Path, order: str = "") -> None:
    """Write the rows of a SQL source to a Parquet file in one step. Raises `StoreError`."""
    import duckdb

    temporary = final.with_name(f"{TEMPORARY}{os.getpid()}-{final.name}")
    try:
        with duckdb.connect() as connection:
            connection.execute(f"COPY (SELECT * FROM {source}{order}) TO {quoted(temporary)} (FORMAT parquet, COMPRESSION zstd)")
    except duckdb.Error as error:
        temporary.unlink(missing_ok=True)
        raise StoreError(f"cannot write: {str(error).splitlines()[0]}", place=str(final)) from None
    settle(temporary, final)


def json_source(lines: Path, table: str) -> str:
    """The SQL that reads JSON lines with a table's columns."""
    columns = ", ".join(f"'{name}': '{kind}'" for name, kind in TABLES[table].items())
    return f"read_json({quoted(lines)}, format='newline_delimited', maximum_object_size=536870912, columns={{{columns}}})"


def quoted(path: Path | str) -> str:
    """A path or text as a SQL string."""
    return "'" + str(path).replace("'", "''") + "'"
