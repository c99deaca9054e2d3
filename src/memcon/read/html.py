"""A page's markup to the parts of its report: our own walk tells the parts apart, trafilatura which of them are the body.

Nothing in the markup is run or fetched. Time grows with the length of the markup; elements beyond `_MOST_ELEMENTS` are left out.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape
from itertools import islice, pairwise
from typing import Any

from memcon.model.errors import NoText, Unreadable
from memcon.model.record import BlockKind
from memcon.read.blocks import Page, Piece, take_apart
from memcon.read.head import people_in, read_head, title_of
from memcon.read.lines import (
    cues,
    dateline_end,
    is_byline,
    is_caption,
    is_finished,
    is_other,
    is_related_lead,
    is_related_link,
    is_stamp,
)
from memcon.read.normalise import normalise, one_line
from memcon.read.published import day_in
from memcon.read.wrapping import paragraphs

_SKIP = (
    "script style noscript template svg iframe button select nav object embed canvas video audio math textarea input head "
    "datalist dialog map progress meter"
).split()
_BLOCKS = frozenset(
    (
        "p h1 h2 h3 h4 h5 h6 li blockquote figcaption pre td th dd dt div section article aside footer header figure ul ol dl table tr "
        "main body html center address tbody thead form fieldset details summary hr"
    ).split()
)
_MOST_ELEMENTS = 60_000
_MOST_FOR_TRAFILATURA = 6_000
_ENOUGH = 200


def page_of(markup: str, place: str | None = None) -> Page:
    """The parts of a page. Raises `NoText`, `Unreadable`."""
    tree = _tree(markup, place)
    page = Page()
    if typed := _typed(tree):
        return take_apart(typed)
    summary = read_head(tree, page)
    sizes = _Sizes(tree)
    root = _main(tree, sizes)
    _silence(tree)
    page.title = _title(tree, root, page)
    _strip(tree, sizes)
    walk = _Walk(root, sizes)
    if walk.body_size() < _ENOUGH and root is not tree:
        root = tree
        walk = _Walk(root, sizes)
    if root is tree:
        _keep_main(tree, walk.pieces)
    if sizes.cut:
        page.warnings.append("the page has more elements than any report; those beyond the first thousands are left out")
    _settle(walk.pieces, page, summary)
    if not any(p.kind in ("paragraph", "heading", "deck") for p in page.pieces):
        _without_tags(markup, page)
    if not page.pieces:
        raise NoText("the page holds no text", place=place)
    return page


def _tree(markup: str, place: str | None) -> Any:
    from lxml import etree, html

    # the text was decoded already: a declaration of another encoding would make lxml refuse it
    clean = re.sub(r"^\s{0,100}<\?xml[^>]{0,200}\?>", "", _allowed(markup))
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        return html.document_fromstring(clean.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError) as error:
        if "empty" in str(error):
            raise NoText("the page holds no text", place=place) from error
        raise Unreadable(f"the markup cannot be parsed ({error})", place=place) from error


def _allowed(markup: str) -> str:
    """Markup without the control characters that XML forbids."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]", "", markup)


def _typed(tree: Any) -> str | None:
    """The text of a page that only shows a typed text (an agency's or a mail archive's), as it was typed."""
    typed = "\n\n".join("".join(e.itertext()) for e in islice(tree.iter("pre"), 3))
    body = next(iter(tree.iter("body")), None)
    if len(typed) < _ENOUGH or body is None or next(iter(body.iter("p", "script")), None) is not None:
        return None
    rest = sum(len(t) for t in islice(body.itertext(), 2000))
    return normalise(typed) if len(typed) > 0.8 * rest else None


class _Sizes:
    """How many characters of paragraphs each element holds, for the first `_MOST_ELEMENTS` elements; one pass over the page."""

    def __init__(self, tree: Any) -> None:
        # the list keeps lxml's proxies alive, so that they can be keys
        self.elements = list(islice(tree.iter(), _MOST_ELEMENTS + 1))
        self.cut = len(self.elements) > _MOST_ELEMENTS
        self._size: dict[Any, int] = {}
        for element in reversed(self.elements):
            own = self._size.get(element, 0)
            if element.tag == "p":
                own = max(own, len(element.text or "") + sum(len(c.text or "") + len(c.tail or "") for c in islice(element, 200)))
                self._size[element] = own
            parent = element.getparent()
            if own and parent is not None:
                self._size[parent] = self._size.get(parent, 0) + own

    def of(self, element: Any) -> int:
        """Characters of paragraphs inside an element."""
        return self._size.get(element, 0)


def _main(tree: Any, sizes: _Sizes) -> Any:
    """The element that holds the report: the article element with most words in paragraphs, else main, else the whole."""
    for tag in ("article", "main"):
        best = max((e for e in sizes.elements if e.tag == tag), key=sizes.of, default=None)
        if best is not None and sizes.of(best) > _ENOUGH:
            return best
    return tree


