"""Gathering: articles come in one by one or many at once, in any order, and topics, folds and stories are the same.

The index is one SQLite file, beside the store or in memory. What `add` does becomes durable with `commit` and not before: a process
killed in between leaves the index as it was. All of it can be made anew from the records.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from types import TracebackType

import msgspec

from memcon.gather import cells, happenings
from memcon.gather.cells import Cells, Text
from memcon.gather.digest import Digest, Told, digest_of
from memcon.gather.happenings import Happenings
from memcon.gather.story import MANY, Story, Telling, story_of
from memcon.gather.words import knowledge
from memcon.model.errors import NotFound
from memcon.model.record import Record

# raised when the same records would be gathered differently
_FORMAT = 3
_SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE articles (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, published TEXT, outlet TEXT, agency TEXT, mark TEXT);
"""


class Gathering:
    """An index of gathered articles. Use it as a context or `close` it; one process writes at a time."""

    def __init__(self, path: Path | None = None) -> None:
        """Open the index in a file, made where there is none, or one in memory."""
        self.connection = sqlite3.connect(path or ":memory:", isolation_level=None, timeout=60)
        run = self.connection.execute
        run("PRAGMA cache_size = -65536")
        run("PRAGMA temp_store = MEMORY")
        if path is None:
            run("PRAGMA journal_mode = OFF")
        if not run("SELECT 1 FROM sqlite_master WHERE name = 'stale'").fetchone():
            self._make()
        self._start()

    def _make(self) -> None:
        self.connection.execute("BEGIN IMMEDIATE")
        self._tables()
        self.connection.execute("COMMIT")

    def _tables(self) -> None:
        run = self.connection.execute
        for statement in (_SCHEMA + cells.SCHEMA + happenings.SCHEMA).split(";"):
            if statement.strip():
                run(statement.replace("CREATE TABLE", "CREATE TABLE IF NOT EXISTS").replace("CREATE INDEX", "CREATE INDEX IF NOT EXISTS"))
        run("INSERT OR IGNORE INTO meta VALUES ('version', ?)", (version(),))

    def _start(self) -> None:
        self._cells, self._happenings = Cells(self.connection), Happenings(self.connection)
        self._last = self.connection.execute("SELECT coalesce(max(n), 0) FROM articles").fetchone()[0]
        self._seen = self._version()

    def _version(self) -> int:
        return int(self.connection.execute("PRAGMA data_version").fetchone()[0])

    def __enter__(self) -> Gathering:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file; what was not committed is forgotten."""
        self.connection.close()

    # writing

    def begin(self) -> None:
        """Begin to write; waits for another writer."""
        if not self.connection.in_transaction:
            self.connection.execute("BEGIN IMMEDIATE")
            # what is held in memory is stale where another process has written meanwhile
            if self._version() != self._seen:
                self._start()

    def commit(self) -> None:
        """Make what was added durable, all of it or nothing."""
        if self.connection.in_transaction:
            self.connection.execute("COMMIT")

    def rollback(self) -> None:
        """Forget what was added since the last `commit`."""
        if self.connection.in_transaction:
            self.connection.execute("ROLLBACK")
        self._start()

    def clear(self) -> None:
        """Forget everything, to gather anew. Takes effect with `commit`."""
        self.begin()
        for (name,) in self.connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            # another version's tables may have other columns
            self.connection.execute(f"DROP TABLE {name}")
        self._tables()
        self._start()

    def add(self, record: Record, mark: str | None = None) -> bool:
        """Gather one record. False where its article is there already. ``mark`` is kept with it (`marks`)."""
        return self.add_digest(digest_of(record), mark)

    def add_digest(self, digest: Digest, mark: str | None = None) -> bool:
        """Gather one article. False where it is there already."""
        if not self.connection.in_transaction:
            self.begin()
        run = self.connection.execute
        n = self._last + 1
        values = (n, digest.id, digest.published, digest.outlet, digest.agency, mark)
        if not run("INSERT OR IGNORE INTO articles VALUES (?, ?, ?, ?, ?, ?)", values).rowcount:
            return False
        self._last = n
        sketch = digest.sketch
        text = Text(n, _ordinal(digest.published), digest.words, sketch.marks, sketch.kept, sketch.whole)
        joined = self._cells.add(text)
        if joined.folds:
            # stories that hold articles of both folds now rest on fewer reports
            for fold in joined.folds:
                run(
                    "INSERT OR IGNORE INTO stale SELECT DISTINCT k.story FROM cells c CROSS JOIN members m USING (cell)"
                    " CROSS JOIN tellings t USING (n) CROSS JOIN kinds k USING (kind) WHERE c.fold = ?",
                    (fold,),
                )
        self._cells.relabel(joined)
        if joined.topics:
            self._happenings.merge(joined.topic, joined.topics)
        if digest.told:
            self._happenings.add(joined.topic, n, digest.told)
        return True

    # reading

    def __len__(self) -> int:
        return int(self.connection.execute("SELECT count(*) FROM articles").fetchone()[0])

    def marks(self, ids: Iterable[str]) -> dict[str, str | None]:
        """Those of some articles that are gathered, with their marks."""
        ask = self.connection.execute
        found = (ask("SELECT id, mark FROM articles WHERE id = ?", (i,)).fetchone() for i in ids)
        return {row[0]: row[1] for row in found if row}

    def meta(self, name: str) -> str | None:
        """What was noted under a name."""
        row = self.connection.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return row[0] if row else None

    def note(self, name: str, value: str) -> None:
        """Note something; durable with `commit`."""
        self.begin()
        self.connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    def stories(self) -> list[Story]:
        """All stories, sorted by day and id."""
        self.freshen()
        rows = self.connection.execute("SELECT told FROM stories ORDER BY day, id")
        return [msgspec.json.decode(raw, type=Story) for (raw,) in rows]

    def story(self, beginning: str) -> Story:
        """The story whose id begins so. Raises `NotFound` where none does, and where several do."""
        self.freshen()
        end = beginning + "\U0010ffff"
        rows = self.connection.execute(
            "SELECT id, told FROM stories WHERE id >= ? AND id < ? ORDER BY id LIMIT 4", (beginning, end)
        ).fetchall()
        if not rows:
            raise NotFound("no such story; `memcon stories` lists them", place=beginning[:40])
        if len(rows) > 1 and rows[0][0] != beginning:
            which = ", ".join(i[:8] for i, _ in rows[:3]) + (", …" if len(rows) > 3 else "")
            raise NotFound(f"several stories begin so ({which}); give more of the id", place=beginning[:40])
        return msgspec.json.decode(rows[0][1], type=Story)

    def topics(self) -> dict[str, str]:
        """Article id to topic id. A topic's id is a hash of its earliest article, so it stays while later articles come in."""
        rows = self.connection.execute(
            "SELECT c.topic, a.id FROM articles a JOIN members m USING (n) JOIN cells c USING (cell)"
            " ORDER BY coalesce(a.published, '9999'), a.id"
        ).fetchall()
        first: dict[int, str] = {}
        return {article: topic_id(first.setdefault(topic, article)) for topic, article in rows}

    def folds(self) -> list[list[str]]:
        """Sets of article ids that are one text, singletons included; sorted."""
        found: dict[int, list[str]] = {}
        for fold, article in self.connection.execute(
            "SELECT c.fold, a.id FROM articles a JOIN members m USING (n) JOIN cells c USING (cell) ORDER BY a.id"
        ):
            found.setdefault(fold, []).append(article)
        return sorted(found.values())

    def warnings(self, today: date) -> list[str]:
        """What is odd about the articles, a line each: undated ones, ones dated after today, texts that very many carry."""
        ask = self.connection.execute
        found = []
        if undated := ask("SELECT count(*) FROM articles WHERE published IS NULL").fetchone()[0]:
            found.append(f"{undated} without a date: grouped only where they share more words with others")
        if future := ask("SELECT count(*) FROM articles WHERE published > ?", (today.isoformat(),)).fetchone()[0]:
            found.append(f"{future} dated after today: the day is taken as it is given")
        many = "SELECT count(*) AS times FROM members JOIN cells USING (cell) GROUP BY fold HAVING times >= ? ORDER BY times DESC LIMIT 3"
        rows = ask(many, (MANY,)).fetchall()
        found += [f"{n} are one text: they count as one report" for (n,) in rows]
        return found

    def freshen(self) -> None:
        """Tell anew the stories that something was added to; reading them does it, and nothing else needs it."""
        ask = self.connection.execute
        if not ask("SELECT 1 FROM stale LIMIT 1").fetchone():
            return
        begun = self.connection.in_transaction
        self.begin()
        rows = []
        for (story,) in ask("SELECT story FROM stale ORDER BY story").fetchall():
            one = story_of(self._tellings(story))
            day = (one.date or {}).get("end") or one.first_seen or ""
            rows.append((story, one.id, day, msgspec.json.encode(one)))
        self.connection.executemany("INSERT OR REPLACE INTO stories VALUES (?, ?, ?, ?)", rows)
        ask("DELETE FROM stale")
        if not begun:
            self.commit()

    def _tellings(self, story: int) -> Iterator[Telling]:
        rows = self.connection.execute(
            "SELECT t.told, a.id, a.published, a.outlet, a.agency, c.fold FROM kinds k CROSS JOIN tellings t USING (kind)"
            " CROSS JOIN articles a USING (n) CROSS JOIN members m USING (n) CROSS JOIN cells c USING (cell) WHERE k.story = ?",
            (story,),
        )
        for raw, *rest in rows:
            yield Telling(msgspec.msgpack.decode(raw, type=Told), *rest)


def version() -> str:
    """What the index is made with; one made with another does not fit."""
    return f"{_FORMAT} {knowledge()}"


def topic_id(first: str) -> str:
    """The id of the topic whose first article this is."""
    return "t" + hashlib.sha256(f"topic {first}".encode()).hexdigest()[:15]


def _ordinal(day: str | None) -> int | None:
    try:
        return date.fromisoformat(day[:10]).toordinal() if day else None
    except ValueError:
        return None
