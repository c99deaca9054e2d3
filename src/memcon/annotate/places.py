"""Find the places that a reading names and settle which ones they are."""

from __future__ import annotations

import math
import re
import tomllib
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from memcon.annotate.reading import Mention, Reading, Sentence
from memcon.model.record import Place, Span
from memcon.register.gazetteer import FOLDER, Gazetteer, Spot, load_gazetteer
from memcon.register.names import Word, fold, words_of
from memcon.register.register import load_register

if TYPE_CHECKING:
    from spacy.tokens import Token

_SURE_POPULATION = 150_000
_EVERYDAY_POPULATION = 100_000
_FAMOUS_POPULATION = 1_000_000
_WEAK_POPULATION = 5000
_WATERS = {"river", "sea", "mountains", "desert"}
_WIDE = {"country", "admin1", "region", "continent"}
_NEAR = ((60.0, 1.6), (160.0, 1.0), (400.0, 0.5))  # kilometres to a place that is certain, and what that speaks for
_EARTH = 111.2  # kilometres a degree
_MOST_ANCHORS = 60
_IN = re.compile(r",? (?:in (?:the )?(?:\w+ )?)?")  # between a place and the one that it lies in
# bare forms of states that are no everyday words
_SHORT_STATES = {"us", "uk", "usa", "uae", "eu", "drc"}


@dataclass(frozen=True)
class _Words:
    """The word lists of phrases.toml."""

    inside: frozenset[str]
    of: frozenset[str]
    features: frozenset[str]
    parts: frozenset[str]
    attributes: frozenset[str]
    names_of: frozenset[str]
    never: frozenset[str]
    governing: frozenset[str]
    given: frozenset[str]
    institutions: frozenset[str]
    settlements: frozenset[str]
    placing: frozenset[str]
    trusted: frozenset[str]


@lru_cache(maxsize=1)
def _phrases() -> _Words:
    with (FOLDER / "phrases.toml").open("rb") as handle:
        lists = tomllib.load(handle)
    keys = ("in", "of", "features", "parts", "attributes", "names_of", "never", "governing", "given", "institutions")
    return _Words(*(frozenset(lists[key]) for key in (*keys, "settlements", "placing", "trusted")))


@lru_cache(maxsize=1)
def _never_first() -> frozenset[str]:
    return frozenset(name.split(" ")[0] for name in _phrases().never)


@dataclass
class _Candidate:
    """A name that may be a place's. ``strong``: something is said to be there; ``weak``: it may be a person's or body's name too."""

    span: Span
    name: str
    raw: str
    spots: list[Spot]
    strong: bool = False
    weak: bool = False
    listed: bool = False
    person: bool = False
    the: bool = False
    beside: list[str] = field(default_factory=list)
    fixed: Spot | None = None


def find_places(reading: Reading) -> list[Place]:
    """The places named, in text order. A name is settled once for the whole article, by what else the article names."""
    people = _people(reading)
    found: list[_Candidate] = []
    named: set[str] = set()
    mentions = _by_sentence(reading)
    for sentence in reading.sentences:
        others = _other_names(mentions.get(sentence.index, ()), sentence)
        # "March" is a month where it was read as one
        others += [(t.span[0] - sentence.span[0], t.span[1] - sentence.span[0]) for t in reading.times_in(sentence.span)]
        found += _candidates(sentence, others, people, named)
    settled = _settle(reading, found)
    for c in found:
        # "New Jersey, New York and Connecticut": among states it is the state
        states = [s for s in c.spots if s.kind == "admin1"]
        if c.fixed is None and states and settled[c.name].kind == "city" and c.beside:
            if all(settled[n].kind == "admin1" and settled[n].country == states[0].country for n in c.beside if n in settled):
                c.fixed = states[0]
    accepted = {c.name for c in found if (c.strong or c.fixed is not None) and not c.person}
    places = [place_at(c.span, c.fixed or settled[c.name]) for c in found if _accept(c, c.fixed or settled[c.name], accepted, named)]
    places += _unlisted(reading, places, people)
    return sorted(places, key=lambda p: p.span or (0, 0))


