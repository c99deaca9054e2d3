"""Short reports written for the project, with the standing of their main event by the rule of the record."""

from __future__ import annotations

from memcon.evaluate.stances import read_standings, told_standings


def test_standing_of_the_main_event() -> None:
    cases = read_standings()
    assert len(cases) >= 100
    assert len({c.standing for c in cases}) == 6
    told = told_standings(cases)
    assert sum(c.standing == t for c, t in zip(cases, told, strict=True)) / len(cases) >= 0.86
