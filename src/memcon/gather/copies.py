"""Fold copies: reprints and agency text that several outlets carry are one report, not several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from memcon.gather.agencies import agency_of, host_of
from memcon.gather.gathering import Gathering
from memcon.gather.groups import Groups
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
    """How many reports there are once copies, articles of one outlet and text of one agency are folded together."""
    by_id = {c.id: c for c in copies}
    groups = Groups(by_id)
    for members in folds(copies):
        for other in members[1:]:
            groups.join(members[0], other)
    first_of: dict[str, str] = {}
    for one in sorted(by_id):
        outlet, agency = host_of(by_id[one].outlet), agency_of(by_id[one].text, outlet=by_id[one].outlet)
        for key in (outlet and f"outlet {outlet}", agency and f"agency {agency}"):
            if key:
                groups.join(first_of.setdefault(key, one), one)
    return len({groups.find(one) for one in by_id})
