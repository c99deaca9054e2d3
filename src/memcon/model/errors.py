"""Named errors: each says what went wrong, where, and what to do, on one line."""

from __future__ import annotations


class MemconError(Exception):
    """Base of every error a user may meet.

    `kind` is a stable name for programs, `message` says what is wrong and what to do,
    `place` names the input (a path, an address, ``file.jsonl:12``).
    """

    kind = "error"

    key: str | None = None

    def __init__(self, message: str, *, place: str | None = None) -> None:
        self.message = " ".join(str(message).split())
        self.place = place
        super().__init__(self.line())

    def line(self) -> str:
        """The error as one line: kind, place, message."""
        where = f" {self.place}:" if self.place else ""
        return f"{self.kind}:{where} {self.message}"


class NotFound(MemconError):
    """The source does not exist or cannot be opened."""

    kind = "not-found"


class TooLarge(MemconError):
    """The input is beyond the size that is read."""

    kind = "too-large"


class Unreadable(MemconError):
    """The bytes hold no text that can be read."""

    kind = "unreadable"


class NoText(MemconError):
    """The input is readable but holds no report."""

    kind = "no-text"


class BadRow(MemconError):
    """One row of a data or input file is malformed."""

    kind = "bad-row"


class BadOption(MemconError):
    """An option of the command cannot be used as given."""

    kind = "bad-option"


class NoModel(MemconError):
    """A model that should be installed is missing or damaged."""

    kind = "no-model"


class StoreError(MemconError):
    """The store cannot be opened, read or written."""

    kind = "store"


class Refused(MemconError):
    """The address may not be fetched (private network, scheme, redirect)."""

    kind = "refused"


class Uncodable(MemconError):
    """A report was read but its coding failed: a defect of ours, named so that the run can go on."""

    kind = "uncodable"
