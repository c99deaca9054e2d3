"""Stories are worked out once for each state of the store."""

from __future__ import annotations

import shutil
from concurrent.futures import Future
from pathlib import Path
from threading import Event

import pytest
from starlette.testclient import TestClient

from memcon.coder import code_reports
from memcon.desk import app as desk
from memcon.desk import cache
from memcon.desk.app import make_app
from memcon.gather.kept import asked as asked_of
from memcon.keep import open_store
from memcon.read import read_text


def test_once_for_each_state(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = tmp_path / "store"
    shutil.copytree(folder, store)
    asked = []
    monkeypatch.setattr(cache, "asked", lambda *given: asked.append(1) or asked_of(*given))
    with TestClient(make_app(store)) as made:
        first = made.get("/stories?format=json").json()
        made.get(f"/stories/{first[0]['id']}")
        assert made.get("/stories?format=json").json() == first
        assert len(asked) == 1
        new = read_text("French President Emmanuel Macron met Angela Merkel in Berlin on Tuesday.", published="2019-02-02")
        open_store(store).keep(code_reports([new]))
        after = made.get("/stories?format=json").json()
        assert len(asked) == 2 and len(after) == len(first) + 1
        open_store(store).compact()
        assert made.get("/stories?format=json").json() == after


def test_pages_of_stories_hold_each_once(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(folder, tmp_path / "store")
    with TestClient(make_app(tmp_path / "store")) as made:
        every = made.get("/stories?format=json").json()
        monkeypatch.setattr(desk, "_STORIES", 7)
        pages = [made.get(f"/stories?format=json&page={n}").json() for n in range(len(every) // 7 + 2)]
        assert [s for page in pages for s in page] == every and len(pages[0]) == 7 and pages[-1] == []
        assert "page=1" in made.get("/stories").text and "page=1" not in made.get(f"/stories?page={len(every) // 7}").text.split("</h1>")[1]
        assert made.get("/stories?page=x").status_code == 400


def test_a_story_of_the_index_and_of_the_desk_are_one(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "store")
    kept = asked_of(open_store(tmp_path / "store"), lambda gathering: gathering.stories())
    with TestClient(make_app(tmp_path / "store")) as made:
        assert [s["id"] for s in made.get("/stories?format=json").json()[::-1]] == [s.id for s in kept]


def test_long_work_is_waited_for_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done, begun = Event(), []
    monkeypatch.setattr(cache, "asked", lambda *given: begun.append(1) or (done.wait(60) and []))
    told, store = cache.Stories(), open_store(folder)
    with pytest.raises(cache.Busy):
        told.of(store, 0.01)
    waits: list[float] = []
    future = told._future
    assert future is not None
    monkeypatch.setattr(future, "result", lambda patience: waits.append(patience) or Future.result(future, patience))
    with pytest.raises(cache.Busy):
        told.of(store, 0.01)
    assert waits == [0.0]
    done.set()
    assert told.of(store) == [] and begun == [1]
