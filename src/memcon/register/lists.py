"""The word lists and tables that names and phrases of actors are told by (``knowledge/register/words.toml``)."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent.parent / "knowledge" / "register"


@cache
def _all() -> dict[str, Any]:
    return tomllib.loads((FOLDER / "words.toml").read_text(encoding="utf-8"))


@cache
def word_set(name: str) -> frozenset[str]:
    """One list, its words parted by spaces, or its phrases by ``;``. Raises `KeyError`."""
    text: str = _all()[name]
    return frozenset(text.split(";") if ";" in text else text.split())


# an office's place among several of one person, the lowest first
RANK: dict[str, int] = _all()["rank"]
# the sectors of an office, the first of them the main one; of those that are not here: GOV
SECTORS: dict[str, tuple[str, ...]] = {office: tuple(sectors.split()) for office, sectors in _all()["sector"].items()}
# what else the one at the head of a body is called
SOLE: dict[str, tuple[str, ...]] = {phrase: tuple(others.split()) for phrase, others in _all()["sole"].items()}
# letters and the sound that they are written for, in the order in which they are replaced
SOUNDS: tuple[tuple[str, str], ...] = tuple((written, sound) for written, _, sound in (p.partition("=") for p in _all()["sounds"].split()))
# given names that newspapers write in many ways, each by the first of its kind
SAME_NAMES: dict[str, str] = {name: kind.split()[0] for kind in _all()["same_names"] for name in kind.split()}
# ranks and offices that are cut short before a name, in full
CUT_SHORT: dict[str, str] = _all()["cut_short"]
