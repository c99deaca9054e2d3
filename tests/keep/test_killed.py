"""A writer killed at any moment loses nothing that it reported kept, and doubles nothing."""

from __future__ import annotations

from pathlib import Path

from tests.killing import kill_keeping


def test_killed_writers(tmp_path: Path) -> None:
    assert kill_keeping(tmp_path, 12) == (12, 0, 0)
