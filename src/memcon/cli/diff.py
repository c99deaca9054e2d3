"""``memcon diff``: what became of one coding's events in another."""

from __future__ import annotations

import sys
from typing import Any

import msgspec

from memcon.keep.diff import FIELDS, USUAL, Change, Diff, diff
from memcon.keep.sides import records_by_article
from memcon.model.errors import BadOption

_SIGNS = {"gained": "+", "lost": "–", "changed": "~"}


def run(first: str, second: str, fields: list[str], format: str | None, limit: int) -> int:
    """Print the difference. Returns 0, or 1 where there is one."""
    format = format or ("table" if sys.stdout.isatty() else "json")
    if format not in ("table", "json", "jsonl"):
        raise BadOption(f"no format '{format}'; use table, json or jsonl")
    if wrong := [f for f in fields if f not in FIELDS]:
        raise BadOption(f"no field '{wrong[0]}'; use {', '.join(FIELDS)}")
    found = diff(records_by_article(first), records_by_article(second), fields or USUAL)
    if format == "table":
        _table(found, limit)
    elif format == "json":
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(found), indent=1).decode() + "\n")
    else:
        for change in found.changes:
            sys.stdout.write(msgspec.json.encode(change).decode() + "\n")
    return 1 if found.changes or found.articles_lost or found.articles_gained else 0


def _table(found: Diff, limit: int) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    if found.changes:
        table = Table(box=None, pad_edge=False, header_style="bold")
        ratios = {"who": 2, "did": 2, "to whom": 2, "words": 1, "what changed": 3}
        for name in ("", "day", *ratios):
            table.add_column(name, overflow="fold", no_wrap=name == "", ratio=ratios.get(name))
        for change in found.changes[:limit]:
            event = change.event
            table.add_row(
                *(
                    Text(str(cell))
                    for cell in (
                        _SIGNS[change.kind],
                        event["date"] or "–",
                        ", ".join(event["actors"]) or "–",
                        event["type"] + (f" {event['mode']}" if event["mode"] else ""),
                        ", ".join(event["recipients"]) or "–",
                        event["words"],
                        _said(change),
                    )
                )
            )
        console.print(table)
        if len(found.changes) > limit:
            console.print(f"[dim]… and {len(found.changes) - limit:,} more; --limit shows them[/]")
    console.print(
        f"{found.articles_both:,} articles in both"
        + (f", {found.articles_lost:,} only in the first" if found.articles_lost else "")
        + (f", {found.articles_gained:,} only in the second" if found.articles_gained else "")
    )
    console.print(f"{found.same:,} events the same, {found.changed:,} changed, {found.gained:,} gained, {found.lost:,} lost")
    if found.by_field:
        console.print("changed: " + ", ".join(f"{name} {count:,}" for name, count in found.by_field.items()))


def _said(change: Change) -> str:
    if change.kind != "changed":
        return "the article too" if change.only else ""
    return "; ".join(f"{name} {_short(a)} → {_short(b)}" for name, (a, b) in change.fields.items())


def _short(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "–"
    return "–" if value is None else str(value)
