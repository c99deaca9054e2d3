"""Hold what the lexicon finds against what the act model spots: one draft an act, with its best type, parties and confidence."""

from __future__ import annotations

import json
import math
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from memcon.annotate.reading import Mention, Reading, Sentence
from memcon.code.acts import load_act_model
from memcon.code.draft import Draft, entities_of, side
from memcon.code.match import lemma_of
from memcon.code.ontology import act_of, cameo
from memcon.code.roles import role_verbs
from memcon.code.spot import PART, Spotted, Spotter

if TYPE_CHECKING:
    from spacy.tokens import Token

CALIBRATION = Path(__file__).parent.parent / "knowledge" / "model" / "calibration.json"
# the least that the model must give an act that it found alone, the most it may give to nothing where the lexicon found one,
# and the least that it must leave the lexicon's type beside a likelier one
ALONE, NOTHING, BESIDE = 0.4, 0.95, 0.25
# drafts less likely right than this are left out: half the F1 in reach is the best for F1 (Lipton et al., "Thresholding", 2014), and of
# what lies between it and .45 careful readers of whole articles list nearly half as often as of the rest
LEAST = 0.36
# those of them that lexicon and model agree on stand from here on
DOUBTED = 0.11
# below this share of nothing the model is taken to see an act where the lexicon found one
AGREED = 0.5
# what has not happened never counts as what did: there the lexicon is heard where both parties stand by grammar
_UNREAL = ("possible", "planned", "hypothetical", "denied")
# how sure the model must be of another type to overrule a rule of precedence or a pattern of several words,
# and where it hardly leaves theirs anything
_SURE, _SURE_ENOUGH, _HARDLY = 0.85, 0.7, 0.05
# how sure the model must be of a party to overrule grammar, and to be heard where grammar is silent
_OVERRULE, _HEARD = 0.5, 0.35
# how sure the model must be of a CAMEO code to put it for the lexicon's of three digits
_FINER = 0.5
# what one says of one's own deeds to come
_OF_ONESELF = ("THREATEN", "AGREE", "REJECT", "CONCEDE")
_MEDIA = {"MED", "JRN"}
SPOTTED = "spotted by the model"
# ties restored and pacts signed by two are between them
_MUTUAL = ("054", "057")
_ARMS = ("MIL", "REB", "UAF", "PRM")


def join_drafts(reading: Reading, drafts: list[Draft], sentences: list[Sentence]) -> list[Draft]:
    """The lexicon's drafts weighed by the model, with the acts that the model alone spots. In text order, none left out for doubt.

    ``sentences`` are those that the model is asked about; drafts of other sentences pass as they are.
    """
    by_sentence: dict[int, list[Draft]] = {}
    for draft in drafts:
        by_sentence.setdefault(draft.sentence, []).append(draft)
    asked = {s.index for s in sentences}
    joined = [d for d in drafts if d.sentence not in asked]
    model = load_act_model()
    for sentence in sentences:
        start, end = sentence.span
        acts = model.read(reading.article.text[start:end])
        joined.extend(_sentence(Spotter(reading, sentence, acts), by_sentence.get(sentence.index, [])))
    return sorted(joined, key=lambda d: (d.sentence, d.token))


def _sentence(spotter: Spotter, drafts: list[Draft]) -> list[Draft]:
    spotted = spotter.spot()
    doc = spotter.sentence.doc
    kept: list[Draft] = []
    used: set[int] = set()
    for draft in drafts:
        at = _partner(draft, spotted, doc)
        if draft.anaphor:
            if at is not None:
                draft.instead = _vouched(spotter, draft, spotted[at])
            kept.append(draft)
            continue
        if at is None:
            token = doc[draft.token]
            pieces = spotter.pieces(token.i, token.i + 1)
            if not pieces:
                # beyond what the model reads of a sentence: as the lexicon has it
                kept.append(draft)
                continue
            own = spotter.act([token], token, pieces)
            if own.types["NONE"] > NOTHING and not draft.rule and not (draft.status in _UNREAL and draft.actors and draft.recipients):
                # no act of its own; it may still tell of one that is told elsewhere ("we spoke about the cables")
                draft.anaphor = True
                kept.append(draft)
                continue
        else:
            own = spotted[at]
            used.add(at)
        _settle_type(spotter, draft, own)
        _settle_parties(draft, own)
        _two_only(draft)
        draft.own, draft.weights = own, features(draft, own)
        _own_word(spotter, draft)
        _through_whom(spotter, draft)
        kept.append(draft)
    claimed = {d.token for d in drafts if d.anaphor}
    for at, own in enumerate(spotted):
        if at in used or own.types["NONE"] > 1 - ALONE or own.root.i in claimed:
            continue
        made = _alone(spotter, own)
        if made is not None and not _told(made, kept):
            kept.append(made)
    return kept


