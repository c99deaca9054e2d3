"""PLOVER contexts from the words around an act."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path

_FILE = Path(__file__).parent.parent / "knowledge" / "cues" / "contexts.toml"


@lru_cache(maxsize=1)
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    raw = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return [
        (name, re.compile(r"\b(?:" + "|".join(re.escape(w.replace("_", " ")) for w in words.split()) + r")", re.IGNORECASE))
        for name, words in raw["contexts"].items()
    ]


@lru_cache(maxsize=20_000)
def find_contexts(text: str) -> tuple[str, ...]:
    """Contexts that a sentence's words speak of, in the ontology's order. Words match from their beginning."""
    return tuple(name for name, pattern in _patterns() if pattern.search(text))
