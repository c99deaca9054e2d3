"""Pieces of the input, and the articles in a piece: each can be named, and most be passed over, without being read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from memcon import read
from memcon.model.errors import MemconError, NotFound
from memcon.model.record import Report
from memcon.read.files import row_report
from memcon.read.sources import holds_many, of_lines, read_many
from memcon.scale import crawls

_LONGEST = 4 * read.MAX_BYTES


class Piece(msgspec.Struct, omit_defaults=True):
    """A file, or some of it: of a file of lines the bytes ``start`` to ``end`` from line ``line``, of a crawl the records at ``spans``."""

    path: str
    start: int = 0
    end: int | None = None
    line: int = 1
    spans: list[tuple[int, int]] | None = None

    def take(self, other: Piece) -> bool:
        """Make the next piece of the same file part of this one; False where it is not the next."""
        if self.path != other.path:
            return False
        if self.spans is not None and other.spans is not None:
            self.spans.extend(other.spans)
        else:
            self.end = other.end
        return True


class Part(msgspec.Struct):
    """The least that a shard can be given: a piece with its bytes in the file, and its articles where that is known."""

    piece: Piece
    bytes: int
    articles: int | None


class Item(msgspec.Struct):
    """One article that has not been read yet. One that is not ``free`` must be read to come to the next; None is no article."""

    place: str
    read: Callable[[], Report | MemconError | None]
    free: bool = True


def files_of(source: Path) -> list[Path]:
    """A file itself; of a folder every file that can be read, at any depth, sorted. Raises `NotFound`."""
    return list(read.walk(source))


def parts_of(path: Path, size: int) -> Iterator[Part]:
    """A file's parts in order. Raises `NotFound`."""
    name = str(path)
    if of_lines(path):
        for number, (start, line) in enumerate(_lines(path), 1):
            yield Part(Piece(name, start, start + len(line), number), len(line), int(bool(line.strip())))
    elif path.name.lower().endswith(crawls.SUFFIXES) and (spans := crawls.pages_in(path)):
        for span, (after, _) in zip(spans, [*spans[1:], (size, 0)], strict=True):
            yield Part(Piece(name, spans=[span]), after - span[0], 1)
    else:
        yield Part(Piece(name), size, None if holds_many(path) else 1)


def items_of(piece: Piece) -> Iterator[Item]:
    """The articles of a piece in their order; a file that cannot be opened is one article that cannot be read."""
    path = Path(piece.path)
    try:
        if of_lines(path):
            for number, (_, line) in enumerate(_lines(path, piece.start, piece.end), piece.line):
                if line.strip():
                    yield _row(line, f"{path.name}:{number}")
        elif piece.spans is not None:
            yield from _pages(path, piece.spans)
        elif holds_many(path):
            yield from _many(path)
        else:
            yield Item(piece.path, lambda: read.read_path(path))
    except NotFound as error:
        kept = error
        yield Item(piece.path, lambda: kept)


def _lines(path: Path, start: int = 0, end: int | None = None) -> Iterator[tuple[int, bytes]]:
    """The lines that begin between two offsets, each with its offset; a line too long comes in slices. Raises `NotFound`."""
    try:
        with path.open("rb") as handle:
            handle.seek(start)
            while (end is None or start < end) and (line := handle.readline(_LONGEST)):
                yield start, line
                start += len(line)
    except OSError as error:
        raise NotFound(f"cannot be opened ({error.strerror})", place=str(path)) from error


def _row(line: bytes, place: str) -> Item:
    return Item(place, lambda: row_report(line, place))


def _pages(path: Path, spans: list[tuple[int, int]]) -> Iterator[Item]:
    try:
        handle = path.open("rb")
    except OSError as error:
        raise NotFound(f"cannot be opened ({error.strerror})", place=str(path)) from error
    with handle:
        for span in spans:
            yield Item(f"{path}@{span[0]}", lambda span=span: crawls.read_page(handle, path, span))  # type: ignore[misc]


def _many(path: Path) -> Iterator[Item]:
    """A file that can only be read from its beginning, article by article: it ends where there is none, or one is not read."""
    outcomes = read_many(path)
    going = True

    def pull() -> Report | MemconError | None:
        nonlocal going
        got = next(outcomes, None)
        going = got is not None
        return got

    while going:
        going = False
        yield Item(str(path), pull, free=False)
