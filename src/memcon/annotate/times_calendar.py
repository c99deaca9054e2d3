"""Calendar arithmetic behind TIMEX3 values: shifts, quarters, weeks, Easter and other feasts."""

from __future__ import annotations

import re
from datetime import date, timedelta

_MIN, _MAX = 1, 9999


def parse_anchor(anchor: str | None) -> date | None:
    """The day an ISO date or date-time names, or None."""
    if not anchor:
        return None
    try:
        return date.fromisoformat(anchor[:10])
    except ValueError:
        return None


def make_date(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def add_days(day: date, count: int) -> date | None:
    """A day some days away, or None off the calendar."""
    try:
        return day + timedelta(days=count)
    except OverflowError:
        return None


def add_months(day: date, count: int) -> date | None:
    """The same day some months away, at most the last day of that month; None off the calendar."""
    month = day.year * 12 + day.month - 1 + count
    year, month = divmod(month, 12)
    if not _MIN <= year <= _MAX:
        return None
    for back in range(4):
        found = make_date(year, month + 1, day.day - back)
        if found:
            return found
    return None


def year_of(year: int) -> str | None:
    """TIMEX3 value of a year."""
    return f"{year:04d}" if _MIN <= year <= _MAX else None


def month_of(day: date) -> str:
    """TIMEX3 value of the month of a day."""
    return f"{day.year:04d}-{day.month:02d}"


def week_of(day: date) -> str:
    """TIMEX3 value of the ISO week of a day."""
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def quarter_of(day: date) -> str:
    """TIMEX3 value of the quarter of a day."""
    return f"{day.year:04d}-Q{(day.month + 2) // 3}"


def shifted(day: date, unit: str, count: int) -> str | None:
    """TIMEX3 value of the unit (D W F M Q Y E C L, TH TM TS) some units away from a day, at the unit's own size."""
    if abs(count) > 9_999:
        return None
    if unit in ("D", "W", "F"):
        moved = add_days(day, count * {"D": 1, "W": 7, "F": 14}[unit])
        if moved is None:
            return None
        return moved.isoformat() if unit == "D" else week_of(moved)
    if unit in ("M", "Q"):
        moved = add_months(day, count * (3 if unit == "Q" else 1))
        if moved is None:
            return None
        return month_of(moved) if unit == "M" else quarter_of(moved)
    if unit == "Y":
        return year_of(day.year + count)
    if unit == "E":
        year = day.year + 10 * count
        return f"{year // 10:03d}" if 10 <= year <= _MAX else None
    if unit == "C":
        year = day.year + 100 * count
        return f"{year // 100:02d}" if 100 <= year <= _MAX else None
    if unit == "L":
        return None
    return day.isoformat()


def truncated(value: str, unit: str) -> str | None:
    """A day, month or year value seen at a coarser unit; None where the value is coarser than that."""
    value = value.split("T")[0]
    if found := re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", value):
        day = make_date(int(found[1]), int(found[2]), int(found[3]))
        return shifted(day, unit, 0) if day else None
    if found := re.fullmatch(r"(\d{4})-(\d{2})", value):
        day = make_date(int(found[1]), int(found[2]), 1)
        return shifted(day, unit, 0) if day and unit in ("M", "Q", "Y", "E", "C") else None
    if found := re.fullmatch(r"(\d{4})-(?:Q\d|SP|SU|FA|WI|W\d\d(?:-WE)?|H\d)", value):
        if unit == "Q" and "Q" in value:
            return value
        if unit == "W" and "W" in value:
            return value[:8]
        return shifted(date(int(found[1]), 7, 1), unit, 0) if unit in ("Y", "E", "C") and found[1] != "0000" else None
    if found := re.fullmatch(r"(\d{4})", value):
        return shifted(date(int(value), 7, 1), unit, 0) if unit in ("Y", "E", "C") and value != "0000" else None
    return None


def easter(year: int) -> date:
    """Western Easter Sunday (the anonymous Gregorian computus)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def holiday(rule: str, year: int) -> date | None:
    """The day of a feast in a year by its rule: mm-dd, easter±n, nth-mm-weekday-n, last-mm-weekday."""
    if not 1583 <= year <= 4099:
        return None
    if found := re.fullmatch(r"(\d\d)-(\d\d)", rule):
        return make_date(year, int(found[1]), int(found[2]))
    if found := re.fullmatch(r"easter([+-]\d+)?", rule):
        return add_days(easter(year), int(found[1] or 0))
    if found := re.fullmatch(r"nth-(\d\d)-(\d)-(\d)", rule):
        first = date(year, int(found[1]), 1)
        return add_days(first, (int(found[2]) - first.isoweekday()) % 7 + 7 * (int(found[3]) - 1))
    if found := re.fullmatch(r"last-(\d\d)-(\d)", rule):
        last = date(year, int(found[1]), 31)
        return add_days(last, -((last.isoweekday() - int(found[2])) % 7))
    return None
