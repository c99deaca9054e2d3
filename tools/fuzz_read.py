"""Feed the reader bytes that atheris makes up: ``pip install atheris``, then ``python tools/fuzz_read.py -max_total_time=300 CORPUS``.

Anything but a report or a named error is a crash; so is a block whose span is not exact.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["memcon"]):
    from memcon import read
    from memcon.model.errors import MemconError


def one(data: bytes) -> None:
    """Read one input."""
    try:
        report = read.read_bytes(data)
    except MemconError as error:
        assert "\n" not in error.line()
        return
    at, text = 0, report.article.text
    for block in report.article.blocks:
        assert at <= block.span[0] < block.span[1] <= len(text)
        at = block.span[1]


if __name__ == "__main__":
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
