"""The matrix: each cell counts what its link shows, and filters stay."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from memcon.desk.matrix import shade


@pytest.mark.parametrize("query", ["", "?who=all&top=40&status=any", "?who=all&quad=4", "?who=organisations&since=2026-01-01&status=any"])
def test_every_cell_leads_to_as_many_events(client: TestClient, query: str) -> None:
    body = client.get(f"/matrix{query}", headers={"accept": "application/json"}).json()
    page = client.get(f"/matrix{query}").text
    links = re.findall(r'<a href="(/dyads/[^"]*)"[^>]*>(\d+)</a>', page)
    assert len(links) == len(body["cells"])
    assert body["cells"] or "quad" in query or "organ" in query
    for link, number in links:
        dyad = client.get(link.replace("&amp;", "&"), headers={"accept": "application/json"}).json()
        assert dyad["all"] == int(number), link
    for cell in body["cells"]:
        assert cell["cooperation"] + cell["conflict"] == cell["events"] == sum(cell["by_quad"])
        assert -1 <= cell["balance"] <= 1


def test_states_are_shown_by_events(client: TestClient) -> None:
    body = client.get("/matrix?top=5", headers={"accept": "application/json"}).json()
    numbers = [a["events"] for a in body["actors"]]
    assert len(numbers) == 5 and numbers == sorted(numbers, reverse=True)
    assert all(re.fullmatch("[A-Z]{3}", a["code"]) and a["name"] != a["code"] for a in body["actors"])


def test_filters_go_along(client: TestClient) -> None:
    page = client.get("/matrix?who=all&status=any&since=2026-01-01&type=CONSULT").text
    links = re.findall(r'"(/dyads/[^"]*)"', page)
    assert links
    assert all("since=2026-01-01" in a and "type=CONSULT" in a and "who=" not in a for a in links)


@pytest.mark.parametrize("query", ["who=nobody", "top=many", "quad=x", "since=soon"])
def test_odd_filters_are_refused(client: TestClient, query: str) -> None:
    assert client.get(f"/matrix?{query}").status_code == 400


def test_shades() -> None:
    assert [shade(b) for b in (-1, -0.5, 0, 0.1, 0.5, 1)] == ["b0", "b1", "b3", "b3", "b5", "b6"]
