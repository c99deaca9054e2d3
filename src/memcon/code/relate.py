"""What one marked party does to another: the act model asked one question, the lexicon's reading of the pair weighed in."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from memcon.annotate import annotate_many
from memcon.annotate.reading import Reading
from memcon.code.acts import Acts, load_act_model
from memcon.code.code import find_drafts
from memcon.code.ontology import act_of
from memcon.model.record import Article, Block, Span

# how much a type gains, as log odds, that the lexicon finds between both parties, or at one of them
_BOTH, _ONE = 2.5, 1.0


@dataclass(frozen=True)
class Pair:
    """One question of ``memcon relate``; spans are code points into ``text``, None where a party is not named."""

    id: Any
    text: str
    source: Span | None
    target: Span | None


@dataclass(frozen=True)
class Related:
    """One answer: PLOVER type and mode, quad class, status, and the probability that the type is right."""

    id: Any
    type: str
    mode: str | None
    quad: int
    status: str
    confidence: float


def relate_pairs(pairs: list[Pair]) -> list[Related]:
    """Answers in order. Raises `NoModel` when the act model is not installed."""
    if not pairs:
        return []
    model = load_act_model()
    readings = annotate_many(_article(p.text) for p in pairs)
    return [_answer(p, model.read(p.text), _read(p, r)) for p, r in zip(pairs, readings, strict=True)]


def _article(text: str) -> Article:
    return Article(id="", text=text, language="en", blocks=[Block(kind="paragraph", span=(0, len(text)))] if text else [])


def _read(pair: Pair, reading: Reading) -> dict[str, float]:
    """Types that the lexicon finds between the marked parties, with what each gains."""
    gains: dict[str, float] = {}
    for draft in find_drafts(reading):
        if draft.anaphor:
            continue
        ours, theirs = draft.actor_spans, draft.recipient_spans
        if draft.reciprocal:
            ours = theirs = [*ours, *theirs]
        source, target = (pair.source is None or _among(pair.source, ours)), (pair.target is None or _among(pair.target, theirs))
        if source and target:
            gains[draft.type] = _BOTH
        elif (pair.source and source) or (pair.target and target):
            gains.setdefault(draft.type, _ONE)
    return gains


def _among(span: Span, spans: list[Span]) -> bool:
    return any(s < span[1] and span[0] < e for s, e in spans)


def _family(type_: str) -> str:
    return "YIELD" if type_ in ("CONCEDE", "RETREAT") else type_


def _answer(pair: Pair, acts: Acts, gains: dict[str, float]) -> Related:
    weighed = {t: p * math.exp(gains.get(t, 0.0)) for t, p in acts.between(pair.source, pair.target).items()}
    total = sum(weighed.values()) or 1.0
    # giving way is one thing in words and deed: it is weighed whole against the rest, then told apart
    family = {t: sum(p for o, p in weighed.items() if _family(o) == _family(t)) for t in weighed}
    type_ = max(sorted(weighed), key=lambda t: (family[t], weighed[t]), default="CONSULT")
    trigger = acts.trigger_between(pair.source, pair.target, type_)
    mode, _ = acts.best("mode", trigger, lambda label: label.split(" ")[0] == type_)
    named = mode.split(" ", 1)[1] if mode else "-"
    plain = None if named == "-" else named
    status, _ = acts.best("status", trigger)
    return Related(pair.id, type_, plain, act_of(type_, plain).quad, status or "happened", round(weighed.get(type_, 0.0) / total, 4))
