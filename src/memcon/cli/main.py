"""``memcon``: the commands and their options."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    name="memcon",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Code news reports into sourced records: who did what to whom, when, where, about what, and who says so.",
)

Sources = Annotated[
    list[str], typer.Argument(help="Text or HTML files, folders, .jsonl files, http(s) addresses, or - for standard input.")
]
Format = Annotated[str | None, typer.Option("--format", "-f", help="memo (a terminal's default), json (a pipe's default), jsonl or csv.")]
Published = Annotated[str | None, typer.Option(help="The report's day, YYYY-MM-DD.")]
Store = Annotated[Path | None, typer.Option("--store", help="The store's folder; by default in your data folder.")]


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"memcon {version('memcon')}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")] = False,
) -> None:
    """The options that stand before a command."""


@app.command()
def code(
    source: Sources,
    format: Format = None,
    published: Published = None,
    outlet: Annotated[str | None, typer.Option(help="Who published it.")] = None,
    url: Annotated[str | None, typer.Option(help="Where it was published.")] = None,
    title: Annotated[str | None, typer.Option(help="Its headline, where the text does not begin with it.")] = None,
    min_confidence: Annotated[float, typer.Option(min=0.0, max=1.0, help="Leave out events below this confidence.")] = 0.0,
    fast: Annotated[bool, typer.Option("--fast", help="Rules only, without the relation model.")] = False,
    lexicon: Annotated[list[Path] | None, typer.Option(help="A folder of lexicon files layered over ours.")] = None,
    allow_private: Annotated[bool, typer.Option("--allow-private", help="Fetch addresses on private networks too.")] = False,
) -> None:
    """Code reports: print a memorandum, or the record in a pipe."""
    from memcon.cli.code import run

    raise typer.Exit(
        run(
            source,
            format,
            published=published,
            outlet=outlet,
            url=url,
            title=title,
            min_confidence=min_confidence,
            fast=fast,
            lexicons=tuple(lexicon or ()),
            allow_private=allow_private,
        )
    )


@app.command()
def relate(
    source: Annotated[str, typer.Argument(help='A .jsonl file of {"id", "text", "source", "target"}, or -.')],
) -> None:
    """Say what a marked source does to a marked target, a line each."""
    from memcon.cli.relate import run

    raise typer.Exit(run(source))


@app.command()
def actor(
    text: Annotated[str, typer.Argument(help="A name or phrase; with --format jsonl a file of them, or -.")],
    on: Annotated[str | None, typer.Option(help="The day, YYYY-MM-DD.")] = None,
    inside: Annotated[str | None, typer.Option("--in", help="The state assumed where the phrase names none, ISO alpha-3.")] = None,
    format: Annotated[str | None, typer.Option("--format", "-f", help="words (a terminal's default), json or jsonl.")] = None,
) -> None:
    """Say who a phrase names on a day."""
    from memcon.cli.actor import run

    raise typer.Exit(run(text, on, inside, format))


def main() -> None:
    """Run the command line; a named error ends it with one line on standard error."""
    from memcon.model.errors import MemconError

    try:
        app()
    except MemconError as error:
        typer.echo(f"memcon: {error.line()}", err=True)
        sys.exit(2)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except KeyboardInterrupt:
        typer.echo("memcon: stopped", err=True)
        sys.exit(130)


if __name__ == "__main__":
    main()
