"""Compaction, rebuilding and migration lose nothing and double nothing, whoever reads meanwhile."""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import msgspec
import pytest

import memcon.keep.compact as compacting
import memcon.keep.copies as copying
import memcon.keep.source as sources
from memcon.keep import Filter, Store, open_store
from memcon.keep.manifest import NAME, read_manifest
from memcon.keep.migrate import migrate
from memcon.keep.rows import ADDED, SCHEMA_VERSION, TABLES
from memcon.keep.store import rebuild
from memcon.keep.words import index_words, query_of
from memcon.model.errors import BadOption, StoreError
from memcon.model.record import Actor, EventPlace, Matter, Record
from tests.keep.made import record


def varied(count: int) -> list[Record]:
    """Records with several states, days and parties among them; some without a day."""
    made = []
    for n in range(count):
        one = record(n, day=f"2026-{1 + n % 12:02d}-{1 + n % 28:02d}")
        if n % 13 == 12:
            one.events[0].date, one.article.published = None, None
        one.actors[0].country = ("USA", "RUS", "FRA")[n % 3]
        if n % 4 == 0:
            one.actors[1].country, one.actors[1].organisation, one.actors[1].name = None, "EU", "European Union"
        if n % 5 == 0:
            one.actors.append(Actor(id="a3", name="Cy", kind="person", country="USA", sector="MIL", sectors=["MIL"]))
            one.events[0].recipients.append("a3")
        if n % 6 == 1:
            one.events[0].about = [Matter(text=m, span=(0, 1)) for m in ("oil", "gas", "oil")]
        if n % 9 == 1:
            one.article.outlet, one.events[0].confidence = "The Other Post", 0.9
        one.events[0].place = EventPlace(name="Caracas", country="VEN", admin1="Capital", geonames=3646738) if n % 2 else None
        made.append(one)
    return made


def stored(folder: Path, count: int = 40, step: int = 10) -> Store:
    """A store kept in several writes."""
    home = open_store(folder, create=True)
    made = varied(count)
    for at in range(0, count, step):
        home.keep(made[at : at + step], "c1", {"program": "1"})
    return home


def test_a_reader_open_during_a_compaction_loses_nothing(tmp_path: Path) -> None:
    store = stored(tmp_path)
    reader = open_store(tmp_path)
    reading = reader.records()
    first = next(reading)
    with reader.connect() as connection:
        before = connection.execute("SELECT count(*) FROM events").fetchone()
        store.compact()
        # the parts that its views name are still there
        assert connection.execute("SELECT count(*) FROM events").fetchone() == before
    assert len([first, *reading]) == 40
    assert len(reader.events()) == 40
    assert store.compact(grace=0) == 1
    assert len(list((tmp_path / "parts").glob("*.parquet"))) == 3
    # now they are gone, and who opened the store before finds the new ones
    assert len(reader.events()) == 40 and len(list(reader.records())) == 40


def test_old_parts_stay_until_their_time_is_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = stored(tmp_path)
    store.compact()
    assert len(read_manifest(tmp_path).retired) == 4
    store.keep([record(100)], "c1")
    assert len(list((tmp_path / "parts").glob("*-articles.parquet"))) == 6
    later = compacting.time.time() + 2 * compacting.GRACE
    monkeypatch.setattr(compacting.time, "time", lambda: later)
    store.keep([record(101)], "c1")
    assert len(list((tmp_path / "parts").glob("*-articles.parquet"))) == 3
    assert read_manifest(tmp_path).retired == [] and store.check() == []


