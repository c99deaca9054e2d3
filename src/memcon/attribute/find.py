"""Find attributions in one sentence: cue, speaker and the words attributed, from the parse and the quotation marks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from memcon.annotate.mentions import phrase_range
from memcon.annotate.reading import Reading, Sentence
from memcon.attribute.cues import Cues
from memcon.model.record import Span

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass
class Found:
    """An attribution inside one sentence. ``speaker`` is the head token of the source, None where none is named."""

    sentence: Sentence
    cue: Token
    cue_span: Span
    speaker: Token | None
    content: list[Span]
    stance: str
    addressee: Token | None = None
    passive: bool = False
    kind: str = "verb"
    quotes: list[Span] = field(default_factory=list)


def find_attributions(reading: Reading, sentence: Sentence, cues: Cues) -> Iterator[Found]:
    """Attributions of a sentence, in the order of their cues."""
    for token in sentence.doc:
        if token.lower_ == "according" and token.i + 1 < len(sentence.doc) and token.nbor().lower_ == "to":
            made = _according(sentence, token)
            if made is not None:
                yield made
        elif token.pos_ in ("VERB", "AUX"):
            lemma = token.lemma_.lower()
            if lemma in cues.verbs:
                made = _verb(reading, sentence, token, lemma, cues)
                if made is not None:
                    yield made
        elif token.pos_ == "NOUN" and token.lemma_.lower() in cues.nouns:
            made = _noun(sentence, token, cues)
            if made is not None:
                yield made
        elif token.lower_ in cues.adverbs:
            yield _adverb(sentence, token)


def _verb(reading: Reading, sentence: Sentence, token: Token, lemma: str, cues: Cues) -> Found | None:
    quoted = reading.quoted(sentence.offset(token))
    speaker, passive = _speaker(token)
    content: list[Span] = []
    clauses = [c for c in token.children if c.dep_ in ("ccomp", "parataxis") and not (c.dep_ == "parataxis" and c.i > token.i)]
    if lemma in cues.clause and not any(x.lower_ == "that" and x.dep_ == "mark" for c in clauses for x in c.lefts):
        return None
    quote_spans = [q for q in reading.quotes if q[0] < sentence.span[1] and q[1] > sentence.span[0]]
    if clauses:
        for clause in clauses:
            content.extend(_pieces(sentence, clause, token, speaker))
    elif lemma in cues.infinitive and (
        inf := [c for c in token.rights if c.dep_ in ("xcomp", "advcl") and any(x.lower_ == "to" for x in c.lefts)]
    ):
        content.extend(_pieces(sentence, inf[0], token, speaker))
        if lemma in ("call", "ask", "urge", "order", "tell", "advise", "warn", "request", "implore"):
            objects = [c for c in token.rights if c.dep_ in ("dobj", "dative")]
            if objects:
                content.insert(0, sentence.span_of(min(t.i for t in objects[0].subtree), max(t.i for t in objects[0].subtree) + 1))
                content = _join(reading, content)
    if not content and lemma in cues.object:
        objects = [c for c in token.children if c.dep_ in ("dobj", "oprd", "attr") or (c.dep_ == "nsubjpass" and passive)]
        tail = [
            c
            for c in token.rights
            if (c.dep_ == "prep" and c.lower_ in ("as", "of", "for", "to", "against", "with", "on", "over"))
            or (c.dep_ in ("oprd", "advcl") and c.lower_ == "as")
        ]
        if objects or (tail and lemma in ("call", "warn", "complain", "object", "threaten", "appeal")):
            if passive and any(t.lower_ == "as" for t in tail):
                objects = []
            first = None
            parts = [*objects, *tail]
            ordered = [t for t in parts if t.i > token.i] or parts
            spans = sorted(_subtree_span(sentence, t) for t in ordered)
            first = spans[0]
            content = [first]
            for span in spans[1:]:
                if span[0] - content[-1][1] <= 2:
                    content[-1] = (content[-1][0], max(span[1], content[-1][1]))
                else:
                    content.append(span)
    if not content and lemma in ("call", "push", "appeal", "press", "argue", "warn", "complain", "advocate") and speaker is not None:
        tail = [c for c in token.rights if c.dep_ == "prep" and c.lower_ in ("for", "of", "about", "on", "against")]
        if tail:
            content = [_subtree_span(sentence, tail[0])]
    outside = [q for q in quote_spans if not (q[0] <= sentence.offset(token) < q[1])]
    if outside and lemma in _QUOTING and not quoted:
        # a quotation in the cue's own sentence is what it says, even where the parse lost it
        covered = [q for q in outside if any(s <= q[0] < e or q[0] <= s < q[1] for s, e in content)]
        if not covered and not clauses and _near_cue(reading, sentence, token, outside):
            content = [(max(q[0], sentence.span[0]), min(q[1], sentence.span[1])) for q in outside]
        elif content and clauses:
            content = _stretch(content, outside, sentence, token)
    if not content:
        return None
    if speaker is None and not passive and token.dep_ not in ("advcl", "conj", "xcomp", "acl", "pcomp", "ROOT", "relcl"):
        if not quote_spans:
            return None
    if speaker is None and lemma not in _QUOTING and not passive:
        return None
    content = [c for c in content if c[1] > c[0]]
    own = sentence.span_of(token.i, token.i + 1)
    particle = [c for c in token.rights if c.dep_ == "prt"]
    if particle and particle[0].i == token.i + 1:
        own = sentence.span_of(token.i, token.i + 2)
    stance = cues.verbs[lemma]
    if any(c.dep_ == "neg" for c in token.children):
        stance = {"states": "denies", "confirms": "doubts", "denies": "states"}.get(stance, stance)
        if lemma in ("think", "believe", "know", "see", "expect"):
            stance = "states"
    if (
        quoted
        and speaker is not None
        and speaker.lower_ in ("i", "we", "you", "it")
        and lemma in ("think", "know", "see", "hope", "believe", "feel", "expect", "say", "understand", "hear", "go")
    ):
        return None
    if (
        lemma == "call"
        and any(c.dep_ in ("oprd", "ccomp", "xcomp") for c in token.rights)
        and not any(c.dep_ == "prep" and c.lower_ in ("for", "on", "upon") for c in token.rights)
    ):
        stance = "states"  # "called it productive" asks for nothing
    if lemma == "ask" and any(t.lower_ in ("named", "identified", "name") for t in token.subtree):
        return None  # "who asked not to be named"
    addressee = next(
        (
            c
            for c in token.rights
            if c.dep_ in ("dobj", "dative") and lemma in ("tell", "inform", "assure", "warn", "urge", "ask", "brief", "notify", "advise")
        ),
        None,
    )
    return Found(sentence, token, own, speaker, content, stance, addressee, passive)


_QUOTING = {
    "say",
    "tell",
    "state",
    "add",
    "announce",
    "declare",
    "note",
    "write",
    "explain",
    "comment",
    "remark",
    "observe",
    "reply",
    "respond",
    "answer",
    "post",
    "tweet",
    "stress",
    "emphasise",
    "emphasize",
    "underscore",
    "underline",
    "insist",
    "assert",
    "argue",
    "warn",
    "continue",
    "conclude",
    "ask",
    "claim",
    "assure",
    "reiterate",
    "recall",
    "admit",
    "acknowledge",
    "quip",
    "joke",
    "shout",
    "exclaim",
    "go",
    "begin",
    "promise",
    "vow",
    "pledge",
    "describe",
    "call",
    "urge",
    "confirm",
    "deny",
    "predict",
    "complain",
    "express",
    "voice",
    "lament",
    "boast",
    "point",
    "agree",
    "concede",
    "suggest",
    "caution",
    "counter",
    "retort",
    "echo",
    "read",
    "elaborate",
    "mention",
    "proclaim",
    "hail",
    "praise",
    "condemn",
    "denounce",
    "criticise",
    "criticize",
    "accuse",
    "testify",
    "think",
    "believe",
    "use",
}


def _near_cue(reading: Reading, sentence: Sentence, token: Token, quotes: list[Span]) -> bool:
    others = [
        t
        for t in sentence.doc
        if t.i != token.i
        and t.pos_ == "VERB"
        and t.lemma_.lower() in _QUOTING
        and not reading.quoted(sentence.offset(t))
        and t.dep_ == "ROOT"
    ]
    return not others or token.dep_ == "ROOT"


def _stretch(content: list[Span], quotes: list[Span], sentence: Sentence, token: Token) -> list[Span]:
    """Whole quotations instead of the parts of them that the clause took in; a quotation broken by the cue keeps both halves."""
    at = sentence.offset(token)
    made = list(content)
    for q in quotes:
        q = (max(q[0], sentence.span[0]), min(q[1], sentence.span[1]))
        touching = [c for c in made if c[0] < q[1] and q[0] < c[1]]
        if touching:
            made = [c for c in made if c not in touching]
            made.append((min(q[0], *(c[0] for c in touching)), max(q[1], *(c[1] for c in touching))))
        elif q[1] - q[0] > 25 and (q[0] > at) != (content[0][0] > at):
            made.append(q)
    return sorted(made)


def _speaker(token: Token) -> tuple[Token | None, bool]:
    passive = any(c.dep_ in ("auxpass", "nsubjpass") for c in token.children) or (token.dep_ == "acl" and token.tag_ == "VBN")
    if passive:
        for child in token.children:
            if child.dep_ == "agent":
                for inner in child.children:
                    if inner.dep_ == "pobj":
                        return inner, True
        return None, True
    subjects = [c for c in token.children if c.dep_ in ("nsubj", "csubj")]
    if subjects:
        return subjects[-1] if subjects[-1].i < token.i or len(subjects) == 1 else subjects[0], False
    inverted = [c for c in token.rights if c.dep_ == "nsubj"]
    if inverted:
        return inverted[0], False
    head = token.head
    if token.dep_ in ("conj", "xcomp", "advcl") and head.i != token.i:
        if token.dep_ == "advcl" and token.tag_ not in ("VBG", "VBN"):
            return None, False
        if head.pos_ in ("VERB", "AUX"):
            return _speaker(head)[0], False
    if token.dep_ == "acl" and token.tag_ == "VBG":
        return head, False
    if token.dep_ == "pcomp" and head.head.pos_ in ("VERB", "AUX"):
        return _speaker(head.head)[0], False
    return None, False


def _pieces(sentence: Sentence, clause: Token, cue: Token, speaker: Token | None) -> list[Span]:
    """The clause's words in contiguous runs, without the cue and its speaker where they interrupt it."""
    out = {cue.i}
    if speaker is not None:
        out.update(t.i for t in speaker.subtree if cue.i not in (a.i for a in t.ancestors) or speaker.is_ancestor(t) or t.i == speaker.i)
    tokens = sorted(t.i for t in clause.subtree if t.i not in out)
    if not tokens:
        return []
    runs: list[list[int]] = [[tokens[0]]]
    for i in tokens[1:]:
        if i - runs[-1][-1] <= 1 or all(sentence.doc[j].is_punct for j in range(runs[-1][-1] + 1, i)):
            runs[-1].append(i)
        else:
            runs.append([i])
    spans = []
    for run in runs:
        first, last = run[0], run[-1]
        while first < last and sentence.doc[first].is_punct and not sentence.doc[first].is_quote:
            first += 1
        while last > first and sentence.doc[last].text in (",", ";", ":", "-", "—"):
            last -= 1
        if last > first or not sentence.doc[first].is_punct:
            spans.append(sentence.span_of(first, last + 1))
    return spans


