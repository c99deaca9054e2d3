"""Acts told twice: which drafts of an article may be one happening, so that who confirms the one speaks of the other."""

from __future__ import annotations

import tomllib
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from memcon.annotate.reading import Entity, Mention, Reading
from memcon.attribute.said import Said
from memcon.attribute.speaker import speaker_of
from memcon.code.draft import Draft, side, sides
from memcon.model.record import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_POINTING = Path(__file__).parent.parent / "knowledge" / "cues" / "pointing.toml"
_THEM = {"them", "him", "her", "it"}
_WE = {"i", "me", "my", "we", "us", "our"}
_ARMED = {"MIL", "COP", "SPY"}  # "police" go on as "officers"
_OFFICIAL = {"GOV", "MIL", "COP"}
_TOGETHER = {"meet", "speak", "talk", "confer"}  # "we spoke about the cables" tells that they met
_BOTH_DEEDS = {"ASSAULT", "COERCE", "MOBILIZE", "SANCTION", "RETREAT", "CONCEDE", "AID"}  # types that a verb may be taken for in turn
_MOST = 60  # happenings of one type that a draft is held against


def happenings(reading: Reading, drafts: list[Draft], said: list[Said]) -> list[int]:
    """For every draft the position of the first draft that tells the same happening, itself where there is none.

    ``said`` are the article's statements: a "they" of a quotation is not its speaker.
    """
    first: list[int] = []
    seen: dict[str, list[int]] = {}
    told = told_parties(reading, drafts, said)
    for i, draft in enumerate(drafts):
        # one act may be taken for two kinds: "seized a boat" (ASSAULT), "seized the boat" (COERCE)
        keys = (draft.type, *(":" + word for word in sorted(_verbs(reading, draft))))
        if draft.type in _BOTH_DEEDS:
            keys = (*keys, "::deeds")
        known = sorted({j for key in keys if key != "::deeds" or told[i].answers for j in seen.get(key, ())})
        home = next((j for j in known if _same(reading, drafts, told, j, i)), i)
        if home == i:
            for key in keys:
                if len(seen.setdefault(key, [])) < _MOST:
                    seen[key].append(i)
        first.append(home)
    return first


def _same(reading: Reading, drafts: list[Draft], told: list[Told], j: int, i: int) -> bool:
    one, other = drafts[j], drafts[i]
    if _verbs(reading, one) & _verbs(reading, other):
        alike = one.type == other.type or (one.type in _BOTH_DEEDS and other.type in _BOTH_DEEDS)
    else:
        alike = one.cameo == other.cameo and one.mode == other.mode and one.mode is not None and one.type == other.type
    if _apart(_days(reading, one), _days(reading, other)):
        return False
    if not alike:
        # who confirms or denies may put it in other words
        kinds = one.type == other.type or {one.type, other.type} <= _BOTH_DEEDS
        if one.type != other.type and not (meet(reading, one.actors, other.actors) and meet(reading, one.recipients, other.recipients)):
            return False  # the attack on one's own people is not the expulsion that answers it
        return kinds and told[i].answers and one.status == "happened" and _of_both(reading, one, other) and _of_one(reading, one, other)
    if one.reciprocal or other.reciprocal or (is_mutual(reading, one) and is_mutual(reading, other)):
        return meet(reading, [*one.actors, *one.recipients], [*other.actors, *other.recipients])
    if not meet(reading, told[j].actors, told[i].actors):
        return False
    if meet(reading, told[j].recipients, told[i].recipients):
        return True
    # "bombed Kurdish positions in Iraq", "bombed its territory": the one who acts is the same and stands on either side
    ours, theirs = sides(reading, [*one.actors, *one.recipients]), sides(reading, [*other.actors, *other.recipients])
    return bool(told[j].actors and told[i].actors and ours & theirs)


def _of_one(reading: Reading, one: Draft, other: Draft) -> bool:
    """Whether an act in other words may be the first one: it has something that the sentence of the first tells, or says no more itself.

    'Had not touched the boat' may be 'seized a boat', 'exchanged fire on the bridge' is not 'sent away two agents'.
    """
    act = reading.sentences[one.sentence].doc[one.token]
    told = {t.lemma_.lower() for t in act.subtree if t.pos_ in ("NOUN", "PROPN", "NUM", "VERB")}
    token = reading.sentences[other.sentence].doc[other.token]
    under = [t for c in token.children if c.dep_ in ("dobj", "nsubjpass", "dative", "prep") for t in c.subtree]
    nouns = {t.lemma_.lower() for t in under if t.pos_ in ("NOUN", "PROPN", "NUM") and t.ent_type_ not in ("DATE", "TIME")}
    return not nouns or bool(nouns & told) or token.lemma_.lower() in told


