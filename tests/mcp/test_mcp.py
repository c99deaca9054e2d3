"""The MCP server as a client meets it: a process of its own, asked over its standard input and output."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

anyio = pytest.importorskip("anyio")
pytest.importorskip("mcp.client.client", reason="the extra 'mcp' is not installed")

from mcp.client.client import Client  # noqa: E402
from mcp.client.stdio import StdioServerParameters  # noqa: E402

from memcon.keep import open_store  # noqa: E402
from memcon.model.record import Record  # noqa: E402
from tests.keep.made import record  # noqa: E402

Ask = Callable[..., dict[str, Any]]


def talk(folder: Path, calls: list[tuple[str, dict[str, Any]]], mode: str = "auto") -> list[Any]:
    """The results of some calls in one session; a call of None lists the tools."""

    async def session() -> list[Any]:
        command = ["-m", "memcon.cli.main", "mcp", "--store", str(folder)]
        server = StdioServerParameters(command=sys.executable, args=command, env=dict(os.environ))
        async with Client(server, read_timeout_seconds=60, mode=mode) as client:
            return [await client.call_tool(name, given) if name else await client.list_tools() for name, given in calls]

    found: list[Any] = anyio.run(session)
    return found


def content(result: Any) -> dict[str, Any]:
    assert not result.is_error, result.content
    # what is structured and what is text say the same
    assert json.loads(result.content[0].text) == result.structured_content
    held: dict[str, Any] = result.structured_content
    return held


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    records = [record(n, published=f"2026-01-{n + 10}", day=f"2026-01-{n + 10}") for n in range(4)]
    for one in records:
        one.article.url = f"http://news.example/{one.article.id}"
    open_store(tmp_path / "S", create=True).keep(records)
    return tmp_path / "S"


def citations(value: Any) -> list[dict[str, Any]]:
    """All the citations anywhere in an answer."""
    if isinstance(value, dict):
        return [*(value.get("citations") or []), *(c for v in value.values() for c in citations(v))]
    return [c for v in value for c in citations(v)] if isinstance(value, list) else []


def held(folder: Path) -> dict[str, Record]:
    return {r.article.id: r for r in open_store(folder).records()}


def test_every_answer_cites_the_words_where_they_stand(folder: Path) -> None:
    first = f"{0:016x}"
    calls = [
        ("search_events", {"dyad": "USA-VEN"}),
        ("get_event", {"id": "e1"}),
        ("get_article", {"id": first}),
        ("search_stories", {"actor": "VEN"}),
        ("actor", {"text": "Ann"}),
    ]
    before = {p: p.stat().st_mtime_ns for p in folder.rglob("*") if p.is_file()}
    answers = [content(r) for r in talk(folder, calls)]
    # the index of stories is made beside the store's own files
    after = {p: p.stat().st_mtime_ns for p in folder.rglob("*") if p.is_file() and p.name != "stories.sqlite"}
    assert after == before
    records = held(folder)
    for answer in answers:
        cited = citations(answer)
        assert cited
        for one in cited:
            article = records[one["article"]].article
            assert (one["url"], one["title"]) == (article.url, article.title)
            assert one["words"] == article.text[slice(*one["span"])]
    events, event, article, stories, actor = answers
    assert [e["date"]["end"] for e in events["events"]] == ["2026-01-13", "2026-01-12", "2026-01-11", "2026-01-10"]
    assert event["event"]["statements"][0]["speaker"] == "Ann"
    assert article["article"]["text"] == "Report 0. Ann telephoned Bo." and article["article"]["next_offset"] is None
    assert sum(s["articles"] for s in stories["stories"]) == 4
    assert len(actor["citations"]) == 4


def test_pages_and_filters(folder: Path) -> None:
    calls = [
        ("search_events", {"limit": 3}),
        ("search_events", {"limit": 3, "offset": 3}),
        ("search_events", {"since": "2026-01-12", "type": "consult"}),
        ("search_events", {"actor": "FRA"}),
        ("search_stories", {"actor": "FRA"}),
        ("actor", {"text": "the French president", "on": "2020-01-01"}),
    ]
    first, second, since, none, no_story, actor = (content(r) for r in talk(folder, calls))
    assert (len(first["events"]), first["more"], len(second["events"]), second["more"]) == (3, True, 1, False)
    assert len(since["events"]) == 2
    assert none["events"] == [] and no_story["stories"] == []
    assert actor["actor"]["country"] == "FRA" and "Macron" in actor["actor"]["name"]


def test_what_cannot_be_answered_is_said_on_one_line(folder: Path) -> None:
    calls: list[tuple[str, dict[str, Any]]] = [
        ("get_event", {"id": "nobody"}),
        ("get_article", {"id": "' OR 1=1 --"}),
        ("search_events", {"dyad": "USA"}),
        ("search_events", {"since": "yesterday"}),
        ("search_events", {"limit": 100_000}),
        ("actor", {"text": "Ann", "on": "01/02/2026"}),
    ]
    results = talk(folder, calls)
    assert all(r.is_error for r in results)
    kinds = ["not-found: ", "not-found: ", "bad-option: ", "bad-option: "]
    assert all(kind in r.content[0].text for kind, r in zip(kinds, results)), [r.content[0].text for r in results]
    assert all("Traceback" not in r.content[0].text for r in results)


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_the_tools_say_that_they_only_read(folder: Path, mode: str) -> None:
    (listed,) = talk(folder, [("", {})], mode)
    assert {t.name for t in listed.tools} == {"search_events", "get_event", "get_article", "search_stories", "actor"}
    assert all(t.annotations.read_only_hint and t.description for t in listed.tools)


def test_what_is_kept_meanwhile_is_seen(folder: Path) -> None:
    from memcon.mcp.server import make_server

    async def session() -> tuple[int, int, int]:
        async with Client(make_server(folder)) as client:

            async def count(tool: str, key: str) -> int:
                return len(content(await client.call_tool(tool, {"limit": 50}))[key])

            before = await count("search_stories", "stories")
            open_store(folder).keep([record(7, published="2026-03-01", day="2026-03-01")])
            return before, await count("search_stories", "stories"), await count("search_events", "events")

    before, after, events = anyio.run(session)
    assert (after, events) == (before + 1, 5)


def test_a_store_that_is_not_there(memcon, tmp_path: Path) -> None:
    done = memcon("mcp", "--store", tmp_path / "none")
    assert done.returncode == 2
    assert done.stderr.startswith("memcon: store:") and len(done.stderr.splitlines()) == 1
