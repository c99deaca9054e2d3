"""Decisions: checked, kept whole, exported as gold, scored as the books say."""

from __future__ import annotations

import json
import multiprocessing
import random
from pathlib import Path

import msgspec
import pytest

from memcon.coder import code_reports
from memcon.keep import open_store
from memcon.model.errors import BadOption, StoreError
from memcon.model.record import Record
from memcon.read import read_path
from memcon.review import append, decide, fields_of, path_of, read, score
from memcon.review.agree import alpha, wilson
from memcon.review.correct import corrected, parties, sectors, where_written, written
from memcon.review.gold import rows
from memcon.review.log import latest
from memcon.review.score import current_fields

SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.fixture(scope="module")
def records() -> list[Record]:
    return list(code_reports([read_path(SAMPLES / n) for n in ("01-call.txt", "04-sanctions.txt", "13-airstrike.txt")]))


# agreement: the worked examples of Krippendorff 2011


def test_alpha_binary_example() -> None:
    meg, owen = "0100000010", "1110010000"
    assert alpha(zip(meg, owen)) == pytest.approx(0.095, abs=0.001)


def test_alpha_nominal_example() -> None:
    assert alpha(zip("aabbdcccedda", "babbbccceddd")) == pytest.approx(0.692, abs=0.001)


def test_alpha_with_gaps_example() -> None:
    coders = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")
    units = [[v for v in unit if v != "."] for unit in zip(*coders)]
    assert alpha(units) == pytest.approx(0.743, abs=0.001)


def test_alpha_says_nothing_without_variation_or_pairs() -> None:
    assert alpha([]) is None
    assert alpha([["a"], ["b"]]) is None
    assert alpha([["a", "a"], ["a", "a"]]) is None
    assert alpha([["a", "a"], ["b", "b"]]) == 1


def test_alpha_is_symmetric_and_at_most_one() -> None:
    rng = random.Random(3)
    for _ in range(200):
        units = [[rng.choice("abc") for _ in range(rng.randrange(1, 5))] for _ in range(rng.randrange(1, 9))]
        value = alpha(units)
        shuffled = [rng.sample(u, len(u)) for u in rng.sample(units, len(units))]
        assert value is None or value <= 1 + 1e-12
        assert alpha(shuffled) == (None if value is None else pytest.approx(value))


def test_wilson() -> None:
    assert wilson(0, 0) is None
    assert wilson(8, 10) == pytest.approx((0.4902, 0.9433), abs=1e-4)
    assert wilson(0, 10) == pytest.approx((0.0, 0.2775), abs=1e-4)
    assert wilson(10, 10) == pytest.approx((0.7225, 1.0), abs=1e-4)


# decisions


def test_a_correction_changes_only_what_it_names(records: list[Record]) -> None:
    machine = fields_of(records[0], records[0].events[0])
    assert corrected(machine, {}) == machine
    same = {
        "act": f"{machine.type}/{machine.mode or ''}",
        "cameo": machine.cameo or "",
        "status": machine.status,
        "actors": written(machine.actors),
        "recipients": written(machine.recipients),
        "start": machine.start or "",
        "end": machine.end or "",
        "place": where_written(machine),
        **({"reciprocal": "yes"} if machine.reciprocal else {}),
    }
    assert corrected(machine, same) == machine
    changed = corrected(machine, {**same, "act": "ASSAULT/", "actors": "police|KEN COP; crowd"})
    assert (changed.type, changed.mode, changed.cameo) == ("ASSAULT", None, None)
    assert [(p.name, p.code, p.sector) for p in changed.actors] == [("police", "KEN", "COP"), ("crowd", None, None)]
    assert changed.recipients == machine.recipients and changed.end == machine.end


@pytest.mark.parametrize(
    "form",
    [
        {"act": "MURDER/"},
        {"act": "CONSULT/hug"},
        {"status": "maybe"},
        {"cameo": "999"},
        {"actors": "x|ZZZ"},
        {"actors": "x|KEN KING"},
        {"actors": "x|KEN COP more"},
        {"actors": "|KEN"},
        {"start": "yesterday"},
        {"start": "2026-02-02", "end": "2026-02-01"},
        {"place": "Atlantis|ATL"},
    ],
)
def test_wrong_corrections_are_refused(records: list[Record], form: dict[str, str]) -> None:
    with pytest.raises(BadOption):
        corrected(fields_of(records[0], records[0].events[0]), form)


def test_parties_come_back_as_written(records: list[Record]) -> None:
    for record in records:
        for event in record.events:
            fields = fields_of(record, event)
            assert parties(written(fields.actors)) == fields.actors
    assert {"GOV", "MIL", "REB", "CVL"} <= sectors()


def test_a_verdict_must_say_something(records: list[Record]) -> None:
    record, event = records[0], records[0].events[0]
    for wrong in (("", "accept"), ("x" * 61, "accept"), ("ada", "perhaps"), ("ada", "correct")):
        with pytest.raises(BadOption):
            decide(record, event.id, *wrong)
    with pytest.raises(BadOption):
        decide(record, event.id, "ada", "correct", fields_of(record, event))
    with pytest.raises(BadOption):
        decide(record, "none", "ada", "accept")
    made = decide(record, event.id, " ada\nlovelace ", "reject", note="no\n event ")
    assert (made.coder, made.event, made.note) == ("ada lovelace", None, "no\n event")
    assert made.trigger in made.sentence


