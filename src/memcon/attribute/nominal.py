"""Attributions without a verb of their own: nouns ('the claim by X that …'), adjectives, 'according to', adverbs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from memcon.annotate.reading import Sentence
from memcon.attribute.cues import Cues
from memcon.attribute.found import Found
from memcon.attribute.spans import pieces
from memcon.attribute.speaker import speaker_of
from memcon.attribute.stance import load_stances, stance_of

if TYPE_CHECKING:
    from spacy.tokens import Token

_BY = ("by", "from", "among")
_IN = ("in", "on", "at", "via", "through")


def by_noun(sentence: Sentence, token: Token, cues: Cues) -> Found | None:
    """'The claim by X that …', 'X's warning of …', 'X raised concerns about …'."""
    lemma = token.lemma_.lower()
    takes = cues.nouns[lemma]
    speaker = next((c for c in token.children if c.dep_ == "poss"), None)
    if speaker is None:
        by = next((c for c in token.rights if c.dep_ == "prep" and c.lower_ in _BY), None)
        speaker = next((c for c in by.children if c.dep_ == "pobj"), None) if by is not None else None
    head = token.head
    if speaker is None and token.dep_ == "pobj":
        head = head.head
    if speaker is None and head.lemma_.lower() in cues.light and token.dep_ in ("dobj", "pobj", "attr"):
        if load_stances().words.get(head.lemma_.lower()) == "denies" and token.dep_ == "dobj":
            return None  # who rejects a charge does not make it: the verb tells
        speaker = speaker_of(head)[0]
    saying = token.head if token.dep_ == "pobj" and token.head.lower_ in _IN else None
    if speaker is None and saying is not None and saying.head.pos_ == "VERB" and "clause" in cues.verbs.get(saying.head.lemma_.lower(), ()):
        speaker = speaker_of(saying.head)[0]  # "said in a statement that …"
    else:
        saying = None
    words: set[int] = set()
    frame = ""
    for c in token.rights:
        if "clause" in takes and c.dep_ in ("acl", "ccomp", "relcl"):
            marked = any(x.lower_ == "that" and x.dep_ == "mark" for x in c.lefts) or (
                c.dep_ != "relcl" and any(x.lower_ == "that" for x in c.lefts)
            )
            infinitive = c.dep_ != "relcl" and any(x.lower_ == "to" and x.dep_ == "aux" for x in c.lefts)
            if marked or infinitive:
                frame = "that" if marked else "to"
                words = {t.i for t in c.subtree}
                break
        if c.dep_ == "prep" and "+" + c.lower_ in takes and (c.lower_ not in _BY):
            frame = "+" + c.lower_
            words = {t.i for t in c.subtree} - {c.i}
            break
    if speaker is not None:
        words -= {t.i for t in speaker.subtree} if speaker.i > token.i else set()
    words.discard(token.i)
    if not words or (speaker is None and frame not in cues.alone):
        return None
    if saying is not None and frame != "that":
        return None
    cue = token if saying is None else saying.head
    return Found(
        sentence,
        cue,
        sentence.span_of(cue.i, cue.i + 1),
        speaker,
        pieces(sentence, words),
        load_stances().words.get(cue.lemma_.lower(), "states"),
        kind=f"noun:{frame}",
    )


def by_adjective(sentence: Sentence, token: Token, cues: Cues) -> Found | None:
    """'Is worried about …', 'is confident that …'."""
    head = token.head
    if token.dep_ not in ("acomp", "ROOT", "conj", "oprd", "amod", "acl", "advcl"):
        return None
    speaker = speaker_of(head)[0] if head.pos_ in ("VERB", "AUX") else None
    if speaker is None and token.dep_ in ("amod", "acl") and token.i > head.i:
        speaker = head
    if speaker is None or speaker.lower_ in ("it", "this", "that", "there", "which"):
        return None
    for c in token.rights:
        frame = ""
        if c.dep_ in ("ccomp",) and "that" in cues.adjective_takes:
            frame = "that"
        elif c.dep_ == "xcomp" and any(x.lower_ == "to" for x in c.lefts):
            frame = "to"
        elif c.dep_ == "prep" and "+" + c.lower_ in cues.adjective_takes:
            frame = "+" + c.lower_
        if frame:
            words = {t.i for t in c.subtree} - ({c.i} if frame[0] == "+" else set())
            if not words:
                continue
            return Found(
                sentence,
                token,
                sentence.span_of(token.i, token.i + 1),
                speaker,
                pieces(sentence, words),
                stance_of(token, frame, []),
                kind="adjective:" + frame,
            )
    return None


def by_according(sentence: Sentence, token: Token) -> Found | None:
    """'According to X, …'."""
    doc = sentence.doc
    to = next((c for c in token.children if c.lower_ == "to"), None)
    inner = to if to is not None else token
    speaker = next((c for c in inner.children if c.dep_ == "pobj"), None)
    if speaker is None and token.i + 2 < len(doc):
        speaker = next((t for t in doc[token.i + 2 :] if t.pos_ in ("NOUN", "PROPN") and t.dep_ == "pobj"), None)
    if speaker is None:
        return None
    phrase = {t.i for t in token.subtree} | {token.i, min(token.i + 1, len(doc) - 1)} | {t.i for t in speaker.subtree}
    first, last = min(phrase), max(phrase)
    if last - first > 40:
        last = max(t.i for t in [speaker, *speaker.lefts])
    head = token.head
    clause = {t.i for t in head.subtree} if head.pos_ in ("VERB", "AUX") else {t.i for t in doc}
    before, after = [i for i in clause if i < first], [i for i in clause if i > last]
    chosen = before if first > 2 and len(before) > 2 else after
    if len(chosen) < 2:
        chosen = [t.i for t in doc if t.i > last] if first <= 1 else [t.i for t in doc if t.i < first]
    if not chosen:
        return None
    content = pieces(sentence, chosen)
    if not content:
        return None
    return Found(sentence, token, sentence.span_of(token.i, min(token.i + 2, len(doc))), speaker, content, "states", kind="according:")


def by_adverb(sentence: Sentence, token: Token) -> Found:
    """'Reportedly', 'allegedly': nobody is named."""
    words = {t.i for t in token.head.subtree} - {token.i}
    return Found(
        sentence,
        token,
        sentence.span_of(token.i, token.i + 1),
        None,
        pieces(sentence, range(min(words), max(words) + 1)) if words else [],
        "states",
        kind="adverb:",
    )
