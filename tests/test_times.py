"""Time expressions and their values."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memcon.annotate.times import find_times

# (text, day of the report, words, type, value)
TIMES = [
    ("Trump announced Wednesday that he called.", "2026-01-15", "Wednesday", "DATE", "2026-01-14"),
    ("They met on Thursday.", "2026-01-15", "Thursday", "DATE", "2026-01-15"),
    ("He will arrive on Friday.", "2026-01-15", "Friday", "DATE", "2026-01-16"),
    ("The talks begin next Tuesday.", "2026-01-15", "next Tuesday", "DATE", "2026-01-20"),
    ("It happened last month.", "2026-01-15", "last month", "DATE", "2025-12"),
    ("He was freed on January 3, 2024.", "2026-01-15", "January 3, 2024", "DATE", "2024-01-03"),
    ("He was freed on 3 January 2024.", "2026-01-15", "3 January 2024", "DATE", "2024-01-03"),
    ("The ceasefire of Dec. 9 held.", "2026-01-15", "Dec. 9", "DATE", "2025-12-09"),
    ("Elections are due in March.", "2026-01-15", "March", "DATE", "2026-03"),
    ("Two years ago they fought.", "2026-01-15", "Two years ago", "DATE", "2024"),
    ("They fought for six months.", "2026-01-15", "six months", "DURATION", "P6M"),
    ("They meet every week.", "2026-01-15", "every week", "SET", "P1W"),
    ("He spoke at 10 p.m. Wednesday.", "2026-01-15", "10 p.m. Wednesday", "TIME", "2026-01-14T22:00"),
    ("Police came on Saturday night.", "2026-01-15", "Saturday night", "TIME", "2026-01-10TNI"),
    ("It was signed in 1993.", "2026-01-15", "1993", "DATE", "1993"),
    ("It rose in the third quarter of 2025.", "2026-01-15", "the third quarter of 2025", "DATE", "2025-Q3"),
    ("The war of the 1990s ended.", "2026-01-15", "the 1990s", "DATE", "199"),
    ("He left yesterday.", "2026-01-15", "yesterday", "DATE", "2026-01-14"),
    ("He left on Wednesday.", None, "Wednesday", "DATE", "XXXX-WXX-3"),
]

# nothing here is a time
NONE = ["He may march on.", "Flight 1920 landed.", "They paid $2000.", "the March family", "the fall of the city"]


@pytest.mark.parametrize(("text", "day", "words", "kind", "value"), TIMES, ids=lambda v: str(v)[:30])
def test_time(text: str, day: str | None, words: str, kind: str, value: str) -> None:
    found = [(text[slice(*t.span)], t.type, t.value) for t in find_times(text, [(0, len(text))], day)]
    assert (words, kind, value) in found


@pytest.mark.parametrize("text", NONE)
def test_no_time(text: str) -> None:
    assert [text[slice(*t.span)] for t in find_times(text, [(0, len(text))], "2026-01-15")] == []


@settings(deadline=None, max_examples=150)
@given(st.text(alphabet="0123456789 abcdefthursday-:/.,'’ January199s", max_size=200))
def test_any_text_is_bounded_and_exact(text: str) -> None:
    found = find_times(text, [(0, len(text))], "2026-01-15")
    assert all(0 <= t.span[0] < t.span[1] <= len(text) for t in found)
    assert all(a.span[1] <= b.span[0] for a, b in pairwise(found))
