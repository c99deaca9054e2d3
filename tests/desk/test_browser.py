"""The desk in a real browser: pages fit, nothing is blocked, a coder judges events by the keyboard alone."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from memcon.keep import open_store
from memcon.review import read
from tests.desk.browser import Browser

CHROMIUM = next((p for n in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(n))), None)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on PATH")


@pytest.fixture(scope="module")
def desk(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A desk served as a user serves it, on a copy of the store."""
    store = tmp_path_factory.mktemp("served") / "store"
    shutil.copytree(folder, store)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "memcon.cli.main", "desk", "--store", str(store), "--port", str(port)]
    served = subprocess.Popen(command, stderr=subprocess.DEVNULL, env={**os.environ, "NO_COLOR": "1"})
    address = f"http://127.0.0.1:{port}"
    for _ in range(240):
        try:
            urlopen(address, timeout=30).close()
            break
        except (URLError, ConnectionError):
            time.sleep(0.25)
    yield address, store
    served.terminate()
    served.wait(20)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    assert CHROMIUM
    made = Browser(CHROMIUM, tmp_path_factory.mktemp("profile"))
    yield made
    made.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_pages_fit_and_nothing_is_blocked(desk: tuple[str, Path], browser: Browser, width: int) -> None:
    address, store = desk
    row = open_store(store).events()[0]
    pages = ["/", "/events", "/matrix", "/map", "/actors/USA", "/stories", "/review", "/method"]
    browser.resize(width, 900)
    for page in (*pages, f"/articles/{row['article_id']}", f"/events/{row['event_id']}", "/dyads/USA-VEN", "/nowhere-at-all"):
        browser.go(address + page)
        assert browser.value("document.documentElement.scrollWidth") <= width, page
        if page != "/nowhere-at-all":
            assert browser.complaints() == [], page
            assert browser.value("document.querySelectorAll('main h1').length") >= 1, page
            assert browser.value("getComputedStyle(document.body).fontFamily").startswith('"Source Serif'), page


def test_a_coder_needs_only_the_keyboard(desk: tuple[str, Path], browser: Browser) -> None:
    address, store = desk
    browser.resize(1280, 900)
    browser.go(address + "/review")
    browser.value("document.querySelector('[name=name]').focus()")
    browser.ask("Input.insertText", text="Ada")
    browser.told.clear()
    browser.ask("Input.dispatchKeyEvent", type="keyDown", key="Enter", code="Enter", windowsVirtualKeyCode=13, text="\r")
    browser.loaded()
    assert "You are Ada" in browser.value("document.body.innerText")
    browser.alt("s")
    browser.loaded()
    for key, verdict in (("a", "accept"), ("r", "reject")):
        before = browser.value("location.href")
        assert "/events/" in before
        browser.alt(key)
        browser.loaded()
        assert browser.value("location.href") != before
        last = read(store).decisions[-1]
        assert (last.verdict, last.coder, last.drawn) == (verdict, "Ada", True)
        assert last.event_id in before
    browser.alt("c")
    assert browser.value("document.activeElement.name") == "act"
    assert len(read(store).decisions) == 2
