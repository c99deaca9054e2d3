"""Names that no register knows: whether a person or a body of the text is called so."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from memcon.annotate.clauses import is_pleonastic
from memcon.annotate.fullnames import body_told
from memcon.annotate.namewords import is_kin, name_text, untitled
from memcon.annotate.nouns import gender_of_name, load_nouns
from memcon.annotate.reading import Mention, Sentence
from memcon.register.gazetteer import load_gazetteer
from memcon.register.names import fold
from memcon.register.register import load_register
from memcon.register.who import Identity

if TYPE_CHECKING:
    from spacy.tokens import Token

    from memcon.annotate.gatherer import Gatherer


def stranger(g: Gatherer, sentence: Sentence, mention: Mention, described: Identity | None) -> Identity | None:
    """A capitalised name of two words or more that the register does not know, as a person of the text."""
    name = name_text(sentence, mention)
    if described is None and (body := body_told(sentence.doc, mention.first, mention.last)) is not None:
        return body
    parts = [w for w in name.split() if w[:1].isupper()]
    if len(untitled(name)) < len(parts):
        parts = untitled(name)
        if len(parts) == 1:
            # "Ms Georgieva": of the one whom the text has told in full, or will
            return Identity(parts[0], "person", None, None, (), None, parts[0], basis="text", sure=False)
        name = " ".join(parts)
    if described is None and len(parts) == 1 and _is_headed(sentence.doc[mention.head]) and not load_gazetteer().is_name(fold(name)):
        return Identity(name, "organisation", None, None, (), basis="text", sure=False)  # "she has run Donaubank since 2016"
    alone = len(parts) == 1 and described is None and is_kin(sentence.doc[mention.head])
    if alone and (fold(name) not in load_register().names or gender_of_name(name) is not None):
        return Identity(name, "person", None, None, (), None, name, basis="text", sure=False)  # "her wife, Cherelle"
    if described is None and 0 < len(parts) <= 4 and name not in g.acronyms and _is_an_it(sentence.doc[mention.head], name):
        return Identity(name, "organisation", None, None, (), basis="text", sure=False)
    if len(parts) == 1 and described is not None and (described.head or "").split()[-1:] and not described.former:
        # "Belsat, a channel that"
        if (described.head or "").split()[-1] in load_nouns().bodies and not load_gazetteer().is_name(fold(name)):
            return replace(described, name=name, kind="organisation", basis="text", sure=False)
    if len(parts) < 2 or len(parts) > 5 or any(c.isdigit() for c in name):
        return None
    role = load_register()
    known = role.names.get(fold(name))
    if known and not any(e.kind in ("person", "surname") for e in known):
        return None
    if described is None:
        if (body := _body_by_name(name, parts)) is not None:
            return body
        if not _looks_personal(sentence, mention, parts):
            return None
        return Identity(name, "person", None, None, (), None, name, basis="text", sure=False)
    last = (described.head or "").split()[-1:]
    nouns = load_nouns()
    if last and last[0] in nouns.one | nouns.many | nouns.body | nouns.closers | nouns.openers:
        # "his party, the United Transformation Movement"
        return replace(described, name=name, kind="organisation", basis="text")
    return replace(described, name=name, kind="person", person=name, basis="text")


def _is_headed(token: Token) -> bool:
    """Whether a name is told to be what somebody runs or founded."""
    verb = token.head
    return (
        token.dep_ == "dobj"
        and token.tag_ == "NNP"
        and len(token.text) > 3
        and verb.lemma_.lower() in ("run", "found", "head", "chair", "own")
        and fold(token.text) not in load_register().names
    )


def _is_an_it(token: Token, name: str) -> bool:
    """Whether a name of no known person says what "it" will do: "Motagua said it would pay half"."""
    if token.dep_ == "dobj" and token.head.lemma_.lower() == "tell" and any(c.lower_ == "the" for c in token.lefts):
        return " " not in name and fold(name) not in load_register().names  # "told the Standard that"
    if name.isupper() and name.isalpha() and 2 < len(name) < 7 and any(c.dep_ == "poss" and c.pos_ == "PROPN" for c in token.lefts):
        return fold(name) not in load_register().names  # "South Korea's KHNP"
    if token.dep_ != "nsubj" or token.head.lemma_.lower() not in load_nouns().saying or gender_of_name(name) is not None:
        return False
    inner = next((c for c in token.head.rights if c.dep_ == "ccomp"), None)
    it = next((c for c in inner.lefts if c.dep_ == "nsubj"), None) if inner is not None else None
    if inner is None or it is None or it.lower_ != "it" or is_pleonastic(it):
        return False
    things = load_nouns().things
    lemma = inner.lemma_.lower()
    if lemma in things["subject"] or lemma in things["effect"] or inner.pos_ != "VERB":
        return False
    return fold(name) not in load_register().names  # a town's name may be a club's


def _body_by_name(name: str, parts: list[str]) -> Identity | None:
    """A body that the register does not know, by a word of its name that no person's has: "Hanbit Semiconductor"."""
    nouns = load_nouns()
    first, last = fold(parts[0]), fold(parts[-1])
    if gender_of_name(name) is not None or (last not in nouns.firm | nouns.society and first not in nouns.opens):
        return None
    return Identity(name, "organisation", None, None, ("BUS",) if last in nouns.firm else (), basis="text", sure=False)


def _looks_personal(sentence: Sentence, mention: Mention, parts: list[str]) -> bool:
    """A name of two to four plain words that does or suffers something a person does, and is no place or organisation."""
    token = sentence.doc[mention.head]
    if not 2 <= len(parts) <= 4 or any(
        not p.replace("-", "").replace("'", "").replace("’", "").replace(".", "").isalpha() or p.isupper() for p in parts
    ):
        return False
    if any(c.dep_ == "det" for c in token.lefts) or load_gazetteer().is_name(fold(" ".join(parts))):
        return False
    nouns = load_nouns()
    if gender_of_name(" ".join(parts)) is None and any(fold(p) in nouns.impersonal for p in parts):
        return False  # "Foreign Affairs", "Executive Order"
    register = load_register()
    if any(
        e.kind in ("state", "adjective", "demonym", "capital", "agent", "organisation", "body")
        for p in parts
        for e in register.names.get(fold(p), ())
    ):
        return False
    if token.dep_ in ("nsubj", "nsubjpass", "dobj") or (
        token.dep_ == "pobj" and token.head.lower_ in ("of", "with", "by", "against", "to", "for")
    ):
        return True
    if token.dep_ == "conj" and token.head.pos_ == "PROPN" and token.head.dep_ in ("nsubj", "nsubjpass") and token.head.head.pos_ == "VERB":
        if any(c.dep_ == "compound" and c.pos_ == "PROPN" for c in token.head.lefts):
            return True  # "Ahmed Abdi and Hodan Nur fled"
    if token.dep_ == "appos" and token.head.dep_ == "nsubj" and token.head.head.lemma_.lower() in nouns.saying:
        return True  # "says one of the team, Yun Gap-geun"
    if token.dep_ == "appos" and token.head.lemma_.lower() in nouns.kin | nouns.female | nouns.male | nouns.person | nouns.single:
        return True
    # elsewhere a name that begins like a person's
    return token.dep_ in ("conj", "poss", "appos", "attr", "oprd", "dative", "pobj", "ROOT") and gender_of_name(" ".join(parts)) is not None
