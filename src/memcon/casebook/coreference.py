"""Read the casebook's coreference articles, where every mention's mark says whose it is.

    == ghana-cocoa 2025-03-18
    [Ghana's finance minister Ama Owusu|=m] said [she|m] would resign. [It|-] was raining.

`casebook/README.md` gives the notation.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from memcon.casebook.parse import is_held_out
from memcon.model.errors import BadRow
from memcon.model.record import Span

_HEADER = re.compile(r"== ([a-z0-9-]+) (\d{4}-\d{2}-\d{2})$")
_MARK = re.compile(r"\[([^\[\]|]{1,200})\|((?:=?[a-z]{1,9}(?:\+[a-z]{1,9}){0,5}|-)(?:/(?:[a-z]{1,9}(?:\+[a-z]{1,9}){0,5}|-)){0,3})\]")


@dataclass(frozen=True)
class MarkedMention:
    """A marked mention: its span, the readings that are right, and whether it is what names its actor.

    A reading is the actors it stands for together; the empty one is nobody marked.
    """

    span: Span
    readings: tuple[tuple[str, ...], ...]
    names: bool

    @property
    def keys(self) -> tuple[str, ...]:
        """The first reading."""
        return self.readings[0]


@dataclass(frozen=True)
class MarkedArticle:
    """One article with its mentions. ``held_out`` articles tune nothing."""

    slug: str
    date: str
    text: str
    mentions: tuple[MarkedMention, ...]
    place: str
    held_out: bool


def read_marked(folder: Path, refuse: Callable[[BadRow], None] | None = None) -> Iterator[MarkedArticle]:
    """Every article of ``folder/*.txt`` in order, then those of ``folder/tuned/*.txt``, of which none is held out.

    Raises `BadRow` for a broken one, or hands it to ``refuse`` and goes on.
    """
    for path in (*sorted(folder.glob("*.txt")), *sorted((folder / "tuned").glob("*.txt"))):
        tuned = path.parent.name == "tuned"
        for number, header, lines in _parts(path.read_text(encoding="utf-8")):
            try:
                article = parse_marked(header, lines, f"{path.name}:{number}")
                yield replace(article, held_out=article.held_out and not tuned)
            except BadRow as error:
                if refuse is None:
                    raise
                refuse(error)


def parse_marked(header: str, lines: list[str], place: str) -> MarkedArticle:
    """One article from its header and its paragraphs. Raises `BadRow` naming ``place``."""
    named = _HEADER.match(header)
    if named is None:
        raise BadRow("an article begins '== its-name YYYY-MM-DD'", place=place)
    marked = "\n".join(lines)
    text, at = "", 0
    mentions = []
    for mark in _MARK.finditer(marked):
        text += marked[at : mark.start()]
        at = mark.end()
        span = (len(text), len(text) + len(mark.group(1)))
        text += mark.group(1)
        code = mark.group(2)
        readings = tuple(() if one == "-" else tuple(one.split("+")) for one in code.removeprefix("=").split("/"))
        mentions.append(MarkedMention(span, readings, code.startswith("=")))
    text += marked[at:]
    if bad := re.search(r"[\[\]|]", text):
        raise BadRow(f"a stray {bad.group()} in the article", place=place)
    known = {k for m in mentions if m.names for k in m.keys}
    if missing := sorted({k for m in mentions for one in m.readings for k in one} - known):
        raise BadRow(f"nothing names '{missing[0]}': one of its mentions must be marked ={missing[0]}", place=place)
    slug, date = named.groups()
    # by half, since an article is many rows and there are few
    return MarkedArticle(slug, date, text, tuple(mentions), place, is_held_out(text, 2))


def _parts(text: str) -> Iterator[tuple[int, str, list[str]]]:
    """``(line, header, paragraphs)`` of each article of a file."""
    header, at = "", 0
    lines: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        line = line.strip()
        if line.startswith("=="):
            if header:
                yield at, header, lines
            header, at, lines = line, number, []
        elif line and not line.startswith("#"):
            lines.append(line)
    if header:
        yield at, header, lines