def _unlisted(reading: Reading, known: list[Place], people: set[str]) -> list[Place]:
    """Places that the text calls so and no gazetteer of ours has: "the village of Kan Thar", "near Mpeti".

    Where they lie is unknown but for a place that they are said to be in: "the village of Kan Thar in Sagaing".
    """
    found = []
    text = reading.article.text
    known = sorted((p for p in known if p.span), key=lambda p: p.span or (0, 0))
    busy = [p.span for p in known if p.span]
    mentions = _by_sentence(reading)
    for sentence in reading.sentences:
        if sentence.kind == "title":
            continue
        others = _other_names(mentions.get(sentence.index, ()), sentence)
        taken = 0
        for start, end in (*_of_settlements(sentence), *_strange_names(sentence, others, people)):
            name = sentence.text[start:end].rstrip(".,;:")
            span: Span = (sentence.span[0] + start, sentence.span[0] + start + len(name))
            near = bisect_left(busy, span)
            if span[0] < taken or any(s < span[1] and span[0] < e for s, e in busy[max(0, near - 1) : near + 1]):
                continue
            taken = span[1]
            beyond = known[near] if near < len(busy) and _IN.fullmatch(text[span[1] : min(busy[near][0], span[1] + 30)]) else None
            found.append(Place(span=span, name=name, country=beyond.country if beyond else None, admin1=beyond.admin1 if beyond else None))
    return found


def _of_settlements(sentence: Sentence) -> Iterator[Span]:
    """Offsets of capitalised names behind "the village of"."""
    if " of " not in sentence.text:
        return
    lists = _phrases()
    words = words_of(sentence.text)
    for at, word in enumerate(words[:-2]):
        if word.fold not in lists.settlements or word.raw[0].isupper() or words[at + 1].fold != "of" or word.comma_after:
            continue
        last = at + 2
        while last < len(words) and last < at + 6 and words[last].raw[0].isupper():
            last += 1
            if words[last - 1].comma_after or words[last - 1].possessive:
                break
        if last > at + 2 and not words[last - 1].possessive:
            yield words[at + 2].start, words[last - 1].end


def _strange_names(sentence: Sentence, others: list[Span], people: set[str]) -> Iterator[Span]:
    """Offsets of names that no English text of the parser's has: "near Mpeti", "at Daraban", "Hnget Kyi Taw village".

    What is known by a common name, a person or a body is none of them.
    """
    lists = _phrases()
    doc, tags = sentence.tokens, [t.tag_ for t in sentence.tokens]
    if "NNP" not in tags or sentence.text.isupper():
        return
    at = 1
    while at < len(doc):
        last = at
        while last < len(doc) and last < at + 4 and tags[last] == "NNP" and doc[last].text[0].isupper() and not doc[last].text.isupper():
            last += 1
        if last == at:
            at += 1
            continue
        names = doc[at:last]
        before = doc[at - 1]
        after = doc[last].lower_ if last < len(doc) else ""
        if before.text[0].isupper() and before.pos_ == "PROPN":
            at = last
            continue
        at = last + 1
        settlement = names[-1].lower_ in lists.settlements and len(names) > 1
        inside = before.lower_ in lists.placing and before.dep_ == "prep" and before.head.lemma_.lower() not in lists.trusted
        if not (settlement or inside or (after in lists.settlements and after != "city")) or after in ("'s", "’s", "-"):
            continue
        names = names[:-1] if settlement else names
        if not any(t.is_oov and t.text.replace("-", "").isalpha() and len(t.text) > 3 for t in names):
            continue
        start, end = names[0].idx, names[-1].idx + len(names[-1].text)
        if any(fold(t.text) in people for t in names) or any(s < end and start < e for s, e in others):
            continue
        yield start, end


def place_at(span: Span, spot: Spot) -> Place:
    """A place of the gazetteer, named at some words."""
    return Place(
        span=span,
        name=spot.name,
        country=spot.country,
        admin1=spot.admin1,
        latitude=spot.latitude,
        longitude=spot.longitude,
        geonames=spot.geonames,
    )


