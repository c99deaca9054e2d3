"""Code a reading: triggers, roles, status, date, place and matters, one draft an act, one event a happening."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from memcon.annotate.reading import Mention, Reading, Sentence
from memcon.code.about import find_matters
from memcon.code.carry import carry_over
from memcon.code.compose import Coded, compose
from memcon.code.contexts import find_contexts
from memcon.code.counterpart import find_counterparts
from memcon.code.draft import Draft, entities_of
from memcon.code.join import SPOTTED, join_drafts, settle_confidence
from memcon.code.lexicon import Lexicon, load_lexicon
from memcon.code.match import find_triggers, lemma_of
from memcon.code.merge import SPOKEN, merge_drafts
from memcon.code.ontology import act_of, goldstein_of
from memcon.code.otherpage import is_of_other_page
from memcon.code.political import any_political, is_public, is_unrest, may_act, spare_own
from memcon.code.refer import noun_meant, resolve_referents
from memcon.code.roles import Roles
from memcon.code.status import find_status, load_cues, own_status
from memcon.code.when import find_date
from memcon.code.where import find_place
from memcon.model.record import Event, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_QUIET = ("title", "heading")
# what the model is heard of where no word marks a status, with how sure it must be
_HEARD_OF = {"historical": 0.65, "ongoing": 0.5, "planned": 0.6, "possible": 0.8}
# an article of at least so many sentences is taken to be about politics when the lexicon finds an act in so many of them
_SHORT, _OF_POLITICS = 12, 0.1
_SPECIFIC = 3  # the weight of a pattern with words of its own beside the trigger


def find_drafts(reading: Reading, lexicon: Lexicon | None = None) -> list[Draft]:
    """Every act of the reading, one draft each, in text order, before merging."""
    lexicon = lexicon or load_lexicon()
    drafts: list[Draft] = []
    for sentence in reading.sentences:
        drafts.extend(code_sentence(reading, sentence, lexicon))
    resolve_referents(reading, drafts)
    return drafts


def code_sentence(reading: Reading, sentence: Sentence, lexicon: Lexicon) -> list[Draft]:
    """Drafts of one sentence."""
    found = ((i, reading.mention_at(sentence.index, i)) for i in range(len(sentence.doc)))
    sectors = {i: reading.entities[m.entity].sector for i, m in found if m is not None and m.entity is not None}
    hits = list(find_triggers(sentence.doc, lexicon, sectors))
    if not hits or is_survey(sentence):
        return []
    coded = compose(hits)
    roles = Roles(reading, sentence)
    year = int(reading.article.published[:4]) if reading.article.published else None
    # what a coded demand or promise governs is coded with it; what is denied keeps its own status
    operators = frozenset(c.token.i for c in coded if c.cameo != "016")
    # "carried out a strike" is one act in two words: the noun keeps the verb's status
    types = {c.token.i: c.type for c in coded}
    specific = {h.token.i for h in hits if h.pattern.weight >= _SPECIFIC}
    drafts = []
    for act in coded:
        same = {i for i in operators if types[i] == act.type}
        draft = _draft(reading, sentence, act, roles, year, operators - same)
        if draft is not None:
            draft.specific = draft.token in specific
            drafts.append(draft)
    return drafts


def _draft(reading: Reading, sentence: Sentence, act: Coded, roles: Roles, year: int | None, skip: frozenset[int]) -> Draft | None:
    if act.entry.needs == "never":
        return None
    actors, recipients = roles.of(act.token, act.entry)
    if act.rule and act.swallowed and not recipients:
        inner = act.swallowed[-1]
        inner_actors, inner_recipients = roles.of(inner.token, inner.entry)
        taken = {m.span for m in actors}
        recipients = [
            m
            for m in (inner_actors if act.type == "REQUEST" else inner_recipients or inner_actors)
            if m.span not in taken and not set(m.entities) & {e for a in actors for e in a.entities}
        ]
    elif act.type == "REQUEST" and act.swallowed:
        # whom a demanded release would free is not whom the demand is made to
        freed = {m.span for m in roles.of(act.swallowed[-1].token, act.swallowed[-1].entry)[1]}
        recipients = [m for m in recipients if m.span not in freed]
    anaphor = act.entry.needs == "anaphor" or (act.token.pos_ in ("NOUN", "PROPN") and not recipients and _definite(act.token))
    if act.entry.needs == "anaphor" and not _definite(act.token):
        return None
    refers = None if recipients else noun_meant(act.token, act.type)
    if act.type == "REQUEST" and _purpose_of_protest(act.token):
        return None
    if not anaphor:
        if act.entry.needs == "both" and not (actors and (recipients or refers or (act.type == "ASSAULT" and _armed(reading, actors)))):
            return None
        if act.entry.needs == "actor" and not actors:
            return None
        if act.entry.needs == "recipient" and not recipients and not (act.type == "ASSAULT" and _armed(reading, actors)):
            return None
        if (
            act.entry.needs == "reciprocal"
            and len(entities_of(actors)) + len(entities_of(recipients)) < 2
            and not _several(sentence, actors)
        ):
            return None
        if not actors and not recipients:
            return None
        if not any_political(reading, (*entities_of(actors), *entities_of(recipients))):
            return None
    status, cue = (act.entry.status, None) if act.entry.status else find_status(act.token, year, skip)
    cue_token: Token | None = cue
    date = find_date(reading, sentence, act.token, status)
    if status == "happened" and date is not None and date.start and date.start > (reading.article.published or "9999"):
        status = "planned"  # "visits Paris on Monday", told on the Friday before
    if status == "planned" and cue is not None and any(t.lower_ == "had" for t in (*cue.lefts, *cue.head.lefts)):
        status = "hypothetical"  # "had been due to meet": it fell through
    type_, mode, cameo = act.type, act.mode, act.cameo
    if status in ("planned", "possible", "hypothetical") and type_ in ("CONSULT", "SUPPORT", "COOPERATE", "AID") and status == "planned":
        type_, mode, cameo = "AGREE", None, {"CONSULT": "036", "SUPPORT": "032", "COOPERATE": "031", "AID": "033"}[type_]
    if type_ == "RETREAT" and status == "planned":
        type_, mode = "CONCEDE", None
    if (
        status == "denied"
        and type_ == "CONSULT"
        and act.token.pos_ == "NOUN"
        and cue_token is not None
        and cue_token.lemma_.lower() in ("cancel", "postpone", "scrap", "call_off")
    ):
        type_, mode, cameo, status = "REJECT", "meet", "125", "happened"
    if type_ == "PROTEST" and actors and all(_governs(reading, m) for m in actors):
        # a government's protest is a note, not a march
        type_, mode, cameo = "ACCUSE", "disapprove", "111"
    trigger = sentence.span_of(act.token.i, act.token.i + 1)
    actor_ids, recipient_ids = entities_of(actors), entities_of(recipients)
    reciprocal = act.entry.reciprocal
    if type_ == "CONCEDE" and cameo == "0356" and len(actor_ids) > 1:
        type_ = "AGREE"  # both parties to a conflict agree to stop
    if type_ == "AGREE" and not recipient_ids and len(actor_ids) > 1:
        reciprocal = True
    if reciprocal and not recipient_ids and len(actor_ids) > 1:
        actor_ids, recipient_ids = actor_ids[:1], actor_ids[1:]
    recipient_ids = [r for r in recipient_ids if r not in actor_ids]
    draft = Draft(
        type_,
        mode,
        cameo,
        actor_ids,
        recipient_ids,
        reciprocal and bool(recipient_ids),
        status,
        sentence.span_of(cue_token.i, cue_token.i + 1) if cue_token is not None else None,
        sentence.index,
        act.token.i,
        trigger,
        [clause_span(sentence, act.token)],
        act.entry.name,
        act.rule,
        anaphor=anaphor and not recipient_ids,
    )
    draft.refers = refers
    draft.noun = act.token.pos_ in ("NOUN", "PROPN")
    draft.actor_spans = [m.span for m in actors]
    draft.recipient_spans = [m.span for m in recipients]
    draft.date = date
    # a telephone call is nowhere
    draft.place = None if mode == "phone" else find_place(reading, sentence, act.token, type_)
    draft.about = find_matters(sentence, act.token, type_, [*draft.actor_spans, *draft.recipient_spans])
    draft.contexts = list(dict.fromkeys((*act.entry.contexts, *find_contexts(sentence.text))))
    draft.confidence = _confidence(draft, sentence)
    return draft


def is_survey(sentence: Sentence) -> bool:
    """Whether a sentence tells what a poll found: what people would do is no act of theirs."""
    polls = load_cues().surveys
    for token, lemma in zip(sentence.tokens, sentence.lemmas, strict=True):
        if lemma in polls and (token.dep_ in ("nsubj", "ROOT") or (token.dep_ == "pobj" and token.head.lower_ == "to")):
            return True
    return False


def _purpose_of_protest(token: Token) -> bool:
    """'went on strike to demand': the demand is part of the protest."""
    head = token.head
    if token.dep_ not in ("xcomp", "advcl", "relcl", "acl", "conj") or head.i == token.i:
        return False
    return head.lemma_.lower() in ("strike", "march", "protest", "demonstrate", "rally", "gather") or (
        head.lemma_.lower() in ("go", "take", "stage", "hold", "join")
        and any(t.lemma_.lower() in ("strike", "street", "protest", "rally", "march", "demonstration", "walkout") for t in head.subtree)
    )


def _armed(reading: Reading, actors: list[Mention]) -> bool:
    """Whether somebody with arms acts: whom they hit need not be anybody the register knows."""
    return any(reading.entities[i].sector in ("MIL", "REB", "COP", "UAF", "PRM") for m in actors for i in m.entities)


def _several(sentence: Sentence, actors: list[Mention]) -> bool:
    """Whether one phrase names both parties: "the warring sides exchanged prisoners"."""
    return any(m.plural and lemma_of(sentence.doc[m.head]) in load_cues().lists["sides"] for m in actors)


def _governs(reading: Reading, mention: Mention) -> bool:
    found = [reading.entities[i] for i in mention.entities]
    return bool(found) and all(
        e.kind in ("state", "government") or (e.kind in ("office", "organisation") and e.sector == "GOV") for e in found
    )


def _definite(token: Token) -> bool:
    return any(c.dep_ == "det" and c.lower_ in ("the", "this", "that", "these", "those") for c in token.lefts)


def clause_span(sentence: Sentence, token: Token) -> Span:
    """The clause that shows the act: from the trigger's clause without what merely follows or reports it."""
    top = token
    while top.pos_ not in ("VERB", "AUX") and top.head.i != top.i:
        if top.dep_ in ("relcl", "advcl"):
            break
        top = top.head
    tokens = [t.i for t in top.subtree]
    first, last = min(tokens), max(tokens) + 1
    doc = sentence.doc
    while last - 1 > first and doc[last - 1].is_punct:
        last -= 1
    while first < last - 1 and (doc[first].is_punct or doc[first].dep_ in ("mark", "cc")) and not doc[first].is_quote:
        first += 1
    return sentence.span_of(first, last)


