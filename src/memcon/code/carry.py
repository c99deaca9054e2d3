"""Days and places that a paragraph's telling goes on with: what a sentence does not say again holds from the one before it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from memcon.annotate.places import filed_at
from memcon.annotate.reading import Reading, Sentence
from memcon.code.capital import capital_meant, hall_meant
from memcon.code.draft import Draft
from memcon.code.merge import SPOKEN
from memcon.code.refer_day import Days, day_beside, days_told, happening_words
from memcon.code.scene import Scene, doers_of, is_led_by_pronoun, links, of_another, place_in_scene
from memcon.code.when import find_date, is_report, of_a_thing
from memcon.code.when_interval import interval_of
from memcon.code.where import find_place, is_wide, located, place_of, where_words
from memcon.model.record import EventDate, EventPlace, Place, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_STEPS = 4  # sentences over which a day is carried
_LONGEST = timedelta(days=30)
_CLOCK = re.compile(
    r"(?:[01]?\d|2[0-3])[:.h][0-5]\d(?: ?(?:[ap]\.?m\.?|gmt|utc|bst|est|edt|cet|cest|hrs))?(?=\s*(?:$|[—–|:-]))", re.IGNORECASE
)
_REAL = ("happened", "ongoing")
_SAME = re.compile(r"(?:on )?(?:that|the)(?: very)? (?:same )?(?:day|night|morning|evening|afternoon)$", re.IGNORECASE)


def carry_over(reading: Reading, drafts: list[Draft]) -> None:
    """Give merged acts without a day or a place those that the sentences around them tell, and say that they are inherited."""
    if not drafts:
        return
    clocks = _clocks(reading)
    days = days_told(reading, drafts)
    scenes = _scenes(reading, drafts, days)
    types = {(d.sentence, d.token): d.type for d in drafts}
    for draft in drafts:
        for index, span in draft.triggers or [(draft.sentence, draft.trigger)]:
            sentence = reading.sentences[index]
            token = next((t for t in sentence.doc if sentence.offset(t) == span[0]), None)
            if token is None or sentence.kind == "title":
                continue
            scene = scenes[index]
            if draft.status not in (*_REAL, "historical"):
                if draft.place is None and draft.mode != "phone":
                    draft.place = _pointed(reading, sentence, token, draft, scene)
                continue
            spoken = draft.type in SPOKEN or (token.dep_ == "conj" and types.get((index, token.head.i)) in SPOKEN)
            if draft.date is None:
                draft.date = _day(reading, sentence, token, draft, scene, days, spoken=spoken) or _live(reading, sentence, token, clocks)
            elif draft.date.text and _SAME.match(draft.date.text) and scene.day and scene.day.basis == "inherited":
                # "two days after the vote they met. The same night they parted"
                draft.date = EventDate(
                    start=scene.day.start, end=scene.day.end, text=draft.date.text, span=draft.date.span, basis="inherited"
                )
            if draft.place is None and draft.mode != "phone":
                draft.place = _pointed(reading, sentence, token, draft, scene)
                if (
                    draft.place is None
                    and not reading.quoted(sentence.offset(token))
                    and is_narrated(token, draft.status, sentence, scene, reading)
                ):
                    draft.place = place_in_scene(reading, sentence, token, draft, scene)


def _scenes(reading: Reading, drafts: list[Draft], days: Days) -> list[Scene]:
    """For each sentence what was told before it, in its paragraph and in those before."""
    told: dict[int, list[tuple[int, Draft]]] = {}
    for draft in drafts:
        for index, span in draft.triggers:
            told.setdefault(index, []).append((span[0], draft))
    found: list[Scene] = []
    scene, block = Scene(), -1
    for sentence in reading.sentences:
        if sentence.block != block:
            block = sentence.block
            scene = scene.beyond() if sentence.kind in ("paragraph", "quote") and scene.steps < _STEPS else Scene()
        found.append(scene)
        scene = _after(reading, sentence, scene, days, dict(told.get(sentence.index, ())))
    return found


def _after(reading: Reading, sentence: Sentence, scene: Scene, days: Days, told: dict[int, Draft]) -> Scene:
    """What the telling has come to behind a sentence, of whose words some tell acts."""
    if (said := _said(reading, sentence)) is not None:
        return said
    if reading.quoted(sentence.span[0]):
        return scene
    day: EventDate | None = None
    place: Place | None = None
    here: set[int] = set()
    there: set[int] = set()
    types: set[str] = set()
    going = False
    for token in _main(sentence):
        told_of = token.tag_ in ("VBD", "VBN") or token.pos_ == "NOUN"  # "they take effect Wednesday" sets no scene
        if told_of and (found := find_date(reading, sentence, token, "happened") or day_beside(reading, sentence, token, days)):
            day = found
        doers = doers_of(reading, sentence, token.head if token.dep_ == "ccomp" else token)
        draft = told.get(sentence.offset(token))
        if draft is not None and draft.status in _REAL:
            types.add(draft.type)
            if draft.type == "CONSULT":
                doers |= {*draft.actors, *draft.recipients}
        here |= doers
        if token.tag_ not in ("VBD", "VBN") or token.lemma_.lower() in where_words()["leaving"]:
            continue
        at = find_place(reading, sentence, token, "CONSULT", sure=True)
        if at is None and draft is not None and draft.type not in SPOKEN and draft.place is not None and draft.place.basis == "grammar":
            at = draft.place
        if at is not None and (spot := next((p for p in reading.places_in(sentence.span) if p.span == at.span), None)) is not None:
            # whoever was arrested there was there too
            hit = draft is not None and draft.mode in where_words()["close"]
            there = doers | {*draft.actors, *draft.recipients} if draft is not None and hit else doers
            place, going = spot, token.pos_ == "AUX" or token.lemma_.lower() in where_words()["staying"]
    people = frozenset(here)
    if day is None and scene.day_beyond and scene.day is not None and _tells_another(reading, sentence, scene.day):
        scene = replace(scene, day=None)  # background: "it suspended the country after the coup in November"
    if day is not None:
        return Scene(day, place, people, frozenset(there), frozenset(types), going)
    if place is not None:
        kept = scene if scene.steps < _STEPS else Scene()
        kept = replace(kept, people=people, there=frozenset(there), types=frozenset(types), steps=kept.steps + 1)
        return replace(kept, place=place, going=going, place_beyond=False)
    return replace(scene, people=scene.people | people, steps=scene.steps + 1) if scene.steps < _STEPS else Scene()


def _said(reading: Reading, sentence: Sentence) -> Scene | None:
    """'"…," he told reporters in Rome on Tuesday': where and when somebody speaks; None where a sentence does not say both."""
    root = next((t for t in sentence.doc if t.dep_ == "ROOT"), None)
    if root is None or not is_report(root) or root.tag_ != "VBD" or reading.quoted(sentence.offset(root)):
        return None
    at = find_place(reading, sentence, root, "CONSULT", sure=True)
    spot = next((p for p in reading.places_in(sentence.span) if at is not None and p.span == at.span), None)
    day = find_date(reading, sentence, root, "happened")
    speakers = doers_of(reading, sentence, root)
    if not speakers or day is None or day.start is None or day.start != day.end:
        return None
    if not (spot is not None or (at is None and any(c.dep_ in ("dobj", "prep") for c in root.rights))):
        return None
    return Scene(day, spot, frozenset(speakers), frozenset(speakers), saying=True)


def _tells_another(reading: Reading, sentence: Sentence, day: EventDate) -> bool:
    """Whether a sentence names another time gone by than a scene's day."""
    told = (interval_of(t.value) for t in reading.times_in(sentence.span) if t.type in ("DATE", "TIME"))
    return any(t[1] < (day.start or "") for t in told if t is not None)


