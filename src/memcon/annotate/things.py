"""Whether "it" and "they" are of things: by what is told of them, and by the things told of just before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from memcon.annotate.clauses import SUBJECTS, TIMES, clause_of, subject_of
from memcon.annotate.nouns import load_nouns
from memcon.register.who import who

if TYPE_CHECKING:
    from spacy.tokens import Token

    from memcon.annotate.reading import Mention, Reading

_MANY = {"they", "them", "their", "themselves"}
_OWN = {"its", "their"}


def is_of_things(reading: Reading, mention: Mention, token: Token) -> bool:
    """Whether a pronoun stands for things and so for no actor: "The ship was old. It had no lights", "they signed it"."""
    things = load_nouns().things
    verb = token.head
    lemma = verb.lemma_.lower()
    if token.lower_.endswith(("self", "selves")) or verb.tag_ == "MD":
        return False
    if token.lower_ in _OWN and token.dep_ == "poss":
        return _owner_is_thing(reading, mention, token)
    if token.dep_ == "dobj":
        return lemma in things["object"] or (lemma not in things["suffer"] and _candidate(reading, mention, token) is not None)
    bare = verb.tag_ == "VBN" and not any(c.dep_ in ("aux", "auxpass") for c in verb.lefts)
    if token.dep_ == "nsubj" and bare and lemma in things["passive"]:
        return True  # "wants it built"
    if token.dep_ == "nsubjpass":
        if lemma in things["passive"]:
            return True
        told = _topic(reading, mention, token) or (None if lemma in things["suffer"] else _candidate(reading, mention, token))
        return told is not None
    if token.dep_ == "pobj" and token.lower_ == "it":
        above, prep = verb.head, verb.lower_
        if f"{prep}-*" in load_nouns().about or f"{above.lemma_.lower()}-{prep}" in load_nouns().about:
            return True
    if token.dep_ == "pobj":
        return token.lower_ in ("it", "them") and verb.lower_ in _INTO and _candidate(reading, mention, token, widely=True) is not None
    if token.dep_ != "nsubj":
        return False
    return _does_as_a_thing(reading, mention, token)


def is_called(token: Token) -> bool:
    """'called it a mistake', 'described it as a win': what is called by no actor's noun is no actor."""
    verb = token.head
    if token.lower_ != "it":
        return False
    if token.dep_ == "nsubj" and verb.pos_ not in ("VERB", "AUX") and verb.dep_ in ("ccomp", "xcomp", "oprd") and _calls(verb.head):
        return verb.pos_ != "PROPN" and who(verb.text) is None
    if token.dep_ != "dobj" or not _calls(verb):
        return False
    for child in verb.rights:
        said = child if child.dep_ in ("oprd", "attr", "xcomp", "acomp") else None
        if child.dep_ == "prep" and child.lower_ == "as":
            said = next((c for c in child.rights if c.dep_ in ("pobj", "amod")), None)
        if said is not None:
            return said.pos_ != "PROPN" and who(said.text) is None
    return False


def _calls(verb: Token) -> bool:
    return verb.lemma_.lower() in load_nouns().calling


_HARMED = {"dead", "wounded", "injured", "homeless", "stranded", "trapped"}
_ORDER = {"first", "second", "third", "fourth", "latest", "last"}
_INTO = {"under", "in", "on", "during", "after", "before", "into", "through", "without"}


def _does_as_a_thing(reading: Reading, mention: Mention, token: Token) -> bool:
    things = load_nouns().things
    verb = token.head
    lemma = verb.lemma_.lower()
    if lemma in things["subject"] or _comes_when(token):
        return True
    if lemma == "leave" and any(t.lower_ in _HARMED for t in token.doc[verb.i + 1 : verb.right_edge.i + 1]):
        return True  # "They left 350 people dead"
    told = next((c for c in verb.rights if c.dep_ in ("acomp", "attr") and c.lower_ in _ORDER), None)
    if lemma == "be" and told is not None and not any(c.dep_ in ("xcomp", "relcl", "acl", "prep") for c in (*told.rights, *verb.rights)):
        return True  # "It would be the country's first"
    topic = _topic(reading, mention, token)
    if lemma in load_nouns().saying | load_nouns().control | things["mind"]:
        told = topic or _candidate(reading, mention, token)
        # "It says that soldiers fired first": the report
        return lemma in things["worded"] and told is not None and told.lemma_.lower() in things["text"]
    if any(c.dep_ in ("acomp", "attr") and c.lemma_.lower() in things["feeling"] for c in verb.rights):
        return False
    if topic is not None:
        return True
    if lemma in things["actor"]:
        return False
    transitive = any(c.dep_ in ("dobj", "xcomp", "ccomp", "dative") for c in verb.rights)
    if (transitive and lemma not in things["effect"]) or any(c.dep_ == "attr" for c in verb.rights):
        return False
    return _candidate(reading, mention, token, widely=not transitive) is not None


def _comes_when(token: Token) -> bool:
    """'it came a day before the vote', 'it comes as'."""
    after = [c for c in token.head.rights if c.dep_ in ("npadvmod", "prep", "mark", "advcl", "advmod")]
    return (
        token.lower_ == "it"
        and token.head.lemma_.lower() in ("come", "follow")
        and any(c.dep_ == "npadvmod" or c.lower_ in ("as", "amid") or any(n.dep_ == "npadvmod" for n in c.lefts) for c in after)
    )


