"""RSS and Atom feeds to entries, OPML lists to the feeds they name."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from itertools import islice
from typing import Any
from urllib.parse import urldefrag, urljoin

import msgspec

from memcon.model.errors import TooLarge, Unreadable
from memcon.read.normalise import one_line
from memcon.read.published import iso_day

MAX_FEED = 5_000_000
_MOST_ENTRIES = 2_000
_MOST_FEEDS = 20_000
_MOST_ADDRESS = 2_000
_MOST_PARTS = 200
_ATOM = "http://www.w3.org/2005/Atom"
_DUBLIN = "http://purl.org/dc/elements/1.1/"
# characters that XML has no way to write
_UNSAID = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_KEPT = frozenset({"title", "link", "guid", "id", "pubdate", "published", "updated", "date", "issued", "modified", "origlink"})
# RSS is written in many letter cases; feedparser reads them all, but mends only its own
_RIGHT = {"pubdate": "pubDate"}
_BEYOND = re.compile(rb"<!ENTITY|<!ELEMENT|<!ATTLIST", re.IGNORECASE)
_OPML = re.compile(rb"<opml[\s>]", re.IGNORECASE)


class Entry(msgspec.Struct, kw_only=True):
    """One article that a feed names."""

    address: str
    day: str | None = None
    outlet: str | None = None
    tries: int = 0


def is_list(data: bytes) -> bool:
    """Whether these bytes are an OPML list rather than a feed."""
    return bool(_OPML.search(data[:4096]))


def read_feed(data: bytes, address: str) -> list[Entry]:
    """The articles that a feed names, in its order, each address once. ``address`` is the feed's own, for relative links.

    Raises `TooLarge` beyond `MAX_FEED`, `Unreadable` for what is no feed or declares entities.
    """
    import feedparser

    # a file: of bare bytes feedparser asks first whether they are an address or a path
    parsed: Any = feedparser.parse(io.BytesIO(_plain_feed(_tree(data, address), address)), sanitize_html=False, resolve_relative_uris=False)
    outlet = one_line(str(parsed.feed.get("title") or ""))[:120] or None
    found: dict[str, Entry] = {}
    for item in parsed.entries:
        link = _link(item, address)
        if link and link not in found:
            told = dict.get(item, "published_parsed") or dict.get(item, "updated_parsed")
            day = iso_day(f"{told.tm_year:04d}-{told.tm_mon:02d}-{told.tm_mday:02d}") if told else None
            found[link] = Entry(address=link, day=day, outlet=outlet)
    return list(found.values())


def _plain_feed(tree: Any, address: str) -> bytes:
    """The feed with nothing in it but titles, links and days, each short: feedparser takes minutes over what is made to keep it busy."""
    from lxml import etree

    root = _local(tree)
    if root not in ("rss", "rdf", "feed"):
        raise Unreadable("this is no RSS or Atom feed", place=address)
    # only names of our own are written: what a feed calls its namespaces may be anything
    atom = f"{{{_ATOM}}}"
    out = etree.Element(f"{atom}feed", nsmap={None: _ATOM}) if root == "feed" else etree.Element("rss")
    head = out if root == "feed" else etree.SubElement(out, "channel")
    if root != "feed":
        out.set("version", "2.0")
    above = tree if root == "feed" else next((c for c in islice(tree, _MOST_ENTRIES) if _local(c) == "channel"), tree)
    _copy((c for c in islice(above, _MOST_ENTRIES) if _local(c) == "title"), head)
    for item in islice((c for c in tree.iter() if _local(c) in ("item", "entry")), _MOST_ENTRIES):
        _copy(
            (c for c in islice(item, _MOST_PARTS) if _local(c) in _KEPT),
            etree.SubElement(head, f"{atom}entry" if root == "feed" else "item"),
        )
    return bytes(etree.tostring(out))


def _copy(parts: Iterable[Any], into: Any) -> None:
    from lxml import etree

    for part in parts:
        text = "".join(islice(part.itertext(), 20))[:_MOST_ADDRESS]
        name = _RIGHT.get(_local(part), _local(part))
        if name == "date":
            name = f"{{{_DUBLIN}}}date"
        elif str(into.tag).startswith("{") or str(part.tag).startswith(f"{{{_ATOM}}}"):
            # RSS borrows Atom's links
            name = f"{{{_ATOM}}}{name}"
        one = etree.SubElement(into, name)
        one.text = _UNSAID.sub(" ", text).strip()
        for attribute in ("href", "rel", "type", "isPermaLink"):
            if told := part.get(attribute):
                one.set(attribute, _UNSAID.sub(" ", told[:_MOST_ADDRESS]))


def _local(element: Any) -> str:
    """An element's name without its namespace, in small letters; empty for comments and the like."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _link(item: Any, base: str) -> str | None:
    for told in (item.get("link"), item.get("id")):
        if isinstance(told, str) and told.strip() and len(told) < _MOST_ADDRESS:
            try:
                link = urldefrag(urljoin(base, told.strip())).url
            except ValueError:
                continue
            if link.startswith(("http://", "https://")):
                return link
    return None


def read_list(data: bytes, place: str) -> list[str]:
    """The addresses of the feeds in an OPML list, each once.

    Raises `TooLarge` beyond `MAX_FEED`, `Unreadable` for what is no OPML, names no feed or declares entities.
    """
    found: dict[str, None] = {}
    for outline in _tree(data, place).iter():
        if _local(outline) != "outline":
            continue
        told = next((str(v).strip() for k, v in islice(outline.attrib.items(), _MOST_PARTS) if str(k).lower() == "xmlurl"), "")
        if told and len(told) < _MOST_ADDRESS and len(found) < _MOST_FEEDS:
            found[told] = None
    if not found:
        raise Unreadable("no feed is named in it", place=place)
    return list(found)


def _tree(data: bytes, place: str) -> Any:
    """The elements of XML, mended where it is broken, if nothing in it can grow beyond measure."""
    from lxml import etree

    if len(data) > MAX_FEED:
        raise TooLarge(f"a feed of more than {MAX_FEED // 1_000_000} MB", place=place)
    if not data.strip():
        raise Unreadable("it is empty", place=place)
    if _BEYOND.search(data.replace(b"\x00", b"") if b"\x00" in data[:4096] else data):
        raise Unreadable("it declares entities of its own, which is how feeds are made into bombs; it is not read", place=place)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, remove_comments=True, remove_pis=True)
    try:
        tree = etree.fromstring(data.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(f"not XML ({str(error)[:160]})", place=place) from None
    if tree is None:
        raise Unreadable("not XML", place=place)
    return tree
