"""Gather mentions into entities: names, titles, descriptions, pronouns and plurals, by rule from the parse.

Two passes: full names and what the text says of them first, so that a headline's bare surname finds its owner;
then everything else in reading order.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from memcon.annotate.reading import Entity, Mention, Reading, Sentence
from memcon.register.gazetteer import load_gazetteer
from memcon.register.names import fold, words_of
from memcon.register.register import load_register
from memcon.register.who import Identity, who

_HE = {"he", "him", "his", "himself"}
_SHE = {"she", "her", "hers", "herself"}
_IT = {"it", "its", "itself"}
_THEY = {"they", "them", "their", "themselves"}
_FIRST = {"i", "me", "my", "we", "us", "our"}
_PAIR_STATES = {"country", "nation", "state", "government", "capital", "neighbour", "neighbor", "ally", "side", "party"}
_PAIR_PEOPLE = {"leader", "president", "man", "minister", "counterpart", "official", "head", "diplomat", "side", "party"}
_GROUP_HEADS = {"group", "movement", "organisation", "organization", "militia", "party", "bloc", "alliance", "agency", "body", "union"}
_COUNTRY_HEADS = {"country", "nation", "state", "government", "republic", "kingdom", "regime", "administration"}
_PERSON_HEADS = {"leader", "man", "woman", "official", "politician", "diplomat", "lawmaker", "strongman", "ruler", "head"}
_FEMALE = {
    "mrs",
    "ms",
    "miss",
    "madam",
    "queen",
    "chancellor_f",
    "spokeswoman",
    "congresswoman",
    "chairwoman",
    "actress",
    "princess",
    "duchess",
}
_MALE = {"mr", "king", "prince", "sheikh", "sultan", "emir", "spokesman", "congressman", "chairman", "archbishop", "pope"}
_WINDOW = 4
_SAYING = {"say", "tell", "write", "add", "state", "post", "declare", "note", "announce", "tweet", "insist", "stress", "warn", "recall"}


def gather_entities(reading: Reading) -> None:
    """Fill ``reading.entities`` and give every mention its entity; mentions that name nobody keep None."""
    Gatherer(reading).run()


class Gatherer:
    """One article's entities while they are being gathered."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.day = reading.article.published
        self.by_key: dict[tuple[str, ...], int] = {}
        self.surnames: dict[str, int] = {}
        self.recent: list[Mention] = []
        self.home = self._home()

    def run(self) -> None:
        """Both passes."""
        for mention in self.reading.mentions:
            if mention.name and not mention.pronoun:
                self._full_name(mention)
        for mention in self.reading.mentions:
            if mention.entity is None and not mention.others:
                self._place(mention)
            if mention.entity is not None or mention.others:
                self.recent.append(mention)
                if len(self.recent) > 60:
                    del self.recent[:20]
        for mention in self.reading.mentions:
            for index in mention.entities:
                self.reading.entities[index].mentions.append(mention)

    # first pass: people by their full names

    def _full_name(self, mention: Mention) -> None:
        sentence = self.reading.sentences[mention.sentence]
        identity = mention.identity
        described = self._described(sentence, mention)
        if identity is None and described is None:
            identity = self._stranger(sentence, mention, None)
            if identity is None:
                return
        elif identity is None or (described is not None and identity.kind not in ("person",)):
            if identity is not None and identity.kind in ("state", "government", "organisation", "group"):
                return
            named = self._stranger(sentence, mention, described)
            if named is None:
                return
            identity = named
        elif identity.kind == "person" and described is not None:
            identity = merge_told(identity, described)
        if identity.kind != "person" or not identity.person:
            return
        text = self._name_text(sentence, mention)
        if len(text.split()) < 2 and identity.basis != "text" and len(fold(identity.person).split()) > 1:
            return  # a bare surname: second pass
        mention.identity = identity
        self._join(mention, ("person", fold(identity.person)), identity)
        index = mention.entity
        if index is not None:
            for part in _surnames(identity.person, text):
                self.surnames.setdefault(part, index)
            self.reading.entities[index].proper = True

    def _name_text(self, sentence: Sentence, mention: Mention) -> str:
        doc = sentence.doc
        first = mention.head
        while first > mention.first and doc[first - 1].pos_ == "PROPN" and doc[first - 1].dep_ in ("compound", "flat", "nmod"):
            first -= 1
        return str(doc[first : mention.head + 1].text)

    def _stranger(self, sentence: Sentence, mention: Mention, described: Identity | None) -> Identity | None:
        """A capitalised name of two words or more that the register does not know, as a person of the text."""
        name = self._name_text(sentence, mention)
        parts = [w for w in name.split() if w[:1].isupper()]
        if len(parts) < 2 or len(parts) > 5 or any(c.isdigit() for c in name):
            return None
        role = load_register()
        known = role.names.get(fold(name))
        if known and not any(e.kind in ("person", "surname") for e in known):
            return None
        if described is None:
            if not _looks_personal(sentence, mention, parts):
                return None
            return Identity(name, "person", None, None, (), None, name, basis="text", sure=False)
        return replace(described, name=name, kind="person", person=name, basis="text")

    def _described(self, sentence: Sentence, mention: Mention) -> Identity | None:
        """What an apposition says of a name: 'Venezuela's de facto leader, Delcy Rodríguez', 'X, the army chief'."""
        token = sentence.doc[mention.head]
        around = []
        if token.dep_ == "appos":
            around.append(token.head)
        around.extend(c for c in token.rights if c.dep_ == "appos")
        for other in around:
            told = self.reading.mention_at(sentence.index, other.i)
            if told and told.identity and told.identity.kind in ("office", "unnamed", "group", "organisation", "person"):
                if told.identity.kind == "person" and told.identity.head is None:
                    continue
                if told.identity.sectors:
                    return told.identity
        return None

    # second pass

    def _place(self, mention: Mention) -> None:
        sentence = self.reading.sentences[mention.sentence]
        token = sentence.doc[mention.head]
        if mention.pronoun:
            self._pronoun(mention, sentence)
            return
        if token.dep_ == "appos" and (head := self.reading.mention_at(mention.sentence, token.head.i)) and head.entity is not None:
            other = self.reading.entities[head.entity]
            if other.kind == "person" or mention.identity is None or mention.identity.kind in ("office", "unnamed"):
                if mention.identity is None or mention.identity.kind in ("office", "unnamed", "group"):
                    mention.entity = head.entity
                    self._learn(other, mention)
                    return
        for child in token.rights:
            if child.dep_ == "appos":
                named = self.reading.mention_at(mention.sentence, child.i)
                if named and named.entity is not None and self.reading.entities[named.entity].kind == "person":
                    if mention.identity is None or mention.identity.kind in ("office", "unnamed", "person"):
                        mention.entity = named.entity
                        self._learn(self.reading.entities[named.entity], mention)
                        return
        if mention.name:
            name = fold(self._name_text(sentence, mention))
            if name in self.surnames and (mention.identity is None or mention.identity.kind in ("person", "unnamed", "office")):
                mention.entity = self.surnames[name]
                return
        if self._pair(mention, token.lemma_.lower(), sentence):
            return
        identity = mention.identity
        definite = any(c.dep_ in ("det", "poss") and c.lower_ in ("the", "this", "that") for c in token.lefts) or (
            sentence.kind in ("title", "heading")
        )
        if identity is None:
            if definite:
                self._nominal(mention, token.lemma_.lower(), None)
            return
        if identity.kind in ("office", "unnamed") and identity.head and self._description(mention, identity, definite):
            return
        if identity.kind == "unnamed" and not identity.sectors and not identity.country:
            return
        if identity.kind == "unnamed" and not identity.sectors:
            return
        self._join(mention, _key(identity, mention), identity)

    def _description(self, mention: Mention, identity: Identity, definite: bool) -> bool:
        """'the president', 'the U.S. president', 'the minister': an entity already met, else whoever held the office."""
        head = identity.head or ""
        best, most = None, -99.0
        for other in reversed(self.recent):
            if other.entity is None:
                continue
            entity = self.reading.entities[other.entity]
            if not definite and entity.kind == "person" and not identity.country:
                continue
            exact = head in entity.heads
            fits = (
                exact
                or any(h.endswith(" " + head) for h in entity.heads)
                or (head in _PERSON_HEADS and entity.kind == "person" and definite)
            )
            if (
                not fits
                or entity.former != identity.former
                or not _agrees(entity, identity)
                or (mention.plural != entity.plural and entity.kind != "person")
                or (mention.plural and entity.kind == "person")
            ):
                continue
            # the very title counts more than one that ends in it ("acting president"), a subject more than the rest
            token = self.reading.sentences[other.sentence].doc[other.head]
            score = 2.0 * exact + (token.dep_ in ("nsubj", "nsubjpass")) - 0.7 * (mention.sentence - other.sentence)
            if score > most:
                best, most = other.entity, score
        if best is None and definite:
            # cataphora and headlines: somebody named later in the article
            for entity in self.reading.entities:
                if (
                    entity.kind == "person"
                    and head in entity.heads
                    and _agrees(entity, identity)
                    and not mention.plural
                    and not entity.former
                ):
                    best = entity.index
                    break
        if best is not None:
            mention.entity = best
            self._learn(self.reading.entities[best], mention)
            return True
        if (
            identity.kind == "office"
            and not identity.country
            and not identity.organisation
            and self.home
            and definite
            and not mention.plural
        ):
            sentence = self.reading.sentences[mention.sentence]
            found = who(sentence.doc[mention.first : mention.last].text, self.day, self.home)
            if found and found.kind == "person":
                self._join(mention, ("person", fold(found.person or found.name)), found)
                return True
        return False

    def _nominal(self, mention: Mention, lemma: str, identity: Identity | None) -> None:
        kinds = (
            ("state", "government")
            if lemma in _COUNTRY_HEADS
            else ("organisation", "group")
            if lemma in _GROUP_HEADS
            else ("person",)
            if lemma in _PERSON_HEADS and not mention.plural
            else ()
        )
        if not kinds:
            return
        for other in reversed(self.recent):
            if (
                other.entity is not None
                and self.reading.entities[other.entity].kind in kinds
                and mention.sentence - other.sentence <= _WINDOW
            ):
                mention.entity = other.entity
                return

    def _pair(self, mention: Mention, lemma: str, sentence: Sentence) -> bool:
        """'both leaders', 'the two countries', 'the two sides': the two most recent of that kind."""
        doc = sentence.doc
        before = {t.lower_ for t in doc[mention.first : mention.head]}
        if not (mention.plural and (before & {"both", "two"})) or lemma not in _PAIR_PEOPLE | _PAIR_STATES:
            return False
        kinds: tuple[str, ...] = (
            ("person",)
            if lemma in _PAIR_PEOPLE and lemma not in _PAIR_STATES
            else ("state", "government", "person", "group", "organisation")
        )
        own = self._own_subject(mention, sentence)
        apart = {self.reading.entities[own].country} if own is not None and lemma in ("neighbour", "neighbor", "ally") else set()
        found = self._recent_pair(kinds, apart)
        if found is None:
            return False
        if lemma in ("country", "nation", "state", "neighbour", "neighbor", "capital", "government"):
            found = tuple(self._state_of(i) for i in found)
        mention.others = found
        return True

    def _recent_pair(self, kinds: tuple[str, ...], apart: set[str | None] | None = None) -> tuple[int, ...] | None:
        seen: list[int] = []
        countries: set[str | None] = set(apart or ())
        for other in reversed(self.recent):
            for index in reversed(other.entities):
                entity = self.reading.entities[index]
                home = entity.country or entity.organisation
                if index in seen or entity.kind not in kinds or home is None or home in countries or entity.former:
                    continue
                seen.append(index)
                countries.add(home)
                if len(seen) == 2:
                    return tuple(reversed(seen))
        return None

    def _state_of(self, index: int) -> int:
        entity = self.reading.entities[index]
        if entity.kind == "state" or not entity.country:
            return index
        state = load_register().states.get(entity.country)
        if state is None:
            return index
        return self._entity(("state", state.code), Identity(state.name, "state", state.code))

    def _pronoun(self, mention: Mention, sentence: Sentence) -> None:
        doc = sentence.doc
        token = doc[mention.head]
        low = token.lower_
        if low in ("who", "whom", "whose", "which"):
            clause = token.head
            while clause.dep_ not in ("relcl", "acl", "ROOT") and clause.head.i != clause.i:
                clause = clause.head
            if clause.dep_ == "relcl":
                antecedent = self.reading.mention_at(mention.sentence, clause.head.i)
                if antecedent:
                    mention.entity, mention.others = antecedent.entity, antecedent.others
            return
        if low in _FIRST:
            self._first_person(mention, sentence)
            return
        if low in ("you", "each"):
            return
        if low == "both" or low in _THEY:
            self._they(mention)
            return
        gender = "m" if low in _HE else "f" if low in _SHE else None
        pool: list[tuple[float, int]] = []
        reflexive_subject = self._own_subject(mention, sentence) if low in ("his", "her", "its") else None
        for distance, other in enumerate(reversed(self.recent)):
            if other.entity is None or mention.sentence - other.sentence > _WINDOW or distance > 25:
                continue
            entity = self.reading.entities[other.entity]
            if low in _IT:
                if entity.kind in ("person", "office") or other.plural:
                    continue
            elif entity.kind != "person" and not (entity.kind in ("office", "unnamed") and not entity.plural):
                continue
            if gender and entity.gender and entity.gender != gender:
                continue
            other_token = self.reading.sentences[other.sentence].doc[other.head]
            if other.sentence == mention.sentence and self._same_clause(token, other_token):
                if low not in ("his", "her", "its"):
                    continue
            score = -1.0 * (mention.sentence - other.sentence) * 2 - distance * 0.15
            if other_token.dep_ in ("nsubj", "nsubjpass"):
                score += 2.0
            if entity.kind == "person" and entity.proper:
                score += 0.6
            if gender and entity.gender == gender:
                score += 1.0
            if other.locative:
                score -= 2.0
            if reflexive_subject is not None and reflexive_subject == other.entity:
                score += 1.5
            pool.append((score, other.entity))
        if pool:
            mention.entity = max(pool, key=lambda p: p[0])[1]
            if gender:
                entity = self.reading.entities[mention.entity]
                entity.gender = entity.gender or gender

    def _own_subject(self, mention: Mention, sentence: Sentence) -> int | None:
        token = sentence.doc[mention.head]
        clause = token.head
        while clause.pos_ not in ("VERB", "AUX") and clause.head.i != clause.i:
            clause = clause.head
        for child in clause.lefts:
            if child.dep_ in ("nsubj", "nsubjpass") and (m := self.reading.mention_at(mention.sentence, child.i)):
                return m.entity
        return None

    def _same_clause(self, one: object, other: object) -> bool:
        def clause(token: object) -> int:
            t = token
            while t.pos_ not in ("VERB", "AUX") and t.head.i != t.i:  # type: ignore[attr-defined]
                t = t.head  # type: ignore[attr-defined]
            return int(t.i)  # type: ignore[attr-defined]

        return clause(one) == clause(other)

    def _first_person(self, mention: Mention, sentence: Sentence) -> None:
        """'"We talked about oil," X wrote': X, and for 'we' the other leader when X and one other were just spoken of."""
        doc = sentence.doc
        if not self.reading.quoted(mention.span[0]):
            return
        for verb in doc:
            if verb.pos_ != "VERB" or verb.lemma_.lower() not in _SAYING or self.reading.quoted(sentence.offset(verb)):
                continue
            for child in verb.children:
                if child.dep_ == "nsubj" and (speaker := self.reading.mention_at(mention.sentence, child.i)):
                    index = speaker.entity if speaker.entity is not None else self._surname_of(speaker, sentence)
                    if index is None:
                        continue
                    pair = self._pair_with(index) if doc[mention.head].lower_ in ("we", "us", "our") else None
                    if pair and index in pair:
                        mention.others = pair
                    else:
                        mention.entity = index
                    return

    def _pair_with(self, index: int) -> tuple[int, ...] | None:
        """The pair just spoken of ('the two leaders') that somebody is one of, else the two people last named."""
        for other in reversed(self.recent):
            if len(other.others) > 1 and index in other.others:
                return other.others
        return self._recent_pair(("person",))

    def _surname_of(self, mention: Mention, sentence: Sentence) -> int | None:
        return self.surnames.get(fold(self._name_text(sentence, mention))) if mention.name else None

    def _they(self, mention: Mention) -> None:
        for other in reversed(self.recent):
            if mention.sentence - other.sentence > 2:
                break
            if len(other.others) > 1:
                mention.others = other.others
                return
            if other.plural and other.entity is not None and not other.locative:
                break
        sentence = self.reading.sentences[mention.sentence]
        coordinated = self._coordination(mention)
        if coordinated:
            mention.others = coordinated
            return
        for other in reversed(self.recent):
            if mention.sentence - other.sentence > 2:
                break
            if other.plural and other.entity is not None and not other.locative:
                mention.entity = other.entity
                return
        found = self._recent_pair(("person",)) or self._recent_pair(("person", "state", "government", "group", "organisation"))
        if found and sentence.index - min(self._last_seen(i) for i in found) <= 3:
            mention.others = found

    def _last_seen(self, index: int) -> int:
        return max((m.sentence for m in self.recent if index in m.entities), default=-99)

    def _coordination(self, mention: Mention) -> tuple[int, ...]:
        for other in reversed(self.recent):
            if mention.sentence - other.sentence > 1:
                break
            token = self.reading.sentences[other.sentence].doc[other.head]
            if token.dep_ == "conj" and other.entity is not None:
                first = self.reading.mention_at(other.sentence, token.head.i)
                if first and first.entity is not None and first.entity != other.entity:
                    return (first.entity, other.entity)
        return ()

    # entities

    def _join(self, mention: Mention, key: tuple[str, ...], identity: Identity) -> None:
        mention.entity = self._entity(key, identity, mention.plural)
        self._learn(self.reading.entities[mention.entity], mention)

    def _entity(self, key: tuple[str, ...], identity: Identity, plural: bool = False) -> int:
        if key in self.by_key:
            return self.by_key[key]
        entity = Entity(
            len(self.reading.entities),
            identity.name,
            identity.kind,
            identity.country,
            identity.organisation,
            list(identity.sectors),
            identity.office,
            identity.basis,
            plural=plural,
            former=identity.former,
        )
        if identity.office:
            entity.heads.add(fold(identity.office.removeprefix("former ")))
        if identity.head:
            entity.heads.add(identity.head)
        self.reading.entities.append(entity)
        self.by_key[key] = entity.index
        return entity.index

    def _learn(self, entity: Entity, mention: Mention) -> None:
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
        if words & _FEMALE:
            entity.gender = "f"
        elif words & _MALE:
            entity.gender = "m"

    def _home(self) -> str | None:
        """The state an article is most about, whose 'the president' needs no name."""
        counts: Counter[str] = Counter()
        for mention in self.reading.mentions:
            if mention.identity and mention.identity.country:
                counts[mention.identity.country] += 1
        if not counts:
            return None
        (best, n), *rest = counts.most_common(2)
        return best if not rest or n > rest[0][1] else None


