"""One report of many: what breaks the reader is named, and does not end the run over the others."""

from __future__ import annotations

from typing import Any

from memcon.model.errors import MemconError, Uncodable
from memcon.model.record import Report
from memcon.read.bytes import read_bytes


def read_one(data: bytes, *, name: str, **options: Any) -> Report:
    """As `read_bytes`, and raises `Uncodable` where that fails in a way of its own: a defect of ours."""
    try:
        return read_bytes(data, name=name, **options)
    except MemconError:
        raise
    except Exception as error:
        raise Uncodable(f"reading failed ({type(error).__name__}: {error}); please report it with this text", place=name) from error
