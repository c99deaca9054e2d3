"""Count how often each word names an act in the casebook: ``.venv/bin/python tools/make_gate.py``.

Writes knowledge/model/words.csv (lemma, times it stands in a trigger, times it stands anywhere), from the part that may be trained on.
The coder asks the act model only about sentences that hold a word likely enough to name an act.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

from memcon.annotate.parse import parse_sentences
from memcon.casebook.parse import read_casebook
from memcon.code.gate import FILE, is_open, word_of

CASEBOOK = Path(__file__).parents[1] / "casebook"


def main() -> None:
    """Count and write."""
    cases = [c for c in read_casebook(CASEBOOK) if not c.held_out]
    named: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for case, doc in zip(cases, parse_sentences(c.text for c in cases), strict=True):
        triggers = [span for event in case.events for span in event.triggers]
        for token in doc:
            if is_open(token):
                word = word_of(token)
                seen[word] += 1
                named[word] += any(s < token.idx + len(token.text) and token.idx < e for s, e in triggers)
    with FILE.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(["word", "names", "stands"])
        writer.writerows((w, named[w], seen[w]) for w in sorted(seen) if seen[w] > 1 or named[w])


if __name__ == "__main__":
    main()
