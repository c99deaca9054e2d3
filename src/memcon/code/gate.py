"""Which sentences the act model is asked about: those with a word that often enough names an act."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from memcon.code.match import lemma_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

FILE = Path(__file__).parent.parent / "knowledge" / "model" / "words.csv"
# the least share of a word's uses in the casebook that name an act, for a sentence with no likelier word to be asked about
LEAST = 0.08
_UNKNOWN = {"VERB": 0.3, "NOUN": 0.02, "ADJ": 0.0, "ADV": 0.0, "PROPN": 0.0}


def is_open(token: Token) -> bool:
    """Whether a word is of a class that names things and deeds."""
    return token.pos_ in _UNKNOWN


def word_of(token: Token) -> str:
    """A word as it is counted: lemma and class."""
    return f"{lemma_of(token)}/{token.pos_.lower()}"


@lru_cache(maxsize=1)
def _shares() -> dict[str, float]:
    with FILE.open(encoding="utf-8", newline="") as handle:
        # half a use is added to each side: a word seen once is not sure
        return {r["word"]: (int(r["names"]) + 0.1) / (int(r["stands"]) + 1.0) for r in csv.DictReader(handle)}


def may_act(doc: Doc) -> bool:
    """Whether some word of a parsed sentence is likely enough to name an act."""
    shares = _shares()
    return any(is_open(t) and shares.get(word_of(t), _UNKNOWN[t.pos_]) >= LEAST for t in doc)
