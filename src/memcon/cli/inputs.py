"""Sources named on the command line, as reports or named errors, one at a time."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from memcon.model.errors import BadOption, MemconError, NotFound
from memcon.model.record import Report


def reports_from(sources: list[str], options: dict[str, Any], allow_private: bool = False) -> Iterator[Report | MemconError]:
    """Reports of all the sources in order; what cannot be read comes as its error, and the rest goes on."""
    from memcon import read
    from memcon.read.sources import holds_many

    single = len(sources) == 1 and not Path(sources[0]).is_dir() and not holds_many(sources[0])
    if not single and any(options.get(k) for k in ("url", "title")):
        raise BadOption("--url and --title go with one source only")
    for source in sources:
        try:
            if source == "-":
                yield read.read_bytes(sys.stdin.buffer.read(read.MAX_BYTES + 1), name=None, **options)
            elif source.startswith(("http://", "https://")):
                yield read.fetch(source, allow_private=allow_private, **{k: v for k, v in options.items() if k != "url"})
            elif Path(source).is_dir():
                yield from _of_folder(Path(source), options)
            else:
                yield from _of_file(next(read.walk(Path(source))), options)
        except MemconError as error:
            yield error


def _of_folder(folder: Path, options: dict[str, Any]) -> Iterator[Report | MemconError]:
    """All that is in a folder; of what is no article only the number is told, at once."""
    from memcon import read
    from memcon.read.sources import TEXTS

    files, others = read.survey(folder)
    if others:
        kinds = ", ".join(f"{count:,} {kind or 'without ending'}" for kind, count in others.most_common(5))
        more = f" and {len(others) - 5:,} kinds more" if len(others) > 5 else ""
        what = "file that is no article" if others.total() == 1 else "files that are no articles"
        sys.stderr.write(f"memcon: passed over: {folder}: {others.total():,} {what} ({kinds}{more})\n")
    if not files:
        raise NotFound(f"no {', '.join(sorted(TEXTS))} files in this folder", place=str(folder))
    for path in files:
        try:
            yield from _of_file(path, options)
        except MemconError as error:
            yield error


def _of_file(path: Path, options: dict[str, Any]) -> Iterator[Report | MemconError]:
    from memcon import read
    from memcon.read.sources import holds_many, of_lines, read_many

    if of_lines(path):
        yield from read.read_rows(path)
    elif holds_many(path):
        yield from read_many(path, **options)
    else:
        yield read.read_path(path, **options)