def filed_at(reading: Reading) -> Place | None:
    """The place in the report's dateline ("MBARARA, Uganda, Oct 21 -"), as the article settles its name; None where it has none."""
    gazetteer = load_gazetteer()
    for block in reading.article.blocks:
        if block.kind != "dateline":
            continue
        words = words_of(reading.article.text[slice(*block.span)][:120])
        hit = gazetteer.find(words, 0) if words else None
        if hit is None:
            continue
        count, spots = hit
        span: Span = (block.span[0] + words[0].start, block.span[0] + words[count - 1].end)
        known = {p.geonames for p in reading.places if p.geonames is not None}
        beyond = gazetteer.find(words, count) if count < len(words) else None
        within = [s for s in spots if beyond and any(_inside(s, outer) for outer in beyond[1])]
        return place_at(span, max(within or spots, key=lambda s: (s.geonames in known, _size(s))))
    return None


def _accept(c: _Candidate, spot: Spot, accepted: set[str], named: set[str]) -> bool:
    """Whether a name is a place here: states and great cities by themselves, others by how they are said."""
    if c.fixed is not None:
        return True
    everyday = c.name in load_gazetteer().everyday and not (spot.kind == "country" or spot.population >= _EVERYDAY_POPULATION)
    if spot.kind in _WATERS and " " not in c.name and not (c.the or c.strong):
        return False  # "Amazon", "Hudson" and "Don" by themselves are seldom the rivers
    if c.name in named and spot.kind not in ("continent", "sea") and not (spot.kind == "city" and spot.population >= _SURE_POPULATION):
        return c.strong
    if c.person:
        return c.strong and not everyday
    if spot.kind == "facility":
        return c.strong or c.weak
    if everyday:
        return c.strong or (c.name in accepted and (c.weak or c.listed))
    if spot.kind != "city" or spot.population >= _SURE_POPULATION:
        return True
    return c.strong or c.listed or (c.weak and spot.population >= _WEAK_POPULATION) or (c.name in accepted and spot.population >= 500)


def _people(reading: Reading) -> set[str]:
    """Folded names, whole and in parts, of the people an article names."""
    parts: set[str] = set()
    for entity in reading.entities:
        if entity.kind == "person" and entity.name:
            words = fold(entity.name).split()
            if 1 < len(words) <= 4:
                parts.update(words)
                parts.add(" ".join(words))
    return parts


def _by_sentence(reading: Reading) -> dict[int, list[Mention]]:
    """Mentions of somebody the register knows by a name, by their sentence's number."""
    found: dict[int, list[Mention]] = {}
    for m in reading.mentions:
        if not m.pronoun and m.name and m.identity is not None:
            found.setdefault(m.sentence, []).append(m)
    return found


