"""What kind of source speaks: a person by name, an office, a state, a body, a paper, the press, or somebody who stays unnamed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from memcon.annotate.reading import Entity, Reading
from memcon.attribute.cues import Cues
from memcon.attribute.found import Found
from memcon.attribute.said import Said
from memcon.attribute.unnamed import anonymities
from memcon.model.record import SourceKind

if TYPE_CHECKING:
    from spacy.tokens import Token

_PARTIES = {"REB", "PTY", "OPP"}
_SOME = {"a", "an", "another", "some", "several", "unnamed", "anonymous", "unidentified"}
_BODIES = {"MIL", "COP", "JUD", "LEG", "PTY", "SPY"}


def kind_of(reading: Reading, found: Found, said: Said, cues: Cues) -> SourceKind:
    """The kind of an attribution's source, from its own words and from who that is."""
    token = found.speaker
    if token is None:
        return "unattributed"
    lemma = token.lemma_.lower()
    entity = reading.entities[said.speaker] if said.speaker is not None else None
    if token.pos_ == "NOUN" or lemma == "one":
        if lemma not in {*cues.bodies, *cues.media, *cues.document, *cues.spokesmen} and _named_beside(token):
            return "person"  # "the head of the environment agency, Marina Coutinho"
        if _unnamed(reading, found, entity, cues):
            return "anonymous"
    if entity is not None and entity.kind == "person":
        return "organisation" if lemma in cues.bodies else "person"
    if lemma in cues.document:
        return "document"
    news = lemma != "agency" or any(c.lower_ in ("news", "press", "telegraph", "information") for c in token.lefts)
    titled = token.pos_ == "PROPN" and any(
        c.lemma_.lower() in cues.media and c.lower_ != "agency" and c.pos_ == "NOUN" for c in token.lefts
    )
    if titled or (lemma in cues.media and news) or (entity is not None and "JRN" in entity.sectors):
        return "media"
    if entity is not None and entity.kind == "group" and entity.sector == "GOV" and entity.country and not entity.plural:
        return "state"
    if entity is not None and entity.kind == "group" and entity.sector in _BODIES and entity.country and not entity.plural:
        return "organisation"
    if _titled(token):
        return "organisation"
    definite = any((c.dep_ == "det" and c.lower_ == "the") or c.dep_ == "poss" for c in token.lefts) or (
        token.lower_ == "police" and all(c.pos_ in ("ADJ", "PROPN") for c in token.lefts)  # "Police said", "Finnish police said"
    )
    if token.lower_ == "chiefs" and any(c.lower_ == "joint" for c in token.lefts):
        return "organisation"  # "the South's joint chiefs of staff"
    if lemma in cues.anonymous and _named_beside(token):
        return "person"
    if definite and lemma in cues.governments and (entity is None or entity.kind != "person"):
        return "state"
    if lemma in cues.spokesmen:
        return "person" if _named_beside(token) else "office"
    if definite and entity is not None and entity.kind == "group" and entity.sector in _PARTIES and token.tag_ == "NNS":
        return "organisation"  # "the rebels" as a party, not some of them
    if lemma in cues.bodies and any(c.pos_ == "PROPN" and c.dep_ in ("compound", "nmod", "amod") for c in token.lefts):
        return "organisation"  # "a UN panel"
    if lemma in cues.watchers and any(c.text[:1].isupper() and c.dep_ in ("compound", "nmod", "amod") for c in token.lefts):
        return "organisation"  # "Nordic truce monitors", "OSCE observers"
    if token.pos_ != "PROPN" and _body_of_state(reading, found, entity):
        return "organisation"
    if lemma in cues.anonymous and token.pos_ in ("NOUN", "DET", "PRON", "NUM") and not (definite and entity is not None and entity.proper):
        return "anonymous"
    if definite and lemma in cues.bodies and (entity is None or entity.kind in ("group", "unnamed")):
        return "organisation"
    if entity is not None and entity.kind == "unnamed" and token.pos_ == "NOUN" and set(entity.sectors) & {"JUD", "GOV", "MIL", "COP"}:
        if token.tag_ == "NN" and definite:
            return "office"  # "the prosecutor"
        if token.tag_ == "NNS" and lemma in cues.offices:
            return "organisation"  # "prosecutors"
    if entity is not None and entity.kind == "unnamed" and token.pos_ == "PROPN":
        return "organisation"
    if entity is None:
        if token.pos_ == "PROPN" and any(c.dep_ == "appos" and c.lemma_.lower() in cues.bodies for c in token.rights):
            return "organisation"  # "Plataforma, a local group of observers"
        return "anonymous" if token.pos_ == "NOUN" else "unattributed" if token.pos_ == "PRON" else "person"
    if entity.kind in ("state", "government"):
        return "state"
    if entity.kind == "office":
        return "office"
    if entity.kind == "organisation":
        return "organisation"
    return "organisation" if entity.kind == "group" and token.pos_ == "PROPN" else "anonymous"