def _title(tree: Any, root: Any, page: Page) -> str | None:
    def heads(element: Any) -> list[str]:
        return [h for e in islice(element.iter("h1"), 5) if (h := one_line("".join(islice(e.itertext(), 50))[:600]))]

    everywhere = heads(tree)
    return title_of(tree, everywhere, [] if root is tree else heads(root), page.outlet)


def _silence(tree: Any) -> None:
    """Take out what is never shown, wherever it stands; the head was read before."""
    from lxml import etree

    etree.strip_elements(tree, "script", "style", "template", with_tail=False)


def _strip(tree: Any, sizes: _Sizes) -> None:
    """Take out what is no text. Forms go too, but not one that holds the page."""
    from lxml import etree

    for form in [e for e in sizes.elements if e.tag == "form"]:
        if sizes.of(form) > _ENOUGH:
            form.tag = "div"
    etree.strip_elements(tree, *_SKIP, "form", with_tail=False)


class _Walk:
    """Text blocks under an element in order, by an explicit stack: depth of the markup costs no recursion."""

    def __init__(self, root: Any, sizes: _Sizes) -> None:
        self.pieces: list[Piece] = []
        self.root = root
        self.sizes = sizes
        self.whole = max(1, sizes.of(root))
        self.buffer: list[str] = []
        self.linked = 0
        self.go()

    def body_size(self) -> int:
        """Characters of running text found."""
        return sum(len(p.text) for p in self.pieces if p.kind in ("paragraph", "quote"))

    def go(self) -> None:
        """Walk."""
        stack: list[tuple[Any, bool, BlockKind, BlockKind, bool]] = [(self.root, False, "paragraph", "paragraph", False)]
        seen = 0
        while stack:
            element, leaving, outer, kind, link = stack.pop()
            if leaving:
                if element.tag in _BLOCKS:
                    self.flush(kind, element.tag == "pre")
                if element.tail and element is not self.root:
                    self.write(element.tail, link)
                continue
            seen += 1
            if seen > _MOST_ELEMENTS:
                break
            if not isinstance(element.tag, str):
                self.write(element.tail or "", link)
                continue
            if element.tag == "br":
                self.buffer.append("\x00")
                self.write(element.tail or "", link)
                continue
            inner = self.kind(element, outer)
            within = link or element.tag == "a"
            if element.tag in _BLOCKS:
                self.flush(outer, False)
            stack.append((element, True, outer, inner, link))
            self.write(element.text or "", within)
            stack.extend((child, False, inner, inner, within) for child in reversed(element))
        self.flush("paragraph", False)

    def write(self, text: str, link: bool) -> None:
        """Text of the block under way; ``link``: it is inside a link."""
        if text:
            self.buffer.append(text.replace("\x00", ""))
            self.linked += len(text.strip()) if link else 0

    def flush(self, kind: BlockKind, as_typed: bool) -> None:
        """The block under way is done."""
        if not self.buffer:
            return
        joined, linked = "".join(self.buffer), self.linked
        self.buffer, self.linked = [], 0
        if as_typed:
            lines = paragraphs(normalise(joined.replace("\x00", "\n")))[0]
        else:
            lines = _broken([one_line(part) for part in joined.split("\x00")])
        for line in lines:
            # a line that is nothing but a link leads to another story
            only_link = linked >= 0.9 * len(line) and not is_finished(line) and len(line.split()) >= 3
            self.pieces.append(Piece("related" if only_link and kind == "paragraph" and len(lines) == 1 else kind, line))

    def kind(self, element: Any, outer: BlockKind) -> BlockKind:
        """The kind that an element gives the text in it."""
        if outer in ("related", "other", "caption", "title"):
            return outer
        tag = element.tag
        if tag in ("html", "body", "main") or element is self.root:
            return outer
        words = _mark_words(element)
        share = self.sizes.of(element) / self.whole
        caption = not words.isdisjoint(_marks("caption"))
        if share < 0.4:
            if tag == "figcaption" or caption:
                return "caption"
            if tag == "aside" or (tag == "article" and self.sizes.of(element) < _ENOUGH) or not words.isdisjoint(_marks("related")):
                return "related"
            if tag == "footer" or element.get("hidden") is not None or not words.isdisjoint(_marks("other")):
                return "other"
            if not words.isdisjoint(_marks("byline")) or element.get("rel") == "author" or element.get("itemprop") == "author":
                return "byline"
        if tag == "h1":
            return "title"
        if tag == "time" or (tag not in ("article", "section") and not words.isdisjoint(_marks("stamp")) and share < 0.1):
            return "dateline"
        if not words.isdisjoint(_marks("deck")) and tag in ("p", "div", "span", "h2", "h3", "h4", "strong", "section") and share < 0.5:
            return "deck"
        if tag in ("h2", "h3", "h4", "h5", "h6"):
            return "heading"
        return "quote" if tag == "blockquote" else outer


