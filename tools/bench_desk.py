"""Time each page of the desk on a made-up store against the bare DuckDB query that it rests on.

    python tools/bench_desk.py make /tmp/million --events 1000000
    python tools/bench_desk.py time /tmp/million

``time`` asks each page as a browser does, in this process, and runs the page's query by itself on a bare connection to the same Parquet,
in turns, so that both meet the same machine. It prints medians, their ratio and the page's size over the wire (gzip).
"""

from __future__ import annotations

import argparse
import gzip
import statistics
import time
from pathlib import Path

import duckdb
import msgspec

from memcon.coder import code_reports
from memcon.keep import open_store
from memcon.keep.manifest import Group, Manifest, write_manifest
from memcon.keep.parts import part
from memcon.keep.rows import TABLES
from memcon.read import read_text

# written for this tool; each gives two or three events
TEXTS = (
    "French President Emmanuel Macron met German Chancellor Olaf Scholz in Berlin on Monday. The two governments signed an agreement on gas.",
    "The United States imposed sanctions on Iranian banks on Tuesday, the Treasury said. Iran condemned the sanctions.",
    "Ukrainian forces shelled Russian positions near Donetsk on Friday. Russia accused Ukraine of breaking the ceasefire.",
    "Chinese Foreign Minister Wang Yi spoke by phone with his Japanese counterpart. China protested against Japan's exercise.",
)
STATES = "USA RUS CHN UKR ISR IRN FRA DEU GBR IND PAK TUR SYR IRQ SAU EGY VEN BRA MEX CAN JPN KOR PRK VNM PHL AUS ZAF NGA ETH SDN KEN COD".split()
BARE = {
    "/": "SELECT date_trunc('month', day), quad, count(*) FROM events WHERE status IN ('happened', 'ongoing') GROUP BY ALL;"
    "SELECT d, count(*) FROM (SELECT unnest(dyads) AS d, day FROM events) GROUP BY d ORDER BY 2 DESC LIMIT 24;"
    "SELECT * FROM events ORDER BY day DESC NULLS LAST, article_id, event_id LIMIT 30",
    "/events": "SELECT * FROM events ORDER BY day DESC NULLS LAST, article_id, event_id LIMIT 100",
    "/events?type=CONSULT&since=2020-01-01": "SELECT * FROM events WHERE type = 'CONSULT' AND day >= DATE '2020-01-01'"
    " ORDER BY day DESC NULLS LAST, article_id, event_id LIMIT 100",
    "/events?words=sanctions": "SELECT * FROM events WHERE evidence ILIKE '%sanctions%' OR title ILIKE '%sanctions%'"
    " ORDER BY day DESC NULLS LAST, article_id, event_id LIMIT 100",
    "/dyads/USA-RUS": "SELECT date_trunc('month', day), quad, count(*) FROM events WHERE list_has_any(dyads, ['USA-RUS', 'RUS-USA']) GROUP BY ALL;"
    "SELECT * FROM events WHERE list_has_any(dyads, ['USA-RUS', 'RUS-USA']) ORDER BY day DESC NULLS LAST, article_id, event_id LIMIT 100",
    "/matrix": "SELECT a, r, quad, count(*) FROM (SELECT unnest(actor_codes) AS a, recipient_codes, quad FROM events"
    " WHERE status IN ('happened', 'ongoing')), unnest(recipient_codes) AS t(r) GROUP BY ALL",
    "/map": "SELECT mode(place), latitude, longitude, count(*), count(*) FILTER (quad > 2) FROM events WHERE status IN ('happened', 'ongoing')"
    " GROUP BY latitude, longitude",
    "/actors/USA": "SELECT date_trunc('month', day), quad, count(*) FROM events WHERE list_contains(actor_codes, 'USA') OR"
    " list_contains(recipient_codes, 'USA') GROUP BY ALL;"
    "SELECT * FROM events WHERE list_contains(actor_codes, 'USA') OR list_contains(recipient_codes, 'USA')"
    " ORDER BY day DESC NULLS LAST, article_id, event_id LIMIT 100;"
    "SELECT * FROM statements WHERE speaker_code = 'USA' ORDER BY published DESC NULLS LAST LIMIT 40;"
    "SELECT record FROM articles WHERE article_id IN (SELECT article_id FROM events WHERE list_contains(actor_codes, 'USA') OR"
    " list_contains(recipient_codes, 'USA') GROUP BY article_id ORDER BY max(day) DESC NULLS LAST, article_id LIMIT 60)",
    "/articles/{article}": "SELECT record FROM articles WHERE article_id = '{article}'",
    "/events/{event}": "SELECT article_id FROM events WHERE event_id = '{event}'; SELECT record FROM articles WHERE article_id = '{article}'",
    "/review": "SELECT count(*) FROM events",
    "/method": "SELECT count(*), count(*) FILTER (len(actors) > 0), count(*) FILTER (len(recipients) > 0), count(*) FILTER (len(dyads) > 0),"
    " count(*) FILTER (date_basis = 'text'), count(place), count(*) FILTER (standing <> 'outlet') FROM events",
}


