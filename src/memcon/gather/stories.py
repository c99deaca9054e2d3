"""Stories of records at hand: one happening as many outlets tell it, with who says so and where they differ."""

from __future__ import annotations

from collections.abc import Iterable

from memcon.gather.gathering import Gathering
from memcon.gather.story import Story
from memcon.model.record import Record

__all__ = ["Story", "stories_of"]


def stories_of(records: Iterable[Record]) -> list[Story]:
    """All the stories of some records, sorted by day and id; the order of the records changes nothing.

    For a store's records `memcon.gather.kept.gathered` is quicker: it keeps an index beside the store.
    """
    with Gathering() as gathering:
        for record in records:
            gathering.add(record)
        return gathering.stories()
