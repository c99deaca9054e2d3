"""Word classes, forms and lemmas by memory are those that the pipeline's own components give."""

from __future__ import annotations

from pathlib import Path

from memcon.annotate.attributes import Attributes
from memcon.annotate.parse import load_parser, parse_sentences
from memcon.casebook.parse import read_casebook

CASEBOOK = Path(__file__).parents[2] / "casebook"
# words of the pipeline's rules for two neighbours
PAIRS = [
    "There's no doubt that there are many, and there 's more.",
    "Let's go; they're gonna leave, we've got to stay, you ain't seen it, y'all come on, C'mon!",
    "But you did it, he'd had it, and what they have is what it does.",
]


def test_memory_agrees_with_the_components() -> None:
    texts = [*PAIRS, *(c.text for c in list(read_casebook(CASEBOOK))[::29])]
    nlp = load_parser()
    for _ in range(2):  # the second time everything is remembered
        for doc in parse_sentences(texts):
            other = nlp.make_doc(doc.text)
            for token in other[1:]:
                token.is_sent_start = False
            for _, component in nlp.pipeline:
                other = component(other)
            have = [(t.text, t.pos_, t.lemma_, str(t.morph)) for t in doc]
            assert have == [(t.text, t.pos_, t.lemma_, str(t.morph)) for t in other]


def test_memory_is_used_with_the_packaged_pipeline() -> None:
    assert Attributes(load_parser()).sure
