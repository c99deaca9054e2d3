"""What to ask of the store, as SQL with parameters: nothing of the user's is ever pasted into the query."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import Any

from memcon.model.errors import BadOption

ORDERS = {"newest": "day DESC NULLS LAST, article_id, event_id", "oldest": "day ASC NULLS LAST, article_id, event_id"}
# what is written so is a code, not a part of a name
CODE = re.compile(r"[A-Z][A-Z0-9]{1,11}")
_CODED = ("actor_codes", "recipient_codes", "actors", "recipients")


@dataclass(frozen=True)
class Filter:
    """Which events. Days are ISO, bounds inclusive; ``dyad`` is ``USA-VEN`` (both directions unless ``directed``).

    ``actor`` in capitals is a code (or a name written so), else a part of a name; ``words`` stand in the evidence or the title as they
    are, ``text`` are words of the whole report, found by the index of words.
    """

    dyad: str | None = None
    directed: bool = False
    actor: str | None = None
    sector: str | None = None
    type: tuple[str, ...] = ()
    quad: int | None = None
    status: tuple[str, ...] = ()
    standing: tuple[str, ...] = ()
    place: str | None = None
    about: str | None = None
    words: str | None = None
    outlet: str | None = None
    article: str | None = None
    since: str | None = None
    until: str | None = None
    min_confidence: float = 0.0
    order: str = "newest"
    limit: int | None = None
    offset: int = 0
    mode: tuple[str, ...] = ()
    text: str | None = None
    extra: dict[str, Any] = field(default_factory=dict)


def where(wanted: Filter) -> tuple[str, list[Any]]:
    """The WHERE clause and its parameters. Raises `BadOption`."""
    parts: list[str] = []
    values: list[Any] = []

    def ask(clause: str, *given: Any) -> None:
        parts.append(clause)
        values.extend(given)

    if wanted.dyad:
        keys = dyad_keys(wanted)
        if wanted.directed:
            ask("(list_contains(dyads, ?) OR (reciprocal AND list_contains(dyads, ?)))", keys[0], keys[-1])
        else:
            ask("list_has_any(dyads, ?)", keys)
    if wanted.actor and CODE.fullmatch(wanted.actor):
        ask("(" + " OR ".join(f"list_contains({c}, ?)" for c in _CODED) + ")", *[wanted.actor] * len(_CODED))
    elif wanted.actor:
        code = wanted.actor.upper()
        like = f"%{_escaped(wanted.actor)}%"
        ask(
            "(list_contains(actor_codes, ?) OR list_contains(recipient_codes, ?)"
            " OR array_to_string(actors, '; ') ILIKE ? ESCAPE '\\' OR array_to_string(recipients, '; ') ILIKE ? ESCAPE '\\')",
            code,
            code,
            like,
            like,
        )
    if wanted.sector:
        ask("(list_contains(actor_sectors, ?) OR list_contains(recipient_sectors, ?))", wanted.sector.upper(), wanted.sector.upper())
    for column, given in (
        ("type", tuple(t.upper() for t in wanted.type)),
        ("mode", tuple(m.lower() for m in wanted.mode)),
        ("status", tuple(s.lower() for s in wanted.status)),
        ("standing", tuple(s.lower() for s in wanted.standing)),
    ):
        if given:
            ask(f"list_contains(?, {column})", list(given))
    if wanted.quad is not None:
        ask("quad = ?", wanted.quad)
    for column, text in (("outlet", wanted.outlet), ("article_id", wanted.article)):
        if text:
            ask(f"{column} = ?", text)
    if wanted.place:
        ask("(country = ? OR place ILIKE ? ESCAPE '\\')", wanted.place.upper(), f"%{_escaped(wanted.place)}%")
    if wanted.about:
        ask("array_to_string(about, '; ') ILIKE ? ESCAPE '\\'", f"%{_escaped(wanted.about)}%")
    if wanted.words:
        ask("(evidence ILIKE ? ESCAPE '\\' OR title ILIKE ? ESCAPE '\\')", *[f"%{_escaped(wanted.words)}%"] * 2)
    if wanted.text:
        ask("article_id IN (SELECT article_id FROM with_words)")
    for operator, day in ((">=", wanted.since), ("<=", wanted.until)):
        if day:
            ask(f"day {operator} CAST(? AS DATE)", _day(day))
    if wanted.min_confidence:
        ask("confidence >= ?", wanted.min_confidence)
    return (" WHERE " + " AND ".join(parts)) if parts else "", values


def words_asked(wanted: Filter) -> list[tuple[str, str]]:
    """What must stand within words of what fits, as pairs of ``words`` or ``names`` and a pattern for ILIKE (escaped by a backslash)."""
    asked = [("words", wanted.words or "")]
    # what goes from one name into the next is in none of them
    if wanted.actor and not CODE.fullmatch(wanted.actor) and ";" not in wanted.actor:
        asked.append(("names", wanted.actor))
    return [(kind, f"%{_escaped(word)}%") for kind, text in asked for word in text.split()]


_AMONG = "(value >= ? AND value < ? AND value ILIKE ? ESCAPE '\\')"


def _among(name: str, text: str) -> list[str]:
    return [f"{name}=", f"{name}>", f"{name}=%{_escaped(text)}%"]


def values_asked(wanted: Filter) -> list[tuple[str, list[Any]]]:
    """What a filter asks of single values, as clauses on ``value`` as `memcon.keep.copies` counts them: ``type=CONSULT`` and so on."""
    asked: list[tuple[str, list[Any]]] = []
    for name, given in (
        ("type", [t.upper() for t in wanted.type]),
        ("mode", [m.lower() for m in wanted.mode]),
        ("status", [s.lower() for s in wanted.status]),
        ("standing", [s.lower() for s in wanted.standing]),
        ("quad", [wanted.quad] if wanted.quad is not None else []),
        ("sector", [wanted.sector.upper()] if wanted.sector else []),
    ):
        if given:
            asked.append(("value IN (SELECT unnest(?))", [[f"{name}={value}" for value in given]]))
    if wanted.outlet:
        asked.append(("value = ?", [f"outlet={wanted.outlet}"]))
    if wanted.min_confidence > 0:
        least = math.floor(10 * min(wanted.min_confidence, 2.0))
        asked.append(("value IN (SELECT unnest(?))", [[f"sure={n}" for n in range(least, 11)]]))
    # parts of names: those that are there with it are looked up among the values
    if wanted.place:
        asked.append((f"(value = ? OR {_AMONG})", [f"country={wanted.place.upper()}", *_among("place", wanted.place)]))
    # what goes from one matter into the next is in none of them
    if wanted.about and ";" not in wanted.about:
        asked.append((_AMONG, _among("about", wanted.about)))
    return asked


def dyad_keys(wanted: Filter) -> list[str]:
    """A dyad as it stands in ``dyads``, both ways. Raises `BadOption`."""
    first, dash, second = (wanted.dyad or "").upper().partition("-")
    if not (first and dash and second):
        raise BadOption(f"'{wanted.dyad}' is no dyad; write two codes with a dash, such as USA-VEN")
    return list(dict.fromkeys((f"{first}-{second}", f"{second}-{first}")))


def select(wanted: Filter, columns: str = "*", source: str = "events", ordered: bool = True) -> tuple[str, list[Any]]:
    """The whole query over the ``events`` view, or another source with its columns. Raises `BadOption`."""
    if wanted.order not in ORDERS:
        raise BadOption(f"no order '{wanted.order}'; use {' or '.join(ORDERS)}")
    clause, values = where(wanted)
    query = f"SELECT {columns} FROM {source}{clause}" + (f" ORDER BY {ORDERS[wanted.order]}" if ordered else "")
    if wanted.limit is not None:
        query += f" LIMIT {int(wanted.limit)}"
    if wanted.offset:
        query += f" OFFSET {int(wanted.offset)}"
    return query, values


def _day(day: str) -> str:
    from datetime import date

    try:
        return date.fromisoformat(day).isoformat()
    except ValueError:
        raise BadOption(f"'{day}' is no day; write YYYY-MM-DD") from None


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
