"""The standing of an event: which sides say that it happened, and whether somebody who matters denies it."""

from __future__ import annotations

from dataclasses import replace

from memcon.annotate.homes import dateline_country
from memcon.annotate.reading import Entity, Reading
from memcon.attribute.home import (
    OFFICIAL,
    acts_for_state,
    bodies_before,
    body_home,
    charges,
    home_of,
    is_local,
    party_of,
    source_words,
    speaks_for_state,
)
from memcon.attribute.lookup import tokens_of
from memcon.attribute.parties import met_sides, parties_of, whole
from memcon.attribute.said import Said
from memcon.attribute.same import happenings, placed, told_parties
from memcon.attribute.voices import with_speaker
from memcon.code.draft import Draft, side, sides
from memcon.model.record import Span, Standing

_RANK: tuple[Standing, ...] = ("disputed", "both-sides", "one-side", "third-party", "anonymous", "outlet")

_ASSERTING = ("states", "confirms", "praises", "criticises")
_LEGAL = {"ACCUSE", "COERCE", "SANCTION"}
_TOGETHER = ("disputed", "both-sides")  # what is heard of one telling holds for all; who tells it may be a party to one only by mistake


def standings(reading: Reading, drafts: list[Draft], said: list[Said]) -> list[Standing]:
    """The standing of every draft. Those that tell one happening stand alike: as the one whose parties are told most fully."""
    told = told_parties(reading, drafts, said)
    first = happenings(reading, drafts, said)
    of: list[list[Said]] = [[] for _ in drafts]
    for one in said:
        for i in {*one.drafts, *one.granted}:
            of[i].append(one)
    groups: dict[int, list[int]] = {}
    for i, home in enumerate(first):
        if i == home or (told[i].actors and (not drafts[home].actors or _one_side(reading, drafts[i].actors, drafts[home].actors))):
            groups.setdefault(home, []).append(i)
    met: dict[int, set[str]] = {}
    for home, group in groups.items():
        met[home] = met_sides(reading, [drafts[i] for i in group])
    bodies = bodies_before(reading, said)
    own: list[Standing] = []
    alike: dict[tuple[object, ...], Standing] = {}
    for i, draft in enumerate(drafts):
        # acts told again and again with the same parties stand alike: so a text that repeats itself takes no longer
        place, word = draft.place.country if draft.place else None, reading.sentences[draft.sentence].doc[draft.token].lemma_.lower()
        key = (first[i], tuple(id(s) for s in of[i]), draft.type, draft.status, word, place, *draft.actors, None, *draft.recipients)
        if key not in alike:
            alike[key] = standing_of(reading, i, draft, of[i], bodies, met.get(first[i], set()))
        own.append(alike[key])
    best = {home: min((own[i] for i in group if i == home or own[i] in _TOGETHER), key=_RANK.index) for home, group in groups.items()}
    return [best[home] if drafts[i].status != "denied" else own[i] for i, home in enumerate(first)]


