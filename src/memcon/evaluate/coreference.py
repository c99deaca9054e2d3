"""``coreference``: our own articles, whose every mention must stand in the record's spans of the actor that is named there."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from memcon.casebook.coreference import MarkedArticle, MarkedMention, read_marked
from memcon.evaluate.gold import code_texts
from memcon.evaluate.mentioned import PRONOUNS, given_at, one_of
from memcon.evaluate.score import Result, bootstrap, ratio
from memcon.model.record import Record

CASEBOOK = Path(__file__).parents[3] / "casebook" / "coreference"


def evaluate(gold: Path, fast: bool = False, held_out: bool | None = True) -> Result:
    """On the held-out half: mentions given to the actor that another mention names, by kind of mention.

    A mention of several is right with all of them and no other; one of nobody marked is right where no marked actor gets it.
    """
    folder = gold / "coreference" if (gold / "coreference").is_dir() else CASEBOOK
    articles = [a for a in read_marked(folder) if held_out is None or a.held_out == held_out]
    every: list[tuple[float, float]] = []
    kinds: dict[str, list[tuple[float, float]]] = {"pronouns": [], "descriptions and short names": [], "of several": [], "of nobody": []}
    misses: list[str] = []
    records = code_texts([(a.text, a.date) for a in articles], fast=True, whole=False)
    for article, record in zip(articles, records, strict=True):
        for mention, right, said in judged(article, record):
            row = (float(right), 1.0)
            every.append(row)
            kinds[_kind(article.text, mention)].append(row)
            if not right:
                s, e = mention.span
                around = article.text[max(0, s - 60) : s] + "[" + article.text[s:e] + "]" + article.text[e : e + 30]
                misses.append(f"{article.slug}: {'+'.join(mention.keys) or 'nobody'}, ours {said or 'nobody'}: {around}")
    measures = [bootstrap("mentions to the right actor", every, ratio)]
    measures += [bootstrap(name, rows, ratio) for name, rows in kinds.items() if rows]
    name = {True: "coreference", False: "coreference, the half that may be tuned on", None: "coreference, all"}[held_out]
    return Result(name, measures, misses)


def judged(article: MarkedArticle, record: Record) -> list[tuple[MarkedMention, bool, str]]:
    """Every mention that names nobody by itself, whether it is right, and the names of those it was given to."""
    named: dict[str, set[str]] = {}
    for mention in article.mentions:
        if mention.names:
            named.setdefault(mention.keys[0], set()).update(one for a in given_at(record, mention.span) for one in [one_of(a)])
    # an actor that is made of two actors is neither
    owners = Counter(one for found in named.values() for one in found)
    clear = {k: {o for o in found if owners[o] == 1 or o.startswith("state ")} for k, found in named.items()}
    marked = {o for found in named.values() for o in found}
    out = []
    for mention in article.mentions:
        if mention.names:
            continue
        actors = given_at(record, mention.span)
        given = {one_of(a) for a in actors}
        right = any(_is_reading(given, [clear[k] for k in one]) if one else not given & marked for one in mention.readings)
        out.append((mention, right, ", ".join(a.name for a in actors)))
    return out


def _is_reading(given: set[str], wanted: list[set[str]]) -> bool:
    """Whether the actors given are those wanted, all and no other."""
    return bool(given) and all(given & one for one in wanted) and all(any(g in one for one in wanted) for g in given)


def _kind(text: str, mention: MarkedMention) -> str:
    if not mention.keys:
        return "of nobody"
    if len(mention.keys) > 1:
        return "of several"
    return "pronouns" if text[slice(*mention.span)].lower() in PRONOUNS else "descriptions and short names"
