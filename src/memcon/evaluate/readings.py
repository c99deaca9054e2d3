"""``readings``: whole articles, the share of a careful reader's points that their records hold."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

from memcon import read
from memcon.casebook.readings import Ask, ReadArticle, occurrences, read_readings
from memcon.coder import Options, code_reports
from memcon.evaluate.mentioned import given_at, one_of
from memcon.evaluate.score import Result, bootstrap, overlap, ratio
from memcon.model.record import Actor, Event, Record, Span, Statement

CASEBOOK = Path(__file__).parents[3] / "casebook" / "readings"
_KINDS = {
    "acts with their type": ("act type",),
    "modes and codes": ("act mode", "act cameo"),
    "parties": ("act by", "act to", "act between"),
    "status": ("act status",),
    "days": ("act on",),
    "places": ("act at",),
    "matters": ("act about",),
    "standing": ("act standing",),
    "speakers of statements": ("say speaker",),
    "what else statements say": ("say form", "say stance", "say kind", "say cue", "say channel"),
    "actors' country, sector, kind": ("who code", "who sector", "who kind"),
    "mentions of one actor": ("who same",),
    "nothing made up": ("none",),
}


def evaluate(gold: Path, fast: bool = False, held_out: bool | None = True) -> Result:
    """On the held-out half: points held, all and by kind. Points of an act or a statement that is not found are missed."""
    folder = gold / "readings" if (gold / "readings").is_dir() else CASEBOOK
    articles = [a for a in read_readings(folder) if held_out is None or a.held_out == held_out]
    reports = [read.read_text(a.text, published=a.published) for a in articles]
    rows: list[tuple[str, bool]] = []
    misses = []
    for article, record in zip(articles, code_reports(reports, Options(fast=fast)), strict=True):
        for ask, point, holds in points(article, record):
            rows.append((point, holds))
            if not holds:
                misses.append(f"{ask.place}: {point}: {ask.words} = {' ; '.join(' '.join(p) for p in ask.parts)}")
    every = [(float(holds), 1.0) for _, holds in rows]
    measures = [bootstrap("points held", every, ratio)]
    for name, kinds in _KINDS.items():
        if asked := [(float(holds), 1.0) for point, holds in rows if point in kinds]:
            measures.append(bootstrap(name, asked, ratio))
    name = {True: "readings", False: "readings, the half that may be tuned on", None: "readings, all"}[held_out]
    return Result(name, measures, misses)


def points(article: ReadArticle, record: Record) -> Iterator[tuple[Ask, str, bool]]:
    """Every point of an article, its kind, and whether the record holds it."""
    judges = {"who": _who, "act": _act, "say": _say, "none": _none}
    for ask in article.asks:
        for point, holds in judges[ask.what](ask, record):
            yield ask, point, holds


def _who(ask: Ask, record: Record) -> Iterator[tuple[str, bool]]:
    span = _span(ask, record)
    actors = _at(record, span) if span else []
    for key, value in ask.parts:
        yield (
            f"who {key}",
            any(
                bool({one_of(a)} & _ids(record, value))
                if key == "same"
                else value in ((a.country, a.organisation) if key == "code" else (*a.sectors, a.sector) if key == "sector" else (a.kind,))
                for a in actors
            ),
        )


def _act(ask: Ask, record: Record) -> Iterator[tuple[str, bool]]:
    span = _span(ask, record)
    parts = list(ask.parts)
    event = _event(record, span, dict(parts)["type"]) if span else None
    for key, value in parts:
        yield f"act {key}", event is not None and _has(event, key, value, record)


def _event(record: Record, span: Span, type_: str) -> Event | None:
    """The event that these words name: of that type before another, by its own words before its evidence."""
    named = [e for e in record.events if overlap(e.trigger, span)]
    told = [e for e in record.events if e.type == type_ and any(overlap(s, span) for s in e.evidence)]
    best = [e for e in named if e.type == type_] + told + named
    return best[0] if best else None


def _has(event: Event, key: str, value: str, record: Record) -> bool:
    text = record.article.text
    if key in ("type", "mode", "status", "standing"):
        return bool(getattr(event, key) == value)
    if key == "cameo":
        return (event.cameo or "").startswith(value)
    if key == "on":
        days = [None, None] if value == "-" else (value.split("/") * 2)[:2]
        return [event.date.start, event.date.end] == days if event.date else value == "-"
    if key == "at":
        place = event.place
        return (
            value == "-"
            if place is None
            else _plain(value) in (_plain(place.name), *([_plain(text[slice(*place.span)])] if place.span else []))
        )
    if key == "about":
        return any(_plain(value) in _plain(a.text) or _plain(a.text) in _plain(value) for a in event.about)
    sides = {"by": event.actors, "to": event.recipients, "between": [*event.actors, *event.recipients]}[key]
    if event.reciprocal:
        sides = [*event.actors, *event.recipients]
    given = [a for a in record.actors if a.id in sides]
    return not given if value == "-" else all(_is_among(w.strip(), given, record) for w in value.split(" + "))


def _is_among(words: str, given: Sequence[Actor], record: Record) -> bool:
    """Whether one of these actors is who the words name: a mention, or ``=CODE`` for anybody of a state or body."""
    if words.startswith("="):
        return any(words[1:] in (a.country, a.organisation) for a in given)
    return bool({one_of(a) for a in given} & _ids(record, words))


def _ids(record: Record, words: str) -> set[str]:
    """Whoever is at a mention; at any of its places where it is not told which."""
    found = re.fullmatch(r"(.+?) #([1-9])", words)
    places = occurrences(record.article.text, found.group(1) if found else words)
    return {one_of(a) for span in (places[int(found.group(2)) - 1 :][:1] if found else places) for a in _at(record, span)}


def _at(record: Record, span: Span) -> list[Actor]:
    """The actors at a mention, or at a piece of a name ("Lula" in "Luiz Inácio Lula da Silva")."""
    words = record.article.text[slice(*span)]
    return given_at(record, span) or [
        a for a in record.actors if occurrences(a.name, words) and any(s <= span[0] and span[1] <= e for s, e in a.spans)
    ]


def _say(ask: Ask, record: Record) -> Iterator[tuple[str, bool]]:
    span = _span(ask, record)
    near = [s for s in record.statements if span and any(overlap(p, span) for p in [*s.content, *s.quotes])]
    wanted = ask.parts[0][1]
    # of a chain of statements the one that this speaker makes
    near.sort(key=lambda s: not _speaks(s, wanted, record))
    one = near[0] if near else None
    for key, value in ask.parts:
        if key == "speaker":
            yield "say speaker", one is not None and _speaks(one, value, record)
        elif key == "cue":
            yield "say cue", one is not None and one.cue is not None and _plain(value) in _plain(record.article.text[slice(*one.cue)])
        else:
            yield f"say {key}", one is not None and getattr(one, "source_kind" if key == "kind" else key) == value


def _speaks(statement: Statement, words: str, record: Record) -> bool:
    if words == "-":
        return statement.speaker is None
    if statement.speaker_span and any(overlap(statement.speaker_span, o) for o in occurrences(record.article.text, words)):
        return True
    return _is_among(words, [a for a in record.actors if a.id == statement.speaker], record)


def _none(ask: Ask, record: Record) -> Iterator[tuple[str, bool]]:
    """No event at these words; or none of a type between these parties that happened or goes on."""
    if ask.words:
        span = _span(ask, record)
        yield "none", span is not None and not any(overlap(e.trigger, span) for e in record.events)
        return
    parts = dict(ask.parts)
    real = [e for e in record.events if e.type == parts["type"] and e.status in ("happened", "ongoing")]
    yield "none", not any(all(_has(e, k, v, record) for k, v in ask.parts if k != "type") for e in real)


def _span(ask: Ask, record: Record) -> Span | None:
    places = occurrences(record.article.text, ask.words)
    return places[ask.nth - 1] if len(places) >= ask.nth else None


def _plain(words: str) -> str:
    """Words without accents, capitals and a leading article."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return re.sub(r"^(?:the|an?) ", "", " ".join(plain.split()))
