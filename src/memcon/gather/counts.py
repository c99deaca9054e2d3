"""Numbers that reports give of the dead, the wounded, the arrested and others, taken from the words of an event's evidence."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import msgspec

from memcon.gather.words import FOLDER
from memcon.model.record import Span

MANY = 1_000_000_000  # stands for "no upper bound"
_REACH = 6  # words between a number and what is counted
_MOST = 24  # numbers taken of one event
_TOKEN = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?|[^\W\d_]+(?:['’.-][^\W\d_]+)*|[^\w\s]")
_YEAR = re.compile(r"(?:19|20)\d\d")
_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_SMALL = {**{w: n for n, w in enumerate(_ONES)}, **{w: 20 + 10 * n for n, w in enumerate(_TENS)}, "dozen": 12}
_BIG = {"hundred": 100, "thousand": 1000}


class Count(msgspec.Struct, array_like=True, frozen=True):
    """One number with what it counts: least and most that the words allow, the words, and where they stand in the article's text."""

    kind: str
    least: int
    most: int
    words: str
    span: Span


@dataclass(frozen=True)
class _Kind:
    name: str
    participles: frozenset[str]
    verbs: frozenset[str]
    tolls: tuple[tuple[str, ...], ...]
    types: frozenset[str]


@dataclass(frozen=True)
class _Words:
    kinds: tuple[_Kind, ...]
    bounds: dict[tuple[str, ...], str]
    vague: dict[tuple[str, ...], tuple[int, int]]
    units: frozenset[str]
    auxiliaries: frozenset[str]
    stops: frozenset[str]
    objects: frozenset[str]
    starts: frozenset[str]


@dataclass(frozen=True)
class _Number:
    """A number in the tokens ``first`` to ``last``, its bounding words included."""

    first: int
    last: int
    least: int
    most: int


def counts_in(text: str, spans: Iterable[Span], type: str) -> list[Count]:
    """The numbers in some sentences of a text that an event of this PLOVER type may be told with, in the order of the text."""
    kinds, cues = _kinds(type)
    found: dict[tuple[str, Span], Count] = {}
    if cues is not None:
        for start, end in spans:
            sentence = text[start:end]
            if cues.search(sentence.lower()):
                for count in _counts(sentence, start, kinds):
                    found.setdefault((count.kind, count.span), count)
    return sorted(found.values(), key=lambda c: (c.span, c.kind))[:_MOST]


def differ(one: Count, two: Count) -> bool:
    """Whether two numbers cannot both be right: "at least 12" and 13 can, 12 and 13 cannot."""
    return one.least > two.most or two.least > one.most


def _counts(sentence: str, offset: int, kinds: Sequence[_Kind]) -> Iterable[Count]:
    tokens = [(m[0], m.start(), m.end()) for m in _TOKEN.finditer(sentence)]
    lower = [t[0].lower() for t in tokens]
    for number in _numbers(lower):
        kind = next((k for k in kinds if _counted(lower, number, k)), None)
        if kind is not None:
            start, end = tokens[number.first][1], tokens[number.last][2]
            yield Count(kind.name, number.least, number.most, " ".join(sentence[start:end].split()), (offset + start, offset + end))


def _numbers(lower: Sequence[str]) -> Iterable[_Number]:
    words = _words()
    at = 0
    while at < len(lower):
        word = lower[at]
        found = (_vague(lower, at) or _exact(lower, at)) if word[0].isdigit() or word.partition("-")[0] in words.starts else None
        if found is None:
            at += 1
            continue
        least, most, after = found
        first, bound = at, None
        for phrase, name in words.bounds.items():
            if tuple(lower[max(0, at - len(phrase)) : at]) == phrase:
                first, bound = at - len(phrase), name
                break
        following = lower[after] if after < len(lower) else ""
        if not (
            following in words.units
            or following in ("%", "-", "–", "/", ":", "°")
            or (at and lower[at - 1] in ("$", "€", "£", "-", ":", "/"))
        ):
            if bound == "least":
                most = MANY
            elif bound == "most":
                least = 0
            elif bound == "near":
                least, most = least - least // 7, most + most // 7
            yield _Number(first, after - 1, least, most)
        at = after


