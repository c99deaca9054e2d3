"""Pages of many makes are taken apart; what only surrounds the report is no part of its body."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memcon import read
from memcon.model.errors import MemconError
from memcon.model.record import Report

FIRST = "The foreign ministers of Egypt and Sudan met in Cairo on Monday and agreed to open the border crossing at Argeen for trucks."
SECOND = "The two countries had closed it in May after a dispute over customs, officials said at the time."
THIRD = "“We are glad,” the Egyptian minister told reporters after the meeting in the capital."
BODY = f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>"
TITLE = "Egypt and Sudan reopen crossing"
PARAGRAPHS = [("paragraph", FIRST), ("paragraph", SECOND), ("paragraph", THIRD)]


def page(markup: str) -> tuple[Report, list[tuple[str, str]]]:
    report = read.read_bytes(markup.encode(), name="page.html")
    return report, [(b.kind, report.article.text[slice(*b.span)]) for b in report.article.blocks]


def test_a_paper() -> None:
    report, blocks = page(f"""<html><head><title>{TITLE} | Nile Times</title><meta property="og:site_name" content="Nile Times">
<script type="application/ld+json">{{"@graph": [{{"@type": "NewsArticle", "datePublished": "2026-03-02T10:00:00+02:00",
"author": [{{"name": "Mona Adel"}}, {{"name": "Reuters"}}]}}]}}</script></head>
<body class="has-sidebar"><header><h1>Nile Times</h1></header><div class="article-body has-sidebar share-enabled"><h1>{TITLE}</h1>
<h2 class="article__standfirst">Ministers end a dispute over customs</h2><div class="byline">By <a rel=author>Mona Adel</a> in Cairo</div>
<figure><figcaption>Trucks wait at Argeen. <span class=credit>AFP</span></figcaption></figure>{BODY}
<p><strong><a href="/x">READ: Army retakes a town in Kordofan</a></strong></p><p><a href=/y>Ethiopia fills dam for the fourth year</a></p>
<h3>What comes next</h3><p>The crossing will open on Friday.<br>Trucks with food go first.</p>
<div class="related-stories"><h4>Related</h4><ul><li><a>Libya closes airport</a></li></ul></div>
<div class="newsletter-signup">Sign up for our newsletter</div></div><footer>© 2026</footer></body></html>""")
    article = report.article
    assert (article.title, article.outlet, article.published, article.published_basis) == (TITLE, "Nile Times", "2026-03-02", "markup")
    assert article.byline == ["Mona Adel"]
    assert blocks == [
        ("title", TITLE),
        ("deck", "Ministers end a dispute over customs"),
        ("byline", "By Mona Adel in Cairo"),
        ("caption", "Trucks wait at Argeen. AFP"),
        *PARAGRAPHS,
        ("related", "READ: Army retakes a town in Kordofan"),
        ("related", "Ethiopia fills dam for the fourth year"),
        ("heading", "What comes next"),
        ("paragraph", "The crossing will open on Friday."),
        ("paragraph", "Trucks with food go first."),
        ("related", "Related"),
        ("related", "Libya closes airport"),
        ("other", "Sign up for our newsletter"),
        ("other", "© 2026"),
    ]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        (f"<html><body><form><div><h1>{TITLE}</h1><div>March 2, 2026</div>{BODY}</div></form></body></html>",
         [("title", TITLE), ("dateline", "March 2, 2026"), *PARAGRAPHS]),
        (f"<html><body>{BODY}</body></html>", PARAGRAPHS),
        (f"<html><body><h1>{TITLE}</h1><div>{FIRST}<br><br>They will meet<br>again in May.<br><br>By Mona Adel</div></body></html>",
         [("title", TITLE), ("paragraph", FIRST), ("paragraph", "They will meet again in May."), ("byline", "By Mona Adel")]),
        (f"<html><body><main><article><h1>{TITLE}</h1>{BODY}"
         "<article class=card><h3>Jets bomb a school</h3><p>Ten died.</p></article></article>"
         "<article><h2>Other story</h2><p>Short.</p></article></main></body></html>",
         [("title", TITLE), *PARAGRAPHS, ("related", "Jets bomb a school"), ("related", "Ten died.")]),
        (f"<html><body><pre>{TITLE}\n\nCAIRO, March 2 (Reuters) - The ministers of Egypt and Sudan met\n"
         f"in Cairo on Monday and agreed to open the crossing at Argeen for\ntrucks that carry food.\n\n{SECOND}</pre></body></html>",
         [("title", TITLE), ("dateline", "CAIRO, March 2 (Reuters) -"),
          ("paragraph", "The ministers of Egypt and Sudan met in Cairo on Monday and agreed to open the crossing "
           "at Argeen for trucks that carry food."),
          ("paragraph", SECOND)]),
        (f"<html><body><article>{BODY}<blockquote><p>We shall meet again.</p></blockquote>"
         "<aside><p>More here</p></aside></article></body></html>",
         [*PARAGRAPHS, ("quote", "We shall meet again."), ("related", "More here")]),
    ],
    ids=["one form", "bare", "line breaks", "cards", "typed", "quotation"],
)  # fmt: skip
def test_pages(markup: str, expected: list[tuple[str, str]]) -> None:
    if "<pre>" in markup:
        # a typed text is wrapped at its margin; its last paragraph here is not
        markup = markup.replace(SECOND, "The two countries had closed it in May after a dispute over\ncustoms, officials said at the time.")
    assert page(markup)[1] == expected


def test_a_title_given_leaves_the_page_as_it_is() -> None:
    report = read.read_html(f"<html><body><h1>{TITLE}</h1>{BODY}</body></html>", title="Mine", published="2026-03-04")
    assert (report.article.title, report.article.published, report.article.published_basis) == ("Mine", "2026-03-04", "option")
    assert report.article.text.startswith(TITLE)


@pytest.mark.parametrize(
    ("data", "word"),
    [
        ("<html><head><meta charset=iso-8859-1></head><body><p>Le café est fermé aujourd’hui.</p></body></html>".encode(), "fermé"),
        ("<html><head><meta charset=iso-8859-1></head><body><p>Le café est “fermé” ce jour.</p></body></html>".encode("cp1252"), "“fermé”"),
        (
            "<html><head><meta charset=koi8-r></head><body><p>Встреча прошла в Киеве в понедельник.</p></body></html>".encode("koi8-r"),
            "Киеве",
        ),
        ('<?xml version="1.0" encoding="utf-16"?><html><body><p>Words to be read here.</p></body></html>'.encode("utf-16"), "Words"),
    ],
    ids=["wrongly declared", "latin-1 is cp1252", "koi8", "utf-16"],
)
def test_encodings(data: bytes, word: str) -> None:
    assert word in read.read_bytes(data).article.text


def test_what_a_server_says_of_the_bytes() -> None:
    assert "Києві" in read.read_bytes("Зустріч відбулася в Києві.".encode("cp1251"), encoding="cp1251").article.text
    assert read.read_bytes(b"A meeting on Monday.", encoding="no-such-thing").article.text == "A meeting on Monday."


SCRAPS = st.sampled_from(
    "<p>|</p>|<div class='related'>|</div>|<article>|<h1>|<h1>!</h1>|<pre>|<a href=x>|<br>|<form>|<script>|</script>|"
    "<time datetime=2026-01-01>|"
    "<aside>|<blockquote>|<li>|<title>...</title>|<meta property=og:title content='x y z'>|"
    "<!--|-->|<![CDATA[|&#0;|&#xD800;|<svg>|<template>|By Jane Doe|"
    '<script type="application/ld+json">{"@type":["NewsArticle"],"author":[[],{"name":3}]}</script>|<meta name=date content=2026-99-99>|'
    "The man said that he would go home on Monday evening.|Read more".split("|")
)


@settings(deadline=None, max_examples=150)
@given(st.lists(SCRAPS, max_size=40).map("".join))
def test_any_markup_ends_in_a_report_or_a_named_error(markup: str) -> None:
    try:
        report = read.read_html(markup)
    except MemconError as error:
        assert "\n" not in error.line()
        return
    text, at = report.article.text, 0
    for block in report.article.blocks:
        assert at <= block.span[0] < block.span[1] <= len(text)
        at = block.span[1]
