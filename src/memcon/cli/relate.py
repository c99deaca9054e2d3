"""``memcon relate``."""

from __future__ import annotations

from typing import Any

from memcon.cli.jsonl import closing, read_lines, write_line
from memcon.model.errors import BadRow
from memcon.model.record import Span

_BATCH = 256


def run(source: str) -> int:
    """Answer a file of marked pairs, a line each, in order."""
    from memcon.code.relate import Pair, relate_pairs

    failed = total = 0
    batch: list[Pair | BadRow] = []

    def flush() -> None:
        nonlocal failed
        answers = iter(relate_pairs([p for p in batch if isinstance(p, Pair)]))
        for item in batch:
            if isinstance(item, BadRow):
                failed += 1
                write_line({"id": None, "error": {"kind": item.kind, "message": item.line()}})
            else:
                write_line(next(answers))
        batch.clear()

    for place, row in read_lines(source):
        total += 1
        batch.append(row if isinstance(row, BadRow) else _pair(row, place))
        if len(batch) >= _BATCH:
            flush()
    flush()
    return closing(failed, total)


def _pair(row: dict[str, Any], place: str) -> Any:
    from memcon.code.relate import Pair

    text = row.get("text")
    if not isinstance(text, str):
        return BadRow("wants 'text' as a string", place=place)
    spans: list[Span | None] = []
    for name in ("source", "target"):
        value = row.get(name)
        if value is None:
            spans.append(None)
        elif (
            isinstance(value, list) and len(value) == 2 and all(isinstance(v, int) for v in value) and 0 <= value[0] < value[1] <= len(text)
        ):
            spans.append((value[0], value[1]))
        else:
            return BadRow(f"'{name}' must be [start, end] inside the text, or null", place=place)
    return Pair(row.get("id"), text, spans[0], spans[1])
