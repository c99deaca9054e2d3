"""WARC and WET files, as Common Crawl's news crawl writes them: one record after the other, never unpacked whole."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from memcon.model.errors import MemconError, NoText, NotFound, TooLarge, Unreadable
from memcon.model.record import Report
from memcon.read.bytes import MAX_BYTES
from memcon.read.published import iso_day
from memcon.read.sources.day import with_day
from memcon.read.sources.one import read_one
from memcon.read.sources.unpacked import Packed, Plain, unpacked

_PAGES = ("text/html", "application/xhtml+xml", "text/plain")
# the numbers of fastwarc's record types
_RESPONSE, _RESOURCE, _CONVERSION = 4, 8, 128
_MOST_DAMAGED = 10_000
# headers of the HTTP message come on top of the page
_MOST_BLOCK = MAX_BYTES + 65_536


def read_warc(path: Path, **options: Any) -> Iterator[Report | MemconError]:
    """Reports of a WARC or WET file's pages (HTTP answers 200 with HTML or text, conversions, resources), in the file's order.

    Each has its record's id as ``key``, its target as address, and the day of the crawl where the page gives none.
    A damaged gzip member or record, one beyond `MAX_BYTES` and one without a report come as errors in their place,
    and the rest goes on; answers other than 200, pictures, requests and the like are passed over.

    Raises `NotFound`.
    """
    try:
        handle = path.open("rb")
    except OSError as error:
        raise NotFound(f"cannot be opened ({error.strerror})", place=str(path)) from error
    with handle:
        stream = unpacked(handle, str(path))
        try:
            yield from _records(stream, options)
        except MemconError as error:
            yield error
        except OSError as error:
            yield Unreadable(f"cannot be read on ({error.strerror or error})", place=stream.place())


def _records(stream: Plain, options: dict[str, Any]) -> Iterator[Report | MemconError]:
    from fastwarc.warc import ArchiveIterator

    going, found, before = True, False, ""
    damaged = 0
    while going:
        if damaged > _MOST_DAMAGED:
            raise TooLarge(f"more than {_MOST_DAMAGED:,} damaged places; what follows is not read", place=stream.name)
        damaged += 1
        done = last = stream.given
        read_here = False
        try:
            for record in ArchiveIterator(stream, parse_http=False, stream_detect=False):
                last = record.stream_pos
                length = record.content_length
                if not str(record.headers.get("Content-Length") or "").isdigit():
                    raise _Damaged("a record without a length")
                if stream.ends_before(last + length):
                    raise _Damaged("the file ends within a record; it was cut off")
                stream.since, stream.until = 0, last + length
                found = read_here = True
                if _wanted(record):
                    outcome = _outcome(record, stream, last, options)
                    if outcome is not None:
                        yield outcome
                done = last + length
            going = False
        except (OSError, _Damaged) as error:
            said = f"what follows is damaged ({_said(error)}); reading goes on at the next record"
            trouble, stream.until = stream.trouble, 0
            if trouble is not None or (found and (said != before or read_here)):
                yield trouble or Unreadable(said, place=stream.place(last))
            before = said
            going = _resume(stream, trouble, max(done, last + 1) if found else last + 1)
        except BaseException as error:
            # the Rust reader's own failures come as panics, which are no Exceptions
            if type(error).__name__ != "PanicException":
                raise
            yield Unreadable("a record broke the reader; reading goes on at the next", place=stream.place(last))
            going = _resume(stream, None, max(done, last + 1))
    if not found:
        yield Unreadable("there is no WARC record in it", place=stream.name)


class _Damaged(Exception):
    """A record that fastwarc lets through and should not."""


def _said(error: BaseException) -> str:
    return str(error).rstrip(".")[:200]


def _resume(stream: Plain, trouble: MemconError | None, after: int) -> bool:
    if trouble is not None and isinstance(stream, Packed):
        return stream.next_member()
    if trouble is not None:
        return False
    try:
        return stream.resume(after)
    except MemconError:
        if isinstance(stream, Packed):
            return stream.next_member()
        raise


def _wanted(record: Any) -> bool:
    """Only what may hold a page: its HTTP part is not read yet."""
    kind = int(record.record_type)
    if kind == _RESPONSE:
        return bool(record.is_http)
    if kind in (_RESOURCE, _CONVERSION):
        return _media(record.headers.get("Content-Type")) in _PAGES
    return False


def _media(value: str | None) -> str:
    return (value or "").partition(";")[0].strip().lower()


def _outcome(record: Any, stream: Plain, at: int, options: dict[str, Any]) -> Report | MemconError | None:
    """A record's report, its error, or None where it is no page."""
    length = record.content_length
    address = record.headers.get("WARC-Target-URI")
    address = address.strip("<> ")[:2000] if address else None
    place = " ".join(x for x in (stream.place(at), address) if x)
    key = (record.record_id or None) and str(record.record_id).strip("<>")
    try:
        if length > _MOST_BLOCK:
            raise TooLarge(f"a record of {length // 1_000_000} MB; up to {MAX_BYTES // 1_000_000} MB are read", place=place)
        block = record.reader.read(length)
        if len(block) < length:
            raise stream.trouble or Unreadable("the file ends within this record; it was cut off", place=place)
        stream.sound(at)
        data, charset = _page(record, block, place)
        if data is None:
            return None
        day = iso_day(str(record.headers.get("WARC-Date") or ""))
        report = read_one(data, name=place, key=key, encoding=charset, **{**options, "url": options.get("url") or address})
    except MemconError as error:
        error.key = key
        return error
    report = with_day(report, day, "the day of the crawl")
    if told := record.headers.get("WARC-Truncated"):
        report.warnings.append(f"the crawler cut this page off ({told[:40]})")
    return report


