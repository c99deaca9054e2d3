"""What a party to the main event goes on to say of it without naming it: 'the nine had drowned', 'there was no wedding', 'would appeal'."""

from __future__ import annotations

from dataclasses import replace

from memcon.annotate.reading import Entity, Reading
from memcon.attribute.answers import HOSTILE, Turn, answer_of, points_at, refers
from memcon.attribute.goingon import goes_on_denying, turn_to_denial
from memcon.attribute.home import acts_for_state, bodies_before, body_home, home_of, of_state, speaks_for_state
from memcon.attribute.lead import attributed, find_lead
from memcon.attribute.lead import taking_words as words
from memcon.attribute.lookup import sentence_at, tokens_of
from memcon.attribute.parties import parties_of, whole
from memcon.attribute.pointing import SAYINGS, accused_by, said_by, shares_of
from memcon.attribute.said import Said
from memcon.attribute.same import alike, placed
from memcon.attribute.sharing import own_words
from memcon.attribute.stance import is_denial, load_stances
from memcon.attribute.voices import with_speaker
from memcon.code.draft import Draft, side
from memcon.model.record import Span

_ASKS = ("demands", "promises", "threatens")
_NEAR = 2500  # characters after the lead in which an answer to it is looked for
_SOON = 400  # characters in which an account announced as another follows
_FIRST = 12  # words of a statement in which it may point at the act


