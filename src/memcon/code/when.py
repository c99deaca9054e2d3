"""When an act took place: the time in its own clause, else what its sentence or its fellows say."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from memcon.annotate.reading import Reading, Sentence
from memcon.annotate.times_grammar import load_grammar
from memcon.code.when_interval import Interval, interval_of, lapse_of, widen
from memcon.model.record import EventDate, Span, Time

if TYPE_CHECKING:
    from spacy.tokens import Token

_AHEAD = ("planned", "possible", "demanded", "threatened", "hypothetical")


@lru_cache(maxsize=1)
def _words() -> dict[str, frozenset[str]]:
    """The lists of ``[attach]`` in knowledge/cues/times.toml."""
    return {name: frozenset(words) for name, words in load_grammar().lists["attach"].items()}


def find_date(reading: Reading, sentence: Sentence, token: Token, status: str) -> EventDate | None:
    """The date of the act named by ``token``, from the time expression nearest to it in its own clause.

    An end that the text leaves open is None ("since Monday", "by Friday"); no date at all gives None.
    """
    here = [t for t in reading.times_in(sentence.span) if t.type != "SET"]
    own: list[tuple[int, int, Time, Interval]] = []
    reported: list[tuple[int, int, Time, Interval]] = []
    for time in here:
        told = _told(reading, here, time)
        inside = _head_of(sentence, time.span)
        if told is None or inside is None:
            continue
        ahead = told[0] > (reading.article.published or "9999")
        prep = _preposition(inside)
        if prep is not None and prep.lower_ in _words()["end"] and told[1] > (reading.article.published or "9999"):
            ahead = True  # "banned rallies until the end of the month"
        if ahead and status not in _AHEAD and not _may_be_ahead(inside, token):
            continue  # what is told as done is not of a day to come: "demanded an answer by Friday"
        distance = _distance(inside, token, _within(sentence, time.span))
        within = _within(sentence, time.span)
        if distance is not None and _tells_of(inside, token, within):
            own.append((distance, abs(inside.i - token.i), time, told))
            continue
        if distance is None or (interval := _open(inside, token, told, clock=time.type == "TIME")) is None:
            continue
        (reported if _belongs_to_report(inside, token) else own).append((distance, abs(inside.i - token.i), time, interval))
    if own:
        _, _, time, (start, end) = min(own, key=lambda p: p[:2])
        return EventDate(start=start, end=end, text=reading.article.text[slice(*time.span)], span=time.span, basis="text")
    if not reported or status in _AHEAD:
        return None  # "said Wednesday it would send": on which day, nobody has said
    _, _, time, (start, end) = min(reported, key=lambda p: p[:2])
    # "announced Wednesday that he held a call": held by Wednesday
    start = end if status == "happened" and start == end else None
    return EventDate(start=start, end=end, text=reading.article.text[slice(*time.span)], span=time.span, basis="inherited")


def _told(reading: Reading, here: list[Time], time: Time) -> tuple[str, str] | None:
    text = reading.article.text
    if time.type == "DURATION":
        lapse = lapse_of(time, text[slice(*time.span)], reading.article.published)
        return (lapse[0], lapse[1]) if lapse and lapse[0] and lapse[1] else None
    interval = interval_of(time.value)
    return widen(text, time, [t for t in here if t.type in ("DATE", "TIME")], interval) if interval else None


def _may_be_ahead(time: Token, token: Token) -> bool:
    """Whether an act told without a mark of the future may lie there: "visits Paris on Monday", "talks next week"."""
    if token.tag_ not in ("VBZ", "VBP", "VB") and token.pos_ not in ("NOUN", "PROPN"):
        return False
    t = time
    while t.i != token.i and t.head.i != t.i:
        if t.pos_ == "VERB":
            return False  # "plans to hand them over next year": planned this day
        t = t.head
    return t.i == token.i


def _open(time: Token, token: Token, told: tuple[str, str], *, clock: bool) -> Interval | None:
    """The interval as the preposition before the time leaves it; None where the time is another happening's."""
    words = _words()
    start, end = told
    prep = _preposition(time)
    if prep is None:
        return start, end
    word = prep.lower_
    if word in words["other"]:
        return (start, end) if clock else None  # "shortly after noon on Friday" is on Friday
    if word == "since":
        # "for the first time since 2014" and "has met since taking office" tell no day of this act
        lasting = any(c.dep_ == "aux" and c.lemma_.lower() in ("have", "be") for c in token.lefts) or token.tag_ == "VBG"
        return (start, None) if lasting and prep.head.pos_ in ("VERB", "AUX") else None
    if word in words["end"]:
        return None, end
    if word == "from" and start == end and prep.head.pos_ in ("VERB", "AUX"):
        return start, None  # "will stay in Lisbon from Wednesday"
    return start, end


