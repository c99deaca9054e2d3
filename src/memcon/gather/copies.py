"""Fold copies: reprints and agency text that several outlets carry are one report, not several."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from memcon.gather.topics import Groups

_SHINGLE = 5
_ALIKE = 0.6  # of the shorter text's shingles found in the longer
_PERMUTATIONS, _BANDS = 128, 32
_AGENCY = re.compile(
    r"\((Reuters|AP|AFP|UPI|dpa|EFE|Xinhua|TASS|Interfax|ANSA|Kyodo|Yonhap|PTI|Anadolu|IRNA|Bloomberg|BBC|CNN|Associated Press)\)"
)


@dataclass(frozen=True)
class Copy:
    """What folding needs of an article."""

    id: str
    outlet: str | None
    text: str


def folds(copies: Sequence[Copy]) -> list[list[str]]:
    """Sets of ids that are one text, singletons included; sorted, the same in any order of the articles.

    Candidates by MinHash over word 5-grams (Broder 1997), each checked by exact containment.
    """
    shingles = {c.id: shingles_of(c.text) for c in copies}
    groups = Groups(shingles)
    for one, two in sorted(_candidates(shingles)):
        if groups.find(one) != groups.find(two) and alike(shingles[one], shingles[two]):
            groups.join(one, two)
    return groups.sets()


def independent(copies: Sequence[Copy]) -> int:
    """How many reports there are once copies, articles of one outlet and text of one agency are folded together."""
    by_id = {c.id: c for c in copies}
    groups = Groups(by_id)
    for members in folds(copies):
        for other in members[1:]:
            groups.join(members[0], other)
    first_of: dict[str, str] = {}
    for one in sorted(by_id):
        for key in filter(None, (by_id[one].outlet, agency_of(by_id[one].text))):
            if key.lower() in first_of:
                groups.join(first_of[key.lower()], one)
            else:
                first_of[key.lower()] = one
    return len(groups.sets())


def agency_of(text: str) -> str | None:
    """The agency that a dateline names near the top of a text."""
    found = _AGENCY.search(text[:600])
    return found[1] if found else None


def shingles_of(text: str) -> set[str]:
    """A text's word 5-grams, in lower case."""
    words = re.findall(r"\w+", text.lower())
    return {" ".join(words[i : i + _SHINGLE]) for i in range(max(1, len(words) - _SHINGLE + 1))} if words else set()


def alike(one: set[str], two: set[str]) -> bool:
    """Whether most of the shorter text stands in the longer."""
    return bool(one and two) and len(one & two) >= _ALIKE * min(len(one), len(two))


def _candidates(shingles: dict[str, set[str]]) -> set[tuple[str, str]]:
    ids = sorted(shingles)
    if len(ids) <= 60:
        return {(a, b) for i, a in enumerate(ids) for b in ids[i + 1 :]}
    from rensa import RMinHash

    rows = _PERMUTATIONS // _BANDS
    buckets: dict[tuple[int, tuple[int, ...]], list[str]] = {}
    for one in ids:
        minhash = RMinHash(num_perm=_PERMUTATIONS, seed=7)
        minhash.update(sorted(shingles[one]))
        digest = minhash.digest()
        for band in range(_BANDS):
            buckets.setdefault((band, tuple(digest[band * rows : (band + 1) * rows])), []).append(one)
    # each with its neighbour and with the first: links enough to join what is alike, however many fall into one bucket
    near = {pair for members in buckets.values() for pair in pairwise(members)}
    return near | {(members[0], other) for members in buckets.values() for other in members[1:]}
