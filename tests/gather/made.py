"""Records made by hand for the tests of gathering: no coder, so that many orders can be tried."""

from __future__ import annotations

import re
from collections.abc import Sequence

from memcon.model.record import Actor, Article, Block, Event, EventDate, Record, Span, Statement

# sentence, type, status, who, whom: the names stand in the sentence
Clause = tuple[str, str, str, str, str]
SIDES = {"Norland": "NOR", "Sudria": "SDN", "Estonia": "EST", "Marevo": "MAR", "Tanvi": "IND"}


def record(
    number: int,
    title: str,
    clauses: Sequence[Clause],
    *,
    outlet: str | None = "The Post",
    published: str | None = "2026-05-04",
    day: str | None = None,
    said_by: str | None = None,
    rest: str = "",
) -> Record:
    """A record whose text is its clauses' sentences and ``rest``; ``said_by`` speaks for the first of them."""
    text = " ".join(c[0] for c in clauses) + (f"\n\n{rest}" if rest else "")
    names = sorted({n for c in clauses for n in c[3:] if n} | ({said_by} if said_by else set()))
    ids = {name: f"a{at}" for at, name in enumerate(names)}
    actors = [Actor(id=ids[n], name=n, kind="state", country=SIDES.get(n), spans=[m.span() for m in re.finditer(n, text)]) for n in names]
    events = []
    for at, (sentence, type_, status, who, whom) in enumerate(clauses):
        span = _span(text, sentence)
        events.append(
            Event(
                id=f"e{number}-{at}",
                type=type_,
                quad=4,
                actors=[ids[who]] if who else [],
                recipients=[ids[whom]] if whom else [],
                status=status,  # type: ignore[arg-type]
                date=EventDate(start=day, end=day, basis="text") if day else None,
                trigger=span,
                evidence=[span],
            )
        )
    statements = []
    if said_by:
        events[0].statements = ["s1"]
        statements = [Statement(id="s1", speaker=ids[said_by], content=[events[0].trigger], events=[events[0].id], source_kind="state")]
    return Record(
        article=Article(
            id=f"{number:016x}",
            title=title,
            text=text,
            outlet=outlet,
            published=published,
            blocks=[Block(kind="paragraph", span=(0, len(text)))],
        ),
        actors=actors,
        events=events,
        statements=statements,
    )


def _span(text: str, words: str) -> Span:
    start = text.index(words)
    return start, start + len(words)


HARBOUR = "Norland shelled the harbour of Kestrelby on Monday, killing 12 dockers and wounding 30 others."
HARBOUR_TOO = "At least 15 dockers died when Norland shelled Kestrelby harbour in Sudria on Monday."
BRIDGE = "Estonia and Marevo agreed on Tuesday to rebuild the Ulvik bridge with a loan of 40 million."
EMBASSY = "Tanvi expelled five diplomats of Marevo over the burgled consulate in Quarne."
LONG = (
    "The port had handled a third of the country's grain before the war, and its cranes were rebuilt only last year with foreign money. "
    "Insurers raised their premiums within hours, shipowners ordered vessels to wait beyond the roads, and the harbour master said that "
    "it would take weeks to clear the fairway of the two tugs that were sunk beside the northern mole during the bombardment."
)


def pool() -> list[Record]:
    """Reports of four happenings: own words, copies, cuts, other headlines, several days, one without a date, one far away in time."""
    harbour: list[Clause] = [(HARBOUR, "ASSAULT", "happened", "Norland", "Sudria")]
    harbour[0] = (HARBOUR + " Sudria vowed to answer.", *harbour[0][1:])
    other: list[Clause] = [(HARBOUR_TOO, "ASSAULT", "happened", "Norland", "Sudria")]
    denied: list[Clause] = [("Norland denied shelling the harbour of Kestrelby in Sudria.", "ASSAULT", "denied", "Norland", "Sudria")]
    bridge: list[Clause] = [(BRIDGE, "AGREE", "happened", "Estonia", "Marevo")]
    embassy: list[Clause] = [(EMBASSY, "REJECT", "happened", "Tanvi", "Marevo")]
    both: list[Clause] = [(BRIDGE, "AGREE", "happened", "Estonia", "Marevo"), (EMBASSY, "REJECT", "happened", "Tanvi", "Marevo")]
    return [
        record(1, "Norland shells Kestrelby harbour", harbour, outlet="Agency", day="2026-05-04", said_by="Sudria", rest=LONG),
        record(2, "Twelve die in Kestrelby", harbour, outlet="Paper One", day="2026-05-04", rest=LONG),
        record(3, "Harbour shelled", harbour, outlet="Paper Two", published="2026-05-05", day="2026-05-04", rest=LONG[:260]),
        record(4, "Kestrelby harbour under fire", other, outlet="Journal", day="2026-05-04", said_by="Norland"),
        record(5, "Norland denies shelling of Kestrelby harbour", denied, outlet="Gazette", published="2026-05-06"),
        record(6, "Kestrelby harbour shelled by Norland", other, outlet="Herald", published=None, day="2026-05-04"),
        record(7, "Ulvik bridge to be rebuilt", bridge, outlet="Journal", published="2026-05-05", day="2026-05-05"),
        record(8, "Estonia, Marevo agree on Ulvik bridge", bridge, outlet="Gazette", published="2026-05-06", day="2026-05-05", rest=LONG),
        record(9, "Diplomats of Marevo expelled over Quarne consulate", embassy, outlet="Post", published="2026-05-06"),
        record(10, "Quarne consulate: Tanvi expels diplomats", embassy, outlet="Herald", published="2026-06-30"),
        record(11, "Ulvik bridge and Quarne consulate: the week", both, outlet="Weekly", published="2026-05-09", day="2026-05-05"),
        record(12, "Kestrelby a year on", other, outlet="Journal", published="2027-09-01", day="2026-05-04"),
        record(13, "Kestrelby harbour under fire again", other, outlet="Journal", published="2026-05-20", day="2026-05-19"),
    ]
