"""The two parties to an act, as sides: who does it, to whom it is done."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path

from memcon.annotate.reading import Reading
from memcon.attribute.same import is_mutual, placed
from memcon.code.draft import Draft, side, sides

_FILE = Path(__file__).parent.parent / "knowledge" / "cues" / "taking.toml"
_TOWARDS = {"with", "from", "to", "against", "into", "inside", "by"}


@lru_cache(maxsize=1)
def _wholes() -> dict[str, str]:
    raw = tomllib.loads(_FILE.read_text(encoding="utf-8"))["wholes"]
    return {part: whole for whole, parts in raw.items() for part in parts.split()}


def whole(home: str) -> str:
    """The side that a body belongs to: the European Commission speaks for the European Union."""
    return _wholes().get(home, home)


def parties_of(reading: Reading, draft: Draft, met: frozenset[str] | set[str] = frozenset()) -> tuple[set[str], set[str]]:
    """The sides that do an act and those to whom it is done. ``met`` are the sides of an act that several do together.

    What is done to nobody of a known side is done to the place, and within one state to its people: both then hold the state's side.
    """
    actors = {whole(s) for s in sides(reading, draft.actors) | met | _owners(reading, draft)}
    recipients = {whole(s) for s in {side(reading.entities[i]) for i in draft.recipients} or _beyond(reading, draft) - actors}
    if draft.recipients and not met:
        recipients |= {whole(s) for s in _beyond(reading, draft, direct=True)} - actors  # "extradited a spy chief to the United States"
    place = draft.place.country if draft.place is not None else None
    unplaced = bool(draft.recipients) and not any(placed(reading.entities[i]) for i in draft.recipients)
    if place is not None and place not in actors and not met and not any(placed(reading.entities[i]) for i in draft.recipients):
        recipients.add(place)  # a bakery in Syria is Syria's
    if recipients - actors and not met:
        recipients -= actors  # of "a Frenchman and two students" the students are nobody's for sure
    if unplaced and not met and not draft.reciprocal and (place is None or place in actors):
        recipients |= actors  # "police attacked a funeral procession", "the army bombed a rebel camp"
    return actors, recipients


def joined(reading: Reading, draft: Draft) -> set[str]:
    """The sides of 'the presidents of Kazakhstan and Uzbekistan', taken for one's: empty where there are not several."""
    found: set[str] = set()
    for i in draft.actors:
        for mention in reading.entities[i].mentions:
            if mention.sentence != draft.sentence or mention.pronoun:
                continue
            token = reading.sentences[mention.sentence].doc[mention.head]
            if token.tag_ != "NNS":
                continue
            for prep in token.rights:
                for noun in prep.children if prep.dep_ == "prep" and prep.lower_ in ("of", "from") else ():
                    for one in (noun, *noun.conjuncts):
                        known = reading.mention_at(mention.sentence, one.i)
                        found |= {side(reading.entities[j]) for j in known.entities if placed(reading.entities[j])} if known else set()
    return found if len(found) > 1 else set()


def met_sides(reading: Reading, drafts: list[Draft]) -> set[str]:
    """The sides of one happening that several do together, as all its tellings name them; empty where one does it to another."""
    together: set[str] = set().union(*(joined(reading, d) for d in drafts))
    if together or any(d.reciprocal or is_mutual(reading, d) for d in drafts):
        return together.union(*(sides(reading, [*d.actors, *d.recipients]) for d in drafts))
    for draft in drafts:
        # "Pakistan and Afghanistan postponed talks on refugees"
        states = {side(e) for e in (reading.entities[i] for i in draft.actors) if e.kind in ("state", "government")}
        if len(states) > 1 and not any(placed(reading.entities[i]) for i in draft.recipients):
            together |= states
    return together


def _owners(reading: Reading, draft: Draft) -> set[str]:
    """Whose the actors are where their own words do not place them: 'Fighters of Islamic State'."""
    found: set[str] = set()
    for i in draft.actors:
        entity = reading.entities[i]
        for mention in entity.mentions if not placed(entity) else ():
            if mention.sentence != draft.sentence or mention.pronoun:
                continue
            token = reading.sentences[mention.sentence].doc[mention.head]
            for prep in token.rights:
                for noun in prep.children if prep.dep_ == "prep" and prep.lower_ in ("of", "from") else ():
                    of = reading.mention_at(mention.sentence, noun.i) if noun.dep_ == "pobj" else None
                    found |= {side(reading.entities[j]) for j in of.entities} if of is not None and of.name else set()
    return found


def _beyond(reading: Reading, draft: Draft, direct: bool = False) -> set[str]:
    """Sides that an act is towards: 'closed its border with Burundi', 'recalled its ambassador from France'; ``direct``: its own 'to'."""
    sentence = reading.sentences[draft.sentence]
    trigger = sentence.doc[draft.token]
    found: set[str] = set()
    for prep in trigger.subtree:
        if prep.dep_ != "prep" or prep.lower_ not in _TOWARDS or prep.i < trigger.i or prep.head not in (trigger, *trigger.children):
            continue
        if direct and (prep.lower_ != "to" or prep.head is not trigger):
            continue
        for noun in prep.children:
            mention = reading.mention_at(draft.sentence, noun.i) if noun.dep_ == "pobj" else None
            if mention is not None:
                found |= {side(reading.entities[i]) for i in mention.entities if placed(reading.entities[i])}
    return found
