"""Parquet files with a column of texts, through DuckDB: a few rows at a time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from memcon.model.errors import BadRow, MemconError, NotFound, Unreadable
from memcon.model.record import Report
from memcon.read.bytes import MAX_BYTES
from memcon.read.published import iso_day
from memcon.read.sources.one import read_one

# what columns are called in the files that are shared; the first that is there is taken
_NAMES = {
    "text": ("text", "maintext", "content", "body", "article", "article_text", "html", "raw_html", "document"),
    "key": ("key", "id", "doc_id", "article_id", "uuid"),
    "title": ("title", "headline"),
    "date": ("date", "published", "publish_date", "published_date", "date_publish", "publication_date", "pub_date"),
    "url": ("url", "link", "source_url", "article_url"),
    "outlet": ("outlet", "source", "publisher", "source_domain", "domain", "news_outlet"),
}
_ROWS = 64


def read_table(path: Path, **options: Any) -> Iterator[Report | MemconError]:
    """Reports of a Parquet file, a row each, in the file's order; bad rows as errors in place.

    The text's column is called ``text``, ``content``, ``body`` or the like; key, title, date, url and outlet are taken where
    they are there. Raises `NotFound`, and `Unreadable` where it is no Parquet file or has no such column.
    """
    import duckdb

    if not path.is_file():
        raise NotFound("no such file", place=str(path))
    quoted = "'" + str(path).replace("'", "''") + "'"
    # DuckDB takes * ? [ in a path for a pattern
    if any(c in str(path) for c in "*?["):
        raise NotFound("rename the file: no *, ? or [ in the path of a Parquet file", place=str(path))
    with duckdb.connect(config={"threads": 1, "memory_limit": "1GB"}) as connection:
        try:
            connection.execute("SET preserve_insertion_order = true")
            source = f"read_parquet({quoted})"
            kinds = {str(r[0]).lower(): (str(r[0]), str(r[1])) for r in connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()}
            columns = {field: kinds[n] for field, names in _NAMES.items() if (n := next((x for x in names if x in kinds), None))}
            if "text" not in columns or columns["text"][1] not in ("VARCHAR", "BLOB"):
                raise Unreadable(f"no column of texts; one must be called {', '.join(_NAMES['text'][:4])} or the like", place=str(path))
            chosen = [_column(field, *columns[field]) for field in columns]
            found = connection.execute(f"SELECT {', '.join(chosen)} FROM {source}")
            number = 0
            while rows := found.fetchmany(_ROWS):
                for values in rows:
                    number += 1
                    yield _row(dict(zip(columns, values, strict=True)), f"{path}:{number}", options)
        except duckdb.Error as error:
            yield Unreadable(f"cannot be read as Parquet ({' '.join(str(error).split())[:200]})", place=str(path))


def _column(field: str, name: str, kind: str) -> str:
    quoted = '"' + name.replace('"', '""') + '"'
    if field == "text":
        # what is beyond the bound never leaves DuckDB: one byte more than the bound says it
        size = f"octet_length({quoted})" if kind == "BLOB" else f"strlen({quoted})"
        over = f"CAST(repeat('x', {MAX_BYTES + 1}) AS {kind})"
        return f"CASE WHEN {size} > {MAX_BYTES} THEN {over} ELSE {quoted} END"
    return quoted if kind == "DATE" or kind.startswith("TIMESTAMP") else f"left(CAST({quoted} AS VARCHAR), 2000)"


def _row(row: dict[str, Any], place: str, options: dict[str, Any]) -> Report | MemconError:
    text, key = row["text"], row.get("key")
    key = None if key is None else str(key)
    try:
        if text is None:
            raise BadRow("the text is missing", place=place)
        data = text.encode("utf-8", "replace") if isinstance(text, str) else bytes(text)
        told = {"published": _day(row.get("date")), **{k: row.get(k) for k in ("title", "url", "outlet")}}
        return read_one(data, name=place, key=key, **{**options, **{k: v for k, v in told.items() if v and not options.get(k)}})
    except MemconError as error:
        error.key = key
        return error


def _day(value: Any) -> str | None:
    if isinstance(value, datetime | date):
        return iso_day(value.isoformat())
    return iso_day(value) if isinstance(value, str) else None
