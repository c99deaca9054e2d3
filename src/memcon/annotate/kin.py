"""Relatives: "his daughter", "the minister's wife", who are actors though no name tells them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from memcon.annotate.namewords import number_of
from memcon.annotate.nouns import load_nouns
from memcon.annotate.reading import Entity, Mention
from memcon.register.names import fold
from memcon.register.who import Identity

if TYPE_CHECKING:
    from spacy.tokens import Token

    from memcon.annotate.gatherer import Gatherer

# whose daughter somebody is is her mother or her father
_PARENT, _CHILD, _SIBLING = (("mother", "f"), ("father", "m")), (("daughter", "f"), ("son", "m")), (("sister", "f"), ("brother", "m"))
_INVERSE = {
    **dict.fromkeys(("daughter", "son"), _PARENT),
    **dict.fromkeys(("mother", "father"), _CHILD),
    **dict.fromkeys(("sister", "brother"), _SIBLING),
    "wife": (("husband", "m"),),
    "husband": (("wife", "f"),),
}


def relative(g: Gatherer, mention: Mention, token: Token) -> bool:
    """'his daughter', 'the minister's wife': one of somebody's own, who has no name but is an actor."""
    lemma = token.lemma_.lower()
    if lemma not in load_nouns().family:
        return False
    if mention.plural and mention.identity is None and number_of(token) is not None:
        s, e = mention.span
        mention.identity = Identity(g.reading.article.text[s:e], "group", None, None, ("CVL",), basis="text", sure=False, head=lemma)
        return False
    owner = next((c for c in token.lefts if c.dep_ == "poss"), None)
    if owner is None:
        owner = next((n for c in token.rights if c.lower_ == "of" for n in c.rights if n.dep_ == "pobj"), None)  # "the widow of X"
    known = g.reading.mention_at(mention.sentence, owner.i) if owner is not None else None
    if known is None or known.entity is None:
        return False
    of = g.reading.entities[known.entity]
    key = ("kin", lemma, str(of.index), "s" if mention.plural else "")
    if key not in g.by_key and not mention.plural and (named := _of_that_family(g, of, lemma)) is not None:
        mention.entity = named
        return True
    s, e = mention.span
    identity = Identity(g.reading.article.text[s:e], "group", of.country, None, ("CVL",), basis="text", sure=False, head=lemma)
    g.join(mention, key, mention.identity or identity)
    if mention.entity is not None:
        if not mention.plural:
            _relate(g, lemma, of.index, mention.entity)
        kin = g.reading.entities[mention.entity]
        kin.heads.add(lemma)
        nouns = load_nouns()
        kin.gender = kin.gender or ("f" if lemma in nouns.female else "m" if lemma in nouns.male else None)
    return True


def know_relative(g: Gatherer, mention: Mention, token: Token) -> None:
    """'His wife, Rima Haddad': she is his wife from now on."""
    owner = next((c for c in token.lefts if c.dep_ == "poss"), None)
    if mention.entity is None or owner is None or token.lemma_.lower() not in load_nouns().family:
        return
    known = g.reading.mention_at(mention.sentence, owner.i)
    if known is not None and known.entity is not None and not mention.plural:
        _relate(g, token.lemma_.lower(), known.entity, mention.entity)


def _relate(g: Gatherer, lemma: str, owner: int, kin: int) -> None:
    """Remember who is whose daughter, so that "her father" is known too."""
    g.by_key.setdefault(("kin", lemma, str(owner), ""), kin)
    gender = g.reading.entities[owner].gender
    for word, its in _INVERSE.get(lemma, ()):
        if gender in (its, None):
            g.by_key.setdefault(("kin", word, str(kin), ""), owner)


def _of_that_family(g: Gatherer, of: Entity, lemma: str) -> int | None:
    """The one person of the text who bears somebody's surname and may be his relative: Laurent Gbagbo is Simone Gbagbo's husband."""
    if of.kind != "person" or not of.proper:
        return None
    nouns = load_nouns()
    gender = "f" if lemma in nouns.female else "m" if lemma in nouns.male else None
    surname = fold(of.name).split()[-1]
    found = [
        e.index
        for e in g.reading.entities
        if e.kind == "person" and e.proper and e is not of and fold(e.name).split()[-1] == surname and e.gender in (gender, None)
    ]
    return found[0] if len(found) == 1 and found[0] in g.met else None
