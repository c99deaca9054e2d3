"""Find time expressions and say what they mean: TIMEX3 types and values (ISO-TimeML)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from memcon.annotate.times_calendar import add_days, parse_anchor, shifted, truncated
from memcon.annotate.times_grammar import load_grammar
from memcon.annotate.times_moment import Moment
from memcon.annotate.times_needs import Sieve
from memcon.annotate.times_values import value_of
from memcon.model.record import Span, Time

_MOST = 4000


def find_times(text: str, spans: Iterable[Span], anchor: str | None) -> list[Time]:
    """Time expressions in the parts of a text, in text order.

    ``spans`` are ``[start, end)`` code points (sentences or blocks); ``anchor`` is the ISO day on which the report
    appeared: where it is None, what depends on it ("Wednesday") has its type but no day (``XXXX-…``).
    """
    day = parse_anchor(anchor)
    found: list[Time] = []
    reference: date | None = None
    said: str | None = None
    quarter: str | None = None
    sieve = load_grammar().sieve.narrowed(text)
    for start, end in spans:
        part = text[start:end]
        for shape, match in _matches(part, sieve):
            moment = Moment(day, reference or day, part, match, said, quarter)
            told = value_of(shape, moment)
            if told is None:
                continue
            kind, value = told
            s, e = match.span()
            found.append(Time(span=(start + s, start + e), type=kind, value=value))
            if kind in ("DATE", "TIME") and re.fullmatch(r"\d{4}-\d\d-\d\d", value[:10]) and value[10:11] in ("", "T"):
                reference = date.fromisoformat(value[:10])
            if kind in ("DATE", "TIME") and re.match(r"\d{4}", value):
                said = value.split("T")[0]
            if shape in ("quarter", "thequarter") and re.fullmatch(r"\d{4}-Q[1-4]", value) and _is_past(value, day):
                quarter = value
            if len(found) >= _MOST:
                return found
    return found


def _is_past(quarter: str, day: date | None) -> bool:
    """Whether a quarter has begun by the report's day: results are told of such only."""
    return day is None or (int(quarter[:4]), 3 * int(quarter[6]) - 2) <= (day.year, day.month)


def _matches(part: str, sieve: Sieve) -> list[tuple[str, re.Match[str]]]:
    """Matches that do not overlap: the earliest first, of those the longest, of those the shape named first."""
    candidates = []
    grammar = load_grammar()
    for rank in sieve.likely(part):
        shape, pattern = grammar.shapes[rank]
        for match in pattern.finditer(part):
            if match.end() > match.start():
                candidates.append((match.start(), -match.end(), rank, shape, match))
    candidates.sort(key=lambda c: c[:3])
    kept = []
    taken = 0
    for start, _, _, shape, match in candidates:
        if start >= taken and _plausible(shape, match, part):
            kept.append((shape, match))
            taken = match.end()
    return kept


def _plausible(shape: str, match: re.Match[str], part: str) -> bool:
    """Whether words of several meanings mean a time here."""
    raw = match.group()
    after = part[match.end() : match.end() + 12].lower()
    before = part[max(0, match.start() - 14) : match.start()].lower()
    if shape in ("month", "weekday", "date", "date2", "month_year"):
        name = match.groupdict().get("mon") or match.groupdict().get("wd") or ""
        if name and not name[0].isupper():
            return False
    if shape == "month":
        if raw in ("May", "March", "August") and not re.search(
            r"\b(in|last|next|since|of|by|until|this|from|during|between|before|after|for|to|and|through|and|or|early|late|mid)[ -]$",
            before,
        ):
            return False
        return not re.match(r" \d", after)
    if shape == "year":
        counted = r"people|troops|soldiers|men|women|workers|others"
        if re.match(rf" (?:{counted})\b", after) and re.search(r"(?:^|[.,;] )(?:in|since|by|until) $", before):
            return True  # "In 2022 soldiers overthrew the government"
        if re.match(rf"[,.]?\d|\s?(%|percent|{counted}|miles|km|points|tons|dollars|m\b|kg)", after) or re.search(
            r"[$£€#.,]$|\b(no|flight|room|resolution|number|section|article) $", before
        ):
            return False
    if shape == "relseason" and not match.group("rel") and not match.group("y"):
        if after.startswith(" of"):
            return False
        placed = bool(re.search(r"\b(in|by|since|until|during|early|late|through|mid|last)[ -](the )?$", before))
        return placed or (match.group("season").lower() not in ("spring", "fall") and raw.lower().startswith(("the ", "early", "late")))
    if shape == "duration" and re.match(r"an? \w+s\b", raw, re.IGNORECASE):
        return False
    if shape == "duration":
        unit, n = match.group("unit").lower(), match.group("n").lower()
        if unit in ("second", "min") and n not in ("several", "many", "few", "a few") and not match.group("half") and not n[0].isdigit():
            return n not in ("a", "an")
        if unit == "quarter":
            return False
        if n in ("a", "an") and re.search(r"(\d|million|billion|thousand|percent|times|once|twice|%)\s?$", before):
            return True
    if shape == "slashed":
        return match.group("m") != "0" and 1 <= int(match.group("m")) <= 12 and 1 <= int(match.group("d")) <= 31 and "-" not in raw
    if shape == "quarter" and match.group("kind").lower() == "half":
        return any(match.group(n) for n in ("y", "rely", "y0", "rel0"))
    if shape == "theunit" and not match.group("unit2"):
        if re.match(r"['’]?s? ?-|,? (of|when|that|he|she|it|they|we|i|before|after|following|which|in which|the)\b", after):
            return False
    if shape == "thepart" and re.match(r" of (?:the|that|this|his|her|its|their)\b", after):
        return False  # "in the morning of the coup": of that day
    if shape == "thequarter" and re.match(r" (of a|century|final|mile|point)", after):
        return False
    if shape == "pastref" and raw.lower() == "the past":
        return not re.match(
            r" (?!(?:and|or|but|to|by|when|as|is|was|were|has|have|had|that|who|for|on|in|with|it|he|she|they|we|behind|at|from)\b)", after
        )
    if shape == "futureref":
        if raw.lower() == "soon" and (before.endswith(("as ", "too ", "very ")) or re.match(r" (as|after)\b", after)):
            return False
        if raw.lower() == "shortly" and re.match(r" (before|after)\b", after):
            return False
        if raw.lower().endswith("future") and after.startswith(" of"):
            return False
    if shape == "now" and raw.lower() in ("just now", "now") and after.startswith("-"):
        return False
    if shape == "clock" and match.group("hour24"):
        return True
    return True


__all__ = ["add_days", "find_times", "shifted", "truncated"]
