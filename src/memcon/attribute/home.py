"""Whose side somebody speaks for."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from memcon.annotate.reading import Entity, Mention, Reading
from memcon.attribute.cues import load_cues
from memcon.attribute.lookup import mentions_in, sentence_at, tokens_of
from memcon.attribute.said import Said
from memcon.attribute.same import alike, does, placed, suffers
from memcon.code.draft import Draft, side, sides
from memcon.model.record import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

OFFICIAL = {"GOV", "MIL", "COP", "JUD", "LEG", "SPY"}
_ARMED = {"REB", "UAF", "PRM", "OPP", "PTY"}
_APART = {"SOC", "JRN", "MED", "EDU"}  # of a state, but not speaking for it
_CUES = Path(__file__).parent.parent / "knowledge" / "cues"
_FILE, _SPEECH = _CUES / "unnamed.toml", _CUES / "speech.toml"


_WORDS = 6  # before a medium's name that may tell whose it is
_ANY = " ministry"  # a ministry of some field
_WORLD = ""  # a body of no state
_FIRST = 3  # mentions of somebody that may say who he is


@lru_cache(maxsize=8)
def source_words(name: str) -> frozenset[str]:
    """One list of what sources are called."""
    return frozenset(_sources()[name].split("|" if name == "state_media" else None))


@lru_cache(maxsize=1)
def _sources() -> dict[str, str]:
    found: dict[str, str] = tomllib.loads(_SPEECH.read_text(encoding="utf-8"))["sources"]
    return found


def _of_state(reading: Reading, one: Said, speaker: Entity) -> bool:
    """'The official news agency KCNA', 'Iranian state television': media by which a state speaks."""
    if speaker.name in source_words("state_media"):
        return True
    sentence = sentence_at(reading, one.speaker_span[0]) if one.speaker_span else None
    if sentence is None or one.speaker_span is None:
        return False
    last = max((t.i for t in tokens_of(reading, one.speaker_span)), default=0)
    phrase = sentence.doc[max(0, last - _WORDS) : last + 2]
    return any(t.lower_ in source_words("state_words") for t in phrase)


def charges(reading: Reading, one: Said) -> bool:
    """Whether the source is a document by which a state accuses: 'according to an indictment'."""
    return one.speaker_span is not None and any(
        t.lemma_.lower() in source_words("prosecution") for t in tokens_of(reading, one.speaker_span)
    )


@lru_cache(maxsize=1)
def _institutions() -> frozenset[str]:
    return frozenset(tomllib.loads(_FILE.read_text(encoding="utf-8"))["institution"]["nouns"].split())


def home_of(
    reading: Reading, draft: Draft, one: Said, bodies: dict[Span, Entity], actors: set[str], recipients: set[str], last: str | None
) -> str | None:
    """The side that the speaker of ``one`` speaks for; None for nobody's. ``bodies`` are what `bodies_before` gives for the article.

    An official of no named state is of a side of the event: of the one whose body he belongs to, else of the one that spoke ``last``.
    """
    assert one.speaker is not None
    speaker = reading.entities[one.speaker]
    if "JRN" in speaker.sectors and _of_state(reading, one, speaker):
        if speaker.country:
            return side(speaker)
        if (official := _official_party(reading, draft)) is not None:
            return official
    if _runs(reading, draft, one):
        return next(iter(sorted(recipients)), None)
    here = _called(reading, one)
    if "JRN" in speaker.sectors and here is not None and (owner := _owner(reading, here, draft)) is not None:
        return side(owner)  # "the group's news outlet"
    if one.speaker not in (*draft.actors, *draft.recipients) and _stands_apart(speaker):
        return None
    if _watches(reading, speaker) or (speaker.sectors[:1] == ["OPP"] and _between_states(reading, draft, one.speaker)):
        return None
    before = bodies.get(one.speaker_span) if one.speaker_span is not None else None
    if before is not None and before.kind == "organisation" and not before.country:
        return side(before)
    if here is not None and (body := _heads(reading, here, draft, firm=placed(speaker))) is not None:
        return side(body)
    apart = not draft.reciprocal and len(actors) == 1 and speaker.kind not in ("state", "government")
    if apart and (party := party_of(reading, draft, one)) is not None:
        return next(iter(sorted(actors if party == "actor" else recipients)), None)
    stands = _stands_in(reading, one)
    called = here.identity if here is not None and not here.pronoun else None
    if stands is not None and called is not None and called.kind != "person" and not called.country:
        return stands  # "In Baku, the defence ministry said": whosever ministry was spoken of before
    if placed(speaker):
        return side(speaker)
    if here is not None and (owner := _owner(reading, here, draft)) is not None:
        # a director of the hospital that was raided speaks for it
        return side(speaker) if speaker.country or speaker.organisation else side(owner)
    if stands is not None:
        return stands
    if before is not None:
        return side(before)
    if not set(speaker.sectors) & (OFFICIAL | _ARMED):
        known, speaker = speaker, titled(reading, speaker)
        if known is speaker or placed(speaker):
            return side(speaker)
    for i in (*draft.actors, *draft.recipients):
        if set(reading.entities[i].sectors) & set(speaker.sectors) - {"GOV"}:
            return side(reading.entities[i])
    if not set(speaker.sectors) & OFFICIAL:
        return side(speaker)
    if last is not None:
        return last
    if speaker.country in actors | recipients or (speaker.country is not None and speaker.kind == "person"):
        return speaker.country
    for i in (*draft.actors, *draft.recipients):
        if not set(reading.entities[i].sectors) & {*_ARMED, "CRM"}:
            return side(reading.entities[i])  # a governor does not speak for the kidnappers
    return next(iter(sorted(actors or recipients)), None)


def of_state(entity: Entity) -> bool:
    """Whether somebody acts for a state: the state itself, its government, its officials, soldiers and police."""
    return entity.kind in ("state", "government") or bool(set(entity.sectors) & OFFICIAL)


def acts_for_state(reading: Reading, draft: Draft, i: int) -> bool:
    """Whether a party acts for a state; 'a drone of the Rapid Support Forces' does not, whatever a drone is."""
    entity = reading.entities[i]
    for mention in entity.mentions:
        if mention.sentence != draft.sentence or mention.pronoun:
            continue
        token = reading.sentences[mention.sentence].doc[mention.head]
        owners = [c for c in token.lefts if c.dep_ == "poss"]
        owners += [c for p in token.rights if p.dep_ == "prep" and p.lower_ == "of" for c in p.children if c.dep_ == "pobj"]
        for owner in owners:
            of = reading.mention_at(mention.sentence, owner.i)
            if of is not None and any(set(reading.entities[j].sectors[:1]) & _ARMED for j in of.entities):
                return False
    return of_state(entity)


def speaks_for_state(reading: Reading, entity: Entity) -> bool:
    """Whether somebody speaks for the state's side within his state: an official, or 'the army's media wing'."""
    known = titled(reading, entity)
    if of_state(known):
        return True
    here = next((m for m in entity.mentions if not m.pronoun), None)
    if here is None:
        return False
    token = reading.sentences[here.sentence].doc[here.head]
    owners = [reading.mention_at(here.sentence, c.i) for c in token.lefts if c.dep_ == "poss"]
    if any(of_state(reading.entities[i]) for m in owners if m is not None for i in m.entities):
        return True
    return "JRN" in entity.sectors and any(c.lower_ in source_words("state_words") for c in token.lefts)


def is_local(reading: Reading, one: Said, country: str | None) -> bool:
    """'The mayor of the town': who speaks for the people of the place, in ``country``."""
    if one.speaker is None or one.speaker_span is None or country is None or reading.entities[one.speaker].country != country:
        return False
    return any(t.lemma_.lower() in source_words("local") for t in tokens_of(reading, one.speaker_span))


def body_home(reading: Reading, draft: Draft, one: Said, actors: set[str], recipients: set[str]) -> str | None:
    """The side of a body that is nobody known: 'the intelligence directorate', 'the general staff'. None for nobody's."""
    if one.speaker_span is None or one.source_kind not in ("organisation", "office", "state"):
        return None
    tokens = tokens_of(reading, one.speaker_span)
    if not tokens or not any(t.lemma_.lower() in _institutions() for t in tokens) or any(t.pos_ == "PROPN" for t in tokens):
        return None
    if (stands := _stands_in(reading, one)) is not None:
        return stands
    return _official_party(reading, draft)


