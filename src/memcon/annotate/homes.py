"""Whose police, whose government: give bodies that a text names without their state the state it speaks of."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from memcon.annotate.jointly import joint_states
from memcon.annotate.nouns import load_nouns
from memcon.annotate.reading import Entity, Mention, Reading, Sentence
from memcon.register.gazetteer import load_gazetteer
from memcon.register.names import fold, words_of
from memcon.register.register import load_register
from memcon.register.tables import Body
from memcon.register.who import is_plain_party

if TYPE_CHECKING:
    from spacy.tokens import Token

_BODIES = {"GOV", "MIL", "COP", "JUD", "LEG", "OPP", "PTY", "SPY", "PRM", "REB", "LAB", "EDU", "AGR", "CVL", "MED", "REL", "ELI"}
_SAYING = {"say", "tell", "speak", "add", "report"}
_LONDON = "GBR"
_PEOPLE = ("er", "or", "ist", "ian", "man", "woman", "ee")
_OF_NO_STATE = {"IGO": "IGO", "UNO": "IGO", "EUR": "IGO", "NGO": "NGO"}
_RULERS = {"junta", "regime", "military regime", "military junta", "military government", "military rulers"}
_ARMED = {"REB", "PRM", "CRM", "UAF"}
_MARGIN = 1.25
_FROM_THERE = 1.6  # the same where the other state is the one that the report comes from
_OFFICES = {"GOV", "MIL", "COP", "JUD", "LEG", "SPY"}
_RIVAL = 3  # a state is as much spoken of as the one spoken of most, if not so many times less
_TOPIC = 3  # sentences back in which it is told whose an official is


def settle_homes(reading: Reading) -> None:
    """Fill in the country of entities that have none, then join descriptions that now name the same body."""
    _place_members(reading)
    counts, home = _spoken(reading), home_of(reading)
    _place_parties(reading, home)
    _place_councils(reading, home)
    for entity in reading.entities:
        if entity.country or entity.organisation or not entity.mentions or not set(entity.sectors[:1]) & _BODIES:
            continue
        if entity.kind == "person" and entity.proper and entity.sector not in ("GOV", "MIL", "COP", "LEG", "JUD", "OPP"):
            continue
        country = _owner(reading, entity) or _beside(reading, entity) or _of_rulers(reading, entity) or _by_its_name(entity, home)
        country = country or _around(reading, entity)
        topic = _of_topic(reading, entity) if country is None else None
        if topic is not None and (home is None or _RIVAL * counts[topic] >= counts[home]):
            country = topic
        if country is None and home is not None and not _indefinite(reading, entity):
            country = home
        entity.country = country
    _join(reading)
    for entity in reading.entities:
        if entity.kind == "organisation" and set(entity.sectors[:1]) & _ARMED:
            entity.kind = "group"
        if entity.kind == "organisation" and entity.organisation and (kind := _world_kind(entity.organisation)):
            entity.sectors = [*entity.sectors, kind]
        if entity.kind in ("group", "office") and not entity.plural and not entity.proper and _is_somebody(reading, entity):
            entity.kind = "unnamed"


def _world_kind(code: str) -> str | None:
    """PLOVER's sector of bodies of no state: IGO, NGO."""
    body = load_register().organisations.get(code)
    return _OF_NO_STATE.get(body.plover) if body is not None and not body.country else None


def _is_somebody(reading: Reading, entity: Entity) -> bool:
    """Whether the text tells of one person without a name or office that was told before: "a medic", "a police source", "one official"."""
    first = next((m for m in entity.mentions if not m.pronoun), None)
    if first is None or first.plural:
        return False
    token = reading.sentences[first.sentence].doc[first.head]
    lemma = token.lemma_.lower()
    if token.tag_ != "NN" or lemma in load_nouns().bodies:
        return False
    if entity.kind == "group":
        return lemma in load_nouns().single or any(lemma == h.split()[-1] and lemma.endswith(_PEOPLE) for h in entity.heads)
    return any(c.dep_ in ("det", "nummod") and c.lower_ in ("a", "an", "one", "another", "some") for c in token.lefts)


def _place_members(reading: Reading) -> None:
    """ "Ingrid Berg, director of the Network": of what the network is."""
    for entity in reading.entities:
        if entity.kind != "person" or not entity.proper or entity.country or entity.organisation or entity.sectors:
            continue
        body = next((b for m in entity.mentions if not m.pronoun and (b := _body_of(reading, m)) is not None), None)
        if body is not None:
            entity.country, entity.organisation, entity.sectors = body.country, body.organisation, list(body.sectors)
            entity.basis = "text"


