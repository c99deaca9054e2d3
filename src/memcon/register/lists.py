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
# the sector of an office; of those that are not here: GOV
SECTOR: dict[str, str] = _all()["sector"]
# what else the one at the head of a body is called
SOLE: dict[str, tuple[str, ...]] = {phrase: tuple(others.split()) for phrase, others in _all()["sole"].items()}
