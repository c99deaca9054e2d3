"""Days and places that the text around an act tells: a paragraph's telling, another happening, a live report's hours."""

from __future__ import annotations

from functools import lru_cache

import pytest

from memcon import read
from memcon.coder import Options, code_reports

DAY = "2025-10-22"  # a Wednesday
# words of the act, the report's text, first day, last day, basis, place; "" where nothing is told
ROWS = [
    # the telling goes on in the simple past, within the paragraph
    (
        "arrested",
        "Ugandan police fired tear gas at opposition supporters in Mbarara on Monday. They arrested 14 of the protesters.",
        "2025-10-20", "2025-10-20", "inherited", "Mbarara",
    ),
    (
        "opened",
        "Chad and Niger signed a pact on 5 October. While the ink was drying, police opened fire on opposition supporters.",
        "2025-10-05", "2025-10-05", "inherited", "",
    ),
    # an answer may come on another day, background has another, a paragraph begins anew
    ("condemned", "Israeli jets bombed a Lebanese army post on Monday. France condemned the attack.", "", "", "", ""),
    ("expelled", "Iran arrested a French diplomat on Monday. It had expelled two Germans.", "", "", "", ""),
    ("expelled", "Iran arrested a French diplomat on Monday.\n\nGermany expelled two Iranian diplomats.", "", "", "", ""),
    ("expelled", "Iran arrested a French diplomat last week. Germany expelled two Iranian diplomats.", "", "", "", ""),
    (
        "expelled",
        "Iran arrested a French diplomat on Monday.\n\nHours later, France expelled two Iranian diplomats.",
        "2025-10-20", "2025-10-20", "inherited", "",
    ),
    (
        "imposing",
        "The United States sanctioned an Iranian general today. Canada and Britain are imposing sanctions on him.",
        "2025-10-22", "2025-10-22", "inherited", "",
    ),
    # days by another happening
    (
        "arrested",
        "The putsch of October 9 came at night.\n\nGuinean soldiers arrested the opposition leader on the morning of the coup.",
        "2025-10-09", "2025-10-09", "inherited", "",
    ),
    (
        "detained",
        "The putsch of October 9 came at night.\n\nGuinean soldiers detained a French diplomat on the day of the putsch.",
        "2025-10-09", "2025-10-09", "inherited", "",
    ),
    (
        "detained",
        "The army took power on October 9.\n\nTwo days after the coup, Guinean soldiers detained a French diplomat.",
        "2025-10-11", "2025-10-11", "inherited", "",
    ),
    (
        "ambushed",
        "Army jets bombed a rebel camp in Myanmar on Monday.\n\nHours after the bombing, rebels ambushed an army convoy.",
        "2025-10-20", "2025-10-20", "inherited", "",
    ),
    (
        "marched",
        "On the day after the president's inauguration, thousands of protesters marched through Lima."
        "\n\nThe president was sworn in on October 10.",
        "2025-10-11", "2025-10-11", "inherited", "Lima",
    ),
    (
        "released",
        "The army took power on October 9.\n\nTwo days after the coup, troops held a French diplomat. They released him the same night.",
        "2025-10-11", "2025-10-11", "inherited", "",
    ),
    ("ambushed", "Hours after the bombing, rebels in Myanmar ambushed an army convoy.", "", "", "", "Myanmar"),
    # hours of a live report
    (
        "turned",
        "Mexico and Ecuador: live\n\n11:40\n\nMexico's foreign minister has turned down the offer.\n\n10:15\n\nThe hearing opens.",
        "2025-10-22", "2025-10-22", "published", "",
    ),
    ("turned", "11:40\n\nMexico's foreign minister has turned down Ecuador's offer.", "", "", "", ""),
    # where and when somebody speaks; deadlines are no days of acts
    (
        "threatened",
        '"We will answer," Milorad Dodik told reporters in Banja Luka on Tuesday.'
        "\n\nHe threatened to hold a referendum on independence if Schmidt does not leave by November 3.",
        "2025-10-21", "2025-10-21", "inherited", "Banja Luka",
    ),
    ("banned", "Kenyan police banned all opposition rallies until the end of the month.", "", "", "", ""),
    ("attacked", "A road has been shut since May, when rebels attacked a Kenyan army camp.", "2025-05-01", "2025-05-31", "text", ""),
    # a dateline places a march or a meeting of that state's people, nothing else
    (
        "fired",
        "NAIROBI, Kenya, Oct 21 (GLNA) - Kenyan police fired tear gas at opposition protesters on Monday.",
        "2025-10-20", "2025-10-20", "text", "Nairobi",
    ),
    ("met", "CAIRO, Oct 21 (GLNA) - Sudan's army chief met rebel leaders on Monday.", "2025-10-20", "2025-10-20", "text", ""),
    # words that point back at a place
    (
        "held",
        "The Chinese envoy arrived in Taoyuan on Tuesday. The Chinese and Taiwanese officials held talks there the same day.",
        "2025-10-21", "2025-10-21", "text", "Taoyuan",
    ),
    (
        "met",
        "The Dutch defence minister spoke on a visit to Odesa.\n\nHe met Ukraine's president in the port city this morning.",
        "2025-10-22", "2025-10-22", "text", "Odesa",
    ),
    (
        "met",
        "WASHINGTON, Oct 22 (GLNA) -- Japan's trade minister met the U.S. Treasury secretary here on Tuesday.",
        "2025-10-21", "2025-10-21", "text", "Washington",
    ),
]  # fmt: skip


@lru_cache(maxsize=1)
def found() -> tuple[tuple[str, str, str, str] | None, ...]:
    """First day, last day, basis and place of each row's act; None where no act was found."""
    told: list[tuple[str, str, str, str] | None] = []
    reports = [read.read_text(row[1], published=DAY) for row in ROWS]
    for row, record in zip(ROWS, code_reports(reports, Options()), strict=True):
        event = next((e for e in record.events if row[0] in record.article.text[slice(*e.trigger)]), None)
        if event is None:
            told.append(None)
            continue
        day = (event.date.start or "", event.date.end or "", event.date.basis or "") if event.date else ("", "", "")
        told.append((*day, event.place.name if event.place else ""))
    return tuple(told)


@pytest.mark.parametrize("row", range(len(ROWS)), ids=lambda i: ROWS[i][1][:40])
def test_carried(row: int) -> None:
    assert found()[row] == ROWS[row][2:]
