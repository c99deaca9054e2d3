"""What talks are about: "a conference on the crisis in Libya" is not held with Libya."""

from __future__ import annotations

from typing import TYPE_CHECKING

from memcon.code.lexicon import load_lexicon
from memcon.code.match import lemma_of

if TYPE_CHECKING:
    from spacy.tokens import Token

_ABOUT = ("on", "about", "over", "regarding", "concerning")
_INSIDE = ("pobj", "prep", "conj", "amod", "compound", "poss", "nmod", "pcomp")
_DEEPEST = 8


def is_topic(token: Token) -> bool:
    """Whether a word stands, however deep, behind the "on" or "about" of talks."""
    for _ in range(_DEEPEST):
        if token.dep_ not in _INSIDE:
            return False
        if token.dep_ == "prep":
            if token.lower_ in ("with", "between"):
                return False
            if token.lower_ in _ABOUT:
                return lemma_of(token.head) in load_lexicon().sets["talks"]
        token = token.head
    return False
