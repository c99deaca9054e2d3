"""Who says what, in sentences as reports have them: rows of a text, words said in it, and what is held of their statement."""

from __future__ import annotations

import pytest

from memcon import read
from memcon.coder import Options, code_report
from memcon.model.record import Record, Statement

# text | words said | speaker's words, form, stance, source kind, cue, channel; an empty field is not asked, "-" is none
ROWS = """
"There will be no talks while the prisons are full," confided to us an envoy of the region. | no talks | envoy;direct;;anonymous;confided;
"Sign or we come back," threatened the lawyer Moses Adongo. | we come back | lawyer;direct;threatens;person;threatened;
In Port Said, Mariam still sells tea. "We are used to it," she shrugs. | used to it | she;direct;;;shrugs;
« It was never about oil, » the minister assured. « Ask anybody. » | Ask anybody | the minister;direct;;;assured;
The army denies it took part; the unit, it says, is under the police. | is under the police | it;;states;;says;
The council had met before; the judgment, Hassan Odhiambo declared, was late. | was late | Hassan Odhiambo;;;;declared;
A source told the Courier they had gone "and will be back". Kyiv has not commented. | will be back | A source;mixed;states;;told;interview
A European diplomat said that the talks had failed. "Nobody wants it," he added. | Nobody wants | he;direct;;anonymous;added;-
A judge in Kitwe, who does not want his name in print, put it so: "Nobody will come." | Nobody will come | A judge;direct;;anonymous;;
A source in Ukraine's security service, the SBU, said that the depot had burned. | had burned | A source;indirect;;anonymous;;
A former president of Chile, Ricardo Lagos, said that the vote was fair. | was fair | Ricardo Lagos;indirect;;person;;
The spokesman, Bakr Sherif, denied that Vladimir Putin called. "Nobody called," he said. | Nobody called | he;direct;denies;person;;
The minister dismissed the rumour. "There is no such plan," he said. | no such plan | he;direct;denies;office;said;
"There is not one soldier of ours in the town," the minister said. | not one soldier | the minister;direct;denies;;;
"Nothing is agreed yet," the minister said. | Nothing is agreed | the minister;direct;states;;;
The junta rejected the deadline. "We do not take orders," its spokesman said. | do not take | its spokesman;direct;states;office;;
The minister spoke of a "withdrawal that spares the people". | withdrawal that | The minister;mixed;;office;spoke;-
In a televised speech the president ruled out elections. "The army stays," he said. | The army stays | he;direct;;;said;speech
The ministry said in a text message to reporters that the road was shut. | road was shut | The ministry;indirect;;state;said;message
"We are tired," summed up a nurse of the town. | We are tired | a nurse;direct;;anonymous;summed up;
The mission said a drone had hit a car, calling it "a grave breach". | grave breach | The mission;mixed;criticises;;calling;
The foreign minister, Anita Anand, called it "cowardly" in a post on X. | cowardly | minister;mixed;criticises;person;called;social media
A diplomat of the region judged that it would fail. "They want apologies," he estimated. | They want | he;direct;;anonymous;estimated;
"They left," said a teacher reached by phone, who has himself fled to Goma. | They left | a teacher;direct;;anonymous;said;telephone
The police put the number of dead at "over forty". | over forty | The police;mixed;;organisation;put;
The group counts more than 350 dead, most of them by bullets. | more than 350 dead | The group;indirect;;;counts;
The minister confirmed that the ministers met and qualified it as "cordial and frank". | met | The minister;indirect;confirms;;confirmed;
The minister confirmed that the ministers met and qualified it as "cordial and frank". | cordial | The minister;mixed;;;qualified;
The army said its men had seen a crowd and had not fired at it. | had not fired | The army;indirect;denies;;said;
Nairobi's envoy used his first speech to offer talks "without conditions". | without | Nairobi's envoy;mixed;promises;;offer;speech
An aide who did not wish to be named told us of it. "It was a ladder," this source said. | a ladder | this source;direct;;anonymous;;
18:20 The foreign minister, Abbas Araghchi, posts on X: "We can wait." | We can wait | foreign minister;direct;states;person;;social media
"It is a lie," the ambassador told the paper by telephone. | It is a lie | the ambassador;direct;denies;office;told;telephone
The minister questioned the haste of Congress and went on: "We will not sign." | not sign | The minister;direct;;office;went on;
The ministry said in a note handed to the Chinese envoy that the rig must leave. | rig must leave | ministry;indirect;;state;said;document
"We did not fire first," the minister assured journalists. | not fire first | the minister;direct;denies;office;assured;
"We will pay," the minister assured. | We will pay | the minister;direct;promises;office;assured;
The spokesman rejected as "absurd" the charge that soldiers had burned it. | the charge | The spokesman;mixed;denies;office;rejected;
The minister said the rebels had fled, while the rebels blamed the army. | had fled | The minister;indirect;states;office;said;
A diplomat posted in the capital warned that the money had run out. | money had run out | A diplomat;indirect;;anonymous;warned;-
The president told the Security Council that the front was quiet. | front was quiet | The president;indirect;;;told;speech
"""


