"""Tell a training sentence of other states: the act model is to learn what is done, and not who is known to do it.

"Ankara urged Cyprus" may be told of Lima and Latvia: names, adjectives, people and capitals of a state change together.
"""

from __future__ import annotations

import csv
import random
import re
from collections import Counter
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path

from memcon.casebook.parse import Case

_STATES = Path(__file__).parents[1] / "src" / "memcon" / "knowledge" / "register" / "states.csv"
# states whose names want an article or have a short form of their own: they stay as they are
_KEPT = {
    "USA", "GBR", "NLD", "PHL", "ARE", "MDV", "BHS", "GMB", "COM", "SLB", "MHL", "CAF", "DOM", "COD", "COG", "SYC", "FSM",
}  # fmt: skip
_PLAIN = re.compile(r"[A-Z][\w ]+")
_COLUMNS = ("capital", "demonyms", "adjectives", "name")
Edit = tuple[int, int, str]


@dataclass
class Swaps:
    """The states' names, and how often each is to be drawn."""

    forms: dict[str, dict[str, str]]
    at: dict[str, tuple[str, str]]
    pattern: re.Pattern[str]
    codes: list[str]
    weights: list[float]

    @classmethod
    def over(cls, cases: Iterable[Case]) -> Swaps:
        """Swaps that draw a state by the square root of how often ``cases`` name it."""
        forms: dict[str, dict[str, str]] = {}
        at: dict[str, tuple[str, str]] = {}
        with _STATES.open(encoding="utf-8") as file:
            for row in csv.DictReader(file):
                words = {column: re.split("[;/]", row[column])[0] for column in _COLUMNS}
                if row["to"] or row["code"] in _KEPT or not all(words.values()) or not _PLAIN.fullmatch(words["name"]):
                    continue
                forms[row["code"]] = words
                for column in _COLUMNS:
                    at.setdefault(words[column], (row["code"], column))
        names = "|".join(re.escape(n) for n in sorted(at, key=lambda n: (-len(n), n)))
        pattern = re.compile(rf"\b(?:an? )?({names})\b(?!-)")
        told = Counter(at[m.group(1)][0] for c in cases for m in pattern.finditer(c.text))
        codes = sorted(forms)
        return cls(forms, at, pattern, codes, [(told[c] + 3) ** 0.5 for c in codes])

    def swap(self, case: Case, draw: random.Random) -> Case:
        """The case told of other states, its marks moved along; itself where no state can be changed."""
        found = list(self.pattern.finditer(case.text))
        present = sorted({self.at[m.group(1)][0] for m in found})
        drawn: dict[str, str] = {}
        for code in present:
            other = draw.choices(self.codes, self.weights)[0]
            if draw.random() < 0.75 and other not in present and other not in drawn.values():
                drawn[code] = other
        edits: list[Edit] = []
        for match in found:
            code, column = self.at[match.group(1)]
            if code in drawn:
                new = self.forms[drawn[code]][column]
                if match.start() != match.start(1):
                    new = ("an " if new[0] in "AEIO" else "a ") + new
                edits.append((match.start(), match.end(), new))
        return _edited(case, edits) if edits else case


def _edited(case: Case, edits: list[Edit]) -> Case:
    """The case with some of its text replaced; the case itself where a mark begins or ends inside a replaced part."""
    made = deepcopy(case)
    try:
        for event in made.events:
            event.triggers = [_moved(s, edits) for s in event.triggers]
            event.actors = [replace(a, span=_moved(a.span, edits)) for a in event.actors]
            event.recipients = [replace(a, span=_moved(a.span, edits)) for a in event.recipients]
    except ValueError:
        return case
    text, last = "", 0
    for start, end, new in edits:
        text += case.text[last:start] + new
        last = end
    made.text = text + case.text[last:]
    return made


def _moved(span: tuple[int, int], edits: list[Edit]) -> tuple[int, int]:
    """A span after the edits, each of which lies before, inside or behind it. Raises `ValueError` where one does not."""
    start, end = span
    before = inside = 0
    for first, last, new in edits:
        longer = len(new) - (last - first)
        if last <= start:
            before += longer
        elif start <= first and last <= end:
            inside += longer
        elif first < end:
            raise ValueError("a mark ends inside a name")
    return start + before, end + before + inside
