"""``memcon actor``."""

from __future__ import annotations

import re
import sys

from memcon.cli.jsonl import closing, read_lines, write_line
from memcon.model.errors import BadOption, BadRow
from memcon.model.record import Actor

_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")


def run(text: str, on: str | None, inside: str | None, format: str | None) -> int:
    """Answer one phrase, or a file of them."""
    if on is not None and not _DAY.match(on):
        raise BadOption(f"--on wants YYYY-MM-DD, not '{on}'")
    format = format or ("words" if sys.stdout.isatty() else "json")
    if format == "jsonl":
        return _lines(text, inside)
    if format not in ("words", "json"):
        raise BadOption(f"no format '{format}'; use words, json or jsonl")
    found = answer(text, on, inside)
    if format == "json":
        write_line(found)
    else:
        sys.stdout.write(in_words(text, found, on) + "\n")
    return 0


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
    failed = total = 0
    for place, row in read_lines(source):
        total += 1
        if not isinstance(row, BadRow):
            text, date = row.get("text"), row.get("date")
            if isinstance(text, str) and (date is None or isinstance(date, str)):
                import msgspec

                day = date if date and _DAY.match(date) else None
                write_line({"id": row.get("id"), **msgspec.to_builtins(answer(text, day, inside))} | {"id": row.get("id")})
                continue
            row = BadRow("wants 'text' (and 'date') as strings", place=place)
        failed += 1
        write_line({"id": None, "error": {"kind": row.kind, "message": row.line()}})
    return closing(failed, total)