def _main(sentence: Sentence) -> Iterator[Token]:
    """The verbs of a sentence's main clauses; of what it reports where that is all it says."""
    root = next((t for t in sentence.doc if t.dep_ == "ROOT"), None)
    if root is None:
        return
    if is_report(root):
        yield from (c for c in root.children if c.dep_ == "ccomp" and c.pos_ in ("VERB", "AUX"))
        return
    yield root
    yield from (c for c in root.children if c.dep_ == "conj" and c.pos_ == "VERB")


def _goes_on(sentence: Sentence) -> bool:
    """Whether a sentence opens by going on from what came before: "Hours later", "Minutes before", "Then"."""
    words = happening_words()["going_on"]
    first = [t for t in sentence.doc[:5] if not t.is_punct]
    for token, after in pairwise(first):
        if token.lemma_.lower() in words["units"] and after.lower_ in words["ways"]:
            return not any(c.dep_ in ("pobj", "pcomp") for c in after.rights)
    return any(t.lower_ in words["words"] for t in first[:2])


def _day(reading: Reading, sentence: Sentence, token: Token, draft: Draft, scene: Scene, days: Days, *, spoken: bool) -> EventDate | None:
    if (beside := day_beside(reading, sentence, token, days)) is not None:
        return beside
    day = scene.day
    if day is None or day.start is None or day.end is None or sentence.kind not in ("paragraph", "quote"):
        return None
    if (
        draft.status == "historical"
        or day.start > (reading.article.published or "9999")
        or reading.quoted(sentence.offset(token))
        or _dated(reading, sentence)
        or not is_narrated(token, draft.status, sentence, scene, reading)
        or of_another(sentence, token, scene)
    ):
        return None
    if scene.saying and not spoken:
        return None  # what he told on Tuesday need not have happened then
    if scene.day_beyond and _goes_on(sentence):
        return inherited(day)
    if scene.day_beyond or day.start != day.end:
        # only those who were there go on with a week, or over a paragraph's end
        near = date.fromisoformat(day.end) - date.fromisoformat(day.start) <= _LONGEST
        near = near and (day.start == day.end or not scene.steps)
        return inherited(day) if near and links(reading, sentence, token, scene.people, closely=True) else None
    if spoken and not (is_led_by_pronoun(token) or links(reading, sentence, token, scene.people)):
        return None  # an answer to what is told may come on another day
    return inherited(day)


