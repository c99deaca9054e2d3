"""``memcon export``: the store, or JSON-line records, as the files that this field's scripts load."""

from __future__ import annotations

import csv
import importlib
import sys
import tempfile
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

import msgspec

from memcon.cli.code import Errors
from memcon.keep import Filter, default_store, open_store
from memcon.keep.files import written
from memcon.model.errors import BadOption, BadRow, NotFound
from memcon.model.record import Record

# what each is called and the module that makes it
MODULES = {
    "polecat": "polecat",
    "icews": "icews",
    "gdelt": "gdelt",
    "gdelt-mentions": "mentions",
    "phoenix": "phoenix",
    "petrarch": "petrarch",
    "plover": "plover",
    "csv": "table",
    "jsonl": "table",
    "parquet": "table",
}
FORMATS = tuple(MODULES)
_ROWS = 5_000


def run(format: str, store: Path | None, records: Path | None, out: Path | None, wanted: Filter | None = None) -> int:
    """Write an export to a file or standard output. ``wanted`` leaves only articles with events that fit, and those events alone.

    Raises `BadOption`, `NotFound`, `StoreError`.
    """
    if format not in FORMATS:
        raise BadOption(f"no export '{format}'; there are {', '.join(FORMATS)}")
    if format == "parquet" and (out is None or (out.exists() and not out.is_file())):
        raise BadOption("Parquet goes into a file; name it with --out")
    if records is not None and wanted is not None and wanted != Filter():
        raise BadOption("filters go with a store, not with --records")
    told = Errors()
    source = _read(records, told) if records else _of_store(store or default_store(), wanted)
    if out is None:
        write(format, source, sys.stdout)
    else:
        with written(out) as path:
            if format == "parquet":
                count = write_parquet(source, path)
            else:
                with path.open("w", encoding="utf-8", newline="") as handle:
                    count = write(format, source, handle)
        sys.stderr.write(f"{count} rows: {out}\n")
    told.close()
    return 3 if told.count else 0


def write(format: str, records: Iterable[Record], handle: TextIO) -> int:
    """Write one format of text; returns how many rows."""
    module = importlib.import_module(f"memcon.export.{MODULES[format]}")
    count = 0
    if format in ("plover", "jsonl"):
        for record in records:
            for one in module.objects(record):
                handle.write(msgspec.json.encode(one).decode() + "\n")
                count += 1
        return count
    if format == "csv":
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(module.COLUMNS)
        for record in records:
            for one in module.objects(record):
                writer.writerow([";".join(v) if isinstance(v, list) else v for v in one.values()])
                count += 1
        return count
    if module.HEADER:
        handle.write(module.SEPARATOR.join(module.COLUMNS) + "\n")
    for record in records:
        for row in module.rows(record):
            handle.write(module.SEPARATOR.join(map(_cell, row)) + "\n")
            count += 1
    return count


def _cell(text: str) -> str:
    """A cell that no loader takes for two: no tabs, no line ends, and no double quotes, which loaders take for its edge."""
    if '"' in text:
        text = text.replace('"', "'")
    return text if text.isprintable() else " ".join("".join(c if c.isprintable() else " " for c in text).split())


def write_parquet(records: Iterable[Record], out: Path) -> int:
    """Write the ``events`` table as one Parquet file; returns how many rows. Raises `StoreError`."""
    import duckdb

    from memcon.export.table import COLUMNS
    from memcon.keep.files import settle, temporary_of
    from memcon.keep.parts import GROUP_ROWS, copy_rows, part, quoted, rows_given, write_rows

    source = iter(records)
    count = number = 0
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=".tmp-memcon-") as aside, duckdb.connect() as connection:
        folder = Path(aside)
        paths: list[str] = []
        while (batch := list(islice(source, _ROWS))) or not paths:
            path = part(folder, f"{number:08d}", "events")
            count += write_rows(connection, path, "events", rows_given("events", [(record, "", 0) for record in batch]), {})
            paths.append(quoted(path))
            number += 1
        chosen = f"(SELECT {', '.join(COLUMNS)} FROM read_parquet([{', '.join(paths)}]))"
        whole = temporary_of(folder / out.name)
        copy_rows(connection, chosen, whole, GROUP_ROWS["events"])
        settle(whole, out)
    return count


def _of_store(folder: Path, wanted: Filter | None) -> Iterator[Record]:
    store = open_store(folder)
    if wanted is None or wanted == Filter():
        yield from store.records()
        return
    fits: dict[str, set[str]] = {}
    for row in store.events(wanted, "article_id, event_id"):
        fits.setdefault(row["article_id"], set()).add(row["event_id"])
    ids = sorted(fits)
    for at in range(0, len(ids), _ROWS):
        for record in store.records(ids[at : at + _ROWS]):
            record.events = [e for e in record.events if e.id in fits[record.article.id]]
            yield record


def _read(path: Path, told: Errors) -> Iterator[Record]:
    if not path.is_file():
        raise NotFound("no such file", place=str(path))
    with path.open("rb") as handle:
        for number, line in enumerate(handle, 1):
            if line.strip():
                try:
                    row: Any = msgspec.json.decode(line)
                    if isinstance(row, dict) and "error" in row and "article" not in row:
                        # an article that could not be coded, told in its place
                        continue
                    yield msgspec.convert(row, type=Record)
                except (msgspec.ValidationError, msgspec.DecodeError, UnicodeDecodeError) as error:
                    told.add(BadRow(f"no record: {error}", place=f"{path.name}:{number}"))
