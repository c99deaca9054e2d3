"""The scene that a telling has set: a day, a place, and who is there; and which later acts are played in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from memcon.annotate.reading import Mention, Reading, Sentence
from memcon.code.draft import Draft
from memcon.code.match import lemma_of
from memcon.code.merge import SPOKEN
from memcon.code.where import place_of, where_words
from memcon.model.record import EventDate, EventPlace, Place

if TYPE_CHECKING:
    from spacy.tokens import Token

_DEEP = 12
_STAY = timedelta(days=2)
_VIOLENT = {"ASSAULT", "COERCE", "PROTEST"}
_WHOLE = ("state", "government")


@dataclass(frozen=True)
class Scene:
    """A day, a place, who is told of and who of them was there, what acts were told, and how many sentences ago it was set.

    ``going`` where somebody came to the place; ``saying`` where somebody only spoke; ``…_beyond`` where in a paragraph before.
    """

    day: EventDate | None = None
    place: Place | None = None
    people: frozenset[int] = frozenset()
    there: frozenset[int] = frozenset()
    types: frozenset[str] = frozenset()
    going: bool = False
    steps: int = 0
    day_beyond: bool = False
    place_beyond: bool = False
    saying: bool = False

    def beyond(self) -> Scene:
        """The scene as the next paragraph finds it."""
        return replace(self, day_beyond=True, place_beyond=True)


def doers_of(reading: Reading, sentence: Sentence, token: Token) -> set[int]:
    """Who does what a verb of the telling tells."""
    subject = subject_of(token)
    mention = reading.mention_at(sentence.index, subject.i) if subject is not None and subject.dep_ == "nsubj" else None
    return set(mention.entities) if mention is not None and not mention.locative else set()


def links(reading: Reading, sentence: Sentence, token: Token, people: frozenset[int], *, closely: bool = False) -> bool:
    """Whether an act goes on with some people: done by them, or said to be "at the meeting", "outside".

    ``closely`` asks for "he" or "the two", not for a name that is said again.
    """
    if _at_setting(sentence, token):
        return True
    subject = subject_of(token)
    if subject is None or not people:
        return False
    if _all_of_them(subject) and len(people) > 1:
        return True
    mention = reading.mention_at(sentence.index, subject.i)
    if mention is None:
        return False
    if len(mention.others) > 1 and set(mention.others) <= people:
        return True  # "the two agreed", "both sides signed"
    if closely and (not mention.pronoun or _named_here(reading, sentence, mention)):
        return False
    # a state is in no place: "Turkey received him. Turkey condemned"; people and bands are
    if any(reading.entities[i].kind not in _WHOLE for i in mention.entities if i in people):
        return True
    owner = next((c for c in subject.lefts if c.dep_ == "poss" and c.pos_ == "PRON"), None)
    owned = reading.mention_at(sentence.index, owner.i) if owner is not None else None
    # "its chief met", not "his party asked"
    return owned is not None and any(i in people and reading.entities[i].kind != "person" for i in owned.entities)


def _named_here(reading: Reading, sentence: Sentence, pronoun: Mention) -> bool:
    """Whether a sentence names those first whom its pronoun stands for: it begins anew then."""
    return any(
        m.sentence == sentence.index and m.first < pronoun.first and not m.pronoun
        for i in pronoun.entities
        for m in reading.entities[i].mentions
    )


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
        if child.dep_ == "dobj" and lemma_of(verb) in words["attending"]:
            if lemma_of(child) in words["settings"] and _definite(child) and not _of_its_own(child):
                return True  # "attended the ceremony"
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


def _definite(noun: Token) -> bool:
    return any(c.lower_ in ("the", "this", "that") for c in noun.lefts)


def _verb_of(token: Token) -> Token | None:
    verb = token
    for _ in range(_DEEP):
        if verb.pos_ in ("VERB", "AUX"):
            return verb
        if verb.head.i == verb.i:
            return None
        verb = verb.head
    return None


def of_another(sentence: Sentence, token: Token, scene: Scene) -> bool:
    """'Were killed in the raid': of the raid that was told, not of the scene, where that is no violence."""
    verb = _verb_of(token)
    if verb is None or scene.types & _VIOLENT:
        return False
    for prep in (c for c in verb.children if c.dep_ == "prep" and c.lower_ in where_words()["set_by"]):
        if any(c.dep_ == "pobj" and lemma_of(c) in where_words()["violence"] for c in prep.rights):
            return True
    return False


def place_in_scene(reading: Reading, sentence: Sentence, token: Token, draft: Draft, scene: Scene) -> EventPlace | None:
    """The scene's place, where an act without its own is played in the scene; None where that is not sure."""
    if scene.place is None or is_elsewhere(reading, sentence, token) or of_another(sentence, token, scene):
        return None
    if scene.saying and draft.type not in SPOKEN:
        return None
    linked = links(reading, sentence, token, scene.there, closely=scene.place_beyond) or (
        not scene.place_beyond and _by_who_was_there(reading, sentence, token)
    )
    if linked and (_same_time(draft, scene) or (scene.going and not scene.place_beyond and _days_later(draft, scene))):
        return place_of(scene.place, "inherited")
    if not _known_day(draft, scene):
        return None
    if draft.date is not None and draft.date.basis == "inherited" and draft.type == "CONSULT" and not scene.place_beyond:
        return place_of(scene.place, "inherited")
    if scene.place_beyond and (draft.date is None or draft.date.basis != "text"):
        return None
    close = draft.type in ("PROTEST", "ASSAULT", "COERCE") and draft.mode in where_words()["close"]
    return place_of(scene.place, "inherited") if close else None


def _by_who_was_there(reading: Reading, sentence: Sentence, token: Token) -> bool:
    """Whether "he", "she" or "they" does it who was not made out."""
    subject = subject_of(token)
    if subject is None or subject.lower_ not in ("he", "she", "they"):
        return False
    mention = reading.mention_at(sentence.index, subject.i)
    return mention is None or not mention.entities


def _same_time(draft: Draft, scene: Scene) -> bool:
    """Whether an act's day, where both are known, is not another one than the scene's."""
    if draft.date is None or not draft.date.start or not draft.date.end:
        return draft.date is None
    if scene.day is None or not scene.day.start:
        return not scene.place_beyond
    return draft.date.start <= (scene.day.end or scene.day.start) and scene.day.start <= draft.date.end


def _days_later(draft: Draft, scene: Scene) -> bool:
    """Whether an act is of the days after somebody came to a place."""
    if draft.date is None or not draft.date.start or scene.day is None or not scene.day.start:
        return False
    return timedelta(0) <= date.fromisoformat(draft.date.start) - date.fromisoformat(scene.day.start) <= _STAY


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
        mention = reading.mention_at(sentence.index, noun.i)
        unknown = mention is None or mention.identity is None
        if noun.pos_ == "PROPN" and unknown and not _is_time(reading, sentence, noun):
            return True
    return False


def _is_time(reading: Reading, sentence: Sentence, noun: Token) -> bool:
    at = sentence.offset(noun)
    return any(t.span[0] <= at < t.span[1] for t in reading.times_in(sentence.span))
