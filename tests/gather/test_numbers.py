"""Numbers, who began, and where reports differ: from the words of the evidence."""

from __future__ import annotations

import pytest

from memcon.gather.counts import MANY, counts_in
from memcon.gather.differences import differences
from memcon.gather.digest import digest_of, sentences_around
from memcon.gather.first import began_in
from memcon.model.record import Actor
from tests.gather.made import record


@pytest.mark.parametrize(
    ("text", "type_", "found"),
    [
        (
            "Shelling of Lomvik killed at least 12 people and wounded 30 others on Monday.",
            "ASSAULT",
            [("dead", "at least 12"), ("wounded", "30")],
        ),
        (
            "Twelve people were killed and 30 injured, which left dozens missing.",
            "ASSAULT",
            [("dead", "Twelve"), ("wounded", "30"), ("missing", "dozens")],
        ),
        ("The death toll rose to 1,204, the ministry said.", "ASSAULT", [("dead", "1,204")]),
        ("Police arrested some 40 protesters.", "COERCE", [("arrested", "some 40")]),
        (
            "More than two hundred pupils were kidnapped in 2014 and twenty-one have been released.",
            "RETREAT",
            [("abducted", "More than two hundred"), ("freed", "twenty-one")],
        ),
        ("The blast killed 17, injuring two dozen.", "ASSAULT", [("dead", "17"), ("wounded", "two dozen")]),
        ("It left five dead, tens of thousands displaced.", "ASSAULT", [("dead", "five"), ("displaced", "tens of thousands")]),
        ("The state expelled five diplomats.", "SANCTION", [("expelled", "five")]),
        ("Up to 3,000 demonstrators marched to the ministry.", "PROTEST", [("protesters", "Up to 3,000")]),
        # the soldiers killed, they were not killed
        ("Twelve soldiers killed three rebels.", "ASSAULT", [("dead", "three")]),
        ("It killed two years of work, and 3 percent were killed.", "ASSAULT", []),
        ("A 12-year-old was killed in 2014 at $30 a head.", "ASSAULT", []),
        ("Ten ministers met on May 4.", "ASSAULT", []),
        # such a number tells of something else in a meeting
        ("At least 12 people were killed.", "CONSULT", []),
        ("", "ASSAULT", []),
    ],
)
def test_numbers(text: str, type_: str, found: list[tuple[str, str]]) -> None:
    counts = counts_in(text, [(0, len(text))], type_)
    assert [(c.kind, c.words) for c in counts] == found
    assert all(text[slice(*c.span)] == c.words for c in counts)


def test_what_the_words_allow() -> None:
    text = "At least 12 were killed, up to 9 were wounded, about 70 were arrested."
    counts = {c.kind: (c.least, c.most) for c in counts_in(text, [(0, len(text))], "ASSAULT")}
    assert counts == {"dead": (12, MANY), "wounded": (0, 9), "arrested": (60, 80)}


def test_spans_count_on_the_whole_text() -> None:
    text = "Nothing here. Shelling killed 12 dockers. Nothing there."
    spans = sentences_around(text, [(text.index("Shelling"), text.index("killed"))])
    assert [text[slice(*s)] for s in spans] == ["Shelling killed 12 dockers."]
    assert [text[slice(*c.span)] for c in counts_in(text, spans, "ASSAULT")] == ["12"]


@pytest.mark.parametrize("unit", ["at least 1 dead ", "killed and ", "hundred ", "a dozen killed ", "1,000 ", "- / : ", "death toll "])
def test_long_and_hostile_text(unit: str) -> None:
    text = unit * 20_000
    assert len(counts_in(text, [(0, len(text))], "ASSAULT")) <= 24
    assert began_in(text, [(0, len(text))], []) == []


def actor(text: str, name: str) -> Actor:
    start = text.index(name)
    return Actor(id=name, name=name, kind="state", spans=[(start, start + len(name))])


@pytest.mark.parametrize(
    ("text", "began"),
    [
        ("Norland's army said Sudria opened fire first on Monday.", ["Sudria"]),
        ("Norland accused Sudria of breaking the ceasefire.", ["Sudria"]),
        ("Norland and Sudria spoke by telephone at the request of Norland.", ["Norland"]),
        ("The first shots were fired by Sudria, said Norland.", ["Sudria"]),
        ("Norland shelled Sudria on Monday.", []),
    ],
)
def test_who_began(text: str, began: list[str]) -> None:
    names = ["Sudria", "Norland"] if "request of" not in text else ["Sudria"]
    actors = [actor(text, n) for n in names]
    if "request of" in text:
        actors.append(Actor(id="n", name="Norland", kind="state", spans=[(0, 7), (text.rindex("Norland"), text.rindex("Norland") + 7)]))
    assert began_in(text, [(0, len(text))], actors) == began


def told(*sentences: str, day: str | None = None, status: str = "happened") -> list[dict[str, object]]:
    digests = [
        digest_of(record(at, "Lomvik", [(s, "ASSAULT", status, "Norland", "Sudria")], day=day and f"2026-05-0{at + 1}"))
        for at, s in enumerate(sentences)
    ]
    return differences((d.id, t) for d in digests for t in d.told)


def test_numbers_that_cannot_both_be_right_differ() -> None:
    (found,) = told("Norland shelled Sudria and killed 12 dockers.", "Norland shelled Sudria, at least 15 dockers were killed.")
    assert found["field"] == "dead"
    assert [v["value"] for v in found["values"]] == ["12", "at least 15"]  # type: ignore[index,attr-defined]


def test_numbers_that_agree_do_not_differ() -> None:
    assert told("Norland shelled Sudria and killed 15 dockers.", "Norland shelled Sudria, at least 12 dockers were killed.") == []
    assert told("Norland shelled Sudria and killed 15 dockers.", "Norland shelled Sudria and killed fifteen.") == []


def test_a_report_with_two_numbers_agrees_with_either() -> None:
    assert told("Norland shelled Sudria, killed 12 dockers and later killed 3 boys.", "Norland shelled Sudria and killed 3 boys.") == []


def test_days_differ() -> None:
    fields = [f["field"] for f in told("Norland shelled Sudria.", "Norland has shelled Sudria.", day="yes")]
    assert fields == ["date"]


def test_who_began_differs() -> None:
    found = told("Norland said Sudria fired first.", "Norland fired first, said Sudria.")
    assert [f["field"] for f in found] == ["who began"]
