"""An attribution as found in one sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from memcon.annotate.reading import Sentence
from memcon.model.record import Span, Withheld

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass
class Found:
    """Cue, source and words. ``speaker`` is the head token of the source, None where none is named; ``kind`` is class and frame."""

    sentence: Sentence
    cue: Token
    cue_span: Span
    speaker: Token | None
    content: list[Span]
    stance: str
    addressee: Token | None = None
    passive: bool = False
    kind: str = "say:quote"
    withheld: Withheld | None = None
