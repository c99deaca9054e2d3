"""Attributions by a verb: which of the frames of its class the sentence fills, and with what words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from memcon.annotate.reading import Reading, Sentence
from memcon.attribute.cues import Cues
from memcon.attribute.found import Found
from memcon.attribute.spans import merged, pieces
from memcon.attribute.speaker import CLOSING, OPENING, inverted, speaker_of
from memcon.attribute.stance import paired, stance_of

if TYPE_CHECKING:
    from spacy.tokens import Token

_PHRASE = "phrase"
_FORETOLD = {"will", "would", "may", "might", "'ll", "'d"}
_OUGHT = {"should", "ought", "must"}
_WH = {"whether", "if", "who", "whom", "whose", "what", "which", "where", "when", "why", "how"}


def by_verb(reading: Reading, sentence: Sentence, token: Token, cues: Cues) -> Found | None:
    """The attribution of a verb. Its content is empty where only a quotation beside it may be what it says."""
    lemma = token.lemma_.lower()
    takes = cues.verbs.get(phrasal(token)) or cues.verbs[lemma]
    if lemma in ("deny", "confirm") and any(c.dep_ == "aux" and c.lower_ in _FORETOLD for c in token.lefts):
        if not any(c.dep_ == "neg" for c in token.lefts):
            return None  # "would deny that it had"
    if any(c.dep_ == "aux" and c.lower_ in _OUGHT for c in token.lefts):
        return None  # "both sides should reject it": what ought to be said nobody has said
    speaker, passive = speaker_of(token)
    if not passive and "quote" in takes and (speaker is None or reading.quoted(sentence.offset(speaker))):
        speaker = inverted(token) or speaker
    if (lemma in cues.goes_on or _named_as(token, False)) and not passive and (outer := _going_on(token, cues)) is not None:
        speaker = outer
    frame, words = _filled(token, takes, speaker, passive, cues)
    content = merged(pieces(sentence, words), 2) if words else []
    if not content and "quote" not in takes:
        return None
    if frame == "wh" and token.tag_ == "VB" and lemma in ("begin", "go", "continue", "start") and not passive:
        return None  # "threatened to begin a strike if they are not freed"
    if frame == "raised" and token.dep_ == "acl" and passive:
        return None  # "gunmen suspected to be members of the sect attacked"
    if lemma == "ask" and any(t.lower_ in ("named", "identified", "name") for t in token.subtree):
        return None  # "who asked not to be named"
    if speaker is None and not passive and frame != "raised":
        if token.dep_ not in ("advcl", "conj", "xcomp", "acl", "pcomp", "ROOT", "relcl") or "quote" not in takes:
            return None
    frame = frame or "quote"
    own = sentence.span_of(token.i, token.i + 1)
    if (phrasal(token) in cues.verbs and phrasal(token) != lemma) or any(c.dep_ == "prt" and c.i == token.i + 1 for c in token.rights):
        own = sentence.span_of(token.i, token.i + 2)
    return Found(
        sentence,
        token,
        own,
        None if frame == "raised" and not passive else speaker,
        content,
        stance_of(token, frame, [sentence.doc[i] for i in sorted(words)]),
        next((c for c in token.rights if c.dep_ in ("dobj", "dative")), None) if lemma in cues.addressed else None,
        passive,
        f"{takes.get(frame) or takes['clause']}:{frame}",
    )


def _filled(token: Token, takes: dict[str, str], speaker: Token | None, passive: bool, cues: Cues) -> tuple[str | None, set[int]]:
    """The first frame that the sentence fills and the positions of the words attributed."""
    own = {token.i} | (_subtree(speaker) if speaker is not None and not speaker.is_ancestor(token) else set())
    if (passive and "raised" in takes) or "seem" in takes.values():
        if found := _raised(token, passive):
            return "raised", found
    clauses = [c for c in token.children if c.dep_ == "ccomp"]
    if not any(c.i > token.i for c in clauses):  # 'coverage was merciless: the paper said …' has it on the right
        clauses += [c for c in token.lefts if c.dep_ == "parataxis"]
    if "pred" in takes and (found := _predicated(token, passive, cues.naming)):
        return "pred", found - own
    for kind in ("that", "wh", "clause"):
        if kind in takes or (kind == "that" and "clause" in takes):
            chosen = [c for c in clauses if kind == _kind(c)]
            if chosen:
                left = [c for c in chosen if c.i < token.i]
                if left and left != chosen and any(t.text == ";" for t in token.doc[left[-1].i : token.i]):
                    left = []  # "Shell hits school; army says it was not aiming at it": it says what follows
                words = set().union(*(_trimmed(c, token, cues) for c in (left or [c for c in clauses if c.i > token.i])))
                return kind, words - own
    if "wh" in takes:
        for c in token.rights:
            if c.dep_ in ("advcl", "pcomp") and _kind(c) == "wh" and c.left_edge.lower_ in ("whether", "if"):
                return "wh", _subtree(c)
    if "clause" in takes and not clauses and not passive and (found := _behind_paper(token, cues)):
        return "that", found - own
    if "apart" in takes and (found := _apart(token, cues)):
        return "apart", found - own
    if "as" in takes and (found := _named_as(token, passive)):
        return "as", found - own
    objects = [c for c in token.children if (c.dep_ in ("dobj", "dative") and c.i > token.i) or c.dep_ == "dobj"]
    if "to" in takes:
        for c in token.rights:
            if c.dep_ in ("xcomp", "advcl", "ccomp") and any(x.lower_ == "to" and x.dep_ == "aux" for x in c.lefts):
                return "to", set().union(_trimmed(c, token, cues), *(_subtree(o) for o in objects))
    if "ing" in takes:
        for c in token.rights:
            having = c.tag_ == "VBN" and any(x.lower_ == "having" for x in c.lefts)
            if c.dep_ in ("xcomp", "pcomp", "ccomp") and (c.tag_ == "VBG" or having):
                return "ing", _trimmed(c, token, cues)
    for kind in ("figure", "counted"):
        if kind in takes and not passive and (found := _figure(token, kind, cues)):
            return kind, found
    preps = [c for c in token.rights if c.dep_ in ("prep", "agent") and "+" + c.lower_ in takes]
    if "what" in takes:
        if not passive:
            objects = [c for c in objects if c.dep_ == "dobj"]
        else:
            objects = [c for c in token.children if c.dep_ == "nsubjpass"]
        if objects:
            told = [c for c in token.rights if c.i > objects[-1].i and (c in preps or _tells(objects[-1], c, cues))]
            return "what", set().union(*(_subtree(o) for o in objects), *(_subtree(c) for c in told))
    if preps:
        return "+" + preps[0].lower_, _subtree(preps[0]) - {preps[0].i}
    return None, set()


def _going_on(token: Token, cues: Cues) -> Token | None:
    """Who speaks on in ', calling the act a breach' behind what he said: not the subject of the clause that it is parsed under."""
    going = token.tag_ == "VBG" and token.dep_ == "advcl" and token.left_edge.i > 0 and token.nbor(-1).text == ","
    joined = token.dep_ == "conj" and token.tag_ in ("VBD", "VBN") and not any(c.dep_ in ("nsubj", "nsubjpass") for c in token.children)
    if not going and not (joined and _goes_on(token, cues)):
        return None
    head = token.head
    for _ in range(20):
        if head.dep_ == "ccomp" and head.i > head.head.i and "clause" in cues.verbs.get(head.head.lemma_.lower(), ()):
            return speaker_of(head.head)[0] if going or head.head.tag_ == "VBD" else None
        if head.dep_ not in ("ccomp", "conj", "xcomp", "advcl") or head.head.i == head.i:
            return None
        head = head.head
    return None


def phrasal(token: Token) -> str:
    """A verb with its particle, as the cue files write it: "rule_out"; the verb alone where it has none."""
    lemma = token.lemma_.lower()
    after = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    return f"{lemma}_{after.lower_}" if after is not None and after.head.i == token.i and after.dep_ in ("prt", "advmod", "prep") else lemma


def _behind_paper(token: Token, cues: Cues) -> set[int]:
    """'Said in a note handed to the envoy that the rig must leave', where the parse hangs the clause on the envoy."""
    for prep in token.rights:
        paper = next((c for c in prep.children if c.dep_ == "pobj"), None)
        if (
            prep.lower_ not in ("in", "on", "at")
            or paper is None
            or paper.lemma_.lower() not in cues.document | {"speech", "interview", "address"}
        ):
            continue
        for t in paper.subtree:
            if t.dep_ in ("relcl", "acl", "ccomp") and t.left_edge.lower_ == "that" and t.left_edge.i > paper.i:
                if any(x.dep_ in ("nsubj", "nsubjpass") and x.lower_ != "that" for x in t.lefts):
                    return _subtree(t)
    return set()


def _figure(token: Token, kind: str, cues: Cues) -> set[int]:
    """'Put the toll at "over forty"', 'counts more than 350 dead': the object with its number."""
    told = next((c for c in token.rights if c.dep_ in ("dobj", "ccomp")), None)
    if told is None:
        return set()
    if kind == "counted":
        return _subtree(told) if any(t.tag_ == "CD" for t in (told, *told.lefts)) and told.left_edge.i > token.i else set()
    at = next((c for c in (*token.rights, *told.rights) if c.dep_ == "prep" and c.lower_ == "at" and c.i > told.i), None)
    return _subtree(told) | _subtree(at) if at is not None and told.lemma_.lower() in cues.figures else set()


def _tells(noun: Token, after: Token, cues: Cues) -> bool:
    """Whether a phrase behind 'a report' holds what it says: 'a report in the daily X that officers had fired', parsed as of the daily."""
    if after.dep_ != "prep" or "clause" not in cues.nouns.get(noun.lemma_.lower(), frozenset()):
        return False
    clauses = (t for t in after.subtree if t.dep_ in ("relcl", "acl") and t.pos_ in ("VERB", "AUX"))
    return any(
        c.left_edge.lower_ == "that" and any(x.dep_ in ("nsubj", "nsubjpass") and x.lower_ != "that" for x in c.lefts) for c in clauses
    )


def _kind(clause: Token) -> str:
    for t in clause.lefts:
        if t.dep_ == "mark" and t.lower_ == "that":
            return "that"
    edge = clause.left_edge
    if edge.lower_ in _WH and not any(t.dep_ in ("nsubj", "nsubjpass") and t.i < edge.i for t in clause.lefts):
        return "wh"
    return "clause"


def _subtree(token: Token) -> set[int]:
    return {t.i for t in token.subtree}


def _trimmed(clause: Token, cue: Token, cues: Cues) -> set[int]:
    """A clause's words without the cue, and without what the same speaker goes on to say by another cue (', arguing that …')."""
    words = _subtree(clause)
    if cue.i in words:
        words -= _subtree(cue) if clause.is_ancestor(cue) else {cue.i}
    for t in clause.subtree:
        if t.i <= cue.i or t.pos_ != "VERB":
            continue
        if t.dep_ == "advcl" and any(c.lower_ in ("while", "whereas") and c.dep_ == "mark" for c in t.lefts) and _speaks(t, cues):
            words -= _subtree(t)  # "…, while the rebels blamed the army"
            continue
        own_subject = any(c.dep_ in ("nsubj", "nsubjpass") for c in t.children)
        if t.dep_ == "advcl" and t.tag_ == "VBG" and not own_subject and t.left_edge.i > 0 and t.nbor(-1).text == ",":
            if t.lemma_.lower() in cues.goes_on:
                words -= _subtree(t)
        elif t.dep_ == "conj" and t.tag_ in ("VBD", "VBN") and cue.tag_ == "VBD" and not own_subject and _goes_on(t, cues):
            words -= _subtree(t)
    return words


