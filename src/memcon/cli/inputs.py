"""Sources named on the command line, as reports or named errors, one at a time."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from memcon.model.errors import BadOption, MemconError
from memcon.model.record import Report


def reports_from(sources: list[str], options: dict[str, Any], allow_private: bool = False) -> Iterator[Report | MemconError]:
    """Reports of all the sources in order; what cannot be read comes as its error, and the rest goes on."""
    from memcon import read
    from memcon.read.sources import holds_many, read_many

    single = len(sources) == 1 and not Path(sources[0]).is_dir() and not holds_many(sources[0])
    if not single and any(options.get(k) for k in ("url", "title")):
        raise BadOption("--url and --title go with one source only")
    for source in sources:
        try:
            if source == "-":
                yield read.read_bytes(sys.stdin.buffer.read(read.MAX_BYTES + 1), name=None, **options)
            elif source.startswith(("http://", "https://")):
                yield read.fetch(source, allow_private=allow_private, **{k: v for k, v in options.items() if k != "url"})
            elif Path(source).suffix.lower() == ".jsonl":
                yield from read.read_rows(Path(source))
            else:
                for path in read.walk(Path(source)):
                    try:
                        if holds_many(path):
                            yield from read_many(path, **options)
                        else:
                            yield read.read_path(path, **options)
                    except MemconError as error:
                        yield error
        except MemconError as error:
            yield error
