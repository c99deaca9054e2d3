"""Who a phrase names, on a day: the state or organisation, the sector, the office and the person."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher
from functools import lru_cache

from memcon.model.record import ActorKind
from memcon.register.names import Word, fold, words_of
from memcon.register.register import FOLDER, PARTICLES, City, Entry, Match, Office, Person, Register, load_register
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
# nouns that stand for the actor named before them: "gang confederation", "the president's office", "army unit"
_PARTS = set(
    "confederation federation coalition alliance bloc group grouping faction wing arm branch unit squad team cell network force forces "
    "command headquarters leadership command-post office offices bureau secretariat delegation contingent ranks members member staff "
    "staffer staffers employee employees accountant clerk cook medic chaplain technician mechanic instructor trainer trainee translator "
    "interpreter informant informer cadet operative operatives loyalist loyalists sympathiser sympathisers sympathizer sympathizers "
    "agent agents detective detectives "
    "defector defectors figure figures founder boss bosses lieutenant lieutenants chieftain chieftains insider insiders hardliner "
    "hardliners heavyweight stalwart whip treasurer militants fighters rebels gunmen party organisation organization movement".split()
)
# offices that are held in any kind of body: whose they are says what they are
_ANY_BODY = set(
    "president leader head chief chairman chairwoman chairperson chair director boss spokesman spokeswoman spokesperson official officer "
    "commander founder co-founder representative deputy secretary envoy delegate negotiator aide adviser advisor candidate figure "
    "politician supporter activist member".split()
) | {
    "general secretary",
    "secretary general",
    "secretary-general",
    "director general",
    "director-general",
    "vice president",
    "deputy leader",
    "senior official",
    "chief executive",
    "political leader",
    "supreme leader",
}
_OWNERS = {
    "JUD",
    "LEG",
    "MIL",
    "COP",
    "SPY",
    "REB",
    "PTY",
    "OPP",
    "LAB",
    "BUS",
    "REL",
    "SOC",
    "EDU",
    "CRM",
    "JRN",
    "MED",
    "PRM",
    "REF",
    "AGR",
}
# of these there is one at a time, called by any of these words
_SOLE = {
    "leader": ("leader", "chief", "head"),
    "chief": ("chief", "leader", "head", "director"),
    "head": ("head", "chief", "leader", "director"),
    "director": ("director", "chief", "head"),
    "chairman": ("chairman", "leader"),
    "president": ("president", "leader", "chairman"),
    "commander": ("commander",),
}
# a body of one of these kinds is the adjective's before it: "Saudi National Guard" is Saudi, though we know America's by that name
_COMMON = {"agency", "army", "council", "court", "ministry", "parliament", "police", "media", "party", "church", "union"}
_FAITHS = set(
    "jewish muslim islamic christian catholic protestant orthodox evangelical buddhist hindu sikh sunni shiite shia shi'ite sufi mormon "
    "religious coptic baptist methodist anglican lutheran salafist salafi pentecostal spiritual".split()
)
_FAITHFUL = set("leader leaders elder elders community communities group groups organisation organization believer believers".split())
# whose name stands before these is a person as often as a place: "Santos supporters"
_FOLLOWERS = set(
    "supporter follower voter ally aide adviser advisor lawyer loyalist spokesman spokeswoman campaign camp critic fan opponent".split()
)
# what "General" before it does not make a soldier of
_GENERAL_OF = set(
    "committee assembly council staff commission secretariat court election elections union authority command directorate office "
    "motors electric mills dynamics hospital strike conference congress agreement department security federation confederation".split()
)
_KNOWN_TOWN = 40_000  # inhabitants
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
# what may follow a city's name with a capital: "Shanghai Police", "Lagos State Government"
_CITY_BODIES = set(
    "police court council government university airport mayor governor municipality prosecutor prosecutors authorities".split()
)
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
    "bus": 5,
    "soc": 5,
    "cvl": 6,
    "jrn": 6,
    "edu": 6,
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
    "bus": "BUS",
    "soc": "SOC",
    "cvl": "CVL",
    "jrn": "JRN",
    "edu": "EDU",
}
# offices that the register may hold under any title
_TITLED = ("gov", "hog", "fin", "int", "jud", "cop", "spy", "mil")
_SAME_TITLE = {("taoiseach", "prime minister"), ("premier", "prime minister"), ("minister president", "prime minister")}
_LASTING = {"reb", "rel", "crm", "bus", "soc", "cvl", "jrn", "edu"}
_GOVERNING = {"GOV", "MIL", "LEG", "JUD", "COP", "SPY"}


@lru_cache(maxsize=8)
def _words(name: str) -> frozenset[str]:
    """One list of ``knowledge/register/words.toml``."""
    return frozenset(_lists()[name].split())


@lru_cache(maxsize=1)
def _lists() -> dict[str, str]:
    found: dict[str, str] = tomllib.loads((FOLDER / "words.toml").read_text(encoding="utf-8"))
    return found


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
    while words and words[0].fold in _ARTICLES and len(words) > 1 and not words[0].raw.isupper() and not _named_so(register, words):
        words = words[1:]
    if not words or len(words) > 40:
        return None
    matches = [m for m in register.find(words) if not _name_part(m, words)]
    core_end = _core_end(words, matches)
    core = [m for m in matches if m.first < core_end]
    former = any(w.fold in _FORMER for w in words[:core_end])
    country, organisation = _home(register, words, matches, core_end)
    # a surname that turned out to be nobody known is part of a name, not the head
    heads = [m for m in core if any(e.kind not in ("person", "surname", "city") for e in m.entries)]
    head = core[-1] if core and (core[-1] in heads or len(heads) == 0) else (heads[-1] if heads else None)
    if head is None or all(e.kind == "city" for e in head.entries):
        return _some_of(register, words, core_end, on, inside) or _firm(words[:core_end], country)
    if (role := _role(core)) is not None and _is_surname_of_body(words, core, role, head):
        core, head = core[: core.index(head)], role  # "activist Anon Nampa" is no news agency
        country, organisation = _home(register, words, [m for m in matches if m.first < role.last], core_end)
    if country is None and organisation is None and head.of("agent", "office", "body"):
        country = _placed(register, words, matches, head, core_end)
    trailing = words[head.last : core_end]
    if len(trailing) == 1 and trailing[0].fold in _GENERIC and head.of("organisation", "body"):
        trailing = []  # "the ECOWAS bloc", "the Hamas movement"
    if (
        trailing
        and all(_is_part(w.fold) and w.raw.islower() for w in trailing)
        and head.of("organisation", "body", "agent", "office", "person")
    ):
        return _part(register, words, head, trailing, country, organisation, on, inside, former, core)
    named = [w for w, after in zip(trailing, [*trailing[1:], None]) if w.raw[:1].isupper() or (after and _in_name(w, after))]

    person = _person(words, core, on, country)
    whole = next((m for m in reversed(core) if m.of("person")), None)
    if person and person[1] == "person" and whole and whole.last - whole.first >= 3 and core_end - whole.last == 1:
        if len(named) == len(trailing) and words[whole.last].raw[:1].isupper():
            trailing, named = [], []  # a name of three words and one more: "Luiz Inácio Lula da Silva", with a title or without
    if person and named and _middle_named(words, core, core_end, person):
        trailing, named = [], []  # "Boris Nikolayevich Yeltsin"
    if person and (not named or all(any(m.first <= i < m.last for m in core) for i in range(head.last, core_end))):
        known = _as_person(person[0], person[1], on, former, core)
        return _as_told(register, known, core, country, organisation, former)
    if named and trailing[-1].fold in _GENERAL_OF and words[head.last - 1].fold == "general":
        return None  # "the General Border Committee" is no soldier
    if named and len(named) == len(trailing) and (role := _role(core)):
        # a title before a name that the register does not know
        name = " ".join(w.raw for w in trailing)
        if any(m.first == role.last and m.of("state", "adjective", "capital", "city") for m in matches):
            # "Prime Minister Sabah al-Khalid" is nobody of Sabah
            name = " ".join(w.raw for w in words[role.last : core_end])
            country, organisation = _home(register, words, [m for m in matches if m.first < role.last], core_end)
        owned = _owned(register, words, matches, core, role, core_end, None, former)
        agent = _agent(register, role, country, organisation, None, inside, former, name)
        if owned and owned.sectors:
            agent = replace(agent, country=owned.country or agent.country, organisation=owned.organisation, sectors=owned.sectors)
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
    found = _head(register, words, matches, core, head, core_end, country, organisation, on, inside, former)
    if found is not None and found.country is None and found.organisation is None and words[core_end - 1].fold in _words("belonging"):
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
    if noun not in _words("some"):
        return None
    whole = _whose(register, words, core_end, on, inside)
    if whole is None or whole.kind == "state" or not whole.sectors or (whole.kind == "person") != (noun == "office"):
        return None
    kind: ActorKind = "government" if noun == "office" else "group"
    return replace(whole, name=_display(words, len(words)), kind=kind, office=None, person=None, head=noun)


def _is_plain(words: list[Word], head: Match) -> bool:
    """Whether a party's name is made of words that parties of many states are named by: "Social Democratic Party"."""
    return all(w.fold in _words("parties") for w in words[head.first : head.last])


