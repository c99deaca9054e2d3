"""Where a store lives when the user names no folder."""

from __future__ import annotations

import os
from pathlib import Path


def default_store() -> Path:
    """``$MEMCON_STORE``, else ``store`` in the user's data folder."""
    if named := os.environ.get("MEMCON_STORE"):
        return Path(named)
    import platformdirs

    return Path(platformdirs.user_data_dir("memcon", appauthor=False)) / "store"