def _looks_personal(sentence: Sentence, mention: Mention, parts: list[str]) -> bool:
    """A name of two to four plain words that does or suffers something a person does, and is no place or organisation."""
    token = sentence.doc[mention.head]
    if not 2 <= len(parts) <= 4 or any(
        not p.replace("-", "").replace("'", "").replace("’", "").replace(".", "").isalpha() or p.isupper() for p in parts
    ):
        return False
    if any(c.dep_ == "det" for c in token.lefts) or load_gazetteer().is_name(fold(" ".join(parts))):
        return False
    register = load_register()
    if any(
        e.kind in ("state", "adjective", "demonym", "capital", "agent", "organisation", "body")
        for p in parts
        for e in register.names.get(fold(p), ())
    ):
        return False
    return token.dep_ in ("nsubj", "nsubjpass", "dobj") or (
        token.dep_ == "pobj" and token.head.lower_ in ("of", "with", "by", "against", "to", "for")
    )


def merge_told(known: Identity, told: Identity) -> Identity:
    """The register's person with what the text says: the text wins on country, sector and office of that day."""
    country = told.country or known.country
    agrees = (not told.country or told.country == known.country) and (not told.sectors or told.sectors[0] in known.sectors)
    return replace(
        known,
        country=country,
        organisation=told.organisation or known.organisation,
        sectors=known.sectors if agrees and known.sectors else (told.sectors or known.sectors),
        office=told.office or known.office,
        basis="both" if agrees else "text",
        head=told.head or known.head,
        former=told.former,
    )


def _agrees(entity: Entity, identity: Identity) -> bool:
    if identity.country and entity.country and identity.country != entity.country:
        return False
    return not (identity.organisation and entity.organisation != identity.organisation)


def _surnames(*names: str) -> set[str]:
    parts = set()
    for name in names:
        words = fold(name).split()
        if words:
            parts.add(words[-1])
            parts.add(" ".join(words))
            if len(words) > 2:
                parts.add(" ".join(words[-2:]))
    return parts


def _key(identity: Identity, mention: Mention) -> tuple[str, ...]:
    if identity.kind == "person":
        return ("person", fold(identity.person or identity.name))
    if identity.kind in ("state", "government") and identity.country and identity.head is None:
        return (identity.kind, identity.country)
    if identity.organisation and identity.kind == "organisation":
        return ("organisation", identity.organisation, fold(identity.name))
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
