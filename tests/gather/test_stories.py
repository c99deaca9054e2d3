"""Articles about one happening are grouped, copies folded, and the order of arrival changes nothing."""

from __future__ import annotations

import random

import msgspec
import pytest

from memcon.coder import code_reports
from memcon.gather.copies import Copy, agency_of, folds, independent
from memcon.gather.stories import Story, stories_of
from memcon.gather.topics import Item, topics_of
from memcon.model.record import Record
from memcon.read import read_text

AGENCY = (
    "OSLO, May 4 (Reuters) - Norwegian Prime Minister Jonas Gahr Stoere met Finnish President Alexander Stubb in Oslo on Monday to discuss "
    "the safety of cables in the Baltic Sea, the Norwegian government said.\n\nThe two leaders agreed to send ships to guard the cables. "
    "Stubb said Finland would pay a third of the cost."
)
OWN = (
    "Finland's President Alexander Stubb visited Norway on Monday and met Prime Minister Jonas Gahr Stoere in Oslo.\n\n"
    '"We spoke about the Baltic cables," Stubb told reporters. Norway and Finland want to guard the cables with ships.'
)
OTHER = (
    "Colombian police arrested the mayor of Cali on Tuesday over a bridge that was never built, prosecutors said.\n\n"
    "The mayor denied that he had taken money from the builders of the bridge."
)
REPORTS = [
    ("Norway, Finland discuss Baltic cables", AGENCY, "Daily One", "2026-05-04"),
    (
        "Leaders meet over Baltic cables in Oslo",
        AGENCY.replace(" Stubb said Finland would pay a third of the cost.", ""),
        "Paper Two",
        "2026-05-05",
    ),
    ("Stubb in Oslo for talks on Baltic cables", OWN, "Journal Three", "2026-05-04"),
    ("Mayor of Cali arrested over bridge", OTHER, "Daily One", "2026-05-05"),
]


@pytest.fixture(scope="module")
def records() -> list[Record]:
    return list(code_reports([read_text(t, title=h, outlet=o, published=d, key=str(i)) for i, (h, t, o, d) in enumerate(REPORTS)]))


def test_topics(records: list[Record]) -> None:
    topics = topics_of(Item(r.article.id, r.article.published, r.article.title, r.article.text) for r in records)
    told = [topics[r.article.id] for r in records]
    assert told[0] == told[1] == told[2] != told[3]


def test_copies_are_folded(records: list[Record]) -> None:
    copies = [Copy(r.article.id, r.article.outlet, r.article.text) for r in records]
    assert sorted(map(len, folds(copies))) == [1, 1, 2]
    assert independent(copies[:3]) == 2


def test_a_story(records: list[Record]) -> None:
    met = [s for s in stories_of(records) if s.type == "CONSULT"]
    assert len(met) == 1
    story = met[0]
    assert len(story.articles) == 3
    assert story.independent == 2
    assert {*story.actors, *story.recipients} == {"Jonas Gahr Støre", "Alexander Stubb"}
    assert story.standing == "both-sides"
    assert (story.first_seen, story.last_seen) == ("2026-05-04", "2026-05-05")


def test_order_changes_nothing(records: list[Record]) -> None:
    first = msgspec.json.encode(stories_of(records))
    for seed in range(4):
        shuffled = list(records)
        random.Random(seed).shuffle(shuffled)
        assert msgspec.json.encode(stories_of(shuffled)) == first


def test_a_thousand_copies_are_one_report() -> None:
    words = AGENCY + " " + OWN
    copies = [Copy(f"{i:04d}", f"Paper {i}", words + f" Edition {i}.") for i in range(300)]
    assert len(folds(copies)) == 1
    assert independent(copies) == 1


def test_names_of_agencies() -> None:
    assert agency_of(AGENCY) == "Reuters"
    assert agency_of(OWN) is None


def test_nothing_gives_nothing() -> None:
    assert stories_of([]) == []
    assert topics_of([]) == {}
    assert isinstance(Story, type)
