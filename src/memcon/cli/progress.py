"""A line on standard error that says how far, how fast and how long yet; shown in a terminal, once two seconds have gone."""

from __future__ import annotations

import sys
import time
from types import TracebackType


class Progress:
    """Counts steps. ``total`` None where nobody knows how many there are."""

    def __init__(self, doing: str, total: int | None = None, failures: bool = False) -> None:
        self.doing = doing
        self.total = total
        self.done = 0
        self.failed = 0
        self.failures = failures
        self.began = time.monotonic()
        self.shown = self.began + 1.5
        self.drawn = False

    def step(self, count: int = 1, failed: int = 0) -> None:
        """Count finished pieces."""
        self.done += count
        self.failed += failed
        now = time.monotonic()
        if now - self.shown > 0.5 and sys.stderr.isatty():
            self.shown = now
            self._draw(now)

    def _draw(self, now: float) -> None:
        rate = self.done / max(now - self.began, 1e-6)
        line = f"{self.doing}: {self.done:,}" + (f" of {self.total:,}" if self.total else "") + f", {rate:,.1f} a second"
        if self.total and rate:
            left = int((self.total - self.done) / rate)
            line += f", {left // 60}:{left % 60:02d} left"
        if self.failures:
            line += f", {self.failed:,} failed"
        sys.stderr.write("\r\x1b[K" + line)
        sys.stderr.flush()
        self.drawn = True

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self.drawn:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
