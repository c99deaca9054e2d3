"""Who goes on speaking: a pronoun beside a quotation is whoever spoke just before, and stays unnamed where he was."""

from __future__ import annotations

import re

from memcon.annotate.reading import Entity, Reading
from memcon.attribute.cues import load_cues
from memcon.attribute.lookup import mentions_in, sentence_at, tokens_of
from memcon.attribute.said import Said

_SPEAKING = {"he": "m", "she": "f"}
# classes of cue by which somebody is heard
_SAYING = set("say report report_what tell stand beside particle aloud ask urge call accuse criticise promise warn demand withheld".split())
_POINTED = re.compile(r"(?:this|that|the(?: same)?) (?:source|official|diplomat|witness|person|man|woman|insider|aide|envoy)")
_FAR = 700  # characters in which "this source" points back
_BACK = 2  # sentences between a quotation and who spoke last


def go_on(reading: Reading, said: list[Said]) -> None:
    """Give the quotations of 'he' and 'she' to the person who spoke right before; ``said`` are the article's statements."""
    text = reading.article.text
    order = sorted((s for s in said if s.cue is not None), key=lambda s: s.cue or (0, 0))
    for at, one in enumerate(order):
        word = text[slice(*one.speaker_span)].lower() if one.speaker_span else ""
        if word not in _SPEAKING or one.form != "direct" or not one.quotes or one.cue is None:
            continue
        before = _before(reading, order[:at], one)
        if before is None or before.speaker is None:
            continue
        if before.speaker == one.speaker:
            one.channel = one.channel or before.channel
            continue
        if not _may(reading, before, word):
            continue
        if one.speaker is not None and _is_subject(reading, one.speaker, before, one):
            continue
        _hand_over(reading, one, before.speaker)
        one.source_kind = before.source_kind
        one.channel = one.channel or before.channel


def with_speaker(reading: Reading, one: Said) -> list[int]:
    """Who speaks together with the speaker of a statement: the police of 'the party and police said'."""
    if one.cue is None:
        return []
    cue = next(iter(tokens_of(reading, one.cue)), None)
    sentence = sentence_at(reading, one.cue[0])
    if cue is None or sentence is None:
        return []
    found = (reading.mention_at(sentence.index, c.i) for s in cue.lefts if s.dep_ == "nsubj" for c in s.conjuncts)
    known = [m.entities[0] for m in found if m is not None and len(m.entities) == 1]
    return [i for i in known if i != one.speaker and _is_body(reading.entities[i])]


def _is_body(entity: Entity) -> bool:
    """Whether words name who speaks: a state, a body, somebody by his name; 'the police' do, 'officials' and 'traders' do not."""
    if entity.kind == "group":
        return bool({"COP", "MIL", "REB"} & set(entity.sectors))
    return entity.kind in ("state", "government", "organisation") or (entity.kind == "person" and entity.proper)


def stay_unnamed(reading: Reading, said: list[Said]) -> None:
    """'He added', 'the source said' of somebody who was not named when he spoke first."""
    unnamed: set[int] = set()
    last: Said | None = None
    for one in sorted(said, key=lambda s: s.cue or s.content[0]):
        words = reading.article.text[slice(*one.speaker_span)].lower() if one.speaker_span else ""
        if one.speaker is None:
            if last is not None and _POINTED.fullmatch(words) and _near(last, one):
                one.speaker, one.source_kind = last.speaker, "anonymous"
            elif one.source_kind == "anonymous":
                last = one
            continue
        entity = reading.entities[one.speaker]
        if one.source_kind == "anonymous" and entity.kind in ("office", "unnamed", "person") and not entity.plural:
            unnamed.add(one.speaker)
            last = one
        elif one.source_kind in ("office", "person") and not _is_named(entity):
            if one.speaker in unnamed or ((words in ("he", "she") or words.startswith(("a ", "an "))) and _once_unnamed(reading, entity)):
                one.source_kind = "anonymous"


def _near(before: Said, one: Said) -> bool:
    return before.cue is not None and one.cue is not None and 0 < one.cue[0] - before.cue[1] < _FAR


def _once_unnamed(reading: Reading, entity: Entity) -> bool:
    """Whether somebody was spoken of first as 'a diplomat of the region'."""
    mention = min(entity.mentions, key=lambda m: m.span, default=None)
    if mention is None or mention.name or mention.pronoun:
        return False
    head = reading.sentences[mention.sentence].doc[mention.head]
    return head.pos_ == "NOUN" and head.lemma_ not in load_cues().spokesmen and any(c.lower_ in ("a", "an", "one") for c in head.lefts)


def _is_named(entity: Entity) -> bool:
    return entity.kind == "person" and any(m.name for m in entity.mentions)


def _before(reading: Reading, earlier: list[Said], one: Said) -> Said | None:
    """The statement of the nearest sentence before, its outermost one: the first by its cue."""
    assert one.cue is not None
    here = sentence_at(reading, one.cue[0])
    first = min(one.cue[0], *(s for s, _ in one.content))
    if here is None:
        return None
    start = min(s.index for s in (sentence_at(reading, first), here) if s is not None)
    found: Said | None = None
    index = -1
    for other in reversed(earlier):
        assert other.cue is not None
        home = sentence_at(reading, other.cue[0])
        if home is None or home.index >= start or other.withheld:
            continue
        if start - home.index > _BACK or (found is not None and home.index != index):
            break
        if other.kind.split(":")[0] in _SAYING:
            found, index = other, home.index
    return found


def _may(reading: Reading, before: Said, word: str) -> bool:
    assert before.speaker is not None
    entity = reading.entities[before.speaker]
    return (
        before.source_kind in ("person", "office", "anonymous")
        and entity.kind in ("person", "office", "unnamed")
        and not entity.plural
        and entity.gender in (None, _SPEAKING[word])
    )


def _is_subject(reading: Reading, who: int, before: Said, one: Said) -> bool:
    """Whether somebody is spoken of as a subject after the words of the one who spoke before him."""
    end = max([before.cue or (0, 0), *before.content], key=lambda s: s[1])[1]
    assert one.cue is not None
    for mention in reading.entities[who].mentions:
        if end <= mention.span[0] < one.cue[0] and not mention.pronoun and not reading.quoted(mention.span[0]):
            sentence = reading.sentences[mention.sentence]
            if sentence.doc[mention.head].dep_ in ("nsubj", "nsubjpass"):
                return True
    return False


def _hand_over(reading: Reading, one: Said, who: int) -> None:
    """The pronoun that speaks is a mention of that person now, and of nobody else."""
    assert one.speaker_span is not None
    sentence = sentence_at(reading, one.speaker_span[0])
    if sentence is not None:
        for mention in [m for m in mentions_in(reading, sentence) if m.span == one.speaker_span]:
            for old in mention.entities:
                reading.entities[old].mentions = [m for m in reading.entities[old].mentions if m is not mention]
            mention.entity, mention.others = who, ()
            reading.entities[who].mentions.append(mention)
    one.speaker = who
