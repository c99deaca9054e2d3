"""A page's markup to the parts of its report: our own walk tells the parts apart, trafilatura which of them are the body."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from memcon.model.errors import NoText, Unreadable
from memcon.model.record import BlockKind
from memcon.read.blocks import Page, Piece, is_byline, is_caption, is_other, is_related_cue, take_apart
from memcon.read.normalise import normalise, one_line
from memcon.read.published import iso_day

_SKIP = {
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "iframe",
    "form",
    "button",
    "select",
    "nav",
    "object",
    "embed",
    "canvas",
    "video",
    "audio",
    "math",
    "textarea",
    "input",
}
_BLOCKS = {
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "blockquote",
    "figcaption",
    "pre",
    "td",
    "dd",
    "dt",
    "div",
    "section",
    "article",
    "aside",
    "footer",
    "header",
    "figure",
    "ul",
    "ol",
    "table",
    "tr",
    "main",
    "body",
    "html",
    "center",
    "address",
    "tbody",
    "br",
}
_NOT_BODY = re.compile(
    r"\b(?:related|recommend|promo|teaser|read-?more|more-?stories|newsletter|subscribe|share|social|comment|cookie|advert|ad-slot|banner|breadcrumb|tags?|sidebar|footer|widget|outbrain|taboola)\b",
    re.IGNORECASE,
)
_CAPTION = re.compile(r"caption|photo-?credit|image-?credit|wp-caption", re.IGNORECASE)
_BYLINE = re.compile(r"\b(?:byline|author|autor)\b", re.IGNORECASE)
_DECK = re.compile(
    r"\b(?:deck|standfirst|subtitle|sub-?head(?:line|ing)?|dek|summary|lede?|article__?description|excerpt)\b", re.IGNORECASE
)
_DEEPEST = 200
_MOST_ELEMENTS = 60_000


def page_of(markup: str, place: str | None = None) -> Page:
    """The parts of a page. Raises `NoText`, `Unreadable`."""
    tree = _tree(markup, place)
    page = Page()
    _head(tree, page)
    root = _main(tree)
    pieces = _walk(root, page)
    if sum(len(p.text) for p in pieces if p.kind == "paragraph") < 200 and root is not tree:
        pieces = _walk(tree, page)
    if root is tree:
        _keep_main(tree, pieces)
    _settle(pieces, page)
    if not any(p.kind in ("paragraph", "heading", "deck") for p in page.pieces):
        # markup too deep or too broken for the parser: its words without the tags
        rest = take_apart(normalise(unescape(re.sub(r"<[^<>]{0,5000}>", "\n", _unscripted(normalise_markup(markup))))), page.title)
        page.pieces = [p for p in rest.pieces if any(c.isalnum() for c in p.text)] or page.pieces
    if not page.pieces:
        raise NoText("the page holds no text", place=place)
    return page


def _tree(markup: str, place: str | None) -> Any:
    from lxml import etree, html

    # the text was decoded already: a declaration of another encoding would make lxml refuse it
    clean = re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", normalise_markup(markup))
    try:
        tree = html.document_fromstring(
            clean.encode("utf-8", "replace"),
            parser=html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True),
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError) as error:
        raise Unreadable(f"the markup cannot be parsed ({error})", place=place) from error
    return tree


def normalise_markup(markup: str) -> str:
    """Markup without the control characters that XML forbids."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]", "", markup)


def _keep_main(tree: Any, pieces: list[Piece]) -> None:
    """On a page that marks no article, only what trafilatura takes for the main text stays body."""
    from copy import deepcopy

    from trafilatura import extract

    if len(pieces) > 3000:
        return
    try:
        main = extract(deepcopy(tree), include_comments=False, include_tables=False, favor_recall=True) or ""
    except Exception:
        # a page it cannot take is read whole
        return
    chosen = {one_line(line.lstrip("-* ")) for line in main.split("\n")}
    if sum(len(p.text) for p in pieces if p.text in chosen) < 200:
        return
    for piece in pieces:
        if piece.kind == "paragraph" and piece.text not in chosen:
            piece.kind = "other"


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