def settle_confidence(drafts: list[Draft]) -> list[Draft]:
    """Drafts with calibrated confidence, those left out that are more likely wrong than useful; the lexicon's of them may join another."""
    for draft in drafts:
        if draft.instead is not None:
            _weigh_up(draft.instead)
            if draft.instead.confidence < LEAST:
                draft.instead = None
        if draft.weights:
            _weigh_up(draft)
    for draft in drafts:
        if draft.weights and draft.entry != SPOTTED and draft.confidence < LEAST and not _stands(draft):
            draft.anaphor = True
    return [d for d in drafts if d.anaphor or not d.weights or d.confidence >= LEAST or _stands(d)]


def _weigh_up(draft: Draft) -> None:
    draft.weights["real"] = float(draft.status in ("happened", "ongoing"))
    draft.confidence = confidence(draft.weights)


def _stands(draft: Draft) -> bool:
    """Whether a doubtful act is kept: the lexicon found it too, and the model sees an act there or it has not happened."""
    if draft.entry == SPOTTED:
        return False
    if draft.status in _UNREAL and draft.actors and draft.recipients and "(model)" not in draft.entry:
        return draft.specific or draft.confidence >= DOUBTED
    return draft.confidence >= DOUBTED and draft.own is not None and draft.own.types["NONE"] < AGREED


def _partner(draft: Draft, spotted: list[Spotted], doc: object) -> int | None:
    """The spotted act that is the draft's: on its word, or of its type and on a word that it hangs on or that hangs on it."""
    near: int | None = None
    for at, own in enumerate(spotted):
        words = {t.i for t in own.tokens}
        if draft.token in words:
            return at
        token: Token = doc[draft.token]  # type: ignore[index]
        above = own.root.head.head if own.root.dep_ == "pobj" else own.root.head  # "came under fire"
        if own.type == draft.type and (token.head.i in words or above.i == token.i or own.root.head.i in (token.i, token.head.i)):
            near = at if near is None else near
    return near


def _settle_type(spotter: Spotter, draft: Draft, own: Spotted) -> None:
    left = own.types.get(draft.type, 0.0)
    if draft.type == "ASSAULT" and own.type == "PROTEST" and _under_arms(spotter.reading, draft.actors):
        return  # "has fought for 15 years to topple the government": no demonstration
    firm = draft.rule or draft.specific
    sure = ALONE if not firm else _SURE if left > _HARDLY else _SURE_ENOUGH if draft.specific else PART
    if draft.type != own.type and left < BESIDE and own.types[own.type] > sure:
        draft.type, draft.rule = own.type, None
        draft.mode, draft.cameo = _mode_and_code(spotter, own, own.type)
        draft.entry = f"{draft.entry} (model)"
        return
    _settle_code(spotter, draft, own)


def _under_arms(reading: Reading, actors: list[int]) -> bool:
    """Whether all who act are soldiers or armed groups."""
    return bool(actors) and all(reading.entities[i].sector in _ARMS for i in actors)


def _settle_code(spotter: Spotter, draft: Draft, own: Spotted) -> None:
    """The model's CAMEO code where the lexicon's is general and the model is sure: what was asked for stands beside the verb."""
    code = draft.cameo or act_of(draft.type, draft.mode).cameo
    if len(code) > 3:
        if draft.rule:
            # what a demand or a promise is about: the model knows a ban on imports from one on parties
            kin, sure = spotter.acts.best("code", own.pieces, lambda label: len(label) > 3 and label[:3] == code[:3])
            draft.cameo = kin if kin and sure > _SURE else code
        return
    if code[:2] == "01" or (draft.specific and draft.type == "REQUEST" and not code.endswith("0")):
        return
    mode = draft.mode or "-"
    finer, sure = spotter.acts.best("code", own.pieces, lambda label: _fits(label, draft.type) and (cameo()[label].mode or mode) == mode)
    if draft.mode is None:
        draft.mode, other = _mode_and_code(spotter, own, draft.type)
        finer = other if sure > _FINER else finer
    if finer and finer.endswith("0") and not code.endswith("0"):
        return
    if finer and (sure > _FINER or finer.startswith(code[:2] if code.endswith("0") else code)):
        draft.cameo = finer


