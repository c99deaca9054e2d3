"""The standing of an event: which sides say that it happened, and whether somebody who matters denies it."""

from __future__ import annotations

from memcon.annotate.reading import Entity, Mention, Reading
from memcon.attribute.lookup import mentions_in, sentence_at
from memcon.attribute.said import Said
from memcon.attribute.same import happenings, loosely_done, placed
from memcon.code.draft import Draft, side
from memcon.model.record import Standing

_OFFICIAL = {"GOV", "MIL", "COP", "JUD", "LEG", "SPY"}
_ARMED = {"REB", "UAF", "PRM", "OPP", "PTY"}
_APART = {"SOC", "JRN", "MED", "EDU"}  # of a state, but not speaking for it
_TOWARDS = {"with", "from", "to", "against", "into", "inside", "by"}


_RANK: tuple[Standing, ...] = ("disputed", "both-sides", "one-side", "third-party", "anonymous", "outlet")

_TOGETHER = ("disputed", "both-sides")  # what is heard of one telling holds for all; who tells it may be a party to one only by mistake


def standings(reading: Reading, drafts: list[Draft], said: list[Said]) -> list[Standing]:
    """The standing of every draft. Those that tell one happening stand alike: as the one whose parties are told most fully."""
    loose = loosely_done(reading, drafts, said)
    first = happenings(reading, drafts, said)
    of: list[list[Said]] = [[] for _ in drafts]
    for one in said:
        for i in one.drafts:
            of[i].append(one)
    own = [standing_of(reading, draft, of[i]) for i, draft in enumerate(drafts)]
    groups: dict[int, list[int]] = {}
    for i, home in enumerate(first):
        if i == home or i not in loose:
            groups.setdefault(home, []).append(i)
    best = {home: min((own[i] for i in group if i == home or own[i] in _TOGETHER), key=_RANK.index) for home, group in groups.items()}
    return [best[home] if drafts[i].status != "denied" else own[i] for i, home in enumerate(first)]


def standing_of(reading: Reading, draft: Draft, said: list[Said]) -> Standing:
    """The standing by the rule of the record: both-sides, one-side, third-party, anonymous, outlet or disputed."""
    actors = {side(reading.entities[i]) for i in draft.actors}
    recipients = {side(reading.entities[i]) for i in draft.recipients} or _beyond(reading, draft) - actors
    asserting = [s for s in said if s.withheld is None and s.stance in ("states", "confirms", "praises", "criticises")]
    denying = [s for s in said if s.withheld is None and s.stance == "denies" and s.source_kind not in ("anonymous", "unattributed")]
    if denying and draft.status != "denied":
        return "disputed"
    by_actor: set[int] = set()
    by_recipient: set[int] = set()
    named = anonymous = False
    last: str | None = None
    for one in asserting:
        if one.speaker is not None and one.source_kind != "anonymous":
            speaker = reading.entities[one.speaker]
            home = _home(reading, draft, one, speaker, actors, recipients, last)
            last = home if home in actors | recipients else last
            if home in actors:
                by_actor.add(one.speaker)
            if home in recipients:
                by_recipient.add(one.speaker)
            if home is None or home not in actors | recipients:
                named = True
        elif one.source_kind in ("person", "office", "state", "organisation", "document", "media"):
            named = True
        elif one.source_kind == "anonymous":
            anonymous = True
    if actors & recipients:
        # within one state its own bodies are one side, rebels and marchers the other
        ours, theirs = ({_of_state(reading.entities[i]) for i in who} for who in (draft.actors, draft.recipients))
        if len(ours) == len(theirs) == 1 and ours != theirs:
            by_actor = {i for i in by_actor if _of_state(reading.entities[i]) in ours}
            by_recipient = {i for i in by_recipient if _of_state(reading.entities[i]) in theirs}
    if by_actor and by_recipient and (not actors & recipients or len(by_actor | by_recipient) > 1):
        return "both-sides"
    if by_actor or by_recipient:
        return "one-side"
    if named:
        return "third-party"
    return "anonymous" if anonymous else "outlet"


def _of_state(entity: Entity) -> bool:
    return entity.kind in ("state", "government") or bool(set(entity.sectors) & _OFFICIAL)


def _home(
    reading: Reading, draft: Draft, one: Said, speaker: Entity, actors: set[str], recipients: set[str], last: str | None
) -> str | None:
    """The side that somebody speaks for; None for nobody's.

    An official of no named state is of a side of the event: of the one whose body he belongs to, else of the one that spoke ``last``.
    """
    if speaker.kind == "organisation" and set(speaker.sectors[:1]) & _APART:
        return None
    here = _called(reading, one)
    stands = _stands_in(reading, one)
    called = here.identity if here is not None and not here.pronoun else None
    if stands is not None and called is not None and called.kind != "person" and not called.country:
        return stands  # "In Baku, the defence ministry said": whosever ministry was spoken of before
    if placed(speaker) or (here is not None and _owned(reading, here)):
        return side(speaker)
    if stands is not None:
        return stands
    if not set(speaker.sectors) & (_OFFICIAL | _ARMED):
        return side(speaker)
    for i in (*draft.actors, *draft.recipients):
        if set(reading.entities[i].sectors) & set(speaker.sectors) - {"GOV"}:
            return side(reading.entities[i])
    if not set(speaker.sectors) & _OFFICIAL:
        return side(speaker)
    if last is not None:
        return last
    if speaker.country in actors | recipients or (speaker.country is not None and speaker.kind == "person"):
        return speaker.country
    return next(iter(sorted(actors or recipients)), None)


def _called(reading: Reading, one: Said) -> Mention | None:
    """The words for the speaker as a mention."""
    sentence = sentence_at(reading, one.speaker_span[0]) if one.speaker_span else None
    if sentence is None or one.speaker_span is None:
        return None
    inside = [
        m for m in mentions_in(reading, sentence) if one.speaker in m.entities and one.speaker_span[0] <= m.span[0] < one.speaker_span[1]
    ]
    return inside[0] if inside else None


def _owned(reading: Reading, mention: Mention) -> bool:
    """'The president's spokesman', 'its army', 'a spokesman for the ministry': whose the speaker is, is told."""
    token = reading.sentences[mention.sentence].doc[mention.head]
    owners = [c for c in token.lefts if c.dep_ == "poss"]
    owners += [c for p in token.rights if p.dep_ == "prep" and p.lower_ in ("of", "for") for c in p.children if c.dep_ == "pobj"]
    for owner in owners:
        known = reading.mention_at(mention.sentence, owner.i)
        if known is not None and any(reading.entities[i].country or reading.entities[i].organisation for i in known.entities):
            return True
    return False


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
    return None


def _beyond(reading: Reading, draft: Draft) -> set[str]:
    """Sides that an act without a recipient is towards: 'closed its border with Burundi', 'recalled its ambassador from France'."""
    sentence = reading.sentences[draft.sentence]
    trigger = sentence.doc[draft.token]
    found: set[str] = set()
    for prep in trigger.subtree:
        if prep.dep_ != "prep" or prep.lower_ not in _TOWARDS or prep.i < trigger.i or prep.head not in (trigger, *trigger.children):
            continue
        for noun in prep.children:
            mention = reading.mention_at(draft.sentence, noun.i) if noun.dep_ == "pobj" else None
            if mention is not None:
                found |= {side(reading.entities[i]) for i in mention.entities if placed(reading.entities[i])}
    return found
