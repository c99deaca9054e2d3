"""Hold lexicon patterns against a parsed sentence: which tokens are triggers, and of what."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from memcon.annotate.mentions import counted
from memcon.code.lexicon import FOLDER, Entry, Lexicon, Pattern, Test

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_OBJECT = ("dobj", "obj", "nsubjpass", "attr", "oprd")


@dataclass(frozen=True)
class Hit:
    """A trigger token and the entry that claims it."""

    token: Token
    entry: Entry
    pattern: Pattern


# what a named actor of a sector counts as where a pattern asks for a common noun as subject
_STANDS_FOR = {
    "MIL": {"troop", "soldier", "army", "force"},
    "REB": {"rebel", "militant", "insurgent", "fighter", "guerrilla"},
    "UAF": {"gunman", "militant"},
    "PRM": {"militia"},
    "COP": {"police"},
    "LAB": {"worker", "union"},
    "AGR": {"farmer"},
    "EDU": {"student"},
}


def find_triggers(doc: Doc, lexicon: Lexicon, sectors: Mapping[int, str | None] | None = None) -> Iterator[Hit]:
    """Triggers in token order; of several patterns on one token the most specific wins.

    ``sectors`` gives the PLOVER sector of the actor that a token heads, so that "Al-Shabaab stormed" is read as "rebels stormed".
    """
    for token in doc:
        pos = "v" if token.pos_ in ("VERB", "AUX") else "n" if token.pos_ in ("NOUN", "PROPN") else "a" if token.pos_ == "ADJ" else None
        if pos is None:
            continue
        lemma = lemma_of(token)
        patterns = lexicon.by_lemma.get((lemma, pos))
        if not patterns and pos == "a" and token.tag_ in ("VBN", "JJ"):
            continue
        for pattern in patterns or ():
            if all(holds(test, token, sectors or {}) for test in pattern.tests):
                yield Hit(token, pattern.entry, pattern)
                break


@lru_cache(maxsize=1)
def _forms() -> dict[str, str]:
    """Verb forms that the lemmatiser gets wrong, with their lemmas (made by tools/make_forms.py)."""
    with (FOLDER / "forms.csv").open(encoding="utf-8", newline="") as handle:
        return {row["form"]: row["lemma"] for row in csv.DictReader(handle)}


def lemma_of(token: Token) -> str:
    """The lemma in lower case, hyphens dropped ('cease-fire' is 'ceasefire')."""
    if token.pos_ == "VERB" and (mended := _forms().get(token.lower_)):
        return mended
    return str(token.lemma_).lower().replace("-", "")


def holds(test: Test, token: Token, sectors: Mapping[int, str | None]) -> bool:
    """Whether one constraint holds for a trigger token."""
    found = _look(test, token)
    if not found and test.where == "subj" and sectors:
        found = any(_STANDS_FOR.get(sectors.get(s.i) or "", set()) & test.words for s in subjects_of(token))
    return found != test.absent


def _look(test: Test, token: Token) -> bool:
    where, words = test.where, test.words
    if where == "obj":
        objects = objects_of(token)
        return _any(objects, words)
    if where == "prt":
        return any(c.dep_ == "prt" and (not words or c.lower_ in words) for c in token.children)
    if where == "p":
        return any(
            (not words) or _any(pobjs_of(prep), words)
            for prep in [*preps_of(token), *(p for o in _own_objects(token) for p in preps_of(o))]
            if test.prep is None or prep.lower_ in test.prep.split(",")
        )
    if where == "of":
        return any(_any(pobjs_of(p), words) for p in preps_of(token) if p.lower_ == "of")
    if where == "xc":
        return _any(complements_of(token), words)
    if where == "mod":
        return any(
            lemma_of(c) in words or c.lower_ in words
            for c in token.lefts
            if c.dep_ in ("amod", "compound", "nmod", "poss", "npadvmod", "advmod")
        )
    if where == "subj":
        return _any([counted(s) or s for s in subjects_of(token)], words) or _any(subjects_of(token), words)
    if where == "neg":
        return is_negated(token)
    if where == "fact":
        return any(c.dep_ == "ccomp" and _states(c) for c in token.children)
    if where == "else":
        return any(c.dep_ == "ccomp" and c.tag_ == "VB" and any(t.dep_ == "nsubj" for t in c.lefts) for c in token.rights)
    if where == "gov":
        return token.dep_ != "ROOT" and lemma_of(token.head) in words
    if where == "~":
        return any(lemma_of(t) in words or t.lower_ in words for t in token.subtree)
    return False


def _states(verb: Token) -> bool:
    """Whether a clause's verb tells what is or was, not what ought to be done ('that he had left', not 'that he leave')."""
    return any(t.tag_ in ("VBD", "VBZ") or t.lower_ in ("will", "would", "have", "are", "were") for t in (verb, *verb.lefts))


