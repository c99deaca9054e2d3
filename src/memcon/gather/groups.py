"""Disjoint sets: what is joined by links is one group."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable


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
