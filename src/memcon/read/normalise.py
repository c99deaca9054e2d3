"""Bytes to text and text to its normal form: NFC, plain line ends, no invisible characters."""

from __future__ import annotations

import codecs
import re
import unicodedata

from memcon.model.errors import NoText, Unreadable

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"{\\rtf", "an RTF document"),
    (b"PK\x03\x04", "a zip archive or office document"),
    (b"\x1f\x8b", "compressed data"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
)
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{1,30})""", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\x0b\x0c\x1c-\x1f\x85\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")
_TERMINAL = re.compile(r"\x1b(?:\[[0-9;?]{0,30}[ -/]?[@-~]|\][^\x07\x1b\n]{0,300}(?:\x07|\x1b\\))")
_MARK_RUN = re.compile(r"[^\w\s\x00-\x7f]{16,}")
_MOST_MARKS = 30


def decode(data: bytes, place: str | None = None, declared: str | None = None) -> str:
    """Text of bytes: byte order mark, UTF-8, the declared character set, then Windows-1252. Raises `NoText`, `Unreadable`.

    UTF-8 comes before what a page or server declares: bytes that are UTF-8 by chance are rarer than wrong declarations.
    """
    if not data.strip():
        raise NoText("the input is empty", place=place)
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise Unreadable(f"this is {what}; save it as text or HTML first", place=place)
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, errors="replace")
    head = data[:4096]
    if b"\x00" in head:
        odd, even = head[1::2].count(0), head[0::2].count(0)
        half = len(head) // 2
        if half and odd > 0.4 * half and even < 0.1 * half:
            return data.decode("utf-16-le", errors="replace")
        if half and even > 0.4 * half and odd < 0.1 * half:
            return data.decode("utf-16-be", errors="replace")
        raise Unreadable("this is binary data, not text; give a text or HTML file", place=place)
    control = sum(1 for b in head if b < 9 or 13 < b < 32)
    if control > 0.05 * len(head):
        raise Unreadable("this is binary data, not text; give a text or HTML file", place=place)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    in_page = _CHARSET.search(head) if b"<" in head else None
    for told in (declared, in_page[1].decode("ascii") if in_page else None):
        if told and (read := _decoded(data, told)) is not None:
            return read
    text = data.decode("utf-8", errors="replace")
    # a stray bad byte in UTF-8 stays UTF-8; a text full of them never was
    return text if text.count("\ufffd") <= len(text) // 500 else data.decode("cp1252", errors="replace")


def _decoded(data: bytes, name: str) -> str | None:
    try:
        name = codecs.lookup(name).name
        # the web's reading: what calls itself Latin-1 or ASCII is Windows-1252
        name = "cp1252" if name in ("iso8859-1", "ascii") else name
        text = data.decode(name, errors="replace" if name == "cp1252" else "strict")
    except (LookupError, UnicodeError, ValueError):
        return None
    return text


def normalise(text: str) -> str:
    """NFC; line ends as ``\\n``; no control, zero-width or bidirectional marks nor a terminal's; runs of blanks as one; lines stripped."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\x1b" in text:
        text = _TERMINAL.sub("", text)
    if text.isascii():
        text = _CONTROL.sub("", text)
    else:
        text = text.replace("\u2028", "\n").replace("\u2029", "\n\n")
        text = "".join(c for c in text if c.isascii() or not _invisible(c))
        # canonical ordering takes quadratic time on long runs of marks (UAX 15, stream-safe text)
        text = _fewer_marks(unicodedata.normalize("NFC", _fewer_marks(_CONTROL.sub("", text))))
    text = _SPACES.sub(" ", text)
    text = text.replace(" \n", "\n").replace("\n ", "\n")
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n ")


def _fewer_marks(text: str) -> str:
    """No more than 30 combining marks in a row."""
    return _MARK_RUN.sub(lambda found: _first_marks(found[0]), text)


def _first_marks(run: str) -> str:
    kept, count = [], 0
    for char in run:
        count = count + 1 if unicodedata.combining(char) else 0
        if count <= _MOST_MARKS:
            kept.append(char)
    return "".join(kept)


def _invisible(char: str) -> bool:
    # U+0085 is a blank here; unassigned characters stay, or the text would change with Python's version
    if char == "\x85":
        return False
    return unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co") or 0xFDD0 <= ord(char) <= 0xFDEF or ord(char) & 0xFFFE == 0xFFFE


def one_line(text: str) -> str:
    """Normalised, on one line."""
    return " ".join(normalise(text).split())
