"""How the words of a party answer the main event: they take it for so, deny it, or speak of something else."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from memcon.annotate.reading import Reading
from memcon.attribute.lead import Lead, is_of_lead
from memcon.attribute.lead import taking_words as words
from memcon.attribute.lookup import sentence_at, tokens_of
from memcon.attribute.pointing import named_types, pointing_words
from memcon.attribute.said import Said
from memcon.attribute.same import alike, placed
from memcon.attribute.stance import denied_clause, load_stances
from memcon.code.draft import Draft, sides

if TYPE_CHECKING:
    from spacy.tokens import Token

Answer = Literal["states", "denies"]
HOSTILE = {"ASSAULT", "COERCE", "SANCTION", "MOBILIZE"}  # types of act that are laid to somebody
_FILE = Path(__file__).parent.parent / "knowledge" / "cues" / "taking.toml"
_MODAL = {"will", "would", "can", "could", "should", "must", "may", "might"}
_SUBJECTS = ("nsubj", "nsubjpass", "expl")
_THE = {"the", "this", "that", "these", "those", "no", "both", "all"}
_NONE = {"nobody", "nothing", "none", "nowhere"}
_MOST = 12  # clauses of a statement that are looked at
_FIRST = 12  # words of a statement in which it may point at the act


@dataclass(frozen=True)
class Turn:
    """Who answers what: ``home`` is the speaker's side; ``does`` whether that side did the act; ``accused`` whether only others say that it
    did; ``claimed`` whether only the doer's side says so; ``told`` whether the report tells it in its own words;
    ``owned`` whether the doer's side has said that it did it."""

    reading: Reading
    one: Said
    draft: Draft
    lead: Lead
    home: str
    does: bool
    accused: bool
    claimed: bool
    told: bool = False
    owned: bool = False

    @property
    def hostile(self) -> bool:
        """Whether the act is one that is laid to somebody."""
        return self.draft.type in HOSTILE


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    raw = tomllib.loads(_FILE.read_text(encoding="utf-8"))["phrases"]
    return {name: re.compile(r"\b(?:" + "|".join(found) + r")\b", re.IGNORECASE) for name, found in raw.items()}


def answer_of(turn: Turn) -> Answer | None:
    """How a statement answers the act; None where it speaks of something else."""
    text = turn.reading.article.text
    said = [text[s:e] for s, e in turn.one.content]

    def has(name: str) -> bool:
        return any(_patterns()[name].search(words) for words in said)

    if has("mute"):
        return None
    clauses = _clauses(turn)
    silent = bool(clauses) and _is_silent(turn, clauses[0])
    if turn.accused and not silent and (turn.one.stance == "denies" or has("untrue")):
        return "denies"
    right = has("right")  # "only after stones were thrown"
    if turn.hostile and ((turn.does and not right and has("instead")) or (turn.claimed and has("holds"))):
        return "denies"
    found: Answer | None = None
    if silent:
        return "states" if turn.told and clauses[0].lemma_.lower() in ("study", "consider") else None  # "was studying the offer"
    for clause in clauses:
        answer = _of_clause(turn, clause, right)
        if answer == "denies":
            return answer
        found = found or answer
    if found is None and turn.one.content:
        opening = tokens_of(turn.reading, turn.one.content[0])[:_FIRST]
        called = next((t for t in opening if t.pos_ == "NOUN"), None) if turn.one.kind.endswith(":pred") else None
        if called is not None and refers(turn, called):
            return "states"  # "called the case a revenge"
        if any(points_at(t, turn.draft) for t in opening):
            return "states"  # "called the threat regrettable"
        if not turn.does and any(t.lemma_.lower() in words("feeling") for t in opening):
            return "states"  # "it was a sad day"
        if turn.told and any(_is_likely(turn, c) for c in clauses):
            return "states"
    return found