def _head(tree: Any, page: Page) -> None:
    meta: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
        if name and element.get("content") and name not in meta:
            meta[name] = one_line(element.get("content")[:2000])
    heads = [one_line(_text(h)) for h in list(tree.iter("h1"))[:3]]
    title = next((t for t in tree.iter("title")), None)
    bare = one_line(_text(title)) if title is not None else ""
    page.title = next(
        (t for t in (heads[0] if len(heads) == 1 else "", meta.get("og:title", ""), *heads, re.split(r" [|–—-] ", bare)[0]) if t), None
    )
    page.outlet = meta.get("og:site_name") or meta.get("application-name")
    for key in (
        "article:published_time",
        "datepublished",
        "date",
        "dc.date",
        "dc.date.issued",
        "pubdate",
        "publishdate",
        "og:published_time",
        "sailthru.date",
        "parsely-pub-date",
    ):
        if day := iso_day(meta.get(key, "")):
            page.published = day
            break
    if page.published is None:
        for element in tree.iter("script"):
            if element.get("type") == "application/ld+json" and (
                found := re.search(r'"datePublished"\s*:\s*"([^"]{8,40})"', (element.text or "")[:100_000])
            ):
                page.published = iso_day(found[1])
                break
    if page.published is None:
        for element in tree.iter("time"):
            if day := iso_day(element.get("datetime") or ""):
                page.published = day
                break
    if page.published is None:
        page.published = _guessed_day(tree)
    author = meta.get("author") or meta.get("article:author") or meta.get("byl")
    if author and not author.startswith("http") and len(author) < 120:
        page.byline.extend(n for n in _people(author) if n not in page.byline)
    page_deck = meta.get("og:description") or meta.get("description")
    if page_deck:
        page.pieces.append(Piece("deck", page_deck))


def _guessed_day(tree: Any) -> str | None:
    """htmldate's reading of the markup (extensive search off: only dates that the page states)."""
    if sum(1 for _ in zip(tree.iter(), range(5000))) >= 5000:
        return None
    try:
        from htmldate import find_date

        return iso_day(find_date(tree, extensive_search=False, original_date=True) or "")
    except Exception:
        return None


def _people(text: str) -> list[str]:
    return [n.strip(" .,;") for n in re.split(r",| and |;|&", re.sub(r"^by ", "", text, flags=re.IGNORECASE)) if n.strip(" .,;")]


def _main(tree: Any) -> Any:
    """The element that holds the report: the article element with most words in paragraphs, else main, else the whole."""
    best, most = None, 0
    for element in list(tree.iter("article"))[:50]:
        size = sum(len(_text(p)) for p in list(element.iter("p"))[:400])
        if size > most:
            best, most = element, size
    if best is not None and most > 200:
        return best
    main = next(iter(tree.iter("main")), None)
    return main if main is not None and sum(len(_text(p)) for p in list(main.iter("p"))[:400]) > 200 else tree


def _text(element: Any) -> str:
    """All the text in an element but scripts' and styles'."""
    parts: list[str] = []
    for i, node in enumerate(element.iter()):
        if i > 5000 or sum(map(len, parts[-1:])) > 200_000:
            break
        if not isinstance(node.tag, str) or node.tag in _SKIP:
            if node is not element and node.tail:
                parts.append(node.tail)
            continue
        if node.text and not any(a.tag in _SKIP for a in _few_ancestors(node)):
            parts.append(node.text)
        if node is not element and node.tail:
            parts.append(node.tail)
    return "".join(parts)


def _few_ancestors(node: Any) -> list[Any]:
    out: list[Any] = []
    while node is not None and len(out) < 12:
        out.append(node)
        node = node.getparent()
    return out


