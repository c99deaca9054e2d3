"""A user's own files over the register: checked row by row, kept in the user's data folder, loaded after ours."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterable
from pathlib import Path

from memcon.model.errors import BadRow, NotFound
from memcon.register import tables
from memcon.register.own import columns_wanted, read_own, table_of
from memcon.register.register import load_register, user_folder

_NAME = re.compile(r"[^\w.-]+")


def add_file(path: Path) -> tuple[Path, int, list[BadRow]]:
    """Keep the good rows of a user's CSV file: where, how many, and the rows refused.

    A file of the same name is replaced. Raises `NotFound`, and `BadRow` where the columns are no table's.
    """
    if not path.is_file():
        raise NotFound("no such file", place=str(path))
    columns = tables.header(path)
    if table_of(columns) is None:
        raise BadRow(f"columns {', '.join(columns) or 'none'}: no table of the register; wanted {columns_wanted()}", place=f"{path.name}:1")
    refused: list[BadRow] = []
    lines = {_line(place): row for place, row in tables.raw_rows(path, lambda _: None)}
    added = sum(1 for _ in read_own(path, load_register(), refused.append))
    bad = {_line(error.place or "") for error in refused}
    good = (list(row.values()) for line, row in lines.items() if line not in bad)
    return _keep(path.stem, columns, good), added, refused


def add_rows(name: str, columns: list[str], rows: Iterable[list[str]]) -> tuple[Path, int, list[BadRow]]:
    """Keep rows that a program made, under a name: where, how many, and those refused."""
    kept = _keep(name, columns, rows)
    path, added, refused = add_file(kept)
    return path, added, refused


def remove_file(name: str) -> Path:
    """Take a user's file out. Raises `NotFound`."""
    path = user_folder() / f"{_NAME.sub('-', name)}.csv"
    if not path.is_file():
        raise NotFound("no file of yours has this name; see 'memcon register list'", place=name)
    path.unlink()
    load_register.cache_clear()
    return path


def _keep(name: str, columns: list[str], rows: Iterable[list[str]]) -> Path:
    """Write one file of the user's folder, whole or not at all."""
    folder = user_folder()
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{_NAME.sub('-', name)}.csv"
    part = target.with_suffix(".part")
    with part.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
        handle.flush()
        os.fsync(handle.fileno())
    part.replace(target)
    load_register.cache_clear()
    return target


def _line(place: str) -> str:
    return place.rsplit(":", 1)[-1]
