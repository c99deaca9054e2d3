"""Measurements for docs/store.md: keeping against DuckDB's COPY, and questions of a store of ten million events against one of 100,000.

``python tools/measure_store.py keep RUN`` · ``python tools/measure_store.py grow RUN FOLDER [EVENTS …]`` · ``… ask FOLDER [EVENTS …]``
where RUN is a folder of ``memcon scale run``. On a machine that others use, CPU seconds say more than the clock's.
"""

from __future__ import annotations

import gc
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import duckdb
import msgspec

from memcon.keep import Filter, Store, open_store
from memcon.keep.compact import _ORDERS
from memcon.keep.copies import sort_copies
from memcon.keep.files import locked
from memcon.keep.manifest import Group, read_manifest, write_manifest
from memcon.keep.parts import copy_rows, digest_of, group_rows, part, writing
from memcon.keep.rows import SCHEMA_VERSION, TABLES
from memcon.model.record import Record


def records_of(run: str) -> list[Record]:
    """A run's records."""
    return [msgspec.json.decode(line, type=Record) for path in sorted(Path(run).glob("records/*.jsonl")) for line in path.open("rb")]


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """The clock's and the CPU's seconds of one call."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def keep(run: str, rounds: str = "5") -> None:
    """Keep a run's records in one step, and COPY the same rows out of DuckDB's memory, by turns."""
    records = records_of(run)
    events = sum(len(r.events) for r in records)
    duckdb.connect().execute("SELECT 1").fetchall()
    gc.collect()
    kept, copied, read = [], [], []
    with tempfile.TemporaryDirectory() as aside:
        for n in range(int(rounds)):
            home = open_store(Path(aside) / f"s{n}", create=True)
            kept.append(timed(lambda home=home: home.keep(records, "c1")))  # type: ignore[misc]
            with duckdb.connect() as connection:
                for table in TABLES:
                    connection.execute(f"CREATE TABLE {table} AS SELECT * FROM read_parquet('{home.folder}/parts/*-{table}.parquet')")

                def copy(connection: duckdb.DuckDBPyConnection = connection) -> None:
                    for table in TABLES:
                        connection.execute(f"COPY {table} TO '{aside}/{table}.parquet' (FORMAT parquet, COMPRESSION zstd)")

                copied.append(timed(copy))
                for table in TABLES:
                    connection.execute(f"COPY {table} TO '{aside}/{table}.json' (FORMAT json)")

                def lines(connection: duckdb.DuckDBPyConnection = connection) -> None:
                    for table, columns in TABLES.items():
                        kinds = ", ".join(f"{name}: '{kind}'" for name, kind in columns.items())
                        source = f"read_json('{aside}/{table}.json', columns={{{kinds}}}, maximum_object_size=100000000)"
                        connection.execute(f"COPY (SELECT * FROM {source}) TO '{aside}/{table}.parquet' (FORMAT parquet, COMPRESSION zstd)")

                read.append(timed(lines))
            shutil.rmtree(home.folder)
    print(f"{len(records):,} records with {events:,} events")
    for name, taken in (("keep", kept), ("COPY from memory", copied), ("COPY from lines of JSON", read)):
        print(f"{name}: {min(w for w, _ in taken):.2f} s, {min(c for _, c in taken):.2f} CPU seconds")
    for at, what in ((0, "the clock's"), (1, "CPU")):
        best = min(t[at] for t in kept)
        print(
            f"{what}: {best / min(t[at] for t in copied):.1f} times COPY from memory,"
            f" {best / min(t[at] for t in read):.1f} times COPY from lines"
        )


def grow(run: str, folder: str, *numbers: str) -> None:
    """Stores of so many events each: a run's real events over and over, each time under other ids and on other days of ten years.

    The articles' records are left out: the questions do not read them.
    """
    with tempfile.TemporaryDirectory() as aside:
        seed = open_store(Path(aside) / "seed", create=True)
        seed.keep(records_of(run), "c1")
        for number in map(int, numbers or ("100000", "10000000")):
            began = time.perf_counter()
            _grow(seed, Path(folder) / str(number), number)
            print(f"{number:,} events in {time.perf_counter() - began:.0f} s", flush=True)


def _grow(seed: Store, folder: Path, number: int) -> None:
    home = open_store(folder, create=True)
    name = "00000001-grown"
    times = -(-number // seed.count("events"))
    day = "DATE '2016-01-01' + CAST(hash(n, article_id) % 3650 AS INTEGER)"
    told = {"schema": SCHEMA_VERSION, "codings": {"c1": {}}}
    changed = {
        "article_id": "md5(concat(n, article_id))[:16]",
        "event_id": "md5(concat(n, event_id))[:16]",
        "statement_id": "md5(concat(n, statement_id))[:16]",
        "record": "'{}'",
        "day": day,
        "published": day,
        "date_start": day,
        "date_end": day,
        "evidence": "concat(evidence, ' ', n)",
    }
    counts = {}
    with locked(folder), writing(folder) as connection:
        for table, columns in TABLES.items():
            old = f"read_parquet('{seed.folder}/parts/*-{table}.parquet')"
            chosen = ", ".join(f"{changed[c]} AS {c}" if c in changed else c for c in columns)
            least = f" LIMIT {number}" if table == "events" else ""
            source = f"(SELECT {chosen} FROM {old}, range({times if table != 'statements' else 1}) r(n){least})"
            copy_rows(connection, source, part(folder, name, table), group_rows(table, number), f" ORDER BY {_ORDERS[table]}", told)
            row = connection.execute(f"SELECT count(*) FROM '{part(folder, name, table)}'").fetchone()
            counts[table] = row[0] if row else 0
        manifest = read_manifest(folder)
        sums = {table: digest_of(part(folder, name, table)) for table in TABLES}
        manifest.groups = [Group(name, counts["articles"], counts["events"], counts["statements"], SCHEMA_VERSION, ["c1"], sha256=sums)]
        manifest.kept, manifest.codings = 1, {"c1": {}}
        write_manifest(folder, manifest)
        sort_copies(folder, manifest)
    assert home.folder == folder


def _common(store: Store, values: str) -> list[str]:
    """The values of a list of each event, those of most events first."""
    found = store.sql(f"SELECT v FROM (SELECT unnest({values}) AS v FROM events) WHERE v IS NOT NULL GROUP BY v ORDER BY count(*) DESC, v")
    return [v for (v,) in found[1]] or ["none"]


def ask(folder: str, *numbers: str) -> None:
    """The same questions of both stores by turns: the least seconds of nine, and how many times the first store's the others took."""
    homes = [Path(folder) / n for n in numbers or ("100000", "10000000")]
    first = open_store(homes[-1])
    dyads = _common(first, "dyads")
    codes = _common(first, "actor_codes")
    seldom, common, rare = codes[len(codes) // 2], dyads[0], dyads[len(dyads) // 2]
    values = {c: _common(first, f"[{c}]") for c in ("type", "mode", "status", "standing", "country", "outlet")}
    sectors = _common(first, "actor_sectors")
    year = {"since": "2020-01-01", "until": "2020-12-31"}
    month = {"since": "2019-03-01", "until": "2019-03-31"}
    asked: list[tuple[str, Filter]] = [
        (f"dyad {common}", Filter(dyad=common)),
        (f"dyad {rare}", Filter(dyad=rare)),
        (f"dyad {common}, CONSULT, a year", Filter(dyad=common, type=("CONSULT",), **year)),
        (f"actor {codes[0]}, quad 4", Filter(actor=codes[0], quad=4)),
        (f"actor {seldom}", Filter(actor=seldom)),
        ("actor, part of a name: minister", Filter(actor="minister")),
        ("nothing", Filter()),
        ("nothing, oldest first", Filter(order="oldest")),
        ("nothing, page 20", Filter(offset=2000)),
        *((f"sector {s}", Filter(sector=s)) for s in (sectors[0], sectors[-1], "XYZ")),
        *((f"type {t}", Filter(type=(t,))) for t in (values["type"][0], values["type"][-1])),
        *((f"mode {m}", Filter(mode=(m,))) for m in (values["mode"][0], values["mode"][-1])),
        ("quad 3", Filter(quad=3)),
        *((f"status {s}", Filter(status=(s,))) for s in (values["status"][0], values["status"][-1])),
        *((f"standing {s}", Filter(standing=(s,))) for s in (values["standing"][0], values["standing"][-1])),
        ("type ASSAULT, happened", Filter(type=("ASSAULT",), status=("happened",))),
        ("sector REB, denied", Filter(sector="REB", status=("denied",))),
        *((f"place {c}", Filter(place=c)) for c in (values["country"][0], values["country"][-1], "Atlantis")),
        ("matter trade", Filter(about="trade")),
        *((f"outlet {o}", Filter(outlet=o)) for o in (values["outlet"][0], "The Moon")),
        ("a month", Filter(**month)),
        ("type CONSULT, a month", Filter(type=("CONSULT",), **month)),
        ("words ceasefire", Filter(words="ceasefire")),
        ("words that nobody wrote", Filter(words="xyzzy")),
        ("confidence 0.9", Filter(min_confidence=0.9)),
    ]  # fmt: skip
    questions: list[tuple[str, Callable[[Store], object]]] = [
        (f"timeline of {common}", lambda s: s.timeline(Filter(dyad=common))),
        (f"timeline of {rare}", lambda s: s.timeline(Filter(dyad=rare))),
    ]
    pages = [(name, replace(wanted, limit=100)) for name, wanted in asked]
    questions += [(f"page: {name}", lambda s, page=page: s.events(page)) for name, page in pages]  # type: ignore[misc]
    print("| question | " + " | ".join(f"{h.name} events" for h in homes) + " | times |\n| --- |" + " ---: |" * (len(homes) + 1))
    for name, question in questions:
        taken: list[list[float]] = [[] for _ in homes]
        for _ in range(9):
            for at, home in enumerate(homes):
                taken[at].append(timed(lambda home=home, question=question: question(open_store(home)))[0])  # type: ignore[misc]
        best = [min(t) for t in taken]
        print(f"| {name} | " + " | ".join(f"{b * 1000:.0f} ms" for b in best) + f" | {best[-1] / best[0]:.1f} |", flush=True)
    print(f"median of the load: {statistics.median([0.0, *map(float, Path('/proc/loadavg').read_text().split()[:3])]):.1f}")


if __name__ == "__main__":
    {"keep": keep, "grow": grow, "ask": ask}[sys.argv[1]](*sys.argv[2:])
