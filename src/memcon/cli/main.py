"""``memcon``: the commands and their options."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from memcon.cli.register import app as register
from memcon.cli.review import app as review
from memcon.cli.scale import app as scale

app = typer.Typer(
    name="memcon",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Code news reports into sourced records: who did what to whom, when, where, about what, and who says so.",
)
app.add_typer(register, name="register")

Sources = Annotated[
    list[str],
    typer.Argument(help="Text or HTML files, folders, .jsonl, .warc, .wet, .zip, .tar.gz or .parquet files, http(s) addresses, or -."),
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
    fast: Annotated[bool, typer.Option("--fast", help="Rules only, without the act model.")] = False,
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
def explain(
    source: Sources,
    event: Annotated[int | None, typer.Option(min=1, help="Only this event, by its number in the record.")] = None,
    format: Annotated[str | None, typer.Option("--format", "-f", help="words (a terminal's default) or json (a pipe's).")] = None,
    published: Published = None,
    lexicon: Annotated[list[Path] | None, typer.Option(help="A folder of lexicon files layered over ours.")] = None,
    fast: Annotated[bool, typer.Option("--fast", help="Rules only, without the act model.")] = False,
) -> None:
    """Say why each event is coded so: what matched, what the model weighed, which rule decided, and what lost."""
    from memcon.cli.explain import run

    raise typer.Exit(run(source, event, format, published, tuple(lexicon or ()), fast))


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


@app.command()
def keep(
    source: Sources,
    store: Store = None,
    published: Published = None,
    outlet: Annotated[str | None, typer.Option(help="Who published it.")] = None,
    url: Annotated[str | None, typer.Option(help="Where it was published.")] = None,
    title: Annotated[str | None, typer.Option(help="Its headline, where the text does not begin with it.")] = None,
    min_confidence: Annotated[float, typer.Option(min=0.0, max=1.0, help="Leave out events below this confidence.")] = 0.0,
    fast: Annotated[bool, typer.Option("--fast", help="Rules only, without the act model.")] = False,
    lexicon: Annotated[list[Path] | None, typer.Option(help="A folder of lexicon files layered over ours.")] = None,
    allow_private: Annotated[bool, typer.Option("--allow-private", help="Fetch addresses on private networks too.")] = False,
) -> None:
    """Code reports (or take records as .jsonl) and put them into the store; what is there already is passed over."""
    from memcon.cli.keep import run
    from memcon.coder import Options

    given = {"published": published, "outlet": outlet, "url": url, "title": title}
    raise typer.Exit(run(source, store, given, Options(tuple(lexicon or ()), fast, min_confidence), allow_private))


@app.command()
def watch(
    source: Annotated[list[str], typer.Argument(help="Addresses of RSS or Atom feeds or of OPML lists, and OPML files.")],
    store: Store = None,
    once: Annotated[bool, typer.Option("--once", help="One round, then end.")] = False,
    every: Annotated[float, typer.Option(min=60, help="Seconds between two rounds.")] = 900,
    gap: Annotated[float, typer.Option(min=0, help="Least seconds between two requests to one host.")] = 5,
    patience: Annotated[float, typer.Option(min=1, help="Seconds that a host may take to answer.")] = 20,
    min_confidence: Annotated[float, typer.Option(min=0.0, max=1.0, help="Leave out events below this confidence.")] = 0.0,
    fast: Annotated[bool, typer.Option("--fast", help="Rules only, without the act model.")] = False,
    lexicon: Annotated[list[Path] | None, typer.Option(help="A folder of lexicon files layered over ours.")] = None,
    allow_private: Annotated[bool, typer.Option("--allow-private", help="Fetch addresses on private networks too.")] = False,
) -> None:
    """Watch feeds: fetch, code and keep what they name, politely, and go on where it stopped."""
    from memcon.cli.watch import Manner, run
    from memcon.coder import Options

    raise typer.Exit(
        run(source, store, Manner(once, every, gap, patience, allow_private), Options(tuple(lexicon or ()), fast, min_confidence))
    )


@app.command()
def events(
    store: Store = None,
    dyad: Annotated[str | None, typer.Option(help="Two codes, such as USA-VEN; both directions.")] = None,
    directed: Annotated[bool, typer.Option("--directed", help="Only from the first of the dyad to the second.")] = False,
    actor: Annotated[str | None, typer.Option(help="A code or a part of a name.")] = None,
    sector: Annotated[str | None, typer.Option(help="A PLOVER sector, such as REB.")] = None,
    type: Annotated[list[str] | None, typer.Option(help="A PLOVER type, such as CONSULT; may be repeated.")] = None,
    mode: Annotated[list[str] | None, typer.Option(help="A PLOVER mode, such as phone; may be repeated.")] = None,
    quad: Annotated[int | None, typer.Option(min=1, max=4, help="1 verbal, 2 material cooperation; 3 verbal, 4 material conflict.")] = None,
    status: Annotated[list[str] | None, typer.Option(help="happened, planned, denied, …; may be repeated.")] = None,
    standing: Annotated[list[str] | None, typer.Option(help="both-sides, one-side, disputed, …; may be repeated.")] = None,
    place: Annotated[str | None, typer.Option(help="A country code or a part of a place's name.")] = None,
    about: Annotated[str | None, typer.Option(help="A matter named.")] = None,
    words: Annotated[str | None, typer.Option(help="Words of the evidence or the title, as they stand there.")] = None,
    text: Annotated[
        str | None, typer.Option(help='Words anywhere in the report; "several words" in quotes stay together, begin* is a beginning.')
    ] = None,
    outlet: Annotated[str | None, typer.Option(help="Who published it.")] = None,
    article: Annotated[str | None, typer.Option(help="Only of this article's id.")] = None,
    since: Annotated[str | None, typer.Option(help="First day, YYYY-MM-DD.")] = None,
    until: Annotated[str | None, typer.Option(help="Last day, YYYY-MM-DD.")] = None,
    min_confidence: Annotated[float, typer.Option(min=0.0, max=1.0, help="Least confidence.")] = 0.0,
    order: Annotated[str, typer.Option(help="newest or oldest first.")] = "newest",
    limit: Annotated[int | None, typer.Option(min=0, help="At most so many.")] = None,
    offset: Annotated[int, typer.Option(min=0, help="Pass over so many.")] = 0,
    sql: Annotated[str | None, typer.Option(help="A DuckDB query over articles, events and statements instead; it only reads.")] = None,
    format: Annotated[
        str | None, typer.Option("--format", "-f", help="table (a terminal's default), json, jsonl (a pipe's) or csv.")
    ] = None,
) -> None:
    """List the store's events."""
    from memcon.cli.events import run
    from memcon.keep import Filter

    wanted = Filter(
        dyad=dyad,
        directed=directed,
        actor=actor,
        sector=sector,
        type=tuple(type or ()),
        mode=tuple(mode or ()),
        quad=quad,
        status=tuple(status or ()),
        standing=tuple(standing or ()),
        place=place,
        about=about,
        words=words,
        text=text,
        outlet=outlet,
        article=article,
        since=since,
        until=until,
        min_confidence=min_confidence,
        order=order,
        limit=limit,
        offset=offset,
    )
    raise typer.Exit(run(store, wanted, format, sql))


