"""Code one shard: from the file that says what is in it to a file of records, with no engine about it."""

from __future__ import annotations

import hashlib
import resource
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

import msgspec

from memcon.coder import Options, code_report, code_reports
from memcon.keep.files import settle, temporary_of, write_whole
from memcon.model.errors import BadOption, MemconError, StoreError, Uncodable
from memcon.model.record import Record, Report
from memcon.scale.pieces import Item, items_of
from memcon.scale.plan import ShardInput
from memcon.versions import coding_id, versions_of

BATCH = 60_000  # characters, as the coder's own batches
FOLDERS = ("records", "errors", "done", "tries")


class Failure(msgspec.Struct, kw_only=True):
    """An article without a record: where it is, its key, and the error."""

    place: str
    key: str | None = None
    kind: str
    message: str


class Tries(msgspec.Struct):
    """What ended coding processes: how often each article did (by its number in the shard), and why those set aside were."""

    coding: str = ""
    tries: dict[int, int] = {}
    aside: dict[int, str] = {}
    # those of them that were being read, not coded
    unread: set[int] = set()


class Done(msgspec.Struct):
    """A finished shard's manifest. It is written last: a shard is finished where it is there and the files fit it."""

    shard: int
    coding: str
    versions: dict[str, str]
    input: str
    records: int
    events: int
    statements: int
    failures: dict[str, int]
    characters: int
    bytes: int
    sha256: str
    errors_sha256: str
    seconds: float
    cpu_seconds: float
    peak_mib: int

    def articles(self) -> int:
        """How many articles the shard holds, with those that failed."""
        return self.records + sum(self.failures.values())


class Ear:
    """Is told what a shard is at, so that whoever watches knows which article ended the process. This one ignores it."""

    def at(self, first: int, last: int, place: str, reading: bool) -> None:
        """Articles ``first`` to ``last`` of the shard are read or coded now."""

    def done(self, articles: int, failed: int) -> None:
        """So many more articles are through."""


def paths_of(folder: Path, number: int) -> tuple[Path, Path, Path]:
    """A shard's records, errors and manifest in a run's folder."""
    name = f"{number:05d}"
    return folder / "records" / f"{name}.jsonl", folder / "errors" / f"{name}.jsonl", folder / "done" / f"{name}.json"


def code_shard(source: Path, out: Path, tries: Tries | None = None, ear: Ear | None = None) -> Done:
    """Code the shard whose input is written down in ``source`` into the run's folder ``out``; returns its manifest.

    The records depend on the input alone: engine, neighbours and order of the shards change nothing. Articles in ``tries`` are coded
    alone, those set aside there are not touched.

    Raises `BadOption` where this memcon is not the plan's, `StoreError` when the disk refuses.
    """
    began, busy = time.monotonic(), time.process_time()
    raw = source.read_bytes()
    shard = msgspec.json.decode(raw, type=ShardInput)
    if _coding(tuple(Path(p) for p in shard.lexicons), shard.fast, shard.min_confidence) != shard.coding:
        raise BadOption("this memcon is not the one that planned the run; start the run again", place=str(source))
    records, errors, manifest = paths_of(out, shard.number)
    written = events = statements = characters = 0
    failures: dict[str, int] = {}
    with _Lines(records) as good, _Lines(errors) as bad:
        for outcome in _outcomes(shard, tries or Tries(), ear or Ear()):
            if isinstance(outcome, Failure):
                bad.write(outcome)
                failures[outcome.kind] = failures.get(outcome.kind, 0) + 1
            else:
                good.write(outcome)
                written += 1
                events += len(outcome.events)
                statements += len(outcome.statements)
                characters += len(outcome.article.text)
        # a manifest of an earlier coding must not stand beside the new records
        manifest.unlink(missing_ok=True)
    done = Done(
        shard.number,
        shard.coding,
        shard.versions,
        hashlib.sha256(raw).hexdigest(),
        written,
        events,
        statements,
        dict(sorted(failures.items())),
        characters,
        good.size,
        good.digest.hexdigest(),
        bad.digest.hexdigest(),
        round(time.monotonic() - began, 3),
        round(time.process_time() - busy, 3),
        # Linux counts in KiB
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    )
    write_whole(manifest, msgspec.json.format(msgspec.json.encode(done), indent=1))
    return done


