"""``places``: toponyms found, and how near the map point is."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

from memcon.evaluate.gold import code_texts, gold_rows
from memcon.evaluate.score import Result, bootstrap, counted_f1, overlap, ratio


def evaluate(gold: Path, fast: bool = False) -> Result:
    """F1 of toponyms by overlap; of those found, the share within 161 km and in the right country."""
    rows = gold_rows(gold, "places")
    found, near, country, misses = [], [], [], []
    records = code_texts([(r["text"], r.get("date")) for r in rows], fast=True, whole=False)
    for r, record in zip(rows, records, strict=True):
        ours, theirs = record.places, [t for t in r["toponyms"] if t.get("offset_ok", True)]
        used: set[int] = set()
        close = asked = same = named = 0
        for t in theirs:
            hit = next((i for i, o in enumerate(ours) if i not in used and o.span and overlap(o.span, (t["start"], t["end"]))), None)
            if hit is None:
                misses.append(f"not found: {t['text']} in {r['text'][max(0, t['start'] - 40) : t['end'] + 40]!r}")
                continue
            used.add(hit)
            place = ours[hit]
            if t.get("lat") is not None:
                asked += 1
                good = (
                    place.latitude is not None
                    and place.longitude is not None
                    and kilometres(place.latitude, place.longitude, float(t["lat"]), float(t["lon"])) <= 161
                )
                close += good
                if not good:
                    misses.append(
                        f"far: {t['text']} ours {place.name} {place.country} {place.latitude},{place.longitude}, "
                        f"gold {t.get('name')} {t.get('country')} {t['lat']},{t['lon']}"
                    )
            if t.get("country"):
                named += 1
                same += _country(place.country, t["country"])
        found.append((float(len(ours)), float(len(theirs)), float(len(used))))
        near.append((float(close), float(asked)))
        country.append((float(same), float(named)))
        misses.extend(f"not in gold: {r['text'][o.span[0] : o.span[1]]}" for i, o in enumerate(ours) if i not in used and o.span)
    return Result(
        "places",
        [
            bootstrap("toponyms, F1", found, counted_f1),
            bootstrap("within 161 km of those found", near, ratio),
            bootstrap("country right of those found", country, ratio),
        ],
        misses[:120],
    )


def kilometres(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance between two points in degrees (haversine, mean Earth radius)."""
    p1, p2 = math.radians(lat1), math.radians(lat2)
    a = math.sin((p2 - p1) / 2) ** 2 + math.cos(p1) * math.cos(p2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * 6371.0 * math.asin(min(1.0, math.sqrt(a)))


def _country(ours: str | None, theirs: Any) -> bool:
    from memcon.register.names import fold
    from memcon.register.register import load_register

    if ours is None:
        return False
    state = load_register().states.get(ours)
    if state is None:
        return False
    return str(theirs) in (ours, state.code) or fold(str(theirs)) in {fold(n) for n in (state.name, *state.names)}
