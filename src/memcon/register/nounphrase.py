"""The parts of a phrase: where its noun phrase ends, whose it is, and which of its names count."""

from __future__ import annotations

from memcon.register.lists import word_set
from memcon.register.names import Word
from memcon.register.register import PARTICLES, Match, Register

_STOP = word_set("stops")
_SURNAMES = word_set("surnames")
_LINKS = word_set("links")
_COMPOUND = word_set("compounds")
_PLACED = word_set("placed")
_LEANING = word_set("leaning")
_SPEAKERS = word_set("speakers")
_MANY_HOMES = word_set("many_homes")
_PARTS = word_set("parts")
_CITY_BODIES = word_set("city_bodies")


def is_surname_of_body(words: list[Word], core: list[Match], role: Match, head: Match) -> bool:
    """Whether a body's one-word name stands behind a title and a first name, and so is a surname."""
    if (
        head.last - head.first != 1
        or not (is_surname_of_trade(words, head) or (head.of("body", "organisation") and not head.of("surname")))
        or head.of("person")
        or words[head.first].raw.isupper()
    ):
        return False
    if role.last != head.first - 1 or words[role.last - 1].comma_after:
        return False
    given = words[head.first - 1]
    return (
        given.raw[:1].isupper()
        and not given.raw.isupper()
        and not given.possessive
        and not given.comma_after
        and not any(m.first <= head.first - 1 < m.last for m in core)
    )


def is_surname_of_trade(words: list[Word], head: Match) -> bool:
    """Whether a word is a trade that many are called by, written as a name: "Miller"."""
    return head.last - head.first == 1 and words[head.first].fold in _SURNAMES and words[head.first].raw.istitle()


def joins_name(word: Word, after: Word) -> bool:
    """Whether a small word joins the parts of a name: "Fahad al-Mutlaq", "Jan van der Berg"."""
    return word.fold in PARTICLES and (after.raw[:1].isupper() or after.fold in PARTICLES)


def is_named_so(register: Register, words: list[Word]) -> bool:
    """Whether the article or number before a phrase belongs to a name: "Five Star Movement"."""
    return words[0].raw[:1].isupper() and any(m.first == 0 and m.last > 1 for m in register.find(words))


def is_part(word: str) -> bool:
    return word in _PARTS or word.removesuffix("s") in _PARTS


def is_name_part(m: Match, words: list[Word]) -> bool:
    """Whether a city's name is part of a longer name or a name by itself, and so places nobody: "Victoria Smith", "Sydney"."""
    if any(e.kind != "city" for e in m.entries):
        return False
    after = words[m.last] if m.last < len(words) else None
    before = words[m.first - 1] if m.first else None
    if before is not None and not before.comma_after and before.fold not in _LINKS and before.raw[:1].isupper():
        return True
    if after is None or words[m.last - 1].comma_after:
        return before is None or before.fold not in _LINKS
    return after.raw[:1].isupper() and after.fold not in _CITY_BODIES


def folded(words: list[Word], m: Match) -> str:
    return " ".join(w.fold for w in words[m.first : m.last])


def adjective_before(words: list[Word], matches: list[Match], head: Match) -> str | None:
    """The state whose adjective or name stands right before a body's name."""
    for m in matches:
        if m.last == head.first and not words[m.last - 1].comma_after and (entry := m.of("adjective", "state")):
            return entry.code
    return None


def end_of_core(words: list[Word], matches: list[Match]) -> int:
    """Where the noun phrase proper ends: before the first preposition or comma that no name covers."""
    covered = {i for m in matches if not all(e.kind == "surname" for e in m.entries) for i in range(m.first, m.last)}
    ends = {m.last for m in matches if m.of("agent", "office", "body")}
    for i, word in enumerate(words):
        if i in ends and word.fold == "and" and i + 1 < len(words) and i + 1 not in covered and words[i + 1].raw.islower():
            return i  # "the palace and garden of the king": the second noun says nothing that we know
        if i and i not in covered and word.fold in _STOP and not word.hyphen_before:
            return i
        if word.comma_after and i + 1 < len(words) and i + 1 not in covered:
            return i + 1
        if word.comma_after and not any(m.first <= i and i + 1 < m.last for m in matches):
            return i + 1
    return len(words)


def home_of(register: Register, words: list[Word], matches: list[Match], core_end: int) -> tuple[str | None, str | None]:
    """The state and the organisation that modify the head: the last in the noun phrase, else 'of/in/from X' behind it."""
    country = organisation = None
    for m in matches:
        if m.first >= core_end:
            break
        after = words[m.last].fold if m.last < len(words) else ""
        if words[m.last - 1].hyphen_after and after in _COMPOUND - _PLACED:
            continue
        if m.first and words[m.first].hyphen_before and words[m.first - 1].fold in _LEANING:
            continue  # "pro-Iranian militias" are not Iran's
        if entry := m.of("state", "adjective", "demonym", "capital", "seat"):
            if m.last < core_end or m.last - m.first >= 1:
                country = entry.code
        elif (entry := m.of("body")) and m.last < core_end:
            country = register.state_code(entry.code) or country
        elif (entry := m.of("organisation")) and m.last < core_end:
            organisation = entry.code
        elif (entry := m.of("city")) and m.last < core_end and country is None:
            country = entry.code
    if country and organisation is None and (living := _where_people_live(register, words, matches, core_end)):
        return living, None
    if country or organisation:
        return country, organisation
    for m in matches:
        if m.first < core_end:
            continue
        links = {w.fold for w in words[core_end : m.first]}
        speaks = words[core_end - 1].fold in _SPEAKERS and links & {"for", "to"}
        if not links & _LINKS and not speaks and words[core_end - 1].comma_after is False:
            continue
        after = words[m.last].fold if m.last < len(words) else ""
        if words[m.last - 1].hyphen_after and after in _COMPOUND:
            continue
        if entry := m.of("state", "adjective", "capital", "seat", "city"):
            return entry.code, None
        if entry := m.of("organisation"):
            return None, entry.code
        if (entry := m.of("body")) and register.state_code(entry.code):
            return entry.code, None
    return None, None


def _where_people_live(register: Register, words: list[Word], matches: list[Match], core_end: int) -> str | None:
    """The state behind the "in" of a people's noun phrase: "the Tuareg rebels in Niger" are Niger's, though most Tuareg are Mali's."""
    inside = [m for m in matches if m.first < core_end and m.of("state", "adjective", "demonym", "capital", "seat")]
    if len(inside) != 1 or folded(words, inside[0]) not in _MANY_HOMES or core_end >= len(words) or words[core_end].fold != "in":
        return None
    for m in matches:
        if m.first == core_end + 1 and (entry := m.of("state")):
            return entry.code
    return None


def role_of(core: list[Match]) -> Match | None:
    return next((m for m in reversed(core) if m.of("agent", "office")), None)