def _body_of(reading: Reading, mention: Mention) -> Entity | None:
    """The body behind "of" in what a name is said to be."""
    token = reading.sentences[mention.sentence].doc[mention.head]
    told = [c for c in token.rights if c.dep_ == "appos"]
    if token.dep_ == "appos":
        told.append(token.head)
    for noun in told:
        for prep in noun.rights:
            if prep.dep_ == "prep" and prep.lower_ in ("of", "for", "at", "with", "from"):
                for inner in prep.rights:
                    if inner.dep_ == "pobj" and (named := reading.mention_at(mention.sentence, inner.i)) and named.entity is not None:
                        body = reading.entities[named.entity]
                        if body.kind in ("organisation", "government", "group") and not named.plural:
                            return body
    return None


def _place_councils(reading: Reading, home: str | None) -> None:
    """'His National Security Council' is of his state, though we know America's by that name."""
    for entity in reading.entities:
        if entity.kind != "organisation" or not entity.country or set(fold(entity.name).split()) - load_nouns().plain:
            continue
        owner = _owner(reading, entity)
        if owner is None and home is not None and not any(_beside_own(reading, entity, m) for m in entity.mentions):
            owner = home  # "called a meeting of the National Security Council", in a report from Bangkok
        if owner is not None and owner != entity.country:
            entity.country = owner
    _place_foreign_office(reading, home)


def _beside_own(reading: Reading, body: Entity, mention: Mention) -> bool:
    """Whether the sentence of a body's mention tells of anybody or anything else of the body's own state."""
    others = (m for m in reading.mentions if m.sentence == mention.sentence and m is not mention)
    named = {reading.entities[i].country for m in others for i in m.entities if i != body.index}
    start, end = reading.sentences[mention.sentence].span
    return body.country in named | {p.country for p in reading.places if p.span and start <= p.span[0] < end}


def _place_foreign_office(reading: Reading, home: str | None) -> None:
    """'The Foreign Office' of a report from Islamabad that tells of nothing else British is no British one."""
    if home in (None, _LONDON) or any(p.country == _LONDON for p in reading.places):
        return
    british = [e for e in reading.entities if e.country == _LONDON and e.mentions]
    for entity in british:
        named = [m for m in entity.mentions if m.identity is not None and m.identity.country and m.identity.basis != "text"]
        told = [reading.article.text[slice(*m.span)] for m in named]
        if not all("foreign office" in t.lower() for t in told) or (entity.kind == "person" and entity.basis != "text"):
            return
    for entity in british:
        entity.country = _spoken_of(reading, entity.mentions[0]) or home
        if entity.kind == "government":
            entity.name = "Foreign Office"


def _spoken_of(reading: Reading, mention: Mention) -> str | None:
    """The state whose capital or adjective the paragraph has last told before a mention."""
    block = reading.sentences[mention.sentence].block
    found = None
    for other in reading.mentions:
        if other.span[0] >= mention.span[0]:
            break
        if reading.sentences[other.sentence].block == block and other.entity is not None and not other.pronoun and not other.locative:
            entity = reading.entities[other.entity]
            if entity.kind == "government" and entity.country not in (None, _LONDON):
                found = entity.country
    return found


def _place_parties(reading: Reading, home: str | None) -> None:
    """'the Labour Party' of a report from Auckland is no British one: a name that many states' parties bear is of the home."""
    if home is None:
        return
    for entity in reading.entities:
        if (
            entity.kind != "organisation"
            or entity.sectors[:1] != ["PTY"]
            or entity.country in (None, home)
            or not is_plain_party(entity.name)
        ):
            continue
        old = entity.country
        others = {e.country for e in reading.entities if e.sectors[:1] != ["PTY"]} | {p.country for p in reading.places}
        own = any(isinstance(e.ref, Body) and e.ref.country == home for e in load_register().names.get(fold(entity.name), ()))
        if old in others and not own:
            continue
        entity.country = home
        for member in reading.entities:
            if (
                member.country == old
                and member.sectors[:1] == ["PTY"]
                and member.kind in ("person", "unnamed")
                and not _is_registered(member)
            ):
                member.country = home


def _is_registered(entity: Entity) -> bool:
    """Whether the register, and not the text alone, knows a person."""
    return entity.kind == "person" and entity.basis != "text"


