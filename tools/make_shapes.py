"""Make ``src/memcon/desk/shapes/world.txt`` from Natural Earth (public domain), by way of npm's ``world-atlas``, which is needed only here.

    npm pack world-atlas && tar xzf world-atlas-*.tgz
    python tools/make_shapes.py package/countries-50m.json

A line a shape: its kind (``land`` a ring, ``lake`` a hole in one, ``border`` a line), then longitude and latitude of its first point and
the steps to the others, in hundredths of a degree.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parents[1] / "src/memcon/desk/shapes/world.txt"
NEAR = 3  # hundredths of a degree: a point nearer to the one before it is left out


def main() -> None:
    """Read a topology, write the shapes."""
    topology = json.loads(Path(sys.argv[1]).read_text())
    arcs = [_points(arc, topology["transform"]) for arc in topology["arcs"]]
    lines = []
    (land,) = topology["objects"]["land"]["geometries"]
    for polygon in land["arcs"]:
        for at, ring in enumerate(polygon):
            lines += [_line("lake" if at else "land", part) for part in _cut(_joined(ring, arcs))]
    used = Counter(
        i if i >= 0 else ~i for g in topology["objects"]["countries"]["geometries"] for p in _polygons(g) for ring in p for i in ring
    )
    lines += [_line("border", part) for i, times in sorted(used.items()) if times > 1 for part in _cut(arcs[i])]
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text("".join(f"{line}\n" for line in lines if line))
    print(f"{len(lines)} shapes, {TARGET.stat().st_size:,} bytes")


def _points(arc: list[list[int]], transform: dict[str, Any]) -> list[tuple[int, int]]:
    x = y = 0
    found = []
    for dx, dy in arc:
        x, y = x + dx, y + dy
        found.append(tuple(round(100 * (v * s + t)) for v, s, t in zip((x, y), transform["scale"], transform["translate"], strict=True)))
    return found


def _polygons(geometry: dict[str, Any]) -> list[Any]:
    return {"Polygon": [geometry.get("arcs")], "MultiPolygon": geometry.get("arcs")}.get(geometry["type"] or "", [])


def _joined(ring: list[int], arcs: list[list[tuple[int, int]]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for i in ring:
        found += arcs[i] if i >= 0 else arcs[~i][::-1]
    return found


def _cut(points: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """A shape that crosses the antimeridian as its two halves, each closed along it; Antarctica is beyond the sheet."""
    if max(y for _, y in points) < -6000:
        return []
    turn, whole = 0, points[:1]
    for (before, _), (x, y) in pairwise(points):
        turn += 36000 if x - before < -18000 else -36000 if x - before > 18000 else 0
        whole.append((x + turn, y))
    low, high = min(x for x, _ in whole), max(x for x, _ in whole)
    if low >= -18000 and high <= 18000:
        return [whole]
    return [
        [(min(max(x + shift, -18000), 18000), y) for x, y in whole]
        for shift in (-36000, 0, 36000)
        if low + shift < 17990 and high + shift > -17990
    ]


def _line(kind: str, points: list[tuple[int, int]]) -> str:
    kept = points[:1]
    for point in points[1:]:
        if max(abs(point[0] - kept[-1][0]), abs(point[1] - kept[-1][1])) >= NEAR:
            kept.append(point)
    if kept[-1] != points[-1]:
        kept.append(points[-1])
    if len(kept) < (2 if kind == "border" else 4):
        return ""
    steps = [kept[0], *((b[0] - a[0], b[1] - a[1]) for a, b in pairwise(kept))]
    return " ".join([kind, *(f"{x} {y}" for x, y in steps)])


if __name__ == "__main__":
    main()
