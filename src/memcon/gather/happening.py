"""Whether two tellings are of one event: type, parties, kind of status and day must agree; names, words, matters, place speak for it.

The answer depends on the two tellings alone and is the same both ways round; that is why stories do not depend on the order of arrival.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import msgspec

from memcon.gather.digest import Told
from memcon.gather.words import WHOLE, dot, stem

_REAL = {"happened", "ongoing", "denied"}
_NEXT_DAY = 1
# hundredths: what speaks for one event, and how much of it is needed
_ENOUGH = 40
_DYAD, _NAMES, _DAY, _MODE, _MATTER, _PLACE, _ELSEWHERE = 15, 10, 10, 10, 10, 5, 30
_ABOUT = 10  # days between an event without a day and its report
_SHORT = 3  # days: wider intervals are not blocked by day
_LONG, _STRETCH = 60, 16  # days: up to how many are blocked by stretches, and how many a stretch has
# how a telling is blocked: by days, by stretches, by stretches whatever its kind, not at all; and the block of all
_DAYS, _STRETCHES, _EITHER, _OPEN = "days", "stretches", "either", "open"
_ALL = ("all", 0)
Block = tuple[str, str, str, int]  # type, side, kind, at


@dataclass(frozen=True, slots=True)
class Trait:
    """What is compared of a telling. Tellings with one ``key`` are one event wherever they stand in a topic."""

    key: bytes
    type: str
    mode: str | None
    real: str
    reciprocal: bool
    actors: frozenset[str]
    recipients: frozenset[str]
    names: frozenset[str]
    start: int | None
    end: int | None
    exact: bool
    place: str | None
    country: str | None
    matters: frozenset[str]
    words: dict[str, int]


def trait_of(told: Told) -> Trait:
    """What of a telling is compared."""
    start, end = _ordinal(told.start or told.end), _ordinal(told.end)
    published = _ordinal(told.published)
    if end is None and published is not None:
        # without a day of its own an event is near the day it was told; else one such telling would make one of two years' events
        start, end = published - _ABOUT, published + _ABOUT
    exact = start is not None and start == end and told.basis == "text"
    placed = told.place_basis == "grammar"
    real = "real" if told.status in _REAL else "historical" if told.status == "historical" else "not"
    names = sorted({*told.actors, *told.recipients})
    matters = sorted({stem(w) for m in told.about for w in m.lower().split()})
    compared = (
        told.type, told.mode, real, told.reciprocal, told.actor_sides, told.recipient_sides, names, start, end, exact,
        told.place if placed else None, told.place_country if placed else None, matters, sorted(told.words.items()),
    )  # fmt: skip
    return Trait(
        key=hashlib.blake2b(msgspec.msgpack.encode(compared), digest_size=12).digest(),
        type=told.type,
        mode=told.mode,
        real=real,
        reciprocal=told.reciprocal,
        actors=_set(tuple(told.actor_sides)),
        recipients=_set(tuple(told.recipient_sides)),
        names=_set(tuple(names)),
        start=start if end is not None else None,
        end=end,
        exact=exact,
        place=told.place if placed else None,
        country=told.place_country if placed else None,
        matters=_set(tuple(matters)),
        words=told.words,
    )


@lru_cache(maxsize=20_000)
def _set(words: tuple[str, ...]) -> frozenset[str]:
    """A set of some words, the same one for the many tellings that have the same."""
    return frozenset(words)


def same_happening(one: Trait, two: Trait) -> bool:
    """Whether two tellings of one topic are one event."""
    if one.key == two.key:
        return True
    if one.type != two.type or one.real != two.real or (one.mode and two.mode and one.mode != two.mode):
        return False
    if not _parties_meet(one, two) or not _days_meet(one, two):
        return False
    return _support(one, two) >= _ENOUGH * WHOLE * WHOLE // 100


def blocks_of(trait: Trait, asking: bool) -> Iterator[Block]:
    """The blocks a telling lies in (or, ``asking``, those to look in): type, side, days. Two tellings that may be one event share one.

    A telling of few days lies in each of them, one of some weeks in stretches of days, one without days or of very many in neither: what
    has no days is held against all of its type and side.
    """
    for side in sorted(trait.actors | trait.recipients) or [""]:
        for days in _asked(trait) if asking else _lain(trait):
            yield trait.type, side, *days


def whole(block: Block) -> bool:
    """Whether a block has no days, and so as many tellings as there may be."""
    return block[2] in (_OPEN, _ALL[0])


def _lain(trait: Trait) -> list[tuple[str, int]]:
    kind = _kind(trait)
    if kind == _OPEN or trait.start is None or trait.end is None:
        return [_ALL, (_OPEN, 0)]
    stretches = range(trait.start // _STRETCH, trait.end // _STRETCH + 1)
    found = [_ALL, *((_EITHER, at) for at in stretches)]
    if kind == _DAYS:
        return [*found, *((_DAYS, day) for day in range(trait.start, trait.end + 1))]
    return [*found, *((_STRETCHES, at) for at in stretches)]


def _asked(trait: Trait) -> list[tuple[str, int]]:
    kind = _kind(trait)
    if kind == _OPEN or trait.start is None or trait.end is None:
        return [_ALL]
    first, last = trait.start - _NEXT_DAY, trait.end + _NEXT_DAY
    stretches = range(first // _STRETCH, last // _STRETCH + 1)
    if kind == _DAYS:
        return [(_OPEN, 0), *((_STRETCHES, at) for at in stretches), *((_DAYS, day) for day in range(first, last + 1))]
    return [(_OPEN, 0), *((_EITHER, at) for at in stretches)]


def _kind(trait: Trait) -> str:
    if trait.start is None or trait.end is None or not 0 <= trait.end - trait.start <= _LONG:
        return _OPEN
    return _DAYS if trait.end - trait.start <= _SHORT else _STRETCHES


def _parties_meet(one: Trait, two: Trait) -> bool:
    if one.reciprocal or two.reciprocal:
        both1, both2 = one.actors | one.recipients, two.actors | two.recipients
        return bool(both1) and bool(both2) and (both1 <= both2 or both2 <= both1)
    if not (_meet(one.actors, two.actors) and _meet(one.recipients, two.recipients)):
        return False
    return bool(one.actors & two.actors or one.recipients & two.recipients)


def _meet(one: frozenset[str], two: frozenset[str]) -> bool:
    return not one or not two or bool(one & two)


def _days_meet(one: Trait, two: Trait) -> bool:
    if one.start is None or one.end is None or two.start is None or two.end is None:
        return True
    return one.start <= two.end + _NEXT_DAY and two.start <= one.end + _NEXT_DAY


def _support(one: Trait, two: Trait) -> int:
    """What speaks for one event, in whole numbers so that it is the same both ways round."""
    points = 0
    if one.reciprocal or two.reciprocal:
        points += _DYAD * (len((one.actors | one.recipients) & (two.actors | two.recipients)) > 1)
    else:
        points += _DYAD * bool(one.actors & two.actors and one.recipients & two.recipients)
    points += _NAMES * bool(one.names & two.names)
    points += _DAY * (one.exact and two.exact and one.end == two.end)
    points += _MODE * bool(one.mode and one.mode == two.mode)
    points += _MATTER * bool(one.matters & two.matters)
    if one.place and two.place:
        if one.place == two.place:
            points += _PLACE
        elif one.country != two.country or (one.country and two.country):
            points -= _ELSEWHERE
    return points * WHOLE * WHOLE // 100 + dot(one.words, two.words)


def _ordinal(day: str | None) -> int | None:
    try:
        return date.fromisoformat(day[:10]).toordinal() if day else None
    except ValueError:
        return None
