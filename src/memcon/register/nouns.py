"""Actors named by a common noun: "the Brazilian finance minister", "riot police", "NATO chief"."""

from __future__ import annotations

from dataclasses import replace

from memcon.model.record import ActorKind
from memcon.register.identity import Identity
from memcon.register.lists import word_set
from memcon.register.names import Word, fold
from memcon.register.nounphrase import folded, role_of
from memcon.register.register import Match, Office, Register
from memcon.register.tables import Agent
from memcon.register.tenure import holder_of, holding_identity, sectors_of

_FAITHS = word_set("faiths")
_FAITHFUL = word_set("faithful")
_GOVERNING = word_set("governing")
_TITLED = ("gov", "hog", "fin", "int", "jud", "cop", "spy", "mil")  # offices that the register may hold under any title


def as_chief(
    register: Register,
    words: list[Word],
    core: list[Match],
    m: Match,
    country: str | None,
    organisation: str | None,
    on: str | None,
    former: bool,
    name: str,
) -> Identity | None:
    """Who heads what is named: "NATO chief"; nobody where nothing is, for a head is also a part of the body."""
    if not country and not organisation:
        return None
    # "Russian museum director": of the museum, whatever that is
    direct = any(c.last == m.first for c in core) or (m.last < len(words) and m.first == 0)
    if organisation and on and not former:
        said = " ".join(w.fold for w in words)
        # "the UN humanitarian chief" is not the UN's
        titled = [h for h in register.holders(organisation, "gov", on) if fold(h.title) == said]
        held = titled or (register.holders(organisation, "sg", on) if direct else [])
        if held:
            return holding_identity(register, held[0], country, organisation, "chief")
    sectors = ("ELI",) if former else ("GOV",) if direct else ()
    return Identity(name, "unnamed", country, organisation, sectors, sure=direct, head=folded(words, m), former=former)


def heads_it(register: Register, organisation: str | None, title: str, on: str | None) -> bool:
    """Whether an organisation's head bears just this title on a day: "IMF managing director"."""
    return bool(organisation and on) and any(fold(h.title) == title for h in register.holders(organisation or "", "sg", on))


def with_breakaway(register: Register, words: list[Word], core: list[Match], found: Identity) -> Identity:
    """PLOVER's PRE beside the sector of an actor of a territory that few recognise."""
    if register.territories and any(folded(words, m) in register.territories for m in core):
        return replace(found, sectors=tuple(dict.fromkeys((*found.sectors, "PRE"))))
    return found


def with_faith(found: Identity, words: list[Word], head: Match) -> Identity:
    """A leader or community of believers is religious: "a prominent Jewish community leader"."""
    if words[head.last - 1].fold not in _FAITHFUL or found.former or found.person:
        return found
    if any(w.fold in _FAITHS for w in words[: head.last - 1]):
        return replace(found, sectors=("REL",), kind="group" if found.kind == "group" else "unnamed", office=None)
    return found


def as_told(
    register: Register, known: Identity, core: list[Match], country: str | None, organisation: str | None, former: bool
) -> Identity:
    """What the phrase says of a person goes before the register: "Lebanese Prime Minister X" is Lebanon's, whatever X was before."""
    role = role_of(core)
    if role is None or former or not (country or organisation) or (known.country == country and not known.former and known.sectors):
        return known
    if known.organisation is not None and known.organisation == organisation:
        return known
    told = as_agent(register, role, country, organisation, None, None, former, known.name)
    if not told.sectors:
        return known
    return replace(
        known,
        country=country,
        organisation=organisation,
        sectors=told.sectors,
        office=told.office,
        basis="text",
        head=told.head,
        former=False,
    )


def as_agent(
    register: Register,
    m: Match,
    country: str | None,
    organisation: str | None,
    on: str | None,
    inside: str | None,
    former: bool,
    name: str,
) -> Identity:
    """An actor named by a common noun: its sectors, and who held that office on the day where only one did."""
    office_entry, agent_entry = m.of("office"), m.of("agent")
    if office_entry and office_entry.ref.sector == "REL" and not organisation and on:  # type: ignore[union-attr]
        country = country or "VAT"  # there is one pope; but of a name that the register has not he may be a Copt
    country = country or (inside if not organisation else None)
    sectors: tuple[str, ...] = ()
    kind: ActorKind = "unnamed"
    phrase = None
    if office_entry and isinstance(office_entry.ref, Office):
        office = office_entry.ref
        sectors, kind, phrase = (office.sector,), "office", office.phrase
        home = country or organisation
        if home and on and not former:
            found = holder_of(register, home, office, on)
            if found:
                return Identity(
                    found.person,
                    "person",
                    country,
                    organisation,
                    sectors_of(register, found),
                    found.title or office.phrase,
                    found.person,
                    head=fold(office.phrase),
                )
    elif agent_entry and isinstance(agent_entry.ref, Agent):
        agent = agent_entry.ref
        sectors = agent.sectors
        phrase = agent.phrase
        if country and on and not former and agent.kind != "body":
            # "the Hong Kong chief executive", "the Brazilian health minister": where just one held an office of that very title
            titled = [h for o in _TITLED for h in register.holders(country, o, on, (fold(phrase),))]
            if len({h.person for h in titled}) == 1:
                return holding_identity(register, titled[0], country, organisation, fold(phrase))
        kind = {"person": "unnamed", "group": "group", "body": "organisation", "office": "office"}.get(agent.kind, "unnamed")  # type: ignore[assignment]
        if sectors[:1] == ("GOV",) and agent.kind == "body":
            kind = "government"
    if former and sectors and sectors[0] in _GOVERNING | {"OPP", "REB"}:
        sectors = ("ELI",)
    return Identity(
        name,
        kind,
        country,
        organisation,
        sectors,
        f"former {phrase}" if former and kind == "office" else (phrase if kind == "office" else None),
        head=fold(phrase) if phrase else None,
        former=former,
        sure=bool(country or organisation),
    )
