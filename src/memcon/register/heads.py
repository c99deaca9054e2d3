"""Who the last name or noun of a phrase is, and parts of them."""

from __future__ import annotations

from dataclasses import replace

from memcon.model.record import ActorKind
from memcon.register.identity import Identity, shown
from memcon.register.lists import word_set
from memcon.register.names import Word
from memcon.register.nounphrase import adjective_before, folded
from memcon.register.nouns import as_agent, as_chief, heads_it, with_breakaway, with_faith
from memcon.register.owners import owned_by
from memcon.register.parties import is_plain
from memcon.register.persons import as_person
from memcon.register.placing import local_place, local_titles
from memcon.register.register import Match, Office, Person, Register
from memcon.register.tables import Agent, Body, Organisation
from memcon.register.tenure import holder_titled, holding_identity

_COMMON = word_set("common")


def head_of(
    register: Register,
    words: list[Word],
    matches: list[Match],
    core: list[Match],
    head: Match,
    core_end: int,
    country: str | None,
    organisation: str | None,
    on: str | None,
    inside: str | None,
    former: bool,
) -> Identity | None:
    """Who the last name or noun of the phrase is."""
    display = shown(words, core_end)
    if any(e.kind in ("state", "capital") for e in head.entries) and folded(words, head) in register.territories:
        return Identity(display, "state", next(e.code for e in head.entries), None, ("PRE",))
    for entry in head.entries:
        ref = entry.ref
        if isinstance(ref, Organisation):
            own_sector: tuple[str, ...] = (ref.sector,) if ref.sector else ()
            return Identity(ref.name, "organisation", ref.country or None, ref.code, own_sector)
        if isinstance(ref, Body):
            if ref.kind == "party" and country != ref.country and (country or inside) and is_plain(words, head):
                # of many states: "Labour Party of Norway", "Social Democratic Party" in a Romanian report
                home = country or inside
                own = next((e.ref for e in head.entries if isinstance(e.ref, Body) and e.ref.country == home), None)
                return Identity(own.name if own else display, "organisation", home, None, own.sectors if own else ref.sectors)
            kind: ActorKind = "group" if ref.kind in ("armed", "movement", "group") else "organisation"
            adjective = adjective_before(words, matches, head)
            if adjective and ref.kind in _COMMON and adjective != ref.country:
                return Identity(display, kind, adjective, None, ref.sectors)
            return Identity(ref.name, kind, register.state_code(ref.country) or country, None, ref.sectors)
        if isinstance(ref, (Agent, Office)):
            owned = owned_by(register, words, matches, core, head, core_end, on, former)
            if owned:
                return owned
            if isinstance(ref, Agent) and (ref.kind == "role" or heads_it(register, organisation, folded(words, head), on)):
                return as_chief(register, words, core, head, country, organisation, on, former, display)
            local = local_place(register, words, matches, core_end)
            if local and country and not former:
                titled = holder_titled(register, country, local_titles(register, local, folded(words, head)), on)
                if titled:
                    return holding_identity(register, titled, country, None, folded(words, head))
            found = as_agent(register, head, country, organisation, None if local else on, inside, former, display)
            return with_faith(with_breakaway(register, words, core, found), words, head)
        if entry.kind == "seat":
            return Identity(ref.name, "government", entry.code, None, ("GOV",))
        if entry.kind == "capital":
            return Identity(
                words[head.first].raw if head.last - head.first == 1 else ref.name, "government", entry.code, None, ("GOV",), sure=False
            )
        if entry.kind == "state":
            return Identity(ref.name, "state", entry.code)
        if entry.kind == "demonym":
            return Identity(display, "group", entry.code, None, ("CVL",), head="people")
    if entry_adj := head.of("adjective"):
        state = register.states[entry_adj.code]
        return Identity(state.name, "state", entry_adj.code, sure=False)
    return None


def part_of(
    register: Register,
    words: list[Word],
    head: Match,
    trailing: list[Word],
    country: str | None,
    organisation: str | None,
    on: str | None,
    inside: str | None,
    former: bool,
    core: list[Match],
) -> Identity | None:
    """A part of an actor, or somebody of it: "two gang confederations", "army accountant", "the president's office"."""
    end = head.last + len(trailing)
    if entry := head.of("person"):
        person = entry.ref
        assert isinstance(person, Person)
        whole: Identity | None = as_person(register, person, on, former, core)
    else:
        whole = head_of(register, words, core, core, head, head.last, country, organisation, None, inside, former)
    if whole is None:
        return None
    kind: ActorKind = "government" if whole.sectors[:1] == ("GOV",) and trailing[-1].fold in ("office", "offices") else "group"
    return replace(
        whole,
        name=shown(words, end),
        kind=kind,
        office=None,
        person=None,
        head=trailing[-1].fold,
        sure=bool(whole.country or whole.organisation),
    )
