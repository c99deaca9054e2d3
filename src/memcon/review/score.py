"""What the coders' decisions say of the store: its precision and their agreement, by type."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import Any

from memcon.keep.store import Store
from memcon.review.agree import alpha, wilson
from memcon.review.decision import Decision, Fields, fields_of
from memcon.review.log import Log, latest


def current_fields(store: Store, decisions: Iterable[Decision]) -> dict[str, Fields]:
    """The store's present word on the events decided upon."""
    wanted = {d.event_id for d in decisions}
    articles = sorted({d.article for d in decisions})
    return {e.id: fields_of(r, e) for r in store.records(articles) for e in r.events if e.id in wanted}


def score(log: Log, current: Mapping[str, Fields] | None = None) -> dict[str, Any]:
    """Precision with Wilson's interval and alpha, over all and by the machine's type.

    A decision counts only while the store still says what was decided upon (``current``; None: all count). An event that more than one
    coder judged is right where more than half of them accept it. ``drawn`` is the figure for the store: those were drawn by lot.
    """
    words = latest(log.decisions)
    held = [d for d in words if current is None or current.get(d.event_id) == d.machine]
    by_type: defaultdict[str, list[Decision]] = defaultdict(list)
    for one in held:
        by_type[one.machine.type].append(one)
    coders = sorted({d.coder for d in held})
    pairs = []
    for one_, two in combinations(coders, 2):
        both = [u for u in _units([d for d in held if d.coder in (one_, two)]).values() if len(u) == 2]
        if both:
            pairs.append({"coders": [one_, two], "events": len(both), **_agreement(both)})
    return {
        "decisions": len(log.decisions),
        "damaged": log.damaged,
        "set_aside": len(words) - len(held),
        "coders": [{"coder": c, "events": sum(d.coder == c for d in held)} for c in coders],
        "drawn": row("drawn by lot", [d for d in held if d.drawn]),
        "all": row("all judged", held),
        "types": [row(t, some) for t, some in sorted(by_type.items())],
        "pairs": pairs,
    }


def row(name: str, held: list[Decision]) -> dict[str, Any]:
    """The figures of some decisions."""
    units = _units(held)
    counts = Counter(_verdict(u) for u in units.values())
    judged, accepted = len(units), counts["accept"]
    shared = [u for u in units.values() if len(u) > 1]
    there = judged - counts["reject"]
    return {
        "name": name,
        "events": judged,
        "accept": accepted,
        "correct": counts["correct"],
        "reject": counts["reject"],
        "precision": accepted / judged if judged else None,
        "interval": wilson(accepted, judged),
        "there": there / judged if judged else None,
        "there_interval": wilson(there, judged),
        "shared": len(shared),
        **_agreement(shared),
    }


def _units(held: list[Decision]) -> dict[str, list[Decision]]:
    units: dict[str, list[Decision]] = {}
    for one in held:
        units.setdefault(one.event_id, []).append(one)
    return units


def _verdict(unit: list[Decision]) -> str:
    """The coders' word on one event: what more than half say; accept only so, and a reject before a correction where they are even."""
    counts = Counter(d.verdict for d in unit)
    if counts["accept"] * 2 > len(unit):
        return "accept"
    return "reject" if counts["reject"] >= counts["correct"] and counts["reject"] else "correct"


def _agreement(shared: list[list[Decision]]) -> dict[str, float | None]:
    return {
        "alpha_verdict": alpha([[d.verdict for d in u] for u in shared]),
        "alpha_type": alpha([[d.event.type if d.event else "none" for d in u] for u in shared]),
    }
