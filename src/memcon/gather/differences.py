"""Where reports differ: numbers, day, place, who began, whether it happened. A list with the words of each, never an average."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from memcon.gather.counts import Count, differ
from memcon.gather.digest import Told

_FIELDS = ("status", "date", "place", "who began")


def differences(tellings: Iterable[tuple[str, Told]]) -> list[dict[str, Any]]:
    """The fields in which articles differ, each with its values, the articles that give them and, for numbers, their words.

    Status, day, place and who began come first, then numbers by what they count. Tellings of one article never differ among themselves:
    a report that names two days tells of both.
    """
    given: dict[str, dict[str, set[str]]] = {f: defaultdict(set) for f in _FIELDS}
    counts: dict[str, dict[str, set[Count]]] = defaultdict(lambda: defaultdict(set))
    for article, told in tellings:
        given["status"][told.status].add(article)
        if told.end and told.basis == "text" and told.start == told.end:
            given["date"][told.end].add(article)
        if told.place and told.place_basis == "grammar":
            given["place"][told.place].add(article)
        for name in told.began:
            given["who began"][name].add(article)
        for count in told.counts:
            counts[count.kind][article].add(count)
    found = [{"field": f, "values": _values(given[f])} for f in _FIELDS if _apart(given[f])]
    found += [{"field": kind, "values": _numbers(counts[kind])} for kind in sorted(counts) if _numbers_apart(counts[kind])]
    return found


def _values(by_value: dict[str, set[str]]) -> list[dict[str, Any]]:
    return [{"value": v, "articles": sorted(by_value[v])} for v in sorted(by_value)]


def _apart(by_value: dict[str, set[str]]) -> bool:
    """Whether two articles give no value in common."""
    if len(by_value) < 2:
        return False
    values: dict[str, set[str]] = defaultdict(set)
    for value, articles in by_value.items():
        for article in articles:
            values[article].add(value)
    distinct = [set(v) for v in {frozenset(v) for v in values.values()}]
    return any(one.isdisjoint(two) for at, one in enumerate(distinct) for two in distinct[at + 1 :])


def _numbers_apart(by_article: dict[str, set[Count]]) -> bool:
    """Whether two articles give numbers none of which can be the other's."""
    distinct = list({frozenset((c.kind, c.least, c.most) for c in counts) for counts in by_article.values()})
    sets = [[Count(k, least, most, "", (0, 0)) for k, least, most in d] for d in distinct]
    return any(all(differ(a, b) for a in one for b in two) for at, one in enumerate(sets) for two in sets[at + 1 :])


def _numbers(by_article: dict[str, set[Count]]) -> list[dict[str, Any]]:
    values: dict[tuple[int, int, str], set[str]] = defaultdict(set)
    for article, counts in by_article.items():
        for count in counts:
            values[count.least, count.most, count.words.lower()].add(article)
    return [{"value": words, "articles": sorted(values[least, most, words])} for least, most, words in sorted(values)]
