"""GDELT 2.0 mention rows: sixteen columns, tab-separated, no header; one row for each place in the text that tells a dyad's event.

Ids are those of the event rows (`memcon.export.gdelt`). Tone and translation are not known here and stay empty; who says so has no column.
Columns as GDELT's codebook orders them.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from memcon.export.common import day_of, dyads, happened, one_line
from memcon.export.gdelt import added_at, event_number
from memcon.model.record import Actor, Record, Span

COLUMNS = [
    "GLOBALEVENTID", "EventTimeDate", "MentionTimeDate", "MentionType", "MentionSourceName", "MentionIdentifier", "SentenceID",
    "Actor1CharOffset", "Actor2CharOffset", "ActionCharOffset", "InRawText", "Confidence", "MentionDocLen", "MentionDocTone",
    "MentionDocTranslationInfo", "Extras",
]  # fmt: skip
HEADER, SEPARATOR = False, "\t"


def rows(record: Record) -> Iterator[list[str]]:
    """One row for each piece of evidence of each dyad that has an event row."""
    article = record.article
    url = one_line(article.url)
    # 1 is a page of the web, named by its address; 2 a citation alone
    kind, name = ("1", url) if url else ("2", one_line(article.title) or article.id)
    outlet = one_line(article.outlet) or urlsplit(url).netloc.removeprefix("www.")
    for event in filter(happened, record.events):
        day = day_of(record, event)
        if event.cameo is None or not day:
            continue
        added = added_at(record, day)
        for at, (one, two) in enumerate(dyads(record, event)):
            for span in event.evidence or [event.trigger]:
                yield [
                    event_number(event, at), added, added, kind, outlet, name, str(_sentence(article.text, span)),
                    _offset(one, span), _offset(two, span), str(event.trigger[0] if _in(event.trigger, span) else span[0]), "1",
                    str(round(event.confidence * 100)), str(len(article.text)), "", "", "",
                ]  # fmt: skip


def _sentence(text: str, span: Span) -> int:
    """The number of the sentence a span begins in, from 1: full stops and line ends before it."""
    before = text[: span[0]]
    return 1 + sum(before.count(end) for end in (". ", "? ", "! ", "\n\n"))


def _offset(actor: Actor | None, span: Span) -> str:
    """Where the actor is named in the evidence, else first in the text; -1 as GDELT has it where it is not."""
    if actor is None or not actor.spans:
        return "-1"
    return str(next((s for s in actor.spans if _in(s, span)), actor.spans[0])[0])


def _in(inner: Span, outer: Span) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]
