"""Names written another way than the register writes them: "Moqtada Sadr", "Muqtada al-Sadr"."""

from __future__ import annotations

import re

from memcon.register.lists import SAME_NAMES, SOUNDS, word_set
from memcon.register.names import Word, words_of
from memcon.register.register import PARTICLES, Register

_SILENT = word_set("silent")
_DOUBLE = re.compile(r"(.)\1")
_LEAST = 7  # letters: shorter names are too many people's


def spelt_like(register: Register, words: list[Word]) -> str | None:
    """How the register writes the one person whose name these words spell another way, or None."""
    if not 2 <= len(words) <= 5 or any(not w.raw[:1].isupper() and w.fold not in PARTICLES for w in words):
        return None
    if not register.spellings:
        register.spellings = _index(register)
    key = _key(words)
    names = register.spellings.get(key) if len(key) >= _LEAST else None
    return next(iter(names)) if names and len(names) == 1 else None


def _index(register: Register) -> dict[str, set[str]]:
    """Everybody of the register by the key of each of their names."""
    found: dict[str, set[str]] = {}
    for person in register.people.values():
        for name in (person.name, *person.aliases):
            if " " in name:
                found.setdefault(_key(words_of(name)), set()).add(person.name)
    return found


def _key(words: list[Word]) -> str:
    """What stays of a name when the ways to write one sound are one way, articles are silent and spaces fall."""
    return "".join(SAME_NAMES.get(w.fold) or _sound(w.fold) for w in words if w.fold not in _SILENT)


def _sound(word: str) -> str:
    for written, sound in SOUNDS:
        word = word.replace(written, sound)
    return _DOUBLE.sub(r"\1", word)