def _candidates(sentence: Sentence, others: list[Span], people: set[str], named: set[str]) -> list[_Candidate]:
    """The names in a sentence that may be places'. Those that are part of a person's or firm's longer name go into ``named``.

    ``others`` are offsets in the sentence of what is named otherwise.
    """
    text = sentence.text
    words = words_of(text)
    if not words:
        return []
    gazetteer, lists = load_gazetteer(), _phrases()
    token_at = dict(zip(sentence.starts, sentence.tokens, strict=True))
    shouting = text.isupper()
    titled = _title_case(words)
    found: list[_Candidate] = []
    ends: list[int] = []  # of each, its last word's number
    at = 0
    while at < len(words):
        word = words[at]
        hit = _find(gazetteer, words, at, text, found, ends) if word.raw[:1].isupper() else None
        if hit is None:
            at += _never(words, at) or 1
            continue
        n, spots, short = hit
        first, last = words[at], words[at + n - 1]
        name = " ".join(w.fold for w in words[at : at + n])
        spots = _not_the_state(name, spots)
        if not short and (skip := _never(words, at)) >= n:
            at += skip
            continue
        end = last.end - (2 if last.raw[-2:] in ("'s", "’s") else 0)
        raw = text[first.start : end]
        if raw.endswith(".") and not short and raw.count(".") == 1 and not (len(raw) <= 5 and end < len(text.rstrip())):
            raw, end = raw[:-1], end - 1  # the stop of a sentence, not of an abbreviation
        token = token_at.get(first.start) or next((t for t in sentence.tokens if t.idx <= first.start < t.idx + len(t)), None)
        if (
            token is None
            or (raw.isupper() and len(raw) <= 4 and "." not in raw and not short and all(s.kind in ("city", "county") for s in spots))
            or _adjective(name, raw, spots, words[at + n].fold if at + n < len(words) and not last.comma_after else "")
            or any(s < end and first.start < e for s, e in others)
            or not (short or _may_be_place(raw, spots, token, shouting))
        ):
            at += n
            continue
        if _in_longer_name(words, at, n, text, spots, titled):
            if n == 1 and _like_person(words, at, spots):
                named.add(name)
            at += n
            continue
        start = sentence.span[0] + first.start
        c = _Candidate((start, start + len(raw)), name, raw, spots, person=name in people)
        _context(c, words, at, n, lists)
        if short:
            c.strong = True
        if found and ends[-1] == at - 1 and _follows(text, words[at - 1], first):
            _contain(found[-1], c)
        found.append(c)
        ends.append(at + n - 1)
        at += n
    _lists(found, ends, words, text)
    return found


def _find(
    gazetteer: Gazetteer, words: list[Word], at: int, text: str, found: list[_Candidate], ends: list[int]
) -> tuple[int, list[Spot], bool] | None:
    """What a name may mean; an abbreviation ("Ky.", "ON") only right behind a place in it."""
    if at and found and ends[-1] == at - 1 and _follows(text, words[at - 1], words[at]):
        for n in (2, 1):
            if at + n <= len(words) and (short := gazetteer.short.get(" ".join(w.fold for w in words[at : at + n]))):
                raw = words[at].raw
                if (raw.endswith(".") or len(raw) > 3 or raw.isupper()) and any(
                    _inside(inner, outer) for inner in found[-1].spots for outer in short
                ):
                    return n, short, True
    hit = gazetteer.find(words, at)
    return (*hit, False) if hit else None


def _follows(text: str, before: Word, after: Word) -> bool:
    """Whether only a comma or a bracket, or "in" after it, stands between two names: "Paris, Texas", "Paris (Texas)"."""
    return text[before.end : after.start].strip() in (",", "(", ", in") or (before.comma_after and after.start - before.end == 2)


def _not_the_state(name: str, spots: list[Spot]) -> list[Spot]:
    """Without a state that is called by its town's name: "in Dubai" is in the town."""
    towns = {s.country for s in spots if s.kind == "city" and s.population >= _FAMOUS_POPULATION}
    return [s for s in spots if s.kind != "country" or s.country not in towns or fold(s.name) == name]


def _adjective(name: str, raw: str, spots: list[Spot], after: str) -> bool:
    """Whether a town's name is a people's or a state's adjective ("Canadian", "Somali") and no state's name."""
    entries = load_register().names.get(name, ())
    homes = {e.code for e in entries if e.kind in ("adjective", "demonym")}
    for s in spots:
        # "the Somali president" is of Somalia, "the Somali region" of Ethiopia
        foreign = s.kind == "admin1" and s.country not in homes and after not in _phrases().features
        if not foreign and (s.kind != "city" or s.population >= _SURE_POPULATION):
            return False
    return bool(homes) and not any(e.kind == "state" for e in entries) and raw.istitle()


def _like_person(words: list[Word], at: int, spots: list[Spot]) -> bool:
    """Whether a town's name has a first name before it, or a name that people are given too has a surname behind it."""
    before = words[at - 1] if at else None
    if before is not None and before.raw[:1].isupper() and not before.comma_after and before.raw[1:].islower():
        return all(s.kind in ("city", "county") for s in spots)
    return words[at].fold in _phrases().given