def _vague(lower: Sequence[str], at: int) -> tuple[int, int, int] | None:
    for phrase, (least, most) in _words().vague.items():
        if tuple(lower[at : at + len(phrase)]) == phrase:
            return least, most, at + len(phrase)
    return None


def _exact(lower: Sequence[str], at: int) -> tuple[int, int, int] | None:
    """The number written from a token on, in figures or in words, and the token after it."""
    word = lower[at]
    if word[0].isdigit():
        plain = word.replace(",", "").rstrip(".")
        if (
            not plain.isdigit()
            or len(plain) > 9
            or (_YEAR.fullmatch(plain) and "," not in word and at and lower[at - 1] in ("in", "since", "of"))
        ):
            return None
        value, after = int(plain), at + 1
    else:
        parts = word.split("-")
        if not all(p in _SMALL for p in parts) and word not in _BIG and word != "a":
            return None
        if word == "a":  # "a dozen", "a hundred"
            if at + 1 >= len(lower) or (lower[at + 1] not in _BIG and lower[at + 1] != "dozen"):
                return None
            value, after = 1, at + 1
            if lower[after] == "dozen":
                return 12, 12, after + 1
        else:
            value, after = (1, at) if word in _BIG else (sum(_SMALL[p] for p in parts), at + 1)
    while after < len(lower) and lower[after] in _BIG:
        value, after = value * _BIG[lower[after]], after + 1
    if after < len(lower) and lower[after] == "dozen":
        value, after = value * 12, after + 1
    return value, value, after


def _counted(lower: Sequence[str], number: _Number, kind: _Kind) -> bool:
    """Whether a number counts what a kind names: the verb stands before it, or what befell those counted after it."""
    words = _words()
    before = number.first - 1
    if before >= 0 and lower[before] in kind.verbs:
        return True
    for toll in kind.tolls:  # "the death toll rose to 12", "a toll of 12"
        for gap in range(1, 5):
            at = number.first - gap
            if (
                at - len(toll) >= 0
                and tuple(lower[at - len(toll) : at]) == toll
                and lower[number.first - 1] in ("to", "of", "at", "is", "was", "reached", ":")
            ):
                return True
    passive = False
    for at in range(number.last + 1, min(len(lower), number.last + 1 + _REACH)):
        word = lower[at]
        if word in kind.participles:
            # "12 soldiers killed three rebels": they did it
            following = lower[at + 1] if at + 1 < len(lower) else ""
            return passive or not (following in words.objects or following[:1].isdigit() or following in _SMALL)
        if word in words.stops or not (word[0].isalpha() or word in ("'", "’")):
            return False
        passive = passive or word in words.auxiliaries
    return False


@lru_cache(maxsize=64)
def _kinds(type: str) -> tuple[tuple[_Kind, ...], re.Pattern[str] | None]:
    """What is counted in events of a type, and a pattern without which a sentence counts nothing."""
    kinds = tuple(k for k in _words().kinds if type in k.types)
    cues = sorted({w for k in kinds for w in (*k.participles, *k.verbs, *(" ".join(t) for t in k.tolls))})
    return kinds, re.compile(r"\b(?:" + "|".join(map(re.escape, cues)) + r")\b") if cues else None


@lru_cache(maxsize=1)
def _words() -> _Words:
    data = tomllib.loads((FOLDER / "counts.toml").read_text(encoding="utf-8"))
    bounds = {tuple(p.split()): name for name, phrases in data["bounds"].items() for p in phrases}
    vague = {tuple(p.split()): (least, most) for p, (least, most) in data["vague"].items()}
    return _Words(
        kinds=tuple(
            _Kind(
                k["name"],
                frozenset(k["participles"]),
                frozenset(k["verbs"]),
                tuple(tuple(t.split()) for t in k["tolls"]),
                frozenset(k["types"]),
            )
            for k in data["kind"]
        ),
        bounds=dict(sorted(bounds.items(), key=lambda b: -len(b[0]))),
        vague=dict(sorted(vague.items(), key=lambda v: -len(v[0]))),
        units=frozenset(data["words"]["units"]),
        auxiliaries=frozenset(data["words"]["auxiliaries"]),
        stops=frozenset(data["words"]["stops"]),
        objects=frozenset(data["words"]["objects"]),
        starts=frozenset({"a", *_SMALL, *_BIG, *(v[0] for v in vague)}),
    )
