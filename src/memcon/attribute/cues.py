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
    """What each cue takes: frames of verbs, nouns and adjectives; the nouns that name sources; channels."""

    verbs: dict[str, dict[str, str]]
    nouns: dict[str, frozenset[str]]
    adjectives: frozenset[str]
    adjective_takes: frozenset[str]
    adverbs: frozenset[str]
    light: frozenset[str]
    addressed: frozenset[str]
    goes_on: frozenset[str]
    naming: frozenset[str]
    posting: frozenset[str]
    links: frozenset[str]
    speech: frozenset[str]
    alone: frozenset[str]
    labels: frozenset[str]
    not_labels: frozenset[str]
    anonymous: frozenset[str]
    document: frozenset[str]
    media: frozenset[str]
    figures: frozenset[str]
    watchers: frozenset[str]
    bodies: frozenset[str]
    spokesmen: frozenset[str]
    governments: frozenset[str]
    offices: frozenset[str]
    channels: tuple[tuple[str, re.Pattern[str]], ...]

    def quotes(self, lemma: str) -> bool:
        """Whether a verb may stand by a quotation."""
        return "quote" in self.verbs.get(lemma, ())


def _phrase(written: str) -> str:
    """A phrase of channels.toml as a pattern."""
    words = re.escape(written.rstrip("^").replace("_", " ").strip())
    return words + (r" (?-i:[A-Z])" if written.endswith("^") else r"s?\b")


@lru_cache(maxsize=1)
def load_cues() -> Cues:
    """The packaged cues. A verb in several classes takes what each of them says."""
    raw = tomllib.loads((_FOLDER / "speech.toml").read_text(encoding="utf-8"))
    channels = tomllib.loads((_FOLDER / "channels.toml").read_text(encoding="utf-8"))["channels"]
    verbs: dict[str, dict[str, str]] = {}
    for name, table in raw["verbs"].items():
        for word in table["verbs"].split():
            for frame in table["takes"].split():
                verbs.setdefault(word, {}).setdefault(frame, name)
    nouns: dict[str, set[str]] = {}
    for frame, words in raw["nouns"].items():
        for word in words.split():
            nouns.setdefault(word, set()).add(frame)
    return Cues(
        verbs,
        {word: frozenset(frames) for word, frames in nouns.items()},
        frozenset(raw["adjectives"]["words"].split()),
        frozenset(raw["adjectives"]["takes"].split()),
        frozenset(raw["adverbs"]["words"].split()),
        frozenset(raw["light"]["verbs"].split()),
        frozenset(raw["addressed"]["verbs"].split()),
        frozenset(raw["goes_on"]["verbs"].split()),
        frozenset(raw["naming"]["verbs"].split()),
        frozenset(raw["posting"]["verbs"].split()),
        frozenset(raw["links"]["kinds"].split()),
        frozenset(raw["speech"]["classes"].split()),
        frozenset(raw["alone"]["frames"].split()),
        frozenset(raw["labels"]["words"].split()),
        frozenset(raw["labels"]["never"].split()),
        frozenset(raw["sources"]["anonymous"].split()),
        frozenset(raw["sources"]["document"].split()),
        frozenset(raw["sources"]["media"].split()),
        frozenset(raw["sources"]["figures"].split()),
        frozenset(raw["sources"]["watchers"].split()),
        frozenset(raw["sources"]["bodies"].split()),
        frozenset(raw["sources"]["spokesmen"].split()),
        frozenset(raw["sources"]["governments"].split()),
        frozenset(raw["sources"]["offices"].split()),
        tuple(
            (name, re.compile(r"\b(?:" + "|".join(_phrase(w) for w in words.split()) + r")", re.IGNORECASE))
            for name, words in channels.items()
        ),
    )
