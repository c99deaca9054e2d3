"""Whose a second deed is, and whose words stand where: kinds of mistakes that whole articles showed."""

from __future__ import annotations

import pytest

from memcon.coder import code_report
from memcon.model.record import Record
from memcon.read import read_text


def coded(text: str) -> Record:
    return code_report(read_text(text, published="2025-11-20"))


def said(record: Record) -> list[tuple[str | None, str]]:
    """Who says what words."""
    names = {a.id: a.name for a in record.actors}
    return [(names.get(s.speaker or ""), " … ".join(record.article.text[slice(*c)] for c in s.content)) for s in record.statements]


SECOND = [
    ("Museveni promised to send armoured vehicles to the contingent and ordered an inquiry into the ambush.", "ordered", "UGA"),
    (
        "Government spokesman Gerson Msigwa of Tanzania said that the judges had acted freely and urged foreigners to respect the verdict.",
        "urged",
        "TZA",
    ),
]


@pytest.mark.parametrize(("text", "trigger", "country"), SECOND, ids=[t for _, t, _ in SECOND])
def test_a_second_deed_is_the_speakers_and_happened(text: str, trigger: str, country: str) -> None:
    record = coded(text)
    actors = {a.id: a for a in record.actors}
    event = next(e for e in record.events if text[slice(*e.trigger)] == trigger)
    assert event.status == "happened"
    assert [(actors[i].country, actors[i].kind) for i in event.actors] == [(country, "person")]


def test_it_that_speaks_is_nobody_of_its_words() -> None:
    text = (
        "Russia's defence ministry dismissed the report. "
        '"Our planes fulfilled no tasks in this part of the Syrian Arab Republic on Monday," it said in a statement.'
    )
    assert any(who == "Russia's defence ministry" and "no tasks" in words for who, words in said(coded(text)))


def test_television_says_it() -> None:
    text = "Syrian state television did not mention the market. It said the army had destroyed a headquarters of the rebels."
    assert any(who == "Syrian state television" and "headquarters" in words for who, words in said(coded(text)))


def test_what_a_body_does_in_its_own_words_is_its_statement() -> None:
    text = (
        'ECOWAS "firmly condemns the attempt to change power by force" and invites the authorities of Guinea to fix a date for elections.'
    )
    record = coded(text)
    assert ("ECOWAS", "firmly condemns the attempt to change power by force") in said(record)
    assert "REJECT" not in {e.type for e in record.events}


def test_a_title_behind_a_quotation_is_not_of_it() -> None:
    text = '"The enemy exaggerates as he always does," Brig. Gen. Felix Kulayigye, a spokesman for the Ugandan military, told reporters.'
    assert not any("Brig" in words for _, words in said(coded(text)))


def test_a_name_by_which_a_body_is_known_is_not_said() -> None:
    text = "The African Union Transition Mission in Somalia, known as ATMIS, confirmed the attack in a statement."
    assert [words for _, words in said(coded(text))] == ["the attack in a statement"]


def test_what_somebody_is_denied_he_does_not_deny() -> None:
    text = "Amnesty International said Tundu Lissu of Tanzania had been held in isolation for months and denied books."
    assert [who for who, _ in said(coded(text))] == ["Amnesty International"]


def test_what_ought_to_be_said_nobody_has_said() -> None:
    text = "China supports Malaysia, Xi said, adding that both sides should reject bloc confrontation."
    assert not [s for s in coded(text).statements if s.stance == "denies"]


def test_abuses_are_committed_and_not_promised() -> None:
    text = "The Coalition of Patriots for Change, a rebel alliance in the Central African Republic, has also committed grave abuses."
    assert coded(text).statements == []


def test_a_strike_begun_says_nothing() -> None:
    text = "The Nigeria Labour Congress has threatened to begin an indefinite strike if the kidnapped are not freed within seven days."
    assert len(coded(text).statements) == 1


def test_another_truce_proposed_is_not_of_the_words_on_the_first() -> None:
    text = (
        "Volodymyr Zelensky has rejected a ceasefire which Russian President Vladimir Putin declared for May 8-10 and has proposed a truce."
    )
    assert ("Volodymyr Zelensky", "a truce") in said(coded(text))