def _confidence(draft: Draft, sentence: Sentence) -> float:
    score = 0.62
    if draft.actors and draft.recipients:
        score += 0.14
    if draft.rule:
        score += 0.04
    if sentence.kind in _QUIET:
        score -= 0.08
    if draft.status not in ("happened", "ongoing"):
        score -= 0.06
    return round(max(0.05, min(0.95, score)), 3)


def finish_events(reading: Reading, drafts: list[Draft], actor_ids: dict[int, str]) -> list[Event]:
    """Drafts as the record's events, with ids that depend on the article and the act alone."""
    events = []
    seen: set[str] = set()
    for draft in drafts:
        act = act_of(draft.type, draft.mode)
        names = sorted(reading.entities[i].name for i in (*draft.actors, *draft.recipients))
        base = "|".join((reading.article.id, draft.type, str(draft.trigger[0]), *names))
        digest = hashlib.sha256(base.encode()).hexdigest()[:16]
        while digest in seen:  # two acts of one word: statements and standings count on one event a draft
            digest = hashlib.sha256(digest.encode()).hexdigest()[:16]
        seen.add(digest)
        cameo = draft.cameo or act.cameo
        events.append(
            Event(
                id=digest,
                type=draft.type,
                mode=draft.mode,
                contexts=draft.contexts[:8],
                quad=act.quad,
                score=act.score,
                cameo=cameo,
                goldstein=goldstein_of(cameo),
                actors=[actor_ids[i] for i in draft.actors if i in actor_ids],
                recipients=[actor_ids[i] for i in draft.recipients if i in actor_ids],
                reciprocal=draft.reciprocal,
                status=draft.status,  # type: ignore[arg-type]
                status_cue=draft.status_cue,
                date=draft.date,
                place=draft.place,
                about=draft.about,
                trigger=draft.trigger,
                evidence=sorted(draft.evidence),
                confidence=draft.confidence,
            )
        )
    return events


