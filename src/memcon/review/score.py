"""What the coders' decisions say of the store: its precision and their agreement, by type."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any

from memcon.keep.store import Store
from memcon.review.agree import alpha, wilson
from memcon.review.decision import Decision, Fields, fields_of
from memcon.review.log import Log, latest
from memcon.review.statement import Said, StatementDecision, said_of

_Any = Decision | StatementDecision


def current_fields(store: Store, decisions: Iterable[Decision]) -> dict[str, Fields]:
    """The store's present word on the events decided upon."""
    wanted = {d.event_id for d in decisions}
    articles = sorted({d.article for d in decisions})
    return {e.id: fields_of(r, e) for r in store.records(articles) for e in r.events if e.id in wanted}


def current_statements(store: Store, decisions: Iterable[StatementDecision]) -> dict[str, Said]:
    """The store's present word on the statements decided upon."""
    wanted = {d.statement_id for d in decisions}
    articles = sorted({d.article for d in decisions})
    return {s.id: said_of(r, s) for r in store.records(articles) for s in r.statements if s.id in wanted}


def score_of_store(store: Store, log: Log) -> dict[str, Any]:
    """`score` and, under ``statements``, `score_statements`, of the decisions that still speak of what the store says."""
    events = current_fields(store, log.decisions) if log.decisions else {}
    statements = current_statements(store, log.statements) if log.statements else {}
    return {**score(log, events), "statements": score_statements(log, statements)}


def score_statements(log: Log, current: Mapping[str, Said] | None = None) -> dict[str, Any]:
    """Precision of statements with Wilson's interval and alpha, over all and by the machine's stance; counted as `score` counts events."""
    words = latest(log.statements)
    held = [d for d in words if current is None or current.get(d.statement_id) == d.machine]
    by_stance: defaultdict[str, list[StatementDecision]] = defaultdict(list)
    for one in held:
        by_stance[one.machine.stance].append(one)

    def told(name: str, some: list[StatementDecision]) -> dict[str, Any]:
        return row(name, some, "statements", "alpha_stance")

    return {
        "decisions": len(log.statements),
        "set_aside": len(words) - len(held),
        "drawn": told("drawn by lot", [d for d in held if d.drawn]),
        "all": told("all judged", held),
        "stances": [told(s, some) for s, some in sorted(by_stance.items())],
    }


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


def row(name: str, held: Sequence[_Any], count: str = "events", agreed: str = "alpha_type") -> dict[str, Any]:
    """The figures of some decisions; ``count`` names what was judged, ``agreed`` the agreement on what it is."""
    units = _units(held)
    counts = Counter(_verdict(u) for u in units.values())
    judged, accepted = len(units), counts["accept"]
    shared = [u for u in units.values() if len(u) > 1]
    there = judged - counts["reject"]
    return {
        "name": name,
        count: judged,
        "accept": accepted,
        "correct": counts["correct"],
        "reject": counts["reject"],
        "precision": accepted / judged if judged else None,
        "interval": wilson(accepted, judged),
        "there": there / judged if judged else None,
        "there_interval": wilson(there, judged),
        "shared": len(shared),
        **_agreement(shared, agreed),
    }


def _units(held: Sequence[_Any]) -> dict[str, list[_Any]]:
    units: dict[str, list[_Any]] = {}
    for one in held:
        units.setdefault(one.about, []).append(one)
    return units


def _verdict(unit: Sequence[_Any]) -> str:
    """The coders' word on one thing: what more than half say; accept only so, and a reject before a correction where they are even."""
    counts = Counter(d.verdict for d in unit)
    if counts["accept"] * 2 > len(unit):
        return "accept"
    return "reject" if counts["reject"] >= counts["correct"] and counts["reject"] else "correct"


def _agreement(shared: list[list[_Any]], agreed: str = "alpha_type") -> dict[str, float | None]:
    return {
        "alpha_verdict": alpha([[d.verdict for d in u] for u in shared]),
        agreed: alpha([[d.label for d in u] for u in shared]),
    }
