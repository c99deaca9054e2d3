"""Short names of those named in full: "Kiplimo", "the Commission", "the North"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from memcon.annotate.fits import agrees
from memcon.annotate.namewords import name_text, untitled
from memcon.annotate.nouns import load_nouns
from memcon.annotate.reading import Mention, Sentence
from memcon.register.names import fold
from memcon.register.register import load_register
from memcon.register.who import Identity

if TYPE_CHECKING:
    from memcon.annotate.gatherer import Gatherer


def short_name(g: Gatherer, mention: Mention, sentence: Sentence) -> bool:
    """A surname, or a first name that is nobody else's surname, of somebody named in full."""
    identity = mention.identity
    if identity is not None and identity.kind not in ("person", "unnamed", "office"):
        alone = not mention.plural and mention.last - mention.first == 1
        # "Tatar" is Ersin Tatar before he is an adjective, "Miller" is Matthew Miller and grinds no corn
        named = alone and ((identity.kind == "state" and not identity.sure) or (identity.kind == "group" and bool(identity.head)))
        if not named or fold(sentence.doc[mention.head].text) not in g.surnames:
            return False
    if identity is not None and identity.person and fold(identity.person) in fold(sentence.doc[mention.first : mention.last].text):
        if identity.basis != "text":
            return False  # a whole name of somebody else
        found = g.surnames.get(fold(identity.person), g.given.get(fold(identity.person)))  # "Minister Kiplimo"
        if found is None or not agrees(g.reading.entities[found], identity):
            return False
        mention.entity = found
        g.learn(g.reading.entities[found], mention)
        return True
    name = fold(name_text(sentence, mention))
    found = g.surnames.get(name)
    if found is None and len(short := untitled(name)) < len(name.split()):
        found = g.surnames.get(" ".join(short), g.given.get(" ".join(short)))
        if found is None and len(short) == 1 and identity is None:
            # "Dr Osman", of whom the text tells no more
            called = name_text(sentence, mention).split()[-1]
            told = Identity(called, "person", None, None, (), None, called, basis="text", sure=False)
            mention.identity = told
            g.join(mention, ("person", fold(called)), told)
            if mention.entity is not None:
                g.introduce(mention.entity, called)
            return True
    if found is None:
        found = g.given.get(name)
    if found is None:
        return False
    mention.entity = found
    return True


def short_body(g: Gatherer, mention: Mention, sentence: Sentence) -> bool:
    """'the Commission', 'the Greens', 'Move Forward': a name of which the text has told more words."""
    identity = mention.identity
    if identity is not None and identity.kind not in ("unnamed", "organisation", "group", "government"):
        return False
    words = tuple(w for w in fold(sentence.doc[mention.first : mention.last].text).split() if w != "the")
    whole = identity is not None and identity.head is None
    if not words or words in g.bodies or len(words[-1]) < 4:
        return False
    found = None
    nouns = load_nouns()
    named = nouns.many | nouns.one | nouns.closers
    for name, index in g.bodies.items():
        if len(name) <= len(words) or (identity is not None and not agrees(g.reading.entities[index], identity)):
            continue
        opens = name[: len(words)] == words and (whole or len(words) > 1) and name[-1] in named
        definite = sentence.doc[mention.first].lower_ == "the" or (len(words) > 1 and words[-1] in nouns.closers)
        ends = name[-len(words) :] == words and not whole and definite
        if opens or ends:
            found = index  # the last one named
    if found is None:
        return False
    mention.entity = found
    return True


def half_of(g: Gatherer, mention: Mention, sentence: Sentence) -> int | None:
    """ "The North" where the text speaks of one of two states that are told apart by it: "North Korea", "South Korea"."""
    side = fold(sentence.doc[mention.head].text)
    other = {"north": "south", "south": "north"}.get(side)
    if other is None or mention.last - mention.first != 2 or sentence.doc[mention.first].lower_ != "the":
        return None
    names = load_register().names
    for land in g.divided:
        own = next((e for e in names.get(f"{side} {land}", ()) if e.kind == "state"), None)
        if own is not None and any(e.kind == "state" for e in names.get(f"{other} {land}", ())):
            return g.entity_of(("state", own.code), Identity(load_register().states[own.code].name, "state", own.code))
    return None
