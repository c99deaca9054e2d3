"""Read gold rows, and code their texts in one batch."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from memcon.coder import Options, code_reports
from memcon.model.errors import NotFound
from memcon.model.record import Record


def gold_rows(folder: Path, name: str) -> list[dict[str, Any]]:
    """Rows of ``FOLDER/NAME.jsonl``. Raises `NotFound`."""
    path = folder / f"{name}.jsonl"
    if not path.exists():
        raise NotFound("no such gold file; --gold names the folder that holds it", place=str(path))
    return [msgspec.json.decode(line) for line in path.read_bytes().splitlines() if line.strip()]


def plain_report(text: str, published: str | None, whole: bool = False) -> Any:
    """A gold text as a report whose spans count on the gold's own offsets: one block a paragraph, nothing normalised."""
    from memcon.annotate.times_calendar import parse_anchor
    from memcon.coder import record_id
    from memcon.model.record import Article, Block, Report

    day = parse_anchor(published)
    blocks = []
    at = 0
    for part in [text] if whole else text.split("\n"):
        if part.strip():
            blocks.append(Block(kind="paragraph", span=(at, at + len(part))))
        at += len(part) + 1
    return Report(
        article=Article(
            id=record_id(text),
            text=text,
            blocks=blocks,
            published=day.isoformat() if day else None,
            published_basis="option" if day else None,
            language="en",
        )
    )


def code_texts(texts: list[tuple[str, str | None]], fast: bool = False, whole: bool = True) -> Iterator[Record]:
    """Records of ``(text, day)`` in order, on the gold's own offsets."""
    return code_reports((plain_report(t, d, whole) for t, d in texts), Options(fast=fast))


__all__ = ["code_texts", "gold_rows", "plain_report"]
