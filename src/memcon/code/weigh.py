"""Weigh drafts with the relation model: is the type right, is there an act at all, and how sure may one be."""

from __future__ import annotations

import json
import math
from functools import lru_cache
from pathlib import Path

from memcon.annotate.reading import Reading
from memcon.code.draft import Draft
from memcon.code.ontology import act_of
from memcon.code.relation import Answer, Question, load_relation_model
from memcon.model.record import Span

CALIBRATION = Path(__file__).parent.parent / "knowledge" / "model" / "calibration.json"
# the model overrules the lexicon where it is this sure of another type and gives the lexicon's type less than that
_SURE, _HARDLY = 0.93, 0.02
_NOTHING = 0.97
_CODE = 0.45


def weigh_drafts(reading: Reading, drafts: list[Draft]) -> list[Draft]:
    """Drafts with calibrated confidence; types corrected, and what is surely no act left out."""
    asked = [d for d in drafts if not d.anaphor]
    answers = load_relation_model().ask([question_of(reading, d) for d in asked])
    kept: list[Draft] = []
    by_id = {id(d): a for d, a in zip(asked, answers, strict=True)}
    for draft in drafts:
        answer = by_id.get(id(draft))
        if answer is None:
            kept.append(draft)
            continue
        if answer.types.get("NONE", 0.0) > _NOTHING and not draft.rule:
            continue
        _correct(draft, answer)
        _refine(draft, answer)
        draft.weights = features(draft, answer)
        draft.confidence = confidence(draft.weights)
        kept.append(draft)
    return kept


def question_of(reading: Reading, draft: Draft) -> Question:
    """The draft's sentence with its first actor, first recipient and trigger marked."""
    sentence = reading.sentences[draft.sentence]
    start, end = sentence.span

    def local(spans: list[Span]) -> Span | None:
        return next(((s - start, e - start) for s, e in spans if start <= s and e <= end), None)

    trigger = (draft.trigger[0] - start, draft.trigger[1] - start)
    return Question(reading.article.text[start:end], local(draft.actor_spans), local(draft.recipient_spans), trigger)


def _correct(draft: Draft, answer: Answer) -> None:
    """Take the model's type where it is sure and the lexicon's reading hardly likely; fill in a mode."""
    best, probability = answer.best_type(nothing=False)
    if best != draft.type and probability > _SURE and answer.types.get(draft.type, 0.0) < _HARDLY and draft.rule is None:
        draft.type, draft.mode = best, answer.best_mode(best)
        draft.cameo = act_of(best, draft.mode).cameo
        draft.entry = f"{draft.entry} (model)"


def _refine(draft: Draft, answer: Answer) -> None:
    """A finer CAMEO code where the lexicon gives only the family ("…0")."""
    code = draft.cameo or act_of(draft.type, draft.mode).cameo
    # "met" is 040 and "killed" 190 and stay so: what was said and with what weapon the sentence must tell
    if code and code.endswith("0") and draft.type not in ("CONSULT", "ASSAULT"):
        finer = [c for c in answer.codes if c.startswith(code[:2]) and answer.codes[c] > _CODE]
        best = answer.best_code(finer)
        if best:
            draft.cameo = best


def features(draft: Draft, answer: Answer) -> dict[str, float]:
    """What confidence is made from. Each is a number that grows with how sure one may be, or a mark of a kind of draft."""
    return {
        "type": _logit(answer.types.get(draft.type, 0.0)),
        "nothing": _logit(answer.types.get("NONE", 0.0)),
        "both": float(bool(draft.actors and draft.recipients)),
        "rule": float(draft.rule is not None),
        "real": float(draft.status in ("happened", "ongoing")),
        "noun": float(draft.noun),
    }


def confidence(weights: dict[str, float]) -> float:
    """Calibrated probability that type and parties are right: logistic regression fitted on the casebook's held-out fifth."""
    fitted = load_calibration()
    total = fitted["bias"] + sum(fitted.get(name, 0.0) * value for name, value in weights.items())
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, total)))), 3)


@lru_cache(maxsize=1)
def load_calibration(path: Path = CALIBRATION) -> dict[str, float]:
    """The fitted weights by feature; `tools/calibrate.py` writes them."""
    fitted: dict[str, float] = json.loads(path.read_text(encoding="utf-8"))["weights"]
    return fitted


def _logit(p: float) -> float:
    p = max(1e-4, min(1 - 1e-4, p))
    return math.log(p / (1 - p))
