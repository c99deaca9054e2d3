"""Whether an act happened: negation, modals, tense, and the words that govern it, with the cue as evidence."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from memcon.code.match import lemma_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_CUES = Path(__file__).parent.parent / "knowledge" / "cues" / "status.toml"
_YEAR = re.compile(r"^(1[0-9]{3}|20[0-9]{2})(?:s)?$")
_OLD = 8


@dataclass(frozen=True)
class StatusCues:
    """Cue lemma to status, by the place the cue stands in."""

    governor: dict[str, str]
    modal: dict[str, str]
    modifier: dict[str, str]
    ongoing: frozenset[str]
    history_nouns: frozenset[str]
    history_phrases: tuple[str, ...]
    surveys: frozenset[str]


@lru_cache(maxsize=1)
def load_cues() -> StatusCues:
    """The packaged status cues."""
    raw = tomllib.loads(_CUES.read_text(encoding="utf-8"))

    def table(name: str) -> dict[str, str]:
        return {word: status for status, words in raw[name].items() for word in reversed(words.split())}

    return StatusCues(
        table("governor"),
        table("modal"),
        table("modifier"),
        frozenset(raw["ongoing"]["verbs"].split()),
        frozenset(raw["historical"]["nouns"].split()),
        tuple(raw["historical"]["phrases"]),
        frozenset(raw["survey"]["nouns"].split()),
    )


def find_status(token: Token, year: int | None, skip: frozenset[int] = frozenset()) -> tuple[str, Token | None]:
    """The status of the act a trigger names and the cue token (None where nothing marks it: it happened).

    ``skip`` holds token indices of governors that have been coded themselves (their status is not inherited).
    """
    cues = load_cues()
    own = _own(token, cues)
    if own is not None:
        return own
    history = _historical(token, year, cues)
    governed = _governed(token, cues, skip)
    if governed is not None and governed[0] != "ongoing":
        return governed
    if history is not None:
        return "historical", history
    return governed or ("happened", None)


def _own(token: Token, cues: StatusCues) -> tuple[str, Token] | None:
    verbal = token.pos_ in ("VERB", "AUX")
    for child in token.children:
        if child.dep_ == "neg" or (child.dep_ == "det" and child.lower_ == "no") or child.lower_ == "never":
            if child.i < token.i or child.dep_ == "neg":
                return "denied", child
    if verbal:
        for child in token.lefts:
            if child.dep_ == "aux" and child.tag_ == "MD":
                status = cues.modal.get(child.lower_)
                if status == "hypothetical" and _reported_future(token):
                    status = "planned"
                if status:
                    return status, child
            if child.dep_ == "mark" and child.lower_ in ("if", "unless"):
                return "hypothetical", child
            if child.dep_ == "nsubj" and any(c.dep_ == "det" and c.lower_ == "no" for c in child.children):
                return "denied", child
        for child in token.children:
            if child.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ == "if" for c in child.children):
                if any(c.tag_ == "MD" for c in token.lefts):
                    return "hypothetical", child
    for child in token.lefts:
        if child.dep_ in ("amod", "advmod", "compound"):
            status = cues.modifier.get(child.lower_)
            if status:
                return status, child
    return None


def _reported_future(token: Token) -> bool:
    """'said it would send': a plan told in the past, not a condition."""
    head = token.head
    return (
        token.dep_ in ("ccomp", "relcl", "advcl", "conj")
        and head.tag_ in ("VBD", "VBN", "VBZ", "VBP", "VBG")
        and not any(c.lower_ == "if" for c in token.subtree)
    ) or (token.dep_ == "ROOT" and not any(c.lower_ == "if" for c in token.doc))


def _governed(token: Token, cues: StatusCues, skip: frozenset[int]) -> tuple[str, Token] | None:
    at = token
    ongoing = None
    if token.tag_ == "VBG" and any(c.dep_ == "aux" and c.lemma_.lower() == "be" and c.tag_ in ("VBP", "VBZ") for c in token.lefts):
        ongoing = token
    for _ in range(7):
        head = at.head
        if head.i == at.i or head.i in skip:
            break
        link = at.dep_
        if link == "conj":
            at = head
            own = _own(at, cues) if at.pos_ == token.pos_ and at.pos_ in ("VERB", "AUX") else None
            if (
                own
                and own[0] in ("planned", "possible", "demanded", "hypothetical")
                and not any(c.dep_ in ("nsubj", "aux") for c in token.lefts)
            ):
                return own
            continue
        if link in ("nsubj", "nsubjpass") and head.pos_ in ("VERB", "AUX"):
            own = _subject_status(head, cues)
            return own or (("ongoing", ongoing) if ongoing is not None else None)
        if link in ("relcl", "appos", "parataxis", "nmod", "poss", "npadvmod"):
            break
        if link == "advcl":
            mark = next((c for c in at.lefts if c.dep_ == "mark"), None)
            if mark is not None and mark.lower_ in ("if", "unless"):
                return "hypothetical", mark
            if at.tag_ == "VB" and any(c.lower_ == "to" for c in at.lefts):
                return "planned", at
            break
        lemma = lemma_of(head)
        if link in ("ccomp",) and head.pos_ in ("VERB", "AUX"):
            # reported clauses stand on their own feet unless the report casts doubt
            if lemma in ("deny", "doubt", "dispute", "reject", "dismiss"):
                return "denied", head
            status = cues.governor.get(lemma)
            if status in ("demanded", "possible", "threatened"):
                if lemma in ("allege", "suspect", "believe", "think", "claim") or status != "possible" or at.tag_ in ("VB",):
                    return status, head
            break
        status = cues.governor.get(lemma)
        if (
            link == "dobj"
            and head.pos_ == "VERB"
            and lemma
            in (
                "plan",
                "consider",
                "weigh",
                "propose",
                "schedule",
                "expect",
                "demand",
                "threaten",
                "deny",
                "seek",
                "prepare",
                "urge",
                "request",
                "avoid",
                "prevent",
                "avert",
                "cancel",
                "postpone",
                "foil",
                "thwart",
                "contemplate",
                "mull",
                "discuss",
                "promise",
                "pledge",
                "fear",
                "want",
                "need",
                "predict",
                "offer",
                "prohibit",
                "forbid",
            )
        ):
            return cues.governor.get(lemma, "possible"), head
        if link == "dobj" and head.pos_ in ("VERB", "AUX"):
            own = _own(head, cues)
            if own is not None:
                return own
            at = head
            continue
        if link == "pobj":
            prep = head
            noun = prep.head
            if prep.i in skip or noun.i in skip:
                break
            word = prep.lower_
            noun_lemma = lemma_of(noun)
            if word == "without":
                return "denied", prep
            if word in ("toward", "towards"):
                return "possible", prep
            if noun_lemma in cues.history_nouns and word in ("of", "for"):
                return "historical", noun
            if word in ("of", "for", "about", "over", "against", "on", "to") and noun.pos_ in ("NOUN", "PROPN", "ADJ"):
                found = cues.governor.get(noun_lemma)
                if (found and word in ("of", "for", "to")) or found in ("threatened",):
                    return str(found), noun
            if (
                word in ("for", "against", "about", "of")
                and noun.pos_ == "VERB"
                and noun_lemma in ("call", "push", "appeal", "press", "ask", "hope", "plan", "prepare", "warn", "threaten", "wait")
            ):
                return cues.governor.get(noun_lemma, "possible"), noun
            if noun.pos_ == "VERB" and word in ("in", "into", "on", "at", "after", "during", "by", "with", "following"):
                break
            at = noun
            continue
        if status and link in ("xcomp", "acl", "pcomp", "oprd", "dobj", "attr", "acomp", "prep", "ccomp"):
            if link == "acl" and at.tag_ in ("VBN", "VBG"):
                break
            return status, head
        if link == "pcomp":
            if head.lower_ == "without":
                return "denied", head
            if head.lower_ in ("from", "of", "for", "about", "on", "against") and (found := cues.governor.get(lemma_of(head.head))):
                return found, head.head
        if lemma in cues.ongoing and link in ("xcomp", "dobj"):
            ongoing = head
        own = _own(head, cues) if head.pos_ in ("VERB", "AUX") and link in ("xcomp", "oprd") else None
        if own is not None:
            return own
        at = head
    return ("ongoing", ongoing) if ongoing is not None else None


def _subject_status(verb: Token, cues: StatusCues) -> tuple[str, Token] | None:
    own = _own(verb, cues)
    if own is not None:
        return own
    lemma = lemma_of(verb)
    if lemma in ("plan", "schedule", "expect", "postpone", "cancel", "avert", "foil", "thwart", "propose", "set"):
        return cues.governor.get(lemma, "planned"), verb
    if lemma in cues.ongoing:
        return "ongoing", verb
    return None


def _historical(token: Token, year: int | None, cues: StatusCues) -> Token | None:
    doc: Doc = token.doc
    for other in token.subtree:
        found = _YEAR.match(other.text)
        if found and year and year - int(found.group(1)) >= _OLD:
            return other
        if lemma_of(other) == "ago" and other.i > 1 and lemma_of(doc[other.i - 1]) in ("decade", "century", "generation"):
            return other
        if (
            lemma_of(other) == "ago"
            and other.i > 1
            and lemma_of(doc[other.i - 1]) == "year"
            and doc[other.i - 2].lower_ not in ("a", "one", "two", "three", "four", "1", "2", "3", "4")
        ):
            return other
    for child in token.lefts:
        if (found := _YEAR.match(child.text)) and year and year - int(found.group(1)) >= _OLD:
            return child
    first = doc[0]
    if first.lower_ in ("in", "during", "since") and first.dep_ == "prep" and first.head.i == token.i:
        for t in first.subtree:
            if (found := _YEAR.match(t.text)) and year and year - int(found.group(1)) >= _OLD:
                return t
    return None
