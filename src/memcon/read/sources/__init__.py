"""Sources of many reports in one file: crawls, archives, tables. One adapter a file; the file's name chooses it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from memcon.model.errors import MemconError
from memcon.model.record import Report

TEXTS = frozenset({".txt", ".text", ".html", ".htm", ".xhtml", ".md"})
_LINES = ".jsonl"
_CRAWLS = (".warc", ".warc.gz", ".wet", ".wet.gz")
_ARCHIVES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz")
_TABLES = (".parquet",)


def of_lines(path: Path) -> bool:
    """Whether a file's name says that it has a report on each line."""
    return path.suffix.lower() == _LINES


def holds_many(path: Path | str) -> bool:
    """Whether a file's name says that it holds many reports."""
    return str(path).lower().endswith((*_CRAWLS, *_ARCHIVES, *_TABLES))


def read_many(path: Path, **options: Any) -> Iterator[Report | MemconError]:
    """Reports of a crawl, an archive or a table, what cannot be read as errors in place; ``options`` as for `read_bytes`.

    Raises `NotFound`.
    """
    name = path.name.lower()
    if name.endswith(_CRAWLS):
        from memcon.read.sources.warc import read_warc

        yield from read_warc(path, **options)
    elif name.endswith(_ARCHIVES):
        from memcon.read.sources.archives import read_archive

        yield from read_archive(path, TEXTS, **options)
    else:
        from memcon.read.sources.tables import read_table

        yield from read_table(path, **options)
