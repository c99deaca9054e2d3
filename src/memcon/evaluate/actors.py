"""``actors``: country and sector of a phrase."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from memcon.evaluate.gold import gold_rows
from memcon.evaluate.score import Result, bootstrap, ratio
from memcon.register.register import load_register
from memcon.register.who import Identity, who

_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")
# this set's own names for some sectors
_SECTORS = {"HLH": "MED", "BUD": "REL"}


def evaluate(gold: Path, fast: bool = False) -> Result:
    """Accuracy of country, sector and both. A field that the gold leaves open is not asked."""
    country, sector, both, misses = [], [], [], []
    for r in gold_rows(gold, "actors"):
        date = r.get("date")
        found = who(r["text"], date if date and _DAY.match(date) else None)
        asks_country, asks_sector = "country" in r, "sector" in r
        c_right = not asks_country or _country(found) == (r["country"] or None)
        s_right = not asks_sector or _sector(found, r)
        if asks_country:
            country.append((float(c_right), 1.0))
        if asks_sector:
            sector.append((float(s_right), 1.0))
        both.append((float(c_right and s_right), 1.0))
        if not (c_right and s_right):
            misses.append(
                f"{r['text']} ({date}): gold {r.get('country')} {r.get('sector')}, "
                f"ours {_country(found)} {found.sectors if found else None}"
            )
    return Result(
        "actors", [bootstrap("country", country, ratio), bootstrap("sector", sector, ratio), bootstrap("both", both, ratio)], misses
    )


def _country(found: Identity | None) -> str | None:
    if found is None:
        return None
    if found.country:
        return found.country
    if found.organisation:
        organisation = load_register().organisations.get(found.organisation)
        return organisation.plover or None if organisation else None
    return None


def _sector(found: Identity | None, r: dict[str, Any]) -> bool:
    want = [_SECTORS.get(s, s) for s in (r.get("sector"), r.get("sector_2")) if s]
    if not want:
        return found is None or not found.sectors or found.kind in ("state", "government")
    return found is not None and any(s in want for s in found.sectors)
