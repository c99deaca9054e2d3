"""An actor's page: found by code, name, spelling or record id; its numbers are the store's."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from memcon.desk.links import actor_href
from memcon.keep import open_store

JSON = {"accept": "application/json"}


def test_a_states_page_counts_what_the_store_holds(client: TestClient, folder: Path) -> None:
    body = client.get("/actors/VEN", headers=JSON).json()
    rows = open_store(folder).events()
    expected = [r for r in rows if "VEN" in (*r["actor_codes"], *r["recipient_codes"])]
    assert body["all"] == len(expected) > 0
    assert {e["event_id"] for e in body["events"]} == {r["event_id"] for r in expected}
    assert body["name"] == "Venezuela"
    assert any(p["name"] == "Delcy Rodríguez" for p in body["people"])
    assert body["said"] >= 3
    assert sum(t["events"] for t in body["types"]) == body["all"]
    usa = next(c for c in body["counterparts"] if c["id"] == "USA")
    assert usa["cooperation"] >= 1 and usa["cooperation"] + usa["conflict"] == usa["events"]


def test_offices_are_those_of_the_day(client: TestClient) -> None:
    then = client.get("/actors/USA?on=2010-06-01", headers=JSON).json()["register"]["offices"]
    assert then["held"][0]["person"] == "Barack Obama"
    assert all("source" in row for row in then["held"])
    now = client.get("/actors/USA", headers=JSON).json()["register"]["offices"]
    assert now["held"][0]["person"] == "Donald Trump"
    page = client.get("/actors/Barack%20Obama?on=2010-06-01").text
    assert "president, United States, on 2010-06-01" in page


@pytest.mark.parametrize("name", ["Venezuela", "ven"])
def test_a_states_name_leads_to_its_code(client: TestClient, name: str) -> None:
    answer = client.get(f"/actors/{name}?format=json", follow_redirects=False)
    assert answer.headers["location"] == "/actors/VEN?format=json"


def test_a_records_actor_id_leads_to_the_actor(client: TestClient, folder: Path) -> None:
    for record in list(open_store(folder).records())[:6]:
        for one in record.actors:
            body = client.get(f"/actors/{one.id}", headers=JSON).json()
            assert one.name in (body["name"], *(p["name"] for p in body["people"])) or body["code"] in (one.country, one.organisation)


def test_every_actor_of_an_article_has_a_page(client: TestClient, folder: Path) -> None:
    for record in open_store(folder).records():
        for one in record.actors:
            code = one.country or one.organisation
            assert client.get(actor_href(one.name, [code] if code else []), headers=JSON).status_code == 200, one.name
        for event in record.events:
            names = {a.id: a for a in record.actors}
            for i in (*event.actors, *event.recipients):
                code = names[i].country or names[i].organisation
                body = client.get(actor_href(names[i].name, [code] if code else []), headers=JSON)
                assert body.status_code == 200, names[i].name
                assert body.json()["all"] > 0


def test_a_common_name_keeps_its_home() -> None:
    assert actor_href("police", ["KEN"]) == "/actors/police?home=KEN"
    assert actor_href("police", ["KEN", "UGA"], alone=False) == "/actors/police"
    assert actor_href("Kremlin", ["RUS"]) == "/actors/RUS"
    assert actor_href("a/b?c#d") == "/actors/a%2Fb%3Fc%23d"


@pytest.mark.parametrize(
    ("address", "status"), [("/actors/Nobody%20Atall", 404), ("/actors/USA?on=soon", 400), ("/actors/a0123456789", 404)]
)
def test_odd_actors(client: TestClient, address: str, status: int) -> None:
    assert client.get(address).status_code == status


def test_names_are_text(client: TestClient) -> None:
    page = client.get("/actors/%3Cscript%3Ealert(1)%3C%2Fscript%3E")
    assert page.status_code == 404
    assert "<script" not in page.text


def test_odd_names_keep_their_address(client: TestClient) -> None:
    page = client.get("/actors/Guinea%20Bissau%27s%20junta?home=GNB").text
    assert "/actors/Guinea%20Bissau%27s%20junta?home=GNB&amp;format=json" in page