def _statement(text: str, words: str) -> tuple[Record, Statement | None]:
    record = code_report(read.read_text(text, published="2026-03-12"), Options())
    at = record.article.text.index(words)
    near = [s for s in record.statements if any(a <= at < b for a, b in s.content)]
    return record, min(near, key=lambda s: sum(b - a for a, b in s.content), default=None)


@pytest.mark.parametrize("row", [r for r in ROWS.strip().splitlines() if r])
def test_rows(row: str) -> None:
    text, words, wanted = (x.strip() for x in row.split("|"))
    record, statement = _statement(text, words)
    assert statement is not None
    article = record.article.text
    speaker, form, stance, kind, cue, channel = wanted.split(";")
    if speaker:
        assert statement.speaker_span is not None
        assert speaker in article[slice(*statement.speaker_span)]
    if cue:
        assert statement.cue is not None
        assert cue == article[slice(*statement.cue)]
    for have, want in (
        (statement.form, form),
        (statement.stance, stance),
        (statement.source_kind, kind),
        (statement.channel or "-", channel),
    ):
        assert not want or have == want


INTERVIEW = """Interview: "The border stays shut"

Mariam Okello led Uganda's delegation at the talks. She spoke to the Courier in Entebbe.

What happened on the last night?

We had a text at two in the morning. I waited until five.

Did Kenya put pressure on you?

A: No. The president called me once, and the envoys of Kenya left us alone."""

RELEASE = """MINISTRY OF FOREIGN AFFAIRS OF JAPAN

Statement on the missile launch by North Korea

Early this morning North Korea launched two missiles. We again call on Pyongyang to return to the talks."""


def test_answers_are_the_interviewee_s() -> None:
    for words in ("I waited until five", "The president called me"):
        record, statement = _statement(INTERVIEW, words)
        assert statement is not None
        assert [a.name for a in record.actors if a.id == statement.speaker] == ["Mariam Okello"]
        assert (statement.form, statement.channel, statement.source_kind) == ("direct", "interview", "person")
        assert not record.article.text[slice(*statement.content[0])].startswith("A:")


def test_headings_with_a_question_mark_are_no_interview() -> None:
    text = (
        INTERVIEW.replace("We had", "They had")
        .replace("I waited", "She waited")
        .replace("me once", "her once")
        .replace("left us", "left her")
    )
    assert _statement(text, "waited until five")[1] is None


def test_we_of_a_release_is_the_body_that_published_it() -> None:
    record, statement = _statement(RELEASE, "to return to the talks")
    assert statement is not None
    assert [a.country for a in record.actors if a.id == statement.speaker] == ["JPN"]
    assert statement.source_kind == "state"


def test_we_of_a_reporter_is_nobody() -> None:
    statement = _statement("Fighters took Goma\n\nWitnesses told us that they fled. We urge readers to write.", "readers to write")[1]
    assert statement is None or statement.speaker is None