def make(folder: Path, events: int) -> None:
    """Write a store of so many events: four short reports, coded, over and over with other parties, days and places."""
    store = open_store(folder, create=True)
    records = list(code_reports([read_text(t, title=t.split(".")[0], published="2020-01-15") for t in TEXTS]))
    records = [r for r in records if r.events]
    each = sum(len(r.events) for r in records) / len(records)
    articles = round(events / each)
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE forms (n INTEGER, record VARCHAR, aid VARCHAR, eids VARCHAR[], title VARCHAR)")
        for n, r in enumerate(records):
            raw = msgspec.json.encode(r).decode()
            connection.execute(
                "INSERT INTO forms VALUES (?, ?, ?, ?, ?)", [n, raw, r.article.id, [e.id for e in r.events], r.article.title]
            )
        states = "[" + ", ".join(f"'{s}'" for s in STATES) + "]"
        connection.execute("SELECT setseed(0.5)")
        connection.execute(
            f"""CREATE TABLE made AS SELECT i, printf('%016x', hash(i)) AS article_id, f.record, f.aid, f.eids, f.title,
            DATE '2010-01-01' + CAST(floor(5800 * sqrt(random())) AS INTEGER) AS day
            FROM range({articles}) AS t(i) JOIN forms f ON f.n = i % {len(records)}"""
        )
        count = {}
        name = "00000001-made"
        sql = {
            "articles": "SELECT article_id, 'made' AS coding, 1 AS kept, NULL AS key, NULL AS url, 'outlet ' || (i % 40) AS outlet, title,"
            " day AS published, len(eids) AS events, list_reduce(list_prepend(replace(record, aid, article_id), eids),"
            " lambda x, e: replace(x, e, e[:8] || article_id[:8])) AS record FROM made",
            "events": f"""SELECT e[:8] || article_id[:8] AS event_id, article_id, 'made' AS coding, 1 AS kept, day, day AS date_start, day AS date_end,
            'text' AS date_basis, day AS published, ['CONSULT','AGREE','AID','ACCUSE','SANCTION','ASSAULT','PROTEST','REQUEST'][1 + p] AS type,
            NULL AS mode, [] AS contexts, [1, 1, 2, 3, 4, 4, 3, 3][1 + p] AS quad, 1.0 AS score,
            ['040','057','070','112','163','190','141','100'][1 + p] AS cameo, 1.0 AS goldstein,
            CASE WHEN x < 0.8 THEN 'happened' WHEN x < 0.9 THEN 'planned' ELSE 'denied' END AS status,
            ['outlet','one-side','third-party','both-sides'][1 + CAST(floor(4 * y) AS INTEGER)] AS standing, p < 2 AS reciprocal,
            ['Somebody of ' || a] AS actors, ['Somebody of ' || b] AS recipients, [a] AS actor_codes, [b] AS recipient_codes,
            ['GOV'] AS actor_sectors, ['GOV'] AS recipient_sectors, [a || '-' || b] AS dyads, [['oil','gas','borders','prisoners'][1 + p % 4]] AS about,
            'Town ' || spot AS place, b AS country, round(-50 + 110 * (hash(spot) % 1000) / 1000.0, 3) AS latitude,
            round(-170 + 340 * (hash(spot + 7) % 1000) / 1000.0, 3) AS longitude, 'met' AS words,
            title || ' and what was said of it in the report, number ' || i AS evidence, round(0.5 + y / 2, 3) AS confidence,
            'outlet ' || (i % 40) AS outlet, title, NULL AS url
            FROM (SELECT *, CAST(floor(8 * random()) AS INTEGER) AS p, random() AS x, random() AS y, CAST(floor(1500 * pow(random(), 2)) AS INTEGER) AS spot,
            {states}[1 + CAST(floor({len(STATES)} * pow(random(), 1.6)) AS INTEGER)] AS a,
            {states}[1 + CAST(floor({len(STATES)} * pow(random(), 1.3)) AS INTEGER)] AS b FROM (SELECT *, unnest(eids) AS e FROM made))""",
            "statements": f"""SELECT 's' || i AS statement_id, article_id, 'made' AS coding, 1 AS kept, day AS published,
            'Somebody of ' || c AS speaker, c AS speaker_code, 'person' AS source_kind, 'indirect' AS form, 'states' AS stance, NULL AS channel,
            'said' AS cue, title || ', they said' AS content, [] AS events FROM (SELECT *,
            {states}[1 + CAST(floor({len(STATES)} * random()) AS INTEGER)] AS c FROM made)""",
        }
        orders = {"events": "day, article_id, event_id", "statements": "article_id, statement_id", "articles": "article_id, kept"}
        for table, query in sql.items():
            columns = ", ".join(f"CAST({c} AS {kind}) AS {c}" for c, kind in TABLES[table].items())
            final = part(folder, name, table)
            connection.execute(
                f"COPY (SELECT {columns} FROM ({query}) ORDER BY {orders[table]}) TO '{final}' (FORMAT parquet, COMPRESSION zstd)"
            )
            count[table] = connection.execute(f"SELECT count(*) FROM '{final}'").fetchall()[0][0]
    manifest = Manifest(kept=1, groups=[Group(name, count["articles"], count["events"], count["statements"])], codings={"made": {}})
    write_manifest(store.folder, manifest)
    print(f"{count['events']:,} events in {count['articles']:,} reports")


