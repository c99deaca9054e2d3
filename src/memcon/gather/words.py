"""What an article is about, as weighted words: names and numbers count more, common words less, by a fixed table."""

from __future__ import annotations

import csv
import hashlib
import math
import re
import sys
from collections.abc import Collection
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "knowledge" / "stories"
_WORD = re.compile(r"[^\W\d_][\w’']+|\d[\d,.]*\d|\d")
_ENDINGS = ("ing", "ed", "es", "s", "ly")
WHOLE = 10_000
_LEAD = 2500  # characters: what happened is told first
_MOST_WORDS = 80
_TITLE, _NAME, _POWER = 3, 2, 1.5
_KNOWN = 2.0  # as rare as a word of every seventh page


def vector(title: str | None, text: str, most: int = _MOST_WORDS) -> dict[str, int]:
    """The weightiest words with their weights, heaviest first (empty where the text has no words of its own).

    Weights are whole numbers, `WHOLE` being the length of the vector of all words: sums come out the same in any order.
    """
    counts: dict[str, float] = {}
    get = counts.get
    for raw in title[:_LEAD].split() if title else ():
        for word, worth in _plain(raw):
            counts[word] = get(word, 0.0) + _TITLE * worth
    for raw in text[:_LEAD].split():
        for word, worth in _plain(raw):
            counts[word] = get(word, 0.0) + worth
    weighed = sorted([(-v, w) for w, v in counts.items()])
    # the whole text's length, so that a short text and a long one are alike by what they share
    size = math.sqrt(math.fsum([v * v for v, _ in weighed]))
    return {w: round(WHOLE * -v / size) for v, w in weighed[:most] if v} if size else {}


def dot(one: dict[str, int], two: dict[str, int], shared: Collection[str] | None = None) -> int:
    """How alike two weighted words are, from 0 to ``WHOLE * WHOLE``; ``shared``, where known, are the words that both have."""
    return sum([one[w] * two[w] for w in (one.keys() & two.keys() if shared is None else shared)])


@lru_cache(maxsize=65_536)
def _plain(raw: str) -> tuple[tuple[str, float], ...]:
    """The words between two spaces as they are counted (lower case, without possessive and ending), and what one weighs."""
    found = []
    for one in _WORD.findall(raw):
        word = one.lower().removesuffix("’s").removesuffix("'s")
        if word not in stop_words() and len(word) > 1:
            word = sys.intern(stem(word))
            found.append((word, (_NAME if one[0].isupper() or one[0].isdigit() else 1) * _weight(word)))
    return tuple(found)


def stem(word: str) -> str:
    """A word without its commonest ending, where at least four letters stay."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def rarity(word: str) -> float:
    """How rare a word is (inverse document frequency); an unknown word is as rare as can be, a name that the news is full of is not."""
    table, most = _table()
    found = table.get(word, most)
    return min(found, _KNOWN) if word in known_names() else found


def _weight(word: str) -> float:
    return float(rarity(word) ** _POWER)


@lru_cache(maxsize=1)
def stop_words() -> frozenset[str]:
    """Words that say nothing of what an article is about."""
    return frozenset((FOLDER / "stopwords.txt").read_text(encoding="utf-8").split())


@lru_cache(maxsize=1)
def known_names() -> frozenset[str]:
    """Words of the names of leaders, states, capitals and organisations, as they are counted."""
    return frozenset((FOLDER / "known.txt").read_text(encoding="utf-8").split())


@lru_cache(maxsize=1)
def knowledge() -> str:
    """A hash of the files that gathering reads; where it changes, the same articles may be gathered differently."""
    found = hashlib.sha256()
    for path in sorted(FOLDER.iterdir()):
        if path.suffix in (".csv", ".txt", ".toml"):
            found.update(path.name.encode() + path.read_bytes())
    return found.hexdigest()[:12]


@lru_cache(maxsize=1)
def _table() -> tuple[dict[str, float], float]:
    with (FOLDER / "idf.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.reader(handle))
    total = int(rows[0][1])
    return {word: math.log((1 + total) / (1 + int(n))) for word, n in rows[1:]}, math.log(1 + total)
