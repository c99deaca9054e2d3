"""What denied words have in common with an act told before, and what a noun of account ('the rumour that …') says itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from memcon.annotate.reading import Reading
from memcon.attribute.lead import taking_words
from memcon.attribute.lookup import sentence_at, tokens_of
from memcon.attribute.said import Said
from memcon.attribute.same import alike
from memcon.code.draft import Draft

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from spacy.tokens import Token

_THAT = {"it", "this", "that", "them", "so", "him", "her"}
_OF_A_KIND = {"kind", "sort", "type", "nature"}  # "reports of this kind" tell nothing themselves
_UNDER = ("dobj", "pobj", "dative", "attr", "nsubjpass")
_SINCE = {"since", "after", "before", "during", "until"}  # "has touched nothing since the raid" denies no raid
_TOLD = ("NOUN", "PROPN", "NUM")


def own_words(noun: Token) -> list[Token]:
    """The words of the clause, or of the 'of' phrase, in which a report, rumour or charge tells what it says; empty where it has none."""
    found: list[Token] = []
    doc, after = noun.doc, noun.i + 1
    if [t.lower_ for t in doc[after : after + 3]] == ["according", "to", "which"]:
        end = next((i for i in range(after, len(doc)) if doc[i].text in (".", ";", ":")), len(doc))
        found += list(doc[after + 3 : end])  # the parse hangs it on the verb
    for child in noun.rights:
        clause = child.dep_ in ("acl", "relcl", "ccomp", "xcomp") and child.pos_ in ("VERB", "AUX")
        of = child.dep_ == "prep" and child.lower_ in ("of", "about", "in", "from", "by")
        if clause and (_told_by_that(child) or child.tag_ == "VBG" or any(c.lower_ == "to" and c.dep_ == "aux" for c in child.lefts)):
            found += list(child.subtree)
        elif of:
            deeper = [t for t in child.subtree if t.dep_ in ("acl", "relcl", "ccomp") and t.pos_ in ("VERB", "AUX") and _told_by_that(t)]
            gerund = [t for t in child.rights if t.dep_ == "pcomp"]
            if deeper or gerund:
                found += [t for head in deeper or gerund for t in head.subtree]
            elif child.lower_ in ("of", "about") and not any(t.lemma_.lower() in _OF_A_KIND for t in child.rights):
                found += list(child.subtree)
    return found


def _told_by_that(clause: Token) -> bool:
    """'That the tour would be cut short' tells what is said, 'that came out on Monday' which report it is."""
    edge = clause.left_edge
    subject = next((c for c in clause.lefts if c.dep_ in ("nsubj", "nsubjpass", "expl")), None)
    return edge.lower_ == "that" and subject is not None and subject.i != edge.i


def shares(reading: Reading, one: Said, draft: Draft, involved: AbstractSet[str], nouns: AbstractSet[str], latest: bool) -> bool:
    """Whether denied words have something of an act: its verb, its nouns, those it was done to, a part in it, or an 'it'.

    ``involved`` are the words for a part in something, ``nouns`` those that name acts of the draft's type; ``latest`` is whether no act
    is told between the two, so that a 'there' may be its place.
    """
    sentence = reading.sentences[draft.sentence]
    act = sentence.doc[draft.token]
    told = {t.lemma_.lower() for t in sentence.doc if t.pos_ in _TOLD and t.ent_type_ != "GPE"} - taking_words("vague")
    for span in one.content:
        home = sentence_at(reading, span[0])
        if home is None:
            continue
        for t in tokens_of(reading, span):
            lemma = t.lemma_.lower()
            if (
                ({lemma, t.lower_} & involved and t.lower_ != "hands")
                or (t.lower_ in _THAT and t.dep_ in _UNDER)
                or (latest and t.lower_ in ("there", "nearby"))
            ):
                return True
            if t.pos_ == "VERB" and (lemma == act.lemma_.lower() or alike(lemma, act.lemma_.lower())):
                return True
            if t.pos_ in _TOLD and (lemma in told or lemma in nouns) and not (t.dep_ == "pobj" and t.head.lower_ in _SINCE):
                return True
            mention = reading.mention_at(home.index, t.i)
            if mention is not None and t.tag_ != "WDT" and set(mention.entities) & set(draft.recipients):
                return True  # but the "which" of "the rumour according to which" is the rumour
    return False
