"""The person whom a phrase names, and who that person was on a day."""

from __future__ import annotations

from datetime import date
from difflib import SequenceMatcher

from memcon.register.identity import Identity
from memcon.register.lists import RANK, SECTORS, word_set
from memcon.register.names import Word, fold
from memcon.register.nounphrase import role_of
from memcon.register.register import Entry, Match, Office, Person, Register
from memcon.register.tables import Agent, Holding
from memcon.register.tenure import held_at, sectors_of

_LASTING = word_set("lasting")
_HIGH = ("hos", "hog", "leader")


def person_of(words: list[Word], core: list[Match], on: str | None, country: str | None) -> tuple[Person, str] | None:
    """The register's person among the names of the phrase, with the way it was named."""
    for m in reversed(core):
        full = [e for e in m.entries if e.kind == "person"]
        if full:
            return _best(full, on, country), "person"
        short = [e for e in m.entries if e.kind == "surname"]
        if short and (given := given_name(words, core, m)):
            # of three names the first must be the person's own, of two it may be spelt another way
            several = m.first > 1 and words[m.first - 1].fold != given
            short = [e for e in short if isinstance(e.ref, Person) and (_own_given(given, e.ref) if several else _alike(given, e.ref))]
        if short and m.last < len(words) and not words[m.last - 1].comma_after and any(c.first == m.last and c.of("surname") for c in core):
            # two surnames in a row: of the first only who has the second for a given name, as "Liu He"
            after = words[m.last].fold
            short = [e for e in short if isinstance(e.ref, Person) and after in fold(e.ref.name).split()]
        if short and m.of("state", "adjective", "demonym", "organisation", "capital", "agent") is None:
            titled = role_of(core[: core.index(m)])
            people = [e for e in short if country is None or e.code == country] if titled else short
            holding = [e for e in people if isinstance(e.ref, Person) and held_at(e.ref, on)]
            if titled and country and holding:
                return _best(holding, on, country), "surname"
            if titled and country is None and on is not None and (sole := _titled_so(titled, holding, on)):
                return sole, "surname"
            prominent = [e for e in holding if isinstance(e.ref, Person) and any(RANK.get(h.office, 9) <= 2 for h in held_at(e.ref, on))]
            if m.of("body") and not titled:
                continue  # "Houthi positions" are the movement's, not its leader's
            if len({e.ref for e in prominent}) == 1 and _is_known(prominent[0].ref, on, alone=len(short) == 1):
                return _best(prominent, on, country), "surname"
            if on is None and len({e.code for e in people}) == 1 and any(_is_high(e.ref) for e in people if isinstance(e.ref, Person)):
                return _best(people, on, country), "surname"
    return None


def _is_known(person: object, on: str | None, alone: bool) -> bool:
    """Whether a surname alone may mean who is high up on a day; a rebel only where nobody else bears it (``alone``)."""
    held = held_at(person, on) if isinstance(person, Person) else []
    return any(RANK.get(h.office, 9) <= 2 and (alone or h.office != "reb") for h in held)


def _is_high(person: Person) -> bool:
    """Whether somebody ever held an office that makes a surname known by itself."""
    return any(RANK.get(h.office, 9) <= 3 for h in person.holdings)


def _titled_so(role: Match, entries: list[Entry], on: str) -> Person | None:
    """The only one of a surname whose office on the day begins with the title before it: "Deputy Secretary Hicks"."""
    titles = {fold(e.ref.phrase) for e in role.entries if isinstance(e.ref, (Agent, Office))}
    people = {
        e.ref: None
        for e in entries
        if isinstance(e.ref, Person) and any(fold(h.title).startswith(t) for h in held_at(e.ref, on) for t in titles)
    }
    return next(iter(people)) if len(people) == 1 else None


def given_name(words: list[Word], core: list[Match], m: Match) -> str | None:
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


def is_middle_named(words: list[Word], core: list[Match], core_end: int, person: tuple[Person, str]) -> bool:
    """Whether a known person's first name and surname stand about a middle name that the register does not have."""
    if person[1] != "surname" or not core or core[-1].last != core_end or not core[-1].of("surname"):
        return False
    given = given_name(words, core, core[-1])
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
        held = held_at(person, on)
        rank = min((RANK.get(h.office, 9) for h in held or person.holdings), default=9)
        return (e.code != country, not held, rank, "".join(max((h.since for h in person.holdings), default="")))

    best = min(entries, key=weight).ref
    assert isinstance(best, Person)
    return best


def _past(person: Person, on: str | None, titles: set[str]) -> list[Holding]:
    """The tenures begun by a day; of these the ones of the title told, where there are any."""
    begun = [h for h in person.holdings if on is None or h.since[: len(on)] <= on] or person.holdings
    return [h for h in begun if fold(h.title) in titles] or begun


def as_person(register: Register, person: Person, on: str | None, former: bool, core: list[Match]) -> Identity:
    """Who a person of the register was on a day; of no day: who they are now, and what they last were."""
    undated = on is None
    role = role_of(core)
    named = {fold(e.ref.phrase) for e in role.entries if isinstance(e.ref, (Agent, Office))} if role else set()
    if on is None and not former and role:
        # "Foreign Minister Park Jin", of no day: of the days when he was
        days = [h.since or h.until for h in person.holdings if fold(h.title) in named] or [h.since or h.until for h in person.holdings]
        on = max(days, default=None) or None
    if on is None:
        # no day is today: who has left every office has left it
        on = date.today().isoformat()
        if not held_at(person, on) and not any(h.until for h in person.holdings):
            on = None
    held = sorted(held_at(person, on), key=lambda h: (RANK.get(h.office, 9), "" if not h.since else h.since))
    if on is None and held:
        latest = max(h.until or "9999" for h in held)
        held = sorted((h for h in held if (h.until or "9999") == latest), key=lambda h: RANK.get(h.office, 9))
    last = held[0] if held else max(_past(person, on, named), key=lambda h: h.until or "9999")
    gone = not held and on is not None and any(h.until and h.until < on[: len(h.until)] for h in person.holdings)
    if former or gone:
        # rebels, believers and gangsters are so without an office
        lasting = tuple(dict.fromkeys(SECTORS[h.office][0] for h in person.holdings if h.office in _LASTING))
        if any(h.title == "pope" for h in person.holdings):
            lasting = ("REL",)
        sectors: tuple[str, ...] = (
            lasting if lasting and all(h.office in _LASTING or h.title == "pope" for h in person.holdings) else ("ELI",)
        )
        if undated and not former and sectors == ("ELI",):
            # of no day: of the elite today, of their last office then
            sectors = ("ELI", *sectors_of(register, last))
    elif not held:
        # in the register for later offices only: the country is known, the role of that day is not
        sectors = ()
    else:
        sectors = tuple(dict.fromkeys(s for h in held for s in sectors_of(register, h)))
        if undated and not any(h.office in _HIGH for h in held) and any(h.office in _HIGH for h in person.holdings):
            sectors = (*sectors, "GOV")  # of no day, the leader of a party may be the prime minister that he was
    if sectors == ("CVL",):
        sectors = ("ELI", "CVL")  # PLOVER's elites are also the celebrities
    state = register.state_code(last.country)
    office = f"former {last.title}" if former or gone else (held[0].title if held else None)
    return Identity(person.name, "person", state, None if state else last.country, sectors, office, person.name, former=former or gone)
