"""Propose acts that the lexicon does not know: verbs between two political parties, put to the relation model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from memcon.annotate.reading import Mention, Reading, Sentence
from memcon.code.draft import Draft, side
from memcon.code.lexicon import Entry
from memcon.code.match import is_negated
from memcon.code.ontology import act_of
from memcon.code.relation import load_relation_model
from memcon.code.roles import Roles
from memcon.code.weigh import question_of

if TYPE_CHECKING:
    from spacy.tokens import Token

# how sure the model must be that there is an act, and which
_NOTHING, _TYPE = 0.15, 0.80
_MOST = 60
_GENERIC = Entry("proposed by the model", None, needs="both", recipient=("dative", "obj", "objposs", "comp", "prep"))
_STATES_OF_AFFAIRS = {
    "be",
    "have",
    "seem",
    "become",
    "remain",
    "appear",
    "include",
    "say",
    "tell",
    "know",
    "think",
    "believe",
    "see",
    "hear",
    "add",
}


def propose_drafts(reading: Reading, drafts: list[Draft], sentences: list[Sentence]) -> list[Draft]:
    """Drafts for verbs that no lexicon entry claims, where both parties are known and the model is sure. In text order."""
    claimed = {(d.sentence, d.token) for d in drafts}
    # a verb that lends itself to a noun already coded ("began exercises") is no act of its own
    claimed |= {(d.sentence, reading.sentences[d.sentence].doc[d.token].head.i) for d in drafts if d.noun}
    linked = {(d.sentence, a, r) for d in drafts for a in d.actors for r in d.recipients}
    found: list[tuple[Sentence, Token, Draft]] = []
    for sentence in sentences:
        roles = Roles(reading, sentence)
        for token in sentence.doc:
            if token.pos_ != "VERB" or (sentence.index, token.i) in claimed or token.lemma_.lower() in _STATES_OF_AFFAIRS:
                continue
            draft = _candidate(reading, sentence, token, roles)
            if draft is not None and not any((sentence.index, a, r) in linked for a in draft.actors for r in draft.recipients):
                found.append((sentence, token, draft))
            if len(found) >= _MOST:
                break
    made = []
    answers = load_relation_model().ask([question_of(reading, d) for _, _, d in found])
    for (_, _, draft), answer in zip(found, answers, strict=True):
        type_, sure = answer.best_type(nothing=False)
        if answer.types.get("NONE", 0.0) < _NOTHING and sure > _TYPE:
            draft.type, draft.mode = type_, answer.best_mode(type_)
            draft.cameo = act_of(type_, draft.mode).cameo
            made.append(draft)
    return made


def _candidate(reading: Reading, sentence: Sentence, token: Token, roles: Roles) -> Draft | None:
    actors, recipients = roles.of(token, _GENERIC)
    actors, recipients = ([m for m in found if _acts(reading, m)] for found in (actors, recipients))
    ours = list(dict.fromkeys(e for m in actors for e in m.entities))
    theirs = [e for e in dict.fromkeys(e for m in recipients for e in m.entities) if e not in ours]
    if not ours or not theirs or is_negated(token):
        return None
    if {side(reading.entities[i]) for i in ours} == {side(reading.entities[i]) for i in theirs} and not _apart(reading, ours, theirs):
        return None
    draft = Draft(
        "NONE", None, None, ours, theirs, False, "happened", None, sentence.index, token.i, sentence.span_of(token.i, token.i + 1), [],
        _GENERIC.name,
    )  # fmt: skip
    draft.actor_spans = [m.span for m in actors]
    draft.recipient_spans = [m.span for m in recipients]
    return draft


def _acts(reading: Reading, mention: Mention) -> bool:
    """Whether a mention is a party that political event data records, and no mere place."""
    if mention.locative:
        return False
    return any(
        reading.entities[i].kind in ("state", "government") or reading.entities[i].organisation or reading.entities[i].sectors
        for i in mention.entities
    )


def _apart(reading: Reading, ours: list[int], theirs: list[int]) -> bool:
    """Two parties of one state are two where their sectors differ."""
    return not {reading.entities[i].sector for i in ours} & {reading.entities[i].sector for i in theirs}
