"""Topics and folds: which articles are about one happening, and which are one text.

Two unions of pairs are kept. A pair is of one *topic* when two articles share heavy words within days of each other (or more of them
further apart) and their words are alike enough; it is of one *fold* when besides most of the shorter text stands in the longer. Both
depend on the pair alone, so the unions do not depend on the order of arrival.

To look at few pairs, articles of one day that are one text share a *cell*. Of a cell the most that each word weighs is known, by hash:
where even that is not alike enough no member is, and a thousand reprints cost one look. The bound loses no pair.
"""

from __future__ import annotations

import hashlib
import sqlite3
from array import array
from collections import OrderedDict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import msgspec
import numpy as np

from memcon.gather import lookup
from memcon.gather.bounds import Bounds, pack_words
from memcon.gather.labels import Labels
from memcon.gather.lookup import Lookup, Numbers
from memcon.gather.sketch import Sketch, common, containment, sketch
from memcon.gather.words import WHOLE, dot

_ONE = WHOLE * WHOLE
_ALIKE = 24 * _ONE // 100
_DAY_COST, _FAR_COST, _UNDATED_COST = 2 * _ONE // 100, 20 * _ONE // 100, 10 * _ONE // 100
_NEAR, _FAR = 7, 365  # days
_NEAR_WORDS, _FAR_WORDS = 6, 5  # the heaviest words, of which near articles share one and far ones two
_COPY_ALIKE, _COPY_PART, _COPY_LEAST = 50 * _ONE // 100, 0.6, 4
_TIGHT_ALIKE, _TIGHT_PART = 70 * _ONE // 100, 0.8
_HELD = 8_000  # cells in memory

SCHEMA = (
    """
CREATE TABLE cells (cell INTEGER PRIMARY KEY, day INTEGER, topic INTEGER NOT NULL, fold INTEGER NOT NULL);
CREATE INDEX cells_topic ON cells (topic);
CREATE INDEX cells_fold ON cells (fold);
CREATE TABLE members (
  n INTEGER PRIMARY KEY, cell INTEGER NOT NULL, words BLOB NOT NULL, marks BLOB NOT NULL, kept BLOB NOT NULL, whole INTEGER NOT NULL
);
CREATE INDEX members_cell ON members (cell);
"""
    + lookup.SCHEMA
)
_Stored = tuple[bytes, bytes, bytes, int]  # a row of members: words, marks, kept, whole


@dataclass(frozen=True)
class Text:
    """An article's text as it is compared. ``day`` is a proleptic ordinal."""

    n: int
    day: int | None
    words: dict[str, int]
    marks: Collection[int]
    kept: bytes
    whole: bool

    @cached_property
    def top(self) -> frozenset[str]:
        """The words by which near articles are looked up."""
        return frozenset(list(self.words)[:_NEAR_WORDS])

    @cached_property
    def heaviest(self) -> frozenset[str]:
        """The words by which far and undated articles are looked up."""
        return frozenset(list(self.words)[:_FAR_WORDS])

    @cached_property
    def pairs(self) -> frozenset[int]:
        """The pairs of the heaviest words, each as a number."""
        return frozenset(_pair(one, two) for one, two in combinations(sorted(self.heaviest), 2))

    @cached_property
    def packed(self) -> bytes:
        """The words as `Bounds` takes them."""
        return pack_words(self.words)

    @cached_property
    def sketch(self) -> Sketch:
        """The sketch, unpacked when it is first asked for: few pairs come that far."""
        return sketch(self.kept, self.whole)


