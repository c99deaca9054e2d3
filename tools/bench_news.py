"""How fast on somebody's news: ``.venv/bin/python tools/bench_news.py ROWS.jsonl [--fast|--annotate]``, rows with a ``text`` each.

Prints processor seconds of the bare spaCy pipeline (its entity recogniser included) and of memcon on the same texts, in one process,
and how many times as fast memcon is. With ``--annotate`` memcon only parses, names, resolves, places and dates: what `annotate` does.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import msgspec
from spacy.language import Language

from memcon.annotate import annotate_many
from memcon.annotate.parse import load_pipeline
from memcon.coder import Options, code_reports
from memcon.evaluate.gold import plain_report
from memcon.model.record import Report


def main(path: str, fast: bool, only_annotate: bool) -> None:
    """Measure and print."""
    rows = [msgspec.json.decode(line) for line in Path(path).read_bytes().splitlines() if line.strip()]
    reports = [plain_report(r["text"], r.get("date"), False) for r in rows]
    nlp, options = load_pipeline(), Options(fast=fast)
    list(nlp.pipe(r.article.text for r in reports[:5]))
    list(code_reports(reports[:5], options))
    if only_annotate:
        annotation(reports, nlp)
        return
    start = time.process_time()
    words = sum(len(doc) for doc in nlp.pipe((r.article.text for r in reports), batch_size=64))
    bare = time.process_time() - start
    start = time.process_time()
    events = sum(len(record.events) for record in code_reports(reports, options))
    ours = time.process_time() - start
    print(f"{len(reports)} articles, {words:,} words, {events} events: bare {bare:.1f} s, memcon {ours:.1f} s, {bare / ours:.2f} × as fast")


def annotation(reports: list[Report], nlp: Language) -> None:
    """Measure annotation alone, in turns with the bare pipeline."""
    bare, ours = [], []
    for _ in range(3):
        start = time.process_time()
        for doc in nlp.pipe((r.article.text for r in reports), batch_size=64):
            len(doc)
        bare.append(time.process_time() - start)
        start = time.process_time()
        mentions = sum(len(reading.mentions) for reading in annotate_many([r.article for r in reports]))
        ours.append(time.process_time() - start)
    print(f"{len(reports)} articles, {mentions:,} mentions; parse, names, coreference, places and times against the bare pipeline:")
    # what words and names were learned in the first round is remembered in the next ones, as on a long run
    print(f"  first round {ours[0]:.1f} s of {bare[0]:.1f} s, {ours[0] / bare[0]:.2f} of its time")
    print(f"  best round  {min(ours):.1f} s of {min(bare):.1f} s, {min(ours) / min(bare):.2f} of its time")


if __name__ == "__main__":
    main(sys.argv[1], "--fast" in sys.argv, "--annotate" in sys.argv)
