"""Who holds an office that a phrase tells: "his interior minister", "the Australian leader", "his Indian counterpart", "the president"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from memcon.annotate.fits import GENERAL, TOP
from memcon.annotate.reading import Mention, Sentence
from memcon.register.names import fold
from memcon.register.register import load_register
from memcon.register.who import Identity, holder_of, who

if TYPE_CHECKING:
    from spacy.tokens import Token

    from memcon.annotate.gatherer import Gatherer


def own_officer(g: Gatherer, mention: Mention, token: Token, identity: Identity) -> int | None:
    """'his interior minister', 'its leader', where the text has named the one who is that."""
    owner = next((c for c in token.lefts if c.dep_ == "poss"), None)
    known = g.reading.mention_at(mention.sentence, owner.i) if owner is not None else None
    if known is None or known.entity is None or mention.plural or identity.former:
        return None
    of = g.reading.entities[known.entity]
    for other in reversed(g.recent):
        if mention.sentence - other.sentence > 8:
            break
        if other.entity is None or other.entity == of.index:
            continue
        entity = g.reading.entities[other.entity]
        if entity.kind != "person" or not entity.proper or entity.former or entity.country is None or entity.country != of.country:
            continue
        if identity.head in entity.heads or any(h.endswith(f" {identity.head}") for h in entity.heads):
            return entity.index
    return None


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
            fit = 2.5 if head not in GENERAL else 1.0
        elif head in entity.heads:
            fit = 2.0
        elif head in GENERAL and entity.heads & TOP:
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


def counterpart(g: Gatherer, mention: Mention, token: Token) -> int | None:
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
