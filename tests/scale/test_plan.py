"""How input is cut into shards."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from memcon.model.errors import NotFound
from memcon.scale.crawls import pages_in
from memcon.scale.pieces import files_of, items_of
from memcon.scale.plan import _cut
from tests.scale.made import crawl, mixed, rows, text


@pytest.mark.parametrize("shards", [1, 2, 3, 5, 8, 13, 40])
def test_every_article_is_in_one_shard(tmp_path: Path, shards: int) -> None:
    folder = mixed(tmp_path / "in")
    files = [(p, p.stat().st_size) for p in files_of(folder)]
    total = sum(size for _, size in files)
    (whole,) = _cut(files, total, 1)
    wanted = [item.place for piece in whole[0] for item in items_of(piece)]
    assert len(wanted) == 16 + 6 + 1 and whole[1] is None and "rows.jsonl:6" in wanted
    parts = list(_cut(files, total, shards))
    places = [[item.place for piece in pieces for item in items_of(piece)] for pieces, _ in parts]
    assert [place for part in places for place in part] == wanted
    assert len(parts) <= shards and all(places)


def test_a_crawl_that_cannot_be_cut_is_one_part(tmp_path: Path) -> None:
    path = crawl(tmp_path / "a.warc.gz", [text(n) for n in range(4)])
    whole = path.read_bytes()
    assert len(pages_in(path) or []) == 4
    path.write_bytes(whole[:-30])
    assert pages_in(path) is None
    path.write_bytes(gzip.compress(gzip.decompress(whole)))
    assert pages_in(path) is None
    plain = tmp_path / "a.warc"
    plain.write_bytes(gzip.decompress(whole))
    assert [plain.read_bytes()[at : at + n].count(b"200 OK") for at, n in pages_in(plain) or []] == [1] * 4


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
