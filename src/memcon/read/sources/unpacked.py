"""A WARC file as one stream of bytes, packed or not, that can be taken up again behind a damaged place."""

from __future__ import annotations

import os
import zlib
from typing import BinaryIO

from memcon.model.errors import MemconError, TooLarge, Unreadable

MARK = b"WARC/1."
_STEP = 65_536
_GZIP = b"\x1f\x8b\x08"
# a record is read up to 10 MB; what is beyond that is run through to the next record, but not for ever
_MOST_WITHOUT_RECORD = 512_000_000
_TRY = 512


class Plain:
    """The bytes of an unpacked file. Offsets are of unpacked bytes; ``until`` is before where the present record ends."""

    def __init__(self, handle: BinaryIO, name: str) -> None:
        self.handle = handle
        self.name = name
        self.given = 0
        self.chunk = b""
        self.chunk_at = 0
        self.trouble: MemconError | None = None
        self.since = 0
        self.until = 0

    # what fastwarc asks of a stream

    def tell(self) -> int:
        """How many unpacked bytes were given."""
        return self.given

    def seek(self, offset: int, whence: int = 0) -> int:
        """Never: a stream goes on. Raises `OSError`."""
        raise OSError("not seekable")

    def close(self) -> None:
        """Nothing: the file is closed by who opened it."""

    def read(self, size: int = -1) -> bytes:
        """Up to ``size`` bytes, never of two gzip members at once. Raises `OSError` with `trouble` set on damage."""
        if len(self.chunk) == 0 or self.given >= self.chunk_at + len(self.chunk):
            self.chunk_at += len(self.chunk)
            self.chunk = b""
            try:
                self.chunk = self._more()
            except MemconError as error:
                self.trouble = error
                raise OSError(error.message) from None
            self.since += len(self.chunk)
            if self.since > _MOST_WITHOUT_RECORD:
                self.trouble = TooLarge(f"{_MOST_WITHOUT_RECORD // 1_000_000} MB without a new record", place=self.place())
                raise OSError(self.trouble.message)
        begin = self.given - self.chunk_at
        part = self.chunk[begin : begin + size] if size >= 0 else self.chunk[begin:]
        self.given += len(part)
        return part

    def _more(self) -> bytes:
        return self.handle.read(_STEP)

    def place(self, at: int | None = None) -> str:
        """Where the record at an unpacked offset stands, for errors."""
        return f"{self.name}@{self.given if at is None else at}"

    def resume(self, after: int) -> bool:
        """Stand at the next line that begins as a record does, at or behind an unpacked offset. False at the end."""
        self._stand(after)
        tail = b"\n" if self.given == 0 else b""
        while True:
            window = tail + self.chunk[self.given - self.chunk_at :]
            found = window.find(b"\n" + MARK)
            if found >= 0:
                self._keep(window[found + 1 :])
                return True
            tail = window[-len(MARK) :]
            self.chunk_at += len(self.chunk)
            self.given, self.chunk = self.chunk_at, b""
            self.chunk = self._more()
            if not self.chunk:
                return False

    def ends_before(self, offset: int) -> bool:
        """Whether the file is known to be shorter."""
        return os.fstat(self.handle.fileno()).st_size < offset

    def _stand(self, after: int) -> None:
        self.trouble, self.since = None, 0
        self.handle.seek(after)
        self.given = self.chunk_at = after
        self.chunk = b""

    def _keep(self, rest: bytes) -> None:
        """Stand at the beginning of these last bytes of what was unpacked so far."""
        end = self.chunk_at + len(self.chunk)
        self.given = self.chunk_at = end - len(rest)
        self.chunk = rest


class Packed(Plain):
    """The members of a gzip file, one behind the other, each unpacked a piece at a time."""

    def __init__(self, handle: BinaryIO, name: str) -> None:
        super().__init__(handle, name)
        self.rest = b""
        self.rest_at = 0
        self.member_at = 0
        self.unpacker: zlib._Decompress | None = None
        self.held = b""

    def place(self, at: int | None = None) -> str:
        """Where the present member begins in the file: the offset that a crawl's index gives."""
        return f"{self.name}@{self.member_at}"

    def _fill(self) -> bool:
        if not self.rest:
            self.rest_at = self.handle.tell()
            self.rest = self.handle.read(_STEP)
        return bool(self.rest)

    def _more(self) -> bytes:
        if self.held:
            out, self.held = self.held, b""
            return out
        while self._fill():
            fresh = self.unpacker is None
            if self.unpacker is None:
                self.member_at = self.rest_at
                self.unpacker = zlib.decompressobj(wbits=31)
            try:
                out = self.unpacker.decompress(self.rest, _STEP)
            except zlib.error as error:
                raise Unreadable(f"this gzip member is damaged ({error}); it is passed over", place=self.place()) from None
            left = self.unpacker.unused_data if self.unpacker.eof else self.unpacker.unconsumed_tail
            self.rest_at += len(self.rest) - len(left)
            self.rest = left
            if self.unpacker.eof:
                self.unpacker = None
            if out and fresh and self.chunk_at < self.until and out.startswith(MARK):
                self.held = out
                raise Unreadable("the record before this one is shorter than it says", place=self.place())
            if out:
                return out
        if self.unpacker is not None:
            self.unpacker = None
            raise Unreadable("the file ends within a gzip member; it was cut off", place=self.place())
        return b""

    def ends_before(self, offset: int) -> bool:
        """Never known: only unpacking would tell."""
        return False

    def _stand(self, after: int) -> None:
        # what was unpacked before the present piece is gone
        self.trouble, self.since = None, 0
        self.given = max(self.chunk_at, min(after, self.chunk_at + len(self.chunk)))

    def next_member(self) -> bool:
        """Stand at the next gzip member behind the present one that unpacks to a record. False at the end."""
        self.trouble, self.since = None, 0
        if self.held:
            return True
        self.unpacker = None
        self.chunk_at += len(self.chunk)
        self.chunk, self.given = b"", self.chunk_at
        at = self.member_at + 1
        while True:
            self.handle.seek(at)
            window = self.handle.read(_STEP)
            if len(window) < len(_GZIP):
                return False
            found = window.find(_GZIP)
            if found < 0:
                at += len(window) - len(_GZIP) + 1
                continue
            self.handle.seek(at + found)
            if _begins_record(self.handle.read(_TRY)):
                self.handle.seek(at + found)
                self.rest, self.rest_at = b"", at + found
                self.member_at = at + found
                return True
            at += found + 1


def _begins_record(packed: bytes) -> bool:
    try:
        return zlib.decompressobj(wbits=31).decompress(packed, 64).startswith(MARK)
    except zlib.error:
        return False


def unpacked(handle: BinaryIO, name: str) -> Plain:
    """The stream of a file, told by its first bytes."""
    head = handle.read(len(_GZIP))
    handle.seek(0)
    return Packed(handle, name) if head == _GZIP else Plain(handle, name)
