"""What can be held against something else: a file of records, a run's folder, a store or one coding in it, article by article."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

from memcon.keep.manifest import NAME
from memcon.keep.store import Store, open_store
from memcon.model.errors import BadOption, BadRow, NotFound
from memcon.model.record import Record

T = TypeVar("T")


class _Id(msgspec.Struct):
    id: str


class _Head(msgspec.Struct):
    article: _Id | None = None


def records_by_article(named: str) -> Iterator[Record]:
    """The records that a path names, one an article, in the order of the articles' ids.

    ``named`` is a file of JSON lines, a folder with ``records/*.jsonl``, a store, or ``STORE@CODING``.
    Raises `NotFound`, `BadRow` for a line that is no record, `BadOption` for a coding that the store does not have.
    """
    path, coding = Path(named), ""
    if not path.exists() and "@" in named:
        before, _, coding = named.rpartition("@")
        path = Path(before)
    if path.is_dir() and (path / NAME).exists():
        return _of_store(open_store(path), coding)
    if coding or not path.exists():
        raise NotFound("no such file, folder or store", place=named)
    if path.is_dir():
        # names that begin with a dot are of files that a run is writing yet
        files = sorted((path / "records").glob("[!.]*.jsonl")) or sorted(path.glob("[!.]*.jsonl"))
        if not files:
            raise NotFound("neither a store nor a folder with files of records (.jsonl)", place=named)
        return _of_files(files)
    return _of_files([path])


def _of_files(files: list[Path]) -> Iterator[Record]:
    """Only where each record begins is held in memory."""
    where: dict[str, tuple[int, int]] = {}
    for index, path in enumerate(files):
        with path.open("rb") as handle:
            offset = 0
            for number, line in enumerate(handle, 1):
                if line.strip():
                    head = _decoded(line, _Head, f"{path.name}:{number}")
                    # a line without an article is one that could not be coded
                    if head.article is not None:
                        where.setdefault(head.article.id, (index, offset))
                offset += len(line)
    handles = [path.open("rb") for path in files]
    try:
        for _, (index, offset) in sorted(where.items()):
            handles[index].seek(offset)
            yield _decoded(handles[index].readline(), Record, f"{files[index].name} at byte {offset}")
    finally:
        for handle in handles:
            handle.close()


def _of_store(store: Store, coding: str) -> Iterator[Record]:
    for raw in raw_of_store(store, coding):
        yield _decoded(raw.encode(), Record, str(store.folder))


def raw_of_store(store: Store, coding: str = "") -> Iterator[str]:
    """A store's records as JSON, one an article in the order of their ids: the newest, or those of a coding (its id or the id's beginning).

    Raises `BadOption` for a coding that it does not have, `StoreError`.
    """
    query, values = "SELECT article_id, record FROM articles ORDER BY article_id, kept DESC", []
    if coding:
        fits = [c for c in store.manifest.codings if c.startswith(coding)]
        if len(fits) != 1:
            said = ", ".join(sorted(store.manifest.codings)) or "none"
            raise BadOption(f"{'no' if not fits else 'more than one'} coding '{coding}' in it; it has {said}", place=str(store.folder))
        query = "SELECT article_id, record FROM all_articles WHERE coding = ? ORDER BY article_id, kept DESC"
        values = fits
    last = ""
    with store.connect() as connection:
        found = connection.execute(query, values)
        while rows := found.fetchmany(1000):
            for article, record in rows:
                if article != last:
                    last = article
                    yield record


def _decoded(line: bytes, kind: type[T], place: str) -> T:
    try:
        return msgspec.json.decode(line, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadRow(f"no record: {error}", place=place) from None
