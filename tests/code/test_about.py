"""What acts are about, as the record says it: what is discussed, demanded, promised, refused, given or blamed."""

from __future__ import annotations

from functools import lru_cache

import pytest

from memcon.evaluate.gold import code_texts

DAY = "2025-10-22"
# a word of the act's trigger, the report's text, its matters parted by "; "
ROWS = [
    ("returned", "Thailand returned the bodies of two soldiers to Cambodia.", "bodies of two soldiers"),
    ("called", "The Thai government called on Cambodia to return the bodies of two soldiers.", "bodies of two soldiers"),
    ("deliver", "Germany will deliver three more air defence systems to Ukraine.", "three more air defence systems"),
    ("offered", "Mongolia offered Kazakhstan its help with the wheat harvest on Monday.", "help; wheat harvest"),
    ("marched", "Kenyan doctors marched in Nairobi against new taxes on medicine.", "new taxes"),
    ("went", "Tunisian judges went on strike in Tunis over unpaid salaries.", "unpaid salaries"),
    ("accused", "Iran accused Israel of bombing a dairy near Isfahan.", "dairy"),
    ("urged", "Nigeria's president urged the governors to reopen schools and pay teachers.", "schools; teachers"),
    ("signed", "Chile and Argentina signed an agreement on lithium exports.", "agreement; lithium exports"),
    ("threatened", "Hungary threatened to veto the loan to Ukraine.", "loan"),
    ("asked", "Zambia asked China for a delay of its debt payments.", "delay of its debt payments"),
    ("appealed", "The African Union appealed for an end to the siege of the city.", "siege of the city"),
    ("refused", "Ecuador's government refused to release the jailed mayor of Quito.", "jailed mayor of Quito"),
    ("suspended", "Paraguay suspended talks on the dam's tariff with Brazil.", "talks; dam's tariff"),
    ("handed", "Jordan handed over a wanted banker to Kuwait on Sunday.", "wanted banker"),
    ("talked", "Ghana and Togo talked about their sea border in Accra on Friday.", "sea border"),
    ("thanked", "New Zealand's prime minister thanked Samoa for its hospitality.", "hospitality"),
    # whom it is done to, when and where are no matters
    ("expelled", "Mali expelled the French ambassador on 3 November.", ""),
    ("flew", "The Chilean president flew to La Paz in November.", ""),
    ("arrested", "Police in Kenya arrested 14 opposition supporters.", ""),
]


@lru_cache(maxsize=1)
def found() -> tuple[str | None, ...]:
    """The matters of each row's act; None where no act was found."""
    told: list[str | None] = []
    for (act, _, _), record in zip(ROWS, code_texts([(text, DAY) for _, text, _ in ROWS]), strict=True):
        event = next((e for e in record.events if act in record.article.text[slice(*e.trigger)]), None)
        told.append(None if event is None else "; ".join(m.text for m in event.about))
        assert event is None or all(m.text == record.article.text[slice(*m.span)] for m in event.about)
    return tuple(told)


@pytest.mark.parametrize("row", range(len(ROWS)), ids=lambda i: ROWS[i][1][:40])
def test_matters(row: int) -> None:
    assert found()[row] == ROWS[row][2]