def home_of(reading: Reading) -> str | None:
    """The state a report is about: most named, its dateline's counting for more; None where two are named alike."""
    counts = _spoken(reading)
    dateline = dateline_country(reading)
    if not counts:
        return dateline
    (best, most), *rest = counts.most_common(2)
    if not rest or most >= (_FROM_THERE if rest[0][0] == dateline else _MARGIN) * rest[0][1]:
        return best
    return dateline if dateline in (best, rest[0][0]) else None


def _spoken(reading: Reading) -> Counter[str]:
    """How much a report speaks of every state."""
    counts: Counter[str] = Counter()
    for entity in reading.entities:
        if entity.country and entity.kind != "group":
            # whom a state's people and offices act for says more than what they act upon
            counts[entity.country] += len(entity.mentions) * (2 if entity.kind in ("person", "office", "government") else 1)
    for place in reading.places:
        if place.country:
            counts[place.country] += 1
    dateline = dateline_country(reading)
    if dateline and dateline in counts:
        counts[dateline] += 3
    return counts


def dateline_country(reading: Reading) -> str | None:
    """The country of the place in the report's dateline."""
    gazetteer = load_gazetteer()
    for block in reading.article.blocks:
        if block.kind != "dateline":
            continue
        words = words_of(reading.article.text[block.span[0] : block.span[1]][:120])
        if words and (hit := gazetteer.find(words, 0)):
            return max(hit[1], key=lambda s: s.population if s.kind == "city" else 10**9).country
    return None


def _owner(reading: Reading, entity: Entity) -> str | None:
    """'its foreign ministry', 'the country's police': whose the possessive is."""
    for mention in entity.mentions:
        token = reading.sentences[mention.sentence].doc[mention.head]
        for child in token.lefts:
            if child.dep_ == "poss" and (owner := reading.mention_at(mention.sentence, child.i) or _within(reading, mention, child.i)):
                for index in owner.entities:
                    if reading.entities[index].country:
                        return reading.entities[index].country
    return None


def _within(reading: Reading, mention: Mention, token: int) -> Mention | None:
    """The mention before another one whose name a token ends: "Treasury" of "the U.S. Department of the Treasury's Office"."""
    for head in range(len(reading.sentences[mention.sentence].doc)):
        other = reading.mention_at(mention.sentence, head)
        if other is not None and other.first <= token < other.last and other is not mention and not other.pronoun:
            return other
    return None


def _beside(reading: Reading, entity: Entity) -> str | None:
    """The country of a place right behind the phrase: 'protesters in Tbilisi', 'five people in the Lebanese village of X'."""
    for mention in entity.mentions:
        if mention.pronoun:
            continue
        sentence = reading.sentences[mention.sentence]
        token = sentence.doc[mention.head]
        if (country := _where_done(reading, mention, token)) is not None:
            return country
        edge = sentence.offset(token.right_edge) + len(token.right_edge.text)
        for place in reading.places:
            if place.span and mention.span[1] <= place.span[0] < edge and place.country:
                return place.country
        for child in token.rights:
            if child.dep_ == "prep" and child.lower_ in ("in", "of", "from", "at", "near"):
                for inner in child.subtree:
                    if (named := reading.mention_at(mention.sentence, inner.i)) and named.identity and named.identity.country:
                        return named.identity.country
    return None


def _where_done(reading: Reading, mention: Mention, token: Token) -> str | None:
    """'hundreds of people marched in Phnom Penh': the country of the place where an unplaced crowd does what it does."""
    top = token.head.head if token.dep_ == "pobj" and token.head.lower_ == "of" else token
    verb = top.head
    if not mention.plural or top.dep_ not in ("nsubj", "nsubjpass") or verb.pos_ != "VERB":
        return None
    sentence = reading.sentences[mention.sentence]
    for prep in verb.children:
        if prep.dep_ == "prep" and prep.lower_ in ("in", "at", "near", "outside"):
            start, end = sentence.offset(prep), sentence.offset(prep.right_edge) + 1
            named = [p.country for p in reading.places_in((start, end)) if p.country]
            if named:
                return named[-1]  # "at a US base in Iraq" is in Iraq
    return None


def _around(reading: Reading, entity: Entity) -> str | None:
    """The one country of which a sentence names places when it first tells of armed men: "militias fired at a US base in Iraq"."""
    if entity.sectors[0] not in _ARMED or entity.proper or (first := next((m for m in entity.mentions if not m.pronoun), None)) is None:
        return None
    there = [m for m in reading.mentions if m.sentence == first.sentence and m.locative]
    countries = {reading.entities[i].country for m in there for i in m.entities} - {None}
    countries = countries or {p.country for p in reading.places_in(reading.sentences[first.sentence].span)} - {None}
    return countries.pop() if len(countries) == 1 else None


