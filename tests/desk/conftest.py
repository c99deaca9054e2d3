"""One store of the samples and one hostile article, and the desk on it, for every test of the desk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from memcon.coder import code_reports
from memcon.desk.app import make_app
from memcon.keep import open_store
from memcon.read import read_path, read_text

SAMPLES = sorted(p for p in (Path(__file__).parents[2] / "samples").iterdir() if p.suffix in (".txt", ".html"))
HOSTILE = (
    '<script>alert(1)</script> President "onload=x" <img src=x onerror=alert(2)> of France met Germans in Paris on Monday.\n\n'
    'French President Emmanuel Macron praised Germany & said: "</span></title><script>alert(3)</script>" to reporters.\n'
)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store's folder."""
    folder = tmp_path_factory.mktemp("desk") / "store"
    reports = [
        *(read_path(p) for p in SAMPLES),
        read_text(HOSTILE, title="<b>Bold</b> & <script>alert(0)</script>", published="2026-02-02"),
    ]
    open_store(folder, create=True).keep(code_reports(reports))
    return folder


@pytest.fixture
def client(folder: Path) -> Iterator[TestClient]:
    """A visitor without cookies."""
    with TestClient(make_app(folder)) as made:
        yield made
