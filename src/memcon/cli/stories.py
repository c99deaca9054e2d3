"""``memcon stories``, ``memcon story`` and ``memcon articles``: one event as many reports tell it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import msgspec

from memcon.gather.stories import Story, stories_of
from memcon.gather.topics import Item, topics_of
from memcon.keep import default_store, open_store
from memcon.model.errors import BadOption, NotFound
from memcon.model.record import Record


def run(store: Path | None, format: str | None, least: int) -> int:
    """List the store's stories that at least ``least`` articles tell."""
    format = _format(format, ("table", "json", "jsonl"))
    found = [s for s in stories_of(_records(store)) if len(s.articles) >= least]
    if format == "table":
        _table(found)
    else:
        _write(found, format)
    return 0


def show(store: Path | None, story_id: str, format: str | None) -> int:
    """Print one story as a page. Raises `NotFound`."""
    format = _format(format, ("text", "markdown", "json"))
    records = {r.article.id: r for r in _records(store)}
    story = next((s for s in stories_of(records.values()) if s.id.startswith(story_id)), None)
    if story is None:
        raise NotFound("no such story; `memcon stories` lists them", place=story_id)
    if format == "json":
        _write([story], "jsonl")
        return 0
    text = page_of(story, records)
    if format == "markdown":
        sys.stdout.write(text)
    else:
        from rich.console import Console
        from rich.markdown import Markdown

        Console().print(Markdown(text))
    return 0


def articles(store: Path | None, format: str | None) -> int:
    """List the store's articles with their stories and topics."""
    format = _format(format, ("table", "json", "jsonl"))
    records = {r.article.id: r for r in _records(store)}
    topics = topics_of(Item(r.article.id, r.article.published, r.article.title, r.article.text) for r in records.values())
    of: dict[str, list[str]] = {i: [] for i in records}
    for story in stories_of(records.values()):
        for one in story.articles:
            of[one].append(story.id)
    rows = [{"id": i, "key": records[i].key, "stories": sorted(of[i]), "topic": topics[i]} for i in sorted(records)]
    if format == "table":
        from rich.console import Console
        from rich.table import Table

        table = Table("article", "topic", "stories", "title", box=None, pad_edge=False)
        for row in rows:
            table.add_row(row["id"], row["topic"][:7], str(len(row["stories"])), records[str(row["id"])].article.title or "")  # type: ignore[index,arg-type]
        Console(highlight=False).print(table)
    else:
        _write(rows, format)
    return 0


def page_of(story: Story, records: dict[str, Record]) -> str:
    """A story as Markdown: what happened, who says so, the reports folded, the differences; every line with its source."""
    who, whom = ", ".join(story.actors) or "somebody not named", ", ".join(story.recipients)
    lines = [f"# {story.type}{f' · {story.mode}' if story.mode else ''}: {_plain(who)}{f' → {_plain(whom)}' if whom else ''}", ""]
    when = (story.date or {}).get("end") or "day not given"
    lines.append(f"{story.status}, {story.standing}; {when}{f', {story.place}' if story.place else ''}.")
    if story.about:
        lines.append(f"About {_plain(', '.join(story.about))}.")
    lines += ["", f"{len(story.articles)} articles, {story.independent} independent reports.", "", "## Who says so", ""]
    lines += ["| speaker | stance | words | report |", "| --- | --- | --- | --- |"]
    for said in story.says:
        record = records[said["article"]]
        statement = next(s for s in record.statements if s.id == said["statement"])
        words = " … ".join(record.article.text[s:e] for s, e in statement.content)[:200]
        lines.append(f"| {_plain(said['speaker'] or 'unnamed')} | {said['stance']} | {_plain(words)} | {_source(record)} |")
    lines += ["", "## Reports", ""]
    copied = {i: fold[0] for fold in story.copies for i in fold[1:]}
    for one in story.articles:
        record = records[one]
        note = f" (copy of {_source(records[copied[one]])})" if one in copied else ""
        lines.append(f"- {_plain(record.article.title or 'untitled')}, {_source(record)}{note}")
    if story.conflicts:
        lines += ["", "## Where they differ", ""]
        for conflict in story.conflicts:
            told = "; ".join(f"{v['value']} ({len(v['articles'])})" for v in conflict["values"])
            lines.append(f"- {conflict['field']}: {_plain(told)}")
    return "\n".join(lines) + "\n"


def _source(record: Record) -> str:
    article = record.article
    return _plain(", ".join(x for x in (article.outlet, article.published, article.url) if x) or article.id)


def _plain(text: str) -> str:
    """Words of an article without what Markdown would take for marks."""
    return "".join(f"\\{c}" if c in "\\`*_[]<>|#" else c for c in " ".join(text.split()))


def _records(store: Path | None) -> list[Record]:
    return list(open_store(store or default_store()).records())


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

    table = Table("story", "day", "what", "who", "whom", "standing", "reports", box=None, pad_edge=False, header_style="bold")
    for s in found:
        cells = (
            s.id[:8], (s.date or {}).get("end") or "–", s.type + (f" {s.mode}" if s.mode else ""), ", ".join(s.actors) or "–",
            ", ".join(s.recipients) or "–", s.standing, f"{len(s.articles)} ({s.independent})",
        )  # fmt: skip
        table.add_row(*(Text(str(c)) for c in cells))
    Console(highlight=False).print(table if found else "The store holds no stories.")
