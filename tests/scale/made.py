"""Short articles in every kind of file, and coding processes that are slow, crash or hang when an article says so."""

from __future__ import annotations

import gzip
import json
import os
import zipfile
from pathlib import Path

import pytest

_ACTS = (
    "The president of {a} visited {b} on Tuesday.",
    "{a} imposed sanctions on {b}, the foreign ministry said.",
    "{a} accused {b} of breaking the ceasefire.",
    "Police in {a} arrested twelve protesters.",
    "{a} and {b} signed a trade agreement.",
)
_STATES = ("France", "Germany", "Japan", "Brazil", "Kenya", "India", "Russia")

# the meddling is in the coding processes only: found by what they were started with
_MEDDLE = """
import sys
if "memcon.scale.worker" in " ".join(sys.orig_argv):
    import os, signal, time
    import memcon.coder as coder
    plain = coder.annotate_many
    def annotate_many(articles):
        for article in articles:
            if "CRASHES" in article.text:
                os.kill(os.getpid(), signal.SIGSEGV)
            if "HANGS" in article.text:
                time.sleep(10_000)
            if "SLOW" in article.text:
                time.sleep(1)
        return plain(articles)
    coder.annotate_many = annotate_many
    import memcon.read.bytes as read
    decoded = read.decode
    def decode(data, *args):
        if b"UNREAD" in data:
            os.kill(os.getpid(), signal.SIGSEGV)
        return decoded(data, *args)
    read.decode = decode
"""


def text(number: int, more: str = "") -> str:
    """A short article."""
    a, b = _STATES[number % 7], _STATES[(number * 3 + 1) % 7]
    return f"Report {number}\n\n{_ACTS[number % 5].format(a=a, b=b)}{more}\n"


def rows(path: Path, articles: list[str]) -> Path:
    """Articles as a file of JSON lines with keys ``k0``, ``k1`` …"""
    lines = [json.dumps({"key": f"k{n}", "text": article, "date": "2026-01-15"}) + "\n" for n, article in enumerate(articles)]
    path.write_text("".join(lines))
    return path


def mixed(folder: Path) -> Path:
    """A folder of text, HTML, lines of JSON, a crawl and an archive, some of which cannot be read."""
    folder.mkdir()
    for n in range(4):
        (folder / f"{n}.txt").write_text(text(n))
    (folder / "page.html").write_text(f"<html><body><h1>Report 4</h1><p>{text(4).splitlines()[-1]}</p></body></html>")
    (folder / "empty.txt").write_text("")
    lines = rows(folder / "rows.jsonl", [text(n) for n in range(5, 13)])
    whole = lines.read_bytes().splitlines(keepends=True)
    whole[3:3] = [b"\n", b'{"key": "bad"}\n', b"no json\n"]
    lines.write_bytes(b"".join(whole))
    crawl(folder / "crawl.warc.gz", [text(n, " MISSING" if n == 15 else "") if n != 16 else "\n\n" for n in range(13, 19)])
    archive(folder / "files.zip", [text(n) for n in range(19, 21)])
    return folder


def crawl(path: Path, articles: list[str]) -> Path:
    """Articles as a packed crawl, with the records about it that hold no page."""
    parts = [_member("warcinfo", "", b"about")]
    for n, article in enumerate(articles):
        head, _, body = article.partition("\n\n")
        page = f"<html><head><title>{head}</title></head><body><h1>{head}</h1><p>{body}</p></body></html>"
        status = "404 Not Found" if "MISSING" in article else "200 OK"
        parts.append(_member("request", f"http://news.example/{n}", b"GET / HTTP/1.1\r\n\r\n"))
        answer = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}".encode()
        parts.append(_member("response", f"http://news.example/{n}", answer))
    path.write_bytes(b"".join(parts))
    return path


def _member(kind: str, address: str, body: bytes) -> bytes:
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Date: 2026-03-03T10:00:00Z\r\nWARC-Record-ID: <urn:{kind}:{address}>\r\n"
    head += f"WARC-Target-URI: {address}\r\nContent-Type: application/http\r\nContent-Length: {len(body)}\r\n\r\n"
    return gzip.compress(head.encode() + body + b"\r\n\r\n", mtime=0)


def archive(path: Path, articles: list[str]) -> Path:
    """Articles as the files of a .zip."""
    with zipfile.ZipFile(path, "w") as handle:
        for n, article in enumerate(articles):
            handle.writestr(f"{n}.txt", article)
    return path


def meddle(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make coding processes heed CRASHES, HANGS, SLOW and, when they read it, UNREAD."""
    (folder / "sitecustomize.py").write_text(_MEDDLE)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(folder), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep))


def lines_in(folder: Path, kind: str = "records") -> list[bytes]:
    """All lines of a run's records or errors, sorted."""
    return sorted(line for path in (folder / kind).glob("*.jsonl") for line in path.read_bytes().splitlines())
