"""A story as an editor reads it: what happened, who says so, which reports it rests on, where they differ; every entry with its reports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from memcon.gather.agencies import agency_of
from memcon.gather.counts import counts_in
from memcon.gather.digest import sentences_around, side
from memcon.gather.first import began_in
from memcon.gather.story import Story
from memcon.model.record import Actor, Event, Record, Span, Statement

_MOST_SPEAKERS, _MOST_OUTLETS = 12, 12
_MOST_WORDS = 220
_MOST_LEAD = 320
_EARLY = 1200  # characters: what happened is told first
HAPPENED = "it happened"


@dataclass(frozen=True)
class Report:
    """One report as it is cited: its number, who published it, and the numbers of the reports that are copies of it."""

    number: int
    article: str
    outlet: str
    title: str
    published: str | None
    url: str | None
    agency: str | None
    copies: tuple[int, ...]
    copy_of: int | None


@dataclass
class Row:
    """One source with what it says under each claim: words, and the reports that carry them. ``own`` marks a report's own words."""

    source: str
    own: bool
    rank: int
    cells: dict[str, dict[str, list[int]]] = field(default_factory=dict)
    words: str = ""
    quoted_in: int | None = None

    def say(self, claim: str, value: str, report: int) -> None:
        """Add a claim's value with a report that carries it."""
        numbers = self.cells.setdefault(claim, {}).setdefault(value, [])
        if report not in numbers:
            numbers.append(report)


@dataclass(frozen=True)
class Difference:
    """A field in which reports differ, each value with the reports that give it."""

    field: str
    values: tuple[tuple[str, tuple[int, ...]], ...]


@dataclass(frozen=True)
class Page:
    """The story laid out. ``lead`` is the fullest report's own sentence, ``lead_report`` its number."""

    story: Story
    lead: str
    lead_report: int | None
    reports: tuple[Report, ...]
    claims: tuple[str, ...]
    rows: tuple[Row, ...]
    left_out: int
    differences: tuple[Difference, ...]


def page_of(story: Story, records: Mapping[str, Record]) -> Page:
    """Lay out a story; ``records`` holds those of its articles. Articles that are missing there are passed over."""
    reports = _reports(story, records)
    number = {r.article: r.number for r in reports}
    tellings = [(r, e) for one in story.events if (r := records.get(one["article"])) for e in r.events if e.id == one["event"]]
    rows: dict[tuple[bool, str], Row] = {}
    for record, event in tellings:
        _fill(rows, record, event, number[record.article.id], reports[number[record.article.id] - 1])
    ranked = sorted(rows.values(), key=lambda r: (r.own, r.rank, min(n for c in r.cells.values() for v in c.values() for n in v), r.source))
    shown = [*[r for r in ranked if not r.own][:_MOST_SPEAKERS], *[r for r in ranked if r.own][:_MOST_OUTLETS]]
    said = {c for r in ranked for c in r.cells}
    claims = [HAPPENED, *(c for c in ("day", "place", "who began") if c in said)]
    claims += sorted(said.difference(claims), key=lambda c: (c not in ("dead", "wounded"), c))
    lead, lead_report = _lead(tellings, number)
    return Page(
        story=story,
        lead=lead,
        lead_report=lead_report,
        reports=tuple(reports),
        claims=tuple(claims),
        rows=tuple(shown),
        left_out=len(ranked) - len(shown),
        differences=tuple(
            Difference(c["field"], tuple((v["value"], tuple(sorted(number[a] for a in v["articles"] if a in number))) for v in c["values"]))
            for c in story.conflicts
        ),
    )


def _reports(story: Story, records: Mapping[str, Record]) -> list[Report]:
    """The reports numbered from 1 by day, a copy after what it copies: the earliest of a fold counts as the original."""
    held = sorted((records[a] for a in story.articles if a in records), key=lambda r: (r.article.published or "9999", r.article.id))
    fold = {a: at for at, ids in enumerate(story.copies) for a in ids}
    first: dict[int, str] = {}
    order: dict[str, list[Record]] = {}
    for record in held:
        one = record.article.id
        original = first.setdefault(fold[one], one) if one in fold else one
        order.setdefault(original, []).append(record)
    numbered = [(original, record) for original, group in order.items() for record in group]
    number = {record.article.id: at for at, (_, record) in enumerate(numbered, 1)}
    return [
        Report(
            number=number[r.article.id],
            article=r.article.id,
            outlet=outlet_of(r),
            title=" ".join((r.article.title or "Untitled report").split()),
            published=r.article.published,
            url=r.article.url,
            agency=agency_of(r.article.text, r.article.byline, r.article.outlet),
            copies=tuple(number[x.article.id] for x in order[original] if x is not r) if r.article.id == original else (),
            copy_of=number[original] if r.article.id != original else None,
        )
        for original, r in numbered
    ]


