"""``stances``: our own sentences with the stance of their cue, and our own articles with the standing of their main event."""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from pathlib import Path

from memcon import read
from memcon.casebook.parse import is_held_out
from memcon.coder import Options, code_reports
from memcon.evaluate.gold import code_texts
from memcon.evaluate.score import Result, bootstrap, overlap, ratio
from memcon.model.record import Statement

CASEBOOK = Path(__file__).parents[3] / "casebook"


@dataclass(frozen=True)
class StanceCase:
    """A sentence, the words of its cue, and what a careful reader says of it; empty means not asked."""

    text: str
    cue: str
    stance: str
    source_kind: str
    channel: str


def read_stances(folder: Path = CASEBOOK, held_out: bool | None = True) -> list[StanceCase]:
    """The cases of ``stances.csv``: the fifth held out by hash, the rest (False), or all (None)."""
    with (folder / "stances.csv").open(encoding="utf-8", newline="") as lines:
        cases = [StanceCase(**row) for row in csv.DictReader(lines)]
    return [c for c in cases if held_out is None or is_held_out(c.text) == held_out]


def told_stances(cases: list[StanceCase], fast: bool = True) -> list[Statement | None]:
    """For every case the statement whose cue it names, None where there is none."""
    found: list[Statement | None] = []
    for case, record in zip(cases, code_texts([(c.text, None) for c in cases], fast=fast), strict=True):
        at = case.text.lower().index(case.cue.lower())
        span = (at, at + len(case.cue))
        near = [s for s in record.statements if s.cue and overlap(s.cue, span)]
        found.append(near[0] if near else None)
    return found


def macro_f1(wanted: list[str], given: list[str]) -> float:
    """Mean F1 over the labels that are wanted at all."""
    scores = []
    for label in sorted(set(wanted)):
        right = sum(w == g == label for w, g in zip(wanted, given, strict=True))
        scores.append(2 * right / (wanted.count(label) + given.count(label)))
    return sum(scores) / len(scores)


def evaluate(gold: Path, fast: bool = False, held_out: bool | None = True) -> Result:
    """On what is held out: macro F1 of stance, source kinds and channels right where the case asks for them, standings right."""
    folder = gold if (gold / "stances.csv").exists() else CASEBOOK
    cases = read_stances(folder, held_out)
    told = told_stances(cases, fast)
    pairs = [(c.stance, s.stance if s else "none") for c, s in zip(cases, told, strict=True)]
    kinds = [(float(s.source_kind == c.source_kind), 1.0) for c, s in zip(cases, told, strict=True) if s and c.source_kind]
    channels = [(float(s.channel == c.channel), 1.0) for c, s in zip(cases, told, strict=True) if s and c.channel]
    misses = [
        f"{c.stance}, ours {s.stance if s else 'nothing'}: [{c.cue}] {c.text}"
        for c, s in zip(cases, told, strict=True)
        if not s or s.stance != c.stance
    ]
    measures = [
        bootstrap("stance, macro F1", pairs, lambda rows: macro_f1([w for w, _ in rows], [g for _, g in rows])),
        bootstrap("source kind of those found", kinds, ratio),
    ]
    if channels:
        measures.append(bootstrap("channel of those found", channels, ratio))
    articles = read_standings(folder, held_out)
    standings = [(float(c.standing == t), 1.0) for c, t in zip(articles, told_standings(articles, fast), strict=True)]
    measures.append(bootstrap("standing of main events", standings, ratio))
    return Result("stances", measures, misses)


@dataclass(frozen=True)
class StandingCase:
    """A short report, the word of its main event, and how that event stands."""

    text: str
    main: str
    standing: str


def read_standings(folder: Path = CASEBOOK, held_out: bool | None = None) -> list[StandingCase]:
    """The articles of ``standing/``; a file is named for the standing of its articles.

    The wires, and half of the longer ones and of the agency reports by a hash of their text, are held out (True); False gives the
    rest, None all.
    """
    found: list[StandingCase] = []
    for path in sorted((folder / "standing").rglob("*.toml")):
        longer = path.parent.name in ("longer", "agency")
        whole = path.parent.name == "wires"
        for one in tomllib.loads(path.read_text(encoding="utf-8"))["article"]:
            case = StandingCase(one["text"].strip(), one["main"], path.stem)
            if held_out is None or (whole or (longer and is_held_out(case.text, 2))) == held_out:
                found.append(case)
    return found


def told_standings(cases: list[StandingCase], fast: bool = True) -> list[str | None]:
    """For every case, read as an article is, the standing of the event at its main word; None where none is coded."""
    found: list[str | None] = []
    reports = [read.read_text(c.text, published="2026-01-15") for c in cases]
    for case, record in zip(cases, code_reports(reports, Options(fast=fast)), strict=True):
        at = record.article.text.index(case.main)
        span = (at, at + len(case.main))
        near = [e for e in record.events if overlap(e.trigger, span)] or [
            e for e in record.events if any(overlap(s, span) for s in e.evidence)
        ]
        found.append(near[0].standing if near else None)
    return found
