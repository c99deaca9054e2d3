"""Decisions as gold rows: sentence, event, verdict, a JSON line each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from memcon.review.decision import Decision


def rows(decisions: list[Decision]) -> Iterator[dict[str, Any]]:
    """One row a decision. ``event`` is the coder's reading (null: no event there), ``machine`` what the program had said."""
    for one in decisions:
        yield {
            "sentence": one.sentence,
            "trigger": one.trigger,
            "published": one.published,
            "event": msgspec.to_builtins(one.event) if one.event else None,
            "verdict": one.verdict,
            "machine": msgspec.to_builtins(one.machine),
            "evidence": list(one.evidence),
            "article": one.article,
            "event_id": one.event_id,
            "outlet": one.outlet,
            "coder": one.coder,
            "time": one.time,
            "drawn": one.drawn,
            "note": one.note,
        }
