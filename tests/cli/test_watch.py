"""The watch against a real server on this machine: politeness, memory, and hosts that behave badly."""

from __future__ import annotations

import http.server
import io
import itertools
import json
import os
import socket
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from memcon.model.errors import MemconError, StoreError
from memcon.model.record import Report
from memcon.watch import Memory, Round, Web

Reply = tuple[int, dict[str, str], bytes]


class Site:
    """A server whose pages the test sets; ``log`` says what was asked, when and with which headers."""

    def __init__(self) -> None:
        self.pages: dict[str, Reply | Callable[[dict[str, str]], Reply]] = {}
        self.log: list[tuple[float, str, dict[str, str]]] = []
        site = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                headers = {k.lower(): v for k, v in self.headers.items()}
                site.log.append((time.monotonic(), self.path, headers))
                page = site.pages.get(self.path, (404, {}, b""))
                status, sent, body = page(headers) if callable(page) else page
                self.send_response(status)
                for name, value in {"Content-Length": str(len(body)), **sent}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Nothing."""

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.home = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def asked(self, path: str) -> int:
        return sum(1 for _, asked, _ in self.log if asked == path)

    def feed(self, *numbers: int, path: str = "/feed", etag: str = '"1"') -> str:
        """A feed that names articles, which are there too."""
        items = "".join(f"<item><link>/talks/{n}</link><pubDate>Tue, 03 Mar 2026 10:00:00 GMT</pubDate></item>" for n in numbers)
        body = f'<rss version="2.0"><channel><title>The Post</title>{items}</channel></rss>'.encode()

        def answer(headers: dict[str, str]) -> Reply:
            if headers.get("if-none-match") == etag:
                return 304, {"ETag": etag}, b""
            return 200, {"ETag": etag, "Last-Modified": "Tue, 03 Mar 2026 10:00:00 GMT", "Content-Type": "application/rss+xml"}, body

        self.pages[path] = answer
        for n in numbers:
            text = f"<p>France expelled {n + 2} Russian diplomats on Monday.</p>"
            html = f"<html><head><title>Talks {n}</title></head><body>{text}</body></html>".encode()
            self.pages.setdefault(f"/talks/{n}", (200, {"Content-Type": "text/html"}, html))
        return self.home + path


@pytest.fixture
def site() -> Iterator[Site]:
    one = Site()
    yield one
    one.server.shutdown()
    one.server.server_close()


@pytest.fixture
def start(tmp_path: Path) -> Callable[..., Round]:
    """A round with a memory read anew from disk, as a new process would."""

    def start(gap: float = 0.0, seconds: float = 5.0) -> Round:
        memory = Memory(tmp_path / "watch")
        return Round(memory, Web(memory, gap=gap, seconds=seconds, allow_private=True))

    return start


def go(round: Round, *addresses: str) -> tuple[list[str], list[str]]:
    """A whole round: the addresses' last parts that came, and the kinds of errors."""
    errors = [e.kind for e in round.feeds(addresses)]
    came = []
    for found in round.articles():
        if isinstance(found.outcome, MemconError):
            errors.append(found.outcome.kind)
        else:
            came.append(found.entry.address.rpartition("/")[2])
        if found.over:
            round.memory.done({found.entry.address})
    round.memory.save_waiting()
    return sorted(came), errors


def test_articles_come_once_and_feeds_are_asked_conditionally(site: Site, start: Callable[..., Round]) -> None:
    address = site.feed(0, 1)
    assert go(start(), address) == (["0", "1"], [])
    again = start()
    assert go(again, address) == ([], [])
    assert again.unchanged == 1
    _, _, headers = [one for one in site.log if one[1] == "/feed"][-1]
    assert (headers["if-none-match"], headers["if-modified-since"]) == ('"1"', "Tue, 03 Mar 2026 10:00:00 GMT")
    site.feed(0, 1, 2, etag='"2"')
    assert go(start(), address) == (["2"], [])
    assert (site.asked("/talks/0"), site.asked("/talks/2"), site.asked("/robots.txt")) == (1, 1, 1)


def test_reports_carry_address_outlet_and_the_feeds_day(site: Site, start: Callable[..., Round]) -> None:
    round = start()
    assert list(round.feeds([site.feed(0)])) == []
    (found,) = round.articles()
    assert isinstance(found.outcome, Report)
    article = found.outcome.article
    assert (article.url, article.outlet, article.published, article.published_basis) == (
        f"{site.home}/talks/0",
        "The Post",
        "2026-03-03",
        "file",
    )


def test_what_was_not_done_is_fetched_again(site: Site, start: Callable[..., Round]) -> None:
    address = site.feed(0, 1, 2)
    round = start()
    list(round.feeds([address]))
    for found in round.articles():
        round.memory.done({found.entry.address})
        break
    # the feed says that nothing changed, and the rest still comes
    came, _ = go(start(), address)
    assert len(came) == 2


