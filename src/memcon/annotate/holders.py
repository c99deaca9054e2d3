"""Those of several states at once: "the presidents of Kenya and Uganda", "the Russian and Ukrainian negotiators"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from memcon.annotate.reading import Mention, Sentence
from memcon.register.names import fold
from memcon.register.register import load_register
from memcon.register.who import Identity, who

if TYPE_CHECKING:
    from spacy.tokens import Token

    from memcon.annotate.entities import Gatherer

_KINDS = ("office", "unnamed", "group")


def resolve_holders(g: Gatherer, mention: Mention, sentence: Sentence) -> bool:
    """Give a plural phrase that names two states or more one entity for each: whoever holds the office there, else its people."""
    identity = mention.identity
    if not mention.plural or identity is None or identity.kind not in _KINDS or not identity.head or identity.former:
        return False
    noun = sentence.doc[mention.head]
    codes = _states_of(noun)
    if len(codes) < 2:
        return False
    mention.others = tuple(_of(g, replace(identity, name=noun.lower_), code) for code in codes)
    return True


def _states_of(noun: Token) -> list[str]:
    """The states that a noun's adjectives, its owners or the "of" behind it name side by side; none where one word is no state."""
    before = [c for c in noun.lefts if c.dep_ in ("amod", "poss", "nmod", "compound") and c.text[:1].isupper()]
    behind = [o for c in noun.rights if c.dep_ == "prep" and c.lower_ == "of" for o in c.rights if o.dep_ == "pobj"]
    for listed in ([t for c in before for t in _side_by_side(c)], [t for c in behind for t in _side_by_side(c)]):
        found = [who(_words(t)) for t in listed]
        codes = list(dict.fromkeys(f.country for f in found if f is not None and f.country and f.kind in ("state", "government", "group")))
        if len(codes) > 1 and len(codes) == len(listed):
            return codes
    return []


def _side_by_side(token: Token) -> list[Token]:
    return [token, *(t for c in token.rights if c.dep_ == "conj" for t in _side_by_side(c))]


def _words(token: Token) -> str:
    """A name with what is written together with it: "United Arab Emirates"."""
    first = min((c.i for c in token.lefts if c.dep_ == "compound"), default=token.i)
    return str(token.doc[first : token.i + 1].text)


def _of(g: Gatherer, identity: Identity, code: str) -> int:
    state = load_register().states[code].name
    held = who(f"{identity.head} of {state}", g.day) if identity.kind == "office" and g.day else None
    if held is not None and held.kind == "person" and held.country == code:
        index = g.entity_of(("person", fold(held.person or held.name)), held)
        g.introduce(index, held.person or held.name)
        return index
    one = replace(identity, country=code, organisation=None, name=f"{identity.name} of {state}")
    return g.entity_of(("described", identity.head or "", code, "", *identity.sectors[:1], "s"), one, plural=True)
