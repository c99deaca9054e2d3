"""Code reports: the one road from a report as read to its record."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from memcon.annotate import Entity, Reading, annotate_many
from memcon.attribute import Said, attribute, standings
from memcon.code import code_reading, finish_events
from memcon.code.draft import Draft
from memcon.model.record import Actor, Record, Report, Span, Statement


@dataclass(frozen=True)
class Options:
    """How to code: user lexicons layered over ours, whether the act model is asked, and the least confidence kept."""

    lexicons: tuple[Path, ...] = ()
    fast: bool = False
    min_confidence: float = 0.0


def code_report(report: Report, options: Options | None = None) -> Record:
    """One report's record."""
    return next(code_reports([report], options))


def code_reports(reports: Iterable[Report], options: Options | None = None) -> Iterator[Record]:
    """Records in the order of the reports; parsing is batched, the records are the same as one by one."""
    options = options or Options()
    for group in _groups(reports):
        readings = annotate_many([r.article for r in group])
        for report, reading in zip(group, readings, strict=True):
            yield assemble(report, reading, options)


def _groups(reports: Iterable[Report], most: int = 60_000) -> Iterator[list[Report]]:
    group: list[Report] = []
    size = 0
    for report in reports:
        group.append(report)
        size += len(report.article.text)
        if size >= most:
            yield group
            group, size = [], 0
    if group:
        yield group


def assemble(report: Report, reading: Reading, options: Options) -> Record:
    """Code and attribute one reading and put its record together."""
    drafts = [d for d in code_reading(reading, options.lexicons, fast=options.fast) if d.confidence >= options.min_confidence]
    said = attribute(reading, drafts)
    actors, ids = _actors(reading, drafts, said)
    events = finish_events(reading, drafts, ids)
    statements = _statements(reading, said, ids, [e.id for e in events])
    by_event: dict[str, list[str]] = {}
    for one in statements:
        for told in dict.fromkeys(one.events):
            by_event.setdefault(told, []).append(one.id)
    for event, standing in zip(events, standings(reading, drafts, said), strict=True):
        event.statements = by_event.get(event.id, [])
        event.standing = standing
    return Record(
        key=report.key,
        article=report.article,
        actors=actors,
        events=events,
        statements=statements,
        times=reading.times,
        places=reading.places,
        related=report.related,
        warnings=[*report.warnings, *_ahead(report), *reading.warnings],
    )


def _ahead(report: Report) -> list[str]:
    """A warning where the report is dated later than tomorrow (its day may have begun elsewhere)."""
    day = report.article.published
    if day is None or day <= (date.today() + timedelta(days=1)).isoformat():
        return []
    return [f"dated {day}, a day that has not come; it is taken as it is given"]


def _is_followed(entity: Entity) -> bool:
    """Whether the text speaks of somebody again, though it tells nothing of whose or what he is."""
    return len(entity.mentions) > 1


def _actors(reading: Reading, drafts: list[Draft], said: list[Said]) -> tuple[list[Actor], dict[int, str]]:
    """Actors in order of first mention, with the ids that the record uses."""
    used = {i for d in drafts for i in (*d.actors, *d.recipients)} | {s.speaker for s in said} | {s.addressee for s in said}
    kept = [e for e in reading.entities if e.mentions and (e.index in used or e.country or e.organisation or e.sectors or _is_followed(e))]
    kept.sort(key=lambda e: min(m.span for m in e.mentions))
    # who speaks without a name is nobody of an office, whatever his rank: "an EU diplomat", "two people familiar with the talks"
    hidden = {s.speaker for s in said if s.source_kind == "anonymous"} - {s.speaker for s in said if s.source_kind != "anonymous"}
    actors: list[Actor] = []
    ids: dict[int, str] = {}
    taken: set[str] = set()
    for entity in kept:
        spans: list[Span] = sorted({m.span for m in entity.mentions})
        # by content, not by count: the same actor keeps its id when other options drop its neighbours
        digest = "a" + record_id(f"{reading.article.id} {spans[0][0]} {spans[0][1]} {entity.name}")[:10]
        while digest in taken:  # two actors of one name and place in broken text
            digest = "a" + record_id(digest)[:10]
        taken.add(digest)
        ids[entity.index] = digest
        actors.append(
            Actor(
                id=ids[entity.index],
                name=entity.name,
                kind="unnamed" if entity.index in hidden and entity.kind in ("office", "group") and not entity.proper else entity.kind,
                country=entity.country,
                organisation=entity.organisation,
                sector=entity.sector,
                sectors=entity.sectors,
                office=entity.office,
                basis=entity.basis,  # type: ignore[arg-type]
                spans=spans,
            )
        )
    return actors, ids


def _statements(reading: Reading, said: list[Said], ids: dict[int, str], event_ids: list[str]) -> list[Statement]:
    made: list[Statement] = []
    taken: set[str] = set()
    for one in said:
        digest = "s" + record_id(f"{reading.article.id} {one.cue} {one.speaker_span} {one.content}")[:10]
        while digest in taken:
            digest = "s" + record_id(digest)[:10]
        taken.add(digest)
        made.append(
            Statement(
                id=digest,
                speaker=ids.get(one.speaker) if one.speaker is not None else None,
                speaker_span=one.speaker_span,
                source_kind=one.source_kind,
                form=one.form,
                cue=one.cue,
                content=one.content,
                quotes=one.quotes,
                channel=one.channel,
                addressee=ids.get(one.addressee) if one.addressee is not None else None,
                stance=one.stance,
                withheld=one.withheld,
                source=one.source,
                events=[event_ids[i] for i in one.drafts],
                grants=[event_ids[i] for i in one.granted],
            )
        )
    return made


def record_id(text: str) -> str:
    """The first 16 hex digits of a text's sha256."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]
