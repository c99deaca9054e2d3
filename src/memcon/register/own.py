"""A user's own register file: which table it is, and its rows, each checked before it is believed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from memcon.model.errors import BadRow
from memcon.register import tables
from memcon.register.tables import Agent, Body, Holding, Organisation

if TYPE_CHECKING:
    from memcon.register.register import Register

Row = Holding | Body | Organisation | Agent
Refuse = Callable[[BadRow], None]

SECTORS = frozenset(
    "GOV MIL REB OPP PTY AGR BUS CRM CVL EDU ELI LAB LEG JRN REF MED PRM REL SOC COP SPY UAF JUD IGO NGO MNC INT PRE UNK".split()
)
OFFICES = frozenset(
    "hos hog leader vp fm dm fin int spk opp mil sg spx amb gov leg reb rel spy jud cop crm bus lab soc cvl jrn edu".split()
)
STANDINGS = frozenset("elected appointed royal military acting interim defacto disputed".split())

# the columns that tell a table, the columns it may have beside them, and how its row is made
_TABLES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "holders": (("country", "office", "person"), ("title", "aliases", "from", "to", "standing", "source", "checked")),
    "bodies": (("name", "country", "sector"), ("names", "kind", "from", "to", "source", "checked")),
    "organisations": (
        ("code", "name", "plover"),
        ("names", "kind", "cameo", "sector", "country", "members", "head_title", "from", "to", "source", "checked"),
    ),
    "agents": (("phrase", "sector"), ("sectors", "kind", "number", "note")),
}


def table_of(columns: list[str]) -> str | None:
    """Which table a header is of, or None."""
    return next((t for t, (needed, _) in _TABLES.items() if set(needed) <= set(columns)), None)


def columns_wanted() -> str:
    """The headers that are understood, in words."""
    return "; ".join(f"{', '.join(needed)} ({table})" for table, (needed, _) in _TABLES.items())


def read_own(path: Path, register: Register, refuse: Refuse) -> Iterator[Row]:
    """The good rows of a user's file; each bad one goes to ``refuse`` with file, line and column."""
    columns = tables.header(path)
    table = table_of(columns)
    if table is None:
        refuse(
            BadRow(f"columns {', '.join(columns) or 'none'}: no table of the register; wanted {columns_wanted()}", place=f"{path.name}:1")
        )
        return
    missing = {c: "" for c in (*_TABLES[table][0], *_TABLES[table][1]) if c not in columns}

    def make(row: dict[str, str]) -> Row:
        row = row | missing if missing else row
        if table == "holders":
            return _holding(row, register)
        if table == "bodies":
            return _body(row, register)
        if table == "organisations":
            return _organisation(row)
        _sectors(row, "sector", "sectors")
        return tables.agent(row)

    yield from tables.read_rows(path, make, refuse)


def _holding(row: dict[str, str], register: Register) -> Holding:
    held = tables.holding(row)
    if held.country not in register.states and held.country not in register.organisations:
        raise ValueError(f"column 'country': '{held.country}' is no state (ISO 3166 alpha-3) and no organisation of the register")
    if held.office not in OFFICES:
        raise ValueError(f"column 'office': '{held.office}' is no office; one of {', '.join(sorted(OFFICES))}")
    if held.standing and held.standing not in STANDINGS:
        raise ValueError(f"column 'standing': '{held.standing}'; one of {', '.join(sorted(STANDINGS))}")
    if held.since and held.until and held.until < held.since[: len(held.until)]:
        raise ValueError(f"column 'to': {held.until} is before {held.since}")
    return held


def _body(row: dict[str, str], register: Register) -> Body:
    _sectors(row, "sector")
    country = row["country"]
    if country and country not in register.states:
        raise ValueError(f"column 'country': '{country}' is no state (ISO 3166 alpha-3)")
    return tables.body(row)


def _organisation(row: dict[str, str]) -> Organisation:
    if row["sector"]:
        _sectors(row, "sector")
    return tables.organisation(row)


def _sectors(row: dict[str, str], *columns: str) -> None:
    for column in columns:
        for sector in tables.many(row[column]):
            if sector not in SECTORS:
                raise ValueError(f"column '{column}': '{sector}' is no PLOVER sector")
