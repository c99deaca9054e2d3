"""Acts told twice: which drafts of an article may be one happening, so that who confirms the one speaks of the other."""

from __future__ import annotations

from memcon.annotate.reading import Mention, Reading
from memcon.code.draft import Draft, sides
from memcon.model.record import Span

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
    if not alike or (_day(one) != _day(other) and _day(one) and _day(other)):
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


def retold(reading: Reading, drafts: list[Draft], mentions: dict[int, list[Mention]]) -> list[tuple[Span, int]]:
    """Verbs that tell a coded act again without being coded themselves ("… said Israel bombed the depot"), with the act's position.

    The verb is the act's own, and its subject is of the acting side, or nobody the text places elsewhere.
    """
    words: dict[str, list[int]] = {}
    for i, draft in enumerate(drafts):
        words.setdefault(_word(reading, draft), []).append(i)
    coded = {t for d in drafts for _, t in (d.triggers or [(d.sentence, d.trigger)])}
    acting = [sides(reading, d.actors) for d in drafts]
    found: list[tuple[Span, int]] = []
    if not drafts:
        return found
    for sentence in reading.sentences:
        for token in sentence.doc:
            known = words.get(token.lemma_.lower()) if token.pos_ in ("VERB", "NOUN") else None
            span = (sentence.offset(token), sentence.offset(token) + len(token.text))
            if not known or span in coded:
                continue
            subject = next((c for c in token.lefts if c.dep_ == "nsubj"), None)
            if subject is None:
                continue
            mention = next((m for m in mentions.get(sentence.index, []) if m.head == subject.i), None)
            home = sides(reading, list(mention.entities)) if mention is not None else set()
            placed = any(reading.entities[i].country or reading.entities[i].organisation for i in mention.entities) if mention else False
            for i in known[:_MOST]:
                if home & acting[i] or not placed:
                    found.append((span, i))
                    break
    return found
