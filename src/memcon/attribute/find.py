"""Find the attributions that the parse of one sentence shows: cue, source and the words attributed."""

from __future__ import annotations

from collections.abc import Iterator

from memcon.annotate.reading import Reading, Sentence
from memcon.attribute.beside import by_place
from memcon.attribute.cues import Cues
from memcon.attribute.found import Found
from memcon.attribute.nominal import by_according, by_adjective, by_adverb, by_noun
from memcon.attribute.unnamed import anonymities
from memcon.attribute.verbs import by_phrase, by_verb, phrasal


def find_attributions(reading: Reading, sentence: Sentence, cues: Cues) -> Iterator[Found]:
    """Attributions of a sentence, in the order of their cues, those whose cue stands inside a quotation left out."""
    hidden = anonymities(reading, sentence)
    for token in sentence.tokens:
        if hidden and any(s <= sentence.offset(token) < e for s, e in hidden):
            continue  # "who asked that his name be withheld"
        if token.is_punct or reading.quoted(sentence.offset(token)):
            continue  # what is said inside a quotation is its speaker's to tell
        made: Found | None = None
        if token.lower_ == "according" and token.i + 1 < len(sentence.doc) and token.nbor().lower_ == "to":
            made = by_according(sentence, token)
        elif token.pos_ == "VERB" and (made := by_phrase(sentence, token)) is not None:
            pass
        elif token.pos_ in ("VERB", "AUX") and (token.lemma_.lower() in cues.verbs or phrasal(token) in cues.verbs):
            made = by_verb(reading, sentence, token, cues)
        elif token.pos_ == "NOUN" and token.lemma_.lower() in cues.nouns:
            made = by_noun(sentence, token, cues)
        elif token.lower_ in cues.adverbs:
            made = by_adverb(sentence, token)
        if made is None and token.lower_ in cues.adjectives:
            made = by_adjective(sentence, token, cues)
        if made is None and token.pos_ == "VERB":
            made = by_place(reading, sentence, token)
        if made is not None:
            yield made
