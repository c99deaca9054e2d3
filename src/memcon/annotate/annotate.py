"""From a report as read to a reading: sentences parsed, mentions found, entities gathered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from memcon.annotate.answers import settle_first_person
from memcon.annotate.entities import gather_entities
from memcon.annotate.homes import settle_homes
from memcon.annotate.mentions import QUANTITIES, counted, find_mentions, names_told
from memcon.annotate.parse import parse_sentences, parsed_text
from memcon.annotate.places import find_places
from memcon.annotate.quotes import find_quotes
from memcon.annotate.reading import Reading, Sentence
from memcon.annotate.sentences import split_sentences
from memcon.annotate.times import find_times
from memcon.model.record import Article, Span

CODED_BLOCKS = ("title", "deck", "heading", "paragraph", "quote")
MAX_SENTENCES = 1500
MAX_CHARACTERS = 300_000  # of one article: fifty times a long report


def annotate(article: Article) -> Reading:
    """One article's reading. Only its title, deck, headings, paragraphs and quotes are read."""
    return next(annotate_many([article]))


def annotate_many(articles: Iterable[Article]) -> Iterator[Reading]:
    """Readings in order; sentences of all the articles share the parser's batches."""
    batch: list[Article] = []
    size = 0
    for article in articles:
        batch.append(article)
        size += len(article.text)
        if size > 60_000:
            yield from _annotate_batch(batch)
            batch, size = [], 0
    yield from _annotate_batch(batch)


def _annotate_batch(articles: list[Article]) -> Iterator[Reading]:
    plans = [_plan(article) for article in articles]
    texts = [parsed_text(article.text[s:e]) for article, plan in zip(articles, plans, strict=True) for _, _, (s, e) in plan]
    docs = zip(texts, parse_sentences(texts), strict=True)
    for article, plan in zip(articles, plans, strict=True):
        sentences = []
        for i, (block, kind, span) in enumerate(plan):
            text, doc = next(docs)
            sentences.append(Sentence(i, block, kind, span, doc, text))
        reading = Reading(article, sentences)
        if plan and (len(plan) == MAX_SENTENCES or _size(plan) >= MAX_CHARACTERS):
            reading.warnings.append(f"only the first {MAX_SENTENCES} sentences or {MAX_CHARACTERS:,} characters are coded")
        reading.quotes = find_quotes(article.text, article.blocks)
        names = names_told(sentences)
        for sentence in sentences:
            for mention in find_mentions(sentence, article.published, names):
                reading.mentions.append(mention)
                reading.by_token[(sentence.index, mention.head)] = mention
            for token, lemma in zip(sentence.tokens, sentence.lemmas, strict=True):
                # "thousands of workers marched": the subject is the workers
                if lemma in QUANTITIES and (inner := counted(token)) is not None and (known := reading.mention_at(sentence.index, inner.i)):
                    reading.by_token[(sentence.index, token.i)] = known
        gather_entities(reading)
        settle_first_person(reading)
        reading.times = find_times(article.text, [span for _, _, span in plan], article.published)
        reading.places = find_places(reading)
        settle_homes(reading)
        yield reading


def _plan(article: Article) -> list[tuple[int, str, Span]]:
    if article.language not in (None, "en"):
        return []
    plan: list[tuple[int, str, Span]] = []
    size = 0
    for index, block in enumerate(article.blocks):
        if block.kind in CODED_BLOCKS:
            for span in split_sentences(article.text, block.span):
                plan.append((index, block.kind, span))
                size += span[1] - span[0]
                if len(plan) == MAX_SENTENCES or size >= MAX_CHARACTERS:
                    return plan
    return plan


def _size(plan: list[tuple[int, str, Span]]) -> int:
    return sum(e - s for _, _, (s, e) in plan)