def _speaks(verb: Token, cues: Cues) -> bool:
    """Whether a verb has somebody else say something."""
    return verb.lemma_.lower() in cues.verbs and any(c.dep_ == "nsubj" and c.pos_ != "PRON" for c in verb.lefts)


def _goes_on(verb: Token, cues: Cues) -> bool:
    """', and warned that …', 'and described it as …': what the same speaker says besides."""
    lemma = verb.lemma_.lower()
    if verb.tag_ == "VBD" and lemma in cues.goes_on and any(c.dep_ == "ccomp" for c in verb.children):
        return True
    return "as" in cues.verbs.get(lemma, ()) and bool(_named_as(verb, False))


def _apart(token: Token, cues: Cues) -> set[int]:
    """'The war, he said, was over'; 'as the minister put it': the clause around the cue."""
    head = token.head
    if head.i == token.i or head.pos_ not in ("VERB", "AUX", "NOUN", "ADJ", "PROPN"):
        return set()
    marked = any(c.lower_ == "as" and c.dep_ in ("mark", "advmod") and c.i < token.i for c in token.lefts)
    if token.dep_ in ("parataxis", "ccomp") and not any(c.dep_ == "mark" for c in token.children):
        if token.dep_ == "ccomp" and head.lemma_.lower() in cues.goes_on:
            return set()
    elif not (token.dep_ == "advcl" and marked):
        return set()
    if not marked and token.lemma_.lower() not in cues.addressed and any(c.dep_ == "dobj" and c.pos_ != "PRON" for c in token.rights):
        return set()  # 'He questioned the haste and went on: "…"'
    edge, end = token.left_edge.i, token.right_edge.i
    doc = token.doc
    first, last = _between_stops(token)
    if edge > 0 and doc[edge].text not in ",-—–(" and doc[edge - 1].text not in ",-—–(\"''”’" and not marked:
        return set()
    if end - edge > 25:
        return set()
    words = _subtree(head) - _subtree(token)
    return {i for i in words if first <= i < last} or words


