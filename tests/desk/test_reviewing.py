"""Review on the desk: only our own forms, only with a name, blind until decided, the machine's record untouched."""

from __future__ import annotations

import html
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from memcon.desk.app import make_app
from memcon.desk.guard import local
from memcon.keep import open_store
from memcon.review import path_of, read

JSON = {"accept": "application/json"}


@pytest.fixture
def store(folder: Path, tmp_path: Path) -> Path:
    """A copy of the store that a test may review."""
    shutil.copytree(folder, tmp_path / "store")
    return tmp_path / "store"


@pytest.fixture
def visitor(store: Path) -> Iterator[TestClient]:
    with TestClient(make_app(store)) as made:
        yield made


def mark(visitor: TestClient, address: str = "/review") -> str:
    found = re.search(r'name="mark" value="([0-9a-f]{64})"', visitor.get(address).text)
    assert found
    return found[1]


def as_coder(visitor: TestClient, name: str) -> str:
    given = mark(visitor)
    assert visitor.post("/coder", data={"mark": given, "name": name, "back": "/review"}).status_code == 200
    return given


def an_event(store: Path) -> str:
    return str(open_store(store).events()[0]["event_id"])


def test_a_coder_goes_through_the_queue(visitor: TestClient, store: Path) -> None:
    before = {p: p.read_bytes() for p in store.rglob("*") if p.is_file()}
    given = as_coder(visitor, "Ada Löwe <b>")
    assert "Ada Löwe &lt;b&gt;" in visitor.get("/review").text
    seen = []
    for at, verdict in enumerate(("accept", "reject", "correct")):
        page = visitor.get("/review/next")
        event = page.url.path.split("/")[-1]
        seen.append(event)
        assert 'accesskey="a"' in page.text and 'accesskey="r"' in page.text and 'accesskey="c"' in page.text
        form = {"mark": given, "verdict": verdict, "back": "/review/next", "drawn": "1", "note": f"note {at} <script>"}
        if verdict == "correct":
            form |= {"act": "PROTEST/riot", "status": "denied"}
        done = visitor.post(f"/events/{event}/review", data=form, follow_redirects=False)
        assert (done.status_code, done.headers["location"]) == (303, "/review/next")
    assert len(set(seen)) == 3
    log = read(store)
    assert [(d.event_id, d.verdict, d.coder, d.drawn) for d in log.decisions] == [
        (e, v, "Ada Löwe <b>", True) for e, v in zip(seen, ("accept", "reject", "correct"))
    ]
    assert log.decisions[2].event and (log.decisions[2].event.type, log.decisions[2].event.mode) == ("PROTEST", "riot")
    assert {p: p.read_bytes() for p in store.rglob("*") if p.is_file()} == before
    body = visitor.get("/review", headers=JSON).json()
    assert (body["done"], body["score"]["drawn"]["events"], body["score"]["drawn"]["accept"]) == (3, 3, 1)
    page = visitor.get(f"/events/{seen[2]}").text
    assert "<ins>PROTEST</ins>" in page and "<script" not in page


def test_nothing_is_written_without_name_or_mark(visitor: TestClient, store: Path) -> None:
    event = an_event(store)
    good = mark(visitor)
    for data, headers in (
        ({"verdict": "accept", "mark": good}, {}),  # no name given yet
        ({"verdict": "accept"}, {}),
        ({"verdict": "accept", "mark": "0" * 64}, {}),
    ):
        assert visitor.post(f"/events/{event}/review", data=data, headers=headers).status_code == 403
    as_coder(visitor, "ada")
    assert visitor.post(f"/events/{event}/review", data={"verdict": "accept", "mark": "0" * 64}).status_code == 403
    elsewhere = {"sec-fetch-site": "cross-site"}
    assert visitor.post(f"/events/{event}/review", data={"verdict": "accept", "mark": good}, headers=elsewhere).status_code == 403
    assert visitor.post(f"/events/{event}/review", json={"verdict": "accept", "mark": good}).status_code == 403
    assert visitor.post(f"/events/{event}/review", data={"mark": good, "note": "x" * 70_000}).status_code == 403
    assert visitor.get(f"/events/{event}/review").status_code == 405
    assert not path_of(store).exists()
    assert visitor.post(f"/events/{event}/review", data={"verdict": "accept", "mark": good}).status_code == 200
    assert len(read(store).decisions) == 1


