"""Write floors.toml from a run of ``memcon evaluate all --format json``: each floor a hundredth under the measured score.

    .venv/bin/memcon evaluate all --gold ../shared/gold --misses 0 --format json > scores.json
    .venv/bin/python tools/set_floors.py scores.json

A floor that would fall is left where it stands; lower it by hand, in a commit that says why.
"""

from __future__ import annotations

import json
import math
import sys
import tomllib
from pathlib import Path

FLOORS = Path(__file__).parents[1] / "floors.toml"
CEILINGS = ("false events", "pairs called copies")


def main(scores: str) -> None:
    known = tomllib.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    lines = ["# The least that each measure may be (`memcon evaluate all --floors floors.toml`); 'max' marks a ceiling.", ""]
    for result in json.loads(Path(scores).read_text(encoding="utf-8")):
        lines.append(f'["{result["name"]}"]')
        had = known.get(result["name"], {})
        for m in result["measures"]:
            if m["name"].startswith(CEILINGS):
                key = "max " + m["name"]
                value = math.ceil(m["value"] * 1.1 + 1) if m["value"] >= 1 else max(0.005, round(m["value"] * 1.1, 3))
                value = min(value, had.get(key, value))
            else:
                key, value = m["name"], max(0.0, math.floor((m["value"] - 0.005) * 100) / 100)
                value = max(value, had.get(key, value))
            if value:  # a floor of nothing holds nothing up
                lines.append(f'"{key}" = {value}')
        lines.append("")
    FLOORS.write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
