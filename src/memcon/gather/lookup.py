"""Where to look for articles that may be alike: by a heavy word within days, by two of them within a year.

The index on disk is what lasts. What was asked for is held in memory, for news come in the order of their days and ask for the same again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable
from dataclasses import dataclass

_SPAN = 8  # days that are read at once
_MOST = 3_000_000  # places held; beyond, all are forgotten and read anew when asked for

SCHEMA = """
CREATE TABLE near (word TEXT NOT NULL, day INTEGER NOT NULL, cell INTEGER NOT NULL, PRIMARY KEY (word, day, cell)) WITHOUT ROWID;
CREATE TABLE far (pair INTEGER NOT NULL, cell INTEGER NOT NULL, PRIMARY KEY (pair, cell)) WITHOUT ROWID;
"""


@dataclass
class Label:
    """A cell's day, and its topic and fold as they were when it was read (`Lookup.topic`, `Lookup.fold`)."""

    day: int | None
    topic: int
    fold: int


class Lookup:
    """The cells by their words. The caller holds the transaction, and makes another where somebody else has written."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self._forget()
        # a topic or fold that became part of another, and which; what was read before stays right by it
        self._topics: dict[int, int] = {}
        self._folds: dict[int, int] = {}

    def _forget(self) -> None:
        self._near: dict[str, dict[int, list[int]]] = {}
        self._read: set[tuple[str, int]] = set()
        self._labels: dict[int, Label] = {}
        self._size = 0

    def near(self, words: Collection[str], day: int, reach: int) -> set[int]:
        """Cells that have one of some words, of at most ``reach`` days before or after a day."""
        if self._size > _MOST:
            self._forget()
        first, last = (day - reach) // _SPAN, (day + reach) // _SPAN
        missing = [w for w in words if any((w, at) not in self._read for at in range(first, last + 1))]
        if missing:
            self._fetch(sorted(missing), first, last)
        found: set[int] = set()
        days = range(day - reach, day + reach + 1)
        for word in words:
            if by_day := self._near.get(word):
                for one in days:
                    if cells := by_day.get(one):
                        found.update(cells)
        return found

    def _fetch(self, words: list[str], first: int, last: int) -> None:
        marks = ",".join("?" * len(words))
        rows = self.connection.execute(
            f"SELECT near.word, near.day, c.cell, c.topic, c.fold FROM near CROSS JOIN cells c USING (cell)"
            f" WHERE near.word IN ({marks}) AND near.day BETWEEN ? AND ?",
            (*words, first * _SPAN, last * _SPAN + _SPAN - 1),
        ).fetchall()
        for word, day, cell, topic, fold in rows:
            if (word, day // _SPAN) not in self._read:
                self._near.setdefault(word, {}).setdefault(day, []).append(cell)
                self._labels.setdefault(cell, Label(day, topic, fold))
        self._read.update((word, at) for word in words for at in range(first, last + 1))
        self._size += len(rows) + len(words)

    def far(self, pairs: Collection[int], day: int | None, reach: int) -> list[int]:
        """Cells that have one of some pairs of words, undated or at most ``reach`` days from a day (from any, where it is None)."""
        if not pairs:
            return []
        marks = ",".join("?" * len(pairs))
        rows = self.connection.execute(
            f"SELECT c.cell, c.day, c.topic, c.fold FROM far CROSS JOIN cells c USING (cell) WHERE far.pair IN ({marks})", sorted(pairs)
        )
        found = []
        for cell, own, topic, fold in rows:
            if day is None or own is None or abs(own - day) <= reach:
                self._labels.setdefault(cell, Label(own, topic, fold))
                found.append(cell)
        return found

    def put(self, cell: int, label: Label, words: Iterable[str], pairs: Iterable[int]) -> None:
        """A cell has some words and pairs that it had not."""
        run = self.connection.executemany
        self._labels.setdefault(cell, label)
        day = label.day
        if day is not None:
            added = list(words)
            run("INSERT OR IGNORE INTO near VALUES (?, ?, ?)", [(w, day, cell) for w in added])
            for word in added:
                if (word, day // _SPAN) in self._read:
                    self._near.setdefault(word, {}).setdefault(day, []).append(cell)
                    self._size += 1
        run("INSERT OR IGNORE INTO far VALUES (?, ?)", [(p, cell) for p in pairs])

    def day(self, cell: int) -> int | None:
        """The day of a cell that was found."""
        return self._labels[cell].day

    def topic(self, cell: int) -> int:
        """The topic of a cell that was found."""
        label = self._labels[cell]
        label.topic = _last(self._topics, label.topic)
        return label.topic

    def fold(self, cell: int) -> int:
        """The fold of a cell that was found."""
        label = self._labels[cell]
        label.fold = _last(self._folds, label.fold)
        return label.fold

    def became(self, topic: int, topics: Iterable[int], fold: int, folds: Iterable[int]) -> None:
        """Some topics and folds are now part of others."""
        self._topics.update(dict.fromkeys(topics, topic))
        self._folds.update(dict.fromkeys(folds, fold))


def _last(became: dict[int, int], label: int) -> int:
    while (next_ := became.get(label)) is not None:
        label = next_
    return label
