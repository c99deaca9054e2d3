"""Engines: what hands shards to coding processes. Each takes the shards to do and yields their manifests as they come."""

from __future__ import annotations

import os
import queue
import threading
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import msgspec

from memcon.model.errors import BadOption, MemconError
from memcon.scale.plan import input_of
from memcon.scale.shard import Done
from memcon.scale.watch import Hear, Watched

ENGINES = ("local", "daft", "ray")


def local(folder: Path, numbers: list[int], processes: int, patience: float, hear: Hear) -> Iterator[tuple[Done, int]]:
    """Shards over a pool of processes on this machine: each manifest with the number of processes that died over it.

    Raises the first `MemconError` that a shard raises.
    """
    waiting: queue.SimpleQueue[int] = queue.SimpleQueue()
    for number in numbers:
        waiting.put(number)
    came: queue.SimpleQueue[tuple[Done, int] | BaseException] = queue.SimpleQueue()
    watched = [Watched(patience) for _ in range(min(processes, len(numbers)))]
    stop = threading.Event()
    lock = threading.Lock()

    def told(articles: int, failed: int) -> None:
        with lock:
            hear(articles, failed)

    def work(mine: Watched) -> None:
        try:
            while not stop.is_set():
                try:
                    number = waiting.get_nowait()
                except queue.Empty:
                    return
                before = mine.deaths
                done = mine.code(input_of(folder, number), folder, number, told)
                came.put((done, mine.deaths - before))
        except BaseException as error:
            if not stop.is_set():
                came.put(error)
        finally:
            mine.close()

    threads = [threading.Thread(target=work, args=(one,), daemon=True) for one in watched]
    for thread in threads:
        thread.start()
    try:
        for _ in numbers:
            got = came.get()
            if isinstance(got, BaseException):
                raise got
            yield got
    finally:
        stop.set()
        for one in watched:
            one.stop()
        for thread in threads:
            thread.join(5)


def daft(folder: Path, numbers: list[int], processes: int, patience: float, hear: Hear) -> Iterator[tuple[Done, int]]:
    """Shards as rows of a Daft frame, on whatever runner Daft is set to; the folder must be the same for all its machines.

    Raises `BadOption` where Daft is not installed, and the first `MemconError` that a shard raises.
    """
    try:
        import daft as engine
    except ImportError:
        raise BadOption("the daft engine needs daft; install memcon[scale], or use --engine local") from None

    kind = engine.cls(_Rows, max_concurrency=min(processes, len(numbers)), use_process=False)
    rows = kind(str(folder), patience)
    frame = engine.from_pydict({"number": numbers}).into_batches(1)
    for row in frame.select(rows.code(frame["number"]).alias("done")).iter_rows():
        answer = msgspec.json.decode(row["done"], type=_Answer)
        if answer.done is None:
            error = MemconError(answer.message, place=answer.place)
            error.kind = answer.kind
            raise error
        hear(answer.done.articles(), sum(answer.done.failures.values()))
        yield answer.done, answer.deaths


def ray(folder: Path, numbers: list[int], processes: int, patience: float, hear: Hear) -> Iterator[tuple[Done, int]]:
    """The same by Daft on Ray: on the cluster that ``RAY_ADDRESS`` names, all of whose machines see the folder and have memcon, else here.

    Raises as `daft` does.
    """
    if not (find_spec("daft") and find_spec("ray")):
        raise BadOption("the ray engine needs daft and ray; install memcon[scale] and 'daft[ray]', or use --engine local")
    import daft as engine

    engine.set_runner_ray(address=os.environ.get("RAY_ADDRESS"), noop_if_initialized=True)
    yield from daft(folder, numbers, processes, patience, hear)


class _Answer(msgspec.Struct):
    """A shard's manifest, or the error it met: Daft would hand on the error's words only."""

    done: Done | None = None
    deaths: int = 0
    kind: str = "error"
    message: str = ""
    place: str | None = None


class _Rows:
    """What Daft makes one of for every row at work at a time."""

    def __init__(self, folder: str, patience: float) -> None:
        self.folder = Path(folder)
        self.watched = Watched(patience)

    def code(self, number: int) -> str:
        """A shard's answer as JSON."""
        before = self.watched.deaths
        try:
            done = self.watched.code(input_of(self.folder, number), self.folder, number)
        except MemconError as error:
            answer = _Answer(kind=error.kind, message=error.message, place=error.place)
        else:
            answer = _Answer(done, self.watched.deaths - before)
        return msgspec.json.encode(answer).decode()


def engine_named(name: str) -> Any:
    """The engine of a name. Raises `BadOption`."""
    if name not in ENGINES:
        raise BadOption(f"no engine '{name}'; use {', '.join(ENGINES[:-1])} or {ENGINES[-1]}")
    return {"local": local, "daft": daft, "ray": ray}[name]
