"""Feeds and lists of feeds: what they name, and what is made to keep a reader busy."""

from __future__ import annotations

import contextlib
import time

import pytest

from memcon.model.errors import TooLarge, Unreadable
from memcon.read.sources.feeds import MAX_FEED, is_list, read_feed, read_list
from memcon.watch.robots import Robots

HOME = "http://news.example/feed/all.xml"
ITEM = "<item><title>Talks &amp; more</title><link>/talks/{0}#top</link><pubDate>Tue, 03 Mar 2026 23:30:00 GMT</pubDate></item>"
RSS = '<?xml version="1.0"?><rss version="2.0"><channel><title>The Post</title><link>http://news.example/</link>{0}</channel></rss>'


def rss(count: int) -> str:
    return RSS.format("".join(map(ITEM.format, range(count))))


def test_rss() -> None:
    entries = read_feed(rss(3).encode(), HOME)
    assert [e.address for e in entries] == [f"http://news.example/talks/{n}" for n in range(3)]
    assert {(e.day, e.outlet) for e in entries} == {("2026-03-03", "The Post")}


def test_atom() -> None:
    text = """<feed xmlns="http://www.w3.org/2005/Atom"><title>The Times</title><link href="http://times.example/"/>
    <entry><title>A</title><link rel="self" href="/x.atom"/><link rel="alternate" href="/a"/><id>tag:a</id>
    <published>2026-03-01T01:00:00Z</published></entry>
    <entry><id>http://times.example/b</id><updated>2026-03-02T01:00:00Z</updated>
    <content type="html">&lt;p&gt;Long&lt;/p&gt;</content></entry></feed>"""
    assert [(e.address, e.day) for e in read_feed(text.encode(), HOME)] == [
        ("http://news.example/a", "2026-03-01"),
        ("http://times.example/b", "2026-03-02"),
    ]


def test_rss_of_the_first_kind() -> None:
    text = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
    xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Old Post</title></channel>
    <item><link>http://old.example/1</link><dc:date>2026-03-03T10:00:00+01:00</dc:date></item></rdf:RDF>"""
    (entry,) = read_feed(text.encode(), HOME)
    assert (entry.address, entry.day, entry.outlet) == ("http://old.example/1", "2026-03-03", "Old Post")


@pytest.mark.parametrize("data", [rss(3).encode("utf-16"), rss(3)[:-30].encode(), rss(3).replace("&amp;", "& &nbsp;").encode()])
def test_feeds_in_other_bytes_cut_off_and_broken(data: bytes) -> None:
    assert len(read_feed(data.replace(b"?>", b"?>\n", 1), HOME)) == 3


def test_only_pages_of_the_web_and_each_once() -> None:
    links = ("javascript:alert(1)", "file:///etc/passwd", "/a", "/a#b", "http://[bad/", "ftp://x.example/", "mailto:a@b")
    items = "".join(f"<item><link>{link}</link></item>" for link in links)
    assert [e.address for e in read_feed(RSS.format(items).encode(), HOME)] == ["http://news.example/a"]


BOMB = '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]><rss><channel><title>&b;</title></channel></rss>'


@pytest.mark.parametrize("data", [BOMB.encode(), BOMB.encode("utf-16"), BOMB.replace("rss", "opml").encode()])
def test_entities_are_refused(data: bytes) -> None:
    with pytest.raises(Unreadable, match="declares entities"):
        read_feed(data, HOME)
    with pytest.raises(Unreadable, match="declares entities"):
        read_list(data, HOME)


def test_an_outside_document_is_not_fetched() -> None:
    data = b'<!DOCTYPE o SYSTEM "file:///etc/passwd"><opml><body><outline xmlUrl="http://a.example/"/></body></opml>'
    assert read_list(data, HOME) == ["http://a.example/"]


OPEN = b'<rss version="2.0"><channel>'
HOSTILE = {
    "deep": OPEN + b"<a>" * 1_300_000,
    "items": OPEN + b"<item>" * 700_000,
    "angles": OPEN + b"<" * 4_500_000,
    "entities": OPEN + b"<title>" + b"&x" * 2_200_000,
    "attributes": OPEN + b"<item " + b"".join(b'a%d="&gt;" ' % n for n in range(250_000)) + b"/>",
    "names": OPEN + b"<item " + b"".join(b'xmlns:a%d="x" ' % n for n in range(250_000)) + b"/>",
    "comments": OPEN + b"<!-- " * 900_000,
    "day": RSS.format(f"<item><link>/a</link><pubDate>{'0:' * 2_000_000}</pubDate></item>").encode(),
    "many": rss(35_000).encode()[:MAX_FEED],
}


@pytest.mark.parametrize("name", HOSTILE)
def test_feeds_made_to_keep_a_reader_busy(name: str) -> None:
    began = time.monotonic()
    with contextlib.suppress(Unreadable):
        assert len(read_feed(HOSTILE[name], HOME)) <= 2_000
    assert time.monotonic() - began < 10


def test_what_is_no_feed() -> None:
    for data in (b"", b"hello", b"<html><body>no</body></html>", b"\xff\xd8\xff\xe0" * 50, b"\x00\x01"):
        with pytest.raises(Unreadable):
            read_feed(data, HOME)
    with pytest.raises(TooLarge):
        read_feed(b" " * (MAX_FEED + 1), HOME)


def test_a_list_of_feeds() -> None:
    data = b"""<?xml version="1.0"?><opml version="2.0"><head><title>Mine</title></head><body><outline text="World">
    <outline type="rss" text="A" xmlUrl="http://a.example/feed"/><outline xmlurl="http://b.example/feed"/></outline>
    <outline xmlUrl="http://a.example/feed"/></body></opml>"""
    assert is_list(data) and not is_list(rss(1).encode())
    assert read_list(data, HOME) == ["http://a.example/feed", "http://b.example/feed"]
    with pytest.raises(Unreadable, match="no feed"):
        read_list(b"<opml><body/></opml>", HOME)


RULES = """
User-agent: other
Disallow: /

User-agent: *
Disallow: /private/
Allow: /private/press
Disallow: /*?print
Disallow: /*.pdf$
Crawl-delay: 7
"""


@pytest.mark.parametrize(
    ("path", "allowed"),
    [("/a", True), ("/private/x", False), ("/private/press/1", True), ("/a?print=1", False), ("/a.pdf", False), ("/a.pdf?x", True)],
)
def test_robots(path: str, allowed: bool) -> None:
    robots = Robots(RULES)
    assert robots.allows(f"http://a.example{path}") is allowed
    assert robots.delay == 7


def test_robots_own_group_comes_before_that_for_all() -> None:
    text = "User-agent: *\nDisallow: /\n\nUser-agent: x\nUser-agent: MemCon\nDisallow: /no\nDisallow:"
    assert Robots(text).allows("http://a.example/yes") and not Robots(text).allows("http://a.example/no/1")
    assert not Robots("User-agent: *\nDisallow: /").allows("http://a.example/")
    assert Robots("").allows("http://a.example/") and Robots("<html>Not found</html>").allows("http://a.example/")


def test_hostile_robots_take_no_time() -> None:
    robots = Robots("User-agent: *\n" + ("Disallow: /" + "*a" * 400 + "$\n") * 2_000)
    began = time.monotonic()
    robots.allows("http://a.example/" + "a" * 1_900 + "b")
    assert time.monotonic() - began < 3
