"""Odd addresses and odd options never break the desk: an answer, a refusal, or nothing there."""

from __future__ import annotations

import random
import re
from pathlib import Path
from urllib.parse import quote

from starlette.testclient import TestClient

from memcon.desk.app import make_app
from memcon.keep import open_store

VALUES = [
    *("", "0", "-1", "1e99", "nan", "inf", "9" * 20, "4", "5", "1,2", "-90,180", "1e400,1"),
    *("USA-VEN", "-", "USA-", "A-B-C", "any", "all", "Europe", "0001-01-01", "9999-12-31"),
    *("%", "\\", "\x00", "é", "😀", "<script>", "'", '";drop', "x" * 5000, "..", "/", "//x", "?", "#", "\r\n"),
]
OPTIONS = (
    "dyad directed actor sector type quad status standing place about words since until page min_confidence format who top view at home on"
    " queue after token order q"
).split()


def test_odd_requests(folder: Path) -> None:
    rng = random.Random(8)
    client = TestClient(make_app(folder), raise_server_exceptions=False)
    events = [str(e["event_id"]) for e in open_store(folder).events()[:4]]
    pages = ["/", "/events", "/matrix", "/map", "/stories", "/review", "/review/next", "/method", "/search"]
    for _ in range(250):
        page = rng.choice([*pages, "/dyads/", "/actors/", "/articles/", "/stories/", "/events/", "/statements/"])
        if page.endswith("/") and page != "/":
            page += quote(rng.choice([*VALUES, *events, "USA"]), safe="")
        query = "&".join(f"{k}={quote(rng.choice(VALUES))}" for k in rng.sample(OPTIONS, rng.randrange(4)))
        answer = client.get(f"{page}?{query}", follow_redirects=False)
        assert answer.status_code in (200, 303, 307, 400, 404), (page, query, answer.text[:200])
        assert not [t for t in re.findall("<script[^>]*>[^<]*", answer.text) if ' src="/static/' not in t or not t.endswith(">")]
        where = answer.headers.get("location", "/").removeprefix("http://testserver")
        assert where.startswith("/") and not where.startswith("//")
