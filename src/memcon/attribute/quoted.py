"""Whose are the words in quotation marks: the cue that stands by them, or whoever spoke last."""

from __future__ import annotations

import re
from bisect import bisect_left

from memcon.annotate.reading import Reading, Sentence
from memcon.attribute.cues import Cues
from memcon.attribute.found import Found
from memcon.attribute.spans import merged, source_span
from memcon.attribute.verbs import phrasal
from memcon.model.record import Span

_MARKS = " \t\n\"“”'‘’`,«»„"
_JOINING, _THEN = {"and", "but", "as", "that", "while"}, {"then", "later", "also"}
_SHORT = 3  # words; fewer are names and scare quotes, unless a cue takes them


def give_quotes(reading: Reading, found: list[Found], sentences: list[Sentence], cues: Cues) -> list[Span]:
    """Put every quotation of a block's sentences into the content of the cue it belongs to; the rest is returned.

    ``found`` are the block's attributions in text order; their ``content`` is changed in place.
    """
    if not sentences:
        return []
    start, end = reading.block(sentences[0]).span
    text = reading.article.text
    quotes = reading.quotes[bisect_left(reading.quotes, (start, start)) : bisect_left(reading.quotes, (end, end))]
    loose: list[Span] = []
    last: Found | None = None
    speaking = [f for f in found if _may_quote(f, cues) and f.cue.pos_ in ("VERB", "AUX")]
    for quote in quotes:
        words = len(text[quote[0] : quote[1]].split())
        owner = _after(text, quote, speaking)
        if owner is None:
            owner = _around(quote, found)
        if owner is None and words >= 1:
            owner = _before(text, quote, speaking, sentences, words)
        if owner is None and _whole(quote, sentences, text) and last is not None and not _between(quote, last, speaking):
            owner = last
        if owner is None:
            if words >= _SHORT:
                loose.append(quote)
            continue
        _take(owner, quote)
        if last is None or words > _SHORT or owner.sentence is not last.sentence:
            last = owner
    return loose


def _may_quote(found: Found, cues: Cues) -> bool:
    return cues.quotes(found.cue.lemma_.lower()) or cues.quotes(phrasal(found.cue)) or found.kind == "beside:quote"


def _group(found: Found) -> Span:
    """Cue and source together."""
    if found.speaker is None:
        return found.cue_span
    spoken = source_span(found.sentence, found.speaker)
    return (min(found.cue_span[0], spoken[0]), max(found.cue_span[1], spoken[1]))


def _after(text: str, quote: Span, speaking: list[Found]) -> Found | None:
    """'"…," he said': the cue, or its source, stands right behind the closing mark."""
    for one in speaking:
        at = _group(one)[0]
        if at < quote[1]:
            continue
        if at - quote[1] > 60:
            return None
        if _apart(text, quote, one):
            return None
        gap = text[quote[1] : at].strip(_MARKS + "?!.-—–)(")
        first, *rest = gap.split() or [""]
        goes_on = first in _JOINING and not set(rest) & _THEN  # '"…" and said Russia would': that is told of something else
        if gap == "" or (len(rest) < 2 and gap.islower() and not goes_on):
            right = [c for c in one.content if c[0] >= one.cue_span[1]]
            if right and not one.kind.endswith(":quote") and any(c[0] > quote[1] for c in right) and text[quote[1] - 1] not in ",?!—":
                return None
            if right and one.content[0][0] > quote[1]:
                one.content = []  # what the parse took for content is beside the quotation
            return one
        return None
    return None


def _apart(text: str, quote: Span, one: Found) -> bool:
    """Whether a cue behind a quotation stands in a sentence that goes its own way: '"… be back." Kyiv has not commented on it'."""
    if one.sentence.span[0] < quote[1] or text[quote[1] - 1] in ",—":
        return False
    if one.withheld or any(c.dep_ == "neg" for c in one.cue.lefts) or text[quote[1] :][:2].lstrip(_MARKS)[:1] == ".":
        return True
    if text[quote[1] - 1] != "." and one.sentence.span[0] - quote[1] > 3:
        return False
    own = any(c.dep_ in ("dobj", "xcomp", "ccomp", "oprd", "prt", "acomp") and c.i > one.cue.i for c in one.cue.rights)
    return own or (text[quote[1] - 1] == "." and len(one.sentence.doc) > 12)


def _around(quote: Span, found: list[Found]) -> Found | None:
    """The narrowest content that the quotation lies in, or juts out of."""
    best: tuple[int, Found] | None = None
    for one in found:
        for s, e in one.content:
            if s < quote[1] and quote[0] < e and not (quote[0] <= one.cue_span[0] < quote[1]):
                if best is None or e - s < best[0]:
                    best = (e - s, one)
    return best[1] if best is not None else None


def _before(text: str, quote: Span, speaking: list[Found], sentences: list[Sentence], words: int) -> Found | None:
    """'He said: "…"': the nearest cue to the left in the same sentence."""
    home = next((s for s in sentences if s.span[0] <= quote[0] < s.span[1]), None)
    chosen = None
    for one in speaking:
        if one.cue_span[1] <= quote[0] and home is not None and one.sentence is home:
            chosen = one
    if chosen is None:
        return None
    gap = text[chosen.cue_span[1] : quote[0]]
    if chosen.content:
        inside = all(c[0] < quote[0] for c in chosen.content)
        if inside and not text[max(c[1] for c in chosen.content) : quote[0]].strip(_MARKS):
            return chosen  # 'offered talks "without conditions"'
        if words < _SHORT or not inside:
            return None
        if len(gap) > 200:
            return None
        return chosen
    if len(gap) > 160 or (words < _SHORT and len(gap.strip(_MARKS + ":")) > 30):
        return None
    return chosen


def _whole(quote: Span, sentences: list[Sentence], text: str) -> bool:
    """Whether the quotation makes up a sentence by itself."""
    home = next((s for s in sentences if s.span[0] <= quote[0] < s.span[1]), None)
    return home is not None and not text[home.span[0] : quote[0]].strip(_MARKS + "(")


def _between(quote: Span, last: Found, found: list[Found]) -> bool:
    """Whether somebody else spoke between the last speaker and the quotation."""
    return any(f.sentence is not last.sentence and last.cue_span[0] < f.cue_span[0] < quote[0] and f.content and f.speaker for f in found)


def _take(owner: Found, quote: Span) -> None:
    touching = [c for c in owner.content if c[0] < quote[1] and quote[0] < c[1]]
    if touching:
        owner.content = [c for c in owner.content if c not in touching]
        last = max(quote[1], *(c[1] for c in touching))
        if quote[1] < last <= owner.cue_span[0] and _is_titles(owner.sentence, (quote[1], last)):
            last = quote[1]  # '"...," Brig. Gen. X told': a title that the parse hangs on the words
        owner.content.append((min(quote[0], *(c[0] for c in touching)), last))
    else:
        owner.content.append(quote)
    owner.content = merged(owner.content)


def opens(text: str, quote: Span) -> bool:
    """Whether a quotation opens its paragraph."""
    return not text[max(0, quote[0] - 3) : quote[0]].strip(_MARKS)


LABEL = re.compile(r"[\"“'‘]?(?P<who>[A-Z][\w.’'-]*(?: [\w.’'&-]+){0,6}(?: \([^()\n]{1,30}\))?): +(?=\S)")


def _is_titles(sentence: Sentence, span: Span) -> bool:
    """Whether all words of a span are written large."""
    words = [t for t in sentence.doc if span[0] <= sentence.offset(t) < span[1] and t.is_alpha]
    return all(t.text[:1].isupper() for t in words)
