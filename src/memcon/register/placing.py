"""Where an actor is of: towns and regions before and behind a noun."""

from __future__ import annotations

from memcon.register.lists import SOLE, word_set
from memcon.register.names import Word
from memcon.register.nounphrase import folded
from memcon.register.register import Match, Register

_LINKS = word_set("links")
_FOLLOWERS = word_set("follow")
_KNOWN_TOWN = 40_000  # inhabitants
_CITY = 1_000_000  # known before anybody who bears its name


def placed_by(register: Register, words: list[Word], matches: list[Match], head: Match, core_end: int) -> str | None:
    """The country of a town or region that stands right before a noun or behind its "of": "Basra protesters", "the governor of Osh"."""
    noun = words[head.last - 1].fold
    covered = {i for m in matches if not all(e.kind == "surname" for e in m.entries) for i in range(m.first, m.last)}
    if noun in _FOLLOWERS or noun.removesuffix("s") in _FOLLOWERS:
        return None
    for first in range(max(0, head.first - 3), head.first):
        found = town_of(register, words[first : head.first]) if not covered & set(range(first, head.first)) else None
        if found and (first == 0 or not words[first - 1].raw[:1].isupper() or first - 1 in covered):
            return found
    at = core_end
    while at < len(words) and words[at].fold in _LINKS | {"the"}:
        at += 1
    if at == core_end:
        return None
    for n in range(min(3, len(words) - at), 0, -1):
        if not covered & set(range(at, at + n)) and (found := town_of(register, words[at : at + n])):
            return found
    return None


def town_of(register: Register, words: list[Word]) -> str | None:
    """The country of the place that a few capitalised words name, where one is far larger than any other of that name."""
    if not words or not all(w.raw[:1].isupper() for w in words) or any(w.comma_after for w in words[:-1]):
        return None
    from memcon.register.gazetteer import load_gazetteer

    gazetteer = load_gazetteer()
    name = " ".join(w.fold for w in words)
    spots = [s for s in gazetteer.places(name) if s.country] if name not in gazetteer.everyday else []
    named = any(e.kind in ("surname", "person") for e in register.names.get(name, ()))
    if named and not (spots and spots[0].population >= _CITY):
        return None
    if spots:
        if regions := {s.country for s in spots if s.kind != "city"}:
            return regions.pop() if len(regions) == 1 else None
        if spots and spots[0].population >= _KNOWN_TOWN:
            others = [s.population for s in spots if s.country != spots[0].country]
            if not others or spots[0].population >= 2 * max(others):
                return spots[0].country
    if len(words) == 1 and len(name) >= 5:
        # "Dehli": two letters changed places
        swapped = {name[:i] + name[i + 1] + name[i] + name[i + 2 :] for i in range(1, len(name) - 1)} - {name}
        meant = {e.code for s in swapped for e in register.names.get(s, ()) if e.kind in ("city", "capital")}
        return meant.pop() if len(meant) == 1 else None
    return None


def local_place(register: Register, words: list[Word], matches: list[Match], core_end: int) -> str | None:
    """The province, city or people that an office is of, where it is of no whole state: "Chechen", "Texas"."""
    for inside in (True, False):
        placed = [m for m in matches if (m.first < core_end) is inside and m.of("state", "adjective", "capital", "city", "demonym")]
        if placed:
            name = folded(words, placed[-1 if inside else 0])
            local = name in register.regional or not placed[-1 if inside else 0].of("state", "adjective", "capital", "demonym")
            return name if local else None
    return None


def local_titles(register: Register, local: str, phrase: str) -> set[str]:
    """How an office of a province or people may be written in the register."""
    place = register.regional.get(local) or local
    words = SOLE.get(phrase, (phrase,))
    return {
        title
        for w in (*words, *(("president",) if phrase == "leader" else ()))
        for title in (f"{local} {w}", f"{place} {w}", f"{w} of {place}")
    }
