"""Whose mention stands at a span of a record."""

from __future__ import annotations

import re

from memcon.evaluate.score import overlap
from memcon.model.record import Actor, Record, Span
from memcon.register.who import who

PRONOUNS = set("he him his himself she her hers herself it its itself they them their themselves i me my we us our".split())
_FEW_SHARED = 0.3
_LINK = re.compile(r" (?:of|in|from|to|for|who|that|which)\b")


def given_at(record: Record, span: Span) -> list[Actor]:
    """The actors whose mention is at a span: of mentions that overlap, the one that shares most of it."""
    best, most = None, _FEW_SHARED
    text = record.article.text
    alone = text[slice(*span)].lower() in PRONOUNS  # "its" is not "its crew"
    for actor in record.actors:
        for s in actor.spans:
            if overlap(s, span) and (s == span or not alone):
                shared = (min(s[1], span[1]) - max(s[0], span[0])) / (max(s[1], span[1]) - min(s[0], span[0]))
                if s[1] == span[1] and span[0] <= s[0]:
                    shared = max(shared, _FEW_SHARED + 0.01)  # "thousands of workers" is headed by the workers
                if _LINK.match(text, s[1], span[1]) and s[0] - span[0] in (0, 4):
                    shared = 1.0  # "supporters of X" is headed by the supporters
                if shared > most:
                    best, most = s, shared
    return [a for a in record.actors if best in a.spans] if best else []


def one_of(actor: Actor) -> str:
    """An actor's id; a state and its government by the name of its seat or capital are one."""
    if actor.kind in ("state", "government") and actor.country:
        found = who(actor.name)
        if found is not None and found.head is None and found.kind in ("state", "government"):
            return f"state {actor.country}"
    return actor.id