def inherited(day: EventDate) -> EventDate:
    """The day of a scene as an act's that is told in it."""
    return EventDate(start=day.start, end=day.end, text=day.text, span=day.span, basis="inherited")


def _dated(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence tells a time of its own: not one ahead, nor that of a thing in it ("the author of the putsch of 26 November")."""
    published = reading.article.published or "9999"
    return any(
        t.type in ("DATE", "TIME") and (told := interval_of(t.value)) and told[0] <= published and not of_a_thing(sentence, t.span)
        for t in reading.times_in(sentence.span)
    )


def is_narrated(token: Token, status: str, sentence: Sentence, scene: Scene, reading: Reading) -> bool:
    """Whether an act is told in the tense of the telling: the simple past, or as it goes on today."""
    verb = token
    for _ in range(12):
        if verb.pos_ in ("VERB", "AUX") and verb.tag_ not in ("VB", "VBG"):
            break
        if verb.tag_ == "VBG" and any(c.tag_ in ("VBP", "VBZ") for c in verb.lefts if c.dep_ == "aux"):
            break
        if verb.dep_ in ("relcl", "ccomp") or verb.head.i == verb.i:
            return False
        verb = verb.head
    at = verb
    for _ in range(12):
        if at.dep_ in ("relcl", "acl", "csubj") or (at.dep_ == "advcl" and _apart(at)):
            return False  # background beside what is told
        if at.head.i == at.i:
            break
        at = at.head
    helpers = {c.lower_ for c in (*verb.lefts, *(verb.head.lefts if verb.dep_ == "conj" else ())) if c.dep_ in ("aux", "auxpass")}
    if status == "ongoing" or verb.tag_ == "VBG":
        published = (reading.article.published or "")[:10]
        return verb.tag_ == "VBG" and scene.day is not None and scene.day.start == published and bool({"is", "are"} & helpers)
    if "had" in helpers:
        return _goes_on(sentence)  # "minutes before, he had summoned"
    if {"has", "have", "'s", "is", "are", "being", "been"} & helpers:
        return False
    return verb.tag_ == "VBD" or (verb.tag_ == "VBN" and (bool({"was", "were"} & helpers) or verb.dep_ == "conj"))


def _apart(verb: Token) -> bool:
    return any(c.lower_ in where_words()["apart"] for c in verb.lefts if c.dep_ in ("mark", "advmod", "prep"))


def _clocks(reading: Reading) -> tuple[list[int], list[Span | None]]:
    """Where the entries of a live report begin and the hour at the head of each; None where one has none. Empty for other reports."""
    starts: list[int] = []
    spans: list[Span | None] = []
    told = False  # whether a paragraph has followed the hour
    for block in reading.article.blocks:
        found = _CLOCK.match(reading.article.text[slice(*block.span)])
        if block.kind in ("heading", "caption", "dateline", "other", "paragraph") and found:
            starts.append(block.span[0])
            spans.append((block.span[0], block.span[0] + found.end()))
            told = False
        elif block.kind == "heading" and told:
            starts.append(block.span[0])
            spans.append(None)
        elif block.kind == "paragraph":
            told = True
    return (starts, spans) if sum(s is not None for s in spans) > 1 else ([], [])


def _live(reading: Reading, sentence: Sentence, token: Token, clocks: tuple[list[int], list[Span | None]]) -> EventDate | None:
    """An act told in the present or perfect under an hour of a live report is of the report's day."""
    starts, spans = clocks
    at = bisect_right(starts, sentence.span[0]) - 1
    published = reading.article.published
    if at < 0 or published is None or (span := spans[at]) is None or _dated(reading, sentence) or reading.quoted(sentence.offset(token)):
        return None
    verb = token
    while verb.pos_ not in ("VERB", "AUX") and verb.head.i != verb.i:
        verb = verb.head
    if verb.dep_ in ("relcl", "acl", "ccomp", "advcl"):
        return None
    helpers = {c.lower_ for c in verb.lefts if c.dep_ in ("aux", "auxpass")}
    now = verb.tag_ in ("VBZ", "VBP") or (verb.tag_ in ("VBN", "VBG") and bool({"has", "have", "is", "are"} & helpers))
    lasting = any(c.lower_ in ("always", "never", "ever", "long", "until", "since") for c in verb.children)
    if not now or lasting:
        return None
    return EventDate(start=published[:10], end=published[:10], text=reading.article.text[slice(*span)], span=span, basis="published")


def _pointed(reading: Reading, sentence: Sentence, token: Token, draft: Draft, scene: Scene) -> EventPlace | None:
    """The place of "there", "in the city" and "here" beside an act."""
    for word in sentence.doc:
        if word.lower_ == "there" and word.dep_ == "advmod" and _hangs(word, token):
            near = _last(reading, sentence, word, wide=None)
            place = near or scene.place if scene.place_beyond else scene.place or near
            return place_of(place, "inherited") if place else None
        if word.lower_ == "here" and word.dep_ == "advmod" and _hangs(word, token) and not reading.quoted(sentence.offset(word)):
            place = _dateline(reading, sentence)
            return place_of(place, "dateline") if place else None
        if word.dep_ == "pobj" and word.pos_ in ("PROPN", "NOUN") and (hall := hall_meant(sentence, word)) is not None:
            if located(word, token, draft.type) is not None:
                return hall
        if (
            word.lemma_.lower() in where_words()["pointing"]
            and word.dep_ == "pobj"
            and located(word, token, draft.type) is not None
            and any(c.lower_ in ("the", "that", "this") for c in word.lefts)
            and not any(c.dep_ == "prep" or c.dep_ == "appos" or c.pos_ == "PROPN" for c in word.children)
        ):
            if word.lemma_.lower() == "capital":
                return capital_meant(reading, sentence, word)
            place = _last(reading, sentence, word, wide=word.lemma_.lower() == "country")
            return place_of(place, "inherited") if place else None
    return None


def _hangs(word: Token, token: Token) -> bool:
    """Whether an adverb hangs on an act, its verb or its object, or on a preposition there ("here on Thursday")."""
    head = word.head.head if word.head.pos_ == "ADP" else word.head
    return (
        head.i == token.i or (head.pos_ in ("VERB", "AUX") and token.head.i == head.i) or (head.head.i == token.i and head.dep_ == "dobj")
    )


def _last(reading: Reading, sentence: Sentence, word: Token, wide: bool | None) -> Place | None:
    """The last place named before a word in its paragraph or the one before: a town for "the city", a state for "the country"."""
    start = reading.article.blocks[max(0, sentence.block - 1)].span[0]
    near = reading.places_in((start, sentence.offset(word)))
    return next((p for p in reversed(near) if wide is None or is_wide(p) == wide), None)


def _dateline(reading: Reading, sentence: Sentence) -> Place | None:
    """The place that the paragraph's own dateline or the report's names."""
    text, (start, end) = reading.article.text, reading.block(sentence).span
    lead = re.match(r"\W{0,3}([A-Z][A-Z.' -]+[A-Z.])(?:,[^—–-]{0,30})? ?(?:—|–|--|-) ", text[start : min(end, start + 80)])
    if lead:
        return next((p for p in reading.places_in((start, start + lead.end())) if p.span), None)
    return filed_at(reading)
