"""Group articles about the same happening: single links between articles that share rare words within days of each other."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from memcon.gather.words import vector

THRESHOLD = 0.26
_DAY_COST, _MOST_DAYS = 0.02, 10
_BLOCK_WORDS = 12
_LARGEST_BLOCK = 400


@dataclass(frozen=True)
class Item:
    """What grouping needs of an article: its id, its day (ISO, None where unknown), title and text."""

    id: str
    day: str | None
    title: str | None
    text: str


class Groups:
    """Disjoint sets of ids, joined by links; the result does not depend on the order of the links."""

    def __init__(self, ids: Iterable[str]) -> None:
        self.parent = {i: i for i in ids}

    def find(self, one: str) -> str:
        """The smallest id of the set that holds ``one``."""
        while self.parent[one] != one:
            self.parent[one] = self.parent[self.parent[one]]
            one = self.parent[one]
        return one

    def join(self, one: str, two: str) -> None:
        """Make one set of two."""
        a, b = sorted((self.find(one), self.find(two)))
        self.parent[b] = a

    def sets(self) -> list[list[str]]:
        """The sets, each sorted, in the order of their smallest ids."""
        found: dict[str, list[str]] = defaultdict(list)
        for one in sorted(self.parent):
            found[self.find(one)].append(one)
        return [found[k] for k in sorted(found)]


def topics_of(items: Iterable[Item]) -> dict[str, str]:
    """Article id to topic id. A topic's id is a hash of its smallest article id, so it stays while that article stays."""
    known = {item.id: item for item in items}
    vectors = {i: vector(item.title, item.text) for i, item in known.items()}
    groups = Groups(known)
    for one, two in _pairs(vectors, known):
        if groups.find(one) != groups.find(two) and similarity(vectors[one], vectors[two], known[one].day, known[two].day) >= THRESHOLD:
            groups.join(one, two)
    return {i: topic_id(members[0]) for members in groups.sets() for i in members}


def topic_id(smallest: str) -> str:
    """The id of the topic whose smallest article id this is."""
    return "t" + hashlib.sha256(f"topic {smallest}".encode()).hexdigest()[:15]


def similarity(one: dict[str, float], two: dict[str, float], day1: str | None, day2: str | None) -> float:
    """Cosine of two word vectors, less a little for each day between the articles (ten at most count)."""
    if len(two) < len(one):
        one, two = two, one
    cosine = sum(v * two.get(w, 0.0) for w, v in one.items())
    return cosine - _DAY_COST * min(days_between(day1, day2), _MOST_DAYS)


def days_between(day1: str | None, day2: str | None) -> int:
    """Days between two ISO days; 0 where one is unknown."""
    if not day1 or not day2:
        return 0
    return abs((date.fromisoformat(day1[:10]) - date.fromisoformat(day2[:10])).days)


def _pairs(vectors: dict[str, dict[str, float]], known: dict[str, Item]) -> Iterator[tuple[str, str]]:
    """Pairs that share one of their weightiest words. A word that too many articles share is split by their days."""
    blocks: dict[str, list[str]] = defaultdict(list)
    for one in sorted(vectors):
        for word in sorted(vectors[one], key=lambda w: (-vectors[one][w], w))[:_BLOCK_WORDS]:
            blocks[word].append(one)
    seen: set[tuple[str, str]] = set()
    for word in sorted(blocks):
        block = blocks[word]
        if len(block) > _LARGEST_BLOCK:
            block = sorted(block, key=lambda i: (known[i].day or "", i))
        for at, one in enumerate(block):
            for two in block[at + 1 : at + 1 + _LARGEST_BLOCK]:
                pair = (one, two) if one < two else (two, one)
                if pair not in seen:
                    seen.add(pair)
                    yield pair