def _preposition(time: Token) -> Token | None:
    """The preposition that a time is the object of, past the words of the time itself ("by the end of May")."""
    at = time
    for _ in range(5):
        head = at.head
        if head.i == at.i:
            return None
        if head.pos_ in ("ADP", "SCONJ") and at.dep_ in ("pobj", "pcomp", "npadvmod", "obl"):
            above = head.head
            if head.lower_ == "of" and above.i < head.i and above.lemma_.lower() in _words()["edges"]:
                at = above
                continue
            return head
        if head.pos_ in ("VERB", "AUX") or not (_of_time(head) or at.dep_ == "conj"):
            return None
        at = head
    return None


def _of_time(token: Token) -> bool:
    """Whether a noun measures or names time ("the night of May 3", "the end of June")."""
    lists = load_grammar().lists
    word = token.lower_.rstrip(".")
    return (
        any(word in lists[name] for name in ("months", "weekdays", "parts", "month_short", "seasons"))
        or word.rstrip("s") in lists["units"]
        or word in _words()["edges"]
    )


def _head_of(sentence: Sentence, span: Span) -> Token | None:
    """The word that a time hangs on: the first of its words whose head lies outside it."""
    words = [t for t in sentence.overlapping(span) if not t.is_punct]
    inside = {t.i for t in words}
    head = next((t for t in words if t.pos_ != "DET" and (t.head.i not in inside or t.head.i == t.i)), words[0] if words else None)
    if head is not None and words[0].i and head.dep_ in ("nmod", "compound", "nummod") and head.i < head.head.i and _days(words):
        # "On Monday Pakistani jets attacked", "On 19 October gunmen came", parsed as Monday's jets and October's gunmen
        before = sentence.doc[words[0].i - 1]
        if before.pos_ == "ADP" and before.head.pos_ == "VERB" and not any(c.dep_ == "pobj" for c in before.rights):
            return before
    return head


def governor_of(sentence: Sentence, span: Span) -> Token | None:
    """The noun or verb that the time at ``span`` belongs to, past its prepositions and other words of time; None where it has none."""
    t = _head_of(sentence, span)
    within = _within(sentence, span)
    for _ in range(8):
        if t is None or (t.i not in within and t.pos_ in ("NOUN", "PROPN", "VERB") and not _of_time(t)):
            return t
        t = t.head if t.head.i != t.i else None
    return None


def of_a_thing(sentence: Sentence, span: Span) -> bool:
    """Whether the time at ``span`` is a thing's in the sentence: "Sunday's vote", "the author of the putsch of 26 November"."""
    t, within = _head_of(sentence, span), _within(sentence, span)
    for _ in range(12):
        if t is None or t.head.i == t.i or (t.pos_ in ("VERB", "AUX") and t.dep_ not in ("relcl", "acl")):
            return False
        noun = t.head.pos_ in ("NOUN", "PROPN") and not _of_time(t.head) and t.head.i not in within
        if noun and (t.dep_ in ("poss", "compound", "nmod", "nummod", "appos", "relcl", "acl") or t.lower_ == "of"):
            return True
        t = t.head
    return False


def hangs_on(time: Token, act: Token, within: frozenset[int]) -> bool:
    """Whether the words of a time (``within``), of which ``time`` is one, tell of this act and not of another clause or noun."""
    return _distance(time, act, within) is not None


def _days(words: list[Token]) -> bool:
    return any(_of_time(word) or (word.text.isdigit() and len(word.text) == 4) for word in words)


def _within(sentence: Sentence, span: Span) -> frozenset[int]:
    return frozenset(t.i for t in sentence.overlapping(span))


def _distance(time: Token, token: Token, within: frozenset[int]) -> int | None:
    """Steps in the tree from the time to the act; None where the time is a word of something else ("after they fled in May")."""
    up: dict[int, int] = {}
    clause: set[int] = set()  # ancestors of the time that lie above another verb's clause or another noun
    t, steps, inside = time, 0, False
    while True:
        up[t.i] = steps
        if inside:
            clause.add(t.i)
        if t.head.i == t.i or steps > 40:
            break
        inside = inside or (t.i != token.i and (_closed(t, token, within) or _own_clause(t, time)))
        t, steps = t.head, steps + (t.pos_ != "ADP")  # "in 2012" is as near as "last year"
    t, steps, hidden = token, 0, False
    while True:
        if t.i in up:
            return None if t.i in clause or hidden else up[t.i] + steps
        if t.head.i == t.i or steps > 40:
            return None
        hidden = hidden or _sets_apart(t, within)
        t, steps = t.head, steps + 1


