"""``memcon explain``: why each event of a report is coded as it is."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from memcon.cli.code import print_error
from memcon.cli.inputs import may_hold_several, reports_from
from memcon.cli.jsonl import Json
from memcon.model.errors import BadOption, MemconError

if TYPE_CHECKING:
    from rich.text import Text

    from memcon.code.explain import Explained, Lost


def run(sources: list[str], number: int | None, format: str | None, published: str | None, lexicons: tuple[Path, ...], fast: bool) -> int:
    """Print the reasons. Returns the exit status: 3 when some source could not be read. Raises `BadOption`."""
    format = format or ("words" if sys.stdout.isatty() else "json")
    if format not in ("words", "json"):
        raise BadOption(f"no format '{format}'; use words or json")
    import msgspec

    from memcon.annotate import annotate
    from memcon.code.explain import explain_reading

    failed = 0
    json = Json(format == "json" and may_hold_several(sources))
    for item in reports_from(sources, {"published": published, "outlet": None, "url": None, "title": None}, False):
        if isinstance(item, MemconError):
            failed += 1
            print_error(item)
            continue
        told, left = explain_reading(annotate(item.article), lexicons, fast=fast)
        if number is not None and not 1 <= number <= len(told):
            raise BadOption(f"no event {number}; the report has {len(told)}")
        chosen = list(enumerate(told, 1)) if number is None else [(number, told[number - 1])]
        if format == "json":
            body = {"title": item.article.title, "events": [{"number": n, **msgspec.to_builtins(e)} for n, e in chosen]}
            if number is None:
                body["left_out"] = msgspec.to_builtins(left)
            json.add(body)
        else:
            _print(item.article.title, chosen, left if number is None else [])
    json.close()
    return 3 if failed else 0


def _print(title: str | None, chosen: list[tuple[int, Explained]], left: list[Lost]) -> None:
    from rich.console import Console
    from rich.padding import Padding
    from rich.rule import Rule
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    console.print(Rule(Text(title or "Untitled report"), style="bold"))
    for number, e in chosen:
        head = f"\n{number}. {e.type}" + (f" · {e.mode}" if e.mode else "") + (f" · CAMEO {e.cameo}" if e.cameo else "")
        console.print(Text(f"{head}   «{e.words}»", style="bold"))
        console.print(Padding(Text(e.sentence, style="dim"), (0, 0, 0, 3)))
        table = Table(box=None, show_header=False, padding=(0, 2, 0, 3))
        table.add_column(style="cyan", no_wrap=True)
        table.add_column()
        if e.file:
            table.add_row("entry", Text(f"'{e.entry}' ({e.file})" + (f", by the pattern  {e.pattern}" if e.pattern else "")))
        else:
            table.add_row("entry", Text(f"none: {e.entry}"))
        if e.rule:
            table.add_row("rule", Text(f"{e.rule}: a word that takes in the act it governs"))
        if e.model:
            table.add_row("model", Text(", ".join(f"{t} {p:.2f}" for t, p in e.model.items())))
        for name, parties in (("actors", e.actors), ("recipients", e.recipients)):
            if parties:
                table.add_row(name, Text(", ".join(f"{who} ({p:.2f})" for who, p in parties)))
        table.add_row("status", Text(e.status + (f", by the cue «{e.status_cue}»" if e.status_cue else ", nothing says otherwise")))
        parts = " ".join(f"{k} {v:+.2f}" for k, v in e.parts.items() if v)
        table.add_row("confidence", Text(f"{e.confidence:.2f}" + (f"  (log odds: {parts})" if parts else "")))
        for lost in e.lost:
            table.add_row("lost", _lost(lost))
        console.print(table)
    if left:
        console.print(Text("\nSeen and left out", style="bold"))
        for lost in left:
            console.print(Padding(_lost(lost), (0, 0, 0, 3)))


def _lost(lost: Lost) -> Text:
    from rich.text import Text

    return Text(f"{lost.type} «{lost.words}»" + (f" {lost.likely:.2f}" if lost.likely is not None else "") + f": {lost.why}")