def test_one_request_in_a_while(site: Site, start: Callable[..., Round]) -> None:
    go(start(gap=0.3), site.feed(0, 1))
    times = [at for at, _, _ in site.log]
    assert len(times) == 4
    assert all(b - a > 0.28 for a, b in itertools.pairwise(times))


def test_robots_are_kept_to(site: Site, start: Callable[..., Round]) -> None:
    site.pages["/robots.txt"] = (200, {}, b"User-agent: *\nDisallow: /talks/1\n")
    came, errors = go(start(), site.feed(0, 1))
    assert (came, errors) == (["0"], ["refused"])
    assert site.asked("/talks/1") == 0
    # also where a redirect leads
    site.pages["/talks/2"] = (302, {"Location": "/talks/1"}, b"")
    assert go(start(), site.feed(2, path="/more")) == ([], ["refused"])
    assert site.asked("/talks/1") == 0


def test_a_host_that_is_down_is_left_alone(site: Site, start: Callable[..., Round]) -> None:
    address = site.feed(*range(6))
    for n in range(6):
        site.pages[f"/talks/{n}"] = (503, {}, b"")
    round = start()
    came, errors = go(round, address)
    assert (came, errors, round.put_off) == ([], ["not-found", "not-found"], 4)
    asked = len(site.log)
    later = start()
    assert go(later, address) == ([], [])
    assert later.put_off == 7 and len(site.log) == asked


def test_who_says_how_long_is_heard(site: Site, start: Callable[..., Round]) -> None:
    address = site.feed(0, 1)
    site.pages["/talks/0"] = (429, {"Retry-After": "3600"}, b"")
    round = start()
    assert go(round, address) == ([], ["not-found"])
    host = round.web.hosts[site.home]
    assert 3500 < host.until - time.time() <= 3600
    # once that is over the articles come
    host.until = 0.0
    round.memory.save(host)
    site.pages["/talks/0"] = site.pages["/talks/1"]
    assert go(start(), address) == (["0", "1"], [])


def test_a_feed_that_fails_is_asked_less_often(site: Site, start: Callable[..., Round]) -> None:
    site.pages["/feed"] = (200, {}, b"<html>no feed</html>")
    round = start()
    assert go(round, site.home + "/feed") == ([], ["unreadable"])
    assert start().memory.feed(site.home + "/feed").due > time.time() + 50
    assert go(start(), site.home + "/feed") == ([], [])
    assert site.asked("/feed") == 1


