"""``memcon export``: the store, or JSON-line records, as the files that this field's scripts load."""

from __future__ import annotations

import csv
import importlib
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

import msgspec

from memcon.keep import default_store, open_store
from memcon.model.errors import BadOption, BadRow, NotFound
from memcon.model.record import Record

FORMATS = ("polecat", "icews", "gdelt", "phoenix", "petrarch", "plover")


def run(format: str, store: Path | None, records: Path | None, out: Path | None) -> int:
    """Write an export to a file or standard output. Raises `BadOption`, `NotFound`, `StoreError`."""
    if format not in FORMATS:
        raise BadOption(f"no export '{format}'; there are {', '.join(FORMATS)}")
    source = _read(records) if records else open_store(store or default_store()).records()
    if out is None:
        write(format, source, sys.stdout)
    else:
        with out.open("w", encoding="utf-8", newline="") as handle:
            count = write(format, source, handle)
        sys.stderr.write(f"{count} rows: {out}\n")
    return 0


def write(format: str, records: Iterable[Record], handle: TextIO) -> int:
    """Write one format; returns how many rows."""
    module = importlib.import_module(f"memcon.export.{format}")
    count = 0
    if format == "plover":
        for record in records:
            for one in module.objects(record):
                handle.write(msgspec.json.encode(one).decode() + "\n")
                count += 1
        return count
    writer = csv.writer(handle, delimiter=module.SEPARATOR, lineterminator="\n", quoting=csv.QUOTE_NONE, quotechar=None, escapechar="\\")
    if module.HEADER:
        writer.writerow(module.COLUMNS)
    for record in records:
        for row in module.rows(record):
            writer.writerow(row)
            count += 1
    return count


def _read(path: Path) -> Iterable[Record]:
    if not path.is_file():
        raise NotFound("no such file", place=str(path))
    with path.open("rb") as handle:
        for number, line in enumerate(handle, 1):
            if line.strip():
                try:
                    yield msgspec.json.decode(line, type=Record)
                except (msgspec.ValidationError, msgspec.DecodeError) as error:
                    sys.stderr.write(f"memcon: {BadRow(f'no record: {error}', place=f'{path.name}:{number}').line()}\n")
