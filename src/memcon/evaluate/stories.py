"""``stories``: groups of articles about the same happening, by B-cubed (Bagga & Baldwin 1998)."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

from memcon.evaluate.gold import gold_rows
from memcon.evaluate.score import Result, bootstrap, ratio
from memcon.gather.gathering import Gathering
from memcon.gather.topics import Item, digest_of_text


def evaluate(gold: Path, fast: bool = False) -> Result:
    """B-cubed precision, recall and F1 of topics over the articles; which part of the pairs called copies are of two groups."""
    rows = gold_rows(gold, "stories")
    with Gathering() as gathering:
        for r in rows:
            gathering.add_digest(digest_of_text(Item(str(r["id"]), r["date"][:10] if r.get("date") else None, r.get("title"), r["text"])))
        topics, folds = gathering.topics(), gathering.folds()
    ours = [topics[str(r["id"])] for r in rows]
    theirs = [str(r["cluster"]) for r in rows]
    scores, misses = [], []
    for at, (o, t) in enumerate(zip(ours, theirs, strict=True)):
        together = [i for i, x in enumerate(ours) if x == o]
        belong = [i for i, x in enumerate(theirs) if x == t]
        both = len(set(together) & set(belong))
        scores.append((both / len(together), both / len(belong)))
        if both < len(together) or both < len(belong):
            misses.append(f"cluster {t}: {both} of {len(belong)} with it, {len(together) - both} strangers: {rows[at].get('title')}")
    precision = [(p, 1.0) for p, _ in scores]
    recall = [(r, 1.0) for _, r in scores]
    cluster = {str(r["id"]): str(r["cluster"]) for r in rows}
    copies = [(float(cluster[a] != cluster[b]), 1.0) for fold in folds for a, b in combinations(fold, 2)]
    misses += [f"called copies: {a} and {b}" for fold in folds for a, b in combinations(fold, 2) if cluster[a] != cluster[b]]
    return Result(
        "stories",
        [
            bootstrap("B-cubed F1", scores, _f1),
            bootstrap("B-cubed precision", precision, ratio),
            bootstrap("B-cubed recall", recall, ratio),
            bootstrap("pairs called copies that are of two groups", copies, ratio),
        ],
        misses,
    )


def _f1(rows: object) -> float:
    pairs = list(rows)  # type: ignore[call-overload]
    p, r = (sum(x[k] for x in pairs) / len(pairs) for k in (0, 1))
    return 2 * p * r / (p + r) if p + r else 0.0
