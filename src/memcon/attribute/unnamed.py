"""Sources that are not named, with what is said of them: how many, of which state and body, and why they are not named."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from memcon.annotate.mentions import modifier_identity
from memcon.annotate.reading import Reading, Sentence
from memcon.annotate.times_needs import Sieve
from memcon.attribute.found import Found
from memcon.attribute.lookup import mentions_in
from memcon.attribute.said import Said
from memcon.attribute.spans import source_span
from memcon.model.record import Source, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_FILE = Path(__file__).parent.parent / "knowledge" / "cues" / "unnamed.toml"
_FARTHEST = 2  # sentences in which 'the official asked not to be named' may follow


@lru_cache(maxsize=1)
def _raw() -> dict[str, dict[str, str]]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _phrases() -> re.Pattern[str]:
    phrases: list[str] = list(_raw()["anonymity"]["phrases"])
    return re.compile(r"\b(?:" + "|".join(p.replace(" ", r"\s+") for p in phrases) + r")\b", re.IGNORECASE)


@lru_cache(maxsize=1)
def _sieve() -> Sieve:
    return Sieve([_phrases()])


@lru_cache(maxsize=1)
def _set(table: str, key: str) -> frozenset[str]:
    return frozenset(_raw()[table][key].split())


@lru_cache(maxsize=1)
def _numbers() -> dict[str, int]:
    return {word: int(number) for word, number in (pair.split("=") for pair in _raw()["number"]["words"].split())}


def anonymities(reading: Reading, sentence: Sentence) -> list[Span]:
    """The words of a sentence by which a source stays unnamed ('speaking on condition of anonymity')."""
    text = reading.article.text[sentence.span[0] : sentence.span[1]]
    if not _sieve().likely(text):
        return []
    return [(sentence.span[0] + m.start(), sentence.span[0] + m.end()) for m in _phrases().finditer(text)]


def source_of(reading: Reading, found: Found, said: Said) -> Source | None:
    """What is said of the unnamed source of an attribution; None where it has a name, or none is spoken of."""
    token, sentence = found.speaker, found.sentence
    if token is None or said.source_kind != "anonymous" or token.pos_ == "PRON":
        return None
    institution = _institution(reading, sentence, token)
    first, last = source_span(sentence, token)
    anonymity = _nearest(anonymities(reading, sentence), first) or _called(sentence, token)
    if anonymity is not None and -2 <= anonymity[0] - last <= 8:
        last = max(last, anonymity[1])
    return Source(
        count=_count(token),
        plural=_plural(token),
        country=_country(reading, sentence, token),
        institution=reading.article.text[slice(*institution)] if institution else None,
        institution_span=institution,
        anonymity=anonymity,
        span=(first, last),
    )


def later_words(reading: Reading, made: list[tuple[Found, Said]]) -> None:
    """Give sources what the next sentences say of them: 'The official asked not to be named because …'."""
    for found, said in made:
        if said.source is None or said.source.anonymity is not None or found.speaker is None:
            continue
        for at in range(found.sentence.index + 1, min(found.sentence.index + 1 + _FARTHEST, len(reading.sentences))):
            sentence = reading.sentences[at]
            spans = anonymities(reading, sentence)
            subject = next((t for t in sentence.doc if t.dep_ in ("nsubj", "nsubjpass")), None)
            if spans and subject is not None and sentence.offset(subject) < spans[0][0] and _again(subject, found.speaker):
                said.source.anonymity = spans[0]
                break


def _again(subject: Token, source: Token) -> bool:
    """'The official', 'they', 'he' of an official spoken of before."""
    if subject.pos_ == "PRON":
        return subject.lower_ in (("they", "all", "both") if _plural(source) else ("he", "she", "who", "they"))
    pointing = any(c.lower_ in ("the", "this", "that", "both", "these") for c in subject.lefts)
    return pointing and subject.lemma_.lower() in {source.lemma_.lower(), "source", "person", "people"}


def _nearest(spans: list[Span], at: int) -> Span | None:
    return min(spans, key=lambda s: abs(s[0] - at), default=None)


def _called(sentence: Sentence, token: Token) -> Span | None:
    """'An unnamed official': the adjective says it."""
    adjectives = _set("anonymity", "adjectives")
    return next((sentence.span_of(c.i, c.i + 1) for c in token.lefts if c.lower_ in adjectives), None)


def _plural(token: Token) -> bool:
    return token.tag_ in ("NNS", "NNPS") or token.lower_ == "people" or any(c.dep_ == "conj" for c in token.rights)


def _count(token: Token) -> int | None:
    """How many they are, as far as the words say: 'two diplomats and an aide' are three, 'officials' are not counted."""
    total = 0
    for noun in (token, *token.conjuncts):
        given = [c.lower_ for c in noun.lefts if c.dep_ in ("nummod", "det", "predet", "quantmod")]
        number = next((_number(w) for w in given if _number(w) is not None), None)
        if (
            number is None
            or (number == 1 and noun.tag_ in ("NNS", "NNPS"))
            or any(c.dep_ == "quantmod" for n in noun.lefts for c in n.lefts)
        ):
            return None
        total += number
    return total


def _number(word: str) -> int | None:
    if word.isdecimal() and len(word) < 5:
        return int(word)
    return _numbers().get(word)


def _country(reading: Reading, sentence: Sentence, token: Token) -> str | None:
    """The state that the source's own words name: 'a U.S. official', 'sources in the Indian defence ministry'.

    Where somebody stands is not whose he is ('officials in Kabul'), and sources of two states are of none.
    """
    end = source_span(sentence, token)[1]
    countries: set[str | None] = set()
    for noun in (token, *token.conjuncts):
        own = {
            m.identity.country
            for m in mentions_in(reading, sentence)
            if m.identity is not None and m.identity.country and m.span[0] < end and _is_own(sentence.doc[m.head], noun)
        }
        countries.add(own.pop() if len(own) == 1 else None)
    return countries.pop() if len(countries) == 1 else None


def _is_own(named: Token, noun: Token) -> bool:
    """Whether a name stands among a source's own words, and not for where it is."""
    if named.i == noun.i:
        return True
    if (
        named.pos_ == "NOUN"
        and not any(c.dep_ in ("amod", "compound", "poss") for c in named.lefts)
        and any(c.dep_ == "prep" and c.lower_ in ("in", "at") for c in named.rights)
    ):
        return False  # "the embassy in Kabul"
    if named.dep_ == "pobj" and named.pos_ == "PROPN" and named.head.lower_ in ("in", "at", "near", "outside"):
        return False
    for above in named.ancestors:
        if above.i == noun.i:
            return True
        if above.dep_ in ("conj", "relcl", "ccomp"):
            return False
    return False


