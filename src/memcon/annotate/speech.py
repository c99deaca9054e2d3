"""Who speaks in a quotation, and to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from memcon.annotate.nouns import load_nouns
from memcon.annotate.pairs import pair_with, recent_pair
from memcon.annotate.reading import Mention, Sentence

if TYPE_CHECKING:
    from spacy.tokens import Token

    from memcon.annotate.gatherer import Gatherer


def speaker_of(g: Gatherer, mention: Mention, sentence: Sentence) -> int | None:
    """Who says the words that a mention stands in: in its sentence, at the end of a longer quotation, else who spoke just before."""
    found = _speech(g, mention, sentence)
    return found[1].entity if found is not None else None


def addressed(g: Gatherer, mention: Mention, sentence: Sentence) -> int | None:
    """Whom "you" in a quotation speaks to: who is told it, else the other of the two who were speaking to each other."""
    if not g.reading.quoted(mention.span[0]) or (found := _speech(g, mention, sentence)) is None:
        return None
    verb, speaker = found
    there = g.reading.sentences[speaker.sentence]
    for child in verb.children:
        inner = child if child.dep_ in ("dobj", "dative") and child.pos_ != "ADP" else None
        if child.dep_ in ("prep", "dative") and child.lower_ in ("to", "at"):
            inner = next((c for c in child.rights if c.dep_ == "pobj"), None)
        if inner is None or reading_quotes(g, there, inner):
            continue
        known = g.reading.mention_at(there.index, inner.i)
        if known is not None and known.entity is None and not known.others and not known.pronoun:
            g.assign(known)
        if known is None or known.entity == speaker.entity or known.entity is None:
            return None
        return None if "JRN" in g.reading.entities[known.entity].sectors else known.entity  # to reporters "you" is anybody
    return _other_party(g, speaker.entity) if speaker.entity is not None else None


def _other_party(g: Gatherer, speaker: int) -> int | None:
    """The other of two people who deal with each other, or of two states of which one speaks."""
    pair = pair_with(g, speaker)
    if pair is not None and len(pair) == 2:
        return pair[0] if pair[1] == speaker else pair[1]
    home = g.reading.entities[speaker].country
    two = recent_pair(g, ("state", "government")) if home is not None else None
    if two is None or home not in {g.reading.entities[i].country for i in two}:
        return None
    return next((i for i in two if g.reading.entities[i].country != home), None)


def reading_quotes(g: Gatherer, sentence: Sentence, token: Token) -> bool:
    """Whether a word stands inside quotation marks."""
    return g.reading.quoted(sentence.offset(token))


def _speech(g: Gatherer, mention: Mention, sentence: Sentence) -> tuple[Token, Mention] | None:
    """The verb by which the words are said in which a mention stands, and its subject."""
    reading = g.reading
    ahead = [sentence]
    for later in reading.sentences[sentence.index + 1 : sentence.index + 4]:
        if later.block != sentence.block or not reading.quoted(later.span[0]):
            break
        ahead.append(later)
    for one in (*ahead, *reversed(reading.sentences[max(0, sentence.index - 1) : sentence.index])):
        if one.block != sentence.block:
            continue
        for verb, lemma in zip(one.tokens, one.lemmas, strict=True):
            if lemma not in load_nouns().saying or verb.pos_ != "VERB" or reading.quoted(one.offset(verb)):
                continue
            # "the man who took my son," inside the quotation says nothing
            subject = next((c for c in verb.children if c.dep_ == "nsubj" and not reading.quoted(one.offset(c))), None)
            known = reading.mention_at(one.index, subject.i) if subject is not None else None
            if known is None:
                continue
            if known.entity is None and not known.others and known is not mention:
                g.assign(known)
            if known.entity is not None:
                return verb, known
    return None