def _of_both(reading: Reading, one: Draft, other: Draft) -> bool:
    """Whether two acts are between the same two sides, whoever was taken for the doer."""
    ours, theirs = sides(reading, [*one.actors, *one.recipients]), sides(reading, [*other.actors, *other.recipients])
    return (
        len(ours) > 1
        and bool(ours & theirs)
        and ours
        >= {
            s
            for s in theirs
            if any(side(reading.entities[i]) == s and placed(reading.entities[i]) for i in (*other.actors, *other.recipients))
        }
    )


@dataclass(frozen=True)
class Told:
    """The parties of an act as far as its own words tell them; ``actors`` is empty where they do not, whoever was found."""

    actors: list[int]
    recipients: list[int]
    answers: bool = False  # whether a confirmation or denial tells it


def told_parties(reading: Reading, drafts: list[Draft], said: list[Said]) -> list[Told]:
    """The parties that the words of every act tell.

    "Its diplomats were expelled" names no agent; "they shot down our drone" in a quotation was not done by its speaker, but to him;
    "they" is no single man.
    """
    spoken = sorted((span, one.speaker) for one in said if one.speaker is not None for span in one.quotes)
    told = sorted((span, one.speaker) for one in said for span in one.content)
    answers = sorted(span for one in said if one.stance in ("confirms", "denies") for span in one.content)
    found = []
    for draft in drafts:
        before = bisect_right(told, draft.trigger[0], key=lambda s: s[0][0])
        holders = [who for (_, e), who in told[max(0, before - 3) : before] if draft.trigger[0] < e]
        # "the army said it had struck" is sure, "he said they had struck" is not
        attributed = bool(holders) and not any(who in draft.actors for who in holders if who is not None)
        near = bisect_right(answers, draft.trigger[0], key=lambda s: s[0])
        answered = any(draft.trigger[0] < e for _, e in answers[max(0, near - 3) : near])
        at = bisect_right(spoken, draft.trigger[0], key=lambda s: s[0][0]) - 1
        speaker = spoken[at][1] if at >= 0 and draft.trigger[0] < spoken[at][0][1] else None
        token = reading.sentences[draft.sentence].doc[draft.token]
        # of whom "them" is said is open
        recipients = [] if any(c.dep_ == "dobj" and c.lower_ in _THEM for c in token.rights) else draft.recipients
        if speaker is not None and not draft.noun and suffers(token):
            recipients = [speaker]
        found.append(Told([] if _unsaid(reading, draft, token, speaker, attributed) else draft.actors, recipients, answered))
    return found


def _unsaid(reading: Reading, draft: Draft, token: Token, speaker: int | None, attributed: bool) -> bool:
    """Whether the words leave open who did it."""
    if not draft.actors:
        return False
    if draft.noun or token.pos_ == "NOUN":  # "the arrest of three of its citizens"
        return not any(
            c.dep_ in ("poss", "compound", "amod") or (c.dep_ == "prep" and c.lower_ in ("by", "between")) for c in token.children
        )
    if any(c.dep_ in ("nsubjpass", "auxpass") for c in token.children):
        return not any(c.dep_ == "agent" or (c.dep_ == "prep" and c.lower_ == "by") for c in token.rights)
    doers = sides(reading, draft.actors)
    if speaker is not None and side(reading.entities[speaker]) in doers and suffers(token):
        return True
    subject = next((c for c in token.lefts if c.dep_ == "nsubj"), None)
    if subject is None or subject.lower_ not in ("they", "he", "she", "it"):
        return False
    if attributed:
        return True
    own = sides(reading, draft.recipients)
    if (own and doers <= own) or (subject.lower_ == "they" and all(reading.entities[a].kind == "person" for a in draft.actors)):
        return True  # nobody is a party to what he does to his own
    return speaker is not None and side(reading.entities[speaker]) in doers


def does(token: Token) -> bool:
    """Whether a verb inside a quotation tells what its speaker did: 'we bombed', 'our soldiers killed'."""
    subject = next((c for c in token.lefts if c.dep_ == "nsubj"), None)
    if subject is None and token.dep_ in ("conj", "xcomp"):
        subject = speaker_of(token)[0]
    return subject is not None and (subject.lower_ in _WE or any(c.dep_ == "poss" and c.lower_ in _WE for c in subject.lefts))