def test_anothers_mark_does_not_serve(store: Path) -> None:
    app = make_app(store)
    with TestClient(app) as one, TestClient(app) as two:
        theirs = mark(one)
        as_coder(two, "bo")
        assert two.post(f"/events/{an_event(store)}/review", data={"verdict": "accept", "mark": theirs}).status_code == 403


@pytest.mark.parametrize(
    "form", [{"verdict": "maybe"}, {"verdict": "correct"}, {"verdict": "correct", "act": "X/"}, {"verdict": "correct", "actors": "x|QQQ"}]
)
def test_wrong_forms_are_refused(visitor: TestClient, store: Path, form: dict[str, str]) -> None:
    given = as_coder(visitor, "ada")
    assert visitor.post(f"/events/{an_event(store)}/review", data={"mark": given, **form}).status_code == 400
    assert visitor.post("/events/none/review", data={"mark": given, "verdict": "accept"}).status_code == 404
    assert not path_of(store).exists()


def test_opening_the_form_and_keeping_it_changes_nothing(visitor: TestClient, store: Path) -> None:
    given = as_coder(visitor, "ada")
    for row in open_store(store).events()[:12]:
        page = visitor.get(f"/events/{row['event_id']}").text
        form = page[page.index("Correct it") :]
        data = {"mark": given, "verdict": "correct"}
        data["act"] = re.search(r'<option value="([^"]*)" selected>', form)[1]
        data["status"] = re.search(r"<option selected>(\w+)<", form)[1]
        for name in ("actors", "recipients"):
            data[name] = re.search(rf'<textarea name="{name}"[^>]*>(.*?)</textarea>', form, re.S)[1].replace("&amp;", "&")
        for name in ("cameo", "start", "end", "place"):
            data[name] = re.search(rf'name="{name}" value="([^"]*)"', form)[1]
        if " checked>" in form:
            data["reciprocal"] = "yes"
        assert "nothing was changed" in visitor.post(f"/events/{row['event_id']}/review", data=data).text


def test_others_decisions_stay_hidden_until_ones_own(store: Path) -> None:
    app, event = make_app(store), an_event(store)
    with TestClient(app) as one, TestClient(app) as two:
        given = as_coder(one, "ada")
        one.post(f"/events/{event}/review", data={"mark": given, "verdict": "reject", "note": "not told"})
        given = as_coder(two, "bo")
        body = two.get(f"/events/{event}", headers=JSON).json()
        assert (body["decisions"], body["hidden"]) == ([], 1)
        assert "not told" not in two.get(f"/events/{event}").text
        two.post(f"/events/{event}/review", data={"mark": given, "verdict": "accept"})
        assert len(two.get(f"/events/{event}", headers=JSON).json()["decisions"]) == 2


def test_an_articles_cards_can_be_judged(visitor: TestClient, store: Path) -> None:
    given = as_coder(visitor, "ada")
    record = next(r for r in open_store(store).records() if len(r.events) > 1)
    page = visitor.get(f"/articles/{record.article.id}").text
    assert page.count('accesskey="a"') == 1 and page.count("/review") >= len(record.events)
    back = f"/articles/{record.article.id}#e-{record.events[0].id}"
    done = visitor.post(
        f"/events/{record.events[0].id}/review", data={"mark": given, "verdict": "accept", "back": back}, follow_redirects=False
    )
    assert done.headers["location"] == back
    page = visitor.get(f"/articles/{record.article.id}").text
    assert "accepted by you" in page and page.count('accesskey="a"') == 1


def test_skip_passes_over_an_event(visitor: TestClient) -> None:
    as_coder(visitor, "ada")
    first = visitor.get("/review/next").url.path.split("/")[-1]
    second = visitor.get(f"/review/next?after={first}").url.path.split("/")[-1]
    assert first != second and visitor.get("/review/next").url.path.endswith(first)


