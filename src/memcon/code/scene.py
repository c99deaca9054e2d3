"""The scene that a telling has set: a day, a place, and who is there; and which later acts are played in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from memcon.annotate.reading import Mention, Reading, Sentence
from memcon.code.draft import Draft
from memcon.code.match import lemma_of
from memcon.code.where import place_of, where_words
from memcon.model.record import EventDate, EventPlace, Place

if TYPE_CHECKING:
    from spacy.tokens import Token

_DEEP = 12
# acts at arm's length: told of a scene's day they are done in the scene, whoever does them
_CLOSE = ("PROTEST",)
_CLOSE_MODES = ("arrest", "seize", "abduct", "hostage", "crowd-control", "firearms", "primitive", "beat", "restrict")
_WHOLE = ("state", "government")


@dataclass(frozen=True)
class Scene:
    """A day, a place, who was there, and how many sentences ago it was set; ``…_beyond`` where in a paragraph before."""

    day: EventDate | None = None
    place: Place | None = None
    people: frozenset[int] = frozenset()
    steps: int = 0
    day_beyond: bool = False
    place_beyond: bool = False

    def beyond(self) -> Scene:
        """The scene as the next paragraph finds it."""
        return replace(self, day_beyond=True, place_beyond=True)


def present_in(reading: Reading, sentence: Sentence) -> frozenset[int]:
    """Whoever has a part in the main clauses of a sentence."""
    found: set[int] = set()
    for token in sentence.doc:
        mention = reading.mention_at(sentence.index, token.i)
        if mention is not None and not mention.locative and _has_part(token):
            found.update(mention.entities)
    return frozenset(found)


def _has_part(token: Token) -> bool:
    """Whether a noun is a subject, an object, or who something is done with, of a verb that is not beside the point."""
    t = token
    for _ in range(_DEEP):
        if t.dep_ in ("relcl", "acl", "poss", "compound", "ccomp", "nmod", "amod"):
            return False
        if t.head.i == t.i:
            return True
        t = t.head
    return False


def links(reading: Reading, sentence: Sentence, token: Token, draft: Draft, scene: Scene) -> bool:
    """Whether an act is of the scene: done by those who were there, or said to be "at the meeting", "outside"."""
    if _at_setting(sentence, token):
        return True
    subject = subject_of(token)
    if subject is None or not scene.people:
        return False
    if _all_of_them(subject) and len(scene.people) > 1:
        return True
    mention = reading.mention_at(sentence.index, subject.i)
    if mention is None:
        return False
    if len(mention.others) > 1 and set(mention.others) <= scene.people:
        return True  # "the two agreed", "both sides signed"
    return _goes_on_with(reading, mention, scene)


def _goes_on_with(reading: Reading, mention: Mention, scene: Scene) -> bool:
    if not set(mention.entities) & scene.people:
        return False
    # a state is in no place: "Turkey received him. Turkey condemned": only people and bands are
    return any(reading.entities[i].kind not in _WHOLE for i in mention.entities if i in scene.people)


def _all_of_them(subject: Token) -> bool:
    """'The two', 'both', 'both sides', 'the three governments': whoever the telling is of."""
    words = where_words()
    if subject.lower_ in words["all"]:
        return subject.lower_ == "both" or any(c.lower_ == "the" for c in subject.lefts)
    if lemma_of(subject) not in words["parties"] or any(c.dep_ in ("prep", "relcl", "compound") for c in subject.children):
        return False
    before = {c.lower_ for c in subject.lefts}
    return "both" in before or ("the" in before and bool(before & words["all"]))


def subject_of(token: Token) -> Token | None:
    """The subject of an act's verb, or of the verb that it is joined to or hangs on as a purpose."""
    verb = token
    for _ in range(_DEEP):
        if verb.pos_ in ("VERB", "AUX"):
            found = next((c for c in verb.lefts if c.dep_ in ("nsubj", "nsubjpass")), None)
            if found is not None:
                return found
            if verb.dep_ not in ("conj", "xcomp", "advcl"):
                return None
        if verb.head.i == verb.i:
            return None
        verb = verb.head
    return None


def is_led_by_pronoun(token: Token) -> bool:
    """Whether the subject of an act's verb is "he", "she", "it" or "they"."""
    subject = subject_of(token)
    return subject is not None and subject.lower_ in ("he", "she", "it", "they")


