"""The casebook's readings: their notation, and how many of a careful reader's points whole articles hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from memcon import read
from memcon.casebook.readings import parse_ask, parse_reading, read_readings
from memcon.coder import code_report
from memcon.evaluate.readings import CASEBOOK, points
from memcon.model.errors import BadRow

TEXT = """Presidents speak

Brazilian President Luiz Inácio Lula da Silva telephoned Colombian President Gustavo Petro on Tuesday.
"We will not close the border," Lula said."""
HEAD = f"published: 2026-03-12\noutlet: The Harbour Post\n====\n{TEXT}\n====\n"


def held(lines: str) -> dict[str, bool]:
    article = parse_reading(HEAD + lines, "here")
    record = code_report(read.read_text(article.text, published=article.published))
    return {f"{ask.place} {point}": holds for ask, point, holds in points(article, record)}


def test_points_of_an_article() -> None:
    told = held(
        "who Lula = BRA GOV person\nwho Lula #2 = Luiz Inácio Lula da Silva\n# said so\n"
        "act telephoned = CONSULT phone 041 ; between Lula + Gustavo Petro ; happened ; on 2026-03-10\n"
        "say We will not close the border = Lula ; direct ; person ; cue said\nnone ASSAULT ; by =BRA\nnone Presidents"
    )
    assert len(told) == 16
    assert all(told.values()), told


def test_points_that_do_not_hold() -> None:
    told = held(
        "who Lula = COL MIL state\nwho Lula #2 = Gustavo Petro\n"
        "act telephoned = ASSAULT - 19 ; by - ; to =FRA ; denied ; on - ; at Bogotá ; standing disputed ; about Presidents\n"
        "say We will not close the border = Gustavo Petro ; indirect ; anonymous ; cue said ; denies\n"
        "none CONSULT ; by Lula ; to =COL\nnone telephoned"
    )
    assert [k for k, v in told.items() if v] == ["here:12 say cue"]


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("tell Lula = x", "a point is who"),
        ("act telephoned = CALL phone 041", "an act is TYPE"),
        ("act telephoned = CONSULT phone 041 ; by Maduro", "'Maduro' does not stand"),
        ("act telephoned #2 = CONSULT phone 041", "'telephoned' does not stand"),
        ("act telephoned = CONSULT phone 041 ; surely", "no part 'surely'"),
        ("act telephoned = CONSULT phone 041 ; on Tuesday", "no on 'Tuesday'"),
        ("say We will = Lula ; standing one-side", "no part 'standing"),
        ("who Lula = BRA GOV king", "no kind of actor"),
        ("none telephoned = Lula", "takes no"),
        ("say We will not", "wants its"),
    ],
)
def test_broken_points_are_named(line: str, error: str) -> None:
    with pytest.raises(BadRow, match=error):
        parse_ask(line, TEXT, "here:7")


def test_refused_and_the_rest_kept(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("no head\n====\nx\n====\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text(HEAD + "who Nobody = BRA GOV person\nwho Lula = BRA GOV person\n", encoding="utf-8")
    refused: list[BadRow] = []
    articles = list(read_readings(tmp_path, refused.append))
    assert [len(a.asks) for a in articles] == [1]
    assert [e.place for e in refused] == ["a.txt", "b.txt:9"]


def test_readings_are_whole() -> None:
    articles = list(read_readings(CASEBOOK))
    assert len(articles) >= 27
    assert len({a.text for a in articles}) == len(articles)
    assert 0.25 < sum(a.held_out for a in articles) / len(articles) < 0.75
