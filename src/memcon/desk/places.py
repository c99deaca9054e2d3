"""Events by place, on a map of our own: the Equal Earth projection, a graticule, Natural Earth's land and borders.

Shapes: Natural Earth 1:50m, public domain; ``tools/make_shapes.py`` says how they came here. Borders are drawn as they are held on the ground
by that source's judgement; the page says that this takes no side.
Projection: B. Šavrič, T. Patterson, B. Jenny, "The Equal Earth map projection", IJGIS 33 (2019).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise
from math import asin, cos, isfinite, radians, sin, sqrt
from pathlib import Path
from typing import Any

from memcon.desk.data import filter_of
from memcon.desk.matrix import shade, with_status
from memcon.desk.rows import PAGE, shown, single
from memcon.keep.query import where
from memcon.keep.store import Store
from memcon.model.errors import BadOption

WIDTH, HEIGHT = 1920, 935
# circles beyond so many are only in the list and the table
DRAWN = 800
# west, south, east, north
VIEWS = {
    "world": (-180.0, -58.0, 180.0, 80.0),
    "Africa": (-22.0, -36.0, 56.0, 38.0),
    "Americas": (-130.0, -56.0, -30.0, 60.0),
    "Asia": (55.0, -12.0, 150.0, 56.0),
    "Europe": (-12.0, 34.0, 45.0, 66.0),
    "Middle East": (24.0, 11.0, 64.0, 43.0),
}
_A = (1.340264, -0.081106, 0.000893, 0.003796)
_SAME = 1e-4


def project(latitude: float, longitude: float) -> tuple[float, float]:
    """Degrees to the map's units, the north above."""
    theta = asin(sqrt(3) / 2 * sin(radians(latitude)))
    t2, t6 = theta**2, theta**6
    x = 2 * sqrt(3) * radians(longitude) * cos(theta) / (3 * (9 * _A[3] * t6 * t2 + 7 * _A[2] * t6 + 3 * _A[1] * t2 + _A[0]))
    y = theta * (_A[3] * t6 * t2 + _A[2] * t6 + _A[1] * t2 + _A[0])
    scale = WIDTH / 5.41326
    return WIDTH / 2 + x * scale, HEIGHT / 2 - y * scale


def places(store: Store, query: Mapping[str, str]) -> dict[str, Any]:
    """Where the events are: a row a spot, those without one counted, and the events ``at`` one spot. Raises `BadOption`."""
    view = query.get("view") or "world"
    if view not in VIEWS:
        raise BadOption(f"no view '{view[:20]}'; use {', '.join(VIEWS)}")
    at = _spot(query.get("at"))
    asked = with_status(query)
    wanted = filter_of(asked)
    clause, values = where(wanted)
    join = " AND" if clause else " WHERE"
    events: list[dict[str, Any]] = []
    with store.connect() as connection:
        rows = connection.execute(
            "SELECT mode(place), any_value(country), round(latitude, 4), round(longitude, 4), count(*), count(*) FILTER (quad <= 2),"
            f" count(*) FILTER (quad > 2) FROM events{clause}{join} latitude IS NOT NULL AND longitude IS NOT NULL"
            " GROUP BY round(latitude, 4), round(longitude, 4) ORDER BY count(*) DESC, 1, 3, 4",
            values,
        ).fetchall()
        (whole,) = single(connection, f"SELECT count(*) FROM events{clause}", values)
        if at:
            here = f"events{clause}{join} abs(latitude - ?) < {_SAME} AND abs(longitude - ?) < {_SAME}"
            events = shown(connection, here, wanted.offset, [*values, *at])
    spots = [
        {
            "place": name,
            "country": country,
            "latitude": latitude,
            "longitude": longitude,
            "events": n,
            "cooperation": good,
            "conflict": bad,
            "balance": round((good - bad) / n, 3),
        }
        for name, country, latitude, longitude, n, good, bad in rows
    ]
    placed = sum(s["events"] for s in spots)
    return {
        "view": view,
        "status": asked.get("status", "any"),
        "placed": placed,
        "without": whole - placed,
        "spots": spots,
        "at": {"latitude": at[0], "longitude": at[1]} if at else None,
        "events": events,
        "page": int(query.get("page") or 0),
        "more": len(events) == PAGE,
    }