def _official_party(reading: Reading, draft: Draft) -> str | None:
    """The side of the first party that is a state or acts for one."""
    return next((side(e) for e in (reading.entities[i] for i in (*draft.actors, *draft.recipients)) if of_state(e)), None)


def _runs(reading: Reading, draft: Draft, one: Said) -> bool:
    """'The charity that runs the ship', 'the company which owned the tanker': who has what it was done to."""
    sentence = sentence_at(reading, one.speaker_span[0]) if one.speaker_span else None
    if sentence is None or one.speaker_span is None:
        return False
    held = {m.head for i in draft.recipients for m in reading.entities[i].mentions if m.sentence == draft.sentence}
    nouns = {reading.sentences[draft.sentence].doc[h].lemma_.lower() for h in held}
    for token in tokens_of(reading, one.speaker_span)[-1:]:
        for clause in token.rights:
            if clause.dep_ == "relcl" and clause.lemma_.lower() in source_words("runs"):
                return any(c.dep_ == "dobj" and (c.lemma_.lower() in nouns or c.lower_ in ("it", "vessel")) for c in clause.rights)
    return False


def _between_states(reading: Reading, draft: Draft, speaker: int) -> bool:
    """Whether an act is a state's towards somebody else: its opposition does not speak for it."""
    parties = [*draft.actors, *draft.recipients]
    return speaker not in parties and any(of_state(reading.entities[i]) for i in parties) and len(sides(reading, parties)) > 1


