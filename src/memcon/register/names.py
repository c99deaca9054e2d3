"""Names across spellings: folding case, accents, hyphens and possessives, with offsets kept."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

_WORD = re.compile(r"\d{1,3}(?:,\d{3})+(?!\d)|[^\W_]+(?:[.'’ʼ‘`&][^\W_]+)*\.?", re.UNICODE)
_MARKS = ("'", "’")
_POSSESSIVE = tuple(mark + s for mark in _MARKS for s in ("s", "S", "ſ")) + _MARKS


class Word(NamedTuple):
    """One word of a phrase: folded form, span in the phrase, and how it hangs on its neighbours."""

    fold: str
    raw: str
    start: int
    end: int
    possessive: bool
    hyphen_before: bool
    hyphen_after: bool
    comma_after: bool


@lru_cache(maxsize=200_000)
def fold_word(raw: str) -> str:
    """One word in the form that the register compares: no accents, dots or case."""
    if raw.endswith(_POSSESSIVE):
        raw = raw[:-1] if raw.endswith(_MARKS) else raw[:-2]
    if not raw.isascii():
        raw = "".join(
            c
            for c in unicodedata.normalize("NFKD", raw.replace("ı", "i").replace("ø", "o").replace("ł", "l"))
            if not unicodedata.combining(c)
        )
    return raw.replace(".", "").replace("’", "").replace("'", "").replace("ʼ", "").replace("`", "").casefold()


def words_of(phrase: str) -> list[Word]:
    """The words of a phrase in order; hyphenated compounds are parted, their hyphens remembered."""
    return list(_words(phrase))


@lru_cache(maxsize=2_000)  # a phrase is asked for several times over, a sentence by every reader of names
def _words(phrase: str) -> tuple[Word, ...]:
    found = []
    for match in _WORD.finditer(phrase):
        raw = match.group()
        start, end = match.start(), match.end()
        possessive = raw.endswith(_POSSESSIVE) or (phrase[end : end + 2] in ("' ", "’ ") and raw[-1] == "s")
        found.append(
            Word(
                fold_word(raw),
                raw,
                start,
                end,
                possessive,
                start > 0 and phrase[start - 1] in "-‑–",
                phrase[end : end + 1] in ("-", "‑", "–") and phrase[end + 1 : end + 2].isalnum(),
                phrase[end : end + 1] == ",",
            )
        )
    return tuple(found)


def written(words: list[Word]) -> str:
    """Words as they stand in a name, hyphens kept: "Florin-Marian Barbu"."""
    return "".join(("-" if w.hyphen_before and at else " " if at else "") + w.raw for at, w in enumerate(words))


@lru_cache(maxsize=100_000)
def fold(phrase: str) -> str:
    """A whole phrase folded, words joined by single spaces."""
    if phrase.isascii() and phrase.replace(" ", "").isalpha():  # most names: the same answer, sooner
        return " ".join(phrase.lower().split())
    return " ".join(filter(None, map(fold_word, _WORD.findall(phrase))))
