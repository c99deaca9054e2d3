"""``memcon actor``."""

from __future__ import annotations

import sys
from datetime import date

from memcon.cli.jsonl import closing, read_lines, write_error, write_line
from memcon.model.errors import BadOption, BadRow
from memcon.model.record import Actor


def run(text: str, on: str | None, inside: str | None, format: str | None) -> int:
    """Answer one phrase, or a file of them. Raises `BadOption`, `NotFound`."""
    if on is not None and not _is_day(on):
        raise BadOption(f"--on wants a day as YYYY-MM-DD, not '{on}'")
    inside = _state(inside) if inside is not None else None
    format = format or ("words" if sys.stdout.isatty() else "json")
    if format == "jsonl":
        return _lines(text, inside)
    if format not in ("words", "json"):
        raise BadOption(f"no format '{format}'; use words, json or jsonl")
    if not text.strip():
        raise BadOption("there is no name in it")
    found = answer(text, on, inside)
    if format == "json":
        write_line(found)
    else:
        sys.stdout.write(in_words(text, found, on) + "\n")
    return 0


def _is_day(text: str) -> bool:
    """Whether it is a real day, written YYYY-MM-DD."""
    try:
        return len(text) == 10 and date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _state(code: str) -> str:
    """The code of a state. Raises `BadOption`."""
    from memcon.register.register import load_register

    if code.upper() not in load_register().states:
        raise BadOption(f"--in wants a state's ISO alpha-3 code, such as FRA, not '{code}'")
    return code.upper()


def answer(text: str, on: str | None, inside: str | None = None) -> Actor:
    """One entry of a record's ``actors`` for a phrase on a day; fields the register cannot give are null."""
    from memcon.register.who import who

    found = who(text, on, inside)
    if found is None:
        return Actor(id="a1", name=text, kind="unnamed", spans=[(0, len(text))])
    return Actor(
        id="a1",
        name=found.name,
        kind=found.kind,
        country=found.country,
        organisation=found.organisation,
        sector=found.sector,
        sectors=list(found.sectors),
        office=found.office,
        basis="register",
        spans=[(0, len(text))],
    )


def in_words(text: str, actor: Actor, on: str | None) -> str:
    """The answer as a sentence."""
    if actor.kind == "unnamed" and not actor.country and not actor.sector:
        return f"“{text}”: the register does not say."
    parts = [actor.name]
    if actor.office:
        parts.append(actor.office)
    home = actor.country or actor.organisation
    if home:
        parts.append(home)
    if actor.sector:
        parts.append(", ".join(actor.sectors))
    return f"“{text}”" + (f" on {on}" if on else "") + ": " + " · ".join(parts)


def _lines(source: str, inside: str | None) -> int:
    import msgspec

    failed = total = 0
    for place, row in read_lines(source):
        total += 1
        id = None if isinstance(row, BadRow) else row.get("id")
        asked = row if isinstance(row, BadRow) else _asked(row, place)
        if isinstance(asked, BadRow):
            failed += 1
            write_error(id, asked)
        else:
            write_line({**msgspec.to_builtins(answer(*asked, inside)), "id": id})
    return closing(failed, total)


def _asked(row: dict[str, object], place: str) -> tuple[str, str | None] | BadRow:
    """The phrase and the day that a line asks about, or what is wrong with it."""
    text, on = row.get("text"), row.get("date")
    if not isinstance(text, str) or not (on is None or isinstance(on, str)):
        return BadRow("wants 'text' (and 'date') as strings", place=place)
    if not text.strip():
        return BadRow("there is no name in 'text'", place=place)
    if on and not _is_day(on):
        return BadRow(f"'{on}' is no day; write it as 2026-01-15", place=place)
    return text, on or None
