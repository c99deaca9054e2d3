"""Fetching from real servers on this machine: what they answer, and what ends them."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from memcon.model.errors import MemconError, NotFound, Refused
from memcon.read.fetch import get

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nETag: x\r\n\r\nhi"


def serve(behave: Callable[[socket.socket], None]) -> tuple[str, list[bytes]]:
    """A server that hands its connections to a function; its address and what it was sent."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    sent: list[bytes] = []

    def one(connection: socket.socket) -> None:
        with connection:
            connection.settimeout(10)
            try:
                if data := connection.recv(4000):
                    sent.append(data)
                    behave(connection)
            except OSError:
                pass

    def accept() -> None:
        while True:
            threading.Thread(target=one, args=(listener.accept()[0],), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    return f"http://127.0.0.1:{listener.getsockname()[1]}/", sent


def drip(first: bytes) -> Callable[[socket.socket], None]:
    """Begin an answer and go on a byte at a time, never long enough for a time-out."""

    def behave(connection: socket.socket) -> None:
        connection.sendall(first)
        while True:
            connection.sendall(b"a")
            time.sleep(0.1)

    return behave


@pytest.mark.parametrize("first", [b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n", b"HTTP"])
def test_servers_that_drip(first: bytes) -> None:
    address, _ = serve(drip(first))
    began = time.monotonic()
    with pytest.raises(NotFound):
        get(address, allow_private=True, seconds=0.5)
    assert time.monotonic() - began < 5


def test_a_server_that_says_nothing() -> None:
    address, _ = serve(lambda connection: time.sleep(8))
    began = time.monotonic()
    with pytest.raises(NotFound):
        get(address, allow_private=True, seconds=0.5)
    assert time.monotonic() - began < 4


def test_conditional_requests() -> None:
    address, sent = serve(lambda connection: connection.sendall(b"HTTP/1.1 304 Not Modified\r\nETag: x\r\n\r\n"))
    answer = get(address, allow_private=True, headers={"If-None-Match": "x"})
    assert (answer.status, answer.headers["etag"], answer.data) == (304, "x", b"")
    assert b"if-none-match: x" in sent[0].lower()


def test_before_is_asked_for_each_redirect() -> None:
    there, _ = serve(lambda connection: connection.sendall(OK))
    here, _ = serve(lambda connection: connection.sendall(f"HTTP/1.1 302 Found\r\nLocation: {there}\r\nContent-Length: 0\r\n\r\n".encode()))
    asked: list[str] = []
    answer = get(here, allow_private=True, before=asked.append)
    assert (asked, answer.address, answer.data) == ([here, there], there, b"hi")

    def stop(address: str) -> None:
        if address == there:
            raise Refused("no", place=address)

    with pytest.raises(MemconError, match="no"):
        get(here, allow_private=True, before=stop)


def test_a_name_that_changes_its_number_is_sent_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    address, sent = serve(lambda connection: connection.sendall(OK))
    port = int(address.rstrip("/").rpartition(":")[2])
    numbers = iter(["93.184.216.34", *["127.0.0.1"] * 9])

    def look_up(host: str, *_: Any, **__: Any) -> list[tuple[Any, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(numbers), port))]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    with pytest.raises(Refused):
        get(f"http://news.example:{port}/", seconds=2)
    time.sleep(0.2)
    assert sent == []
