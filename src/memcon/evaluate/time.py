"""``time``: TIMEX3 spans (relaxed) and values."""

from __future__ import annotations

from pathlib import Path

from memcon.annotate.times import find_times
from memcon.evaluate.gold import gold_rows
from memcon.evaluate.score import Result, bootstrap, counted_f1, overlap


def evaluate(gold: Path, fast: bool = False) -> Result:
    """F1 of spans that overlap, and of those that overlap with the same value."""
    rows = gold_rows(gold, "time")
    spans, values, misses = [], [], []
    for r in rows:
        ours = find_times(r["text"], [(0, len(r["text"]))], r["dct"])
        theirs = r["timexes"]
        used: set[int] = set()
        right = same = 0
        for t in theirs:
            hit = next((i for i, o in enumerate(ours) if i not in used and overlap(o.span, (t["start"], t["end"]))), None)
            if hit is None:
                misses.append(f"not found: {t['text']} ({t['value']})")
                continue
            used.add(hit)
            right += 1
            if ours[hit].value == t["value"]:
                same += 1
            else:
                misses.append(f"{t['text']} is {t['value']}, ours {ours[hit].value} (told {r['dct']})")
        misses.extend(f"not in gold: {r['text'][o.span[0] : o.span[1]]} ({o.value})" for i, o in enumerate(ours) if i not in used)
        spans.append((float(len(ours)), float(len(theirs)), float(right)))
        values.append((float(len(ours)), float(len(theirs)), float(same)))
    return Result("time", [bootstrap("spans (relaxed), F1", spans, counted_f1), bootstrap("values, F1", values, counted_f1)], misses[:400])
