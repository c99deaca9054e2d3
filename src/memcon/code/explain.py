"""Why an event is coded as it is: the entry that matched, what the model weighed, the rule that decided, and what lost."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from memcon.annotate.reading import Reading
from memcon.code.code import find_drafts, weigh
from memcon.code.draft import Draft
from memcon.code.join import LEAST, load_calibration, settle_confidence
from memcon.code.lexicon import Entry, Lexicon, load_lexicon
from memcon.code.match import holds, lemma_of
from memcon.code.merge import merge_drafts
from memcon.model.record import Span


@dataclass(frozen=True)
class Lost:
    """A reading that lost: its type and words, how likely it was, and why it lost."""

    type: str
    words: str
    likely: float | None
    why: str


@dataclass
class Explained:
    """One event's reasons. Probabilities are the model's; ``parts`` are what each feature adds to the log odds of the confidence."""

    type: str
    mode: str | None
    cameo: str | None
    trigger: Span
    words: str
    sentence: str
    status: str
    status_cue: str | None
    confidence: float
    entry: str
    file: str | None
    pattern: str | None
    rule: str | None
    model: dict[str, float] = field(default_factory=dict)
    actors: list[tuple[str, float]] = field(default_factory=list)
    recipients: list[tuple[str, float]] = field(default_factory=list)
    parts: dict[str, float] = field(default_factory=dict)
    lost: list[Lost] = field(default_factory=list)


def explain_reading(reading: Reading, lexicons: tuple[Path, ...] = (), *, fast: bool = False) -> tuple[list[Explained], list[Lost]]:
    """Reasons of each event in the order of the record's events, and the acts that were seen and left out."""
    lexicon = load_lexicon(*lexicons)
    found = find_drafts(reading, lexicon)
    weighed = found if fast else weigh(reading, found)
    kept = found if fast else settle_confidence(weighed)
    merged = merge_drafts(reading, list(kept))
    left = [d for d in weighed if d.weights and (d.anaphor or not any(d is k for k in kept))]
    mine = {id(d): [o for o in left if o.sentence == d.sentence] for d in merged}
    told = [_explained(reading, d, lexicon, mine[id(d)]) for d in merged]
    return told, [_left_out(reading, d) for d in left]


def _explained(reading: Reading, draft: Draft, lexicon: Lexicon, left: list[Draft]) -> Explained:
    text = reading.article.text
    sentence = reading.sentences[draft.sentence]
    entry = next((e for e in lexicon.entries if e.name == draft.entry.removesuffix(" (model)")), None)
    own = draft.own
    made = Explained(
        draft.type,
        draft.mode,
        draft.cameo,
        draft.trigger,
        text[slice(*draft.trigger)],
        text[slice(*sentence.span)],
        draft.status,
        text[slice(*draft.status_cue)] if draft.status_cue else None,
        draft.confidence,
        draft.entry,
        entry.place if entry else None,
        _pattern(reading, draft, lexicon, entry),
        draft.rule,
    )
    made.lost = [*_other_patterns(reading, draft, lexicon, entry), *(_left_out(reading, d) for d in left)]
    if own is None:
        return made
    ranked = sorted(own.types.items(), key=lambda x: -x[1])
    made.model = {t: round(p, 3) for t, p in ranked[:4] if p >= 0.01 or t == draft.type}
    made.actors = [(reading.entities[i].name, round(own.sure_actor, 3)) for i in draft.actors]
    made.recipients = [(reading.entities[i].name, round(own.sure_recipient, 3)) for i in draft.recipients]
    fitted = load_calibration()
    made.parts = {"bias": fitted["bias"], **{k: round(fitted.get(k, 0.0) * v, 3) for k, v in draft.weights.items()}}
    for type_, likely in ranked[:3]:
        if type_ not in (draft.type, "NONE") and likely >= 0.05:
            made.lost.append(Lost(type_, made.words, round(likely, 3), "the model finds it less likely"))
    return made


def _pattern(reading: Reading, draft: Draft, lexicon: Lexicon, entry: Entry | None) -> str | None:
    """The first of the entry's patterns that holds for the trigger, as it is written in the lexicon."""
    if entry is None:
        return None
    token = reading.sentences[draft.sentence].doc[draft.token]
    for (lemma, _), patterns in lexicon.by_lemma.items():
        if lemma == lemma_of(token):
            for pattern in patterns:
                if pattern.entry is entry and all(holds(t, token, {}) for t in pattern.tests):
                    return pattern.written
    return None


def _other_patterns(reading: Reading, draft: Draft, lexicon: Lexicon, entry: Entry | None) -> list[Lost]:
    token = reading.sentences[draft.sentence].doc[draft.token]
    lost: list[Lost] = []
    for pos in ("v", "n", "a"):
        for pattern in lexicon.by_lemma.get((lemma_of(token), pos), []):
            other = pattern.entry
            if other is entry or other.type is None or any(x.words == pattern.written for x in lost):
                continue
            if all(holds(t, token, {}) for t in pattern.tests):
                lost.append(Lost(other.type, pattern.written, None, f"'{other.name}' matches too, by a less specific pattern"))
    return lost[:4]


def _left_out(reading: Reading, draft: Draft) -> Lost:
    return Lost(
        draft.type,
        reading.article.text[slice(*draft.trigger)],
        draft.confidence,
        f"less likely right ({draft.confidence:.2f}) than {LEAST}",
    )
