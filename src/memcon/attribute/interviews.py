"""The answers of an interview printed as questions and answers, where no cue tells who speaks."""

from __future__ import annotations

from memcon.annotate.reading import Reading
from memcon.attribute.quoted import LABEL
from memcon.attribute.said import Said
from memcon.model.record import SourceKind, Span


def with_answers(reading: Reading, said: list[Said]) -> list[Said]:
    """With the answers of an interview: all their words are the interviewee's, though no cue says so. Labels "Q:" and "A:" go."""
    made = []
    for who, spans in reading.answers:
        kind: SourceKind = "person" if reading.entities[who].kind == "person" else "office"
        starts = {s for s, _ in spans}
        for one in said:
            if one.speaker == who and not one.kind and one.cue is not None and any(0 <= one.cue[0] - s < 60 for s in starts):
                one.form, one.channel, one.source_kind = "direct", "interview", kind
                starts = {s for s in starts if not 0 <= one.cue[0] - s < 60}
        own = [_without_label(reading, span) for span in spans if span[0] in starts]
        if own:
            made.append(Said(own, speaker=who, source_kind=kind, form="direct", channel="interview"))
    asked = [
        s for s in said if made and s.speaker is None and s.speaker_span and reading.article.text[slice(*s.speaker_span)] in ("Q", "A")
    ]
    return [s for s in said if s not in asked] + made


def _without_label(reading: Reading, span: Span) -> Span:
    label = LABEL.match(reading.article.text, *span)
    return (label.end(), span[1]) if label is not None and label.end() < span[1] and label["who"] in ("A", "Answer") else span
