"""Whom pronouns, descriptions and short names point back at."""

from __future__ import annotations

import pytest

from memcon.annotate.annotate import annotate
from memcon.coder import record_id
from memcon.model.record import Article, Block


def given(text: str, words: str, day: str = "2024-05-14") -> set[str]:
    """The names of those to whom the last mention of some words goes."""
    article = Article(id=record_id(text), text=text, blocks=[Block(kind="paragraph", span=(0, len(text)))], language="en", published=day)
    reading = annotate(article)
    spans = [m.span for m in reading.mentions if text[slice(*m.span)] == words]
    last = max(spans)
    return {reading.entities[i].name for m in reading.mentions if m.span == last for i in m.entities}


@pytest.mark.parametrize(
    ("text", "words", "names"),
    [
        ("President Emmanuel Macron met ministers in Paris. The 46-year-old said he was tired.", "The 46-year-old", {"Emmanuel Macron"}),
        ("Saudi Arabia praised China. The kingdom sells oil.", "The kingdom", {"Saudi Arabia"}),
        ("Honduras wrote to Japan. The Central American country wants loans.", "The Central American country", {"Honduras"}),
        ("The Rapid Support Forces shelled Omdurman. The RSF denied it.", "The RSF", {"Rapid Support Forces"}),
        ("Hamas freed two women. The group asked for talks.", "The group", {"Hamas"}),
        ("The Taliban closed schools in Kabul. The militants gave no reason.", "The militants", {"Taliban"}),
        ("France and Germany signed a treaty. The two countries will share the cost.", "The two countries", {"France", "Germany"}),
        ("Iran and Iraq said that they had met.", "they", {"Iran", "Iraq"}),
        ("President William Ruto asked Prime Minister Ama Owusu to open her office.", "her", {"Ama Owusu"}),
        ("Olaf Scholz received Viktor Orban in Berlin. His guest thanked him.", "His guest", {"Viktor Orbán"}),
        ("The police said that it was clear that the road was shut.", "it", set()),
        ("Japan said it was expected that the talks would fail.", "it", set()),
    ],
)
def test_points_at(text: str, words: str, names: set[str]) -> None:
    assert given(text, words) == names


def test_a_rival_is_another_person() -> None:
    text = "President Joe Biden spoke in Ohio. Biden's rival, Maria Example, spoke in Iowa. She asked for votes."
    assert given(text, "She") == {"Maria Example"}
    assert "Joe Biden" not in given(text, "Biden's rival")


def test_a_party_in_apposition_is_no_person() -> None:
    text = "Malawian Vice President Saulos Chilima spoke. His party, the United Example Movement, thanked him. It will meet on Friday."
    assert given(text, "It") == {"United Example Movement"}
