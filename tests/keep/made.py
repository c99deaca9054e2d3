"""Records made by hand for the store's tests."""

from __future__ import annotations

from memcon.model.record import Actor, Article, Block, Event, EventDate, Record, Statement


def record(number: int, published: str = "2026-01-15", day: str | None = "2026-01-14") -> Record:
    """A record of one call between two made-up actors of the USA and Venezuela."""
    text = f"Report {number}. Ann telephoned Bo."
    start = text.index("Ann")
    return Record(
        article=Article(
            id=f"{number:016x}",
            text=text,
            title=f"Report {number}",
            published=published,
            published_basis="option",
            outlet="The Post",
            blocks=[Block(kind="paragraph", span=(0, len(text)))],
        ),
        actors=[
            Actor(id="a1", name="Ann", kind="person", country="USA", sector="GOV", sectors=["GOV"], spans=[(start, start + 3)]),
            Actor(id="a2", name="Bo", kind="person", country="VEN", sector="GOV", sectors=["GOV"], spans=[(len(text) - 3, len(text) - 1)]),
        ],
        events=[
            Event(
                id=f"e{number}",
                type="CONSULT",
                mode="phone",
                quad=1,
                score=1.5,
                cameo="041",
                goldstein=1.0,
                actors=["a1"],
                recipients=["a2"],
                reciprocal=True,
                trigger=(start + 4, start + 14),
                evidence=[(start, len(text))],
                date=EventDate(start=day, end=day, basis="text") if day else None,
                confidence=0.8,
                statements=["s1"],
            )
        ],
        statements=[Statement(id="s1", speaker="a1", content=[(start, len(text))], events=[f"e{number}"])],
    )
