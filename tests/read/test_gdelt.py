"""GDELT's files as a source of addresses."""

from __future__ import annotations

import io
import zipfile

import pytest

import memcon.read.sources.gdelt as gdelt
from memcon.model.errors import TooLarge, Unreadable
from memcon.read.sources.gdelt import is_file_list, is_gdelt, read_articles, read_files


def line(width: int, **cells: str) -> bytes:
    """A row of a table with the cells named ``cN`` filled."""
    row = [""] * width
    for name, text in cells.items():
        row[int(name[1:])] = text
    return "\t".join(row).encode() + b"\n"


def zipped(data: bytes, name: str = "20260303100000.export.CSV") -> bytes:
    """A table as GDELT packs it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return out.getvalue()


A, B = "http://news.example/a", "https://news.example/b"
EVENTS = (
    line(61, c60=A, c59="20260303101500") + line(61, c60=A, c59="20260304000000") + line(61, c60="BBC Monitoring", c59="20260303000000")
)
MENTIONS = (
    line(16, c5=A, c3="1", c2="20260303101500", c4="news.example")
    + line(16, c5=B, c3="1", c2="20260303101500", c14="srclc:deu;eng:GT-DEU 1.0")
    + line(16, c5="JSTOR 1", c3="5", c2="20260303101500")
)
GRAPH = line(27, c4=B, c1="20260303101500", c2="1", c3="news.example") + line(27, c4=A, c1="soon", c2="2")


@pytest.mark.parametrize(
    ("data", "wanted"),
    [
        (EVENTS, [(A, "2026-03-03", None)]),
        (MENTIONS, [(A, "2026-03-03", "news.example")]),
        (GRAPH, [(B, "2026-03-03", "news.example")]),
        (line(58, c57=B, c56="20130403"), [(B, "2013-04-03", None)]),
        (EVENTS + b"half a row\n" + b"\xff\xfe" * 10, [(A, "2026-03-03", None)]),
    ],
)
def test_addresses_of_a_table(data: bytes, wanted: list[tuple[str, str | None, str | None]]) -> None:
    for packed in (data, zipped(data)):
        assert is_gdelt(packed, "x.CSV.zip")
        assert [(e.address, e.day, e.outlet) for e in read_articles(packed, "x")] == wanted


def test_what_is_no_table() -> None:
    assert not is_gdelt(b"a\tb\tc\n") and not is_gdelt(b"") and not is_gdelt(zipped(EVENTS), "news.zip")
    for data in (b"a\tb\n", b"", zipped(b"a\tb\n"), zipped(EVENTS)[:-30], zipped(EVENTS)[:60] + b"x" * 60 + zipped(EVENTS)[120:]):
        with pytest.raises(Unreadable):
            read_articles(data, "x")


def test_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gdelt, "_MOST_UNPACKED", 1_000_000)
    with pytest.raises(TooLarge, match="unpacks"):
        read_articles(zipped(EVENTS + b"\0" * 2_000_000), "bomb")
    monkeypatch.setattr(gdelt, "_MOST_ENTRIES", 1)
    with pytest.raises(TooLarge, match="articles"):
        read_articles(EVENTS + line(61, c60=B, c59="20260303101500"), "many")
    monkeypatch.setattr(gdelt, "MAX_FILE", 10)
    with pytest.raises(TooLarge):
        read_articles(EVENTS, "large")


def test_lists_of_files() -> None:
    rows = [
        f"{n} {'ab' * 16} http://data.example/20260303101500.{kind}.zip" for n, kind in enumerate(("export.CSV", "mentions.CSV", "gkg.csv"))
    ]
    told = "\n".join(rows).encode()
    assert is_file_list(told) and not is_file_list(EVENTS) and not is_file_list(b"<rss>") and not is_gdelt(told)
    assert read_files(told, "x") == ["http://data.example/20260303101500.mentions.CSV.zip"]
    assert read_files(rows[0].encode(), "x") == ["http://data.example/20260303101500.export.CSV.zip"]
    assert read_files(rows[2].encode(), "x") == []
    with pytest.raises(TooLarge):
        read_files(b"\n".join([rows[0].encode()] * 201), "x")
