"""The day on which a report appeared, where its text gives it: a date on a line of its own, or in the dateline."""

from __future__ import annotations

import re
from datetime import date

from memcon.model.errors import BadOption

# English names of months are the notation of a date, as digits are, and no knowledge that anyone would correct
_MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"]
_MONTH = "|".join([*_MONTHS, r"sept\.?", *(m[:3] + r"\.?" for m in _MONTHS)])
_MDY = re.compile(rf"\b({_MONTH}) (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})\b", re.IGNORECASE)
_DMY = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)? ({_MONTH}),? (\d{{4}})\b", re.IGNORECASE)
_ISO = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)(?=\b|T\d)")
_PATTERNS = ((_ISO, "ymd"), (_MDY, "mdy"), (_DMY, "dmy"))


def day_in(line: str) -> str | None:
    """The first full date in a line as an ISO day, or None. Dates in digits alone (03/04/2026) say two things and give None."""
    for pattern, order in _PATTERNS:
        found = pattern.search(line[:400])
        if not found:
            continue
        parts = dict(zip(order, found.groups()))
        month = parts["m"] if parts["m"].isdigit() else str(1 + next(i for i, m in enumerate(_MONTHS) if m[:3] == parts["m"][:3].lower()))
        if day := iso_day(f"{parts['y']}-{int(month):02d}-{int(parts['d']):02d}"):
            return day
    return None


def without_day(line: str) -> str:
    """A line without the full dates in it."""
    for pattern, _ in _PATTERNS:
        line = pattern.sub(" ", line[:400])
    return line


def iso_day(text: str) -> str | None:
    """The day of an ISO date or date-time within the years of newspapers, or None."""
    try:
        day = date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None
    return day.isoformat() if 1700 <= day.year <= 2200 else None


def option_day(text: str | None) -> str | None:
    """The day a user gave. Raises `BadOption` where it is no day."""
    if text is None:
        return None
    day = iso_day(text)
    if day is None:
        raise BadOption(f"'{text}' is no day; write it as 2026-01-15")
    return day
