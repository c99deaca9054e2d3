"""Quotations that deny: by their own words, or because who speaks has just denied."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from memcon.annotate.reading import Reading
from memcon.attribute.goingon import goes_on_denying
from memcon.attribute.lead import taking_words
from memcon.attribute.lookup import sentence_at, tokens_of
from memcon.attribute.pointing import named_types, pointing_words
from memcon.attribute.said import Said
from memcon.attribute.stance import denied_clause, is_denial, load_stances, no_such, says_untrue
from memcon.model.record import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_FIRM = ("det", "poss", "nummod")  # 'the civilians', 'its soldiers', 'two men' are no others


def denies(reading: Reading, said: Said) -> bool:
    """Whether the first words in quotation marks say of something done that it was not: '"No shot was fired," she said'."""
    tokens = tokens_of(reading, said.quotes[0])
    held = {t.i for t in tokens}
    head = next((t for t in tokens if t.pos_ in ("VERB", "AUX") and (t.head.i not in held or t.head.i == t.i)), None)
    if head is None:
        # '"Absolute nonsense," said the minister'
        words = [t for t in tokens if not t.is_punct]
        return len(words) < 4 and any(load_stances().described.get(t.lemma_.lower()) == "denies" for t in words)
    negated = any(c.dep_ == "neg" for c in head.lefts)  # "do not shell camps, and we did not shell this one"
    if not _may_do(reading, said.quotes[0], head):
        return False  # "The present situation did not fall from the sky"
    return _denies_done(head) or (negated and any(_denies_done(c) for c in head.conjuncts if c.i in held))


def deny_on(reading: Reading, said: list[Said]) -> None:
    """Who denied something and then says 'There is no such plan' in his own words denies it still."""
    order = sorted((s for s in said if s.cue is not None), key=lambda s: s.cue or (0, 0))
    for before, one in pairwise(order):
        if one.stance not in ("states", "confirms", "promises") or one.withheld or not goes_on_denying(reading, before, one):
            continue
        if not _of_account(reading, before):
            continue  # who rejects a deadline and says "We take no orders" denies nothing
        if _says_no(tokens_of(reading, one.quotes[0])):
            one.stance = "denies"


def is_habitual(reading: Reading, one: Said) -> bool:
    """'Turkey denies targeting civilians', 'has repeatedly denied bombing villages': of no single act, and of nobody named.

    "Denies arming the M23", "denies the report" answer what was told.
    """
    if one.stance != "denies" or one.cue is None or not one.content or one.quotes:
        return False
    cue = next(iter(tokens_of(reading, one.cue)), None)
    if cue is None or not (cue.tag_ in ("VBZ", "VBP") or any(c.lower_ in ("has", "have") for c in cue.lefts)):
        return False
    tokens = tokens_of(reading, one.content[0])
    sentence = sentence_at(reading, one.content[0][0])
    held = {t.i for t in tokens}
    root = next((t for t in tokens if t.head.i not in held or t.head.i == t.i), None)
    if root is None or sentence is None:
        return False
    if root.pos_ == "NOUN" and any(c.tag_ == "VBG" and c.dep_ == "amod" for c in root.lefts):
        objects = [root]  # "attacking villages"
    else:
        objects = [c for c in root.children if c.dep_ in ("dobj", "nsubjpass")] if root.pos_ == "VERB" else []
    named = (reading.mention_at(sentence.index, t.i) for t in tokens if t.i != root.i and t.dep_ != "nsubj")
    placed = any(m is not None and m.identity is not None and (m.identity.country or m.identity.organisation) for m in named)
    return bool(objects) and not placed and all(o.tag_ == "NNS" and not any(c.dep_ in _FIRM for c in o.lefts) for o in objects)


def deny_nothing(reading: Reading, said: list[Said], silent: list[Span]) -> None:
    """'Said it had no comment', 'said it does not discuss such cases': who says that he keeps something back denies nothing.

    ``silent`` are the cues that keep something back.
    """
    for one in said:
        if one.stance != "denies" or one.withheld is not None or not one.content:
            continue
        tokens = tokens_of(reading, one.content[0])
        held = {t.i for t in tokens}
        root = next((t for t in tokens if t.pos_ in ("VERB", "AUX") and (t.head.i not in held or t.head.i == t.i)), None)
        sentence = sentence_at(reading, one.content[0][0])
        if root is not None and sentence is not None and any(s <= sentence.offset(root) < e for s, e in silent):
            one.stance = "states"


def _of_account(reading: Reading, denial: Said) -> bool:
    """Whether a denial is of something told: of a clause, or of a report, a charge, a rumour."""
    if denial.kind.split(":")[-1] in ("that", "clause", "ing", "wh", "quote", "pred", "as"):
        return True
    known = load_stances().accounts
    return any(t.lemma_.lower() in known or t.tag_ == "VBG" for span in denial.content for t in tokens_of(reading, span)[:12])


def _says_no(tokens: list[Token]) -> bool:
    """Whether the first clause of a quotation is negative."""
    for t in tokens[:12]:
        if t.text in (".", ";", "!", "?"):
            return False
        if t.dep_ == "neg" or t.lower_ in ("no", "nobody", "nothing", "none", "never", "nowhere", "neither"):
            return True
        if t.lower_ == "not":
            return True
    return False


def _may_do(reading: Reading, span: Span, head: Token) -> bool:
    """Whether it may be told of a verb's subject that something was done: of 'the convoy', not of 'the present situation'."""
    subject = next((c for c in head.lefts if c.dep_ in ("nsubj", "nsubjpass")), None)
    if subject is None or subject.pos_ != "NOUN" or any(c.lower_ == "no" or c.dep_ == "poss" for c in subject.lefts):
        return True
    sentence = sentence_at(reading, span[0])
    mention = reading.mention_at(sentence.index, subject.i) if sentence is not None else None
    lemma = subject.lemma_.lower()
    known = lemma in load_stances().accounts or lemma in pointing_words("arms") | taking_words("them") | taking_words("harmed")
    return bool(mention is not None and mention.entities) or known or bool(named_types(lemma)) or head.lemma_.lower() in load_stances().harm


def _denies_done(head: Token) -> bool:
    if head.tag_ in ("VBZ", "VBP"):
        if says_untrue(head):
            return True  # "There is no truth in this"
        if no_such(head):
            return True  # "There is not one soldier of ours there"
        return is_denial(head) and any(c.dep_ == "nsubj" and c.lower_ in ("i", "we") for c in head.lefts)  # "We deny having …"
    if _calls_otherwise(head):
        return False
    return head.tag_ in ("VBD", "VBN", "VB") and denied_clause(head) and _is_past(head)


def _calls_otherwise(head: Token) -> bool:
    """'This was not a prank': says what a thing is, not that it did not happen."""
    subject = any(c.dep_ == "nsubj" and c.lower_ in ("this", "that", "it") for c in head.lefts)
    kind = next((c for c in head.rights if c.dep_ == "attr"), None)
    return subject and head.lemma_.lower() == "be" and kind is not None and any(c.lower_ in ("a", "an") for c in kind.lefts)


def _is_past(head: Token) -> bool:
    if head.tag_ == "VBN":
        return not any(c.lower_ in ("is", "are", "be", "being") for c in head.lefts) or any(c.lower_ in ("has", "have") for c in head.lefts)
    return head.tag_ == "VBD" or any(c.lower_ == "did" for c in head.lefts)