def measure(folder: Path, rounds: int) -> None:
    """Print a table: page, bare query, ratio, bytes."""
    from starlette.testclient import TestClient

    from memcon.desk import cache
    from memcon.desk.app import make_app

    # stories are worked out beside the requests; here they would only take the processor from both
    cache.stories_of = lambda records: []
    store = open_store(folder)
    parts = {t: [str(part(folder, g.name, t)) for g in store.manifest.groups] for t in TABLES}
    event, article = store.sql("SELECT event_id, article_id FROM events ORDER BY event_id LIMIT 1")[1][0]
    with TestClient(make_app(folder)) as client:
        print("| page | query, ms | page, ms | ratio | kB gzipped |\n| --- | ---: | ---: | ---: | ---: |")
        for page, queries in BARE.items():
            address, asked = (t.replace("{event}", event).replace("{article}", article) for t in (page, queries))
            bare, whole, size = [], [], 0
            client.get(address)
            for _ in range(rounds):
                begun = time.perf_counter()
                with duckdb.connect() as connection:
                    for table, files in parts.items():
                        connection.execute(f"CREATE TEMP VIEW {table} AS SELECT * FROM read_parquet({files})")
                    for query in asked.split(";"):
                        connection.execute(query).fetchall()
                bare.append(time.perf_counter() - begun)
                begun = time.perf_counter()
                answer = client.get(address, headers={"accept-encoding": "identity"})
                whole.append(time.perf_counter() - begun)
                assert answer.status_code == 200, (address, answer.text[:300])
                size = len(gzip.compress(answer.content))
            one, two = 1000 * statistics.median(bare), 1000 * statistics.median(whole)
            print(f"| `{page}` | {one:.0f} | {two:.0f} | {two / one:.2f} | {size / 1000:.1f} |", flush=True)


def main() -> None:
    """Make a store, or time the desk on one."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("what", choices=("make", "time"))
    asked.add_argument("folder", type=Path)
    asked.add_argument("--events", type=int, default=1_000_000)
    asked.add_argument("--rounds", type=int, default=5)
    given = asked.parse_args()
    if given.what == "make":
        make(given.folder, given.events)
    else:
        measure(given.folder, given.rounds)


if __name__ == "__main__":
    main()
