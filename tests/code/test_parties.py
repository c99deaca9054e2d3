"""Who does and who suffers, and what is left out: (sentences, what must be coded) and (sentences, what must not)."""

from __future__ import annotations

import pytest

from memcon.coder import code_report
from memcon.model.record import Record
from memcon.read import read_text


def coded(text: str, published: str = "2025-11-20") -> Record:
    return code_report(read_text(text, published=published))


def told(record: Record) -> set[tuple[str, str, str]]:
    """Each event's type with the countries (or names) on either side."""
    actors = {a.id: a.country or a.organisation or a.name for a in record.actors}

    def sides(ids: list[str]) -> str:
        return ",".join(sorted(actors[i] for i in ids))

    return {(e.type, sides(e.actors), sides(e.recipients)) for e in record.events}


# reports of an assault, and whose it was
REPORTED = [
    ("The Thai army said earlier that Cambodian troops had fired at its patrol on Monday.", "KHM"),
    ("Ukraine's military said Russian forces shelled a hospital in Kherson on Sunday.", "RUS"),
    ("Kenyan police said Ugandan soldiers had abducted four fishermen on the lake.", "UGA"),
]


@pytest.mark.parametrize(("text", "actor"), REPORTED, ids=[t[:30] for t, _ in REPORTED])
def test_whoever_reports_a_deed_has_not_done_it(text: str, actor: str) -> None:
    assert {one[1] for one in told(coded(text)) if one[0] == "ASSAULT"} == {actor}


def test_no_state_assaults_its_own_arms() -> None:
    text = "Israel indicted a 16-year-old Palestinian girl on Monday on charges including assault for punching an Israeli soldier."
    assert not any(type_ == "ASSAULT" and "ISR" in actor for type_, actor, _ in told(coded(text, "2018-01-01")))


PRIVATE = [
    "Elon Musk is selling battery packs for houses, Tesla said.",
    "Elon Musk wants to build a hyperloop on the East Coast.",
]


@pytest.mark.parametrize("text", PRIVATE)
def test_firms_among_themselves_are_of_another_page(text: str) -> None:
    assert coded(text).events == []


def test_a_firm_and_a_state_are_of_this_page() -> None:
    found = told(coded("Apple sued the Indian government on Monday over a fine of 38 billion dollars."))
    assert any("IND" in (actor, recipient) for _, actor, recipient in found)


def test_a_meeting_of_two_is_not_multilateral() -> None:
    record = coded("Norwegian Prime Minister Jonas Gahr Stoere met Finnish President Alexander Stubb in Oslo on Monday.", "2026-05-04")
    assert [(e.type, e.mode) for e in record.events if e.mode == "multilateral"] == []
    assert record.events[0].type == "CONSULT"


def test_a_strike_carried_out_keeps_its_verbs_status() -> None:
    record = coded("The Sudanese army on Saturday denied carrying out an air strike on a crowded market in North Darfur.", "2024-12-14")
    assert {e.status for e in record.events if e.type == "ASSAULT"} == {"denied"}


def test_background_is_history_and_last_week_is_not() -> None:
    old = coded("In 2006 Hezbollah guerrillas killed eight Israeli soldiers near the border village of Zarit.", "2025-11-20")
    new = coded("Hezbollah guerrillas killed eight Israeli soldiers near the border on Thursday.", "2025-11-21")
    assert {e.status for e in old.events if e.type == "ASSAULT"} == {"historical"}
    assert {e.status for e in new.events if e.type == "ASSAULT"} == {"happened"}


# the code stands beside the verb: what was asked for, refused or given
CODES = [
    ("Romania asked Hungary to release five detained journalists.", "0253"),
    ("The United Nations urged Sudan to let aid convoys into El Fasher.", "0255"),
    ("Zimbabwe appealed to the European Union to lift its economic sanctions.", "0254"),
]


@pytest.mark.parametrize(("text", "code"), CODES)
def test_the_code_says_what_was_asked_for(text: str, code: str) -> None:
    assert code in {e.cameo for e in coded(text).events}


def names(record: Record, words: str) -> set[str]:
    text = record.article.text
    return {a.id for a in record.actors if any(text[slice(*s)] == words for s in a.spans)}


