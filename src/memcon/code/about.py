"""The matters an act was about: what is discussed, demanded, promised, refused, given or blamed."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from memcon.annotate.mentions import phrase_range
from memcon.annotate.reading import Sentence
from memcon.annotate.times_grammar import load_grammar
from memcon.code.match import conjoined, lemma_of, objects_of
from memcon.model.record import Matter, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_FILE = Path(__file__).parent.parent / "knowledge" / "cues" / "matters.toml"
_MAX = 12
_MOST_THINGS = 4
_LONGEST = 14  # words of a matter
# acts whose own object, or the object of what they demand, promise or refuse, is their matter
_OF_THINGS = ("REQUEST", "AGREE", "REJECT", "THREATEN", "CONCEDE", "COOPERATE", "SUPPORT", "AID", "RETREAT", "SANCTION", "ACCUSE")
_OF_CAUSES = ("PROTEST",)


@lru_cache(maxsize=1)
def _words() -> dict[str, frozenset[str]]:
    """The lists of knowledge/cues/matters.toml."""
    lists: dict[str, str] = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {name: frozenset(words.split()) for name, words in lists.items()}


def find_matters(sentence: Sentence, token: Token, type_: str, parties: Sequence[Span] = ()) -> list[Matter]:
    """Noun phrases that say what the act of a type that ``token`` names was about, in text order.

    ``parties`` are the spans of whoever acts and whom it is done to: they are no matters.
    """
    found = _discussed(token, whom=type_ == "REQUEST" and lemma_of(token) == "call") if type_ in ("CONSULT", *_OF_THINGS) else {}
    matters = [_matter(sentence, t) for t in sorted(found.values(), key=lambda t: t.i)[:_MAX]]
    if type_ not in (*_OF_THINGS, *_OF_CAUSES):
        return matters
    giving = lemma_of(token) in _words()["giving"]
    for noun in _full(_things(token, type_)):
        at = sentence.offset(noun)
        if len(matters) >= max(_MOST_THINGS, len(found)):
            break
        own = noun.head.i == token.i or (noun.dep_ != "dobj" and noun.head.head.i == token.i)
        party = own and any(s <= at < e for s, e in parties) and not (giving and noun.dep_ == "dobj")
        if noun.i in found or party or not _names(noun):
            continue
        matter = _matter(sentence, noun, whole=True)
        if not any(m.span[0] < matter.span[1] and matter.span[0] < m.span[1] for m in matters):
            matters.append(matter)
    return sorted(matters, key=lambda m: m.span)


def _matter(sentence: Sentence, token: Token, *, whole: bool = False) -> Matter:
    """A noun's phrase; the ``whole`` one with what "of" hangs on it ("deliveries of missiles")."""
    first, last = phrase_range(token)
    while first < token.i and (token.doc[first].pos_ in ("DET", "PUNCT", "CCONJ") or token.doc[first].tag_ == "PRP$"):
        first += 1
    inner = token
    while whole:
        of = next((c for c in inner.rights if c.dep_ == "prep" and c.lower_ == "of" and c.i == last), None)
        below = next((c for c in of.rights if c.dep_ == "pobj"), None) if of is not None else None
        if below is None or phrase_range(below)[1] - first > _LONGEST:
            break
        inner, last = below, phrase_range(below)[1]
    return Matter(text=token.doc[first:last].text, span=sentence.span_of(first, last))


def _names(noun: Token) -> bool:
    """Whether a noun names a matter and no time, pronoun or empty word."""
    words = _words()
    lemma = lemma_of(noun)
    if noun.lower_ in load_grammar().lists["months"] or any(c.lower_ in load_grammar().lists["months"] for c in noun.lefts):
        return False
    return noun.pos_ in ("NOUN", "PROPN") and not {lemma, noun.lower_} & (words["times"] | words["empty"])


def _full(nouns: Iterator[Token]) -> Iterator[Token]:
    """Nouns, and for those that are empty ("an end to the siege") or of helping ("help with the harvest") what follows them."""
    words = _words()
    for noun in nouns:
        yield noun
        if lemma_of(noun) in words["empty"]:
            yield from _behind(noun, words["of_empty"])
        elif lemma_of(noun) in words["help"]:
            yield from _behind(noun, words["of_help"])


