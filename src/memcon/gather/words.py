"""What an article is about, as weighted words: names and numbers count more, common words less, by a fixed table."""

from __future__ import annotations

import csv
import math
import re
from collections import Counter
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "knowledge" / "stories"
_WORD = re.compile(r"[^\W\d_][\w’']+|\d[\d,.]*\d|\d")
_ENDINGS = ("ing", "ed", "es", "s", "ly")
_LEAD = 2500  # characters: what happened is told first
_TITLE, _NAME, _POWER = 3, 2, 1.5


def vector(title: str | None, text: str) -> dict[str, float]:
    """Words with their weights, of length one (empty where the text has no words of its own)."""
    counts: Counter[str] = Counter()
    for part, weight in ((title or "", _TITLE), (text[:_LEAD], 1)):
        for raw in _WORD.findall(part):
            word = raw.lower().removesuffix("’s").removesuffix("'s")
            if word in stop_words() or len(word) < 2:
                continue
            counts[stem(word)] += weight * (_NAME if raw[0].isupper() or raw[0].isdigit() else 1)
    weighed = {w: n * rarity(w) ** _POWER for w, n in counts.items()}
    size = math.sqrt(sum(v * v for v in weighed.values()))
    return {w: v / size for w, v in weighed.items()} if size else {}


def stem(word: str) -> str:
    """A word without its commonest ending, where at least four letters stay."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def rarity(word: str) -> float:
    """How rare a word is (inverse document frequency); an unknown word is as rare as can be."""
    table, most = _table()
    return table.get(word, most)


@lru_cache(maxsize=1)
def stop_words() -> frozenset[str]:
    """Words that say nothing of what an article is about."""
    return frozenset((FOLDER / "stopwords.txt").read_text(encoding="utf-8").split())


@lru_cache(maxsize=1)
def _table() -> tuple[dict[str, float], float]:
    with (FOLDER / "idf.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.reader(handle))
    total = int(rows[0][1])
    return {word: math.log((1 + total) / (1 + int(n))) for word, n in rows[1:]}, math.log(1 + total)
