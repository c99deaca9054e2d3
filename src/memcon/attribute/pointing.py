"""Words that point back at an act told before: 'denied it', 'called the report a lie', 'denied any part in the attack'."""

from __future__ import annotations

import tomllib
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from memcon.annotate.reading import Entity, Reading
from memcon.attribute.goingon import goes_on_denying, turn_to_denial
from memcon.attribute.lead import find_lead
from memcon.attribute.lookup import mentions_in, sentence_at, tokens_of
from memcon.attribute.said import Said
from memcon.attribute.sharing import own_words, shares
from memcon.attribute.stance import is_denial, load_stances
from memcon.attribute.voices import with_speaker
from memcon.code.draft import Draft, side, sides
from memcon.code.ontology import act_of
from memcon.model.record import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_CUES = Path(__file__).parent.parent / "knowledge" / "cues"
_ANSWERS = ("confirms", "denies", "doubts")
_TELLING = ("states", "criticises", "praises")  # "announced the expulsion", "deplored the expulsion of its consul"
SAYINGS = {"ACCUSE", "REJECT", "REQUEST", "THREATEN"}  # done with words: who rejects an accusation does not deny that it was made
_TWO = {"CONSULT", "AGREE", "COOPERATE", "SUPPORT", "AID"}
_SAID_SO = ("criticises", "demands", "threatens", "promises")  # stances of what is no account
_STEM = 4  # letters that a verb and its noun share
_REAL = ("happened", "ongoing", "historical")
_DONE = {"ASSAULT", "COERCE", "SANCTION", "AID", "MOBILIZE", "RETREAT"}
_MOST = 12  # words; more say what is meant themselves
_NEAR = 1500  # characters back to what somebody's own side did
_FARTHEST = 4000  # characters back
_POINTING = ("the", "this", "that", "these", "those", "such", "any", "their", "its", "his", "her", "both")


