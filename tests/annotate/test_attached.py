"""A name behind the place where an office is held."""

from __future__ import annotations

import pytest

from memcon.annotate.parse import parse_sentences

# (sentence, last word of the name, what it stands beside)
BESIDE = [
    ("Germany's ambassador to Zagreb, Christian Exempel, met the minister on Sunday.", "Exempel", "ambassador"),
    ("The EU envoy to Juba, South Sudan, met the rebels on Sunday.", "Sudan", "Juba"),
]


@pytest.mark.parametrize(("text", "word", "head"), BESIDE, ids=[b[1] for b in BESIDE])
def test_a_name_is_the_envoy_s(text: str, word: str, head: str) -> None:
    doc = next(iter(parse_sentences([text])))
    assert next(t for t in doc if t.text == word).head.text == head
