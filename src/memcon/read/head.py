"""What a page's markup tells about the report outside its text: title, day, outlet, authors, summary."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from memcon.read.blocks import Page
from memcon.read.lines import cues, is_name, names_in
from memcon.read.normalise import one_line
from memcon.read.published import iso_day

_MOST_META = 500
_MOST_SCRIPT = 500_000


def read_head(tree: Any, page: Page) -> str | None:
    """Fill in a page's day, outlet and byline from its markup. Returns the summary that the page gives of itself.

    The title is left to `title_of`, which needs to know where the report stands.
    """
    meta = meta_of(tree)
    linked = list(_linked_data(tree))
    page.outlet = meta.get("og:site_name") or next((n for d in linked if (n := _name(d.get("publisher")))), None)
    page.outlet = page.outlet or meta.get("application-name")
    page.published = (
        next((d for key in cues()["meta_day"] if (d := iso_day(meta.get(key, "")))), None)
        or next((d for data in linked if (d := iso_day(str(data.get("datePublished") or "")))), None)
        or _stated_day(tree)
        or _guessed_day(tree)
    )
    for told in [*(meta.get(key) for key in cues()["meta_author"]), *(n for d in linked for n in _names(d.get("author")))]:
        if told and "://" not in told and len(told) < 160 and told != page.outlet:
            page.byline.extend(n for n in names_in(told) if n not in page.byline and n != page.outlet)
    return meta.get("og:description") or meta.get("description")


def meta_of(tree: Any) -> dict[str, str]:
    """The first content of each named meta element, names in small letters."""
    meta: dict[str, str] = {}
    for element in islice(tree.iter("meta"), _MOST_META):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
        if name and element.get("content") and name not in meta:
            meta[name] = one_line(element.get("content")[:2000])
    return meta


def title_of(tree: Any, heads: list[str], inner: list[str], outlet: str | None) -> str | None:
    """The report's title from all the page's main headings, those inside the report, and what the head says."""
    meta = meta_of(tree)
    told = _without_outlet(meta.get("og:title") or meta.get("twitter:title") or "", outlet)
    element = next(iter(tree.iter("title")), None)
    bare = _without_outlet(one_line("".join(islice(element.itertext(), 20))[:2000]) if element is not None else "", outlet)
    if len(inner) == 1:
        return inner[0]
    for head in [*inner, *heads]:
        if told and (_like(head, told)):
            return head
    if told:
        return told
    if len(heads) == 1 and (len(heads[0].split()) > 2 or not bare):
        return heads[0]
    return bare or (heads[0] if heads else None)


def _like(one: str, other: str) -> bool:
    first, second = set(re.findall(r"\w+", one.lower())), set(re.findall(r"\w+", other.lower()))
    return len(first & second) >= 0.6 * max(1, min(len(first), len(second))) and len(first) > 2


def _without_outlet(title: str, outlet: str | None) -> str:
    if outlet and title.lower().endswith(outlet.lower()):
        return title[: -len(outlet)].rstrip(" |–—-:·") or title
    parts = re.split(r" [|–—·-] ", title)
    return parts[0] if len(parts) > 1 and len(parts[0].split()) >= 4 and len(parts[-1].split()) <= 5 else title


def _linked_data(tree: Any) -> Iterator[dict[str, Any]]:
    """Objects of JSON-LD that speak of an article."""
    import msgspec

    for script in islice(tree.iter("script"), 200):
        text = script.text or ""
        if script.get("type") != "application/ld+json" or len(text) > _MOST_SCRIPT:
            continue
        try:
            value = msgspec.json.decode(text.encode("utf-8", "replace"), strict=False)
        except (msgspec.DecodeError, RecursionError):
            # broken JSON still tells its day
            if found := re.search(r'"datePublished"\s{0,5}:\s{0,5}"([^"]{8,40})"', text):
                yield {"datePublished": found[1]}
            continue
        stack, seen = [value], 0
        while stack and seen < 500:
            seen += 1
            here = stack.pop()
            if isinstance(here, list):
                stack.extend(reversed(here[:50]))
            elif isinstance(here, dict):
                kind = str(here.get("@type") or "")
                if "Article" in kind or "Report" in kind or "BlogPosting" in kind:
                    yield here
                stack.extend(here[k] for k in ("@graph", "mainEntity", "mainEntityOfPage") if isinstance(here.get(k), list | dict))


def _name(value: Any) -> str | None:
    if isinstance(value, dict):
        value = value.get("name")
    return one_line(value)[:120] if isinstance(value, str) and value.strip() else None


def _names(value: Any) -> Iterator[str]:
    for one in value[:10] if isinstance(value, list) else [value]:
        if name := _name(one):
            yield name


def _stated_day(tree: Any) -> str | None:
    for element in islice(tree.iter("time"), 50):
        if day := iso_day(element.get("datetime") or ""):
            return day
    return None


def _guessed_day(tree: Any) -> str | None:
    """htmldate's reading of the markup (extensive search off: only dates that the page states)."""
    if sum(1 for _ in islice(tree.iter(), 5000)) >= 5000:
        return None
    try:
        from copy import deepcopy

        from htmldate import find_date

        return iso_day(find_date(deepcopy(tree), extensive_search=False, original_date=True) or "")
    except Exception:
        return None


def people_in(text: str) -> list[str]:
    """The names in the words of an element marked as a byline: only what looks like a person's."""
    return [n for n in names_in(text) if is_name(n)]
