"""Who a phrase names, on a day: the state or organisation, the sector, the office and the person."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from memcon.model.record import ActorKind
from memcon.register.names import Word, fold, words_of
from memcon.register.register import City, Entry, Match, Office, Person, Register, load_register
from memcon.register.tables import Agent, Body, Holding, Organisation, State

_STOP = {
    "of",
    "in",
    "from",
    "for",
    "at",
    "to",
    "on",
    "with",
    "by",
    "who",
    "which",
    "that",
    "against",
    "near",
    "under",
    "over",
    "after",
    "where",
    "whose",
    "during",
    "inside",
    "outside",
    "across",
    "around",
    "loyal",
    "based",
    "including",
}
_SPEAKERS = {
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "lawyer",
    "adviser",
    "advisor",
    "ambassador",
    "envoy",
    "lobbyist",
    "negotiator",
    "aide",
}
_GENERIC = {
    "bloc",
    "group",
    "alliance",
    "movement",
    "organisation",
    "organization",
    "militia",
    "agency",
    "militants",
    "fighters",
    "rebels",
    "party",
}
_LINKS = {"of", "in", "from", "inside", "across", "based", "near", "at", "around"}
_COMPOUND = {
    "backed",
    "led",
    "allied",
    "funded",
    "aligned",
    "supported",
    "sponsored",
    "trained",
    "made",
    "born",
    "based",
    "controlled",
    "occupied",
    "held",
    "brokered",
    "mediated",
    "imposed",
    "supplied",
    "speaking",
    "run",
    "owned",
}
_PLACED = {"based", "controlled", "occupied", "held", "run", "owned", "born"}
_FORMER = {"former", "ex", "ousted", "deposed", "late", "exiled", "onetime", "erstwhile", "retired", "outgoing_"}
_ACTING = {"acting", "interim", "transitional", "caretaker", "current", "new", "newly", "incoming", "outgoing", "de", "facto"}
_ARTICLES = {
    "the",
    "a",
    "an",
    "some",
    "several",
    "many",
    "two",
    "three",
    "four",
    "five",
    "hundreds",
    "thousands",
    "dozens",
    "tens",
    "both",
    "all",
    "his",
    "her",
    "their",
    "its",
}
_RANK = {
    "hos": 0,
    "leader": 1,
    "hog": 0,
    "sg": 1,
    "vp": 2,
    "fm": 2,
    "dm": 3,
    "opp": 3,
    "fin": 4,
    "int": 4,
    "spk": 4,
    "mil": 4,
    "spx": 5,
    "amb": 5,
    "gov": 5,
    "leg": 5,
    "reb": 2,
    "crm": 4,
    "rel": 2,
    "spy": 4,
    "jud": 4,
    "cop": 5,
}
_SECTOR = {
    "spk": "LEG",
    "leg": "LEG",
    "opp": "OPP",
    "mil": "MIL",
    "reb": "REB",
    "rel": "REL",
    "spy": "SPY",
    "jud": "JUD",
    "cop": "COP",
    "crm": "CRM",
}
_GOVERNING = {"GOV", "MIL", "LEG", "JUD", "COP", "SPY"}


@dataclass(frozen=True)
class Identity:
    """Who somebody is on a day. ``head`` is the folded common noun that names them, if any."""

    name: str
    kind: ActorKind
    country: str | None = None
    organisation: str | None = None
    sectors: tuple[str, ...] = ()
    office: str | None = None
    person: str | None = None
    basis: str | None = "register"
    head: str | None = None
    former: bool = False
    sure: bool = True

    @property
    def sector(self) -> str | None:
        """The primary PLOVER sector."""
        return self.sectors[0] if self.sectors else None


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
    words = words_of(phrase[:300])
    while words and words[0].fold in _ARTICLES and len(words) > 1 and not words[0].raw.isupper():
        words = words[1:]
    if not words or len(words) > 40:
        return None
    matches = register.find(words)
    core_end = _core_end(words, matches)
    core = [m for m in matches if m.first < core_end]
    former = any(w.fold in _FORMER for w in words[:core_end])
    country, organisation = _home(register, words, matches, core_end)
    # a surname that turned out to be nobody known is part of a name, not the head
    heads = [m for m in core if any(e.kind not in ("person", "surname") for e in m.entries)]
    head = core[-1] if core and (core[-1] in heads or len(heads) == 0) else (heads[-1] if heads else None)
    if head is None:
        return None
    trailing = words[head.last : core_end]
    if len(trailing) == 1 and trailing[0].fold in _GENERIC and head.of("organisation", "body"):
        trailing = []  # "the ECOWAS bloc", "the Hamas movement"
    named = [w for w in trailing if w.raw[:1].isupper() and not w.raw.islower()]

    person = _person(core, on, country)
    if person and (not named or all(any(m.first <= i < m.last for m in core) for i in range(head.last, core_end))):
        known = _as_person(person[0], person[1], on, former, core)
        return _as_told(register, known, core, country, organisation, former)
    if named and len(named) == len(trailing) and (role := _role(core)):
        # a title before a name that the register does not know
        name = " ".join(w.raw for w in trailing)
        agent = _agent(register, role, country, organisation, None, inside, former, name)
        return replace(agent, name=name, kind="person", person=name, basis="text")
    if trailing and not named:
        # "British experts", "Iranian oil": a modifier of a noun that is no actor we know
        return (
            None
            if not country
            else Identity(_display(words, core_end), "unnamed", country, organisation, (), sure=False, head=trailing[-1].fold)
        )
    if trailing:
        return None
    for entry in head.entries:
        ref = entry.ref
        if isinstance(ref, Organisation):
            own_sector: tuple[str, ...] = (ref.sector,) if ref.sector else ()
            return Identity(ref.name, "organisation", ref.country or None, ref.code, own_sector)
        if isinstance(ref, Body):
            kind: ActorKind = "group" if ref.kind in ("armed", "movement", "group") else "organisation"
            return Identity(ref.name, kind, _own(ref.country) or country, None, ref.sectors)
        if isinstance(ref, (Agent, Office)):
            return _agent(register, head, country, organisation, on, inside, former, _display(words, core_end))
        if entry.kind == "seat":
            return Identity(ref.name, "government", entry.code, None, ("GOV",))
        if entry.kind == "capital":
            return Identity(
                words[head.first].raw if head.last - head.first == 1 else ref.name, "government", entry.code, None, ("GOV",), sure=False
            )
        if entry.kind == "state":
            return Identity(ref.name, "state", entry.code)
        if entry.kind == "demonym":
            return Identity(_display(words, core_end), "group", entry.code, None, ("CVL",), head="people")
        if entry.kind == "city":
            return Identity(ref.name, "unnamed", entry.code, sure=False)
    if entry_adj := head.of("adjective"):
        state = register.states[entry_adj.code]
        return Identity(state.name, "state", entry_adj.code, sure=False)
    return None


def _own(country: str) -> str | None:
    return country if len(country) == 3 and country.isupper() else None


def _core_end(words: list[Word], matches: list[Match]) -> int:
    """Where the noun phrase proper ends: before the first preposition or comma that no name covers."""
    covered = {i for m in matches for i in range(m.first, m.last)}
    for i, word in enumerate(words):
        if i and i not in covered and word.fold in _STOP and not word.hyphen_before:
            return i
        if word.comma_after and i + 1 < len(words) and i + 1 not in covered:
            return i + 1
        if word.comma_after and not any(m.first <= i and i + 1 < m.last for m in matches):
            return i + 1
    return len(words)


def _home(register: Register, words: list[Word], matches: list[Match], core_end: int) -> tuple[str | None, str | None]:
    """The state and the organisation that modify the head: the last in the noun phrase, else 'of/in/from X' behind it."""
    country = organisation = None
    for m in matches:
        if m.first >= core_end:
            break
        after = words[m.last].fold if m.last < len(words) else ""
        if words[m.last - 1].hyphen_after and after in _COMPOUND - _PLACED:
            continue
        if entry := m.of("state", "adjective", "demonym", "capital", "seat"):
            if m.last < core_end or m.last - m.first >= 1:
                country = entry.code
        elif (entry := m.of("body")) and m.last < core_end:
            country = _own(entry.code) or country
        elif (entry := m.of("organisation")) and m.last < core_end:
            organisation = entry.code
        elif (entry := m.of("city")) and m.last < core_end and country is None:
            country = entry.code
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
        if (entry := m.of("body")) and _own(entry.code):
            return entry.code, None
    return None, None


def _person(core: list[Match], on: str | None, country: str | None) -> tuple[Person, str] | None:
    """The register's person among the names of the phrase, with the way it was named."""
    for m in reversed(core):
        full = [e for e in m.entries if e.kind == "person"]
        if full:
            return _best(full, on, country), "person"
        short = [e for e in m.entries if e.kind == "surname"]
        if short and m.of("state", "adjective", "demonym", "organisation", "capital", "agent") is None:
            titled = _role(core[: core.index(m)])
            people = [e for e in short if country is None or e.code == country] if titled else short
            holding = [e for e in people if isinstance(e.ref, Person) and _at(e.ref, on)]
            if titled and country and holding:
                return _best(holding, on, country), "surname"
            prominent = [e for e in holding if isinstance(e.ref, Person) and any(_RANK.get(h.office, 9) <= 2 for h in _at(e.ref, on))]
            if len(prominent) == 1 or (prominent and len({e.ref for e in prominent}) == 1):
                return _best(prominent, on, country), "surname"
            if on is None and len({e.code for e in people}) == 1 and people:
                return _best(people, on, country), "surname"
    return None


