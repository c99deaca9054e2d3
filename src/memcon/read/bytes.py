"""One input, as bytes or text, to a report."""

from __future__ import annotations

import hashlib
import re

import msgspec

from memcon.model.errors import NoText, TooLarge, Unreadable
from memcon.model.record import Article, Block, Related, Report, Span
from memcon.read.blocks import Page, Piece, take_apart
from memcon.read.language import language_of
from memcon.read.lines import dateline_end
from memcon.read.normalise import decode, normalise, one_line
from memcon.read.published import day_in, option_day

MAX_BYTES = 10_000_000
_MOST_BLOCKS = 20_000
_MARKUP = re.compile(r"<(?:!doctype html|html|head|body|article|div|p|h1|meta|script|table|span)\b", re.IGNORECASE)


def read_bytes(
    data: bytes,
    *,
    name: str | None = None,
    published: str | None = None,
    outlet: str | None = None,
    url: str | None = None,
    title: str | None = None,
    key: str | None = None,
    encoding: str | None = None,
) -> Report:
    """A report from bytes of text or HTML, told apart by what they hold. ``name`` is the input's place for errors,
    ``encoding`` what a server says of the bytes.

    Raises `TooLarge` beyond `MAX_BYTES`, `NoText` for empty input, `Unreadable` for binary, `BadOption` for a bad day.
    """
    if len(data) > MAX_BYTES:
        raise TooLarge(f"more than {MAX_BYTES // 1_000_000} MB; split it, one report a file", place=name)
    text = decode(data, name, encoding)
    if _is_json(text):
        raise Unreadable('this is JSON; reports go into a .jsonl file, one {"text": …} a line', place=name)
    reader = read_html if _is_markup(text, name) else read_text
    return reader(text, name=name, published=published, outlet=outlet, url=url, title=title, key=key)


def _is_json(text: str) -> bool:
    """Whether a text is nothing but JSON: an object, a list of them, or an object a line."""
    if text.lstrip()[:1] not in ("{", "["):
        return False
    for part in (text, text.lstrip().split("\n", 1)[0]):
        try:
            value = msgspec.json.decode(part)
        except (msgspec.DecodeError, RecursionError):
            continue
        return isinstance(value[0] if isinstance(value, list) and value else value, dict)
    return False


def _is_markup(text: str, name: str | None) -> bool:
    if not _MARKUP.search(text.lstrip()[:3000]):
        return False
    return text.count("<") > 3 or (name or "").lower().endswith((".html", ".htm", ".xhtml"))


def read_text(
    text: str,
    *,
    name: str | None = None,
    published: str | None = None,
    outlet: str | None = None,
    url: str | None = None,
    title: str | None = None,
    key: str | None = None,
) -> Report:
    """A report from plain text as pasted or as an agency sends it. Raises `TooLarge`, `NoText`, `BadOption`."""
    if len(text) > MAX_BYTES:
        raise TooLarge(f"more than {MAX_BYTES // 1_000_000} MB; split it, one report a file", place=name)
    clean = normalise(text)
    if not any(c.isalnum() for c in clean):
        raise NoText("there are no words in it", place=name)
    page = take_apart(clean, one_line(title) if title else None)
    return put_together(page, published=published, basis="text", outlet=outlet, url=url, key=key)


def read_html(
    text: str,
    *,
    name: str | None = None,
    published: str | None = None,
    outlet: str | None = None,
    url: str | None = None,
    title: str | None = None,
    key: str | None = None,
) -> Report:
    """A report from a page's markup; nothing in it is run or fetched. Raises `TooLarge`, `NoText`, `BadOption`."""
    from memcon.read.html import page_of

    if len(text) > MAX_BYTES:
        raise TooLarge(f"more than {MAX_BYTES // 1_000_000} MB; split it, one report a file", place=name)
    page = page_of(text, name)
    if title:
        page.title = one_line(title)
    if not any(any(c.isalnum() for c in p.text) for p in page.pieces if p.kind not in ("related", "other")):
        raise NoText("the page holds no report; if it is built by scripts, save it from the browser as text", place=name)
    return put_together(page, published=published, basis="markup", outlet=outlet, url=url, key=key)


def put_together(page: Page, *, published: str | None, basis: str, outlet: str | None, url: str | None, key: str | None) -> Report:
    """Lay the pieces out as one text, with blocks and links to other stories as spans on it."""
    told = option_day(published)
    parts: list[str] = []
    blocks: list[Block] = []
    related: list[Related] = []
    at = 0
    found = page.published
    for piece in _parted(page.pieces):
        span: Span = (at, at + len(piece.text))
        parts.append(piece.text)
        blocks.append(Block(kind=piece.kind, span=span))
        if piece.kind == "related":
            if piece.joined and related:
                related[-1] = Related(span=(related[-1].span[0], span[1]))
            else:
                related.append(Related(span=span))
        if piece.kind == "dateline" and found is None:
            found, basis = day_in(piece.text), "text"
        at = span[1] + 2
    text = "\n\n".join(parts)
    title = page.title
    language = language_of(" ".join(p.text for p in page.pieces if p.kind in ("paragraph", "deck", "title", "quote")))
    warnings = list(page.warnings) if language in (None, "en") else [*page.warnings, f"the text is in '{language}'; only English is coded"]
    if told is None and found is None:
        warnings.append("no day of publication was given or found: days such as 'Wednesday' stay unknown; give --published")
    article = Article(
        id=hashlib.sha256(f"{title or ''}\n{text}".encode()).hexdigest()[:16],
        url=url,
        outlet=outlet or page.outlet,
        title=title,
        language=language,
        byline=page.byline,
        published=told or found,
        published_basis="option" if told else basis if found else None,  # type: ignore[arg-type]
        text=text,
        blocks=blocks,
    )
    return Report(article=article, related=related, warnings=warnings, key=key)


def _parted(pieces: list[Piece]) -> list[Piece]:
    """Pieces with the dateline of the first paragraph as a block of its own; all beyond `_MOST_BLOCKS` as one."""
    out: list[Piece] = []
    seen = False
    for piece in pieces[:_MOST_BLOCKS]:
        end = 0 if seen or piece.kind != "paragraph" else dateline_end(piece.text)
        # a dateline on a line of its own was told apart already
        seen = seen or piece.kind == "paragraph" or (piece.kind == "dateline" and dateline_end(piece.text) == len(piece.text))
        if end and len(piece.text) > end + 20:
            out.append(Piece("dateline", piece.text[:end].rstrip()))
            out.append(Piece("paragraph", piece.text[end:].lstrip()))
        elif piece.text.strip():
            out.append(piece)
    if beyond := " ".join(p.text for p in pieces[_MOST_BLOCKS:]).strip():
        out.append(Piece("other", beyond))
    return out
