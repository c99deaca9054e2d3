"""How well a noun fits an entity that the text has told of."""

from __future__ import annotations

from memcon.annotate.nearness import last_told
from memcon.annotate.nouns import called, is_collective, last_words, load_nouns
from memcon.annotate.reading import Entity, Mention
from memcon.register.names import fold
from memcon.register.register import load_register
from memcon.register.who import Identity

GENERAL = {"leader", "ruler", "strongman", "premier"}
TOP = {
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
_HANDS = {"worker", "striker", "employee"}
_PLAIN = {"the", "this", "that", "new", "current", "incumbent", "former", "top", "senior", "then", "outgoing", "own", "-"}
GENERIC = {"group", "movement", "organisation", "organization", "body", "outfit", "grouping"}


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


def fit_of(
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
        if lasting & GENERAL and entity.heads & TOP and not gone:
            return 1.1
        if lasting & nouns.person and not gone:
            # "the junta chief" is less surely somebody of whom another office was told
            other = len(head.split()) > 1 and bool(entity.heads) and not any(lasting & a and last_words(entity) & a for a in nouns.alike)
            return 0.6 if other and not last_words(entity) & nouns.person else 1.0
        if "elect" in lasting and not gone:
            return 0.8 if not entity.heads & TOP else 0.3
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
            return 0.5 if mention.sentence - last_told(recent, entity.index) <= (3 if opens else 1) else None
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
    if entity.basis == "text" and not entity.heads and not mention.plural and lasting & nouns.bodies and not lasting & nouns.capped:
        told = set(fold(entity.name).split()[-1:]) & nouns.closers
        return 0.5 if not told or lasting & nouns.body else None  # "Justice Watch" is no court
    if entity.heads:
        ours = last_words(entity)
        if lasting & ours and mention.plural == entity.plural:
            return 1.0
        if personal and mention.plural and entity.plural and "LAB" in entity.sectors and lasting & _HANDS:
            return 0.9  # "copper miners ... the workers"
        if personal and not mention.plural and entity.plural and not is_collective(entity):
            return None  # "the man" is none of the gunmen
        if any(lasting & alike and ours & alike for alike in nouns.alike):
            return 0.9
        if lasting & GENERIC and not mention.plural and ours & (nouns.many | nouns.bands):
            return 0.3  # "a Russian gang ... the group"
        return None
    if mention.plural:
        rebels = identity is not None and "REB" in identity.sectors and set(entity.sectors) & {"REB", "PTY", "SPR"}
        return 0.9 if entity.kind == "group" and rebels else None
    if lasting & GENERIC:
        return 0.4 if entity.kind in ("organisation", "group") else None
    if lasting & nouns.body:
        return 0.3 if entity.kind in ("organisation", "group") else None
    return None
