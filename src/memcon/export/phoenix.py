"""Phoenix event data: twenty-six columns, tab-separated, no header; one row a dyad. Columns as the phoenix pipeline writes them.

Carries no statements, status or evidence words.
"""

from __future__ import annotations

from collections.abc import Iterator

from memcon.export.common import cameo_actor, day_of, dyads, happened, number, one_line, penta_of
from memcon.model.record import Actor, Record

COLUMNS = [
    "EventID", "Date", "Year", "Month", "Day", "SourceActorFull", "SourceActorEntity", "SourceActorRole", "SourceActorAttribute",
    "TargetActorFull", "TargetActorEntity", "TargetActorRole", "TargetActorAttribute", "EventCode", "EventRootCode", "PentaClass",
    "GoldsteinScore", "Issues", "Lat", "Lon", "LocationName", "StateName", "CountryCode", "SentenceID", "URLs", "NewsSources",
]  # fmt: skip
HEADER, SEPARATOR = False, "\t"


def rows(record: Record) -> Iterator[list[str]]:
    """One row a dyad of each event that has a CAMEO code."""
    for event in filter(happened, record.events):
        if event.cameo is None:
            continue
        day, place = day_of(record, event), event.place
        issues = ";".join(f"{c.upper()},1" for c in event.contexts)
        for at, (one, two) in enumerate(dyads(record, event)):
            yield [
                f"{event.id}_{at}", day.replace("-", ""), day[:4], day[5:7].lstrip("0"), day[8:10].lstrip("0"), *_side(one), *_side(two),
                event.cameo, event.cameo[:2], penta_of(event.cameo), number(event.goldstein), issues, number(place.latitude) if place else "",
                number(place.longitude) if place else "", one_line(place.name) if place else "", (place.admin1 or "") if place else "",
                (place.country or "") if place else "", f"{record.article.id}_{event.trigger[0]}", one_line(record.article.url),
                one_line(record.article.outlet),
            ]  # fmt: skip


def _side(actor: Actor | None) -> list[str]:
    full = cameo_actor(actor)
    return [full, full[:3], full[3:6], full[6:9]]
