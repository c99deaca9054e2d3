"""What is known of an article's actors while they are being gathered: entities by key, names, who was told of last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import cached_property
from itertools import pairwise

from memcon.annotate.namewords import untitled
from memcon.annotate.nouns import gender_of_name, load_nouns
from memcon.annotate.reading import Entity, Mention, Reading
from memcon.register.names import fold, words_of
from memcon.register.register import load_register
from memcon.register.who import Identity


class Gatherer:
    """One article's entities while they are being gathered. ``assign`` gives a mention its entity, also before its turn."""

    def __init__(self, reading: Reading, assign: Callable[[Gatherer, Mention], None]) -> None:
        self.reading = reading
        self._assign = assign
        self.day = reading.article.published
        self.by_key: dict[tuple[str, ...], int] = {}
        self.surnames: dict[str, int] = {}
        self.given: dict[str, int] = {}
        self.whole: set[str] = set()  # whole names
        self.longer: set[str] = set()  # parts of longer names
        self.put_off: dict[int, Identity] = {}  # of mentions, by id, that may be parts of longer names
        self.acronyms: dict[str, Mention] = {}
        self.names_called: dict[int, frozenset[str]] = {}
        self.bodies: dict[tuple[str, ...], int] = {}  # bodies by the words of their names
        self.recent: list[Mention] = []
        self.met: dict[int, int] = {}  # each entity's first sentence
        self.named: set[int] = set()  # those whom a name has told
        self.first: int | None = None  # whom the report tells of first, as the subject
        self.home = _home(reading)

    @cached_property
    def words(self) -> frozenset[str]:
        """Every folded word of the article."""
        return frozenset(fold(self.reading.article.text).split())

    @cached_property
    def divided(self) -> list[str]:
        """The lands of which the text names a northern or southern state: "korea"."""
        states = load_register().states
        told = dict.fromkeys(m.identity.country for m in self.reading.mentions if m.identity is not None and m.identity.country)
        named = [fold(states[c].name).split() for c in told if c in states]
        return [" ".join(words[1:]) for words in named if words[0] in ("north", "south")]

    def assign(self, mention: Mention) -> None:
        """Give one mention its entity or entities, where it has any."""
        self._assign(self, mention)

    def join(self, mention: Mention, key: tuple[str, ...], identity: Identity) -> None:
        """Give a mention the entity of a key, and the entity what the mention tells of it."""
        mention.entity = self.entity_of(key, identity, mention.plural)
        if identity.head is None and identity.kind in ("organisation", "group"):
            s, e = mention.span
            for name in (identity.name, self.reading.article.text[s:e]):
                self.bodies[tuple(w for w in fold(name).split() if w != "the")] = mention.entity
        self.learn(self.reading.entities[mention.entity], mention)

    def become(self, gone: int, kept: int) -> None:
        """Make one entity of two: what was told of ``gone`` was told of ``kept``, whom the text has named."""
        old, new = self.reading.entities[gone], self.reading.entities[kept]
        for mention in self.reading.mentions:
            if mention.entity == gone:
                mention.entity = kept
            elif gone in mention.others:
                mention.others = tuple(dict.fromkeys(kept if i == gone else i for i in mention.others))
        self.by_key = {
            ("kin", key[1], str(kept), *key[3:]) if key[0] == "kin" and key[2] == str(gone) else key: kept if index == gone else index
            for key, index in self.by_key.items()
        }
        new.heads |= old.heads
        new.gender = new.gender or old.gender
        if new.country is None and new.organisation is None:
            new.country, new.organisation = old.country, old.organisation
        if not new.sectors:
            new.sectors, new.basis = list(old.sectors), "text"
        new.office = new.office or old.office
        if gone in self.met:
            self.met[kept] = self.met.pop(gone)
        self.first = kept if self.first == gone else self.first

    def known_state(self, country: str | None) -> int | None:
        """The entity of a state that the text has named, or None."""
        return self.by_key.get(("state", country)) if country else None

    def entity_of(self, key: tuple[str, ...], identity: Identity, plural: bool = False) -> int:
        """The entity of a key, made where there is none yet."""
        if key in self.by_key:
            return self.by_key[key]
        entity = Entity.of(len(self.reading.entities), identity)
        entity.plural, entity.former = plural, identity.former
        if identity.office:
            entity.heads.add(fold(identity.office.removeprefix("former ")))
        if identity.head:
            entity.heads.add(identity.head)
        self.reading.entities.append(entity)
        self.by_key[key] = entity.index
        return entity.index

    def introduce(self, index: int, *names: str) -> None:
        """Remember a person's names, so that a surname or a first name alone is found again."""
        for part in _surnames(*names):
            self.surnames.setdefault(part, index)
        self.whole.update(fold(name) for name in names if len(untitled(name)) > 1)
        for name in names:
            first = fold(name).split()[:1]
            if first and len(first[0]) > 2:
                self.given.setdefault(first[0], index)
        entity = self.reading.entities[index]
        entity.proper = True
        entity.gender = entity.gender or gender_of_name(names[0])

    def learn(self, entity: Entity, mention: Mention) -> None:
        """What a further mention adds: a head noun, a country or sector still unknown, a gender."""
        identity = mention.identity
        if identity is None:
            return
        if identity.head:
            entity.heads.add(identity.head)
        if entity.kind == "person" and identity.kind in ("office", "unnamed", "person"):
            if entity.country is None and entity.organisation is None:
                entity.country, entity.organisation = identity.country, identity.organisation
            if not entity.sectors and identity.sectors:
                entity.sectors = list(identity.sectors)
                entity.basis = "text"
            if entity.office is None:
                entity.office = identity.office
        words = {w.fold for w in words_of(self.reading.article.text[mention.span[0] : mention.span[1]])}
        nouns = load_nouns()
        if entity.gender is None:
            entity.gender = "f" if words & nouns.female else "m" if words & nouns.male else None


def _home(reading: Reading) -> str | None:
    """The state an article is most about, whose 'the president' needs no name."""
    counts: Counter[str] = Counter()
    for mention in reading.mentions:
        if mention.identity and mention.identity.country:
            counts[mention.identity.country] += 1
    if not counts:
        return None
    (best, n), *rest = counts.most_common(2)
    return best if not rest or n > rest[0][1] else None


def _surnames(*names: str) -> set[str]:
    parts = set()
    for name in names:
        words = fold(name).split()
        if words:
            parts.add(words[-1])
            parts.add(" ".join(words))
            if len(words) > 2:
                parts.update(" ".join(pair) for pair in pairwise(words[1:]))
    return parts


def key_of(identity: Identity, mention: Mention) -> tuple[str, ...]:
    """What a mention's entity is known by, so that the same is found again."""
    if identity.kind == "person":
        return ("person", fold(identity.person or identity.name))
    if identity.kind == "state" and "PRE" in identity.sectors:
        return ("state", identity.country or "", fold(identity.name))  # Somaliland is not Somalia
    if identity.kind in ("state", "government") and identity.country and identity.head is None:
        return (identity.kind, identity.country)
    if identity.organisation and identity.kind == "organisation":
        return ("organisation", identity.organisation, fold(identity.name))
    if identity.head == "state" and (called := " ".join(w for w in identity.name.split() if w[:1].isupper())) != "State":
        return ("described", "state", fold(called))  # "Zamfara State", "neighbouring Kebbi State": two governments
    if identity.head:
        return (
            "described",
            identity.head,
            identity.country or "",
            identity.organisation or "",
            *identity.sectors[:1],
            "s" if mention.plural else "",
        )
    return (identity.kind, fold(identity.name), identity.country or "")
