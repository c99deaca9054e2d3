"""What one marked party does to another: the relation model asked one question, with the lexicon's reading beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from memcon.code.ontology import act_of
from memcon.code.relation import Answer, Question, load_relation_model
from memcon.model.record import Span


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
    """Answers in order. Raises `NoModel` when the relation model is not installed."""
    if not pairs:
        return []
    model = load_relation_model()
    answers = model.ask([Question(p.text, p.source, p.target) for p in pairs])
    return [_answer(pair, answer) for pair, answer in zip(pairs, answers, strict=True)]


def _answer(pair: Pair, answer: Answer) -> Related:
    type_, confidence = answer.best_type(nothing=False)
    mode = answer.best_mode(type_)
    status = max(answer.status, key=lambda s: answer.status[s])
    return Related(pair.id, type_, mode, act_of(type_, mode).quad, status, round(confidence, 4))
