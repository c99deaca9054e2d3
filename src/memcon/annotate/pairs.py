"""Two at a time: "both leaders", "the two sides", "they" of two who were named together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from memcon.annotate.clauses import SUBJECTS, clause_of, subject_of
from memcon.annotate.nouns import is_collective, last_words, load_nouns
from memcon.annotate.reading import Mention, Sentence
from memcon.register.register import load_register
from memcon.register.who import Identity

if TYPE_CHECKING:
    from spacy.tokens import Token

    from memcon.annotate.gatherer import Gatherer

_WHOLES: tuple[str, ...] = ("state", "government", "group", "organisation", "unnamed")
_POINTING = {"the", "these", "those", "their"}
_PAIR = {"pair", "duo", "two", "couple"}
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5}
_APART = {"neighbour", "neighbor", "ally"}
_STATES = {"country", "nation", "state", "neighbour", "neighbor", "capital", "government", "power"}


def resolve_pair(g: Gatherer, mention: Mention, lemma: str, sentence: Sentence) -> bool:
    """'both leaders', 'the three countries', 'the rivals': those of that kind who were last named together, else last named."""
    nouns = load_nouns()
    token = sentence.doc[mention.head]
    number = _number(mention, lemma, sentence)
    if number is None and lemma in ("side", "party", "country", "nation") and _says_all(mention, sentence):
        listed = next((m.others for m in reversed(g.recent) if len(m.others) > 1 and mention.sentence - m.sentence <= 6), ())
        listed = listed or max(pairs_named(g, mention, 6), key=lambda pair: pair[1], default=((), 0.0))[0]
        mention.others = listed
        return bool(listed)
    if number is None:
        return False
    if lemma == "couple" and (wed := _couple(g, mention)) is not None:
        mention.others = wed
        return True
    if number and lemma not in nouns.several | _PAIR | set(_NUMBERS):
        # "both senators"
        of_rank = last_of(g, mention, number, lemma)
        mention.others = of_rank or ()
        return of_rank is not None
    if lemma == "side" and _is_bank(token):
        return False
    if (
        (number or 0) >= 2
        and (whole := counted_before(g, mention, number or 0)) is not None
        and lemma in _PAIR | set(_NUMBERS) | nouns.folk
    ):
        mention.entity = whole
        return True
    titled = lemma if number == 0 and mention.identity is not None and mention.identity.kind == "office" else None
    if lemma in _STATES:
        kinds = _WHOLES
    elif lemma == "party" or lemma in nouns.bodies - nouns.state_pair - nouns.people_pair:
        kinds = ("organisation", "group", "government", "state")
    elif lemma in nouns.state_pair | nouns.together | _PAIR | set(_NUMBERS):
        kinds = ("person", *_WHOLES)
    else:
        kinds = ("person",)
    apart: set[str | None] = set()
    subject = subject_of(clause_of(token))
    if lemma in _APART and subject is not None and (own := g.reading.mention_at(mention.sentence, subject.i)) and own.entity is not None:
        apart = {g.reading.entities[own.entity].country}
    owner = next((c for c in token.lefts if c.dep_ == "poss"), None) if lemma in _APART else None
    if owner is not None and (own := g.reading.mention_at(mention.sentence, owner.i)) and own.entity is not None:
        apart = {g.reading.entities[own.entity].country}
    gender = "f" if lemma in nouns.female else "m" if lemma in nouns.male else None
    barred: frozenset[int] = frozenset()
    if token.dep_ not in SUBJECTS and subject is not None and (own := g.reading.mention_at(mention.sentence, subject.i)) is not None:
        barred = frozenset(own.entities)  # "Herzog met both men"

    def fits(found: tuple[int, ...]) -> bool:
        if barred & set(found):
            return False
        entities = [g.reading.entities[i] for i in found]
        if (number and len(found) != number) or any(e.kind not in kinds for e in entities):
            return False
        if titled in ("leader", "ruler", "politician") and not all(e.kind == "person" and e.proper for e in entities):
            return False
        if titled not in (None, "leader", "ruler", "politician") and not all(
            any(h.split()[-1:] == [titled] for h in e.heads) for e in entities
        ):
            return False
        return not gender or all(e.kind == "person" and e.gender in (gender, None) for e in entities)

    best: tuple[int, ...] = ()
    most = -99.0
    for found, score in pairs_named(g, mention, 2 if number == 0 and titled else 5):
        if fits(found) and not {g.reading.entities[i].country for i in found} & (apart - {None}) and score > most:
            best, most = found, score
    for other in reversed(g.recent):
        if len(other.others) > 1 and fits(other.others):
            score = -0.5 * (mention.sentence - other.sentence)
            if score > most:
                best, most = other.others, score
    found_pair: tuple[int, ...] | None = best
    bodily = clause_of(token).lemma_.lower() in nouns.bodily
    if number and (lemma in ("pair", "duo", "couple") or (bodily and lemma in _PAIR | set(_NUMBERS))):
        best = found_pair = last_of(g, mention, number, barred=barred) or best
    if not best and number and lemma in _PAIR | set(_NUMBERS) | {"man", "woman"}:
        found_pair = last_of(g, mention, number, gender=gender, barred=barred)
    if not best and number and not found_pair:
        if lemma in _STATES:
            kinds = ("state", "government", "person", "office")
        found_pair = recent_pair(g, kinds, apart, gender, many=number, barred=barred, mixed=lemma in _STATES)
        if found_pair is None:
            found_pair = recent_pair(g, kinds, None, gender, abroad=False, former=True, many=number, barred=barred, mixed=lemma in _STATES)
    if not found_pair:
        return False
    if lemma in _STATES:
        found_pair = tuple(dict.fromkeys(state_of(g, i) for i in found_pair))
    mention.others = found_pair
    return True


def one_of_two(g: Gatherer, mention: Mention, which: str) -> int | None:
    """Who "the latter" or "the former" is: the second or the first of the two whom the sentence, or the one before, has told of last."""
    told: list[int] = []
    at: int | None = None
    for other in reversed(g.recent):
        back = mention.sentence - other.sentence
        if back > 2 or (len(told) > 1 and other.sentence != at):
            break
        if other.locative or (back == 0 and _clause_at(g, other) == _clause_at(g, mention)):
            continue
        if len(other.others) == 2 and not told:
            return other.others[1 if which == "latter" else 0]
        for index in reversed(other.entities):
            if index not in told and not (told and _alike(g, told[0]) != _alike(g, index)):
                told.append(index)
                at = other.sentence
    if not told or which == "latter":
        return told[0] if told else None
    return told[-1] if len(told) > 1 else None


def _sort(g: Gatherer, index: int) -> str:
    """People, states and bodies: two of a pair are of one sort."""
    entity = g.reading.entities[index]
    if entity.kind == "person":
        return "person"
    return "state" if entity.kind in ("state", "government") and not entity.heads else "body"


def _alike(g: Gatherer, index: int) -> bool:
    return g.reading.entities[index].kind in ("person", "office", "unnamed")


def _clause_at(g: Gatherer, mention: Mention) -> int:
    """The place of the verb in whose clause a mention stands."""
    return clause_of(g.reading.sentences[mention.sentence].doc[mention.head]).i


def last_of(
    g: Gatherer,
    mention: Mention,
    many: int,
    rank: str | None = None,
    gender: str | None = None,
    barred: frozenset[int] = frozenset(),
) -> tuple[int, ...] | None:
    """The last two (or ``many``) single people told of within two sentences, named or not; of a ``rank`` those within six that bear it."""
    seen: list[int] = []
    for other in reversed(g.recent):
        if mention.sentence - other.sentence > (6 if rank else 2):
            break
        if other.entity is None or other.plural or other.entity in seen or other.entity in barred:
            continue
        entity = g.reading.entities[other.entity]
        single = entity.kind == "person" or (
            entity.kind in ("office", "unnamed", "group") and not entity.plural and is_collective(entity) is False
        )
        if not single or entity.gender not in (gender, None, entity.gender if gender is None else None):
            continue
        if rank is not None and rank not in last_words(entity):
            continue
        seen.append(other.entity)
        if len(seen) == many:
            return tuple(reversed(seen))
    return None


def _says_all(mention: Mention, sentence: Sentence) -> bool:
    return mention.plural and any(t.lower_ == "all" for t in sentence.doc[max(0, mention.first - 1) : mention.head])


def _couple(g: Gatherer, mention: Mention) -> tuple[int, ...] | None:
    """Somebody and his wife, or her husband, where the text has told of one last."""
    spouses = load_nouns().spouse
    for other in reversed(g.recent):
        if mention.sentence - other.sentence > 8:
            break
        token = g.reading.sentences[other.sentence].doc[other.head]
        if other.entity is None or token.lemma_.lower() not in spouses:
            continue
        owner = next((c for c in token.lefts if c.dep_ == "poss"), None)
        known = g.reading.mention_at(other.sentence, owner.i) if owner is not None else None
        if known is not None and known.entity is not None and known.entity != other.entity:
            return (known.entity, other.entity)
    return None


def _number(mention: Mention, lemma: str, sentence: Sentence) -> int | None:
    """How many a phrase points back at; 0 where it tells no number ("the rivals"), None where it points at none together."""
    doc = sentence.doc
    words = [t.lower_ for t in doc[max(0, mention.first - 1) : mention.head]]
    before = set(words[1:] if mention.first else words)
    if lemma in _PAIR:
        return 2
    if lemma in _NUMBERS:
        return _NUMBERS[lemma]
    if not mention.plural:
        return None
    if "both" in before:
        return 2
    pointing = (
        bool(before & _POINTING)
        or (lemma in _APART and bool(before & {"its", "his", "her"}))
        or sentence.kind in ("title", "heading")
        or words[:1] == ["all"]
    )
    number = next((_NUMBERS[w] for w in words if w in _NUMBERS), None)
    if number is not None:
        return number if pointing else None
    known = mention.identity is not None and (mention.identity.country is not None or mention.identity.organisation is not None)
    office = mention.identity is not None and mention.identity.kind == "office"
    if "the" in before and not known and (lemma in load_nouns().together or before & load_nouns().rival or office):
        return 0
    return None


def counted_before(g: Gatherer, mention: Mention, number: int) -> int | None:
    """The people told of just before by that number: "two German aid workers" of "the pair"."""
    for other in reversed(g.recent):
        if mention.sentence - other.sentence > 3:
            break
        if len(other.others) == number:
            return None
        if other.entity is not None and (told := g.reading.entities[other.entity].number) is not None and _NUMBERS.get(told) == number:
            return other.entity
    return None


def _is_bank(token: Token) -> bool:
    """'both sides of the river' are nobody."""
    banks = load_nouns().divide
    return any(c.dep_ == "prep" and c.lower_ == "of" and any(n.lemma_.lower() in banks for n in c.rights) for c in token.rights)


def pairs_named(g: Gatherer, mention: Mention, window: int) -> Iterator[tuple[tuple[int, ...], float]]:
    """Pairs that were named together before a mention ("A and B", "A met B"), with how near they are."""
    seen = 0
    for distance, other in enumerate(reversed(g.recent)):
        back = mention.sentence - other.sentence
        if back > window or seen > 8:
            break
        if other.entity is None or other.pronoun:
            continue
        token = g.reading.sentences[other.sentence].doc[other.head]
        beside = token.head if token.dep_ == "conj" else _twin(token) or _met(token)
        if beside is None:
            continue
        if any(c.dep_ == "cc" and c.lower_ in ("or", "nor") for c in beside.rights):
            continue
        first = g.reading.mention_at(other.sentence, beside.i)
        if first is None or first.entity is None or first.entity == other.entity or first.span[0] >= mention.span[0]:
            continue
        if any(c.dep_ == "conj" for c in token.children):
            continue  # a longer list is taken by its last
        lead = beside
        listed = [other.entity, first.entity]
        while lead.dep_ == "conj" and len(listed) < 6:
            lead = lead.head
            further = g.reading.mention_at(other.sentence, lead.i)
            if further is not None and further.entity is not None:
                listed.append(further.entity)
        found = tuple(dict.fromkeys(reversed(listed)))
        if beside.dep_ in SUBJECTS and token.dep_ not in ("conj", *SUBJECTS):
            kinds = {g.reading.entities[i].kind == "person" for i in found}
            if len(kinds) > 1 or (other.plural and True in kinds):
                continue  # "she met families"
        verb = clause_of(lead)
        side_by_side = beside.dep_ not in SUBJECTS or token.dep_ in ("conj", *SUBJECTS)
        told = -0.5 if not side_by_side else 1.0 if lead.dep_ in SUBJECTS and verb.lemma_.lower() not in load_nouns().saying else 0.0
        seen += 1
        yield found, told - 0.6 * back - 0.05 * distance


def _twin(token: Token) -> Token | None:
    """The subject that another subject of the same verb is told after: a list that the parser did not see as one."""
    if token.dep_ not in SUBJECTS:
        return None
    for other in token.head.lefts:
        if other.i < token.i and other.dep_ == token.dep_ and any(c.dep_ == "cc" and c.lower_ == "and" for c in other.rights):
            return other
    return None


def _met(token: Token) -> Token | None:
    """Who is said to have met, married or telephoned whoever a word names: 'Marin' for the husband in "Marin divorced her husband"."""
    verb = token.head if token.dep_ == "dobj" else token.head.head if token.dep_ == "pobj" and token.head.lower_ == "with" else None
    if verb is None or verb.lemma_.lower() not in load_nouns().meeting:
        return None
    return next((c for c in verb.lefts if c.dep_ == "nsubj"), None)


def recent_pair(
    g: Gatherer,
    kinds: tuple[str, ...],
    apart: set[str | None] | None = None,
    gender: str | None = None,
    abroad: bool = True,
    former: bool = False,
    many: int = 2,
    barred: frozenset[int] = frozenset(),
    mixed: bool = False,
) -> tuple[int, ...] | None:
    """The two (or ``many``) of some kinds who were named last; ``abroad``: of different countries; ``mixed``: of any sorts."""
    seen: list[int] = []
    countries: set[str | None] = set(apart or ())
    for other in reversed(g.recent):
        for index in reversed(other.entities):
            entity = g.reading.entities[index]
            home = entity.country or entity.organisation
            if (
                index in seen
                or index in barred
                or entity.kind not in kinds
                or (entity.former and not former)
                or (gender and entity.gender not in (gender, None))
            ):
                continue
            if abroad and (home is None or home in countries):
                continue
            if seen and not mixed and _sort(g, seen[0]) != _sort(g, index):
                continue
            if not abroad and not (entity.proper or (entity.kind in ("organisation", "group") and (other.name or not entity.heads))):
                continue
            seen.append(index)
            countries.add(home)
            if len(seen) == many:
                return tuple(reversed(seen))
    return None


def pair_with(g: Gatherer, index: int) -> tuple[int, ...] | None:
    """The pair that somebody is one of: of 'the two leaders' just spoken of, else of two people of whom one dealt with the other."""
    for other in reversed(g.recent):
        if len(other.others) > 1 and index in other.others:
            return other.others
    for other in reversed(g.recent):
        entity = other.entity
        if entity is None or entity == index or g.reading.entities[entity].kind != "person" or other.pronoun:
            continue
        token = g.reading.sentences[other.sentence].doc[other.head]
        if token.dep_ not in ("pobj", "dobj", "conj", "nsubj"):
            continue
        clause = clause_of(token)
        for mate in g.recent:
            if mate.sentence == other.sentence and mate.entity == index:
                there = g.reading.sentences[mate.sentence].doc[mate.head]
                if clause_of(there).i == clause.i and {token.dep_, there.dep_} & set(SUBJECTS):
                    home = {g.reading.entities[i].country for i in (entity, index)}
                    return (index, entity) if len(home) == 2 else None
    return None


def state_of(g: Gatherer, index: int) -> int:
    """The entity of the state whose leader or government an entity is."""
    entity = g.reading.entities[index]
    if entity.kind == "state" or not entity.country:
        return index
    state = load_register().states.get(entity.country)
    if state is None:
        return index
    return g.entity_of(("state", state.code), Identity(state.name, "state", state.code))