def _between_stops(token: Token) -> tuple[int, int]:
    """From the colon or semicolon before a cue to the semicolon behind it: '…; the unit, it says, is …'."""
    doc = token.doc
    first = next((i + 1 for i in range(token.i - 1, -1, -1) if doc[i].text in (";", ":")), 0)
    return first, next((i for i in range(token.i + 1, len(doc)) if doc[i].text == ";"), len(doc))


def _raised(token: Token, passive: bool) -> set[int]:
    """'He seems to know', 'the talks are believed to be over': the subject with what is said of it."""
    subject = next((c for c in token.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    rest = [c for c in token.rights if c.dep_ in ("xcomp", "oprd", "acomp") and (c.dep_ != "xcomp" or c.pos_ in ("VERB", "AUX", "ADJ"))]
    if subject is None or not rest or (subject.lower_ in ("it", "there") and rest[0].dep_ == "acomp"):
        return set()
    return _subtree(subject) | set().union(*(_subtree(c) for c in rest))


def _predicated(token: Token, passive: bool, naming: frozenset[str]) -> set[int]:
    """'Called it a lie': the object with what it is called."""
    said = [c for c in token.rights if c.dep_ == "oprd"]
    if said:
        subjects = [c for c in token.children if c.dep_ in ("dobj", "nsubjpass") or (c.dep_ == "nsubj" and c.i > token.i)]
        return set().union(*(_subtree(c) for c in [*said, *subjects]))
    if token.lemma_.lower() in naming and (found := _quoted_name(token)):
        return found
    for c in token.rights:
        if c.dep_ == "dobj" and token.lemma_.lower() in ("call", "brand", "deem", "declare", "label"):
            if any(x.pos_ == "ADJ" and x.dep_ == "amod" and x.i > c.i for x in c.rights):
                return _subtree(c)  # "called the step short-sighted"
        if c.dep_ in ("ccomp", "xcomp") and c.pos_ in ("NOUN", "ADJ", "PROPN") and not any(x.dep_ in ("aux", "cop") for x in c.children):
            return _subtree(c)
    return set()


def _quoted_name(token: Token) -> set[int]:
    """'Called the raids "cowardly" in a post': the object with the quotation right behind it."""
    doc = token.doc
    told = next((c for c in token.rights if c.dep_ == "dobj"), None)
    if told is None or told.right_edge.i + 1 >= len(doc) or doc[told.right_edge.i + 1].text not in OPENING:
        return set()
    first = told.right_edge.i + 1
    last = next((i for i in range(first + 1, len(doc)) if doc[i].text in CLOSING), None)
    return {*range(told.left_edge.i, last + 1)} if last is not None else set()


def _named_as(token: Token, passive: bool) -> set[int]:
    said = [c for c in token.rights if c.lower_ == "as" and c.dep_ in ("prep", "mark")]
    said += [c for c in token.rights if c.dep_ == "advcl" and c.left_edge.lower_ == "as"]
    if not said:
        return set()
    about = [c for c in token.children if c.dep_ == ("nsubjpass" if passive else "dobj")]
    return set().union(*(_subtree(c) for c in [*about, said[0]]))


def by_phrase(sentence: Sentence, token: Token) -> Found | None:
    """'Claimed responsibility for …', 'cast doubt on …': verb and object take a stance together."""
    pair = paired(token)
    if pair is None:
        return None
    speaker, passive = speaker_of(token)
    if speaker is None:
        return None
    noun = next((t for t in token.subtree if t.i > token.i and t.lemma_.lower() == pair[1]), token)
    tails = [c for t in (noun, token) for c in t.rights if c.i > noun.i and c.dep_ in ("prep", "acl", "xcomp", "relcl", "ccomp", "dative")]
    words: set[int] = set()
    for c in tails:
        words |= _subtree(c) - ({c.i} if c.dep_ == "prep" else set())
    return Found(
        sentence,
        token,
        (sentence.offset(token), sentence.offset(noun) + len(noun.text)),
        speaker,
        pieces(sentence, words or {t.i for t in noun.subtree}),
        stance_of(token, "what", []),
        None,
        passive,
        f"{_PHRASE}:what",
    )