def _own_objects(token: Token) -> list[Token]:
    """A verb's object: 'with' hangs on it as often as on the verb ("shared intelligence with")."""
    return [c for c in token.rights if c.dep_ == "dobj"] if token.pos_ in ("VERB", "AUX") else []


def _any(tokens: list[Token], words: frozenset[str]) -> bool:
    if not words:
        return bool(tokens)
    return any(lemma_of(t) in words or t.lower_ in words or _compound(t) in words for t in tokens)


def _compound(token: Token) -> str:
    left = [c for c in token.lefts if c.dep_ in ("compound", "amod")]
    return f"{left[-1].lower_} {lemma_of(token)}" if left else ""


def conjoined(token: Token) -> list[Token]:
    """A token and everything coordinated with it."""
    found = [token]
    for child in token.rights:
        if child.dep_ == "conj":
            found.extend(conjoined(child))
    return found


def objects_of(token: Token) -> list[Token]:
    """What a verb acts on: objects, or the subject of a passive; for a participle, the noun it modifies."""
    found: list[Token] = []
    for child in token.children:
        if child.dep_ in _OBJECT:
            found.extend(conjoined(child))
    if not found and token.dep_ == "acl" and token.tag_ == "VBN":
        found.append(token.head)
    if not found and token.dep_ == "relcl" and token.pos_ == "VERB":
        relative = [c for c in token.children if c.tag_ in ("WDT", "WP") and c.dep_ in _OBJECT]
        if relative:
            found.append(token.head)
    if not found and token.dep_ == "conj" and token.head.pos_ == "VERB" and not has_own_object(token):
        # "detained and deported the monks": the object stands with one of the verbs
        found.extend(c for c in token.head.rights if c.dep_ in _OBJECT and c.i > token.i)
    if not found:
        for child in token.rights:
            if child.dep_ == "conj" and child.pos_ == "VERB" and not any(c.dep_ in ("prep",) for c in token.rights):
                found.extend(c for c in child.rights if c.dep_ in ("dobj",) and child.i - token.i <= 3)
    return found


def has_own_object(token: Token) -> bool:
    """Whether a verb has an object or preposition of its own."""
    return any(c.dep_ in _OBJECT or c.dep_ == "prep" for c in token.rights)


def is_passive(token: Token) -> bool:
    """Whether a verb form is passive."""
    if any(c.dep_ in ("nsubjpass", "auxpass", "agent") for c in token.children):
        return True
    return (token.dep_ == "acl" and token.tag_ == "VBN") or (token.dep_ == "conj" and token.tag_ == "VBN" and is_passive(token.head))


def subjects_of(token: Token) -> list[Token]:
    """Active subjects of a verb, coordinated ones included; for a passive its 'by' agent."""
    found: list[Token] = []
    for child in token.children:
        if child.dep_ == "nsubj" or (child.dep_ == "compound" and token.pos_ == "VERB" and child.i < token.i):
            found.extend(conjoined(child))
        elif child.dep_ == "agent":
            for inner in child.children:
                if inner.dep_ == "pobj":
                    found.extend(conjoined(inner))
    return found


def preps_of(token: Token) -> list[Token]:
    """Prepositions that hang on a token, 'agent' and dative ones included."""
    return [c for c in token.children if c.dep_ in ("prep", "agent", "dative") and c.pos_ in ("ADP", "SCONJ", "PART")]


def pobjs_of(prep: Token) -> list[Token]:
    """Objects of a preposition, coordinated ones included; verbs under it ('of bombing') too."""
    found: list[Token] = []
    for child in prep.children:
        if child.dep_ in ("pobj", "pcomp"):
            found.extend(conjoined(child))
        elif child.dep_ == "prep":
            found.extend(pobjs_of(child))
    return found


def complements_of(token: Token) -> list[Token]:
    """Clauses that a word governs: 'agreed to meet', 'demanded that X leave', 'a plan to send'."""
    found: list[Token] = []
    for child in token.rights:
        if child.dep_ in ("xcomp", "ccomp", "acl", "advcl", "oprd") and child.pos_ in ("VERB", "AUX", "NOUN", "ADJ"):
            if child.dep_ in ("advcl", "acl") and child.tag_ not in ("VB",) and not any(c.lower_ == "to" for c in child.lefts):
                continue
            found.extend(conjoined(child))
    return found


def is_negated(token: Token) -> bool:
    """Whether the word itself is negated ('did not', 'never', 'no talks')."""
    return any(c.dep_ == "neg" or (c.dep_ == "det" and c.lower_ == "no") or c.lower_ in ("never", "neither", "nor") for c in token.lefts)
