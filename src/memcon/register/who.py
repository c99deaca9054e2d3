"""Who a phrase names, on a day: the state or organisation, the sector, the office and the person."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from memcon.model.record import ActorKind
from memcon.register.heads import head_of, part_of
from memcon.register.identity import Identity, shown
from memcon.register.lists import word_set
from memcon.register.names import Word, words_of, written
from memcon.register.nounphrase import (
    end_of_core,
    home_of,
    is_name_part,
    is_named_so,
    is_part,
    is_surname_of_body,
    is_surname_of_trade,
    joins_name,
    role_of,
)
from memcon.register.nouns import as_agent, as_told
from memcon.register.owners import owned_by
from memcon.register.parties import as_firm, is_plain_party
from memcon.register.persons import as_person, is_middle_named, person_of
from memcon.register.placing import placed_by
from memcon.register.ranks import spelt_out
from memcon.register.register import Register, load_register
from memcon.register.spellings import spelt_like
from memcon.register.tenure import holder_of

_ARTICLES = word_set("articles")
_FORMER = word_set("former")
_GENERIC = word_set("generic")
_GENERAL_OF = word_set("general_of")


def who(phrase: str, on: str | None = None, inside: str | None = None, register: Register | None = None) -> Identity | None:
    """Who ``phrase`` names on the ISO day ``on`` (None: latest known), or None where the register cannot say.

    ``inside`` is the state assumed where the phrase names none ("the president" in a Chilean paper).
    """
    if register is None:
        return _cached(phrase, on, inside)
    return _who(register, phrase, on, inside)


@lru_cache(maxsize=50_000)
def _cached(phrase: str, on: str | None, inside: str | None) -> Identity | None:
    return _who(load_register(), phrase, on, inside)


def _who(register: Register, phrase: str, on: str | None, inside: str | None) -> Identity | None:
    phrase = spelt_out(phrase)
    found = _read(register, phrase, on, inside)
    if found is not None and (found.basis != "text" or found.person is None or found.country is not None):
        return found
    words = words_of(phrase[:300])
    names = words if found is None else words[-len(words_of(found.person or "")) :]
    known = spelt_like(register, names)
    if known is None:
        return found
    again = _read(register, phrase[: names[0].start] + known + phrase[names[-1].end :], on, inside)
    return again if again is not None and again.person == known else found


def _read(register: Register, phrase: str, on: str | None, inside: str | None) -> Identity | None:
    """Who a phrase names where every name in it is spelt as in the register."""
    words = words_of(phrase[:300])
    while words and words[0].fold in _ARTICLES and len(words) > 1 and not words[0].raw.isupper() and not is_named_so(register, words):
        words = words[1:]
    if not words or len(words) > 40:
        return None
    matches = [m for m in register.find(words) if not is_name_part(m, words)]
    core_end = end_of_core(words, matches)
    core = [m for m in matches if m.first < core_end]
    former = any(w.fold in _FORMER for w in words[:core_end])
    country, organisation = home_of(register, words, matches, core_end)
    # a surname that turned out to be nobody known is part of a name, not the head
    heads = [m for m in core if any(e.kind not in ("person", "surname", "city") for e in m.entries)]
    head = core[-1] if core and (core[-1] in heads or len(heads) == 0) else (heads[-1] if heads else None)
    if head is None or all(e.kind == "city" for e in head.entries):
        return _some_of(register, words, core_end, on, inside) or as_firm(words[:core_end], country)
    titles = [m for m in core if m is not head] if is_surname_of_trade(words, head) else core
    if (role := role_of(titles)) is not None and is_surname_of_body(words, core, role, head):
        core, head = core[: core.index(head)], role  # "activist Anon Nampa" is no news agency
        country, organisation = home_of(register, words, [m for m in matches if m.first < role.last], core_end)
    if country is None and organisation is None and head.of("agent", "office", "body"):
        country = placed_by(register, words, matches, head, core_end)
    trailing = words[head.last : core_end]
    if len(trailing) == 1 and trailing[0].fold in _GENERIC and head.of("organisation", "body"):
        trailing = []  # "the ECOWAS bloc", "the Hamas movement"
    if (
        trailing
        and all(is_part(w.fold) and w.raw.islower() for w in trailing)
        and head.of("organisation", "body", "agent", "office", "person")
    ):
        return part_of(register, words, head, trailing, country, organisation, on, inside, former, core)
    named = [w for w, after in zip(trailing, [*trailing[1:], None]) if w.raw[:1].isupper() or (after and joins_name(w, after))]

    person = person_of(words, core, on, country)
    whole = next((m for m in reversed(core) if m.of("person")), None)
    if person and person[1] == "person" and whole and whole.last - whole.first >= 3 and core_end - whole.last == 1:
        if len(named) == len(trailing) and words[whole.last].raw[:1].isupper():
            trailing, named = [], []  # a name of three words and one more: "Luiz Inácio Lula da Silva", with a title or without
    if person and named and is_middle_named(words, core, core_end, person):
        trailing, named = [], []  # "Boris Nikolayevich Yeltsin"
    if person and (not named or all(any(m.first <= i < m.last for m in core) for i in range(head.last, core_end))):
        known = as_person(register, person[0], on, former, core)
        return as_told(register, known, core, country, organisation, former)
    if named and trailing[-1].fold in _GENERAL_OF and words[head.last - 1].fold == "general":
        return None  # "the General Border Committee" is no soldier
    if named and len(named) == len(trailing) and (role := role_of(core)):
        # a title before a name that the register does not know
        name = written(trailing)
        if any(m.first == role.last and m.of("state", "adjective", "capital", "city") for m in matches):
            # "Prime Minister Sabah al-Khalid" is nobody of Sabah
            name = written(words[role.last : core_end])
            country, organisation = home_of(register, words, [m for m in matches if m.first < role.last], core_end)
        owned = owned_by(register, words, matches, core, role, core_end, None, former)
        agent = as_agent(register, role, country, organisation, None, inside, former, name)
        if owned and owned.sectors:
            agent = replace(agent, country=owned.country or agent.country, organisation=owned.organisation, sectors=owned.sectors)
        return replace(agent, name=name, kind="person", person=name, basis="text")
    if trailing and not named:
        # "British experts", "Iranian oil": a modifier of a noun that is no actor we know
        return (
            None
            if not country
            else Identity(shown(words, core_end), "unnamed", country, organisation, (), sure=False, head=trailing[-1].fold)
        )
    if trailing:
        return None
    found = head_of(register, words, matches, core, head, core_end, country, organisation, on, inside, former)
    if found is not None and found.country is None and found.organisation is None and words[core_end - 1].fold in word_set("belonging"):
        # "supporters of Imran Khan" are Pakistan's
        whose = _whose(register, words, core_end, on, inside)
        if whose is not None:
            return replace(found, country=whose.country, organisation=None if whose.country else whose.organisation)
    return found


def _whose(register: Register, words: list[Word], core_end: int, on: str | None, inside: str | None) -> Identity | None:
    """Who stands behind the "of" of a noun phrase."""
    if core_end + 1 >= len(words) or words[core_end].fold != "of":
        return None
    return _who(register, " ".join(w.raw for w in words[core_end + 1 :]), on, inside)


def _some_of(register: Register, words: list[Word], core_end: int, on: str | None, inside: str | None) -> Identity | None:
    """'members of parliament', 'a group of Kenyan lawyers', 'the office of the president': some or a part of an actor."""
    noun = words[core_end - 1].fold
    if noun not in word_set("some"):
        return None
    whole = _whose(register, words, core_end, on, inside)
    if whole is None or whole.kind == "state" or not whole.sectors or (whole.kind == "person") != (noun == "office"):
        return None
    kind: ActorKind = "government" if noun == "office" else "group"
    return replace(whole, name=shown(words, len(words)), kind=kind, office=None, person=None, head=noun)


__all__ = ["Identity", "holder_of", "is_plain_party", "who"]