def test_counted_groups_are_themselves() -> None:
    record = coded(
        "Thai shells killed two Cambodian soldiers on Monday.\n\nThailand has detained 18 Cambodian soldiers since July. "
        "Phnom Penh demanded the release of the soldiers."
    )
    two, eighteen = names(record, "two Cambodian soldiers"), names(record, "18 Cambodian soldiers")
    assert two and eighteen and not two & eighteen
    assert names(record, "the soldiers") == eighteen


def test_two_of_somebody_new_are_nobodys_pair() -> None:
    record = coded(
        "U.S. President Donald Trump met Malaysian Prime Minister Anwar Ibrahim on Monday.\n\n"
        "Two Western diplomats said Washington had threatened to raise tariffs on Thailand."
    )
    assert not names(record, "Two Western diplomats") & (names(record, "U.S. President Donald Trump") | names(record, "Donald Trump"))


def test_initials_of_a_body_behind_plain_words() -> None:
    record = coded(
        "The army blamed the paramilitary Rapid Support Forces for the raid on Friday.\n\nSudan's army attacked the RSF near Nyala.",
        "2024-12-14",
    )
    assert all(a.organisation != "RWB" for a in record.actors)


def test_a_crowd_is_of_where_it_marches() -> None:
    record = coded("Hundreds of people marched in Phnom Penh on Thursday against the Thai government.")
    (protest,) = [e for e in record.events if e.type == "PROTEST"]
    assert {a.country for a in record.actors if a.id in protest.actors} == {"KHM"}


def test_two_subjects_of_one_verb_both_do_it() -> None:
    assert told(coded("Russia and Iran have rejected the claim of the report.")) == {("REJECT", "IRN,RUS", "")}


def test_a_weapon_of_nobody_acts_for_nobody() -> None:
    record = coded("An air strike hit a hospital in El Fasher, Sudan, on Monday, killing nine patients, the United Nations said.")
    event = next(e for e in record.events if e.type == "ASSAULT")
    assert not event.actors


def test_own_troops_that_are_shelled_do_not_shell() -> None:
    record = coded("Somali troops had been shelled from the Kenyan side on Tuesday, the Somali information minister said.")
    assert not any(a.country == "SOM" for e in record.events for a in record.actors if e.type == "ASSAULT" and a.id in e.actors)


def test_the_act_of_a_headline_is_the_texts() -> None:
    record = coded("Mainland envoy meets Taipei mayor\n\nZhang Zhijun, China's envoy, met Taipei mayor Eric Chu on Monday in Taipei.")
    met = [e for e in record.events if e.type == "CONSULT"]
    assert len(met) == 1
    assert {a.country for a in record.actors if a.id in (*met[0].actors, *met[0].recipients)} == {"CHN", "TWN"}
    assert len(met[0].evidence) == 2


def test_who_stands_behind_a_quotations_verb_speaks() -> None:
    record = coded('"If the president signs, we will strike the ports of Peru," threatened the rebel commander Anselmo Quispe in Lima.')
    threats = [e for e in record.events if e.type == "THREATEN"]
    assert threats and all("Quispe" not in a.name for e in threats for a in record.actors if a.id in e.recipients)


# (text, type, countries that do it, countries it is done to)
SEVERAL = [
    ("The presidents of Kenya and Uganda signed a treaty in Kampala on Thursday.", "SUPPORT", {"KEN", "UGA"}),
    ("Polish and German officials met in Berlin.", "CONSULT", {"POL", "DEU"}),
    ("Russia, Ukraine trade blame over dam attack", "ACCUSE", {"RUS", "UKR"}),
]


@pytest.mark.parametrize(("text", "type_", "parties"), SEVERAL, ids=[t[:30] for t, *_ in SEVERAL])
def test_those_named_together_are_each_a_party(text: str, type_: str, parties: set[str]) -> None:
    (found,) = (one for one in told(coded(text)) if one[0] == type_)
    assert set(found[1].split(",")) | set(found[2].split(",")) == parties


@pytest.mark.parametrize(
    ("text", "actor", "recipient"),
    [
        ("Swedish envoy told to leave Mali", "MLI", "SWE"),
        ("Nigerien junta accused of hiding a former president", "", "NER"),
        ("Somali troops had been shelled from the Kenyan side, officials said.", "KEN", "SOM"),
        ("Turkish ministers met. Turkey warned Greece that Ankara would respond in kind.", "TUR", "GRC"),
        ("Ecuador accused Mexico of meddling on Friday. Mexico broke off diplomatic relations the next day.", "MEX", "ECU"),
        ("The commission, which Niger left in January, wants Benin to reopen the border with Togo.", "", "BEN"),
    ],
)
def test_both_parties(text: str, actor: str, recipient: str) -> None:
    assert any((not actor or a == actor) and recipient in r.split(",") for _, a, r in told(coded(text)))


