"""Columns by month as plain SVG shapes: heights from counts, nothing else. No script, no library."""

from __future__ import annotations

from typing import Any

WIDTH, HEIGHT = 960, 150
_QUADS = ((1, "verbal cooperation"), (2, "material cooperation"), (3, "verbal conflict"), (4, "material conflict"))


def columns(months: list[dict[str, Any]]) -> dict[str, Any]:
    """Rectangles for stacked columns: cooperation above the line, conflict below; one scale for both."""
    if not months:
        return {"bars": [], "labels": [], "middle": HEIGHT // 2, "width": WIDTH, "height": HEIGHT}
    up = max(m["q1"] + m["q2"] for m in months)
    down = max(m["q3"] + m["q4"] for m in months)
    unit = (HEIGHT - 24) / max(1, up + down)
    middle = 6 + up * unit
    step = WIDTH / len(months)
    wide = max(1.0, min(28.0, step * 0.8))
    bars, labels = [], []
    for at, month in enumerate(months):
        x = at * step + (step - wide) / 2
        top, bottom = middle, middle
        for quad, name in _QUADS:
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
                    "title": f"{month['month']}: {n} {name}",
                }
            )
        if month["month"].endswith("-01") or len(months) <= 12:
            labels.append({"x": round(min(max(x + wide / 2, 20), WIDTH - 20), 1), "text": month["month"]})
    if len(labels) > 12:
        labels = labels[:: 1 + len(labels) // 12]
    return {"bars": bars, "labels": labels, "middle": round(middle, 1), "width": WIDTH, "height": HEIGHT}