def _never(words: list[Word], at: int) -> int:
    """How many words a name has that begins here and is no place's; 0 where none does."""
    never = _phrases().never
    if words[at].fold not in _never_first():
        return 0
    for n in range(min(3, len(words) - at), 0, -1):
        if " ".join(w.fold for w in words[at : at + n]) in never:
            return n
    return 0


def _context(c: _Candidate, words: list[Word], at: int, n: int, lists: _Words) -> None:
    """Note what stands before and behind a name."""
    before = words[at - 1].fold if at else ""
    earlier = words[at - 2].fold if at > 1 else ""
    after = words[at + n].fold if at + n < len(words) else ""
    the = before == "the"
    lead = earlier if the or before in lists.parts else before
    attribute = bool(after) and not words[at + n - 1].comma_after and words[at + n].raw[:1].islower()
    governed = [s for s in c.spots if s.kind == "admin1"]
    if governed and len(c.spots) > 1 and after in lists.governing and not words[at + n - 1].comma_after:
        c.fixed = governed[0]  # "New York Gov. Andrew Cuomo", "Washington state"
    water = all(s.kind in _WATERS for s in c.spots)
    c.the = the
    c.weak = lead in lists.of or before in lists.parts
    c.strong = (
        (lead in lists.inside and (not the or attribute or water or any(s.kind != "city" for s in c.spots)))
        or (before in lists.features and earlier not in ("the",))
        or (before == "of" and earlier in lists.features)
        or (after in lists.features and not words[at + n - 1].comma_after)
        or (at == 0 and c.raw.isupper() and len(c.raw) > 3)
    )
    if the and not attribute and all(s.kind in ("city", "county") for s in c.spots):
        c.weak = c.strong = False


def _contain(inner: _Candidate, outer: _Candidate) -> None:
    """Settle "Paris, Texas": of all that both may mean, the most populous pair of which one holds the other."""
    wide = [s for s in inner.spots if s.kind in ("country", "admin1", "continent")]
    # "Mexico, Missouri" and "Ontario, California" are rarer than lists of states
    pairs = [(a, b) for a in (wide or inner.spots) for b in outer.spots if a is not b and _inside(a, b)]
    if not pairs:
        return
    best = max(pairs, key=lambda p: (p[1].kind in ("country", "admin1"), _size(p[0]) + _size(p[1])))
    inner.fixed, outer.fixed = best


def _inside(inner: Spot, outer: Spot) -> bool:
    """Whether a place lies in a state, province, county or region."""
    if outer.kind == "city" or inner.kind in ("country", "continent") or inner.country is None:
        return outer.kind == "city" and inner.kind == "city" and outer.country == inner.country and _far(inner, outer) < 40
    if outer.kind == "country":
        return inner.country == outer.country
    if inner.country != outer.country or inner.kind == "admin1":
        return False
    if outer.kind == "admin1":
        return (inner.admin1 is not None and region_of(inner) == region_of(outer)) or (inner.admin1 is None and _far(inner, outer) < 300)
    if outer.kind == "county":
        return inner.kind == "city" and region_of(inner) == region_of(outer) and _far(inner, outer) < 120
    return outer.kind in ("region", "island", "district") and _far(inner, outer) < 200


def region_of(spot: Spot) -> tuple[str, str] | None:
    """State and province of a place, in one spelling."""
    if spot.country is None or spot.admin1 is None:
        return None
    return spot.country, load_gazetteer().codes.get((spot.country, spot.admin1), fold(spot.admin1))


def _lists(found: list[_Candidate], ends: list[int], words: list[Word], text: str) -> None:
    """Mark the members of a list of places: "Migori, Homa Bay, Rongo and Siaya"."""
    for i in range(1, len(found)):
        before, here = words[ends[i - 1]], found[i]
        first = next((w for w in words if w.start >= before.end), None)
        if first is None:
            continue
        gap = here.span[0] - found[i - 1].span[1]
        if gap <= 6:
            between = text[before.end : before.end + gap].strip(" ,")
            if between in ("", "and", "or") and (before.comma_after or between):
                found[i - 1].listed = found[i].listed = True
                found[i - 1].beside.append(here.name)
                here.beside.append(found[i - 1].name)


