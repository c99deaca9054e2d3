"""``memcon keep``: code reports, or take records as they are, and put them into the store."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from memcon.cli.code import Errors, code_each
from memcon.cli.inputs import reports_from
from memcon.cli.progress import Progress
from memcon.coder import Options
from memcon.keep import default_store, open_store
from memcon.model.errors import BadRow, MemconError
from memcon.model.record import SCHEMA, Record
from memcon.versions import coding_id, versions_of

# a write for so many records, and at least one in so many seconds: each is a group that questions open until the store is compacted
BATCH, SECONDS = 5_000, 60.0
MANY = 20


def run(sources: list[str], store: Path | None, given: dict[str, Any], options: Options, allow_private: bool) -> int:
    """Keep what the sources hold. Returns the exit status: 3 when some could not be kept."""
    versions = versions_of(options.lexicons, options.fast, options.min_confidence)
    coding = coding_id(versions)
    home = open_store(store or default_store(), create=True)
    added = already = failed = 0
    batch: list[Record] = []
    flushed = time.monotonic()

    def flush() -> None:
        nonlocal added, already, flushed
        flushed = time.monotonic()
        kept = home.keep(batch, coding, versions)
        added += kept.added
        already += kept.already
        batch.clear()

    told = Errors()
    with Progress("keeping") as progress:
        for outcome in _outcomes(sources, given, options, allow_private):
            progress.step()
            if isinstance(outcome, Record):
                batch.append(outcome)
                if len(batch) >= BATCH or time.monotonic() - flushed > SECONDS:
                    flush()
            else:
                failed += 1
                told.add(outcome)
        flush()
    told.close()
    said = f"{added} kept" + (f", {already} already there" if already else "") + (f", {failed} could not be read" if failed else "")
    sys.stdout.write(f"{said}: {home.folder}\n")
    groups = sum(not g.old for g in home.manifest.groups)
    if groups > MANY:
        sys.stderr.write(f"memcon: the store has {groups} groups by now: 'memcon store compact' makes questions faster\n")
    return 3 if failed else 0


def _outcomes(sources: list[str], given: dict[str, Any], options: Options, allow_private: bool) -> Iterator[Record | MemconError]:
    for source in sources:
        if source.endswith(".jsonl") and _holds_records(Path(source)):
            yield from _records(Path(source))
        else:
            yield from code_each(reports_from([source], given, allow_private), options)


def _holds_records(path: Path) -> bool:
    """Whether the first line that tells no error holds a record."""
    try:
        with path.open("rb") as handle:
            first = next((line for line in handle if line.strip() and not _tells_error(line)), b"")
            return f'"{SCHEMA}"'.encode() in first[:200]
    except OSError:
        return False


def _tells_error(line: bytes) -> bool:
    """Whether a line tells of an article that could not be coded, in its place."""
    if b'"error"' not in line[:2000]:
        return False
    try:
        row = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return False
    return isinstance(row, dict) and "error" in row and "article" not in row and "text" not in row


def _records(path: Path) -> Iterator[Record | MemconError]:
    with path.open("rb") as handle:
        for number, line in enumerate(handle, 1):
            if not line.strip() or _tells_error(line):
                continue
            try:
                yield msgspec.json.decode(line, type=Record)
            except (msgspec.DecodeError, UnicodeDecodeError) as error:
                yield BadRow(f"no record: {error}", place=f"{path.name}:{number}")
