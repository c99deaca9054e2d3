"""Crawls: WARC and WET files made here record by record, whole and damaged."""

from __future__ import annotations

import gzip
import json
import os
import random
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from memcon.model.errors import MemconError, NotFound
from memcon.model.record import Report
from memcon.read.sources import read_many

TALKS = "The ministers met in Paris on Monday and agreed to talk."
Write = Callable[..., Path]


def record(
    kind: str, address: str, body: bytes, number: int, media: str = "application/http; msgtype=response", length: object = None
) -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Date: 2026-03-03T10:00:00Z\r\nWARC-Record-ID: <urn:uuid:{number:08d}>\r\n"
        f"WARC-Target-URI: {address}\r\nContent-Type: {media}\r\nContent-Length: {len(body) if length is None else length}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


def answer(body: bytes, headers: str = "Content-Type: text/html; charset=utf-8", status: str = "200 OK") -> bytes:
    return f"HTTP/1.1 {status}\r\n{headers}\r\n\r\n".encode() + body


def page(number: int) -> bytes:
    return f"<html><head><title>Talks {number}</title></head><body><p>{TALKS} Round {number}.</p></body></html>".encode()


def pages(count: int) -> list[bytes]:
    return [record("response", f"http://news.example/{n}", answer(page(n)), n) for n in range(count)]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(name: str, *parts: bytes, packed: bool = True) -> Path:
        path = tmp_path / name
        path.write_bytes(b"".join(gzip.compress(p, mtime=0) if packed else p for p in parts))
        return path

    return write


def told(path: Path, **options: object) -> list[str]:
    """Each outcome in short: the number at the end of its address, or the kind of its error."""
    return [o.kind if isinstance(o, MemconError) else (o.article.url or "")[-1] for o in read_many(path, **options)]


def test_a_page_comes_with_address_key_and_the_crawls_day(write: Write) -> None:
    (report,) = read_many(write("x.warc.gz", *pages(1)))
    assert isinstance(report, Report)
    article = report.article
    assert (article.url, article.title, report.key) == ("http://news.example/0", "Talks 0", "urn:uuid:00000000")
    assert (article.published, article.published_basis) == ("2026-03-03", "file")
    assert report.warnings == ["no day of publication was found; the day of the crawl, 2026-03-03, is taken for it"]


def test_the_pages_own_day_and_the_users_come_before_the_crawls(write: Write) -> None:
    body = page(1).replace(b"<head>", b'<head><meta property="article:published_time" content="2026-02-01T08:00:00Z">')
    path = write("x.warc.gz", record("response", "http://news.example/1", answer(body), 1))
    assert [r.article.published for r in read_many(path)] == ["2026-02-01"]
    assert [r.article.published for r in read_many(path, published="2026-01-05")] == ["2026-01-05"]


@pytest.mark.parametrize("packing", ["members", "one", "none"])
def test_packed_by_record_packed_whole_and_not_packed(tmp_path: Path, packing: str) -> None:
    path = tmp_path / ("x.warc" if packing == "none" else "x.warc.gz")
    all_of = pages(5)
    path.write_bytes(
        {
            "members": b"".join(gzip.compress(p, mtime=0) for p in all_of),
            "one": gzip.compress(b"".join(all_of), mtime=0),
            "none": b"".join(all_of),
        }[packing]
    )
    assert told(path) == list("01234")


def test_what_is_no_page_is_passed_over(write: Write) -> None:
    path = write(
        "x.warc.gz",
        record("warcinfo", "", b"software: x", 1, "application/warc-fields"),
        record("request", "http://news.example/1", b"GET / HTTP/1.1\r\n\r\n", 2, "application/http; msgtype=request"),
        record("response", "http://news.example/2", answer(page(2), status="404 Not Found"), 3),
        record("response", "http://news.example/3", answer(b"\x89PNG", "Content-Type: image/png"), 4),
        *pages(1),
    )
    assert told(path) == ["0"]


def test_a_wet_files_texts(write: Write) -> None:
    text = f"Talks in Köln\n\n{TALKS}".encode()
    path = write("x.warc.wet.gz", record("conversion", "http://news.example/7", text, 7, "text/plain"))
    (report,) = read_many(path)
    assert isinstance(report, Report) and "Köln" in report.article.text


def _flip(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]


