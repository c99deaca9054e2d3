"""Offices from a Wikidata query's result, as the query service saves it (SPARQL 1.1 JSON). The query is in docs/register.md."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec

from memcon.model.errors import BadRow, NotFound, Unreadable
from memcon.register.names import fold
from memcon.register.register import Office, load_register

HEADER = ["country", "office", "title", "person", "aliases", "from", "to", "standing", "source", "checked"]
_ENTITY = re.compile(r"^Q[0-9]+$")
# Wikidata's precision of a date: how much of it is meant
_PRECISION = {"9": 4, "10": 7, "11": 10}
_PLACE_OF = re.compile(r"\s+(?:of|for)\s+(?:the\s+)?(?=[A-Z])")
_ACTING = re.compile(r"\b(acting|interim|caretaker)\b", re.IGNORECASE)


def read_result(path: Path) -> tuple[list[list[str]], list[BadRow]]:
    """Rows of a holders table, and the results that say too little. Raises `NotFound`, `Unreadable`."""
    if not path.is_file():
        raise NotFound("no such file", place=str(path))
    try:
        bindings = msgspec.json.decode(path.read_bytes())["results"]["bindings"]
    except (msgspec.DecodeError, UnicodeDecodeError, KeyError, TypeError) as error:
        raise Unreadable("no SPARQL result in JSON; save the query's result as JSON (not 'verbose')", place=str(path)) from error
    offices = load_register().offices
    rows: list[list[str]] = []
    refused: list[BadRow] = []
    for number, binding in enumerate(bindings, 1):
        try:
            rows.append(_row(binding, offices))
        except ValueError as error:
            refused.append(BadRow(str(error), place=f"{path.name}:result {number}"))
    return rows, refused


def _row(binding: dict[str, Any], offices: dict[str, Office]) -> list[str]:
    def value(name: str) -> str:
        cell = binding.get(name)
        return str(cell.get("value", "")).strip() if isinstance(cell, dict) else ""

    person, label, country = value("personLabel"), value("positionLabel"), value("iso")
    if not person or _ENTITY.match(person):
        raise ValueError("column 'personLabel': no English name")
    if not country:
        raise ValueError(f"column 'iso': no country for {person}")
    title, office = office_of(label, offices)
    if office is None:
        raise ValueError(f"column 'positionLabel': '{label}' is no office that the register knows ({person})")
    since, until = _day(value("start"), value("startPrecision")), _day(value("end"), value("endPrecision"))
    if not since and not until:
        raise ValueError(f"column 'start': neither start nor end for {person}, {label}")
    entity = value("person").rsplit("/", 1)[-1]
    names = dict.fromkeys(n.strip() for n in value("aliases").replace("|", ";").split(";"))
    aliases = ";".join(n for n in names if " " in n and n != person)
    standing = "acting" if _ACTING.search(label) else "appointed"
    return [country, office, title, person, aliases, since, until, standing, f"wikidata:{entity}" if entity else "wikidata", ""]


def office_of(label: str, offices: dict[str, Office]) -> tuple[str, str | None]:
    """The title and office code of a position's label, such as "Minister of Foreign Affairs of Japan"."""
    words = fold(label).split(" ")
    for length in range(len(words), 0, -1):
        for at in range(len(words) - length + 1):
            phrase = " ".join(words[at : at + length])
            office = offices.get(phrase)
            # "Vice President" is no president, "deputy foreign minister" no minister: nothing that lessens it may stand before
            if office and not {"vice", "deputy", "assistant", "under", "shadow", "former", "first"} & set(words[:at]):
                return office.phrase, office.office
    return _PLACE_OF.split(label)[0].lower(), None


def _day(text: str, precision: str) -> str:
    """``2012-12-26T00:00:00Z`` to its day, month or year; nothing where it is before year 1 or unknown."""
    if not re.match(r"^\d{4}-\d{2}-\d{2}", text):
        return ""
    day = text[: _PRECISION.get(precision, 10)]
    return day[:4] if day.endswith("-00-00") else day[:7] if day.endswith("-00") and len(day) == 10 else day
