"""``memcon register``: check it, add a user's own files to it, take them out again."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from memcon.model.errors import BadRow

app = typer.Typer(
    no_args_is_help=True, add_completion=False, rich_markup_mode=None, help="Check the register, or add your own actors to it."
)
bring = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None, help="Take actors over from elsewhere.")
app.add_typer(bring, name="import")

File = Annotated[Path, typer.Argument(help="The file.")]


@app.command()
def check(
    gaps: Annotated[bool, typer.Option("--gaps", help="List the days on which a chief office has no holder, too.")] = False,
) -> None:
    """Look for two holders of one office on one day, gaps, dangling codes and bad days. Ends with 3 where something is wrong."""
    from memcon.register.check import check
    from memcon.register.register import FOLDER, user_files

    found = check(FOLDER, user_files())
    wrong = [f for f in found if f.kind != "gap"]
    for finding in found if gaps else wrong:
        sys.stdout.write(f"{finding.kind} {finding.line()}\n")
    sys.stderr.write(f"memcon: {len(wrong)} faults, {len(found) - len(wrong)} gaps{'' if gaps else ' (--gaps lists them)'}\n")
    raise typer.Exit(3 if wrong else 0)


@app.command()
def add(file: File) -> None:
    """Layer your own CSV over the register: holders, bodies, organisations or agents (docs/register.md has the columns)."""
    from memcon.register.layers import add_file

    raise typer.Exit(_tell(*add_file(file)))


@bring.command()
def wikidata(file: File) -> None:
    """Add the offices in a Wikidata query's JSON result that you saved (docs/register.md has the query)."""
    from memcon.register.layers import add_rows
    from memcon.register.wikidata import HEADER, read_result

    rows, refused = read_result(file)
    kept, added, bad = add_rows(f"wikidata-{file.stem}", HEADER, rows)
    raise typer.Exit(_tell(kept, added, [*refused, *bad]))


@app.command(name="list")
def list_() -> None:
    """List your own files in the register."""
    from memcon.register.register import user_files

    for path in user_files():
        with path.open("rb") as handle:
            sys.stdout.write(f"{path.stem}\t{max(sum(1 for _ in handle) - 1, 0):,} rows\t{path}\n")


@app.command()
def remove(name: Annotated[str, typer.Argument(help="A name that `memcon register list` gives.")]) -> None:
    """Take one of your own files out of the register."""
    from memcon.register.layers import remove_file

    sys.stdout.write(f"removed {remove_file(name)}\n")


def _tell(kept: Path, added: int, refused: list[BadRow]) -> int:
    for error in refused:
        sys.stderr.write(f"memcon: {error.line()}\n")
    sys.stdout.write(
        f"{added:,} row{'s' if added != 1 else ''} added"
        + (f", {len(refused):,} refused" if refused else "")
        + (f": {kept}" if added else "")
        + "\n"
    )
    return 3 if refused else 0
