"""What a time expression of one shape means on a day: its TIMEX3 type and value."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from memcon.annotate.times_calendar import add_days, add_months, holiday, make_date, month_of, shifted, truncated, week_of
from memcon.annotate.times_grammar import load_grammar
from memcon.annotate.times_moment import Moment, Told
from memcon.annotate.times_periods import PERIODS, relative_year

_DAY = r"(?:day|tomorrow|\b[a-z]{3,9}\.? \d{1,2}(?:, \d{4})?)"
_AFTER_DAY = re.compile(_DAY + r",?(?: at| by| around| about| until| from)?(?: about| around| shortly after)? $")
_LATELY = 7  # days within which an hour told without a day may be of the day last told
_VAGUE = {"several", "many", "some", "a few", "few", "a number of", "countless", "dozens of", "hundreds of", "thousands of"}
_BACK = {"last", "past", "previous", "the previous", "the last", "the past", "preceding", "this past", "year-ago", "year-earlier"}
_ON = {"next", "coming", "following", "the next", "the following", "this coming"}


def value_of(shape: str, m: Moment) -> Told:
    """Type and value of a match, None where it means no time. Values follow ISO-TimeML; unknown parts are ``X``."""
    try:
        return _READ[shape](m)
    except (ValueError, OverflowError):
        return None


def number_of(words: str) -> float | None:
    """A cardinal in words or digits; None for words of no certain number."""
    words = words.strip().lower().replace(",", "")
    if words in ("a", "an"):
        return 1
    half = 0.5 if "1/2" in words else 0.0
    words = words.replace("1/2", "").strip()
    if re.fullmatch(r"\d+(?:\.\d+)?", words):
        return float(words) + half
    cardinals = load_grammar().lists["cardinals"]
    if words == "half a dozen":
        return 6
    total = 0
    for word in re.split(r"[- ]", words.removeprefix("a ")):
        if word not in cardinals:
            return None
        total = total * cardinals[word] if total and cardinals[word] >= 100 else total + cardinals[word]
    return float(total)


def _period(n: float | None, unit: str) -> str:
    """A TIMEX3 duration."""
    prefix = "PT" if unit.startswith("T") else "P"
    letter = unit[-1]
    if n is None:
        return f"{prefix}X{letter if unit != 'F' else 'W'}"
    if unit == "F":
        n, letter = n * 2, "W"
    if unit in ("E", "C", "L"):
        n, letter = n * {"E": 10, "C": 100, "L": 1000}[unit], "Y"
    if n > 1e6:
        return f"{prefix}X{letter}"
    if n != int(n):
        whole, rest = int(n), n - int(n)
        small = {"Y": ("M", 12), "TH": ("M", 60), "TM": ("S", 60), "D": ("TH", 24), "W": ("D", 7)}.get(unit)
        if small and rest == 0.5:
            low = f"{int(rest * small[1])}{small[0]}"
            if unit == "D":
                return f"P{whole}DT12H" if whole else "PT12H"
            return f"{prefix}{whole}{letter}{low}" if whole else f"{prefix}{low}"
        return f"{prefix}{n:g}{letter}"
    return f"{prefix}{int(n)}{letter}"


def _unit(m: Moment, name: str = "unit") -> str:
    word = m.group(name)
    units: dict[str, str] = m.lists["units"]
    return units.get(word) or units.get(word.rstrip("s")) or units["century" if word.startswith("centur") else "day"]


def _month(m: Moment) -> int:
    word = m.group("mon").rstrip(".")
    return int(m.lists["months"].get(word) or m.lists["month_short"][word])


def _near_year(m: Moment, month: int, day: int = 1) -> int | None:
    """The year of a day told without one: the nearest, leaning as the sentence does."""
    told = m.day
    if told is None:
        return None
    made = [(y, d) for y in (told.year - 1, told.year, told.year + 1) if (d := make_date(y, month, min(day, 28)))]
    lean = m.leaning()
    if lean <= 0 and (earlier := _year_told(m)) and earlier < told.year:
        return earlier
    if lean > 0:
        return next((y for y, d in made if (d - told).days >= -3), told.year)
    # a past verb may belong to the telling and not to the day: only a far day is taken back a year by it
    ahead = 200 if lean < 0 else 120
    return min(made, key=lambda p: abs((p[1] - told).days) + (ahead if p[1] > told else 0))[0]


def _year_told(m: Moment) -> int | None:
    """The year of a date before this one in the same sentence, or of the range it begins.

    "In February 2022 … by March 8", "from September to November 2020".
    """
    names = "|".join((*m.lists["months"], *m.lists["month_short"]))
    ahead = re.match(rf" ?(?:to|and|through|until|-|–) (?:early |late )?(?:(?:{names})\b\.?)(?: \d{{1,2}}\b)?,? ((?:19|20)\d\d)\b", m.after)
    if ahead:
        return int(ahead[1])
    left = re.split(r"[.!?]\s+(?=[A-Z])|\n", m.text[max(0, m.match.start() - 110) : m.match.start()])[-1]
    months = "|".join(m.lists["months"])
    found = re.findall(rf"\b(?:in|of|since|{months}|\d\d?,) (?:early |late )?((?:19|20)\d\d)\b(?!-)", left, re.IGNORECASE)
    return int(found[-1]) if found else None


def _full(year: int | None, month: int, day: int) -> str | None:
    if year is None:
        return f"XXXX-{month:02d}-{day:02d}" if 1 <= day <= 31 else None
    return made.isoformat() if (made := make_date(year, month, day)) else None


def _date(m: Moment) -> Told:
    month, day = _month(m), int(m.group("d"))
    if m.group("y"):
        year: int | None = int(m.group("y"))
    elif m.match.groupdict().get("rely"):
        year = relative_year(m, m.group("rely"))
    else:
        year = _near_year(m, month, day)
    value = _full(year, month, day)
    return ("DATE", value) if value else None


def _iso(m: Moment) -> Told:
    date.fromisoformat(m.group("iso"))
    return ("TIME", f"{m.group('iso')}T{m.group('clock24')}") if m.group("clock24") else ("DATE", m.group("iso"))


def _slashed(m: Moment) -> Told:
    year = int(m.group("y"))
    if year < 100:
        year += 1900 if year > 50 else 2000
    value = _full(year, int(m.group("m")), int(m.group("d")))
    return ("DATE", value) if value else None


def _month_year(m: Moment) -> Told:
    year = int(m.group("y")) if m.group("y") else relative_year(m, m.group("rely"))
    return ("DATE", f"{year:04d}-{_month(m):02d}") if year else ("DATE", f"XXXX-{_month(m):02d}")


def _bare_month(m: Moment) -> Told:
    month = _month(m)
    if m.day is None:
        return "DATE", f"XXXX-{month:02d}"
    rel = m.group("rel")
    if rel in _BACK:
        year = m.day.year if month < m.day.month else m.day.year - 1
    elif rel in _ON:
        year = m.day.year if month > m.day.month else m.day.year + 1
    elif rel.startswith("this"):
        year = m.day.year
    elif m.leaning() <= 0 and (told := _year_told(m)) and told < m.day.year:
        year = told
    else:
        lean = m.leaning()
        year = m.day.year
        if lean > 0 and month < m.day.month:
            year += 1
        elif lean <= 0 and month > m.day.month + (0 if lean < 0 else 2):
            year -= 1
    return "DATE", f"{year:04d}-{month:02d}"


def _weekday_day(m: Moment, name: str, rel: str) -> date | None:
    if m.day is None:
        return None
    wanted = int(m.lists["weekdays"][name])
    if rel in ("the previous", "the following", "previous", "following", "that", "the same") and m.reference:
        gap = (m.reference.isoweekday() - wanted) % 7
        return add_days(m.reference, -gap if rel in ("that", "the same") else -(gap or 7) if "previous" in rel else (7 - gap) % 7 or 7)
    back = (m.day.isoweekday() - wanted) % 7
    lean = m.leaning()
    if m.group("week"):
        weeks = -1 if m.group("week").split()[0] in ("last", "past") else 1 if m.group("week").startswith("next") else 0
        monday = add_days(m.day, 1 - m.day.isoweekday() + 7 * weeks)
        return add_days(monday, wanted - 1) if monday else None
    if rel in _ON or (rel.startswith("this") and lean > 0):
        return add_days(m.day, (7 - back) % 7 or 7)
    if rel in _BACK:
        return add_days(m.day, -(back or 7))
    if lean > 0:
        return add_days(m.day, (7 - back) % 7)
    return add_days(m.day, -back)


def _weekday(m: Moment) -> Told:
    day = _weekday_day(m, m.group("wd"), m.group("rel"))
    value = day.isoformat() if day else f"XXXX-WXX-{m.lists['weekdays'][m.group('wd')]}"
    if m.group("tod"):
        return "TIME", f"{value}T{m.lists['parts'][m.group('tod')]}"
    return "DATE", value


def _nth_weekday(m: Moment) -> Told:
    month, wanted = _month(m), int(m.lists["weekdays"][m.group("wd")])
    year = int(m.group("y")) if m.group("y") else _near_year(m, month)
    if year is None:
        return "DATE", f"XXXX-{month:02d}"
    if m.group("n") == "last":
        last = add_months(date(year, month, 1), 1)
        day = add_days(last, -((last.isoweekday() - wanted - 1) % 7 + 1)) if last else None
    else:
        first = date(year, month, 1)
        nth = {"first": 0, "second": 1, "third": 2, "fourth": 3}[m.group("n")]
        day = add_days(first, (wanted - first.isoweekday()) % 7 + 7 * nth)
    return ("DATE", day.isoformat()) if day else None


def _weekdays(m: Moment) -> Told:
    value = f"XXXX-WXX-{m.lists['weekdays'][m.group('wd') or m.group('wd2')]}"
    return "SET", value + (f"T{m.lists['parts'][m.group('tod')]}" if m.group("tod") else "")


def _deictic(m: Moment) -> Told:
    step = {"yesterday": -1, "tomorrow": 1}.get(m.group("word"), 0)
    day = add_days(m.day, step) if m.day else None
    value = day.isoformat() if day else "XXXX-XX-XX"
    if mid := m.group("mid"):
        return "TIME", value + ("TMO" if "morning" in mid else "TAF" if "afternoon" in mid else "TMI")
    if m.group("word") in ("tonight", "overnight"):
        return "TIME", value + "TNI"
    if m.group("tod"):
        return "TIME", f"{value}T{m.lists['parts'][m.group('tod')]}"
    return "DATE", value


def _day_after(m: Moment) -> Told:
    day = add_days(m.day, -2 if m.group("way").startswith("before") else 2) if m.day else None
    return "DATE", day.isoformat() if day else "XXXX-XX-XX"


def _this_part(m: Moment) -> Told:
    rel = m.group("rel")
    base = m.day if rel in ("this", "last") else m.reference
    step = -1 if rel in ("last", "the previous") else 1 if rel in ("the next", "the following") else 0
    if step and rel != "last" and m.said is None:
        base = None  # beside a day that the text has not named
    day = add_days(base, step) if base else None
    return "TIME", (day.isoformat() if day else "XXXX-XX-XX") + f"T{m.lists['parts'][m.group('tod') or m.group('tod2')]}"


def _rel_n(m: Moment) -> Told:
    n = 2.0 if m.group("n") == "couple of" else number_of(m.group("n"))
    if m.group("n") in ("a", "an"):
        return None
    return "DURATION", _period(n, _unit(m))


def _rel(m: Moment) -> Told:
    rel, word = m.group("rel") or m.group("rel2"), m.group("unit")
    base = m.day
    step = -1 if rel in _BACK or rel.startswith("year-") else 1 if rel in _ON else 0
    if rel in ("the same", "same", "that", "the following", "following", "the previous", "previous", "preceding"):
        base = _spoken_of(m)
    if word == "weekend":
        if base is None:
            return "DATE", "XXXX-WXX-WE"
        moved = add_days(base, 7 * step)
        # on a Monday "this weekend" in the past tense and "the weekend" are the one just gone
        if step == 0 and base.isoweekday() <= 3 and m.leaning() <= 0:
            moved = add_days(base, -7)
        return ("DATE", week_of(moved) + "-WE") if moved else None
    unit = _unit(m)
    if unit == "D" and rel in ("the next", "the following", "following", "the previous", "previous", "preceding"):
        if m.said is None:
            return "DATE", "XXXX-XX-XX"  # the day beside one that the text has not named
        base = m.reference
    if rel in ("past", "the past") or (rel == "the last" and unit != "Y"):
        return "DURATION", _period(1, unit)
    if unit.startswith("T") or unit == "L":
        return None
    if base is None or (unit == "D" and rel == "that" and m.said is None):
        return "DATE", {"D": "XXXX-XX-XX", "W": "XXXX-WXX", "M": "XXXX-XX", "Q": "XXXX-QX", "Y": "XXXX"}.get(unit, "XXXX")
    if rel.startswith("year-"):
        return "DATE", shifted(base, "Q", -4) or "XXXX-QX"
    value = shifted(base, "W" if unit == "F" else unit, step)
    if unit == "D" and rel in ("this", "past"):
        value = base.isoformat()
    return ("DATE", value) if value else None


def _spoken_of(m: Moment) -> date | None:
    """A day within what was last spoken of: "In 1988 … that year", "in March … the following month"."""
    found = re.match(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", m.said or "")
    if not found:
        return m.reference
    return make_date(int(found[1]), int(found[2] or 7), int(found[3] or 1)) or m.reference


def _season(m: Moment) -> Told:
    season = m.lists["seasons"][m.group("season")]
    if m.group("y"):
        return "DATE", f"{m.group('y')}-{season}"
    if m.day is None:
        return "DATE", f"XXXX-{season}"
    start = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}[season]
    rel, year = m.group("rel"), m.day.year
    if rel in ("last", "past"):
        year = year if start + 3 <= m.day.month else year - 1
    elif rel in _ON:
        year = year if start > m.day.month else year + 1
    elif not rel and start > m.day.month and (lean := m.leaning()) <= 0 and (lean or start > m.day.month + 2):
        year -= 1
    return "DATE", f"{year:04d}-{season}"


def _edge(m: Moment) -> Told:
    if m.day is None:
        return "DATE", "XXXX"
    value = shifted(m.day, _unit(m), 0)
    return ("DATE", value) if value else None


def _shift(m: Moment) -> Told:
    way, words = m.group("way"), m.group("n")
    unit = _unit(m)
    if way == "on":
        return "DURATION", _period(number_of(words), unit)
    back = way in ("ago", "earlier", "before", "before that", "previously", "beforehand")
    if way == "before" and m.said is None:
        return "DURATION", _period(None if words in _VAGUE else number_of(words), unit)  # before what, the text has not said
    if words in _VAGUE:
        return "DATE", "PAST_REF" if back else "FUTURE_REF"
    n = 2.0 if words == "a couple of" else number_of(words)
    base = m.day if way in ("ago", "from now", "hence") else m.reference
    if way not in ("ago", "from now", "hence") and not back and m.said is None and m.leaning() <= 0:
        base = None  # "two days later": after what, the text has not said by a date
    if way == "later" and re.fullmatch(r"\d{4}(?:-\d\d)?", m.said or ""):
        # "took power in 2020. A year later": no finer than what was said
        if unit not in ("Y", "E", "C", "M") or (unit == "M" and len(m.said or "") == 4):
            return "DATE", "FUTURE_REF"
        base = _spoken_of(m)
    if n is None or base is None:
        return "DATE", "PAST_REF" if back else "FUTURE_REF"
    if unit.startswith("T"):
        return "TIME", base.isoformat()
    if unit == "Y" and n == 1 and way in ("ago", "earlier") and m.quarter and _beside_figure(m):
        # results are held against the same quarter: "up from $3 million a year ago"
        return "DATE", m.reported_quarter(-1) or str(base.year - 1)
    if (m.group("half") or "half" in m.group("half2")) and unit == "Y":
        n, unit = n * 12 + 6, "M"
    value = shifted(base, unit, -int(n) if back else int(n))
    return ("DATE", value) if value else None


def _unit_beside(m: Moment) -> Told:
    """'The week before', 'the year after': beside the day last spoken of."""
    unit = m.group("unit")[0].upper()
    if m.reference is None or m.said is None:
        return "DATE", {"Y": "XXXX", "M": "XXXX-XX", "W": "XXXX-WXX"}[unit]
    value = shifted(m.reference, unit, 1 if m.group("way") == "after" else -1)
    return ("DATE", value) if value else None


def _beside_figure(m: Moment) -> bool:
    return bool(
        re.search(
            r"[$£€%]|\d.*\b(?:million|billion|percent|cents|share|pence)\b|\bcents a share|quarter|profit|sales|revenue",
            m.before[-45:] + m.after,
        )
    )


def _long_ago(m: Moment) -> Told:
    return "DATE", "PAST_REF" if m.group("way") != "later" else "FUTURE_REF"


def _bare_units(m: Moment) -> Told:
    """'for weeks' has no number, 'month-long' has one."""
    name = next(n for n in ("unit", "unit3", "unit4", "unit5", "unit6") if m.group(n))
    return "DURATION", _period(1 if name in ("unit4", "unit6") else None, _unit(m, name))


def _each(m: Moment) -> Told:
    if m.group("wd"):
        return "SET", f"XXXX-WXX-{m.lists['weekdays'][m.group('wd')]}"
    if m.group("mon"):
        return "SET", f"XXXX-{_month(m):02d}"
    return "SET", _period(number_of(m.group("n")) if m.group("n") else 1, _unit(m))


def _duration(m: Moment) -> Told:
    words, unit = m.group("n"), _unit(m)
    if words in _VAGUE:
        return "DURATION", _period(None, unit)
    n = 2.0 if words == "a couple of" else number_of(words)
    if n is None:
        return None
    if words == "one" and unit == "D" and re.search(r"\b(will|would|could|may|might|can|to|hopes?|must) $", m.before):
        return "DATE", "FUTURE_REF"
    # of a range the lower bound is certain: "two to three weeks"
    n = number_of(m.group("low")) or n
    before = m.text[max(0, m.match.start() - 16) : m.match.start()].lower()
    if words in ("a", "an") and re.search(
        r"(\d|million|billion|thousand|percent|times|once|twice|%|dollars|pounds|barrels|tons|tonnes)\s$", before
    ):
        return "SET", _period(1, unit)
    if m.group("half") or m.group("half2"):
        n += 0.5
    return "DURATION", _period(n, unit)


def _decade(m: Moment) -> Told:
    if m.group("c"):
        return "DATE", m.group("c") + m.group("dd")
    digit = m.group("dd2") or str(m.lists["decades"].get(m.group("dd3"), ""))
    return ("DATE", ("20" if digit in "01" else "19") + digit) if digit else None


def _years(m: Moment) -> Told:
    first, last = int(m.group("y")), m.group("y2")
    end = int(last) if len(last) == 4 else first // 100 * 100 + int(last)
    return ("DURATION", f"P{end - first}Y") if end > first else None


def _century(m: Moment) -> Told:
    words = m.group("n")
    ordinals = m.lists["ordinals"]
    if words[0].isdigit():
        n = int(re.sub(r"\D", "", words))
    else:
        parts = words.split("-")
        n = ordinals.get(words) or (m.lists["cardinals"].get(parts[0], 0) + ordinals.get(parts[-1], 0))
    return ("DATE", f"{n - 1:02d}") if n else None


def _clock(m: Moment) -> Told:
    if m.group("word"):
        hour, minute = (0, 0) if m.group("word") == "midnight" else (12, 0)
    elif m.group("hour24"):
        hour, minute = int(m.group("hour24")), int(m.group("minute24"))
    elif m.group("bare"):
        hour, minute = int(m.group("bare")), int(m.group("bareminute"))
    elif word := m.group("oclock"):
        hour, minute = int(number_of(word) or 0), 0
        hour += 12 if re.match(r" (?:p\.?m|in the (?:afternoon|evening)|at night)", m.after) and hour < 12 else 0
        if hour > 24:
            return None
    else:
        hour, minute = int(m.group("hour")), int(m.group("minute") or 0)
        if hour > 12 or minute > 59:
            return None
        hour = hour % 12 + (12 if m.group("half").startswith("p") else 0)
    base, said = m.day, m.group("day")
    if not said and (_AFTER_DAY.search(m.before) or _goes_on(m)):
        base = m.reference  # "on Friday at 10 a.m."
    if said in m.lists["weekdays"]:
        base = _weekday_day(m, said, "")
    elif said == "yesterday" and base:
        base = add_days(base, -1)
    elif said == "tomorrow" and base:
        base = add_days(base, 1)
    elif said and said != "today":
        found = re.match(r"(?:(\d{1,2}) )?([a-z]+)\.?(?: (\d{1,2})\b)?(?:,? (\d{4}))?", said)
        if found and (number := found[1] or found[3]):
            month = int(m.lists["months"].get(found[2]) or m.lists["month_short"][found[2]])
            year = int(found[4]) if found[4] else _near_year(m, month, int(number))
            base = make_date(year, month, int(number)) if year else None
    return "TIME", (base.isoformat() if base else "XXXX-XX-XX") + f"T{hour:02d}:{minute:02d}"


def _goes_on(m: Moment) -> bool:
    """Whether an hour is of the day just told: "came on Monday. At 3:10 a.m. they left"."""
    if m.day is None or m.reference is None or m.said != m.reference.isoformat():
        return False
    return 0 < (m.day - m.reference).days <= _LATELY and m.leaning() < 0


def _rel_day(m: Moment) -> Told:
    way = m.group("way")
    step = -1 if "previous" in way or "before" in way or "earlier" in way else 0 if "same" in way or way == "that day" else 1
    if (way in ("the day before", "the day after") and re.match(r" (?!and|but|or|in|at|on|said)[a-z]", m.after)) or (
        step and m.said is None
    ):
        return "DATE", "XXXX-XX-XX"  # beside an event, or a day that the text has not named
    day = add_days(m.reference, step) if m.reference else None
    return "DATE", day.isoformat() if day else "XXXX-XX-XX"


def _holiday(m: Moment) -> Told:
    rule = m.lists["holidays"][m.group("feast")]
    if m.day is None or rule in ("vague", "independence"):
        return None
    made = [d for k in (-1, 0, 1) if (d := holiday(rule, m.day.year + k))]
    if not made:
        return None
    lean = m.leaning()
    ahead = [d for d in made if d >= m.day]
    day = ahead[0] if lean > 0 and ahead else min(made, key=lambda d: abs((d - m.day).days) if m.day else 0)
    return "DATE", day.isoformat()


def _year(m: Moment) -> Told:
    return "DATE", m.group("y")


_READ: dict[str, Callable[[Moment], Told]] = {
    **PERIODS,
    "iso": _iso,
    "unitbeside": _unit_beside,
    "slashed": _slashed,
    "clock": _clock,
    "date": _date,
    "date2": _date,
    "month_year": _month_year,
    "month": _bare_month,
    "weekday": _weekday,
    "nthweekday": _nth_weekday,
    "weekdays": _weekdays,
    "deictic": _deictic,
    "dayafter": _day_after,
    "thispart": _this_part,
    "reln": _rel_n,
    "rel": _rel,
    "relseason": _season,
    "edge": _edge,
    "shift": _shift,
    "longago": _long_ago,
    "eachn": _each,
    "adverb": lambda m: ("SET", m.lists["sets"][m.group("set")]),
    "per": lambda m: ("SET", _period(1, _unit(m))),
    "duration": _duration,
    "halfof": lambda m: ("DURATION", _period(0.5, _unit(m))),
    "recent": lambda m: (
        ("DATE", "PAST_REF")
        if m.group("rel") == "recent"
        else ("DATE", "FUTURE_REF")
        if m.group("rel") in ("coming", "future")
        else ("DURATION", _period(None, _unit(m)))
    ),
    "forunits": _bare_units,
    "fiscal": _year,
    "yy": lambda m: ("DATE", ("20" if int(m.group("yy")) < 50 else "19") + m.group("yy")),
    "quartercentury": lambda m: ("DURATION", "P25Y"),
    "decade": _decade,
    "years": _years,
    "year": _year,
    "century": _century,
    "now": lambda m: ("DATE", "PRESENT_REF"),
    "pastref": lambda m: ("DATE", "PAST_REF"),
    "futureref": lambda m: ("DATE", "FUTURE_REF"),
    "relday": _rel_day,
    "holiday": _holiday,
    "while": lambda m: ("DURATION", "PXX"),
}

__all__ = ["Moment", "month_of", "number_of", "truncated", "value_of"]
