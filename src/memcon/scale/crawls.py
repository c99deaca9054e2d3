"""Where the pages of a crawl lie, so that a file of thirty thousand can be shared out and any one of them passed over."""

from __future__ import annotations

import re
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from memcon.model.errors import MemconError
from memcon.model.record import Report
from memcon.read.sources.warc import read_warc

SUFFIXES = (".warc", ".warc.gz", ".wet", ".wet.gz")
_GZIP = b"\x1f\x8b\x08"
_STEP = 1 << 18
_MOST_HEAD = 65_536
_TYPE = re.compile(rb"^WARC-Type:[ \t]*(\w+)", re.IGNORECASE | re.MULTILINE)
_LENGTH = re.compile(rb"^Content-Length:[ \t]*(\d+)[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_PAGES = {b"response", b"resource", b"conversion"}

Span = tuple[int, int]


def pages_in(path: Path) -> list[Span] | None:
    """Offset and length of every record that may hold a page; None where the file cannot be cut at its records.

    That is a packed file whose gzip members are not one record each, and a damaged one: reading it from its beginning finds a way on.
    """
    try:
        with path.open("rb") as handle:
            packed = handle.read(3) == _GZIP
            handle.seek(0)
            return list(_members(handle) if packed else _records(handle, path.stat().st_size))
    except (OSError, zlib.error, _Uncut):
        return None


def read_page(handle: IO[bytes], path: Path, span: Span) -> Report | MemconError | None:
    """The report of one record, as reading the whole file gives it; None where it is no page."""
    handle.seek(span[0])
    # reading takes a path: a file without a name has one for as long as it is open
    with tempfile.TemporaryFile() as alone:
        alone.write(handle.read(span[1]))
        alone.seek(0)
        name = f"/dev/fd/{alone.fileno()}"
        try:
            outcome = next(read_warc(Path(name)), None)
        except MemconError as error:
            outcome = error
    if isinstance(outcome, MemconError) and outcome.place is not None:
        outcome.place = outcome.place.replace(f"{name}@0", f"{path}@{span[0]}", 1)
    return outcome


class _Uncut(Exception):
    """Not one record after the other."""


def _members(handle: IO[bytes]) -> Iterator[Span]:
    at, rest = 0, b""
    while rest := rest or handle.read(_STEP):
        unpacker = zlib.decompressobj(wbits=31)
        head, size, begin = b"", 0, at
        while not unpacker.eof:
            if not rest and not (rest := handle.read(_STEP)):
                raise _Uncut
            # a step at a time: a bomb must not be unpacked at once
            out = unpacker.decompress(rest, 16 * _STEP)
            left = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
            at += len(rest) - len(left)
            rest = left
            size += len(out)
            if len(head) < _MOST_HEAD:
                head += out[: _MOST_HEAD - len(head)]
        kind, length = _head(head)
        if length != size:
            raise _Uncut
        if kind in _PAGES:
            yield begin, at - begin


def _records(handle: IO[bytes], size: int) -> Iterator[Span]:
    at = 0
    while at < size:
        handle.seek(at)
        kind, length = _head(handle.read(_MOST_HEAD))
        if at + length > size:
            raise _Uncut
        if kind in _PAGES:
            yield at, length
        at += length


def _head(head: bytes) -> tuple[bytes, int]:
    """A record's type and its length with head and end. Raises `_Uncut`."""
    end = head.find(b"\r\n\r\n")
    kind, length = _TYPE.search(head, 0, end), _LENGTH.search(head, 0, end + 1)
    if not head.startswith(b"WARC/1.") or end < 0 or not kind or not length:
        raise _Uncut
    return kind[1].lower(), end + 4 + int(length[1]) + 4