def code_reading(reading: Reading, lexicons: tuple[Path, ...] = (), *, fast: bool = False) -> list[Draft]:
    """Drafts of a reading, merged: one a happening. ``fast`` leaves the act model out."""
    drafts = find_drafts(reading, load_lexicon(*lexicons))
    if fast:
        drafts = [d for d in drafts if d.anaphor or _is_news(reading, d)]
    else:
        drafts = settle_confidence(weigh(reading, drafts))
        resolve_referents(reading, drafts)
        find_counterparts(reading, drafts)
    merged = merge_drafts(reading, drafts)
    carry_over(reading, merged)
    return merged


def _is_news(reading: Reading, draft: Draft) -> bool:
    """Whether an act is of the page of politics."""
    return is_public(reading, draft) and not is_of_other_page(reading, draft)


def weigh(reading: Reading, drafts: list[Draft]) -> list[Draft]:
    """The lexicon's drafts and the model's, joined and filled in, before doubt leaves any out."""
    joined = join_drafts(reading, drafts, sentences_asked(reading, drafts))
    for draft in joined:
        if draft.status == "happened" and draft.entry.endswith(" (model)") and draft.type not in SPOKEN:
            draft.status = own_status(reading.sentences[draft.sentence].doc[draft.token]) or draft.status
        spare_own(reading, draft)
    kept = [d for d in joined if (d.entry != SPOTTED or _fill(reading, d)) and (d.anaphor or _is_news(reading, d))]
    for draft in kept:
        _lead(reading, draft)
        _refuse(reading, draft)
        _hear_status(reading, draft)
        _locate(reading, draft)
        if (own := draft.instead) is not None:
            if _fill(reading, own) and _is_news(reading, own):
                _hear_status(reading, own)
            else:
                draft.instead = None
    return kept


