"""What stands beside a name and tells who that is: "X, the army chief", "the French company Y", "Z, who heads the agency"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from memcon.annotate.fits import agrees
from memcon.annotate.gatherer import key_of
from memcon.annotate.nouns import is_collective, load_nouns
from memcon.annotate.reading import Mention, Sentence
from memcon.register.who import Identity

if TYPE_CHECKING:
    from spacy.tokens import Token

    from memcon.annotate.gatherer import Gatherer


def told_beside(g: Gatherer, sentence: Sentence, mention: Mention) -> Identity | None:
    """What an apposition says of a name: 'Venezuela's de facto leader, Delcy Rodríguez', 'X, the army chief'."""
    token = sentence.doc[mention.head]
    around = []
    if token.dep_ == "appos":
        around.append(token.head)
    around.extend(c for c in token.rights if c.dep_ == "appos")
    nouns = load_nouns()
    for other in around:
        told = g.reading.mention_at(sentence.index, other.i)
        if told and other.dep_ == "pobj" and other.head.lower_ == "of" and other.lemma_.lower() in nouns.bodies | nouns.closers:
            # "the head of the security service, X": X is the head
            told = _headed(g, sentence, other.head.head) or told
        if told and told.identity and told.identity.kind in ("office", "unnamed", "group", "organisation", "person"):
            if told.identity.kind == "person" and told.identity.head is None:
                continue
            if told.identity.sectors:
                return told.identity
    return _who_heads(g, sentence, token)


def _headed(g: Gatherer, sentence: Sentence, token: Token) -> Mention | None:
    told = g.reading.mention_at(sentence.index, token.i)
    return told if told and told.identity and told.identity.head and told.identity.kind in ("office", "unnamed") else None


def _who_heads(g: Gatherer, sentence: Sentence, token: Token) -> Identity | None:
    """ "X, who heads Taiwan's mainland affairs authority": of what X heads."""
    for clause in token.rights:
        if clause.dep_ != "relcl" or clause.lemma_.lower() not in load_nouns().heading:
            continue
        for child in clause.rights:
            if child.dep_ == "dobj" and (led := g.reading.mention_at(sentence.index, child.i)) and (told := led.identity):
                if told.sectors and told.kind in ("government", "organisation", "group") and not led.plural:
                    return replace(told, kind="office", head="head", office=None)
    return None


def apposed(g: Gatherer, mention: Mention, sentence: Sentence) -> bool:
    """'X, the army chief', 'the army chief, X', 'X, the French company': one and the same."""
    token = sentence.doc[mention.head]
    identity = mention.identity
    beside = token.head
    if token.dep_ == "conj" and beside.dep_ in ("appos", "attr") and not mention.plural and not mention.name:
        # "X, a lawyer and pastor"
        twin = g.reading.mention_at(mention.sentence, beside.i)
        named_so = g.reading.entities[twin.entity] if twin is not None and twin.entity is not None else None
        if named_so is not None and named_so.kind == "person" and not any(c.dep_ in ("det", "poss") for c in token.lefts):
            mention.entity = named_so.index
            g.learn(named_so, mention)
            return True
    if token.dep_ == "appos" and (head := g.reading.mention_at(mention.sentence, token.head.i)) and head.entity is not None:
        other = g.reading.entities[head.entity]
        common = identity is None or identity.kind in ("office", "unnamed", "group") or identity.head is not None
        if identity is not None and identity.kind == "state" and other.kind not in ("state", "government", "organisation"):
            common = any(c.dep_ == "det" and c.lower_ in ("a", "an") for c in token.lefts)  # "the suspect, an Italian"
            if common:
                mention.entity = head.entity
                return True
        placed = mention.name and identity is None and other.kind in ("state", "government") and not other.heads
        if (
            common
            and not placed
            and (other.kind == "person" or identity is None or identity.kind in ("office", "unnamed", "group", "organisation"))
        ):
            if not (other.kind == "state" and identity is not None):
                mention.entity = head.entity
                g.learn(other, mention)
                return True
    if token.dep_ == "appos" and (head := g.reading.mention_at(mention.sentence, token.head.i)) and head.name and not mention.name:
        if head.entity is None and head.identity is None and not head.plural and token.lemma_.lower() in load_nouns().bodies:
            # "Belsat, a channel that"
            s, e = head.span
            name = g.reading.article.text[s:e].removeprefix("the ")
            new = Identity(name, "organisation", basis="text", sure=False)
            g.join(head, key_of(new, head), new)
            mention.entity = head.entity
            if head.entity is not None:
                g.reading.entities[head.entity].heads.add(token.lemma_.lower())
            return True
    for child in token.rights:
        if child.dep_ == "appos":
            named = g.reading.mention_at(mention.sentence, child.i)
            if named and named.name and named.entity is None and identity is not None and identity.kind in ("group", "organisation"):
                told = named.identity
                if told is not None and told.kind in ("group", "organisation") and told.head is None and not mention.plural:
                    g.join(named, key_of(told, named), told)
            if identity is None and named and named.name and named.entity is None and token.lemma_.lower() in load_nouns().bodies:
                # "the group, JNIM"
                told = named.identity
                if told is None and not named.plural:
                    s, e = named.span
                    told = Identity(g.reading.article.text[s:e], "organisation", basis="text", sure=False)
                if told is not None and told.kind in ("group", "organisation") and told.head is None:
                    g.join(named, key_of(told, named), told)
                    mention.entity = named.entity
                    return True
            if named and named.entity is not None and identity is not None and identity.kind in ("group", "organisation"):
                body = g.reading.entities[named.entity]
                if body.kind in ("group", "organisation") and identity.head and not mention.plural and named.name:
                    mention.entity = named.entity
                    g.learn(body, mention)
                    return True
            if named and named.entity is not None and g.reading.entities[named.entity].kind == "person":
                apt = identity is None or identity.kind in ("office", "unnamed", "person")
                one = identity is not None and identity.kind == "group" and identity.head and not mention.plural
                if apt or (one and token.lemma_.lower() not in load_nouns().bodies | load_nouns().closers):
                    mention.entity = named.entity
                    _name_known(g, mention, token, named.entity)
                    g.learn(g.reading.entities[named.entity], mention)
                    return True
    return False


