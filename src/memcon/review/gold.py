"""Decisions as gold rows: sentence, event, verdict, a JSON line each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from memcon.model.record import Span
from memcon.review.decision import Decision
from memcon.review.statement import StatementDecision


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


def statement_rows(decisions: list[StatementDecision]) -> Iterator[dict[str, Any]]:
    """One row a decision on a statement, in the shape of ``evaluate attribution``'s gold.

    ``attributions`` is the coder's reading alone, empty where rejected: of others in the passage the row says nothing.
    """
    for one in decisions:

        def piece(span: Span, text: str = one.passage) -> dict[str, Any]:
            return {"start": span[0], "end": span[1], "text": text[slice(*span)]}

        said = one.statement
        yield {
            "text": one.passage,
            "date": one.published,
            "attributions": [
                {
                    "source": [piece(said.source)] if said.source else [],
                    "cue": [piece(said.cue)] if said.cue else [],
                    "content": [piece(s) for s in said.content],
                }
            ]
            if said
            else [],
            "speaker": msgspec.to_builtins(said.speaker) if said else None,
            "stance": said.stance if said else None,
            "verdict": one.verdict,
            "machine": msgspec.to_builtins(one.machine),
            "article": one.article,
            "statement_id": one.statement_id,
            "outlet": one.outlet,
            "coder": one.coder,
            "time": one.time,
            "drawn": one.drawn,
            "note": one.note,
        }
