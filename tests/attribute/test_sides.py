"""Whose side somebody speaks for, as data: a report, and how its first event stands."""

from __future__ import annotations

import pytest

from memcon.coder import code_report
from memcon.read import read_text

BOMBED = "Turkish jets bombed a village in northern Iraq on Monday, Iraq's army said.\n\n"


@pytest.mark.parametrize(
    ("text", "standing"),
    [
        # both for themselves
        ("The foreign ministers of Egypt and Ethiopia met in Rome on Monday, both ministries said.", "both-sides"),
        # the state whose doings were told last, not the one spoken of most
        (
            "Colombia expelled three Nicaraguan diplomats on Friday. "
            "Foreign Minister Laura Quintero said they had meddled in an election.\n\n"
            "Nicaragua's government confirmed that its diplomats were expelled.",
            "both-sides",
        ),
        # an officer of a body of no state
        (
            "Rwandan-backed rebels shelled a camp near Goma on Friday, the U.N. refugee agency said.\n\n"
            "The agency's spokesman, Matteo Saltini, said nine tents were hit.",
            "third-party",
        ),
        # the opposition of a state does not speak for it abroad
        (
            "Uganda and Tanzania agreed on Friday to share the cost of a railway, the two countries' transport ministries said.\n\n"
            "Uganda's opposition said it had not seen the text.",
            "both-sides",
        ),
        # what is the party's of a man is his
        (
            "BAKU, May 3 - Azerbaijani police arrested the head of an opposition movement, Vugar Hasanli, at his flat on Friday.\n\n"
            "The interior ministry said Hasanli was held on charges of hooliganism.\n\n"
            "His movement, Free Land, called the case a revenge of the government.",
            "both-sides",
        ),
    ],
)
def test_whose_side_is_heard(text: str, standing: str) -> None:
    assert code_report(read_text(text, published="2026-01-15")).events[0].standing == standing


@pytest.mark.parametrize(
    ("answer", "standing"),
    [
        ("Turkey's defence ministry did not comment. Turkey denies targeting civilians.", "one-side"),
        ("Ankara has repeatedly denied attacking villages.", "one-side"),
        ("Turkey has in the past denied killing civilians.", "one-side"),
        ("Turkey denied attacking the village.", "disputed"),
        ("Turkey has denied attacking the village.", "disputed"),
    ],
)
def test_what_is_denied_as_a_rule_is_of_no_single_act(answer: str, standing: str) -> None:
    assert code_report(read_text(BOMBED + answer, published="2026-01-15")).events[0].standing == standing
