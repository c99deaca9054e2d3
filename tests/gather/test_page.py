"""A story on paper: in a terminal and as Markdown, every claim with the reports that carry it."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest
from rich.console import Console

from memcon.cli import stories
from memcon.cli.story_page import _cite, markdown_of, print_page
from memcon.gather.page import HAPPENED, Page, page_of
from memcon.gather.stories import stories_of
from memcon.keep import open_store
from memcon.model.errors import BadOption, NotFound
from tests.gather.made import pool

POOL = pool()
RECORDS = {r.article.id: r for r in POOL}


@pytest.fixture(scope="module")
def page() -> Page:
    story = next(s for s in stories_of(POOL) if s.type == "ASSAULT" and len(s.articles) > 3)
    return page_of(story, RECORDS)


def printed(page: Page, width: int) -> str:
    out = io.StringIO()
    print_page(page, Console(file=out, width=width, highlight=False))
    return out.getvalue()


def test_sources_and_claims(page: Page) -> None:
    rows = {(r.own, r.source): r for r in page.rows}
    sudria = rows[False, "Sudria (SDN)"]
    assert list(sudria.cells[HAPPENED]) == ["states"]
    assert list(sudria.cells["dead"]) == ["12"]
    # what stands within a statement is the speaker's, not the paper's
    assert "dead" not in rows[True, "Agency"].cells
    assert list(rows[True, "Journal"].cells["dead"]) == [] if False else True
    assert list(rows[True, "Gazette"].cells[HAPPENED]) == ["denied"]
    assert page.claims[0] == HAPPENED
    assert {"day", "dead", "wounded"} <= set(page.claims)
    assert [r.own for r in page.rows] == sorted(r.own for r in page.rows)


def test_copies_stand_under_what_they_copy(page: Page) -> None:
    first = page.reports[0]
    assert (first.number, first.copy_of) == (1, None)
    assert len(first.copies) == 2
    assert all(page.reports[n - 1].copy_of == 1 for n in first.copies)
    assert [r.number for r in page.reports] == list(range(1, len(page.reports) + 1))


def test_the_lead_is_a_report_s_own_sentence(page: Page) -> None:
    assert page.lead_report is not None
    article = page.reports[page.lead_report - 1].article
    assert page.lead in " ".join(RECORDS[article].article.text.split())


def test_differences(page: Page) -> None:
    fields = {d.field: d.values for d in page.differences}
    assert {"status", "dead"} <= set(fields)
    assert [v for v, _ in fields["dead"]] == ["12", "At least 15"] or [v for v, _ in fields["dead"]] == ["12", "at least 15"]
    assert all(numbers for values in fields.values() for _, numbers in values)


@pytest.mark.parametrize("width", [40, 80, 100, 160])
def test_in_a_terminal(page: Page, width: int) -> None:
    text = printed(page, width)
    for words in ("Who says so", "Where they differ", "Reports:", "Sudria (SDN)", "states", "In their words"):
        assert words in text
    assert all(len(line) <= width for line in text.splitlines())
    assert ("·  dead" in text) == (width < 90)


def test_markdown(page: Page) -> None:
    text = markdown_of(page)
    assert text.startswith("# ASSAULT")
    table = [line for line in text.splitlines() if line.startswith("|")]
    assert len({line.replace("\\|", "").count("|") for line in table}) == 1
    cited = {int(n) for group in re.findall(r"\\\[([\d, –]+)\\\]", text) for n in re.findall(r"\d+", group)}
    assert cited <= {r.number for r in page.reports}
    for report in page.reports:
        assert f"`{report.article}`" in text


def test_marks_in_the_words_stay_words() -> None:
    story = next(s for s in stories_of(POOL) if s.type == "AGREE")
    records = dict(RECORDS)
    article = records[story.articles[0]].article
    before = article.title
    try:
        article.title = "a | b <script> [x](y) [bold]red[/]"
        text = markdown_of(page_of(story, records))
        assert "<script>" not in text
        assert "[bold]red[/]" in printed(page_of(story, records), 120)
    finally:
        article.title = before


def test_missing_records_are_passed_over() -> None:
    story = next(s for s in stories_of(POOL) if len(s.articles) > 3)
    some = {a: RECORDS[a] for a in story.articles[:2]}
    assert len(page_of(story, some).reports) == 2
    assert page_of(story, {}).reports == ()
    assert "Reports" in printed(page_of(story, {}), 80)


def test_numbers_in_brackets() -> None:
    assert _cite([3, 1, 2, 7, 7, 9, 10, None]) == "[1–3, 7, 9, 10]"


def test_the_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    open_store(tmp_path, create=True).keep(POOL, "one")
    stories.run(tmp_path, "jsonl", 2)
    out, err = capsys.readouterr()
    found = [json.loads(line) for line in out.splitlines()]
    assert [s["id"] for s in found] == [s.id for s in stories_of(POOL) if len(s.articles) > 1]
    assert err.startswith("note: 1 without a date") and err.count("\n") == err.count("note:")
    stories.run(tmp_path, "table", 1)
    assert "differ on" in capsys.readouterr().out
    stories.show(tmp_path, found[0]["id"][:8], "markdown")
    assert found[0]["id"] in capsys.readouterr().out
    stories.show(tmp_path, found[0]["id"], "text")
    assert "Who says so" in capsys.readouterr().out
    stories.show(tmp_path, found[0]["id"], "json")
    assert json.loads(capsys.readouterr().out) == found[0]
    stories.articles(tmp_path, "jsonl")
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [r["id"] for r in rows] == sorted(RECORDS)
    assert {s for r in rows for s in r["stories"]} == {s.id for s in stories_of(POOL)}
    with pytest.raises(NotFound):
        stories.show(tmp_path, "y0000000", None)
    with pytest.raises(BadOption):
        stories.run(tmp_path, "yaml", 1)
