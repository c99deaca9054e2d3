"""What a denial denies, and what it leaves alone, as data: the end of a report, and whether its main event is disputed by it."""

from __future__ import annotations

import pytest

from memcon.coder import code_report
from memcon.model.record import Record
from memcon.read import read_text

ARREST = (
    "Chadian police arrested nine members of the Democratic Front in Abeche on Tuesday.\n\n"
    "The front said that the nine were beaten in the cells.\n\nChad's interior minister, Ali Haroun, "
)


def coded(text: str) -> Record:
    return code_report(read_text(text, published="2026-01-15"))


def standing(text: str) -> str:
    return next(e.standing for e in coded(text).events if e.type == "COERCE" and e.status == "happened")


@pytest.mark.parametrize("answer", ["denied that the nine had been arrested.", "said that nobody was arrested."])
def test_a_denial_of_the_act(answer: str) -> None:
    assert standing(ARREST + answer) == "disputed"


@pytest.mark.parametrize(
    "answer",
    [
        "dismissed a rumour that the border with Sudan would be shut.",
        "denied the rumour according to which Chad would send soldiers to Bangui.",
        "rejected a request that the army leave the town.",
        "denied that any money had changed hands.",
        'dismissed a report that he would resign. "There is no such plan," he said.',
    ],
)
def test_a_denial_of_something_else(answer: str) -> None:
    assert standing(ARREST + answer) != "disputed"


def test_a_charge_is_of_what_somebody_is_accused_of() -> None:
    record = coded(
        "Saudi planes bombed a bridge near Taez on Sunday, residents said.\n\nOman accused Iran of having armed the rebels. "
        "Tehran rejected the accusation."
    )
    assert record.events[0].standing != "disputed"


def test_who_tells_an_act_does_not_deny_it() -> None:
    record = coded(
        "Kenyan police fired tear gas at marchers in Kisumu on Monday.\n\nThe organisers said that a girl was hurt.\n\n"
        "The police spokesman, James Otieno, said that officers had fired tear gas after youths threw stones, and that the girl had fallen."
    )
    assert record.events[0].standing == "one-side"


def test_the_second_part_of_a_headline_is_what_its_speaker_says() -> None:
    record = coded("Shell kills two nuns in Goma; Rwanda says it did not fire on the town\n\nThe bishop prayed on Sunday.")
    said = next(s for s in record.statements if s.cue and record.article.text[slice(*s.cue)] == "says")
    assert [record.article.text[s:e] for s, e in said.content] == ["it did not fire on the town"]


def test_what_nobody_did_is_not_denied() -> None:
    record = coded('The minister met his colleague on Monday. "The calm did not fall from the sky," the minister said.')
    assert [s.stance for s in record.statements] == ["states"]


def test_what_is_granted_is_shown() -> None:
    record = coded(ARREST + "denied that any money had changed hands.")
    arrest = next(e for e in record.events if e.type == "COERCE")
    granting = [s for s in record.statements if arrest.id in s.grants]
    assert [record.article.text[slice(*s.cue)] for s in granting if s.cue] == ["said", "denied"]
    assert all(not set(s.grants) & set(s.events) for s in record.statements)
