"""How far two careful coders agree on the casebook's held-out fifth: ``.venv/bin/python tools/agreement.py``.

`casebook/second/coded.txt` holds 300 of its sentences as a second coder, who had not seen the first's marks, coded them. They are scored
as the program is (`memcon evaluate casebook`), the second coder in its place: what the program could reach at most.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from memcon.casebook.parse import CaseActor, CaseEvent, parse_line, read_casebook
from memcon.evaluate.score import Measure, bootstrap, counted_f1, overlap, ratio

CASEBOOK = Path(__file__).parents[1] / "casebook"


def same(want: CaseEvent, given: CaseEvent) -> bool:
    """Whether both coders name this type with these parties."""

    def named(ours: Sequence[CaseActor], marked: Sequence[CaseActor]) -> bool:
        return not marked or any(overlap(a.span, m.span) for a in ours for m in marked)

    if want.type != given.type:
        return False
    if want.reciprocal or given.reciprocal:
        everyone = [*given.actors, *given.recipients]
        return named(everyone, want.actors) and named(everyone, want.recipients)
    return named(given.actors, want.actors) and named(given.recipients, want.recipients)


def agreement() -> list[Measure]:
    """The measures of `memcon evaluate casebook` with the second coder in the program's place."""
    first = {c.text: c for c in read_casebook(CASEBOOK)}
    lines = (CASEBOOK / "second" / "coded.txt").read_text(encoding="utf-8").splitlines()
    full, types, codes, status, false = [], [], [], [], []
    for number, line in enumerate(lines, 1):
        second = parse_line(line, f"coded.txt:{number}")
        case = first[second.text]
        if not case.events:
            false.append((100.0 * len(second.events), 1.0))
            continue
        pairs = [(w, next((e for e in second.events if same(w, e)), None)) for w in case.events]
        found, wanted = float(len(second.events)), float(len(case.events))
        full.append((found, wanted, float(sum(e is not None for _, e in pairs))))
        have = [e.type for e in second.events]
        types.append((found, wanted, float(sum(have.remove(w.type) is None for w in case.events if w.type in have))))
        status += [(float(e.status == w.status), 1.0) for w, e in pairs if e is not None]
        codes += [(float((e.cameo or "")[:3] == w.cameo[:3]), 1.0) for w, e in pairs if e is not None and w.cameo]
    return [
        bootstrap("type and both actors, F1", full, counted_f1),
        bootstrap("type, F1", types, counted_f1),
        bootstrap("three-digit code of those right", codes, ratio),
        bootstrap("status of those right", status, ratio),
        bootstrap("false events per 100 sentences of nothing", false, ratio),
    ]


if __name__ == "__main__":
    for m in agreement():
        print(f"  {m.name:50} {m.value:.3f}  [{m.low:.3f}, {m.high:.3f}]  n={m.rows}")
