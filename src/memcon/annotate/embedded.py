"""Word vectors by memory: what the parser's model makes of a word before it looks at the neighbours is computed once a word.

The model's first layers see a word's form, its norm and whether a space follows it, and take two fifths of the model's time.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from thinc.api import Model

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_SEEN: list[int | str] = ["ORTH", "NORM", "SPACY"]
_MOST = 100_000  # words remembered, 96 numbers each: 38 MB


class Embedded:
    """Rows of the layer ``embed`` for documents, exactly as it would give them, by memory."""

    def __init__(self, embed: Any) -> None:
        self.embed = embed
        self.places: dict[tuple[int, ...], int] = {}
        self.rows: Any = np.empty((1024, embed.get_dim("nO")), dtype=np.float32)

    def of(self, docs: Sequence[Doc]) -> list[Any]:
        """One array a document, a row a word."""
        if len(self.places) > _MOST:
            self.places.clear()
        keys: list[list[tuple[int, ...]]] = [[tuple(row) for row in doc.to_array(_SEEN).tolist()] for doc in docs]
        new = list(dict.fromkeys(key for its in keys for key in its if key not in self.places))
        if new:
            self._learn(docs[0].vocab, new)
        return [self.rows[[self.places[key] for key in its]] for its in keys]

    def _learn(self, vocab: Any, keys: list[tuple[int, ...]]) -> None:
        from spacy.tokens import Doc

        doc = Doc(vocab, words=[vocab.strings[orth] for orth, _, _ in keys], spaces=[bool(space) for _, _, space in keys])
        for token, (_, norm, _) in zip(doc, keys, strict=True):
            token.norm_ = vocab.strings[norm]
        at = len(self.places)
        while at + len(keys) > len(self.rows):
            self.rows = np.concatenate([self.rows, np.empty_like(self.rows)])
        self.rows[at : at + len(keys)] = self.embed.predict([doc])[0]
        self.places.update(zip(keys, range(at, at + len(keys)), strict=True))


def remember_words(nlp: Language) -> None:
    """Put a memory before the first layers of a pipeline's shared model, which can then parse and no longer learn."""
    model = nlp.get_pipe("tok2vec").model  # type: ignore[attr-defined]
    known = Embedded(model.layers[0])
    model.layers[0] = Model("embedded", lambda _, docs, is_train: (known.of(docs), None))
