"""Remembered word vectors are those that the model's own layers give, to the last bit."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from memcon.annotate.embedded import Embedded
from memcon.annotate.parse import load_parser, load_pipeline
from memcon.annotate.products import use_products
from memcon.casebook.parse import read_casebook

CASEBOOK = Path(__file__).parents[2] / "casebook"


def test_memory_agrees_with_the_layers() -> None:
    nlp = load_pipeline(("ner", "senter", "tagger", "parser"))
    use_products(nlp, ("tok2vec",))
    layers = nlp.get_pipe("tok2vec").model.layers[0]  # type: ignore[attr-defined]
    known = Embedded(layers)
    texts = ["It isn't theirs; they can't, won't and didn't.  Two spaces\nand a break", "", "(He'd go.)"]
    texts += [c.text for c in list(read_casebook(CASEBOOK))[::29]]
    docs = [nlp.make_doc(text) for text in texts]
    for _ in range(2):  # the second time everything is remembered
        for have, want in zip(known.of(docs), layers.predict(docs), strict=True):
            assert np.array_equal(have, want)


def test_the_parser_remembers() -> None:
    assert load_parser().get_pipe("tok2vec").model.layers[0].name == "embedded"  # type: ignore[attr-defined]
