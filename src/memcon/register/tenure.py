"""Who held an office on a day, and what that makes of them."""

from __future__ import annotations

from memcon.register.identity import Identity
from memcon.register.lists import SECTORS, word_set
from memcon.register.names import fold
from memcon.register.register import Office, Person, Register
from memcon.register.tables import Agent, Body, Holding

_HEADS = word_set("heads")
_OWNERS = word_set("owners")
_COURTS = {"JUD", "LEG"}  # who heads these is what they are, not a government's
_SAME_TITLE = {("taoiseach", "prime minister"), ("premier", "prime minister"), ("minister president", "prime minister")}


def holder_titled(register: Register, home: str | None, titles: set[str], on: str | None) -> Holding | None:
    """Who held, on a day, an office whose title names the body: "hezbollah leader"."""
    if not home or not titles or on is None:
        return None
    for office in ("reb", "opp", "leader", "rel", "crm", "spy", "mil", "gov", "hog"):
        if held := register.holders(home, office, on, titles):
            return held[0]
    return None


def sectors_of(register: Register, held: Holding) -> tuple[str, ...]:
    """The PLOVER sectors of an office: a pope is religious, an FBI director of the police before the government."""
    if held.title == "pope":
        return ("REL",)
    if held.office == "gov":
        title = fold(held.title)
        body, _, head = title.rpartition(" ")
        for name in (title, body if head in _HEADS else ""):
            for entry in register.names.get(name, ()):
                ref = entry.ref
                if isinstance(ref, (Body, Agent)) and "GOV" not in ref.sectors[:1] and set(ref.sectors) & _OWNERS:
                    return tuple(dict.fromkeys((*ref.sectors, "GOV")))
    if held.office == "sg" and (made := register.organisations.get(held.country)) is not None:
        if made.plover == "NGO":
            return (made.sector or "SOC",)
        if made.sector and made.sector != "GOV":
            return (made.sector, "GOV") if made.sector in _COURTS else ("GOV", made.sector)
    return SECTORS.get(held.office, ("GOV",))


def holding_identity(register: Register, held: Holding, country: str | None, organisation: str | None, head: str) -> Identity:
    """Who holds an office, by that office."""
    return Identity(held.person, "person", country, organisation, sectors_of(register, held), held.title, held.person, head=head)


def held_at(person: Person, on: str | None) -> list[Holding]:
    return [h for h in person.holdings if on is None or h.on(on)]


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
