"""Products by blocks: right, the same for a row whatever stands beside it, and on one thread."""

from __future__ import annotations

import numpy as np
from threadpoolctl import ThreadpoolController

from memcon.annotate.parse import parse_sentences
from memcon.annotate.products import BLOCK, by_blocks, one_thread

SENTENCES = [
    "Ministers met in Quito on Friday.",
    "“We will not go,” said the envoy.",
    "Troops shelled the town, killing 12 people, officials said.",
]


def test_rows_do_not_depend_on_their_neighbours() -> None:
    random = np.random.default_rng(7)
    x = random.standard_normal((3 * BLOCK + 5, 288), dtype=np.float32)
    y = random.standard_normal((288, 96), dtype=np.float32)
    whole = by_blocks(x, y)
    assert np.allclose(whole, x.astype(np.float64) @ y.astype(np.float64), atol=1e-3)
    for rows in (1, 2, 17, BLOCK, BLOCK + 1):
        assert np.array_equal(by_blocks(x[9 : 9 + rows], y), whole[9 : 9 + rows])
    assert by_blocks(x[:0], y).shape == (0, 96)


def test_a_parse_does_not_depend_on_its_batch() -> None:
    together = list(parse_sentences(SENTENCES * 9))
    for text, doc in zip(SENTENCES, together, strict=False):
        (alone,) = parse_sentences([text])
        assert np.array_equal(alone.tensor, doc.tensor)


def test_threads_are_given_back() -> None:
    def threads() -> list[int]:
        return [library["num_threads"] for library in ThreadpoolController().select(user_api="blas").info()]

    before = threads()
    with one_thread():
        assert set(threads()) <= {1}
    assert threads() == before
