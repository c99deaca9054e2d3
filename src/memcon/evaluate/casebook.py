"""``casebook``: our own sentences, the held-out fifth apart, and the sentences that must give nothing."""

from __future__ import annotations

from pathlib import Path

from memcon.casebook.parse import Case, CaseActor, read_casebook
from memcon.evaluate.gold import code_texts
from memcon.evaluate.score import Result, bootstrap, counted_f1, overlap, ratio
from memcon.model.record import Event, Record


def evaluate(gold: Path, fast: bool = False, held_out: bool = True) -> Result:
    """On the held-out fifth: F1 of type with both actors, root code and status; false events per 100 sentences of nothing."""
    folder = gold if any(gold.glob("*.txt")) else Path(__file__).parents[3] / "casebook"
    cases = [c for c in read_casebook(folder) if c.held_out == held_out]
    full, types, codes, status, false = [], [], [], [], []
    misses: list[str] = []
    for case, record in zip(cases, code_texts([(c.text, c.date) for c in cases], fast), strict=True):
        if not case.events:
            false.append((100.0 * len(record.events), 1.0))
            if record.events and len(misses) < 200:
                misses.append(f"false {[(e.type, record.article.text[slice(*e.trigger)]) for e in record.events]}: {case.text}")
            continue
        pairs = [(w, next((e for e in record.events if _same(case, w, record, e)), None)) for w in case.events]
        right = sum(1 for _, e in pairs if e is not None)
        full.append((float(len(record.events)), float(len(case.events)), float(right)))
        have = [e.type for e in record.events]
        t_right = 0
        for w in case.events:
            if w.type in have:
                have.remove(w.type)
                t_right += 1
        types.append((float(len(record.events)), float(len(case.events)), float(t_right)))
        for w, e in pairs:
            if e is not None:
                status.append((float(e.status == w.status), 1.0))
                if w.cameo:
                    codes.append((float((e.cameo or "")[:3] == w.cameo[:3]), 1.0))
        if right < len(case.events) or len(record.events) > right:
            told = "; ".join(_told(record, e) for e in record.events) or "nothing"
            misses.append(f"{'; '.join(w.type for w in case.events)} ours {told}: {case.text}")
    measures = [
        bootstrap("type and both actors, F1", full, counted_f1),
        bootstrap("type, F1", types, counted_f1),
        bootstrap("three-digit code of those right", codes, ratio),
        bootstrap("status of those right", status, ratio),
    ]
    if false:
        measures.append(bootstrap("false events per 100 sentences of nothing", false, ratio))
    return Result("casebook" if held_out else "casebook, the part that may be tuned on", measures, misses)


def _told(record: Record, e: Event) -> str:
    actors = {a.id: a.name for a in record.actors}
    ours, theirs = (", ".join(actors[i] for i in ids) for ids in (e.actors, e.recipients))
    return f"{e.type}({ours} > {theirs})[{record.article.text[slice(*e.trigger)]}]"


def _same(case: Case, want: object, record: Record, event: Event) -> bool:
    from memcon.casebook.parse import CaseEvent

    assert isinstance(want, CaseEvent)
    if want.type != event.type:
        return False
    spans = {a.id: a.spans for a in record.actors}

    def named(ids: list[str], marked: list[CaseActor]) -> bool:
        if not marked:
            return True
        return any(overlap(s, m.span) for i in ids for s in spans[i] for m in marked)

    if want.reciprocal or event.reciprocal:
        everyone = [*event.actors, *event.recipients]
        return named(everyone, want.actors) and named(everyone, want.recipients)
    return named(event.actors, want.actors) and named(event.recipients, want.recipients)