def _by_its_name(entity: Entity, home: str | None) -> str | None:
    """'Congress' of a report from a state whose parliament is not so called is the one that everybody knows by that name."""
    if entity.sectors[:1] != ["LEG"] or entity.plural:
        return None
    for word, states in load_nouns().parliaments.items():
        if word in entity.heads:
            first, *others = states.split()
            return home if home in others else first
    return None


def _of_rulers(reading: Reading, entity: Entity) -> str | None:
    """'The junta' of a report that has told of one state's regime and of no other's."""
    if not entity.heads & _RULERS:
        return None
    ruled = {e.country for e in reading.entities if e.country and e.mentions and e.heads & _RULERS}
    return ruled.pop() if len(ruled) == 1 else None


def _of_topic(reading: Reading, entity: Entity) -> str | None:
    """'Colombia expelled three Nicaraguan diplomats. Foreign Minister X said': of whose doings the report has told last.

    Of the subjects of the sentences before, the last that is a state or somebody whose words place him.
    """
    mention = next((m for m in entity.mentions if not m.pronoun), None)
    if mention is None or mention.plural or not set(entity.sectors[:1]) & _OFFICES or entity.kind == "unnamed":
        return None
    for index in range(mention.sentence, max(-1, mention.sentence - _TOPIC), -1):
        for token in _subjects(reading.sentences[index]):
            if index == mention.sentence and token.i >= mention.first:
                continue
            told = reading.mention_at(index, token.i)
            if told is None or told.pronoun or len(joint_states(token, token.left_edge.i)) > 1:
                continue  # of "Thai and Cambodian soldiers" there is no one state
            known = [reading.entities[i] for i in told.entities]
            placed = {e.country for e in known if e.country and (e.kind == "state" or (_is_placed(e) and set(e.sectors[:1]) & _OFFICES))}
            if len(placed) == 1:
                return placed.pop()
    return None


def _subjects(sentence: Sentence) -> list[Token]:
    """The subjects of a sentence, those of its main clause first."""
    found = [t for t in sentence.doc if t.dep_ == "nsubj"]
    return sorted(found, key=lambda t: sum(1 for _ in t.ancestors))


def _is_placed(entity: Entity) -> bool:
    return any(m.identity is not None and m.identity.country for m in entity.mentions if not m.pronoun)


def _indefinite(reading: Reading, entity: Entity) -> bool:
    """Unnamed people of no certain state: 'two officials', 'a diplomat', 'sources'."""
    first = next((m for m in entity.mentions if not m.pronoun), None)
    if first is None:
        return True
    if entity.proper:
        return False
    token = reading.sentences[first.sentence].doc[first.head]
    the = any(c.dep_ in ("det", "poss") and c.lower_ in ("the", "this", "these", "their", "its", "his", "her") for c in token.lefts)
    return not the and (token.lemma_.lower() in load_nouns().strangers or token.head.lemma_.lower() in _SAYING)


def _join(reading: Reading) -> None:
    """'Rebels' and 'Colombian rebels' are one once both are known to be Colombian."""
    met: dict[tuple[str, ...], Entity] = {}
    for entity in reading.entities:
        if not entity.mentions or not entity.heads or entity.proper or entity.kind in ("state", "person") or not entity.country:
            continue
        if not set(entity.sectors[:1]) & {"GOV", "MIL", "COP", "JUD", "LEG", "OPP", "REB", "PTY", "ELI"}:
            continue
        if any(m.name and not m.pronoun for m in entity.mentions):
            continue  # "the Freedom Party" and "the People's Party" are two
        head = min(entity.heads, key=lambda h: (len(h), h))
        head = head if entity.sector == "JUD" else head.split()[-1]  # a high court is not the supreme court
        key = (head, entity.country, str(entity.plural), str(entity.former), entity.number or "", *entity.sectors[:1])
        if key in met:
            _merge(reading, met[key], entity)
        else:
            met[key] = entity


def _merge(reading: Reading, kept: Entity, gone: Entity) -> None:
    def renamed(mention: Mention) -> None:
        if mention.entity == gone.index:
            mention.entity = kept.index
        if gone.index in mention.others:
            mention.others = tuple(dict.fromkeys(kept.index if i == gone.index else i for i in mention.others))

    for mention in gone.mentions:
        renamed(mention)
    kept.mentions = sorted({id(m): m for m in (*kept.mentions, *gone.mentions)}.values(), key=lambda m: m.span)
    kept.heads |= gone.heads
    gone.mentions = []