def _settle_parties(draft: Draft, own: Spotted) -> None:
    """The model's parties where it is sure, the grammar's otherwise."""
    actors, recipients = list(draft.actor_spans), list(draft.recipient_spans)
    if own.actors and own.sure_actor > (_OVERRULE if draft.actors else _HEARD):
        draft.actors, actors = entities_of(own.actors), [m.span for m in own.actors]
    # whom "condemned the attack" is against stands further up in the text, where the model does not look
    if own.recipients and not (draft.refers and draft.recipients) and own.sure_recipient > (_OVERRULE if draft.recipients else _HEARD):
        draft.recipients, recipients = entities_of(own.recipients), [m.span for m in own.recipients]
    if not set(draft.recipients) - set(draft.actors) and draft.recipients:
        # the model gives one phrase both parts: a party of a reciprocal act that stands alone
        draft.recipients = []
    draft.recipients = [r for r in draft.recipients if r not in draft.actors]
    draft.actor_spans, draft.recipient_spans = actors, recipients
    draft.reciprocal |= own.reciprocal and len(draft.actors) > 1 and not draft.recipients
    _halve(draft)


def _own_word(spotter: Spotter, draft: Draft) -> None:
    """'Turkey warned that Ankara would respond': who will do what one says of oneself is oneself, and not whom it is said to."""
    if draft.type not in _OF_ONESELF or not draft.recipients:
        return
    trigger = spotter.sentence.doc[draft.token]
    clauses = [c for c in trigger.rights if c.dep_ == "ccomp"]
    doers = {t.i for c in clauses for t in c.lefts if t.dep_ == "nsubj"}
    entities = spotter.reading.entities
    ours = {side(entities[i]) for i in draft.actors}
    for mention in spotter.mentions():
        if mention.head not in doers or mention.span not in draft.recipient_spans:
            continue
        itself = [i for i in mention.entities if not ours or side(entities[i]) in ours]
        if itself and set(itself) <= set(draft.recipients):
            draft.recipients = [i for i in draft.recipients if i not in itself]
            draft.recipient_spans = [s for s in draft.recipient_spans if s != mention.span]
            if not draft.actors:
                draft.actors, draft.actor_spans = itself, [mention.span]


def _through_whom(spotter: Spotter, draft: Draft) -> None:
    """Nothing is done to those through whom it is made known: "told Radio Pichincha that", "threatened on Facebook to"."""
    heard = {m.span: m for m in spotter.mentions() if m.span in draft.recipient_spans and _carries_word(spotter, m)}
    gone = set(entities_of(heard.values()))
    if heard and gone <= set(draft.recipients):
        draft.recipients = [i for i in draft.recipients if i not in gone]
        draft.recipient_spans = [s for s in draft.recipient_spans if s not in heard]


def _carries_word(spotter: Spotter, mention: Mention) -> bool:
    token = spotter.sentence.doc[mention.head]
    entities = [spotter.reading.entities[i] for i in mention.entities]
    if token.dep_ in ("dobj", "dative") and lemma_of(token.head) in role_verbs("telling"):
        return bool(entities) and all(set(e.sectors) & _MEDIA for e in entities)
    told_on = token.dep_ == "pobj" and token.head.lower_ in ("on", "via", "over") and token.head.head.pos_ == "VERB"
    return told_on and token.lower_ in role_verbs("platforms")


def _halve(draft: Draft) -> None:
    """'A and B met': the first is the actor, the rest are recipients."""
    mutual = draft.reciprocal or (draft.type == "SUPPORT" and (draft.cameo or "") in _MUTUAL)
    if mutual and not draft.recipients and len(draft.actors) > 1:
        draft.reciprocal = True
        draft.actors, draft.recipients = draft.actors[:1], draft.actors[1:]


