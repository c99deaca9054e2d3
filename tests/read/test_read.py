"""Inputs of every kind end in a report or a named error, and the parts of a page are told apart."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memcon import read
from memcon.model.errors import BadRow, MemconError, NoText, NotFound, Refused, TooLarge, Unreadable
from memcon.model.record import Report

SAMPLES = Path(__file__).parents[2] / "samples"

PASTE = """Sample republic votes on new law

The chamber met for six hours before the vote, which had been delayed twice this year.

President Jane Sample in 2024
The parliament of the sample republic passed a law on rivers on Tuesday, after a debate of six hours in the capital.
The law had been delayed twice this year because two parties could not agree on who pays for it.
What the law says
Firms must now clean the water that they use, and pay a fine where they do not, the minister told reporters.
World
Floods close the northern road for a third day in a row
Maria Example
The opposition voted against it. Its leader said that he would go to court.
"""


def kinds(report: Report) -> list[tuple[str, str]]:
    return [(b.kind, report.article.text[slice(*b.span)][:24]) for b in report.article.blocks]


def test_a_paste_is_taken_apart() -> None:
    report = read.read_text(PASTE, published="2026-05-01")
    assert report.article.title == "Sample republic votes on new law"
    assert [k for k, _ in kinds(report)] == [
        "title", "deck", "caption", "paragraph", "paragraph", "heading", "paragraph", "related", "related", "related", "paragraph",
    ]  # fmt: skip
    assert [report.article.text[slice(*r.span)].split("\n\n")[1] for r in report.related] == [
        "Floods close the northern road for a third day in a row"
    ]
    assert report.article.byline == []


def test_an_agency_text() -> None:
    report = read.read_text(
        "KYIV, March 3 (Reuters) — The two sides met on Monday in the capital and agreed to meet again soon.\n\nBy Jane Doe"
    )
    assert kinds(report)[0] == ("dateline", "KYIV, March 3 (Reuters) ")
    assert report.article.byline == ["Jane Doe"]


def test_wrapped_lines_are_one_paragraph() -> None:
    text = (
        "The two governments agreed on Monday to open the border for\ntrucks that carry food, and to talk again in the autumn about\n"
        "people who wish to visit their families on the other side.\n\nA second paragraph says who was there and what they wore that day."
    )
    assert [k for k, _ in kinds(read.read_text(text))] == ["paragraph", "paragraph"]


def test_a_page() -> None:
    report = read.read_path(SAMPLES / "20-court.html")
    article = report.article
    assert (article.title, article.outlet, article.published, article.published_basis, article.byline) == (
        "Tunisian court jails former minister for eight years", "The Harbour Post", "2026-07-07", "markup", ["Leila Marzouk"],
    )  # fmt: skip
    assert "attack attack" not in article.text
    assert "All rights reserved" not in "".join(article.text[slice(*b.span)] for b in article.blocks if b.kind == "paragraph")
    assert len(report.related) == 3


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", NoText),
        (b" \n\t ", NoText),
        (b"\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00" * 40, Unreadable),
        (b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n" + bytes(range(256)) * 20, Unreadable),
        (b"... --- !!!", NoText),
        (b"x" * (read.MAX_BYTES + 1), TooLarge),
        (b"<html><body><script>document.write('all of it')</script></body></html>", NoText),
    ],
    ids=["empty", "blank", "elf", "pdf", "marks", "large", "scripts"],
)
def test_what_cannot_be_read_is_named(data: bytes, error: type[MemconError]) -> None:
    with pytest.raises(error) as caught:
        read.read_bytes(data, name="here.txt")
    assert "here.txt" in caught.value.line() and "\n" not in caught.value.line()


@pytest.mark.parametrize(
    "data",
    [
        "Präsident traf Außenminister in Köln am Montag.".encode("latin-1"),
        "Зустріч відбулася в Києві у понеділок.".encode("utf-16"),
        "﻿A meeting took place on Monday in the capital.".encode(),
        b"word " * 200_000,
        b"<div>" * 50_000 + b"deep words here" + b"</div>" * 50_000,
        ('"' * 50_000 + " he said.").encode(),
        b"<html><body>" + b"<p>A line of words for the reader.</p>" * 20_000 + b"</body></html>",
        ("a" + "\u0301\u0323" * 200_000 + " word").encode(),
        b"a\n" * 200_000,
        b"<html><body><p>" + b"<b>bold</b> " * 70_000 + b"</p></body></html>",
        b"<!doctype html><html><head><meta charset='utf-7'></head><body><p>Words plain enough to be read by anyone.</p></body></html>",
    ],
    ids=["latin1", "utf16", "bom", "one line", "deep", "quotes", "long page", "marks", "lines", "inline", "utf-7"],
)
def test_odd_bytes_are_read(data: bytes) -> None:
    report = read.read_bytes(data)
    assert report.article.text
    check_spans(report)


def check_spans(report: Report) -> None:
    text, at = report.article.text, 0
    for block in report.article.blocks:
        assert at <= block.span[0] < block.span[1] <= len(text)
        at = block.span[1]
    starts, ends = {b.span[0] for b in report.article.blocks}, {b.span[1] for b in report.article.blocks}
    assert all(r.span[0] in starts and r.span[1] in ends for r in report.related)


@settings(deadline=None, max_examples=120)
@given(st.one_of(st.binary(max_size=800), st.text(max_size=800).map(lambda t: t.encode("utf-8", "ignore"))))
def test_any_bytes_end_in_a_report_or_a_named_error(data: bytes) -> None:
    try:
        report = read.read_bytes(data)
    except MemconError as error:
        assert "\n" not in error.line()
    else:
        check_spans(report)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=60), max_size=12).map("\n".join))
def test_normal_text_is_its_own_normal_form(text: str) -> None:
    from memcon.read.normalise import normalise

    once = normalise(text)
    assert normalise(once) == once


def test_rows_keep_their_keys_and_places(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text(
        '{"key": "a", "text": "The president of France met the king of Spain."}\nnot json\n\n{"key": "c"}\n[1]\n{"key": "d", "text": ""}\n'
    )
    out = list(read.read_rows(path))
    assert [getattr(o, "key", None) for o in out] == ["a", None, "c", None, "d"]
    assert isinstance(out[1], BadRow) and out[1].place == "in.jsonl:2"
    assert isinstance(out[4], NoText)


def test_walk(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("x")
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "c.html").write_text("x")
    (tmp_path / "d.png").write_bytes(b"x")
    assert [p.name for p in read.walk(tmp_path)] == ["c.html", "b.txt"]
    with pytest.raises(NotFound):
        list(read.walk(tmp_path / "none"))


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9/x",
        "http://localhost/x",
        "http://10.1.2.3/",
        "http://[::1]/",
        "ftp://example.org/x",
        "http://169.254.169.254/latest",
    ],
)
def test_private_addresses_are_refused(address: str) -> None:
    with pytest.raises(Refused):
        read.fetch(address)


def test_an_option_that_is_no_day() -> None:
    with pytest.raises(MemconError, match="2026-01-15"):
        read.read_text("The president met the king.", published="yesterday")


def test_a_heading_has_no_script_in_it() -> None:
    body = "<p>Iran's foreign minister met the US secretary of state on Monday &amp; went home.</p>"
    report = read.read_html(
        f"<html><body><h1>US &amp; Iran <script>alert(2)</script>talk <style>p{{}}</style>again</h1>{body}</body></html>"
    )
    assert report.article.title == "US & Iran talk again"
    assert "alert" not in report.article.text


def test_what_a_terminal_is_told_is_no_text() -> None:
    said = "\x1b[1;31mRussia\x1b[0m attacked \x1b]0;pwned\x07Kyiv\x1b[K on Monday."
    assert read.read_text(said).article.text == "Russia attacked Kyiv on Monday."


def test_a_few_words_of_another_script_have_their_language() -> None:
    assert read.read_text("中国外交部长王毅星期一在北京会见了美国国务卿。").article.language == "zh"
    assert read.read_text("Президент встретился с министром.").article.language == "ru"
    assert read.read_text("Putin met Xi.").article.language is None


@pytest.mark.parametrize("text", ['{"text": "Russia attacked."}', '[{"text": "Russia attacked."}]', '{"a": 1}\n{"a": 2}\n'])
def test_json_is_no_report(text: str) -> None:
    with pytest.raises(Unreadable, match="JSON"):
        read.read_bytes(text.encode())


@pytest.mark.parametrize("text", ["[1]\n\nRussia attacked Kyiv.", "{Russia attacked Kyiv.}", "[Reuters] Russia attacked Kyiv.", '"Russia"'])
def test_brackets_make_no_json(text: str) -> None:
    assert read.read_bytes(text.encode()).article.text == text
