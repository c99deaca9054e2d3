"""``memcon scale``: code very many articles on many cores, in shards that can be taken up again."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Code very many articles, in shards that can be taken up again.")


@app.callback()
def options() -> None:
    """Nothing stands before a command."""


@app.command()
def run(
    input: Annotated[
        list[Path],
        typer.Argument(help="Files or folders of text, HTML, .jsonl, crawls (.warc.gz, .wet.gz), archives and tables.", metavar="input..."),
    ],
    output: Annotated[Path, typer.Argument(help="The run's folder; name it again to go on with the run.")],
    engine: Annotated[str, typer.Option(help="local (a pool of processes), daft, or ray (Daft on a Ray cluster).")] = "local",
    processes: Annotated[int | None, typer.Option(min=1, help="Coding processes at a time; by default one a core.")] = None,
    shards: Annotated[int | None, typer.Option(min=1, help="Into how many shards the input is cut.")] = None,
    fast: Annotated[bool, typer.Option("--fast", help="Rules only, without the act model.")] = False,
    min_confidence: Annotated[float, typer.Option(min=0.0, max=1.0, help="Leave out events below this confidence.")] = 0.0,
    lexicon: Annotated[list[Path] | None, typer.Option(help="A folder of lexicon files layered over ours.")] = None,
    patience: Annotated[float, typer.Option(min=1.0, help="Seconds without a word after which a process counts as hanging.")] = 300.0,
    store: Annotated[Path | None, typer.Option("--store", help="Put the records into this store when all are coded.")] = None,
) -> None:
    """Code the input into OUTPUT/records, a file a shard; started again it does what is not done."""
    from memcon.cli.progress import Progress
    from memcon.coder import Options
    from memcon.scale import Settings
    from memcon.scale import run as run_shards
    from memcon.scale.plan import Plan
    from memcon.scale.store import keep_run
    from memcon.scale.watch import Hear

    count = processes or (len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)
    settings = Settings(Options(tuple(lexicon or ()), fast, min_confidence), engine, count, shards, patience)
    with Progress("coding", failures=True) as progress:

        def watch(plan: Plan, before: int) -> Hear:
            progress.total = plan.articles - before if plan.articles is not None else None
            return progress.step

        report = run_shards(input, output, settings, watch)
    failed = sum(report.failures.values())
    said = f"{report.records:,} records with {report.events:,} events"
    said += f", {failed:,} articles failed" if failed else ""
    said += f", {len(report.set_aside):,} of them set aside" if report.set_aside else ""
    said += f", {report.shards_found_finished} of {report.shards} shards were done already" if report.shards_found_finished else ""
    said += f", {report.articles_a_second:,.1f} articles a second" if report.articles_a_second else ""
    sys.stdout.write(f"{said}: {output}\n")
    if store is not None:
        kept = keep_run(output, store)
        sys.stdout.write(f"{kept.added:,} kept" + (f", {kept.already:,} already there" if kept.already else "") + f": {store}\n")
    raise typer.Exit(3 if failed else 0)
