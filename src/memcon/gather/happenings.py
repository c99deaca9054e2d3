"""Stories within topics: tellings that are one event are joined, as they come and as topics become one."""

from __future__ import annotations

import sqlite3
from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from memcon.gather.digest import Told
from memcon.gather.happening import Block, Trait, blocks_of, same_happening, trait_of, whole

_HELD = 3_000  # topics in memory

SCHEMA = """
CREATE TABLE kinds (kind INTEGER PRIMARY KEY, topic INTEGER NOT NULL, story INTEGER NOT NULL, told BLOB NOT NULL);
CREATE INDEX kinds_topic ON kinds (topic);
CREATE INDEX kinds_story ON kinds (story);
CREATE TABLE tellings (
  n INTEGER NOT NULL, event TEXT NOT NULL, kind INTEGER NOT NULL, told BLOB NOT NULL, PRIMARY KEY (n, event)
) WITHOUT ROWID;
CREATE INDEX tellings_kind ON tellings (kind);
CREATE TABLE stories (story INTEGER PRIMARY KEY, id TEXT NOT NULL, day TEXT NOT NULL, told BLOB NOT NULL);
CREATE INDEX stories_id ON stories (id);
CREATE TABLE stale (story INTEGER PRIMARY KEY);
"""


class _Topic:
    """The kinds of telling in one topic (tellings that compare alike are one kind), where to look for them, and their stories."""

    def __init__(self) -> None:
        self.kinds: dict[int, Trait] = {}
        self.by_key: dict[bytes, int] = {}
        # tuples of numbers, which Python's garbage collector passes by; lists where there may be very many
        self.blocks: dict[Block, tuple[int, ...]] = {}
        self.long: dict[Block, list[int]] = defaultdict(list)
        self.story: dict[int, int] = {}
        self.members: dict[int, list[int]] = defaultdict(list)

    def put(self, kind: int, trait: Trait, story: int) -> None:
        """Hold a kind, belonging to a story."""
        self.kinds[kind] = trait
        self.by_key.setdefault(trait.key, kind)
        for block in blocks_of(trait, asking=False):
            if whole(block):
                self.long[block].append(kind)
            else:
                self.blocks[block] = (*self.blocks.get(block, ()), kind)
        self.story[kind] = story
        self.members[story].append(kind)

    def near(self, trait: Trait) -> Iterable[int]:
        """Kinds that may be one event with a telling."""
        for block in blocks_of(trait, asking=True):
            yield from self.long.get(block, ()) if whole(block) else self.blocks.get(block, ())

    def linked(self, trait: Trait) -> list[int]:
        """The stories that a telling belongs to."""
        found: dict[int, None] = {}
        missed: set[int] = set()
        for kind in self.near(trait):
            story = self.story[kind]
            if story in found or kind in missed:
                continue
            if same_happening(trait, self.kinds[kind]):
                found[story] = None
            else:
                missed.add(kind)
        return list(found)


class Happenings:
    """The stories of an index. The caller holds the transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self._held: OrderedDict[int, _Topic] = OrderedDict()
        self._last = connection.execute("SELECT coalesce(max(kind), 0) FROM kinds").fetchone()[0]

    def merge(self, topic: int, others: Sequence[int]) -> None:
        """Make one topic of several: their kinds are held against each other."""
        for other in others:
            ours, theirs = self._load(topic), self._load(other)
            if len(theirs.kinds) > len(ours.kinds):
                ours, theirs = theirs, ours
            for kind, trait in theirs.kinds.items():
                ours.put(kind, trait, theirs.story[kind])
            for kind, trait in theirs.kinds.items():
                for story in ours.linked(trait):
                    self._join(ours, ours.story[kind], story)
            self._held.pop(other, None)
            self._hold(topic, ours)
            self.connection.execute("UPDATE kinds SET topic = ? WHERE topic = ?", (topic, other))

    def add(self, topic: int, n: int, told: Iterable[Told]) -> None:
        """Put the tellings of an article of a topic where they belong."""
        state = self._load(topic)
        rows = []
        for one in told:
            trait = trait_of(one)
            kind = state.by_key.get(trait.key)
            raw = msgspec.msgpack.encode(one)
            if kind is None:
                stories = state.linked(trait)
                self._last += 1
                kind = self._last
                story = stories[0] if stories else kind
                self.connection.execute("INSERT INTO kinds VALUES (?, ?, ?, ?)", (kind, topic, story, raw))
                state.put(kind, trait, story)
                for other in stories[1:]:
                    self._join(state, state.story[kind], other)
            self.connection.execute("INSERT OR IGNORE INTO stale VALUES (?)", (state.story[kind],))
            rows.append((n, one.event, kind, raw))
        self.connection.executemany("INSERT OR IGNORE INTO tellings VALUES (?, ?, ?, ?)", rows)

    def _join(self, state: _Topic, one: int, two: int) -> None:
        """Make one story of two: the one with more kinds keeps its number."""
        if one == two:
            return
        if len(state.members[one]) < len(state.members[two]):
            one, two = two, one
        for kind in state.members.pop(two):
            state.story[kind] = one
            state.members[one].append(kind)
        run = self.connection.execute
        run("UPDATE kinds SET story = ? WHERE story = ?", (one, two))
        run("DELETE FROM stories WHERE story = ?", (two,))
        run("DELETE FROM stale WHERE story = ?", (two,))
        run("INSERT OR IGNORE INTO stale VALUES (?)", (one,))

    def _load(self, topic: int) -> _Topic:
        held = self._held.get(topic)
        if held is not None:
            self._held.move_to_end(topic)
            return held
        held = _Topic()
        for kind, story, raw in self.connection.execute("SELECT kind, story, told FROM kinds WHERE topic = ? ORDER BY kind", (topic,)):
            held.put(kind, trait_of(msgspec.msgpack.decode(raw, type=Told)), story)
        self._hold(topic, held)
        return held

    def _hold(self, topic: int, held: _Topic) -> None:
        self._held[topic] = held
        while len(self._held) > _HELD:
            self._held.popitem(last=False)
