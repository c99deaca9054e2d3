"""Find the words inside quotation marks, in one pass over the text, however badly the marks are closed."""

from __future__ import annotations

import re

from memcon.model.record import Block, Span

_MARKS = re.compile(r"``|''|[\"“”„«»]|(?<![\w’'])[‘'](?=\w)|(?<=[\w.,!?…])[’'](?![\w])")
_OPEN = {"``": "''", "''": "''", "“": '”"', "„": "”“", "«": "»", "‘": "’'", "'": "'’", '"': '"”'}
MAX_QUOTES = 20_000


def find_quotes(text: str, blocks: list[Block]) -> list[Span]:
    """Spans between quotation marks, marks left out, in order and without overlap.

    A mark that is never closed runs to the end of its block. A block that reopens the marks carries a quotation
    on, as newspapers print speeches; each paragraph then is a span of its own.
    """
    found: list[Span] = []
    for block in blocks:
        if block.kind not in ("title", "deck", "heading", "paragraph", "quote"):
            continue
        found.extend(_in_block(text, block.span))
        if len(found) > MAX_QUOTES:
            break
    return found[:MAX_QUOTES]


def _in_block(text: str, span: Span) -> list[Span]:
    found: list[Span] = []
    start, opened = -1, ""
    for mark in _MARKS.finditer(text, *span):
        char, at = mark.group(), mark.start()
        if start < 0:
            if char in ('"', "''") and not _may_open(text, at, at + len(char), span):
                continue
            if char == "'" and not (at + 1 < span[1] and text[at + 1].isalnum() and (at == span[0] or not text[at - 1].isalnum())):
                continue  # the apostrophe of a plural opens nothing
            if char in _OPEN and char not in "’”»":
                start, opened = mark.end(), char
        elif char == _OPEN[opened] or (len(char) == 1 and char in _OPEN[opened] and len(opened) == 1):
            if char in "'’" and opened in "'‘" and at - start > 400:
                start = -1
                continue
            if at > start:
                found.append((start, at))
            start = -1
    if start >= 0 and opened not in "'‘" and span[1] > start:
        found.append((start, span[1]))
    # French marks stand off their words: « Oui », he said
    return [(s + len(words) - len(words.lstrip()), e - len(words) + len(words.rstrip())) for s, e in found if (words := text[s:e]).strip()]


def _may_open(text: str, at: int, end: int, span: Span) -> bool:
    before = text[at - 1] if at > span[0] else " "
    after = text[end] if end < span[1] else " "
    return not after.isspace() or before.isspace()
