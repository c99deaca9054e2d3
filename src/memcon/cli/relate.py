"""``memcon relate``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from memcon.cli.jsonl import closing, read_lines, write_error, write_line
from memcon.model.errors import BadRow
from memcon.model.record import Span

if TYPE_CHECKING:
    from memcon.code.relate import Pair

_BATCH = 256


def run(source: str) -> int:
    """Answer a file of marked pairs, a line each, in order."""
    from memcon.code.relate import Pair, relate_pairs

    failed = total = 0
    batch: list[Pair | tuple[object, BadRow]] = []

    def flush() -> None:
        nonlocal failed
        answers = iter(relate_pairs([p for p in batch if isinstance(p, Pair)]))
        for item in batch:
            if isinstance(item, Pair):
                write_line(next(answers))
            else:
                failed += 1
                write_error(*item)
        batch.clear()

    for place, row in read_lines(source):
        total += 1
        made = row if isinstance(row, BadRow) else _pair(row, place)
        batch.append(made if isinstance(made, Pair) else (None if isinstance(row, BadRow) else row.get("id"), made))
        if len(batch) >= _BATCH:
            flush()
    flush()
    return closing(failed, total)


def _pair(row: dict[str, Any], place: str) -> Pair | BadRow:
    from memcon.code.relate import Pair

    text = row.get("text")
    if not isinstance(text, str):
        return BadRow("wants 'text' as a string", place=place)
    if not any(c.isalnum() for c in text):
        return BadRow("there are no words in 'text'", place=place)
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