def silent(answer: bytes | None, every: float = 0.1) -> str:
    """The address of a server that takes connections and sends nothing, or a piece again and again."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen()

    def serve(connection: socket.socket) -> None:
        try:
            connection.recv(1000)
            while answer is not None:
                connection.sendall(answer)
                time.sleep(every)
            time.sleep(30)
        except OSError:
            pass

    def accept() -> None:
        while True:
            threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    return f"http://127.0.0.1:{listener.getsockname()[1]}/feed"


def test_bad_hosts_are_named_and_the_rest_goes_on(site: Site, start: Callable[..., Round]) -> None:
    site.pages["/round"] = (302, {"Location": "/round"}, b"")
    site.pages["/bomb"] = (200, {}, b'<!DOCTYPE r [<!ENTITY a "x">]><rss version="2.0"><channel><title>&a;</title></channel></rss>')
    site.pages["/away"] = (302, {"Location": "file:///etc/passwd"}, b"")
    bad = [site.home + p for p in ("/round", "/bomb", "/away", "/none")]
    began = time.monotonic()
    came, errors = go(start(seconds=2.0), *bad, silent(None), silent(b"HTTP/1.1 200 OK\r\n"), "http://nobody.invalid/feed", site.feed(0))
    assert came == ["0"]
    assert sorted(errors) == ["not-found"] * 4 + ["refused"] * 2 + ["unreadable"]
    assert time.monotonic() - began < 30


def test_private_networks_are_refused_unless_let(site: Site, tmp_path: Path) -> None:
    memory = Memory(tmp_path / "watch")
    round = Round(memory, Web(memory, gap=0, seconds=1, allow_private=False))
    assert go(round, site.feed(0)) == ([], ["refused"])
    assert site.log == []


def test_damaged_memory_is_begun_anew(site: Site, start: Callable[..., Round], tmp_path: Path) -> None:
    address = site.feed(0)
    go(start(), address)
    for path in (tmp_path / "watch").glob("feed-*"):
        path.write_text("{")
    round = start()
    assert go(round, address) == (["0"], [])
    assert [type(t) for t in round.memory.trouble] == [StoreError]


def test_lists_of_feeds(site: Site, start: Callable[..., Round]) -> None:
    one, two = site.feed(0, path="/one"), site.feed(0, 1, path="/two")
    site.pages["/list"] = (200, {}, f'<opml><body><outline xmlUrl="{one}"/><outline xmlUrl="{two}"/></body></opml>'.encode())
    assert go(start(), site.home + "/list") == (["0", "1"], [])
    assert go(start(), site.home + "/list") == ([], [])


def gdelt_table(site: Site, *numbers: int) -> bytes:
    """A zipped table of mentions that names articles, which are there too."""
    site.feed(*numbers, path="/unused")
    rows = []
    for n in numbers:
        cells = [""] * 16
        cells[2], cells[3], cells[5] = "20260303101500", "1", f"{site.home}/talks/{n}"
        rows.append("\t".join(cells))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("x.mentions.CSV", "\n".join(rows))
    return out.getvalue()


def test_gdelts_lists_are_sources_of_addresses(memcon, site: Site, start: Callable[..., Round], tmp_path: Path) -> None:
    def listed(name: str) -> None:
        row = f"100 {'0' * 32} {site.home}/{name}.mentions.CSV.zip"
        site.pages["/lastupdate.txt"] = (200, {}, f"{row}\n".encode())

    listed("one")
    site.pages["/one.mentions.CSV.zip"] = (200, {}, gdelt_table(site, 0, 1))
    assert go(start(), site.home + "/lastupdate.txt") == (["0", "1"], [])
    assert go(start(), site.home + "/lastupdate.txt") == ([], [])
    listed("two")
    site.pages["/two.mentions.CSV.zip"] = (200, {}, gdelt_table(site, 1, 2))
    assert go(start(), site.home + "/lastupdate.txt") == (["2"], [])
    assert site.asked("/one.mentions.CSV.zip") == 1
    listed("three")
    assert go(start(), site.home + "/lastupdate.txt") == ([], ["not-found"])
    # and a table as a file
    table = tmp_path / "20260303101500.mentions.CSV.zip"
    table.write_bytes(gdelt_table(site, 3, 4))
    call = ("watch", table, "--store", tmp_path / "S", "--once", "--gap", 0, "--patience", 2, "--fast", "--allow-private")
    assert "2 articles kept" in memcon(*call).stdout
    assert "0 articles kept" in memcon(*call).stdout
    assert memcon(*call[:-1]).returncode == 0
    refused = memcon("watch", table, "--store", tmp_path / "T", "--once", "--gap", 0, "--fast")
    assert refused.returncode == 3 and refused.stderr.startswith("memcon: refused")


def test_the_command(memcon, site: Site, tmp_path: Path) -> None:
    listed = tmp_path / "mine.opml"
    listed.write_text(f'<opml><body><outline xmlUrl="{site.feed(0, 1)}"/><outline xmlUrl="{site.home}/none"/></body></opml>')
    call = ("watch", listed, "--store", tmp_path / "S", "--once", "--gap", 0, "--patience", 2, "--fast", "--allow-private")
    done = memcon(*call)
    assert done.returncode == 3
    assert "2 feeds asked, 0 unchanged, 2 articles kept, 1 failed" in done.stdout
    assert done.stderr.startswith(f"memcon: not-found: {site.home}/none: the server answered 404")
    events = [json.loads(line) for line in memcon("events", "--store", tmp_path / "S", "--format", "jsonl").stdout.splitlines()]
    assert {(e["type"], e["url"], e["outlet"]) for e in events} == {("SANCTION", f"{site.home}/talks/{n}", "The Post") for n in (0, 1)}
    again = memcon(*call)
    assert again.returncode == 0
    assert "1 feeds asked, 1 unchanged, 0 articles kept, 1 put off" in again.stdout
    assert memcon("store", "check", "--store", tmp_path / "S").returncode == 0


def test_killed_and_begun_again(memcon, site: Site, tmp_path: Path) -> None:
    address = site.feed(*range(8))
    call = ["watch", address, "--store", str(tmp_path / "S"), "--once", "--gap", "0.3", "--fast", "--allow-private"]
    running = subprocess.Popen([sys.executable, "-m", "memcon.cli.main", *call], stdout=subprocess.DEVNULL, env=os.environ)
    until = time.monotonic() + 60
    while site.asked("/talks/3") == 0 and time.monotonic() < until:
        time.sleep(0.05)
    running.kill()
    running.wait()
    done = memcon(*call)
    assert done.returncode == 0, done.stderr
    rows = memcon("articles", "--store", tmp_path / "S", "--format", "jsonl").stdout.splitlines()
    assert len(rows) == 8
    assert max(site.asked(f"/talks/{n}") for n in range(8)) <= 2


def test_sources_that_are_none(memcon, tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("hello")
    for source, kind in (("no/such.opml", "not-found"), (tmp_path / "x.txt", "bad-option")):
        done = memcon("watch", source, "--store", tmp_path / "S", "--once")
        assert done.returncode == 2 and done.stderr.startswith(f"memcon: {kind}")
        assert len(done.stderr.splitlines()) == 1
