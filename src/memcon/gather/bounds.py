"""Of each cell the most that its articles' words weigh, packed, to tell of many cells at once what no member's likeness exceeds.

Words are told apart by 15 bits of a hash and weights are whole numbers, so of a cell with one text the bound is nearly always the likeness
itself; two words of one hash only make it larger.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import islice

import msgspec
import numpy as np

from memcon.gather.lookup import Numbers

_MOST = 150_000  # cells in memory, some 450 bytes each
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
        self._held: dict[int, bytes] = {}
        # the weights of the text that is looked at, by the hashes of its words
        self._weights = np.zeros(_PLACES, dtype=np.int64)

    def of(self, packed: bytes, cells: Numbers) -> Numbers:
        """What the likeness of a text with such packed words to any member of each cell does not exceed."""
        entries = _entries(packed)
        places = entries >> _BITS
        self._weights[places] = entries & _WEIGHT
        try:
            some = [self._some(cells[at : at + _AT_ONCE].tolist()) for at in range(0, len(cells), _AT_ONCE)]
        finally:
            self._weights[places] = 0
        return np.concatenate(some) if some else np.empty(0, dtype=np.int64)

    def _some(self, cells: Sequence[int]) -> Numbers:
        get = self._held.get
        packed = [get(cell) for cell in cells]
        if None in packed:
            read = self._read([cell for cell, held in zip(cells, packed) if held is None])
            packed = [read[cell] if held is None else held for cell, held in zip(cells, packed)]
        full = [p for p in packed if p]
        entries = _entries(b"".join(full))
        products = self._weights[entries >> _BITS] * (entries & _WEIGHT)
        sizes = np.array([len(p) // 4 if p else 0 for p in packed], dtype=np.int64)
        found = np.zeros(len(cells), dtype=np.int64)
        if full:
            filled = sizes > 0
            found[filled] = np.add.reduceat(products, (np.cumsum(sizes) - sizes)[filled])
        return found

    def take(self, cell: int, packed: bytes) -> None:
        """A cell has another member with such packed words; a cell that is not held stays so, but for a new one (`put`)."""
        if (held := self._held.get(cell)) is not None:
            self._held[cell] = _most((held, packed))

    def put(self, cell: int, packed: bytes) -> None:
        """A new cell has one member with such packed words."""
        self._hold(cell, packed)

    def _read(self, cells: Sequence[int]) -> dict[int, bytes]:
        members: dict[int, list[bytes]] = {cell: [] for cell in cells}
        for at in range(0, len(cells), _ASKED):
            some = cells[at : at + _ASKED]
            rows = self.connection.execute(f"SELECT cell, words FROM members WHERE cell IN ({','.join('?' * len(some))})", some)
            for cell, raw in rows:
                members[cell].append(pack_words(msgspec.msgpack.decode(raw, type=dict[str, int])))
        found = {cell: _most(packed) for cell, packed in members.items()}
        for cell, packed in found.items():
            self._hold(cell, packed)
        return found

    def _hold(self, cell: int, packed: bytes) -> None:
        if len(self._held) >= _MOST:
            # those read longest ago make room
            for old in list(islice(self._held, _MOST // 8 + 1)):
                del self._held[old]
        self._held[cell] = packed


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
        places = entries >> _BITS
        most[places] = np.maximum(most[places], entries & _WEIGHT)
    filled = np.flatnonzero(most).astype(np.uint32)
    return (filled << _BITS | most[filled]).tobytes()


def _entries(packed: bytes) -> Entries:
    return np.frombuffer(packed, dtype=np.uint32)


@lru_cache(maxsize=200_000)
def _place(word: str) -> int:
    return zlib.crc32(word.encode("utf-8", "surrogatepass")) % _PLACES
