"""Descriptions: whom "the president", "the 44-year-old", "the kingdom", "the group" and "his host" point back at."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from memcon.annotate.clauses import SUBJECTS, clause_of, subject_of, told_gender
from memcon.annotate.nouns import called, is_collective, last_words, load_nouns
from memcon.annotate.pairs import state_of
from memcon.annotate.reading import Entity, Mention, Sentence
from memcon.register.names import fold
from memcon.register.register import load_register
from memcon.register.who import Identity, holder_of, who

if TYPE_CHECKING:
    from spacy.tokens import Token

    from memcon.annotate.entities import Gatherer

_AGED = re.compile(r"\b\d{1,3}-year-old\b")
_WINDOW = 5
_OTHERWISE = 1.5  # against one of the other gender than "the 44-year-old said she was tired" tells; she may be somebody else
_FITS = 3.0  # what the fit of a noun counts for, against who is subject and near
_TITLED = 1.2  # from here on a noun is one by which the text has named the entity
_HOMES = {"country", "nation", "homeland"}
_GENERAL = {"leader", "ruler", "strongman", "premier"}
_TOP = {
    "president",
    "prime minister",
    "chancellor",
    "king",
    "queen",
    "emir",
    "sultan",
    "taoiseach",
    "premier",
    "crown prince",
    "supreme leader",
}
_PLAIN = {"the", "this", "that", "new", "current", "incumbent", "former", "top", "senior", "then", "outgoing", "own", "-"}
# these are seldom "the men" or "the suspects"
_ARMED = {"COP", "MIL", "GOV", "LEG", "JUD", "OPP", "PTY"}
_GENERIC = {"group", "movement", "organisation", "organization", "body", "outfit", "grouping"}


def resolve_description(g: Gatherer, mention: Mention, sentence: Sentence, definite: bool) -> int | None:
    """The entity named before that a noun phrase points back at, or None."""
    token = sentence.doc[mention.head]
    identity = mention.identity
    lemma = token.lemma_.lower()
    nouns = load_nouns()
    words = sentence.doc[mention.first : mention.last].text
    if lemma in _HOMES and not mention.plural and (own := _own_state(g, mention, token)) is not None:
        return own
    if lemma == "counterpart" and not mention.plural and (found := _counterpart(g, mention, token)) is not None:
        return found
    if lemma in nouns.other and not mention.plural and (other := _other(g, mention, sentence)) is not None:
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
        and (identity is None or _only_modified(identity) or _regions(fold(words)))
        and not (lemma in nouns.of_kind["company"] and any(c.dep_ == "compound" and c.pos_ == "NOUN" for c in token.lefts))
    ):
        state = _state(g, mention, token, lemma, fold(words))
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


def _regions(words: str) -> list[frozenset[str]]:
    """The states of each region that folded words name: those of Central America in "the Central American country"."""
    padded = f" {words} "
    return [states for region, states in load_nouns().regions.items() if f" {region} " in padded]


def _only_modified(identity: Identity) -> bool:
    """Whether the register saw no more in a phrase than its noun or its adjective."""
    return identity.head is not None and identity.kind in ("unnamed", "group", "government", "organisation") and identity.country is None


def _by_age(g: Gatherer, mention: Mention, token: Token, words: str) -> int | None:
    """'the 44-year-old', 'the 61-year-old general': the person last spoken of."""
    if not _AGED.search(words) and token.lower_ != "old":
        return None
    best, most = None, -99.0
    gender = told_gender(token)
    for distance, other in enumerate(reversed(g.recent)):
        if other.entity is None or mention.sentence - other.sentence > _WINDOW:
            continue
        entity = g.reading.entities[other.entity]
        if entity.kind != "person" and not (
            entity.kind in ("office", "unnamed", "group") and is_collective(entity) is False and not entity.plural
        ):
            continue
        if mention.identity is not None and not agrees(entity, mention.identity):
            continue
        score = _weight(g, mention, other, distance) + (0.8 if entity.proper else 0.0)
        if gender and entity.gender and entity.gender != gender:
            score -= _OTHERWISE
        if score > most:
            best, most = entity.index, score
    return best


def role_of(g: Gatherer, other: Mention) -> str:
    """The role in which a mention stands in its sentence."""
    return g.reading.sentences[other.sentence].doc[other.head].dep_


def _weight(g: Gatherer, mention: Mention, other: Mention, distance: int) -> float:
    there = g.reading.sentences[other.sentence].doc[other.head]
    return (
        (1.0 if there.dep_ in SUBJECTS and there.lower_ != "who" else 0.0)
        - 0.7 * (mention.sentence - other.sentence)
        - 0.05 * distance
        - (0.8 if other.locative else 0.0)
    )


def _state(g: Gatherer, mention: Mention, token: Token, lemma: str, words: str) -> int | None:
    """'the country', 'the kingdom', 'the Central American country', 'the neighbouring kingdom'."""
    nouns = load_nouns()
    among = nouns.states_called.get(lemma)
    for states in _regions(words):
        among = states if among is None else among & states
    apart: set[str | None] = set()
    subject = subject_of(clause_of(token))
    if subject is not None and subject.i != token.i and (own := g.reading.mention_at(mention.sentence, subject.i)):
        if "neighbouring" in words or "neighboring" in words or lemma in ("neighbour", "neighbor"):
            apart = {g.reading.entities[i].country for i in own.entities}
        else:
            apart = {g.reading.entities[i].country for i in own.entities if g.reading.entities[i].kind in ("state", "government")}
    best, most = None, -99.0
    for distance, other in enumerate(reversed(g.recent)):
        back = mention.sentence - other.sentence
        if other.entity is None or back > _WINDOW + (3 if among else 0):
            continue
        entity = g.reading.entities[other.entity]
        if entity.country is None or entity.country in apart or (among is not None and entity.country not in among):
            continue
        if entity.kind in ("state", "government") and not entity.heads:
            score = _weight(g, mention, other, distance) + 0.7
        elif entity.kind in ("person", "office", "government", "unnamed", "organisation", "group"):
            score = _weight(g, mention, other, distance) - 0.5
        else:
            continue
        if entity.kind == "government" and not entity.heads and role_of(g, other) not in SUBJECTS:
            score -= 0.7  # a capital is more often a place
        if entity.kind != "state" and g.known_state(entity.country) is None and (entity.kind != "government" or entity.heads):
            continue  # of a state that the text has not named
        if score > most:
            best, most = entity, score
    if best is None:
        return None
    if best.kind in ("state", "government") and not best.heads:
        return best.index
    return g.known_state(best.country)


def _own_state(g: Gatherer, mention: Mention, token: Token) -> int | None:
    """'his country', 'their nation': the state of whoever that is."""
    owner = next((c for c in token.lefts if c.dep_ == "poss"), None)
    known = g.reading.mention_at(mention.sentence, owner.i) if owner is not None else None
    if known is None or known.entity is None or g.reading.entities[known.entity].kind in ("state", "government"):
        return None
    return state_of(g, known.entity) if g.reading.entities[known.entity].country in load_register().states else None


def _counterpart(g: Gatherer, mention: Mention, token: Token) -> int | None:
    """'his Indian counterpart': who holds the same office there, by the register, where the text does not say it at once."""
    country = mention.identity.country if mention.identity else None
    owner = next((c for c in token.lefts if c.dep_ == "poss"), None)
    known = g.reading.mention_at(mention.sentence, owner.i) if owner is not None else None
    if country is None or known is None or known.entity is None or any(c.dep_ == "appos" for c in token.rights):
        return None
    register = load_register()
    office = register.offices.get(fold(g.reading.entities[known.entity].office or ""))
    held = holder_of(register, country, office, g.day) if office is not None else None
    if held is None or g.reading.entities[known.entity].country == country:
        return None
    found = who(held.person, g.day)
    if found is None or found.kind != "person":
        return None
    index = g.entity_of(("person", fold(found.person or found.name)), found)
    g.introduce(index, held.person)
    return index


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
            _weight(g, mention, other, distance)
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
        fit = _fit(entity, mention, head, lasting, personal, gone, definite, before, opens, g.names_called, g.recent)
        if fit is None or (fit < _TITLED and back > _WINDOW + (4 if gone and entity.proper else 0)):
            continue
        # the very title before any looser fit, however long ago
        score = _FITS * fit + _weight(g, mention, other, distance) + (20.0 if fit >= _TITLED else 0.0)
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
    if found is None or mention.sentence - entity_last(g.recent, found) > 2:
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


def _fit(
    entity: Entity,
    mention: Mention,
    head: str,
    lasting: set[str],
    personal: bool,
    gone: bool,
    definite: bool,
    before: set[str],
    opens: bool,
    names_called: dict[int, frozenset[str]],
    recent: list[Mention],
) -> float | None:
    """How well a noun fits an entity, or None."""
    nouns = load_nouns()
    identity = mention.identity
    exact = head in entity.heads
    ends = any(h.endswith(" " + head) for h in entity.heads)
    if entity.kind == "person":
        if mention.plural or not personal:
            return None
        if (lasting & nouns.female and entity.gender == "m") or (lasting & nouns.male and entity.gender == "f"):
            return None
        if nouns.offices.get(head, frozenset()) & entity.heads and definite and not entity.former:
            return 1.8
        if "new" in before and not gone:
            # "the new president" was somebody else's successor a sentence ago
            return 1.3 if exact and not entity.former else 0.7 if definite and entity.proper else None
        if exact and entity.former == gone:
            return 2.0
        if ends and entity.former == gone:
            # "the socialist leader" is less surely the opposition leader
            stems = {w[:4] for h in entity.heads for w in h.split()} | {w[:4] for w in head.split()}
            return 0.9 if any(w[:4] not in stems for w in before - _PLAIN) else 1.2
        if not definite or not entity.proper:
            return None
        if identity is None and lasting & nouns.trade:
            return 0.6 if gone else 0.2 if opens else 0.1
        if lasting & _GENERAL and entity.heads & _TOP and not gone:
            return 1.1
        if lasting & nouns.person and not gone:
            # "the junta chief" is less surely somebody of whom another office was told
            other = len(head.split()) > 1 and bool(entity.heads) and not any(lasting & a and last_words(entity) & a for a in nouns.alike)
            return 0.6 if other and not last_words(entity) & nouns.person else 1.0
        if "elect" in lasting and not gone:
            return 0.8 if not entity.heads & _TOP else 0.3
        if not gone and any(lasting & alike and last_words(entity) & alike for alike in nouns.alike):
            return 0.95
        if identity is None or identity.kind == "person":
            return None
        if gone:
            # "the ousted president" is the president named; "the former president" is not; "the former teacher": whoever was named
            if exact or ends:
                return 1.5 if {"ousted", "deposed"} & set(fold(identity.name).split()) else None
            return 0.6
        if identity.kind == "office":
            # another office is somebody else's, unless the text has told none of this one
            return 0.3 if not entity.heads or (opens and last_words(entity) <= nouns.person | nouns.members) else None
        if not entity.sectors and not entity.heads:
            # somebody of whom the text has told nothing else
            return 0.5 if mention.sentence - entity_last(recent, entity.index) <= 1 else None
        if set(identity.sectors) & set(entity.sectors):
            return 0.5
        # "the lawyer", "the billionaire": what somebody is besides an office, seldom somebody new
        if lasting & nouns.sole or not definite:
            return None
        return 0.2 if opens else 0.1 if identity.kind == "group" else None
    if entity.former != gone and entity.kind != "group":
        return None
    if lasting & nouns.ranks and mention.plural and any(lasting & alike and last_words(entity) & alike for alike in nouns.alike):
        return 0.9
    if exact and mention.plural == entity.plural:
        return 2.0
    if ends and mention.plural == entity.plural:
        return 1.2
    alone = entity.kind in ("office", "unnamed", "group") and not entity.plural and is_collective(entity) is False
    if definite and personal and not mention.plural and alone and lasting & nouns.person:
        return 0.5  # "a former governor ... the politician"
    if not definite or entity.kind not in ("organisation", "group", "government"):
        return None
    named = called(entity.name) | names_called.get(entity.index, frozenset())
    if lasting & named:
        return 1.1 if lasting & nouns.loose and not lasting & set(fold(entity.name).split()) else 1.6
    company = nouns.of_kind["company"]
    if lasting & company and not mention.plural and not entity.plural and "BUS" in entity.sectors and last_words(entity) <= company:
        return 1.0  # "Hanbit Semiconductor ... the chipmaker"
    if entity.basis == "text" and not entity.heads and not mention.plural and lasting & (nouns.one | nouns.many | nouns.body):
        return 0.5
    if entity.heads:
        ours = last_words(entity)
        if lasting & ours and mention.plural == entity.plural:
            return 1.0
        if any(lasting & alike and ours & alike for alike in nouns.alike):
            return 0.9
        if lasting & _GENERIC and not mention.plural and ours & (nouns.many | nouns.bands):
            return 0.3  # "a Russian gang ... the group"
        return None
    if mention.plural:
        rebels = identity is not None and "REB" in identity.sectors and set(entity.sectors) & {"REB", "PTY", "SPR"}
        return 0.9 if entity.kind == "group" and rebels else None
    if lasting & _GENERIC:
        return 0.4 if entity.kind in ("organisation", "group") else None
    if lasting & nouns.body:
        return 0.3 if entity.kind in ("organisation", "group") else None
    return None


def entity_last(recent: list[Mention], index: int) -> int:
    """The sentence in which an entity was last mentioned; far back where it was not."""
    return next((m.sentence for m in reversed(recent) if m.entity == index), -99)


def holder_told(g: Gatherer, mention: Mention, identity: Identity) -> int | None:
    """Where the register names somebody for a description ("the Australian leader"), the one whom the text has of that office."""
    head = identity.head or ""
    if not identity.country or identity.kind != "person":
        return None
    best, most = None, 0.0
    for entity in g.reading.entities:
        if entity.kind != "person" or not entity.proper or entity.former or entity.country != identity.country:
            continue
        if entity.index == g.by_key.get(("person", fold(identity.person or ""))):
            fit = 2.5 if head not in _GENERAL else 1.0
        elif head in entity.heads:
            fit = 2.0
        elif head in _GENERAL and entity.heads & _TOP:
            fit = 1.5
        else:
            continue
        if fit > most:
            best, most = entity.index, fit
    return best


def held_at_home(g: Gatherer, mention: Mention, sentence: Sentence) -> Identity | None:
    """Who holds the office of a bare title ("the president") in the state that the article is most about."""
    found = who(sentence.doc[mention.first : mention.last].text, g.day, g.home)
    return found if found and found.kind == "person" else None


def agrees(entity: Entity, identity: Identity, loosely: bool = False) -> bool:
    """Whether country and organisation of a description are those of an entity; ``loosely``: only the country, where both have one."""
    states = load_register().states
    if identity.country and entity.country in states and identity.country != entity.country:
        return False
    if loosely or not identity.organisation or entity.organisation == identity.organisation:
        return True
    if identity.organisation != "UN" or not entity.organisation:
        return False
    body = load_register().organisations.get(entity.organisation)
    return body is not None and body.plover == "UNO"
