"""The parser's matrix products by numpy, three times as fast as by the BLIS that spaCy brings along.

Rows are multiplied in blocks of one size, the last filled up with zeros: what a word's sums come out as, to the last bit, does not depend
on how many other words are parsed with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from thinc.api import NumpyOps
from threadpoolctl import ThreadpoolController

if TYPE_CHECKING:
    from spacy.language import Language

BLOCK = 128  # rows


class Products(NumpyOps):  # type: ignore[misc]
    """thinc's operations with its own product of matrices."""

    def gemm(self, x: Any, y: Any, *, out: Any = None, trans1: bool = False, trans2: bool = False) -> Any:
        """The product of ``x`` and ``y`` (transposed where asked), two-dimensional arrays of float32."""
        if out is not None or trans1:
            return super().gemm(x, y, out=out, trans1=trans1, trans2=trans2)
        with one_thread():
            return by_blocks(x, y.T if trans2 else y)


def use_products(nlp: Language, components: tuple[str, ...]) -> None:
    """Have the models of some components of a pipeline multiply by `Products`."""
    products = Products()
    for name in components:
        for layer in nlp.get_pipe(name).model.walk():  # type: ignore[attr-defined]
            layer.ops = products


def by_blocks(x: Any, y: Any) -> Any:
    """``x @ y``, every row computed as one of `BLOCK`."""
    whole = len(x) - len(x) % BLOCK
    out = np.empty((len(x), y.shape[1]), dtype=x.dtype)
    for at in range(0, whole, BLOCK):
        np.matmul(x[at : at + BLOCK], y, out=out[at : at + BLOCK])
    if whole < len(x):
        last = np.zeros((BLOCK, x.shape[1]), dtype=x.dtype)
        last[: len(x) - whole] = x[whole:]
        out[whole:] = (last @ y)[: len(x) - whole]
    return out


@contextmanager
def one_thread() -> Iterator[None]:
    """Keep numpy's products on this thread: for ones as small as ours the others only burn time, a hundredfold on a busy machine."""
    before = [(library, library.num_threads) for library in _libraries()]
    for library, _ in before:
        library.set_num_threads(1)
    try:
        yield
    finally:
        for library, threads in before:
            library.set_num_threads(threads)


@lru_cache(maxsize=1)
def _libraries() -> list[Any]:
    return list(ThreadpoolController().select(user_api="blas").lib_controllers)
