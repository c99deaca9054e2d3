"""Stories are worked out once for each state of the store."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from memcon.coder import code_reports
from memcon.desk import cache
from memcon.desk.app import make_app
from memcon.gather.stories import stories_of
from memcon.keep import open_store
from memcon.read import read_text


def test_once_for_each_state(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = tmp_path / "store"
    shutil.copytree(folder, store)
    asked = []
    monkeypatch.setattr(cache, "stories_of", lambda records: asked.append(1) or stories_of(records))
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
