"""What a party to the main event goes on to say of it without naming it: 'the nine had drowned', 'there was no wedding', 'would appeal'."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from memcon.annotate.reading import Reading, Sentence
from memcon.attribute.home import body_home, home_of
from memcon.attribute.lookup import mentions_in, sentence_at, tokens_of
from memcon.attribute.pointing import named_types
from memcon.attribute.said import Said
from memcon.attribute.same import alike
from memcon.attribute.stance import denied_clause
from memcon.code.draft import Draft, sides

if TYPE_CHECKING:
    from spacy.tokens import Token

_FILE = Path(__file__).parent.parent / "knowledge" / "cues" / "taking.toml"
_REAL = ("happened", "ongoing", "historical")
_ACCOUNTS = ("states", "confirms", "denies", "criticises", "praises")
_HOSTILE = {"ASSAULT", "COERCE", "SANCTION", "MOBILIZE", "THREATEN"}
_SAYINGS = {"ACCUSE", "THREATEN", "REQUEST", "REJECT"}  # done with words
_MODAL = {"will", "would", "can", "could", "should", "must", "may", "might"}
_OBJECTS = ("dobj", "attr", "nsubjpass")
_NEAR = 2500  # characters after the lead in which an answer to it is looked for
_SOON = 400  # characters in which an account announced as another follows
_LEAD = 4  # sentences in which the lead is looked for


@dataclass(frozen=True)
class Words:
    """How parties speak of an event that they do not name; ``telling`` are patterns by which a doer denies, by the kind of the pattern."""

    vague: frozenset[str]
    them: frozenset[str]
    otherwise: frozenset[str]
    reaction: frozenset[str]
    inquiry: frozenset[str]
    silence: frozenset[str]
    version: frozenset[str]
    differing: frozenset[str]
    instead: re.Pattern[str]


@lru_cache(maxsize=1)
def _words() -> Words:
    raw = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    lists = {name: frozenset(words.split()) for name, words in raw["words"].items()}
    return Words(**lists, instead=re.compile(r"\b(?:" + "|".join(raw["phrases"]["instead"]) + r")\b", re.IGNORECASE))


@dataclass(frozen=True)
class _Lead:
    """The sentences that open a report, the acts they tell, and what they name."""

    end: int
    drafts: list[int]
    nouns: frozenset[str]
    numbers: frozenset[str]
    entities: frozenset[int]


def take_up(reading: Reading, said: list[Said], drafts: list[Draft], first: list[int]) -> None:
    """Give the statements of parties to the main event that event, where they speak of it without naming it, and deny it by other accounts.

    ``first`` is, for every act, the first that tells the same happening (`memcon.attribute.same.happenings`).
    """
    lead = _lead(reading, drafts)
    if lead is None:
        return
    kept = [one.cue for one in said if one.withheld is not None and one.cue is not None]
    versions = _versions(reading)
    for one in sorted(said, key=lambda s: s.cue or (s.content[0] if s.content else (0, 0))):
        if not one.content or one.cue is None or one.withheld is not None or one.stance not in _ACCOUNTS:
            continue
        if not lead.end <= one.cue[0] < lead.end + _NEAR or one.source_kind in ("anonymous", "unattributed"):
            continue
        if any(s <= cue[0] < e for cue in kept for s, e in one.content):
            continue
        told = {first[j] for j in one.drafts}
        turn = next((t for t in versions if 0 <= one.cue[0] - t[0] < _SOON), None)
        meant: set[int] = set()
        for i in lead.drafts:
            draft = drafts[i]
            actors, recipients = sides(reading, draft.actors), sides(reading, draft.recipients)
            home = _home(reading, draft, one, said, actors, recipients)
            if turn is not None:
                home = next(iter(sorted(turn[1] & (actors | recipients))), home)
            if home is None or home not in actors | recipients:
                continue
            if draft.type in _SAYINGS:
                if home in recipients - actors and _meets(reading, one, draft):
                    one.granted = sorted({*one.granted, *(j for j, f in enumerate(first) if f == first[i])})
                continue
            does = home in actors and (home not in recipients or one.speaker in draft.actors or one.speaker is None)
            answer = "denies" if turn is not None else _answer(reading, one, draft, lead, does)
            if answer == "denies" or (answer is not None and first[i] not in told and one.stance != "denies"):
                meant.add(first[i])
                if answer == "denies" and one.stance in ("states", "criticises"):
                    one.stance = "denies"
        if meant:
            one.drafts = sorted({*one.drafts, *(j for j, f in enumerate(first) if f in meant)})
        if turn is not None:
            versions.remove(turn)


def _home(reading: Reading, draft: Draft, one: Said, said: list[Said], actors: set[str], recipients: set[str]) -> str | None:
    if one.speaker is None:
        return body_home(reading, draft, one, actors, recipients)
    return home_of(reading, draft, one, said, actors, recipients, None)


def _meets(reading: Reading, one: Said, draft: Draft) -> bool:
    """Whether words answer words: who rejects a charge, a demand or a threat takes for granted that it was made."""
    if one.stance == "denies":
        return True
    return any(_points(t, draft, loose=True) for span in one.content[:1] for t in tokens_of(reading, span)[:12])


def _lead(reading: Reading, drafts: list[Draft]) -> _Lead | None:
    """The title and the first sentence of the text that tells an act that happened."""
    body = 0
    opening: list[Sentence] = []
    for sentence in reading.sentences:
        here = [i for i, d in enumerate(drafts) if any(s == sentence.index for s, _ in d.triggers or [(d.sentence, d.trigger)])]
        told = [i for i in here if drafts[i].status in _REAL]
        if told:
            opening.append(sentence)
        body += sentence.kind != "title"
        if (told and sentence.kind != "title") or body >= _LEAD:
            break
    if not opening:
        return None
    words = _words()
    held = {s.index for s in opening}
    found = [i for i, d in enumerate(drafts) if d.status in _REAL and any(s in held for s, _ in d.triggers or [(d.sentence, d.trigger)])]
    tokens = [t for s in opening for t in s.doc]
    nouns = {t.lemma_.lower() for t in tokens if t.pos_ == "NOUN" and t.ent_type_ not in ("DATE", "TIME")} - words.vague
    numbers = {t.lower_ for t in tokens if t.pos_ == "NUM" and t.ent_type_ not in ("DATE", "TIME")}
    entities = {
        e for s in opening for m in mentions_in(reading, s) for e in m.entities if reading.entities[e].kind not in ("state", "government")
    }
    return _Lead(opening[-1].span[1], found, frozenset(nouns), frozenset(numbers), frozenset(entities))


def _answer(reading: Reading, one: Said, draft: Draft, lead: _Lead, does: bool) -> str | None:
    """How a party speaks of the lead: ``states`` or ``denies`` it; None where it speaks of something else."""
    found: str | None = None
    for clause in _clauses(reading, one):
        answer = _of_clause(reading, one, clause, draft, lead, does)
        if answer == "denies":
            return answer
        found = found or answer
    if found is None and any(_points(t, draft) for span in one.content[:1] for t in tokens_of(reading, span)[:12]):
        return "states"  # "called the threat regrettable"
    if found is not None and does and draft.type in _HOSTILE:
        text = reading.article.text
        if any(_words().instead.search(text[s:e]) for s, e in one.content):
            return "denies"
    return found


def _clauses(reading: Reading, one: Said) -> list[Token]:
    """The verbs of the main clauses of what is said."""
    found = []
    for span in one.content:
        tokens = tokens_of(reading, span)
        held = {t.i for t in tokens}
        heads = [
            t
            for t in tokens
            if t.pos_ in ("VERB", "AUX") and t.dep_ not in ("aux", "auxpass") and (t.head.i not in held or t.head.i == t.i)
        ]
        for head in heads:
            found += [head, *(c for c in head.conjuncts if c.i in held and c.pos_ in ("VERB", "AUX") and c not in heads)]
            found += [c for c in head.children if c.dep_ in ("ccomp", "parataxis") and c.i in held and c.pos_ in ("VERB", "AUX")]
    return found


def _of_clause(reading: Reading, one: Said, clause: Token, draft: Draft, lead: _Lead, does: bool) -> str | None:
    words = _words()
    lemma = clause.lemma_.lower()
    subject = next((c for c in clause.lefts if c.dep_ in ("nsubj", "nsubjpass", "expl")), None)
    if subject is None and clause.dep_ == "conj":
        subject = next((c for c in clause.head.lefts if c.dep_ in ("nsubj", "nsubjpass", "expl")), None)
    modal = any(c.lower_ in _MODAL for c in clause.lefts)
    own = subject is not None and _is_speaker(reading, one, subject)
    if own and lemma in words.inquiry:
        return None
    if own and lemma in words.silence and any(c.dep_ == "neg" for c in clause.lefts):
        return None
    if modal:
        return "states" if own and not does and lemma in words.reaction else None
    others = [c for c in clause.children if c.dep_ in _OBJECTS and c is not subject]
    others += [c for p in clause.rights if p.dep_ == "prep" for c in p.children if c.dep_ == "pobj" and c.pos_ != "PRON"]
    refers = [n for n in (subject, *others) if n is not None and _refers(reading, one, n, draft, lead)]
    if not refers:
        return None
    if denied_clause(clause) or any(c.dep_ == "neg" for c in clause.lefts):
        return "denies" if does or draft.type not in _HOSTILE else "states"
    if does and draft.type in _HOSTILE and subject in refers and not own:
        theirs = _is_of(reading, one, subject, set(draft.recipients)) or not _is_of(reading, one, subject, set(draft.actors))
        if theirs and lemma in words.otherwise and subject.dep_ != "nsubjpass":
            return "denies"
        verb = reading.sentences[draft.sentence].doc[draft.token].lemma_.lower()
        if _is_of(reading, one, subject, set(draft.recipients)) and (lemma == verb or alike(lemma, verb)) and subject.dep_ == "nsubj":
            return "denies"  # it was the other who did it
    return "states"


def _is_speaker(reading: Reading, one: Said, noun: Token) -> bool:
    if noun.lower_ in ("i", "we"):
        return True
    known = _mention(reading, one, noun)
    if noun.lower_ == "it" and not known and not one.quotes:  # "the ministry said it does not speak of cases"
        return noun.dep_ == "nsubj" and one.source_kind in ("state", "organisation", "office")
    return known is not None and one.speaker in known


def _mention(reading: Reading, one: Said, noun: Token) -> tuple[int, ...] | None:
    for span in one.content:
        sentence = sentence_at(reading, span[0])
        if sentence is not None and sentence.doc is noun.doc:
            found = reading.mention_at(sentence.index, noun.i)
            return found.entities if found is not None else None
    return None


def _is_of(reading: Reading, one: Said, noun: Token, parties: set[int]) -> bool:
    return bool(set(_mention(reading, one, noun) or ()) & parties)


def _points(noun: Token, draft: Draft, loose: bool = False) -> bool:
    """'The threat', 'this step': the act called by a noun of its type."""
    return (
        noun.pos_ == "NOUN"
        and draft.type in named_types(noun.lemma_.lower())
        and any(c.lower_ in ("the", "this", "that", "these", "those") for c in noun.lefts)
        and (loose or not any(c.dep_ in ("prep", "relcl", "acl") and c.lower_ != "against" for c in noun.rights))
    )


def _refers(reading: Reading, one: Said, noun: Token, draft: Draft, lead: _Lead) -> bool:
    """Whether a noun or pronoun is of the lead: its words, its people, the act itself."""
    words = _words()
    if _is_speaker(reading, one, noun):
        return False
    known = _mention(reading, one, noun)
    if noun.pos_ == "PRON" and noun.lower_ in ("he", "she", "they", "it", "him", "her", "them"):
        return not known or bool(set(known) & lead.entities)
    if noun.pos_ == "NUM" or noun.lower_ in ("none", "all"):
        return noun.lower_ in lead.numbers or noun.lower_ in ("none", "all")
    if known and set(known) & lead.entities:
        return True
    if noun.lower_ in ("this", "that"):
        return True
    lemma = noun.lemma_.lower()
    if noun.pos_ == "NOUN" and (
        lemma in lead.nouns or (lemma in words.them and any(c.lower_ in ("the", "no", "these", "those", "both") for c in noun.lefts))
    ):
        return True
    return _points(noun, draft)


def _versions(reading: Reading) -> list[tuple[int, set[str]]]:
    """Where a side is said to tell it otherwise: 'gave another account', 'had a different version'."""
    words = _words()
    found = []
    for sentence in reading.sentences:
        for noun in sentence.doc:
            if noun.lemma_.lower() not in words.version or noun.dep_ != "dobj" or not any(c.lower_ in words.differing for c in noun.lefts):
                continue
            subject = next((c for c in noun.head.lefts if c.dep_ == "nsubj"), None)
            mention = reading.mention_at(sentence.index, subject.i) if subject is not None else None
            if mention is not None:
                found.append((sentence.span[0], sides(reading, list(mention.entities))))
    return found
