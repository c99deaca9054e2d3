"""Find the noun phrases and pronouns that may name an actor, and ask the register who they are."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from memcon.annotate.fullnames import body_told, name_end, own_body
from memcon.annotate.nouns import load_nouns
from memcon.annotate.reading import Mention, Sentence
from memcon.register.names import fold
from memcon.register.register import load_register
from memcon.register.who import Identity, who

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_PRONOUNS = {
    "he",
    "she",
    "it",
    "they",
    "him",
    "her",
    "them",
    "his",
    "its",
    "their",
    "himself",
    "herself",
    "itself",
    "themselves",
    "who",
    "whom",
    "whose",
    "which",
    "i",
    "we",
    "us",
    "me",
    "my",
    "our",
    "you",
    "both",
    "each",
}
_REFLEXIVE = {"himself", "herself", "itself", "themselves"}
QUANTITIES = {
    "ten", "hundred", "thousand", "million", "dozen", "score", "handful", "number", "couple", "majority", "some", "most", "many",
    "scores", "tens", "hundreds", "thousands", "dozens", "millions", "several", "one", "two", "three", "four", "five", "crowd", "group",
}  # fmt: skip
_LONG = re.compile(r"[^\W\d_]{4,}")
_ROLES = {"nsubj", "nsubjpass", "dobj", "pobj", "dative", "poss", "agent", "conj", "attr", "appos"}
# whence somebody comes is not where he rules, and of how many a bloc is does not say what it is
_BORN = re.compile(
    r"\b(?:[A-Za-z]{2,20}-(?:born|educated|trained|raised|speaking|bred)|(?:\d{1,3}|[a-z]{3,12})-(?:nation|member|country|state)) "
)
_COUNT = {"two", "three", "four"}
_LOCATIVE = {"in", "at", "near", "outside", "around", "inside", "into", "across", "throughout", "through", "within", "off", "along"}
_PLACING = {"from", "to"}
_CUT_LEFT = {
    "cc",
    "punct",
    "preconj",
    "prep",
    "mark",
    "nsubj",
    "advcl",
    "intj",
    "relcl",
    "acl",
    "appos",
    "conj",
    "aux",
    "nsubjpass",
    "expl",
}


def names_told(sentences: list[Sentence]) -> frozenset[str]:
    """Last words of the names that the sentences tell in full, less those that they also write small."""
    found: set[str] = set()
    for sentence in sentences:
        before = None
        for token in sentence.tokens:
            if token.pos_ != "PROPN":
                before = None
                continue
            if before is not None and before.head.i == token.i and token.text[:1].isupper():
                found.add(token.text)
            before = token
    if not found:
        return frozenset()
    keys = {sentences[0].doc.vocab.strings[w.lower()]: w.lower() for w in found}  # numbers compare sooner than words
    small = {keys[t.orth] for s in sentences for t in s.tokens if t.orth in keys}
    return frozenset(w for w in found if w.lower() not in small)


def find_mentions(sentence: Sentence, on: str | None, names: frozenset[str] = frozenset()) -> list[Mention]:
    """Mentions of one sentence in token order, each with the register's answer for the ISO day ``on``.

    ``names`` are words that end a name elsewhere in the article: one that opens a sentence is often parsed as a plain noun.
    """
    found = []
    inside: set[int] = set()
    cased = _is_cased(sentence)
    for token in sentence.tokens:
        if token.i in inside or not _heads_phrase(token) or _is_idiom(token) or _is_idea(token):
            continue
        low = token.lower_
        if counted(token) is not None:
            continue
        if token.pos_ in ("PRON", "DET") or (low in _PRONOUNS and token.tag_ in ("PRP", "PRP$", "WP", "WP$", "DT")):
            if low in _PRONOUNS:
                found.append(
                    Mention(
                        sentence.index,
                        token.i,
                        token.i,
                        token.i + 1,
                        sentence.span_of(token.i, token.i + 1),
                        pronoun=True,
                        plural=low in ("they", "them", "their", "themselves", "we", "us", "our", "both"),
                    )
                )
            continue
        first, last = phrase_range(token)
        if (end := name_end(token, first, cased)) is not None:
            inside.update(range(token.i + 1, end))
            last = end
        words = sentence.doc[first : _widened(token, last) if end is None else _placed(sentence.doc, end)]
        text = _BORN.sub(" ", words.text)
        identity = who(text, on)
        if identity is None and token.lemma_.lower() in load_nouns().insiders:
            identity = _insider(token, first, on)
        if end is not None and (identity is None or identity.kind == "person"):
            identity = body_told(sentence.doc, first, end)
        if identity is not None and identity.kind == "organisation" and not identity.head and first < token.i:
            identity = own_body(token, identity)
        if identity is not None and identity.kind == "person" and token.pos_ == "NOUN" and token.lemma_.lower() in load_nouns().kin:
            if any(c.dep_ == "poss" for c in token.lefts):
                identity = None  # "Biden's rival" is not Biden
        misread = (
            token.pos_ != "PROPN" and token.text[:1].isupper() and (_is_short_form(token) or (token.text in names and identity is None))
        )
        plural = token.tag_ in ("NNS", "NNPS") and not misread and end is None
        cast = token.text != token.lower_ or any(t.text[:1].isupper() and t.pos_ == "PROPN" for t in sentence.doc[first : token.i])
        cast = cast and not _is_capped(token, first, identity)
        name = (token.pos_ == "PROPN" and token.lower_ != "elect" and cast) or misread or end is not None
        if identity is None and not name and not _might_be_actor(token) and not is_of_two(token):
            continue
        found.append(
            Mention(
                sentence.index,
                token.i,
                first,
                last,
                sentence.span_of(first, last),
                identity,
                plural=plural,
                name=name,
                locative=_is_locative(token, identity),
            )
        )
    return found


def _is_capped(token: Token, first: int, identity: Identity | None) -> bool:
    """'The Minister', 'the Government': a common noun that some papers write with a capital, and no name."""
    if identity is None or identity.country or identity.organisation or identity.head != fold(token.text):
        return False
    alone = token.i - first == 1 and token.doc[first].lower_ == "the"
    return alone and (identity.kind in ("office", "unnamed") or token.lower_ in load_nouns().capped)


def _insider(token: Token, first: int, on: str | None) -> Identity | None:
    """Somebody of a body, who is told by that alone: "a source in Ukraine's security service"."""
    for child in token.rights:
        if child.dep_ == "prep" and child.lower_ in ("in", "at", "from", "within", "inside", "with", "of"):
            for inner in child.rights:
                if inner.dep_ == "pobj":
                    whole = who(token.doc[inner.left_edge.i : _widened(inner, inner.i + 1)].text, on)
                    if whole is not None and whole.sectors and whole.kind in ("organisation", "government", "group"):
                        name = token.doc[first : token.i + 1].text
                        return replace(whole, name=name, kind="unnamed", office=None, head=token.lemma_.lower(), sure=False)
    return None


def _placed(doc: Doc, end: int) -> int:
    """The end of a body's name with the state behind it: "the Ministry of Foreign Affairs of Brazil"."""
    after = end + 1
    if after >= len(doc) or doc[end].lower_ not in ("of", "in"):
        return end
    for last in (after + 2, after + 1):
        if last <= len(doc) and any(e.kind in ("state", "capital") for e in load_register().names.get(fold(doc[after:last].text), ())):
            return last
    return end


