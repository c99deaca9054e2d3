"""What changed, by the rule that the page prints; and what the sentences and series say, worked by hand."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

import duckdb
import msgspec
import pytest
from starlette.testclient import TestClient

from memcon.desk.app import make_app
from memcon.desk.series import after, filled, series
from memcon.desk.table import as_csv
from memcon.desk.today import surprise
from memcon.desk.words import dyad_sentence, period, the, times
from memcon.keep import open_store
from memcon.model.record import Record

JSON = {"accept": "application/json"}
LAST = date(2026, 3, 31)


@pytest.fixture(scope="module")
def store(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A year of one dyad's even talk that bursts in the last week, and a dyad that is new."""
    found = ((r, e) for r in open_store(folder).records() for e in r.events if e.type == "CONSULT" and e.actors and e.recipients)
    pattern, talk = next((r, e) for r, e in found if e.actors[0] != e.recipients[0])
    pattern = msgspec.structs.replace(pattern, events=[talk], statements=[])
    days = [LAST - timedelta(days=7 * week + 3) for week in range(1, 53)] + [LAST - timedelta(days=n % 7) for n in range(9)]
    made = []
    for number, day in enumerate([*days, LAST]):
        record = msgspec.json.decode(msgspec.json.encode(pattern), type=Record)
        record.article.id, record.article.published = f"{number:016x}", day.isoformat()
        event = record.events[0]
        event.id = f"ev{number}"
        event.status, event.date = "happened", None
        ours, theirs = (next(a for a in record.actors if a.id == i) for i in (event.actors[0], event.recipients[0]))
        ours.country, theirs.country = ("FRA", "DEU") if number < len(days) else ("FJI", "TUV")
        event.actors, event.recipients = event.actors[:1], event.recipients[:1]
        made.append(record)
    target = tmp_path_factory.mktemp("today") / "store"
    open_store(target, create=True).keep(made)
    return target


def test_a_burst_is_found_and_a_new_dyad(store: Path) -> None:
    with TestClient(make_app(store)) as visitor:
        body = visitor.get("/", headers=JSON).json()
        assert (body["last"], body["week"], body["in_week"]) == ("2026-03-31", ["2026-03-25", "2026-03-31"], 10)
        found = {c["dyad"]: c for c in body["changed"]}
        assert (found["DEU-FRA"]["events"], found["DEU-FRA"]["month"], found["DEU-FRA"]["year"]) == (9, 1.0, 1.0)
        assert found["DEU-FRA"]["year_surprise"] > found["DEU-FRA"]["month_surprise"] > 2 and not found["DEU-FRA"]["few"]
        assert found["FJI-TUV"]["few"]
        assert [(n["dyad"], n["since"], n["events"]) for n in body["new"]] == [("FJI-TUV", "2026-03-31", 1)]
        page = visitor.get("/").text
        assert "likelihood ratio" in page and "more than both" in page and ">few</abbr>" in page


@pytest.mark.parametrize(
    ("now", "before", "weeks", "low", "high"),
    [(0, 0, 4, 0, 0), (5, 20, 4, 0, 0), (10, 4, 4, 3, 4.5), (0, 40, 4, -4.5, -3), (1, 0, 52, 2.5, 3)],
)
def test_surprise(now: int, before: int, weeks: float, low: float, high: float) -> None:
    assert low <= surprise(now, before, weeks) <= high


def test_an_empty_store_has_a_today(tmp_path: Path) -> None:
    open_store(tmp_path / "store", create=True)
    with TestClient(make_app(tmp_path / "store")) as visitor:
        assert visitor.get("/").status_code == 200 and visitor.get("/", headers=JSON).json()["last"] is None
        for page in ("/events", "/matrix", "/map", "/stories", "/review", "/method", "/dyads/USA-VEN", "/search?q=x", "/?format=csv"):
            assert visitor.get(page).status_code == 200, page


def test_the_csv_is_what_the_chart_draws(client: TestClient) -> None:
    body = client.get("/dyads/USA-VEN", headers=JSON).json()
    rows = list(csv.DictReader(client.get("/dyads/USA-VEN?format=csv").text.splitlines()))
    assert [(r["start"], r["side"], int(r["quad"]), int(r["events"])) for r in rows] == [
        (r["start"], r["side"], r["quad"], r["events"]) for r in body["series"]["rows"]
    ]
    assert sum(int(r["events"]) for r in rows if r["side"] == "USA → VEN") == body["there"] + body["together"]
    # days are picked on the chart, so it keeps them all
    assert client.get("/dyads/USA-VEN?since=2030-01-01&format=csv").text == client.get("/dyads/USA-VEN?format=csv").text
    assert client.get("/dyads/USA-VEN?since=2030-01-01", headers=JSON).json()["all"] == 0
    cells = list(csv.DictReader(client.get("/matrix?format=csv").text.splitlines()))
    assert len(cells) == len(client.get("/matrix", headers=JSON).json()["cells"])
    spots = list(csv.DictReader(client.get("/map?format=csv").text.splitlines()))
    assert sum(int(s["events"]) for s in spots) == client.get("/map", headers=JSON).json()["placed"]


def test_series_are_as_fine_as_their_days() -> None:
    with duckdb.connect() as connection:
        for days, by, number in ((30, "day", 31), (300, "week", 44), (3000, "month", 99), (20000, "year", 55)):
            connection.execute(
                f"CREATE OR REPLACE TABLE t AS SELECT DATE '2026-03-31' - CAST({days} * n AS INTEGER) AS day, 4 AS quad FROM range(2) r(n)"
            )
            told = series(connection, "t WHERE TRUE")
            assert told["by"] == by and sum(r["events"] for r in told["rows"]) == 2
            assert all(r["end"] == after(r["start"], by) for r in told["rows"])
            assert abs(len(filled(told, "all")) - number) <= 1
        # a wrong year does not flatten the rest
        connection.execute(
            "CREATE OR REPLACE TABLE t AS SELECT unnest([DATE '0203-01-01', DATE '2026-01-01', DATE '2026-01-05']) AS day, 1 AS quad"
        )
        assert len(series(connection, "t WHERE TRUE")["rows"]) == 1


def test_sentences() -> None:
    body = {
        "all": 9,
        "there": 2,
        "back": 1,
        "together": 3,
        "directed": False,
        "unreal": 3,
        "first": date(2026, 1, 2),
        "last": date(2026, 2, 3),
    }
    body |= {
        "classes": [{"name": "verbal cooperation", "events": 5}, {"name": "material conflict", "events": 1}],
        "types": [{"type": "CONSULT", "events": 5}],
    }
    said = dyad_sentence(("United States", "Venezuela"), body, {"about": "oil"}, {1: "verbal cooperation"})
    assert said.startswith(
        "From 2 January 2026 to 3 February 2026, the United States acted towards Venezuela twice, Venezuela towards the United States once"
    )
    assert "3 things they did together" in said and "3 events more only planned" in said and said.endswith("Only events about oil.")
    assert (the("Philippines"), the("Chad"), the("European Union")) == ("the Philippines", "Chad", "the European Union")
    assert period("2026-01-01", "2026-01-01", None, None) == "On 1 January 2026" and times(1200) == "1,200 times"


def test_csv_cells() -> None:
    told = as_csv([{"a": None, "b": ["x", "y"], "c": '=1+"1"', "d": -2}], ("a", "b", "c", "d"))
    assert told == 'a,b,c,d\r\n,x; y,"\'=1+""1""",-2\r\n'