def _subtree_span(sentence: Sentence, token: Token) -> Span:
    tokens = [t.i for t in token.subtree]
    first, last = min(tokens), max(tokens)
    while last > first and sentence.doc[last].text in (",", ";", ".", ":"):
        last -= 1
    return sentence.span_of(first, last + 1)


def _join(reading: Reading, spans: list[Span]) -> list[Span]:
    spans = sorted(spans)
    made = [spans[0]]
    for span in spans[1:]:
        if span[0] - made[-1][1] <= 2:
            made[-1] = (made[-1][0], max(made[-1][1], span[1]))
        else:
            made.append(span)
    return made


def _noun(sentence: Sentence, token: Token, cues: Cues) -> Found | None:
    """'the claim by X that …', 'X's warning of …'."""
    speaker = next((c for c in token.children if c.dep_ == "poss"), None)
    if speaker is None:
        by = next((c for c in token.rights if c.dep_ == "prep" and c.lower_ in ("by", "from")), None)
        speaker = next((c for c in by.children if c.dep_ == "pobj"), None) if by is not None else None
    clause = next(
        (
            c
            for c in token.rights
            if c.dep_ in ("acl", "ccomp", "relcl") and (c.dep_ != "relcl" and (any(x.lower_ == "that" for x in c.lefts) or c.tag_ == "VB"))
        ),
        None,
    )
    if clause is None or speaker is None:
        return None
    return Found(
        sentence,
        token,
        sentence.span_of(token.i, token.i + 1),
        speaker,
        _pieces(sentence, clause, token, speaker),
        cues.nouns[token.lemma_.lower()],
        kind="noun",
    )


