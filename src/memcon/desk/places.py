"""Events by place, on a map of our own: the Equal Earth projection, a graticule, and the world's towns for its land.

No shapes of land or borders are at hand, and borders are a claim; the towns of the gazetteer show where the land is without making one.
Projection: B. Šavrič, T. Patterson, B. Jenny, "The Equal Earth map projection", IJGIS 33 (2019).
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import lru_cache
from math import asin, cos, isfinite, radians, sin, sqrt
from typing import Any

from memcon.desk.data import filter_of
from memcon.desk.matrix import shade, with_status
from memcon.desk.rows import PAGE, shown, single
from memcon.keep.query import where
from memcon.keep.store import Store
from memcon.model.errors import BadOption
from memcon.register.gazetteer import FOLDER

WIDTH, HEIGHT = 1920, 935
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
    """The map's shapes for a view: the frame, the graticule, the towns, a circle a spot, its area by events."""
    left, top, wide, high = frame(body["view"])
    unit = wide / 1000
    most = max((s["events"] for s in body["spots"]), default=1)
    circles = []
    for spot in body["spots"]:
        x, y = project(spot["latitude"], spot["longitude"])
        if left <= x <= left + wide and top <= y <= top + high:
            radius = unit * (3 + 19 * sqrt(spot["events"] / max(most, 12)))
            circles.append({**spot, "x": round(x, 1), "y": round(y, 1), "r": round(radius, 1), "shade": shade(spot["balance"])})
    return {
        "box": f"{left:.0f} {top:.0f} {wide:.0f} {high:.0f}",
        "unit": round(unit, 2),
        "town": round(10 * 1.9 * unit**0.7, 1),
        "lines": graticule(),
        "towns": towns(body["view"]),
        "circles": circles,
        "most": most,
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
def towns(view: str) -> str:
    """The gazetteer's towns as one path of dots: of each cell of a grid, finer in closer views, the largest."""
    west, south, east, north = VIEWS[view]
    cells: dict[tuple[int, int], tuple[float, float]] = {}
    fine = 150 / (east - west) if view != "world" else 1.2
    for latitude, longitude in _largest_first():
        if west - 20 < longitude < east + 20 and south - 5 < latitude < north + 5:
            cells.setdefault((round(latitude * fine), round(longitude * fine)), (latitude, longitude))
    path, x0, y0 = [], 0, 0
    for latitude, longitude in (cells[c] for c in sorted(cells)):
        # tenths of a unit: the template scales the path down
        x, y = (round(10 * v) for v in project(latitude, longitude))
        path.append(f"m{x - x0} {y - y0}h0")
        x0, y0 = x, y
    return "".join(path)


@lru_cache(maxsize=1)
def _largest_first() -> list[tuple[float, float]]:
    with (FOLDER / "cities.csv").open(encoding="utf-8", newline="") as handle:
        rows = [(int(r["population"] or 0), float(r["latitude"]), float(r["longitude"])) for r in csv.DictReader(handle) if r["latitude"]]
    return [(latitude, longitude) for _, latitude, longitude in sorted(rows, reverse=True)]


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
