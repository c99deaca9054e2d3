"""How fast on somebody's news: ``.venv/bin/python tools/bench_news.py ROWS.jsonl [--fast]``, rows with a ``text`` each.

Prints processor seconds of the bare spaCy pipeline (its entity recogniser included) and of memcon on the same texts, in one process,
and how many times as fast memcon is.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import msgspec

from memcon.annotate.parse import load_pipeline
from memcon.coder import Options, code_reports
from memcon.evaluate.gold import plain_report


def main(path: str, fast: bool) -> None:
    """Measure and print."""
    rows = [msgspec.json.decode(line) for line in Path(path).read_bytes().splitlines() if line.strip()]
    reports = [plain_report(r["text"], r.get("date"), False) for r in rows]
    nlp, options = load_pipeline(), Options(fast=fast)
    list(nlp.pipe(r.article.text for r in reports[:5]))
    list(code_reports(reports[:5], options))
    start = time.process_time()
    words = sum(len(doc) for doc in nlp.pipe((r.article.text for r in reports), batch_size=64))
    bare = time.process_time() - start
    start = time.process_time()
    events = sum(len(record.events) for record in code_reports(reports, options))
    ours = time.process_time() - start
    print(f"{len(reports)} articles, {words:,} words, {events} events: bare {bare:.1f} s, memcon {ours:.1f} s, {bare / ours:.2f} × as fast")


if __name__ == "__main__":
    main(sys.argv[1], "--fast" in sys.argv)
