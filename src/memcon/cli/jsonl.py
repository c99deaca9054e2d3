"""Lines of JSON in, lines of JSON out: a bad line becomes an error in its place and the run goes on."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from memcon.model.errors import BadRow, NotFound


def read_lines(source: str) -> Iterator[tuple[str, dict[str, Any] | BadRow]]:
    """``(place, object)`` for each non-empty line of a file or ``-``. Raises `NotFound`."""
    if source == "-":
        handle, name = sys.stdin.buffer, "-"
    else:
        path = Path(source)
        if not path.is_file():
            raise NotFound("no such file", place=source)
        handle, name = path.open("rb"), path.name
    with handle:
        for number, line in enumerate(handle, 1):
            if not line.strip():
                continue
            place = f"{name}:{number}"
            try:
                value = msgspec.json.decode(line)
            except (msgspec.DecodeError, UnicodeDecodeError) as error:
                yield place, BadRow(f"not JSON: {error}", place=place)
                continue
            yield place, value if isinstance(value, dict) else BadRow("not a JSON object", place=place)


def write_line(value: object) -> None:
    """One JSON object on one line of standard output."""
    sys.stdout.write(msgspec.json.encode(value).decode() + "\n")


def write_error(id: object, error: BadRow) -> None:
    """An error in an answer's place, under the row's own ``id`` where it has one."""
    write_line({"id": id, "error": {"kind": error.kind, "message": error.line()}})


class Json:
    """Values on standard output as JSON that people can read: one by itself, ``several`` as a list."""

    def __init__(self, several: bool) -> None:
        self.several = several
        self.count = 0

    def add(self, value: object) -> None:
        """Print one."""
        text = msgspec.json.format(msgspec.json.encode(value), indent=1).decode()
        sys.stdout.write(("[\n" if self.count == 0 else ",\n") + text if self.several else text + "\n")
        self.count += 1

    def close(self) -> None:
        """End the list."""
        if self.several:
            sys.stdout.write("\n]\n" if self.count else "[]\n")


def closing(failed: int, total: int) -> int:
    """Say how many lines failed on standard error; the exit status (3 when any did)."""
    if failed:
        sys.stderr.write(f"memcon: {failed} of {total} lines could not be answered\n")
    return 3 if failed else 0