def test_the_sentence_is_whole(records: list[Record]) -> None:
    for record in records:
        for event in record.events:
            made = decide(record, event.id, "ada", "accept")
            assert made.sentence in record.article.text
            assert made.sentence.strip().rstrip("\"”’'")[-1] in ".!?" or made.sentence in {
                record.article.text[slice(*b.span)] for b in record.article.blocks
            }


# the file


def test_the_file_only_grows_and_lies_beside_the_store(tmp_path: Path, records: list[Record]) -> None:
    store = tmp_path / "store"
    open_store(store, create=True).keep(records)
    before = {p: p.read_bytes() for p in store.rglob("*") if p.is_file()}
    event = records[0].events[0]
    first = decide(records[0], event.id, "ada", "accept")
    append(store, first)
    one = path_of(store).read_bytes()
    append(store, decide(records[0], event.id, "ada", "reject", note="on reflection"))
    assert path_of(store).read_bytes().startswith(one)
    assert path_of(store).parent == tmp_path
    assert {p: p.read_bytes() for p in store.rglob("*") if p.is_file()} == before
    log = read(store)
    assert log.decisions[0] == first and len(log.decisions) == 2 and log.damaged == 0
    assert [d.verdict for d in latest(log.decisions)] == ["reject"]


def test_a_torn_line_costs_nothing_but_itself(tmp_path: Path, records: list[Record]) -> None:
    store, event = tmp_path / "store", records[0].events[0]
    append(store, decide(records[0], event.id, "ada", "accept"))
    whole = path_of(store).read_bytes()
    path_of(store).write_bytes(whole + whole[:40])
    append(store, decide(records[0], event.id, "bo", "reject"))
    log = read(store)
    assert [d.coder for d in log.decisions] == ["ada", "bo"] and log.damaged == 1


def test_a_file_that_cannot_be_written_is_a_named_error(tmp_path: Path, records: list[Record]) -> None:
    path_of(tmp_path / "store").mkdir()
    with pytest.raises(StoreError):
        append(tmp_path / "store", decide(records[0], records[0].events[0].id, "ada", "accept"))
    with pytest.raises(StoreError):
        read(tmp_path / "store")


def _write_many(store: Path, raw: bytes, coder: str) -> None:
    record = msgspec.json.decode(raw, type=Record)
    for _ in range(25):
        append(store, decide(record, record.events[0].id, coder, "accept", note="x" * 500))


def test_two_writers_lose_nothing(tmp_path: Path, records: list[Record]) -> None:
    raw = msgspec.json.encode(records[0])
    context = multiprocessing.get_context("spawn")
    hands = [context.Process(target=_write_many, args=(tmp_path / "store", raw, name)) for name in ("ada", "bo")]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join(60)
    log = read(tmp_path / "store")
    assert len(log.decisions) == 50 and log.damaged == 0


# scores and gold


@pytest.fixture
def reviewed(tmp_path: Path, records: list[Record]) -> Path:
    """Two coders on four events: they part on one; a third event was picked, not drawn."""
    store = tmp_path / "store"
    open_store(store, create=True).keep(records)
    events = [(r, e) for r in records for e in r.events][:4]
    for at, (record, event) in enumerate(events):
        append(store, decide(record, event.id, "ada", "accept" if at != 2 else "reject", drawn=at < 2))
        if at < 3:
            append(store, decide(record, event.id, "bo", "accept" if at == 0 else "reject", drawn=at < 2))
    return store


def test_score(reviewed: Path) -> None:
    log = read(reviewed)
    found = score(log, current_fields(open_store(reviewed), log.decisions))
    assert (found["drawn"]["events"], found["drawn"]["accept"]) == (2, 1)  # a tie is no acceptance
    assert (found["all"]["events"], found["all"]["accept"], found["all"]["reject"], found["all"]["shared"]) == (4, 2, 2, 3)
    assert found["all"]["interval"] == wilson(2, 4)
    assert found["all"]["alpha_verdict"] == pytest.approx(alpha([["accept", "accept"], ["accept", "reject"], ["reject", "reject"]]))
    assert sum(t["events"] for t in found["types"]) == 4
    assert found["pairs"][0]["coders"] == ["ada", "bo"] and found["pairs"][0]["events"] == 3
    assert found["set_aside"] == 0
    # what the store no longer says is set aside
    assert score(log, {})["all"]["events"] == 0 and score(log, {})["set_aside"] == 7


def test_gold_rows(reviewed: Path) -> None:
    for row in rows(read(reviewed).decisions):
        assert row["sentence"] and row["trigger"] in row["sentence"]
        assert (row["event"] is None) == (row["verdict"] == "reject")
        assert row["verdict"] != "accept" or row["event"] == row["machine"]


def test_the_commands(reviewed: Path, memcon, tmp_path: Path) -> None:
    done = memcon("review", "export", "--store", reviewed)
    assert done.returncode == 0, done.stderr
    assert len([json.loads(line) for line in done.stdout.splitlines()]) == 7
    assert memcon("review", "export", "--store", reviewed, "--out", tmp_path / "gold.jsonl").stderr.startswith("7 rows")
    done = memcon("review", "score", "--store", reviewed)
    assert json.loads(done.stdout)["all"]["events"] == 4
    assert "Krippendorff" in memcon("review", "score", "--store", reviewed, "--format", "table").stdout
    assert memcon("review", "score", "--store", tmp_path / "none").returncode == 2
