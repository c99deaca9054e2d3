"""The map: every spot leads to as many events as it shows, and nothing falls off the sheet."""

from __future__ import annotations

import gzip
import re

import pytest
from starlette.testclient import TestClient

from memcon.desk.places import HEIGHT, VIEWS, WIDTH, frame, land, project

JSON = {"accept": "application/json"}


def test_every_spot_leads_to_its_events(client: TestClient) -> None:
    body = client.get("/map?status=any", headers=JSON).json()
    assert body["spots"] and sum(s["events"] for s in body["spots"]) == body["placed"]
    assert body["placed"] + body["without"] == client.get("/", headers=JSON).json()["events"]
    page = client.get("/map?status=any").text
    links = {a.replace("&amp;", "&").replace("#there", "") for a in re.findall(r'href="(/map\?at=[^"]*)"', page)}
    assert len(links) == len(body["spots"]) and all("status=any" in a for a in links)
    found = {a: len(client.get(a, headers=JSON).json()["events"]) for a in links}
    assert sorted(found.values()) == sorted(s["events"] for s in body["spots"])


def test_the_sheet() -> None:
    for latitude in range(-90, 91, 15):
        for longitude in range(-180, 181, 15):
            x, y = project(latitude, longitude)
            assert -1 <= x <= WIDTH + 1 and -1 <= y <= HEIGHT + 1
    assert project(0, 0) == (WIDTH / 2, HEIGHT / 2)
    # the published extent of the projection, as a ratio of width to height
    assert project(0, 180)[0] * 2 - WIDTH == pytest.approx(2.05458 * (HEIGHT / 2 - project(90, 0)[1]) * 2, rel=1e-3)
    for view in VIEWS:
        left, top, wide, high = frame(view)
        assert wide > 0 and high > 0 and left >= -1 and top >= -1
        ground, borders = land(view)
        assert ground.startswith("M") and borders.startswith("M") and ground.count("z") == ground.count("M") > 3
        assert len(gzip.compress((ground + borders).encode())) < 45_000


@pytest.mark.parametrize("query", ["view=Moon", "at=here", "at=1,2,3", "at=nan,inf", "quad=x"])
def test_odd_maps(client: TestClient, query: str) -> None:
    assert client.get(f"/map?{query}").status_code == 400
