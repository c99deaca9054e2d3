"""The store keeps each record once, whole, and says what is wrong with it."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from memcon.keep import Filter, open_store
from memcon.keep.files import locked
from memcon.keep.manifest import NAME
from memcon.keep.store import rebuild
from memcon.model.errors import BadOption, StoreError
from memcon.model.record import EventDate
from tests.keep.made import record


def test_kept_records_come_back_the_same(tmp_path: Path) -> None:
    made = [record(n) for n in range(5)]
    store = open_store(tmp_path / "store", create=True)
    assert store.keep(made, "c1", {"program": "0"}).added == 5
    again = list(open_store(tmp_path / "store").records())
    assert msgspec.json.encode(again) == msgspec.json.encode(made)


def test_odd_values_are_kept_as_they_are(tmp_path: Path) -> None:
    made = record(1)
    made.article.title = 'a\x00b\x1fc "d" \\ é 日 \U0001f600'
    made.actors[0].name = "Ann\x1fBo; 'Cy'"
    made.events[0].actors = ["a1", "nobody"]
    made.events[0].recipients = ["nobody"]
    made.events[0].quad = 10**15
    made.events[0].date = EventDate(start="2026-02-30", end="some day", basis="text")
    store = open_store(tmp_path, create=True)
    store.keep([made], "c1")
    (event,) = store.events()
    assert event["title"] == made.article.title and event["actors"] == [made.actors[0].name] and event["recipients"] == []
    assert event["quad"] is None and event["day"] is None and event["dyads"] == []
    assert [msgspec.json.encode(r) for r in store.records()] == [msgspec.json.encode(made)]
    assert store.check() == []


def test_keeping_twice_adds_nothing(tmp_path: Path) -> None:
    store = open_store(tmp_path, create=True)
    store.keep([record(1), record(2)], "c1")
    assert store.keep([record(2), record(3), record(3)], "c1") == type(store.keep([], "c1"))(1, 2)
    assert store.count("articles") == 3
    assert store.count("events") == 3


def test_a_new_coding_stands_beside_the_old_and_is_the_one_shown(tmp_path: Path) -> None:
    store = open_store(tmp_path, create=True)
    store.keep([record(1), record(2)], "c1")
    recoded = record(1)
    recoded.events[0].type = "AGREE"
    store.keep([recoded], "c2")
    assert {e["type"] for e in store.events(Filter(article=recoded.article.id))} == {"AGREE"}
    assert store.count("events") == 2
    assert store.sql("SELECT count(*) FROM all_events")[1] == [(3,)]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Filter(), 3),
        (Filter(dyad="USA-VEN"), 3),
        (Filter(dyad="ven-usa"), 3),
        (Filter(dyad="USA-VEN", directed=True), 3),
        (Filter(dyad="USA-CUB"), 0),
        (Filter(since="2026-01-15"), 2),
        (Filter(until="2026-01-14"), 1),
        (Filter(actor="Ann"), 3),
        (Filter(actor="%"), 0),
        (Filter(actor="VEN", type=("CONSULT",), quad=1, status=("happened",)), 3),
        (Filter(sector="REB"), 0),
        (Filter(words="telephoned"), 3),
        (Filter(words="'; DROP TABLE events; --"), 0),
        (Filter(min_confidence=0.9), 0),
        (Filter(limit=2), 2),
    ],
)
def test_filters(tmp_path: Path, wanted: Filter, found: int) -> None:
    store = open_store(tmp_path, create=True)
    store.keep([record(1), record(2, day="2026-02-01"), record(3, published="2026-03-01", day=None)], "c1")
    assert len(store.events(wanted)) == found


@pytest.mark.parametrize("wanted", [Filter(dyad="USA"), Filter(since="yesterday"), Filter(order="random")])
def test_a_filter_that_cannot_be_asked_is_a_named_error(tmp_path: Path, wanted: Filter) -> None:
    with pytest.raises(BadOption):
        open_store(tmp_path, create=True).events(wanted)


def test_an_empty_store_answers(tmp_path: Path) -> None:
    store = open_store(tmp_path, create=True)
    assert store.events() == []
    assert store.check() == []


def test_no_store_is_a_named_error(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store here"):
        open_store(tmp_path / "nowhere")


def test_a_newer_store_is_refused(tmp_path: Path) -> None:
    open_store(tmp_path, create=True)
    (tmp_path / NAME).write_text(json.dumps({"schema": 999, "groups": []}))
    with pytest.raises(StoreError, match="newer memcon"):
        open_store(tmp_path)


def test_a_damaged_manifest_is_rebuilt(tmp_path: Path) -> None:
    store = open_store(tmp_path, create=True)
    store.keep([record(1)], "c1")
    store.keep([record(2)], "c1")
    (tmp_path / NAME).write_text("{")
    with pytest.raises(StoreError, match="rebuild"):
        open_store(tmp_path)
    assert rebuild(tmp_path) == 2
    assert open_store(tmp_path).count("events") == 2
    assert open_store(tmp_path).keep([record(1)], "c1").already == 1


def test_a_store_held_by_another_writer_is_a_named_error(tmp_path: Path) -> None:
    store = open_store(tmp_path, create=True)
    with locked(tmp_path), pytest.raises(StoreError, match="another process"):
        store.keep([record(1)], "c1")


def test_check_finds_a_torn_part(tmp_path: Path) -> None:
    store = open_store(tmp_path, create=True)
    store.keep([record(1)], "c1")
    part = next((tmp_path / "parts").glob("*-events.parquet"))
    part.write_bytes(part.read_bytes()[:100])
    assert any("events" in line for line in store.check())


def test_compacting_changes_nothing_that_is_asked(tmp_path: Path) -> None:
    store = open_store(tmp_path, create=True)
    for n in range(4):
        store.keep([record(n)], "c1")
    before = store.events()
    assert store.compact(grace=0) == 4
    assert open_store(tmp_path).events() == before
    assert open_store(tmp_path).check() == []
    assert len(list((tmp_path / "parts").glob("*.parquet"))) == 3
