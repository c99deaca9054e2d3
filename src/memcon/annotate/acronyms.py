"""Short forms that a text introduces: "the Rapid Support Forces (RSF)", and the initials of bodies named in full."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from memcon.annotate.fullnames import body_told
from memcon.annotate.namewords import SMALL
from memcon.annotate.nouns import gender_of_name
from memcon.annotate.reading import Mention
from memcon.register.gazetteer import load_gazetteer
from memcon.register.names import fold
from memcon.register.who import Identity

if TYPE_CHECKING:
    from memcon.annotate.gatherer import Gatherer

_BRACKETED = re.compile(r" \(([A-Z][A-Za-z.&-]{1,10}[A-Z.])\)")
_STATESIDE = re.compile(r"[DRI]-[A-Z]")  # "Bob Exampel (R-Va.)"


def find_acronyms(g: Gatherer) -> None:
    """Short forms that the text itself introduces: "the Rapid Support Forces (RSF)", and initials of a body named in full."""
    text = g.reading.article.text
    for mention in g.reading.mentions:
        identity = mention.identity
        if not mention.name or mention.pronoun or (identity is not None and identity.kind == "person"):
            continue
        start, end = mention.span
        if (found := _BRACKETED.match(text, end)) and not _STATESIDE.match(found.group(1)):
            # "the Treasury's Office of Foreign Assets Control (OFAC)" is the office, whatever stands before it
            spelt = _initials(text[start:end]).endswith(found.group(1).upper())
            full = mention if spelt else _widest(g, mention)
            g.acronyms.setdefault(found.group(1), full)
            if full.identity is None and found.group(1)[0] in _initials(text[full.span[0] : full.span[1]])[:-1]:
                full.identity = _body(g, full)
        if identity is not None and identity.kind in ("organisation", "group") and identity.head is None:
            if 2 <= len(short := _initials(text[start:end])) <= 7:
                g.acronyms.setdefault(short, mention)


def _body(g: Gatherer, mention: Mention) -> Identity | None:
    """A body that the text gives a short form, by its name."""
    doc = g.reading.sentences[mention.sentence].doc
    if (told := body_told(doc, mention.first, mention.last)) is not None:
        return told
    first = mention.last
    while first > mention.first and (doc[first - 1].text[:1].isupper() or doc[first - 1].lower_ in SMALL or not doc[first - 1].is_alpha):
        first -= 1
    while first < mention.last and not (doc[first].text[:1].isupper() and doc[first].lower_ not in SMALL):
        first += 1
    name = doc[first : mention.last].text
    if " " not in name or gender_of_name(name) is not None or load_gazetteer().is_name(fold(name)):
        return None  # "Rep. Ana Costa (D-Ohio)", "New York (AP)"
    return Identity(name, "organisation", basis="text", sure=False)


def _widest(g: Gatherer, mention: Mention) -> Mention:
    """The name that a name ends: "the Economic Community" of "of West African States"."""
    doc = g.reading.sentences[mention.sentence].doc
    token = doc[mention.head]
    for _ in range(3):
        if token.dep_ != "pobj" or token.head.lower_ not in ("of", "for"):
            break
        token = token.head.head
        above = g.reading.mention_at(mention.sentence, token.i)
        if above is None or not above.name:
            break
        mention = above
    return mention


def by_acronym(g: Gatherer, mention: Mention) -> int | None:
    """The entity whose short form a mention is."""
    if not g.acronyms:
        return None
    s, e = mention.span
    short = g.reading.article.text[s:e].removeprefix("the ").removeprefix("The ")
    full = g.acronyms.get(short) or g.acronyms.get(short.replace(".", ""))
    if full is None or full is mention or full.span[0] > s:
        return None
    if full.entity is None and full.identity is None:
        # a body that the register does not know, but that the text thinks worth a short form
        a, b = full.span
        name = g.reading.article.text[a:b].removeprefix("the ").removeprefix("The ")
        full.entity = g.entity_of(("organisation", fold(name)), Identity(name, "organisation", basis="text"))
    return full.entity


def _initials(name: str) -> str:
    """The first letters of a name's words without the small ones; it begins behind the last plain word."""
    words = [w for w in re.findall(r"[A-Za-z]+", name.replace("'s ", " ").replace("’s ", " ")) if w.lower() not in SMALL]
    plain = max((i for i, w in enumerate(words) if not w[:1].isupper()), default=-1)
    return "".join(w[0] for w in words[plain + 1 :])
