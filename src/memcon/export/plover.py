"""PLOVER's own JSON, one event a line (PLOVER manual, chapter "Data Fields").

Status other than happened goes into ``comment``; statements and standing have no field there.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from memcon.export.common import country_name, day_of, words_of
from memcon.model.record import Actor, Record


def objects(record: Record) -> Iterator[dict[str, Any]]:
    """One object an event, every status included."""
    known = {a.id: a for a in record.actors}
    article = record.article
    for event in record.events:
        place = event.place
        yield {
            "id": event.id,
            "has_event": True,
            "date": (event.date.start or event.date.end) if event.date else None,
            "enddate": event.date.end if event.date else None,
            "actor": [_entity(known[i]) for i in event.actors],
            "recipient": [_entity(known[i]) for i in event.recipients],
            "event": [event.type],
            "mode": [event.mode] if event.mode else [],
            "context": event.contexts,
            "quad_code": event.quad,
            "event_scale": event.score,
            "event_loc": {
                "extracted_place": article.text[slice(*place.span)] if place.span else None,
                "resolved_place": place.name,
                "geonameid": place.geonames,
                "lat": place.latitude,
                "lon": place.longitude,
                "province": place.admin1,
                "country": country_name(place.country),
                "country_code": place.country,
            }
            if place
            else None,
            "event_text": [article.text[slice(*event.trigger)]],
            "text": words_of(record, event),
            "text_info": {"start": event.evidence[0][0], "end": event.evidence[0][1], "text_story": article.id},
            "cite_info": {"url": article.url, "title": article.title, "language": article.language, "publication": article.outlet},
            "coder": "memcon",
            "comment": "" if event.status == "happened" else f"status: {event.status}",
            "coded_day": day_of(record, event),
        }


def _entity(actor: Actor) -> dict[str, Any]:
    return {
        "code": actor.country or actor.organisation,
        "sector": actor.sectors,
        "entity_text": actor.name,
        "identifier_id": actor.wikidata,
        "office": actor.office,
    }