def _according(sentence: Sentence, token: Token) -> Found | None:
    to = next((c for c in token.children if c.lower_ == "to"), None)
    inner = to if to is not None else token
    speaker = next((c for c in inner.children if c.dep_ == "pobj"), None)
    if speaker is None and token.i + 2 < len(sentence.doc):
        speaker = next((t for t in sentence.doc[token.i + 2 :] if t.pos_ in ("NOUN", "PROPN") and t.dep_ == "pobj"), None)
    if speaker is None:
        return None
    phrase = {t.i for t in token.subtree} | {token.i}
    if token.i + 1 < len(sentence.doc):
        phrase.add(token.i + 1)
    phrase |= {t.i for t in speaker.subtree}
    first, last = min(phrase), max(phrase)
    clause_tokens = [t.i for t in token.head.subtree] if token.head.pos_ in ("VERB", "AUX") else [t.i for t in sentence.doc]
    before = [i for i in clause_tokens if i < first]
    after = [i for i in clause_tokens if i > last]
    chosen = before if first > 2 and len(before) > 2 else after
    if len(chosen) < 2:
        chosen = [t.i for t in sentence.doc if t.i > last] if first <= 1 else [t.i for t in sentence.doc if t.i < first]
    if not chosen:
        return None
    lo, hi = min(chosen), max(chosen)
    doc = sentence.doc
    while lo < hi and doc[lo].is_punct and not doc[lo].is_quote:
        lo += 1
    while hi > lo and doc[hi].is_punct and not doc[hi].is_quote:
        hi -= 1
    return Found(
        sentence,
        token,
        sentence.span_of(token.i, min(token.i + 2, len(doc))),
        speaker,
        [sentence.span_of(lo, hi + 1)],
        "states",
        kind="according",
    )


