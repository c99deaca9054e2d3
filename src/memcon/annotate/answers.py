"""Whose 'I' and 'we' stand outside quotation marks: an interviewee's in his answers, or a body's in what it publishes itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby

from memcon.annotate.nouns import load_nouns
from memcon.annotate.reading import Entity, Mention, Reading
from memcon.model.record import Span

_FIRST = {"i", "me", "my", "we", "us", "our", "myself", "ourselves"}
_ISSUED = re.compile(
    r"\b(?:statement|communiqu[eé]|declaration|press release|news release|media release|remarks|readout|note verbale|message|notice)\b",
    re.IGNORECASE,
)
_BY = re.compile(_ISSUED.pattern + r"\s+(?:by|from|of)\s+(?:H\.?E\.? )?(?:the )?(?:[\w-]+ ){0,2}$", re.IGNORECASE)
_DATED = re.compile(r"^(?:\d{1,2} [A-Z][a-z]+|[A-Z][a-z]+ \d{1,2}),? \d{4}\s*[-–—|]", re.MULTILINE)  # "March 12, 2026 - Ottawa"
_PERSONS = ("person", "office", "unnamed")
_BODIES = ("government", "organisation", "state")


def settle_first_person(reading: Reading) -> None:
    """Give 'I' and 'we' outside quotation marks to who speaks there; answers of an interview are kept in ``reading.answers``."""
    open_ = [m for m in reading.mentions if m.pronoun and not m.entities and _words(reading, m) in _FIRST and not reading.quoted(m.span[0])]
    if not open_:
        return
    answers = _answers(reading)
    inside = [m for m in open_ if any(s <= m.span[0] < e for answer in answers for s, e in answer)]
    if len(inside) >= 2 and (who := _interviewee(reading, answers[0][0][0])) is not None:
        reading.answers = [(who.index, answer) for answer in answers]
        _give(inside, who)
    elif (issuer := _issuer(reading, open_)) is not None:
        _give(open_, issuer)


def _words(reading: Reading, mention: Mention) -> str:
    return reading.article.text[slice(*mention.span)].lower()


def _give(mentions: Iterable[Mention], who: Entity) -> None:
    for mention in mentions:
        mention.entity = who.index
        who.mentions.append(mention)


def _answers(reading: Reading) -> list[list[Span]]:
    """The paragraphs behind each question of an article that has at least two questions of its own."""
    text = reading.article.text
    found: list[list[Span]] = []
    asked = 0
    for block, sentences in groupby(reading.sentences, key=lambda s: s.block):
        kind, (start, end) = next(sentences).kind, reading.article.blocks[block].span
        words = text[start:end].strip()
        if kind != "title" and words.endswith("?") and words[:1] not in '"“«' and len(words) < 400:
            asked += 1
            found.append([])
        elif kind in ("heading", "deck"):
            continue
        elif found and kind in ("paragraph", "quote"):
            found[-1].append((start, end))
    answers = [answer for answer in found if answer]
    return answers if asked >= 2 and len(answers) >= 2 else []


def _interviewee(reading: Reading, end: int) -> Entity | None:
    """Who is spoken with: among the persons named before the first answer, the one who is said to talk or is told of most."""
    best: tuple[int, int] | None = None
    chosen = None
    for entity in reading.entities:
        before = [m for m in entity.mentions if m.span[0] < end and not reading.quoted(m.span[0])]
        if entity.kind not in _PERSONS or entity.plural or not before:
            continue
        weight = len(before) + 3 * sum(_talks(reading, m) for m in before) + 4 * (entity.kind == "person")
        rank = (weight, -before[0].span[0])
        if best is None or rank > best:
            best, chosen = rank, entity
    return chosen


def _talks(reading: Reading, mention: Mention) -> bool:
    """'She spoke to the Courier', 'an interview with Haddad', 'we asked the envoy'."""
    head = reading.sentences[mention.sentence].doc[mention.head]
    above = head.head
    if head.dep_ == "pobj" and above.lower_ in ("with", "to"):
        return above.head.lemma_.lower() in load_nouns().talking
    return above.lemma_.lower() in load_nouns().talking | {"ask", "question"} and head.dep_ in ("nsubj", "dobj", "nsubjpass")


def _issuer(reading: Reading, said: list[Mention]) -> Entity | None:
    """The body or minister whose own text this is: told in its head ("Statement by …"), or the first body that it names."""
    text, blocks = reading.article.text, reading.article.blocks
    first = next((s.block for s in reading.sentences if s.kind == "paragraph"), None)
    if first is None:
        return None
    head = blocks[first].span[0]
    issued = _ISSUED.search(text, 0, head) is not None
    doing = [m for m in said if _does(reading, m)]
    dated = any(b.kind == "dateline" for b in blocks) or _DATED.search(text, 0, head) is not None
    subjects = [m for m in said if _words(reading, m) in ("we", "i")]
    if not doing or not (issued or len(doing) >= 2 or (dated and len(doing) == len(subjects))):
        return None
    if any(_told_us(reading, m) for m in said):
        return None  # a reporter's "told us"
    named = [(m, e) for e in reading.entities for m in e.mentions if m.span[0] < blocks[first].span[1] and not m.pronoun]
    named.sort(key=lambda pair: pair[0].span)
    titled = [(m, e) for m, e in named if m.span[0] < head]
    by = [e for m, e in titled if e.kind in (*_BODIES, "person", "office") and _is_by(reading, m)]
    if by:
        return by[0]
    alone = text[:head].split("\n")[0].isupper()  # a letterhead
    kinds = _BODIES if issued or dated else ("government", "organisation")
    bodies = [e for _, e in titled if e.kind in kinds] if alone or not issued else []
    opening = [e for m, e in named if e.kind in kinds and m.span[0] >= head and _opens(reading, m)]
    return next(iter([*bodies, *opening]), None)


def _does(reading: Reading, mention: Mention) -> bool:
    head = reading.sentences[mention.sentence].doc[mention.head]
    return head.dep_ == "nsubj" and head.head.lemma_.lower() in load_nouns().issuing and head.head.tag_ in ("VBP", "VB")


def _told_us(reading: Reading, mention: Mention) -> bool:
    head = reading.sentences[mention.sentence].doc[mention.head]
    return head.lower_ == "us" and head.head.lemma_.lower() in ("tell", "to", "show", "assure")


def _is_by(reading: Reading, mention: Mention) -> bool:
    """'Statement by the minister', 'a message from the presidency', 'Foreign Ministry statement'."""
    text = reading.article.text
    before = text[max(0, mention.span[0] - 60) : mention.span[0]]
    return _BY.search(before) is not None or _ISSUED.match(text, mention.span[1] + 1) is not None


def _opens(reading: Reading, mention: Mention) -> bool:
    """Whether a mention is the subject of its sentence."""
    return reading.sentences[mention.sentence].doc[mention.head].dep_ == "nsubj"