class _Cell:
    """Articles of one day that are one text, each that differs from the others. What is stored is unpacked when it is first asked for."""

    __slots__ = ("_looked_up", "_marks", "_members", "_stored", "day")

    def __init__(self, day: int | None, stored: Sequence[_Stored] = ()) -> None:
        self.day = day
        self._stored: list[_Stored] = []
        for row in stored:
            if row not in self._stored[:3]:
                self._stored.append(row)
        self._marks = [_ints(row[1]) for row in self._stored]
        self._members: list[Text] = []
        self._looked_up: tuple[set[str], set[int]] | None = None

    @property
    def members(self) -> list[Text]:
        """The members, without those whose like is among the first."""
        if self._stored:
            for (words, _, kept, whole), marks in zip(self._stored, self._marks):
                self._members.append(Text(0, self.day, msgspec.msgpack.decode(words, type=dict[str, int]), marks, kept, bool(whole)))
            self._stored = []
        return self._members

    def meets(self, marks: frozenset[int]) -> bool:
        """Whether any member has one of some marks."""
        return not all(marks.isdisjoint(own) for own in self._marks)

    def take(self, text: Text) -> bool:
        """Add a member, unless its like is there."""
        if any(m.kept == text.kept and m.words == text.words for m in self.members[:3]):
            return False
        marks = array("q", text.marks)
        self._members.append(Text(text.n, text.day, text.words, marks, text.kept, text.whole))
        self._marks.append(marks)
        return True

    def new(self, text: Text) -> tuple[set[str], set[int]]:
        """The words and the pairs of words by which a text is looked up and no member is; members are looked up by them from now on."""
        if self._looked_up is None:
            self._looked_up = set().union(*(m.top for m in self.members)), set().union(*(m.pairs for m in self.members))
        words, pairs = self._looked_up
        found = text.top - words, text.pairs - pairs
        words |= text.top
        pairs |= text.pairs
        return set(found[0]), set(found[1])


@dataclass(frozen=True)
class Joined:
    """Where an article went: its topic and fold, and the topics and folds that became one with them."""

    topic: int
    fold: int
    topics: list[int]
    folds: list[int]


def alike(one: Text, two: Text) -> bool:
    """Whether two articles are of one topic by their words and days."""
    return _alike(one, two, dot(one.words, two.words))


def copied(one: Text, two: Text) -> bool:
    """Whether two articles are one text: copies, cuts, new headlines."""
    return _copied(one, two, dot(one.words, two.words), frozenset(one.marks))


def _alike(one: Text, two: Text, likeness: int) -> bool:
    return likeness - _cost(one.day, two.day) >= _ALIKE and _may(one, two)


def _copied(one: Text, two: Text, likeness: int, marks: frozenset[int]) -> bool:
    if likeness < _COPY_ALIKE or marks.isdisjoint(two.marks) or not _may(one, two):
        return False
    if one.kept == two.kept:
        return True
    shared, part = containment(one.sketch, two.sketch)
    return part >= _COPY_PART and (shared >= _COPY_LEAST or common(one.sketch.kept, two.sketch.kept) >= _COPY_LEAST)


def _may(one: Text, two: Text) -> bool:
    """Whether a pair is looked at: near ones share one of their heaviest words, far and undated ones two."""
    if one.day is not None and two.day is not None:
        gap = abs(one.day - two.day)
        if gap <= _NEAR:
            return not one.top.isdisjoint(two.top)
        if gap > _FAR:
            return False
    return len(one.heaviest & two.heaviest) > 1


def _cost(day1: int | None, day2: int | None) -> int:
    if day1 is None or day2 is None:
        return _UNDATED_COST
    gap = abs(day1 - day2)
    return gap * _DAY_COST if gap <= _NEAR else _FAR_COST


def _costs(day: int | None, days: Numbers) -> Numbers:
    """`_cost` of a day and each of some days, 0 where unknown."""
    if day is None:
        return np.full(len(days), _UNDATED_COST, dtype=np.int64)
    gaps = np.abs(days - day)
    return np.where(days == 0, _UNDATED_COST, np.where(gaps <= _NEAR, gaps * _DAY_COST, _FAR_COST))