def suffers(token: Token) -> bool:
    """Whether a verb inside a quotation tells what was done to its speaker: 'they attacked us', 'fired tear gas into our faces'."""
    if does(token):
        return False
    for child in token.children:
        near = [child, *(child.children if child.dep_ in ("prep", "dative") else ())]
        if child.dep_ in ("dobj", "dative", "prep", "nsubjpass") and any(
            n.lower_ in _WE or any(c.dep_ == "poss" and c.lower_ in _WE for c in n.lefts) for n in near
        ):
            return True
    return False


def meet(reading: Reading, one: list[int], other: list[int]) -> bool:
    """Whether some parties may be the others. A report goes on with less than it began with: "the depot", "the prisoners"."""
    return not one or not other or any(may_be(reading.entities[i], reading.entities[j]) for i in one for j in other)


def may_be(one: Entity, other: Entity) -> bool:
    """Whether two parties are of one side, or the words for one of them leave its side open and fit the other."""
    if side(one) == side(other):
        return True
    for loose, firm in ((one, other), (other, one)):
        if not placed(loose) and loose.proper and loose.sector in _OFFICIAL and firm.kind in ("state", "government"):
            return True  # "we", said by a minister whose state is not named
        if not placed(loose) and _stems(loose.name) & _stems(firm.name):
            return True  # "the Tigers" of "Tamil Tiger rebels"
        if not placed(loose) and loose.kind == "person" and firm.kind in ("unnamed", "group"):
            if loose.sector in firm.sectors or (not loose.sectors and firm.sector in ("CVL", None)):
                return True  # "the teacher, Selahattin Demir" of "a Turkish teacher"
        if not placed(loose) and not loose.proper:
            heads = _heads(loose)
            if heads & _heads(firm):
                return True
            if (
                loose.sector in firm.sectors
                or {loose.sector, firm.sector} <= _ARMED
                or (loose.sector == "GOV" and firm.kind in ("state", "government"))
            ):
                return True
            if not firm.sectors and firm.kind == "state":
                return True
            if not loose.sectors and heads & _sets("arms"):
                return True  # "the planes" of an air force, "the ship" of a tanker
            if heads & _sets("people") and firm.kind in ("person", "group", "unnamed", "office"):
                return True  # "the three", "the man"
    return False


def _heads(entity: Entity) -> set[str]:
    """The nouns that name somebody; of "the ship" the last word."""
    if entity.heads or entity.kind != "unnamed" or not entity.name:
        return {h.split()[-1] for h in entity.heads}
    return {entity.name.split()[-1].lower(), entity.name.split()[-1].lower().removesuffix("s")}


def _stems(name: str) -> set[str]:
    """The capitalised words of a name, each without its plural."""
    return {w.rstrip("s") for w in name.split() if w[:1].isupper() and len(w) > 3}


def placed(entity: Entity) -> bool:
    """Whether the words that name a party say whose it is; else its country is what the report speaks of most, or unknown."""
    return entity.kind == "state" or any(
        m.identity is not None and (m.identity.country or m.identity.organisation) for m in entity.mentions if not m.pronoun
    )


def _word(reading: Reading, draft: Draft) -> str:
    return reading.sentences[draft.sentence].doc[draft.token].lemma_.lower()


def _verbs(reading: Reading, draft: Draft) -> set[str]:
    """The words of an act: its own, and the verb of "a raid killed eleven civilians"."""
    token = reading.sentences[draft.sentence].doc[draft.token]
    found = {token.lemma_.lower()}
    if token.pos_ == "NOUN" and token.dep_ == "nsubj" and token.head.pos_ == "VERB" and _families().get(token.head.lemma_.lower()):
        found.add(token.head.lemma_.lower())
    return found


def is_mutual(reading: Reading, draft: Draft) -> bool:
    """Whether both parties do it, whoever is named first: 'fought with', 'clashed'."""
    return _word(reading, draft) in _sets("mutual") and bool(draft.actors) and bool(draft.recipients)


@lru_cache(maxsize=4)
def _sets(name: str) -> frozenset[str]:
    return frozenset(tomllib.loads(_POINTING.read_text(encoding="utf-8"))["words"][name].split())


def _apart(one: tuple[str, str] | None, other: tuple[str, str] | None) -> bool:
    """Whether two acts are told of days that have none in common."""
    return one is not None and other is not None and (one[1] < other[0] or other[1] < one[0])


