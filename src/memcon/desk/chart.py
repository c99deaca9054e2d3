"""Columns by month as plain SVG shapes: heights from counts, nothing else. No script, no library."""

from __future__ import annotations

from typing import Any

from memcon.desk.series import CLASSES, filled

WIDTH, HEIGHT = 960, 150


def drawings(told: dict[str, Any], sides: list[str] | None = None) -> list[dict[str, Any]]:
    """One drawing a side, all on one scale: what stands there without script. Each brings its rows for the table."""
    rows = {side: filled(told, side) for side in sides or ["all"]}
    every = [r for some in rows.values() for r in some]
    high = (max((r["q1"] + r["q2"] for r in every), default=0), max((r["q3"] + r["q4"] for r in every), default=0))
    return [
        {"side": side, **columns(some, high), "rows": [r for r in some if any(r[f"q{q}"] for q in (1, 2, 3, 4))]}
        for side, some in rows.items()
    ]


def columns(months: list[dict[str, Any]], high: tuple[int, int]) -> dict[str, Any]:
    """Rectangles for stacked columns: cooperation above the line, conflict below; one scale for both."""
    if not months:
        return {"bars": [], "labels": [], "middle": HEIGHT // 2, "width": WIDTH, "height": HEIGHT}
    up, down = high
    unit = (HEIGHT - 24) / max(1, up + down)
    middle = 6 + up * unit
    step = WIDTH / len(months)
    wide = max(1.0, min(28.0, step * 0.8))
    bars, labels = [], []
    for at, month in enumerate(months):
        x = at * step + (step - wide) / 2
        top, bottom = middle, middle
        for quad, name in CLASSES.items():
            n = month[f"q{quad}"]
            if not n:
                continue
            size = n * unit
            if quad <= 2:
                top -= size
                y = top
            else:
                y = bottom
                bottom += size
            bars.append(
                {
                    "x": round(x, 1),
                    "y": round(y, 1),
                    "w": round(wide, 1),
                    "h": round(max(size, 1), 1),
                    "quad": quad,
                    "title": f"{month['name']}: {n} {name}",
                }
            )
        if month["name"].endswith("-01") or len(month["name"]) == 4 or len(months) <= 12:
            labels.append({"x": round(min(max(x + wide / 2, 20), WIDTH - 20), 1), "text": month["name"]})
    if len(labels) > 12:
        labels = labels[:: 1 + len(labels) // 12]
    return {"bars": bars, "labels": labels, "middle": round(middle, 1), "width": WIDTH, "height": HEIGHT}