def _stands_apart(speaker: Entity) -> bool:
    """'The Nicaraguan Association for Human Rights': of a state, but not speaking for it."""
    if {w.lower() for w in speaker.name.split()} & source_words("defenders"):
        return True
    if speaker.kind not in ("organisation", "group"):
        return False
    named = {w.lower() for w in speaker.name.split()} & source_words("apart")
    return bool(named and not set(speaker.sectors) & {*OFFICIAL, *_ARMED}) or (
        speaker.kind == "organisation" and bool(set(speaker.sectors[:1]) & _APART)
    )


def _watches(reading: Reading, speaker: Entity) -> bool:
    """'Spokesman for the Sri Lanka Monitoring Mission', 'head of the OSCE observers': they watch the sides, whosever land names them."""
    for mention in speaker.mentions[:_FIRST]:
        if mention.pronoun:
            continue
        token = reading.sentences[mention.sentence].doc[mention.head]
        near = [token, *(c for c in token.children if c.dep_ in ("compound", "amod", "appos", "prep"))]
        words = {t.lower_ for n in near for t in (n.subtree if n.dep_ in ("appos", "prep") and n is not token else (n,))}
        if words & load_cues().watchers:
            return True
    return False


def party_of(reading: Reading, draft: Draft, one: Said) -> str | None:
    """Whether somebody tells of himself what he did, or what was done to him: 'we bombed it', 'eleven of its men were killed'."""
    lemma = reading.sentences[draft.sentence].doc[draft.token].lemma_.lower()
    for span in one.content:
        for token in tokens_of(reading, span):
            same = token.lemma_.lower() == lemma
            hit = alike(token.lemma_.lower(), lemma) and any(c.dep_ == "nsubjpass" for c in token.lefts)  # "its ship had been hit"
            if token.pos_ != "VERB" or not (same or hit):
                continue
            quoted = any(s <= span[0] and span[1] <= e for s, e in one.quotes) or reading.quoted(span[0] + 1)
            if quoted and does(token):
                return "actor"
            if (quoted and suffers(token)) or _own_men(reading, token, one):
                return "recipient"
    return None


def _own_men(reading: Reading, token: Token, one: Said) -> bool:
    """'Said that eleven of its men were killed': what was done to the speaker's own."""
    sentence = sentence_at(reading, one.content[0][0])
    if sentence is None:
        return False
    for noun in token.children:
        if noun.dep_ not in ("dobj", "nsubjpass"):
            continue
        for owner in noun.subtree:
            if owner.dep_ == "poss" and owner.lower_ in ("its", "their", "his", "her"):
                mention = reading.mention_at(sentence.index, owner.i)
                if (one.speaker is None and one.stance == "confirms") or (mention is not None and one.speaker in mention.entities):
                    return True
    return False


