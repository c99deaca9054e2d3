"""What several formats ask of an event: plain values, '' where unknown."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from memcon import knowledge
from memcon.model.record import Actor, Event, Record
from memcon.register.register import load_register

# who did or suffered it, with an empty side as None
Dyad = tuple[Actor | None, Actor | None]


def happened(event: Event) -> bool:
    """Whether an event counts as one that took place: these formats know no other."""
    return event.status in ("happened", "ongoing")


def dyads(record: Record, event: Event) -> Iterator[Dyad]:
    """Every actor with every recipient; reciprocal events both ways, as dyadic data sets have them."""
    actors = {a.id: a for a in record.actors}
    ours: Sequence[Actor | None] = [actors[i] for i in event.actors] or [None]
    theirs: Sequence[Actor | None] = [actors[i] for i in event.recipients] or [None]
    for one in ours:
        for two in theirs:
            yield one, two
            if event.reciprocal:
                yield two, one


def day_of(record: Record, event: Event) -> str:
    """The event's last day, else the day of publication, as YYYY-MM-DD or ''."""
    return (event.date.end if event.date else None) or record.article.published or ""


def words_of(record: Record, event: Event) -> str:
    """The first evidence on one line."""
    start, end = event.evidence[0]
    return one_line(record.article.text[start:end])


def one_line(text: str | None) -> str:
    """Text without tabs and line breaks, which part the columns and rows of these files."""
    return " ".join((text or "").split())


@lru_cache(maxsize=500)
def country_name(code: str | None) -> str:
    """A country's name by its code."""
    state = load_register().states.get(code or "")
    return state.name if state else ""


@lru_cache(maxsize=500)
def cow_of(code: str | None) -> str:
    """A country's Correlates of War number."""
    state = load_register().states.get(code or "")
    return state.cow if state else ""


@lru_cache(maxsize=500)
def cameo_country(code: str | None) -> str:
    """A country's code as CAMEO has it."""
    state = load_register().states.get(code or "")
    return (state.cameo if state else "") or code or ""


@lru_cache(maxsize=1)
def _fips() -> dict[str, str]:
    with (Path(knowledge.__file__).parent / "ontology" / "fips.csv").open(encoding="utf-8", newline="") as handle:
        return {row["code"]: row["fips"] for row in csv.DictReader(handle)}


def fips_of(code: str | None) -> str:
    """A country's FIPS 10-4 code, which GDELT's places go by."""
    return _fips().get(code or "", "")


def cameo_role(sector: str | None) -> str:
    """A PLOVER sector as CAMEO names the role."""
    return {"JRN": "MED", "MED": "HLH", "SOC": "CVL", "PRM": "MIL"}.get(sector or "", sector or "")


def cameo_actor(actor: Actor | None) -> str:
    """CAMEO's actor code: state or organisation, then sectors as CAMEO names them."""
    if actor is None:
        return ""
    home = actor.country or ""
    if actor.organisation:
        known = load_register().organisations.get(actor.organisation)
        home = (known.cameo if known else "") or "IGO"
    elif actor.country and (state := load_register().states.get(actor.country)):
        home = state.cameo or actor.country
    role = "" if actor.organisation and actor.sector in ("IGO", "NGO") else cameo_role(actor.sector)  # its code says so
    return (home + role) if home else role or "---"


def penta_of(cameo: str | None) -> str:
    """Phoenix's five classes by CAMEO root: 0 neutral, 1 and 2 verbal and material cooperation, 3 and 4 verbal and material conflict."""
    root = int(cameo[:2]) if cameo else 0
    if not root:
        return ""
    if root <= 2:
        return "0"
    if root <= 5:
        return "1"
    if root <= 8:
        return "2"
    return "3" if root <= 13 or root == 16 else "4"


def number(value: float | None) -> str:
    """A number in its shortest form, '' where unknown."""
    return "" if value is None else f"{value:g}"
