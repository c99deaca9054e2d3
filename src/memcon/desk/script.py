"""The charts' script: Vega, Vega-Lite and Vega-Embed out of the installed package ``vl-convert-python``; nothing from the network."""

from __future__ import annotations

import gzip
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from threading import Lock

VEGA_LITE = "6.4"
_LOCK = Lock()


def address() -> str:
    """Where the script is served; another version of the package has another address, so browsers may keep it for good."""
    told = f"{version('vl-convert-python')} {VEGA_LITE}"
    return f"/script/charts-{sha256(told.encode()).hexdigest()[:12]}.js"


def bundle() -> bytes:
    """The script, gzipped. The first call makes it, which takes about a second."""
    with _LOCK:
        return _made()


@lru_cache(maxsize=1)
def _made() -> bytes:
    import vl_convert

    return gzip.compress(vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;", VEGA_LITE).encode(), 9, mtime=0)
