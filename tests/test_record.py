"""What holds of every record: exact spans, stable ids, the same bytes in any order and batch."""

from __future__ import annotations

import random
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memcon import read
from memcon.coder import code_report, code_reports
from memcon.model.errors import MemconError
from memcon.model.record import Record

SAMPLES = sorted(p for p in (Path(__file__).parents[1] / "samples").iterdir() if p.suffix in (".txt", ".html"))
PARTS = [
    "President Joe Biden said on Monday ", "that Iran's army ", "attacked", " the rebels ", "in Kabul", '"We ', 'will not yield," ',
    "he said", ". ", "\n\n",
    "The UN condemned the attack", " and ", "according to two officials", ", who ", "denied ",
    "France and Germany signed a treaty", "they", "it", "“", "”",
    "The ", "of ", "met ", "Sanctions on Cuba were lifted", "Police arrested 20 protesters", " on Jan. 3", "?", "…", "\u200d", "é", "🙂",
]  # fmt: skip


def spans_of(node: object) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    if isinstance(node, dict):
        for key, value in node.items():
            if key in ("span", "speaker_span", "cue", "trigger", "status_cue") and value:
                found.append(tuple(value))
            elif key in ("spans", "evidence", "content", "quotes") and value:
                found.extend(tuple(v) for v in value)
            else:
                found.extend(spans_of(value))
    elif isinstance(node, list):
        for value in node:
            found.extend(spans_of(value))
    return found


def check(record: Record) -> None:
    size = len(record.article.text)
    for start, end in spans_of(msgspec.to_builtins(record)):
        assert 0 <= start < end <= size
    ids = [x.id for x in (*record.actors, *record.events, *record.statements)]
    assert len(ids) == len(set(ids))
    actors, events, statements = ({x.id for x in xs} for xs in (record.actors, record.events, record.statements))
    for event in record.events:
        assert {*event.actors, *event.recipients} <= actors
        assert set(event.statements) <= statements
        assert event.evidence and any(s <= event.trigger[0] and event.trigger[1] <= e for s, e in event.evidence)
        assert 0 <= event.confidence <= 1
    for statement in record.statements:
        assert statement.speaker is None or statement.speaker in actors
        assert set(statement.events) <= events


@pytest.fixture(scope="module")
def coded() -> list[bytes]:
    return [msgspec.json.encode(r) for r in code_reports([read.read_path(p) for p in SAMPLES])]


def test_records_are_sound(coded: list[bytes]) -> None:
    for one in coded:
        check(msgspec.json.decode(one, type=Record))


def test_order_and_batch_change_nothing(coded: list[bytes]) -> None:
    order = list(range(len(SAMPLES)))
    random.Random(5).shuffle(order)
    again = list(code_reports([read.read_path(SAMPLES[i]) for i in order]))
    assert [msgspec.json.encode(r) for r in again] == [coded[i] for i in order]
    singly = [msgspec.json.encode(code_report(read.read_path(p))) for p in SAMPLES[:6]]
    assert singly == coded[:6]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(PARTS), max_size=40).map("".join))
def test_any_mix_of_words_gives_a_sound_record(text: str) -> None:
    try:
        report = read.read_text(text, published="2026-01-15")
    except MemconError:
        return
    first = code_report(report)
    check(first)
    assert msgspec.json.encode(first) == msgspec.json.encode(code_report(report))


def test_two_thousand_sentences_are_cut_with_a_warning() -> None:
    text = "\n\n".join(f"France praised Spain on day {i} of the long meeting." for i in range(1600))
    record = code_report(read.read_text(text))
    assert any("1500 sentences" in w for w in record.warnings)
