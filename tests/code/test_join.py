"""What the lexicon and the model make of an act together: (sentences, the events told of them, and no other)."""

from __future__ import annotations

import pytest

from memcon.coder import code_report
from memcon.read import read_text

# (sentences, (type, CAMEO root, status, actors, recipients) of each event)
CASES: list[tuple[str, list[tuple[str, str, str, str, str]]]] = [
    # a noun with its parties is an act where none is told elsewhere, and joins the one that is
    (
        "Thirty years after the massacre of 8,000 men by Bosnian Serb forces, the widows heard an apology.",
        [("ASSAULT", "20", "historical", "Bosnian Serb forces", "8,000 men")],
    ),
    (
        "Sudan's army attacked El Fasher on Friday. The attack on El Fasher killed nine people.",
        [("ASSAULT", "19", "happened", "Sudan's army", "El Fasher")],
    ),
    # two words of a sentence for one act
    (
        "Gunmen opened fire on a bus carrying Shi'ite pilgrims in Pakistan, killing 14.",
        [("ASSAULT", "19", "happened", "Gunmen", "a bus,Shi'ite pilgrims")],
    ),
    ("Kurdish inmates went on hunger strike in Turkey on Monday.", [("PROTEST", "14", "happened", "Kurdish inmates", "Turkey")]),
    # what is refused did not happen, the refusal did; a refusal that is denied did not
    (
        "Israel will not lift a closure of the West Bank before the holiday, an army spokesman said.",
        [("REJECT", "12", "happened", "Israel", "Palestine")],
    ),
    ("Russia did not reject the French proposal, its foreign minister said.", [("REJECT", "12", "denied", "Russia", "French")]),
    # the parser takes "police clubbed schoolteachers" for one name
    ("Riot police clubbed schoolteachers in Mexico City.", [("ASSAULT", "17", "happened", "Riot police", "schoolteachers")]),
    # whom somebody helps is not where they are
    (
        "Doctors Without Borders has treated 12,000 cholera patients in Port-au-Prince.",
        [("AID", "07", "happened", "Doctors Without Borders", "12,000 cholera patients")],
    ),
    # one phrase for both parties
    (
        "The warring sides in Yemen exchanged nearly 900 prisoners on Friday.",
        [("RETREAT", "08", "happened", "warring sides", "nearly 900 prisoners")],
    ),
    # the model leaves the pattern's AID nothing
    (
        "The Rapid Support Forces sent drones against the airport at Kassala on Sunday.",
        [("ASSAULT", "19", "happened", "Rapid Support Forces", "the airport")],
    ),
]


@pytest.mark.parametrize(("text", "events"), CASES, ids=[t[:40] for t, _ in CASES])
def test_joined(text: str, events: list[tuple[str, str, str, str, str]]) -> None:
    record = code_report(read_text(text, published="2025-11-20"))
    names = {a.id: a.name for a in record.actors}

    def side(ids: list[str]) -> str:
        return ",".join(names[i] for i in ids)

    assert [(e.type, (e.cameo or "")[:2], e.status, side(e.actors), side(e.recipients)) for e in record.events] == events


def test_the_verb_that_leads_shows_the_act() -> None:
    record = code_report(read_text("Israel attacked targets south of Damascus on Thursday, killing two soldiers.", published="2025-11-20"))
    (event,) = record.events
    assert record.article.text[slice(*event.trigger)] == "attacked"
    assert "killing two soldiers" in record.article.text[slice(*event.evidence[0])]


@pytest.mark.parametrize(("others", "found"), [(10, True), (11, False)])
def test_articles_of_another_page_are_read_by_the_lexicon_alone(others: int, found: bool) -> None:
    # an act that the model alone spots, and sentences that hold none
    text = "Riot police clubbed schoolteachers in Mexico City. " + " ".join(
        f"The choir sang song {i} of the evening." for i in range(others)
    )
    assert bool(code_report(read_text(text, published="2025-11-20")).events) == found


def test_an_act_beyond_what_the_model_reads_is_the_lexicons() -> None:
    text = "On Monday, after a day of talks, " + "Kenya sanctioned Uganda, " * 30 + "and France expelled two Russian diplomats."
    told = {text[e.trigger[0] : e.trigger[1]]: e for e in code_report(read_text(text)).events}
    assert told["expelled"].type == "SANCTION" and told["expelled"].trigger[0] > 700
