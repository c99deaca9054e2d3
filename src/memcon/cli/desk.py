"""``memcon desk``: pages on a store, on this machine alone unless told otherwise."""

from __future__ import annotations

import errno
import ipaddress
import secrets
import socket
import sys
from contextlib import suppress
from pathlib import Path
from threading import Thread

from memcon.keep import default_store, open_store
from memcon.model.errors import BadOption


def run(store: Path | None, host: str, port: int, token: str | None) -> int:
    """Serve until stopped. Off this machine a token is asked for, and made where none is given. Raises `BadOption`, `StoreError`."""
    import uvicorn

    from memcon.desk import script
    from memcon.desk.app import make_app

    folder = store or default_store()
    open_store(folder)
    try:
        loopback = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        raise BadOption(f"'{host}' is no address to listen on; use 127.0.0.1") from None
    if not loopback and token is None:
        token = secrets.token_urlsafe(18)
    # it listens from here on: who comes before the pages are ready waits, and is not turned away
    listening = _listen(host, port)
    where = f"http://{host if ':' not in host else f'[{host}]'}:{port}/"
    sys.stderr.write(f"memcon desk on {folder}: {where}{f'?token={token}' if token else ''}  (Ctrl-C ends it)\n")
    # on this machine alone there may be no token, so a foreign name that is made to point here must find nobody
    hosts = ("localhost", "127.0.0.1", "[::1]", host.lower(), f"[{host}]") if loopback else None
    # made while the first page is read
    Thread(target=script.bundle, daemon=True).start()
    with suppress(KeyboardInterrupt):
        uvicorn.Server(uvicorn.Config(make_app(folder, token, hosts), log_level="warning")).run(sockets=[listening])
    return 0


def _listen(host: str, port: int) -> socket.socket:
    """The address to be served at. Raises `BadOption` where it cannot be had."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET, backlog=2048)
    except OSError as error:
        why = "another program has it" if error.errno == errno.EADDRINUSE else error.strerror
        raise BadOption(f"cannot listen on {host}, port {port} ({why}); choose another --port") from None
