"""Fetch one address that the user named. Private networks are refused, redirects to them too."""

from __future__ import annotations

import ipaddress
import socket
import time
from typing import Any
from urllib.parse import urljoin, urlsplit
from urllib.request import getproxies

from memcon.model.errors import NotFound, Refused, TooLarge, Unreadable
from memcon.model.record import Report
from memcon.read.bytes import MAX_BYTES, read_bytes

_SECONDS = 20.0
_SECONDS_IN_ALL = 60.0
_MOST_REDIRECTS = 5
_PACKED = ("", "identity", "gzip", "x-gzip", "deflate")
_HEADERS = {"User-Agent": "memcon (reads one page at its user's word)", "Accept-Encoding": "gzip, deflate"}


def fetch(address: str, *, allow_private: bool = False, **options: Any) -> Report:
    """The report at an address; ``options`` as for `read_bytes`.

    Raises `Refused` for other schemes, private networks and too many redirects, `NotFound` where the server cannot be reached
    or says no, `TooLarge` beyond `MAX_BYTES`, and whatever `read_bytes` raises.
    """
    import httpx2

    here = address
    until = time.monotonic() + _SECONDS_IN_ALL
    try:
        with httpx2.Client(timeout=_SECONDS, follow_redirects=False, headers=_HEADERS) as client:
            for _ in range(_MOST_REDIRECTS + 1):
                check_address(here, allow_private)
                with client.stream("GET", here) as answer:
                    if not allow_private:
                        _check_peer(answer, here)
                    if answer.is_redirect:
                        here = urljoin(here, answer.headers.get("location", ""))
                        continue
                    if answer.status_code >= 400:
                        raise NotFound(f"the server answered {answer.status_code}", place=here)
                    data = _body(answer, here, until)
                    given = {**options, "url": options.get("url") or here}
                    return read_bytes(data, name=here, encoding=answer.charset_encoding, **given)
    except (httpx2.HTTPError, httpx2.InvalidURL, UnicodeError) as error:
        raise NotFound(f"cannot be fetched ({error or type(error).__name__})", place=here) from error
    raise Refused(f"more than {_MOST_REDIRECTS} redirects", place=address)


def _body(answer: Any, here: str, until: float) -> bytes:
    if answer.headers.get("content-encoding", "").strip().lower() not in _PACKED:
        # other packings may unfold to any size in one step
        raise Unreadable("the server packed the page in a way that is not read", place=here)
    data = bytearray()
    for part in answer.iter_bytes():
        data += part
        if len(data) > MAX_BYTES:
            raise TooLarge(f"more than {MAX_BYTES // 1_000_000} MB", place=here)
        if time.monotonic() > until:
            raise NotFound(f"the server took more than {_SECONDS_IN_ALL:.0f} s", place=here)
    return bytes(data)


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
    stream = answer.extensions.get("network_stream")
    peer = stream.get_extra_info("server_addr") if stream is not None and not getproxies() else None
    if peer:
        _check_number(str(peer[0]), address)


def _check_number(number: str, address: str) -> None:
    there = ipaddress.ip_address(number.split("%")[0])
    inner = getattr(there, "ipv4_mapped", None) or there
    if not inner.is_global or inner.is_multicast:
        raise Refused("this host is on a private network; --allow-private lets it through", place=address)
