"""Sources named on the command line, as reports or named errors, one at a time."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path
from typing import Any, cast

from memcon.model.errors import BadOption, MemconError, NoText, NotFound
from memcon.model.record import Report

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,20}://")
_PEEK = 4096
# no article begins so
_ROW = re.compile(rb'\s{0,100}\{\s{0,100}"\w{1,100}"\s{0,10}:')


def reports_from(sources: list[str], options: dict[str, Any], allow_private: bool = False) -> Iterator[Report | MemconError]:
    """Reports of all the sources in order; what cannot be read comes as its error, and the rest goes on."""
    from memcon import read

    if may_hold_several(sources) and any(options.get(k) for k in ("url", "title")):
        raise BadOption("--url and --title go with one source only")
    for source in sources:
        try:
            if source == "-":
                yield from _of_standard_input(options)
            elif not source.strip():
                raise NotFound("the name of a source is empty")
            elif _ADDRESS.match(source) and not Path(source).exists():
                yield read.fetch(source, allow_private=allow_private, **{k: v for k, v in options.items() if k != "url"})
            elif Path(source).is_dir():
                yield from _of_folder(Path(source), options)
            else:
                yield from _of_file(next(read.walk(Path(source))), options)
        except MemconError as error:
            yield error


def may_hold_several(sources: list[str]) -> bool:
    """Whether the sources may be more than one report."""
    from memcon.read.sources import holds_many, of_lines

    if len(sources) != 1:
        return True
    path = Path(sources[0])
    return _lines_come_in() if sources[0] == "-" else of_lines(path) or holds_many(path) or (sources[0] != "" and path.is_dir())


def _lines_come_in() -> bool:
    """Whether standard input begins as lines of JSON do."""
    return sys.stdin is not None and bool(_ROW.match(cast(BufferedReader, sys.stdin.buffer).peek(_PEEK)[:_PEEK]))


def _of_standard_input(options: dict[str, Any]) -> Iterator[Report | MemconError]:
    """What comes in: lines of JSON where it begins so, else one report."""
    from memcon import read

    if sys.stdin is None:
        raise NoText("standard input is closed")
    if _lines_come_in():
        yield from read.rows_in(sys.stdin.buffer, "-", options.get("published"), options.get("outlet"))
    else:
        yield read.read_bytes(sys.stdin.buffer.read(read.MAX_BYTES + 1), name=None, **options)


def _of_folder(folder: Path, options: dict[str, Any]) -> Iterator[Report | MemconError]:
    """All that is in a folder; of what is no article only the number is told, at once."""
    from memcon import read

    files, others = read.survey(folder)
    if others:
        kinds = ", ".join(f"{count:,} {kind or 'without ending'}" for kind, count in others.most_common(5))
        more = f" and {len(others) - 5:,} kinds more" if len(others) > 5 else ""
        what = "file that is no article" if others.total() == 1 else "files that are no articles"
        sys.stderr.write(f"memcon: passed over: {folder}: {others.total():,} {what} ({kinds}{more})\n")
    if not files:
        raise read.nothing_in(folder)
    for path in files:
        try:
            yield from _of_file(path, options)
        except MemconError as error:
            yield error


def _of_file(path: Path, options: dict[str, Any]) -> Iterator[Report | MemconError]:
    from memcon import read
    from memcon.read.sources import holds_many, of_lines, read_many

    if of_lines(path):
        yield from read.read_rows(path, options.get("published"), options.get("outlet"))
    elif holds_many(path):
        yield from read_many(path, **options)
    else:
        yield read.read_path(path, **options)