def _days(reading: Reading, draft: Draft) -> tuple[str, str] | None:
    """The first and last day of an act, where its own sentence tells them; "since Saturday" leaves them open."""
    if draft.date is None or draft.date.basis != "text" or not draft.date.start:
        return None
    words = draft.date.text or ""
    if words.lower() in ("today", "tonight", "yesterday", "this morning", "this evening"):
        return None  # as the speaker counts
    # "at noon", "before dawn" are of any day
    if words == words.lower() and not any(c.isdigit() for c in words) and "day" not in words and "ago" not in words:
        return None
    if draft.date.span is not None:
        start = draft.date.span[0]
        before = reading.article.text[max(0, start - 8) : start].split()
        if before and before[-1].lower() in ("since", "until", "till", "by"):
            return None
    return draft.date.start, draft.date.end or draft.date.start


@lru_cache(maxsize=1)
def _families() -> dict[str, str]:
    """Verbs that tell one act in turn, each with the name of its family."""
    raw = tomllib.loads(_POINTING.read_text(encoding="utf-8"))["retold"]
    return {word: name for name, words in raw.items() for word in words.split()}


def _of_that(reading: Reading, token: Token, draft: Draft) -> bool:
    """Whether another verb is said of what the act was done to: 'seized the tanker', 'hit it', not 'take orders'."""
    told = {t.lemma_.lower() for t in reading.sentences[draft.sentence].doc if t.pos_ in ("NOUN", "PROPN", "NUM")}
    objects = [c for c in token.children if c.dep_ in ("dobj", "nsubjpass", "dative")]
    return any(c.lower_ in _THEM or c.lower_ in ("they", "he", "she") or c.lemma_.lower() in told for c in objects)


def alike(one: str, other: str) -> bool:
    """Whether two verbs tell one act in turn: 'hit', 'attack'."""
    return _families().get(one) is not None and _families().get(one) == _families().get(other)


def retold(reading: Reading, drafts: list[Draft], mentions: dict[int, list[Mention]]) -> list[tuple[Span, int]]:
    """Verbs that tell a coded act again without being coded themselves ("… said Israel bombed the depot"), with the act's position.

    The verb is the act's own, and its subject is of the acting side (of the other side in the passive), or nobody the text places
    elsewhere.
    """
    words: dict[str, list[int]] = {}
    for i, draft in enumerate(drafts):
        words.setdefault(_word(reading, draft), []).append(i)
    for i, draft in enumerate(drafts):
        family = _families().get(_word(reading, draft))
        if family is not None:
            words.setdefault(":" + family, []).append(i)
    consults = [i for i, d in enumerate(drafts) if d.type == "CONSULT"]
    coded = {t for d in drafts for _, t in (d.triggers or [(d.sentence, d.trigger)])}
    acting = [sides(reading, [*d.actors, *d.recipients] if d.reciprocal else d.actors) for d in drafts]
    suffering = [sides(reading, d.recipients) for d in drafts]
    found: list[tuple[Span, int]] = []
    if not drafts:
        return found
    for sentence in reading.sentences:
        for token, lemma in zip(sentence.tokens, sentence.lemmas, strict=True):
            known = words.get(lemma) if token.pos_ in ("VERB", "NOUN") else None
            kin = known is None and token.pos_ == "VERB"
            if kin:
                known = words.get(":" + _families().get(lemma, ""))
            together = known is None and token.pos_ == "VERB" and lemma in _TOGETHER
            known = consults if together else known
            if not known:
                continue
            span = (sentence.offset(token), sentence.offset(token) + len(token))
            if span in coded:
                continue
            subject = next((c for c in token.lefts if c.dep_ in ("nsubj", "nsubjpass")), None)
            if subject is None and token.dep_ in ("xcomp", "pcomp"):
                subject = speaker_of(token)[0]  # "denied having bombed it"
            if subject is None or (together and subject.lower_ not in ("we", "they", "both", "two")):
                continue
            mention = next((m for m in mentions.get(sentence.index, []) if m.head == subject.i), None)
            home = sides(reading, list(mention.entities)) if mention is not None else set()
            firm = any(placed(reading.entities[i]) for i in mention.entities) if mention else False
            meant = suffering if subject.dep_ == "nsubjpass" else acting
            for i in known[:_MOST]:
                if kin and not together and not _of_that(reading, token, drafts[i]):
                    continue
                if home & meant[i] or not (firm or together):
                    found.append((span, i))
                    break
    return found
