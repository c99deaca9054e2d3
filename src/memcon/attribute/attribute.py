"""Attribute a reading: every statement with its speaker, and which of the coded acts it carries."""

from __future__ import annotations

import re

from memcon.annotate.reading import Mention, Reading, Sentence
from memcon.attribute.cues import Cues, load_cues
from memcon.attribute.find import Found, author_of, find_attributions, source_span
from memcon.attribute.said import Said
from memcon.code.draft import Draft
from memcon.model.record import Channel, Form, SourceKind, Span

_SIGNED = re.compile(r"[\"”'’ ]{1,3}\s*([―—–-]{1,2})\s*([A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){0,4})\s*(?:,[^.]{0,60})?\.?\s*$")
_BODIES = {"MIL", "COP", "JUD", "LEG", "PTY", "SPY"}


def attribute(reading: Reading, drafts: list[Draft]) -> list[Said]:
    """Statements in text order, each with positions in ``drafts`` of the acts it carries."""
    cues = load_cues()
    said: list[Said] = []
    claimed: list[Span] = []
    cued: list[Span] = []
    last: Said | None = None
    by_block: dict[int, list[Sentence]] = {}
    for sentence in reading.sentences:
        by_block.setdefault(sentence.block, []).append(sentence)
    for sentences in by_block.values():
        for sentence in sentences:
            # what is said inside a quotation is its speaker's to tell
            found = [f for f in find_attributions(reading, sentence, cues) if not reading.quoted(f.cue_span[0])]
            here = []
            for one in found:
                made = _make(reading, one, cues)
                made.content = _extend(reading, one, made.content, cued)
                made.quotes = list(_clip(reading.quotes, made.content))
                made.form = _form(made)
                here.append(made)
            here.extend(_by_marks(reading, sentence, here, claimed))
            said.extend(here)
            # a quotation that began as nobody's belongs to the cue that comes after it
            said = [s for s in said if s.cue or not any(s is not h and _within(s.content, h.content) for h in here)]
            for made in here:
                claimed.extend(made.quotes)
                cued.extend(made.quotes)
                if made.speaker is not None or made.speaker_span is not None:
                    last = made
            if not found:
                loose = _loose_quote(reading, sentence, claimed)
                if loose is not None:
                    if last is not None and _follows(reading, last, loose):
                        last.content.append(loose)
                        last.quotes = _clip(reading.quotes, last.content)
                        last.form = _form(last)
                    elif sentence.kind != "title":
                        made = Said([loose], quotes=[loose], form="direct")
                        if last is not None:
                            made.speaker, made.source_kind = last.speaker, last.source_kind
                        said.append(made)
                        last = made
                    claimed.append(loose)
                elif sentence.kind in ("title", "heading", "deck"):
                    headline = _headline(reading, sentence)
                    if headline is not None:
                        said.append(headline)
    said = _dedupe(said)
    _resolve_first_person(reading, said)
    for kept in said:
        kept.drafts = [i for i, d in enumerate(drafts) if _carries(kept, d)]
    return sorted(said, key=lambda s: s.content[0] if s.content else (0, 0))


def _make(reading: Reading, found: Found, cues: Cues) -> Said:
    said = Said(found.content, cue=found.cue_span, stance=found.stance)  # type: ignore[arg-type]
    sentence = found.sentence
    if found.speaker is not None:
        said.speaker_span = source_span(sentence, found.speaker)
        mention = reading.mention_at(sentence.index, found.speaker.i)
        if mention is not None and mention.entities:
            said.speaker = mention.entities[0]
        elif (first := _opening_name(reading, found)) is not None:
            said.speaker, said.speaker_span = first.entities[0], first.span
        if found.speaker.lemma_.lower() in cues.document and (author := author_of(found.speaker)) is not None:
            by = reading.mention_at(sentence.index, author.i)
            if by is not None and by.entities:
                said.speaker = by.entities[0]
    if found.addressee is not None:
        mention = reading.mention_at(sentence.index, found.addressee.i)
        if mention is not None and mention.entities and mention.entities[0] != said.speaker:
            said.addressee = mention.entities[0]
    said.source_kind = _kind(reading, found, said, cues)
    said.channel = _channel(reading, sentence, found, cues)
    return said


