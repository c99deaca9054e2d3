"""Words quoted that judge by themselves: 'spoke of "a brutal attack"', 'the ruling, he declared, was "shameful"'."""

from __future__ import annotations

from memcon.annotate.reading import Reading
from memcon.attribute.lookup import tokens_of
from memcon.attribute.said import Said
from memcon.attribute.stance import load_stances
from memcon.model.record import Stance

_LONGEST = 14  # tokens of a quotation that is one judgement
_NO = {"no", "not", "n't", "n’t", "never", "without", "neither", "nor", "against"}


def judged(reading: Reading, said: Said) -> Stance | None:
    """``criticises`` or ``praises`` where a short quotation inside the report's own sentence calls something so, else None."""
    known = load_stances().described
    for quote in said.quotes:
        tokens = [t for t in tokens_of(reading, quote) if not t.is_punct]
        if not tokens or len(tokens) > _LONGEST or any(t.lower_ in _NO for t in tokens):
            continue
        for token in tokens:
            stance = known.get(token.lemma_.lower(), "")
            if stance in ("criticises", "praises"):
                return stance  # type: ignore[return-value]
    return None
