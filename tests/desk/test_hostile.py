"""What reports and visitors bring is text and nothing else: no markup, no formula, no turned direction, no query, no file."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

import msgspec
import pytest
from starlette.testclient import TestClient

from memcon.desk.app import make_app
from memcon.keep import open_store
from memcon.model.record import Record

JSON = {"accept": "application/json"}
EVIL = '"><script src=//x.example/x.js></script><img src=x onerror=alert(1)><style>*{display:none}</style>\u202eevil\u2066 {{7*7}} </title>'
FORMULA = '=HYPERLINK("http://x.example","win")'


class Seen(HTMLParser):
    """The tags and attributes of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


@pytest.fixture(scope="module")
def store(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store whose every word is out to harm: a real record with each text field replaced."""
    record = max(open_store(folder).records(), key=lambda r: len(r.statements) + len(r.events))
    evil = msgspec.json.decode(msgspec.json.encode(record), type=Record)
    # the words under the marks too, length kept, so that the spans stay right; spoofed marks and anchors among them
    spoof = '<span class="trigger q1" data-k="e0" id="e-spoof">signed a treaty</span>' + EVIL
    evil.article.text = (spoof * (len(record.article.text) // len(spoof) + 1))[: len(record.article.text)]
    evil.article.title, evil.article.outlet, evil.article.url = EVIL, FORMULA, "javascript:alert(1)"
    evil.article.byline = [EVIL]
    evil.article.id = "e" * 16
    evil.warnings = [EVIL]
    for number, actor in enumerate(evil.actors):
        actor.name = f"{EVIL} {number}"
    for event in evil.events:
        if event.place:
            event.place.name = EVIL
        for matter in event.about:
            matter.text = FORMULA
    target = tmp_path_factory.mktemp("hostile") / "store"
    open_store(target, create=True).keep([evil])
    return target


@pytest.fixture
def visitor(store: Path) -> Iterator[TestClient]:
    with TestClient(make_app(store)) as made:
        yield made


def pages(visitor: TestClient, store: Path) -> list[str]:
    rows = open_store(store).events()
    story = visitor.get("/stories", headers=JSON).json()[0]["id"]
    dyad = next((d for r in rows for d in r["dyads"]), "USA-VEN")
    fixed = ["/", "/events", "/matrix?who=all&status=any", "/map?status=any", "/stories", "/review", f"/stories/{story}", f"/dyads/{dyad}"]
    said = [f"/statements/{s.id}" for r in open_store(store).records() for s in r.statements][:3]
    return [*fixed, *said, f"/articles/{rows[0]['article_id']}", *(f"/events/{r['event_id']}" for r in rows[:3]), "/search?q=evil"]


def test_reports_show_as_text(visitor: TestClient, store: Path) -> None:
    for path in pages(visitor, store):
        answer = visitor.get(path)
        assert answer.status_code == 200, path
        assert not re.search("[\u202a-\u202e\u2066-\u2069]", answer.text), path
        assert "49" not in re.findall(r"evil.{0,20}", answer.text), path
        for tag, given in Seen(answer.text).tags:
            assert tag not in ("img", "style", "iframe", "object", "base"), (path, tag)
            assert not any(name.startswith("on") or name == "style" for name in given), (path, given)
            for name in ("href", "src", "action"):
                link = given.get(name) or "/"
                assert link.startswith(("/", "#")) and not link.startswith("//"), (path, link)
            assert given.get("id") != "e-spoof" and (tag != "script" or "src" in given), path


def test_tables_run_no_formula(visitor: TestClient, store: Path) -> None:
    rows = list(csv.DictReader(visitor.get("/events?format=csv").text.splitlines(keepends=True)))
    assert rows and all(r["outlet"] == "'" + FORMULA for r in rows)
    assert not any(v.startswith(("=", "+", "@")) for r in rows for v in r.values())


HOSTILE = [
    EVIL,
    "' OR 1=1 --",
    "'); DROP TABLE events; --",
    "../../../etc/passwd",
    "..%2f..%2fetc%2fpasswd",
    "%00",
    "\u202e",
    "$(id)",
    "A-B' OR '1'='1",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_visitors_run_nothing(visitor: TestClient, text: str) -> None:
    whole = visitor.get("/events", headers=JSON).json()["all"]
    for path in ("/dyads/{}", "/actors/{}", "/articles/{}", "/events/{}", "/stories/{}", "/script/{}", "/static/{}", "/{}"):
        answer = visitor.get(path.format(quote(text, safe="%")))
        assert answer.status_code in (200, 307, 400, 404), (path, answer.text[:200])
        assert "root:" not in answer.text and not any(t == "img" for t, _ in Seen(answer.text).tags)
    for option in ("q", "words", "actor", "place", "about", "type", "status", "dyad", "at", "view", "home", "after", "format"):
        for page in ("/search", "/events", "/map", "/dyads/USA-VEN", "/actors/USA"):
            answer = visitor.get(page, params={option: text})
            assert answer.status_code in (200, 400), (page, option, answer.text[:200])
            if answer.headers["content-type"].startswith("text/html"):
                assert not any(t in ("img", "style") for t, _ in Seen(answer.text).tags)
    for header in ("accept", "host", "cookie", "authorization", "if-none-match"):
        assert visitor.get("/events", headers={header: text.encode("utf-8", "ignore").replace(b"\x00", b"")[:300]}).status_code in (
            200,
            400,
            421,
        )
    assert visitor.get("/events", headers=JSON).json()["all"] == whole
