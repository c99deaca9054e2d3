"""The twenty sample articles give the records that a careful reader wrote down in casebook/articles/."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from memcon.coder import code_report
from memcon.model.record import Record
from memcon.read import read_path

ROOT = Path(__file__).parents[1]
EXPECTED = sorted((ROOT / "casebook" / "articles").glob("*.toml"))


def told(record: Record) -> dict[str, Any]:
    """A record in the form of the expectations."""
    text = record.article.text
    actors = {a.id: a for a in record.actors}

    def sides(ids: list[str]) -> list[str]:
        return [f"{actors[i].name} | {actors[i].country or actors[i].organisation or '-'} | {actors[i].sector or '-'}" for i in ids]

    events = []
    for e in record.events:
        one: dict[str, Any] = {
            "trigger": text[slice(*e.trigger)], "type": e.type, "mode": e.mode, "cameo": e.cameo, "status": e.status,
            "actors": sides(e.actors), "recipients": sides(e.recipients), "reciprocal": e.reciprocal, "standing": e.standing,
            "date": [e.date.start or "", e.date.end or "", e.date.basis or ""] if e.date else None,
            "place": e.place.name if e.place else None, "about": [m.text for m in e.about] or None,
        }  # fmt: skip
        events.append({k: v for k, v in one.items() if v is not None})
    statements = []
    for s in record.statements:
        one = {
            "speaker": actors[s.speaker].name if s.speaker else "", "source_kind": s.source_kind, "form": s.form, "stance": s.stance,
            "cue": text[slice(*s.cue)] if s.cue else "", "content": [text[a:b] for a, b in s.content], "channel": s.channel,
        }  # fmt: skip
        statements.append({k: v for k, v in one.items() if v is not None})
    return {
        "published": record.article.published,
        "blocks": [b.kind for b in record.article.blocks],
        "events": events,
        "statements": statements,
    }


def test_there_are_twenty() -> None:
    assert len(EXPECTED) == 20


@pytest.mark.parametrize("path", EXPECTED, ids=lambda p: p.stem)
def test_sample(path: Path) -> None:
    wanted = tomllib.loads(path.read_text(encoding="utf-8"))
    found = told(code_report(read_path(ROOT / "samples" / wanted.pop("sample"))))
    assert found["blocks"] == wanted["blocks"]
    assert found["events"] == wanted["events"]
    assert found["statements"] == wanted["statements"]
    assert found["published"] == wanted["published"]
