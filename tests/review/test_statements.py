"""Statements are judged as events are: checked, kept in the same file, exported as gold, scored."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from memcon.coder import code_reports
from memcon.evaluate.score import overlap
from memcon.keep import open_store
from memcon.model.errors import BadOption
from memcon.model.record import Record, Statement
from memcon.read import read_text
from memcon.review import append, decide, path_of, read
from memcon.review.agree import wilson
from memcon.review.gold import statement_rows
from memcon.review.log import latest
from memcon.review.score import current_statements, score_of_store, score_statements
from memcon.review.statement import corrected_statement, decide_statement, form_of, passage_of, said_of

TEXT = (
    "French President Emmanuel Macron praised Germany on Monday.\n\n"
    "“We welcome the agreement,” the Kremlin spokesman said. Iranian Foreign Minister Abbas Araghchi denied that Iran attacked Israel.\n"
)


@pytest.fixture(scope="module")
def record() -> Record:
    found = next(iter(code_reports([read_text(TEXT, published="2026-02-02")])))
    assert len(found.statements) >= 2 and found.events
    return found


@pytest.fixture
def said(record: Record) -> Statement:
    return next(s for s in record.statements if "agreement" in record.article.text[slice(*s.content[0])])


def test_opening_the_form_and_keeping_it_changes_nothing(record: Record) -> None:
    for one in record.statements:
        passage = record.article.text[slice(*passage_of(record, one))]
        machine = said_of(record, one)
        form = {k: v.replace("\n", "\r\n") for k, v in form_of(machine, passage).items()}
        assert corrected_statement(machine, passage, form) == machine == corrected_statement(machine, passage, {})
        with pytest.raises(BadOption, match="nothing was changed"):
            decide_statement(record, one.id, "ada", "correct", machine)


def test_a_correction_changes_what_it_names(record: Record, said: Statement) -> None:
    passage = record.article.text[slice(*passage_of(record, said))].replace("We welcome", "We\nwelcome")
    machine = said_of(record, said)
    given = {
        "stance": "praises",
        "speaker": "Kremlin|RUS GOV",
        "content": "We welcome\r\nagreement",
        "cue": "",
        "source": "the Kremlin spokesman",
    }
    new = corrected_statement(machine, passage, given)
    assert new.speaker and (new.speaker.code, new.speaker.sector, new.stance, new.cue) == ("RUS", "GOV", "praises", None)
    assert [passage[slice(*s)] for s in new.content] == ["We\nwelcome", "agreement"]
    assert new.source and passage[slice(*new.source)] == "the Kremlin spokesman"


@pytest.mark.parametrize(
    "form",
    [{"stance": "sings"}, {"speaker": "a|RUS; b|USA"}, {"speaker": "x|QQQ"}, {"content": "not there"}, {"content": " "}, {"cue": "zzz"}],
)
def test_wrong_corrections_are_refused(record: Record, said: Statement, form: dict[str, str]) -> None:
    passage = record.article.text[slice(*passage_of(record, said))]
    with pytest.raises(BadOption):
        corrected_statement(said_of(record, said), passage, form)


def test_verdicts_are_checked(record: Record, said: Statement) -> None:
    for wrong in (("", "accept"), ("ada", "perhaps"), ("ada", "correct")):
        with pytest.raises(BadOption):
            decide_statement(record, said.id, *wrong)
    with pytest.raises(BadOption):
        decide_statement(record, "none", "ada", "accept")


@pytest.fixture
def reviewed(tmp_path: Path, record: Record) -> Path:
    """Two coders part on the first statement; one judges the second, and an event; a line is torn."""
    store = tmp_path / "store"
    open_store(store, create=True).keep([record])
    one, two = record.statements[:2]
    append(store, decide_statement(record, one.id, "ada", "reject", drawn=True))
    append(store, decide(record, record.events[0].id, "ada", "accept"))
    append(store, decide_statement(record, one.id, "ada", "accept", note="on reflection", drawn=True))
    append(store, decide_statement(record, one.id, "bo", "reject", drawn=True))
    append(store, decide_statement(record, two.id, "ada", "accept"))
    with path_of(store).open("ab") as handle:
        handle.write(b'{"statement_id": "s1"}\n[1]\n')
    return store


def test_both_kinds_lie_in_one_file(reviewed: Path) -> None:
    log = read(reviewed)
    assert (len(log.decisions), len(log.statements), log.damaged) == (1, 4, 2)
    assert next((d.coder, d.verdict, d.note) for d in latest(log.statements)) == ("ada", "accept", "on reflection")


def test_score(reviewed: Path) -> None:
    log = read(reviewed)
    found = score_of_store(open_store(reviewed), log)
    assert found["all"]["events"] == 1
    told = found["statements"]  # a tie is no acceptance
    assert (told["decisions"], told["set_aside"], told["all"]["statements"], told["all"]["accept"]) == (
        4,
        0,
        2,
        1,
    )
    assert told["all"]["interval"] == wilson(1, 2) and told["drawn"]["statements"] == 1 and told["all"]["shared"] == 1
    assert sum(s["statements"] for s in told["stances"]) == 2
    now = current_statements(open_store(reviewed), log.statements)
    changed = {k: msgspec.structs.replace(v, stance="doubts") for k, v in now.items()}
    assert score_statements(log, changed)["set_aside"] == 3


def test_gold_is_evaluates_kind(reviewed: Path, record: Record, memcon, tmp_path: Path) -> None:
    for row in statement_rows(read(reviewed).statements):
        assert bool(row["attributions"]) == (row["verdict"] != "reject")
        for one in row["attributions"]:
            pieces = [*one["source"], *one["cue"], *one["content"]]
            assert one["content"] and all(row["text"][p["start"] : p["end"]] == p["text"] for p in pieces)
    done = memcon("review", "export", "--statements", "--store", reviewed)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(rows) == 3, done.stderr
    first = record.statements[0]
    offset = passage_of(record, first)[0]
    content = rows[0]["attributions"][0]["content"][0]
    assert overlap((content["start"] + offset, content["end"] + offset), first.content[0])
    assert "statements, all judged" in memcon("review", "score", "--store", reviewed, "--format", "table").stdout
