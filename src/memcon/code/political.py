"""Whether an act is one that political event data records, by who has a part in it."""

from __future__ import annotations

from collections.abc import Iterable

from memcon.annotate.reading import Entity, Reading, Sentence
from memcon.code.draft import Draft
from memcon.code.otherpage import load_other_pages

_PRIVATE = {"BUS", "CVL", "EDU", "CRM", "UNK", "MED", "JRN"}
# firms, reporters and the famous among themselves make news of another page, but for violence, arrests and protest
_OF_OTHER_PAGES = {"BUS", "JRN", "ELI", "UNK"}
_PUBLIC_TYPES = ("ASSAULT", "COERCE", "PROTEST", "MOBILIZE")
# the most that the model may give to nothing where no party is of politics
_UNREST = 0.15
# fighting: shelling, air strikes and battles are of politics whoever is hit
_OF_WAR = ("190", "191", "192", "194", "195", "196", "20")
_ARMS_OF_STATE = {"GOV", "MIL", "COP"}


def is_political(reading: Reading, index: int) -> bool:
    """Whether an entity is a state, a body, or of a sector that acts in politics, or somebody of a known state."""
    entity = reading.entities[index]
    if entity.kind in ("state", "government") or entity.organisation:
        return True
    return bool(entity.sectors and (entity.country or not set(entity.sectors) <= _PRIVATE))


def any_political(reading: Reading, indices: Iterable[int]) -> bool:
    """Whether at least one party is somebody that political event data records."""
    return any(is_political(reading, i) for i in indices)


def may_act(reading: Reading, indices: Iterable[int]) -> bool:
    """Whether one of some entities is a state, a body of one or of several, or of a sector that acts for more than itself."""
    return any(is_political(reading, i) and _public_sector(reading.entities[i]) for i in indices)


def _public_sector(entity: Entity) -> bool:
    return entity.kind in ("state", "government") or bool(entity.organisation) or bool(set(entity.sectors) - _PRIVATE - _OF_OTHER_PAGES)


def is_unrest(reading: Reading, draft: Draft, sentence: Sentence) -> bool:
    """Whether the model is sure of fighting, or of violence, arrests or protest by or against people nobody knows in a known state."""
    if draft.type not in _PUBLIC_TYPES or draft.own is None or draft.own.types["NONE"] > _UNREST:
        return False
    if (draft.cameo or "").startswith(_OF_WAR):
        return True
    if not any(reading.entities[i].sectors for i in (*draft.actors, *draft.recipients)):
        return False
    return any(p.country and p.span and sentence.span[0] <= p.span[0] < sentence.span[1] for p in reading.places)


def is_public(reading: Reading, draft: Draft) -> bool:
    """Whether an act is more than firms, reporters or the famous dealing with one another within one country."""
    if draft.type in _PUBLIC_TYPES:
        return True
    parties = [reading.entities[i] for i in (*draft.actors, *draft.recipients)]
    if draft.type != "COOPERATE" and all(map(is_firm, parties)):
        return False  # firms of two countries: what they buy of one another is trade, the rest is theirs
    return len({e.country for e in parties if e.country}) > 1 or any(map(_of_this_page, parties))


def _of_this_page(entity: Entity) -> bool:
    if entity.sectors:
        return entity.kind in ("state", "government") or bool(set(entity.sectors) - _OF_OTHER_PAGES)
    return entity.kind in ("state", "government", "organisation") and not is_firm(entity)


def is_firm(entity: Entity) -> bool:
    """Whether somebody is of another page: a firm, a reporter, somebody famous; or called by a noun of trade ("a Gulf carrier")."""
    if entity.sectors or entity.organisation:
        return not entity.organisation and set(entity.sectors) <= _OF_OTHER_PAGES
    return entity.kind == "unnamed" and bool(entity.name) and entity.name.split()[-1].lower() in load_other_pages()["business"]["nouns"]


def spare_own(reading: Reading, draft: Draft) -> None:
    """Take a state out of the actors of an assault on its own arms, seat or leader: it was marked as the owner of what was hit."""
    if draft.type != "ASSAULT" or not draft.actors:
        return
    own = {
        e.country
        for e in (reading.entities[i] for i in draft.recipients)
        if e.country and (e.kind in ("state", "government", "person") or e.sector in _ARMS_OF_STATE)
    }
    spared = [i for i in draft.actors if reading.entities[i].kind == "state" and reading.entities[i].country in own]
    if spared:
        gone = {m.span for i in spared for m in reading.entities[i].mentions}
        draft.actors = [i for i in draft.actors if i not in spared]
        draft.actor_spans = [s for s in draft.actor_spans if s not in gone]
