"""Which places a text names, and which of several of one name."""

from __future__ import annotations

import pytest

from memcon.annotate.annotate import annotate
from memcon.coder import record_id
from memcon.model.record import Article, Block, Place
from memcon.register.gazetteer import load_gazetteer
from memcon.register.names import words_of


def places(text: str) -> list[Place]:
    """The places of a one-paragraph article."""
    article = Article(id=record_id(text), text=text, blocks=[Block(kind="paragraph", span=(0, len(text)))], language="en")
    return annotate(article).places


def near(place: Place, latitude: float, longitude: float) -> bool:
    """Whether a place lies within a degree and a half of a point."""
    assert place.latitude is not None and place.longitude is not None
    return abs(place.latitude - latitude) < 1.5 and abs(place.longitude - longitude) < 1.5


@pytest.mark.parametrize(
    ("text", "name", "country", "point"),
    [
        ("A bomb went off in Paris on Monday, the French police said.", "Paris", "FRA", (48.9, 2.4)),
        ("Two men were held in Paris, Texas, on Monday.", "Paris", "USA", (33.7, -95.6)),
        ("ATHENS, Ga. (AP) - Troopers arrested a man in Athens on Friday.", "Athens", "USA", (33.96, -83.4)),
        ("Officers in Springfield, Ill., closed two roads.", "Springfield", "USA", (39.8, -89.6)),
        ("A fire broke out in Vancouver, Washington, on Sunday.", "Vancouver", "USA", (45.6, -122.7)),
        ("Police in Birmingham, Alabama, and in Montgomery held a search.", "Montgomery", "USA", (32.4, -86.3)),
        ("Clashes went on in the Darfur region of western Sudan.", "Darfur", "SDN", (13, 25)),
        ("The floods hit Queensland and New South Wales.", "Queensland", "AUS", (-20, 145)),
        ("Farmers in Owsley County, Kentucky, lost their barns.", "Owsley County", "USA", (37.4, -83.7)),
        ("The strike closed schools across Scotland and Wales.", "Scotland", "GBR", (56, -4)),
        ("Talks will resume in Dubai in November.", "Dubai", "ARE", (25.1, 55.3)),
        ("Troops raided the Jenin refugee camp in the West Bank.", "Jenin", "PSE", (32.5, 35.3)),
        ("Clashes went on in the Somali region of Ethiopia.", "Somali", "ETH", (6.7, 44)),
        ("Tourists left the coast of Lake Victoria.", "Lake Victoria", "TZA", (-1, 33)),
    ],
)
def test_which_place(text: str, name: str, country: str, point: tuple[float, float]) -> None:
    """The state, the province and the other places settle a name."""
    hits = [p for p in places(text) if p.span and text[p.span[0] : p.span[1]].casefold() == name.casefold()]
    assert hits and all(p.country == country and near(p, *point) for p in hits)


def test_province_behind_a_town_is_a_place_too() -> None:
    """An abbreviated state right behind its town is a toponym; the same letters elsewhere are none."""
    text = "The mayor of Akron, Ohio, met a farmer from Hazard, Ky. in May."
    named = [text[p.span[0] : p.span[1]] for p in places(text) if p.span]
    assert named == ["Akron", "Ohio", "Hazard", "Ky."]
    assert not [p for p in places("The Ill. of the ward were seen by Miss. Jones.") if p.country == "USA"]


@pytest.mark.parametrize(
    "text",
    [
        "Jordan Smith told the court that he was not there.",
        "The University of Georgia said so.",
        "The Canadian police said so.",
        "He met the Somali president.",
        "He was infected with West Nile virus.",
        "The fine was US$300 for each.",
        "Helen Alton sold her shop. Alton said that she was tired.",
    ],
)
def test_no_place(text: str) -> None:
    """People, bodies, adjectives and money that look like places are none."""
    assert places(text) == []


def test_state_or_city() -> None:
    """ "New York" is the state before its governor and among states, the city elsewhere."""
    text = "New York Gov. Kathy Hochul spoke. A man was held in New York on Monday."
    first, second = places(text)
    assert (first.latitude, second.latitude) == (43.0, 40.714)


def test_village_that_no_gazetteer_has() -> None:
    """It is a place because the text says so; where it lies is unknown but for what it is said to lie in."""
    alone, inside, *_ = places("Troops burned the village of Quorrimba. They left the town of Zanthuri in North Kivu.")
    assert (alone.name, alone.country, alone.latitude) == ("Quorrimba", None, None)
    assert (inside.name, inside.country, inside.latitude) == ("Zanthuri", "COD", None)
    assert places("Troops burned the village of his birth. The town of the year was told.") == []


def test_names_of_a_list_stand_by_each_other() -> None:
    """Small towns in a list are places though nothing says that something is there."""
    text = "Three towns of Kenya asked for help. Kitui, Machakos, Nyeri and Embu wait for rain."
    assert {"Kitui", "Machakos", "Embu"} <= {text[p.span[0] : p.span[1]] for p in places(text) if p.span}


def test_every_line_of_the_gazetteer_is_found_by_its_name() -> None:
    """The towns' lines are in the order in which they are looked up."""
    gazetteer = load_gazetteer()
    lines = gazetteer._lines
    assert lines == sorted(lines)
    for line in lines[:: len(lines) // 500]:
        key = line.split(",", 1)[0]
        assert any(s.kind in ("city", "county", "admin1") for s in gazetteer.places(key)), key
        if key.count(" ") < 5:
            hit = gazetteer.find(words_of(key.title()), 0)
            assert hit is not None and hit[0] == key.count(" ") + 1, key
