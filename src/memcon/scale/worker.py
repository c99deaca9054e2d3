"""The coding process: takes shards on standard input, says what it is at, and ends when whoever started it does."""

from __future__ import annotations

import os
import queue
import sys
import threading
from pathlib import Path
from typing import IO

import msgspec

from memcon.coder import code_report
from memcon.model.errors import MemconError
from memcon.read import read_text
from memcon.scale.plan import ShardInput
from memcon.scale.shard import Ear, Tries, code_shard


class Job(msgspec.Struct):
    """A shard to code."""

    source: str
    out: str
    tries: Tries


class _Pipe(Ear):
    def __init__(self, answers: IO[bytes]) -> None:
        self.answers = answers

    def say(self, **message: object) -> None:
        """One message on one line, at once: what is said before a crash is heard."""
        self.answers.write(msgspec.json.encode(message) + b"\n")
        self.answers.flush()

    def at(self, first: int, last: int, place: str, reading: bool) -> None:
        self.say(at=[first, last], place=place, reading=reading)

    def done(self, articles: int, failed: int) -> None:
        self.say(done=articles, failed=failed)


def load(source: Path) -> None:
    """Load what coding a shard needs, so that no article is blamed for the time it takes. Raises `NoModel`."""
    options = msgspec.json.decode(source.read_bytes(), type=ShardInput).options()
    code_report(read_text("President Joe Biden met Chancellor Olaf Scholz in Berlin on Tuesday and criticised Russia."), options)


def main() -> None:
    """Code shards until standard input ends; when it ends in the middle of one, so does the process."""
    # what libraries print must not get among the answers
    pipe = _Pipe(os.fdopen(os.dup(1), "wb"))
    os.dup2(2, 1)
    jobs: queue.SimpleQueue[Job] = queue.SimpleQueue()

    def listen() -> None:
        for line in sys.stdin.buffer:
            jobs.put(msgspec.json.decode(line, type=Job))
        os._exit(0)

    threading.Thread(target=listen, daemon=True).start()
    ready = False
    while True:
        job = jobs.get()
        try:
            if not ready:
                load(Path(job.source))
                ready = True
                pipe.say(ready=True)
            pipe.say(finished=code_shard(Path(job.source), Path(job.out), job.tries, pipe))
        except MemconError as error:
            pipe.say(error=error.kind, message=error.message, place=error.place)
        except OSError as error:
            pipe.say(error="store", message=f"{type(error).__name__}: {error}", place=job.source)


if __name__ == "__main__":
    main()