def _may_be_place(raw: str, spots: list[Spot], token: Token, shouting: bool) -> bool:
    letters = [c for c in raw if c.isalpha()]
    if len(letters) <= 3 and not shouting:
        # "US", "UK", "UAE" are states; "Us" and "Bo" are mostly not
        return (
            all(c.isupper() for c in letters)
            if any(s.kind in ("country", "admin1") for s in spots)
            else len(letters) == 3 and raw.istitle()
        )
    tag = token.tag_
    if tag.startswith(("VB", "MD", "RB", "PRP", "DT", "IN", "WP", "CC")) and " " not in raw:
        return False
    return tag in ("NNP", "NNPS") or " " in raw or any(s.kind in _WIDE for s in spots) or (tag in ("NN", "JJ", "NNS") and token.i > 0)


def _in_longer_name(words: list[Word], at: int, n: int, text: str, spots: list[Spot], titled: bool) -> bool:
    """Whether capitalised neighbours make it part of another name ("Paris Hilton", "Washington Post", "Jordan Smith")."""
    lists = _phrases()
    last = words[at + n - 1]
    sure = any(s.kind in ("country", "admin1") or s.population >= _SURE_POPULATION for s in spots)
    name = " ".join(w.fold for w in words[at : at + n])
    if text[last.end : last.end + 1] == "$" or (words[at].start and text[words[at].start - 1] == "$"):
        return True
    if text[last.end : last.end + 1] == "/" or (words[at].start and text[words[at].start - 1] == "/"):
        return True
    if at + n < len(words):
        nxt = words[at + n]
        if last.possessive and name.startswith("st ") and nxt.fold in lists.institutions:
            return True
        if nxt.raw[:1].isupper() and text[last.end : nxt.start] == " " and not last.possessive and nxt.fold not in lists.features:
            kept = name in _SHORT_STATES or (sure and nxt.fold in lists.attributes) or nxt.raw.isupper() != last.raw.isupper()
            if not kept and not titled and not text[: nxt.start].strip().isupper() and not nxt.raw.isupper():
                return True
        if last.hyphen_after and not (nxt.raw[:1].islower() or nxt.fold in lists.parts or load_gazetteer().find(words, at + n)):
            return True
    if at:
        prev = words[at - 1]
        joined = text[prev.end : words[at].start] == " "
        if joined and prev.fold == "of" and at > 1 and words[at - 2].fold in lists.names_of and words[at - 2].raw[:1].isupper():
            return True
        if joined and prev.raw[:1].isupper() and not prev.possessive and at > 1:
            low = prev.fold
            if not (low in lists.parts or low in lists.inside or low in lists.of or low in lists.features or prev.raw.endswith(".")):
                return not titled
        if words[at].hyphen_before and not (prev.fold in lists.parts or load_gazetteer().places(prev.fold)):
            return True
    return False


def _title_case(words: list[Word]) -> bool:
    long = [w for w in words if len(w.raw) > 3]
    return len(long) > 3 and sum(w.raw[:1].isupper() for w in long) >= 0.8 * len(long)


def _other_names(mentions: Iterable[Mention], sentence: Sentence) -> list[Span]:
    """Offsets, in the sentence, of names of people and organisations."""
    spans = []
    gazetteer, lists = load_gazetteer(), _phrases()
    for m in mentions:
        if m.identity is None:
            continue
        before = sentence.doc[m.first - 1].lower_ if m.first else ""
        if m.last - m.first == 1 and (before in lists.inside or before == "from"):
            # "in Austin", "from Liverpool": a town, though somebody has its name
            spots = gazetteer.places(fold(sentence.doc[m.first].text))
            if any(s.kind != "city" or s.population >= _WEAK_POPULATION for s in spots):
                continue
        if m.identity.kind == "person" and m.identity.person:
            tail = m.identity.person.split()[-1]
            for t in sentence.doc[m.first : m.last]:
                if (t.pos_ == "PROPN" and t.text in m.identity.person) or t.text == tail:
                    spans.append((t.idx, t.idx + len(t.text)))
        elif m.identity.kind in ("organisation", "group") and m.identity.head is None and m.last - m.first > 1:
            spans.append((sentence.doc[m.first].idx, sentence.doc[m.last - 1].idx + len(sentence.doc[m.last - 1].text)))
    return spans


