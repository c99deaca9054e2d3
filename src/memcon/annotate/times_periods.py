"""Quarters, halves, fiscal and plain years, weeks and days that stand for the ones the text speaks of."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from memcon.annotate.times_calendar import add_days, month_of, quarter_of, week_of
from memcon.annotate.times_moment import Moment, Told

_ENDED = re.compile(
    r"^,?(?: (?:that|which))? ?(?:ended|ending|ends|through|to)\b,? (?:on )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?"
)


def relative_year(m: Moment, words: str) -> int | None:
    """The year that "last year", "this year", "next year" name."""
    if m.day is None:
        return None
    first = words.split()[0] if words else ""
    return m.day.year + (-1 if first in ("last", "past") else 1 if first == "next" else 0)


def quarter(m: Moment) -> Told:
    """'the third quarter', 'this year's first half', 'the 1988 second quarter', 'third-quarter'."""
    n = {"f": 1, "s": 2, "t": 3, "l": 2, "1": 1, "2": 2, "3": 3, "4": 4}[m.group("q")[0]]
    if m.group("q").startswith("fo"):
        n = 4
    half = m.group("kind") == "half"
    letter = "H" if half else "Q"
    if half and n > 2:
        return None
    said = m.group("y") or m.group("y0")
    if said:
        return "DATE", f"{said}-{letter}{n}"
    if m.day is None:
        return "DATE", f"XXXX-{letter}{n}"
    if words := m.group("rely") or m.group("rel0"):
        return "DATE", f"{relative_year(m, words) or m.day.year}-{letter}{n}"
    if m.group("rel").startswith("year-"):
        return "DATE", f"{m.day.year - 1}-{letter}{n}"
    now = (m.day.month - 1) // 6 + 1 if half else int(quarter_of(m.day)[-1])
    year = m.day.year if now >= n or m.leaning() > 0 else m.day.year - 1
    if ended := _ended_on(m):
        year = ended.year
    return "DATE", f"{year}-{letter}{n}"


def _ended_on(m: Moment) -> date | None:
    """The day in 'the quarter ended Sept. 30', the last such day before the report."""
    found = _ENDED.match(m.after)
    if not found or m.day is None:
        return None
    told = re.match(r"([a-z]+)\.? (\d{1,2})(?:, (\d{4}))?", m.after[found.end() :])
    months = {**m.lists["months"], **m.lists["month_short"]}
    if not told or told[1] not in months:
        return None
    try:
        ended = date(int(told[3]) if told[3] else m.day.year, int(months[told[1]]), int(told[2]))
        # "ended" tells of the past; "ending" of what may be ahead
        if not told[3] and ended > m.day and "ended" in found.group():
            ended = ended.replace(year=ended.year - 1)
    except ValueError:
        return None
    return ended


def the_quarter(m: Moment) -> Told:
    """'the quarter', 'the latest period': the one whose results are told."""
    ended = _ended_on(m)
    if ended:
        return "DATE", quarter_of(ended)
    value = m.reported_quarter()
    return "DATE", value or "XXXX-QX"


def year_ago(m: Moment) -> Told:
    """'the year-ago quarter', 'year-earlier', 'the corresponding period last year'."""
    kind, word = m.group("kind"), m.group("word")
    if word and not word.startswith("year") and not m.group("last"):
        return None
    if kind in ("", "figure", "level", "result", "period", "profit") and not m.quarter:
        return ("DATE", f"{m.day.year - 1:04d}") if m.day else ("DATE", "XXXX")
    if kind == "month" and m.day:
        return "DATE", f"{m.day.year - 1:04d}-{m.day.month:02d}"
    return "DATE", m.reported_quarter(-1) or "XXXX-QX"


def year_period(m: Moment) -> Told:
    """'the 1988 period': that year's quarter where a quarter's results are told, else the year."""
    if m.quarter and m.group("kind") in ("period", "quarter"):
        return "DATE", m.group("y") + m.quarter[4:]
    return "DATE", m.group("y")


def the_unit(m: Moment) -> Told:
    """'for the week', 'earlier in the year', 'the fiscal year': the one of the report's day; 'the year ended …' lasts one."""
    unit = m.group("unit") or m.group("unit2")
    if unit == "year" and _ENDED.match(m.after):
        return "DURATION", "P1Y"
    day = m.reference if unit == "day" else m.day
    if day is None:
        return "DATE", {"year": "XXXX", "month": "XXXX-XX", "week": "XXXX-WXX", "day": "XXXX-XX-XX"}.get(unit, "XXXX-WXX-WE")
    if unit == "weekend":
        # "the weekend" is the one just gone, unless what is told lies ahead
        back = day.isoweekday() <= 5 and m.leaning() <= 0 and not m.before.endswith(("ahead of ", "before ", "until ", "by "))
        moved = add_days(day, -7) if back else day
        return ("DATE", week_of(moved) + "-WE") if moved else None
    return "DATE", {"year": f"{day.year:04d}", "month": month_of(day), "week": week_of(day), "day": day.isoformat()}[unit]


def the_part(m: Moment) -> Told:
    """'in the morning': of the day last spoken of."""
    part = m.lists["parts"][m.group("tod")]
    return "TIME", (day.isoformat() if (day := m.narrated) else "XXXX-XX-XX") + f"T{part}"


def year_end(m: Moment) -> Told:
    """'year-end', 'by the year's end'."""
    if m.group("y"):
        return "DATE", m.group("y")
    return ("DATE", f"{m.day.year:04d}") if m.day else ("DATE", "XXXX")


def spoken(m: Moment) -> Told:
    """'nineteen ninety-six', 'January nineteen ninety-seven', 'the year two thousand'."""
    numbers = m.lists["cardinals"]

    def low(words: str) -> int:
        return sum(int(numbers.get(w, 0)) for w in re.split(r"[- ]", words))

    if m.group("thousand"):
        year = 2000 + low(m.group("ones2"))
    else:
        year = 100 * low(m.group("hundreds")) + low(m.group("tens"))
    if not 1000 <= year <= 2100:
        return None
    if m.group("season"):
        return "DATE", f"{year}-{m.lists['seasons'][m.group('season')]}"
    if m.group("mon"):
        month = f"{year}-{int(m.lists['months'][m.group('mon')]):02d}"
        return "DATE", month + (f"-{int(m.group('d')):02d}" if m.group("d") and int(m.group("d")) <= 31 else "")
    return "DATE", str(year)


def nth_day(m: Moment) -> Told:
    """'the second straight day': the report's."""
    return ("DATE", m.day.isoformat()) if m.day else ("DATE", "XXXX-XX-XX")


def short_quarter(m: Moment) -> Told:
    """'Q3 2025', 'Q1'."""
    year = m.group("y") or m.group("y0") or (f"{m.day.year}" if m.day else "XXXX")
    return "DATE", f"{year}-Q{m.group('q')}"


PERIODS: dict[str, Callable[[Moment], Told]] = {
    "quarter": quarter,
    "q": short_quarter,
    "thequarter": the_quarter,
    "yearago": year_ago,
    "yearperiod": year_period,
    "theunit": the_unit,
    "thepart": the_part,
    "yearend": year_end,
    "spoken": spoken,
    "nthday": nth_day,
}

__all__ = ["PERIODS", "relative_year"]
