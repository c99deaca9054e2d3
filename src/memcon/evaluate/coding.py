"""``coding_cameo`` and ``coding_petrarch2``: CAMEO codes with and without the actors."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from memcon.evaluate.gold import code_texts, gold_rows
from memcon.evaluate.score import Result, bootstrap, counted_f1
from memcon.model.record import Actor, Event, Record


def evaluate_cameo(gold: Path, fast: bool = False) -> Result:
    """Root and exact CAMEO code F1 on the codebook's examples, an event a row."""
    rows = gold_rows(gold, "coding_cameo")
    roots, exact, misses = [], [], []
    for r, record in zip(rows, code_texts([(r["text"], r["date"]) for r in rows], fast), strict=True):
        want = [x["code"] for x in r["expected"]]
        have = [e.cameo or "" for e in record.events]
        roots.append(_counts([w[:2] for w in want], [h[:2] for h in have]))
        exact.append(_counts(want, have))
        if roots[-1][2] < len(want):
            misses.append(f"{want} ours {[(e.type, e.cameo) for e in record.events]}: {r['text'][:170]}")
    return Result("coding_cameo", [bootstrap("root code, F1", roots, counted_f1), bootstrap("exact code, F1", exact, counted_f1)], misses)


def evaluate_petrarch2(gold: Path, fast: bool = False) -> Result:
    """Full F1: both actors' states (and their sectors where the gold names them) and the three-digit code."""
    rows = gold_rows(gold, "coding_petrarch2")
    full, dyads, codes, misses = [], [], [], []
    for r, record in zip(rows, code_texts([(r["text"], r["date"]) for r in rows], fast), strict=True):
        want = [(x["source"][:3], x["target"][:3], x["code"][:3]) for x in r["expected"]]
        have = list(dict.fromkeys(t for e in record.events for t in _triples(record, e)))
        full.append(_counts(want, have))
        dyads.append(_counts([w[:2] for w in want], list(dict.fromkeys(h[:2] for h in have))))
        codes.append(_counts([w[2][:2] for w in want], [h[2][:2] for h in have]))
        if full[-1][2] < len(want) or len(have) > len(want):
            misses.append(f"{want} ours {have}: {r['text'][:170]}")
    return Result(
        "coding_petrarch2",
        [
            bootstrap("states and code, F1", full, counted_f1),
            bootstrap("states, F1", dyads, counted_f1),
            bootstrap("root code, F1", codes, counted_f1),
        ],
        misses,
    )


def _triples(record: Record, event: Event) -> list[tuple[str, str, str]]:
    actors = {a.id: a for a in record.actors}
    code = (event.cameo or "")[:3]
    one = list(dict.fromkeys(_code(actors[i]) for i in event.actors)) or ["---"]
    two = list(dict.fromkeys(_code(actors[i]) for i in event.recipients)) or ["---"]
    pairs = [(a, b, code) for a in one for b in two]
    return pairs + [(b, a, code) for a, b, _ in pairs] if event.reciprocal else pairs


def _code(actor: Actor) -> str:
    if actor.country:
        return actor.country
    if actor.organisation:
        return {"UN": "IGO", "EU": "IGO", "NATO": "IGO"}.get(actor.organisation, "IGO")
    return "---"


def _counts(want: list[Any], have: list[Any]) -> tuple[float, float, float]:
    rest = list(have)
    right = 0
    for w in want:
        if w in rest:
            rest.remove(w)
            right += 1
    return float(len(have)), float(len(want)), float(right)
