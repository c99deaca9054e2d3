"""Pieces of the input, and the articles in a piece: each can be named, and passed over, without being read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from memcon import read
from memcon.model.errors import MemconError, NotFound
from memcon.model.record import Report
from memcon.read.files import row_report

LINES = {".jsonl"}
_LONGEST = 4 * read.MAX_BYTES


class Piece(msgspec.Struct):
    """A file, or of a file of lines the bytes ``start`` to ``end``, whose first line is number ``line``."""

    path: str
    start: int = 0
    end: int | None = None
    line: int = 1


class Item(msgspec.Struct):
    """One article that has not been read yet: where it is, and how to read it."""

    place: str
    read: Callable[[], Report | MemconError]


def files_of(source: Path) -> list[Path]:
    """A file itself; of a folder every file that can be read, at any depth, sorted. Raises `NotFound`."""
    if not source.is_dir():
        return list(read.walk(source))
    found = {p for p in source.rglob("*") if p.suffix.lower() in LINES and p.is_file()}
    try:
        found.update(read.walk(source))
    except NotFound:
        if not found:
            raise
    return sorted(found)


def lines_of(path: Path, start: int = 0, end: int | None = None) -> Iterator[tuple[int, bytes]]:
    """The lines that begin between two offsets, each with its offset; a line too long comes in slices. Raises `NotFound`."""
    try:
        with path.open("rb") as handle:
            handle.seek(start)
            while (end is None or start < end) and (line := handle.readline(_LONGEST)):
                yield start, line
                start += len(line)
    except OSError as error:
        raise NotFound(f"cannot be opened ({error.strerror})", place=str(path)) from error


def items_of(piece: Piece) -> Iterator[Item]:
    """The articles of a piece in their order; a file that cannot be opened is one article that cannot be read."""
    path = Path(piece.path)
    if path.suffix.lower() not in LINES:
        yield Item(piece.path, lambda: _read(path))
        return
    try:
        for number, (_, line) in enumerate(lines_of(path, piece.start, piece.end), piece.line):
            if line.strip():
                place = f"{path.name}:{number}"
                yield Item(place, lambda line=line, place=place: row_report(line, place))  # type: ignore[misc]
    except NotFound as error:
        kept = error
        yield Item(piece.path, lambda: kept)


def _read(path: Path) -> Report | MemconError:
    try:
        return read.read_path(path)
    except MemconError as error:
        return error
