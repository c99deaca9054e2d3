"""The desk's pages on the sample store: every address answers, its twin is JSON, hostile articles stay text."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from html import escape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from memcon.coder import code_reports
from memcon.desk.app import make_app
from memcon.desk.marks import parts_of, uncoded
from memcon.keep import open_store
from memcon.read import read_path

SAMPLES = sorted(p for p in (Path(__file__).parents[2] / "samples").iterdir() if p.suffix in (".txt", ".html"))


@pytest.fixture(scope="module")
def addresses(folder: Path) -> list[str]:
    """Addresses that the pages link to, found by walking: of each kind at most a few."""
    client = TestClient(make_app(folder))
    seen: set[str] = set()
    todo, kinds = ["/"], Counter[str]()
    while todo:
        here = todo.pop()
        kind = here.split("?")[0].split("/")[1]
        if here in seen or kinds[kind] > 14:
            continue
        kinds[kind] += 1
        seen.add(here)
        body = client.get(here).text
        todo.extend(re.sub(r"#.*", "", a).replace("&amp;", "&") for a in re.findall(r'href="(/[^"]*)"', body) if "static" not in a)
    return sorted(seen)


def test_every_address_answers_and_has_a_twin(client: TestClient, addresses: list[str]) -> None:
    found = addresses
    assert len(found) > 40
    for address in found:
        page = client.get(address)
        assert page.status_code == 200, address
        if "format=csv" in address:
            assert page.headers["content-type"] == "text/csv; charset=utf-8"
            continue
        twin = client.get(address, headers={"accept": "application/json"})
        assert twin.status_code == 200, address
        assert twin.headers["content-type"] == "application/json"
        twin.json()


def test_no_page_holds_inline_script_or_the_articles_markup(client: TestClient, addresses: list[str]) -> None:
    for address in addresses:
        page = client.get(address)
        if "format=" in address:
            continue
        policy = page.headers["content-security-policy"]
        scripts = re.findall(r"<script[^>]*>[^<]*", page.text, re.I)
        drawn = '<figure class="timeline' in page.text
        ours = {'<script type="module" src="/static/charts.js">'} if drawn else set()
        assert set(scripts) - {'<script type="module" src="/static/marks.js">'} == ours, address
        assert ("script-src" in policy) == bool(scripts), address
        assert "unsafe" not in policy and "http" not in policy
        assert not re.search(r"<[^>]* on[a-z]+=", page.text), address
        assert "<img" not in page.text.lower()
        assert "style=" not in page.text
        assert page.headers["content-security-policy"].startswith("default-src 'none'")
        assert page.headers["x-content-type-options"] == "nosniff"


def test_the_call_leads_to_its_words(client: TestClient) -> None:
    body = client.get("/dyads/USA-VEN", headers={"accept": "application/json"}).json()
    call = next(e for e in body["events"] if e["type"] == "CONSULT")
    page = client.get(f"/articles/{call['article_id']}").text
    assert f'id="e-{call["event_id"]}"' in page
    assert 'class="' in page and "trigger q1" in page


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/articles/none", 404),
        ("/stories/none", 404),
        ("/articles/..%2f..%2fetc%2fpasswd", 404),
        ("/static/../app.py", 404),
        ("/dyads/USA", 400),
        ("/events?since=yesterday", 400),
        ("/events?page=x", 400),
        ("/events?words=%25'%3B%20DROP%20TABLE%20events%3B--", 200),
        ("/events?order=;select", 200),
        ("/nowhere", 404),
    ],
)
def test_odd_addresses(client: TestClient, address: str, status: int) -> None:
    assert client.get(address).status_code == status


def test_a_token_is_asked_for(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    open_store(folder, create=True)
    with TestClient(make_app(folder, token="abc")) as guarded:
        assert guarded.get("/").status_code == 401
        assert guarded.get("/?token=abd").status_code == 401
        assert guarded.get("/?token=abc").status_code == 200
        assert guarded.get("/", headers={"authorization": "Bearer abc"}).status_code == 200


def test_marks_keep_every_letter() -> None:
    for record in code_reports([read_path(p) for p in SAMPLES[:6]]):
        for part, block in zip(parts_of(record), record.article.blocks, strict=True):
            assert "".join(p.text for p in part.pieces) == record.article.text[slice(*block.span)]


def test_what_was_not_coded_is_told_with_a_reason(client: TestClient, folder: Path) -> None:
    seen = set()
    for record in open_store(folder).records():
        left = uncoded(record)
        evidence = [s for e in record.events for s in e.evidence]
        for passage in left:
            block = next(b for b in record.article.blocks if " ".join(record.article.text[slice(*b.span)].split()) == passage["words"])
            assert not any(block.span[0] < e and s < block.span[1] for s, e in evidence)
            seen.add(passage["why"].split()[0])
        if left:
            assert escape(passage["why"]).replace("&#x27;", "&#39;") in client.get(f"/articles/{record.article.id}").text
    assert {"who", "names"} <= seen


def test_pages_are_light(client: TestClient, addresses: list[str]) -> None:
    for address in addresses:
        if "format=" not in address:
            assert len(gzip.compress(client.get(address).content)) < 80_000, address


def test_an_empty_answer_begins_with_a_word(client: TestClient) -> None:
    page = client.get("/events?type=AID&since=2030-01-01").text
    assert 'class="lead">only of the type AID. Newest first.' in page


def test_where_an_actor_is_known_from_is_told(client: TestClient) -> None:
    events = client.get("/events?format=json&limit=100").json()["events"]
    pages = "".join(client.get(f"/events/{e['event_id']}").text for e in events[:12])
    assert "known from the register" in pages and "from the both" not in pages
