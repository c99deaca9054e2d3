"""The index beside the store: brought up to date, whole after a kill, made anew where it does not fit."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import msgspec
import pytest

from memcon.gather import kept
from memcon.gather.gathering import Gathering
from memcon.gather.kept import NAME, asked, gathered, keep_up
from memcon.gather.stories import stories_of
from memcon.keep import open_store
from memcon.keep.store import Store
from memcon.model.record import Record
from tests.gather.made import pool

POOL = pool()


def store_with(folder: Path, *batches: list[Record], coding: str = "one") -> Store:
    store = open_store(folder, create=True)
    for batch in batches:
        store.keep(batch, coding)
    return store


def told(store: Store) -> bytes:
    with gathered(store) as gathering:
        return msgspec.json.encode(gathering.stories())


def test_equal_to_gathering_at_once(tmp_path: Path) -> None:
    store = store_with(tmp_path / "s", POOL[6:], POOL[:2])
    assert told(store) == msgspec.json.encode(stories_of([*POOL[6:], *POOL[:2]]))
    store.keep(POOL, "one")
    assert told(open_store(tmp_path / "s")) == msgspec.json.encode(stories_of(POOL))


def test_only_what_is_new_is_gathered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = store_with(tmp_path / "s", POOL[:8])
    told(store)
    store.keep(POOL[8:], "one")
    seen = []
    add = Gathering.add

    def count(self: Gathering, record: Record, mark: str | None = None) -> bool:
        seen.append(record.article.id)
        return add(self, record, mark)

    monkeypatch.setattr(Gathering, "add", count)
    told(store)
    told(store)
    assert sorted(seen) == sorted(r.article.id for r in POOL[8:])


def test_compaction_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = store_with(tmp_path / "s", POOL[:5], POOL[5:])
    before = told(store)
    store.compact()
    monkeypatch.setattr(Gathering, "clear", lambda self: pytest.fail("gathered anew"))
    assert told(open_store(tmp_path / "s")) == before


def test_coded_anew_is_gathered_anew(tmp_path: Path) -> None:
    store = store_with(tmp_path / "s", POOL)
    told(store)
    again = msgspec.json.decode(msgspec.json.encode(POOL[0]), type=Record)
    again.events[0].type = "COERCE"
    store.keep([again], "two")
    assert told(store) == msgspec.json.encode(stories_of([again, *POOL[1:]]))


def test_another_store_in_the_same_folder(tmp_path: Path) -> None:
    first = store_with(tmp_path / "s", POOL[:4])
    told(first)
    index = (tmp_path / "s" / NAME).read_bytes()
    other = store_with(tmp_path / "t", POOL[4:8])
    (tmp_path / "t" / NAME).write_bytes(index)
    assert told(other) == msgspec.json.encode(stories_of(POOL[4:8]))


@pytest.mark.parametrize("damage", [b"", b"not a database, but long enough to be taken for one" * 40])
def test_a_damaged_index_is_made_anew(tmp_path: Path, damage: bytes) -> None:
    store = store_with(tmp_path / "s", POOL)
    before = told(store)
    (tmp_path / "s" / NAME).write_bytes(damage)
    assert told(store) == before


def test_damage_that_only_reading_meets(tmp_path: Path) -> None:
    store = store_with(tmp_path / "s", POOL)
    before = told(store)
    path = tmp_path / "s" / NAME
    whole = bytearray(path.read_bytes())
    for at in range(8192, len(whole), 4096):
        whole[at : at + 64] = bytes(64)
    path.write_bytes(whole)
    assert asked(store, lambda g: msgspec.json.encode(g.stories())) == before


def test_made_by_another_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = store_with(tmp_path / "s", POOL)
    before = told(store)
    with Gathering(tmp_path / "s" / NAME) as gathering:
        gathering.note("version", "0")
        gathering.connection.execute("DELETE FROM stories")
        gathering.commit()
    assert told(store) == before


def test_where_nothing_can_be_written(tmp_path: Path) -> None:
    store = store_with(tmp_path / "s", POOL)
    (tmp_path / "s" / NAME).mkdir()
    assert told(store) == msgspec.json.encode(stories_of(POOL))


def test_an_empty_store(tmp_path: Path) -> None:
    assert told(open_store(tmp_path / "s", create=True)) == b"[]"


def test_a_watcher_keeps_up(tmp_path: Path) -> None:
    store = store_with(tmp_path / "s", POOL[:5])
    keep_up(store)
    store.keep(POOL[5:], "one")
    keep_up(store)
    assert told(store) == msgspec.json.encode(stories_of(POOL))


KILLED = """
import os, sys
from memcon.gather import kept
from memcon.gather.gathering import Gathering
from memcon.keep import open_store
kept._BATCH = 3
add, left = Gathering.add_digest, [int(sys.argv[2])]
def dying(self, digest, mark=None):
    done = add(self, digest, mark)
    left[0] -= 1
    if not left[0]:
        os._exit(9)
    return done
Gathering.add_digest = dying
kept.gathered(open_store(sys.argv[1]))
"""


@pytest.mark.parametrize("after", [1, 5, len(POOL)])
def test_killed_in_the_middle(tmp_path: Path, after: int) -> None:
    store = store_with(tmp_path / "s", POOL)
    done = subprocess.run([sys.executable, "-c", KILLED, str(store.folder), str(after)], timeout=300)
    assert done.returncode == 9
    with Gathering(store.folder / NAME) as gathering:
        assert len(gathering) == (after - 1) // 3 * 3 or len(gathering) == after // 3 * 3
        ids = set(gathering.topics())
        assert msgspec.json.encode(gathering.stories()) == msgspec.json.encode(stories_of(r for r in POOL if r.article.id in ids))
    assert told(store) == msgspec.json.encode(stories_of(POOL))


def test_an_error_in_the_middle_leaves_what_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = store_with(tmp_path / "s", POOL)

    def fail(self: Gathering, record: Record, mark: str | None = None) -> bool:
        raise RuntimeError("a defect")

    monkeypatch.setattr(kept.Gathering, "add", fail)
    with suppress(RuntimeError):
        gathered(store)
        pytest.fail("the defect was hidden")
    monkeypatch.undo()
    assert told(store) == msgspec.json.encode(stories_of(POOL))
