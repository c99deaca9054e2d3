"""``memcon stories``, ``memcon story`` and ``memcon articles``: one event as many reports tell it."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from memcon.cli.listing import NARROW, print_list
from memcon.gather.kept import asked
from memcon.gather.page import page_of
from memcon.gather.story import Story
from memcon.keep import default_store, open_store
from memcon.keep.store import Store
from memcon.model.errors import BadOption


def run(store: Path | None, format: str | None, least: int) -> int:
    """List the store's stories that at least ``least`` articles tell."""
    format = _format(format, ("table", "json", "jsonl"))
    every, warnings = asked(_store(store), lambda g: (g.stories(), g.warnings(date.today())))
    found = [s for s in every if len(s.articles) >= least]
    for line in warnings:
        sys.stderr.write(f"note: {line}\n")
    if format == "table":
        _table(found)
    else:
        _write(found, format)
    return 0


def show(store: Path | None, story_id: str, format: str | None) -> int:
    """Print one story as a page. Raises `NotFound`."""
    format = _format(format, ("text", "markdown", "json"))
    opened = _store(store)
    story = asked(opened, lambda g: g.story(story_id))
    if format == "json":
        _write([story], "jsonl")
        return 0
    from memcon.cli.story_page import markdown_of, print_page

    page = page_of(story, {r.article.id: r for r in opened.records(story.articles)})
    if format == "markdown":
        sys.stdout.write(markdown_of(page))
    else:
        print_page(page)
    return 0


def articles(store: Path | None, format: str | None) -> int:
    """List the store's articles with their stories and topics."""
    format = _format(format, ("table", "json", "jsonl"))
    opened = _store(store)
    topics, stories = asked(opened, lambda g: (g.topics(), g.stories()))
    of: dict[str, list[str]] = {i: [] for i in topics}
    for story in stories:
        for one in story.articles:
            of[one].append(story.id)
    _, known = opened.sql("SELECT article_id, key, title FROM articles")
    keys, titles = {r[0]: r[1] for r in known}, {r[0]: r[2] for r in known}
    rows = [{"id": i, "key": keys.get(i), "stories": sorted(of[i]), "topic": topics[i]} for i in sorted(topics)]
    if format == "table":
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        table = Table("article", "topic", "stories", "title", box=None, pad_edge=False)
        for row in rows:
            table.add_row(str(row["id"]), str(row["topic"])[:7], str(len(row["stories"])), Text(titles.get(row["id"]) or ""))  # type: ignore[arg-type]
        Console(highlight=False).print(table)
    else:
        _write(rows, format)
    return 0


def _store(store: Path | None) -> Store:
    return open_store(store or default_store())


def _format(format: str | None, known: tuple[str, ...]) -> str:
    chosen = format or (known[0] if sys.stdout.isatty() else known[1] if known[0] == "text" else "jsonl")
    if chosen not in known:
        raise BadOption(f"no format '{chosen}'; use {', '.join(known)}")
    return chosen


def _write(rows: list[Any], format: str) -> None:
    if format == "json":
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(rows), indent=1).decode() + "\n")
    else:
        for row in rows:
            sys.stdout.write(msgspec.json.encode(row).decode() + "\n")


def _table(found: list[Story]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    if not found:
        console.print("The store holds no stories.")
        return
    if console.width < NARROW:
        print_list(console, map(_in_lines, found))
        return
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for name in ("story", "day", "what", "who → whom", "status", "standing", "reports", "differ on"):
        table.add_column(name, no_wrap=name in ("story", "day", "reports"), overflow="fold")
    for s in found:
        reports = str(len(s.articles)) + (f" ({s.independent})" if s.independent < len(s.articles) else "")
        cells = (s.id[:8], _day(s), _did(s), _who(s), s.status, s.standing, reports, _differ(s))
        table.add_row(*(Text(c, style="red" if c == "disputed" else "") for c in cells))
    console.print(table)
    if any(s.independent < len(s.articles) for s in found):
        console.print(Text("In brackets: independent reports once copies, agency text and one outlet's own are folded.", style="dim"))


def _day(s: Story) -> str:
    return (s.date or {}).get("end") or "–"


def _did(s: Story) -> str:
    return s.type + (f" {s.mode}" if s.mode else "")


def _who(s: Story) -> str:
    return (", ".join(s.actors) or "–") + (f" → {', '.join(s.recipients)}" if s.recipients else "")


def _differ(s: Story) -> str:
    return ", ".join(c["field"] for c in s.conflicts)


def _in_lines(s: Story) -> tuple[str, str, list[str]]:
    """A story as lines: its id, what happened, and what is known of it."""
    count = len(s.articles)
    told = f"{count} report{'s' if count != 1 else ''}" + (f", {s.independent} independent" if s.independent < count else "")
    differ = f"they differ on {_differ(s)}" if s.conflicts else ""
    return s.id[:8], f"{_did(s)}: {_who(s)}", [f"{_day(s)}; {s.status}, {s.standing}; {told}", differ]