@pytest.mark.parametrize("name", ["", " \n", "x" * 61])
def test_names_are_checked(visitor: TestClient, name: str) -> None:
    assert visitor.post("/coder", data={"mark": mark(visitor), "name": name}).status_code == 400


def test_redirects_stay_here() -> None:
    assert local("/events/1?queue=1#e") == "/events/1?queue=1#e"
    for away in ("https://x.example", "//x.example", "/\\x.example", "javascript:alert(1)", "", "/a\r\nSet-Cookie: x"):
        assert local(away) == "/"


def test_foreign_names_find_nobody(store: Path) -> None:
    with TestClient(make_app(store, hosts=("localhost", "[::1]"))) as made:
        assert made.get("/", headers={"host": "localhost:8750"}).status_code == 200
        assert made.get("/", headers={"host": "[::1]:8750"}).status_code == 200
        assert made.get("/", headers={"host": "evil.example"}).status_code == 421


def test_a_token_in_the_address_becomes_a_cookie(store: Path) -> None:
    with TestClient(make_app(store, token="abc")) as made:
        first = made.get("/events?token=abc&type=CONSULT", headers={"accept": "text/html"}, follow_redirects=False)
        assert (first.status_code, first.headers["location"]) == (303, "/events?type=CONSULT")
        assert "abc" not in first.headers["set-cookie"].split(";")[0] and "httponly" in first.headers["set-cookie"].lower()
        assert made.get("/stories").status_code == 200
    with TestClient(make_app(store, token="abc")) as stranger:
        assert stranger.get("/stories", headers={"cookie": "memcon_token=abc"}).status_code == 401


def test_two_coders_agreement_and_their_gold(store: Path) -> None:
    app = make_app(store)
    rows = open_store(store).events()
    kind = max({r["type"] for r in rows}, key=lambda t: sum(r["type"] == t for r in rows))
    judged = [r["event_id"] for r in rows if r["type"] == kind][:4]
    with TestClient(app) as one, TestClient(app) as two:
        for visitor, name, verdicts in (
            (one, "ada", ("accept", "reject", "accept", "accept")),
            (two, "bo", ("accept", "reject", "reject")),
        ):
            given = as_coder(visitor, name)
            for event, verdict in zip(judged, verdicts):
                visitor.post(f"/events/{event}/review", data={"mark": given, "verdict": verdict})
        body = one.get("/review", headers=JSON).json()["score"]
        of_type = next(t for t in body["types"] if t["name"] == kind)
        # worked by hand: 3 units, 6 values, 3 of each kind; observed disagreement 1/3, expected 3/5
        assert of_type["shared"] == 3 and of_type["alpha_verdict"] == pytest.approx(1 - (1 / 3) / (3 / 5))
        assert body["pairs"][0]["coders"] == ["ada", "bo"]
        assert "Coder by coder" in one.get("/review").text
        mine, theirs = ([json.loads(line) for line in v.get("/review/export.jsonl").text.splitlines()] for v in (one, two))
        assert len(mine) == 7 and len(theirs) == 6
        assert {r["verdict"] for r in mine} == {"accept", "reject"} and all(r["event"] is None for r in mine if r["verdict"] == "reject")


