"""One match of a time's shape, with what it is read against: the report's day and what was last spoken of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from memcon.annotate.times_calendar import quarter_of, shifted
from memcon.annotate.times_grammar import load_grammar
from memcon.annotate.times_tense import leaning

Kind = Literal["DATE", "TIME", "DURATION", "SET"]
Told = tuple[Kind, str] | None


@dataclass(frozen=True)
class Moment:
    """One match with what it is read against.

    ``day`` is the day of the report, ``reference`` the day last spoken of (else the report's), ``said`` the last date
    of any size as a TIMEX3 value, ``quarter`` the quarter whose results the text tells ("1989-Q3"), else None.
    """

    day: date | None
    reference: date | None
    text: str
    match: re.Match[str]
    said: str | None = None
    quarter: str | None = None

    def group(self, name: str) -> str:
        """A part of the match in lower case, '' where it is absent."""
        return (self.match.groupdict().get(name) or "").lower()

    @property
    def lists(self) -> dict[str, Any]:
        """The word lists."""
        return load_grammar().lists

    @property
    def before(self) -> str:
        """The sixty characters before the match, in lower case."""
        return self.text[max(0, self.match.start() - 60) : self.match.start()].lower()

    @property
    def after(self) -> str:
        """The sixty characters after the match, in lower case."""
        return self.text[self.match.end() : self.match.end() + 60].lower()

    @property
    def narrated(self) -> date | None:
        """The day that the telling has come to: the one last spoken of, not one ahead where the sentence tells of the past."""
        if self.reference and self.day and self.reference > self.day and self.leaning() < 0:
            return self.day
        return self.reference

    def leaning(self) -> int:
        """-1 past, 1 future, 0 unknown: by the nearest verb of the clause."""
        return leaning(self.text, self.match.start(), self.match.end(), self.lists["tense"])

    def reported_quarter(self, years: int = 0) -> str | None:
        """The quarter whose results are told, some years away: the one named before, else the last complete one."""
        if self.quarter:
            return f"{int(self.quarter[:4]) + years}{self.quarter[4:]}"
        if self.day is None:
            return None
        value = shifted(self.day, "Q", 4 * years - 1)
        return value or quarter_of(self.day)


__all__ = ["Kind", "Moment", "Told"]
