"""``coreference``: our own articles, whose every mention must stand in the record's spans of the actor that is named there."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from memcon.casebook.coreference import MarkedArticle, MarkedMention, read_marked
from memcon.evaluate.gold import code_texts
from memcon.evaluate.score import Result, bootstrap, overlap, ratio
from memcon.model.record import Actor, Record, Span
from memcon.register.who import who

CASEBOOK = Path(__file__).parents[3] / "casebook" / "coreference"
_PRONOUNS = set("he him his himself she her hers herself it its itself they them their themselves i me my we us our".split())
_FEW_SHARED = 0.3
_LINK = re.compile(r" (?:of|in|from|to|for|who|that|which)\b")


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
            named.setdefault(mention.keys[0], set()).update(one for a in _given(record, mention.span) for one in [_one(a)])
    # an actor that is made of two actors is neither
    owners = Counter(one for found in named.values() for one in found)
    clear = {k: {o for o in found if owners[o] == 1 or o.startswith("state ")} for k, found in named.items()}
    marked = {o for found in named.values() for o in found}
    out = []
    for mention in article.mentions:
        if mention.names:
            continue
        actors = _given(record, mention.span)
        given = {_one(a) for a in actors}
        right = any(_is_reading(given, [clear[k] for k in one]) if one else not given & marked for one in mention.readings)
        out.append((mention, right, ", ".join(a.name for a in actors)))
    return out


def _is_reading(given: set[str], wanted: list[set[str]]) -> bool:
    """Whether the actors given are those wanted, all and no other."""
    return bool(given) and all(given & one for one in wanted) and all(any(g in one for one in wanted) for g in given)


def _given(record: Record, span: Span) -> list[Actor]:
    """The actors whose mention is at a span: of mentions that overlap, the one that shares most of it."""
    best, most = None, _FEW_SHARED
    text = record.article.text
    alone = text[slice(*span)].lower() in _PRONOUNS  # "its" is not "its crew"
    for actor in record.actors:
        for s in actor.spans:
            if overlap(s, span) and (s == span or not alone):
                shared = (min(s[1], span[1]) - max(s[0], span[0])) / (max(s[1], span[1]) - min(s[0], span[0]))
                if s[1] == span[1] and span[0] <= s[0]:
                    shared = max(shared, _FEW_SHARED + 0.01)  # "thousands of workers" is headed by the workers
                if _LINK.match(text, s[1], span[1]) and s[0] - span[0] in (0, 4):
                    shared = 1.0  # "supporters of X" is headed by the supporters
                if shared > most:
                    best, most = s, shared
    return [a for a in record.actors if best in a.spans] if best else []


def _one(actor: Actor) -> str:
    """An actor's id; a state and its government by the name of its seat or capital are one."""
    if actor.kind in ("state", "government") and actor.country:
        found = who(actor.name)
        if found is not None and found.head is None and found.kind in ("state", "government"):
            return f"state {actor.country}"
    return actor.id


def _kind(text: str, mention: MarkedMention) -> str:
    if not mention.keys:
        return "of nobody"
    if len(mention.keys) > 1:
        return "of several"
    return "pronouns" if text[slice(*mention.span)].lower() in _PRONOUNS else "descriptions and short names"
