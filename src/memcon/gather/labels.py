"""Topic and fold of each cell, as they are now: what was read stays right while topics and folds become one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

_MOST = 100_000  # cells in memory; beyond, all are forgotten and read anew when asked for


class Labels:
    """The labels of an index' cells. The caller holds the transaction, and makes another where somebody else has written."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self._read: dict[int, tuple[int, int]] = {}
        # a topic or fold that became part of another, and which
        self._topics: dict[int, int] = {}
        self._folds: dict[int, int] = {}

    def of(self, cell: int) -> tuple[int, int]:
        """A cell's topic and fold."""
        found = self._read.get(cell)
        if found is None:
            if len(self._read) >= _MOST:
                # all that became one is written down, so what is read from now on needs none of it
                for held in (self._read, self._topics, self._folds):
                    held.clear()
            found = self.connection.execute("SELECT topic, fold FROM cells WHERE cell = ?", (cell,)).fetchone()
        else:
            topic, fold = found
            if topic not in self._topics and fold not in self._folds:
                return found
            found = _last(self._topics, topic), _last(self._folds, fold)
        self._read[cell] = found
        return found

    def became(self, topic: int, topics: Iterable[int], fold: int, folds: Iterable[int]) -> None:
        """Write down that some topics and folds are now part of others."""
        gone, folded = list(topics), list(folds)
        self._topics.update(dict.fromkeys(gone, topic))
        self._folds.update(dict.fromkeys(folded, fold))
        run = self.connection.executemany
        run("UPDATE cells SET topic = ? WHERE topic = ?", [(topic, x) for x in gone])
        run("UPDATE cells SET fold = ? WHERE fold = ?", [(fold, x) for x in folded])


def _last(became: dict[int, int], label: int) -> int:
    while (next_ := became.get(label)) is not None:
        label = next_
    return label
