"""Fit the confidence of events on the casebook's held-out fifth: ``.venv/bin/python tools/calibrate.py``.

Prints the expected calibration error (Naeini et al. 2015, ten bins) by twofold cross-fitting, then fits on the whole fifth
and writes knowledge/model/calibration.json with the casebook's hash.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np

from memcon.annotate import annotate_many
from memcon.casebook.parse import read_casebook
from memcon.code.code import find_drafts, weigh
from memcon.code.draft import Draft
from memcon.code.join import CALIBRATION
from memcon.evaluate.gold import plain_report

CASEBOOK = Path(__file__).parents[1] / "casebook"
NAMES = ["type", "nothing", "actor", "recipient", "both", "lexicon", "rule", "real", "noun", "specific"]


def right(case: object, draft: Draft) -> bool:
    """Whether a case codes this type with these parties."""

    def meets(ours: list[tuple[int, int]], marked: list[object]) -> bool:
        return not marked or any(s < m.span[1] and m.span[0] < e for s, e in ours for m in marked)  # type: ignore[attr-defined]

    for want in case.events:  # type: ignore[attr-defined]
        if want.type != draft.type:
            continue
        everyone = draft.actor_spans + draft.recipient_spans
        if want.reciprocal or draft.reciprocal:
            if meets(everyone, want.actors) and meets(everyone, want.recipients):
                return True
        elif meets(draft.actor_spans, want.actors) and meets(draft.recipient_spans, want.recipients):
            return True
    return False


def fit(x: np.ndarray, y: np.ndarray, ridge: float = 1.0) -> np.ndarray:
    """Logistic regression with a ridge, by Newton's method; the first weight is the bias."""
    x = np.column_stack([np.ones(len(x)), x])
    w = np.zeros(x.shape[1])
    keep = ridge * np.eye(x.shape[1])
    keep[0, 0] = 0.0
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ w))
        w = w + np.linalg.solve(x.T @ (x * (p * (1 - p))[:, None]) + keep + 1e-9 * np.eye(len(w)), x.T @ (y - p) - keep @ w)
    return w


def predict(w: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Probabilities."""
    return 1 / (1 + np.exp(-(w[0] + x @ w[1:])))


def error(p: np.ndarray, y: np.ndarray) -> float:
    """Expected calibration error over ten bins of equal width."""
    bins = np.minimum((p * 10).astype(int), 9)
    return float(sum(abs(p[bins == b].mean() - y[bins == b].mean()) * (bins == b).mean() for b in range(10) if (bins == b).any()))


def main() -> None:
    """Fit and write."""
    cases = [c for c in read_casebook(CASEBOOK) if c.held_out]
    rows, labels = [], []
    for case, reading in zip(cases, annotate_many([plain_report(c.text, c.date, True).article for c in cases]), strict=True):
        for draft in weigh(reading, find_drafts(reading)):
            if draft.weights and not draft.anaphor:
                rows.append([draft.weights[n] for n in NAMES])
                labels.append(right(case, draft))
    x, y = np.array(rows), np.array(labels, dtype=int)
    half = np.arange(len(y)) % 2
    p = np.zeros(len(y))
    for side in (0, 1):
        p[half == side] = predict(fit(x[half != side], y[half != side]), x[half == side])
    print(f"{len(y)} drafts, {y.mean():.3f} right; expected calibration error, cross-fitted: {error(p, y):.3f}")
    fitted = fit(x, y)
    weights = {n: round(float(w), 4) for n, w in zip(["bias", *NAMES], fitted, strict=True)}
    digest = hashlib.sha256(b"".join(sorted(path.read_bytes() for path in CASEBOOK.glob("*.txt")))).hexdigest()
    about = {"casebook": digest, "drafts": len(y), "error": round(error(p, y), 4), "weights": weights}
    CALIBRATION.write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")
    print(weights)


if __name__ == "__main__":
    main()
