"""What is a copy and what is not: reprints, cuts, other headlines; and reports in other words that quote the same speech."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from pathlib import Path

import pytest

from memcon.gather.agencies import agency_of
from memcon.gather.cells import Cells
from memcon.gather.copies import Copy, folds, independent
from memcon.gather.gathering import Gathering
from memcon.gather.topics import Item, digest_of_text, topics_of

# ten reports written for this test: five by other hands of one happening, four of them with one long quotation, and five of what resembles
# it; the eleventh paragraph is the background that every paper of the region prints below
*TEXTS, EXTRA = (" ".join(p.split()) for p in (Path(__file__).parent / "strait.txt").read_text(encoding="utf-8").split("\n\n"))


TODAY = date(2026, 5, 6)


def sentences(text: str) -> list[str]:
    return [s + "." for s in text.rstrip(".").split(". ")]


def copies_of(text: str) -> list[tuple[str, str]]:
    parts = sentences(text)
    return [
        ("New headline", text),
        ("Cut at the end", " ".join(parts[: max(3, len(parts) * 2 // 3)])),
        ("Credit", "MORN, May 4 (Reuters) - " + text),
        ("Paragraph added", text + "\n\n" + sentences(EXTRA)[0]),
        ("One sentence dropped", " ".join(parts[:1] + parts[2:])),
        ("Broken into lines", text.replace(". ", ".\n\n")),
    ]


@pytest.mark.parametrize("text", TEXTS)
def test_copies_are_folded(text: str) -> None:
    reports = [("Original", text), *copies_of(text)]
    with Gathering() as gathering:
        for at, (title, words) in enumerate(reports):
            gathering.add_digest(digest_of_text(Item(str(at), "2026-05-04", title + " on the Lassen strait", words)))
        assert gathering.folds() == [sorted(map(str, range(len(reports))))]


def test_what_is_not_a_copy_is_not_folded() -> None:
    """All pairs of two texts and of one text's copies with another's: of more than 2,000, none."""
    items = [(at, title, words) for at, text in enumerate(TEXTS) for title, words in [("Report", text), *copies_of(text)]]
    with Gathering() as gathering:
        for number, (_, title, words) in enumerate(items):
            gathering.add_digest(digest_of_text(Item(f"{number:03d}", "2026-05-04", f"{title}: the Lassen strait", words)))
        found = gathering.folds()
    wrong = [(a, b) for fold in found for a, b in combinations(fold, 2) if items[int(a)][0] != items[int(b)][0]]
    pairs = sum(a[0] != b[0] for a, b in combinations(items, 2))
    assert pairs > 2_000
    assert wrong == []
    assert len(found) == len(TEXTS)


def test_a_short_cut_of_a_long_text_is_a_copy() -> None:
    long = " ".join(TEXTS)
    short = sentences(TEXTS[0])
    copies = [Copy("a", "Agency", long), Copy("b", "Paper", " ".join(short[:4]) + " " + " ".join(sentences(TEXTS[1])[:2]))]
    titled = [Item(c.id, "2026-05-04", "Orvalia's Lindqvist leaves the Lassen strait talks at Morn", c.text) for c in copies]
    with Gathering() as gathering:
        for item in titled:
            gathering.add_digest(digest_of_text(item))
        assert gathering.folds() == [["a", "b"]]


def test_a_footer_makes_no_copies() -> None:
    footer = "\n\n" + EXTRA
    copies = [Copy(str(at), None, text + footer) for at, text in enumerate(TEXTS[5:])]
    assert len(folds(copies)) == len(copies)


@pytest.mark.parametrize(
    ("text", "byline", "outlet", "agency"),
    [
        ("OSLO, May 4 (Reuters) - Ministers met.", (), "Daily One", "Reuters"),
        ("PARIS (AP) — Ministers met.", (), None, "AP"),
        ("MOSCOW, May 4. /TASS/. Ministers met.", (), None, "TASS"),
        ("BEIJING, May 4 (Xinhua) -- Ministers met.", (), None, "Xinhua"),
        ("Ministers met in Rome.", ("Ann Roe, Associated Press",), "Daily One", "AP"),
        ("Ministers met in Rome.", ("Agence France-Presse",), None, "AFP"),
        ("Ministers met in Rome.\n\n© 2026 AFP", (), None, "AFP"),
        ("Ministers met in Rome.\n\nSource: Reuters", (), None, "Reuters"),
        ("Ministers met in Rome.\n\n(dpa)", (), None, "dpa"),
        ("Ministers met in Rome.", (), "https://www.reuters.com", "Reuters"),
        ("Ministers met in Rome, Reuters reported, citing two people.", (), "Daily One", None),
        ("Ministers met in Rome, the AP said.", ("Ann Roe",), "www.daily.example", None),
        ("", (), None, None),
    ],
)
def test_credit_lines(text: str, byline: tuple[str, ...], outlet: str | None, agency: str | None) -> None:
    assert agency_of(text, byline, outlet) == agency


def test_text_of_one_agency_is_one_report() -> None:
    copies = [
        Copy("a", "Daily One", "OSLO, May 4 (Reuters) - " + TEXTS[0]),
        Copy("b", "Paper Two", "MORN, May 5 (Reuters) - " + TEXTS[2]),
        Copy("c", "Paper Two", TEXTS[1]),
        Copy("d", "www.paper-two.example", TEXTS[4]),
        Copy("e", "paper-two.example", TEXTS[5]),
    ]
    assert independent(copies) == 3


def test_a_paper_with_the_text_of_two_agencies_does_not_make_them_one() -> None:
    copies = [
        Copy("a", "Daily", "OSLO (Reuters) - " + TEXTS[0]),
        Copy("b", "Daily", "OSLO (AP) - " + TEXTS[2]),
        Copy("c", "Daily", TEXTS[4]),
    ]
    assert independent(copies) == 3


def test_a_thousand_reprints_cost_a_thousand_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    looks = []
    load = Cells._load
    monkeypatch.setattr(Cells, "_load", lambda self, number: looks.append(number) or load(self, number))  # type: ignore[func-returns-value]
    with Gathering() as gathering:
        for at in range(1000):
            gathering.add_digest(digest_of_text(Item(f"{at:04d}", "2026-05-04", "Strait", f"{TEXTS[0]} Edition {at // 2}.")))
        assert len(gathering.folds()) == 1
        assert any("1000 are one text" in w for w in gathering.warnings(TODAY))
    assert len(looks) <= 4000


def test_a_thousand_undated_and_future_articles() -> None:
    items = [Item(f"{at:04d}", None if at % 2 else "2190-01-01", f"Strait {at}", TEXTS[at % len(TEXTS)]) for at in range(1000)]
    with Gathering() as gathering:
        for item in items:
            gathering.add_digest(digest_of_text(item))
        warnings = gathering.warnings(TODAY)
        assert len(gathering.topics()) == 1000
    assert any(w.startswith("500 without a date") for w in warnings)
    assert any(w.startswith("500 dated after today") for w in warnings)


def test_odd_days_and_texts() -> None:
    items = [
        Item("a", "2026-13-45", None, "x"),
        Item("b", "", None, ""),
        Item("c", None, "", "\ud800 \x00"),
        Item("d", "nonsense", "t", "1 2 3"),
    ]
    assert len(topics_of(items)) == 4
