"""Who is who: what the named and the unnamed actors of a text are."""

from __future__ import annotations

import pytest

from memcon.annotate.annotate import annotate
from memcon.annotate.reading import Entity
from memcon.coder import record_id
from memcon.model.record import Article, Block

NAMES = [
    # whole names of bodies, whatever stands before them
    (
        "For its part the Economic Community of West African States (ECOWAS) called them to restraint. ECOWAS met in Abuja.",
        {"the Economic Community of West African States": ("organisation", None, "ECOWAS"), "ECOWAS": ("organisation", None, "ECOWAS")},
    ),
    (
        "The U.S. Department of Justice's Office of International Affairs (OIA) asked for the papers. OIA declined to comment.",
        {"OIA": ("organisation", "USA", None)},
    ),
    (
        "In Seoul, the Board of Audit and Inspection (BAI) questioned the minister. The BAI said that the law was broken.",
        {"The BAI": ("organisation", None, None)},
    ),
    (
        "Russia's Security Council met. The United Nations Security Council condemned the strike.",
        {"Russia's Security Council": ("organisation", "RUS", None), "The United Nations Security Council": ("organisation", None, "UNSC")},
    ),
    ("The Danube Relief Network left Khartoum.", {"The Danube Relief Network": ("organisation", None, None)}),
    # titles tell what somebody is
    (
        "In Quetta, Pakistan, District Police Officer Nasir Mehsud told reporters that Pakistan would act.",
        {"District Police Officer Nasir Mehsud": ("person", "PAK", None)},
    ),
    ("Captain Ahmed Bello had fled from Lagos, Nigeria.", {"Captain Ahmed Bello": ("person", "NGA", None)}),
    (
        "Brazil's ambassador to Paraguay, Jose Antonio Lima, was summoned.",
        {"Jose Antonio Lima": ("person", "BRA", None)},
    ),
    (
        "Alba Corona, legal adviser to the Mexican foreign ministry, has the floor.",
        {"Alba Corona": ("person", "MEX", None)},
    ),
    (
        "He came at the invitation of Chen Exampel, who heads Taiwan's coast guard authority.",
        {"Chen Exampel": ("person", "TWN", None)},
    ),
    # somebody without a name or an office of his own
    ("A medic in Kyiv said that two had died.", {"A medic": ("unnamed", "UKR", None)}),
    ("A Malaysian official told a newspaper in Penang.", {"A Malaysian official": ("unnamed", "MYS", None)}),
    # halves of a land
    ("North Korea fired two missiles. The North said that it was a test.", {"The North": ("state", "PRK", None)}),
]


def entities(text: str, day: str = "2024-05-14") -> dict[str, Entity]:
    """Who is at each mention, by its words."""
    article = Article(id=record_id(text), text=text, blocks=[Block(kind="paragraph", span=(0, len(text)))], language="en", published=day)
    reading = annotate(article)
    return {text[slice(*m.span)]: reading.entities[m.entity] for m in reading.mentions if m.entity is not None}


@pytest.mark.parametrize(("text", "told"), NAMES, ids=lambda v: v[:40] if isinstance(v, str) else "")
def test_who_is_named(text: str, told: dict[str, tuple[str, str | None, str | None]]) -> None:
    found = entities(text)
    assert {words: (found[words].kind, found[words].country, found[words].organisation) for words in told} == told


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("Japan's delegate, Kenichiro Exampel, spoke. Mr Exampel said that he was tired.", "Kenichiro Exampel", "Mr Exampel"),
        ("Minister Kiplimo will resign. Julius Kiplimo lost a vote.", "Minister Kiplimo", "Julius Kiplimo"),
        ("Ruben de Exampel fled. De Exampel's lawyer said so.", "Ruben de Exampel", "De Exampel"),
        ("Colonel Richa Exampelon spoke. Col Richa gave no details.", "Colonel Richa Exampelon", "Col Richa"),
        ("Brigadier General Musa Exampel denied it. Gen Exampel left.", "Brigadier General Musa Exampel", "Gen Exampel"),
        ("The Danube Relief Network left Chad. The Network will return.", "The Danube Relief Network", "The Network"),
        ("Togo's minister spoke to his Beninese colleague, Ade Exampel. Ade Exampel agreed.", "Ade Exampel", "his Beninese colleague"),
    ],
)
def test_the_same(text: str, first: str, second: str) -> None:
    found = entities(text)
    assert found[first] is found[second]


def test_the_head_of_a_service_is_not_the_service() -> None:
    found = entities("The head of the Presidential Security Service, Park Exampel, spoke in Seoul. The security service was calm.")
    assert found["Park Exampel"].kind == "person"
    assert found["Park Exampel"] is not found["the Presidential Security Service"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Thousands marched for justice in Tbilisi.", "justice"),
        ("Freedom of the press is under threat.", "the press"),
        ("The ministry of Foreign Affairs and African Integration spoke.", "African Integration"),
        ("Nobody obeyed Executive Order 14014.", "Executive Order"),
        ("The Economic Community of West African States met.", "West African States"),
    ],
)
def test_nobody(text: str, words: str) -> None:
    assert words not in entities(text)


def test_a_body_of_no_state_has_its_sector() -> None:
    assert entities("The African Union met in Addis Ababa.")["The African Union"].sectors == ["IGO"]


def test_a_party_of_the_report_and_its_leader() -> None:
    text = "In Seoul, South Korea, lawmakers of South Korea voted. The floor leader of the Democratic Party, Park Exampel, protested."
    found = entities(text)
    assert found["Park Exampel"].country == "KOR"


def test_the_foreign_office_of_another_capital() -> None:
    text = "Islamabad summoned the envoy. The Foreign Office said that Pakistan would not wait. Pakistan has an army."
    assert entities(text)["The Foreign Office"].country == "PAK"


def test_a_surname_that_is_also_a_trade() -> None:
    found = entities("State Department spokesperson Anselm Miller spoke. Miller told reporters that talks went on.")
    assert found["Miller"].kind == "person"


def test_a_bloc_of_so_many_is_the_body_told_before() -> None:
    found = entities("The European Union imposed sanctions on Russia. The 27-nation bloc also banned exports to Belarus.")
    assert found["The 27-nation bloc"] is found["The European Union"]
