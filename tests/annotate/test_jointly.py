"""Nouns of several states, and bodies that a report names without their state."""

import pytest

from memcon.annotate import annotate
from memcon.model.record import Article, Block


def _entities(text: str, phrase: str) -> list[tuple[str | None, str | None]]:
    reading = annotate(Article(id="a", text=text, language="en", blocks=[Block(kind="paragraph", span=(0, len(text)))]))
    at = text.index(phrase)
    mention = next(m for m in reading.mentions if m.span[0] <= at and at + len(phrase) <= m.span[1])
    return [(reading.entities[i].country, reading.entities[i].sector) for i in mention.entities]


@pytest.mark.parametrize(
    ("text", "phrase", "expected"),
    [
        ("Indian and Pakistani troops exchanged fire on Monday.", "troops", [("IND", "MIL"), ("PAK", "MIL")]),
        ("American, French and British jets bombed the depot.", "jets", [("USA", "MIL"), ("FRA", "MIL"), ("GBR", "MIL")]),
        ("The French and German foreign ministers met in Oslo.", "foreign ministers", [("FRA", "GOV"), ("DEU", "GOV")]),
        ("The presidents of Chad and Niger signed a pact.", "presidents", [("TCD", "GOV"), ("NER", "GOV")]),
        ("Officials of the United States and Mexico signed a deal.", "Officials", [("USA", "GOV"), ("MEX", "GOV")]),
        ("Kenyan and local traders protested.", "traders", [("KEN", "BUS")]),
        ("Congress urged Biden to send more weapons to Ukraine.", "Congress", [("USA", "LEG")]),
        ("The president of Ecuador asked Congress for more powers.", "Congress", [("ECU", "LEG")]),
        ("Pro-Iranian militias fired rockets at a US base in Iraq.", "militias", [("IRQ", "PRM")]),
        ("The airliner was shot down by pro-Russia rebels over eastern Ukraine.", "rebels", [("UKR", "REB")]),
        ("British warplanes struck the Houthis in Yemen, a Houthi spokesman said.", "Houthis", [("YEM", "REB")]),
    ],
)
def test_whose(text: str, phrase: str, expected: list[tuple[str | None, str | None]]) -> None:
    assert _entities(text, phrase) == expected
