"""``memcon events``: the store's events, filtered."""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import Any

import msgspec

from memcon.keep import Filter, default_store, open_store
from memcon.model.errors import BadOption

_SHORT = "day, type, mode, quad, cameo, status, standing, actors, recipients, reciprocal, about, evidence, outlet, article_id, event_id"


def run(store: Path | None, wanted: Filter, format: str | None, sql: str | None) -> int:
    """Print the events that a filter asks for, or the rows of a query."""
    format = format or ("table" if sys.stdout.isatty() else "jsonl")
    if format not in ("table", "json", "jsonl", "csv"):
        raise BadOption(f"no format '{format}'; use table, json, jsonl or csv")
    home = open_store(store or default_store())
    if sql:
        names, found = home.sql(sql)
        rows = [dict(zip(names, row, strict=True)) for row in found]
    else:
        rows = home.events(wanted, _SHORT if format == "table" else "*")
    if format == "table":
        _sql_table(rows) if sql else _table(rows)
    elif format == "json":
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(rows), indent=1).decode() + "\n")
    elif format == "jsonl":
        for row in rows:
            sys.stdout.write(msgspec.json.encode(row).decode() + "\n")
    elif rows:
        writer = csv.writer(sys.stdout)
        writer.writerow(rows[0])
        for row in rows:
            writer.writerow([";".join(map(str, v)) if isinstance(v, list) else v for v in row.values()])
    return 0


def _table(rows: list[dict[str, Any]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("day", "who", "did", "to whom", "status", "standing", "words"):
        table.add_column(name, overflow="fold", no_wrap=name == "day", ratio=3 if name == "words" else None)
    for row in rows:
        did = row["type"] + (f" {row['mode']}" if row["mode"] else "")
        table.add_row(
            *(
                Text(str(cell))
                for cell in (
                    row["day"] or "–",
                    ", ".join(row["actors"]) or "–",
                    did,
                    ", ".join(row["recipients"]) or "–",
                    row["status"],
                    row["standing"],
                    row["evidence"][:160],
                )
            )
        )
    console.print(table if rows else "No event in the store fits.")
    if rows:
        console.print(f"[dim]{len(rows)} event{'s' if len(rows) != 1 else ''}[/]")


def _sql_table(rows: list[dict[str, Any]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    table = Table(*(rows[0] if rows else ["nothing"]), box=None, pad_edge=False)
    for row in rows[:1000]:
        table.add_row(*(Text(str(v)) for v in row.values()))
    console.print(table)
