"""What a title before a name makes of it: "District Police Officer Nasir Mehsud" is no Nasir whom the register knows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from memcon.annotate.fullnames import body_told
from memcon.annotate.namewords import JOINTS, SMALL, name_text, untitled
from memcon.annotate.nouns import gender_of_name, load_nouns
from memcon.annotate.reading import Mention, Sentence
from memcon.register.names import fold
from memcon.register.register import Person, load_register
from memcon.register.who import Identity, who

if TYPE_CHECKING:
    from memcon.annotate.gatherer import Gatherer


def retold(g: Gatherer, sentence: Sentence, mention: Mention) -> Identity | None:
    """What the register says of a name, where it has not mistaken a title, a people or another's surname for the whole."""
    identity = mention.identity
    doc = sentence.doc
    if identity is not None and identity.kind == "person" and identity.basis == "text":
        body = body_told(doc, mention.first, mention.last)
        if body is not None:
            return replace(body, sectors=body.sectors or identity.sectors)
        if set(fold(identity.person or "").split()) <= load_nouns().impersonal:
            return None
        return _unranked(g, identity)
    if mention.plural or mention.last - mention.first < 2:
        return identity
    head = fold(doc[mention.head].text)
    if identity is not None and mention.name and (identity.kind in ("state", "government") or identity.head == "people"):
        if (named := _surnamed_so(g, sentence, mention)) is not None:
            return named
    if identity is not None and identity.kind == "person" and identity.person and not identity.head and mention.name:
        # "Captain Ahmed Bello" is no Abiy Ahmed
        entries = load_register().names
        name = fold(name_text(sentence, mention)).split()
        shared = len(set(name) & set(fold(identity.person).split()))
        suffixes = {" ".join(name[i:]) for i in range(len(name))}
        if (
            shared > 1
            or head in fold(identity.person)
            or any(isinstance(e.ref, Person) and e.ref.name == identity.person for suffix in suffixes for e in entries.get(suffix, ()))
        ):
            return identity
        return _titled(g, sentence, mention)
    elif identity is not None and not (identity.kind in ("state", "group") and not identity.sure) and identity.kind != "office":
        return identity
    told = _titled(g, sentence, mention) if mention.name else None
    if told is None and identity is None:
        told = _titled_before(g, sentence, mention)
    return told or identity


def _unranked(g: Gatherer, identity: Identity) -> Identity:
    """Somebody by his name without his ranks: "Army spokesman Maj Gen Winthai Suvaree" is Winthai Suvaree, whom the register may know."""
    called = " ".join(untitled(identity.person or ""))
    if not called or called == identity.person or " " not in called:
        return identity
    known = who(called, g.day)
    if (
        known is None
        or known.kind != "person"
        or fold(known.person or "") != fold(called)
        or (identity.country or known.country) != known.country
    ):
        return replace(identity, name=called, person=called)
    return replace(known, head=identity.head or known.head, sectors=known.sectors or identity.sectors, former=identity.former)


def _surnamed_so(g: Gatherer, sentence: Sentence, mention: Mention) -> Identity | None:
    """Somebody whose surname is a place's or a people's: "Jose Antonio Lima", "the spokeswoman, Mumtaz Zahra Baloch"."""
    name = name_text(sentence, mention)
    names = load_register().names
    if " " not in name or not name.replace(" ", "").isalpha() or fold(name) in names:
        return None
    if any(e.kind in ("state", "capital", "adjective") for e in names.get(fold(name.split()[0]), ())):
        return None
    token = sentence.doc[mention.head]
    told = g.reading.mention_at(sentence.index, token.head.i) if token.dep_ == "appos" else None
    office = told is not None and told.identity is not None and told.identity.kind in ("office", "unnamed") and not told.name
    if not office and gender_of_name(name) is None:
        return None
    return Identity(name, "person", None, None, (), None, name, basis="text", sure=False)


def _titled(g: Gatherer, sentence: Sentence, mention: Mention) -> Identity | None:
    """Whom a title before two or three names makes of them: "District Police Officer Nasir Mehsud"."""
    words = [t.text for t in sentence.doc[mention.first : mention.last]]
    tail = name_text(sentence, mention).split()
    if not 3 <= len(words) <= 10 or not all(w[:1].isupper() for w in tail):
        return None
    for k in range(len(words) - 2, 0, -1):
        name = words[k:]
        if len(name) > 4 or not all(w[:1].isupper() or w in "-'’" or w.lower() in JOINTS for w in name) or name[0] in "-'’":
            continue
        told = who(" ".join(words[:k]), g.day)
        if told is not None and told.head and told.sectors and told.kind in ("office", "unnamed", "group"):
            called = sentence.doc[mention.first + k : mention.last].text
            return replace(told, name=called, kind="person", person=called, basis="text")
    return None


def _titled_before(g: Gatherer, sentence: Sentence, mention: Mention) -> Identity | None:
    """The same where the parse parts them: "Under Secretary for Terrorism and Financial Intelligence Brian E. Nelson"."""
    doc = sentence.doc
    first = mention.first
    name = name_text(sentence, mention)
    if not mention.name or doc[mention.first : mention.last].text != name or not 2 <= len(untitled(name)) <= 4:
        return None
    while first and mention.first - first < 9 and (doc[first - 1].text[:1].isupper() or doc[first - 1].lower_ in SMALL):
        first -= 1
    if mention.first - first < 3 or doc[mention.first - 1].lower_ in SMALL:
        return None
    told = who(doc[first : mention.first].text, g.day)
    if told is None or not told.head or not told.sectors or told.kind not in ("office", "unnamed"):
        return None
    return replace(told, name=name, kind="person", person=name, basis="text")