def _is_cased(sentence: Sentence) -> bool:
    """Whether a sentence writes plain words small, as headlines of some papers do not."""
    long: list[str] = _LONG.findall(sentence.text)
    small = sum(w[:1].islower() for w in long)
    return small * 3 > len(long) if sentence.kind in ("title", "heading", "deck") else small > 0


def _is_short_form(token: Token) -> bool:
    """ "AA", "RSF": letters that stand for a name."""
    return 2 <= len(token.text) <= 6 and token.text.isupper() and token.text.removesuffix("+").isalpha()


def _is_idiom(token: Token) -> bool:
    """'a state of emergency' is no state, nor is that of 'heads of state' or of 'the Secretary of State', nor the Nation of a palace."""
    above = token.head.head
    if token.lower_ == "government" and token.dep_ == "conj" and token.head.lower_ == "state" and _is_idiom(token.head):
        return True  # "heads of state and government"
    if token.dep_ == "pobj" and token.head.lower_ == "of" and not any(c.dep_ in ("det", "poss", "amod") for c in token.lefts):
        if (above.lemma_.lower(), token.lower_) in (
            ("head", "state"),
            ("head", "government"),
            ("secretary", "state"),
            ("minister", "state"),
        ):
            return True
    if token.dep_ == "pobj" and token.text in ("Nation", "People", "Republic") and token.head.lower_ == "of" and above.pos_ == "PROPN":
        return not any(c.dep_ in ("amod", "compound", "poss") for c in token.lefts)
    if token.i > 1 and token.text == "State" and token.nbor(-1).lower_ == "of" and token.nbor(-2).text == "Secretary":
        return True
    if token.lower_ != "state":
        return False
    if token.i and token.nbor(-1).lower_ == "of":
        return True
    return any(
        c.dep_ == "prep" and c.lower_ == "of" and any(n.lemma_.lower() in load_nouns().conditions for n in c.rights) for c in token.rights
    )


