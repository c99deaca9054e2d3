"""The desk in a real browser: pages fit, nothing is blocked or shifts, axe has no serious finding, days are picked by dragging, evidence is
stepped through, a coder judges events by the keyboard alone. Wants Debian's chromium; without it these are left out."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from memcon.keep import open_store
from memcon.review import read

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
CHROMIUM = next((p for n in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(n))), None)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on PATH")
CHARTED = {"/", "/actors/USA", "/dyads/USA-VEN"}
SHIFTS = """window.shifted = 0; new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
    }).observe({type: "layout-shift", buffered: true});"""
# where things are on the sheet: what a screenshot's structure is
BOXES = """[...document.querySelectorAll("header, nav, main > *, h1, h2, table, figure, form, aside, footer")].map((e) => {
    const b = e.getBoundingClientRect(); return [e.tagName, ...[b.x, b.y, b.width, b.height].map(Math.round)]; })"""


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
            urlopen(address + "/stories", timeout=60).close()
            break
        except (URLError, ConnectionError):
            time.sleep(0.25)
    yield address, store
    served.terminate()
    served.wait(20)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        made = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield made
        made.close()


def pages_of(store: Path) -> list[str]:
    row = open_store(store).events()[0]
    fixed = ["/", "/events", "/matrix", "/map", "/actors/USA", "/dyads/USA-VEN", "/stories", "/review", "/method", "/search?q=iran"]
    said = next(s.id for r in open_store(store).records() for s in r.statements)
    return [*fixed, f"/articles/{row['article_id']}", f"/events/{row['event_id']}", f"/statements/{said}", "/nowhere-at-all"]


class Page:
    """A page that remembers what it asked for and what the browser complained of."""

    def __init__(self, browser: Any, address: str, **given: Any) -> None:
        self.address, self.context = address, browser.new_context(**given)
        self.context.add_init_script(SHIFTS)
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda m: self.complaints.append(m.text) if m.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda e: self.complaints.append(str(e)))
        self.page.on("request", lambda r: self.asked.append(r.url))

    def go(self, path: str) -> Any:
        self.complaints.clear()
        self.asked.clear()
        self.page.goto(self.address + path)
        if self.page.query_selector("figure[data-spec]"):
            self.page.wait_for_selector("html[data-charts=drawn]")
        return self.page


@pytest.mark.parametrize("width", [390, 1280])
def test_pages_fit_and_nothing_is_blocked_or_shifts(desk: tuple[str, Path], browser: Any, width: int) -> None:
    address, store = desk
    light = Page(browser, address, viewport={"width": width, "height": 900}, color_scheme="light")
    dark = Page(browser, address, viewport={"width": width, "height": 900}, color_scheme="dark")
    for path in pages_of(store):
        page = light.go(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        drawn = dark.go(path)
        assert drawn.evaluate(BOXES) == page.evaluate(BOXES), f"{path} is laid out otherwise in the dark"
        assert drawn.evaluate("getComputedStyle(document.body).backgroundColor") != page.evaluate(
            "getComputedStyle(document.body).backgroundColor"
        )
        tops = page.evaluate("[...document.querySelectorAll('main > *')].map(e => [e.offsetTop, e.offsetHeight])")
        assert all(a[0] + a[1] <= b[0] + 1 for a, b in pairwise(tops)), f"parts of {path} lie over each other"
        if path != "/nowhere-at-all":
            assert light.complaints == [] and dark.complaints == [], path
        assert page.evaluate("window.shifted") < 0.05, path
        assert page.evaluate("document.querySelectorAll('main h1').length") >= 1, path
        assert page.evaluate("getComputedStyle(document.body).fontFamily").startswith('"Source Serif'), path
        assert all(a.startswith(address) for a in light.asked), path
        assert any("/script/" in a for a in light.asked) == (path in CHARTED), path


def test_axe_finds_nothing_serious(desk: tuple[str, Path], browser: Any) -> None:
    address, store = desk
    for scheme, width in (("light", 1280), ("dark", 390)):
        visit = Page(browser, address, viewport={"width": width, "height": 900}, color_scheme=scheme)
        for path in pages_of(store):
            page = visit.go(path)
            for details in page.query_selector_all("details"):
                details.evaluate("e => e.open = true")
            found = axe.Axe().run(page).response["violations"]
            serious = [(v["id"], [n["html"][:160] for n in v["nodes"]][:3]) for v in found if v["impact"] in ("serious", "critical")]
            assert serious == [], (path, scheme)


def test_the_charts_script_comes_once(desk: tuple[str, Path], browser: Any) -> None:
    address, _ = desk
    visit = Page(browser, address)
    visit.go("/")
    script = next(a for a in visit.asked if "/script/" in a)
    sizes = []
    visit.page.on("response", lambda r: sizes.append((r.url, r.from_service_worker, r.request.sizes()["responseBodySize"])))
    visit.go("/dyads/USA-VEN")
    visit.page.wait_for_timeout(100)
    again = [size for url, _, size in sizes if url == script]
    assert all(size <= 0 for size in again), "the script came over the wire twice"
    answer = visit.context.request.get(script, headers={"accept-encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip" and "immutable" in answer.headers["cache-control"]
    assert int(answer.headers["content-length"]) <= 350_000


def test_days_are_picked_by_dragging(desk: tuple[str, Path], browser: Any) -> None:
    address, store = desk
    events = open_store(store).events()
    code = max(("USA", "FRA", "CHN"), key=lambda c: sum(c in e["actor_codes"] for e in events))
    visit = Page(browser, address, viewport={"width": 1280, "height": 900})
    page = visit.go(f"/actors/{code}")
    before = page.locator("[data-live=sentence]").inner_text()
    box = page.locator(".stage svg").bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.75, box["y"] + 40, steps=6)
    page.mouse.up()
    page.wait_for_url(re.compile(r"since=\d{4}-\d\d-\d\d&until=\d{4}-\d\d-\d\d"))
    page.wait_for_function("old => document.querySelector('[data-live=sentence]').innerText !== old", arg=before)
    days = re.findall(r"\d{4}-\d\d-\d\d", page.url)
    shown = page.locator("[data-live=events] td.day").all_inner_texts()
    assert all(days[0] <= d <= days[1] for d in shown)
    assert page.locator("input[name=since]").input_value() == days[0]
    picked = page.locator("[data-live=sentence]").inner_text()
    # the address alone brings the same page
    assert visit.go(page.url.removeprefix(address)).locator("[data-live=sentence]").inner_text() == picked
    twin = page.locator("footer a").first.get_attribute("href")
    assert "format=json" in twin and f"since={days[0]}" in twin
    page.go_back()
    page.wait_for_selector("html[data-charts=drawn]")
    assert page.locator("[data-live=sentence]").inner_text() == before
    assert visit.complaints == []


def test_pages_hold_without_script(desk: tuple[str, Path], browser: Any) -> None:
    address, _ = desk
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "/dyads/USA-VEN")
    assert page.locator(".chart-box svg.chart rect").count() > 0
    page.fill("input[name=since]", "2026-01-14")
    page.click("form.filter button")
    assert "since=2026-01-14" in page.url and page.locator("table.events tbody tr").count() > 0
    assert page.locator("figure table tbody tr").count() > 0
    page.fill("#q", "Venezuela")
    page.click("header button")
    assert page.locator("main a", has_text="Venezuela").first.get_attribute("href") == "/actors/VEN"


def test_fields_light_their_words_and_back(desk: tuple[str, Path], browser: Any) -> None:
    address, store = desk
    record = max(open_store(store).records(), key=lambda r: len(r.events))
    visit = Page(browser, address, viewport={"width": 1280, "height": 900})
    page = visit.go(f"/articles/{record.article.id}")
    lit = "[...document.querySelectorAll('.text .lit')].map(e => e.innerText).join('')"
    event = record.events[0]
    page.hover(f"[data-event='{event.id}'] a.type")
    assert page.evaluate(lit) == record.article.text[slice(*event.trigger)]
    page.hover(".text .trigger >> nth=0")
    assert page.locator(".record .card.lit").count() >= 1 and page.locator(".record a.type.lit").count() >= 1
    seen = []
    for _ in range(len(record.events)):
        page.keyboard.press("j")
        seen.append(page.evaluate("document.activeElement.dataset.event"))
        evidence = record.events[[e.id for e in record.events].index(seen[-1])].evidence
        words = "".join(record.article.text[s:e] for s, e in sorted(evidence))
        assert "".join(page.evaluate(lit).split()) == "".join(words.split())
        assert page.url.endswith("#e-" + seen[-1])
    assert seen == [e.id for e in record.events]
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.dataset.event") == seen[-2]
    page.keyboard.press("Escape")
    assert page.evaluate(lit) == ""
    assert visit.complaints == []


def alt(page: Any, key: str) -> None:
    """Alt and a letter; access keys answer to the letter, not to the key."""
    session = page.context.new_cdp_session(page)
    code = {"modifiers": 1, "key": key, "code": f"Key{key.upper()}", "windowsVirtualKeyCode": ord(key.upper())}
    session.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **code})
    session.send("Input.dispatchKeyEvent", {"type": "char", "text": key, "unmodifiedText": key, **code})
    session.send("Input.dispatchKeyEvent", {"type": "keyUp", **code})
    session.detach()


def test_a_coder_needs_only_the_keyboard(desk: tuple[str, Path], browser: Any) -> None:
    address, store = desk
    page = Page(browser, address).go("/review")
    page.focus("[name=name]")
    page.keyboard.type("Ada")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=You are Ada")
    with page.expect_navigation():
        alt(page, "s")
    for key, verdict in (("a", "accept"), ("r", "reject")):
        before = page.url
        assert "/events/" in before
        with page.expect_navigation():
            alt(page, key)
        assert page.url != before
        last = read(store).decisions[-1]
        assert (last.verdict, last.coder, last.drawn) == (verdict, "Ada", True)
        assert last.event_id in before
    alt(page, "c")
    assert page.evaluate("document.activeElement.name") == "act"
    assert len(read(store).decisions) == 2
