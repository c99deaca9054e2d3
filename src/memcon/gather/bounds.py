"""Of each cell the most that its articles' words weigh, packed, to tell of many cells at once what no member's likeness exceeds.

Words are told apart by 15 bits of a hash and weights are whole numbers, so of a cell with one text the bound is nearly always the likeness
itself; two words of one hash only make it larger.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
import numpy as np

from memcon.gather.lookup import Numbers

_HELD = 1 << 18  # cells in memory
_WIDTH = 80  # words of a cell that are held in a row of four bytes each
_AT_ONCE = 4_000  # cells looked at in one product
_ASKED = 500  # cells read by one question
_BITS = 17  # of a weight: eighty words of one vector add up to less than nine times its length
_WEIGHT = (1 << _BITS) - 1
_PLACES = 1 << 32 - _BITS
Entries = np.ndarray[tuple[int], np.dtype[np.uint32]]


class Bounds:
    """The packed words of an index' cells. The caller holds the transaction, and makes another where somebody else has written."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        # a cell has one row where it may be, so that the latest are all there; memory that no cell was in yet costs nothing
        self._rows = np.zeros((_HELD, _WIDTH), dtype=np.uint32)
        self._owner = np.zeros(_HELD, dtype=np.int64)
        # cells of very many words by their rows
        self._wide: dict[int, bytes] = {}
        # the weights of the text that is looked at, by the hashes of its words
        self._weights = np.zeros(_PLACES, dtype=np.int64)

    def of(self, packed: bytes, cells: Numbers) -> Numbers:
        """What the likeness of a text with such packed words to any member of each cell does not exceed."""
        entries = _entries(packed)
        places = entries >> _BITS
        self._weights[places] = entries & _WEIGHT
        try:
            some = [self._some(cells[at : at + _AT_ONCE]) for at in range(0, len(cells), _AT_ONCE)]
        finally:
            self._weights[places] = 0
        return np.concatenate(some) if some else np.empty(0, dtype=np.int64)

    def _some(self, cells: Numbers) -> Numbers:
        rows = cells % _HELD
        found: Numbers = self._products(self._rows[rows]).sum(axis=1)
        if self._wide:
            for at, row in enumerate(rows.tolist()):
                if (packed := self._wide.get(row)) is not None:
                    found[at] = self._products(_entries(packed)).sum()
        missing = np.flatnonzero(self._owner[rows] != cells)
        if len(missing):
            read = self._read(cells[missing].tolist())
            found[missing] = [self._products(_entries(packed)).sum() for packed in read]
        return found

    def _products(self, entries: np.ndarray[Any, np.dtype[np.uint32]]) -> np.ndarray[Any, np.dtype[np.int64]]:
        found: np.ndarray[Any, np.dtype[np.int64]] = self._weights.take(entries >> _BITS) * (entries & _WEIGHT)
        return found

    def take(self, cell: int, packed: bytes) -> None:
        """A cell has another member with such packed words; a cell that is not held stays so, but for a new one (`put`)."""
        row = cell % _HELD
        if self._owner[row] == cell:
            held = self._wide.get(row)
            self.put(cell, _most((self._rows[row].tobytes() if held is None else held, packed)))

    def put(self, cell: int, packed: bytes) -> None:
        """Hold the packed words of a cell, in the place of another where need be."""
        row = cell % _HELD
        self._owner[row] = cell
        self._rows[row] = 0
        self._wide.pop(row, None)
        if len(packed) <= 4 * _WIDTH:
            self._rows[row, : len(packed) // 4] = _entries(packed)
        else:
            self._wide[row] = packed

    def _read(self, cells: Sequence[int]) -> list[bytes]:
        members: dict[int, list[bytes]] = {cell: [] for cell in cells}
        for at in range(0, len(cells), _ASKED):
            some = cells[at : at + _ASKED]
            rows = self.connection.execute(f"SELECT cell, words FROM members WHERE cell IN ({','.join('?' * len(some))})", some)
            for cell, raw in rows:
                members[cell].append(pack_words(msgspec.msgpack.decode(raw, type=dict[str, int])))
        found = [_most(members[cell]) for cell in cells]
        for cell, packed in zip(cells, found):
            self.put(cell, packed)
        return found


def pack_words(words: dict[str, int]) -> bytes:
    """Weighted words as entries of four bytes, a hash and a weight. Words of one hash are one entry, as heavy as both."""
    places = list(map(_place, words))
    if len(set(places)) == len(places):
        return np.array([place << _BITS | weight for place, weight in zip(places, words.values())], dtype=np.uint32).tobytes()
    summed = dict.fromkeys(places, 0)
    for place, weight in zip(places, words.values()):
        summed[place] += weight
    return np.array([place << _BITS | weight for place, weight in summed.items()], dtype=np.uint32).tobytes()


def _most(packed: Iterable[bytes]) -> bytes:
    """The most that each hash weighs in any of some packed words."""
    some = list(dict.fromkeys(packed))
    if len(some) == 1:
        return some[0]
    most = np.zeros(_PLACES, dtype=np.uint32)
    for one in some:
        entries = _entries(one)
        entries = entries[entries & _WEIGHT > 0]  # the rest of a row is empty
        places = entries >> _BITS
        most[places] = np.maximum(most[places], entries & _WEIGHT)
    filled = np.flatnonzero(most).astype(np.uint32)
    return (filled << _BITS | most[filled]).tobytes()


def _entries(packed: bytes) -> Entries:
    return np.frombuffer(packed, dtype=np.uint32)


def _place(word: str) -> int:
    return zlib.crc32(word.encode("utf-8", "surrogatepass")) % _PLACES