def _best(entries: list[Entry], on: str | None, country: str | None) -> Person:
    def weight(e: Entry) -> tuple[bool, bool, int, str]:
        person = e.ref
        assert isinstance(person, Person)
        held = _at(person, on)
        rank = min((_RANK.get(h.office, 9) for h in held or person.holdings), default=9)
        return (e.code != country, not held, rank, "".join(max((h.since for h in person.holdings), default="")))

    best = min(entries, key=weight).ref
    assert isinstance(best, Person)
    return best


def _at(person: Person, on: str | None) -> list[Holding]:
    return [h for h in person.holdings if on is None or h.on(on)]


def _as_person(person: Person, how: str, on: str | None, former: bool, core: list[Match]) -> Identity:
    held = sorted(_at(person, on), key=lambda h: (_RANK.get(h.office, 9), "" if not h.since else h.since))
    if on is None and held:
        latest = max(h.until or "9999" for h in held)
        held = sorted((h for h in held if (h.until or "9999") == latest), key=lambda h: _RANK.get(h.office, 9))
    last = held[0] if held else max(person.holdings, key=lambda h: h.until or "9999")
    gone = not held and on is not None and any(h.until and h.until < on[: len(h.until)] for h in person.holdings)
    if former or gone:
        sectors: tuple[str, ...] = ("ELI",)
    elif not held:
        # in the register for later offices only: the country is known, the role of that day is not
        sectors = ()
    else:
        sectors = tuple(dict.fromkeys(_SECTOR.get(h.office, "GOV") for h in held))
    state = _own(last.country)
    office = f"former {last.title}" if former or gone else (held[0].title if held else None)
    return Identity(person.name, "person", state, None if state else last.country, sectors, office, person.name, former=former or gone)


