"""memcon codes news reports into sourced records of political events.

``memcon.open_store(path)`` opens a store: its ``events(dyad="USA-VEN", …)`` are an Arrow table, with ``to_pandas()`` and ``to_polars()``;
its ``record(id)`` shows itself in a notebook as marked text. ``memcon.code_text(text)`` codes one report.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from memcon.face.code import code_text
    from memcon.face.store import Events, OpenStore, open_store
    from memcon.keep.query import Filter

__all__ = ["Events", "Filter", "OpenStore", "code_text", "open_store"]

_WHERE = {
    "code_text": "memcon.face.code",
    "Events": "memcon.face.store",
    "OpenStore": "memcon.face.store",
    "open_store": "memcon.face.store",
    "Filter": "memcon.keep.query",
}


def __getattr__(name: str) -> Any:
    # nothing is loaded before it is asked for: --help must come in a blink
    if name in _WHERE:
        from importlib import import_module

        return getattr(import_module(_WHERE[name]), name)
    raise AttributeError(f"module 'memcon' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
