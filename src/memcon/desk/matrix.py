"""Actors against actors: how many events go from each to each, and whether they are friendly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from memcon.desk.data import filter_of
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
    with store.connect() as connection:
        rows = connection.execute(f"SELECT quad, reciprocal, actor_codes, recipient_codes FROM events{clause}", values).fetchall()
    totals: Counter[str] = Counter()
    quads: Counter[tuple[str, str, int]] = Counter()
    for quad, reciprocal, ours, theirs in rows:
        totals.update({c for c in (*ours, *theirs) if pool is None or c in pool})
        # an event between two has both directions, and counts once in each
        pairs = {(a, b) for a in ours for b in theirs}
        quads.update((a, b, quad) for a, b in (pairs | {(b, a) for a, b in pairs} if reciprocal else pairs))
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
        "events": len(rows),
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