def _institution(reading: Reading, sentence: Sentence, token: Token) -> Span | None:
    """The body that the source belongs to: 'in the Indian defence ministry', 'Pentagon officials', 'army sources'."""
    for prep in token.rights:
        if prep.dep_ != "prep" or prep.lower_ not in _set("institution", "prepositions"):
            continue
        for noun in prep.children:
            if noun.dep_ == "pobj" and _is_body(reading, sentence, noun):
                return sentence.span_of(noun.left_edge.i, noun.i + 1)
    for left in token.lefts:
        if left.dep_ in ("compound", "nmod", "amod", "poss") and _is_body(reading, sentence, left, compound=True):
            return sentence.span_of(left.left_edge.i if left.dep_ != "amod" else left.i, left.i + 1)
    return None


def _is_body(reading: Reading, sentence: Sentence, noun: Token, compound: bool = False) -> bool:
    if noun.lemma_.lower() in _set("institution", "nouns"):
        return True
    if compound and noun.pos_ == "PROPN":
        named = modifier_identity(noun)
        return named is not None and (named.kind == "organisation" or (named.kind == "government" and named.sure))
    mention = reading.mention_at(sentence.index, noun.i)
    if mention is None or mention.identity is None or mention.pronoun:
        return noun.ent_type_ == "ORG" and noun.pos_ == "PROPN"
    kinds = {reading.entities[i].kind for i in mention.entities}
    return bool(kinds & {"organisation", "government"})
