"""Names that say themselves what they are: parties called alike in many states, firms by their legal form."""

from __future__ import annotations

from memcon.register.identity import Identity, shown
from memcon.register.lists import word_set
from memcon.register.names import Word, fold
from memcon.register.register import Match


def is_plain(words: list[Word], head: Match) -> bool:
    """Whether a party's name is made of words that parties of many states are named by: "Social Democratic Party"."""
    return all(w.fold in word_set("parties") for w in words[head.first : head.last])


def is_plain_party(name: str) -> bool:
    """Whether parties of many states bear a name: "Labour Party", "Social Democrats"."""
    words = fold(name).split()
    return bool(words) and all(w in word_set("parties") for w in words)


def as_firm(words: list[Word], country: str | None) -> Identity | None:
    """A firm that the register does not know, by what the law makes it end in: "Alder Mining plc", "Nordwerk AG"."""
    if not 2 <= len(words) <= 6 or words[-1].fold not in word_set("firms") or not all(w.raw[:1].isupper() for w in words[:-1]):
        return None
    return Identity(shown(words, len(words)), "organisation", country, None, ("BUS",), basis="text", sure=False)
