"""POLECAT's weekly files: forty columns, tab-separated, with a header.

Carries no statements, standing, status or evidence; only events that happened are written. Source: the POLECAT codebook's columns.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version

from memcon.export.common import country_name, cow_of, day_of, happened, number, one_line
from memcon.model.record import Actor, Record

COLUMNS = [
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts", "Actor Name", "Actor Country", "Actor COW",
    "Primary Actor Sector", "Actor Sectors", "Actor Title", "Actor Name Raw", "Wikipedia Actor ID", "Recipient Name", "Recipient Country",
    "Recipient COW", "Primary Recipient Sector", "Recipient Sectors", "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID",
    "Placename", "City", "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename", "Feature Type", "Source",
    "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language", "Version",
]  # fmt: skip
HEADER, SEPARATOR = True, "\t"
_QUADS = {1: "VERBAL COOPERATION", 2: "MATERIAL COOPERATION", 3: "VERBAL CONFLICT", 4: "MATERIAL CONFLICT"}


def rows(record: Record) -> Iterator[list[str]]:
    """One row an event; several actors joined by ';'."""
    article = record.article
    known = {a.id: a for a in record.actors}
    people = ";".join(one_line(a.name) for a in record.actors if a.kind == "person")
    bodies = ";".join(one_line(a.name) for a in record.actors if a.kind == "organisation")
    spots = ";".join(dict.fromkeys(one_line(p.name) for p in record.places))
    for event in filter(happened, record.events):
        place = event.place
        yield [
            event.id, day_of(record, event), event.type, event.mode or "", number(event.score), _QUADS[event.quad], ";".join(event.contexts),
            *_party([known[i] for i in event.actors], article.text),
            *_party([known[i] for i in event.recipients], article.text),
            one_line(place.name) if place else "", one_line(place.name) if place else "", "", (place.admin1 or "") if place else "",
            country_name(place.country) if place else "", number(place.latitude) if place else "", number(place.longitude) if place else "",
            str(place.geonames or "") if place else "", one_line(article.text[slice(*place.span)]) if place and place.span else "", "",
            one_line(article.outlet), article.published or "", people, bodies, spots, article.language or "", f"memcon {version('memcon')}",
        ]  # fmt: skip


def _party(actors: list[Actor], text: str) -> list[str]:
    def join(values: list[str]) -> str:
        return ";".join(values) if any(values) else ""

    return [
        join([one_line(a.name) for a in actors]),
        join([a.country or a.organisation or "" for a in actors]),
        join([cow_of(a.country) for a in actors]),
        join([a.sector or "" for a in actors]),
        join([",".join(a.sectors) for a in actors]),
        join([a.office or "" for a in actors]),
        join([one_line(text[slice(*a.spans[0])]) if a.spans else "" for a in actors]),
        join([a.wikidata or "" for a in actors]),
    ]
