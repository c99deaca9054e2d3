"""Who speaks through a cue, from the parse."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


OPENING = ('"', "“", "``", "‘", "«")
CLOSING = ('"', "”", "''", "’", "»")


def speaker_of(token: Token) -> tuple[Token | None, bool]:
    """The head of the source of a verb, and whether the verb is passive."""
    # a loop, not a call of itself: hostile text nests as deep as it likes
    passive = _is_passive(token)
    if passive:
        return next((inner for c in token.children if c.dep_ == "agent" for inner in c.children if inner.dep_ == "pobj"), None), True
    control = not (token.tag_ == "VBG" and token.dep_ == "advcl")  # ", threatening to …" is the main subject's, over any object
    for _ in range(40):
        if _is_passive(token):
            return next((c for c in token.children if c.dep_ in ("nsubjpass", "csubjpass")), None), False
        subjects = [c for c in token.children if c.dep_ in ("nsubj", "csubj")]
        if (
            len(subjects) > 1
            and subjects[0].i < token.i < subjects[-1].i
            and any(t.text in CLOSING for t in token.doc[subjects[0].i : token.i])
        ):
            return subjects[-1], False  # '"Absolute nonsense," said the minister'
        if subjects:
            return (subjects[-1] if subjects[-1].i < token.i or len(subjects) == 1 else subjects[0]), False
        head = token.head
        if head.i == token.i:
            return _behind_place(token), False
        if token.dep_ in ("conj", "xcomp", "advcl") and head.pos_ in ("VERB", "AUX"):
            if token.dep_ == "advcl" and token.tag_ not in ("VBG", "VBN", "VB"):
                break
            if (
                control
                and token.dep_ == "xcomp"
                and token.tag_ == "VB"
                and head.lemma_.lower() != "use"  # "used his speech to offer talks"
                and (objects := [c for c in head.children if c.dep_ in ("dobj", "dative") and c.i < token.i])
            ):
                return objects[-1], False  # "urged him to say so"
            token = head
        elif token.dep_ == "xcomp" and head.pos_ == "ADJ" and head.head.i != head.i:
            token = head.head
        elif token.dep_ == "acl" and token.tag_ == "VBG":
            return head, False
        elif token.dep_ == "pcomp" and head.head.pos_ in ("VERB", "AUX"):
            token = head.head
        else:
            break
    return None, False


def closes(doc: Doc, at: int) -> bool:
    """Whether the words before a position end a quotation that goes on into a cue: '"…," he said', '"…", he said'."""
    if at > 1 and doc[at - 1].text == ",":
        return doc[at - 2].text in CLOSING
    return at > 1 and doc[at - 1].text in CLOSING and doc[at - 2].text[-1:] in ",?!…—"


def inverted(token: Token) -> Token | None:
    """'"…," confided to us a minister of the region': who stands behind a verb that stands behind a quotation."""
    doc = token.doc
    if token.tag_ not in ("VBD", "VBZ", "VBN") or not closes(doc, token.i):
        return None
    at = token.i + 1
    if at < len(doc) and doc[at].lower_ in ("on", "up") and doc[at].head.i == token.i:
        at += 1  # "went on the general"
    if at + 1 < len(doc) and doc[at].lower_ == "to" and doc[at + 1].pos_ == "PRON":
        at += 2
    elif at < len(doc) and doc[at].lower_ in ("us", "me"):
        at += 1
    while at < len(doc) and doc[at].pos_ == "ADV":
        at += 1
    if at >= len(doc) or doc[at].pos_ not in ("DET", "ADJ", "NOUN", "PROPN", "NUM"):
        return None
    head = doc[at]
    for _ in range(40):
        above = head.head
        if above.i <= at or above.left_edge.i < at or above.i == head.i or above.pos_ in ("VERB", "AUX"):
            break
        head = head.head
    return head if head.pos_ in ("NOUN", "PROPN", "NUM") else None


def _behind_place(token: Token) -> Token | None:
    """'In Havana, an official denied …', where the parse takes the official for another name of the place."""
    first = next(iter(token.lefts), None)
    if first is None or first.dep_ != "prep" or first.i != token.sent.start:
        return None
    place = next((c for c in first.children if c.dep_ == "pobj"), None)
    return next((c for c in place.rights if c.dep_ == "appos"), None) if place is not None else None


def _is_passive(token: Token) -> bool:
    if token.dep_ == "conj" and token.tag_ == "VBN" and not any(c.dep_ in ("aux", "nsubj") for c in token.lefts):
        token = token.head  # "had been held in isolation and denied books"
    return any(c.dep_ in ("auxpass", "nsubjpass") for c in token.children) or (token.dep_ == "acl" and token.tag_ == "VBN")


def author_of(document: Token) -> Token | None:
    """Who a document is by: "the message released by X", "a statement from X", "X's letter"."""
    for child in document.children:
        if child.dep_ == "poss":
            return child
        if child.dep_ == "acl" and child.tag_ == "VBN":
            if agent := speaker_of(child)[0]:
                return agent
        if child.dep_ == "prep" and child.lower_ in ("by", "from", "of"):
            for inner in child.children:
                if inner.dep_ == "pobj":
                    return inner
    return None
