"""Which code, lexicon, register and model made a coding: what the store keeps beside every record."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

_KNOWLEDGE = Path(__file__).parent / "knowledge"


def versions_of(lexicons: tuple[Path, ...] = (), fast: bool = False, min_confidence: float = 0.0) -> dict[str, str]:
    """Versions by part: the program's number, and content hashes of the data and the code that shape a record."""
    from importlib.metadata import version

    here = Path(__file__).parent
    found = {
        "program": version("memcon"),
        "code": _digest(tuple(sorted(here.rglob("*.py")))),
        "lexicon": _digest(tuple(sorted((_KNOWLEDGE / "lexicon").glob("*.toml")) + sorted(p for f in lexicons for p in f.glob("*.toml")))),
        "cues": _digest(tuple(sorted((_KNOWLEDGE / "cues").glob("*.toml")))),
        "register": _digest(tuple(sorted((_KNOWLEDGE / "register").rglob("*.csv")))),
        "model": "none" if fast else _digest(tuple(sorted((_KNOWLEDGE / "model").glob("*.onnx")))),
    }
    if min_confidence:
        found["min_confidence"] = str(min_confidence)
    return found


def coding_id(versions: dict[str, str]) -> str:
    """A short name for a set of versions."""
    return hashlib.sha256("\n".join(f"{k}={v}" for k, v in sorted(versions.items())).encode()).hexdigest()[:12]


@lru_cache(maxsize=16)
def _digest(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]
