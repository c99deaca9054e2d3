"""The words of a name: those before its title, its joints, and how many it tells of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from memcon.annotate.nouns import load_nouns
from memcon.annotate.reading import Mention, Sentence
from memcon.register.names import fold

if TYPE_CHECKING:
    from spacy.tokens import Token

JOINTS = {"-", "al", "el", "bin", "ibn", "ben", "de", "da", "dos", "van", "von", "der", "ul", "ur"}
SMALL = {"of", "the", "for", "and", "in", "on", "de", "del", "la", "et", "des", "du"}


def name_text(sentence: Sentence, mention: Mention) -> str:
    doc = sentence.doc
    first = mention.head
    while first > mention.first:
        before = doc[first - 1]
        # "Moqtada al-Sadr" is five tokens
        if not (before.pos_ == "PROPN" and before.dep_ in ("compound", "flat", "nmod")) and before.lower_ not in JOINTS:
            break
        first -= 1
    while first < mention.head and not doc[first].text[:1].isalpha():
        first += 1
    return str(doc[first : mention.head + 1].text)


def untitled(name: str) -> list[str]:
    """The words of a name without "Mr" and "Sheikh" before it."""
    words = name.split()
    while len(words) > 1 and fold(words[0]) in load_nouns().titles:
        words = words[1:]
    return words


def is_kin(token: Token) -> bool:
    """Whether a name is told of somebody's relative or companion."""
    return token.dep_ == "appos" and token.head.lemma_.lower() in load_nouns().kin and any(c.dep_ == "poss" for c in token.head.lefts)


def number_of(noun: Token) -> str | None:
    """How many an indefinite phrase tells of: "48", "hundreds"; None where it points back ("the two soldiers") or tells no number."""
    if any(c.dep_ in ("det", "poss") and c.lower_ not in ("a", "an", "some") for c in noun.lefts):
        return None
    for child in noun.lefts:
        if child.dep_ == "nummod":
            return child.lower_
    above = noun.head
    if noun.dep_ == "pobj" and above.lower_ == "of" and above.head.lower_ in load_nouns().crowd:
        return above.head.lower_
    return None
