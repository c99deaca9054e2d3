"""What every test may use: one parser a process, and the command line as a user calls it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture
def memcon(tmp_path: Path):
    """Run ``memcon`` in a process of its own with a home of its own: ``memcon("code", path, input=…)``."""

    def run(*args: object, input: str | bytes | None = None) -> subprocess.CompletedProcess[str]:
        data = input.encode() if isinstance(input, str) else input
        done = subprocess.run(
            [sys.executable, "-m", "memcon.cli.main", *map(str, args)],
            input=data,
            capture_output=True,
            env={
                "HOME": str(tmp_path),
                "PATH": "/usr/bin:/bin",
                "XDG_DATA_HOME": str(tmp_path / "data"),
                "NO_COLOR": "1",
                "PYTHONPATH": str(ROOT / "src"),
            },
        )
        return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())

    return run
