"""Fold copies: reprints and agency text that several outlets carry are one report, not several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from memcon.gather.agencies import agency_of, host_of
from memcon.gather.gathering import Gathering
from memcon.gather.story import independent_texts
from memcon.gather.topics import Item, digest_of_text

__all__ = ["Copy", "agency_of", "folds", "independent"]


@dataclass(frozen=True)
class Copy:
    """What folding needs of an article."""

    id: str
    outlet: str | None
    text: str


def folds(copies: Sequence[Copy]) -> list[list[str]]:
    """Sets of ids that are one text, singletons included; sorted, the same in any order of the articles."""
    with Gathering() as gathering:
        for copy in copies:
            gathering.add_digest(digest_of_text(Item(copy.id, None, None, copy.text)))
        return gathering.folds()


def independent(copies: Sequence[Copy]) -> int:
    """How many reports there are once copies, text of one agency and articles of one outlet are folded together."""
    by_id = {c.id: c for c in copies}
    sources = []
    for members in folds(copies):
        held = [by_id[i] for i in members]
        agencies = {f"agency {a}" for c in held if (a := agency_of(c.text, outlet=c.outlet))}
        sources.append(agencies or {f"outlet {o}" for c in held if (o := host_of(c.outlet))})
    return independent_texts(sources)
