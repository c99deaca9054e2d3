"""Who held an office on a day, and what that makes of them."""

from __future__ import annotations

from memcon.register.identity import Identity
from memcon.register.lists import SECTOR
from memcon.register.names import fold
from memcon.register.register import Office, Person, Register
from memcon.register.tables import Holding

_SAME_TITLE = {("taoiseach", "prime minister"), ("premier", "prime minister"), ("minister president", "prime minister")}


def holder_titled(register: Register, home: str | None, titles: set[str], on: str | None) -> Holding | None:
    """Who held, on a day, an office whose title names the body: "hezbollah leader"."""
    if not home or not titles or on is None:
        return None
    for office in ("reb", "opp", "leader", "rel", "crm", "spy", "mil", "gov", "hog"):
        if held := register.holders(home, office, on, titles):
            return held[0]
    return None


def holding_identity(held: Holding, country: str | None, organisation: str | None, head: str) -> Identity:
    sectors = (SECTOR.get(held.office, "GOV"),)
    return Identity(held.person, "person", country, organisation, sectors, held.title, held.person, head=head)


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
