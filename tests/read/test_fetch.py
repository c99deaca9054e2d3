"""Fetching, with the network played by a function: what is let through and what is refused."""

from __future__ import annotations

import functools
import socket
from collections.abc import Callable
from typing import Any

import httpx2
import pytest

from memcon import read
from memcon.model.errors import MemconError, NotFound, Refused, TooLarge, Unreadable

NUMBERS = {
    "news.example": "93.184.216.34",
    "inside.example": "10.0.0.7",
    "meta.example": "169.254.169.254",
    "six.example": "::ffff:127.0.0.1",
}
PAGE = "<html><body><p>The two ministers met in Köln on Monday and agreed to meet again.</p></body></html>"


@pytest.fixture
def net(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[httpx2.Request], httpx2.Response]], None]:
    def look_up(host: str, port: int, **_: Any) -> list[tuple[Any, ...]]:
        if host not in NUMBERS:
            raise OSError("unknown")
        return [(0, 0, 0, "", (NUMBERS[host], port))]

    def play(answer: Callable[[httpx2.Request], httpx2.Response]) -> None:
        monkeypatch.setattr(socket, "getaddrinfo", look_up)
        monkeypatch.setattr(httpx2, "Client", functools.partial(httpx2.Client, transport=httpx2.MockTransport(answer)))

    return play


def test_a_page_comes_with_its_address_and_the_servers_charset(net: Any) -> None:
    net(lambda request: httpx2.Response(200, content=PAGE.encode("latin-1"), headers={"content-type": "text/html; charset=latin-1"}))
    article = read.fetch("https://news.example/a", published="2026-01-02").article
    assert (article.url, article.published) == ("https://news.example/a", "2026-01-02")
    assert "Köln" in article.text


def test_a_redirect_is_followed_to_where_it_may_go(net: Any) -> None:
    net(lambda r: httpx2.Response(200, text=PAGE) if r.url.path == "/b" else httpx2.Response(302, headers={"location": "/b"}))
    assert read.fetch("https://news.example/a").article.url == "https://news.example/b"


@pytest.mark.parametrize(
    "target",
    [
        "http://inside.example/",
        "http://meta.example/latest",
        "http://six.example/",
        "file:///etc/passwd",
        "gopher://news.example/",
        "/round",
    ],
)
def test_redirects_that_are_refused(net: Any, target: str) -> None:
    net(lambda request: httpx2.Response(302, headers={"location": target}))
    with pytest.raises(Refused):
        read.fetch("https://news.example/a")


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (httpx2.Response(404), NotFound),
        (httpx2.Response(200, content=b"x" * (read.MAX_BYTES + 1)), TooLarge),
        (httpx2.Response(200, content=b"%PDF-1.7 ..."), Unreadable),
    ],
    ids=["missing", "large", "pdf"],
)
def test_answers_that_hold_no_report(net: Any, answer: httpx2.Response, error: type[MemconError]) -> None:
    net(lambda request: answer)
    with pytest.raises(error) as caught:
        read.fetch("https://news.example/a")
    assert caught.value.place == "https://news.example/a"


def test_other_packings_are_not_unpacked(net: Any) -> None:
    net(lambda request: httpx2.Response(200, stream=httpx2.ByteStream(b"x"), headers={"content-encoding": "br"}))
    with pytest.raises(Unreadable):
        read.fetch("https://news.example/a")


def test_servers_that_cannot_be_reached(net: Any) -> None:
    def silent(request: httpx2.Request) -> httpx2.Response:
        raise httpx2.ConnectTimeout("no answer")

    net(silent)
    with pytest.raises(NotFound):
        read.fetch("https://news.example/a")
    with pytest.raises(NotFound):
        read.fetch("https://nobody.example/a")


def test_a_private_host_when_the_user_says_so(net: Any) -> None:
    net(lambda request: httpx2.Response(200, text=PAGE))
    with pytest.raises(Refused):
        read.fetch("http://inside.example/a")
    assert read.fetch("http://inside.example/a", allow_private=True).article.url == "http://inside.example/a"
