"""Where to look for articles that may be alike: by a heavy word within days, by two of them within a year.

The index on disk is what lasts. What was asked for is held in memory, for news come in the order of their days and ask for the same again.
A *place* is a cell with its day in one number, so that the places of a word within days are one range.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections import OrderedDict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import numpy as np

_SPAN = 8  # days that are read at once
_HELD = 5  # spans of days in memory
_OFTEN = 4  # cells of a pair of words beyond which they are held in memory
_MARGIN = 30  # days that are read of such a pair on both sides of what was asked for, which the next articles will ask for
_MOST = 8_000_000  # bytes of places of pairs in memory; beyond, all are forgotten and read anew when asked for
_BITS = 40  # of a cell's number
_MASK = (1 << _BITS) - 1
Numbers = np.ndarray[tuple[int], np.dtype[np.int64]]

SCHEMA = """
CREATE TABLE near (word TEXT NOT NULL, place INTEGER NOT NULL, PRIMARY KEY (word, place)) WITHOUT ROWID;
CREATE TABLE far (pair INTEGER NOT NULL, place INTEGER NOT NULL, PRIMARY KEY (pair, place)) WITHOUT ROWID;
"""


@dataclass(slots=True)
class _Pair:
    """The places of a pair of words between two days (both included), and the undated ones."""

    low: int
    high: int
    places: bytes


class Lookup:
    """The cells by their words. The caller holds the transaction, and makes another where somebody else has written."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        # for each span of days the words that were asked for, with the places that have them (bytes: no work for the garbage collector)
        self._spans: OrderedDict[int, dict[str, bytes]] = OrderedDict()
        self._pairs: dict[int, _Pair] = {}
        self._size = 0

    def find(self, words: Collection[str], pairs: Collection[int], day: int | None, reach: int, far: int) -> tuple[Numbers, Numbers]:
        """Cells that may be alike, each once, and their days (0 where unknown).

        Found are those that have one of some words, at most ``reach`` days before or after a day, and those that have one of some
        pairs of words, undated or at most ``far`` days from a day (from any, where it is None).
        """
        if day is None:
            marks = ",".join("?" * len(pairs))
            rows = self.connection.execute(f"SELECT place FROM far WHERE pair IN ({marks})", sorted(pairs)) if pairs else ()
            places = np.array([r[0] for r in rows], dtype=np.int64)
        else:
            near = _within(self._near(words, day - reach, day + reach), day, reach)
            distant = _within(self._far(pairs, day - far, day + far), day, far, undated=True)
            places = np.concatenate([near, distant])
        places.sort()
        places = places[np.diff(places, prepend=-1) > 0]
        return places & _MASK, places >> _BITS

    def _near(self, words: Collection[str], low: int, high: int) -> bytes:
        if not words:
            return b""
        numbers = range(low // _SPAN, high // _SPAN + 1)
        spans = [self._span(at) for at in numbers]
        missing = [w for w in words if any(w not in span for span in spans)]
        if missing:
            self._fetch(sorted(missing), numbers)
        return b"".join([span[word] for span in spans for word in words])

    def _span(self, at: int) -> dict[str, bytes]:
        held = self._spans.get(at)
        if held is None:
            while len(self._spans) >= _HELD:
                self._spans.popitem(last=False)
            held = self._spans[at] = {}
        self._spans.move_to_end(at)
        return held

    def _fetch(self, words: list[str], numbers: range) -> None:
        marks = ",".join("?" * len(words))
        rows = self.connection.execute(
            f"SELECT word, place FROM near WHERE word IN ({marks}) AND place BETWEEN ? AND ?",
            (*words, numbers[0] * _SPAN << _BITS, ((numbers[-1] + 1) * _SPAN << _BITS) - 1),
        ).fetchall()
        read: dict[tuple[int, str], array[int]] = {}
        for word, place in rows:
            read.setdefault(((place >> _BITS) // _SPAN, word), array("q")).append(place)
        for at in numbers:
            span = self._spans[at]
            for word in words:
                if word not in span:
                    span[word] = read[at, word].tobytes() if (at, word) in read else b""

    def _far(self, pairs: Collection[int], low: int, high: int) -> bytes:
        found, missing = [], []
        for pair in pairs:
            held = self._pairs.get(pair)
            if held is not None and held.low <= low and high <= held.high:
                found.append(held.places)
            else:
                missing.append(pair)
        if missing:
            marks = ",".join("?" * len(missing))
            low, high = low - _MARGIN, high + _MARGIN
            # an undated cell's place is less than that of any day
            rows = self.connection.execute(
                f"SELECT pair, place FROM far WHERE pair IN ({marks}) AND (place BETWEEN ? AND ? OR place < ?)",
                (*sorted(missing), max(low, 1) << _BITS, ((high + 1) << _BITS) - 1, 1 << _BITS),
            )
            read: dict[int, array[int]] = {}
            for pair, place in rows:
                read.setdefault(pair, array("q")).append(place)
            for pair, places in read.items():
                found.append(places.tobytes())
                if len(places) > _OFTEN:
                    self._keep(pair, _Pair(low, high, found[-1]))
        return b"".join(found)

    def _keep(self, pair: int, held: _Pair) -> None:
        if pair in self._pairs:
            self._size -= len(self._pairs[pair].places)
        self._size += len(held.places)
        if self._size > _MOST:
            self._pairs.clear()
            self._size = len(held.places)
        self._pairs[pair] = held

    def put(self, cell: int, day: int | None, words: Iterable[str], pairs: Iterable[int]) -> None:
        """A cell has some words and pairs that it had not."""
        run = self.connection.executemany
        place = (day or 0) << _BITS | cell
        raw = array("q", [place]).tobytes()
        if day is not None:
            added = list(words)
            run("INSERT OR IGNORE INTO near VALUES (?, ?)", [(w, place) for w in added])
            span = self._spans.get(day // _SPAN, {})
            for word in added:
                if word in span:
                    span[word] += raw
        more = list(pairs)
        run("INSERT OR IGNORE INTO far VALUES (?, ?)", [(p, place) for p in more])
        for pair in more:
            held = self._pairs.get(pair)
            if held is not None and (day is None or held.low <= day <= held.high):
                held.places += raw
                self._size += len(raw)


def _within(raw: bytes, day: int, reach: int, undated: bool = False) -> Numbers:
    """Those of some places that are at most so many days from a day, and undated ones where they are wanted."""
    places = np.frombuffer(raw, dtype=np.int64)
    days = places >> _BITS
    inside = np.abs(days - day) <= reach
    found: Numbers = places[inside | (days == 0) if undated else inside]
    return found
