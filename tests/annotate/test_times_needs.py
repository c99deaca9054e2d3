"""The sieve lets every pattern through that matches."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memcon.annotate.times_grammar import load_grammar
from memcon.annotate.times_needs import Sieve, needed

CASEBOOK = Path(__file__).parents[2] / "casebook"
WORDS = (
    "the last two of May 2024 3 March 14 1990s a week ago Monday morning every year first quarter at 10:30 p.m. 2024-05-14 5/6/24 early "
    "in since by nineteen eighty-four half an hour fiscal Q3 soon now year-end twentieth century ’99 that day Christmas"
).split()


def missed(text: str) -> list[str]:
    """Shapes that match a text though the sieve holds them back."""
    grammar = load_grammar()
    likely = set(grammar.sieve.likely(text))
    return [shape for n, (shape, pattern) in enumerate(grammar.shapes) if n not in likely and pattern.search(text)]


def test_no_sentence_of_the_casebook_loses_a_match() -> None:
    lines = [line for path in sorted(CASEBOOK.glob("*.txt")) for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(lines) > 1000
    assert [(line, lost) for line in lines if (lost := missed(line))] == []


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join))
def test_no_mix_of_words_loses_a_match(text: str) -> None:
    assert missed(text) == []
    assert missed(text.upper()) == []


@pytest.mark.parametrize(
    ("pattern", "sets"),
    [
        ("abc", [{"abc"}]),
        ("a?bcd", [{"bcd"}]),
        ("(?:one|two) day", [{" day"}, {"one", "two"}]),
        ("x*", []),
        (r"(?<=in )\d", [{"in "}, set("0123456789")]),
        ("(?:one|)", []),
    ],
)
def test_needs(pattern: str, sets: list[set[str]]) -> None:
    assert [set(one) for one in needed(re.compile(pattern))] == sets


def test_sieve() -> None:
    sieve = Sieve([re.compile("monday", re.IGNORECASE), re.compile("x*"), re.compile("(?:may|june) 3", re.IGNORECASE)])
    assert sieve.likely("On MONDAY") == [0, 1]
    assert sieve.likely("June 3") == [1, 2]
    assert sieve.likely("nothing") == [1]
    assert sieve.likely("\u017funday") == [0, 1, 2]  # a long s may be any s


def test_a_narrowed_sieve_answers_alike() -> None:
    sieve = load_grammar().sieve
    for path in sorted(CASEBOOK.glob("*.txt"))[::5]:
        text = path.read_text(encoding="utf-8")
        lines = text.splitlines()
        for at in range(0, len(lines), 7):
            narrow = sieve.narrowed("\n".join(lines[at : at + 7]))
            for line in lines[at : at + 7]:
                assert narrow.likely(line) == sieve.likely(line)