def _page(record: Any, block: bytes, place: str) -> tuple[bytes | None, str | None]:
    """The page in a record's block and what its server says of its encoding; None where it is none."""
    if int(record.record_type) != _RESPONSE:
        return block, None
    from fastwarc.warc import WarcRecord, WarcRecordType

    inner = WarcRecord()
    inner.init_headers(WarcRecordType.response, content_length=len(block))
    inner.set_bytes_content(block)
    inner.is_http = True
    try:
        inner.parse_http(quirks_mode=True)
        status, media, charset = inner.http_headers.status_code, _media(inner.http_content_type), inner.http_charset
    except OSError as error:
        raise Unreadable(f"its HTTP headers cannot be read ({_said(error)})", place=place) from None
    if status is None:
        raise Unreadable("its HTTP headers cannot be read", place=place)
    if status != 200 or media not in ("", *_PAGES):
        return None, None
    data = inner.reader.read()
    for name in ("Transfer-Encoding", "Content-Encoding"):
        for coding in reversed([c.strip().lower() for c in (inner.http_headers.get(name) or "").split(",")][:5]):
            data = _decoded(data, coding, place)
    if not data.strip():
        raise NoText("the page is empty", place=place)
    return data, charset


def _decoded(data: bytes, coding: str, place: str) -> bytes:
    """A body without its packing, up to `MAX_BYTES` + 1; crawlers leave the header of a packing that they undid."""
    from fastwarc import stream_io

    reader: stream_io.WarcReader
    if coding in ("gzip", "x-gzip") and data.startswith(b"\x1f\x8b"):
        reader = stream_io.GzipReader(io.BytesIO(data))
    elif coding == "deflate" and data[:1] == b"\x78":
        reader = stream_io.GzipReader(io.BytesIO(data), zlib=True)
    elif coding == "zstd" and data.startswith(b"\x28\xb5\x2f\xfd"):
        reader = stream_io.ZstdReader(io.BytesIO(data))
    elif coding == "br" and not _readable(data):
        reader = stream_io.BrotliReader(io.BytesIO(data))
    elif coding == "chunked" and _chunked(data):
        reader = stream_io.ChunkedReader(io.BytesIO(data))
    else:
        return data
    out = bytearray()
    try:
        while len(out) <= MAX_BYTES and (part := reader.read(65_536)):
            out += part
    except OSError as error:
        if not out:
            raise Unreadable(f"the page is packed as {coding} and damaged ({_said(error)})", place=place) from None
    return bytes(out)


def _readable(data: bytes) -> bool:
    """Brotli has no mark of its own; what reads as text was unpacked already."""
    head = data[:512].lstrip()
    return head.startswith((b"<", b"\xef\xbb\xbf")) or all(31 < b < 127 or b in b"\t\r\n" for b in head)


def _chunked(data: bytes) -> bool:
    size = data[:20].partition(b"\r\n")[0].partition(b";")[0].strip()
    return bool(size) and all(c in b"0123456789abcdefABCDEF" for c in size)
