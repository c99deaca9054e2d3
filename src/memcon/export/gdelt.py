"""GDELT 2.0 event rows: sixty-one columns, tab-separated, no header; one row a dyad. Columns as GDELT's codebook orders them.

Tone, ethnic and religious codes and the actors' own places are not known here and stay empty; statements and status have no column.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from memcon.export.common import cameo_actor, cameo_country, cameo_role, country_name, day_of, dyads, fips_of, happened, number, one_line
from memcon.model.record import Actor, Event, EventPlace, Record

COLUMNS = [
    "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate",
    *(f"Actor{n}{x}" for n in (1, 2) for x in (
        "Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code", "Type1Code", "Type2Code", "Type3Code")),
    "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale", "NumMentions", "NumSources", "NumArticles", "AvgTone",
    *(f"{who}Geo_{x}" for who in ("Actor1", "Actor2", "Action") for x in (
        "Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")),
    "DATEADDED", "SOURCEURL",
]  # fmt: skip
HEADER, SEPARATOR = False, "\t"


def rows(record: Record) -> Iterator[list[str]]:
    """One row a dyad of each event that happened and has a CAMEO code."""
    for event in filter(happened, record.events):
        day = day_of(record, event)
        if event.cameo is None or not day:
            continue
        fraction = f"{int(day[:4]) + min(0.9999, (int(day[5:7]) * 30 + int(day[8:10])) / 365):.4f}"
        for at, (one, two) in enumerate(dyads(record, event)):
            yield [
                event_number(event, at), day.replace("-", ""), day[:4] + day[5:7], day[:4], fraction, *_actor(one), *_actor(two),
                "1" if at == 0 else "0", event.cameo, event.cameo[:3], event.cameo[:2], str(event.quad), number(event.goldstein),
                str(len(event.evidence)), "1", "1", "", *[""] * 8, *[""] * 8, *_place(event.place),
                added_at(record, day), one_line(record.article.url),
            ]  # fmt: skip


def event_number(event: Event, dyad: int) -> str:
    """The id of an event's dyad: GDELT's are numbers, so it is made of a hash (48 bits)."""
    return str(int.from_bytes(hashlib.sha256(f"{event.id}{dyad}".encode()).digest()[:6], "big"))


def added_at(record: Record, day: str) -> str:
    """When it was first told, YYYYMMDDHHMMSS: the day of publication, else of the event."""
    return (record.article.published or day).replace("-", "") + "000000"


def _actor(actor: Actor | None) -> list[str]:
    if actor is None:
        return [""] * 10
    code = cameo_actor(actor)
    types = [*map(cameo_role, actor.sectors), "", "", ""][:3]
    return [code, one_line(actor.name).upper(), cameo_country(actor.country), "" if actor.country else code, "", "", "", *types]


def _place(place: EventPlace | None) -> list[str]:
    if place is None:
        return [""] * 8
    kind = "1" if place.name == country_name(place.country) else "4"
    full = place.name if kind == "1" else ", ".join(x for x in (place.name, country_name(place.country)) if x)
    return [
        # the first division's codes are not known here, only its name
        kind, one_line(full), fips_of(place.country), fips_of(place.country), "",
        number(place.latitude), number(place.longitude), str(place.geonames or ""),
    ]  # fmt: skip