@app.command()
def store(
    action: Annotated[str, typer.Argument(help="info, check, compact, rebuild, migrate, index (of words) or export (records as .jsonl).")],
    store: Store = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="With export: the file to write; standard output without it.")] = None,
    coding: Annotated[str | None, typer.Option(help="With export: this coding's records instead of the newest.")] = None,
    grace: Annotated[float, typer.Option(min=0, help="With compact and migrate: seconds that old parts stay for their readers.")] = 3600,
) -> None:
    """Look after the store."""
    from memcon.cli.store import run

    raise typer.Exit(run(action, store, out, coding, grace))


@app.command()
def evaluate(
    name: Annotated[str, typer.Argument(help="relation, coding_cameo, attribution, time, places, …, casebook or all.")],
    gold: Annotated[Path, typer.Option(help="The folder of gold files.")],
    floors: Annotated[Path | None, typer.Option(help="A TOML file of floors; a measure under its floor ends with status 1.")] = None,
    misses: Annotated[int, typer.Option(min=0, help="How many of the worst misses to print.")] = 10,
    fast: Annotated[bool, typer.Option("--fast", help="Rules only, without the act model.")] = False,
    format: Annotated[str | None, typer.Option("--format", "-f", help="table or json.")] = None,
) -> None:
    """Score this program against gold data."""
    from memcon.cli.evaluate import run

    raise typer.Exit(run(name, gold, floors, misses, fast, format))


@app.command()
def stories(
    store: Store = None,
    format: Annotated[str | None, typer.Option("--format", "-f", help="table, json or jsonl.")] = None,
    least: Annotated[int, typer.Option("--least", min=1, help="Only stories that this many articles tell.")] = 1,
) -> None:
    """List the store's stories: one event as many reports tell it."""
    from memcon.cli.stories import run

    raise typer.Exit(run(store, format, least))


@app.command()
def story(
    id: Annotated[str, typer.Argument(help="A story's id or the beginning of it.")],
    store: Store = None,
    format: Annotated[str | None, typer.Option("--format", "-f", help="text, markdown or json.")] = None,
) -> None:
    """Show one story: who says so, which reports are copies, where they differ."""
    from memcon.cli.stories import show

    raise typer.Exit(show(store, id, format))