def _alone(spotter: Spotter, own: Spotted) -> Draft | None:
    if not own.actors and not own.recipients:
        return None
    mode, code = _mode_and_code(spotter, own, own.type)
    token = own.root
    draft = Draft(
        own.type, mode, code, entities_of(own.actors), entities_of(own.recipients), own.reciprocal, "happened", None,
        spotter.sentence.index, token.i, spotter.sentence.span_of(token.i, token.i + 1), [], SPOTTED,
    )  # fmt: skip
    draft.recipients = [r for r in draft.recipients if r not in draft.actors]
    draft.actor_spans = [m.span for m in own.actors]
    draft.recipient_spans = [m.span for m in own.recipients]
    draft.noun = token.pos_ in ("NOUN", "PROPN")
    _halve(draft)
    _two_only(draft)
    draft.own, draft.weights = own, features(draft, own)
    _own_word(spotter, draft)
    _through_whom(spotter, draft)
    return draft


def _two_only(draft: Draft) -> None:
    """A meeting of two is not multilateral."""
    if draft.mode == "multilateral" and len(set(draft.actors) | set(draft.recipients)) < 3:
        draft.mode = None


def _vouched(spotter: Spotter, draft: Draft, own: Spotted) -> Draft | None:
    """The act that 'the arrest of X by Y' names, where the model sees one of the lexicon's type there and is sure of a party."""
    if own.type != draft.type or own.types[own.type] < ALONE or max(own.sure_actor, own.sure_recipient) < _OVERRULE:
        return None
    return _alone(spotter, own)


def _told(made: Draft, kept: list[Draft]) -> bool:
    """Whether a kept draft of the sentence tells the same act by another of its words."""
    return any(
        k.type == made.type and not k.anaphor and set(k.actors) == set(made.actors) and set(k.recipients) == set(made.recipients)
        for k in kept
    )


def _mode_and_code(spotter: Spotter, own: Spotted, type_: str) -> tuple[str | None, str]:
    """The likeliest mode and CAMEO code of a type; where they contradict one another, the likelier decides."""
    label, sure_mode = spotter.acts.best("mode", own.pieces, lambda label: label.split(" ")[0] == type_)
    mode = label.split(" ", 1)[1] if label else "-"
    code, sure_code = spotter.acts.best("code", own.pieces, lambda label: _fits(label, type_))
    known = cameo().get(code) if code else None
    if known is not None and known.type == type_ and (known.mode or known.code[:2] == "01") and (known.mode or "-") != mode:
        if sure_code > sure_mode:
            mode = known.mode or "-"
        else:
            code, _ = spotter.acts.best("code", own.pieces, lambda label: _fits(label, type_) and cameo()[label].mode in (mode, None))
    plain = None if mode == "-" else mode
    if plain and code and code.endswith("0") and cameo()[code].mode is None:
        # "protest" beside "strike": the mode tells which kind
        root = "19" if code == "190" else ""  # fighting stays fighting: no "targeted" killing of three in a gun battle
        finer, _ = spotter.acts.best(
            "code", own.pieces, lambda label: label.startswith(root) and _fits(label, type_) and cameo()[label].mode == plain
        )
        code = finer or code
    return plain, code or act_of(type_, plain).cameo


@lru_cache(maxsize=8192)
def _fits(code: str, type_: str) -> bool:
    """Whether a CAMEO code may stand for a type; CAMEO has one root for what PLOVER calls CONCEDE and RETREAT."""
    found = cameo().get(code)
    return found is not None and (found.type == type_ or {found.type, type_} == {"CONCEDE", "RETREAT"})


def features(draft: Draft, own: Spotted) -> dict[str, float]:
    """What confidence is made from. Each is a number that grows with how sure one may be, or a mark of a kind of draft."""
    # "both leaders met": one phrase is both parties
    sure_recipient = max(own.sure_recipient, own.sure_actor if set(draft.recipients) <= set(entities_of(own.actors)) else 0.0)
    return {
        "type": _logit(own.types.get(draft.type, 0.0)),
        "nothing": _logit(own.types["NONE"]),
        "actor": own.sure_actor if draft.actors else 1.0 - own.likeliest_actor,
        "recipient": sure_recipient if draft.recipients else 1.0 - own.likeliest_recipient,
        "both": float(bool(draft.actors and draft.recipients)),
        "lexicon": float(draft.entry != SPOTTED),
        "rule": float(draft.rule is not None),
        "real": float(draft.status in ("happened", "ongoing")),
        "noun": float(draft.noun),
        "specific": float(draft.specific),
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