def take_up(reading: Reading, said: list[Said], drafts: list[Draft], first: list[int]) -> None:
    """Give the statements of parties to the main event that event, where they speak of it without naming it, and deny it by other accounts.

    ``first`` is, for every act, the first that tells the same happening (`memcon.attribute.same.happenings`).
    """
    lead = find_lead(reading, drafts)
    if lead is None:
        return
    near = [one for one in said if one.cue is not None and one.cue[0] < lead.end + _NEAR]
    kept = [one.cue for one in near if one.withheld is not None and one.cue is not None]
    versions = _versions(reading)
    parties = {i: parties_of(reading, drafts[i]) for i in lead.drafts}
    bodies = bodies_before(reading, said)
    homes = {
        (id(one), i): _home(reading, drafts[i], one, bodies, *parties[i])
        for one in near
        if one.cue is not None and (one.source_kind not in ("anonymous", "unattributed") or _official_denies(reading, one))
        for i in lead.drafts
    }
    owned: set[int] = set()  # acts that the doer's side says it did
    claims: dict[int, set[bool]] = {}
    joint: set[int] = set()  # acts that the lead lays to the doer's side together with another
    for i in lead.drafts:
        claims[i] = {_does(reading, drafts[i], one, homes.get((id(one), i)), parties[i]) for one in attributed(lead, near, i)}
        beside = [replace(s, speaker=k, source_kind="organisation") for s in attributed(lead, near, i) for k in with_speaker(reading, s)]
        # "the party and police said"
        if any(_does(reading, drafts[i], one, _home(reading, drafts[i], one, bodies, *parties[i]), parties[i]) for one in beside):
            joint.add(i)
            claims[i].add(True)
    told_first = {first[i] for i in lead.drafts}
    passed: list[Said] = []
    for one in sorted(near, key=lambda s: s.cue or (0, 0)):
        earlier = passed[-1] if passed else None
        passed.append(one)
        if not one.content or one.cue is None or one.withheld is not None or (id(one), lead.drafts[0]) not in homes:
            continue
        if one.cue[0] < lead.end or any(s <= cue[0] < e for cue in kept for s, e in one.content):
            continue
        if _is_past_policy(reading, one):
            one.drafts = [j for j in one.drafts if first[j] not in told_first]
            continue
        told = {first[j] for j in one.drafts}
        ours = told & told_first
        if told and not ours and one.stance == "denies" and earlier is not None and goes_on_denying(reading, earlier, one):
            continue  # it denies what was denied right before
        other = next((t for t in versions if 0 <= one.cue[0] - t[0] < _SOON), None)
        untrue = one.stance == "denies" and _calls_untrue(reading, one, drafts, lead.end)
        apart = one.kind.endswith((":that", ":clause", ":ing")) and any(is_denial(t) for t in tokens_of(reading, one.cue))
        tells = one.stance in ("states", "confirms") and any(
            _tells(reading, one, drafts[j], drafts[first[j]]) for j in one.drafts if first[j] in ours
        )
        if untrue and (charge := accused_by(reading, one, passed)) is not None and not {first[j] for j in charge.drafts} & told_first:
            untrue = False  # it is charged with something else
        own = {first[j] for j in said_by(reading, one, passed, first)}
        meant: set[int] = set()
        taken: set[int] = set()
        for i in lead.drafts:
            draft = drafts[i]
            actors, recipients = parties[i]
            home = homes[(id(one), i)]
            if untrue and first[i] not in own and (claims[i] == {False} or home not in recipients - actors):
                meant.add(first[i])  # whoever calls the reports untrue
                continue
            if other is not None:
                home = next(iter(sorted(other[1] & (actors | recipients))), home)
            if home is None or home not in actors | recipients:
                continue
            does = _does(reading, draft, one, home, parties[i])
            if other is not None and other[2] and not does:
                continue  # who was hit lays it on the other
            accused = draft.type in HOSTILE and does and claims[i] == {False} and i not in owned
            turn = Turn(
                reading,
                one,
                draft,
                lead,
                home,
                does,
                accused,
                claims[i] == {True} and not does,
                not claims[i],
                True in claims[i] or i in owned,
            )
            if one.stance in _ASKS or draft.type in SAYINGS:
                if not does and _meets(turn):
                    taken.add(first[i])
                elif does and draft.type in SAYINGS and one.stance in ("states", "confirms") and told & {first[j] for j in lead.drafts}:
                    taken.add(first[i])  # who accuses goes on to tell what he accuses of
                elif draft.type in SAYINGS and one.stance == "states" and turn.told and answer_of(turn) == "states":
                    taken.add(first[i])
                continue
            answer = "denies" if other is not None else answer_of(turn)
            if answer == "denies" and apart and not shares_of(reading, one, draft):
                continue  # "denied that any money had changed hands"
            if answer == "denies" and (tells or (does and i in joint)):
                continue  # who tells it, or is told to have said so, does not deny it
            if answer == "denies":
                meant.add(first[i])
                if one.stance in ("states", "criticises"):
                    turn_to_denial(one)
            elif answer is not None and first[i] not in told:
                taken.add(first[i])  # it takes the act for done; what it says is something else
        if meant:
            one.drafts = sorted({*one.drafts, *(j for j, f in enumerate(first) if f in meant)})
        if taken:
            one.granted = sorted({*one.granted, *(j for j, f in enumerate(first) if f in taken)})
        one.granted = [j for j in one.granted if first[j] not in meant]
        if other is not None:
            versions.remove(other)
        for i in lead.drafts:
            if (
                one.stance in ("states", "confirms")
                and first[i] in told
                and _does(reading, drafts[i], one, homes[(id(one), i)], parties[i])
            ):
                owned.add(i)


def _tells(reading: Reading, one: Said, draft: Draft, lead: Draft) -> bool:
    """Whether a statement tells an act with doers of its kind: 'officers fired after stones were thrown', not 'terrorists set the fire'."""
    verb = reading.sentences[draft.sentence].doc[draft.token].lemma_.lower()
    sectors = {s for i in lead.actors for s in reading.entities[i].sectors}
    for span in one.content:
        home = sentence_at(reading, span[0])
        for token in tokens_of(reading, span) if home is not None else ():
            subject = next((c for c in token.lefts if c.dep_ == "nsubj"), None)
            if token.pos_ != "VERB" or subject is None or any(c.dep_ == "neg" for c in token.children):
                continue
            if token.lemma_.lower() != verb and not alike(token.lemma_.lower(), verb):
                continue
            mention = reading.mention_at(home.index, subject.i) if home is not None else None
            who = set(mention.entities) if mention is not None else set()
            if who & set(lead.actors) or sectors & {s for i in who for s in reading.entities[i].sectors}:
                return True
    return False


def _official_denies(reading: Reading, one: Said) -> bool:
    """'An Israeli official said that Israel had not been behind it'."""
    return (
        one.stance == "denies"
        and one.speaker is not None
        and of_state(reading.entities[one.speaker])
        and placed(reading.entities[one.speaker])
    )