def _is_likely(turn: Turn, clause: Token) -> bool:
    """Whether a clause of a party's words on what the report itself tells is likely of it: of the speaker's side, or of an open 'it'."""
    subject = next((c for c in clause.lefts if c.dep_ in _SUBJECTS), None)
    if subject is None or any(c.lower_ in _MODAL for c in clause.lefts):
        return False
    if clause.tag_ in ("VBZ", "VBP") and not turn.one.quotes and not _is_past(clause):
        return False  # "says that it aims at soldiers only"
    known = [turn.reading.entities[i] for i in _mention(turn, subject) or ()]
    if _is_past(clause) and (any(e.kind == "person" for e in known) or any(t.lower_ in ("them", "him", "her") for t in clause.subtree)):
        return True  # "Captain Mirhej was in good health", "buses had been sent to bring them back"
    itself = turn.one.speaker in (*turn.draft.actors, *turn.draft.recipients)
    return ((turn.does or itself) and _is_past(clause)) or subject.dep_ == "expl" or subject.pos_ == "PRON" or _ours(turn, subject)


def points_at(noun: Token, draft: Draft, loose: bool = False) -> bool:
    """'The threat', 'this step': the act called by a noun of its type; with ``loose`` also 'the charges of the suit'."""
    return (
        noun.pos_ == "NOUN"
        and draft.type in named_types(noun.lemma_.lower())
        and any(c.lower_ in ("the", "this", "that", "these", "those", "its", "their") for c in noun.lefts)
        and (loose or not any(c.dep_ in ("prep", "relcl", "acl") and c.lower_ not in ("against", "on") for c in noun.rights))
    )


def refers(turn: Turn, noun: Token) -> bool:
    """Whether a noun or pronoun is of the lead: its words, its people, the act itself."""
    if is_speaker(turn, noun):
        return False
    known = _mention(turn, noun)
    if noun.pos_ == "PRON" and noun.lower_ in ("he", "she", "they", "it", "him", "her", "them"):
        return not known or bool(set(known) & turn.lead.entities)
    if noun.pos_ == "NUM" or noun.lower_ in ("none", "all"):
        return noun.lower_ in turn.lead.numbers or noun.lower_ in ("none", "all")
    if (known and set(known) & turn.lead.entities) or noun.lower_ in ("this", "that") or is_of_lead(noun, turn.lead):
        return True
    them = noun.pos_ == "NOUN" and noun.lemma_.lower() in words("them") and any(c.lower_ in _THE for c in noun.lefts)
    return them or points_at(noun, turn.draft)


def is_speaker(turn: Turn, noun: Token) -> bool:
    """Whether a noun or pronoun of what is said is who says it."""
    if noun.lower_ in ("i", "we"):
        return True
    known = _mention(turn, noun)
    if noun.lower_ in ("it", "he", "she") and not known and not turn.one.quotes:  # "the ministry said it does not speak of cases"
        return noun.dep_ == "nsubj" and (turn.one.source_kind in ("state", "organisation")) == (noun.lower_ == "it")
    return known is not None and turn.one.speaker in known


def _ours(turn: Turn, noun: Token) -> bool:
    """'We', 'its troops', 'the kingdom': the speaker's own side."""
    if is_speaker(turn, noun) or any(c.dep_ == "poss" and c.lower_ in ("its", "our", "my", "his", "her", "their") for c in noun.lefts):
        return True
    known = _mention(turn, noun)
    sure = [i for i in known or () if placed(turn.reading.entities[i]) or i in turn.draft.actors]
    return turn.home in sides(turn.reading, sure) and not set(sure) & set(turn.draft.recipients)


def _mention(turn: Turn, noun: Token) -> tuple[int, ...] | None:
    for span in turn.one.content:
        sentence = sentence_at(turn.reading, span[0])
        if sentence is not None and sentence.doc is noun.doc:
            found = turn.reading.mention_at(sentence.index, noun.i)
            return found.entities if found is not None else None
    return None


