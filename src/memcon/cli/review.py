"""``memcon review``: the coders' decisions as gold rows, and what they say of the store."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="What coders decided on the desk: gold rows, precision, agreement.")

Store = Annotated[Path | None, typer.Option("--store", help="The store's folder; by default in your data folder.")]


@app.callback()
def options() -> None:
    """Nothing stands before a command."""


@app.command()
def export(
    store: Store = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="The file to write; standard output without it.")] = None,
    every: Annotated[bool, typer.Option("--every", help="Every decision ever made, not only each coder's newest on an event.")] = False,
    statements: Annotated[bool, typer.Option("--statements", help="The decisions on statements instead of those on events.")] = False,
) -> None:
    """Write the decisions as JSON lines: sentence, event, verdict, and what the machine had said."""
    import msgspec

    from memcon.keep import default_store
    from memcon.keep.files import written
    from memcon.review import read
    from memcon.review.gold import rows, statement_rows
    from memcon.review.log import latest

    log = read(store or default_store())
    if statements:
        found = statement_rows(log.statements if every else latest(log.statements))
    else:
        found = rows(log.decisions if every else latest(log.decisions))
    lines = b"".join(msgspec.json.encode(r) + b"\n" for r in found)
    if out is None:
        sys.stdout.write(lines.decode())
    else:
        with written(out) as path:
            path.write_bytes(lines)
        sys.stderr.write(f"{lines.count(10)} rows: {out}\n")
    if log.damaged:
        sys.stderr.write(f"memcon: {log.damaged} lines could not be read\n")


@app.command()
def score(
    store: Store = None,
    format: Annotated[str | None, typer.Option("--format", "-f", help="table (a terminal's default) or json.")] = None,
) -> None:
    """Precision of the store's events with Wilson's interval, and the coders' agreement, by type."""
    import msgspec

    from memcon.keep import default_store, open_store
    from memcon.model.errors import BadOption
    from memcon.review import read
    from memcon.review.score import score_of_store

    format = format or ("table" if sys.stdout.isatty() else "json")
    if format not in ("table", "json"):
        raise BadOption(f"no format '{format}'; use table or json")
    folder = store or default_store()
    log = read(folder)
    found = score_of_store(open_store(folder), log)
    if format == "json":
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(found), indent=1).decode() + "\n")
    else:
        _table(found)


def _table(found: dict[str, Any]) -> None:
    from rich.console import Console
    from rich.table import Table

    said = found["statements"]
    table = Table(box=None, pad_edge=False)
    for name in ("type", "events", "right", "amended", "wrong", "precision, 95%", "twice", "alpha"):
        table.add_column(name, justify="left" if name == "type" else "right", no_wrap=True)
    others = [{**r, "name": f"statements, {r['name']}", "events": r["statements"]} for r in (said["drawn"], said["all"]) if r["statements"]]
    for r in (found["drawn"], found["all"], *found["types"], *others):
        share = "–" if r["precision"] is None else f"{r['precision']:.2f} ({r['interval'][0]:.2f}–{r['interval'][1]:.2f})"
        agreed = "–" if r["alpha_verdict"] is None else f"{r['alpha_verdict']:.2f}"
        table.add_row(r["name"], *(str(r[k]) for k in ("events", "accept", "correct", "reject")), share, str(r["shared"]), agreed)
    console = Console()
    console.print(table)
    if aside := found["set_aside"] + said["set_aside"]:
        console.print(f"{aside} decisions set aside: the store now says something else there.")
    if found["damaged"]:
        console.print(f"{found['damaged']} lines of the decisions' file could not be read.")
    console.print("“twice”: judged by two coders or more. Right is what more than half of an event's coders accept.")
    console.print("Agreement is Krippendorff's alpha, nominal (Krippendorff 2011); intervals are Wilson's.")