def _settle(reading: Reading, found: list[_Candidate]) -> dict[str, Spot]:
    """Which place each name is: first those that a province or state behind them settles, then the rest by their company."""
    homes: Counter[str] = Counter()
    for entity in reading.entities:
        if entity.country:
            homes[entity.country] += len(entity.mentions)
    regions: Counter[tuple[str, str]] = Counter()
    anchors: list[Spot] = []
    settled: dict[str, Spot] = {}

    def note(spot: Spot, weight: float) -> None:
        if spot.country:
            homes[spot.country] += weight  # type: ignore[assignment]
        if (region := region_of(spot)) is not None:
            regions[region] += weight  # type: ignore[assignment]
        if spot.kind not in _WIDE and len(anchors) < _MOST_ANCHORS:
            anchors.append(spot)

    for c in found:
        if c.fixed is not None:
            note(c.fixed, 1.5)
            # "New York" may be the state in "Albany, New York" and the city elsewhere
            if c.fixed.kind not in ("admin1", "country"):
                settled.setdefault(c.name, c.fixed)
    rest: dict[str, list[Spot]] = {}
    for c in found:
        if c.name not in settled:
            countries = {s.country for s in c.spots if s.country}
            if len(countries) == 1 and c.name not in rest:
                homes[next(iter(countries))] += 1.5  # type: ignore[assignment]
                if len(c.spots) == 1:
                    note(c.spots[0], 0.5)
            rest.setdefault(c.name, c.spots)
    for _ in range(2):
        chosen = {name: max(spots, key=lambda s: _score(s, homes, regions, anchors)) for name, spots in rest.items()}
        anchors = anchors[: _MOST_ANCHORS // 2]
        for spot in chosen.values():
            note(spot, 0.3)
    return settled | chosen


def _size(spot: Spot) -> float:
    if spot.kind == "country":
        return 9.0
    if spot.kind == "continent":
        return 8.5
    if spot.kind in ("region", "sea", "river", "lake", "island", "mountains", "desert", "facility", "district", "park"):
        return 6.0
    if spot.kind == "admin1":
        return 6.4 if not spot.population else 3.2 + 0.45 * math.log10(spot.population + 10)
    if spot.kind == "county":
        return 1.0 + 0.6 * math.log10(spot.population + 10)
    return math.log10(spot.population + 10) + (1.0 if spot.population >= _FAMOUS_POPULATION else 0.0)


def _score(spot: Spot, homes: Counter[str], regions: Counter[tuple[str, str]], anchors: list[Spot]) -> float:
    value = _size(spot)
    total = sum(homes.values()) or 1.0
    if spot.country and homes.get(spot.country):
        value += 3.0 * min(1.0, 2 * homes[spot.country] / total) + 0.7
    if spot.kind in ("city", "county", "admin1") and (region := region_of(spot)) is not None and regions.get(region):
        value += 1.6 * min(1.0, 2 * regions[region] / sum(regions.values())) + 0.3
    if spot.kind in ("city", "county") and anchors:
        nearest = min((_far(spot, a) for a in anchors if a is not spot), default=math.inf)
        value += next((bonus for limit, bonus in _NEAR if nearest <= limit), 0.0)
    return value


def _far(a: Spot, b: Spot) -> float:
    """About how many kilometres apart, near enough to compare neighbours."""
    if a.latitude is None or b.latitude is None or a.longitude is None or b.longitude is None:
        return math.inf
    east = (a.longitude - b.longitude) * math.cos(math.radians((a.latitude + b.latitude) / 2))
    return _EARTH * math.hypot(a.latitude - b.latitude, east)