def _closed(t: Token, token: Token, within: frozenset[int]) -> bool:
    """Whether what lies below a word stays there: another verb's clause, or a day that is a noun's own ("Sunday's election")."""
    head = t.head
    if t.dep_ == "appos" and t.i not in within and not _of_time(t) and not _of_time(head):
        return True  # "met the general, the author of the putsch of 26 November"
    if t.lower_ == "of" and t.i not in within and head.i != token.i and head.pos_ in ("NOUN", "PROPN") and not _of_time(head):
        return True
    if t.pos_ == "VERB" and t.dep_ in ("advcl", "relcl", "acl", "pcomp", "ccomp"):
        # "were killed when gunmen attacked on Saturday": at the same time
        return not (t.dep_ == "advcl" and t.tag_ == "VBD" and any(c.lower_ in ("when", "as", "while") for c in t.lefts))
    if head.i == token.i or head.pos_ not in ("NOUN", "PROPN"):
        # "after talks on Monday": the talks were on Monday
        return (
            t.dep_ == "pobj"
            and t.i not in within
            and not _of_time(t)
            and t.pos_ == "NOUN"
            and (head.lower_ in _words()["other"] or head.lower_ in _words()["apart"])
            and head.head.i != t.i
        )
    if head.dep_ == "pobj" and head.head.lower_ == "during":
        return False  # "during the 2018 protests" is in 2018
    return t.dep_ in ("poss", "nummod", "compound", "amod", "nmod") and t.i < head.i and head.i not in within and not _of_time(head)


def _sets_apart(t: Token, within: frozenset[int]) -> bool:
    """Whether a clause has a time of its own: "a week after Latvia arrested him", "who had fled"."""
    if t.dep_ == "relcl":
        return not (_of_that_time(t, within) or _goes_with(t))
    if t.dep_ not in ("advcl", "acl", "pcomp"):
        return False
    if t.dep_ == "acl":
        return t.tag_ == "VBN"
    marks = [c.lower_ for c in t.lefts if c.dep_ in ("mark", "prep", "advmod")]
    if t.head.pos_ in ("ADP", "SCONJ"):
        marks.append(t.head.lower_)
    return any(m in _words()["other"] or m in _words()["apart"] or m == "since" for m in marks)


def _own_clause(verb: Token, time: Token) -> bool:
    """Whether the time right beside a verb is that clause's alone: "A protested and B replied on Tuesday by leaving"."""
    if verb.dep_ != "conj" or verb.pos_ != "VERB" or not any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.lefts):
        return False
    first = time.head if time.head.pos_ == "ADP" else time
    return first.head.i == verb.i and first.i == verb.i + 1 and verb.doc[time.right_edge.i + 1 :][:1].text not in (".", "")


def _tells_of(time: Token, token: Token, within: frozenset[int]) -> bool:
    """'Since May, when they attacked the camp': the attack was in May, whatever goes on since."""
    t = token
    for _ in range(6):
        if t.dep_ == "relcl" and _of_that_time(t, within):
            return _preposition(time) is not None
        if t.head.i == t.i:
            return False
        t = t.head
    return False


def _of_that_time(clause: Token, within: frozenset[int]) -> bool:
    """'On 5 March, when they signed a pact': the clause tells of the time itself."""
    return clause.head.i in within and any(c.lower_ == "when" for c in clause.lefts)


def _goes_with(clause: Token) -> bool:
    """'Flew on Friday to Rome, where he met the pope', 'youths who were marching were dispersed on Friday': at the same time."""
    helpers = [c.lower_ for c in clause.lefts if c.dep_ in ("aux", "auxpass")]
    if clause.tag_ == "VBG":
        return bool({"was", "were"} & set(helpers))
    if not any(c.lower_ == "where" for c in clause.lefts):
        return False
    return clause.tag_ == "VBD" or "will" in helpers or (clause.tag_ == "VBN" and bool({"was", "were"} & set(helpers)))


def is_report(verb: Token) -> bool:
    """Whether a verb tells what somebody says: its day is the telling's."""
    return verb.lemma_.lower() in _words()["report"]


def _belongs_to_report(time: Token, token: Token) -> bool:
    """Whether a time hangs on a verb of saying above the act and not on the act."""
    t = time
    for _ in range(12):
        if t.pos_ in ("VERB", "AUX"):
            break
        if t.head.i == t.i:
            return False
        t = t.head
    if not is_report(t) or t.i == token.i:
        return False
    up = token
    for _ in range(40):
        if up.i == t.i:
            return True
        if up.head.i == up.i:
            return False
        up = up.head
    return False


__all__ = ["Time", "find_date", "governor_of", "hangs_on", "interval_of", "is_report", "of_a_thing"]
