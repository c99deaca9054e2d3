"""``factuality``: whether what a word names happened, did not, or is uncertain, on words that are events of ours."""

from __future__ import annotations

from pathlib import Path

from memcon.annotate.parse import parse_sentences
from memcon.code.lexicon import load_lexicon
from memcon.code.match import find_triggers
from memcon.code.status import find_status
from memcon.evaluate.gold import gold_rows
from memcon.evaluate.score import Result, bootstrap, macro_f1

_REAL = ("happened", "ongoing", "historical")


def evaluate(gold: Path, fast: bool = False) -> Result:
    """Macro F1 of three classes: 1.5 and up happened, -1.5 and below did not, the rest is uncertain."""
    rows = gold_rows(gold, "factuality")
    lexicon = load_lexicon()
    told, misses = [], []
    for r, doc in zip(rows, parse_sentences(r["text"] for r in rows), strict=True):
        triggers = {h.token.i for h in find_triggers(doc, lexicon)}
        for t in r["targets"]:
            token = next((x for x in doc if x.idx < t["end"] and t["start"] < x.idx + len(x.text)), None)
            if token is None or token.i not in triggers:
                continue
            status, cue = find_status(token, None)
            ours = "happened" if status in _REAL else "did not" if status == "denied" else "uncertain"
            want = "happened" if t["factuality"] >= 1.5 else "did not" if t["factuality"] <= -1.5 else "uncertain"
            told.append((want, ours))
            if want != ours:
                misses.append(f"{want}, ours {status} ({cue.text if cue else ''}): [{token.text}] {r['text'][:180]}")
    return Result("factuality", [bootstrap("status of events of ours, macro F1", told, macro_f1)], misses[:120])