def _owner_is_thing(reading: Reading, mention: Mention, token: Token) -> bool:
    """'It has lost half of its value': its whose "it" is."""
    clause = clause_of(token)
    subject = next((c for c in clause.lefts if c.dep_ in SUBJECTS), None)
    if subject is None or subject.i > token.i:
        return False
    known = reading.mention_at(mention.sentence, subject.i)
    many = token.lower_ in _MANY
    if subject.lower_ in ("it", "they"):
        return (subject.lower_ == "they") == many and known is not None and not known.entities
    # "The town had not paid its police"
    unknown = subject.tag_ == "NN" and not subject.is_ancestor(token) and (known is None or not known.entities)
    return not many and unknown and token.head.lemma_.lower() not in load_nouns().national


def _topic(reading: Reading, mention: Mention, token: Token) -> Token | None:
    """The thing that is the subject before a pronoun: in its sentence, or of the sentence before where it opens its own."""
    for before in reversed(token.doc[: token.i]):
        if before.dep_ in SUBJECTS and before.pos_ in ("NOUN", "PRON", "PROPN"):
            return before if _is_thing(reading, mention.sentence, before, token) else None
    earlier = _sentence_before(reading, mention)
    if earlier is None:
        return None
    root = next((t for t in reading.sentences[earlier].doc if t.head.i == t.i), None)
    subject = next((c for c in root.children if c.dep_ in SUBJECTS), None) if root is not None else None
    return subject if subject is not None and _is_thing(reading, earlier, subject, token) else None


def _candidate(reading: Reading, mention: Mention, token: Token, widely: bool = False) -> Token | None:
    """The thing last told of before a pronoun, in its sentence or the one before. ``widely``: behind prepositions too.

    None where an actor that the pronoun may be was told of since, or says what is told of it.
    """
    subject = _subject_over(token)
    opens = not any(t.dep_ in SUBJECTS for t in token.doc[: token.i])
    for sentence, before in _before(reading, mention, token):
        known = reading.mention_at(sentence, before.i)
        if known is not None and known.entities and not known.locative and before.dep_ != "poss" and _may_be(reading, known, token):
            if sentence == mention.sentence and (subject is None or before.i != subject.i or _speaks(token, before)):
                return None
        if sentence != mention.sentence and not opens and token.dep_ in SUBJECTS:
            return None
        if (
            sentence == mention.sentence
            and before.dep_ == "dobj"
            and _under(token, before)
            and _actor_over(reading, mention, before, token)
        ):
            continue  # "Hezbollah would pay a price if it went on"
        if (
            before.dep_ in (("dobj", "pobj", *SUBJECTS) if widely else ("dobj", *SUBJECTS))
            and not before.is_ancestor(token)
            and _is_thing(reading, sentence, before, token)
        ):
            return before
    return None


def _under(token: Token, thing: Token) -> bool:
    """Whether a subject pronoun's clause is subordinate to the clause that has the thing as its object."""
    return token.dep_ in SUBJECTS and token.head.dep_ in ("advcl", "ccomp", "relcl", "acl") and thing.head.is_ancestor(token)


def _actor_over(reading: Reading, mention: Mention, thing: Token, token: Token) -> bool:
    """Whether who does something to the thing is an actor that the pronoun may be."""
    subject = subject_of(thing.head)
    known = reading.mention_at(mention.sentence, subject.i) if subject is not None else None
    return known is not None and bool(known.entities) and _may_be(reading, known, token)


def _subject_over(token: Token) -> Token | None:
    """The subject of a pronoun's own clause, or of the clause that says it."""
    clause = clause_of(token)
    return next((c for c in clause.lefts if c.dep_ in SUBJECTS and c.i != token.i), None)


def _speaks(token: Token, subject: Token) -> bool:
    """Whether a subject says the very clause of which the pronoun is subject: "China said it would win"."""
    if token.dep_ not in SUBJECTS or token.head.dep_ != "ccomp":
        return False
    speaker = subject_of(token.head.head)
    return speaker is not None and speaker.i == subject.i


def _may_be(reading: Reading, known: Mention, token: Token) -> bool:
    """Whether an actor is one that "it" or "they" may be by its number and kind."""
    if len(known.others) > 1:
        return token.lower_ in _MANY
    entity = reading.entities[known.entities[0]]
    if token.lower_ in _MANY:
        return known.plural or entity.kind == "group"
    return not known.plural and entity.kind not in ("person", "office")


def _before(reading: Reading, mention: Mention, token: Token) -> Iterator[tuple[int, Token]]:
    for before in reversed(token.doc[: token.i]):
        yield mention.sentence, before
    earlier = _sentence_before(reading, mention)
    if earlier is not None:
        for before in reversed(reading.sentences[earlier].doc):
            yield earlier, before


def _sentence_before(reading: Reading, mention: Mention) -> int | None:
    at = mention.sentence - 1
    return at if at >= 0 and reading.sentences[at].block == reading.sentences[mention.sentence].block else None


def _is_thing(reading: Reading, sentence: int, noun: Token, pronoun: Token) -> bool:
    """Whether a noun is a thing of the pronoun's number: no actor, nobody who speaks, no time, no unnamed "it" of the weather."""
    if noun.lower_ in ("it", "they"):
        known = reading.mention_at(sentence, noun.i)
        alike = (noun.lower_ == "they") == (pronoun.lower_ in _MANY)
        return alike and known is not None and not known.entities and known.thing
    if (
        noun.pos_ != "NOUN"
        or (noun.tag_ == "NNS") != (pronoun.lower_ in _MANY)
        or noun.lemma_.lower() in TIMES | load_nouns().things["measure"]
    ):
        return False
    if reading.mention_at(sentence, noun.i) is not None and noun.lemma_.lower() not in load_nouns().craft:
        return False
    return not (noun.dep_ == "nsubj" and noun.head.lemma_.lower() in load_nouns().saying)
