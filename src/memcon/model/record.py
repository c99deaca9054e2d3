"""The record: what memcon says of one article. Field names are a published contract.

A span is ``(start, end)`` in Unicode code points into ``Article.text``, end exclusive.
Unknown is ``None``.
"""

from __future__ import annotations

from typing import Literal

import msgspec

SCHEMA = "memcon/1"

Span = tuple[int, int]

BlockKind = Literal["title", "deck", "caption", "byline", "dateline", "heading", "paragraph", "quote", "related", "other"]
ActorKind = Literal["person", "office", "state", "government", "organisation", "group", "unnamed"]
Status = Literal["happened", "ongoing", "planned", "possible", "demanded", "threatened", "hypothetical", "denied", "historical"]
Standing = Literal["both-sides", "one-side", "third-party", "anonymous", "outlet", "disputed"]
SourceKind = Literal["person", "office", "state", "organisation", "document", "media", "anonymous", "unattributed"]
Form = Literal["direct", "mixed", "indirect"]
Stance = Literal["states", "confirms", "denies", "doubts", "praises", "criticises", "promises", "threatens", "demands"]
Withheld = Literal["comment", "confirmation", "verification"]
Channel = Literal["message", "speech", "interview", "press conference", "social media", "document", "telephone"]


class Struct(msgspec.Struct, kw_only=True):
    """Base of the record's parts: keyword-only, plain data."""


class Block(Struct, kw_only=True):
    """One part of the page. Only title, deck, heading, paragraph and quote blocks may be coded."""

    kind: BlockKind
    span: Span


class Article(Struct, kw_only=True):
    """One news report as read. ``text`` is what every span of the record counts on."""

    id: str
    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    language: str | None = None
    byline: list[str] = []
    published: str | None = None
    published_basis: Literal["option", "markup", "text", "file"] | None = None
    text: str
    blocks: list[Block] = []


class Related(Struct, kw_only=True):
    """A link to another story printed inside the page: kept, never coded."""

    span: Span


class Report(Struct, kw_only=True):
    """What `read` hands on: the article, the links in it and what was odd about it."""

    article: Article
    related: list[Related] = []
    warnings: list[str] = []
    key: str | None = None


class Actor(Struct, kw_only=True):
    """Who acts, suffers or speaks. ``spans`` holds every mention, pronouns included."""

    id: str
    name: str
    kind: ActorKind
    country: str | None = None
    organisation: str | None = None
    sector: str | None = None
    sectors: list[str] = []
    office: str | None = None
    basis: Literal["register", "text", "both"] | None = None
    wikidata: str | None = None
    spans: list[Span] = []


class EventDate(Struct, kw_only=True):
    """When, as an interval of days (ISO dates), with the words that say so and how it is known."""

    start: str | None = None
    end: str | None = None
    text: str | None = None
    span: Span | None = None
    basis: Literal["text", "inherited", "published"] | None = None


class Place(Struct, kw_only=True):
    """A place on the map. Degrees, WGS 84; ``geonames`` is the GeoNames id."""

    span: Span | None = None
    name: str
    country: str | None = None
    admin1: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    geonames: int | None = None


class EventPlace(Place, kw_only=True):
    """Where an event took place, and how that is known."""

    basis: Literal["grammar", "sentence", "inherited", "dateline"] | None = None


class Matter(Struct, kw_only=True):
    """A matter that an event was about."""

    text: str
    span: Span


class Event(Struct, kw_only=True):
    """Who did what to whom, whether it happened, and the words that show it."""

    id: str
    type: str
    mode: str | None = None
    contexts: list[str] = []
    quad: int
    score: float | None = None
    cameo: str | None = None
    goldstein: float | None = None
    actors: list[str] = []
    recipients: list[str] = []
    reciprocal: bool = False
    status: Status = "happened"
    status_cue: Span | None = None
    date: EventDate | None = None
    place: EventPlace | None = None
    about: list[Matter] = []
    trigger: Span
    evidence: list[Span] = []
    statements: list[str] = []
    standing: Standing = "outlet"
    confidence: float = 0.0


class Source(Struct, kw_only=True):
    """What is said of a source that is not named. ``span`` holds the words that say it, ``anonymity`` why it is not named.

    ``count`` is how many they are where the words give it; ``country`` (alpha-3) and ``institution`` only where they name them.
    """

    count: int | None = None
    plural: bool = False
    country: str | None = None
    institution: str | None = None
    institution_span: Span | None = None
    anonymity: Span | None = None
    span: Span


class Statement(Struct, kw_only=True):
    """Who says so: the speaker, the cue, the words attributed and the stance they take.

    ``withheld``: nothing is said; a comment or a confirmation is declined, or the words cannot be verified. ``content`` is then what is
    kept back, as far as it is told, and may be empty. ``source`` is given where ``source_kind`` is "anonymous". ``grants`` are the events
    that it takes as having happened, without saying so.
    """

    id: str
    speaker: str | None = None
    speaker_span: Span | None = None
    source_kind: SourceKind = "unattributed"
    form: Form = "indirect"
    cue: Span | None = None
    content: list[Span] = []
    quotes: list[Span] = []
    channel: Channel | None = None
    addressee: str | None = None
    stance: Stance = "states"
    withheld: Withheld | None = None
    source: Source | None = None
    events: list[str] = []
    grants: list[str] = []


class Time(Struct, kw_only=True):
    """A time expression with its TIMEX3 type and value (ISO-TimeML)."""

    span: Span
    type: Literal["DATE", "TIME", "DURATION", "SET"]
    value: str


class Record(Struct, kw_only=True):
    """One article's record. Encoded in this field order."""

    schema: str = SCHEMA
    key: str | None = None
    article: Article
    actors: list[Actor] = []
    events: list[Event] = []
    statements: list[Statement] = []
    times: list[Time] = []
    places: list[Place] = []
    related: list[Related] = []
    warnings: list[str] = []
