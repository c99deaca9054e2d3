"""When an act took place: the time in its own clause, else what its sentence or its fellows say."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from memcon.annotate.reading import Reading, Sentence
from memcon.model.record import EventDate, Time

if TYPE_CHECKING:
    from spacy.tokens import Token

_REPORT = {
    "say",
    "tell",
    "announce",
    "report",
    "state",
    "add",
    "declare",
    "confirm",
    "write",
    "post",
    "note",
    "explain",
    "comment",
    "reveal",
    "disclose",
    "describe",
    "acknowledge",
    "claim",
    "insist",
    "assert",
    "tweet",
}


def find_date(reading: Reading, sentence: Sentence, token: Token, status: str) -> EventDate | None:
    """The date of the act named by ``token``, from the time expression nearest to it in its own clause."""
    here = [t for t in reading.times if t.type in ("DATE", "TIME") and sentence.span[0] <= t.span[0] < sentence.span[1]]
    if not here:
        return None
    own: list[tuple[int, Time, tuple[str, str]]] = []
    reported: list[tuple[int, Time, tuple[str, str]]] = []
    for time in here:
        interval = interval_of(time.value)
        if interval is None:
            continue
        inside = _token_at(sentence, time.span[0])
        if inside is None:
            continue
        distance = _distance(inside, token)
        if distance is None:
            continue
        (reported if _belongs_to_report(inside, token) else own).append((distance, time, interval))
    pool, basis = (own, "text") if own else (reported, "inherited")
    if not pool:
        return None
    _, time, (start, end) = min(pool, key=lambda p: (p[0], p[1].span))
    text = reading.article.text[time.span[0] : time.span[1]]
    if basis == "inherited":
        # "announced Wednesday that he held a call": held by Wednesday, the very day is not given
        return EventDate(
            start=end if status == "happened" and start == end else None, end=end, text=text, span=time.span, basis="inherited"
        )
    return EventDate(start=start, end=end, text=text, span=time.span, basis="text")


def _token_at(sentence: Sentence, at: int) -> Token | None:
    inner = at - sentence.span[0]
    for token in sentence.doc:
        if token.idx <= inner < token.idx + len(token.text):
            return token
    return None


def _distance(time: Token, token: Token) -> int | None:
    """Steps in the tree from the time to the act; None where the time stands in a clause of its own ("after they fled in May")."""
    up: dict[int, int] = {}
    clause: set[int] = set()  # ancestors of the time that lie above another verb's clause
    t, steps, inside = time, 0, False
    while True:
        up[t.i] = steps
        if inside:
            clause.add(t.i)
        if t.head.i == t.i or steps > 40:
            break
        inside = inside or (t.pos_ == "VERB" and t.i != token.i and t.dep_ in ("advcl", "relcl", "acl", "pcomp", "ccomp"))
        t, steps = t.head, steps + 1
    t, steps = token, 0
    while True:
        if t.i in up:
            return None if t.i in clause else up[t.i] + steps
        if t.head.i == t.i or steps > 40:
            return None
        t, steps = t.head, steps + 1


def _belongs_to_report(time: Token, token: Token) -> bool:
    """Whether a time hangs on a verb of saying above the act and not on the act."""
    t = time
    for _ in range(12):
        if t.pos_ in ("VERB", "AUX"):
            break
        if t.head.i == t.i:
            return False
        t = t.head
    if t.lemma_.lower() not in _REPORT or t.i == token.i:
        return False
    up = token
    for _ in range(40):
        if up.i == t.i:
            return True
        if up.head.i == up.i:
            return False
        up = up.head
    return False


def interval_of(value: str) -> tuple[str, str] | None:
    """First and last day (ISO) of a TIMEX3 date value; None where it names no day, month or year."""
    value = value.split("T")[0]
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return value, value
    if found := re.fullmatch(r"(\d{4})-(\d{2})", value):
        year, month = int(found[1]), int(found[2])
        if 1 <= month <= 12 and year:
            return f"{value}-01", f"{value}-{calendar.monthrange(year, month)[1]:02d}"
    if re.fullmatch(r"\d{4}", value) and value != "0000":
        return f"{value}-01-01", f"{value}-12-31"
    if (found := re.fullmatch(r"(\d{4})-W(\d{2})(-WE)?", value)) and 1 <= int(found[2]) <= 53:
        try:
            monday = date.fromisocalendar(int(found[1]), int(found[2]), 1)
        except ValueError:
            return None
        first = monday + timedelta(days=5) if found[3] else monday
        return first.isoformat(), (monday + timedelta(days=6)).isoformat()
    if found := re.fullmatch(r"(\d{4})-Q([1-4])", value):
        month = 3 * int(found[2])
        return f"{found[1]}-{month - 2:02d}-01", f"{found[1]}-{month:02d}-{calendar.monthrange(int(found[1]), month)[1]:02d}"
    if found := re.fullmatch(r"(\d{3})", value):
        return f"{value}0-01-01", f"{value}9-12-31"
    return None


__all__ = ["Time", "find_date", "interval_of"]
