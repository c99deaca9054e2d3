"""What annotation gives: sentences with their parses, mentions, and the entities they name."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from memcon.model.record import ActorKind, Article, Block, Place, Span, Time

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from memcon.register.who import Identity


@dataclass
class Sentence:
    """One sentence of a block that may be coded. ``span`` counts on the article's text."""

    index: int
    block: int
    kind: str
    span: Span
    doc: Doc
    text: str  # as it was parsed: `doc.text`, which the parser puts together anew whenever it is asked

    # so it does with every word

    @cached_property
    def tokens(self) -> list[Token]:
        """The document's words."""
        return list(self.doc)

    @cached_property
    def lemmas(self) -> list[str]:
        """Each word's lemma, small."""
        return [token.lemma_.lower() for token in self.tokens]

    @cached_property
    def starts(self) -> list[int]:
        """Where each word starts in the sentence."""
        return [token.idx for token in self.tokens]

    def overlapping(self, span: Span) -> list[Token]:
        """The words of which a part lies in a span of the article's text."""
        first, last = (at - self.span[0] for at in span)
        tokens = self.tokens[max(0, bisect_right(self.starts, first) - 1) : bisect_left(self.starts, last)]
        return [t for t in tokens if first < t.idx + len(t)]

    def offset(self, token: Token) -> int:
        """Where a token starts in the article's text."""
        return self.span[0] + token.idx

    def span_of(self, first: int, last: int) -> Span:
        """The span of tokens ``[first, last)`` in the article's text."""
        end = self.tokens[last - 1]
        return (self.span[0] + self.tokens[first].idx, self.span[0] + end.idx + len(end))


@dataclass
class Mention:
    """A noun phrase or pronoun that names somebody: head token and token range ``[first, last)`` in its sentence."""

    sentence: int
    head: int
    first: int
    last: int
    span: Span
    identity: Identity | None = None
    pronoun: bool = False
    plural: bool = False
    locative: bool = False
    name: bool = False
    entity: int | None = None
    others: tuple[int, ...] = ()
    thing: bool = False  # a pronoun that stands for a thing

    @property
    def entities(self) -> tuple[int, ...]:
        """Everyone the mention stands for: several for 'they' and 'both leaders'."""
        return self.others or (() if self.entity is None else (self.entity,))


@dataclass
class Entity:
    """One actor of the article with all its mentions, in text order."""

    index: int
    name: str
    kind: ActorKind
    country: str | None = None
    organisation: str | None = None
    sectors: list[str] = field(default_factory=list)
    office: str | None = None
    basis: str | None = None
    heads: set[str] = field(default_factory=set)
    plural: bool = False
    gender: str | None = None
    mentions: list[Mention] = field(default_factory=list)
    proper: bool = False
    former: bool = False
    number: str | None = None  # of an indefinite phrase: "48 people", "hundreds of people"

    @classmethod
    def of(cls, index: int, identity: Identity) -> Entity:
        """An entity as the register reads its name, without mentions yet."""
        return cls(
            index,
            identity.name,
            identity.kind,
            identity.country,
            identity.organisation,
            list(identity.sectors),
            identity.office,
            identity.basis,
        )

    @property
    def sector(self) -> str | None:
        """The primary PLOVER sector."""
        return self.sectors[0] if self.sectors else None


@dataclass
class Reading:
    """An article annotated. ``by_token`` finds the mention headed by a token of a sentence."""

    article: Article
    sentences: list[Sentence]
    mentions: list[Mention] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)
    by_token: dict[tuple[int, int], Mention] = field(default_factory=dict)
    quotes: list[Span] = field(default_factory=list)
    answers: list[tuple[int, list[Span]]] = field(default_factory=list)  # of an interview without cues: who answers, in which paragraphs
    times: list[Time] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def block(self, sentence: Sentence) -> Block:
        """The block a sentence stands in."""
        return self.article.blocks[sentence.block]

    def mention_at(self, sentence: int, token: int) -> Mention | None:
        """The mention headed by a token, or None."""
        return self.by_token.get((sentence, token))

    def times_in(self, span: Span) -> list[Time]:
        """The time expressions that begin within ``[start, end)`` of the text, in text order."""
        first, last = (bisect_left(self.times, at, key=lambda t: t.span[0]) for at in span)
        return self.times[first:last]

    def places_in(self, span: Span) -> list[Place]:
        """The places named within ``[start, end)`` of the text, in text order."""
        first, last = (bisect_left(self.places, at, key=lambda p: p.span[0] if p.span else 0) for at in span)
        return self.places[first:last]

    def quoted(self, at: int) -> bool:
        """Whether an offset lies inside quotation marks."""
        i = bisect_right(self.quotes, (at, len(self.article.text) + 1)) - 1
        return i >= 0 and at < self.quotes[i][1]
