"""Whatever the order of arrival, however cut into batches: the same topics, folds and stories, with the same ids."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from memcon.gather import bounds, cells, happenings, labels, lookup
from memcon.gather.cells import Text, alike, copied
from memcon.gather.digest import digest_of
from memcon.gather.gathering import Gathering, _ordinal
from memcon.gather.groups import Groups
from memcon.gather.happening import same_happening, trait_of
from memcon.gather.stories import stories_of
from memcon.model.record import Record
from tests.gather.made import pool

POOL = pool()
DIGESTS = [digest_of(r) for r in POOL]


def texts() -> dict[str, Text]:
    return {d.id: Text(at, _ordinal(d.published), d.words, d.sketch.marks, d.sketch.kept, d.sketch.whole) for at, d in enumerate(DIGESTS)}


def state(gathering: Gathering) -> tuple[bytes, dict[str, str], list[list[str]]]:
    return msgspec.json.encode(gathering.stories()), gathering.topics(), gathering.folds()


def whole() -> tuple[bytes, dict[str, str], list[list[str]]]:
    with Gathering() as gathering:
        for digest in DIGESTS:
            gathering.add_digest(digest)
        return state(gathering)


def test_the_pool_is_worth_shuffling() -> None:
    told, topics, folds = whole()
    stories = msgspec.json.decode(told)
    assert sorted(len(f) for f in folds)[-2:] >= [2, 3]
    assert 2 <= len(set(topics.values())) < len(POOL)
    assert len(stories) >= 4
    assert max(len(s["articles"]) for s in stories) >= 5
    assert any(c["field"] == "dead" for s in stories for c in s["conflicts"])


@given(order=st.permutations(range(len(POOL))), cut=st.integers(0, len(POOL)), asked=st.integers(0, len(POOL)))
@settings(max_examples=60, deadline=None)
def test_any_order(order: list[int], cut: int, asked: int) -> None:
    with Gathering() as gathering:
        for at, one in enumerate(order):
            if at == cut:
                gathering.commit()
            if at == asked:
                gathering.stories()
            assert gathering.add_digest(DIGESTS[one])
            assert not gathering.add_digest(DIGESTS[one])
        assert state(gathering) == whole()


@given(kept=st.sets(st.integers(0, len(POOL) - 1)), order=st.permutations(range(len(POOL))))
@settings(max_examples=25, deadline=None)
def test_any_part(kept: set[int], order: list[int]) -> None:
    some = [POOL[i] for i in range(len(POOL)) if i in kept]
    shuffled = [POOL[i] for i in order if i in kept]
    assert msgspec.json.encode(stories_of(shuffled)) == msgspec.json.encode(stories_of(some))


@given(order=st.permutations(range(len(POOL))))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_little_memory_and_new_openings(order: list[int], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    little = ((cells, "_HELD", 1), (happenings, "_HELD", 1), (bounds, "_HELD", 2), (bounds, "_WIDTH", 40), (labels, "_MOST", 1))
    for module, name, value in (*little, (lookup, "_HELD", 3), (lookup, "_MOST", 2), (lookup, "_OFTEN", 0)):
        monkeypatch.setattr(module, name, value)
    path = tmp_path / "-".join(map(str, order))
    for at in range(0, len(order), 5):
        with Gathering(path) as gathering:
            for one in order[at : at + 5]:
                gathering.add_digest(DIGESTS[one])
            gathering.commit()
    with Gathering(path) as gathering:
        assert state(gathering) == whole()
    path.unlink()


def test_equal_to_holding_every_pair_against_each_other() -> None:
    held = texts()
    topics, folds = Groups(held), Groups(held)
    for one, two in combinations(sorted(held), 2):
        assert alike(held[one], held[two]) == alike(held[two], held[one])
        assert copied(held[one], held[two]) == copied(held[two], held[one])
        if alike(held[one], held[two]):
            topics.join(one, two)
        if copied(held[one], held[two]):
            folds.join(one, two)
    traits = {f"{d.id}/{t.event}": (d.id, trait_of(t)) for d in DIGESTS for t in d.told}
    stories = Groups(traits)
    for one, two in combinations(sorted(traits), 2):
        (article1, trait1), (article2, trait2) = traits[one], traits[two]
        assert same_happening(trait1, trait2) == same_happening(trait2, trait1)
        if topics.find(article1) == topics.find(article2) and same_happening(trait1, trait2):
            stories.join(one, two)
    told, ours, copies = whole()
    assert copies == folds.sets()
    by_topic: dict[str, list[str]] = {}
    for article in sorted(ours):
        by_topic.setdefault(ours[article], []).append(article)
    assert sorted(by_topic.values()) == topics.sets()
    found = sorted(sorted(f"{e['article']}/{e['event']}" for e in s["events"]) for s in msgspec.json.decode(told))
    assert found == stories.sets()


def test_a_story_keeps_its_id_while_later_reports_come_in() -> None:
    order = sorted(POOL, key=lambda r: r.article.published or "9999")
    first = stories_of(order[:3])
    later = {s.id for s in stories_of(order)}
    assert first
    assert {s.id for s in first} <= later


def test_records_and_digests_are_one(tmp_path: Path) -> None:
    with Gathering(tmp_path / "index") as gathering:
        for record in POOL:
            gathering.add(record)
        assert state(gathering) == whole()


def test_nothing_is_written_before_the_commit(tmp_path: Path) -> None:
    path = tmp_path / "index"
    with Gathering(path) as gathering:
        gathering.add(POOL[0])
        gathering.commit()
        gathering.add(POOL[1])
        gathering.rollback()
        gathering.add(POOL[2])
        gathering.commit()
        gathering.add(POOL[3])
    with Gathering(path) as gathering:
        assert sorted(gathering.topics()) == [POOL[0].article.id, POOL[2].article.id]
        assert msgspec.json.encode(gathering.stories()) == msgspec.json.encode(stories_of([POOL[2], POOL[0]]))


def test_records_without_events_are_grouped() -> None:
    bare = msgspec.json.decode(msgspec.json.encode(POOL[0]), type=Record)
    bare.events, bare.statements = [], []
    with Gathering() as gathering:
        gathering.add(bare)
        assert gathering.stories() == []
        assert list(gathering.topics()) == [bare.article.id]
