"""The decisions' file: a line a decision, only ever added to, beside the store and never inside it."""

from __future__ import annotations

import fcntl
import os
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

import msgspec

from memcon.keep.files import sync_folder
from memcon.model.errors import StoreError
from memcon.review.decision import Decision
from memcon.review.statement import StatementDecision

One = TypeVar("One", Decision, StatementDecision)


@dataclass(frozen=True)
class Log:
    """All decisions in the order they were made, and how many lines could not be read."""

    decisions: list[Decision]
    damaged: int
    statements: list[StatementDecision] = field(default_factory=list)


def path_of(store: Path) -> Path:
    """``STORE.review.jsonl``: outside the folder, so that a store made anew keeps its coders' work."""
    store = store.absolute()
    return store.with_name(f"{store.name}.review.jsonl")


def append(store: Path, decision: Decision | StatementDecision) -> None:
    """Add one decision: after it returns the line is on disk, whole; when it raises, nothing of it is. Raises `StoreError`."""
    path = path_of(store)
    line = msgspec.json.encode(decision) + b"\n"
    try:
        fresh = not path.exists()
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
        try:
            # writers wait for each other; the lock ends with its holder
            fcntl.flock(handle, fcntl.LOCK_EX)
            size = os.fstat(handle).st_size
            if size and os.pread(handle, 1, size - 1) != b"\n":
                line = b"\n" + line  # a killed writer's torn line stays on its own
            try:
                if os.write(handle, line) != len(line):
                    raise OSError("No space left on device")
                os.fsync(handle)
            except OSError:
                os.ftruncate(handle, size)
                raise
        finally:
            os.close(handle)
        if fresh:
            sync_folder(path.parent)
    except OSError as error:
        raise StoreError(f"the decision cannot be written ({error.strerror or error})", place=str(path)) from None


def read(store: Path) -> Log:
    """Every decision on a store, oldest first; none where nobody has reviewed it. Raises `StoreError`."""
    try:
        raw = path_of(store).read_bytes()
    except FileNotFoundError:
        return Log([], 0)
    except OSError as error:
        raise StoreError(f"cannot be read ({error.strerror})", place=str(path_of(store))) from None
    log = Log([], 0)
    damaged = 0
    for line in raw.split(b"\n"):
        if line.strip():
            try:
                # which of the two a line is shows in the id that it bears
                if "statement_id" in (told := msgspec.json.decode(line, type=dict)):
                    log.statements.append(msgspec.convert(told, StatementDecision))
                else:
                    log.decisions.append(msgspec.convert(told, Decision))
            except (msgspec.DecodeError, msgspec.ValidationError):
                damaged += 1
    return replace(log, damaged=damaged)


def latest(decisions: list[One]) -> list[One]:
    """Of each coder the newest word on each event or statement, in the order of the first ones."""
    kept: dict[tuple[str, str], One] = {}
    for one in decisions:
        kept[one.coder, one.about] = one
    return list(kept.values())
