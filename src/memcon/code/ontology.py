"""PLOVER's types, modes, quads and scores and CAMEO's codes, read from the ontology tables."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "knowledge" / "ontology"


@dataclass(frozen=True)
class Act:
    """A PLOVER type with one of its modes (or None): quad 1-4, intensity score, the CAMEO code it falls back to."""

    type: str
    mode: str | None
    quad: int
    score: float | None
    cameo: str
    meaning: str


@dataclass(frozen=True)
class Code:
    """A CAMEO code: name, parent, Goldstein score (None where none was published) and its PLOVER counterpart."""

    code: str
    name: str
    parent: str | None
    quad: int
    goldstein: float | None
    type: str | None
    mode: str | None


@lru_cache(maxsize=1)
def plover() -> dict[tuple[str, str | None], Act]:
    """Every type and mode by ``(type, mode)``; ``(type, None)`` is the type itself."""
    with (FOLDER / "plover.csv").open(encoding="utf-8", newline="") as handle:
        acts = [
            Act(r["type"], r["mode"] or None, int(r["quad"]), float(r["score"]) if r["score"] else None, r["cameo"], r["meaning"])
            for r in csv.DictReader(handle)
        ]
    return {(a.type, a.mode): a for a in acts}


@lru_cache(maxsize=1)
def cameo() -> dict[str, Code]:
    """Every CAMEO code by its digits."""
    with (FOLDER / "cameo.csv").open(encoding="utf-8", newline="") as handle:
        return {
            r["code"]: Code(
                r["code"],
                r["name"],
                r["parent"] or None,
                int(r["quad"]),
                float(r["goldstein"]) if r["goldstein"] else None,
                r["type"] or None,
                r["mode"] or None,
            )
            for r in csv.DictReader(handle)
        }


def act_of(type_: str, mode: str | None) -> Act:
    """The act for a type and mode, the type itself where the mode is unknown. Raises KeyError for no such type."""
    acts = plover()
    return acts.get((type_, mode)) or acts[(type_, None)]


def goldstein_of(code: str | None) -> float | None:
    """The Goldstein score of a CAMEO code, None where none was published."""
    found = cameo().get(code) if code else None
    return found.goldstein if found else None
