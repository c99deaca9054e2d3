"""A user's own actors: checked, kept, loaded after ours, and quickly; the register's own rows agree with each other."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from typer.testing import CliRunner

from memcon.cli.register import app
from memcon.model.errors import BadRow, NotFound, Unreadable
from memcon.register.check import check
from memcon.register.layers import add_file, remove_file
from memcon.register.names import fold
from memcon.register.register import FOLDER, Register, layer, layer_file, load_register, user_files
from memcon.register.who import who
from memcon.register.wikidata import office_of, read_result

MINE = """country,office,title,person,aliases,from,to
SEN,gov,sports minister,Awa Trial,,2024-04-05,
SEN,xx,sports minister,Bad Office,,2024-04-05,
XXX,gov,sports minister,Bad Country,,2024-04-05,
SEN,gov,sports minister,Bad Day,,2024-13-05,
SEN,gov,too short
FRA,gov,"youth, sports minister",Late Early,,2024-04-05,2023-01-01
FRA,gov,"youth, sports minister",Zoé Épreuve,,2022-04,2023
"""


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    folder = tmp_path / "own"
    monkeypatch.setenv("MEMCON_REGISTER", str(folder))
    load_register.cache_clear()
    yield folder
    load_register.cache_clear()


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_our_rows_agree() -> None:
    found = check(FOLDER, [])
    assert [f.line() for f in found if f.kind != "gap"] == []


def test_good_rows_are_kept_and_bad_ones_refused_by_line_and_column(own: Path, tmp_path: Path) -> None:
    kept, added, refused = add_file(write(tmp_path / "mine.csv", MINE))
    assert (added, kept.parent) == (2, own)
    assert [(e.place, e.message.split(":")[0]) for e in refused] == [
        ("mine.csv:3", "column 'office'"),
        ("mine.csv:4", "column 'country'"),
        ("mine.csv:5", "column 'from'"),
        ("mine.csv:6", "3 cells; expected the columns country, office, title, person, aliases, from, to"),
        ("mine.csv:7", "column 'to'"),
    ]
    assert load_register().refused == []
    found = who("Awa Trial", "2025-01-01", register=load_register())
    assert found is not None and (found.country, found.sector, found.office) == ("SEN", "GOV", "sports minister")
    assert user_files() == [kept]
    remove_file("mine")
    assert user_files() == [] and who("Awa Trial", "2025-01-01", register=load_register()) is None


@pytest.mark.parametrize(
    ("text", "phrase", "sector"),
    [
        ("name,country,sector\nTrial Front,MLI,REB\n", "the Trial Front", "REB"),
        ("phrase,sector\nfloodkeeper,AGR\n", "Malian floodkeepers", "AGR"),
        ("code,name,plover,sector\nTRY,Trial Pact,IGO,MIL\n", "the Trial Pact", "MIL"),
    ],
)
def test_every_table_can_be_layered(own: Path, tmp_path: Path, text: str, phrase: str, sector: str) -> None:
    _, added, refused = add_file(write(tmp_path / "mine.csv", text))
    assert (added, refused) == (1, [])
    found = who(phrase, None, register=load_register())
    assert found is not None and found.sector == sector


def test_a_file_of_no_table_is_refused_whole(own: Path, tmp_path: Path) -> None:
    for text in ("", "a,b\n1,2\n", "\x00\x01"):
        with pytest.raises(BadRow):
            add_file(write(tmp_path / "mine.csv", text))
    with pytest.raises(NotFound):
        add_file(tmp_path / "none.csv")
    with pytest.raises(NotFound):
        remove_file("../../etc/passwd")


def test_a_hundred_thousand_actors_load(tmp_path: Path) -> None:
    syllables = ["ka", "lo", "mi", "té", "ten", "vo", "shi", "ber", "d'an", "ur", "gel-", "pro", "ny", "sa", "tek", "ø", "bo", "li"]
    named = product(syllables, repeat=4)
    rows = [f"FRA,leg,member,{a.title()}{b} {c.title()}{d}el,Old {c.title()}{d}{a},2001-02-03,2009-01" for a, b, c, d in named][:100_000]
    assert len(rows) == 100_000
    path = write(tmp_path / "many.csv", "\n".join(["country,office,title,person,aliases,from,to", *rows, ""]))
    register = Register()
    layer(register, FOLDER)
    assert layer_file(register, path) == 100_000


def binding(**cells: str) -> dict[str, dict[str, str]]:
    return {k: {"type": "literal", "value": v} for k, v in cells.items()}


def test_wikidata_results_become_rows(own: Path, tmp_path: Path) -> None:
    results = [
        binding(
            person="http://www.wikidata.org/entity/Q1",
            personLabel="Taro Trial",
            positionLabel="Minister for Foreign Affairs of Japan",
            iso="JPN",
            start="1999-12-26T00:00:00Z",
            startPrecision="11",
            end="2001-01-01T00:00:00Z",
            endPrecision="9",
            aliases="Tarou Trial;TT",
        ),
        binding(personLabel="Q55", positionLabel="Prime Minister of Japan", iso="JPN", start="2001-01-01T00:00:00Z"),
        binding(personLabel="No Office", positionLabel="Vice Minister of Finance", iso="JPN", start="2001-01-01T00:00:00Z"),
        binding(personLabel="No Day", positionLabel="Prime Minister of Japan", iso="JPN"),
        {"person": "no cell"},
    ]
    path = write(tmp_path / "query.json", json.dumps({"head": {}, "results": {"bindings": results}}))
    rows, refused = read_result(path)
    assert rows == [
        ["JPN", "fm", "minister for foreign affairs", "Taro Trial", "Tarou Trial", "1999-12-26", "2001", "appointed", "wikidata:Q1", ""]
    ]
    assert [e.place for e in refused] == [f"query.json:result {n}" for n in (2, 3, 4, 5)]
    ran = CliRunner().invoke(app, ["import", "wikidata", str(path)])
    assert ran.exit_code == 3 and "1 row added, 4 refused" in ran.output
    found = who("Taro Trial", "2000-06-01", register=load_register())
    assert found is not None and found.office == "minister for foreign affairs"
    with pytest.raises(Unreadable):
        read_result(write(tmp_path / "no.json", "[1]"))


@pytest.mark.parametrize(
    ("label", "office"),
    [
        ("President of the Republic of Finland", "hos"),
        ("Prime Minister of the United Kingdom", "hog"),
        ("Japanese Minister of Defense", "dm"),
        ("Vice President of Brazil", "vp"),
        ("Deputy Minister of Finance", None),
        ("member of the Bundestag", None),
    ],
)
def test_positions_have_the_office_of_their_title(label: str, office: str | None) -> None:
    assert office_of(label, load_register().offices)[1] == office


def test_check_finds_what_is_wrong(own: Path) -> None:
    own.mkdir()
    write(
        own / "wrong.csv",
        "country,office,title,person,aliases,from,to,standing,source,checked\n"
        "FRA,hos,president,Second Holder,,2018-01-01,2019-01-01,elected,unchecked,\n"
        "FRA,hos,president,Acting Holder,,2018-01-01,2019-01-01,acting,unchecked,\n"
        "FRA,hos,president,Bad Day,,2018-02-30,,elected,unchecked,\n"
        "QQQ,hos,president,Bad Country,,1900-01-01,1901,chosen,unchecked,2999-01-01\n",
    )
    lines = [(f.kind, f.place, f.column) for f in check(FOLDER, user_files()) if f.kind != "gap"]
    assert sorted(lines) == [
        ("code", "wrong.csv:5", "country"),
        ("code", "wrong.csv:5", "standing"),
        ("day", "wrong.csv:4", "from"),
        ("day", "wrong.csv:5", "checked"),
        ("overlap", "wrong.csv:2", "from"),
    ]
    ran = CliRunner().invoke(app, ["check"])
    assert ran.exit_code == 3 and "wrong.csv:2: from: FRA president: Second Holder" in ran.output


def test_holders_of_a_title_are_those_that_a_search_of_all_finds() -> None:
    register = load_register()
    title = "finance minister"
    wanted = [h for h in register.holders("FRA", "fin", "2010-06-01") if fold(h.title) == title]
    assert register.holders("FRA", "fin", "2010-06-01", (title,)) == wanted
    assert register.holders("FRA", "fin", "2010-06-01", ("no such title",)) == []