ONE_PHRASE = [
    "Senegalese President Bassirou Diomaye Faye telephoned the general at noon and assured him of Dakar's solidarity.",
    "Police Spokesman Nihal Thalduwa said that the marchers had been told to disperse since a part of Colombo had been declared a High "
    "Security Zone by President Ranil Wickremesinghe on Friday.",
    "In November 2023 gunmen freed former ruler Moussa Dadis Camara from the central prison; he was recaptured the same day.",
]


@pytest.mark.parametrize("text", ONE_PHRASE, ids=[t[:20] for t in ONE_PHRASE])
def test_one_phrase_names_one_actor(text: str) -> None:
    record = coded(text)
    spans = [span for actor in record.actors for span in actor.spans]
    assert len(spans) == len(set(spans))


# a sentence, and who must not be an actor of its record
NOBODY = [
    ("In November 2023 gunmen freed former ruler Moussa Dadis Camara from the central prison.", "November"),
    ("US Secretary of State Marco Rubio said Washington was monitoring the situation.", "State"),
    ("A Somali officer said gunmen opened fire on the Ugandan convoy from a banana plantation.", "a banana plantation"),
]


@pytest.mark.parametrize(("text", "words"), NOBODY, ids=[w for _, w in NOBODY])
def test_words_that_name_nobody(text: str, words: str) -> None:
    record = coded(text)
    parties = {i for e in record.events for i in (*e.actors, *e.recipients)}
    named = {a.name for a in record.actors if a.id in parties or words == "State"}
    assert words not in named


def test_a_threat_on_facebook_is_not_to_facebook() -> None:
    text = (
        "Hun Sen, the Senate president of Cambodia, threatened on Facebook to stop imports of Thai fuel if the crossings were not reopened."
    )
    assert ("THREATEN", "KHM", "THA") in told(coded(text))


def test_criticism_from_two_is_by_both_and_of_whoever_drew_it() -> None:
    text = "A Tanzanian court jailed Tundu Lissu on Thursday, prompting swift criticism from the United States and the European Union."
    assert ("ACCUSE", "EU,USA", "TZA") in told(coded(text))


def test_a_surname_that_is_a_trade_too_is_a_person() -> None:
    text = (
        "State Department spokesman Matthew Miller said the United States condemned the ambush. "
        '"We stand with the people of Uganda," Miller said.'
    )
    assert {a.name for a in coded(text).actors if "Miller" in a.name} == {"Matthew Miller"}


def test_a_high_court_is_not_the_supreme_court() -> None:
    text = (
        "His party will file a petition in the Supreme Court of Sri Lanka on Monday. "
        "Meanwhile the Colombo High Court ordered the police to reopen Lotus Road."
    )
    assert {"Supreme Court", "Colombo High Court"} <= {a.name for a in coded(text).actors}


def test_a_meeting_called_accuses_nobody() -> None:
    text = "Phumtham Wechayachai, the acting prime minister of Thailand, called an emergency meeting of the National Security Council."
    record = coded(text)
    assert not record.events
    assert [a.country for a in record.actors if a.name == "National Security Council"] == ["THA"]


# phrases that name several states at once, subjects side by side: type, actors, recipients
SEVERAL = [
    ("The United Arab Emirates and Kuwait congratulated both countries.", ("SUPPORT", "ARE,KWT", "both countries")),
    ("Kuwait and Qatar congratulated Iran on Monday.", ("SUPPORT", "KWT,QAT", "IRN")),
    ("The foreign ministers of France, Germany and Poland condemned Russia on Monday.", ("ACCUSE", "DEU,FRA,POL", "RUS")),
    ("The presidents of Kazakhstan and Uzbekistan signed a treaty on Friday.", ("SUPPORT", "KAZ", "UZB")),
    ("Russian and Ukrainian negotiators met in Istanbul on Monday.", ("CONSULT", "RUS", "UKR")),
]


