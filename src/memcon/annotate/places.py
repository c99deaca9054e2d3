"""Find the places that a reading names and settle which ones they are."""

from __future__ import annotations

import math
from dataclasses import dataclass

from memcon.annotate.reading import Reading, Sentence
from memcon.model.record import Place, Span
from memcon.register.gazetteer import Spot, load_gazetteer
from memcon.register.names import words_of
from memcon.register.register import load_register

_LOCATIVE = {
    "in", "at", "near", "outside", "around", "inside", "into", "across", "throughout", "from", "to", "of", "toward", "towards", "through",
    "between", "off", "over", "via", "leaving", "reached", "visiting", "beyond", "north", "south", "east", "west", "for",
}  # fmt: skip
_FEATURES = {
    "city", "town", "village", "province", "state", "district", "region", "county", "island", "capital", "port", "airport", "suburb",
    "municipality", "governorate", "prefecture", "river", "lake", "valley", "mountains", "peninsula", "coast", "camp", "area", "oblast",
    "neighbourhood", "neighborhood", "slum", "shire", "department", "outskirts",
}  # fmt: skip
_PARTS = {"northern", "southern", "eastern", "western", "central", "north", "south", "east", "west", "downtown", "mainland", "greater"}
_SURE_POPULATION = 150_000
_BIG = 0.6


@dataclass
class _Candidate:
    sentence: Sentence
    span: Span
    spots: list[Spot]
    locative: bool
    within: str | None
    name: str
    acronym: bool


def find_places(reading: Reading) -> list[Place]:
    """The places named, in text order. A name is settled once for the whole article, by what else the article names."""
    found = [c for sentence in reading.sentences for c in _candidates(reading, sentence)]
    homes = _homes(reading, found)
    settled: dict[str, Spot] = {}
    accepted: set[str] = set()
    for c in sorted(found, key=lambda c: (c.within is None, c.span)):
        spot = _settle(c, homes)
        if c.name not in settled or c.within is not None:
            settled.setdefault(c.name, spot)
        if c.locative or c.within is not None:
            accepted.add(c.name)
    places = []
    for c in found:
        spot = settled[c.name]
        sure = spot.kind != "city" or spot.population >= _SURE_POPULATION
        if sure or c.locative or c.within is not None or (c.name in accepted and spot.population >= 15_000):
            places.append(
                Place(
                    span=c.span,
                    name=spot.name,
                    country=spot.country,
                    admin1=spot.admin1,
                    latitude=spot.latitude,
                    longitude=spot.longitude,
                    geonames=spot.geonames,
                )
            )
    return places


def _candidates(reading: Reading, sentence: Sentence) -> list[_Candidate]:
    doc = sentence.doc
    text = doc.text
    words = words_of(text)
    if not words:
        return []
    gazetteer, register = load_gazetteer(), load_register()
    # "March" is a month where it was read as one
    others = [*_other_names(reading, sentence), *((t.span[0] - sentence.span[0], t.span[1] - sentence.span[0]) for t in reading.times)]
    token_at = {t.idx: t for t in doc}
    found: list[_Candidate] = []
    shouting = text.isupper()
    at = 0
    while at < len(words):
        word = words[at]
        hit = gazetteer.find(words, at) if word.raw[:1].isupper() else None
        if hit is None:
            at += 1
            continue
        n, spots = hit
        first, last = words[at], words[at + n - 1]
        end = last.end - (2 if last.raw[-2:] in ("'s", "’s") else 0)
        raw = text[first.start : end]
        if raw.endswith("."):
            # the stop of a sentence, not of an abbreviation
            if raw.count(".") == 1 and not (len(raw) <= 5 and end < len(text.rstrip())):
                raw, end = raw[:-1], end - 1
        token = token_at.get(first.start) or next((t for t in doc if t.idx <= first.start < t.idx + len(t.text)), None)
        if token is None or _is_other(others, first.start, end) or not _may_be_place(raw, spots, token, shouting):
            at += n
            continue
        before = words[at - 1].fold if at else ""
        after = words[at + n].fold if at + n < len(words) else ""
        if _inside_longer_name(words, at, n, text, token):
            at += n
            continue
        within = _within(register, gazetteer, words, at + n, text) if last.comma_after or text[last.end : last.end + 2] == " (" else None
        locative = before in _LOCATIVE or before in _PARTS or after in _FEATURES or before in _FEATURES or (at == 0 and raw.isupper())
        start = sentence.span[0] + first.start
        found.append(
            _Candidate(
                sentence, (start, start + len(raw)), spots, locative, within, " ".join(w.fold for w in words[at : at + n]), raw.isupper()
            )
        )
        at += n
    return found