@lru_cache(maxsize=16)
def _marks(name: str) -> frozenset[str]:
    return frozenset(cues()[f"class_{name}"])


def _mark_words(element: Any) -> set[str]:
    """The words of an element's class and id, and each two of them that stand side by side."""
    out: set[str] = set()
    for mark in (f"{element.get('class') or ''} {element.get('id') or ''}")[:300].split():
        words = [w.lower() for w in re.findall(r"[A-Z]?[a-z]+|[A-Z]+", mark)]
        out.update(words)
        out.update(f"{a}-{b}" for a, b in pairwise(words))
    return out


def _broken(parts: list[str]) -> list[str]:
    """Lines of a block with line breaks in it; a break inside a sentence is none."""
    out: list[str] = []
    for part in parts:
        if part and out and out[-1] and part[:1].islower() and not is_finished(out[-1]):
            out[-1] += f" {part}"
        elif part:
            out.append(part)
    return out


def _keep_main(tree: Any, pieces: list[Piece]) -> None:
    """On a page that marks no article, only what trafilatura takes for the main text stays body."""
    if sum(1 for _ in islice(tree.iter(), _MOST_FOR_TRAFILATURA)) >= _MOST_FOR_TRAFILATURA or sum(len(p.text) for p in pieces) > 500_000:
        return
    from copy import deepcopy

    try:
        from trafilatura import extract

        main = extract(deepcopy(tree), include_comments=False, include_tables=False, favor_recall=True) or ""
    except Exception:
        # a page it cannot take is read whole
        return
    chosen = {one_line(line.lstrip("-* ")) for line in main.split("\n")}
    if sum(len(p.text) for p in pieces if p.text in chosen) < _ENOUGH:
        return
    for piece in pieces:
        if piece.kind == "paragraph" and piece.text not in chosen and not (is_stamp(piece.text) or is_byline(piece.text)):
            piece.kind = "other"


def _settle(pieces: list[Piece], page: Page, summary: str | None) -> None:
    """Put the title first, and judge the other parts by their words as well as by their tags."""
    if page.title:
        page.pieces.append(Piece("title", page.title))
    said: set[str] = set()
    body_seen = False
    for piece in pieces:
        text, kind = piece.text, piece.kind
        if kind == "title" or text == page.title:
            continue
        kind = _by_words(text, kind, body_seen, summary)
        if kind == "byline":
            page.byline.extend(n for n in people_in(text) if n not in page.byline)
        if kind == "dateline" and page.published is None and (day := day_in(text)):
            page.published = day
        if kind in ("paragraph", "caption", "heading", "related") and text in said:
            continue
        said.add(text)
        body_seen = body_seen or (kind == "paragraph" and len(text) > 60)
        page.pieces.append(Piece(kind, text))


def _by_words(text: str, kind: BlockKind, body_seen: bool, summary: str | None) -> BlockKind:
    if kind == "dateline" and not is_stamp(text):
        kind = "paragraph" if len(text) > 60 else "other"
    if kind == "byline" and len(text) > 160:
        # an author's life, not the report
        return "other" if body_seen else "paragraph"
    if kind == "deck" and body_seen:
        kind = "paragraph"
    if kind == "heading" and (is_related_lead(text) or is_other(text)):
        return "related" if is_related_lead(text) else "other"
    if kind != "paragraph":
        return kind
    if is_related_lead(text) or is_related_link(text):
        return "related"
    if is_stamp(text):
        return "dateline" if day_in(text) else "other"
    if is_byline(text):
        return "byline"
    if is_caption(text) and len(text) < 300:
        return "caption"
    if is_other(text):
        return "other"
    if not body_seen and summary and not dateline_end(text) and _same(text, summary):
        return "deck"
    return "other" if len(text.split()) < 3 and not is_finished(text) else "paragraph"


def _same(text: str, summary: str) -> bool:
    return text == summary or (len(summary) > 40 and text.startswith(summary[:-3].rstrip(" .…")) and len(text) < len(summary) + 5)


def _without_tags(markup: str, page: Page) -> None:
    """Markup too deep or too broken for the parser: its words without the tags."""
    bare = re.sub(r"<[^<>]{0,5000}>", "\n", _unscripted(_allowed(markup)))
    rest = take_apart(normalise(unescape(bare)), page.title)
    page.pieces = [p for p in rest.pieces if any(c.isalnum() for c in p.text)] or page.pieces


def _unscripted(markup: str) -> str:
    """Markup without its scripts and styles, found by plain search: time grows with the length alone."""
    for tag in ("script", "style"):
        low, parts, at = markup.lower(), [], 0
        while (start := low.find(f"<{tag}", at)) >= 0:
            parts.append(markup[at:start])
            end = low.find(f"</{tag}", start)
            if end < 0:
                at = len(markup)
                break
            at = end
        markup = "".join([*parts, markup[at:]])
    return markup
