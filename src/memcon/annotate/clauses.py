"""Clauses of a parse: whose clause a word stands in, and who is its subject."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from memcon.annotate.nouns import load_nouns
from memcon.register.who import who

if TYPE_CHECKING:
    from spacy.tokens import Token

SUBJECTS = ("nsubj", "nsubjpass")


def clause_of(token: Token) -> Token:
    """The verb, or the root, under which a token stands; a verb's own clause is the one it opens."""
    while token.pos_ not in ("VERB", "AUX") and token.head.i != token.i:
        token = token.head
    return token


def subject_of(verb: Token) -> Token | None:
    """Who does what a verb says, also where it is told at the verb above: "he came and saw", "asked her to draw up"."""
    nouns = load_nouns()
    for _ in range(6):
        for child in verb.children:
            if child.dep_ in SUBJECTS:
                return child
        above = verb.head
        if above.i == verb.i:
            return None
        if verb.dep_ == "relcl":
            return None
        if verb.dep_ in ("xcomp", "pcomp", "advcl", "ccomp", "acl") or (verb.dep_ == "prep" and above.pos_ == "VERB"):
            holder = above.head if verb.dep_ == "pcomp" and above.dep_ in ("prep", "mark", "agent") else above
            if holder.pos_ == "VERB" and holder.lemma_.lower() in nouns.control:
                for child in holder.children:
                    if child.dep_ in ("dobj", "nsubjpass") or (child.dep_ == "dative" and child.pos_ != "ADP"):
                        return child
            verb = holder
            continue
        if verb.dep_ in ("conj", "aux", "auxpass") or above.pos_ in ("VERB", "AUX"):
            verb = above
            continue
        return None
    return None


def subjects_over(token: Token) -> list[Token]:
    """Subjects of the clauses that tell a subject's own clause: 'minister' for the prisoner of "the minister said the prisoner fled"."""
    found: list[Token] = []
    verb = token.head
    for _ in range(6):
        if verb.dep_ != "ccomp" or verb.head.i == verb.i:
            break
        verb = verb.head
        found += [c for c in verb.children if c.dep_ in SUBJECTS and c.i < token.i]
    return found


def is_pleonastic(token: Token) -> bool:
    """Whether "it" stands for nobody: "it is clear that", "it seems", "it is expected that", "it was raining"."""
    nouns = load_nouns().pleonastic
    verb = token.head
    if token.dep_ == "expl":
        return True
    if token.dep_ not in SUBJECTS:
        # "found it hard to say", "see to it that"
        rights = {c.dep_ for c in verb.rights if c.i > token.i}
        return token.dep_ in ("dobj", "nsubj", "pobj") and bool(rights & {"ccomp", "csubj"}) and verb.pos_ != "VERB"
    lemma = verb.lemma_.lower()
    clauses = [
        c for c in verb.subtree if c.i > token.i and c.i != verb.i and c.dep_ in ("ccomp", "csubj", "xcomp", "advcl", "acl", "relcl")
    ]
    direct = {c.dep_ for c in verb.children if c.i > token.i}
    if lemma in nouns["weather"] and "dobj" not in direct:
        return True
    if token.dep_ == "nsubjpass":
        return lemma in nouns["said"] and bool(direct & {"ccomp", "xcomp"})
    if lemma in ("look", "feel", "sound", "smell") and any(c.dep_ in ("prep", "mark") and c.lower_ in ("like", "as") for c in verb.subtree):
        return True  # "it looked like something out of a film"
    if lemma == "be" and any(c.i > verb.i and c.lower_ in _CLOCK for c in verb.subtree if c.i < verb.i + 5):
        return True
    if lemma == "seem" or lemma == "appear":
        return bool(direct & {"ccomp"}) or any(c.dep_ == "ccomp" for c in clauses)
    if lemma == "take":
        return any(
            c.dep_ == "npadvmod" or (c.dep_ == "dobj" and c.ent_type_ == "TIME") or c.lower_ in TIMES for c in verb.subtree if c.i > verb.i
        )
    if lemma in nouns["be"] and direct & {"acomp", "attr", "prep", "oprd", "advmod"}:
        # "it is clear that", "it is up to X to say"; but "it is ready to help" is somebody's
        for c in clauses:
            if c.dep_ in ("ccomp", "csubj") and any(m.dep_ == "mark" or m.lower_ in _OPENING for m in c.lefts):
                return True
        said = next((c for c in verb.children if c.dep_ in ("acomp", "attr", "prep")), None)
        if said is None:
            return False
        if said.dep_ == "prep" and said.lower_ in ("up", "for") and clauses:
            return True
        if said.lower_ == "one" and (kind := next((n for c in said.rights if c.lower_ == "of" for n in c.rights), None)) is not None:
            said = kind  # "it was one of the worst disasters"
            return said.pos_ == "NOUN" and who(said.text) is None
        # "it was a great honour", "it is the territory of": no actor is called so
        return said.lemma_.lower() in nouns["judged"] or (said.dep_ == "attr" and said.pos_ == "NOUN" and who(said.text) is None)
    return False


TIMES = frozenset("second minute hour day week month year decade seconds minutes hours days weeks months years decades long time".split())
_CLOCK = frozenset("midnight noon midday dawn dusk o'clock past dark a.m. p.m. am pm".split())
_OPENING = frozenset("that whether if how why what when where who".split())


def told_by_nobody_known(token: Token, known: Callable[[Token], bool]) -> bool:
    """Whether a pronoun opens what a noun says that names no actor: "the campaign said it had proof", "witnesses said they ran"."""
    verb = token.head
    if token.dep_ not in SUBJECTS or verb.dep_ != "ccomp" or verb.head.lemma_.lower() not in load_nouns().saying:
        return False
    speaker = next((c for c in verb.head.children if c.dep_ == "nsubj"), None)
    if speaker is None or speaker.pos_ != "NOUN" or known(speaker):
        return False
    return (speaker.tag_ == "NNS") == (token.lower_ == "they")


def told_gender(token: Token) -> str | None:
    """The gender that a clause tells of its subject: 'm' in "the 44-year-old said he was tired"."""
    verb = token.head
    if token.dep_ not in SUBJECTS or verb.lemma_.lower() not in load_nouns().saying:
        return None
    for inner in verb.rights:
        if inner.dep_ == "ccomp":
            for child in inner.lefts:
                own = next((c for c in child.lefts if c.dep_ == "poss"), None) if child.dep_ in SUBJECTS else None
                if own is not None and own.lower_ in ("his", "her"):
                    return "m" if own.lower_ == "his" else "f"  # "said his first trip would be"
                if child.dep_ in SUBJECTS:
                    return "m" if child.lower_ == "he" else "f" if child.lower_ == "she" else None
    return None


def owner_by_verb(token: Token) -> Token | None:
    """Whose something is where the verb tells it of its object: 'him' for "his" in "thanked him for his courtesy"."""
    prep = token.head.head
    if token.dep_ != "poss" or token.head.dep_ != "pobj" or prep.dep_ != "prep":
        return None
    verb = prep.head
    verbs = load_nouns()
    lemma = verb.lemma_.lower()
    judged = lemma in verbs.judging and prep.lower_ in ("for", "of", "over", "on")
    seized = lemma in verbs.visiting and prep.lower_ in ("at", "in", "outside", "near", "inside", "from")
    if not (judged or seized):
        return None
    return next((c for c in verb.children if c.dep_ in ("dobj", "nsubjpass")), None)
