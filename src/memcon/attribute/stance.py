"""Which stance a cue takes: by its word, by what it is said of, by negation."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

_FILE = Path(__file__).parent.parent / "knowledge" / "cues" / "stance.toml"
_MODAL = {"will", "would", "can", "could", "should", "must", "may", "might"}
_NOBODY = {"nobody", "none", "nothing"}
_UNSURE = ("clear", "known", "certain", "sure", "obvious", "aware", "able")
_NEGATED = {"states": "doubts", "confirms": "doubts", "denies": "confirms", "doubts": "states"}


@dataclass(frozen=True)
class Stances:
    """Lemma, described word and verb-object pair to stance; the verbs that make a promise a threat or withhold."""

    words: dict[str, str]
    told: frozenset[str]
    described: dict[str, str]
    objects: dict[tuple[str, str], str]
    hostile: frozenset[str]
    withheld: frozenset[str]
    unable: frozenset[str]
    accounts: frozenset[str]
    basis: frozenset[str]
    harm: frozenset[str]
    own_will: re.Pattern[str]


@lru_cache(maxsize=1)
def load_stances() -> Stances:
    """The packaged stances."""
    raw = tomllib.loads(_FILE.read_text(encoding="utf-8"))

    def table(name: str) -> dict[str, str]:
        return {word: stance for stance, words in raw[name].items() for word in words.split()}

    return Stances(
        table("stance"),
        frozenset(raw["told"]["demands"].split()),
        table("described"),
        {(pair.split(":")[0], pair.split(":")[1]): stance for pair, stance in table("objects").items()},
        frozenset(raw["hostile"]["verbs"].split()),
        frozenset(raw["withheld"]["verbs"].split()),
        frozenset(raw["withheld"]["adjectives"].split()),
        frozenset(raw["untrue"]["accounts"].split()),
        frozenset(raw["untrue"]["basis"].split()),
        frozenset(raw["untrue"]["harm"].split()),
        re.compile(r"\b(?:" + "|".join(raw["untrue"]["own_will"]) + r")\b", re.IGNORECASE),
    )


def stance_of(token: Token, frame: str, said: list[Token]) -> str:
    """The stance of a cue. ``said`` are the words attributed that stand in its own sentence."""
    known = load_stances()
    lemma = token.lemma_.lower()
    after = token.doc[token.i + 1].lower_ if token.i + 1 < len(token.doc) else ""
    lemma = f"{lemma}_{after}" if f"{lemma}_{after}" in known.words else lemma
    if pair := paired(token):
        stance = known.objects[pair]
        return _NEGATED.get(stance, stance) if _negated(token) else stance
    if frame in ("pred", "as"):
        for word in said:
            if (stance := known.described.get(word.lemma_.lower(), "")) and not _negated(word):
                return stance
        return known.words.get(lemma, "states") if lemma not in ("call", "deem", "declare") else "states"
    stance = known.words.get(lemma, "states")
    if lemma in known.withheld or lemma in known.unable:
        held = [c for c in token.rights if c.dep_ == "xcomp" and known.words.get(c.lemma_.lower()) == "confirms"]
        if held and (lemma != "able" or _negated(token.head)):
            return "doubts"
    if lemma in known.told:
        stance = "states" if frame in ("wh", "that", "clause", "apart", "+about", "quote") else "demands"
    if stance == "promises" and any(t.lemma_.lower() in known.hostile for t in said[:3]):
        return "threatens"
    if lemma in ("think", "believe", "know", "see", "expect", "agree"):
        return stance
    if _negated(token):
        return _NEGATED.get(stance, stance)
    if stance == "states" and frame in ("that", "clause") and _denied(token):
        return "denies"
    return stance


def is_denial(token: Token) -> bool:
    """Whether a verb denies by its own word: 'we reject', 'I deny'."""
    return load_stances().words.get(token.lemma_.lower()) == "denies" and not _negated(token)


def paired(token: Token) -> tuple[str, str] | None:
    """Verb and object that take a stance together, as lemmas: 'claimed responsibility', 'cast doubt'."""
    known = load_stances()
    for c in token.rights:
        if c.dep_ in ("dobj", "pobj", "dative") or (c.dep_ == "prep" and c.lower_ == "into"):
            inner = next((x for x in c.children if x.dep_ == "pobj"), c) if c.dep_ == "prep" else c
            pair = (token.lemma_.lower(), inner.lemma_.lower())
            if pair in known.objects:
                if pair[1] == "evidence" and not any(x.lower_ == "no" for x in inner.lefts) and not _negated(token):
                    return None
                return pair
    return None


def _negated(token: Token) -> bool:
    return any(c.dep_ == "neg" or c.lower_ in ("neither", "nor") for c in token.lefts)


def _denied(token: Token) -> bool:
    """'Said it had not fired': what was done is said not to have been done. What will not be done is no denial."""
    told = next((c for c in token.children if c.dep_ == "ccomp" and c.i > token.i), None)
    if told is not None and any(_not_done(c) for c in told.conjuncts):
        return True
    # "all of the dead were fighters and no civilian was harmed"
    return told is not None and (denied_clause(told) or any(_none_harmed(c) or _no_part(c) for c in told.conjuncts))


def _not_done(clause: Token) -> bool:
    """'… and had not fired on the patrol', of the one of whom the first clause speaks."""
    if any(c.dep_ in ("nsubj", "nsubjpass") for c in clause.children) or not any(c.dep_ == "neg" for c in clause.lefts):
        return False
    return clause.tag_ in ("VBN", "VB") and any(c.lower_ in ("had", "did") for c in clause.lefts)


def denied_clause(clause: Token) -> bool:
    """Whether a clause says of something done that it was not: 'it had not fired', 'no shot was fired', 'I met nobody'."""
    if any(c.lower_ in _MODAL for c in clause.lefts):
        return False
    if says_untrue(clause) or _no_such(clause) or _none_harmed(clause):
        return True
    if any(c.dep_ == "acomp" and c.lemma_.lower() in _UNSURE for c in clause.rights):
        return False  # "it was not clear if"
    if any(c.dep_ == "neg" for c in clause.lefts) or (clause.pos_ == "AUX" and any(c.dep_ == "neg" for c in clause.children)):
        return True
    if any(c.dep_ == "expl" for c in clause.children):
        return any(_none(c) for c in clause.children if c.dep_ == "attr")
    if clause.tag_ not in ("VBD", "VBN"):
        return False
    # "no decision had been taken" tells how things stand, "it had hit no hospital" denies
    return any(_none(c) for c in clause.children if c.dep_ == "dobj") or any(
        c.lower_ in _NOBODY or (c.lower_ == "one" and _none(c)) for c in clause.children if c.dep_ in ("nsubj", "nsubjpass")
    )


def says_untrue(clause: Token) -> bool:
    """'The report was false', 'the charge is an invention', 'there is no truth in it'."""
    known = load_stances()
    if clause.lemma_.lower() != "be":
        return False
    subject = next((c for c in clause.lefts if c.dep_ in ("nsubj", "expl")), None)
    said = [c for c in clause.rights if c.dep_ in ("acomp", "attr")]
    bare = [c for p in clause.rights if p.dep_ == "prep" and p.lower_ == "without" for c in p.children if c.dep_ == "pobj"]
    if subject is not None and subject.lemma_.lower() in known.accounts and any(c.lemma_.lower() in known.basis for c in bare):
        return True  # "the claim was without foundation"
    if subject is None or not said or any(c.dep_ == "neg" for c in clause.children):
        return False
    if subject.dep_ == "expl":
        return any(c.lemma_.lower() in known.basis and _none(c) for c in said)
    if not (subject.lower_ in ("it", "this", "that", "these", "those", "they", "all") or subject.lemma_.lower() in known.accounts):
        return False
    return any(known.described.get(w.lemma_.lower()) == "denies" for c in said for w in (c, *c.conjuncts))


def _none_harmed(clause: Token) -> bool:
    """'No civilian was harmed', 'no prisoners had been beaten'."""
    known = load_stances()
    if clause.tag_ != "VBN" or clause.lemma_.lower() not in known.harm:
        return False
    return any(c.dep_ == "nsubjpass" and any(x.lower_ == "no" for x in c.lefts) for c in clause.lefts)


def _no_part(clause: Token) -> bool:
    """'Were guarding the airport and took no part in it', '… and none of its aircraft had flown'."""
    if any(c.dep_ in ("nsubj", "nsubjpass") and c.lower_ == "none" for c in clause.lefts):
        return True
    return any(c.dep_ == "dobj" and c.lemma_.lower() in ("part", "role", "hand") and _none(c) for c in clause.rights)


def _no_such(clause: Token) -> bool:
    """'No such meeting took place': unlike 'no decision had been taken', it speaks of what somebody else told."""
    subjects = [c for c in clause.lefts if c.dep_ in ("nsubj", "nsubjpass")]
    return any({"no", "such"} <= {x.lower_ for x in s.lefts} for s in subjects)


def no_such(clause: Token) -> bool:
    """'There is no such plan', 'there is not one soldier there': said against what somebody else told."""
    if not any(c.dep_ == "expl" for c in clause.children):
        return False
    told = next((c for c in clause.rights if c.dep_ in ("attr", "nsubj")), None)
    if told is None:
        return False
    words = [t.lower_ for t in clause.doc[clause.i + 1 : told.i]]
    return ("no" in words and "such" in words) or ("not" in words and ("one" in words or "single" in words or "any" in words))


def _none(noun: Token) -> bool:
    if noun.i + 1 < len(noun.doc) and noun.nbor().lower_ in ("but", "except", "more"):
        return False
    return noun.lower_ in _NOBODY or any(x.lower_ == "no" and x.dep_ == "det" for x in noun.lefts)
