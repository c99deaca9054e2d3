"""One coder's word on one statement: who says so, in which words, and what stance they take."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import get_args

import msgspec

from memcon.model.errors import BadOption
from memcon.model.record import Record, Span, Stance, Statement
from memcon.review.correct import parties, written
from memcon.review.decision import Party, Verdict, coder_name, kept_note, party_of, verdict_of

STANCES: tuple[str, ...] = get_args(Stance)
_LONGEST = 4000


class Said(msgspec.Struct, kw_only=True, frozen=True):
    """The fields of a statement that a coder judges. Spans are code points into the decision's passage."""

    speaker: Party | None = None
    stance: str = "states"
    source: Span | None = None
    cue: Span | None = None
    content: tuple[Span, ...] = ()


class StatementDecision(msgspec.Struct, kw_only=True, frozen=True):
    """A verdict on a statement with all that is needed to read it later.

    ``machine`` is the statement as the coder saw it; ``statement`` is what the coder holds to be right, None where nothing is (``reject``).
    """

    time: str
    coder: str
    article: str
    statement_id: str
    verdict: Verdict
    machine: Said
    statement: Said | None
    passage: str
    published: str | None = None
    outlet: str | None = None
    note: str | None = None
    drawn: bool = False

    @property
    def about(self) -> str:
        """The id of what was judged."""
        return self.statement_id

    @property
    def label(self) -> str:
        """The stance that the coder holds right; ``none`` where nothing is said."""
        return self.statement.stance if self.statement else "none"


def passage_of(record: Record, statement: Statement) -> Span:
    """The blocks that hold a statement, from the first to the last."""
    told = [s for s in (*statement.content, statement.cue, statement.speaker_span) if s]
    blocks = [b.span for b in record.article.blocks if any(b.span[0] < e and s < b.span[1] for s, e in told)]
    spans = [*blocks, *told] or [(0, 0)]
    return min(s for s, _ in spans), max(e for _, e in spans)


def said_of(record: Record, statement: Statement) -> Said:
    """The machine's statement in the shape that coders judge."""
    start, _ = passage_of(record, statement)
    speaker = next((a for a in record.actors if a.id == statement.speaker), None)

    def there(span: Span | None) -> Span | None:
        return (span[0] - start, span[1] - start) if span else None

    return Said(
        speaker=party_of(speaker) if speaker else None,
        stance=statement.stance,
        source=there(statement.speaker_span),
        cue=there(statement.cue),
        content=tuple((s - start, e - start) for s, e in statement.content),
    )


def form_of(said: Said, passage: str) -> dict[str, str]:
    """The fields as a form shows them; the words attributed stand a piece a line."""
    return {
        "speaker": written((said.speaker,)) if said.speaker else "",
        "stance": said.stance,
        "source": _words(passage, said.source),
        "cue": _words(passage, said.cue),
        "content": "\n".join(_words(passage, s) for s in said.content),
    }


def corrected_statement(machine: Said, passage: str, form: Mapping[str, str]) -> Said:
    """The machine's fields with what the form changes. Raises `BadOption`, naming the field."""
    shown = form_of(machine, passage)

    def changed(name: str) -> str | None:
        given = form.get(name, shown[name])
        lines = [" ".join(line.split()) for line in given[:_LONGEST].splitlines()]
        told = "\n".join(line for line in lines if line)
        return None if told == shown[name] else told

    new = machine
    if (stance := changed("stance")) is not None:
        if stance not in STANCES:
            raise BadOption(f"no stance '{stance[:20]}'; use {', '.join(STANCES)}")
        new = msgspec.structs.replace(new, stance=stance)
    if (speaker := changed("speaker")) is not None:
        who = parties(speaker)
        if len(who) > 1:
            raise BadOption("a statement has one speaker; write name|CODE SECTOR")
        new = msgspec.structs.replace(new, speaker=who[0] if who else None)
    near = machine.content[0][0] if machine.content else 0
    if (content := changed("content")) is not None:
        if not content:
            raise BadOption("a statement needs words; reject it where nothing is said")
        new = msgspec.structs.replace(new, content=tuple(_find(passage, line, near) for line in content.split("\n")))
    if (cue := changed("cue")) is not None:
        new = msgspec.structs.replace(new, cue=_find(passage, cue, near) if cue else None)
    if (source := changed("source")) is not None:
        new = msgspec.structs.replace(new, source=_find(passage, source, near) if source else None)
    return new


def decide_statement(
    record: Record, statement_id: str, coder: str, verdict: str, corrected: Said | None = None, note: str = "", drawn: bool = False
) -> StatementDecision:
    """A decision on one of a record's statements. Raises `BadOption` for a verdict that says nothing or contradicts itself."""
    statement = next((s for s in record.statements if s.id == statement_id), None)
    if statement is None:
        raise BadOption("the article has no such statement", place=statement_id[:40])
    name, known, machine = coder_name(coder), verdict_of(verdict), said_of(record, statement)
    if known == "correct" and (corrected is None or corrected == machine):
        raise BadOption("nothing was changed; accept the statement instead")
    return StatementDecision(
        time=datetime.now(UTC).isoformat(timespec="microseconds"),
        coder=name,
        article=record.article.id,
        statement_id=statement.id,
        verdict=known,
        machine=machine,
        statement={"accept": machine, "correct": corrected, "reject": None}[known],
        passage=record.article.text[slice(*passage_of(record, statement))],
        published=record.article.published,
        outlet=record.article.outlet,
        note=kept_note(note),
        drawn=drawn,
    )


def _words(passage: str, span: Span | None) -> str:
    return " ".join(passage[slice(*span)].split()) if span else ""


def _find(passage: str, words: str, near: int) -> Span:
    """Where words stand in the passage, nearest to a point; white space may differ."""
    found = [m.span() for m in re.finditer(r"\s+".join(map(re.escape, words.split())), passage)]
    if not found:
        raise BadOption(f"'{words[:60]}' does not stand in the passage; copy the words as they are")
    return min(found, key=lambda s: abs(s[0] - near))
