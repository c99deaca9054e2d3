"""Watch a coding process: start it again when it crashes or hangs, and set aside the article that does it twice."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import msgspec

from memcon.keep.files import write_whole
from memcon.model.errors import MemconError
from memcon.scale.shard import Done, Tries
from memcon.scale.worker import Job

TRIES = 2
_LOADING = 180.0  # seconds more until a new process has loaded the coder
# the parser's table of words only grows: a process is replaced after so many articles once it has grown so much since its first shard,
# and after _LIFE in any case
_YOUNG, _GROWN, _LIFE = 5_000, 1.08, 20_000

Hear = Callable[[int, int], None]


class _Message(msgspec.Struct):
    ready: bool = False
    at: tuple[int, int] | None = None
    place: str | None = None
    reading: bool = False
    done: int = 0
    failed: int = 0
    finished: Done | None = None
    error: str | None = None
    message: str = ""


class Ended(Exception):
    """The coding process ended or was ended before its shard was."""


class Watched:
    """One coding process at a time, kept from shard to shard. Engines call `code` and know nothing else."""

    def __init__(self, patience: float) -> None:
        self.patience = patience
        self.process: subprocess.Popen[bytes] | None = None
        self.coded = 0
        self.begun = 0
        self.deaths = 0
        self.stopped = False

    def code(self, source: Path, out: Path, number: int, hear: Hear | None = None) -> Done:
        """Code a shard, in as many tries as it takes. ``hear`` is told of articles done and failed, less those that a new try repeats.

        Raises the `MemconError` that coding raised, or one where the process ends twice before it has begun on an article; `Ended`
        after `stop`.
        """
        path = out / "tries" / f"{number:05d}.json"
        tries = _read_tries(path, source)
        early = 0
        while True:
            at: tuple[int, int] | None = None
            reading = False
            done = failed = 0
            try:
                self._send(Job(str(source), str(out), tries))
                while True:
                    message = self._hear()
                    self.ready = True
                    if message.at:
                        at, reading = message.at, message.reading
                    if message.done:
                        done, failed = done + message.done, failed + message.failed
                        if hear:
                            hear(message.done, message.failed)
                    if message.error is not None:
                        raise _named(message)
                    if message.finished is not None:
                        self.coded += message.finished.records
                        held = self._held()
                        self.begun = self.begun or held
                        grown = held > _GROWN * self.begun
                        if self.coded >= _LIFE or (grown and self.coded >= _YOUNG):
                            self.close()
                        return message.finished
            except Ended as ended:
                if self.stopped:
                    raise
                self.deaths += 1
                if hear:
                    hear(-done, -failed)
                if at is None:
                    early += 1
                    if early == TRIES:
                        raise MemconError(f"a coding process ended before its first article ({ended})", place=str(source)) from None
                    continue
                self._blame(tries, at, reading, str(ended))
                path.parent.mkdir(parents=True, exist_ok=True)
                write_whole(path, msgspec.json.encode(tries))

    def stop(self) -> None:
        """End the process from another thread, for good and without blaming what it was at."""
        self.stopped = True
        process = self.process
        if process is not None:
            process.kill()

    def close(self) -> None:
        """End the process."""
        process, self.process = self.process, None
        self.coded = self.begun = 0
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe:
                    pipe.close()
            self.said.close()

    def _held(self) -> int:
        """Pages of memory that the process holds; 0 where the system does not say."""
        assert self.process is not None
        try:
            return int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        except (OSError, ValueError, IndexError):
            return 0

    @staticmethod
    def _blame(tries: Tries, at: tuple[int, int], reading: bool, why: str) -> None:
        """A try more for all that were at hand. After the first each is coded alone, so the second falls on the one that does it."""
        for number in range(at[0], at[1] + 1):
            tries.tries[number] = tries.tries.get(number, 0) + 1
            if tries.tries[number] >= TRIES:
                tries.aside[number] = f"{why}; tried {TRIES} times"
                if reading:
                    tries.unread.add(number)

    def _send(self, job: Job) -> None:
        if self.stopped:
            raise Ended("stopped")
        if self.process is None:
            self.said = tempfile.TemporaryFile()  # noqa: SIM115
            self.left = b""
            self.ready = False
            self.process = subprocess.Popen(
                [sys.executable, "-c", "from memcon.scale.worker import main; main()"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self.said,
                # Ctrl-C is for the run, which then ends its processes; they end by themselves when it is killed
                process_group=0,
                # one core a process: more threads would only stand in the other processes' way
                env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"},
            )
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(msgspec.json.encode(job) + b"\n")
            self.process.stdin.flush()
        except OSError:
            raise Ended(self._why()) from None

    def _hear(self) -> _Message:
        process = self.process
        assert process is not None and process.stdout is not None
        handle = process.stdout.fileno()
        poll = select.poll()
        poll.register(handle, select.POLLIN | select.POLLHUP)
        while b"\n" not in self.left:
            patience = self.patience + (0 if self.ready else _LOADING)
            if not poll.poll(patience * 1000):
                self.close()
                raise Ended(f"nothing heard of it for {patience:g} seconds")
            more = os.read(handle, 1 << 16)
            if not more:
                raise Ended(self._why())
            self.left += more
        line, self.left = self.left.split(b"\n", 1)
        return msgspec.json.decode(line, type=_Message)

    def _why(self) -> str:
        """How the process ended, with the last line it wrote; the next shard starts another."""
        assert self.process is not None
        status = self.process.wait()
        size = self.said.seek(0, os.SEEK_END)
        self.said.seek(max(0, size - 2000))
        lines = [line.strip() for line in self.said.read().decode(errors="replace").splitlines() if line.strip()]
        self.close()
        try:
            why = f"the process ended with {signal.Signals(-status).name}" if status < 0 else f"the process ended with status {status}"
        except ValueError:
            why = f"the process ended with signal {-status}"
        return f"{why}: {lines[-1][:300]}" if lines else why


def _read_tries(path: Path, source: Path) -> Tries:
    """The tries of an earlier run, where it was of the same coding: newer code may have learned what ended the older."""
    coding = msgspec.json.decode(source.read_bytes())["coding"]
    try:
        tries = msgspec.json.decode(path.read_bytes(), type=Tries)
    except (OSError, msgspec.DecodeError):
        return Tries(coding)
    return tries if tries.coding == coding else Tries(coding)


def _named(message: _Message) -> MemconError:
    """The error that the process met, under its own kind."""
    error = MemconError(message.message, place=message.place)
    error.kind = message.error or error.kind
    return error