def _clauses(turn: Turn) -> list[Token]:
    """The verbs of the main clauses of what is said."""
    found: list[Token] = []
    for span in turn.one.content:
        tokens = tokens_of(turn.reading, span)
        held = {t.i for t in tokens}
        verbs = {t.i for t in tokens if t.pos_ in ("VERB", "AUX") and t.dep_ not in ("aux", "auxpass")}
        for head in (t for t in tokens if t.i in verbs):
            if head.head.i in held and head.head.i != head.i:
                continue
            found += [head, *(c for c in head.conjuncts if c.i in verbs)]
            found += [c for c in head.children if c.dep_ in ("ccomp", "parataxis") and c.i in verbs]
            if len(found) > _MOST:
                return found[:_MOST]
    return found


def _is_past(clause: Token) -> bool:
    finite = [c for c in clause.lefts if c.dep_ in ("aux", "auxpass")] or [clause]
    return finite[0].tag_ in ("VBD", "VBN")


def _none(noun: Token) -> bool:
    return noun.lower_ in _NONE or any(c.lower_ == "no" for c in noun.lefts)


def _of_clause(turn: Turn, clause: Token, right: bool) -> Answer | None:
    lemma = clause.lemma_.lower()
    subject = next((c for c in clause.lefts if c.dep_ in _SUBJECTS), None)
    if subject is None and clause.dep_ == "conj":
        subject = next((c for c in clause.head.lefts if c.dep_ in _SUBJECTS), None)
    own = subject is not None and is_speaker(turn, subject)
    no = any(c.dep_ == "neg" for c in clause.lefts)
    if _is_silent(turn, clause):
        return None
    objects = [c for c in clause.children if c.dep_ in ("dobj", "attr", "nsubjpass") and c is not subject]
    under = [c for p in clause.rights if p.dep_ in ("prep", "agent") for c in p.children if c.dep_ == "pobj"]
    if any(_none(n) and (is_of_lead(n, turn.lead) or turn.draft.type in named_types(n.lemma_.lower())) for n in objects):
        if turn.does or turn.claimed or not turn.hostile:
            return "denies"  # "could see no withdrawal"
    if any(c.lower_ in _MODAL for c in clause.lefts):
        if not turn.does and own and lemma in words("reaction"):
            return "states"
        if not turn.does and lemma in words("undo") and subject is not None and refers(turn, subject):
            return "states"  # "the crew must be let go"
        if turn.told:
            meant = (n for n in (subject, *objects, *under) if n is not None)
            return "states" if any(_is_of_other(turn, n) or (turn.does and refers(turn, n)) for n in meant) else None
        return None
    named = [n for n in (subject, *objects, *(u for u in under if u.pos_ != "PRON")) if n is not None and refers(turn, n)]
    present = clause.tag_ in ("VBZ", "VBP", "VB") and not _is_past(clause)
    if present and not (subject is not None and (_ours(turn, subject) or subject.dep_ == "expl")):
        return "states" if named and not (no or denied_clause(clause)) else None  # "one does not talk under fire"
    if no or denied_clause(clause) or any(n.lower_ in _NONE for n in under):
        return _denial(turn, clause, subject, bool(named))
    account = subject is not None and subject.lemma_.lower() in load_stances().accounts and subject.dep_ != "expl"
    account = account and lemma not in words("money")  # "their accounts were frozen"
    if account and turn.does and (turn.hostile or not turn.told) and not own and lemma not in words("inquiry"):
        return "denies"  # "the accounts of witnesses were written in Washington"
    if turn.accused and _is_past(clause) and not right:
        return _defence(turn, clause, subject, under)
    if not named:
        armed = subject is not None and (subject.dep_ == "nsubjpass" or subject.lemma_.lower() in pointing_words("arms"))
        harmed = lemma in words("loss") or (armed and lemma in load_stances().harm)  # "shells had destroyed a stable"
        suffers = not turn.does and turn.draft.type == "ASSAULT" and harmed
        yields = (
            not turn.does and subject is not None and _ours(turn, subject) and turn.draft.type == "ASSAULT" and lemma in words("yielding")
        )
        return "states" if suffers or yields else None
    if turn.does and turn.hostile and not turn.owned and subject in named and not own and subject is not None:
        known = set(_mention(turn, subject) or ())
        if lemma in words("otherwise") and subject.dep_ != "nsubjpass" and not known & set(turn.draft.actors):
            return "denies"
        if known & set(turn.draft.recipients) and _same_verb(turn, lemma) and subject.dep_ == "nsubj":
            return "denies"  # it was the other who did it
    return "states"


