"""A run: plan, do what is not done, report. Killed at any moment and started again, it goes on where it was."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from memcon.coder import Options
from memcon.keep.files import TEMPORARY, locked, write_whole
from memcon.model.errors import BadOption, StoreError
from memcon.scale.engines import engine_named
from memcon.scale.plan import SCHEMA, Plan, input_of, make_plan
from memcon.scale.shard import FOLDERS, Done, Failure, finished, paths_of
from memcon.scale.watch import Hear

_EVERY = 5.0  # seconds between two reports on the way


@dataclass(frozen=True)
class Settings:
    """How a run is done; none of it changes a record but the coder's options."""

    options: Options = field(default_factory=Options)
    engine: str = "local"
    processes: int = 1
    shards: int | None = None
    patience: float = 300.0


class Report(msgspec.Struct, kw_only=True):
    """What a run has done so far, as ``report.json``. Rates are of this start of the run, totals of all its starts.

    ``cpu_seconds`` is what coding the shards took, without what it takes to start a process; ``peak_mib`` the largest process.
    """

    schema: str = SCHEMA
    state: str
    sources: list[str]
    engine: str
    processes: int
    coding: str
    versions: dict[str, str]
    shards: int
    shards_finished: int = 0
    shards_found_finished: int = 0
    articles: int = 0
    records: int = 0
    events: int = 0
    statements: int = 0
    failures: dict[str, int] = {}
    set_aside: list[Failure] = []
    processes_died: int = 0
    characters: int = 0
    bytes_read: int = 0
    bytes_written: int = 0
    cpu_seconds: float = 0.0
    peak_mib: int = 0
    seconds: float = 0.0
    articles_a_second: float | None = None
    shard_seconds: dict[str, float] = {}
    began: str
    told: str


def run(sources: list[Path], folder: Path, settings: Settings, watch: Callable[[Plan, int], Hear] | None = None) -> Report:
    """Code the sources into a folder. ``watch`` is given the plan and the articles already done, and answers with who is to hear more.

    Raises `BadOption`, `NotFound` and `StoreError`, and what a shard raises; articles that fail are counted, not raised.
    """
    work = engine_named(settings.engine)
    if settings.processes < 1 or (settings.shards is not None and settings.shards < 1):
        raise BadOption("--processes and --shards are at least 1")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"cannot be made ({error.strerror})", place=str(folder)) from None
    folder = folder.resolve()
    with locked(folder):
        plan = make_plan(sources, folder, settings.options, settings.shards, settings.processes)
        _sweep(folder)
        began = time.monotonic()
        report = Report(
            state="running",
            sources=plan.sources,
            engine=settings.engine,
            processes=settings.processes,
            coding=plan.coding,
            versions=plan.versions,
            shards=plan.shards,
            bytes_read=plan.bytes,
            began=_now(),
            told=_now(),
        )
        done = {n: d for n in range(plan.shards) if (d := finished(input_of(folder, n), folder, n))}
        report.shards_found_finished = len(done)
        for one in done.values():
            _count(report, one)
        before = report.articles
        hear = watch(plan, before) if watch else _deaf
        todo = [n for n in range(plan.shards) if n not in done]
        told = began
        _tell(folder, report)
        try:
            for one, deaths in work(folder, todo, settings.processes, settings.patience, hear) if todo else ():
                done[one.shard] = one
                _count(report, one)
                report.processes_died += deaths
                now = time.monotonic()
                report.seconds = round(now - began, 3)
                report.articles_a_second = round((report.articles - before) / max(now - began, 1e-6), 3)
                if now - told > _EVERY:
                    told = now
                    _tell(folder, report)
        except BaseException:
            report.state = "stopped"
            _tell(folder, report)
            raise
        _sweep(folder)  # of processes that died on the way
        report.state = "finished"
        report.shard_seconds = _spread([d.seconds for d in done.values()])
        report.set_aside = [f for n, d in sorted(done.items()) if "set-aside" in d.failures for f in _set_aside(folder, n)]
        _tell(folder, report)
    return report


def _deaf(articles: int, failed: int) -> None:
    pass


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


def _count(report: Report, done: Done) -> None:
    report.shards_finished += 1
    report.articles += done.articles()
    report.records += done.records
    report.events += done.events
    report.statements += done.statements
    report.characters += done.characters
    report.bytes_written += done.bytes
    report.cpu_seconds = round(report.cpu_seconds + done.cpu_seconds, 3)
    report.peak_mib = max(report.peak_mib, done.peak_mib)
    for kind, count in done.failures.items():
        report.failures[kind] = report.failures.get(kind, 0) + count


def _spread(seconds: list[float]) -> dict[str, float]:
    """How uneven the shards were: the longest against the middle one says what waiting for the last costs."""
    ordered = sorted(seconds)
    return {"least": ordered[0], "median": ordered[len(ordered) // 2], "most": ordered[-1], "sum": round(sum(ordered), 3)}


def _set_aside(folder: Path, number: int) -> list[Failure]:
    lines = paths_of(folder, number)[1].read_bytes().splitlines()
    return [f for f in (msgspec.json.decode(line, type=Failure) for line in lines) if f.kind == "set-aside"]


def _tell(folder: Path, report: Report) -> None:
    report.told = _now()
    write_whole(folder / "report.json", msgspec.json.format(msgspec.json.encode(report), indent=1))


def _sweep(folder: Path) -> None:
    """Remove what killed processes left half written."""
    for name in ("", "plan", *FOLDERS):
        (folder / name).mkdir(exist_ok=True)
        for path in (folder / name).glob(TEMPORARY + "*"):
            path.unlink(missing_ok=True)
