"""ICEWS coded event data: twenty columns, tab-separated, with a header; one row a dyad.

Carries no statements or status; only events that happened and have a CAMEO code are written. Columns as in its Dataverse files.
"""

from __future__ import annotations

from collections.abc import Iterator

from memcon.export.common import country_name, day_of, dyads, happened, number, one_line
from memcon.model.record import Actor, Record

COLUMNS = [
    "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code", "Intensity", "Target Name",
    "Target Sectors", "Target Country", "Story ID", "Sentence Number", "Publisher", "City", "District", "Province", "Country", "Latitude",
    "Longitude",
]  # fmt: skip
HEADER, SEPARATOR = True, "\t"


def rows(record: Record) -> Iterator[list[str]]:
    """One row a dyad of each event."""
    for event in filter(happened, record.events):
        if event.cameo is None:
            continue
        place = event.place
        for number_, (one, two) in enumerate(dyads(record, event)):
            yield [
                f"{event.id}-{number_}", day_of(record, event), *_side(one), event.type.title(), event.cameo, number(event.goldstein), *_side(two),
                record.article.id, str(1 + record.article.text.count(". ", 0, event.trigger[0])), one_line(record.article.outlet),
                one_line(place.name) if place else "", "", (place.admin1 or "") if place else "", country_name(place.country) if place else "",
                number(place.latitude) if place else "", number(place.longitude) if place else "",
            ]  # fmt: skip


def _side(actor: Actor | None) -> list[str]:
    if actor is None:
        return ["NA", "NA", "NA"]
    return [one_line(actor.name), ",".join(actor.sectors) or "NA", country_name(actor.country) or "NA"]
