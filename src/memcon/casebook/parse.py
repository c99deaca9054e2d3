"""Read casebook lines, where a case's marks stand inside its sentence.

    [Turkey's foreign minister|A TUR GOV] {telephoned} [his Iranian counterpart|R IRN GOV]. ## CONSULT phone 041 happened

`casebook/README.md` gives the whole notation.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from memcon.model.errors import BadRow
from memcon.model.record import Span

_MARK = re.compile(r"\[([^\[\]|{}]+)\|([^\[\]|{}]+)\]|\{([^\[\]|{}]+)(?:\|([0-9,]+))?\}")
_ROLE = re.compile(r"^(?:[AR]\d*)+$")
_STATUS = {
    "happened",
    "ongoing",
    "planned",
    "possible",
    "demanded",
    "threatened",
    "hypothetical",
    "denied",
    "historical",
}
CODED_TYPES = {
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
}


@dataclass(frozen=True)
class CaseActor:
    """A marked actor: its span, country or organisation code (None for ``-``) and sector."""

    span: Span
    code: str | None
    sector: str | None


@dataclass
class CaseEvent:
    """One event of a case as the coder wrote it."""

    type: str
    mode: str | None
    cameo: str | None
    status: str
    reciprocal: bool = False
    date: str | None = None
    actors: list[CaseActor] = field(default_factory=list)
    recipients: list[CaseActor] = field(default_factory=list)
    triggers: list[Span] = field(default_factory=list)


@dataclass
class Case:
    """One sentence of the casebook. ``held_out`` cases train and tune nothing."""

    id: str
    text: str
    date: str | None
    events: list[CaseEvent]
    note: str
    place: str
    held_out: bool


def is_held_out(text: str, parts: int = 5) -> bool:
    """Whether a text belongs to the part (a fifth, or one of ``parts``) that trains and tunes nothing, picked by hash."""
    return hashlib.sha256(text.encode()).digest()[0] % parts == 0


def parse_line(line: str, place: str) -> Case:
    """One casebook line as a `Case`. Raises `BadRow` naming ``place`` when the notation is broken."""
    date = None
    if found := re.match(r"@(\d{4}-\d{2}-\d{2})\s+", line):
        date, line = found.group(1), line[found.end() :]
    marked, sep, tail = line.partition(" ## ")
    if not sep:
        raise BadRow("no ' ## ' before the coding", place=place)
    events: dict[int, CaseEvent] = {}
    note = ""
    if tail.split()[0] == "NONE":
        note = " ".join(tail.split()[1:])
    else:
        for number, part in enumerate(tail.split(";"), 1):
            events[number] = _event(part.split(), place)
    text, at = "", 0
    for mark in _MARK.finditer(marked):
        text += marked[at : mark.start()]
        at = mark.end()
        words = mark.group(1) or mark.group(3)
        span = (len(text), len(text) + len(words))
        text += words
        if mark.group(1):
            role, code, sector = _actor(mark.group(2).split(), place)
            actor = CaseActor(span, code, sector)
            for letter, which in re.findall(r"([AR])(\d*)", role):
                event = events.get(int(which or 1))
                if event is None:
                    raise BadRow(f"[{words}] names event {which or 1}, which is not coded", place=place)
                (event.actors if letter == "A" else event.recipients).append(actor)
        else:
            for which in (mark.group(4) or "1").split(","):
                event = events.get(int(which or 1))
                if event is None:
                    raise BadRow(f"{{{words}}} names event {which}, which is not coded", place=place)
                event.triggers.append(span)
    text += marked[at:]
    if bad := re.search(r"[\[\]{}|]", text):
        raise BadRow(f"a stray {bad.group()} in the sentence", place=place)
    for number, event in events.items():
        if not event.triggers:
            raise BadRow(f"event {number} has no {{trigger}}", place=place)
        if not event.actors and not event.recipients:
            raise BadRow(f"event {number} has neither actor nor recipient", place=place)
    digest = hashlib.sha256(text.encode()).hexdigest()[:12]
    return Case(digest, text, date, list(events.values()), note, place, is_held_out(text))


def read_casebook(folder: Path, refuse: Callable[[BadRow], None] | None = None) -> Iterator[Case]:
    """Every case under ``folder`` (``*.txt``), in the order of file names and lines.

    Raises `BadRow` for a broken line, or hands it to ``refuse`` and goes on.
    """
    for path in sorted(folder.glob("*.txt")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.strip() and not line.startswith("#"):
                try:
                    yield parse_line(line.strip(), f"{path.name}:{number}")
                except BadRow as error:
                    if refuse is None:
                        raise
                    refuse(error)


def _event(words: list[str], place: str) -> CaseEvent:
    if len(words) < 4:
        raise BadRow("a coding is TYPE mode cameo status", place=place)
    type_, mode, cameo, status, *flags = words
    if type_ not in CODED_TYPES:
        raise BadRow(f"no PLOVER type {type_}", place=place)
    if status not in _STATUS:
        raise BadRow(f"no status {status}", place=place)
    if cameo != "-" and not re.fullmatch(r"\d{2,4}", cameo):
        raise BadRow(f"no CAMEO code {cameo}", place=place)
    event = CaseEvent(type_, None if mode == "-" else mode, None if cameo == "-" else cameo, status)
    for flag in flags:
        if flag == "recip":
            event.reciprocal = True
        elif flag.startswith("date="):
            event.date = flag[5:]
        else:
            raise BadRow(f"no flag {flag}", place=place)
    return event


def _actor(words: list[str], place: str) -> tuple[str, str | None, str | None]:
    if not words or not _ROLE.match(words[0]) or len(words) > 3:
        raise BadRow(f"an actor is [words|ROLE CODE SECTOR], not |{' '.join(words)}]", place=place)
    code = words[1] if len(words) > 1 and words[1] != "-" else None
    sector = words[2] if len(words) > 2 and words[2] != "-" else None
    return words[0], code, sector
