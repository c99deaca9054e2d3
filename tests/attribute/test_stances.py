"""The casebook's sentences with the stance of their cue: tuned on four fifths, held to the fifth that tunes nothing."""

from __future__ import annotations

from memcon.evaluate.stances import macro_f1, read_stances, told_stances


def test_there_are_four_hundred_of_nine_kinds() -> None:
    cases = read_stances(held_out=None)
    assert len(cases) >= 400
    assert len({c.text for c in cases}) == len(cases)
    assert {c.stance for c in cases} == {
        "states", "confirms", "denies", "doubts", "praises", "criticises", "promises", "threatens", "demands",
    }  # fmt: skip


def test_stance_of_the_held_out_fifth() -> None:
    cases = read_stances(held_out=True)
    told = told_stances(cases)
    assert macro_f1([c.stance for c in cases], [s.stance if s else "none" for s in told]) >= 0.90


def test_stance_source_kind_and_channel_of_the_rest() -> None:
    cases = read_stances(held_out=False)
    told = told_stances(cases)
    assert macro_f1([c.stance for c in cases], [s.stance if s else "none" for s in told]) >= 0.90
    kinds = [c.source_kind == s.source_kind for c, s in zip(cases, told, strict=True) if s and c.source_kind]
    channels = [c.channel == s.channel for c, s in zip(cases, told, strict=True) if s and c.channel]
    assert sum(kinds) / len(kinds) >= 0.95
    assert sum(channels) / len(channels) >= 0.85