@app.command()
def articles(
    store: Store = None,
    format: Annotated[str | None, typer.Option("--format", "-f", help="table, json or jsonl.")] = None,
) -> None:
    """List the store's articles with their topics and stories."""
    from memcon.cli.stories import articles as run

    raise typer.Exit(run(store, format))


@app.command()
def export(
    format: Annotated[str, typer.Argument(help="polecat, icews, gdelt, gdelt-mentions, phoenix, petrarch, plover, csv, jsonl or parquet.")],
    store: Store = None,
    records: Annotated[Path | None, typer.Option(help="Records as JSON lines instead of the store.")] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="The file to write; standard output without it.")] = None,
    dyad: Annotated[str | None, typer.Option(help="Only events between two codes, such as USA-VEN.")] = None,
    since: Annotated[str | None, typer.Option(help="First day of the events, YYYY-MM-DD.")] = None,
    until: Annotated[str | None, typer.Option(help="Last day of the events, YYYY-MM-DD.")] = None,
    min_confidence: Annotated[float, typer.Option(min=0.0, max=1.0, help="Least confidence.")] = 0.0,
) -> None:
    """Write the store's events as the files that this field's scripts load."""
    from memcon.cli.export import run
    from memcon.keep import Filter

    wanted = Filter(dyad=dyad, since=since, until=until, min_confidence=min_confidence)
    raise typer.Exit(run(format, store, records, out, wanted))


@app.command()
def desk(
    store: Store = None,
    host: Annotated[str, typer.Option(help="Where to listen; anything but this machine wants a token.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8750,
    token: Annotated[str | None, typer.Option(help="What a visitor must bring as ?token= or as a bearer token.")] = None,
) -> None:
    """Open the store's pages in a browser: today, events, dyads, stories, marked articles."""
    from memcon.cli.desk import run

    raise typer.Exit(run(store, host, port, token))


@app.command()
def mcp(store: Store = None) -> None:
    """Answer a language model's questions about the store over standard input and output (MCP); nothing is written."""
    from memcon.cli.mcp import run

    raise typer.Exit(run(store))


@app.command()
def bench(
    sources: Annotated[list[Path], typer.Argument(help="Text or HTML files, or folders.", metavar="source...")],
    repeat: Annotated[int, typer.Option(min=1, help="How often to go over them.")] = 5,
    fast: Annotated[bool, typer.Option("--fast", help="Rules only, without the act model.")] = False,
    format: Annotated[str | None, typer.Option("--format", "-f", help="table or json.")] = None,
) -> None:
    """Measure speed against the bare parser on the same text."""
    from memcon.cli.bench import run

    raise typer.Exit(run(sources, repeat, fast, format))


@app.command()
def diff(
    first: Annotated[str, typer.Argument(help="Records (.jsonl), a run's folder, a store, or STORE@CODING.")],
    second: Annotated[str, typer.Argument(help="What to hold against it.")],
    field: Annotated[list[str] | None, typer.Option(help="Only this makes an event a changed one; by default all but confidence.")] = None,
    format: Annotated[str | None, typer.Option("--format", "-f", help="table (a terminal's default), json (a pipe's) or jsonl.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many lines in the table.")] = 100,
) -> None:
    """Say which events one coding has gained, lost or changed against another; status 1 where there is a difference."""
    from memcon.cli.diff import run

    raise typer.Exit(run(first, second, field or [], format, limit))


app.add_typer(review, name="review")
app.add_typer(scale, name="scale")


def main() -> None:
    """Run the command line; a named error ends it with one line on standard error."""
    from memcon.model.errors import MemconError

    try:
        app()
    except SystemExit as end:
        sys.exit(_last(end))
    except MemconError as error:
        _end(f"memcon: {error.line()}", 2)
    except OSError as error:
        named = f" {error.filename}:" if error.filename else ""
        _end(f"memcon: output:{named} cannot be read or written ({error.strerror or error})", 2)


def _last(end: SystemExit) -> str | int | None:
    """The status to end with, once what was printed is out: 0 where the reader had enough of it (``| head``)."""
    if isinstance(end.__context__, BrokenPipeError):
        _silence()
        return 0
    if end.code == 130:
        typer.echo("memcon: stopped", err=True)
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _silence()
    except OSError as error:
        _silence()
        typer.echo(f"memcon: output: cannot be written ({error.strerror})", err=True)
        return 2
    return end.code


def _end(line: str, status: int) -> None:
    """End with a line on standard error; what cannot be printed any more is given up."""
    typer.echo(line, err=True)
    try:
        sys.stdout.flush()
    except OSError:
        _silence()
    sys.exit(status)


def _silence() -> None:
    """Let what is still unwritten go nowhere, so that the interpreter does not complain of it at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main()