@pytest.mark.parametrize("at", [2, 90, -6], ids=["mark", "middle", "checksum"])
def test_a_damaged_member_is_named_and_the_rest_goes_on(tmp_path: Path, at: int) -> None:
    members = [gzip.compress(p, mtime=0) for p in pages(5)]
    offset = len(members[0]) + len(members[1])
    members[2] = _flip(members[2], at % len(members[2]))
    path = tmp_path / "x.warc.gz"
    path.write_bytes(b"".join(members))
    outcomes = list(read_many(path))
    assert told(path) == ["0", "1", "unreadable", "3", "4"]
    assert isinstance(outcomes[2], MemconError) and outcomes[2].place == f"{path}@{offset}"


def test_damage_in_a_file_packed_whole_loses_what_follows_alone(tmp_path: Path) -> None:
    noise = random.Random(1)
    bodies = [page(n) + f"<!-- {noise.randbytes(2000).hex()} -->".encode() for n in range(8)]
    data = gzip.compress(b"".join(record("response", f"http://news.example/{n}", answer(b), n) for n, b in enumerate(bodies)))
    path = tmp_path / "x.warc.gz"
    path.write_bytes(data[: len(data) // 2] + b"\xff" * 99 + data[len(data) // 2 + 99 :])
    found = told(path)
    assert found[:3] == ["0", "1", "2"] and found[-1] == "unreadable"


def test_a_first_member_without_its_mark(tmp_path: Path) -> None:
    path = tmp_path / "x.warc.gz"
    path.write_bytes(b"".join(gzip.compress(p, mtime=0) for p in pages(3))[2:])
    assert told(path) == ["unreadable", "1", "2"]


def test_damage_without_end_ends(tmp_path: Path) -> None:
    """Members that run into one another, each damaged at the far end: looking for the next must not cost the square of the file."""
    head = zlib.compressobj(0, zlib.DEFLATED, 31)
    begin = (head.compress(b"WARC/1.0\r\n\r\n") + head.flush(zlib.Z_FULL_FLUSH))[:31]
    path = tmp_path / "x.warc.gz"
    for data in (begin * 100_000, b"\x1f\x8b\x08" * 1_000_000, b"WARC/1.0\r\n\r\n" * 300_000):
        path.write_bytes(data)
        began = time.monotonic()
        assert set(told(path)) <= {"unreadable", "too-large"}
        assert time.monotonic() - began < 30


@pytest.mark.parametrize("packed", [True, False])
def test_a_file_that_was_cut_off(tmp_path: Path, packed: bool) -> None:
    data = b"".join(gzip.compress(p, mtime=0) for p in pages(3)) if packed else b"".join(pages(3))
    path = tmp_path / "x.warc.gz"
    for cut in (1, 20, 40):
        path.write_bytes(data[: -cut if packed else -cut - 4])
        found = told(path)
        # where only the checksum was lost the page itself is whole
        assert [f for f in found if f != "2"] == ["0", "1", "unreadable"], cut


def test_bytes_between_records(write: Write) -> None:
    one, two, three = pages(3)
    assert told(write("x.warc", one, b"junk\r\nmore\r\n", two, three, packed=False)) == ["0", "unreadable", "1", "2"]
    path = write("y.warc.gz", one)
    path.write_bytes(path.read_bytes() + b"junk\r\n" + gzip.compress(two, mtime=0))
    assert told(path) == ["0", "unreadable", "1"]


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("length", [10**12, -5, "many"])
def test_records_that_lie_about_their_length(write: Write, packed: bool, length: object) -> None:
    one, two = pages(2)
    liar = record("response", "http://news.example/9", answer(page(9)), 9, length=length)
    found = told(write("x.warc.gz", one, liar, two, packed=packed))
    assert (found[0], found[-1]) == ("0", "1")
    assert set(found[1:-1]) <= {"unreadable", "too-large"} and 1 <= len(found) - 2 <= 2


def test_a_record_over_the_bound_and_a_header_without_end(write: Write) -> None:
    big = record("response", "http://news.example/9", answer(b"<p>a " * 2_500_000), 9)
    endless = b"WARC/1.0\r\nX: " + b"y" * 100_000 + b"\r\n\r\n"
    for packed in (True, False):
        assert told(write("x.warc.gz", *pages(1), big, *pages(2), packed=packed)) == ["0", "too-large", "0", "1"]
        assert told(write("y.warc.gz", *pages(1), endless, *pages(2), packed=packed)) == ["0", "unreadable", "0", "1"]


@pytest.mark.parametrize("packed", [True, False])
def test_a_record_of_500_megabytes_is_passed_over_in_little_memory(tmp_path: Path, packed: bool) -> None:
    whole = record("response", "http://news.example/9", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", 9, length=500_000_000)
    head = whole[: whole.index(b"\r\n\r\n") + 4]
    path = tmp_path / "x.warc.gz"
    with path.open("wb") as handle:
        if packed:
            packer = zlib.compressobj(1, zlib.DEFLATED, 31)
            handle.write(gzip.compress(pages(1)[0], mtime=0) + packer.compress(head))
            for _ in range(500):
                handle.write(packer.compress(bytes(10**6)))
            handle.write(packer.compress(b"\r\n\r\n") + packer.flush() + gzip.compress(pages(2)[1], mtime=0))
        else:
            handle.write(pages(1)[0] + head)
            handle.seek(500_000_000, 1)
            handle.write(b"\r\n\r\n" + pages(2)[1])
    script = (
        "import resource, sys\nfrom pathlib import Path\nfrom tests.read.test_warc import told\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\nsys.stdout.write(','.join(told(Path(sys.argv[1]))))\n"
        "assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 120_000\n"
    )
    root = Path(__file__).parents[2]
    env = {**os.environ, "PYTHONPATH": f"{root / 'src'}:{root}"}
    done = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True, cwd=root, env=env)
    assert (done.stdout, done.returncode) == ("0,too-large,1", 0), done.stderr


def test_a_page_packed_by_its_server(write: Write) -> None:
    packed, chunked = gzip.compress(page(1)), b"%x\r\n%s\r\n0\r\n\r\n" % (len(page(2)), page(2))
    html = "Content-Type: text/html\r\n"
    path = write(
        "x.warc.gz",
        record("response", "http://news.example/1", answer(packed, html + "Content-Encoding: gzip"), 1),
        record("response", "http://news.example/2", answer(chunked, html + "Transfer-Encoding: chunked"), 2),
        record("response", "http://news.example/3", answer(page(3), html + "Content-Encoding: gzip\r\nTransfer-Encoding: chunked"), 3),
        record("response", "http://news.example/4", answer(packed[:-30], html + "Content-Encoding: gzip"), 4),
        record("response", "http://news.example/5", answer(gzip.compress(bytes(50_000_000)), html + "Content-Encoding: gzip"), 5),
    )
    assert told(path)[:3] == ["1", "2", "3"]
    assert told(path)[4] == "too-large"


def test_a_bomb_ends_and_the_next_member_is_read(write: Write) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = packer.compress(b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999999999\r\n\r\n")
    bomb += b"".join(packer.compress(bytes(10**6)) for _ in range(600)) + packer.flush()
    path = write("x.warc.gz", *pages(1))
    path.write_bytes(path.read_bytes() + bomb + gzip.compress(pages(2)[1]))
    outcomes = list(read_many(path))
    assert told(path) == ["0", "too-large", "1"]
    assert isinstance(outcomes[1], MemconError) and "512 MB" in outcomes[1].message


@pytest.mark.parametrize("data", [b"", b"hello", gzip.compress(b"hello", mtime=0), b"\x1f\x8b\x08"])
def test_files_that_are_no_crawl(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.warc.gz"
    path.write_bytes(data)
    assert set(told(path)) == {"unreadable"}


def test_a_crawl_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        list(read_many(tmp_path / "x.warc.gz"))


def test_code_and_keep(memcon, tmp_path: Path, write: Write) -> None:
    good = pages(3)
    path = write("x.warc.gz", *good)
    path.write_bytes(path.read_bytes()[:-20])
    done = memcon("code", path, "--format", "jsonl", "--fast")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [r.get("error", {}).get("kind", "record") for r in rows] == ["record", "record", "unreadable"]
    assert done.returncode == 3
    kept = memcon("keep", path, "--store", tmp_path / "S", "--fast")
    assert kept.stdout.startswith("2 kept, 1 could not be read")
    assert len(json.loads(memcon("code", path, "--fast").stdout)) == 2
