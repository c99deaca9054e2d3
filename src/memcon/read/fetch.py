"""Fetch one address that the user named. Private networks are refused, redirects to them too."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any
from urllib.parse import urljoin, urlsplit

from memcon.model.errors import NotFound, Refused, TooLarge
from memcon.model.record import Report
from memcon.read.bytes import MAX_BYTES, read_bytes

_SECONDS = 20.0
_MOST_REDIRECTS = 5


def fetch(address: str, *, allow_private: bool = False, **options: Any) -> Report:
    """The report at an address. Raises `Refused`, `NotFound`, `TooLarge` and whatever `read_bytes` raises."""
    import httpx2

    here = address
    try:
        with httpx2.Client(
            timeout=_SECONDS, follow_redirects=False, headers={"User-Agent": "memcon (reads one page at its user's word)"}
        ) as client:
            for _ in range(_MOST_REDIRECTS + 1):
                check_address(here, allow_private)
                with client.stream("GET", here) as answer:
                    if answer.is_redirect:
                        here = urljoin(here, answer.headers.get("location", ""))
                        continue
                    if answer.status_code >= 400:
                        raise NotFound(f"the server answered {answer.status_code}", place=here)
                    data = bytearray()
                    for part in answer.iter_bytes():
                        data += part
                        if len(data) > MAX_BYTES:
                            raise TooLarge(f"more than {MAX_BYTES // 1_000_000} MB", place=here)
                    return read_bytes(bytes(data), name=here, url=here, **options)
    except httpx2.HTTPError as error:
        raise NotFound(f"cannot be fetched ({error})", place=here) from error
    raise Refused(f"more than {_MOST_REDIRECTS} redirects", place=address)


def check_address(address: str, allow_private: bool) -> None:
    """Raise `Refused` for other schemes than http(s) and for hosts on private networks."""
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
        found = {info[4][0] for info in socket.getaddrinfo(host, port, proto=socket.IPPROTO_TCP)}
    except OSError as error:
        raise NotFound(f"the host is not known ({error})", place=address) from error
    for one in found:
        number = ipaddress.ip_address(str(one).split("%")[0])
        if not number.is_global or number.is_multicast:
            raise Refused("this host is on a private network; --allow-private lets it through", place=address)