def _as_told(
    register: Register, known: Identity, core: list[Match], country: str | None, organisation: str | None, former: bool
) -> Identity:
    """What the phrase says of a person goes before the register: "Lebanese Prime Minister X" is Lebanon's, whatever X was before."""
    role = _role(core)
    if role is None or former or not (country or organisation) or (known.country == country and not known.former and known.sectors):
        return known
    if known.organisation is not None and known.organisation == organisation:
        return known
    told = _agent(register, role, country, organisation, None, None, former, known.name)
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


def _role(core: list[Match]) -> Match | None:
    return next((m for m in reversed(core) if m.of("agent", "office")), None)


def _display(words: list[Word], end: int) -> str:
    return " ".join(w.raw.rstrip(".") if len(w.raw) > 4 else w.raw for w in words[:end]).removesuffix("'s").removesuffix("’s")


def _agent(
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
                    (_SECTOR.get(found.office, office.sector),),
                    found.title or office.phrase,
                    found.person,
                    head=fold(office.phrase),
                )
    elif agent_entry and isinstance(agent_entry.ref, Agent):
        agent = agent_entry.ref
        sectors = agent.sectors
        phrase = agent.phrase
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


def holder_of(register: Register, home: str, office: Office, on: str | None) -> Holding | None:
    """Who held ``office`` of a state or organisation on a day; a title that fits beats the office's rank."""
    ranks = {"hos": ("hos", "hog", "leader", "sg"), "hog": ("hog", "hos", "leader"), "leader": ("leader", "hos", "hog")}
    if fold(office.phrase) == "leader":
        # whose country "the leader" leads: the president but where that office is ceremonial
        heads = ("leader", "hog", "hos") if home in register.parliamentary else ("leader", "hos", "hog")
        candidates = [h for o in heads for h in register.holders(home, o, on) if h.standing != "disputed"]
        real = [h for h in candidates if h.standing != "royal"]
        return next(iter(real or candidates), None)
    tried = ranks.get(office.office, (office.office,))
    candidates = [h for o in tried for h in register.holders(home, o, on)]
    titled = [h for h in candidates if fold(h.title) == fold(office.phrase)]
    if titled:
        return titled[0]
    same = [h for h in candidates if h.office == office.office]
    if office.office in ("hos", "hog") and fold(office.phrase) in (
        "president",
        "prime minister",
        "king",
        "queen",
        "emperor",
        "sultan",
        "emir",
        "chancellor",
    ):
        loose = [h for h in candidates if fold(office.phrase) in fold(h.title)]
        return loose[0] if loose else None
    return same[0] if same else None


__all__ = ["City", "Identity", "State", "holder_of", "who"]
