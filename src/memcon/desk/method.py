"""What the numbers of a store rest on, counted from the store itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from memcon.code.ontology import plover
from memcon.evaluate.score import Result
from memcon.keep.store import Store
from memcon.register.register import load_register

SCORES = Path(__file__).parent.parent / "knowledge" / "scores.json"
_KNOWN = (
    ("who acts", "len(actors) > 0"),
    ("whom it is done to", "len(recipients) > 0"),
    ("both, with a state or an organisation", "len(dyads) > 0"),
    ("a day that the text gives", "date_basis = 'text'"),
    ("a day that follows from the text around", "date_basis = 'inherited'"),
    ("only the day of the report", "date_basis IS NULL OR date_basis NOT IN ('text', 'inherited')"),
    ("a place", "place IS NOT NULL"),
    ("somebody who says so", "standing <> 'outlet'"),
    ("a CAMEO code finer than its root", "length(cameo) > 3 OR NOT ends_with(cameo, '0')"),
)


def method(store: Store) -> dict[str, Any]:
    """How many events know what, which versions coded the store, how much the register knows."""
    register = load_register()
    tenures = [h for some in register.tenures.values() for h in some]
    with store.connect() as connection:
        counts = ", ".join(f"count(*) FILTER ({clause})" for _, clause in _KNOWN)
        row = connection.execute(f"SELECT count(*), {counts} FROM events").fetchone() or (0,) * (len(_KNOWN) + 1)
        codings = dict(connection.execute("SELECT coding, count(*) FROM articles GROUP BY coding").fetchall())
    total = int(row[0])
    return {
        "articles": store.count("articles"),
        "events": total,
        "known": [
            {"field": name, "events": int(n), "share": round(int(n) / total, 4) if total else 0.0} for (name, _), n in zip(_KNOWN, row[1:])
        ],
        "codings": [
            {"id": coding, "versions": [{"part": k, "version": str(v)} for k, v in told.items()], "articles": int(codings.get(coding, 0))}
            for coding, told in store.manifest.codings.items()
        ],
        "scores": scores(),
        "people": len(register.people),
        "tenures": len(tenures),
        "unchecked": sum(h.source == "unchecked" for h in tenures),
        "states": len(register.states),
        "organisations": len(register.organisations),
        "verbs": len({act.type for act in plover().values()}),
    }


def scores() -> list[dict[str, Any]]:
    """This version's scores as ``memcon evaluate all --format json`` printed them, without the misses; none where they aren't packaged."""
    try:
        found = msgspec.json.decode(SCORES.read_bytes(), type=list[Result])
    except (OSError, msgspec.DecodeError, msgspec.ValidationError):
        return []
    return [{"name": r.name, "measures": msgspec.to_builtins(r.measures)} for r in found]
