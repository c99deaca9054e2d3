"""A page's numbers as CSV (RFC 4180), and how to cite them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from memcon.keep.store import Store

# what a spreadsheet would take for a formula
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(rows: Iterable[Mapping[str, Any]], columns: tuple[str, ...]) -> str:
    """Rows with a header. Lists are parted by “; ”; words that a spreadsheet would run as a formula get an apostrophe before them."""
    told = io.StringIO()
    writer = csv.writer(told, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(row[c]) for c in columns])
    return told.getvalue()


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, list):
        value = "; ".join(str(v) for v in value)
    if isinstance(value, str) and value.startswith(_FORMULA):
        return "'" + value
    return value


def citation(store: Store, what: str, address: str, version: str) -> str:
    """How to cite a page of this store: what it shows, the program, the store's state, the day, the address."""
    manifest = store.manifest
    reports = sum(g.articles for g in manifest.groups)
    codings = ", ".join(sorted(manifest.codings)) or "none"
    return (
        f"“{what}.” memcon {version}, coding {codings}, a store of {reports:,} reports after {manifest.kept:,} writes."
        f" Looked up {date.today().isoformat()}. {address}"
    )
