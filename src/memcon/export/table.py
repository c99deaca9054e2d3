"""The store's ``events`` table as rows of plain values: what CSV, JSON Lines and Parquet exports hold. Every event, whatever its status."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from memcon.keep.rows import EVENTS, SEPARATOR, columns_of
from memcon.model.record import Record

# what tells one state of a store from another has no place in an export
COLUMNS = [name for name in EVENTS if name not in ("coding", "kept")]
LISTS = frozenset(name for name, kind in EVENTS.items() if kind.endswith("[]"))


def objects(record: Record) -> Iterator[dict[str, Any]]:
    """One object an event: days as YYYY-MM-DD, several values as a list, unknown as None."""
    columns = columns_of("events", [(record, "", 0)])
    for at in range(len(columns["event_id"])):
        yield {n: ([v for v in columns[n][at].split(SEPARATOR) if v] if n in LISTS else columns[n][at]) for n in COLUMNS}