@lru_cache(maxsize=1)
def _raw() -> dict[str, dict[str, str]]:
    return tomllib.loads((_CUES / "pointing.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _types() -> dict[str, frozenset[str]]:
    """The types of act that a noun may point back at."""
    found: dict[str, set[str]] = {}
    tables = tomllib.loads((_CUES / "referents.toml").read_text(encoding="utf-8"))["nouns"], _raw()["acts"]
    for table in tables:
        for type_, words in table.items():
            for word in words.split():
                found.setdefault(word, set()).add(type_)
    return {word: frozenset(types) for word, types in found.items()}


def named_types(noun: str) -> frozenset[str]:
    """The types of act that a noun (its lemma in lower case) may point back at: 'threat', 'step'."""
    return _types().get(noun, frozenset())


@lru_cache(maxsize=1)
def _pointers() -> dict[str, frozenset[str]]:
    """Words for what somebody else said (``told``) and for a part in what was done (``part``)."""
    return {name: frozenset(words.split()) for name, words in _raw()["words"].items()}


def pointing_words(name: str) -> frozenset[str]:
    """One list of the words that point back at acts."""
    return _pointers()[name]


@lru_cache(maxsize=32)
def _nouns_of(type_: str) -> frozenset[str]:
    return frozenset(noun for noun, types in _types().items() if type_ in types)


def point_back(reading: Reading, said: list[Said], drafts: list[Draft], first: list[int]) -> None:
    """Give answers whose words name no act themselves the acts that they point at.

    ``first`` is, for every act, the first that tells the same happening (`memcon.attribute.same.happenings`).
    """
    earlier: list[Said] = []
    spoken = sorted(one.cue for one in said if one.cue is not None)
    sayings = {i for i, d in enumerate(drafts) if _is_cue(d.trigger[0], spoken)}
    lead = find_lead(reading, drafts)
    lone = Lone(first, frozenset(lead.drafts) if lead is not None else frozenset())
    for one in sorted(said, key=lambda s: s.cue or (s.content[0] if s.content else (0, 0))):
        held = [i for i in one.drafts if drafts[i].type != "REJECT"]  # "had nothing to do with it" is no act apart
        meant: list[int] = []
        if not held and one.cue is not None and one.content and one.withheld is None:
            if one.stance in _ANSWERS:
                if earlier and one.stance == "denies" and goes_on_denying(reading, earlier[-1], one):
                    # "There is no such plan" denies what has just been denied
                    meant = [i for i in earlier[-1].drafts if drafts[i].type not in SAYINGS]
                else:
                    meant = _meant(reading, one, earlier, drafts, sayings)
                meant = meant or _of_own(reading, one, drafts, lone)
            elif one.stance in _TELLING and one.kind.endswith((":what", ":+against", ":+over", ":+at")):
                meant = _named(reading, one, drafts)
            meant = meant or _reacts(reading, one, drafts)
        elif held and one.stance in ("confirms", "denies") and one.cue is not None and all(_within(one, drafts[first[i]]) for i in held):
            # the act is told anew in other words: "its soldiers had never crossed the river"
            kinds = {drafts[i].type for i in held}
            quads = {act_of(k, None).quad for k in kinds & _DONE}
            meant = _of_own(reading, one, drafts, lone, told=True) if one.stance == "denies" else _reacts(reading, one, drafts)
            if one.stance == "denies" and any(own_words(t) for t in tokens_of(reading, one.content[0]) if t.lower_ in _pointers()["told"]):
                meant = []  # "denied the rumour that troops would be sent" is of those troops
            # one deed may be taken for another, but no violence for a release
            meant = [
                i for i in meant if drafts[i].type in kinds or (drafts[i].type in _DONE and act_of(drafts[i].type, None).quad in quads)
            ]
        if meant and one.stance == "denies":
            # "police rejected his account" does not deny what they say themselves
            meant = [i for i in meant if i not in said_by(reading, one, earlier, first)]
        if meant:
            homes = {first[i] for i in meant}
            one.drafts = sorted({*one.drafts, *(i for i, home in enumerate(first) if home in homes)})
        earlier.append(one)


@dataclass(frozen=True)
class Lone:
    """The acts of the report's lead, with the first telling of every act: the lead's is meant where a side did nothing else."""

    first: list[int]
    lead: frozenset[int]


def _is_cue(at: int, spoken: list[Span]) -> bool:
    """Whether an act is the saying of a statement: 'praised', 'offered'. Who denies what is said does not deny that it was said."""
    i = bisect_right(spoken, at, key=lambda s: s[0]) - 1
    return i >= 0 and at < spoken[i][1]


def _before(one: Said, drafts: list[Draft], sayings: bool = False) -> list[int]:
    """The acts told before an answer, with ``sayings`` also those done with words; the cue's own act is not what it speaks of."""
    assert one.cue is not None
    start, end = one.cue
    return [
        i
        for i, d in enumerate(drafts)
        if (sayings or d.type not in SAYINGS) and start - _FARTHEST < d.trigger[0] < start and not start <= d.trigger[0] < end
    ]


def _within(one: Said, draft: Draft) -> bool:
    return any(s <= draft.trigger[0] < e for s, e in one.content)


def _of_own(reading: Reading, one: Said, drafts: list[Draft], lone: Lone, told: bool = False) -> list[int]:
    """What somebody's own side was said to have done, where he denies what goes with it: 'its men had never been in the village'.

    ``told`` where his words tell an act that he denies.
    """
    if one.stance != "denies" or one.speaker is None or one.cue is None:
        return []
    before = _before(one, drafts)
    done = [i for i in before if one.cue[0] - drafts[i].trigger[0] < _NEAR and _takes_part(reading, drafts[i], one.speaker)]
    alone = len({lone.first[i] for i in done}) == 1
    part = _pointers()["part"]
    common = [i for i in done if shares(reading, one, drafts[i], part, _nouns_of(drafts[i].type), latest=i == before[-1])]
    done = [i for i in done if i in common or (alone and i in lone.lead)]
    if not done:
        return []
    cue, tokens = tokens_of(reading, one.cue), tokens_of(reading, one.content[0])
    denies = any(is_denial(t) for t in cue) and one.kind.endswith((":that", ":clause", ":ing"))
    never = any(t.lower_ in ("never", "ever", "none") for t in tokens)
    act = drafts[done[-1]]
    nouns = {t.lemma_.lower() for t in reading.sentences[act.sentence].doc if t.pos_ == "NOUN" and t.i > act.token}
    never = never or any(
        t.pos_ == "NOUN" and t.lemma_.lower() in nouns and t.dep_ not in ("nsubj", "nsubjpass") for t in tokens
    )  # "does not have chlorine"
    away = any(
        t.lemma_.lower() == "be"
        and (any(c.dep_ == "neg" for c in t.children) or any(c.lower_ in ("none", "no") for s in t.lefts for c in (s, *s.lefts)))
        and any((c.dep_ == "prep" and c.lower_ in ("in", "at", "near", "on")) or c.lower_ in ("there", "nearby") for c in t.rights)
        for t in tokens
    )
    return done[-1:] if told or never or away else common[-1:] if denies else []


def shares_of(reading: Reading, one: Said, draft: Draft) -> bool:
    """Whether what somebody denies has something of an act of the lead: `memcon.attribute.sharing.shares`."""
    return shares(reading, one, draft, _pointers()["part"], _nouns_of(draft.type), latest=True)


def _takes_part(reading: Reading, draft: Draft, index: int) -> bool:
    """Whether a side was told to have done an act, or to have had its part in what takes two: talks, a deal, a delivery."""
    doers, others = sides(reading, draft.actors), sides(reading, draft.recipients)
    speaker = side(reading.entities[index])
    if speaker in doers & others and draft.type in _DONE:  # within one state
        sectors = set(reading.entities[index].sectors)
        return index in draft.actors or any(sectors & set(reading.entities[i].sectors) for i in draft.actors)
    if draft.type in _TWO:
        return speaker in doers | others
    return draft.type in _DONE and speaker in doers and speaker not in others


def _may_have_done(reading: Reading, draft: Draft, index: int | None) -> bool:
    """Whether an act may be what somebody is charged with: done by his side, or by nobody known."""
    doers = sides(reading, draft.actors)
    return index is None or not doers or side(reading.entities[index]) in doers


def _reacts(reading: Reading, one: Said, drafts: list[Draft]) -> list[int]:
    """What a party to an act speaks of without telling it: 'said the sentence was a shame', 'admitted the loss', 'thanked them'."""
    if one.speaker is None or one.cue is None or one.stance not in ("states", "confirms", "criticises", "praises"):
        return []
    own = side(reading.entities[one.speaker])
    mine = [
        i
        for i in _before(one, drafts, sayings=True)
        if drafts[i].status in _REAL
        and one.cue[0] - drafts[i].trigger[0] < _NEAR
        and own in sides(reading, [*drafts[i].actors, *drafts[i].recipients])
        and not (drafts[i].reciprocal and one.stance in ("praises", "criticises"))  # one judges what others did
    ]
    if not mine:
        return []
    tokens = [t for t in tokens_of(reading, one.content[0]) if not t.is_punct][: 2 * _MOST]
    pointing = [t for t in tokens if t.pos_ == "NOUN" and any(c.lower_ in _POINTING for c in t.lefts)]
    if typed := _typed(reading, pointing, drafts, mine, lead=True):
        return typed
    deeds = [i for i in mine if drafts[i].type in _DONE]
    cue = tokens_of(reading, one.cue)
    text = reading.article.text
    if any(load_stances().own_will.search(text[s:e]) for s, e in one.content):
        taken = [i for i in deeds if drafts[i].type in ("COERCE", "ASSAULT", "SANCTION") and own in sides(reading, drafts[i].actors)]
        if taken:
            turn_to_denial(one)
            return taken[-1:]
    if one.stance == "confirms" or (cue and cue[0].lemma_.lower() == "blame"):
        return deeds[-1:]
    if one.stance == "praises":
        sentence = sentence_at(reading, one.content[0][0])
        named = [m for m in mentions_in(reading, sentence) if any(s <= m.span[0] < e for s, e in one.content)] if sentence else []
        thanked = {side(reading.entities[i]) for m in named for i in m.entities}
        return [i for i in mine if own not in sides(reading, drafts[i].actors) and thanked & sides(reading, drafts[i].actors)][-1:]
    return []


def _named(reading: Reading, one: Said, drafts: list[Draft]) -> list[int]:
    """The act that the object of a telling names: 'announced the expulsion', 'deplored the expulsion of its consul'."""
    tokens = [t for t in tokens_of(reading, one.content[0]) if not t.is_punct]
    nouns = [t for t in tokens if t.pos_ in ("NOUN", "PROPN")]
    head = next((n for n in nouns if not any(a in nouns for a in n.ancestors)), None)
    if head is None or not any(c.lower_ in _POINTING or c.dep_ == "poss" for c in head.lefts):
        return []
    judges = one.stance in ("praises", "criticises")  # one judges what others did
    before = [i for i in _before(one, drafts, sayings=True) if drafts[i].status in _REAL and not (judges and drafts[i].reciprocal)]
    return _typed(reading, [head], drafts, before, lead=True)


def _meant(reading: Reading, one: Said, earlier: list[Said], drafts: list[Draft], sayings: set[int]) -> list[int]:
    assert one.cue is not None
    tokens = [t for t in tokens_of(reading, one.content[0]) if not t.is_punct]
    cue = tokens_of(reading, one.cue)
    if not tokens or not cue:
        return []
    if len(tokens) > _MOST:
        # more words say what is meant themselves, but for "the transcript was fake and …"
        subject = next((t for t in tokens[:4] if t.dep_ == "nsubj"), None)
        if one.stance != "denies" or subject is None or subject.lemma_.lower() not in _pointers()["told"] | load_stances().accounts:
            return []
        tokens = tokens[:_MOST]
    before = [i for i in _before(one, drafts) if i not in sayings]
    words = _pointers()
    nouns = [t for t in tokens if t.pos_ in ("NOUN", "PROPN")]
    head = next((n for n in nouns if not any(a in nouns for a in n.ancestors)), None)
    if head is None:
        if (
            len(tokens) == 1
            and tokens[0].tag_ == "WDT"
            and tokens[0].head.dep_ == "relcl"
            and cue[0].lemma_.lower() in words["turned_down"]
        ):
            whole = tokens[0].head.head.lemma_.lower()
            if whole not in words["told"] | load_stances().accounts:
                return []  # "a memorandum which Somalia has rejected"
        short = tokens[-1].lower_ in words["told"] and len(tokens) < 3
        # "was not responsible", "called that ridiculous"
        short = short or any(t.lemma_.lower() in words["part"] for t in tokens)
        # "had not carried it out"
        short = short or any(t.lower_ in words["told"] and t.head.lemma_.lower() in words["done"] for t in tokens)
        short = short or any(t.lower_ in ("him", "her", "them") for t in tokens[:1])  # "contradicted him"
        short = short or any(t.lower_ == "nothing" for t in tokens)  # "had nothing to do with it"
        short = short or (tokens[0].lower_ in words["told"] and len(tokens) < 4)
        return _last(earlier, before, one, drafts, sayings) if short else []
    calls = load_stances().described.get(head.lemma_.lower()) == "denies" and len(tokens) < 4  # "Absolute nonsense"
    no_such = any({"no", "such"} <= {c.lower_ for c in n.lefts} for n in nouns) and not _types().get(head.lemma_.lower())
    if head.lemma_.lower() in words["told"] | load_stances().accounts or calls or no_such:
        if own := own_words(head):
            # "the rumour that troops would be sent" tells itself what is denied
            return _typed(reading, [t for t in own if t.pos_ == "NOUN"], drafts, before, named=True)
        if head.lemma_.lower() in words["charge"]:
            accused = accused_by(reading, one, earlier)
            if accused is not None:
                return [i for i in accused.drafts if drafts[i].type not in SAYINGS]
            return [i for i in _last(earlier, before, one, drafts, sayings) if _may_have_done(reading, drafts[i], one.speaker)]
        return _last(earlier, before, one, drafts, sayings)
    if cue[0].lemma_.lower() in words["turned_down"]:
        return []
    if any(t.lemma_.lower() in words["part"] for t in nouns):
        rest = [t for t in nouns if t.lemma_.lower() not in words["part"]]
        before = [i for i in before if drafts[i].status in (*_REAL, "denied")]
        types = [_types().get(t.lemma_.lower(), frozenset()) for t in rest]
        if any(types) and not any(t & _DONE for t in types):
            return _typed(reading, rest, drafts, before)  # a part in talks is none in what was done
        return _typed(reading, rest, drafts, before) or ([] if any(types) else _last(earlier, before, one, drafts, sayings))
    if any(t.lemma_.lower() in words["happen"] for t in tokens if t.pos_ in ("VERB", "AUX")):
        return _typed(reading, nouns, drafts, before)
    if any(c.lower_ in _POINTING for c in head.lefts) or head.i == tokens[0].i:
        return _typed(reading, [head], drafts, before)
    return []


def _typed(
    reading: Reading, nouns: list[Token], drafts: list[Draft], before: list[int], lead: bool = False, named: bool = False
) -> list[int]:
    """The last act told of a type that a noun names, with ``lead`` the first; sooner one of the noun's own word ("sentenced").

    With ``named`` one of the noun's own word only.
    """
    article = reading.article.text
    types = frozenset[str]().union(*(_types().get(n.lemma_.lower(), frozenset()) for n in nouns))
    fit = [i for i in before if drafts[i].type in types]
    starts = {n.lemma_.lower()[:_STEM] for n in nouns if len(n.lemma_) >= _STEM}
    own = [i for i in fit if article[slice(*drafts[i].trigger)].lower()[:_STEM] in starts]
    fit = own if own or named else fit
    return fit[:1] if lead else fit[-1:]


def said_by(reading: Reading, one: Said, earlier: list[Said], first: list[int]) -> set[int]:
    """The acts of which the side that speaks has said before that they happened, alone or together with another."""
    if one.speaker is None:
        return set()
    own = reading.entities[one.speaker]
    homes = {
        first[i]
        for other in earlier
        if other.stance in ("states", "confirms") and other.withheld is None
        for k in (other.speaker if other.source_kind not in ("anonymous", "unattributed") else None, *with_speaker(reading, other))
        if k is not None and (k == one.speaker or _same_body(own, reading.entities[k]))
        for i in other.drafts
    }
    return {i for i, home in enumerate(first) if home in homes}


def _same_body(one: Entity, other: Entity) -> bool:
    """Whether two speak for one body: of one side, and of one sector ('the police', 'a police spokeswoman')."""
    return side(one) == side(other) and bool(set(one.sectors) & set(other.sectors))


def accused_by(reading: Reading, one: Said, earlier: list[Said]) -> Said | None:
    """The last statement in which somebody else accuses the side that speaks now; None where nobody does shortly before."""
    assert one.cue is not None
    if one.speaker is None:
        return None
    own = side(reading.entities[one.speaker])
    for other in reversed(earlier):
        if other.cue is None or other.withheld is not None or one.cue[0] - other.cue[0] > _NEAR:
            continue
        if other.speaker is not None and side(reading.entities[other.speaker]) == own:
            continue
        if not any(t.lemma_.lower() in _pointers()["accusing"] for t in tokens_of(reading, other.cue)):
            continue
        sentence = sentence_at(reading, other.cue[0])
        named = [i for m in mentions_in(reading, sentence) for i in m.entities if i != other.speaker] if sentence is not None else []
        if own in sides(reading, named):
            return other
    return None


def _last(earlier: list[Said], before: list[int], one: Said, drafts: list[Draft], sayings: set[int]) -> list[int]:
    """What the last statement of somebody else carries; where there is none behind the last act told, that act."""
    others = [s for s in reversed(earlier) if s.speaker is None or s.speaker != one.speaker]
    # what goes on after an account ("We have the photographs") takes nothing from it
    other = next((s for s in others if s.drafts or s.stance in _SAID_SO), None if not others else others[0])
    if other is not None and (not before or (other.cue or other.content[0])[0] > drafts[before[-1]].trigger[0] - 400):
        return [i for i in other.drafts if drafts[i].type not in SAYINGS and i not in sayings]
    return before[-1:]
