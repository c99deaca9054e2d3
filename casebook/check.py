"""Check casebook files: ``.venv/bin/python casebook/check.py [FILE…]`` prints each broken line and the counts."""

from __future__ import annotations

import csv
import sys
from collections import Counter
from pathlib import Path

from memcon.casebook.parse import parse_line
from memcon.model.errors import BadRow

here = Path(__file__).parent
ontology = here.parent / "src" / "memcon" / "knowledge" / "ontology" / "plover.csv"
with ontology.open(encoding="utf-8", newline="") as handle:
    known = {(row["type"], row["mode"]) for row in csv.DictReader(handle)}
counts: Counter[str] = Counter()
codes: Counter[str] = Counter()
seen: dict[str, str] = {}
bad = 0
for path in [Path(a) for a in sys.argv[1:]] or sorted(here.glob("*.txt")):
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            case = parse_line(line.strip(), f"{path.name}:{number}")
        except BadRow as error:
            bad += 1
            print(error)
            continue
        if case.id in seen:
            bad += 1
            print(f"{case.place}: the same sentence as {seen[case.id]}")
        seen[case.id] = case.place
        if not case.events:
            counts["NONE"] += 1
        for event in case.events:
            if (event.type, event.mode or "") not in known:
                bad += 1
                print(f"{case.place}: PLOVER has no {event.type} {event.mode}")
            counts[event.type] += 1
            counts[f"{event.type} {event.mode}"] += 1
            counts[f"status {event.status}"] += 1
            codes[(event.cameo or "-")[:3]] += 1
for name, n in sorted(counts.items()):
    print(f"{n:5d} {name}")
print("CAMEO", " ".join(f"{c}:{n}" for c, n in sorted(codes.items())))
print(f"{len(seen)} cases, {bad} bad lines")
sys.exit(bool(bad))
