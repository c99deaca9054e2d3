"""The index of a store's stories: one file beside the parts, brought up to date when it is asked for, made anew when it does not fit."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Generator
from contextlib import closing, suppress
from pathlib import Path
from typing import TypeVar

import msgspec

from memcon.gather.gathering import Gathering, version
from memcon.keep.store import Store
from memcon.model.record import Record

NAME = "stories.sqlite"
T = TypeVar("T")
_BATCH = 2_000  # articles between commits: a killed run has lost no more


def gathered(store: Store) -> Gathering:
    """The store's stories, up to date; close it after use. Articles kept since the last call are gathered now, no others.

    A damaged index, one of another version and one of another store are made anew. Where the store's folder cannot be written the
    stories are gathered in memory.
    """
    path = store.folder / NAME
    for _ in range(2):
        try:
            gathering = Gathering(path)
        except sqlite3.OperationalError:
            break
        except sqlite3.DatabaseError:
            path.unlink(missing_ok=True)
            continue
        try:
            _catch_up(store, gathering)
            gathering.freshen()
            return gathering
        except sqlite3.OperationalError as error:
            gathering.close()
            if "read" in str(error) or "unable" in str(error) or "locked" in str(error):
                break
            path.unlink(missing_ok=True)
        except sqlite3.DatabaseError:
            gathering.close()
            path.unlink(missing_ok=True)
    gathering = Gathering()
    for record in store.records():
        gathering.add(record)
    return gathering


def asked(store: Store, question: Callable[[Gathering], T]) -> T:
    """The answer to a question put to the store's stories; damage that only the answering meets has the index made anew."""
    try:
        with gathered(store) as gathering:
            return question(gathering)
    except sqlite3.DatabaseError:
        forget(store.folder)
    with gathered(store) as gathering:
        return question(gathering)


def keep_up(store: Store) -> None:
    """Gather what was kept since the last call, for a watcher; telling the stories anew is left to those who read them."""
    with Gathering(store.folder / NAME) as gathering:
        _catch_up(store, gathering)


def forget(folder: Path) -> None:
    """Remove a store's index; the next call of `gathered` makes it anew."""
    for suffix in ("", "-journal"):
        with suppress(OSError):
            (folder / (NAME + suffix)).unlink(missing_ok=True)


def _catch_up(store: Store, gathering: Gathering) -> None:
    state = _state(store)
    if gathering.meta("state") == state and gathering.meta("version") == version():
        return
    gathering.begin()
    try:
        if gathering.meta("version") != version() or not _fits(store, gathering):
            gathering.clear()
        done = int(gathering.meta("kept") or 0)
        with closing(_newer(store, done)) as newer:
            for at, (record, mark) in enumerate(newer, 1):
                gathering.add(record, mark)
                if at % _BATCH == 0:
                    gathering.commit()
                    gathering.begin()
        gathering.note("state", state)
        gathering.note("kept", str(store.manifest.kept))
        gathering.note("articles", _print(store, store.manifest.kept))
        gathering.commit()
    except BaseException:
        gathering.rollback()
        raise


def _fits(store: Store, gathering: Gathering) -> bool:
    """Whether what was gathered is still what the store holds: the same articles up to the same write, none of them coded anew."""
    done = int(gathering.meta("kept") or 0)
    if done > store.manifest.kept or (done and _print(store, done) != gathering.meta("articles")):
        return False
    with closing(store.connect()) as connection:
        rows = connection.execute("SELECT article_id, coding FROM articles WHERE kept > ?", [done]).fetchall()
    marks = gathering.marks(r[0] for r in rows)
    return all(marks.get(article, coding) == coding for article, coding in rows)


def _newer(store: Store, done: int) -> Generator[tuple[Record, str], None, None]:
    with closing(store.connect()) as connection:
        found = connection.execute("SELECT record, coding FROM articles WHERE kept > ? ORDER BY published, article_id", [done])
        while rows := found.fetchmany(200):
            for raw, coding in rows:
                yield msgspec.json.decode(raw, type=Record), coding


def _print(store: Store, kept: int) -> str:
    """What tells whether a store holds the same articles up to a write."""
    with closing(store.connect()) as connection:
        row = connection.execute("SELECT count(*), bit_xor(hash(article_id)) FROM all_articles WHERE kept <= ?", [kept]).fetchone()
    return f"{row[0]} {row[1]}" if row else ""


def _state(store: Store) -> str:
    """What tells one state of a store from another: a group's name holds a hash of what is in it."""
    return msgspec.json.encode([store.manifest.kept, [g.name for g in store.manifest.groups]]).decode()
