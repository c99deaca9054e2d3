"""Every lexicon entry's examples match it, and what must never match does not."""

from __future__ import annotations

from functools import lru_cache

import pytest

from memcon.annotate.parse import parse_sentences
from memcon.code.lexicon import load_lexicon
from memcon.code.match import find_triggers
from memcon.evaluate.gold import code_texts

LEXICON = load_lexicon()
ENTRIES = list({id(p.entry): p.entry for ps in LEXICON.by_lemma.values() for p in ps}.values())
EXAMPLES = sorted({(e.name, e.place, x) for e in ENTRIES for x in e.examples})
NEVER = sorted({(e.name, e.place, x) for e in ENTRIES for x in e.never})


@lru_cache(maxsize=1)
def parsed() -> dict[str, object]:
    texts = [x for _, _, x in (*EXAMPLES, *NEVER)]
    return dict(zip(texts, parse_sentences(texts), strict=True))


@pytest.mark.parametrize(("name", "place", "text"), EXAMPLES, ids=lambda v: str(v)[:40])
def test_example_matches(name: str, place: str, text: str) -> None:
    hit = [h.entry for h in find_triggers(parsed()[text], LEXICON)]
    wanted = next(e for e in ENTRIES if (e.name, e.place) == (name, place))
    assert wanted in hit or wanted.type in {e.type for e in hit}, f"{place}: '{text}' is read as {[e.name for e in hit]}"


def test_never_codes_nothing_of_the_kind() -> None:
    wrong = []
    by_key = {(e.name, e.place): e for e in ENTRIES}
    for (name, place, text), record in zip(NEVER, code_texts([(x, None) for _, _, x in NEVER], fast=True), strict=True):
        if any(e.type == by_key[(name, place)].type for e in record.events):
            wrong.append(f"{place} {name}: {text}")
    assert not wrong


def test_every_type_is_covered() -> None:
    types = {e.type for e in ENTRIES if e.type}
    assert types >= {
        "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN",
        "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
    }  # fmt: skip
