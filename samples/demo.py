"""Code the sample articles and show them: the first as a memorandum, all of them in a table."""

from __future__ import annotations

import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from memcon.cli.memo import Memo
from memcon.coder import code_reports
from memcon.keep import open_store
from memcon.model.record import EventDate
from memcon.read import read_path
from memcon.versions import coding_id, versions_of

HERE = Path(__file__).parent
STORE = HERE.parent / "build" / "sample-store"


def _days(date: EventDate | None) -> str:
    """The day, or from the first to the last."""
    if date is None:
        return ""
    return "\nto ".join(dict.fromkeys(d for d in (date.start, date.end) if d))


def main() -> None:
    """Show the demonstration."""
    console = Console(highlight=False)
    paths = sorted(p for p in HERE.iterdir() if p.suffix in (".txt", ".html"))
    console.print(f"[dim]Coding {len(paths)} sample articles …[/]")
    started = time.perf_counter()
    records = list(code_reports([read_path(p) for p in paths]))
    took = time.perf_counter() - started
    Memo().show(records[0])
    table = Table(title="All the samples", title_justify="left", box=None, padding=(0, 1), title_style="bold")
    for column in ("event", "who, whom", "date", "status, standing"):
        # a day cut in two is hard to read
        table.add_column(column, overflow="fold", no_wrap=column == "date")
    for path, record in zip(paths, records, strict=True):
        names = {a.id: a.name for a in record.actors}
        table.add_row(f"[dim]{path.stem}[/]", "" if record.events else "[dim]nothing to code[/]", "", "")
        for e in record.events:
            who = ", ".join(names[i] for i in e.actors) or "not named"
            whom = ", ".join(names[i] for i in e.recipients)
            table.add_row(
                f"{e.type}{f' · {e.mode}' if e.mode else ''}",
                f"{who}{f' → {whom}' if whom else ''}",
                _days(e.date),
                f"{e.status}, {e.standing}",
            )
    console.print(table)
    events = sum(len(r.events) for r in records)
    console.print(f"\n[dim]{len(records)} articles, {events} events, {took:.1f} s with the models' loading.[/]")
    store = STORE.relative_to(Path.cwd()) if STORE.is_relative_to(Path.cwd()) else STORE
    versions = versions_of()
    open_store(STORE, create=True).keep(records, coding_id(versions), versions)
    console.print(
        "Next: [bold].venv/bin/memcon code samples/04-sanctions.txt[/], an article of your own, or [bold].venv/bin/memcon --help[/]."
    )
    console.print(
        f"They are kept in {store}. To read them in a browser, run\n    [bold].venv/bin/memcon desk --store {store}[/]\n"
        "and open [bold]http://127.0.0.1:8750/[/]",
        soft_wrap=True,
    )


if __name__ == "__main__":
    main()