def bodies_before(reading: Reading, said: list[Said]) -> dict[Span, Entity]:
    """For the words of a speaker who spoke before for the body that they name: 'Qatar's foreign ministry said … spokesman X wrote'."""
    latest: dict[str, tuple[Span, Entity]] = {}
    found: dict[Span, Entity] = {}
    staff: dict[int | None, Entity] = {}  # of bodies of no state
    spoken = {one.speaker_span: one.speaker for one in said if one.speaker_span is not None}
    for span in sorted(spoken):
        words = _bodies(reading, span)
        known = [latest[w] for w in words if w in latest] + [latest[_ANY] for w in words if w == "ministry" and _ANY in latest]
        if known:
            found[span] = max(known, key=lambda k: k[0])[1]
        speaker = spoken[span]
        named = {t.lemma_.lower() for t in tokens_of(reading, span) if t.dep_ == "poss"} & source_words("called")
        if speaker is not None and named and _WORLD in latest and span not in found:
            staff[speaker] = latest[_WORLD][1]
        if speaker in staff:
            found[span] = staff[speaker]
        if speaker is not None and reading.entities[speaker].kind == "organisation" and not reading.entities[speaker].country:
            latest[_WORLD] = (span, reading.entities[speaker])
        if speaker is not None and words and placed(reading.entities[speaker]):
            some = {_ANY} if any(w.endswith(_ANY) for w in words) else set()
            latest |= dict.fromkeys(words | some, (span, reading.entities[speaker]))
    return found


def titled(reading: Reading, speaker: Entity) -> Entity:
    """The speaker, or the office that stands beside his name where it was taken for another's."""
    known = placed(speaker) or set(speaker.sectors) & (OFFICIAL | _ARMED)
    return speaker if known else _beside(reading, speaker) or speaker


def _bodies(reading: Reading, span: Span) -> set[str]:
    """The bodies that the words for a speaker name, a ministry with its field: 'foreign ministry' of 'Foreign Minister X'."""
    tokens = tokens_of(reading, span)
    found = set()
    for i, token in enumerate(tokens):
        word = "ministry" if token.lower_ == "minister" else token.lower_
        if word == "ministry":
            field = tokens[i - 1].lower_.replace("defense", "defence") if i else ""
            found.add(f"{field} {word}" if token.lower_ == "minister" or field not in ("the", "") else word)
        if word in _institutions() and token.lower_ != "minister":
            found.add(word)
    return found - ({"government", "ministry"} if any(" " in f for f in found) else set())


def _beside(reading: Reading, speaker: Entity) -> Entity | None:
    """Who a name is said to be where the two were taken for two: 'The acting inspector general, Joseph Mutua, defended …'."""
    for mention in speaker.mentions:
        doc = reading.sentences[mention.sentence].doc
        for prep in doc[mention.head].rights if not mention.pronoun else ():  # "Getahun Redae, of the Liberation Front"
            for noun in prep.children if prep.dep_ == "prep" and prep.lower_ in ("of", "from", "with") else ():
                of = reading.mention_at(mention.sentence, noun.i) if noun.dep_ == "pobj" else None
                if of is not None and of.entity is not None and set(reading.entities[of.entity].sectors) & {*OFFICIAL, *_ARMED}:
                    return reading.entities[of.entity]
        title = doc[mention.head].head if not mention.pronoun and doc[mention.head].dep_ == "appos" else None
        known = reading.mention_at(mention.sentence, title.i) if title is not None else None
        if known is not None and known.entity is not None and set(reading.entities[known.entity].sectors) & OFFICIAL:
            return reading.entities[known.entity]
        if mention.pronoun or mention.first < 2 or doc[mention.first - 1].text != ",":
            continue
        before = next((m for m in mentions_in(reading, reading.sentences[mention.sentence]) if m.last == mention.first - 1), None)
        if before is not None and before.entity is not None and set(reading.entities[before.entity].sectors) & OFFICIAL:
            return reading.entities[before.entity]
    return None


def _called(reading: Reading, one: Said) -> Mention | None:
    """The words for the speaker as a mention."""
    sentence = sentence_at(reading, one.speaker_span[0]) if one.speaker_span else None
    if sentence is None or one.speaker_span is None:
        return None
    inside = [
        m for m in mentions_in(reading, sentence) if one.speaker in m.entities and one.speaker_span[0] <= m.span[0] < one.speaker_span[1]
    ]
    return inside[0] if inside else None


