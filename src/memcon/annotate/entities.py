"""Gather mentions into entities: names, titles, descriptions, pronouns and plurals, by rule from the parse.

Two passes: full names and what the text says of them first, so that a headline's bare surname finds its owner;
then everything else in reading order.
"""

from __future__ import annotations

from memcon.annotate.acronyms import find_acronyms
from memcon.annotate.assign import assign
from memcon.annotate.gatherer import Gatherer
from memcon.annotate.naming import named_at_last
from memcon.annotate.reading import Mention, Reading
from memcon.annotate.wholenames import find_longer, whole_name

_KEPT, _DROPPED = 60, 20  # mentions that are kept in mind, and how many of them are forgotten at once


def gather_entities(reading: Reading) -> None:
    """Fill ``reading.entities`` and give every mention its entity; mentions that name nobody keep None."""
    g = Gatherer(reading, assign)
    find_acronyms(g)
    find_longer(g)
    for mention in reading.mentions:
        if mention.name and not mention.pronoun:
            whole_name(g, mention)
    for mention in reading.mentions:
        if mention.entity is None and not mention.others:
            assign(g, mention)
        _remember(g, mention)
    for mention in reading.mentions:
        for index in mention.entities:
            reading.entities[index].mentions.append(mention)


def _remember(g: Gatherer, mention: Mention) -> None:
    """Keep in mind whom a mention has told of, for those that come after."""
    sentence = g.reading.sentences[mention.sentence]
    if mention.name and mention.entity is not None and g.met.get(mention.entity, mention.sentence) == mention.sentence:
        named_at_last(g, mention, sentence)
    if mention.name and mention.entity is not None and not mention.plural:
        g.named.add(mention.entity)
    for index in mention.entities:
        g.met.setdefault(index, mention.sentence)
    if g.first is None and mention.entity is not None and not mention.pronoun:
        g.first = mention.entity if sentence.doc[mention.head].dep_ in ("nsubj", "nsubjpass") else None
    if (mention.entity is not None or mention.others) and not _is_none(g, mention):
        g.recent.append(mention)
        if len(g.recent) > _KEPT:
            del g.recent[:_DROPPED]


def _is_none(g: Gatherer, mention: Mention) -> bool:
    """'no firm', 'nobody': nothing later points back at it."""
    token = g.reading.sentences[mention.sentence].doc[mention.head]
    return any(c.dep_ == "det" and c.lower_ in ("no", "any", "every") for c in token.lefts)
