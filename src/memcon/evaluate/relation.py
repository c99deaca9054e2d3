"""``relation``: the type of what a source does to a target, with the actors given and without."""

from __future__ import annotations

from pathlib import Path

from memcon.code.ontology import act_of
from memcon.code.relate import Pair, relate_pairs
from memcon.evaluate.gold import code_texts, gold_rows
from memcon.evaluate.score import Measure, Result, bootstrap, macro_f1, overlap, ratio


def _fold(type_: str) -> str:
    return "YIELD" if type_ in ("CONCEDE", "RETREAT") else type_


def evaluate(gold: Path, fast: bool = False) -> Result:
    """Macro F1 over 15 types and 4 quads; recall where the actors are not given.

    CONCEDE and RETREAT are one class of this set, YIELD, whose quad it prints as material cooperation (after CAMEO's root 08), where
    PLOVER has CONCEDE as verbal. Quads are scored by the set's classes, as its published figures are, and beside it by PLOVER's own.
    """
    rows = gold_rows(gold, "relation")
    measures: list[Measure] = []
    misses: list[str] = []
    if not fast:
        answers = relate_pairs(
            [Pair(r["id"], r["text"], r["source"] and tuple(r["source"]), r["target"] and tuple(r["target"])) for r in rows]
        )
        typed = [(r["type"], _fold(a.type)) for r, a in zip(rows, answers, strict=True)]
        quads = [(str(r["quad"]), str(_quad(a.type))) for r, a in zip(rows, answers, strict=True)]
        plain = [(str(r["quad"]), str(a.quad)) for r, a in zip(rows, answers, strict=True)]
        measures += [
            bootstrap("types, macro F1", typed, macro_f1),
            bootstrap("quads, macro F1", quads, macro_f1),
            bootstrap("quads as PLOVER has them, macro F1", plain, macro_f1),
        ]
        for r, a in sorted(zip(rows, answers, strict=True), key=lambda p: -p[1].confidence):
            if r["type"] != _fold(a.type) and len(misses) < 25:
                misses.append(f"{r['type']} taken for {a.type} ({a.confidence:.2f}): {r['text'][:160]}")
    found = []
    for r, record in zip(rows, code_texts([(r["text"], None) for r in rows], fast), strict=True):
        actors = {a.id: a for a in record.actors}
        right = False
        for e in record.events:
            if _fold(e.type) != r["type"]:
                continue
            ours = [s for i in e.actors for s in actors[i].spans]
            theirs = [s for i in e.recipients for s in actors[i].spans]
            if e.reciprocal:
                ours, theirs = ours + theirs, ours + theirs
            if (r["source"] is None or any(overlap(s, r["source"]) for s in ours)) and (
                r["target"] is None or any(overlap(s, r["target"]) for s in theirs)
            ):
                right = True
        found.append((float(right), 1.0))
        if not right and len(misses) < 60:
            told = "; ".join(
                f"{e.type}({','.join(actors[i].name for i in e.actors)}>{','.join(actors[i].name for i in e.recipients)})"
                for e in record.events
            )
            misses.append(f"not found: {r['type']}: {r['text'][:200]} | ours: {told}")
    measures.append(bootstrap("actors not given, recall", found, ratio))
    return Result("relation", measures, misses)


def _quad(type_: str) -> int:
    return act_of("RETREAT" if _fold(type_) == "YIELD" else type_, None).quad
