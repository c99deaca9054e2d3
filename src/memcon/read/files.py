"""Files, folders and lines of JSON as reports."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from memcon.model.errors import BadRow, MemconError, NotFound
from memcon.model.record import Report
from memcon.read.bytes import MAX_BYTES, read_bytes, read_html, read_text
from memcon.read.sources import TEXTS, holds_many, of_lines


def survey(folder: Path) -> tuple[list[Path], Counter[str]]:
    """A folder's files that may hold reports, at any depth, sorted, and how many others of each ending; links to folders are passed by."""
    found: list[Path] = []
    others: Counter[str] = Counter()
    for home, _, names in os.walk(folder):
        for name in names:
            path = Path(home, name)
            if not path.is_file():
                continue
            if path.suffix.lower() in TEXTS or of_lines(path) or holds_many(path):
                found.append(path)
            else:
                others[path.suffix.lower()] += 1
    return sorted(found), others


def nothing_in(folder: Path) -> NotFound:
    """The error that a folder without reports deserves."""
    return NotFound("no text, HTML or .jsonl files, crawls, archives or tables in this folder", place=str(folder))


def walk(path: Path) -> Iterator[Path]:
    """A file itself; of a folder its text and HTML files, lines, crawls, archives and tables at any depth, sorted. Raises `NotFound`."""
    if path.is_dir():
        found, _ = survey(path)
        if not found:
            raise nothing_in(path)
        yield from found
    elif path.exists():
        yield path
    else:
        raise NotFound("no such file or folder", place=str(path))


def read_path(path: Path, **options: Any) -> Report:
    """The report in a file. Raises `NotFound` and whatever `read_bytes` raises."""
    try:
        with path.open("rb") as handle:
            data = handle.read(MAX_BYTES + 1)
    except OSError as error:
        raise NotFound(f"cannot be opened ({error.strerror})", place=str(path)) from error
    return read_bytes(data, name=str(path), **options)


def read_rows(path: Path, published: str | None = None, outlet: str | None = None) -> Iterator[Report | MemconError]:
    """Reports of a file of JSON lines ``{"key"?, "text", "title"?, "date"?, "url"?, "outlet"?}``; bad lines as errors in place.

    ``published`` and ``outlet`` go for lines that do not say. Raises `NotFound`.
    """
    if not path.is_file():
        raise NotFound("no such file", place=str(path))
    with path.open("rb") as handle:
        yield from rows_in(handle, path.name, published, outlet)


def rows_in(handle: BinaryIO, name: str, published: str | None = None, outlet: str | None = None) -> Iterator[Report | MemconError]:
    """As `read_rows`, of an open file."""
    number = 0
    while line := handle.readline(4 * MAX_BYTES):
        number += 1
        if line.strip():
            yield row_report(line, f"{name}:{number}", published, outlet)


def row_report(line: bytes, place: str, published: str | None = None, outlet: str | None = None) -> Report | MemconError:
    """One line as a report, or the error it deserves, with the row's key on either; what is given goes for what the row does not say."""
    key: str | None = None
    try:
        try:
            row = msgspec.json.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise BadRow(f"not JSON: {error}", place=place) from error
        if not isinstance(row, dict):
            raise BadRow("not a JSON object", place=place)
        key = row.get("key")
        if key is not None and not isinstance(key, str):
            key = msgspec.json.encode(key).decode()
        text = row.get("text")
        if not isinstance(text, str):
            raise BadRow('"text" is missing or no string', place=place)
        for name in ("title", "date", "url", "outlet"):
            if row.get(name) is not None and not isinstance(row[name], str):
                raise BadRow(f'"{name}" is no string', place=place)
        reader = read_html if text.lstrip()[:200].lower().startswith(("<!doctype", "<html")) else read_text
        said = {"published": row.get("date") or published, "outlet": row.get("outlet") or outlet}
        return reader(text, name=place, url=row.get("url") or None, title=row.get("title") or None, key=key, **said)
    except MemconError as error:
        error.key = key
        error.place = error.place or place
        return error
