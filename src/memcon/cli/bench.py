"""``memcon bench``: articles a second, and the ratio to the bare spaCy pipeline on the same text in the same run."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import msgspec

from memcon.evaluate.bench import measure
from memcon.read import walk
from memcon.read.sources import holds_many, of_lines


def run(sources: list[Path], repeat: int, fast: bool, format: str | None) -> int:
    """Measure and print. Raises `NotFound`."""
    speed = measure([p for source in sources for p in walk(source) if not many(p)], repeat, fast)
    if format == "json":
        sys.stdout.write(msgspec.json.encode({**asdict(speed), "ratio": round(speed.ratio, 3)}).decode() + "\n")
        return 0
    sys.stdout.write(
        f"{speed.articles} articles, {speed.characters:,} characters, one core\n"
        f"  bare pipeline {speed.parse_seconds:7.2f} s   {speed.articles / max(speed.parse_seconds, 1e-9):8.1f} articles/s\n"
        f"  memcon        {speed.code_seconds:7.2f} s   {speed.articles / max(speed.code_seconds, 1e-9):8.1f} articles/s\n"
        f"  times as fast {speed.ratio:7.2f}\n"
        f"  peak memory   {speed.peak_mib:7.0f} MiB\n"
    )
    return 0


def many(path: Path) -> bool:
    """Whether a file holds many articles: what is measured is one after the other."""
    return holds_many(path) or of_lines(path)
