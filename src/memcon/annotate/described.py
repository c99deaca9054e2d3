"""Descriptions: whom "the president", "the 44-year-old", "the kingdom", "the group" and "his host" point back at."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from memcon.annotate.clauses import SUBJECTS, clause_of, subject_of, subjects_over, told_gender
from memcon.annotate.fits import agrees, fit_of
from memcon.annotate.lands import neighbour_of, own_state, regions_in, state_told
from memcon.annotate.nearness import last_told, weight
from memcon.annotate.nouns import called, is_collective, last_words, load_nouns
from memcon.annotate.officers import counterpart
from memcon.annotate.reading import Mention, Sentence
from memcon.register.names import fold
from memcon.register.register import load_register
from memcon.register.who import Identity, who

if TYPE_CHECKING:
    from spacy.tokens import Token

    from memcon.annotate.gatherer import Gatherer

_AGED = re.compile(r"\b\d{1,3}-year-old\b")
_WINDOW = 5
_OTHERWISE = 1.5  # against one of the other gender than "the 44-year-old said she was tired" tells; she may be somebody else
_FITS = 3.0  # what the fit of a noun counts for, against who is subject and near
_TITLED = 1.2  # from here on a noun is one by which the text has named the entity
_HOMES = {"country", "nation", "homeland"}
# these are seldom "the men" or "the suspects"
_ARMED = {"COP", "MIL", "GOV", "LEG", "JUD", "OPP", "PTY"}


def resolve_description(g: Gatherer, mention: Mention, sentence: Sentence, definite: bool) -> int | None:
    """The entity named before that a noun phrase points back at, or None."""
    token = sentence.doc[mention.head]
    identity = mention.identity
    lemma = token.lemma_.lower()
    nouns = load_nouns()
    words = sentence.doc[mention.first : mention.last].text
    if lemma in _HOMES and not mention.plural and (own := own_state(g, mention, token)) is not None:
        return own
    if lemma in ("neighbour", "neighbor") and not mention.plural and (found := neighbour_of(g, mention, token)) is not None:
        return found
    if lemma in ("counterpart", "colleague") and not mention.plural and (found := counterpart(g, mention, token)) is not None:
        return found
    facing = lemma == "number" and any(c.lower_ == "opposite" for c in token.lefts)
    if (lemma in nouns.other or facing) and not mention.plural and (other := _other(g, mention, sentence)) is not None:
        return other
    bare = mention.plural and lemma in nouns.ranks and mention.last - mention.first == 1 and token.dep_ in SUBJECTS
    if not definite and not bare and not (identity is not None and identity.head and identity.country):
        return None
    if definite and not mention.plural and (found := _by_age(g, mention, token, words)) is not None:
        return found
    if (
        lemma in nouns.state
        and not mention.plural
        and definite
        and token.dep_ != "attr"
        and (lemma != "power" or any(c.dep_ in ("amod", "compound") for c in token.lefts))
        and (identity is None or _only_modified(identity) or regions_in(fold(words)))
        and not (lemma in nouns.of_kind["company"] and any(c.dep_ == "compound" and c.pos_ == "NOUN" for c in token.lefts))
    ):
        state = state_told(g, mention, token, lemma, fold(words))
        if state is not None or lemma not in nouns.of_kind["company"]:
            return state
    if identity is None and any(c.dep_ == "prep" and c.lower_ == "of" for c in token.rights):
        return None  # "the territory of": told anew
    if lemma in nouns.winner and not mention.plural:
        return _winner(g, mention)
    found = _best(g, mention, token, lemma, definite, words)
    if found is None and definite and mention.plural and lemma in nouns.folk:
        return _last_people(g, mention, token)
    return found


def _winner(g: Gatherer, mention: Mention) -> int | None:
    """'the winner': who is told to have won."""
    for other in reversed(g.recent):
        there = g.reading.sentences[other.sentence].doc[other.head]
        if mention.sentence - other.sentence > 2 * _WINDOW:
            break
        if other.entity is None or there.dep_ != "nsubj":
            continue
        if there.head.lemma_.lower() in load_nouns().winning and g.reading.entities[other.entity].kind in (
            "person",
            "organisation",
            "group",
        ):
            return other.entity
    return None


def _last_people(g: Gatherer, mention: Mention, token: Token) -> int | None:
    """'the men', 'the suspects': the people last told of who are not known by another name."""
    before = mention.identity
    marching = token.lemma_.lower() in load_nouns().marching
    apart: tuple[int, ...] = ()
    if token.dep_ not in SUBJECTS and (subject := subject_of(clause_of(token))) is not None:
        known = g.reading.mention_at(mention.sentence, subject.i)
        apart = known.entities if known is not None else ()
    armed: list[int] = []
    back = 8 if token.lemma_.lower() in load_nouns().wanted else 2
    for other in reversed(g.recent):
        if mention.sentence - other.sentence > back:
            break
        if other.entity is None or not other.plural or other.sentence == mention.sentence:
            continue
        entity = g.reading.entities[other.entity]
        if back > 2 and not last_words(entity) & load_nouns().malefactors:
            continue
        if {w.removesuffix("s") for w in last_words(entity)} & load_nouns().craft:
            continue
        if entity.number is not None and mention.sentence - other.sentence == 1 and set(entity.sectors) & _ARMED and not marching:
            armed.append(entity.index)  # "two colonels ... the men"
        if set(entity.sectors) & _ARMED or (marching and last_words(entity) <= {"people", "person"}):
            continue  # who marched are better told by "protesters" than by "people"
        if entity.index not in apart and entity.kind in ("group", "unnamed", "office") and entity.plural and not entity.proper:
            if before is None or before.country in (None, entity.country):
                return entity.index
    return next((i for i in armed if i not in apart), None) if token.lemma_.lower() in ("man", "woman") else None


def _only_modified(identity: Identity) -> bool:
    """Whether the register saw no more in a phrase than its noun or its adjective."""
    return identity.head is not None and identity.kind in ("unnamed", "group", "government", "organisation") and identity.country is None


def _by_age(g: Gatherer, mention: Mention, token: Token, words: str) -> int | None:
    """'the 44-year-old', 'the 61-year-old general': the person last spoken of."""
    if not _AGED.search(words) and token.lower_ != "old":
        return None
    best, most = None, -99.0
    gender = told_gender(token)
    apart: set[int] = set()
    subject = subject_of(clause_of(token)) if token.dep_ not in SUBJECTS else None
    if subject is not None and (known := g.reading.mention_at(mention.sentence, subject.i)) is not None:
        apart = set(known.entities)  # "Bainimarama did not congratulate the 74-year-old"
    for distance, other in enumerate(reversed(g.recent)):
        if other.entity is None or other.entity in apart or mention.sentence - other.sentence > _WINDOW:
            continue
        entity = g.reading.entities[other.entity]
        if entity.kind != "person" and not (
            entity.kind in ("office", "unnamed", "group") and is_collective(entity) is False and not entity.plural
        ):
            continue
        if mention.identity is not None and not agrees(entity, mention.identity):
            continue
        score = weight(g, mention, other, distance) + (0.8 if entity.proper else 0.0)
        if gender and entity.gender and entity.gender != gender:
            score -= _OTHERWISE
        if score > most:
            best, most = entity.index, score
    return best


def _other(g: Gatherer, mention: Mention, sentence: Sentence) -> int | None:
    """'his host', 'her rival': the person last spoken of who is not the possessor."""
    token = sentence.doc[mention.head]
    owner = next((c for c in token.lefts if c.dep_ == "poss"), None)
    known = g.reading.mention_at(mention.sentence, owner.i) if owner is not None else None
    if known is None or known.entity is None:
        return None
    if any(c.dep_ == "appos" for c in token.rights):
        return None
    for other in reversed(g.recent):
        if other.entity is None or mention.sentence - other.sentence > _WINDOW or other.entity == known.entity:
            continue
        entity = g.reading.entities[other.entity]
        if entity.kind == "person" and entity.proper:
            return entity.index
    return None


def compatriot(g: Gatherer, mention: Mention, token: Token) -> int | None:
    """'the Norwegian', 'the Dutchman', 'the Icelander': the person last spoken of who may be of that people."""
    if mention.plural or mention.head - mention.first != 1 or token.doc[mention.first].lower_ != "the" or not token.text[:1].isupper():
        return None
    country, gender = _people_of(token.lower_, told_gender(token))
    partisan = token.lower_ in load_nouns().trade | {"green", "tory"}
    if country is None and not partisan:
        return None
    apart: set[int] = set()
    if token.dep_ not in SUBJECTS and (subject := subject_of(clause_of(token))) is not None:
        known = g.reading.mention_at(mention.sentence, subject.i)
        apart = set(known.entities) if known is not None else apart
    best, most = None, -99.0
    for distance, other in enumerate(reversed(g.recent)):
        if mention.sentence - other.sentence > _WINDOW + 3:
            break
        if other.entity is None or other.plural or other.entity in apart:
            continue
        entity = g.reading.entities[other.entity]
        alone = entity.kind == "person" or (
            entity.kind in ("office", "unnamed", "group") and not entity.plural and is_collective(entity) is False
        )
        if (
            not alone
            or (country is not None and entity.country not in (None, country))
            or (gender and entity.gender and entity.gender != gender)
        ):
            continue
        score = (
            weight(g, mention, other, distance)
            + (1.0 if country is not None and entity.country == country else 0.0)
            + (0.5 if entity.proper else 0.0)
        )
        if score > most:
            best, most = entity, score
    if best is not None and best.country is None and best.organisation is None and country is not None:
        best.country = country
    return best.index if best is not None else None


def _people_of(word: str, told: str | None = None) -> tuple[str | None, str | None]:
    """The state of whose people a folded word tells one, and the gender it tells: ("NOR", None) for "norwegian"."""
    nouns, names = load_nouns(), load_register().names
    if word in nouns.compatriot_man | nouns.compatriot_woman:
        stem = word.removesuffix("woman").removesuffix("man")
        found = next((e.code for w in (stem, stem.removesuffix("s") + "tish") for e in names.get(w, ()) if e.kind == "adjective"), None)
        return found, "m" if word in nouns.compatriot_man else "f"
    # "the Chinese" are many, but for "the Portuguese said he"
    if (many := next((e.code for e in names.get(word, ()) if e.kind == "demonym"), None)) is not None:
        return (many, told) if told is not None else (None, None)
    return next((e.code for e in names.get(word + "s", ()) if e.kind == "demonym"), None), None


def _best(g: Gatherer, mention: Mention, token: Token, lemma: str, definite: bool, words: str) -> int | None:
    """The entity that the noun fits best: the very title first, then what a body of its kind is called, then a person of that sector."""
    nouns = load_nouns()
    identity = mention.identity
    head = (identity.head if identity is not None else None) or lemma
    last = (fold(head).split() or [lemma])[-1]
    head = " ".join(w for w in head.split() if w not in nouns.former) or head
    lasting = {last, lemma}
    personal = lemma not in nouns.one | nouns.many | nouns.body | nouns.state
    before = {t.lower_ for t in token.doc[mention.first : mention.head]}
    gone = bool(before & nouns.former) or (identity is not None and identity.former)
    opens = token.dep_ in SUBJECTS and mention.first <= 1
    apart: set[int] = set()
    if token.dep_ in ("dobj", "pobj", "dative") and (subject := subject_of(clause_of(token))) is not None:
        # "the chairman called the new minister an agent": two people
        known = g.reading.mention_at(mention.sentence, subject.i)
        apart = set(known.entities) if known is not None else apart
    if token.dep_ in SUBJECTS:
        # "the minister said the prisoner had fled": another than he
        for above in subjects_over(token):
            known = g.reading.mention_at(mention.sentence, above.i)
            apart |= set(known.entities) if known is not None else set()
    best, most = None, -99.0
    gender = told_gender(token) if personal else None
    for distance, other in enumerate(reversed(g.recent)):
        if other.entity is None or other.entity in apart:
            continue
        entity = g.reading.entities[other.entity]
        if not definite and entity.kind == "person" and not (identity and identity.country):
            continue
        if identity is not None and not agrees(entity, identity, loosely=gone or lemma in nouns.family):
            continue
        back = mention.sentence - other.sentence
        fit = fit_of(entity, mention, head, lasting, personal, gone, definite, before, opens, g.names_called, g.recent)
        if fit is None or (fit < _TITLED and back > _WINDOW + (4 if (gone and entity.proper) or lasting & nouns.ranks else 0)):
            continue
        # the very title before any looser fit, however long ago
        score = _FITS * fit + weight(g, mention, other, distance) + (20.0 if fit >= _TITLED else 0.0)
        if gender and entity.kind == "person" and entity.gender and entity.gender != gender:
            score -= _OTHERWISE
        if score > most:
            best, most = entity.index, score
    if best is None and definite and opens and personal and not mention.plural and not gone and not lasting & nouns.apart:
        best = _only_one(g, mention, identity)
    if best is None and definite and not mention.plural and not personal:
        best = _house(g, mention, lasting)
    if best is None and definite and identity is not None:
        # cataphora and headlines: somebody named later in the article
        for entity in g.reading.entities:
            if entity.kind == "person" and head in entity.heads and agrees(entity, identity) and not mention.plural and not entity.former:
                return entity.index
    return best


def _only_one(g: Gatherer, mention: Mention, identity: Identity | None) -> int | None:
    """The one person whom a text has told of as yet, if the sentence before did: "elected Joseph Aoun ... The army commander won"."""
    found: int | None = None
    for other in g.recent:
        entity = g.reading.entities[other.entity] if other.entity is not None else None
        if entity is None or entity.kind not in ("person", "office", "unnamed") or entity.plural:
            continue
        if found is not None and found != entity.index:
            return None
        found = entity.index
    if found is None or mention.sentence - last_told(g.recent, found) > 2:
        return None
    entity = g.reading.entities[found]
    if not entity.proper or (identity is not None and not agrees(entity, identity)):
        return None
    return found


def _house(g: Gatherer, mention: Mention, lasting: set[str]) -> int | None:
    """'the company' after "Boeing workers": the body whose people the text has just told of."""
    for other in reversed(g.recent):
        if mention.sentence - other.sentence > 2:
            break
        for index in other.entities:
            code = g.reading.entities[index].organisation
            body = load_register().organisations.get(code) if code else None
            if body is None or g.reading.entities[index].kind == "organisation" or not lasting & called(body.name):
                continue
            found = who(body.name, g.day)
            if found is not None and found.organisation == code and found.kind == "organisation":
                return g.entity_of(("organisation", str(code), fold(found.name)), found)
    return None
