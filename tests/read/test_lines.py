"""One line by its own words: what it is, and what looks like it and is not."""

from __future__ import annotations

import pytest

from memcon.read import lines
from memcon.read.published import day_in

ROWS = [
    ("is_byline", "By Jane Doe and John Roe, Kyiv", True),
    ("is_byline", "Reporting by A. Doe; Editing by C. Roe.", True),
    ("is_byline", "Jane Doe, Example News correspondent", True),
    ("is_byline", "Diplomatic correspondent, Kyiv", True),
    ("is_byline", "By Friday the army had taken the town.", False),
    ("is_byline", "Journalist freed, says editor", False),
    ("is_byline", "Turkey jails newspaper editor", False),
    ("is_caption", "Tension in the Gulf goes on. (AP Photo/Jane Doe)", True),
    ("is_caption", "President Jane Doe speaks in Paris on Monday. Photograph: John Roe/AP", True),
    ("is_caption", "Ukrainian servicemen wrapped in flags step off a bus on May 6. (Coordination Headquarters/Telegram)", True),
    ("is_caption", "A woman walks her cow past a bunker in Nam Yuen district. SOMCHAI JAIDEE", True),
    ("is_caption", "He said he owed his victory to luck and won courtesy of a late goal.", False),
    ("is_other", "Get the day's news in your inbox.", True),
    ("is_other", "We use cookies to make this better. Read our cookie policy.", True),
    ("is_other", "___", True),
    ("is_other", "The firm changed its privacy policy on Monday, officials in Brussels said.", False),
    ("is_other", "Home minister visits border", False),
    ("is_stamp", "Updated 3 hours ago", True),
    ("is_stamp", "Wed, Mar 4, 2026 at 2:15 PM EST", True),
    ("is_stamp", "2026-03-04T10:00:00Z", True),
    ("is_stamp", "Rockets fell 3 hours ago", False),
    ("is_stamp", "The two presidents meet, 28 February 2025", False),
    ("is_related_link", "READ | Army retakes town", True),
    ("is_related_link", "More on the talks was expected on Friday.", False),
    ("is_related_lead", "More on this story:", True),
    ("is_name", "Ludwig van Beethoven", True),
    ("is_name", "U.S. President Jane Doe", False),
    ("is_section", "Home > World > Africa", True),
    ("is_section", "Rivers", False),
]


@pytest.mark.parametrize(("question", "line", "answer"), ROWS, ids=[f"{q}: {x[:30]}" for q, x, _ in ROWS])
def test_lines(question: str, line: str, answer: bool) -> None:
    assert bool(getattr(lines, question)(line)) is answer


@pytest.mark.parametrize(
    ("dateline", "rest"),
    [
        ("KYIV, March 3 (Reuters) — ", "The two"),
        ("Paris (AFP) – ", "A court"),
        ("TEL AVIV, Israel (AP) — ", "A court"),
        ("NAIROBI, March 2, 2026 — ", "Talks"),
        ("MOSCOW, March 3. /TASS/. ", "Russia"),
        ("CAIRO, 3 March (Reuters) - ", "The"),
        ("New Delhi, Mar 3 (PTI) ", "The"),
        ("BEIJING, March 3 (Xinhua) -- ", "China"),
        ("LONDON — PARIS — ", "The man"),
        ("(Bangui, March 14, 2023) – ", "Armed forces"),
        ("", "UPDATE: the talks are over"),
        ("", "NATO said that it — the alliance — would not"),
        ("", "The minister - he came by train - said"),
    ],
)
def test_datelines(dateline: str, rest: str) -> None:
    assert lines.dateline_end(dateline + rest) == len(dateline)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("January 15, 2026", "2026-01-15"),
        ("Fri 6 Mar 2026 12.30 GMT", "2026-03-06"),
        ("Published 1st Sept. 2025", "2025-09-01"),
        ("2026-02-30", None),
        ("03/04/2026", None),
        ("March 3", None),
    ],
)
def test_days(line: str, day: str | None) -> None:
    assert day_in(line) == day


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Jane Doe and John Roe", ["Jane Doe", "John Roe"]),
        ("By Jane Doe, 12 March 2026", ["Jane Doe"]),
        ("Jane Doe in Berlin", ["Jane Doe"]),
        ("Reporting by Jane Doe; Editing by John Roe", ["Jane Doe"]),
        ("By Reuters", []),
        ("Diplomatic correspondent, Kyiv", []),
        ("Jane Doe, diplomatic editor", ["Jane Doe"]),
    ],
)
def test_names(line: str, names: list[str]) -> None:
    assert lines.names_in(line) == names
