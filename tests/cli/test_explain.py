"""memcon explain: every event has its reasons, and what was left out is told."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from memcon.cli.main import app

SAMPLE = Path(__file__).parents[2] / "samples" / "03-talks-fail.txt"
run = CliRunner()


def test_reasons_of_every_event() -> None:
    coded = json.loads(run.invoke(app, ["code", str(SAMPLE), "--format", "json"]).stdout)
    told = json.loads(run.invoke(app, ["explain", str(SAMPLE), "--format", "json"]).stdout)
    assert [e["type"] for e in told["events"]] == [e["type"] for e in coded["events"]]
    for reasons, event in zip(told["events"], coded["events"], strict=True):
        assert reasons["trigger"] == event["trigger"] and reasons["confidence"] == event["confidence"]
        assert reasons["entry"] and (reasons["file"] or reasons["model"])
        assert reasons["words"] in reasons["sentence"]


def test_one_event_in_words() -> None:
    shown = run.invoke(app, ["explain", str(SAMPLE), "--event", "1", "--format", "words"])
    assert shown.exit_code == 0 and "entry" in shown.stdout and "confidence" in shown.stdout


def test_rules_alone_name_their_entry() -> None:
    told = json.loads(run.invoke(app, ["explain", str(SAMPLE), "--fast", "--format", "json"]).stdout)
    assert all(e["file"] and e["pattern"] and not e["model"] for e in told["events"])