def _at_setting(sentence: Sentence, token: Token) -> bool:
    """Whether a clause is set "at the summit", "after the ceremony", "outside"."""
    words = where_words()
    verb = _verb_of(token)
    if verb is None:
        return False
    for child in verb.children:
        if child.dep_ == "advmod" and child.lower_ in words["beside_scene"] and not list(child.rights):
            return True
        if child.dep_ != "prep" or child.lower_ not in words["set_by"]:
            continue
        for noun in child.rights:
            if noun.dep_ == "pobj" and lemma_of(noun) in words["settings"] and not _of_its_own(noun):
                return True
    return False


def _of_its_own(noun: Token) -> bool:
    """Whether a setting is told to be another one: "at a meeting in Rome", "at last month's summit"."""
    return any(
        (c.dep_ == "prep" and c.lower_ in where_words()["at"]) or (c.dep_ == "poss" and c.pos_ != "PRON") or c.dep_ == "relcl"
        for c in noun.children
    )


def _verb_of(token: Token) -> Token | None:
    verb = token
    for _ in range(_DEEP):
        if verb.pos_ in ("VERB", "AUX"):
            return verb
        if verb.head.i == verb.i:
            return None
        verb = verb.head
    return None


def place_in_scene(reading: Reading, sentence: Sentence, token: Token, draft: Draft, scene: Scene) -> EventPlace | None:
    """The scene's place, where an act without its own is played in the scene; None where that is not sure."""
    if scene.place is None or is_elsewhere(reading, sentence, token) or not _same_time(draft, scene):
        return None
    if links(reading, sentence, token, draft, scene) or (not scene.place_beyond and _by_who_was_there(reading, sentence, token, scene)):
        return place_of(scene.place, "inherited")
    if not _known_day(draft, scene):
        return None
    close = draft.type in _CLOSE or (draft.type in ("ASSAULT", "COERCE") and (draft.mode in _CLOSE_MODES))
    if close and (not scene.place_beyond or draft.date is None or draft.date.basis == "text"):
        return place_of(scene.place, "inherited")
    return None


def _by_who_was_there(reading: Reading, sentence: Sentence, token: Token, scene: Scene) -> bool:
    """Whether "he", "she" or "they" does it who was not made out."""
    subject = subject_of(token)
    if subject is None or subject.lower_ not in ("he", "she", "they"):
        return False
    mention = reading.mention_at(sentence.index, subject.i)
    return mention is None or not mention.entities


def _same_time(draft: Draft, scene: Scene) -> bool:
    """Whether an act's day, where both are known, is not another one than the scene's."""
    if draft.date is None or draft.date.start is None or draft.date.end is None or scene.day is None or scene.day.start is None:
        return draft.date is None or draft.date.basis != "inherited" or scene.day is not None or not scene.place_beyond
    end = scene.day.end or scene.day.start
    return draft.date.start <= end and scene.day.start <= draft.date.end


def _known_day(draft: Draft, scene: Scene) -> bool:
    """Whether an act is known to be of the scene's day."""
    return draft.date is not None and draft.date.start is not None and scene.day is not None and draft.date.start == scene.day.start


def is_elsewhere(reading: Reading, sentence: Sentence, token: Token) -> bool:
    """Whether an act's clause says another place, though not which: "in the north", "near Camp Ashraf", "across the country"."""
    words = where_words()
    verb = _verb_of(token)
    heads = {t.i for t in (token, verb) if t is not None}
    for prep in sentence.doc:
        if prep.lower_ in words["elsewhere"]:
            return True
        if prep.pos_ != "ADP" or prep.lower_ not in words["at"]:
            continue
        noun = next((c for c in prep.rights if c.dep_ == "pobj"), None)
        if noun is None or (prep.head.i not in heads and prep.head.head.i not in heads):
            continue
        if lemma_of(noun) in words["elsewhere"]:
            return True
        if noun.pos_ == "PROPN" and reading.mention_at(sentence.index, noun.i) is None and not _is_time(reading, sentence, noun):
            return True
    return False


def _is_time(reading: Reading, sentence: Sentence, noun: Token) -> bool:
    at = sentence.offset(noun)
    return any(t.span[0] <= at < t.span[1] for t in reading.times_in(sentence.span))
