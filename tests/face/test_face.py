"""The store as Python sees it: Arrow, pandas and polars in one call, and records that show themselves."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

import memcon
from memcon.face.shown import shown
from memcon.model.errors import BadOption, NotFound, StoreError
from tests.keep.made import record


@pytest.fixture
def store(tmp_path: Path) -> memcon.OpenStore:
    home = memcon.open_store(tmp_path / "store", create=True)
    assert home.keep([record(1), record(2, day="2026-02-01"), record(3)], "c1").added == 3
    return memcon.open_store(tmp_path / "store")


def test_events_are_arrow_pandas_and_polars(store: memcon.OpenStore) -> None:
    pyarrow, pandas, polars = (pytest.importorskip(name) for name in ("pyarrow", "pandas", "polars"))
    events = store.events(dyad="USA-VEN", since="2026-01-20")
    assert isinstance(events.to_arrow(), pyarrow.Table) and events.num_rows == len(events) == 1
    assert pyarrow.table(events).column("event_id").to_pylist() == ["e2"]
    frame = store.events(type=["CONSULT", "AGREE"], order="oldest").to_pandas()
    assert isinstance(frame, pandas.DataFrame) and list(frame.event_id) == ["e1", "e3", "e2"]
    assert str(frame.day.dtype).startswith("datetime64")
    told = store.events(status="happened", columns=["day", "actors"]).to_polars()
    assert isinstance(told, polars.DataFrame)
    assert told.to_dicts()[0] == {"day": dt.date(2026, 2, 1), "actors": ["Ann"]}
    assert polars.DataFrame(events).shape[0] == 1
    assert store.sql("SELECT count(*) AS n FROM statements").to_pandas().n[0] == 3


def test_rows_need_nothing_installed(store: memcon.OpenStore) -> None:
    assert [e["event_id"] for e in store.events(limit=1)] == ["e2"]
    assert store.timeline(actor="USA")[0] == {"month": dt.date(2026, 1, 1), "quad": 1, "events": 2}
    assert len(store) == 3 and store.check() == [] and "3 events" in repr(store)


def test_what_cannot_be_asked(store: memcon.OpenStore) -> None:
    with pytest.raises(BadOption, match="dyad"):
        store.events(diad="USA-VEN")
    with pytest.raises(BadOption):
        store.events(since="soon").to_pylist()
    with pytest.raises(StoreError):
        store.sql("DROP VIEW events").to_pylist()
    with pytest.raises(NotFound):
        store.record("none")


class Texts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.marked: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.at = dict(attrs).get("class") or ""

    def handle_data(self, data: str) -> None:
        self.text += data
        if self.get_starttag_text() and "trigger" in getattr(self, "at", ""):
            self.marked.append(data)
            self.at = ""


def test_a_record_shows_itself_as_marked_and_escaped_text(store: memcon.OpenStore) -> None:
    one = store.record(f"{1:016x}")
    page = Texts()
    page.feed(one._repr_html_())
    assert page.marked == ["telephoned"] and "Report 1. Ann telephoned Bo." in page.text
    hostile = record(4)
    hostile.article.text = "<script>alert(1)</script> & 'Ann' telephoned Bo."
    at = hostile.article.text.index("telephoned")
    hostile.article.blocks[0].span = (0, len(hostile.article.text))
    hostile.events[0].trigger = (at, at + 10)
    hostile.actors[0].name = "<img src=x onerror='alert(1)'>\"'"
    said = shown(hostile)._repr_html_()
    page = Texts()
    page.feed(said)
    assert "<script>alert(1)</script> & 'Ann' telephoned Bo." in page.text
    assert page.tags <= {"style", "div", "p", "mark", "table", "thead", "tbody", "tr", "th", "td", "br", "h3", "h4", "blockquote"}


def test_a_table_of_events_is_escaped(store: memcon.OpenStore) -> None:
    one = record(9, day="2026-03-01")
    one.actors[0].name = "<script>"
    store.keep([one], "c1")
    said = memcon.open_store(store.kept.folder).events()._repr_html_()
    assert "&lt;script&gt;" in said and "<script>" not in said and "4 rows" in said


def test_nothing_heavy_is_loaded_by_the_name_alone() -> None:
    code = "import sys, memcon; sys.exit(any(m in sys.modules for m in ('duckdb', 'spacy', 'msgspec', 'numpy')))"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_one_text_is_coded() -> None:
    one = memcon.code_text("The president of France visited Japan on Tuesday.", fast=True, published="2026-01-15")
    assert [e.type for e in one.events] and "visited" in one._repr_html_()