def _lead(reading: Reading, draft: Draft) -> None:
    """'Attacked targets in the hills, killing two': the act is told by the verb that leads, what it did to whom hangs on it."""
    own = draft.own
    if own is None or draft.anaphor or draft.entry == SPOTTED or own.root.pos_ != "VERB" or own.type != draft.type:
        return
    sentence = reading.sentences[draft.sentence]
    token = sentence.doc[draft.token]
    if token.dep_ != "advcl" or token.tag_ != "VBG" or token.head.i != own.root.i:
        return
    draft.token = own.root.i
    draft.trigger = sentence.span_of(own.root.i, own.root.i + 1)
    draft.evidence = [clause_span(sentence, own.root)]


def _refuse(reading: Reading, draft: Draft) -> None:
    """'Will not release', 'would not hear of': what is denied is the thing refused, the refusal happened."""
    if draft.type != "REJECT" or draft.status != "denied" or draft.anaphor:
        return
    token = reading.sentences[draft.sentence].doc[draft.token]
    if token.pos_ != "VERB" or not load_lexicon().names_alone(lemma_of(token), "REJECT"):
        draft.status, draft.status_cue = "happened", None


def _hear_status(reading: Reading, draft: Draft) -> None:
    """Where no word marks an act, the model may know it for background, for one that goes on, or for one to come."""
    own = draft.own
    if own is None or draft.anaphor or draft.status != "happened" or draft.status_cue is not None:
        return
    if own.status is None or own.sure_status < _HEARD_OF.get(own.status, 1.1):
        return
    if own.status == "historical" and _within_a_year(reading.article.published, draft.date.start if draft.date else None):
        return
    draft.status = own.status