def test_a_coder_goes_through_the_statements(visitor: TestClient, store: Path) -> None:
    before = {p: p.read_bytes() for p in store.rglob("*") if p.is_file()}
    assert "Give your name" in visitor.get("/review/next?of=statements").text
    given = as_coder(visitor, "ada")
    seen = []
    for verdict in ("accept", "reject", "correct"):
        page = visitor.get("/review/next?of=statements")
        said = page.url.path.split("/")[-1]
        assert page.url.path == f"/statements/{said}" and 'accesskey="a"' in page.text and 'accesskey="r"' in page.text
        seen.append(said)
        form = {"mark": given, "verdict": verdict, "back": "/review/next?of=statements", "drawn": "1", "note": "<script>"}
        if verdict == "correct":
            form |= {"stance": "doubts", "speaker": "somebody|KEN GOV"}
        done = visitor.post(f"/statements/{said}/review", data=form, follow_redirects=False)
        assert (done.status_code, done.headers["location"]) == (303, "/review/next?of=statements")
    assert len(set(seen)) == 3
    log = read(store)
    assert [(d.statement_id, d.verdict, d.drawn) for d in log.statements] == list(zip(seen, ("accept", "reject", "correct"), (True,) * 3))
    assert log.decisions == [] and log.statements[2].statement and log.statements[2].statement.stance == "doubts"
    assert {p: p.read_bytes() for p in store.rglob("*") if p.is_file()} == before
    body = visitor.get("/review", headers=JSON).json()
    assert (body["done_statements"], body["score"]["statements"]["drawn"]["accept"], body["done"]) == (3, 1, 0)
    page = visitor.get(f"/statements/{seen[2]}").text
    assert "<ins>doubts</ins>" in page and "<script" not in page
    assert "drawn by lot" in visitor.get("/review").text
    rows = [json.loads(line) for line in visitor.get("/review/export.jsonl?of=statements").text.splitlines()]
    assert [bool(r["attributions"]) for r in rows] == [True, False, True] and visitor.get("/review/export.jsonl").text == ""
    article = visitor.get(f"/articles/{rows[0]['article']}").text
    assert "accepted by you" in article and f"/statements/{seen[0]}" in article


def test_statements_are_not_judged_without_name_or_mark(visitor: TestClient, store: Path) -> None:
    said = next(s.id for r in open_store(store).records() for s in r.statements)
    good = mark(visitor)
    assert visitor.post(f"/statements/{said}/review", data={"verdict": "accept", "mark": good}).status_code == 403
    as_coder(visitor, "ada")
    assert visitor.post(f"/statements/{said}/review", data={"verdict": "accept", "mark": "0" * 64}).status_code == 403
    for wrong in ({"verdict": "maybe"}, {"verdict": "correct"}, {"verdict": "correct", "content": "not in the text at all"}):
        assert visitor.post(f"/statements/{said}/review", data={"mark": good, **wrong}).status_code == 400
    assert visitor.post("/statements/none/review", data={"verdict": "accept", "mark": good}).status_code == 404
    assert visitor.get("/statements/none").status_code == 404
    assert not path_of(store).exists()


def test_opening_a_statements_form_and_keeping_it_changes_nothing(visitor: TestClient, store: Path) -> None:
    given = as_coder(visitor, "ada")
    for said in [s.id for r in open_store(store).records() for s in r.statements][:12]:
        form = visitor.get(f"/statements/{said}").text.split("Correct it")[1]
        data = {"mark": given, "verdict": "correct", "stance": re.search(r"<option selected>(\w+)<", form)[1]}
        data["content"] = html.unescape(re.search(r'<textarea name="content"[^>]*>\n(.*?)</textarea>', form, re.S)[1])
        for name in ("speaker", "source", "cue"):
            data[name] = html.unescape(re.search(rf'name="{name}" value="([^"]*)"', form)[1])
        assert "nothing was changed" in visitor.post(f"/statements/{said}/review", data=data).text


def test_others_words_on_a_statement_stay_hidden_until_ones_own(store: Path) -> None:
    app, said = make_app(store), next(s.id for r in open_store(store).records() for s in r.statements)
    with TestClient(app) as one, TestClient(app) as two:
        one.post(f"/statements/{said}/review", data={"mark": as_coder(one, "ada"), "verdict": "reject", "note": "not told"})
        given = as_coder(two, "bo")
        body = two.get(f"/statements/{said}", headers=JSON).json()
        assert (body["decisions"], body["hidden"]) == ([], 1) and two.get("/review/export.jsonl?of=statements").text == ""
        two.post(f"/statements/{said}/review", data={"mark": given, "verdict": "accept"})
        assert len(two.get(f"/statements/{said}", headers=JSON).json()["decisions"]) == 2
