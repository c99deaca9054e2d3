"""A coder's correction, from the words of a form to checked fields."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import get_args

import msgspec

from memcon.code.ontology import cameo, plover
from memcon.model.errors import BadOption
from memcon.model.record import Status
from memcon.register.register import load_register
from memcon.register.tables import Agent
from memcon.review.decision import Fields, Party

STATUSES: tuple[str, ...] = get_args(Status)


def corrected(machine: Fields, form: Mapping[str, str]) -> Fields:
    """The machine's fields with what the form changes. Raises `BadOption`, naming the field."""
    type_, _, mode = form.get("act", f"{machine.type}/{machine.mode or ''}").partition("/")
    if (type_, mode or None) not in plover():
        raise BadOption(f"PLOVER has no type and mode '{type_[:20]}/{mode[:20]}'")
    status = form.get("status", machine.status)
    if status not in STATUSES:
        raise BadOption(f"no status '{status[:20]}'; use {', '.join(STATUSES)}")
    code = form.get("cameo", machine.cameo or "").strip() or None
    if code is not None and code not in cameo():
        raise BadOption(f"CAMEO has no code '{code[:10]}'")
    if (type_, mode or None) != (machine.type, machine.mode) and code == machine.cameo:
        code = None  # the machine's code spoke of the other act
    start, end = (_day(form.get(k, getattr(machine, k) or "")) for k in ("start", "end"))
    if start and end and start > end:
        raise BadOption("the first day is after the last")
    place, country = machine.place, machine.country
    if form.get("place", where_written(machine)).strip() != where_written(machine):
        place, country = _place(form["place"])
    return msgspec.structs.replace(
        machine,
        type=type_,
        mode=mode or None,
        status=status,
        cameo=code,
        reciprocal=form.get("reciprocal", "no") == "yes" if "act" in form else machine.reciprocal,
        actors=_kept_or_read(machine.actors, form.get("actors")),
        recipients=_kept_or_read(machine.recipients, form.get("recipients")),
        start=start,
        end=end,
        place=place,
        country=country,
    )


def parties(text: str) -> tuple[Party, ...]:
    """``police|KEN COP; students|KEN EDU`` as parties, in the casebook's manner; ``-`` for no code. Raises `BadOption`."""
    found = []
    for one in text[:2000].split(";"):
        if not one.strip():
            continue
        name, _, told = one.partition("|")
        words = told.split()
        code, sector = [*words, "-", "-"][:2]
        if not name.strip() or len(words) > 2:
            raise BadOption(f"'{one.strip()[:60]}' is no party; write name|CODE SECTOR")
        register = load_register()
        if code != "-" and code.upper() not in register.states and code not in register.organisations:
            raise BadOption(f"the register has no state or organisation '{code[:12]}'")
        if sector != "-" and sector.upper() not in sectors():
            raise BadOption(f"PLOVER has no sector '{sector[:12]}'; there are {', '.join(sorted(sectors()))}")
        found.append(
            Party(
                name=" ".join(name.split()),
                code=None if code == "-" else (code if code in register.organisations else code.upper()),
                sector=None if sector == "-" else sector.upper(),
            )
        )
    return tuple(found)


def written(some: tuple[Party, ...]) -> str:
    """Parties as `parties` reads them."""
    return "; ".join(f"{_safe(p.name)}|{p.code or '-'}{f' {p.sector}' if p.sector else ''}" for p in some)


def where_written(fields: Fields) -> str:
    """A place as the form shows it: ``Geneva|CHE``."""
    return f"{_safe(fields.place or '')}{'|' + fields.country if fields.country else ''}"


def _kept_or_read(machine: tuple[Party, ...], text: str | None) -> tuple[Party, ...]:
    """The machine's parties where the form still shows them, so that looking changes nothing."""
    return machine if text is None or text.strip() == written(machine) else parties(text)


@lru_cache(maxsize=1)
def sectors() -> frozenset[str]:
    """PLOVER's sectors, as the register uses them."""
    entries = (e for some in load_register().names.values() for e in some)
    return frozenset(s for e in entries if isinstance(e.ref, Agent) for s in e.ref.sectors)


def _safe(name: str) -> str:
    return " ".join(name.replace(";", ",").replace("|", " ").split())


def _day(text: str) -> str | None:
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip()).isoformat()
    except ValueError:
        raise BadOption(f"'{text[:20]}' is no day; write YYYY-MM-DD") from None


def _place(text: str) -> tuple[str | None, str | None]:
    name, _, country = (" ".join(part.split()) for part in text[:200].partition("|"))
    if country and country.upper() not in load_register().states:
        raise BadOption(f"the register has no state '{country[:12]}'")
    return name or None, country.upper() or None
