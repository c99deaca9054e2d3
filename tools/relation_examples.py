"""Turn the casebook into the relation model's questions and labels: ``.venv/bin/python tools/relation_examples.py OUT.jsonl``.

Every coded pair is a positive. Negatives (NONE) are pairs that no event links, pairs asked the wrong way round, and pairs of
names in the sentences that must give nothing. Held-out sentences are marked, never trained on.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from itertools import permutations
from pathlib import Path

from memcon.annotate.mentions import phrase_range
from memcon.annotate.parse import parse_sentences
from memcon.casebook.parse import Case, read_casebook
from memcon.model.errors import BadRow

CASEBOOK = Path(__file__).parent.parent / "casebook"
_NAME = re.compile(r"\b[A-Z][\w'-]+(?: [A-Z][\w'-]+)*")


def rank(*parts: object) -> int:
    """A stable number for choosing some of many without a random generator."""
    return int.from_bytes(hashlib.sha256("|".join(map(str, parts)).encode()).digest()[:4], "big")


def examples(case: Case, names: list[tuple[int, int]]) -> list[dict[str, object]]:
    """Labelled questions of one case. ``names`` are noun-phrase spans for negatives."""
    out: list[dict[str, object]] = []

    def add(source: object, target: object, trigger: object, type_: str, mode: str | None, code: str | None, status: str | None) -> None:
        out.append(
            {
                "id": case.id,
                "text": case.text,
                "source": source,
                "target": target,
                "trigger": trigger,
                "type": type_,
                "mode": mode or "-",
                "code": code,
                "status": status,
                "held_out": case.held_out,
            }
        )

    linked: set[tuple[object, object]] = set()
    for event in case.events:
        pairs = [(a.span, r.span) for a in event.actors[:3] for r in event.recipients[:3]]
        pairs = pairs or [(a.span, None) for a in event.actors[:2]] or [(None, r.span) for r in event.recipients[:2]]
        for source, target in pairs:
            linked.add((source, target))
            add(source, target, event.triggers[0], event.type, event.mode, event.cameo, event.status)
            if event.reciprocal and source and target:
                linked.add((target, source))
                add(target, source, event.triggers[0], event.type, event.mode, event.cameo, event.status)
    marked = list(dict.fromkeys(x.span for e in case.events for x in (*e.actors, *e.recipients)))
    wrong = [(a, b) for a, b in permutations(marked, 2) if (a, b) not in linked]
    wrong.sort(key=lambda p: rank(case.id, *p))
    for source, target in wrong[:2]:
        add(source, target, case.events[0].triggers[0], "NONE", None, None, None)
    others = [n for n in names if not any(n[0] < m[1] and m[0] < n[1] for m in marked)]
    if not case.events and len(others) >= 1:
        pairs2 = sorted(permutations(others, 2), key=lambda p: rank(case.id, *p))[:3] if len(others) > 1 else []
        for source, target in pairs2:
            add(source, target, None, "NONE", None, None, None)
        add(others[0], None, None, "NONE", None, None, None)
    elif case.events and others and marked and rank(case.id) % 3 == 0:
        add(marked[0], others[-1], None, "NONE", None, None, None)
    return out


def main() -> None:
    """Write the examples of the whole casebook, one JSON object a line."""
    refused: list[BadRow] = []
    cases = list(read_casebook(CASEBOOK, refused.append))
    for error in refused:
        print("left out", error)
    docs = parse_sentences(c.text for c in cases)
    with Path(sys.argv[1]).open("w", encoding="utf-8") as handle:
        for case, doc in zip(cases, docs, strict=True):
            names = []
            for token in doc:
                if token.pos_ in ("NOUN", "PROPN") and token.dep_ in ("nsubj", "dobj", "pobj", "nsubjpass", "poss", "conj", "attr"):
                    first, last = phrase_range(token)
                    names.append((doc[first].idx, doc[last - 1].idx + len(doc[last - 1].text)))
            for row in examples(case, names):
                handle.write(json.dumps(row, ensure_ascii=False) + "\n")
    digest = hashlib.sha256(b"".join(sorted(p.read_bytes() for p in CASEBOOK.glob("*.txt")))).hexdigest()
    Path(sys.argv[1]).with_suffix(".hash").write_text(digest + "\n", encoding="utf-8")
    print(f"{len(cases)} cases, casebook {digest[:16]}")


if __name__ == "__main__":
    main()