ASKED = [
    Filter(dyad="USA-VEN"),
    Filter(dyad="VEN-USA", directed=True),
    Filter(dyad="USA-USA"),
    Filter(dyad="FRA-EU", since="2026-03-01", limit=3, offset=1),
    Filter(dyad="RUS-VEN", order="oldest", type=("CONSULT",)),
    Filter(dyad="USA-VEN", place="Carac", quad=1),
    Filter(actor="EU"),
    Filter(actor="USA", sector="MIL", limit=5),
    Filter(actor="Cy"),
    Filter(actor="USA", text="telephoned"),
    Filter(limit=7, offset=2),
    Filter(order="oldest", limit=38),
    Filter(type=("CONSULT",), status=("happened", "denied"), limit=5, offset=30),
    Filter(sector="mil", limit=4),
    Filter(place="ven", limit=30),
    Filter(place="Carac", mode=("phone",), quad=1, limit=3),
    Filter(since="2026-03-01", until="2026-08-20", limit=50),
    Filter(words="Report 17", order="oldest", limit=5),
    Filter(words="Report 1", standing=("outlet",), limit=20),
    Filter(actor="ann", limit=3, offset=36),
    Filter(actor="european UNI", limit=30),
    Filter(actor="o; c", limit=3),
    Filter(words="nn telephoned B", limit=10),
    Filter(words="PORT 31", limit=10),
    Filter(words="t 3", actor="fra", limit=5),
    Filter(about="OIL", limit=10),
    Filter(about="l; g", limit=10),
    Filter(outlet="The Post", min_confidence=0.8, limit=40),
    Filter(outlet="The Other Post", min_confidence=0.85),
]


@pytest.mark.parametrize("wanted", ASKED, ids=range(len(ASKED)))
def test_sorted_copies_answer_as_the_parts_do(tmp_path: Path, wanted: Filter, monkeypatch: pytest.MonkeyPatch) -> None:
    buckets = 1 + ASKED.index(wanted) % 4
    monkeypatch.setattr(copying, "buckets_of", lambda events: buckets)
    monkeypatch.setattr(sources, "buckets_of", lambda events: buckets)
    monkeypatch.setattr(copying, "DAY_ROWS", 3 + buckets)
    # of forty events a value is rare with twenty, one, or never
    for module in (copying, sources):
        monkeypatch.setattr(module, "RARE", (2, 40, 1000)[ASKED.index(wanted) % 3])
    store = stored(tmp_path)
    plain, counted = store.events(wanted), store.timeline(wanted)
    assert plain
    monkeypatch.setattr(copying, "LARGE", 1)
    store.compact()
    assert len(list((tmp_path / "index").glob("*-by_dyad/*.parquet"))) == buckets
    assert len(list((tmp_path / "index").glob("*-by_day/*[0-9].parquet"))) > 4 and len(list((tmp_path / "index").glob("*-by_*"))) == 4
    assert store.events(wanted) == plain and store.timeline(wanted) == counted
    # beside groups that have no copies, and under a newer coding
    again = varied(40)[:7]
    for one in again:
        one.events[0].type = "AGREE"
    store.keep(again, "c2")
    copies = store.events(wanted)
    for path in (tmp_path / "index").glob("*-by_*"):
        shutil.rmtree(path)
    assert open_store(tmp_path).events(wanted) == copies


def test_a_code_is_no_part_of_a_name(tmp_path: Path) -> None:
    store = open_store(tmp_path, create=True)
    one = record(1)
    one.actors[0].name, one.actors[0].country = "Musa of Lusaka", "ZMB"
    store.keep([one], "c1")
    assert store.events(Filter(actor="USA")) == []
    assert len(store.events(Filter(actor="usa"))) == len(store.events(Filter(actor="ZMB"))) == 1


def test_compacting_puts_superseded_codings_aside(tmp_path: Path) -> None:
    store = stored(tmp_path)
    again = varied(40)[:15]
    for one in again:
        one.events[0].type = "AGREE"
    store.keep(again, "c2", {"program": "2"})
    before = store.events()
    store.compact(grace=0)
    groups = read_manifest(tmp_path).groups
    assert [(g.articles, g.codings, g.old) for g in groups] == [(40, ["c1", "c2"], False), (15, ["c1"], True)]
    assert store.events() == before and store.check() == []
    assert store.sql("SELECT count(*) FROM all_events")[1] == [(55,)]
    assert store.keep(again, "c2").already == store.keep(varied(40), "c1").already - 25 == 15
    # the old coding again, under a third: it is the newest now
    store.keep(varied(40)[:5], "c3")
    assert store.compact(grace=0) == 3 and store.compact() == 2
    assert [(g.articles, g.old) for g in read_manifest(tmp_path).groups] == [(40, False), (20, True)]


