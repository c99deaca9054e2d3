"""``memcon mcp``: the store's answers for language models, over standard input and output."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from memcon.keep import default_store, open_store
from memcon.model.errors import BadOption


def run(store: Path | None) -> int:
    """Serve until the client ends. Raises `StoreError`, and `BadOption` where the extra is not installed."""
    folder = store or default_store()
    open_store(folder)
    if find_spec("mcp") is None:
        raise BadOption("the extra is not installed; install 'memcon[mcp]'")
    from memcon.mcp.server import make_server
    from memcon.register.register import load_register

    # now, and not while the first question waits
    load_register()
    make_server(folder).run("stdio")
    return 0