def _is_past_policy(reading: Reading, one: Said) -> bool:
    """'Has said in the past that it attacks rebels only': said before it happened. What has always been denied is denied still."""
    cue = tokens_of(reading, one.cue) if one.cue is not None and one.stance != "denies" else []
    if not cue or not any(c.dep_ == "aux" and c.lower_ in ("has", "have") for c in cue[0].lefts):
        return False
    held = {t.i for span in one.content for t in tokens_of(reading, span)}
    return any(t.lower_ in words("before") for c in cue[0].children for t in c.subtree if t.i not in held)


def _calls_untrue(reading: Reading, one: Said, drafts: list[Draft], end: int) -> bool:
    """'Reports of this kind were untrue', 'called the claim a lie': of the lead, where no other act or charge is told since (``end``)."""
    assert one.cue is not None
    tokens = tokens_of(reading, one.content[0])[:_FIRST]
    accounts = [t for t in tokens if t.pos_ == "NOUN" and t.lemma_.lower() in load_stances().accounts]
    if not accounts or any(own_words(t) for t in accounts):
        return False  # "the report that its tour would be cut short" tells itself what is untrue
    inside = any(s <= drafts[j].trigger[0] < e for j in one.drafts for s, e in one.content)
    return not inside and not any(d.type == "ACCUSE" and end <= d.trigger[0] < one.cue[0] for d in drafts)


def _home(reading: Reading, draft: Draft, one: Said, bodies: dict[Span, Entity], actors: set[str], recipients: set[str]) -> str | None:
    if one.speaker is None:
        return body_home(reading, draft, one, actors, recipients)
    home = home_of(reading, draft, one, bodies, actors, recipients, None)
    return whole(home) if home is not None else None


def _does(reading: Reading, draft: Draft, one: Said, home: str | None, parties: tuple[set[str], set[str]]) -> bool:
    """Whether somebody speaks for the side that did the act; within one state for its bodies, or for its rebels."""
    actors, recipients = parties
    if home is None or home not in actors:
        return False
    if home not in recipients or one.speaker in draft.actors or one.speaker is None:
        return True
    if one.speaker in draft.recipients:
        return False
    ours = {acts_for_state(reading, draft, i) for i in draft.actors}
    return speaks_for_state(reading, reading.entities[one.speaker]) in ours


def _meets(turn: Turn) -> bool:
    """Whether words answer the act as one that is done: a charge is rejected, a prisoner asked back, an answer promised."""
    if turn.one.stance == "denies":
        return turn.draft.type in SAYINGS
    opening = [t for span in turn.one.content[:1] for t in tokens_of(turn.reading, span)[:_FIRST]]
    if turn.one.stance in ("promises", "threatens"):
        return any(t.lemma_.lower() in words("reprisal") for t in opening)
    if turn.one.stance == "demands":
        undo = any(t.lemma_.lower() in words("undo") for t in opening)
        return turn.draft.type in HOSTILE and undo and any(refers(turn, t) for t in opening if t.pos_ in ("NOUN", "PRON", "PROPN"))
    return any(points_at(t, turn.draft, loose=True) for t in opening)


def _versions(reading: Reading) -> list[tuple[int, set[str], bool]]:
    """Where a side tells it otherwise, with whether it lays it on another: 'gave another account', 'put the blame on the rebels'."""
    found = []
    for sentence in reading.sentences:
        for noun in sentence.doc:
            version = noun.lemma_.lower() in words("version") and any(c.lower_ in words("differing") for c in noun.lefts)
            blames = noun.lower_ in ("blame", "finger") and noun.head.lemma_.lower() in ("put", "lay", "pin", "place", "point", "shift")
            if noun.dep_ != "dobj" or not (version or blames):
                continue
            subject = next((c for c in noun.head.lefts if c.dep_ == "nsubj"), None)
            mention = reading.mention_at(sentence.index, subject.i) if subject is not None else None
            if mention is not None:
                found.append((sentence.span[0], {side(reading.entities[i]) for i in mention.entities}, blames))
    return found