class Cells:
    """The cells of an index, their topics and folds. The caller holds the transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self._lookup, self._labels, self._most = Lookup(connection), Labels(connection), Bounds(connection)
        self._held: OrderedDict[int, _Cell] = OrderedDict()
        self._last = connection.execute("SELECT coalesce(max(cell), 0) FROM cells").fetchone()[0]

    def add(self, text: Text) -> Joined:
        """Put an article where it belongs; joins the topics and folds that it links."""
        topics: dict[int, None] = {}
        folds: dict[int, None] = {}
        home: int | None = None
        marks = frozenset(text.marks)
        for number, bound in self._possible(text):
            in_topic, in_fold = self._labels.of(number)
            want_topic = in_topic not in topics
            want_fold = in_fold not in folds and bound >= _COPY_ALIKE
            if not (want_topic or want_fold):
                continue
            held = self._load(number)
            want_fold = want_fold and held.meets(marks)
            if not (want_topic or want_fold):
                continue
            for member in held.members:
                if not (want_topic or want_fold):
                    break
                likeness = dot(text.words, member.words)
                if want_topic and _alike(text, member, likeness):
                    topics[in_topic] = None
                    want_topic = False
                if want_fold and _copied(text, member, likeness, marks):
                    folds[in_fold] = None
                    # a copy is of the topic, whatever the bound of another day says
                    topics[in_topic] = None
                    want_fold = want_topic = False
                    if home is None and held.day == text.day and _tight(text, held.members[0]):
                        home = number
        topic, old_topics = self._union("topic", list(topics))
        fold, old_folds = self._union("fold", list(folds))
        if home is None:
            self._last += 1
            home = self._last
            topic, fold = topic or home, fold or home
            self.connection.execute("INSERT INTO cells VALUES (?, ?, ?, ?)", (home, text.day, topic, fold))
            self._hold(home, _Cell(text.day))
            self._most.put(home, text.packed)
        self._write(home, text)
        return Joined(topic or home, fold or home, old_topics, old_folds)

    def _possible(self, text: Text) -> list[tuple[int, int]]:
        """Cells with what no member's likeness to a text exceeds, the most alike first; those that cannot be of its topic are left out."""
        numbers, days = self._lookup.find(text.top, text.pairs, text.day, _NEAR, _FAR)
        bounds = self._most.of(text.packed, numbers)
        near = np.flatnonzero(bounds >= _ALIKE + _costs(text.day, days))
        order = near[np.lexsort((numbers[near], -bounds[near]))]
        return list(zip(numbers[order].tolist(), bounds[order].tolist()))

    def _union(self, what: str, labels: Sequence[int]) -> tuple[int | None, list[int]]:
        """Make one of some topics or folds: the one with the most cells keeps its number."""
        if len(labels) < 2:
            return (labels[0] if labels else None), []
        ask = self.connection.execute
        sizes = {x: ask(f"SELECT count(*) FROM cells WHERE {what} = ?", (x,)).fetchone()[0] for x in labels}
        kept = max(labels, key=lambda x: (sizes[x], -x))
        gone = [x for x in labels if x != kept]
        return kept, gone

    def relabel(self, joined: Joined) -> None:
        """Write down that topics and folds have become one. Done by the caller once it has seen what they were."""
        self._labels.became(joined.topic, joined.topics, joined.fold, joined.folds)

    def _write(self, home: int, text: Text) -> None:
        held = self._load(home)
        words, pairs = held.new(text)
        if held.take(text):
            self._most.take(home, text.packed)
        self.connection.execute(
            "INSERT INTO members VALUES (?, ?, ?, ?, ?, ?)",
            (text.n, home, msgspec.msgpack.encode(text.words), pack(text.marks), text.kept, text.whole),
        )
        self._lookup.put(home, text.day, sorted(words), sorted(pairs))

    def _load(self, number: int) -> _Cell:
        held = self._held.get(number)
        if held is not None:
            self._held.move_to_end(number)
            return held
        ask = self.connection.execute
        rows = ask(
            "SELECT c.day, m.words, m.marks, m.kept, m.whole FROM members m CROSS JOIN cells c USING (cell) WHERE m.cell = ? ORDER BY m.n",
            (number,),
        ).fetchall()
        return self._hold(number, _Cell(rows[0][0], [r[1:] for r in rows]))

    def _hold(self, number: int, cell: _Cell) -> _Cell:
        """Hold a cell in memory, in place of the one not asked for longest where there are many."""
        while len(self._held) >= _HELD:
            self._held.popitem(last=False)
        self._held[number] = cell
        return cell


def _tight(one: Text, two: Text) -> bool:
    return dot(one.words, two.words) >= _TIGHT_ALIKE and containment(one.sketch, two.sketch)[1] >= _TIGHT_PART


def _ints(raw: bytes) -> array[int]:
    found = array("q")
    found.frombytes(raw)
    return found


def pack(hashes: Iterable[int]) -> bytes:
    """Hashes as bytes."""
    return array("q", sorted(hashes)).tobytes()


def _pair(one: str, two: str) -> int:
    return int.from_bytes(hashlib.blake2b(f"{one} {two}".encode("utf-8", "surrogatepass"), digest_size=7).digest(), "big")
