"""Archives and tables: read in order, bounded, and the rest goes on where one report is bad."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import duckdb
import pytest

from memcon import read
from memcon.cli.inputs import reports_from
from memcon.model.errors import BadOption, MemconError, Unreadable
from memcon.model.record import Report
from memcon.read.sources import read_many

TALKS = "The ministers met in Paris on Monday and agreed to talk."
PAGE = f"<html><body><p>{TALKS}</p></body></html>"
FILES = {"a/1.txt": TALKS, "a/2.html": PAGE, "x.png": "no text", "empty.txt": "", "../../3.txt": TALKS, "big.txt": "a b " * 3_000_000}
EXPECTED = [("a/1.txt", None), ("a/2.html", None), ("empty.txt", "no-text"), ("../../3.txt", None), ("big.txt", "too-large")]


def told(path: Path) -> list[tuple[str | None, str | None]]:
    """Each outcome's key, and its error's kind."""
    return [(o.key, o.kind if isinstance(o, MemconError) else None) for o in read_many(path)]


def tar(path: Path, files: dict[str, str]) -> Path:
    packing = {".gz": "w:gz", ".bz2": "w:bz2", ".xz": "w:xz"}.get(path.suffix, "w")
    with tarfile.open(path, packing) as archive:  # type: ignore[call-overload]
        for name, text in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(text)
            archive.addfile(entry, io.BytesIO(text.encode()))
        link = tarfile.TarInfo("link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    return path


def zipped(path: Path, files: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return path


@pytest.mark.parametrize("name", ["x.tar", "x.tar.gz", "x.tar.xz", "x.tar.bz2"])
def test_a_tar_archive(tmp_path: Path, name: str) -> None:
    assert told(tar(tmp_path / name, FILES)) == EXPECTED


def test_a_zip_archive(tmp_path: Path) -> None:
    assert told(zipped(tmp_path / "x.zip", FILES)) == EXPECTED


def test_a_damaged_file_of_a_zip_archive(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"1.txt": TALKS, "2.txt": TALKS})
    data = bytearray(path.read_bytes())
    data[45] ^= 0xFF
    path.write_bytes(data)
    assert told(path) == [("1.txt", "unreadable"), ("2.txt", None)]


@pytest.mark.parametrize("name", ["x.zip", "x.tar.gz"])
def test_archives_cut_off_and_none_at_all(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    (tar if name.endswith("gz") else zipped)(path, {"1.txt": TALKS, "2.txt": TALKS})
    path.write_bytes(path.read_bytes()[:-30])
    assert told(path)[-1] == (None, "unreadable")
    path.write_bytes(b"hello")
    assert told(path) == [(None, "unreadable")]


def test_bombs_end(tmp_path: Path) -> None:
    path = tmp_path / "x.tar.gz"
    long = tarfile.TarInfo("x.png")
    long.size = 10**9
    with gzip.open(path, "wb", 9) as out:
        out.write(long.tobuf())
        for _ in range(150):
            out.write(bytes(10**6))
    assert told(path) == [(None, "too-large")]
    names = tarfile.TarInfo("x")
    names.type, names.size = tarfile.XHDTYPE, 10**9
    with gzip.open(path, "wb", 9) as out:
        out.write(names.tobuf(tarfile.GNU_FORMAT) + bytes(10**6))
    assert told(path) == [(None, "unreadable")]
    with zipfile.ZipFile(tmp_path / "x.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(12):
            archive.writestr(f"{number}.txt", bytes(11_000_000))
    assert told(tmp_path / "x.zip")[-1] == (None, "too-large")
    assert len(told(tmp_path / "x.zip")) < 12


def test_a_table(tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    duckdb.sql(
        f"COPY (SELECT i AS id, CASE i WHEN 1 THEN NULL WHEN 2 THEN repeat('a b ', 3000000) ELSE '{TALKS} '||i END AS content,"
        f" DATE '2026-01-02' AS date, 'http://news.example/'||i AS url, 'The Post' AS publisher FROM range(5) t(i)) TO '{path}'"
    )
    assert told(path) == [("0", None), ("1", "bad-row"), ("2", "too-large"), ("3", None), ("4", None)]
    first = next(iter(read_many(path)))
    assert isinstance(first, Report)
    article = first.article
    assert (article.published, article.url, article.outlet) == ("2026-01-02", "http://news.example/0", "The Post")
    second = next(iter(read_many(path, published="2026-02-03", outlet="The Times")))
    assert isinstance(second, Report) and (second.article.published, second.article.outlet) == ("2026-02-03", "The Times")


def test_a_table_by_the_command(memcon, tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    duckdb.sql(f"COPY (SELECT '{TALKS}' AS text FROM range(2)) TO '{path}'")
    done = memcon("code", path, "--format", "jsonl", "--fast")
    assert (done.returncode, len(done.stdout.splitlines()), done.stderr) == (0, 2, "")


def test_tables_that_hold_no_texts(tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    duckdb.sql(f"COPY (SELECT 1 AS x) TO '{path}'")
    with pytest.raises(Unreadable, match="no column of texts"):
        list(read_many(path))
    path.write_bytes(b"PAR1 and no more")
    assert told(path) == [(None, "unreadable")]


def test_sources_stand_among_others(tmp_path: Path) -> None:
    zipped(tmp_path / "a.zip", {"1.txt": TALKS})
    (tmp_path / "b.txt").write_text(TALKS)
    assert [p.name for p in read.walk(tmp_path)] == ["a.zip", "b.txt"]
    assert all(isinstance(o, Report) for o in reports_from([str(tmp_path)], {}))
    with pytest.raises(BadOption):
        list(reports_from([str(tmp_path / "a.zip")], {"title": "Talks"}))


def test_one_that_breaks_the_reader_does_not_end_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from memcon.read.sources import one

    real = one.read_bytes

    def breaks(data: bytes, **options: Any) -> Report:
        return 1 // 0 if b"bad" in data else real(data, **options)  # type: ignore[return-value]

    monkeypatch.setattr(one, "read_bytes", breaks)
    assert told(zipped(tmp_path / "x.zip", {"1.txt": TALKS, "2.txt": "bad", "3.txt": TALKS})) == [
        ("1.txt", None),
        ("2.txt", "uncodable"),
        ("3.txt", None),
    ]
