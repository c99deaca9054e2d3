"""A report that breaks the coder is named; its neighbours are coded."""

from __future__ import annotations

import pytest

import memcon.coder
from memcon.cli.code import code_each
from memcon.coder import Options
from memcon.model.errors import Uncodable
from memcon.model.record import Record
from memcon.read import read_text


def test_the_run_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    real = memcon.coder.assemble

    def broken(report, reading, options):
        if report.key == "2":
            raise RuntimeError("no such luck")
        return real(report, reading, options)

    monkeypatch.setattr(memcon.coder, "assemble", broken)
    reports = [
        read_text(f"France praised Spain {n} times on Monday, officials said.", key=str(n), published="2026-01-05") for n in (1, 2, 3)
    ]
    out = list(code_each(iter(reports), Options(fast=True)))
    assert [type(o) for o in out] == [Record, Uncodable, Record]
    assert out[1].key == "2"
    assert "no such luck" in out[1].line()