def _is_idea(token: Token) -> bool:
    """'They marched for justice', 'business suffered', 'freedom of the press': a matter, and nobody who acts."""
    nouns = load_nouns()
    if token.lower_ not in nouns.ideas or token.tag_ != "NN":
        return False
    if token.dep_ == "pobj" and token.head.lower_ == "of" and token.head.head.lemma_.lower() in ("freedom", "liberty", "rule"):
        return True
    if token.dep_ == "nsubj" and token.head.lemma_.lower() in nouns.saying:
        return False
    return not any(c.dep_ in ("det", "poss", "amod", "compound", "nummod") for c in token.lefts)


def counted(token: Token) -> Token | None:
    """Whom a word of quantity counts: 'workers' in 'thousands of workers'."""
    if token.lemma_.lower() not in QUANTITIES:
        return None
    for child in token.rights:
        if child.dep_ == "prep" and child.lower_ == "of":
            for inner in child.rights:
                if inner.dep_ == "pobj" and inner.pos_ in ("NOUN", "PROPN"):
                    return counted(inner) or inner
    return None


def phrase_range(token: Token) -> tuple[int, int]:
    """Token range ``[first, last)`` of the noun phrase headed by ``token``, without relative clauses or appositions."""
    first = token.i
    for child in token.lefts:
        if child.dep_ in _CUT_LEFT and not (child.dep_ == "punct" and child.text in ('"', "-", "“", "'")):
            first = token.i if child.left_edge.i < first else first
            continue
        if child.left_edge.i < first:
            first = child.left_edge.i
        if child.i < first:
            first = child.i
    doc = token.doc
    while first < token.i and (
        doc[first].is_punct
        or doc[first].tag_ == "WDT"  # "the treaty which four states signed"
        or doc[first].dep_ in ("cc", "preconj")
        or (doc[first].pos_ == "ADP" and first + 1 < token.i)
    ):
        first += 1
    last = token.i + 1
    while last < len(doc) and doc[last].dep_ in ("flat", "nummod") and doc[last].head.i == token.i and doc[last].pos_ == "PROPN":
        last += 1
    return first, last


def _widened(token: Token, last: int) -> int:
    """The phrase with a following 'of/in/from X', which says whose or where somebody is."""
    for child in token.rights:
        near = child.dep_ == "prep" and child.i <= last + 3
        if near and (
            child.lower_ in ("of", "in", "from", "for", "at", "based")
            # "an adviser to the Mexican foreign ministry"; of what "the envoy to Cairo" is, Cairo does not say
            or (child.lower_ == "to" and token.lemma_.lower() in load_nouns().advising)
        ):
            inner = [t for t in child.rights if t.dep_ == "pobj"]
            if inner:
                last = max(last, inner[0].i + 1)
        elif child.dep_ == "acl" and child.lower_ == "based":
            last = max(last, min(child.right_edge.i + 1, last + 5))
    return last


def is_of_two(token: Token) -> bool:
    """'the latter', 'the former': one of two who were told of last."""
    return token.lower_ in ("latter", "former") and token.i > 0 and token.nbor(-1).lower_ == "the" and token.dep_ in _ROLES