def _may_be_place(raw: str, spots: list[Spot], token: object, shouting: bool) -> bool:
    letters = [c for c in raw if c.isalpha()]
    if len(letters) <= 3 and not shouting:
        # "US", "UK", "UAE" are states; "Us" and "Bo" are mostly not
        return (
            all(c.isupper() for c in letters)
            if any(s.kind in ("country", "admin1") for s in spots)
            else len(letters) == 3 and raw.istitle()
        )
    tag = getattr(token, "tag_", "")
    if tag.startswith(("VB", "MD", "RB", "PRP", "DT", "IN", "WP", "CC")) and " " not in raw:
        return False
    return tag in ("NNP", "NNPS") or " " in raw or any(s.kind in ("country", "admin1", "continent") for s in spots)


def _inside_longer_name(words: list, at: int, n: int, text: str, token: object) -> bool:  # type: ignore[type-arg]
    """Whether capitalised neighbours make it part of another name ("Paris Hilton", "Washington Post", "Jordan Smith")."""

    def joined(left: int, right: int) -> bool:
        return text[left:right] == " "

    last = words[at + n - 1]
    if at + n < len(words):
        nxt = words[at + n]
        if nxt.raw[:1].isupper() and joined(last.end, nxt.start) and not last.possessive and nxt.fold not in _FEATURES:
            if not text[: nxt.start].strip().isupper() and not nxt.raw.isupper():
                return True
        if last.hyphen_after:
            return True
    if at:
        prev = words[at - 1]
        if prev.raw[:1].isupper() and joined(prev.end, words[at].start) and at > 1 and not prev.possessive:
            low = prev.fold
            if low not in _PARTS and low not in _LOCATIVE and low not in _FEATURES and not prev.raw.endswith("."):
                return not _title_case(words)
        if words[at].hyphen_before:
            return True
    return False


def _title_case(words: list) -> bool:  # type: ignore[type-arg]
    long = [w for w in words if len(w.raw) > 3]
    return len(long) > 3 and sum(w.raw[:1].isupper() for w in long) >= 0.8 * len(long)


def _other_names(reading: Reading, sentence: Sentence) -> list[Span]:
    """Offsets, in the sentence, of names of people and organisations."""
    spans = []
    for m in reading.mentions:
        if m.sentence != sentence.index or m.pronoun or not m.name or m.identity is None:
            continue
        if m.identity.kind == "person" and m.identity.person:
            tail = m.identity.person.split()[-1]
            words = sentence.doc[m.first : m.last]
            for t in words:
                if (t.pos_ == "PROPN" and t.text in m.identity.person) or t.text == tail:
                    spans.append((t.idx, t.idx + len(t.text)))
        elif m.identity.kind in ("organisation", "group") and m.identity.head is None and m.last - m.first > 1:
            spans.append((sentence.doc[m.first].idx, sentence.doc[m.last - 1].idx + len(sentence.doc[m.last - 1].text)))
    return spans


def _is_other(others: list[Span], start: int, end: int) -> bool:
    return any(s < end and start < e for s, e in others)


def _within(register: object, gazetteer: object, words: list, at: int, text: str) -> str | None:  # type: ignore[type-arg]
    """The state, province or country named right behind a place: "Springfield, Illinois"."""
    if at >= len(words):
        return None
    hit = load_gazetteer().find(words, at)
    if hit is None or not words[at].raw[:1].isupper():
        return None
    for spot in hit[1]:
        if spot.kind in ("country", "admin1"):
            return spot.country if spot.kind == "country" else f"{spot.country}/{spot.name}"
    return None


def _homes(reading: Reading, found: list[_Candidate]) -> dict[str, float]:
    """How much the article speaks of each state."""
    weight: dict[str, float] = {}
    for entity in reading.entities:
        if entity.country:
            weight[entity.country] = weight.get(entity.country, 0) + len(entity.mentions)
    for c in found:
        countries = {s.country for s in c.spots if s.country}
        if len(countries) == 1:
            code = next(iter(countries))
            weight[code] = weight.get(code, 0) + 1.5
    return weight


def _settle(c: _Candidate, homes: dict[str, float]) -> Spot:
    total = sum(homes.values()) or 1.0

    def score(spot: Spot) -> float:
        value = math.log10(spot.population + 10) if spot.kind == "city" else (7.5 if spot.kind == "country" else 6.2)
        if spot.country:
            value += 3.0 * min(1.0, 2 * homes.get(spot.country, 0) / total) + (0.7 if homes.get(spot.country) else 0)
        if c.within and spot.country:
            country, _, region = c.within.partition("/")
            if spot.country == country and spot.kind != "country":
                value += 10
                if region and spot.admin1 and _same_region(region, spot.admin1):
                    value += 5
                elif region and spot.admin1:
                    value -= 4
        return value

    return max(c.spots, key=score)


def _same_region(name: str, code: str) -> bool:
    spots = load_gazetteer().names.get(code.casefold(), [])
    return name == code or any(s.kind == "admin1" and s.name == name for s in spots)
