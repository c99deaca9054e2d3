"""How input is cut into shards."""

from __future__ import annotations

from pathlib import Path

import pytest

from memcon.model.errors import NotFound
from memcon.scale.pieces import files_of, items_of
from memcon.scale.plan import _cut
from tests.scale.made import mixed, rows, text


@pytest.mark.parametrize("shards", [1, 2, 3, 5, 8, 13, 40])
def test_every_article_is_in_one_shard(tmp_path: Path, shards: int) -> None:
    folder = mixed(tmp_path / "in")
    files = [(p, p.stat().st_size) for p in files_of(folder)]
    total = sum(size for _, size in files)
    (whole,) = _cut(files, total, 1)
    wanted = [item.place for piece in whole[0] for item in items_of(piece)]
    assert len(wanted) == whole[1] == 16 and "rows.jsonl:6" in wanted
    parts = list(_cut(files, total, shards))
    places = [[item.place for piece in pieces for item in items_of(piece)] for pieces, _ in parts]
    assert [place for part in places for place in part] == wanted
    assert [len(part) for part in places] == [count for _, count in parts]
    assert len(parts) <= shards and all(places)


def test_shards_of_lines_are_even(tmp_path: Path) -> None:
    path = rows(tmp_path / "in.jsonl", [text(n) for n in range(100)])
    size = path.stat().st_size
    counts = [count for _, count in _cut([(path, size)], size, 10)]
    assert len(counts) == 10 and min(counts) >= 8


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        files_of(tmp_path)
    with pytest.raises(NotFound):
        files_of(tmp_path / "none")
