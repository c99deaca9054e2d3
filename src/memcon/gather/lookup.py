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
_HELD = 8  # spans of days in memory
_OFTEN = 4  # cells of a pair of words beyond which they are held in memory
_MARGIN = 30  # days that are read of such a pair on both sides of what was asked for, which the next articles will ask for
_MOST = 1_000_000  # places of pairs in memory; beyond, all are forgotten and read anew when asked for
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
    places: array[int]


class Lookup:
    """The cells by their words. The caller holds the transaction, and makes another where somebody else has written."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        # for each span of days the words that were asked for, with the places that have them
        self._spans: OrderedDict[int, dict[str, array[int]]] = OrderedDict()
        self._pairs: dict[int, _Pair] = {}
        self._size = 0

    def find(self, words: Collection[str], pairs: Collection[int], day: int | None, reach: int, far: int) -> tuple[Numbers, Numbers]:
        """Cells that may be alike, each once, and their days (0 where unknown).

        Found are those that have one of some words, at most ``reach`` days before or after a day, and those that have one of some
        pairs of words, undated or at most ``far`` days from a day (from any, where it is None).
        """
        found = array("q")
        if day is not None:
            if words:
                self._near(found, words, day - reach, day + reach)
            if pairs:
                self._far(found, pairs, day - far, day + far)
        elif pairs:
            marks = ",".join("?" * len(pairs))
            found.extend(r[0] for r in self.connection.execute(f"SELECT place FROM far WHERE pair IN ({marks})", sorted(pairs)))
        places = np.array(found, dtype=np.int64)
        places.sort()
        places = places[np.diff(places, prepend=-1) > 0]
        days = places >> _BITS
        if day is not None:
            inside = (days == 0) | (np.abs(days - day) <= far)
            places, days = places[inside], days[inside]
        return places & _MASK, days

    def _near(self, found: array[int], words: Collection[str], low: int, high: int) -> None:
        numbers = range(low // _SPAN, high // _SPAN + 1)
        spans = [self._span(at) for at in numbers]
        missing = [w for w in words if any(w not in span for span in spans)]
        if missing:
            self._fetch(sorted(missing), numbers)
        for at, span in zip(numbers, spans):
            inside = low <= at * _SPAN and at * _SPAN + _SPAN - 1 <= high
            for word in words:
                if places := span[word]:
                    if inside:
                        found.extend(places)
                    else:
                        found.extend([p for p in places if low <= p >> _BITS <= high])

    def _span(self, at: int) -> dict[str, array[int]]:
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
        new = {(at, word) for at in numbers for word in words if word not in self._spans[at]}
        for at, word in new:
            self._spans[at][word] = array("q")
        for word, place in rows:
            at = (place >> _BITS) // _SPAN
            if (at, word) in new:
                self._spans[at][word].append(place)

    def _far(self, found: array[int], pairs: Collection[int], low: int, high: int) -> None:
        missing = []
        for pair in pairs:
            held = self._pairs.get(pair)
            if held is not None and held.low <= low and high <= held.high:
                found.extend(held.places)
            else:
                missing.append(pair)
        if not missing:
            return
        marks = ",".join("?" * len(missing))
        low, high = low - _MARGIN, high + _MARGIN
        # an undated cell's place is less than that of any day
        rows = self.connection.execute(
            f"SELECT pair, place FROM far WHERE pair IN ({marks}) AND (place BETWEEN ? AND ? OR place < ?)",
            (*sorted(missing), max(low, 1) << _BITS, ((high + 1) << _BITS) - 1, 1 << _BITS),
        )
        by_pair: dict[int, array[int]] = {}
        for pair, place in rows:
            by_pair.setdefault(pair, array("q")).append(place)
        for pair, places in by_pair.items():
            found.extend(places)
            if len(places) > _OFTEN:
                self._keep(pair, _Pair(low, high, places))

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
        if day is not None:
            added = list(words)
            run("INSERT OR IGNORE INTO near VALUES (?, ?)", [(w, place) for w in added])
            span = self._spans.get(day // _SPAN, {})
            for word in added:
                if word in span:
                    span[word].append(place)
        more = list(pairs)
        run("INSERT OR IGNORE INTO far VALUES (?, ?)", [(p, place) for p in more])
        for pair in more:
            held = self._pairs.get(pair)
            if held is not None and (day is None or held.low <= day <= held.high):
                held.places.append(place)
                self._size += 1
