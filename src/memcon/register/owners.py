"""Somebody of a body that is no government: "Hamas leader", "the head of Mossad"."""

from __future__ import annotations

from memcon.register.identity import Identity, shown
from memcon.register.lists import SOLE, word_set
from memcon.register.names import Word, fold
from memcon.register.nounphrase import adjective_before, folded, home_of
from memcon.register.register import Match, Register
from memcon.register.tables import Agent, Body, Organisation
from memcon.register.tenure import holder_of, holder_titled, holding_identity

_STOP = word_set("stops")
_ARTICLES = word_set("articles")
_ANY_BODY = word_set("any_body")
_OWNERS = word_set("owners")
_COMMON = word_set("common")
_GOVERNING = word_set("governing")


def owned_by(
    register: Register, words: list[Word], matches: list[Match], core: list[Match], role: Match, core_end: int, on: str | None, former: bool
) -> Identity | None:
    """Somebody of a body that is no government: "Hamas leader", "army spokesman", "the head of Mossad", "president of the Riigikogu"."""
    phrase = folded(words, role)
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
    country, organisation = home_of(register, words, matches, core_end)
    if owner is before and country and on and not former:
        # "US treasury secretary": the body's name ends in what is the office's
        office = register.offices.get(f"{words[owner.last - 1].fold} {phrase}")
        held = holder_of(register, country, office, on) if office else None
        if held and held.office == (office.office if office else ""):
            return holding_identity(register, held, country, None, phrase)
    if entry := owner.of("body"):
        body = entry.ref
        assert isinstance(body, Body)
        home, sectors, names = register.state_code(body.country) or country, body.sectors, (body.name, *body.names)
        adjective = adjective_before(words, matches, owner)
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
    sole = not former and phrase in SOLE
    holder = holder_titled(register, home, {f"{fold(n)} {p}" for n in names for p in SOLE[phrase]}, on) if sole else None
    if holder:
        return holding_identity(register, holder, home, organisation, phrase)
    end = core_end if owner is before else owner.last
    if former and sectors[:1] and sectors[0] in _GOVERNING | {"OPP", "REB"}:
        sectors = ("ELI",)
    elif not sectors:
        sectors = ("GOV",)
    return Identity(shown(words, end), "unnamed", home, organisation, sectors, head=phrase, former=former, sure=bool(home or organisation))
