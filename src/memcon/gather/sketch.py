"""A text's sketch: hashes of its word 5-grams, by which copies are found and measured.

Two samples are taken. *Marks* are winnowed (Schleimer, Wilkerson & Aiken 2003): any passage of 20 words that two texts share gives both
a mark, so a cut copy is found by what is left of it. The *sample* keeps the hashes divisible by four of a long text and all of a short
one; the part of one sample that stands in another estimates how much of the shorter text stands in the longer. MinHash estimates the
likeness of the whole texts instead, and takes a copy cut to a third for another text.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

_SHINGLE = 5
_WINDOW = 16  # shingles of which the smallest is a mark
_SAMPLE = 4
_SHORT = 200  # shingles: shorter texts are kept whole
_MOST = 12_000  # characters: copies are cut at the end, and the beginning of a transcript of megabytes is enough
# letters, figures and the bytes of other scripts stay, all else is a space
_LETTERS = bytes(b if (chr(b).isalnum() and b < 128) or b >= 128 else 32 for b in range(256))


Hashes = np.ndarray[tuple[int], np.dtype[np.int64]]


@dataclass(frozen=True)
class Sketch:
    """``kept``: all hashes of a short text (``whole``) or a sample of a long one's; ``sampled``: the sample alone. Both are sorted."""

    kept: Hashes
    whole: bool
    sampled: Hashes


def sketch(kept: bytes, whole: bool) -> Sketch:
    """A sketch from its stored parts (`Sketched`)."""
    hashes = np.frombuffer(kept, dtype=np.int64)
    return Sketch(hashes, whole, hashes[hashes & (_SAMPLE - 1) == 0] if whole else hashes)


@dataclass(frozen=True)
class Sketched:
    """A sketch as it is stored: the kept hashes as sorted 64-bit numbers, whether they are all there are, and the marks."""

    kept: bytes
    whole: bool
    marks: frozenset[int]


def sketch_of(text: str) -> Sketched:
    """A text's sketch and its marks, both empty where it has no words. Linear in the text."""
    hashes = _hashes(text)
    if not len(hashes):
        return Sketched(b"", True, frozenset())
    whole = len(hashes) <= _SHORT
    kept = np.sort(hashes if whole else hashes[hashes & (_SAMPLE - 1) == 0])
    kept = kept[np.concatenate([[True], kept[1:] != kept[:-1]])] if len(kept) else kept
    return Sketched(kept.tobytes(), whole, _marks(hashes))


def containment(one: Sketch, two: Sketch) -> tuple[int, float]:
    """How many of the hashes that are held against each other are in both, and which part of the shorter text that is, 0 to 1."""
    a, b = (one.kept, two.kept) if one.whole and two.whole else (one.sampled, two.sampled)
    both, shorter = common(a, b), min(len(a), len(b))
    return both, both / shorter if shorter else 0.0


def common(one: Hashes, two: Hashes) -> int:
    """How many of some sorted hashes are among others, each told once."""
    few, many = (one, two) if len(one) <= len(two) else (two, one)
    if not len(few):
        return 0
    at = many.searchsorted(few)
    return int(np.count_nonzero(many.take(at, mode="clip") == few))


def _hashes(text: str) -> Hashes:
    """The hashes of all word 5-grams in the order of the text, from sums over its letters that every 5-gram takes its part of."""
    lower = text[:_MOST].lower()
    raw = lower.encode("ascii", "replace")
    if raw.count(b"?") * 4 > len(raw):
        # another script: its letters are told apart by their bytes
        raw = lower.encode("utf-8", "surrogatepass")
    # a word ends in one space, whatever stands between it and the next
    plain = b" ".join(raw.translate(_LETTERS).split()) + b" "
    letters = np.frombuffer(plain, dtype=np.uint8)
    ends = np.flatnonzero(letters == 32)
    if len(plain) == 1:
        return np.empty(0, dtype=np.int64)
    sums = np.empty(len(letters) + 1, dtype=np.uint64)
    sums[0] = 0
    powers, inverses = _powers()
    np.cumsum(letters * powers[: len(letters)], out=sums[1:])
    starts = np.concatenate([[0], ends[:-1] + 1])
    width = min(_SHINGLE, len(ends))
    first, last = starts[: len(starts) - width + 1], ends[width - 1 :] + 1
    found = (sums[last] - sums[first]) * inverses[first]
    # the finaliser of splitmix64: neighbouring values come out unlike each other
    found ^= found >> np.uint64(30)
    found *= np.uint64(0xBF58476D1CE4E5B9)
    found ^= found >> np.uint64(27)
    found *= np.uint64(0x94D049BB133111EB)
    found ^= found >> np.uint64(31)
    hashes: Hashes = (found >> np.uint64(1)).astype(np.int64)
    return hashes


def _marks(hashes: Hashes) -> frozenset[int]:
    if len(hashes) <= _WINDOW:
        return frozenset([int(hashes.min())])
    least, width = hashes, 1
    while width < _WINDOW:  # the least of two, four, eight, sixteen neighbours
        least, width = np.minimum(least[:-width], least[width:]), 2 * width
    return frozenset(least.tolist())


@lru_cache(maxsize=1)
def _powers() -> tuple[np.ndarray[tuple[int], np.dtype[np.uint64]], np.ndarray[tuple[int], np.dtype[np.uint64]]]:
    """Powers of an odd number modulo 2**64, and of its inverse: as many as a text has bytes."""
    size = 4 * _MOST + 2
    base = np.full(size, 0x9E3779B97F4A7C15, dtype=np.uint64)
    inverse = np.full(size, pow(0x9E3779B97F4A7C15, -1, 2**64), dtype=np.uint64)
    base[0] = inverse[0] = 1
    return np.cumprod(base), np.cumprod(inverse)
