"""Where and when the acts of sixty short passages took place, as the record says it (casebook/scenes.csv)."""

from __future__ import annotations

import csv
from collections import Counter
from functools import lru_cache
from pathlib import Path

from memcon import read
from memcon.casebook.parse import is_held_out
from memcon.coder import Options, code_reports
from memcon.model.record import Event, Record

SCENES = Path(__file__).parents[2] / "casebook" / "scenes.csv"
Passage = tuple[str, str, list[dict[str, str]]]  # the report's day, its text, its acts


@lru_cache(maxsize=1)
def passages() -> tuple[Passage, ...]:
    """Each passage with its acts; a row without a text has another act of the row before it."""
    found: list[Passage] = []
    with SCENES.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            if row["text"]:
                found.append((row["day"], row["text"], []))
            found[-1][2].append(row)
    return tuple(found)


@lru_cache(maxsize=2)
def counts(held_out: bool) -> Counter[str]:
    """How many places and days are told, given and right in the third that tunes nothing, or in the others."""
    told = [p for p in passages() if is_held_out(p[1], 3) == held_out]
    found: Counter[str] = Counter()
    records = code_reports([read.read_text(text, published=day) for day, text, _ in told], Options())
    for (_, _, acts), record in zip(told, records, strict=True):
        for act in acts:
            event = next((e for e in record.events if act["act"] in record.article.text[slice(*e.trigger)]), None)
            if act["start"] != "?":
                given = (event.date.start or "", event.date.end or "") if event and event.date else ("", "")
                count(found, "days", any((act["start"], act["end"])), any(given), given == (act["start"], act["end"]))
            if act["place"] != "?":
                count(found, "places", bool(act["place"]), bool(event and event.place), is_at(event, record, act["place"].split("|")))
    return found


def count(found: Counter[str], name: str, told: bool, given: bool, right: bool) -> None:
    """Add one act's day or place."""
    found[f"{name} told"] += told
    found[f"{name} given"] += given
    found[f"{name} right"] += given and right


def is_at(event: Event | None, record: Record, names: list[str]) -> bool:
    """Whether an event's place has one of these names, by the gazetteer or in the text."""
    place = event.place if event else None
    return place is not None and (place.name in names or (place.span is not None and record.article.text[slice(*place.span)] in names))


def test_there_are_sixty() -> None:
    assert len(passages()) >= 60


def test_places_of_the_part_that_may_be_tuned_on() -> None:
    told = counts(held_out=False)
    assert told["places right"] >= 0.71 * told["places told"]
    assert told["places right"] >= 0.98 * told["places given"]


def test_days_of_the_part_that_may_be_tuned_on() -> None:
    told = counts(held_out=False)
    assert told["days right"] >= 0.73 * told["days told"]
    assert told["days right"] >= 0.92 * told["days given"]


def test_places_and_days_of_the_held_out_third() -> None:
    told = counts(held_out=True)
    assert told["places right"] >= 0.71 * told["places told"]
    assert told["places right"] >= 0.9 * told["places given"]
    assert told["days right"] >= 0.85 * told["days told"]
    assert told["days right"] >= 0.95 * told["days given"]
