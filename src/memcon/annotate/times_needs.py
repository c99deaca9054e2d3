"""What a text must hold for a pattern to match at all: literals read off the pattern, so that most patterns need not be tried."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

# letters that case-blind matching takes for i, s and k, and `str.lower` does not
_ODD = re.compile("[\u0131\u017f\u212a]")


class Sieve:
    """Which of many case-blind patterns a text may match at all."""

    def __init__(self, patterns: Iterable[re.Pattern[str]]) -> None:
        self._set({n: needed(p) for n, p in enumerate(patterns)})

    def _set(self, needs: dict[int, tuple[frozenset[str], ...]]) -> None:
        self._needs = needs
        self._words = sorted({w for sets in needs.values() for one in sets for w in one})

    def narrowed(self, text: str) -> Sieve:
        """The sieve for parts of a text: without the patterns and literals of which the whole has none."""
        low = text.lower()
        there = {w for w in self._words if w in low}
        narrow = Sieve(())
        narrow._set({n: tuple(one & there for one in self._needs[n]) for n in self.likely(text)})
        return narrow

    def likely(self, text: str) -> list[int]:
        """The numbers of the patterns worth trying, in order: every one that matches anywhere is among them."""
        if not text.isascii() and _ODD.search(text):
            return list(self._needs)
        low = text.lower()
        there = {w for w in self._words if w in low}
        return [n for n, sets in self._needs.items() if not any(one.isdisjoint(there) for one in sets)]


def needed(pattern: re.Pattern[str]) -> tuple[frozenset[str], ...]:
    """Sets of lower-case literals: a text that ``pattern`` matches holds at least one of each."""
    from re import _parser  # type: ignore[attr-defined]

    sets: list[frozenset[str]] = []
    _of(_parser.parse(pattern.pattern, pattern.flags), sets)
    return tuple(sorted(dict.fromkeys(sets), key=lambda s: -min(map(len, s))))


def _of(items: Iterable[Any], sets: list[frozenset[str]] | None = None) -> frozenset[str] | None:
    """The best set of a sequence: all its parts must be there, so any part's set will do. ``sets`` takes every part's."""
    found: list[frozenset[str] | None] = []
    run = ""
    for kind, value in items:
        name = str(kind)
        if name == "LITERAL":
            run += chr(value).lower()
            continue
        found += [
            frozenset({run}) if run else None,
            _of(value[3], sets) if sets is not None and name == "SUBPATTERN" else _part(name, value),
        ]
        run = ""
    found.append(frozenset({run}) if run else None)
    known = [one for one in found if one]
    if sets is not None:
        sets += known
    return max(known, key=lambda s: (min(map(len, s)), -len(s)), default=None)


def _part(name: str, value: Any) -> frozenset[str] | None:
    if name == "SUBPATTERN":
        return _of(value[3])
    if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        return _of(value[2]) if value[0] > 0 else None
    if name == "BRANCH":
        return _union(_of(branch) for branch in value[1])
    if name == "IN":
        return _union(_one(str(kind), inner) for kind, inner in value)
    if name == "ASSERT":  # what must stand before or behind is in the text too
        return _of(value[1])
    if name == "ATOMIC_GROUP":
        return _of(value)
    return None


def _one(name: str, value: Any) -> frozenset[str] | None:
    """The characters of one entry of a class."""
    if name == "LITERAL":
        return frozenset({chr(value).lower()})
    if name == "RANGE" and value[1] - value[0] < 30:
        return frozenset(chr(c).lower() for c in range(value[0], value[1] + 1))
    if name == "CATEGORY" and str(value) == "CATEGORY_DIGIT":
        return frozenset("0123456789")
    return None


def _union(sets: Iterable[frozenset[str] | None]) -> frozenset[str] | None:
    found: set[str] = set()
    for one in sets:
        if one is None:
            return None
        found |= one
    return frozenset(found) or None