def is_plain_party(name: str) -> bool:
    """Whether parties of many states bear a name: "Labour Party", "Social Democrats"."""
    words = fold(name).split()
    return bool(words) and all(w in _words("parties") for w in words)


def _is_surname_of_body(words: list[Word], core: list[Match], role: Match, head: Match) -> bool:
    """Whether a body's one-word name stands behind a title and a first name, and so is a surname."""
    if (
        head.last - head.first != 1
        or not head.of("body", "organisation")
        or head.of("person", "surname")
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


def _firm(words: list[Word], country: str | None) -> Identity | None:
    """A firm that the register does not know, by what the law makes it end in: "Alder Mining plc", "Nordwerk AG"."""
    if not 2 <= len(words) <= 6 or words[-1].fold not in _words("firms") or not all(w.raw[:1].isupper() for w in words[:-1]):
        return None
    return Identity(_display(words, len(words)), "organisation", country, None, ("BUS",), basis="text", sure=False)


def _head(
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
    display = _display(words, core_end)
    if any(e.kind in ("state", "capital") for e in head.entries) and _folded(words, head) in register.territories:
        return Identity(display, "state", next(e.code for e in head.entries), None, ("PRE",))
    for entry in head.entries:
        ref = entry.ref
        if isinstance(ref, Organisation):
            own_sector: tuple[str, ...] = (ref.sector,) if ref.sector else ()
            return Identity(ref.name, "organisation", ref.country or None, ref.code, own_sector)
        if isinstance(ref, Body):
            if ref.kind == "party" and country != ref.country and (country or inside) and _is_plain(words, head):
                # of many states: "Labour Party of Norway", "Social Democratic Party" in a Romanian report
                home = country or inside
                own = next((e.ref for e in head.entries if isinstance(e.ref, Body) and e.ref.country == home), None)
                return Identity(own.name if own else display, "organisation", home, None, own.sectors if own else ref.sectors)
            kind: ActorKind = "group" if ref.kind in ("armed", "movement", "group") else "organisation"
            adjective = _adjective_before(words, matches, head)
            if adjective and ref.kind in _COMMON and adjective != ref.country:
                return Identity(display, kind, adjective, None, ref.sectors)
            return Identity(ref.name, kind, _own(ref.country) or country, None, ref.sectors)
        if isinstance(ref, (Agent, Office)):
            owned = _owned(register, words, matches, core, head, core_end, on, former)
            if owned:
                return owned
            if isinstance(ref, Agent) and ref.kind == "role":
                return _chief(register, words, core, head, country, organisation, on, former, display)
            local = _local(register, words, matches, core_end)
            if local and country and not former:
                titled = _holder_titled(register, country, _titles(register, local, _folded(words, head)), on)
                if titled:
                    return _holding_identity(titled, country, None, _folded(words, head))
            found = _agent(register, head, country, organisation, None if local else on, inside, former, display)
            return _with_faith(_breakaway(register, words, core, found), words, head)
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


def _placed(register: Register, words: list[Word], matches: list[Match], head: Match, core_end: int) -> str | None:
    """The country of a town or region that stands right before a noun or behind its "of": "Basra protesters", "the governor of Osh"."""
    noun = words[head.last - 1].fold
    covered = {i for m in matches if not all(e.kind == "surname" for e in m.entries) for i in range(m.first, m.last)}
    if noun in _FOLLOWERS or noun.removesuffix("s") in _FOLLOWERS:
        return None
    for first in range(max(0, head.first - 3), head.first):
        found = _town(register, words[first : head.first]) if not covered & set(range(first, head.first)) else None
        if found and (first == 0 or not words[first - 1].raw[:1].isupper() or first - 1 in covered):
            return found
    at = core_end
    while at < len(words) and words[at].fold in _LINKS | {"the"}:
        at += 1
    if at == core_end:
        return None
    for n in range(min(3, len(words) - at), 0, -1):
        if not covered & set(range(at, at + n)) and (found := _town(register, words[at : at + n])):
            return found
    return None


def _town(register: Register, words: list[Word]) -> str | None:
    """The country of the place that a few capitalised words name, where one is far larger than any other of that name."""
    if not words or not all(w.raw[:1].isupper() for w in words) or any(w.comma_after for w in words[:-1]):
        return None
    from memcon.register.gazetteer import load_gazetteer

    gazetteer = load_gazetteer()
    name = " ".join(w.fold for w in words)
    if any(e.kind in ("surname", "person") for e in register.names.get(name, ())):
        return None
    if name not in gazetteer.everyday:
        spots = [s for s in gazetteer.places(name) if s.country]
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


def _in_name(word: Word, after: Word) -> bool:
    """Whether a small word joins the parts of a name: "Fahad al-Mutlaq", "Jan van der Berg"."""
    return word.fold in PARTICLES and (after.raw[:1].isupper() or after.fold in PARTICLES)


def _named_so(register: Register, words: list[Word]) -> bool:
    """Whether the article or number before a phrase belongs to a name: "Five Star Movement"."""
    return words[0].raw[:1].isupper() and any(m.first == 0 and m.last > 1 for m in register.find(words))


def _is_part(word: str) -> bool:
    return word in _PARTS or word.removesuffix("s") in _PARTS


def _name_part(m: Match, words: list[Word]) -> bool:
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


def _folded(words: list[Word], m: Match) -> str:
    return " ".join(w.fold for w in words[m.first : m.last])


def _adjective_before(words: list[Word], matches: list[Match], head: Match) -> str | None:
    """The state whose adjective or name stands right before a body's name."""
    for m in matches:
        if m.last == head.first and not words[m.last - 1].comma_after and (entry := m.of("adjective", "state")):
            return entry.code
    return None


def _part(
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
        whole: Identity | None = _as_person(person, "person", on, former, core)
    else:
        whole = _head(register, words, core, core, head, head.last, country, organisation, None, inside, former)
    if whole is None:
        return None
    kind: ActorKind = "government" if whole.sectors[:1] == ("GOV",) and trailing[-1].fold in ("office", "offices") else "group"
    return replace(
        whole,
        name=_display(words, end),
        kind=kind,
        office=None,
        person=None,
        head=trailing[-1].fold,
        sure=bool(whole.country or whole.organisation),
    )


def _owned(
    register: Register, words: list[Word], matches: list[Match], core: list[Match], role: Match, core_end: int, on: str | None, former: bool
) -> Identity | None:
    """Somebody of a body that is no government: "Hamas leader", "army spokesman", "the head of Mossad", "president of the Riigikogu"."""
    phrase = _folded(words, role)
    if phrase not in _ANY_BODY and phrase.removesuffix("s") not in _ANY_BODY:
        return None
    before = next((m for m in core if m.last == role.first and not words[m.last - 1].comma_after), None)
    owner = before if before is not None and before.of("body", "organisation", "agent") else None
    if owner is None and role.last == core_end and core_end < len(words) and words[core_end].fold in ("of", "for", "with", "from", "at"):
        at = core_end + 1
        while at < len(words) and words[at].fold in _ARTICLES:
            at += 1
        follow = [m for m in matches if m.first >= at]
        # the body's own noun phrase: up to the next preposition
        stop = next(
            (i for i in range(at, len(words)) if words[i].fold in _STOP and not any(m.first <= i < m.last for m in follow)), len(words)
        )
        inner = [m for m in follow if m.last <= stop]
        owner = inner[-1] if inner and inner[-1].last == stop and inner[-1].of("body", "organisation", "agent") else None
    if owner is None:
        return None
    country, organisation = _home(register, words, matches, core_end)
    if owner is before and country and on and not former:
        # "US treasury secretary": the body's name ends in what is the office's
        office = register.offices.get(f"{words[owner.last - 1].fold} {phrase}")
        held = holder_of(register, country, office, on) if office else None
        if held and held.office == (office.office if office else ""):
            return _holding_identity(held, country, None, phrase)
    if entry := owner.of("body"):
        body = entry.ref
        assert isinstance(body, Body)
        home, sectors, names = _own(body.country) or country, body.sectors, (body.name, *body.names)
        adjective = _adjective_before(words, matches, owner)
        if adjective and body.kind in _COMMON:
            home = adjective
    elif entry := owner.of("organisation"):
        made = entry.ref
        assert isinstance(made, Organisation)
        if made.plover in ("IGO", "EUR", "UNO"):
            return None
        home, sectors, names = made.country or country, ((made.sector,) if made.sector else ()), (made.name,)
        organisation = made.code
    else:
        entry = owner.of("agent")
        assert entry is not None and isinstance(entry.ref, Agent)
        if entry.ref.sectors[0] not in _OWNERS or "GOV" in entry.ref.sectors or entry.ref.kind not in ("group", "body"):
            return None
        home, sectors, names = country, entry.ref.sectors, ()
    sole = not former and phrase in _SOLE
    holder = _holder_titled(register, home, {f"{fold(n)} {p}" for n in names for p in _SOLE[phrase]}, on) if sole else None
    if holder:
        return _holding_identity(holder, home, organisation, phrase)
    end = core_end if owner is before else owner.last
    if former and sectors[:1] and sectors[0] in _GOVERNING | {"OPP", "REB"}:
        sectors = ("ELI",)
    elif not sectors:
        sectors = ("GOV",)
    return Identity(
        _display(words, end), "unnamed", home, organisation, sectors, head=phrase, former=former, sure=bool(home or organisation)
    )


def _holder_titled(register: Register, home: str | None, titles: set[str], on: str | None) -> Holding | None:
    """Who held, on a day, an office whose title names the body: "hezbollah leader"."""
    if not home or not titles or on is None:
        return None
    for office in ("reb", "opp", "leader", "rel", "crm", "spy", "mil", "gov", "hog"):
        if held := register.holders(home, office, on, titles):
            return held[0]
    return None


def _holding_identity(held: Holding, country: str | None, organisation: str | None, head: str) -> Identity:
    sectors = (_SECTOR.get(held.office, "GOV"),)
    return Identity(held.person, "person", country, organisation, sectors, held.title, held.person, head=head)


def _chief(
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
    held = register.holders(organisation, "sg", on) if organisation and on and not former else []
    if held:
        return _holding_identity(held[0], country, organisation, "chief")
    # "Russian museum director": of the museum, whatever that is
    direct = any(c.last == m.first for c in core) or (m.last < len(words) and m.first == 0)
    sectors = ("ELI",) if former else ("GOV",) if direct else ()
    return Identity(name, "unnamed", country, organisation, sectors, sure=direct, head=_folded(words, m), former=former)


def _local(register: Register, words: list[Word], matches: list[Match], core_end: int) -> str | None:
    """The province, city or people that an office is of, where it is of no whole state: "Chechen", "Texas"."""
    for inside in (True, False):
        placed = [m for m in matches if (m.first < core_end) is inside and m.of("state", "adjective", "capital", "city", "demonym")]
        if placed:
            name = _folded(words, placed[-1 if inside else 0])
            local = name in register.regional or not placed[-1 if inside else 0].of("state", "adjective", "capital", "demonym")
            return name if local else None
    return None


def _titles(register: Register, local: str, phrase: str) -> set[str]:
    """How an office of a province or people may be written in the register."""
    place = register.regional.get(local) or local
    words = _SOLE.get(phrase, (phrase,))
    return {
        title
        for w in (*words, *(("president",) if phrase == "leader" else ()))
        for title in (f"{local} {w}", f"{place} {w}", f"{w} of {place}")
    }


def _breakaway(register: Register, words: list[Word], core: list[Match], found: Identity) -> Identity:
    """PLOVER's PRE beside the sector of an actor of a territory that few recognise."""
    if register.territories and any(_folded(words, m) in register.territories for m in core):
        return replace(found, sectors=tuple(dict.fromkeys((*found.sectors, "PRE"))))
    return found


def _with_faith(found: Identity, words: list[Word], head: Match) -> Identity:
    """A leader or community of believers is religious: "a prominent Jewish community leader"."""
    if words[head.last - 1].fold not in _FAITHFUL or found.former or found.person:
        return found
    if any(w.fold in _FAITHS for w in words[: head.last - 1]):
        return replace(found, sectors=("REL",), kind="group" if found.kind == "group" else "unnamed", office=None)
    return found


def _own(country: str) -> str | None:
    return country if len(country) == 3 and country.isupper() else None


def _core_end(words: list[Word], matches: list[Match]) -> int:
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


def _person(words: list[Word], core: list[Match], on: str | None, country: str | None) -> tuple[Person, str] | None:
    """The register's person among the names of the phrase, with the way it was named."""
    for m in reversed(core):
        full = [e for e in m.entries if e.kind == "person"]
        if full:
            return _best(full, on, country), "person"
        short = [e for e in m.entries if e.kind == "surname"]
        if short and (given := _given(words, core, m)):
            # of three names the first must be the person's own, of two it may be spelt another way
            several = m.first > 1 and words[m.first - 1].fold != given
            short = [e for e in short if isinstance(e.ref, Person) and (_own_given(given, e.ref) if several else _alike(given, e.ref))]
        if short and m.of("state", "adjective", "demonym", "organisation", "capital", "agent") is None:
            titled = _role(core[: core.index(m)])
            people = [e for e in short if country is None or e.code == country] if titled else short
            holding = [e for e in people if isinstance(e.ref, Person) and _at(e.ref, on)]
            if titled and country and holding:
                return _best(holding, on, country), "surname"
            if titled and country is None and on is not None and (sole := _titled_so(titled, holding, on)):
                return sole, "surname"
            prominent = [e for e in holding if isinstance(e.ref, Person) and any(_RANK.get(h.office, 9) <= 2 for h in _at(e.ref, on))]
            if len(prominent) == 1 or (prominent and len({e.ref for e in prominent}) == 1):
                return _best(prominent, on, country), "surname"
            if on is None and len({e.code for e in people}) == 1 and people:
                return _best(people, on, country), "surname"
    return None


def _titled_so(role: Match, entries: list[Entry], on: str) -> Person | None:
    """The only one of a surname whose office on the day begins with the title before it: "Deputy Secretary Hicks"."""
    titles = {fold(e.ref.phrase) for e in role.entries if isinstance(e.ref, (Agent, Office))}
    people = {
        e.ref: None
        for e in entries
        if isinstance(e.ref, Person) and any(fold(h.title).startswith(t) for h in _at(e.ref, on) for t in titles)
    }
    return next(iter(people)) if len(people) == 1 else None


def _given(words: list[Word], core: list[Match], m: Match) -> str | None:
    """The first of the names before a surname that no entry covers: "Feliciano" of "Feliciano Valencia"."""
    first = None
    for i in range(m.first - 1, -1, -1):
        word = words[i]
        if (
            not word.raw[:1].isupper()
            or word.comma_after
            or word.possessive
            or any(c.first <= i < c.last and not c.of("surname") for c in core)
        ):
            break
        first = word.fold
    return first


def _middle_named(words: list[Word], core: list[Match], core_end: int, person: tuple[Person, str]) -> bool:
    """Whether a known person's first name and surname stand about a middle name that the register does not have."""
    if person[1] != "surname" or not core or core[-1].last != core_end or not core[-1].of("surname"):
        return False
    given = _given(words, core, core[-1])
    return given is not None and len(given) > 1 and _own_given(given, person[0])


def _own_given(given: str, person: Person) -> bool:
    """Whether a folded first name is one of a person's, letter by letter."""
    return any(given in fold(name).split()[:-1] for name in (person.name, *person.aliases))


def _alike(given: str, person: Person) -> bool:
    """Whether a given name may be a spelling of one of the person's: Mohammed and Muhammad, Bashar and Bachar."""
    names = {w for name in (person.name, *person.aliases) for w in fold(name).split()[:-1]}
    return any(n == given or (n[0] == given[0] and SequenceMatcher(None, n, given).ratio() >= 0.7) for n in names)


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
    undated = on is None
    if on is None and not former and (role := _role(core)):
        # "Foreign Minister Park Jin", of no day: of the days when he was
        named = {fold(e.ref.phrase) for e in role.entries if isinstance(e.ref, (Agent, Office))}
        days = [h.since or h.until for h in person.holdings if fold(h.title) in named] or [h.since or h.until for h in person.holdings]
        on = max(days, default=None) or None
    if on is None:
        # no day is today: who has left every office has left it
        on = date.today().isoformat()
        if not _at(person, on) and not any(h.until for h in person.holdings):
            on = None
    held = sorted(_at(person, on), key=lambda h: (_RANK.get(h.office, 9), "" if not h.since else h.since))
    if on is None and held:
        latest = max(h.until or "9999" for h in held)
        held = sorted((h for h in held if (h.until or "9999") == latest), key=lambda h: _RANK.get(h.office, 9))
    last = held[0] if held else max(person.holdings, key=lambda h: h.until or "9999")
    gone = not held and on is not None and any(h.until and h.until < on[: len(h.until)] for h in person.holdings)
    if former or gone:
        # rebels, believers and gangsters are so without an office
        lasting = tuple(dict.fromkeys(_SECTOR[h.office] for h in person.holdings if h.office in _LASTING))
        if any(h.title == "pope" for h in person.holdings):
            lasting = ("REL",)
        sectors: tuple[str, ...] = (
            lasting if lasting and all(h.office in _LASTING or h.title == "pope" for h in person.holdings) else ("ELI",)
        )
        if undated and not former and sectors == ("ELI",):
            # of no day: of the elite today, of their last office then
            sectors = ("ELI", _SECTOR.get(last.office, "GOV"))
    elif not held:
        # in the register for later offices only: the country is known, the role of that day is not
        sectors = ()
    else:
        sectors = tuple(dict.fromkeys("REL" if h.title == "pope" else _SECTOR.get(h.office, "GOV") for h in held))
    if sectors == ("CVL",):
        sectors = ("ELI", "CVL")  # PLOVER's elites are also the celebrities
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
    if office_entry and office_entry.ref.sector == "REL" and not organisation:  # type: ignore[union-attr]
        country = country or "VAT"  # there is one pope
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
        if country and on and not former and agent.kind != "body":
            # "the Hong Kong chief executive", "the Brazilian health minister": where just one held an office of that very title
            titled = [h for o in _TITLED for h in register.holders(country, o, on, (fold(phrase),))]
            if len({h.person for h in titled}) == 1:
                return _holding_identity(titled[0], country, organisation, fold(phrase))
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
        loose = [h for h in candidates if fold(office.phrase) in fold(h.title) or (fold(h.title), fold(office.phrase)) in _SAME_TITLE]
        return loose[0] if loose else None
    return same[0] if same else None


__all__ = ["City", "Identity", "State", "holder_of", "is_plain_party", "who"]
