"""Read the casebook's readings: whole articles, each with the points that a careful reader holds its record to.

    act spoke by telephone = CONSULT phone 041 ; between Lula + Petro ; happened ; on 2026-03-11

`casebook/README.md` gives the notation.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from memcon.casebook.parse import CODED_TYPES, is_held_out
from memcon.model.errors import BadRow
from memcon.model.record import ActorKind, Channel, Form, SourceKind, Stance, Standing, Status

_NTH = re.compile(r"(.+?) #([1-9])$")
_CODED = re.compile(r"([A-Z]{2,10}|-) ([A-Z]{3}|-) ([a-z]+|-)$")
_DAYS = re.compile(r"-|\d{4}-\d{2}-\d{2}(?:/\d{4}-\d{2}-\d{2})?$")
_KEYS = {"act": ("by", "to", "between", "on", "at", "standing", "about"), "say": ("cue", "channel"), "none": ("by", "to"), "who": ()}
# what a part says by its word alone
_WORDS: dict[str, dict[str, tuple[str, ...]]] = {
    "act": {"status": get_args(Status)},
    "say": {"form": get_args(Form), "stance": get_args(Stance), "kind": get_args(SourceKind)},
    "none": {},
    "who": {},
}


@dataclass(frozen=True)
class Ask:
    """One line of points: what is asked of which words (their ``nth`` occurrence), and the parts as ``(key, value)``."""

    what: str
    words: str
    nth: int
    parts: tuple[tuple[str, str], ...]
    place: str


@dataclass(frozen=True)
class ReadArticle:
    """An article with its points. ``held_out`` ones tune nothing."""

    published: str
    text: str
    asks: tuple[Ask, ...]
    place: str
    held_out: bool


def read_readings(folder: Path, refuse: Callable[[BadRow], None] | None = None) -> Iterator[ReadArticle]:
    """Every article of ``folder/*.txt`` in order. Raises `BadRow` for a broken line, or hands it to ``refuse`` and goes on without it."""
    for path in sorted(folder.glob("*.txt")):
        try:
            yield parse_reading(path.read_text(encoding="utf-8"), path.name, refuse)
        except BadRow as error:
            if refuse is None:
                raise
            refuse(error)


def parse_reading(content: str, name: str, refuse: Callable[[BadRow], None] | None = None) -> ReadArticle:
    """One file's article. Raises `BadRow` for a broken head, and for a broken point unless ``refuse`` takes it."""
    parts = re.split(r"^====$", content, flags=re.MULTILINE)
    day = re.search(r"^published: (\d{4}-\d{2}-\d{2})$", parts[0], re.MULTILINE)
    if len(parts) != 3 or day is None:
        raise BadRow("an article is 'published: YYYY-MM-DD', its text and its points, parted by lines of ====", place=name)
    text = parts[1].strip()
    before = content[: len(content) - len(parts[2])].count("\n")
    asks = []
    for number, line in enumerate(parts[2].split("\n"), before + 1):
        if line.strip() and not line.startswith("#"):
            try:
                asks.append(parse_ask(line.strip(), text, f"{name}:{number}"))
            except BadRow as error:
                if refuse is None:
                    raise
                refuse(error)
    # by half, since an article is many points and there are few
    return ReadArticle(day.group(1), text, tuple(asks), name, is_held_out(text, 2))


def parse_ask(line: str, text: str, place: str) -> Ask:
    """One line of points about ``text``. Raises `BadRow` naming ``place``: a key nobody knows, words that are not in the text."""
    what, _, rest = line.partition(" ")
    if what not in _KEYS:
        raise BadRow(f"a point is who, act, say or none, not '{what}'", place=place)
    head, *tail = [p.strip() for p in re.split(r"\s;(?:\s|$)", rest) if p.strip()]
    words, equals, answer = head.partition(" = ")
    words, nth = _numbered(words)
    parts: list[tuple[str, str]] = []
    if what == "none":
        if equals:
            raise BadRow("'none' takes no ' = '", place=place)
        type_, _, mode = words.partition(" ")
        if type_ in CODED_TYPES:
            parts, words = [("type", type_), *([("mode", mode)] if mode else [])], ""
    elif not equals:
        raise BadRow(f"'{what} WORDS = …' wants its ' = '", place=place)
    elif what == "act":
        parts = _coding(answer, place)
    elif what == "say":
        parts = [("speaker", answer)]
    else:
        parts = _whose(answer, place)
    parts += [_part(what, p, place) for p in tail]
    for plain, at in [(words, nth), *(_numbered(w) for k, v in parts for w in _named(k, v))]:
        if plain and len(occurrences(text, plain)) < at:
            raise BadRow(f"'{plain}' does not stand in the article{f' {at} times' * (at > 1)}", place=place)
    return Ask(what, words, nth, tuple(parts), place)


def occurrences(text: str, words: str) -> list[tuple[int, int]]:
    """Where words stand in a text as whole words, as spans ``[start, end)``."""
    return [m.span() for m in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]


def _numbered(words: str) -> tuple[str, int]:
    found = _NTH.match(words.strip())
    return (found.group(1), int(found.group(2))) if found else (words.strip(), 1)


def _coding(answer: str, place: str) -> list[tuple[str, str]]:
    coded = answer.split()
    if len(coded) != 3 or coded[0] not in CODED_TYPES:
        raise BadRow("an act is TYPE MODE CAMEO, '-' where a mode or a code is not asked", place=place)
    return [(k, v) for k, v in zip(("type", "mode", "cameo"), coded, strict=True) if v != "-"]


def _whose(answer: str, place: str) -> list[tuple[str, str]]:
    coded = _CODED.match(answer)
    if coded is None:
        return [("same", answer)]
    if coded.group(3) not in (*get_args(ActorKind), "-"):
        raise BadRow(f"no kind of actor '{coded.group(3)}'", place=place)
    return [(k, v) for k, v in zip(("code", "sector", "kind"), coded.groups(), strict=True) if v != "-"]


def _part(what: str, part: str, place: str) -> tuple[str, str]:
    for key, words in _WORDS[what].items():
        if part in words:
            return key, part
    key, _, value = part.partition(" ")
    value = value.strip()
    if key not in _KEYS[what] or not value:
        raise BadRow(f"'{what}' has no part '{part}'", place=place)
    known = {"standing": get_args(Standing), "channel": get_args(Channel)}.get(key)
    if (known and value not in known) or (key == "on" and not _DAYS.match(value)):
        raise BadRow(f"no {key} '{value}'", place=place)
    return key, value


def _named(key: str, value: str) -> list[str]:
    """The words of the article that a part names."""
    if key not in ("by", "to", "between", "same", "speaker", "about", "cue") or value == "-":
        return []
    return [w.strip() for w in value.split(" + ") if not w.strip().startswith("=")]
