"""A line on standard error that says how far, how fast and how long yet.

In a terminal it is drawn anew twice a second, once two seconds have gone; elsewhere a line is added after ten seconds, and then ever
more seldom.
"""

from __future__ import annotations

import sys
import time
from types import TracebackType


class Progress:
    """Counts steps. ``total`` None where nobody knows how many there are; ``results`` where they go to standard output meanwhile."""

    def __init__(self, doing: str, total: int | None = None, failures: bool = False, results: bool = False) -> None:
        self.doing = doing
        self.total = total
        self.done = 0
        self.failed = 0
        self.failures = failures
        self.results = results
        self.began = time.monotonic()
        self.shown = self.began + 1.5
        self.drawn = False
        # where standard output is the same terminal the results would stand in the line's place
        self.terminal = sys.stderr.isatty()
        self.shares = self.terminal and sys.stdout.isatty()
        self.pause = 10.0
        self.first = float("inf")

    def step(self, count: int = 1, failed: int = 0) -> None:
        """Count finished pieces."""
        self.done += count
        self.failed += failed
        now = time.monotonic()
        # until the first the coder was loading
        self.first = min(self.first, now)
        if self.terminal and now - self.shown > 0.5 and not (self.shares and self.results):
            self.shown = now
            self._draw(now)
        elif not self.terminal and now - self.first > self.pause:
            self.pause *= 1.5
            sys.stderr.write(f"memcon: {self._line(now)}\n")
            sys.stderr.flush()

    def _draw(self, now: float) -> None:
        sys.stderr.write("\r\x1b[K" + self._line(now))
        sys.stderr.flush()
        self.drawn = True

    def _line(self, now: float) -> str:
        rate = self.done / max(now - self.began, 1e-6)
        line = f"{self.doing}: {self.done:,}" + (f" of {self.total:,}" if self.total else "") + f", {rate:,.1f} a second"
        if self.total and rate:
            left = int((self.total - self.done) / rate)
            line += f", {left // 60}:{left % 60:02d} left"
        if self.failures:
            line += f", {self.failed:,} failed"
        return line

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self.drawn:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