def _things(token: Token, type_: str) -> Iterator[Token]:
    """What an act is done with: its object, and the objects of the verbs that it demands, promises or refuses."""
    words = _words()
    if token.pos_ in ("NOUN", "PROPN"):
        yield from _behind(token, words["of_acts"])
        roots = [c for c in token.children if c.dep_ in ("acl", "xcomp") and c.tag_ in ("VB", "VBG")]
    else:
        told = any(c.dep_ in ("xcomp", "ccomp") for c in token.rights)
        blamed = any(p.dep_ == "prep" and p.lower_ in ("of", "for") for p in token.children) and lemma_of(token) in words["blaming"]
        meets = lemma_of(token) in words["meeting"]
        if type_ != "PROTEST" and not (told or blamed or meets):  # "urged partners to", "accused them of": whom, not what
            yield from (t for o in token.children if o.dep_ in ("dobj", "nsubjpass") for t in conjoined(o))
        # "called on them to stop", "went on strike"
        on_whom = type_ == "PROTEST" or (type_ == "REQUEST" and (told or lemma_of(token) == "call"))
        yield from _behind(token, words["of_acts"] - ({"on"} if on_whom else set()))
        for noun in (c for c in token.children if c.dep_ == "dobj"):
            yield from _behind(noun, words["of_acts"] - {"of"})
        roots = [c for c in token.children if c.dep_ in ("xcomp", "ccomp") and c.pos_ in ("VERB", "AUX")]
        roots += [c for p in token.children if p.dep_ == "prep" and p.lower_ in words["of_acts"] for c in p.children if c.dep_ == "pcomp"]
        if type_ in ("PROTEST", "REQUEST", "ACCUSE"):
            roots += [c for c in token.children if c.dep_ == "advcl" and c.tag_ in ("VB", "VBG")]
    for root in roots[:3]:
        for verb in conjoined(root):
            objects = [t for o in verb.children if o.dep_ in ("dobj", "nsubjpass", "attr") for t in conjoined(o)]
            if lemma_of(verb) not in words["meeting"]:
                yield from objects
            for noun in objects:
                yield from _behind(noun, words["of_talk"])
            if not objects:
                yield from _behind(verb, words["of_verbs"])
            for inner in (c for c in verb.children if c.dep_ == "xcomp" and c.pos_ == "VERB"):
                yield from (t for o in inner.children if o.dep_ == "dobj" for t in conjoined(o))


def _behind(head: Token, prepositions: frozenset[str]) -> Iterator[Token]:
    """What stands behind a word's prepositions."""
    for prep in head.rights:
        if prep.dep_ in ("prep", "dative") and prep.lower_ in prepositions:
            yield from (t for o in prep.rights if o.dep_ == "pobj" for t in conjoined(o))


def _discussed(token: Token, *, whom: bool) -> dict[int, Token]:
    """What is talked about, by the number of its noun. ``whom``: behind "on" stands who is called on."""
    words = _words()
    found: dict[int, Token] = {}
    roots = [token]
    verb = token
    while verb.pos_ not in ("VERB", "AUX") and verb.head.i != verb.i:
        verb = verb.head
    if verb.i != token.i and verb.pos_ in ("VERB", "AUX"):
        roots.append(verb)
    for root in roots:
        for talk in [root, *(t for t in root.subtree if t.pos_ == "VERB" and lemma_of(t) in words["talk"])]:
            if lemma_of(talk) in words["talk"] and talk.pos_ == "VERB":
                for o in objects_of(talk):
                    _collect(o, found)
            if talk is root and root is not token and lemma_of(root) not in words["talk"]:
                continue
            for child in talk.children:
                if child.dep_ in ("prep", "pcomp") and child.lower_ in words["of_talk"] and not (whom and child.lower_ == "on"):
                    for inner in child.children:
                        if inner.dep_ in ("pobj", "pcomp"):
                            for t in conjoined(inner):
                                _collect(t, found)
    return found


def _collect(token: Token, found: dict[int, Token], depth: int = 0) -> None:
    if depth > 4 or token.i in found:
        return
    empty = _words()["empty"]
    lemma = lemma_of(token)
    if _names(token):
        found[token.i] = token
    for child in token.rights:
        if child.dep_ == "prep" and (
            child.lower_ in ("including", "like") or (child.lower_ in ("of", "on", "about", "such") and lemma in empty)
        ):
            for inner in child.children:
                if inner.dep_ in ("pobj", "pcomp"):
                    for t in conjoined(inner):
                        _collect(t, found, depth + 1)
                elif inner.dep_ == "prep":
                    for last in inner.children:
                        if last.dep_ == "pobj":
                            for t in conjoined(last):
                                _collect(t, found, depth + 1)
        elif child.dep_ in ("prep", "acl") and child.lower_ == "including":
            for inner in child.children:
                if inner.dep_ in ("pobj", "dobj"):
                    for t in conjoined(inner):
                        _collect(t, found, depth + 1)
        elif child.dep_ in ("appos", "conj") and lemma in empty:
            for t in conjoined(child):
                _collect(t, found, depth + 1)
