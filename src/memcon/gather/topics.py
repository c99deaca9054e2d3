"""Group articles about the same happening, where there are no records yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from memcon.gather.digest import Digest
from memcon.gather.gathering import Gathering, topic_id
from memcon.gather.sketch import sketch_of
from memcon.gather.words import vector

__all__ = ["Item", "topic_id", "topics_of"]


@dataclass(frozen=True)
class Item:
    """What grouping needs of an article: its id, its day (ISO, None where unknown), title and text."""

    id: str
    day: str | None
    title: str | None
    text: str


def topics_of(items: Iterable[Item]) -> dict[str, str]:
    """Article id to topic id, the same in any order. A topic's id is a hash of its earliest article."""
    with Gathering() as gathering:
        for item in items:
            gathering.add_digest(digest_of_text(item))
        return gathering.topics()


def digest_of_text(item: Item) -> Digest:
    """What gathering keeps of an article that is not coded."""
    return Digest(item.id, item.day, None, None, vector(item.title, item.text), sketch_of(item.text))
