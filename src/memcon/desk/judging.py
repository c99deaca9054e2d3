"""One statement with what it rests on, for coders; what `memcon.desk.reviewing` is to events."""

from __future__ import annotations

from typing import Any

from memcon.desk.reviewing import shown
from memcon.keep.store import Store
from memcon.model.errors import NotFound
from memcon.model.record import Record, Statement
from memcon.review import read
from memcon.review.gold import statement_rows
from memcon.review.log import latest
from memcon.review.statement import Said, StatementDecision, form_of, passage_of, said_of

__all__ = ["find_statement", "form", "gold", "said", "statement_page"]


def find_statement(store: Store, statement_id: str) -> tuple[Record, Statement]:
    """A statement and the record that holds it. Raises `NotFound`."""
    with store.connect() as connection:
        row = connection.execute("SELECT article_id FROM statements WHERE statement_id = ? LIMIT 1", [statement_id]).fetchone()
    for record in store.records([row[0]] if row else []):
        for statement in record.statements:
            if statement.id == statement_id:
                return record, statement
    raise NotFound("no such statement in the store", place=statement_id[:40])


def form(record: Record, statement: Statement) -> tuple[Said, str, dict[str, str]]:
    """The machine's fields, the passage that they point into, and both as the form shows them."""
    machine = said_of(record, statement)
    passage = record.article.text[slice(*passage_of(record, statement))]
    return machine, passage, form_of(machine, passage)


def statement_page(store: Store, record: Record, statement: Statement, coder: str | None) -> dict[str, Any]:
    """A statement, who speaks, of which events, and what was decided; blind until decided, as for events."""
    article, text = record.article, record.article.text
    decided = [d for d in latest(read(store.folder).statements) if d.statement_id == statement.id]
    blind = coder is not None and not any(d.coder == coder for d in decided)
    return {
        "statement": statement,
        "speaker": next((a for a in record.actors if a.id == statement.speaker), None),
        "source": text[slice(*statement.speaker_span)] if statement.speaker_span else None,
        "anonymity": text[slice(*statement.source.anonymity)] if statement.source and statement.source.anonymity else None,
        "cue": text[slice(*statement.cue)] if statement.cue else None,
        "words": [text[s:e] for s, e in statement.content],
        "article": {"id": article.id, "title": article.title, "outlet": article.outlet, "published": article.published},
        "events": [{"id": e.id, "type": e.type, "mode": e.mode, "status": e.status} for e in record.events if e.id in statement.events],
        "decisions": [] if blind else [said(d) for d in decided],
        "hidden": len(decided) if blind else 0,
    }


def said(one: StatementDecision) -> dict[str, Any]:
    """A decision as pages show it."""
    changed = []
    if one.verdict == "correct" and one.statement is not None:
        old, new = form_of(one.machine, one.passage), form_of(one.statement, one.passage)
        changed = [{"field": k, "from": shown(old[k] or None), "to": shown(new[k] or None)} for k in new if new[k] != old[k]]
    return {
        "coder": one.coder,
        "time": one.time,
        "verdict": one.verdict,
        "note": one.note,
        "statement_id": one.statement_id,
        "stance": one.machine.stance,
        "words": form_of(one.machine, one.passage)["content"],
        "changed": changed,
    }


def gold(store: Store, coder: str | None) -> list[dict[str, Any]]:
    """Each coder's newest word on a statement; a coder gets others' only of those that they have judged themselves."""
    words = latest(read(store.folder).statements)
    own = {d.statement_id for d in words if d.coder == coder}
    return list(statement_rows([d for d in words if coder is None or d.statement_id in own]))
