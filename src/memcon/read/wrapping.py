"""The paragraphs of plain text: blank lines part them, and lines broken at a margin are joined again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, pairwise

from memcon.read.lines import is_finished, is_item, is_mail_head

MOST_LINES = 20_000
_WIDEST = 100
_NARROWEST = 40
_SLACK = 5


def paragraphs(text: str) -> tuple[list[str], str]:
    """Paragraphs of a normalised text, each on one line, and what lies beyond the first `MOST_LINES` lines as one more line.

    Lines are joined where a text is broken at a margin: where the first word of the next line would not have fitted.
    """
    cut = _nth_line(text, MOST_LINES)
    groups = [[line for line in group.split("\n") if line.strip()] for group in text[:cut].split("\n\n")]
    width = _margin(groups)
    found: list[str] = []
    for group in groups:
        found.extend(_joined(group, width) if width else group)
    return [line for line in found if line.strip()], " ".join(text[cut:].split())


def _nth_line(text: str, n: int) -> int:
    """Where the n-th line of some text ends, or the end of the text."""
    found = next(islice(re.finditer(r"[^\n]\n+", text), n - 1, None), None)
    return found.end() if found else len(text)


def _margin(groups: list[list[str]]) -> int:
    """The width at which a text is broken; 0 where its lines are paragraphs."""
    longest = max((len(line) for group in groups for line in group if " " in line), default=0)
    if not _NARROWEST <= longest <= _WIDEST:
        return 0
    breaks = inside = 0
    for first, second in _breaks(groups):
        breaks += 1
        # a sentence that goes on in small letters on the next line
        if not is_finished(first) and second[:1].islower() and _full(first, second, longest):
            inside += 1
    return longest if inside and inside >= 0.2 * breaks else 0


def _breaks(groups: list[list[str]]) -> Iterator[tuple[str, str]]:
    for group in groups:
        yield from pairwise(group)


def _full(first: str, second: str, width: int) -> bool:
    """Whether the next line's first word would have gone over the margin."""
    return len(first) + 1 + len(second.split(" ", 1)[0]) > width - _SLACK


def _joined(group: list[str], width: int) -> list[str]:
    out: list[str] = []
    last = ""
    for line in group:
        bare = line.lstrip("> ")
        goes_on = out and not is_item(line) and not is_mail_head(line) and (line[:1] == ">") == (out[-1][:1] == ">")
        if goes_on and (_full(last, line, width) or (bare[:1].islower() and not is_finished(last))):
            out[-1] += " " + bare
        else:
            out.append(line)
        last = line
    return out
