"""One noun of several states: "Indian and Pakistani troops", "the French and German foreign ministers"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from memcon.annotate.reading import Mention, Sentence
from memcon.register.names import fold
from memcon.register.register import load_register
from memcon.register.who import Identity, who

if TYPE_CHECKING:
    from spacy.tokens import Token

_BEFORE = ("amod", "compound", "nmod")


def told_jointly(mention: Mention, sentence: Sentence, on: str | None) -> list[Mention]:
    """A mention for the people of each state that a plural noun is told of, all with the span of the whole; none where there is one.

    ``on`` is the report's ISO day, on which an office that one person of a state holds is looked up.
    """
    token = sentence.doc[mention.head]
    if not mention.plural or mention.pronoun or token.pos_ not in ("NOUN", "PROPN"):
        return []
    words = joint_states(token, mention.first)
    states = [(word, code) for word in words if (code := _state(word)) is not None]
    if len(states) < len(words) or len({code for _, code in states}) < 2:
        return []
    after = max(words[-1].i + 1, mention.first) if words[0].i < token.i else mention.first
    after += sentence.doc[after].dep_ == "det"
    many = sentence.doc[after : max(mention.last, token.i + 1)].text
    one = f"{sentence.doc[after : token.i].text} {token.lemma_}".strip()
    found = []
    for word, code in states:
        name = word.doc[word.left_edge.i if word.dep_ != "conj" and word.i > token.i else word.i : word.i + 1].text
        phrase = "{0} {1}" if word.i < token.i else "{1} of {0}"
        identity = who(phrase.format(name, one), on)
        single = identity is not None and (identity.kind == "person" or _is_sole(identity))
        if not single:
            identity = who(phrase.format(name, many), on)
        if identity is None or identity.country != code:
            return []
        found.append(replace(mention, first=after, last=token.i + 1, identity=identity, plural=not single, name=False, others=()))
    return found


def joint_states(token: Token, first: int) -> list[Token]:
    """What stands coordinated before a noun, or behind its "of": "Indian", "Pakistani"; "Chad", "Niger". Empty where nothing does."""
    lead = next((c for c in token.lefts if c.i >= first and c.dep_ in _BEFORE and any(r.dep_ == "conj" for r in c.rights)), None)
    if lead is None:
        after = next((c for c in token.rights if c.dep_ == "prep" and c.lower_ == "of" and c.i == token.i + 1), None)
        lead = next((c for c in after.rights if c.dep_ == "pobj" and any(r.dep_ == "conj" for r in c.rights)), None) if after else None
    found: list[Token] = []
    while lead is not None:
        found.append(lead)
        lead = next((c for c in lead.rights if c.dep_ == "conj" and (c.i < token.i) == (lead.i < token.i)), None)
    return found


def _state(word: Token) -> str | None:
    """The state that a word, with what stands before it in its name, names."""
    names = load_register().names
    for text in (word.doc[word.left_edge.i : word.i + 1].text.removeprefix("the "), word.text):
        code = next((e.code for e in names.get(fold(text), ()) if e.kind in ("adjective", "state")), None)
        if code is not None:
            return code
    return None


def _is_sole(identity: Identity) -> bool:
    """Whether a state has one of an office at a time."""
    office = load_register().offices.get(identity.head or "")
    return identity.kind == "office" and office is not None and bool(office.office)
