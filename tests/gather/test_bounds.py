"""What is looked at instead of every pair loses none: bounds of cells, blocks of tellings."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from memcon.gather import bounds
from memcon.gather.bounds import Bounds, pack_words
from memcon.gather.cells import SCHEMA
from memcon.gather.gathering import Gathering, version
from memcon.gather.happening import Trait, _days_meet, blocks_of
from memcon.gather.words import dot

WORDS = st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.integers(1, 10_000), max_size=12)
DAYS = st.none() | st.integers(1, 200)


@given(cells=st.lists(st.lists(WORDS, min_size=1, max_size=4), min_size=1, max_size=6), text=WORDS, added=st.booleans())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_likeness_exceeds_the_bound(
    cells: list[list[dict[str, int]]], text: dict[str, int], added: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    # few rows, narrow ones, and words of one hash
    for name, value in (("_HELD", 4), ("_WIDTH", 8), ("_place", lambda word: len(word) * 7 + ord(word[0]) % 5)):
        monkeypatch.setattr(bounds, name, value)
    connection = sqlite3.connect(":memory:")
    connection.executescript(SCHEMA)
    held = Bounds(connection)
    for number, members in enumerate(cells, 1):
        for at, words in enumerate(members):
            if added:
                (held.take if at else held.put)(number, pack_words(words))
            values = (number * 100 + at, number, msgspec.msgpack.encode(words), b"", b"", True)
            connection.execute("INSERT INTO members VALUES (?, ?, ?, ?, ?, ?)", values)
    asked = np.arange(1, len(cells) + 1, dtype=np.int64)
    for _ in range(2):  # read, and as held
        for bound, members in zip(held.of(pack_words(text), asked).tolist(), cells, strict=True):
            assert bound >= max(dot(text, words) for words in members)


def test_of_one_text_the_bound_is_the_likeness() -> None:
    connection = sqlite3.connect(":memory:")
    connection.executescript(SCHEMA)
    held = Bounds(connection)
    words, other = {"strait": 9000, "ferry": 4000, "9": 1000}, {"ferry": 8000, "9": 500, "quay": 100}
    held.put(1, pack_words(words))
    assert held.of(pack_words(other), np.array([1], dtype=np.int64)).tolist() == [dot(words, other)]


def trait(start: int | None, end: int | None) -> Trait:
    none: frozenset[str] = frozenset()
    return Trait(b"", "AID", None, "real", False, frozenset({"USA"}), none, none, start, end, False, None, None, none, {})


@given(one=st.tuples(DAYS, DAYS), two=st.tuples(DAYS, DAYS))
@settings(max_examples=500, deadline=None)
def test_tellings_whose_days_meet_share_a_block(one: tuple[int | None, int | None], two: tuple[int | None, int | None]) -> None:
    first, second = trait(*one), trait(*two)
    if _days_meet(first, second):
        assert set(blocks_of(first, asking=False)) & set(blocks_of(second, asking=True))


def test_an_index_of_another_version_with_other_columns_is_emptied(tmp_path: Path) -> None:
    path = tmp_path / "index"
    Gathering(path).close()
    with sqlite3.connect(path) as old:
        old.execute("DROP TABLE near")
        old.execute("CREATE TABLE near (word TEXT, day INTEGER, cell INTEGER)")
        old.execute("UPDATE meta SET value = '2 old'")
    with Gathering(path) as gathering:
        gathering.clear()
        gathering.commit()
        assert gathering.meta("version") == version()
        columns = [row[1] for row in gathering.connection.execute("PRAGMA table_info(near)")]
        assert columns == ["word", "place"]