def test_rebuilding_doubles_nothing(tmp_path: Path) -> None:
    store = stored(tmp_path)
    store.keep(varied(40)[:15], "c2", {"program": "2"})
    told = store.manifest.codings
    store.compact()
    before = store.events()
    (tmp_path / NAME).unlink()
    assert rebuild(tmp_path) == 55
    again = open_store(tmp_path)
    assert again.check() == [] and again.events() == before
    assert again.manifest.codings == told
    assert again.keep(varied(40), "c1").added == 0


def test_rebuilding_passes_over_what_is_torn(tmp_path: Path) -> None:
    stored(tmp_path)
    torn = sorted((tmp_path / "parts").glob("*-events.parquet"))[1]
    torn.write_bytes(torn.read_bytes()[:-20])
    assert rebuild(tmp_path) == 30
    store = open_store(tmp_path)
    assert store.check() == []
    # what was lost can be kept again
    assert store.keep(varied(40), "c1").added == 10


def test_check_finds_changed_bytes_and_doubles(tmp_path: Path) -> None:
    store = stored(tmp_path, 20)
    first, second = sorted((tmp_path / "parts").glob("*-articles.parquet"))
    whole = bytearray(first.read_bytes())
    whole[40] ^= 1
    kept = first.read_bytes()
    first.write_bytes(bytes(whole))
    assert any("bytes" in line for line in store.check())
    first.write_bytes(kept)
    assert store.check() == []
    manifest = json.loads((tmp_path / NAME).read_text())
    manifest["groups"].append(manifest["groups"][0])
    (tmp_path / NAME).write_text(json.dumps(manifest))
    assert any("kept 2 times" in line for line in open_store(tmp_path).check())
    second.unlink()
    assert any(second.name in line for line in open_store(tmp_path).check())


def older(folder: Path) -> None:
    """Make a store what the first schema version wrote."""
    manifest = json.loads((folder / NAME).read_text())
    for path in (folder / "parts").glob("*.parquet"):
        table = path.stem.rsplit("-", 1)[1]
        columns = ", ".join(c for c in TABLES[table] if c not in ADDED[2].get(table, ()))
        duckdb.sql(f"COPY (SELECT {columns} FROM read_parquet('{path}')) TO '{path}.new' (FORMAT parquet)")
        os.replace(f"{path}.new", path)
    manifest["schema"] = 1
    manifest["groups"] = [{k: g[k] for k in ("name", "articles", "events", "statements")} for g in manifest["groups"]]
    (folder / NAME).write_text(json.dumps({k: manifest[k] for k in ("schema", "kept", "groups", "codings")}))


def test_a_store_of_the_first_schema_is_read_written_and_migrated(tmp_path: Path, memcon) -> None:
    store = stored(tmp_path)
    wanted = store.events()
    older(tmp_path)
    assert read_manifest(tmp_path).schema == 1 and read_manifest(tmp_path).groups[0].schema == 1
    old = open_store(tmp_path)
    assert old.check() == [] and len(old.events(Filter(dyad="USA-VEN"))) > 1
    assert {e["admin1"] for e in old.events()} == {None}
    assert old.keep([*varied(40), record(50)], "c1") == type(old.keep([], "x"))(1, 40)
    assert read_manifest(tmp_path).schema == SCHEMA_VERSION
    assert len(open_store(tmp_path).events()) == 41
    done = memcon("store", "migrate", "--store", tmp_path)
    assert done.returncode == 0 and "4 groups" in done.stdout
    new = open_store(tmp_path)
    assert new.check() == [] and migrate(tmp_path) == 0
    assert [e for e in new.events() if e["event_id"] != "e50"] == wanted
    (tmp_path / NAME).unlink()
    rebuild(tmp_path)
    assert {g.schema for g in read_manifest(tmp_path).groups} == {SCHEMA_VERSION} and len(open_store(tmp_path).events()) == 41


def test_an_old_store_is_compacted_into_the_new_schema(tmp_path: Path) -> None:
    store = stored(tmp_path)
    wanted = {e["event_id"] for e in store.events()}
    older(tmp_path)
    open_store(tmp_path).compact(grace=0)
    store = open_store(tmp_path)
    assert store.check() == [] and {e["event_id"] for e in store.events()} == wanted
    assert len(store.manifest.groups) == 1 and store.manifest.groups[0].schema == SCHEMA_VERSION