def _locate(reading: Reading, draft: Draft) -> None:
    """Give things that nobody knows the state where they were hit: "villages near Sumy" are Ukraine's. Not people."""
    place = draft.place
    if draft.type != "ASSAULT" or place is None or place.country is None or place.span is None:
        return
    start, end = reading.sentences[draft.sentence].span
    people = load_cues().lists["people"]
    for entity in (reading.entities[i] for i in draft.recipients if reading.entities[i].mentions):
        doc = reading.sentences[entity.mentions[0].sentence].doc
        person = lemma_of(doc[entity.mentions[0].head]) in people
        if start <= place.span[0] < end and entity.kind == "unnamed" and not (person or entity.country or entity.organisation):
            entity.country = place.country


def _within_a_year(published: str | None, day: str | None) -> bool:
    if not published or not day:
        return False
    return abs(dt.date.fromisoformat(published[:10]) - dt.date.fromisoformat(day[:10])) < dt.timedelta(days=365)


def sentences_asked(reading: Reading, drafts: list[Draft]) -> list[Sentence]:
    """The sentences that the model reads: those with an act of the lexicon's, and those where somebody of politics has a part.

    The latter not in an article of some length that is of another page, as hardly any act of the lexicon's shows.
    """
    found = {d.sentence for d in drafts if not d.anaphor}
    if len(reading.sentences) < _SHORT or len(found) >= _OF_POLITICS * len(reading.sentences):
        found |= {m.sentence for m in reading.mentions if not m.locative and may_act(reading, m.entities)}
    return [s for s in reading.sentences if s.index in found and not is_survey(s)]


def _fill(reading: Reading, draft: Draft) -> bool:
    """Give a spotted act its status, date, place and matters; False where nobody political has a part in it."""
    sentence = reading.sentences[draft.sentence]
    if not any_political(reading, (*draft.actors, *draft.recipients)) and not is_unrest(reading, draft, sentence):
        return False
    token = sentence.doc[draft.token]
    year = int(reading.article.published[:4]) if reading.article.published else None
    draft.status, cue = find_status(token, year)
    if draft.status == "happened" and (own := own_status(token)) and draft.type not in SPOKEN:
        draft.status, cue = own, token
    draft.status_cue = sentence.span_of(cue.i, cue.i + 1) if cue is not None else None
    draft.evidence = [clause_span(sentence, token)]
    draft.date = find_date(reading, sentence, token, draft.status)
    draft.place = None if draft.mode == "phone" else find_place(reading, sentence, token, draft.type)
    draft.about = find_matters(sentence, token, draft.type, [*draft.actor_spans, *draft.recipient_spans])
    draft.contexts = list(find_contexts(sentence.text))
    return True