def said_to_be(g: Gatherer, mention: Mention, token: Token) -> bool:
    """'He is a reporter too', 'the group is an offshoot': what one is said to be is no other."""
    verb = token.head
    if token.dep_ != "attr" or verb.lemma_ != "be" or mention.name or not any(c.lower_ in ("a", "an") for c in token.lefts):
        return False
    if any(c.dep_ == "neg" for c in verb.children) or any(c.lower_ == "if" for c in verb.lefts):
        return False
    subject = next((c for c in verb.lefts if c.dep_ == "nsubj"), None)
    known = g.reading.mention_at(mention.sentence, subject.i) if subject is not None else None
    if known is None or known.entity is None or known.plural:
        return False
    entity = g.reading.entities[known.entity]
    nouns = load_nouns()
    body = token.lemma_.lower() in nouns.bodies | nouns.premises
    if entity.kind == "person":
        if body:
            return False
    elif entity.kind not in ("organisation", "group", "office", "unnamed") or entity.plural or (is_collective(entity) is False) == body:
        return False
    if mention.identity is not None and not agrees(entity, mention.identity):
        return False
    mention.entity = entity.index
    if verb.tag_ in ("VBZ", "VBP") and token.lemma_.lower() not in nouns.male | nouns.female | nouns.person:
        g.learn(entity, mention)
    return True


def _name_known(g: Gatherer, mention: Mention, token: Token, index: int) -> None:
    """'a journalist ... the journalist, Mere Tuilagi': who was told of before is whoever is now named."""
    identity = mention.identity
    head = identity.head if identity is not None else None
    if identity is None or head is None or not any(c.lower_ == "the" for c in token.lefts) or any(c.dep_ == "poss" for c in token.lefts):
        return
    if any(m.entity == index and m.sentence < mention.sentence for m in g.recent):
        return
    for other in g.recent:
        if other.entity is None or other.entity == index or mention.sentence - other.sentence > 6:
            continue
        entity = g.reading.entities[other.entity]
        if entity.kind != "person" and not entity.plural and head in entity.heads and agrees(entity, identity):
            g.become(entity.index, index)


def merge_told(known: Identity, told: Identity) -> Identity:
    """The register's person with what the text says: the text wins on country, sector and office of that day."""
    country = told.country or known.country
    agrees = (not told.country or told.country == known.country) and (not told.sectors or told.sectors[0] in known.sectors)
    return replace(
        known,
        country=country,
        organisation=told.organisation or known.organisation,
        sectors=known.sectors if agrees and known.sectors else (told.sectors or known.sectors),
        office=told.office or known.office,
        basis="both" if agrees else "text",
        head=told.head or known.head,
        former=told.former,
    )