def _opening_name(reading: Reading, found: Found) -> Mention | None:
    """The name that opens the sentence, where the parse took a noun in its apposition for the subject."""
    assert found.speaker is not None
    doc = found.sentence.doc
    if any(t.pos_ in ("VERB", "AUX") and t.tag_ not in ("VBG", "VBN") for t in doc[: found.speaker.i]):
        return None
    for mention in reading.mentions:
        if mention.sentence == found.sentence.index and mention.first == 0 and mention.name and mention.entities:
            return mention if mention.last < len(doc) and doc[mention.last].text == "," else None
    return None


def _kind(reading: Reading, found: Found, said: Said, cues: Cues) -> SourceKind:
    token = found.speaker
    if token is None:
        return "unattributed"
    lemma = token.lemma_.lower()
    entity = reading.entities[said.speaker] if said.speaker is not None else None
    if entity is not None and entity.kind == "person":
        return "person"
    if lemma in cues.document:
        return "document"
    if lemma in cues.media or (entity is not None and "JRN" in entity.sectors):
        return "media"
    if entity is not None and entity.kind == "group" and entity.sector == "GOV" and entity.country and not entity.plural:
        return "state"
    if entity is not None and entity.kind == "group" and entity.sector in _BODIES and entity.country and not entity.plural:
        return "organisation"
    definite = any(c.dep_ == "det" and c.lower_ == "the" for c in token.lefts)
    if lemma in cues.anonymous and token.pos_ in ("NOUN", "DET", "PRON") and not (definite and entity is not None and entity.proper):
        return "anonymous"
    if entity is None:
        return "anonymous" if token.pos_ == "NOUN" else "unattributed" if token.pos_ == "PRON" else "person"
    if entity.kind in ("state", "government"):
        return "state"
    if entity.kind == "office":
        return "office"
    if entity.kind == "organisation":
        return "organisation"
    return "organisation" if entity.kind == "group" and token.pos_ == "PROPN" else "anonymous"


def _channel(reading: Reading, sentence: Sentence, found: Found, cues: Cues) -> Channel | None:
    text = reading.article.text
    words = text[sentence.span[0] : sentence.span[1]]
    outside = words
    for s, e in found.content:
        outside = outside.replace(text[s:e], " ")
    for name, pattern in cues.channels:
        if pattern.search(outside):
            return name  # type: ignore[return-value]  # channels.toml is checked at load
    return None


def _extend(reading: Reading, found: Found, content: list[Span], claimed: list[Span]) -> list[Span]:
    """Take in the rest of quotations that run over the sentence's edges."""
    block = reading.block(found.sentence).span
    made = list(content)
    cue = found.cue_span
    for q in reading.quotes:
        if q[0] >= block[1] or q[1] <= block[0] or q in claimed or q[0] <= cue[0] < q[1]:
            continue
        for i, (s, e) in enumerate(made):
            if s < q[1] and q[0] < e:
                made[i] = (min(s, q[0]), max(e, q[1]))
                break
        else:
            _start, end = found.sentence.span
            text = reading.article.text
            if not any(x < q[1] and q[0] < y for x, y in made) and found.kind == "verb" and made:
                # '"…," he said. "…"' : a quotation that opens right behind the sentence goes on with it
                if q[0] >= end and not text[end : q[0]].strip(" \"“'‘") and _quoted_edge(reading, made):
                    made.append(q)
    merged: list[Span] = []
    for span in sorted(made):
        if merged and span[0] <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], span[1]))
        else:
            merged.append(span)
    return merged


def _within(inner: list[Span], outer: list[Span]) -> bool:
    return all(any(s <= a and b <= e for s, e in outer) for a, b in inner)


def _quoted_edge(reading: Reading, content: list[Span]) -> bool:
    return any(s < q[1] and q[0] < e for s, e in content for q in reading.quotes)


def _clip(quotes: list[Span], content: list[Span]) -> list[Span]:
    found = []
    for q in quotes:
        for s, e in content:
            lo, hi = max(q[0], s), min(q[1], e)
            if lo < hi:
                found.append((lo, hi))
    return sorted(set(found))


def _form(said: Said) -> Form:
    inside = sum(e - s for s, e in said.quotes)
    total = sum(e - s for s, e in said.content) or 1
    if inside >= 0.8 * total:
        return "direct"
    return "mixed" if inside else "indirect"


def _loose_quote(reading: Reading, sentence: Sentence, claimed: list[Span]) -> Span | None:
    """A sentence that is nothing but (part of) a quotation, and is not yet anybody's."""
    for q in reading.quotes:
        if q in claimed:
            continue
        lo, hi = max(q[0], sentence.span[0]), min(q[1], sentence.span[1])
        if hi - lo >= 0.85 * (sentence.span[1] - sentence.span[0]) and hi - lo > 20:
            if any(c[0] <= lo and hi <= c[1] for c in claimed):
                return None
            return q
    return None