def finished(source: Path, out: Path, number: int) -> Done | None:
    """A shard's manifest where the shard is finished: of this input and coding, with both files whole."""
    records, errors, manifest = paths_of(out, number)
    try:
        done = msgspec.json.decode(manifest.read_bytes(), type=Done)
        if done.input != _sha256(source) or done.sha256 != _sha256(records) or done.errors_sha256 != _sha256(errors):
            return None
    except (OSError, msgspec.DecodeError):
        return None
    return done


def _outcomes(shard: ShardInput, tries: Tries, ear: Ear) -> Iterator[Record | Failure]:
    """Records and failures in the order of the input; what was at hand when a process ended before is read and coded alone."""
    options = shard.options()
    pending: list[tuple[int, str, Report]] = []
    size = 0
    number = -1
    for piece in shard.pieces:
        for item in items_of(piece):
            number += 1
            ear.at(number, number, item.place, True)
            aside = tries.aside.get(number)
            alone = number in tries.tries
            report = None
            if aside is None or not (item.free or number in tries.unread):
                report = _read(item)
                if report is None:
                    ear.done(int(item.free), 0)
                    continue
            if alone or isinstance(report, MemconError):
                yield from _coded(pending, options, ear)
                pending, size = [], 0
            if aside is not None:
                ear.done(1, 1)
                rest = report is None and not item.free
                yield Failure(place=item.place, kind="set-aside", message=aside + ("; the rest of the file with it" if rest else ""))
                if rest:
                    break
            elif isinstance(report, MemconError):
                ear.done(1, 1)
                yield Failure(place=report.place or item.place, key=report.key, kind=report.kind, message=report.message)
            elif report is not None:
                pending.append((number, item.place, report))
                size += len(report.article.text)
                if alone or size >= BATCH:
                    yield from _coded(pending, options, ear)
                    pending, size = [], 0
    yield from _coded(pending, options, ear)


def _read(item: Item) -> Report | MemconError | None:
    try:
        return item.read()
    except MemconError as error:
        return error
    except Exception as error:
        return Uncodable(f"reading failed ({type(error).__name__}: {error})", place=item.place)


def _coded(pending: list[tuple[int, str, Report]], options: Options, ear: Ear) -> Iterator[Record | Failure]:
    """A batch's records; where one article breaks the coder, the batch is coded singly and it alone fails."""
    if not pending:
        return
    ear.at(pending[0][0], pending[-1][0], pending[0][1], False)
    try:
        records = list(code_reports([report for _, _, report in pending], options))
    except MemconError:
        raise
    except Exception:
        records = []
    if records:
        ear.done(len(records), 0)
        yield from records
        return
    for number, place, report in pending:
        ear.at(number, number, place, False)
        try:
            record = code_report(report, options)
        except MemconError:
            raise
        except Exception as error:
            ear.done(1, 1)
            yield Failure(place=place, key=report.key, kind=Uncodable.kind, message=f"coding failed ({type(error).__name__}: {error})")
        else:
            ear.done(1, 0)
            yield record


class _Lines:
    """A file of JSON lines that is whole or not there."""

    def __init__(self, final: Path) -> None:
        self.final = final
        self.temporary = temporary_of(final)
        self.digest = hashlib.sha256()
        self.size = 0

    def write(self, value: object) -> None:
        """Add a line. Raises `StoreError`."""
        line = msgspec.json.encode(value) + b"\n"
        try:
            self.handle.write(line)
        except OSError as error:
            raise StoreError(f"cannot write ({error.strerror})", place=str(self.final)) from None
        self.digest.update(line)
        self.size += len(line)

    def __enter__(self) -> _Lines:
        try:
            self.final.parent.mkdir(parents=True, exist_ok=True)
            self.handle = self.temporary.open("wb")
        except OSError as error:
            raise StoreError(f"cannot write ({error.strerror})", place=str(self.final)) from None
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        try:
            self.handle.close()
        except OSError as refused:
            self.temporary.unlink(missing_ok=True)
            raise StoreError(f"cannot write ({refused.strerror})", place=str(self.final)) from None
        if kind is None:
            settle(self.temporary, self.final)
        else:
            self.temporary.unlink(missing_ok=True)


_CODINGS: dict[tuple[tuple[Path, ...], bool, float], str] = {}


def _coding(lexicons: tuple[Path, ...], fast: bool, min_confidence: float) -> str:
    """This memcon's coding, taken once a process: the code that is loaded is the code that was there then."""
    key = (lexicons, fast, min_confidence)
    if key not in _CODINGS:
        _CODINGS[key] = coding_id(versions_of(*key))
    return _CODINGS[key]


def _sha256(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
