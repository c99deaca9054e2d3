"""PETRARCH-2's event files: tab-separated, no header, with the actors' and the event's words.

Carries no statements, status or place. Columns as its batch run writes them with actor and event text on.
"""

from __future__ import annotations

from collections.abc import Iterator

from memcon.export.common import cameo_actor, day_of, dyads, happened, one_line
from memcon.model.record import Record

COLUMNS = [
    "Date",
    "Source",
    "Target",
    "CAMEO code",
    "Issues",
    "Sentence IDs",
    "URL",
    "News source",
    "Source text",
    "Target text",
    "Event text",
]
HEADER, SEPARATOR = False, "\t"


def rows(record: Record) -> Iterator[list[str]]:
    """One row a dyad of each event that has a CAMEO code."""
    article = record.article
    for event in filter(happened, record.events):
        if event.cameo is None:
            continue
        for one, two in dyads(record, event):
            yield [
                day_of(record, event).replace("-", ""), cameo_actor(one) or "---", cameo_actor(two) or "---", event.cameo,
                ";".join(event.contexts), f"{article.id}_{event.trigger[0]}", one_line(article.url), one_line(article.outlet),
                one_line(one.name) if one else "---", one_line(two.name) if two else "---", one_line(article.text[slice(*event.trigger)]),
            ]  # fmt: skip
