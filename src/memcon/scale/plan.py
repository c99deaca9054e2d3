"""The plan of a run: which pieces of the input make up which shard, written down before the first article is coded."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator
from pathlib import Path

import msgspec

from memcon.coder import Options
from memcon.keep.files import write_whole
from memcon.model.errors import BadOption, NotFound
from memcon.scale.pieces import Piece, files_of, parts_of
from memcon.versions import coding_id, versions_of

SCHEMA = "memcon-scale/1"
SHARD_BYTES = 4_000_000


class ShardInput(msgspec.Struct):
    """All that a shard's records depend on: its pieces, how to code them, and the versions that must do it."""

    number: int
    pieces: list[Piece]
    coding: str
    versions: dict[str, str]
    fast: bool = False
    lexicons: list[str] = []
    min_confidence: float = 0.0

    def options(self) -> Options:
        """The coder's options."""
        return Options(tuple(Path(p) for p in self.lexicons), self.fast, self.min_confidence)


class Plan(msgspec.Struct):
    """A run's shards; ``articles`` None where that cannot be known without reading everything."""

    inputs: str
    coding: str
    versions: dict[str, str]
    sources: list[str]
    asked: int
    shards: int
    bytes: int
    articles: int | None
    schema: str = SCHEMA


def input_of(folder: Path, number: int) -> Path:
    """Where a shard's input is written down."""
    return folder / "plan" / f"{number:05d}.json"


def make_plan(sources: list[Path], folder: Path, options: Options, shards: int | None, processes: int) -> Plan:
    """The plan in the run's folder: the one that is there where inputs and shards are the same, else a new one.

    Raises `NotFound` for a source that is not there and `BadOption` where the folder holds a run over other input or lies within it.
    """
    if any(folder.resolve().is_relative_to(s.resolve()) for s in sources):
        raise BadOption("lies within the input and would become part of it; choose another folder", place=str(folder))
    files = [(p, p.stat()) for p in dict.fromkeys(p.resolve() for s in sources for p in files_of(s))]
    digest = hashlib.sha256()
    for path, found in files:
        digest.update(f"{path}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    inputs = digest.hexdigest()[:16]
    versions = versions_of(options.lexicons, options.fast, options.min_confidence)
    coding = coding_id(versions)
    old = _old(folder)
    if old is not None:
        if old.inputs != inputs:
            raise BadOption("holds a run over other input, or its input has changed since; choose another folder", place=str(folder))
        if shards is not None and shards != old.asked:
            raise BadOption(f"holds a run in {old.asked} shards; leave --shards out, or choose another folder", place=str(folder))
        if old.coding == coding:
            return old
    total = sum(found.st_size for _, found in files)
    # where only the versions differ the cuts stay the same
    number = old.asked if old else shards or default_shards(total, processes)
    parts = list(_cut([(p, found.st_size) for p, found in files], total, number))
    if not parts:
        raise NotFound("nothing in it to read", place=", ".join(map(str, sources)))
    counts = [count for _, count in parts if count is not None]
    articles = sum(counts) if len(counts) == len(parts) else None
    plan = Plan(inputs, coding, versions, [str(s) for s in sources], number, len(parts), total, articles)
    (folder / "plan").mkdir(parents=True, exist_ok=True)
    for at, (pieces, _) in enumerate(parts):
        lexicons = [str(p.resolve()) for p in options.lexicons]
        one = ShardInput(at, pieces, coding, versions, options.fast, lexicons, options.min_confidence)
        write_whole(input_of(folder, at), msgspec.json.encode(one))
    write_whole(folder / "plan.json", msgspec.json.format(msgspec.json.encode(plan), indent=1))
    return plan


def default_shards(total: int, processes: int) -> int:
    """So many that a shard is a few minutes' work and every process has several, where there is enough to share out."""
    return max(1, math.ceil(total / SHARD_BYTES), min(4 * processes, math.ceil(total / 50_000)))


def _old(folder: Path) -> Plan | None:
    try:
        return msgspec.json.decode((folder / "plan.json").read_bytes(), type=Plan)
    except FileNotFoundError:
        return None
    except msgspec.DecodeError:
        raise BadOption("its plan.json is damaged or of another memcon; choose another folder", place=str(folder)) from None


def _cut(files: list[tuple[Path, int]], total: int, shards: int) -> Iterator[tuple[list[Piece], int | None]]:
    """Neighbouring articles to shards of about the same bytes, each with how many there are where that is known."""
    pieces: list[Piece] = []
    count: int | None = 0
    gone = made = 0
    for path, size in files:
        for part in parts_of(path, size):
            if not (pieces and pieces[-1].take(part.piece)):
                pieces.append(part.piece)
            count = None if count is None or part.articles is None else count + part.articles
            gone += part.bytes
            if gone < total and gone * shards >= (made + 1) * total:
                yield pieces, count
                made = gone * shards // total
                pieces, count = [], 0
    if pieces:
        yield pieces, count