def drawing(body: dict[str, Any]) -> dict[str, Any]:
    """The map's shapes for a view: the frame, the graticule, land and borders, a circle a spot, its area by events."""
    left, top, wide, high = frame(body["view"])
    unit = wide / 1000
    ground, borders = land(body["view"])
    most = max((s["events"] for s in body["spots"]), default=1)
    circles = []
    for spot in body["spots"][:DRAWN]:
        x, y = project(spot["latitude"], spot["longitude"])
        if left <= x <= left + wide and top <= y <= top + high:
            radius = unit * (3 + 19 * sqrt(spot["events"] / max(most, 12)))
            circles.append({**spot, "x": round(x, 1), "y": round(y, 1), "r": round(radius, 1), "shade": shade(spot["balance"])})
    return {
        "box": f"{left:.0f} {top:.0f} {wide:.0f} {high:.0f}",
        "unit": round(unit, 2),
        "lines": graticule(),
        "land": ground,
        "borders": borders,
        "thin": round(10 * unit * 0.8, 1),
        "circles": circles,
        "most": most,
        "most_drawn": DRAWN,
    }


def frame(view: str) -> tuple[float, float, float, float]:
    """The part of the map that a view shows: left, top, width, height."""
    west, south, east, north = VIEWS[view]
    steps = [south + (north - south) * i / 12 for i in range(13)]
    points = [project(latitude, longitude) for latitude in steps for longitude in (west, (west + east) / 2, east)]
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)


@lru_cache(maxsize=1)
def graticule() -> tuple[str, ...]:
    """Meridians and parallels every 30 degrees, as path data."""
    lines = [[project(latitude, longitude) for latitude in range(-90, 91, 5)] for longitude in range(-180, 181, 30)]
    lines += [[project(latitude, longitude) for longitude in (-180, 180)] for latitude in range(-90, 91, 30)]
    return tuple("M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in line) for line in lines)


@lru_cache(maxsize=len(VIEWS))
def land(view: str) -> tuple[str, str]:
    """Land and borders of a view as path data, in tenths of a unit: what is too small to be seen there is left out."""
    left, top, wide, high = frame(view)
    box = (10 * (left - 4), 10 * (top - 4), 10 * (left + wide + 4), 10 * (top + high + 4))
    fine = wide / 85  # tenths of a unit, about a pixel of a page
    rings: list[str] = []
    lines: list[str] = []
    for kind, points in _shapes():
        path = _path(points, box, fine, kind == "border")
        (lines if kind == "border" else rings).append(path)
    return "".join(rings), "".join(lines)


def _path(points: tuple[tuple[int, int], ...], box: tuple[float, float, float, float], fine: float, open_: bool) -> str:
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    if max(xs) < box[0] or max(ys) < box[1] or min(xs) > box[2] or min(ys) > box[3]:
        return ""
    kept = [points[0]]
    for x, y in points[1:]:
        # a far point may be coarse, it is only there to close the shape
        near = fine if box[0] <= x <= box[2] and box[1] <= y <= box[3] else 20 * fine
        if abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= near:
            kept.append((x, y))
    if len(kept) < (2 if open_ else 4):
        return ""
    steps = "".join(f"{b[0] - a[0]} {b[1] - a[1]} " for a, b in pairwise(kept))
    return f"M{kept[0][0]} {kept[0][1]}l{steps.replace(' -', '-').rstrip()}{'' if open_ else 'z'}"


@lru_cache(maxsize=1)
def _shapes() -> tuple[tuple[str, tuple[tuple[int, int], ...]], ...]:
    """Every shape in tenths of the map's units."""
    found = []
    for line in (Path(__file__).parent / "shapes" / "world.txt").read_text(encoding="ascii").splitlines():
        kind, *told = line.split(" ")
        numbers = list(map(int, told))
        x = y = 0
        points = []
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            px, py = project(y / 100, x / 100)
            points.append((round(10 * px), round(10 * py)))
        found.append((kind, tuple(points)))
    return tuple(found)


def _spot(given: str | None) -> tuple[float, float] | None:
    if not given:
        return None
    try:
        latitude, longitude = (float(part) for part in given.split(","))
    except ValueError:
        raise BadOption("a spot is two numbers, such as at=48.853,2.348") from None
    if not (isfinite(latitude) and isfinite(longitude)):
        raise BadOption("a spot is two numbers, such as at=48.853,2.348")
    return latitude, longitude
