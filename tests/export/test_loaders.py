"""What is exported is read back by the loaders that people use, with the same values in it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from memcon.cli.export import write
from memcon.export import gdelt, icews, mentions, petrarch, phoenix, polecat
from memcon.keep import open_store
from memcon.model.record import EventPlace, Record
from tests.keep.made import record

pandas = pytest.importorskip("pandas")
Memcon = Callable[..., "subprocess.CompletedProcess[str]"]
TABLES = {"polecat": polecat, "icews": icews, "gdelt": gdelt, "gdelt-mentions": mentions, "phoenix": phoenix, "petrarch": petrarch}
ONTOLOGY = Path(__file__).parents[3] / "shared" / "ontology"


def odd() -> Record:
    """A record with what breaks careless loaders in its names."""
    one = record(7)
    one.actors[0].name = '"Ann" the\tGreat\nof all'
    one.actors[0].spans = one.actors[0].spans[:1]
    one.article.outlet, one.article.url = '"The Post', "http://post.example/a\tb"
    one.events[0].contexts = ["economic", "military"]
    one.events[0].place = EventPlace(name="Zürich", country="CHE", admin1="Zurich", latitude=47.37, longitude=8.55, geonames=2657896)
    return one


@pytest.fixture
def made() -> list[Record]:
    return [record(1), odd(), record(9, day=None)]


def loaded(format: str, made: list[Record], folder: Path):
    """A format as pandas reads it with its usual settings."""
    path = folder / f"out.{format}"
    with path.open("w", encoding="utf-8", newline="") as handle:
        count = write(format, made, handle)
    module = TABLES[format]
    header = {"header": 0} if module.HEADER else {"header": None, "names": module.COLUMNS}
    frame = pandas.read_csv(path, sep="\t", dtype=str, keep_default_na=False, **header)
    assert len(frame) == count == len(path.read_text(encoding="utf-8").splitlines()) - module.HEADER
    assert list(frame.columns) == module.COLUMNS
    return frame


@pytest.mark.parametrize("format", sorted(TABLES))
def test_pandas_reads_every_row_whole(format: str, made: list[Record], tmp_path: Path) -> None:
    frame = loaded(format, made, tmp_path)
    assert len(frame) == (3 if format == "polecat" else 6)
    assert not any('"' in cell for cell in frame.to_numpy().ravel())


def test_gdelt_events_and_mentions_go_together(made: list[Record], tmp_path: Path) -> None:
    events, told = loaded("gdelt", made, tmp_path), loaded("gdelt-mentions", made, tmp_path)
    assert set(events.GLOBALEVENTID) == set(told.GLOBALEVENTID) and events.GLOBALEVENTID.is_unique
    joined = told.merge(events, on="GLOBALEVENTID")
    assert (joined.EventTimeDate == joined.DATEADDED).all()
    place = events[events.ActionGeo_FullName != ""].iloc[0]
    assert (place.ActionGeo_CountryCode, place.ActionGeo_FullName, place.ActionGeo_Lat) == ("SZ", "Zürich, Switzerland", "47.37")
    first = joined[joined.MentionIdentifier == "Report 1"].iloc[0]
    text = made[0].article.text
    assert text[int(first.ActionCharOffset) :].startswith("telephoned") and text[int(first.Actor1CharOffset) :].startswith("Ann")
    assert (first.MentionType, first.Confidence, first.MentionDocLen, first.SentenceID) == ("2", "80", str(len(text)), "2")


def test_values_come_back(made: list[Record], tmp_path: Path) -> None:
    row = loaded("polecat", made, tmp_path).iloc[1]
    assert (row["Event Date"], row["Event Type"], row["Contexts"], row["Country"]) == (
        "2026-01-14",
        "CONSULT",
        "economic;military",
        "Switzerland",
    )
    assert row["Actor Name"] == "'Ann' the Great of all" and row["GeoNames ID"] == "2657896"
    row = loaded("icews", made, tmp_path).iloc[0]
    assert (row["CAMEO Code"], row["Intensity"], row["Source Country"], row["Target Country"]) == ("041", "1", "United States", "Venezuela")
    row = loaded("phoenix", made, tmp_path).iloc[0]
    assert (row.Date, row.SourceActorFull, row.TargetActorFull, row.EventRootCode) == ("20260114", "USAGOV", "VENGOV", "04")
    row = loaded("petrarch", made, tmp_path).iloc[0]
    assert list(row)[:4] == ["20260114", "USAGOV", "VENGOV", "041"] and row["Event text"] == "telephoned"


@pytest.mark.skipif(not ONTOLOGY.is_dir(), reason="the published column orders are not here")
def test_columns_are_the_published_ones() -> None:
    told = json.loads((ONTOLOGY / "export_formats.json").read_text())
    for name, module in (("polecat", polecat), ("icews", icews), ("phoenix", phoenix)):
        assert told[name]["columns"] == module.COLUMNS
    columns = json.loads((ONTOLOGY / "gdelt_columns.json").read_text())
    assert [c["name"] for c in columns["events"]] == gdelt.COLUMNS
    assert [c["name"] for c in columns["mentions"]] == mentions.COLUMNS


def test_tables_of_all_events(made: list[Record], tmp_path: Path, memcon: Memcon) -> None:
    made[0].events[0].status = "denied"
    home = open_store(tmp_path / "store", create=True)
    home.keep(made, "c1")
    wanted = home.events(columns="event_id, day, actors, status, latitude")
    for format in ("csv", "jsonl", "parquet"):
        done = memcon("export", format, "--store", tmp_path / "store", "--out", tmp_path / f"t.{format}")
        assert done.returncode == 0 and done.stderr.startswith("3 rows"), done.stderr
    frame = pandas.read_csv(tmp_path / "t.csv").set_index("event_id")
    lines = pandas.read_json(tmp_path / "t.jsonl", lines=True).set_index("event_id")
    parquet = {r[0]: r for r in duckdb.sql(f"SELECT event_id, day, actors, status, latitude FROM '{tmp_path / 't.parquet'}'").fetchall()}
    for one in wanted:
        name = one["event_id"]
        assert tuple(one.values()) == parquet[name]
        assert frame.day[name] == str(lines.day[name])[:10] == str(one["day"])
        assert frame.actors[name].split(";") == lines.actors[name] == one["actors"]
        assert frame.status[name] == lines.status[name] == one["status"]
    assert "coding" not in frame.columns


def test_only_what_is_asked_for_is_exported(made: list[Record], tmp_path: Path, memcon: Memcon) -> None:
    open_store(tmp_path / "store", create=True).keep(made, "c1")
    said = memcon("export", "jsonl", "--store", tmp_path / "store", "--since", "2026-01-15")
    assert [json.loads(line)["event_id"] for line in said.stdout.splitlines()] == ["e9"]
    assert memcon("export", "jsonl", "--store", tmp_path / "store", "--dyad", "USA-CUB").stdout == ""
    for wrong in (
        ["parquet"],
        ["excel"],
        ["csv", "--records", tmp_path / "x.jsonl", "--dyad", "USA-CUB"],
        ["csv", "--out", tmp_path / "no" / "x"],
    ):
        done = memcon("export", *wrong, "--store", tmp_path / "store")
        assert done.returncode == 2 and done.stderr.startswith("memcon: ") and done.stderr.count("\n") == 1
