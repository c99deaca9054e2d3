"""Read the register's CSV files into rows; a bad row is refused by line and column and the rest loads."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, TypeVar

from memcon.model.errors import BadRow

T = TypeVar("T")
_DAY = re.compile(r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$")
_DAYS = ("from", "to", "checked")
_HOLDING = ["country", "office", "title", "person", "aliases", "from", "to", "standing", "source", "checked"]


@dataclass(frozen=True)
class State:
    """A state or territory: its names and what stands for its government."""

    code: str
    name: str
    kind: str
    since: str
    until: str
    names: tuple[str, ...]
    adjectives: tuple[str, ...]
    demonyms: tuple[str, ...]
    capitals: tuple[str, ...]
    seats: tuple[str, ...]
    cow: str
    cameo: str


@dataclass(frozen=True)
class Organisation:
    """An international organisation, movement or company that acts politically."""

    code: str
    name: str
    names: tuple[str, ...]
    kind: str
    plover: str
    sector: str
    country: str
    members: tuple[str, ...]
    cameo: str


@dataclass(frozen=True)
class Body:
    """A named body of one state, an armed group, a party, a medium or a firm."""

    name: str
    names: tuple[str, ...]
    country: str
    sectors: tuple[str, ...]
    kind: str
    since: str
    until: str


class Holding(NamedTuple):
    """One person in one office from one day to another (ISO, possibly only year or month; '' when open)."""

    country: str
    office: str
    title: str
    person: str
    aliases: tuple[str, ...]
    since: str
    until: str
    standing: str
    source: str
    checked: str

    def on(self, day: str) -> bool:
        """Whether the office was held on an ISO day (bounds inclusive, as far as they are known)."""
        return (not self.since or self.since <= day[: len(self.since)]) and (not self.until or day[: len(self.until)] <= self.until)


@dataclass(frozen=True)
class Agent:
    """A common noun that names a kind of actor, with its PLOVER sectors."""

    phrase: str
    sectors: tuple[str, ...]
    kind: str


def read_rows(path: Path, make: Callable[[dict[str, str]], T], refuse: Callable[[BadRow], None]) -> Iterator[T]:
    """Rows of one CSV file as ``make`` builds them; each bad row goes to ``refuse`` with file, line and column."""
    for place, row in raw_rows(path, refuse):
        if bad := _bad_day(row):
            refuse(BadRow(f"column '{bad}': '{row[bad]}' is no day (YYYY, YYYY-MM or YYYY-MM-DD)", place=place))
            continue
        try:
            yield make(row)
        except KeyError as missing:
            refuse(BadRow(f"no column {missing}", place=place))
            return
        except ValueError as error:
            refuse(BadRow(str(error), place=place))


def read_holdings(path: Path, refuse: Callable[[BadRow], None]) -> Iterator[Holding]:
    """Rows of a file under holders/ as `read_rows` gives them, sooner where the file is sound and has our columns: there are many."""
    rows = _sound_holdings(path)
    yield from read_rows(path, holding, refuse) if rows is None else rows


def _sound_holdings(path: Path) -> list[Holding] | None:
    """The rows of a file under holders/, or None where any row of it is to be refused."""
    rows = []
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as handle:
        reader = csv.reader(handle)
        try:
            if next(reader, []) != _HOLDING:
                return None
            for cells in reader:
                country, office, title, person, aliases, since, until, standing, source, checked = map(str.strip, cells)
                if not (country and office and person and all(not day or is_day(day) for day in (since, until, checked))):
                    return None
                rows.append(Holding(country, office, title, person, many(aliases), since, until, standing, source, checked))
        except (ValueError, csv.Error):
            return None
    return rows


def _bad_day(row: dict[str, str]) -> str | None:
    """The first column whose day is none."""
    for column in _DAYS:
        day = row.get(column)
        if day and not is_day(day):
            return column
    return None


def header(path: Path) -> list[str]:
    """The column names of a CSV file, stripped; none where the file is empty."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as handle:
        return [c.strip() for c in next(csv.reader(handle), [])]


def raw_rows(path: Path, refuse: Callable[[BadRow], None]) -> Iterator[tuple[str, dict[str, str]]]:
    """``(file:line, row)`` of one CSV file, cells stripped; a row that is too short, too long or no text goes to ``refuse``."""
    name = path.name
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as handle:
        reader = csv.reader(handle)
        try:
            columns = [c.strip() for c in next(reader, [])]
            width = len(columns)
            for cells in reader:
                if not cells:
                    continue
                if len(cells) != width:
                    refuse(BadRow(f"{len(cells)} cells; expected the columns {', '.join(columns)}", place=f"{name}:{reader.line_num}"))
                    continue
                yield f"{name}:{reader.line_num}", dict(zip(columns, map(str.strip, cells)))
        except csv.Error as error:
            refuse(BadRow(f"not CSV: {error}", place=f"{name}:{reader.line_num}"))


@lru_cache(maxsize=100_000)
def is_day(text: str) -> bool:
    """Whether a cell is a real year, month or day in ISO form."""
    if not _DAY.match(text):
        return False
    try:
        date.fromisoformat(text + {4: "-01-01", 7: "-01"}.get(len(text), ""))
    except ValueError:
        return False
    return True


def many(text: str) -> tuple[str, ...]:
    """A ``;``-joined cell as a tuple without empty parts."""
    if not text:
        return ()
    return tuple(part.strip() for part in text.split(";") if part.strip())


def state(r: dict[str, str]) -> State:
    """A row of states.csv."""
    return State(
        _need(r, "code"),
        _need(r, "name"),
        r["kind"],
        r["from"],
        r["to"],
        many(r["names"]),
        many(r["adjectives"]),
        many(r["demonyms"]),
        many(r["capital"]),
        many(r["seats"]),
        r["cow"],
        r["cameo"],
    )


def organisation(r: dict[str, str]) -> Organisation:
    """A row of organisations.csv."""
    return Organisation(
        _need(r, "code"),
        _need(r, "name"),
        many(r["names"]),
        r["kind"],
        r["plover"],
        r["sector"],
        r["country"],
        many(r["members"]),
        r["cameo"],
    )


def body(r: dict[str, str]) -> Body:
    """A row of bodies.csv, groups.csv or media.csv."""
    return Body(
        _need(r, "name"),
        many(r["names"]),
        r["country"],
        many(r.get("sector", "")),
        r["kind"],
        r.get("from", ""),
        r.get("to", ""),
    )


def holding(r: dict[str, str]) -> Holding:
    """A row of a file under holders/."""
    return Holding(
        _need(r, "country"),
        _need(r, "office"),
        r["title"],
        _need(r, "person"),
        many(r["aliases"]),
        r["from"],
        r["to"],
        r["standing"],
        r["source"],
        r["checked"],
    )


def agent(r: dict[str, str]) -> Agent:
    """A row of agents.csv."""
    sectors = dict.fromkeys((_need(r, "sector"), *many(r["sectors"])))
    return Agent(_need(r, "phrase"), tuple(sectors), r["kind"])


def _need(row: dict[str, str], column: str) -> str:
    if not row[column]:
        raise ValueError(f"column '{column}' is empty")
    return row[column]