def outlet_of(record: Record) -> str:
    """The name a report is cited by."""
    return (record.article.outlet or "").removeprefix("www.") or "outlet not named"


def _fill(rows: dict[tuple[bool, str], Row], record: Record, event: Event, number: int, report: Report) -> None:
    """Enter what one telling says, under whoever says it."""
    text, actors = record.article.text, {a.id: a for a in record.actors}
    statements = [s for s in record.statements if event.id in s.events]
    evidence = event.evidence or [event.trigger]
    for s in statements:
        row = _speaker_row(rows, record, event, s, actors)
        row.say(HAPPENED, s.stance, number)
        words = _clip(" … ".join(text[b:e] for b, e in s.content), _MOST_WORDS)
        if len(words) > len(row.words):
            row.words, row.quoted_in = words, number
    # a report speaks for itself where its evidence stands outside all that it attributes
    own = rows.setdefault((True, report.outlet), Row(report.outlet, own=True, rank=9))
    alone = any(not _inside(span, statements) for span in evidence)
    own.say(HAPPENED, event.status if alone else "quotes others", number)

    def source(span: Span | None) -> Row:
        for s in statements:
            if span is not None and _inside(span, [s]):
                return _speaker_row(rows, record, event, s, actors)
        return own

    if event.date and event.date.end and event.date.basis == "text" and event.date.start == event.date.end:
        source(event.date.span).say("day", event.date.end, number)
    if event.place and event.place.basis == "grammar":
        source(event.place.span).say("place", event.place.name, number)
    around = sentences_around(text, evidence)
    for count in counts_in(text, around, event.type):
        source(count.span).say(count.kind, count.words, number)
    for name in began_in(text, around, [actors[i] for i in (*event.actors, *event.recipients) if i in actors]):
        (source(evidence[0]) if not alone else own).say("who began", name, number)


def _speaker_row(rows: dict[tuple[bool, str], Row], record: Record, event: Event, s: Statement, actors: Mapping[str, Actor]) -> Row:
    speaker = actors.get(s.speaker or "")
    if speaker is not None:
        home = speaker.country or speaker.organisation
        name = f"{speaker.name} ({home})" if home and home.lower() not in speaker.name.lower() else speaker.name
        parties = {side(actors[i]) for i in (*event.actors, *event.recipients) if i in actors}
        rank = 0 if side(speaker) in parties else 1
    else:
        named = record.article.text[slice(*s.speaker_span)] if s.speaker_span else ""
        name, rank = (_clip(named, 40) or ("unnamed source" if s.source_kind == "anonymous" else "somebody not named")), 2
    return rows.setdefault((False, name), Row(name, own=False, rank=rank))


def _inside(span: Span, statements: Iterable[Statement]) -> bool:
    return any(b <= span[0] and span[1] <= e for s in statements for b, e in (*s.content, *s.quotes))


def _lead(tellings: Iterable[tuple[Record, Event]], number: Mapping[str, int]) -> tuple[str, int | None]:
    """The sentence that tells it best: all parties named, early in a report, of a moderate length; the first report's of equals."""
    best: tuple[tuple[int, ...], str, int] | None = None
    for record, event in tellings:
        text = record.article.text
        titles = [b.span for b in record.article.blocks if b.kind in ("title", "heading")]
        begin, end = sentences_around(text, [event.trigger])[0]
        words = " ".join(text[begin:end].split())
        parties = sum(any(begin <= s < end for s, _ in a.spans) for a in record.actors if a.id in (*event.actors, *event.recipients))
        heading = any(b <= event.trigger[0] < e for b, e in titles)
        good = 40 <= len(words) <= _MOST_LEAD
        one = number[record.article.id]
        rank = (-min(parties, 2), not good, heading, begin > _EARLY, one, begin)
        if best is None or rank < best[0]:
            best = (rank, words, one)
    return (_clip(best[1], _MOST_LEAD), best[2]) if best else ("", None)


def _clip(words: str, most: int) -> str:
    words = " ".join(words.split())
    return words if len(words) <= most else words[: most - 1].rsplit(" ", 1)[0] + " …"