def _is_silent(turn: Turn, clause: Token) -> bool:
    """'It was looking into the report', 'he does not speak of such cases'."""
    lemma = clause.lemma_.lower()
    asks = lemma in words("inquiry") or (lemma in words("silence") and any(c.dep_ == "neg" for c in clause.lefts))
    return asks and any(c.dep_ in _SUBJECTS and (c.pos_ == "PRON" or is_speaker(turn, c)) for c in clause.lefts)


def _is_of_other(turn: Turn, noun: Token) -> bool:
    """Whether a noun is of the other party: 'Russia's staff would be cut'."""
    other = turn.draft.recipients if turn.does else turn.draft.actors
    known = [i for i in _mention(turn, noun) or () if placed(turn.reading.entities[i])]
    return bool(set(known) & set(other)) or bool(sides(turn.reading, known) & (sides(turn.reading, other) - {turn.home}))


def _denial(turn: Turn, clause: Token, subject: Token | None, named: bool) -> Answer | None:
    """What a negated clause answers."""
    lemma = clause.lemma_.lower()
    if turn.does and turn.hostile:
        ours = subject is not None and _ours(turn, subject)
        if not named and not (turn.accused and (_is_past(clause) or ours)):
            return None
        # "the trawler had no papers" is why it was seized
        guilt = subject is not None and not _ours(turn, subject) and subject.lower_ not in _NONE and lemma in words("guilt")
        return "states" if guilt and subject is not None and subject.dep_ == "nsubj" else "denies"
    nobody = subject is not None and subject.lower_ in ("nobody", "one") and lemma not in load_stances().harm
    if turn.hostile and nobody and (turn.draft.type == "MOBILIZE" or _same_verb(turn, lemma)):
        return "denies"  # "nobody had come over the line"
    if (turn.hostile and not turn.claimed) or lemma in words("bearing"):
        return "states" if named else None
    return "denies" if named or (subject is not None and _ours(turn, subject) and lemma not in words("guilt")) else None


def _defence(turn: Turn, clause: Token, subject: Token | None, under: list[Token]) -> Answer | None:
    """What one who is accused says of what happened: how he did it, why, or that it went otherwise."""
    lemma = clause.lemma_.lower()
    if subject is None:
        return None
    if _ours(turn, subject):
        does = _same_verb(turn, lemma) or lemma in words("doing") or lemma in words("feeling")
        if does:
            return "states"
        return "denies" if any(refers(turn, n) for n in (*under, *clause.children) if n.pos_ in ("NOUN", "PRON")) else None
    known = [turn.reading.entities[i] for i in _mention(turn, subject) or ()]
    if _same_verb(turn, lemma) and subject.dep_ == "nsubj":
        return "denies" if known and all(placed(e) for e in known) else None
    if lemma in words("guilt") and clause.tag_ != "VBN":
        return "states"
    if subject.lemma_.lower() in words("harmed") and lemma in words("otherwise") | words("done_by_itself"):
        return "denies"  # "the arm had been broken in a fall"
    others = (*under, *(c for c in clause.rights if c.dep_ == "dobj"))
    return "denies" if refers(turn, subject) or any(refers(turn, n) for n in others) else None


def _same_verb(turn: Turn, lemma: str) -> bool:
    verb = turn.reading.sentences[turn.draft.sentence].doc[turn.draft.token].lemma_.lower()
    return lemma == verb or alike(lemma, verb)
