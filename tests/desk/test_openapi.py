"""The OpenAPI document describes every twin, and what the twins answer."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
from starlette.testclient import TestClient

from memcon.desk import method
from memcon.desk.openapi import document, shape
from memcon.evaluate.score import Measure, Result

JSON = {"accept": "application/json"}


def test_every_page_is_described(client: TestClient) -> None:
    routes = {re.sub(r":path\}", "}", r.path) for r in client.app.routes if "GET" in (getattr(r, "methods", None) or ())}
    assert routes - {"/review/next", "/review/export.jsonl", "/openapi.json", "/script/{name}"} == set(document()["paths"])
    assert client.get("/openapi.json").json() == document()
    names = [p["get"]["operationId"] for p in document()["paths"].values()]
    assert len(set(names)) == len(names)


def test_every_reference_leads_somewhere() -> None:
    known = document()["components"]["schemas"]
    text = str(document())
    assert set(re.findall(r"#/components/schemas/(\w+)", text)) <= known.keys()


def test_the_twins_answer_as_described(client: TestClient) -> None:
    jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed")
    today = client.get("/", headers=JSON).json()
    row = today["newest"][0]
    story = client.get("/stories", headers=JSON).json()[0]["id"]
    spoken = next(s for s in client.get("/stories", headers=JSON).json() if s["says"])["says"]
    given = client.get("/map?status=any", headers=JSON).json()["spots"][0]
    asked = {
        "/": ["/"],
        "/events": ["/events", "/events?type=CONSULT&page=0"],
        "/search": ["/search", "/search?q=iran", "/search?q=USA-VEN"],
        "/events/{id}": [f"/events/{r['event_id']}" for r in today["newest"]],
        "/statements/{id}": [f"/statements/{s['statement']}" for s in spoken],
        "/dyads/{name}": [f"/dyads/{d['dyad']}" for d in today["dyads"][:4]],
        "/matrix": ["/matrix", "/matrix?who=all&status=any"],
        "/map": ["/map", f"/map?status=any&at={given['latitude']},{given['longitude']}"],
        "/actors/{name}": ["/actors/USA", "/actors/UN", "/actors/Delcy%20Rodr%C3%ADguez", "/actors/Hamas", "/actors/Diplomats"],
        "/articles/{id}": [f"/articles/{row['article_id']}"],
        "/stories": ["/stories"],
        "/stories/{id}": [f"/stories/{story}"],
        "/review": ["/review"],
        "/method": ["/method"],
    }
    spec = document()
    assert asked.keys() == spec["paths"].keys()
    for path, addresses in asked.items():
        schema = spec["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        for address in addresses:
            answer = client.get(address, headers=JSON)
            assert answer.status_code == 200, address
            check(jsonschema, schema, answer.json(), spec)
    refused = client.get("/events?page=x", headers=JSON)
    check(jsonschema, shape("@Error"), refused.json(), spec)


def check(jsonschema: Any, schema: dict[str, Any], body: Any, spec: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator({**schema, "components": spec["components"]}).validate(body)


def test_the_method_shows_this_versions_scores(client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed")
    measures = [Measure("type, F1", 0.7123, 0.68, 0.75, 1234), Measure("<b>speed", 3.0, None, None, 0)]
    monkeypatch.setattr(method, "SCORES", tmp_path / "scores.json")
    assert client.get("/method", headers=JSON).json()["scores"] == []
    (tmp_path / "scores.json").write_bytes(msgspec.json.encode([Result("acts", measures, ["a missed sentence"])]))
    body, page = client.get("/method", headers=JSON).json(), client.get("/method").text
    assert body["scores"] == [{"name": "acts", "measures": msgspec.to_builtins(measures)}]
    check(jsonschema, {"$ref": "#/components/schemas/Method"}, body, document())
    assert "0.712" in page
    assert "0.680 – 0.750" in page and "1,234" in page and "&lt;b&gt;speed" in page and "a missed sentence" not in page
    (tmp_path / "scores.json").write_text('[{"name": 1}]')
    assert client.get("/method", headers=JSON).json()["scores"] == []


def test_the_method_is_counted(client: TestClient) -> None:
    body = client.get("/method", headers=JSON).json()
    assert body["events"] == client.get("/", headers=JSON).json()["events"]
    days = [k["events"] for k in body["known"] if "day" in k["field"]]
    assert sum(days) == body["events"]
    assert all(0 <= k["share"] <= 1 for k in body["known"])
    assert body["codings"] and 0 < body["unchecked"] <= body["tenures"]