def _heads_phrase(token: Token) -> bool:
    pos = token.pos_
    if pos in ("NOUN", "PROPN", "PRON"):
        if token.dep_ == "compound" and token.head.pos_ == "VERB":
            return True  # headlines: "Tunisian court jails former minister"
        if token.dep_ not in ("compound", "npadvmod", "nmod", "case") or (token.dep_ == "nmod" and pos == "PROPN"):
            return True
        if token.dep_ == "npadvmod" and pos == "PROPN" and token.left_edge.i and token.doc[token.left_edge.i - 1].text == ",":
            # "the top envoy there, Christian Schmidt."
            return any(c.dep_ == "compound" and c.pos_ == "PROPN" for c in token.lefts)
        return pos == "PRON" and token.lower_ in _REFLEXIVE  # "he counted them himself"
    if is_of_two(token):
        return True
    the = token.i > 0 and token.nbor(-1).lower_ == "the"
    if pos in ("VERB", "ADJ") and token.dep_ in _ROLES and the and token.lower_ in load_nouns().trade:
        return True  # "the accused smiled"
    if pos in ("ADP", "PUNCT", "VERB", "AUX", "CCONJ", "PART") and not token.text[:1].isupper():
        return False
    if token.tag_ == "WP$":
        return True
    if (
        token.lower_ in _COUNT
        and token.dep_ in ("nsubj", "nsubjpass", "dobj", "pobj")
        and token.i
        and token.nbor(-1).lower_ in ("the", "all")
    ):
        return True
    if _is_aged(token) and token.dep_ in ("nsubj", "dobj", "pobj", "nsubjpass", "poss", "conj", "appos"):
        return True
    if pos == "ADJ" and token.dep_ in ("nsubj", "nsubjpass") and token.i and token.lower_ in load_nouns().trade:
        return token.nbor(-1).lower_ == "the"  # "the liberal said"
    if token.pos_ == "ADJ":
        # "the French", "the wounded"
        return token.dep_ in ("nsubj", "dobj", "pobj", "nsubjpass") and token.shape_[:1] == "X"
    if token.pos_ in ("ADV", "X", "ADJ", "VERB") and token.dep_ in ("nsubj", "nsubjpass", "dobj", "pobj") and token.text[:3].isupper():
        return len(token.text) > 2  # "OPEC+" is hardly an adverb
    return token.lower_ == "both" and (
        (token.pos_ == "DET" and token.dep_ in ("nsubj", "dobj", "pobj")) or (token.dep_ == "preconj" and token.head.pos_ == "VERB")
    )


def _might_be_actor(token: Token) -> bool:
    if token.dep_ not in ("nsubj", "nsubjpass", "pobj", "dobj", "conj", "appos", "poss", "dative", "attr"):
        return False
    return token.lemma_.lower() in load_nouns().pointing or _is_aged(token) or _is_of_age(token) or speaks(token)


def _is_of_age(token: Token) -> bool:
    """'the 74-year-old neurosurgeon'"""
    return token.pos_ == "NOUN" and "-year-old" in token.doc[token.left_edge.i : token.i].text


def speaks(token: Token) -> bool:
    """Whether a common noun, though no list has it, is of an actor: who says, knows or wants something, or is told or asked it."""
    nouns = load_nouns()
    verb, lemma = token.head, token.lemma_.lower()
    if token.pos_ != "NOUN" or lemma in nouns.mute or not lemma.isalpha():
        return False
    if token.dep_ == "nsubj" and verb.pos_ == "VERB":
        return verb.lemma_.lower() in nouns.saying or (verb.lemma_.lower() in nouns.things["mind"] and token.tag_ == "NNS")
    return token.dep_ == "dobj" and verb.lemma_.lower() == "tell"


def _is_aged(token: Token) -> bool:
    """'the 44-year-old'"""
    return token.lower_ in ("old", "year-old") and "year" in token.doc[max(0, token.i - 4) : token.i + 1].text


def _is_locative(token: Token, identity: Identity | None) -> bool:
    prep = token.head if token.dep_ == "pobj" else None
    if token.dep_ == "conj":
        root = token
        while root.dep_ == "conj":
            root = root.head
        prep = root.head if root.dep_ == "pobj" else None
    if prep is None:
        return False
    word = prep.lower_
    if word == "at" and _is_somebody(token, identity):
        return False  # "he shouted at the minister"
    if word in _LOCATIVE:
        return True
    return word in _PLACING and identity is not None and identity.kind in ("state", "government") and not identity.sure


def _is_somebody(token: Token, identity: Identity | None) -> bool:
    """Whether a phrase tells of people and no body or place."""
    nouns = load_nouns()
    if token.lemma_.lower() in nouns.bodies | nouns.premises | nouns.state:
        return False
    return identity is not None and identity.kind in ("person", "office", "unnamed", "group") and identity.head is not None


def modifier_identity(token: Token) -> Identity | None:
    """The state, organisation or armed group that a modifier names ('Israeli', 'U.S.', 'Taliban')."""
    text = token.text
    if token.i + 1 < len(token.doc) and token.nbor().text == "-" and token.i + 2 < len(token.doc):
        if token.nbor(2).lower_ in ("backed", "led", "allied", "funded", "aligned", "supported", "brokered"):
            return None
    compound = [t for t in token.lefts if t.dep_ == "compound"]
    first = compound[0].i if compound else token.i
    found = who(token.doc[first : token.i + 1].text if compound else text, None)
    if found and found.kind in ("state", "government", "organisation", "group", "person"):
        return found
    return None


__all__ = ["counted", "find_mentions", "load_register", "modifier_identity", "phrase_range"]
