"""A text's sketch: hashes of its word 5-grams, by which copies are found and measured.

Two samples are taken. *Marks* are winnowed (Schleimer, Wilkerson & Aiken 2003): any passage of 20 words that two texts share gives both
a mark, so a cut copy is found by what is left of it. The *sample* keeps the hashes divisible by four of a long text and all of a short
one; the part of one sample that stands in another estimates how much of the shorter text stands in the longer. MinHash estimates the
likeness of the whole texts instead, and takes a copy cut to a third for another text.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

_SHINGLE = 5
_WINDOW = 16  # shingles of which the smallest is a mark
_SAMPLE = 4
_SHORT = 200  # shingles: shorter texts are kept whole
_MOST = 12_000  # characters: copies are cut at the end, and the beginning of a transcript of megabytes is enough
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Sketch:
    """``kept``: all hashes of a short text (``whole``) or a sample of a long one's; ``sampled``: the sample alone."""

    kept: frozenset[int]
    whole: bool
    sampled: frozenset[int]


NOTHING = Sketch(frozenset(), True, frozenset())


def sketch(kept: frozenset[int], whole: bool) -> Sketch:
    """A sketch from its stored parts."""
    return Sketch(kept, whole, frozenset(h for h in kept if h % _SAMPLE == 0) if whole else kept)


def sketch_of(text: str) -> tuple[Sketch, list[int]]:
    """A text's sketch and its marks, both empty where it has no words. Linear in the text."""
    hashes = _hashes(text)
    if not len(hashes):
        return NOTHING, []
    whole = len(hashes) <= _SHORT
    kept = hashes if whole else hashes[hashes % _SAMPLE == 0]
    return sketch(frozenset(kept.tolist()), whole), _marks(hashes)


def containment(one: Sketch, two: Sketch) -> float:
    """Which part of the shorter text stands in the longer, 0 to 1."""
    a, b = (one.kept, two.kept) if one.whole and two.whole else (one.sampled, two.sampled)
    shorter = min(len(a), len(b))
    return len(a & b) / shorter if shorter else 0.0


def _hashes(text: str) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    words = _WORD.findall(text[:_MOST].lower())
    if not words:
        return np.empty(0, dtype=np.int64)
    codes = np.fromiter(map(_code, words), dtype=np.uint64, count=len(words))
    width = min(_SHINGLE, len(codes))
    found = np.zeros(len(codes) - width + 1, dtype=np.uint64)
    for at in range(width):
        found = found * np.uint64(0x9E3779B97F4A7C15) + codes[at : at + len(found)]
    # the finaliser of splitmix64: neighbouring values come out unlike each other
    found ^= found >> np.uint64(30)
    found *= np.uint64(0xBF58476D1CE4E5B9)
    found ^= found >> np.uint64(27)
    found *= np.uint64(0x94D049BB133111EB)
    found ^= found >> np.uint64(31)
    return (found >> np.uint64(1)).astype(np.int64)


def _marks(hashes: np.ndarray[tuple[int], np.dtype[np.int64]]) -> list[int]:
    if len(hashes) <= _WINDOW:
        return [int(hashes.min())]
    windows = np.lib.stride_tricks.sliding_window_view(hashes, _WINDOW)
    return [int(h) for h in np.unique(windows.min(axis=1))]


@lru_cache(maxsize=200_000)
def _code(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
