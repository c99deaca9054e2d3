"""Make many records of made-up happenings from a few real ones, to measure gathering: ``vary_records.py RECORDS.jsonl COUNT > MANY.jsonl``.

A happening is a real record whose words, countries, numbers and days are exchanged, each word for one of the same length so that every
span still holds; it is told by one to forty reports: copies with other headlines, cut copies, and reports in other words. The same
seed gives the same records.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

import msgspec

from memcon.gather.words import known_names, stop_words
from memcon.model.record import Record

PART = 0.75  # of the words that tell of a happening, as many are exchanged
RATE = 500  # articles a day, about what a wire and its papers give
_WORD = re.compile(r"[^\W\d_]+|\d+")
_COUNTRIES = (
    "USA CHN RUS UKR GBR FRA DEU JPN IND PAK IRN IRQ ISR PSE EGY SAU TUR SYR NGA KEN ETH SDN ZAF BRA ARG COL VEN MEX CAN AUS "
    "IDN PHL VNM THA KHM MMR KOR PRK POL ROU HUN SRB GRC ITA ESP PRT NLD BEL SWE NOR FIN DNK EST LVA LTU BLR GEO ARM AZE KAZ "
    "UZB AFG YEM LBY TUN DZA MAR"
).split()
_SIZES = [1] * 40 + [2] * 18 + [3] * 12 + [4] * 8 + [6] * 8 + [10] * 6 + [15] * 4 + [25] * 2 + [40]


class Words:
    """Words to exchange words for, by length: common ones as often as some records have them, and names.

    Half of the names are ones that the news is full of, the n-th used 1/n as often as the first; the others are made up and rare.
    """

    def __init__(self, records: Sequence[Record]) -> None:
        self.by_length: dict[int, list[str]] = defaultdict(list)
        for record in records:
            for word in _WORD.findall(record.article.text):
                if exchanged(word) and word.islower():
                    self.by_length[len(word)].append(word)
        self.known: dict[int, list[str]] = defaultdict(list)
        for word in sorted(known_names(), key=lambda w: (hash_of(w), w)):
            if word.isalpha():
                self.known[len(word)].append(word.capitalize())

    def other(self, word: str, rng: random.Random) -> str:
        """Another word of the same length and case; a number of as many figures."""
        if word[0].isdigit():
            return "".join(rng.choice("123456789") for _ in word)
        if word[0].isupper():
            known = self.known.get(len(word)) or [word]
            return known[int(len(known) ** rng.random()) - 1] if rng.random() < 0.5 else _name(len(word), rng)
        return rng.choice(self.by_length.get(len(word)) or [word])


def _name(length: int, rng: random.Random) -> str:
    return "".join(rng.choice("aeiou" if at % 2 else "bdfghklmnprstvz") for at in range(length)).capitalize()


def hash_of(word: str) -> int:
    """A number that is the same on every machine, to order words without sense."""
    return zlib.crc32(word.encode())


def exchanged(word: str) -> bool:
    """Whether a word tells of the happening: no common word, no year."""
    if word[0].isdigit():
        return len(word) != 4
    return len(word) > 3 and word.lower() not in stop_words()


def variations(records: Sequence[Record], count: int, days: int, seed: int = 7, part: float = PART) -> Iterator[Record]:
    """``count`` records of made-up happenings spread over so many days, in the order of their days.

    ``part`` of a record's words are exchanged; the others are what all the happenings made from one record have in common.
    """
    rng = random.Random(seed)
    words = Words(records)
    reports: list[tuple[int, int, int, int]] = []
    happening = 0
    while len(reports) < count:
        happening += 1
        day = rng.randrange(days)
        for edition in range(rng.choice(_SIZES)):
            reports.append((day + rng.choice((0, 0, 0, 1, 1, 2)), happening, edition, len(reports)))
    for day, number, edition, at in sorted(reports[:count]):
        yield _vary(records[number % len(records)], words, number, edition, day, at, part)


def _vary(base: Record, words: Words, happening: int, edition: int, day: int, at: int, part: float) -> Record:
    rng = random.Random(f"happening {happening}")
    known: dict[str, str] = {}
    own = random.Random(f"edition {happening} {edition}")
    # every second report is in other words, the rest are copies
    rewritten = 0.3 if edition and edition % 2 == 0 else 0.0

    def exchange(found: re.Match[str]) -> str:
        word = found[0]
        if not exchanged(word):
            return word
        if word not in known:
            known[word] = words.other(word, rng) if rng.random() < part else word
        return words.other(word, own) if rewritten and own.random() < rewritten else known[word]

    record = msgspec.json.decode(msgspec.json.encode(base), type=Record)
    article = record.article
    text = _WORD.sub(exchange, article.text)
    title = _WORD.sub(exchange, article.title or "")
    if edition % 2 and edition > 1:
        title = " ".join(own.sample(title.split(), len(title.split())))
    codes = dict(zip(_COUNTRIES, rng.sample(_COUNTRIES, len(_COUNTRIES)), strict=True))
    for actor in record.actors:
        actor.name = _WORD.sub(lambda m: known.get(m[0], m[0]), actor.name)
        actor.country = codes.get(actor.country or "", actor.country)
    shift = timedelta(days=day) + (date(2026, 1, 1) - date.fromisoformat((base.article.published or "2026-01-01")[:10]))
    told = date(2026, 1, 1) + timedelta(days=day)
    for event in record.events:
        if event.date is not None:
            event.date.start, event.date.end = _shifted(event.date.start, shift), _shifted(event.date.end, shift)
    article.text, article.title = _cut(record, text, own) if edition % 4 == 3 else text, title
    article.id, article.outlet, article.published = f"{at:016x}", f"paper{own.randrange(400)}.example", told.isoformat()
    article.url, article.byline = None, []
    return record


def _shifted(day: str | None, shift: timedelta) -> str | None:
    try:
        return (date.fromisoformat(day) + shift).isoformat() if day else None
    except (ValueError, OverflowError):
        return None


def _cut(record: Record, text: str, rng: random.Random) -> str:
    """The beginning of a text, and of the record what lies within."""
    end = text.find("\n", int(len(text) * rng.uniform(0.4, 0.8)))
    if end < 0:
        return text
    record.statements = [s for s in record.statements if all(e <= end for _, e in s.content)]
    kept = {s.id for s in record.statements}
    record.events = [e for e in record.events if e.trigger[1] <= end]
    for event in record.events:
        event.evidence = [(s, e) for s, e in event.evidence if e <= end] or [event.trigger]
        event.statements = [s for s in event.statements if s in kept]
    return text[:end]


def main() -> None:
    """Write the records as JSON lines to standard output."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("records", type=Path)
    parser.add_argument("count", type=int)
    parser.add_argument("--days", type=int, help=f"days to spread them over; by default {RATE} articles a day")
    parser.add_argument("--part", type=float, default=PART, help=f"part of the words that is exchanged; by default {PART}")
    given = parser.parse_args()
    records = read(given.records)
    for record in variations(records, given.count, given.days or max(1, given.count // RATE), part=given.part):
        sys.stdout.buffer.write(msgspec.json.encode(record) + b"\n")


def read(path: Path) -> list[Record]:
    """Records from JSON lines; lines that hold none are passed over."""
    found = []
    with path.open("rb") as lines:
        for line in lines:
            try:
                found.append(msgspec.json.decode(line, type=Record))
            except msgspec.DecodeError:
                continue
    return [r for r in found if r.article.text]


if __name__ == "__main__":
    main()
