"""What a noun or pronoun may stand for: the lists of knowledge/cues/mentions.toml, and what they say of an entity."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import cached_property, lru_cache
from itertools import pairwise
from pathlib import Path

from memcon.annotate.reading import Entity
from memcon.register.names import fold
from memcon.register.register import load_register
from memcon.register.tables import Body, Organisation

_FILE = Path(__file__).parent.parent / "knowledge" / "cues" / "mentions.toml"


@dataclass(frozen=True)
class Nouns:
    """Word lists of knowledge/cues/mentions.toml; each is told there."""

    state: frozenset[str]
    states_called: dict[str, frozenset[str]]
    regions: dict[str, frozenset[str]]
    national: frozenset[str]
    capped: frozenset[str]
    parliaments: dict[str, str]
    body: frozenset[str]
    of_kind: dict[str, frozenset[str]]
    alike: tuple[frozenset[str], ...]
    one: frozenset[str]
    many: frozenset[str]
    sole: frozenset[str]
    kin: frozenset[str]
    offices: dict[str, frozenset[str]]
    premises: frozenset[str]
    person: frozenset[str]
    other: frozenset[str]
    people_pair: frozenset[str]
    state_pair: frozenset[str]
    together: frozenset[str]
    divide: frozenset[str]
    folk: frozenset[str]
    ranks: frozenset[str]
    marching: frozenset[str]
    former: frozenset[str]
    crowd: frozenset[str]
    loose: frozenset[str]
    conditions: frozenset[str]
    ending: frozenset[str]
    alone: frozenset[str]
    firm: frozenset[str]
    society: frozenset[str]
    opens: frozenset[str]
    trade: frozenset[str]
    winner: frozenset[str]
    family: frozenset[str]
    spouse: frozenset[str]
    sibling: frozenset[str]
    compatriot_man: frozenset[str]
    compatriot_woman: frozenset[str]
    rival: frozenset[str]
    craft: frozenset[str]
    female: frozenset[str]
    male: frozenset[str]
    control: frozenset[str]
    saying: frozenset[str]
    judging: frozenset[str]
    denouncing: frozenset[str]
    wronging: frozenset[str]
    visiting: frozenset[str]
    harming: frozenset[str]
    meeting: frozenset[str]
    replying: frozenset[str]
    winning: frozenset[str]
    calling: frozenset[str]
    taking: frozenset[str]
    naming: frozenset[str]
    about: frozenset[str]
    speechless: frozenset[str]
    bodily: frozenset[str]
    denying: frozenset[str]
    pleonastic: dict[str, frozenset[str]]
    things: dict[str, frozenset[str]]
    openers: frozenset[str]
    initials: frozenset[str]
    closers: frozenset[str]
    told: dict[str, frozenset[str]]
    titles: frozenset[str]
    impersonal: frozenset[str]
    plain: frozenset[str]
    ministries: frozenset[str]
    insiders: frozenset[str]
    seated: frozenset[str]
    ideas: frozenset[str]
    advising: frozenset[str]
    single: frozenset[str]
    heading: frozenset[str]
    talking: frozenset[str]
    issuing: frozenset[str]
    members: frozenset[str]
    apart: frozenset[str]
    wanted: frozenset[str]
    malefactors: frozenset[str]
    bands: frozenset[str]
    strangers: frozenset[str]
    female_names: frozenset[str]
    male_names: frozenset[str]

    @cached_property
    def bodies(self) -> frozenset[str]:
        """Nouns of bodies: "group", "agency", "party"."""
        return (self.body | self.one | self.many).union(*self.of_kind.values())

    @cached_property
    def mute(self) -> frozenset[str]:
        """Nouns that are no actor though they "say" something: "report", "figure"."""
        return self.speechless | self.things["text"] | self.things["measure"]

    @cached_property
    def several(self) -> frozenset[str]:
        """Nouns of which two or three may be those whom the text has named: "leaders", "sides", "companies"."""
        return self.people_pair | self.state_pair | self.together | self.bodies

    @cached_property
    def pointing(self) -> frozenset[str]:
        """Every noun that may point back at somebody though the register knows no such actor."""
        return (
            self.state
            | self.body
            | self.kin
            | self.family
            | self.trade
            | self.winner
            | self.one
            | self.many
            | self.person
            | self.people_pair
            | self.state_pair
            | self.together
            | frozenset().union(*self.alike)
            | self.alone.union(*self.of_kind.values())
            | self.other
            | self.members
            | _PARTS
        )


_GUARDS = {"coast guard", "national guard", "presidential guard", "republican guard", "border guard"}
_PARTS = frozenset({"pair", "duo", "two", "three", "four", "both", "couple"})


@lru_cache(maxsize=1)
def load_nouns() -> Nouns:
    """The lists, once a process."""
    lists = tomllib.loads(_FILE.read_text(encoding="utf-8"))

    def table(section: str) -> dict[str, frozenset[str]]:
        return {key: frozenset(text.split()) for key, text in lists[section].items()}

    plain = {**table("nouns"), **table("verbs"), **table("named")}
    names = table("names")
    return Nouns(
        **{f.name: plain[f.name] for f in fields(Nouns) if f.name in plain and f.name != "impersonal"},
        state=table("state")["nouns"],
        states_called={key: found for key, found in table("state").items() if key != "nouns"},
        regions=table("region"),
        parliaments=lists["parliament"],
        of_kind=table("body"),
        alike=tuple(frozenset(line.split()) for line in lists["alike"]["groups"]),
        offices={title: frozenset(held.split(";")) for title, held in lists["offices"].items()},
        impersonal=plain["impersonal"] | plain["closers"],
        pleonastic=table("pleonastic"),
        things=table("things"),
        told=table("told"),
        female_names=names["female"],
        male_names=names["male"],
    )


@lru_cache(maxsize=20_000)
def called(name: str) -> frozenset[str]:
    """Folded nouns that a named body may be called: by its kind in the register, and by the last word of its name."""
    nouns = load_nouns()
    found: set[str] = set()
    for entry in load_register().names.get(fold(name), ()):
        if isinstance(entry.ref, (Body, Organisation)):
            found |= nouns.of_kind.get(entry.ref.kind, frozenset())
    words = fold(name).split()
    kinds = nouns.one | nouns.many | nouns.body
    if len(words) > 1 and words[-1] in kinds | nouns.ending:
        found.add(words[-1])
    # "the Organization of American States", "the National Commission on Human Rights"
    for word, after in pairwise(words):
        if after in ("of", "for", "on") and word in kinds:
            found.add(word)
    return frozenset(found)


def last_words(entity: Entity) -> set[str]:
    """The last words of the titles and nouns by which an entity was told."""
    return {words[-1] for h in entity.heads if (words := h.split())}


def is_collective(entity: Entity) -> bool | None:
    """Whether an entity told by a noun alone is a body ("the ministry") and no single person; None where it has a name."""
    if entity.proper or not entity.heads:
        return None
    nouns = load_nouns()
    if entity.kind == "organisation" and entity.basis == "text":
        return None
    collective = bool(entity.heads & _GUARDS) or bool(last_words(entity) & (nouns.one | nouns.many | nouns.state | nouns.premises))
    if (
        not collective
        and entity.kind in ("organisation", "group")
        and not last_words(entity) & set(fold(entity.name).replace("'s", "").split())
    ):
        return None  # "M23", of which the text says "the rebels"
    return collective


def gender_of_name(name: str) -> str | None:
    """'f' or 'm' where the first name says so, else None."""
    nouns = load_nouns()
    first = [w for w in fold(name).split() if w not in nouns.titles][:1]
    if not first:
        return None
    return "f" if first[0] in nouns.female_names else "m" if first[0] in nouns.male_names else None
