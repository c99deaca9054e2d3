"""GDELT's article lists as a source of addresses: its event, mention and graph files (plain or zipped), and the lists of such files.

Which table a file holds is told by its number of columns, tab-separated and without a header, as GDELT's codebooks have them.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, NamedTuple

from memcon.model.errors import TooLarge, Unreadable
from memcon.read.published import iso_day
from memcon.read.sources.feeds import Entry

MAX_FILE = 60_000_000
_MOST_UNPACKED = 600_000_000
_MOST_ENTRIES = 200_000
_MOST_FILES = 200
_LONGEST = 1_000_000
_MOST_ADDRESS = 2_000
_LISTED = re.compile(rb"\d{1,12}[ \t]+[0-9a-f]{32}[ \t]+(https?://\S{1,500})\s*")


class _Table(NamedTuple):
    """Where a table has an article's address, the day it was seen, its outlet; ``web`` is the column that is 1 for pages of the web,
    ``translated`` the one that is empty for English originals."""

    address: int
    day: int
    outlet: int | None = None
    web: int | None = None
    translated: int | None = None


_TABLES = {
    61: _Table(60, 59),  # events of GDELT 2.0
    58: _Table(57, 56),  # events of GDELT 1.0 since 2013
    16: _Table(5, 2, outlet=4, web=3, translated=14),  # mentions
    27: _Table(4, 1, outlet=3, web=2, translated=25),  # global knowledge graph
}


def is_gdelt(data: bytes, name: str = "") -> bool:
    """Whether these bytes are one of GDELT's tables, plain or zipped, by their beginning and, where zipped, by the file's name."""
    if data[:4] == b"PK\x03\x04":
        return ".csv" in name.lower()
    line, end, _ = data[:_LONGEST].partition(b"\n")
    return bool(end) and _table_of(line) is not None


def is_file_list(data: bytes) -> bool:
    """Whether these bytes are a list of GDELT's files, as ``lastupdate.txt`` is."""
    return bool(_LISTED.fullmatch(data[:2_000].partition(b"\n")[0]))


def read_files(data: bytes, place: str) -> list[str]:
    """The files that a list names: of each moment's the mentions, or the events where there are none. Raises `TooLarge`."""
    lines = data.splitlines()
    if len(lines) > _MOST_FILES:
        raise TooLarge(f"it names more than {_MOST_FILES} files; name those that you want", place=place)
    found = [m[1].decode("ascii", "replace") for line in lines if (m := _LISTED.fullmatch(line))]
    mentions = [a for a in found if a.lower().endswith(".mentions.csv.zip")]
    return mentions or [a for a in found if a.lower().endswith(".export.csv.zip")]


def read_articles(data: bytes, place: str) -> list[Entry]:
    """The articles that a table names, each address once, in its order: pages of the web, those known to be translated left out.

    Raises `TooLarge`, `Unreadable` where it is none of GDELT's tables.
    """
    if len(data) > MAX_FILE:
        raise TooLarge(f"more than {MAX_FILE // 1_000_000} MB", place=place)
    found: dict[str, Entry] = {}
    rows = other = 0
    for cells in _rows(data, place):
        rows += 1
        table = _TABLES.get(len(cells))
        if table is None:
            other += 1
            continue
        if (table.web is not None and cells[table.web] != "1") or (table.translated is not None and cells[table.translated].strip()):
            continue
        address = cells[table.address].strip()
        if address.startswith(("http://", "https://")) and len(address) < _MOST_ADDRESS and address not in found:
            if len(found) >= _MOST_ENTRIES:
                raise TooLarge(f"it names more than {_MOST_ENTRIES:,} articles; cut it into several files", place=place)
            outlet = cells[table.outlet].strip()[:120] or None if table.outlet is not None else None
            found[address] = Entry(address=address, day=_day(cells[table.day]), outlet=outlet)
    if rows == other:
        raise Unreadable("none of GDELT's tables: a row has 61, 58, 27 or 16 columns", place=place)
    return list(found.values())


def _rows(data: bytes, place: str) -> Iterator[list[str]]:
    if data[:4] != b"PK\x03\x04":
        yield from _lines(io.BytesIO(data), place)
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for info in archive.infolist():
                if info.filename.lower().endswith((".csv", ".txt")):
                    with archive.open(info) as handle:
                        yield from _lines(handle, place)
    except (zipfile.BadZipFile, EOFError, OSError, RuntimeError, NotImplementedError, ValueError, zlib.error) as error:
        raise Unreadable(f"the archive is damaged ({error})", place=place) from None


def _lines(handle: IO[bytes], place: str) -> Iterator[list[str]]:
    read = 0
    while line := handle.readline(_LONGEST):
        read += len(line)
        if read > _MOST_UNPACKED:
            raise TooLarge(f"it unpacks to more than {_MOST_UNPACKED // 1_000_000} MB", place=place)
        yield line.rstrip(b"\r\n").decode("utf-8", "replace").split("\t")


def _table_of(line: bytes) -> _Table | None:
    return _TABLES.get(line.count(b"\t") + 1)


def _day(told: str) -> str | None:
    return iso_day(f"{told[:4]}-{told[4:6]}-{told[6:8]}") if told[:8].isdigit() and len(told) >= 8 else None
