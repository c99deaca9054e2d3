"""The attribution cues, read once from the cue files."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_FOLDER = Path(__file__).parent.parent / "knowledge" / "cues"


@dataclass(frozen=True)
class Cues:
    """Lemma to stance for verbs, nouns and adverbs; which verbs speak through an object or an infinitive; source nouns."""

    verbs: dict[str, str]
    nouns: dict[str, str]
    adverbs: frozenset[str]
    object: frozenset[str]
    infinitive: frozenset[str]
    clause: frozenset[str]
    anonymous: frozenset[str]
    document: frozenset[str]
    media: frozenset[str]
    channels: tuple[tuple[str, re.Pattern[str]], ...]


@lru_cache(maxsize=1)
def load_cues() -> Cues:
    """The packaged cues. A lemma in several lists has the stance of the last one named."""
    raw = tomllib.loads((_FOLDER / "speech.toml").read_text(encoding="utf-8"))
    channels = tomllib.loads((_FOLDER / "channels.toml").read_text(encoding="utf-8"))["channels"]

    def table(name: str) -> dict[str, str]:
        return {word: stance for stance, words in raw[name].items() for word in words.split()}

    return Cues(
        table("verbs"),
        table("nouns"),
        frozenset(raw["adverbs"]["states"].split()),
        frozenset(raw["object"]["verbs"].split()),
        frozenset(raw["infinitive"]["verbs"].split()),
        frozenset(raw["clause"]["verbs"].split()),
        frozenset(raw["sources"]["anonymous"].split()),
        frozenset(raw["sources"]["document"].split()),
        frozenset(raw["sources"]["media"].split()),
        tuple(
            (name, re.compile(r"\b(?:" + "|".join(re.escape(w.replace("_", " ").strip()) for w in words.split()) + r")", re.IGNORECASE))
            for name, words in channels.items()
        ),
    )