def standing_of(reading: Reading, at: int, draft: Draft, said: list[Said], bodies: dict[Span, Entity], met: set[str]) -> Standing:
    """The standing by the rule of the record: both-sides, one-side, third-party, anonymous, outlet or disputed.

    ``at`` is the draft's position, ``said`` are the statements that carry it, ``bodies`` as `bodies_before` gives them.
    ``met`` are the sides of an
    act that several do together, as all tellings of it name them.
    """
    actors, recipients = parties_of(reading, draft, met)
    asserting = [s for s in said if s.withheld is None and (s.stance in _ASSERTING or at in s.granted)]
    together = (replace(s, speaker=i, source_kind="organisation") for s in asserting for i in with_speaker(reading, s))
    asserting = [*asserting, *together]
    denying = any(
        s.withheld is None and s.stance == "denies" and at not in s.granted and _has_standing(reading, s, actors | recipients) for s in said
    )
    if denying and draft.status != "denied":
        return "disputed"
    if any(_blames(reading, s) and s.speaker is not None and side(reading.entities[s.speaker]) in actors - recipients for s in said):
        return "disputed"
    # some of "a nun and seven others" are of the place
    nobodys = not met and draft.type in ("ASSAULT", "COERCE") and any(not placed(reading.entities[i]) for i in draft.recipients)
    by_actor: set[int] = set()
    by_recipient: set[int] = set()
    homes: set[str] = set()
    named = anonymous = charged = False
    last: str | None = None
    for one in asserting:
        if _is_of_both(reading, one):
            by_actor.add(-3)
            by_recipient.add(-4)
            homes |= met
        elif one.speaker is not None and one.source_kind != "anonymous":
            home = home_of(reading, draft, one, bodies, actors, recipients, last)
            home = whole(home) if home is not None else None
            last = home if home in actors | recipients else last
            homes |= {home or ""} & met
            if home in actors:
                by_actor.add(one.speaker)
            if home in recipients:
                by_recipient.add(one.speaker)
            if home is None or home not in actors | recipients:
                named = True
                if nobodys and is_local(reading, one, dateline_country(reading)):
                    by_recipient.add(one.speaker)
        elif one.speaker is None and one.source_kind != "anonymous" and (party := party_of(reading, draft, one)) is not None:
            (by_actor if party == "actor" else by_recipient).add(-1)
        elif (
            one.speaker is None and (home := body_home(reading, draft, one, actors, recipients)) is not None and home in actors | recipients
        ):
            last = home
            if home in actors:
                by_actor.add(-2)
            if home in recipients:
                by_recipient.add(-2)
        elif one.source_kind == "document" and draft.type in _LEGAL and charges(reading, one):
            charged = True
        elif one.source_kind in ("person", "office", "state", "organisation", "document", "media"):
            named = True
        elif one.source_kind == "anonymous":
            anonymous = True
    if homes and len(met) > 1:
        return "both-sides" if len(homes) > 1 else "one-side"
    if actors & recipients:
        # within one state its own bodies are one side, rebels and marchers the other
        ours, theirs = ({acts_for_state(reading, draft, i) for i in who} for who in (draft.actors, draft.recipients))
        if len(ours) == len(theirs) == 1 and ours != theirs:
            by_actor = {i for i in by_actor if i < 0 or speaks_for_state(reading, reading.entities[i]) in ours}
            by_recipient = {i for i in by_recipient if i < 0 or speaks_for_state(reading, reading.entities[i]) in theirs}
    if by_actor and by_recipient and (not actors & recipients or len(by_actor | by_recipient) > 1):
        return "both-sides"
    if by_actor or by_recipient or charged:
        return "one-side"
    if named:
        return "third-party"
    return "anonymous" if anonymous else "outlet"


def _is_of_both(reading: Reading, one: Said) -> bool:
    """'Both ministries said', 'the two armies said': each side for itself."""
    tokens = tokens_of(reading, one.speaker_span) if one.speaker_span is not None else []
    if not tokens or any(t.pos_ == "PROPN" or t.ent_type_ in ("GPE", "NORP", "ORG") for t in tokens):
        return False
    two = any(t.lower_ in ("both", "two") for t in tokens)
    return two and any(t.tag_ == "NNS" and t.lemma_.lower() in source_words("both") and t.dep_ != "poss" for t in tokens)


def _one_side(reading: Reading, one: list[int], other: list[int]) -> bool:
    """Whether a telling names doers of the side that the first telling names, or leaves their side open."""
    ours, theirs = sides(reading, one), sides(reading, other)
    return bool(ours & theirs) or not any(reading.entities[i].country or reading.entities[i].organisation for i in one)


def _blames(reading: Reading, one: Said) -> bool:
    """Whether somebody lays it on another: who is said to have done it thereby denies it."""
    cue = tokens_of(reading, one.cue) if one.cue is not None else []
    return bool(cue) and cue[0].lemma_.lower() == "blame"


def _has_standing(reading: Reading, one: Said, parties: set[str]) -> bool:
    """Whether it matters that somebody denies: whoever has a name, and the officials of a party."""
    if one.source_kind not in ("anonymous", "unattributed"):
        return True
    speaker = reading.entities[one.speaker] if one.speaker is not None else None
    return speaker is not None and side(speaker) in parties and bool(set(speaker.sectors) & OFFICIAL)
