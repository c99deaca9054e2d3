"""Check the register's own consistency: two holders of one office on one day, gaps, dangling codes, bad days."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from memcon.model.errors import BadRow
from memcon.register import tables
from memcon.register.names import fold
from memcon.register.own import OFFICES, SECTORS, STANDINGS, table_of
from memcon.register.tables import Holding

# offices that many hold at a time whatever their title: spokesmen, members, party and movement leaders
_SHARED = {"spx", "leg", "opp", "reb", "rel", "crm", "bus", "lab", "soc", "cvl", "jrn", "edu"}
# two who hold one office at a time are no fault where one of them acts for the other or is not recognised
_EXCUSED = {"disputed", "acting", "interim", "defacto"}
_GAP_OFFICES = {"hos", "hog", "fm", "dm"}
_GAP_DAYS = 62
_OPEN = "9999-12-31"


@dataclass(frozen=True)
class Finding:
    """One thing found: ``kind`` is row, day, code, overlap, twice or gap; a gap is no fault by itself."""

    kind: str
    place: str
    column: str
    message: str

    def line(self) -> str:
        """The finding as one line: place, column, message."""
        return f"{self.place}: {self.column}: {self.message}" if self.column else f"{self.place}: {self.message}"


@dataclass(frozen=True)
class _Placed:
    """A tenure and the line that says it."""

    held: Holding
    place: str


def check(folder: Path, own: list[Path]) -> list[Finding]:
    """Everything found in a folder of register files and the user's files after it, faults first."""
    found: list[Finding] = []
    states, organisations = _codes(folder / "states.csv"), _codes(folder / "organisations.csv")
    homes = states | organisations
    for code in sorted(states & organisations):
        found.append(Finding("code", "organisations.csv", "code", f"'{code}' is a state's code too"))
    shared = _shared_titles(folder / "collective.csv")
    tenures: list[_Placed] = []
    for path in [*sorted((folder / "holders").glob("*.csv")), *(p for p in own if table_of(tables.header(p)) == "holders")]:
        for place, row in tables.raw_rows(path, _note(found)):
            tenures += _holding(row, place, homes, found)
    for name in ("bodies.csv", "groups.csv", "media.csv"):
        _bodies(folder / name, homes, found)
    _overlaps(tenures, shared, found)
    _gaps(tenures, found)
    return sorted(found, key=lambda f: f.kind == "gap")


def _note(found: list[Finding]) -> Callable[[BadRow], None]:
    return lambda error: found.append(Finding("row", error.place or "", "", error.message))


def _codes(path: Path) -> set[str]:
    with path.open(encoding="utf-8", newline="") as handle:
        return {row["code"] for row in csv.DictReader(handle)}


def _shared_titles(path: Path) -> set[tuple[str, str, str]]:
    """Offices that more than one holds at a time by law: country ('*' for all), office and title."""
    if not path.exists():
        return set()
    with path.open(encoding="utf-8", newline="") as handle:
        return {(row["country"], row["office"], fold(row["title"])) for row in csv.DictReader(handle)}


def _holding(row: dict[str, str], place: str, homes: set[str], found: list[Finding]) -> list[_Placed]:
    """The tenure of a row, with what is wrong with it noted; none where it cannot be compared."""
    filled = {"title": "", "aliases": "", "from": "", "to": "", "standing": "", "source": "", "checked": ""} | row
    try:
        held = tables.holding(filled)
    except (KeyError, ValueError) as error:
        found.append(Finding("row", place, "", str(error)))
        return []
    bad = False
    for column in ("from", "to", "checked"):
        if filled[column] and not tables.is_day(filled[column]):
            found.append(Finding("day", place, column, f"'{filled[column]}' is no day (YYYY, YYYY-MM or YYYY-MM-DD)"))
            bad = True
    if held.country not in homes:
        found.append(Finding("code", place, "country", f"'{held.country}' is in neither states.csv nor organisations.csv"))
    if held.office not in OFFICES:
        found.append(Finding("code", place, "office", f"'{held.office}' is no office"))
    if (filled["standing"] or "standing" in row) and held.standing not in STANDINGS:
        found.append(Finding("code", place, "standing", f"'{held.standing}' is none of {', '.join(sorted(STANDINGS))}"))
    if not bad and held.since and held.until and _last(held.until) < _first(held.since):
        found.append(Finding("day", place, "to", f"{held.until} is before {held.since}"))
        bad = True
    if held.checked and tables.is_day(held.checked) and _first(held.checked) > date.today().isoformat():
        found.append(Finding("day", place, "checked", f"{held.checked} has not been yet"))
    return [] if bad else [_Placed(held, place)]


