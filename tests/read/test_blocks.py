"""Pasted and sent texts of many shapes are taken apart. Each line of a text stands with the kind that it must have."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memcon import read
from memcon.model.errors import MemconError

BODY = "The two governments agreed on Tuesday to open the border again for trucks."
MORE = "Families had waited at the crossing since dawn, holding photographs of those still missing."

SHAPES = {
    "broadcaster": [
        ("title", "Two states exchange 300 prisoners of war"),
        ("byline", "Jane Doe"),
        ("byline", "Diplomatic correspondent, Kyiv"),
        ("dateline", "Published 4 March 2026"),
        ("other", "Share"),
        ("caption", "Getty Images Freed soldiers wrapped in flags step off a bus"),
        ("caption", "Freed soldiers in the north"),
        ("paragraph", BODY),
        ("heading", "'Long months'"),
        ("paragraph", MORE),
        ("related", "Related topics"),
        ("related", "Prisoners of war"),
        ("related", "More on this story"),
        ("related", "What we know about the exchange"),
    ],
    "agency": [
        ("title", "President to visit neighbour next month, office says"),
        ("byline", "By Jane Doe"),
        ("dateline", "March 3, 2026 2:15 PM GMT Updated 3 hours ago"),
        ("dateline", "ANKARA, March 3 (Reuters) -"),
        ("paragraph", "The president will visit his neighbour next month, his office said on Tuesday."),
        ("paragraph", MORE),
        ("other", "Sign up here."),
        ("byline", "Reporting by Jane Doe; Editing by John Roe"),
        ("other", "Our Standards: The Example Trust Principles."),
    ],
    "kicker and standfirst": [
        ("other", "Germany"),
        ("title", "Chancellor says Europe will not accept tariffs"),
        ("deck", "German leader says the bloc is ready to retaliate but wants talks to continue through the summer"),
        ("byline", "Jane Doe in Berlin"),
        ("dateline", "Fri 6 Mar 2026 12.30 GMT"),
        ("paragraph", BODY),
        ("other", "This article was amended on 7 March 2026."),
    ],
    "links and pictures in the body": [
        ("title", "Jets strike two villages after rocket fire"),
        ("paragraph", "Jets struck two villages in the south on Friday, the army said, hours after rockets were fired at a town."),
        ("related", "Read more: Movement denies role in rocket fire"),
        ("related", "ALSO READ | Peacekeepers shelled"),
        ("paragraph", MORE),
        ("related", "RELATED: Timeline of the ceasefire"),
        ("caption", "Photo: Smoke rises over a hill. (Photo by Jane Doe/AFP)"),
        ("paragraph", "No group claimed the attack."),
        ("other", "Subscribe to our newsletter for the best of our reporting every morning."),
        ("other", "We use cookies to improve your experience on this site."),
    ],
    "list": [
        ("title", "Five things to know about the summit"),
        ("paragraph", "Leaders of twelve countries meet in Nairobi on Tuesday to talk about debt, climate and trade."),
        ("paragraph", "- Kenya hosts the meeting for the first time"),
        ("paragraph", "- South Africa will not attend"),
        ("heading", "1. The debt"),
        ("paragraph", MORE),
        ("heading", "What comes next?"),
        ("paragraph", BODY),
    ],
    "a dated link with a section": [
        ("title", "Villages along the border grow quiet"),
        ("paragraph", "Officials from both countries met for two days in the capital to settle the matter."),
        ("related", "Asia"),
        ("related", "Neighbours resume talks on trade after a pause of three years"),
        ("related", "By Ken Example"),
        ("related", "10 March 2026"),
        ("paragraph", BODY),
        ("heading", "Reaction"),
        ("paragraph", MORE),
    ],
    "a title that begins as a link does": [
        ("title", "Explainer: Why the two states quarrel over a river"),
        ("paragraph", BODY),
        ("paragraph", MORE),
    ],
    "a name under a picture": [
        ("title", "Doe wins a third term"),
        ("caption", "Jane Doe"),
        ("paragraph", "President Jane Doe won a third term on Sunday with more than half of the votes."),
        ("paragraph", MORE),
    ],
    "no title": [("paragraph", BODY), ("paragraph", MORE)],
    "one line": [("paragraph", "Kenya and Ethiopia sign border pact")],
}  # fmt: skip


@pytest.mark.parametrize("joint", ["\n", "\n\n"], ids=["lines", "blank lines"])
@pytest.mark.parametrize("name", SHAPES)
def test_shapes(name: str, joint: str) -> None:
    text = joint.join(line for _, line in SHAPES[name]).replace("-" + joint + "The president", "- The president")
    article = read.read_text(text).article
    assert [(b.kind, article.text[slice(*b.span)]) for b in article.blocks] == SHAPES[name]
    assert article.title == next((line for kind, line in SHAPES[name] if kind == "title"), None)


@pytest.mark.parametrize(
    ("name", "byline", "published"),
    [
        ("broadcaster", ["Jane Doe"], "2026-03-04"),
        ("agency", ["Jane Doe"], "2026-03-03"),
        ("kicker and standfirst", ["Jane Doe"], "2026-03-06"),
        ("a dated link with a section", [], None),
        ("a name under a picture", [], None),
    ],
)
def test_who_wrote_it_and_when(name: str, byline: list[str], published: str | None) -> None:
    article = read.read_text("\n".join(line for _, line in SHAPES[name])).article
    assert (article.byline, article.published) == (byline, published)


def test_one_link_is_one_related_story() -> None:
    report = read.read_text("\n".join(line for _, line in SHAPES["a dated link with a section"]))
    assert [report.article.text[slice(*r.span)].split("\n\n") for r in report.related] == [
        ["Asia", "Neighbours resume talks on trade after a pause of three years", "By Ken Example", "10 March 2026"]
    ]


def test_a_mail() -> None:
    article = read.read_text(
        "From: desk@example.org\nSubject: Fwd: Two states agree truce\nDate: Mon, 2 Mar 2026 10:00:00 +0000\n\nTwo states agree truce\n\n"
        "NEW DELHI, March 2 (Reuters) - The two states agreed on Monday to\n"
        "stop firing across the line of control, the armies said in a joint\n"
        'statement. "We hope this holds,"\na spokesman said.\n\n> An older mail says this to the\n> reader.\n'
    ).article
    assert (article.title, article.published) == ("Two states agree truce", "2026-03-02")
    kinds = [b.kind for b in article.blocks]
    assert kinds == ["other", "other", "other", "title", "dateline", "paragraph", "other"]
    assert article.text[slice(*article.blocks[5].span)].endswith('joint statement. "We hope this holds," a spokesman said.')


def test_markdown() -> None:
    article = read.read_text(
        f"# Poland closes border\n\n*By Anna Doe, 12 March 2026*\n\n{BODY}\n\n"
        '## Reaction\n\nMinsk was **angry** and [answered](http://x.y).\n\n> "No."'
    ).article
    assert [(b.kind, article.text[slice(*b.span)]) for b in article.blocks] == [
        ("title", "Poland closes border"),
        ("byline", "By Anna Doe, 12 March 2026"),
        ("paragraph", BODY),
        ("heading", "Reaction"),
        ("paragraph", "Minsk was angry and answered."),
        ("quote", '"No."'),
    ]


def test_other_languages_are_returned_with_a_warning() -> None:
    report = read.read_text(
        "El presidente de Colombia habló el miércoles por teléfono con su homólogo de Ecuador "
        "sobre el comercio y la seguridad en la frontera."
    )
    assert report.article.language == "es" and any("'es'" in w for w in report.warnings)


LINES = st.sampled_from(
    [line for shape in SHAPES.values() for _, line in shape]
    + [
        "",
        "",
        "> quoted words",
        "# Marked",
        "From: a@b",
        "Subject: Talks",
        "**b** and [a](b)",
        "LONDON — PARIS — The man went home to eat his dinner.",
    ]
    + ["the line goes on in small letters and is long enough to"]
)


@settings(deadline=None, max_examples=150)
@given(st.lists(LINES, max_size=12).map("\n".join), st.sampled_from([None, "A title told by the caller"]))
def test_reading_what_was_read_changes_nothing(text: str, title: str | None) -> None:
    try:
        once = read.read_text(text, title=title).article
    except MemconError:
        return
    again = read.read_text(once.text, title=once.title).article
    assert again.text == once.text
    assert once.title is None or again.id == once.id
