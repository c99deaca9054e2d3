"""First and last day of time expressions: TIMEX3 values, ranges of two expressions, and spans that end on the report's day."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from memcon.annotate.times_calendar import add_months
from memcon.model.record import Time

Interval = tuple[str | None, str | None]
_BETWEEN = re.compile(r"^,?\s*(?:to|through|until|till|and|or|-|–|—)\s*(?:on |early |late )?$")
_SEASONS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11)}


def interval_of(value: str) -> tuple[str, str] | None:
    """First and last day (ISO) of a TIMEX3 date value; None where it names no day, week, month, season or year."""
    value = value.split("T")[0]
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return value, value
    if found := re.fullmatch(r"(\d{4})-(\d{2})", value):
        return _months(int(found[1]), int(found[2]), int(found[2]))
    if re.fullmatch(r"\d{4}", value) and value != "0000":
        return f"{value}-01-01", f"{value}-12-31"
    if (found := re.fullmatch(r"(\d{4})-W(\d{2})(-WE)?", value)) and 1 <= int(found[2]) <= 53:
        try:
            monday = date.fromisocalendar(int(found[1]), int(found[2]), 1)
        except ValueError:
            return None
        first = monday + timedelta(days=5) if found[3] else monday
        return first.isoformat(), (monday + timedelta(days=6)).isoformat()
    if found := re.fullmatch(r"(\d{4})-Q([1-4])", value):
        return _months(int(found[1]), 3 * int(found[2]) - 2, 3 * int(found[2]))
    if found := re.fullmatch(r"(\d{4})-H([12])", value):
        return _months(int(found[1]), 6 * int(found[2]) - 5, 6 * int(found[2]))
    if found := re.fullmatch(r"(\d{4})-(SP|SU|FA)", value):
        return _months(int(found[1]), *_SEASONS[found[2]])
    if (found := re.fullmatch(r"(\d{4})-WI", value)) and int(found[1]) < 9999:
        last = _months(int(found[1]) + 1, 2, 2)
        return (f"{found[1]}-12-01", last[1]) if last else None
    if found := re.fullmatch(r"(\d{3})", value):
        return f"{value}0-01-01", f"{value}9-12-31"
    return None


def _months(year: int, first: int, last: int) -> tuple[str, str] | None:
    if not (year and 1 <= first <= last <= 12):
        return None
    return f"{year:04d}-{first:02d}-01", f"{year:04d}-{last:02d}-{calendar.monthrange(year, last)[1]:02d}"


def lapse_of(time: Time, text: str, published: str | None) -> Interval | None:
    """The days that "the past week", "the last 24 hours" cover up to the report's day; None for other durations."""
    if time.type != "DURATION" or not published or not re.match(r"(?:at least |the |these |this )*(?:past|last)\b", text, re.IGNORECASE):
        return None
    found = re.fullmatch(r"P(T?)(\d{1,3})([HDWMY])", time.value)
    try:
        end = date.fromisoformat(published[:10])
    except ValueError:
        return None
    if not found:
        return None
    n, unit = int(found[2]), found[3]
    if found[1]:
        if unit != "H":
            return None
        start: date | None = end - timedelta(days=-(-n // 24))
    elif unit in "DW":
        start = end - timedelta(days=n * (7 if unit == "W" else 1))
    else:
        start = add_months(end, -n * (12 if unit == "Y" else 1))
    return (start.isoformat(), end.isoformat()) if start else None


def widen(text: str, time: Time, others: list[Time], interval: tuple[str, str]) -> tuple[str, str]:
    """The range a time is an end of: "January 12-13", "24-25 August", "from Tuesday to Thursday", "Saturday and Sunday"."""
    start, end = interval
    if start == end and re.search(r"\d", text[slice(*time.span)]):
        if found := re.match(
            r"(?:, \d{1,2}\b){0,3},?\s?(?:-|–| ?and | ?to )(\d{1,2})\b(?![:,.]?\d|[-/–])", text[time.span[1] : time.span[1] + 24]
        ):
            return start, _other_day(end, int(found[1]), later=True)
        if found := re.search(r"(?<![\d/:-])(\d{1,2})(?:-|–| and | to )$", text[max(0, time.span[0] - 8) : time.span[0]]):
            return _other_day(start, int(found[1]), later=False), end
    for other in others:
        first, second = (time, other) if time.span[1] <= other.span[0] else (other, time)
        between = text[first.span[1] : second.span[0]]
        if other is time or len(between) > 16 or not _BETWEEN.match(between) or not (theirs := interval_of(other.value)):
            continue
        if first.type == "TIME" and second.type == "TIME" and theirs == interval:
            continue
        low, high = (interval, theirs) if first is time else (theirs, interval)
        if low[0] <= high[1]:
            return low[0], high[1]
    return interval


def _other_day(day: str, number: int, *, later: bool) -> str:
    try:
        other = date.fromisoformat(day).replace(day=number).isoformat()
    except ValueError:
        return day
    return other if (other > day) == later else day


__all__ = ["Interval", "interval_of", "lapse_of", "widen"]