def _owner(reading: Reading, mention: Mention, draft: Draft) -> Entity | None:
    """'The president's spokesman', 'its army', 'a spokesman for the ministry': whose the speaker is, where it is told."""
    token = reading.sentences[mention.sentence].doc[mention.head]
    owners = [c for c in token.lefts if c.dep_ == "poss"]
    if token.i and token.nbor(-1).pos_ == "NOUN":  # "the group's news outlet Amaq"
        owners += [c for c in token.nbor(-1).lefts if c.dep_ == "poss"]
    owners += [c for p in token.rights if p.dep_ == "prep" and p.lower_ in ("of", "for") for c in p.children if c.dep_ == "pobj"]
    for owner in owners:
        known = reading.mention_at(mention.sentence, owner.i)
        for i in known.entities if known is not None else ():
            body = set(reading.entities[i].sectors[:1]) & {"MIL", "COP", "SPY"}
            alike = (j for j in (*draft.actors, *draft.recipients) if body & set(reading.entities[j].sectors))
            if body and not placed(reading.entities[i]) and (j := next(alike, None)) is not None:
                return reading.entities[j]  # "the military's media wing"
        for i in known.entities if known is not None else ():
            entity = reading.entities[i]
            if placed(entity) or i in (*draft.actors, *draft.recipients):
                return entity
    return None


def _heads(reading: Reading, mention: Mention, draft: Draft, firm: bool, deeper: bool = True) -> Entity | None:
    """The party, or the body of no state, that somebody is an officer of: 'The fund's director, X', 'X, who heads the network's mission'.

    What is of a party is the party's, too: 'Its secretary, X' of 'His movement, Free Land'. ``firm`` is whether words name his state: then
    a body counts only as a possessive ("France's representative at the United Nations").
    """
    token = reading.sentences[mention.sentence].doc[mention.head]
    titles = [token, *(c for c in token.children if c.dep_ == "appos")] + ([token.head] if token.dep_ == "appos" else [])
    for clause in token.rights:
        if clause.dep_ == "relcl" and clause.lemma_.lower() in source_words("heading"):
            titles += [c for c in clause.rights if c.dep_ == "dobj"]
    owners = [c for n in titles for c in n.lefts if c.dep_ == "poss"]
    within = [] if firm else [p for n in titles[1:] for p in n.rights if p.dep_ == "prep" and p.lower_ in ("of", "for", "at")]
    owners += [c for p in within for c in p.children]
    for owner in owners:
        known = reading.mention_at(mention.sentence, owner.i)
        for i in known.entities if known is not None else ():
            entity = reading.entities[i]
            if not (firm or owner.head is token) and i in (*draft.actors, *draft.recipients):
                return entity
            first = next((m for m in entity.mentions if not m.pronoun), None)
            if deeper and owner.head is not token and first is not None and first is not mention and not placed(entity):
                of = _heads(reading, first, draft, firm, deeper=False)
                if of is not None:
                    return of
            if entity.kind == "organisation" and (entity.organisation or not entity.country) and entity.sectors[:1] != ["GOV"]:
                return entity
    return None


def _stands_in(reading: Reading, one: Said) -> str | None:
    """The state of the town where somebody speaks: 'In Kathmandu, the prime minister's office said', 'a spokeswoman said in Beijing'."""
    if one.cue is None:
        return None
    sentence = sentence_at(reading, one.cue[0])
    if sentence is None:
        return None
    for mention in mentions_in(reading, sentence):
        inside = any(s <= mention.span[0] < e for s, e in one.content)
        before = sentence.doc[mention.first - 1] if mention.first else None
        if inside or before is None or before.lower_ != "in" or mention.identity is None or mention.identity.country is None:
            continue
        close = 0 <= mention.span[0] - one.cue[1] < 6
        if close or before.i == 0:
            return mention.identity.country
    for place in reading.places if sentence.doc[0].lower_ == "in" else ():
        if (
            place.span is not None
            and sentence.span[0] < place.span[0] < sentence.span[0] + 4
            and not any(s <= place.span[0] < e for s, e in one.content)
        ):
            return place.country
    return None
