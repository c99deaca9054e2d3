"""How fast: articles a second, against the bare spaCy pipeline (its entity recogniser included) on the same text in the same run."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from memcon.model.errors import MemconError
from memcon.model.record import Report


@dataclass(frozen=True)
class Speed:
    """One run: counts, seconds of processor time, and the most memory held (MiB)."""

    articles: int
    characters: int
    parse_seconds: float
    code_seconds: float
    peak_mib: float

    @property
    def ratio(self) -> float:
        """How many times as fast as the bare pipeline: its processor time on the same text over that of coding."""
        return self.parse_seconds / self.code_seconds if self.code_seconds else 0.0


def measure(paths: Sequence[Path], repeat: int = 1, fast: bool = False) -> Speed:
    """Parse and code the reports in files, in one process on one core; models are loaded before the clock starts."""
    from memcon.annotate.parse import load_pipeline
    from memcon.coder import Options, code_report, code_reports
    from memcon.read import read_path

    reports: list[Report] = []
    for path in paths:
        try:
            reports.append(read_path(path))
        except MemconError as error:
            sys.stderr.write(f"memcon: {error.line()}\n")
    code_report(reports[0], Options(fast=fast))
    nlp = load_pipeline()
    nlp(reports[0].article.text)
    started = time.process_time()
    for _ in range(repeat):
        for doc in nlp.pipe((r.article.text for r in reports), batch_size=64):
            len(doc)
    parsed = time.process_time()
    for _ in range(repeat):
        for record in code_reports(reports, Options(fast=fast)):
            len(record.events)
    coded = time.process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024)
    return Speed(
        len(reports) * repeat, repeat * sum(len(r.article.text) for r in reports), parsed - started, coded - parsed, round(peak, 1)
    )