def _adverb(sentence: Sentence, token: Token) -> Found:
    clause = token.head
    return Found(sentence, token, sentence.span_of(token.i, token.i + 1), None, [_subtree_span(sentence, clause)], "states", kind="adverb")


def author_of(document: Token) -> Token | None:
    """Who a document is by: "the message released by X", "a statement from X", "X's letter"."""
    for child in document.children:
        if child.dep_ == "poss":
            return child
        if child.dep_ == "acl" and child.tag_ == "VBN":
            if agent := _speaker(child)[0]:
                return agent
        if child.dep_ == "prep" and child.lower_ in ("by", "from", "of"):
            for inner in child.children:
                if inner.dep_ == "pobj":
                    return inner
    return None


def source_span(sentence: Sentence, speaker: Token) -> Span:
    """The source's noun phrase with what follows its head closely ('a spokesman for the ministry'), without relative clauses."""
    first, last = phrase_range(speaker)
    for child in speaker.rights:
        if child.dep_ == "prep" and child.i <= last + 1:
            tokens = [t.i for t in child.subtree]
            if max(tokens) - min(tokens) < 14:
                last = max(last, max(tokens) + 1)
        elif (child.dep_ == "acl" and child.i == last and child.lower_ in ("familiar", "close", "briefed")) or (
            child.dep_ == "amod" and child.i == last
        ):
            last = max(last, max(t.i for t in child.subtree) + 1)
        elif child.dep_ == "conj":
            last = max(last, child.i + 1)
    return sentence.span_of(first, last)