def _walk(root: Any, page: Page) -> list[Piece]:
    """Text blocks under an element in order. An explicit stack: depth of the markup costs no recursion."""
    pieces: list[Piece] = []
    buffer: list[str] = []
    kind_now: list[BlockKind] = ["paragraph"]

    def flush() -> None:
        text = one_line("".join(buffer))
        buffer.clear()
        if text:
            pieces.append(Piece(kind_now[0], text))

    stack: list[tuple[Any, bool, BlockKind, int]] = [(root, False, "paragraph", 0)]
    seen = 0
    while stack:
        element, done, kind, depth = stack.pop()
        if done:
            if element.tag in _BLOCKS:
                kind_now[0] = kind
                flush()
            if element.tail and element is not root:
                buffer.append(element.tail)
            continue
        if not isinstance(element.tag, str) or element.tag in _SKIP or element.tag in ("head",):
            if element.tail and element is not root:
                buffer.append(element.tail)
            continue
        seen += 1
        if seen > _MOST_ELEMENTS:
            break
        inner = _kind(element, kind)
        if element.tag in _BLOCKS:
            kind_now[0] = kind
            flush()
            kind_now[0] = inner
        stack.append((element, True, inner, depth))
        if element.text:
            buffer.append(element.text)
        if depth < _DEEPEST:
            for child in reversed(element):
                stack.append((child, False, inner, depth + 1))
        else:
            buffer.append(_text(element)[len(element.text or "") :])
    flush()
    return pieces


def _kind(element: Any, outer: BlockKind) -> BlockKind:
    """The kind that an element gives the text in it."""
    if outer in ("related", "other", "caption"):
        return outer
    tag = element.tag
    marks = f"{element.get('class') or ''} {element.get('id') or ''}"[:300]
    if tag in ("footer", "nav"):
        return "other"
    if tag == "aside":
        return "related" if not _CAPTION.search(marks) else "caption"
    if tag == "figcaption" or _CAPTION.search(marks):
        return "caption"
    if tag not in ("html", "body", "article", "main") and _NOT_BODY.search(marks):
        return "related" if re.search(r"related|recommend|teaser|read-?more|more-?stories|promo", marks, re.IGNORECASE) else "other"
    if _BYLINE.search(marks) or element.get("rel") == "author" or element.get("itemprop") == "author":
        return "byline"
    if tag in ("h2", "h3", "h4", "h5", "h6"):
        return "deck" if _DECK.search(marks) else "heading"
    if tag == "h1":
        return "title"
    if tag == "time":
        return "dateline"
    if _DECK.search(marks) and tag in ("p", "div", "span", "h2", "h3"):
        return "deck"
    return outer


def _settle(pieces: list[Piece], page: Page) -> None:
    """Put the title first, the deck after it, and judge paragraphs by their words as well as by their tags."""
    deck = next((p.text for p in page.pieces if p.kind == "deck"), None)
    page.pieces = []
    if page.title:
        page.pieces.append(Piece("title", page.title))
    said: set[str] = set()
    body_seen = False
    for piece in pieces:
        text, kind = piece.text, piece.kind
        if kind == "title" or (page.title and text == page.title):
            continue
        if kind == "paragraph":
            if (is_related_cue(text) and not body_seen) or (is_related_cue(text) and len(text) < 120):
                kind = "related"
            elif is_byline(text):
                kind = "byline"
            elif is_other(text) and len(text) < 160:
                kind = "other"
            elif is_caption(text) and len(text) < 300:
                kind = "caption"
            elif not body_seen and deck and _same(text, deck):
                kind = "deck"
        if kind == "deck" and body_seen:
            kind = "paragraph"
        if kind == "byline":
            if len(text) > 160:
                kind = "paragraph"
            else:
                page.byline.extend(n for n in _people(text) if n not in page.byline and len(n) < 60)
        if kind == "paragraph" and len(text.split()) < 3 and not text.endswith((".", "!", "?")):
            kind = "other"
        if kind in ("paragraph", "caption", "heading") and text in said:
            continue
        said.add(text)
        body_seen = body_seen or (kind == "paragraph" and len(text) > 60)
        page.pieces.append(Piece(kind, text))


def _same(text: str, deck: str) -> bool:
    return text == deck or (len(deck) > 40 and (text.startswith(deck[:-3].rstrip(". …")) and len(text) < len(deck) + 5))


__all__ = ["normalise", "page_of"]
