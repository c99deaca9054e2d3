"""Actors against actors: how many events go from each to each, and whether they are friendly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from memcon.desk.data import filter_of
from memcon.desk.rows import single
from memcon.keep.query import where
from memcon.keep.store import Store
from memcon.model.errors import BadOption
from memcon.register.register import load_register

TOP, MOST = 15, 40
REAL = "happened,ongoing"
KINDS = ("states", "organisations", "all")


def with_status(query: Mapping[str, str]) -> dict[str, str]:
    """The query with its status spelt out: what is merely planned or denied counts only where it is asked for (``any``)."""
    given = {k: v for k, v in query.items() if v}
    status = given.setdefault("status", REAL)
    if status == "any":
        del given["status"]
    return given


def matrix(store: Store, query: Mapping[str, str]) -> dict[str, Any]:
    """The commonest actors by events and every cell that holds one. Raises `BadOption`."""
    kind = query.get("who") or "states"
    if kind not in KINDS:
        raise BadOption(f"no '{kind[:20]}' here; use {', '.join(KINDS)}")
    try:
        top = min(max(int(query.get("top") or TOP), 2), MOST)
    except ValueError:
        raise BadOption("top is a number") from None
    asked = with_status(query)
    clause, values = where(filter_of(asked))
    register = load_register()
    pool = {"states": register.states.keys(), "organisations": register.organisations.keys(), "all": None}[kind]
    members = None if pool is None else list(pool)
    within = "" if members is None else " AND list_contains(?, a) AND list_contains(?, r)"
    with store.connect() as connection:
        # few combinations stand for very many events
        connection.execute(
            "CREATE TEMP TABLE grouped AS SELECT actor_codes, recipient_codes, reciprocal, quad, count(*) AS n"
            f" FROM events{clause} GROUP BY ALL",
            values,
        )
        (count,) = single(connection, "SELECT coalesce(sum(n), 0) FROM grouped")
        held = connection.execute(
            "SELECT c, sum(n) FROM (SELECT unnest(list_distinct(actor_codes || recipient_codes)) AS c, n FROM grouped)"
            f"{'' if members is None else ' WHERE list_contains(?, c)'} GROUP BY c",
            [] if members is None else [members],
        ).fetchall()
        # an event between two has both directions, and counts once in each
        rows = connection.execute(
            "WITH ways AS (SELECT unnest(list_distinct(IF(reciprocal, there || back, there))) AS way, quad, n FROM (SELECT quad, n, reciprocal,"
            " flatten(list_transform(actor_codes, lambda a: list_transform(recipient_codes, lambda r: [a, r]))) AS there,"
            " flatten(list_transform(recipient_codes, lambda a: list_transform(actor_codes, lambda r: [a, r]))) AS back FROM grouped)),"
            " cells AS (SELECT way[1] AS a, way[2] AS r, quad, n FROM ways)"
            f" SELECT a, r, quad, sum(n) FROM cells WHERE TRUE{within} GROUP BY a, r, quad",
            [] if members is None else [members, members],
        ).fetchall()
    quads: Counter[tuple[str, str, int]] = Counter({(a, r, quad): int(n) for a, r, quad, n in rows})
    totals = Counter({c: int(n) for c, n in held})
    shown = [c for c, _ in sorted(totals.items(), key=lambda i: (-i[1], i[0]))[:top]]
    cells = []
    for one in shown:
        for two in shown:
            by_quad = [quads[one, two, q] for q in (1, 2, 3, 4)]
            if number := sum(by_quad):
                friendly, hostile = sum(by_quad[:2]), sum(by_quad[2:])
                cells.append(
                    {
                        "from": one,
                        "to": two,
                        "events": number,
                        "cooperation": friendly,
                        "conflict": hostile,
                        "balance": round((friendly - hostile) / number, 3),
                        "by_quad": by_quad,
                    }
                )
    return {
        "who": kind,
        "status": asked.get("status", "any"),
        "events": int(count),
        "actors": [{"code": c, "name": name_of(c), "events": totals[c]} for c in shown],
        "left_out": max(0, len(totals) - len(shown)),
        "cells": cells,
    }


def name_of(code: str) -> str:
    """What a code stands for, or the code itself."""
    register = load_register()
    known = register.states.get(code) or register.organisations.get(code)
    return known.name if known else code


def shade(balance: float) -> str:
    """The class of a cell's colour: seven steps from all conflict to all cooperation."""
    return f"b{round(3 * balance) + 3}"