def test_parts_of_a_newer_memcon_are_not_rebuilt(tmp_path: Path) -> None:
    store = stored(tmp_path, 10)
    path = next((tmp_path / "parts").glob("*-articles.parquet"))
    said = msgspec.json.encode({"schema": SCHEMA_VERSION + 1}).decode()
    duckdb.sql(f"COPY (SELECT * FROM read_parquet('{path}')) TO '{path}.new' (FORMAT parquet, KV_METADATA {{memcon: '{said}'}})")
    os.replace(f"{path}.new", path)
    assert store.folder == tmp_path
    with pytest.raises(StoreError, match="newer memcon"):
        rebuild(tmp_path)


def test_words_of_the_whole_report_are_found(tmp_path: Path) -> None:
    store = open_store(tmp_path, create=True)
    made = [record(n) for n in range(4)]
    made[1].article.text += ' Zürich is far away, and "OR" is a word.'
    made[2].article.text += " He spoke of far zurich."
    store.keep(made[:2], "c1")
    found = lambda text: [e["event_id"] for e in open_store(tmp_path).events(Filter(text=text, order="oldest"))]  # noqa: E731
    assert found("zurich") == ["e1"]
    store.keep(made[2:], "c1")
    assert found("Zurich FAR") == ["e1", "e2"]
    assert found('"far away"') == ["e1"] and found("zur*") == ["e1", "e2"] and found("zur") == []
    assert found("zurich or") == ["e1"] and found("telephoned") == ["e0", "e1", "e2", "e3"]
    assert found("title:zurich") == [] and found('"un"balanced) OR NOT *') == []
    with pytest.raises(BadOption):
        found('"" *')
    store.compact()
    assert found("zurich") == ["e1", "e2"]
    assert index_words(open_store(tmp_path)) == 0
    (tmp_path / "index" / "words.sqlite").write_bytes(b"no database at all" * 100)
    assert found("zurich") == ["e1", "e2"]


def test_what_is_asked_of_the_index_of_words() -> None:
    assert query_of('oil NEAR("x y") -gas* "two words"') == '"oil" "NEAR( x" "y )" "-gas"* "two words"'


@pytest.mark.parametrize(
    "query",
    [
        "SELECT 1; SELECT 2",
        "CREATE TABLE x (a INTEGER)",
        "COPY (SELECT 1) TO 'OUT'",
        "SELECT * FROM read_csv('/etc/passwd')",
        "INSTALL fts",
        "SELECT * FROM nowhere",
        "",
    ],
)
def test_sql_reads_the_store_and_nothing_else(tmp_path: Path, query: str) -> None:
    store = stored(tmp_path, 10)
    with pytest.raises(StoreError):
        store.sql(query.replace("OUT", str(tmp_path / "parts" / "x.parquet")))
    assert not (tmp_path / "parts" / "x.parquet").exists()
    assert store.sql("DESCRIBE events")[1][0][0] == "event_id"


FULL = """
import resource, sys
from pathlib import Path
import duckdb
from memcon.keep import open_store
from memcon.model.errors import StoreError
from tests.keep.test_parts import varied
store = open_store(sys.argv[1], create=True)
store.keep(varied(5), "c1")
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
try:
    store.keep(varied(3000), "c1")
except StoreError as error:
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    sys.stdout.write(error.line())
"""


@pytest.mark.parametrize("bytes_left", [100, 5_000, 30_000])
def test_a_full_disk_is_a_named_error_and_harms_nothing(tmp_path: Path, bytes_left: int) -> None:
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[1] == resource.RLIM_INFINITY
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(tmp_path / "s"), str(bytes_left)],
        capture_output=True,
        text=True,
        cwd=root,
        env={**os.environ, "PYTHONPATH": f"{root / 'src'}:{root}"},
    )
    assert done.stdout.startswith("store: ") and "\n" not in done.stdout, done.stderr
    store = open_store(tmp_path / "s")
    assert store.check() == [] and store.count("articles") == 5
    assert store.keep(varied(20), "c1").added == 15 and store.check() == []
    assert not list((tmp_path / "s").rglob(".tmp-*"))
