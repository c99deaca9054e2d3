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
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{1,30})""", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\x0b\x0c\x1c-\x1f\x85\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")


def decode(data: bytes, place: str | None = None) -> str:
    """Text of bytes: byte order mark, declared charset, UTF-8, then Windows-1252. Raises `NoText`, `Unreadable`."""
    if not data.strip():
        raise NoText("the input is empty", place=place)
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
    declared = _CHARSET.search(head) if b"<" in head else None
    if declared:
        try:
            name = codecs.lookup(declared[1].decode("ascii")).name
            if name not in ("utf-7", "idna", "punycode", "unicode_escape", "raw_unicode_escape") and codecs.lookup(name)._is_text_encoding:
                return data.decode(name)
        except (LookupError, UnicodeDecodeError):
            pass
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", errors="replace")
        # a stray bad byte in UTF-8 stays UTF-8; a text full of them never was
        return text if text.count("\ufffd") <= len(text) // 500 else data.decode("cp1252", errors="replace")


def normalise(text: str) -> str:
    """NFC; line ends as ``\\n``; no control, zero-width or bidirectional marks; runs of blanks as one blank; lines stripped."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n").replace("\u00ad", "")
    text = "".join(c for c in unicodedata.normalize("NFC", text) if c == "\n" or c == "\t" or not _invisible(c))
    text = _SPACES.sub(" ", text)
    text = "\n".join(line.strip(" ") for line in text.split("\n"))
    # dropping marks may have brought letters and accents together
    return re.sub(r"\n{3,}", "\n\n", unicodedata.normalize("NFC", text)).strip("\n ")


def _invisible(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn") and char not in "\x0b\x0c\x1c\x1d\x1e\x1f\x85"


def one_line(text: str) -> str:
    """Normalised, on one line."""
    return " ".join(normalise(text).split())
