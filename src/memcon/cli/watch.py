"""``memcon watch``: feeds, asked again and again; what they name is fetched, coded and kept."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from memcon.cli.code import code_each, print_error
from memcon.cli.progress import Progress
from memcon.keep import Kept, Store, default_store, open_store
from memcon.keep.files import locked
from memcon.model.errors import BadOption, MemconError, NotFound, StoreError
from memcon.model.record import Record, Report
from memcon.read.sources.feeds import Entry
from memcon.versions import coding_id, versions_of
from memcon.watch import Found, Memory, Round, Web

if TYPE_CHECKING:
    from memcon.coder import Options

FOLDER = "watch"
_BATCH = 20
_SECONDS = 15.0
_TRIES = 30


@dataclass(frozen=True)
class Manner:
    """How to watch. Times in seconds: between two rounds, between two requests to a host, for a host to answer."""

    once: bool = False
    every: float = 900.0
    gap: float = 5.0
    patience: float = 20.0
    allow_private: bool = False


def run(sources: list[str], store: Path | None, manner: Manner, options: Options) -> int:
    """Watch until stopped, or for one round. Returns the exit status: 3 when something failed in the last round."""
    named = [_named(source) for source in sources]
    addresses = list(dict.fromkeys(a for one in named for a in one if isinstance(a, str)))
    lists = {source: [e for e in one if isinstance(e, Entry)] for source, one in zip(sources, named, strict=True)}
    home = open_store(store or default_store(), create=True)
    memory = Memory(home.folder / FOLDER)
    failed = 0
    with locked(memory.folder):
        web = Web(memory, gap=manner.gap, seconds=manner.patience, allow_private=manner.allow_private)
        most = None if manner.once else max(1, int(manner.every / max(manner.gap, 0.1)))
        while True:
            began = time.monotonic()
            round = Round(memory, web, most_a_host=most)
            for source, entries in lists.items():
                if entries:
                    round.given(Path(source).resolve().as_uri(), entries)
            failed = _round(addresses, home, round, options)
            if manner.once:
                return 3 if failed else 0
            time.sleep(max(1.0, manner.every - (time.monotonic() - began)))


def _named(source: str) -> list[str] | list[Entry]:
    """The feeds that a source names, itself or those of an OPML file, or the articles that one of GDELT's files names.

    Raises `NotFound`, `BadOption`, `Unreadable`, `TooLarge`.
    """
    if source.startswith(("http://", "https://")):
        return [source]
    path = Path(source)
    if not path.is_file():
        raise NotFound("no such file; name a feed's address (http or https), an OPML file or a file of GDELT's", place=source)
    from memcon.read.sources.feeds import MAX_FEED, is_list, read_list
    from memcon.read.sources.gdelt import MAX_FILE, is_gdelt, read_articles

    with path.open("rb") as handle:
        data = handle.read(MAX_FILE + 1)
    if is_list(data):
        return read_list(data[: MAX_FEED + 1], source)
    if is_gdelt(data, path.name):
        return read_articles(data, source)
    raise BadOption(f"'{source}' is no OPML file and none of GDELT's; a feed is named by its address")


def _round(addresses: list[str], home: Store, round: Round, options: Options) -> int:
    """One round. Returns how much failed."""
    versions = versions_of(options.lexicons, options.fast, options.min_confidence)
    coding = coding_id(versions)
    added = already = failed = 0
    found: dict[str, Found] = {}
    batch: list[Record] = []
    over: set[str] = set()
    flushed = time.monotonic()

    def flush() -> None:
        nonlocal added, already, flushed
        flushed = time.monotonic()
        kept = _keep(home, batch, coding, versions)
        added += kept.added
        already += kept.already
        # only now: whoever is stopped before fetches these again, and the store knows them
        round.memory.done(over)
        batch.clear()
        over.clear()

    def outcomes() -> Iterator[Report | MemconError]:
        for one in round.articles():
            found[one.entry.address] = one
            yield one.outcome

    with Progress("watching") as progress:
        for error in round.feeds(addresses):
            failed += 1
            print_error(error)
        try:
            for outcome in code_each(outcomes(), options):
                progress.step()
                one = found.pop(outcome.key or "", None)
                if isinstance(outcome, Record):
                    batch.append(outcome)
                else:
                    failed += 1
                    print_error(outcome)
                if one is not None and one.over:
                    over.add(one.entry.address)
                if len(over) >= _BATCH or time.monotonic() - flushed > _SECONDS:
                    flush()
        finally:
            # also when stopped: what is coded is kept
            flush()
            round.memory.save_waiting()
    for trouble in round.memory.trouble:
        print_error(trouble)
    round.memory.trouble.clear()
    parts = [f"{round.asked} feeds asked", f"{round.unchanged} unchanged", f"{added} articles kept"]
    parts += [f"{count} {what}" for count, what in ((already, "already there"), (failed, "failed"), (round.put_off, "put off")) if count]
    sys.stdout.write(f"{time.strftime('%Y-%m-%d %H:%M:%S')}  {', '.join(parts)}: {home.folder}\n")
    sys.stdout.flush()
    return failed


def _keep(home: Store, batch: list[Record], coding: str, versions: dict[str, str]) -> Kept:
    """Keep, waiting a while for another writer. Raises `StoreError`."""
    for left in range(_TRIES, 0, -1):
        try:
            return home.keep(batch, coding, versions)
        except StoreError as error:
            if left == 1 or "another process" not in error.message:
                raise
            time.sleep(1.0)
    raise AssertionError
