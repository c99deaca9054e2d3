"""Acts told twice: which drafts of an article may be one happening, so that who confirms the one speaks of the other."""

from __future__ import annotations

from memcon.annotate.reading import Reading
from memcon.code.draft import Draft, sides

_MOST = 60  # happenings of one type that a draft is held against


def happenings(reading: Reading, drafts: list[Draft]) -> list[int]:
    """For every draft the position of the first draft that tells the same happening, itself where there is none."""
    first: list[int] = []
    seen: dict[str, list[int]] = {}
    for i, draft in enumerate(drafts):
        known = seen.setdefault(draft.type, [])
        home = next((j for j in known if _same(reading, drafts[j], draft)), i)
        if home == i and len(known) < _MOST:
            known.append(i)
        first.append(home)
    return first


def _same(reading: Reading, one: Draft, other: Draft) -> bool:
    alike = _word(reading, one) == _word(reading, other) or (one.cameo == other.cameo and one.mode == other.mode and one.mode is not None)
    if not alike or _day(one) != _day(other) and _day(one) and _day(other):
        return False
    ours, theirs = sides(reading, [*one.actors, *one.recipients]), sides(reading, [*other.actors, *other.recipients])
    if one.actors and other.actors and not sides(reading, one.actors) & sides(reading, other.actors):
        if not (one.reciprocal or other.reciprocal):
            return False
    # a report goes on with less than it began with: "the depot", "the prisoners"
    return not ours or not theirs or bool(ours & theirs)


def _word(reading: Reading, draft: Draft) -> str:
    return reading.sentences[draft.sentence].doc[draft.token].lemma_.lower()


def _day(draft: Draft) -> str | None:
    return draft.date.start if draft.date is not None and draft.date.basis == "text" else None
