"""The standing of an event: which sides say that it happened, and whether somebody who matters denies it."""

from __future__ import annotations

from memcon.annotate.reading import Reading
from memcon.attribute.said import Said
from memcon.code.draft import Draft, side, sides
from memcon.model.record import Standing


def standing_of(reading: Reading, draft: Draft, said: list[Said]) -> Standing:
    """The standing by the rule of the record: both-sides, one-side, third-party, anonymous, outlet or disputed."""
    actors, recipients = sides(reading, draft.actors), sides(reading, draft.recipients)
    asserting = [s for s in said if s.stance in ("states", "confirms", "praises", "criticises")]
    denying = [s for s in said if s.stance == "denies" and s.source_kind not in ("anonymous", "unattributed")]
    if denying and draft.status != "denied":
        return "disputed"
    by_actor = by_recipient = named = anonymous = False
    for one in asserting:
        if one.speaker is not None and one.source_kind != "anonymous":
            home = side(reading.entities[one.speaker])
            if home in actors:
                by_actor = True
            if home in recipients:
                by_recipient = True
            if home not in actors | recipients:
                named = True
        elif one.source_kind in ("person", "office", "state", "organisation", "document", "media"):
            named = True
        elif one.source_kind == "anonymous":
            anonymous = True
    if by_actor and by_recipient and (actors != recipients or len(draft.actors) + len(draft.recipients) > 1):
        return "both-sides"
    if by_actor or by_recipient:
        return "one-side"
    if named:
        return "third-party"
    return "anonymous" if anonymous else "outlet"
