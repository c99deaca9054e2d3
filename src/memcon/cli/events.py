"""``memcon events``: the store's events, filtered."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, get_args

import msgspec

from memcon.cli.listing import NARROW, print_list
from memcon.keep import Filter, default_store, open_store
from memcon.model.errors import BadOption

_SHORT = "day, type, mode, quad, cameo, status, standing, actors, recipients, reciprocal, about, evidence, outlet, article_id, event_id"


def run(store: Path | None, wanted: Filter, format: str | None, sql: str | None) -> int:
    """Print the events that a filter asks for, or the rows of a query."""
    format = format or ("table" if sys.stdout.isatty() else "jsonl")
    if format not in ("table", "json", "jsonl", "csv"):
        raise BadOption(f"no format '{format}'; use table, json, jsonl or csv")
    _check(wanted)
    home = open_store(store or default_store())
    if sql is not None:
        names, found = home.sql(sql)
        rows = [dict(zip(names, row, strict=True)) for row in found]
    else:
        rows = home.events(wanted, _SHORT if format == "table" else "*")
    if format == "table":
        _sql_table(rows) if sql is not None else _table(rows)
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


def _check(wanted: Filter) -> None:
    """Raises `BadOption` for a value that no event can have: a slip, which would find nothing and look like an answer."""
    from memcon.code.ontology import plover
    from memcon.model.record import Standing, Status
    from memcon.register.own import SECTORS

    known: dict[str, tuple[tuple[str, ...], Iterable[str]]] = {
        "type": (tuple(t.upper() for t in wanted.type), dict.fromkeys(t for t, _ in plover())),
        "mode": (tuple(m.lower() for m in wanted.mode), sorted({m for _, m in plover() if m})),
        "status": (tuple(s.lower() for s in wanted.status), get_args(Status)),
        "standing": (tuple(s.lower() for s in wanted.standing), get_args(Standing)),
        "sector": ((wanted.sector.upper(),) if wanted.sector else (), sorted(SECTORS)),
    }
    for name, (given, values) in known.items():
        if wrong := [g for g in given if g not in values]:
            raise BadOption(f"no {name} '{wrong[0]}'; there are {', '.join(values)}")
    if wanted.directed and not wanted.dyad:
        raise BadOption("--directed goes with --dyad")


def _table(rows: list[dict[str, Any]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    if not rows:
        console.print("No event in the store fits.")
        return
    count = f"[dim]{len(rows):,} event{'s' if len(rows) != 1 else ''}[/]"
    if console.width < NARROW:
        print_list(console, map(_in_lines, rows))
        console.print(count)
        return
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
    console.print(table)
    console.print(count)


def _in_lines(row: dict[str, Any]) -> tuple[str, str, list[str]]:
    """An event as lines: the day, who did what to whom, and what is known of it."""
    did = row["type"] + (f" {row['mode']}" if row["mode"] else "")
    who = (", ".join(row["actors"]) or "–") + (f" → {', '.join(row['recipients'])}" if row["recipients"] else "")
    return str(row["day"] or "–"), f"{did}: {who}", [f"{row['status']}, {row['standing']}", row["evidence"][:160]]


def _sql_table(rows: list[dict[str, Any]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    table = Table(*(rows[0] if rows else ["nothing"]), box=None, pad_edge=False)
    for row in rows[:1000]:
        table.add_row(*(Text(str(v)) for v in row.values()))
    console.print(table)