@pytest.mark.parametrize(("text", "event"), SEVERAL, ids=[t[:30] for t, _ in SEVERAL])
def test_several_at_once_act_together(text: str, event: tuple[str, str, str]) -> None:
    assert told(coded(text)) == {event}


def test_a_name_marked_in_part_is_filed_once() -> None:
    record = coded(
        "Two days of talks between Bahraini Foreign Minister Abdullatif bin Rashid Al Zayani and Iran's foreign minister ended on Monday."
    )
    spans = [s for a in record.actors for s in a.spans]
    assert len(spans) == len(set(spans))


def test_who_speaks_without_a_name_is_unnamed() -> None:
    record = coded("Two EU diplomats said on Monday that Hungary had been paid.")
    assert [a.kind for a in record.actors if a.organisation == "EU"] == ["unnamed"]


def test_two_states_of_one_country_are_two() -> None:
    record = coded("Bandits killed 17 persons in Zamfara State on Friday. Gunmen attacked soldiers in neighbouring Kebbi State of Nigeria.")
    assert len([a for a in record.actors if a.name.endswith("State")]) == 2


def test_what_an_inquiry_is_asked_into_has_happened() -> None:
    text = (
        "The House of Representatives of Nigeria has called for an investigation into an air strike by the Nigerian Air Force "
        "at Tungar Kara."
    )
    record = coded(text)
    assert sorted((e.type, e.status) for e in record.events) == [("ASSAULT", "happened"), ("REQUEST", "happened")]


def test_the_third_raid_this_month_is_not_dated_by_the_month() -> None:
    for text in (
        "The swap between Russia and Ukraine was the fifteenth this year.",
        "The third Russian raid this month killed two Ukrainians.",
    ):
        assert [e.date for e in coded(text).events] == [None]


def parties(text: str) -> set[str]:
    record = coded(text)
    countries = {a.id: a.country for a in record.actors}
    return {c for e in record.events for i in (*e.actors, *e.recipients) if (c := countries[i])}


@pytest.mark.parametrize(
    ("text", "nobody"),
    [
        ("The prime minister of Qatar will attend a summit on Afghanistan in Doha.", "AFG"),
        ("Russia and Turkey held talks on Syria in Sochi.", "SYR"),
        ("Macron met the Egyptian president for talks on the crisis in Libya.", "LBY"),
    ],
)
def test_what_talks_are_about_is_no_party(text: str, nobody: str) -> None:
    assert nobody not in parties(text)


def test_who_comes_under_fire_suffers_it() -> None:
    assert told(coded("A Kenyan convoy came under attack from gunmen.")) == {("ASSAULT", "gunmen", "KEN")}


# who is answered that is named only further up: text, type of the answer, who answers, who is answered
ANSWERED = [
    (
        "The European Union imposed sanctions on Belarus on Tuesday.\n\nOfficials met in Brussels.\n\n"
        "Hungary refused to attend the meeting.\n\nThe weather was bad.\n\nNobody came.\n\nThe streets were empty.\n\n"
        "Poland welcomed the decision.",
        ("SUPPORT", "POL", "EU"),
    ),
    (
        "Maria Zakharova, Russia's foreign ministry spokeswoman, had claimed that the region was being dragged into a war. "
        "The US embassy in Dushanbe rejected the claim.",
        ("REJECT", "USA", "RUS"),
    ),
]


@pytest.mark.parametrize(("text", "event"), ANSWERED, ids=["decision", "claim"])
def test_who_is_answered(text: str, event: tuple[str, str, str]) -> None:
    assert event in told(coded(text))


def test_what_two_restore_is_between_them() -> None:
    assert told(coded("Serbia and Croatia restored diplomatic relations in August.")) == {("SUPPORT", "SRB", "HRV")}


def test_an_unrecognised_state_is_not_the_one_that_claims_it() -> None:
    record = coded("Ethiopia signed a memorandum with Somaliland in January. Somalia condemned it.")
    assert {a.name for a in record.actors} >= {"Somaliland", "Somalia"}


def test_what_is_charged_with_an_act_is_told_with_it() -> None:
    record = coded(
        "Plenković, Croatia's prime minister, accused Serbia of lying. "
        "In July Zagreb expelled a Serbian diplomat, accusing Serbia of spying."
    )
    assert next(e.date.start if e.date else None for e in record.events if e.type == "ACCUSE") != "2025-07-01"
