"""Two codings held against each other."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from memcon.keep import open_store
from memcon.keep.diff import diff
from memcon.keep.sides import records_by_article
from memcon.model.errors import BadOption, BadRow, NotFound
from memcon.model.record import Event, Record
from tests.keep.made import record


def copy(one: Record) -> Record:
    """The same record, to be changed."""
    return msgspec.json.decode(msgspec.json.encode(one), type=Record)


def test_nothing_differs() -> None:
    found = diff([record(n) for n in range(3)], [record(n) for n in range(3)])
    assert (found.articles_both, found.same, found.changes) == (3, 3, [])


def test_what_changed_is_named() -> None:
    now = copy(record(1))
    now.events[0].status = "denied"
    now.events[0].confidence = 0.3
    now.actors[1].sector = "REB"
    (change,) = diff([record(1)], [now]).changes
    assert (change.kind, change.was_id, change.event_id) == ("changed", None, "e1")
    assert change.fields == {"recipients": (["Bo (VEN GOV)"], ["Bo (VEN REB)"]), "status": ("happened", "denied")}
    assert diff([record(1)], [now], ["confidence"]).changes[0].fields == {"confidence": (0.8, 0.3)}
    assert diff([record(1)], [now], ["type"]).same == 1


def test_an_event_with_another_id_is_the_same_where_its_words_are() -> None:
    was, now = record(1), copy(record(1))
    other = Event(id="other", type="PROTEST", quad=4, actors=["a2"], trigger=(0, 6), evidence=[(0, 6)])
    was.events.append(other)
    start, end = now.events[0].trigger
    now.events[0].id, now.events[0].type, now.events[0].trigger = "x", "AGREE", (start + 2, end)
    found = diff([was], [now])
    assert [(c.kind, c.event_id, c.was_id) for c in found.changes] == [("changed", "x", "e1"), ("lost", "other", None)]
    assert found.by_field == {"type": 1, "words": 1}


def test_articles_on_one_side() -> None:
    found = diff([record(1), record(2)], [record(2), record(3)])
    assert (found.articles_both, found.articles_lost, found.articles_gained, found.lost, found.gained) == (1, 1, 1, 1, 1)
    assert all(c.only for c in found.changes)


@pytest.mark.parametrize("name", ["key", "url"])
def test_an_article_read_otherwise_is_found_again(name: str) -> None:
    was, now = record(1), copy(record(1))
    now.article.id = "f" * 16
    now.article.text = "Extra. " + now.article.text
    now.events[0].id = "x"
    now.events[0].trigger = (now.events[0].trigger[0] + 7, now.events[0].trigger[1] + 7)
    for one in (was, now):
        setattr(one if name == "key" else one.article, name, "k")
    found = diff([was], [now])
    assert (found.articles_both, found.same, found.articles_lost) == (1, 1, 0)


def test_files_folders_and_stores_are_sides(tmp_path: Path, memcon) -> None:
    lines = tmp_path / "a.jsonl"
    lines.write_bytes(b"".join(msgspec.json.encode(record(n)) + b"\n" for n in (5, 2, 9, 2)) + b'{"key":null,"error":{"kind":"x"}}\n')
    (tmp_path / "run" / "records").mkdir(parents=True)
    for n in (2, 5, 9):
        (tmp_path / "run" / "records" / f"{n}.jsonl").write_bytes(msgspec.json.encode(record(n)) + b"\n")
    store = open_store(tmp_path / "store", create=True)
    store.keep([record(n) for n in (2, 5, 9)], "one")
    changed = copy(record(5))
    changed.events[0].status = "planned"
    store.keep([changed], "two")
    sides = [str(lines), str(tmp_path / "run"), f"{tmp_path / 'store'}@one"]
    for side in sides:
        assert [r.article.id for r in records_by_article(side)] == [f"{n:016x}" for n in (2, 5, 9)]
        newest = diff(records_by_article(side), records_by_article(str(tmp_path / "store")))
        assert (newest.same, newest.changed, newest.by_field) == (2, 1, {"status": 1})
    done = memcon("diff", sides[0], tmp_path / "store")
    assert done.returncode == 1 and json.loads(done.stdout)["changes"][0]["fields"] == {"status": ["happened", "planned"]}
    assert "happened → planned" in " ".join(memcon("diff", sides[0], tmp_path / "store", "-f", "table").stdout.split())
    assert memcon("diff", sides[0], sides[1]).returncode == 0


def test_what_is_no_side(tmp_path: Path) -> None:
    store = open_store(tmp_path / "store", create=True)
    store.keep([record(1)], "one")
    (tmp_path / "bad.jsonl").write_text("no json\n")
    (tmp_path / "empty").mkdir()
    for named, error in (("bad.jsonl", BadRow), ("empty", NotFound), ("none", NotFound), ("store@two", BadOption)):
        with pytest.raises(error):
            list(records_by_article(str(tmp_path / named)))
