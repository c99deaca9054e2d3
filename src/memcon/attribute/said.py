"""A statement while it is being attributed: entities by index, spans on the article's text."""

from __future__ import annotations

from dataclasses import dataclass, field

from memcon.model.record import Channel, Form, Source, SourceKind, Span, Stance, Withheld


@dataclass
class Said:
    """Who says what, in whose words; ``drafts`` are positions in the list of the article's coded acts."""

    content: list[Span]
    speaker: int | None = None
    speaker_span: Span | None = None
    source_kind: SourceKind = "unattributed"
    form: Form = "indirect"
    cue: Span | None = None
    quotes: list[Span] = field(default_factory=list)
    channel: Channel | None = None
    addressee: int | None = None
    stance: Stance = "states"
    drafts: list[int] = field(default_factory=list)
    kind: str = ""
    withheld: Withheld | None = None
    source: Source | None = None
    granted: list[int] = field(default_factory=list)  # acts that it takes for done, whatever it says of them: 'rejected the accusation'
