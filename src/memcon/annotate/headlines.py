"""Headline grammar: passives without "was" ("envoy told to leave"), pairs without "and" ("Russia, Ukraine trade blame")."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_FILE = Path(__file__).parent.parent / "knowledge" / "cues" / "headlines.toml"
_OBJECTS = ("dobj", "dative", "oprd", "ccomp", "nsubjpass", "auxpass", "agent", "prt")
# a verb that the parser takes for nothing else
_PLAIN_VERB = "exchanged"
# the most words that either name of a pair has
_LONGEST = 3


@lru_cache(maxsize=1)
def _bare() -> dict[str, frozenset[str]]:
    """The verbs by what follows them: nothing (``alone``), "of", "to" or "with"."""
    return _words("bare")


def _words(table: str) -> dict[str, frozenset[str]]:
    return {key: frozenset(words.split()) for key, words in tomllib.loads(_FILE.read_text(encoding="utf-8"))[table].items()}


@lru_cache(maxsize=1)
def _homographs() -> frozenset[str]:
    """Verbs that the parser may take for nouns after two names."""
    return _words("pairs")["verbs"]


def turn_bare_passives(doc: Doc) -> None:
    """Mark the subject of a verb as suffering it where the verb lacks the object that it needs: "Swedish envoy told to leave Mali"."""
    for verb in doc:
        if verb.tag_ not in ("VBD", "VBN") or verb.dep_ in ("relcl", "acl", "amod") or not lacks_object(verb):
            continue
        for child in verb.lefts:
            if child.dep_ == "nsubj" and child.pos_ != "PRON":
                child.dep_ = "nsubjpass"


def lacks_object(verb: Token) -> bool:
    """Whether a verb stands without the object that it would have were its subject, or the noun before it, to do it."""
    lemma, verbs = verb.lemma_.lower(), _bare()
    if not any(lemma in words for words in verbs.values()):
        return False
    if any(c.dep_ in _OBJECTS for c in verb.children) or any(c.dep_ == "aux" for c in verb.lefts):
        return False
    if any(c.dep_ == "conj" and any(o.dep_ == "dobj" for o in c.rights) for c in verb.rights):
        return False  # "police beat and arrested students": the object stands with the other verb
    after = next((c.lower_ for c in verb.rights if c.dep_ == "prep"), None)
    ordered = any(c.dep_ == "xcomp" and any(t.lower_ == "to" and t.dep_ == "aux" for t in c.lefts) for c in verb.rights)
    return (
        (lemma in verbs["alone"] and not ordered)
        or (after in ("of", "with") and lemma in verbs[after])
        or (ordered and lemma in verbs["to"])
    )


def as_pair(doc: Doc) -> list[str] | None:
    """The words of a headline that opens with two names parted by a comma, the comma read as "and"; None for any other sentence."""
    comma = next((t.i for t in doc[: _LONGEST + 1] if t.text == ","), 0)
    if not 0 < comma < len(doc) - 2 or doc[-1].text in ".!?":
        return None
    end = comma + 1
    while end < len(doc) and end - comma <= _LONGEST and doc[end].text[:1].isupper():
        end += 1
    names = [*doc[:comma], *doc[comma + 1 : end]]
    if end == comma + 1 or end == len(doc) or not all(t.text[:1].isupper() for t in names) or not doc[end].text[:1].islower():
        return None
    verb = _PLAIN_VERB if _hidden_verb(doc[end]) else doc[end].text
    return [*(t.text for t in doc[:comma]), "and", *(t.text for t in doc[comma + 1 : end]), verb, *(t.text for t in doc[end + 1 :])]


def _hidden_verb(token: Token) -> bool:
    return token.tag_ == "NN" and token.lower_ in _homographs() and token.i + 1 < len(token.doc)


def with_pairs(nlp: Any, doc: Doc) -> Doc:
    """The parse with "Russia, Ukraine trade blame" read as of Russia and Ukraine, where that makes both the verb's subjects."""
    words = as_pair(doc)
    if words is None or _is_pair(doc):
        return doc
    from spacy.tokens import Doc as Made

    spaces = [bool(t.whitespace_) for t in doc]
    other = Made(doc.vocab, words, spaces)
    for token in other[1:]:
        token.is_sent_start = False
    other = next(iter(nlp.pipe([other], disable=["attribute_ruler", "lemmatizer"])))
    if not _is_pair(other):
        return doc
    tags = [t.tag_ if t.text == own.text else "VBP" if _hidden_verb(own) else own.tag_ for t, own in zip(other, doc, strict=True)]
    return Made(doc.vocab, [t.text for t in doc], spaces, tags=tags, heads=[t.head.i for t in other], deps=[t.dep_ for t in other])


def _is_pair(doc: Doc) -> bool:
    """Whether a sentence's main verb has two subjects."""
    return any(
        t.dep_ == "nsubj" and t.head.dep_ == "ROOT" and t.head.tag_.startswith("VB") and any(c.dep_ == "conj" for c in t.rights)
        for t in doc
    )