def _bodies(path: Path, homes: set[str], found: list[Finding]) -> None:
    if not path.exists():
        return
    for place, row in tables.raw_rows(path, _note(found)):
        for column in ("from", "to", "checked"):
            if row.get(column) and not tables.is_day(row[column]):
                found.append(Finding("day", place, column, f"'{row[column]}' is no day (YYYY, YYYY-MM or YYYY-MM-DD)"))
        if row["country"] and row["country"] not in homes:
            found.append(Finding("code", place, "country", f"'{row['country']}' is in neither states.csv nor organisations.csv"))
        for sector in tables.many(row.get("sector", "")):
            if sector not in SECTORS:
                found.append(Finding("code", place, "sector", f"'{sector}' is no sector"))


def _overlaps(tenures: list[_Placed], shared: set[tuple[str, str, str]], found: list[Finding]) -> None:
    """Two holders of one office (country, office and title) on the same days; the days of change are both's."""
    offices: dict[tuple[str, str, str], list[_Placed]] = defaultdict(list)
    for t in tenures:
        offices[(t.held.country, t.held.office, fold(t.held.title))].append(t)
    for (country, office, title), held in offices.items():
        several = office in _SHARED or (country, office, title) in shared or ("*", office, title) in shared
        longest: dict[str, _Placed] = {}
        for t in sorted(held, key=lambda t: _first(t.held.since)):
            if t.held.standing in _EXCUSED and not several:
                continue
            who = fold(t.held.person)
            rivals = [longest[who]] if several and who in longest else [] if several else list(longest.values())
            for other in rivals:
                if _last(t.held.since) >= _first(other.held.until or _OPEN):
                    continue
                same = fold(other.held.person) == who
                found.append(
                    Finding(
                        "twice" if same else "overlap",
                        t.place,
                        "from",
                        f"{country} {title or office}: {t.held.person} from {t.held.since or '?'}, but {other.held.person} "
                        f"holds it from {other.held.since or '?'} to {other.held.until or 'now'} ({other.place})",
                    )
                )
            before = longest.get(who)
            if before is None or _first(before.held.until or _OPEN) < _first(t.held.until or _OPEN):
                longest[who] = t


def _gaps(tenures: list[_Placed], found: list[Finding]) -> None:
    """Days between two holders of a state's chief offices on which the register knows nobody."""
    offices: dict[tuple[str, str], list[_Placed]] = defaultdict(list)
    for t in tenures:
        if t.held.office in _GAP_OFFICES:
            offices[(t.held.country, t.held.office)].append(t)
    for (country, office), held in offices.items():
        ordered = sorted(held, key=lambda t: _first(t.held.since))
        until = _last(ordered[0].held.until or _OPEN)
        for t in ordered[1:]:
            since = _first(t.held.since)
            if since > until and (date.fromisoformat(since) - date.fromisoformat(until)).days > _GAP_DAYS:
                found.append(Finding("gap", t.place, "from", f"{country} {office}: nobody from {until} to {since}"))
            until = max(until, _last(t.held.until or _OPEN))


def _first(day: str) -> str:
    """The first day that a day, month or year may mean."""
    return day + {0: "0001-01-01", 4: "-01-01", 7: "-01"}.get(len(day), "")


def _last(day: str) -> str:
    """The last day that a day, month or year may mean; a month's 28th stands for its end."""
    return day + {0: "0001-01-01", 4: "-12-31", 7: "-28"}.get(len(day), "")
