"""The index of words: SQLite FTS5 over the articles' titles and texts, beside the store; it may be thrown away and made anew."""

from __future__ import annotations

import re
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from memcon.keep.manifest import Group
from memcon.keep.parts import part, quoted
from memcon.model.errors import BadOption, StoreError

if TYPE_CHECKING:
    from memcon.keep.store import Store

NAME = "words.sqlite"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS groups (name TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS articles (number INTEGER PRIMARY KEY, article_id TEXT UNIQUE);
CREATE VIRTUAL TABLE IF NOT EXISTS texts USING fts5 (title, text, content='', tokenize="unicode61 remove_diacritics 2");
"""
_WORD = re.compile(r'"([^"]*)"|(\S+)')
_ROWS = 500
_MOST = 200_000


def articles_with(store: Store, asked: str) -> list[str]:
    """Ids of the articles whose title or text has all the words asked for; ``"…"`` keeps words together, ``word*`` stands for beginnings.

    The index is brought up to date first. Raises `BadOption` where no word is asked for, `StoreError`.
    """
    query = query_of(asked)
    with _index(store) as connection:
        try:
            found = connection.execute(
                "SELECT article_id FROM texts JOIN articles ON articles.number = texts.rowid WHERE texts MATCH ? LIMIT ?", (query, _MOST)
            )
            return [a for (a,) in found]
        except sqlite3.Error as error:
            raise StoreError(f"the index of words cannot be asked ({error}); 'memcon store rebuild' makes it anew", place=NAME) from None


def query_of(asked: str) -> str:
    """What a person writes as what FTS5 understands: every word quoted, so that none is taken for an operator. Raises `BadOption`."""
    parts = []
    for match in _WORD.finditer(asked.replace("\x00", " ")):
        words, word = match[1], match[2]
        told = (words if words is not None else word).replace('"', " ").strip()
        if any(c.isalnum() for c in told):
            parts.append(f'"{told.rstrip("*")}"' + ("*" if word is not None and told.endswith("*") else ""))
    if not parts:
        raise BadOption(f"no word to look for in '{asked}'")
    return " ".join(parts)


def index_words(store: Store) -> int:
    """Bring the index of words up to date; returns how many articles came to it. Raises `StoreError`."""
    path = store.folder / "index" / NAME
    try:
        path.parent.mkdir(exist_ok=True)
        with closing(_open(path)) as connection:
            return _update(connection, store)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"the index of words cannot be written ({error})", place=str(path)) from None


@contextmanager
def _index(store: Store) -> Iterator[sqlite3.Connection]:
    """The index, up to date: the store's own where it may be written, else one for this question alone."""
    folder = store.folder / "index"
    names = [g.name for g in store.manifest.groups]
    try:
        folder.mkdir(exist_ok=True)
        with closing(_open(folder / NAME)) as connection:
            if _behind(connection, names):
                # a second question waits for the first to write the index, not for the store's writer
                connection.execute("BEGIN IMMEDIATE")
                _update(connection, store)
            yield connection
            return
    except (OSError, sqlite3.OperationalError):
        pass
    with tempfile.TemporaryDirectory(prefix="memcon-") as aside, closing(_open(Path(aside) / NAME)) as connection:
        _update(connection, store)
        yield connection


def _open(path: Path) -> sqlite3.Connection:
    try:
        connection = sqlite3.connect(path, timeout=600.0, isolation_level=None)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.executescript(_SCHEMA)
        except sqlite3.DatabaseError as error:
            connection.close()
            if isinstance(error, sqlite3.OperationalError):
                raise
            # damaged: it holds nothing that is not in the parts
            for end in ("", "-wal", "-shm"):
                path.with_name(path.name + end).unlink(missing_ok=True)
            connection = sqlite3.connect(path, timeout=600.0, isolation_level=None)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.executescript(_SCHEMA)
    except sqlite3.DatabaseError as error:
        raise sqlite3.OperationalError(str(error)) from None
    return connection


def _behind(connection: sqlite3.Connection, names: list[str]) -> bool:
    known = {n for (n,) in connection.execute("SELECT name FROM groups")}
    return any(n not in known for n in names)


def _update(connection: sqlite3.Connection, store: Store) -> int:
    import duckdb

    known = {n for (n,) in connection.execute("SELECT name FROM groups")}
    added = 0
    if not connection.in_transaction:
        connection.execute("BEGIN IMMEDIATE")
    try:
        for group in store.manifest.groups:
            if group.name not in known:
                added += _add(connection, store.folder, group)
        connection.commit()
    except duckdb.Error as error:
        connection.rollback()
        reason = " ".join(str(error).split())[:200]
        raise StoreError(f"a part cannot be read ({reason}); try 'memcon store check'", place=str(store.folder)) from None
    except BaseException:
        connection.rollback()
        raise
    return added


def _add(connection: sqlite3.Connection, folder: Path, group: Group) -> int:
    """The articles of a group that are not in the index yet: those of a merged group are, mostly."""
    import duckdb

    added = 0
    with duckdb.connect() as parts:
        source = f"read_parquet({quoted(part(folder, group.name, 'articles'))})"
        found = parts.execute(f"SELECT DISTINCT article_id FROM {source} ORDER BY ALL").fetchall()
        new = []
        for at in range(0, len(found), _ROWS):
            ids = [i for (i,) in found[at : at + _ROWS]]
            there = connection.execute(f"SELECT article_id FROM articles WHERE article_id IN ({','.join('?' * len(ids))})", ids)
            new += sorted(set(ids) - {i for (i,) in there})
        if new:
            texts = parts.execute(
                "SELECT article_id, any_value(coalesce(title, '')), any_value(coalesce(json_extract_string(record, '$.article.text'), ''))"
                f" FROM {source} WHERE article_id IN (SELECT unnest(?)) GROUP BY article_id"
                if len({i for (i,) in found}) < group.articles
                else "SELECT article_id, coalesce(title, ''), coalesce(json_extract_string(record, '$.article.text'), '')"
                f" FROM {source} WHERE article_id IN (SELECT unnest(?))",
                [new],
            )
            while rows := texts.fetchmany(_ROWS):
                for article, title, text in rows:
                    number = connection.execute("INSERT INTO articles (article_id) VALUES (?)", (article,)).lastrowid
                    connection.execute("INSERT INTO texts (rowid, title, text) VALUES (?, ?, ?)", (number, title, text))
                    added += 1
    connection.execute("INSERT OR IGNORE INTO groups VALUES (?)", (group.name,))
    return added