def _follows(reading: Reading, last: Said, quote: Span) -> bool:
    end = last.content[-1][1]
    if last.cue is not None:
        end = max(end, last.cue[1])
    gap = reading.article.text[end : quote[0]]
    return bool(last.quotes) and len(gap) < 60 and "\n\n" not in gap.strip("\n")


def _by_marks(reading: Reading, sentence: Sentence, here: list[Said], claimed: list[Span]) -> list[Said]:
    """Quotations given to somebody by a colon before them or a dash behind them: 'The report: "…"', '"…" — Jane Doe'."""
    text, (start, end) = reading.article.text, sentence.span
    block = reading.block(sentence).span
    made = []
    for q in reading.quotes:
        if not (start <= q[0] < end) or q in claimed or any(s < q[1] and q[0] < e for h in here for s, e in h.content):
            continue
        before = text[block[0] : q[0]].rstrip(" \"“'‘`\n")
        if before.endswith(":"):
            at = block[0] + len(before) - 1
            named = [m for m in reading.mentions if m.sentence == sentence.index and m.span[1] <= at and not m.pronoun]
            subjects = [m for m in named if sentence.doc[m.head].dep_ in ("nsubj", "ROOT", "nsubjpass", "dep", "npadvmod")] or named[-1:]
            if subjects and at - subjects[0].span[1] < 80:
                made.append(_marked(reading, q, subjects[0].span, (at, at + 1), subjects[0].entities))
            continue
        signed = _SIGNED.match(text[q[1] : block[1]][:90])
        if signed:
            at = q[1] + signed.start(1)
            spoken = (q[1] + signed.start(2), q[1] + signed.end(2))
            known = [e for m in reading.mentions if m.span[0] < spoken[1] and spoken[0] < m.span[1] for e in m.entities]
            made.append(_marked(reading, q, spoken, (at, at + len(signed[1])), tuple(known[:1])))
    return made


def _marked(reading: Reading, quote: Span, speaker: Span, cue: Span, entities: tuple[int, ...]) -> Said:
    said = Said([quote], speaker=entities[0] if entities else None, speaker_span=speaker, cue=cue, quotes=[quote], form="direct")
    said.source_kind = "person"
    if entities and reading.entities[entities[0]].kind in ("state", "government"):
        said.source_kind = "state"
    return said


def _headline(reading: Reading, sentence: Sentence) -> Said | None:
    """'Kremlin: no talks planned', 'Kyiv says' aside: the colon form of headlines."""
    start, end = sentence.span
    text = reading.article.text[start:end]
    head, colon, rest = text.partition(":")
    if not colon or len(head) > 40 or not rest.strip():
        return None
    for mention in reading.mentions:
        if mention.sentence == sentence.index and mention.span[1] == start + len(head) and mention.entities:
            at = start + len(head) + 1 + (len(rest) - len(rest.lstrip()))
            said = Said([(at, end)], speaker=mention.entities[0], speaker_span=mention.span, cue=(start + len(head), start + len(head) + 1))
            said.source_kind = "person" if reading.entities[mention.entities[0]].kind == "person" else "state"
            said.quotes = _clip(reading.quotes, said.content)
            said.form = _form(said)
            return said
    return None


def _dedupe(said: list[Said]) -> list[Said]:
    """Of statements with the same words, the one with a speaker."""
    best: dict[tuple[Span, ...], Said] = {}
    for one in said:
        key = tuple(one.content)
        if not key:
            continue
        if key not in best or (best[key].speaker_span is None and one.speaker_span is not None):
            best[key] = one
    return list(best.values())


def _resolve_first_person(reading: Reading, said: list[Said]) -> None:
    """'I' and 'we' inside a quotation are its speaker."""
    for one in said:
        if one.speaker is None:
            continue
        entity = reading.entities[one.speaker]
        for mention in reading.mentions:
            if mention.pronoun and not mention.entities and any(s <= mention.span[0] < e for s, e in one.quotes):
                if reading.article.text[mention.span[0] : mention.span[1]].lower() in ("i", "me", "my", "we", "us", "our"):
                    mention.entity = one.speaker
                    entity.mentions.append(mention)


def _carries(said: Said, draft: Draft) -> bool:
    return any(
        s <= trigger[0] and trigger[1] <= e for _, trigger in (draft.triggers or [(draft.sentence, draft.trigger)]) for s, e in said.content
    )
