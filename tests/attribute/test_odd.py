"""Odd marks, doubled pages and long transcripts: no statement is lost, the record warns."""

from __future__ import annotations

from memcon.annotate.quotes import find_quotes
from memcon.coder import code_report
from memcon.evaluate.gold import code_texts
from memcon.model.record import Block, Record
from memcon.read import read_text


def coded(text: str) -> Record:
    return next(code_texts([(text, "2026-01-15")], fast=True, whole=False))


def test_an_odd_number_of_marks_warns_and_keeps_the_statement() -> None:
    record = coded('The minister said: "We will sign the treaty in Geneva.\n\nFrance welcomed the offer.')
    assert any("quotation marks" in w for w in record.warnings)
    said = [record.article.text[s:e] for one in record.statements for s, e in one.content]
    assert "We will sign the treaty in Geneva." in said
    assert "the offer" in said


def test_paragraphs_printed_twice_are_told_once() -> None:
    page = "Egypt's foreign minister said on Monday that the crossing at Rafah had opened for aid trucks.\n\nIsrael confirmed it."
    once, twice = coded(page), coded(page.replace("\n\n", "\n\n" + page.split("\n\n")[0] + "\n\n", 1))
    assert any("printed twice" in w for w in twice.warnings)
    assert len(twice.statements) == len(once.statements)


def test_quotations_of_a_long_transcript_are_found_in_one_pass() -> None:
    line = 'He said, "We met them in Doha." '
    text = line * 60_000  # 2 MB
    found = find_quotes(text, [Block(kind="paragraph", span=(0, len(text)))])
    assert text[slice(*found[0])] == "We met them in Doha."
    assert len(found) <= 20_001


def test_an_apostrophe_opens_nothing() -> None:
    text = "The workers' pay, the drivers' and the miners' was cut. 'We stay,' they said."
    found = find_quotes(text, [Block(kind="paragraph", span=(0, len(text)))])
    assert [text[s:e] for s, e in found] == ["We stay,"]


def test_a_broken_quotation_is_one_statement() -> None:
    record = coded('"We are ready," Prime Minister Edi Marku said. "We have always been ready."')
    assert [[record.article.text[s:e] for s, e in one.content] for one in record.statements] == [
        ["We are ready,", "We have always been ready."]
    ]


def test_a_question_that_ends_a_quotation_belongs_to_the_name_behind_it() -> None:
    record = coded('"Who would have believed it when we began?" Marku said on Friday.')
    assert [record.article.text[slice(*one.content[0])] for one in record.statements] == ["Who would have believed it when we began?"]


def test_a_day_that_has_not_come_and_none_at_all_warn_in_the_record() -> None:
    text = "Egypt's foreign minister met Sudan's president in Cairo on Monday and they talked about the dam for two hours."
    ahead, past, never = (code_report(read_text(text, published=day)) for day in ("2199-01-01", "2026-01-15", None))
    assert any("a day that has not come" in w for w in ahead.warnings)
    assert not past.warnings
    assert any("no day of publication" in w for w in never.warnings)
