"""Fetch one address that the user or a feed named. Private networks are refused, redirects to them too."""

from __future__ import annotations

import ipaddress
import socket
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit
from urllib.request import getproxies

from memcon.model.errors import NotFound, Refused, TooLarge, Unreadable
from memcon.model.record import Report
from memcon.read.bytes import MAX_BYTES, read_bytes

_SECONDS = 20.0
_STEPS = 3
_MOST_REDIRECTS = 5
_PACKED = ("", "identity", "gzip", "x-gzip", "deflate")
_HEADERS = {"User-Agent": "memcon (reads one page at its user's word)", "Accept-Encoding": "gzip, deflate"}


@dataclass(frozen=True)
class Answer:
    """What a server said: where the redirects ended, its status and headers (names in small letters), the body below status 400."""

    address: str
    status: int
    headers: Mapping[str, str]
    data: bytes
    charset: str | None


def fetch(address: str, *, allow_private: bool = False, **options: Any) -> Report:
    """The report at an address; ``options`` as for `read_bytes`.

    Raises what `get` raises, `NotFound` where the server says no, and whatever `read_bytes` raises.
    """
    answer = get(address, allow_private=allow_private)
    if answer.status >= 400:
        raise NotFound(f"the server answered {answer.status}", place=answer.address)
    given = {**options, "url": options.get("url") or answer.address}
    return read_bytes(answer.data, name=answer.address, encoding=answer.charset, **given)


def get(
    address: str,
    *,
    allow_private: bool = False,
    headers: Mapping[str, str] | None = None,
    before: Callable[[str], None] | None = None,
    seconds: float = _SECONDS,
) -> Answer:
    """What the server at an address answers. ``before`` is called with every address that is about to be asked, redirects too;
    what it raises ends the fetch. A server has ``seconds`` for each step and three times as many for its whole answer.

    Raises `Refused` for other schemes, private networks and too many redirects, `NotFound` where the server cannot be reached,
    `TooLarge` beyond `MAX_BYTES` and `Unreadable` where the body is packed in a way that is not read.
    """
    import httpx2

    here = address

    def watch(event: str, info: Mapping[str, Any]) -> None:
        deadline.watch(event, info)
        if event == "connection.connect_tcp.complete" and not allow_private:
            # before a byte is sent: the host may have another number by now than when its name was looked up
            _check_stream(info.get("return_value"), here)

    with _Deadline(_STEPS * seconds) as deadline:
        try:
            with httpx2.Client(timeout=seconds, follow_redirects=False, headers={**_HEADERS, **(headers or {})}) as client:
                for _ in range(_MOST_REDIRECTS + 1):
                    check_address(here, allow_private)
                    if before is not None:
                        before(here)
                    deadline.start()
                    with client.stream("GET", here, extensions={"trace": watch}) as answer:
                        if not allow_private:
                            _check_peer(answer, here)
                        if answer.has_redirect_location:
                            here = urljoin(here, answer.headers.get("location", ""))
                            continue
                        data = _body(answer, here, deadline) if answer.status_code < 400 else b""
                        return Answer(here, answer.status_code, dict(answer.headers), data, answer.charset_encoding)
        except (httpx2.HTTPError, httpx2.InvalidURL, UnicodeError) as error:
            deadline.check(here)
            raise NotFound(f"cannot be fetched ({error or type(error).__name__})", place=here) from error
    raise Refused(f"more than {_MOST_REDIRECTS} redirects", place=address)


def _body(answer: Any, here: str, deadline: _Deadline) -> bytes:
    if answer.headers.get("content-encoding", "").strip().lower() not in _PACKED:
        # other packings may unfold to any size in one step
        raise Unreadable("the server packed the page in a way that is not read", place=here)
    data = bytearray()
    for part in answer.iter_bytes():
        data += part
        if len(data) > MAX_BYTES:
            raise TooLarge(f"more than {MAX_BYTES // 1_000_000} MB", place=here)
        deadline.check(here)
    return bytes(data)


class _Deadline:
    """Ends a connection after a time: a server that drips its headers never lets the client's own timeout strike."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.until = float("inf")
        self.stream: Any = None
        self.timer: threading.Timer | None = None

    def __enter__(self) -> _Deadline:
        return self

    def __exit__(self, *_: object) -> None:
        if self.timer is not None:
            self.timer.cancel()

    def start(self) -> None:
        """Begin to count, anew for each redirect: waiting for a host's turn takes nothing from its time."""
        if self.timer is not None:
            self.timer.cancel()
        self.until = time.monotonic() + self.seconds
        self.timer = threading.Timer(self.seconds, self._strike)
        self.timer.daemon = True
        self.timer.start()

    def watch(self, event: str, info: Mapping[str, Any]) -> None:
        """Hear from the transport which connection is in use."""
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete", "proxy.start_tls.complete"):
            self.stream = info.get("return_value")

    def _strike(self) -> None:
        import contextlib

        held = self.stream.get_extra_info("socket") if self.stream is not None else None
        if held is not None:
            with contextlib.suppress(OSError):
                held.shutdown(socket.SHUT_RDWR)

    def check(self, here: str) -> None:
        """Raise `NotFound` once the time is over."""
        if time.monotonic() >= self.until:
            raise NotFound(f"the server took more than {self.seconds:.0f} s", place=here)


def check_address(address: str, allow_private: bool) -> None:
    """Raise `Refused` for other schemes than http(s) and for hosts on private networks, `NotFound` for hosts that nobody knows."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as error:
        raise Refused(f"not an address ({error})", place=address) from error
    if parts.scheme not in ("http", "https") or not host:
        raise Refused("only http and https addresses are fetched", place=address)
    if allow_private:
        return
    try:
        found = {str(info[4][0]) for info in socket.getaddrinfo(host, port, proto=socket.IPPROTO_TCP)}
    except (OSError, UnicodeError) as error:
        raise NotFound(f"the host is not known ({error})", place=address) from error
    for one in found:
        _check_number(one, address)


def _check_peer(answer: Any, address: str) -> None:
    """The host that did answer may be another than the one whose name was looked up before."""
    _check_stream(answer.extensions.get("network_stream"), address)


def _check_stream(stream: Any, address: str) -> None:
    peer = stream.get_extra_info("server_addr") if stream is not None and not getproxies() else None
    if peer:
        try:
            _check_number(str(peer[0]), address)
        except Refused:
            stream.close()
            raise


def _check_number(number: str, address: str) -> None:
    there = ipaddress.ip_address(number.split("%")[0])
    inner = getattr(there, "ipv4_mapped", None) or there
    if not inner.is_global or inner.is_multicast:
        raise Refused("this host is on a private network; --allow-private lets it through", place=address)
