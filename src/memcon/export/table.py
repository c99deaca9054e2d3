"""The store's ``events`` table as rows of plain values: what CSV, JSON Lines and Parquet exports hold. Every event, whatever its status."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from memcon.keep.rows import EVENTS, rows_of
from memcon.model.record import Record

# what tells one state of a store from another has no place in an export
COLUMNS = [name for name in EVENTS if name not in ("coding", "kept")]


def objects(record: Record) -> Iterator[dict[str, Any]]:
    """One object an event: days as YYYY-MM-DD, several values as a list, unknown as None."""
    for row in rows_of("events", record):
        yield {name: getattr(row, name) for name in COLUMNS}
