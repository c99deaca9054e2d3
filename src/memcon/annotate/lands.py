"""States told by a noun: "the country", "the kingdom", "the Central American country", "his homeland"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from memcon.annotate.clauses import SUBJECTS, clause_of, subject_of
from memcon.annotate.nearness import role_of, weight
from memcon.annotate.nouns import load_nouns
from memcon.annotate.pairs import state_of
from memcon.annotate.reading import Mention
from memcon.register.register import load_register

if TYPE_CHECKING:
    from spacy.tokens import Token

    from memcon.annotate.gatherer import Gatherer

_WINDOW = 5
_NEAR = 3


def state_told(g: Gatherer, mention: Mention, token: Token, lemma: str, words: str) -> int | None:
    """'the country', 'the kingdom', 'the Central American country', 'the neighbouring kingdom'."""
    nouns = load_nouns()
    among = nouns.states_called.get(lemma)
    for kind in words.split()[:-1]:
        if kind in nouns.states_called:  # "the island nation"
            called = nouns.states_called[kind]
            if kind == "island":
                called = called | nouns.states_called["archipelago"]
            among = called if among is None else among & called
    for states in regions_in(words):
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
            score = weight(g, mention, other, distance) + 0.7
        elif entity.kind in ("person", "office", "government", "unnamed", "organisation", "group"):
            score = weight(g, mention, other, distance) - 0.5
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


def own_state(g: Gatherer, mention: Mention, token: Token) -> int | None:
    """'his country', 'their nation': the state of whoever that is."""
    owner = next((c for c in token.lefts if c.dep_ == "poss"), None)
    known = g.reading.mention_at(mention.sentence, owner.i) if owner is not None else None
    if known is None or known.entity is None or g.reading.entities[known.entity].kind in ("state", "government"):
        return None
    return state_of(g, known.entity) if g.reading.entities[known.entity].country in load_register().states else None


def regions_in(words: str) -> list[frozenset[str]]:
    """The states of each region that folded words name: those of Central America in "the Central American country"."""
    padded = f" {words} "
    return [states for region, states in load_nouns().regions.items() if f" {region} " in padded]


def neighbour_of(g: Gatherer, mention: Mention, token: Token) -> int | None:
    """'its southern neighbour', "Niger's neighbour": the other state that the text has told of last."""
    owner = next((c for c in token.lefts if c.dep_ == "poss"), None)
    known = g.reading.mention_at(mention.sentence, owner.i) if owner is not None else None
    home = g.reading.entities[known.entity].country if known is not None and known.entity is not None else None
    if home is None or any(c.dep_ == "appos" for c in token.rights):
        return None
    best, most = None, -99.0
    for distance, other in enumerate(reversed(g.recent)):
        if mention.sentence - other.sentence > _NEAR:
            break
        entity = g.reading.entities[other.entity] if other.entity is not None else None
        if entity is None or entity.country in (None, home) or entity.kind not in ("state", "government") or entity.heads:
            continue
        score = -0.7 * (mention.sentence - other.sentence) - 0.05 * distance + (0.3 if entity.kind == "state" else 0.0)
        if score > most:
            best, most = entity, score
    return None if best is None else best.index if best.kind == "state" else state_of(g, best.index)