def _unnamed(reading: Reading, found: Found, entity: Entity | None, cues: Cues) -> bool:
    """'A European diplomat', 'a judge who asked not to be named': somebody of whom no name is told, whatever office the words tell."""
    token = found.speaker
    assert token is not None
    if token.lemma_.lower() in {*cues.bodies, *cues.media, *cues.document, *cues.spokesmen, *cues.governments} or token.pos_ != "NOUN":
        return False
    if entity is not None and entity.proper and entity.kind in ("person", "organisation"):
        mention = reading.mention_at(found.sentence.index, token.i)
        if mention is not None and mention.span == entity.mentions[0].span:
            return False
    if entity is not None and entity.kind in ("state", "government"):
        return False  # "the two countries"
    given = [c for c in token.lefts if c.dep_ in ("det", "poss") and c.lower_ not in _SOME]
    if any(c.lower_ in _SOME or (c.dep_ == "nummod" and not given) for c in token.lefts):
        return True
    first, last = token.left_edge.i, token.right_edge.i + 1
    own = found.sentence.span_of(first, last)
    return any(own[0] < s < own[1] for s, _ in anonymities(reading, found.sentence))


def _body_of_state(reading: Reading, found: Found, entity: Entity | None) -> bool:
    """'Tajikistan's border guards': whom a state has speak for it."""
    assert found.speaker is not None
    owner = next((c for c in found.speaker.lefts if c.dep_ == "poss"), None)
    if owner is None or entity is None or entity.kind != "group" or entity.sector not in _BODIES:
        return False
    mention = reading.mention_at(found.sentence.index, owner.i)
    return mention is not None and any(reading.entities[i].kind in ("state", "government") for i in mention.entities)


def _titled(token: Token) -> bool:
    """'Doctors Without Borders': a preposition with a capital is part of a name."""
    return token.text[:1].isupper() and any(
        p.dep_ == "prep" and p.i == token.i + 1 and p.text.istitle() and any(c.text[:1].isupper() for c in p.children) for p in token.rights
    )


def _acronym(token: Token) -> bool:
    """'The security service, the SBU'."""
    return token.text.isupper() or any(c.dep_ == "det" for c in token.lefts)


def name_beside(token: Token) -> Token | None:
    """The name that stands beside a source: 'an official of the ministry, Raul Pedroso', 'one of the team, Yun Gap-geun'."""
    beside = [*token.rights, *(token.head.rights if token.dep_ == "appos" else ())]
    found: Token | None = next((c for c in beside if c.dep_ == "appos" and c.pos_ == "PROPN" and c.i > token.i and not _acronym(c)), None)
    if found is not None:
        return found
    inner = [x for p in token.rights if p.dep_ == "prep" for x in p.children if x.dep_ == "pobj"]
    for noun in inner:  # "the head of the agency, Arnaldo Recalde"
        for c in noun.rights:
            if c.dep_ == "appos" and c.pos_ == "PROPN" and c.ent_type_ != "ORG" and len(list(c.lefts)) and not _acronym(c):
                return c
    return None


def _named_beside(token: Token) -> bool:
    """'An official of the ministry, Raul Pedroso': who is called an official has a name after all."""
    if name_beside(token) is not None:
        return True
    # "one of the kidnappers, who called himself Dogo Maje", "a captain who gave his name as Aung"
    named = [c for n in (token, *(x for p in token.rights for x in p.children)) for c in n.rights if c.dep_ == "relcl"]
    return any(
        any(x.pos_ == "PROPN" for x in c.subtree) and any(x.lower_ in ("himself", "herself", "name") for x in c.subtree) for c in named
    )


def is_no_man(entity: Entity, token: Token, cues: Cues) -> bool:
    """'The intelligence directorate' is nobody in person, whom it was taken for."""
    if entity.kind != "person" or token.pos_ != "NOUN" or token.lemma_.lower() not in cues.bodies - cues.media:
        return False
    return not any(c.dep_ == "poss" for c in token.lefts) and any(c.lower_ == "the" for c in token.lefts)
