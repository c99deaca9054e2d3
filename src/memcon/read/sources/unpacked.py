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
# looking for the next member behind damage may read the file's bytes so many times over, and then no more
_MOST_AGAIN = 3
_FREE_AGAIN = 64_000_000
_TRY = 512


class Plain:
    """The bytes of an unpacked file, as fastwarc asks for them. Offsets are of unpacked bytes.

    ``until`` is an offset before which the present record cannot end; `trouble` is what a failed `read` met.
    """

    def __init__(self, handle: BinaryIO, name: str) -> None:
        self.handle = handle
        self.name = name
        self.size = os.fstat(handle.fileno()).st_size
        self.given = 0
        self.chunk = b""
        self.chunk_at = 0
        self.trouble: MemconError | None = None
        self.since = 0
        self.until = 0

    def tell(self) -> int:
        """How many bytes were given."""
        return self.given

    def seek(self, offset: int, whence: int = 0) -> int:
        """Never: a stream goes on. Raises `OSError`."""
        raise OSError("not seekable")

    def close(self) -> None:
        """Nothing: the file is closed by who opened it."""

    def read(self, size: int = -1) -> bytes:
        """Up to ``size`` bytes, never of two gzip members at once. Raises `OSError` with `trouble` set on damage."""
        if self.given >= self.chunk_at + len(self.chunk):
            self.chunk_at += len(self.chunk)
            self.chunk = b""
            try:
                self.chunk = self._more()
                self.since += len(self.chunk)
                if self.since > _MOST_WITHOUT_RECORD:
                    raise TooLarge(f"{_MOST_WITHOUT_RECORD // 1_000_000} MB without a new record", place=self.place())
            except MemconError as error:
                self.trouble = error
                raise OSError(error.message) from None
        begin = self.given - self.chunk_at
        part = self.chunk[begin : begin + size] if size >= 0 else self.chunk[begin:]
        self.given += len(part)
        return part

    def _more(self) -> bytes:
        return self.handle.read(_STEP)

    def place(self, at: int | None = None) -> str:
        """Where the record at an offset stands, for errors."""
        return f"{self.name}@{self.given if at is None else at}"

    def sound(self, at: int) -> None:
        """Raise `OSError` with `trouble` set where the record that began at an offset, now read, is known to be damaged."""

    def ends_before(self, offset: int) -> bool:
        """Whether the file is known to be shorter."""
        return self.size < offset

    def resume(self, after: int) -> bool:
        """Stand at the next line that begins as a record does, at or behind an offset. False at the end. Raises `MemconError`."""
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
        self.member_at = self.member_from = 0
        self.unpacker: zlib._Decompress | None = None
        self.ahead = b""
        self.fresh = b""
        self.damage: MemconError | None = None
        self.again = 0

    def place(self, at: int | None = None) -> str:
        """Where the present member begins in the file: the offset that a crawl's index gives."""
        return f"{self.name}@{self.member_at}"

    def sound(self, at: int) -> None:
        """Unpack the next piece of the member beforehand: the checksum at its end speaks of the record that it holds alone."""
        alone = at == self.member_from and MARK not in self.chunk[max(0, self.until - self.chunk_at) :]
        if alone and self.given >= self.chunk_at + len(self.chunk) and self.unpacker is not None and not self.ahead:
            try:
                self.ahead = self._unpacked(within=True)
            except MemconError as error:
                self.trouble = error
                raise OSError(error.message) from None

    def ends_before(self, offset: int) -> bool:
        """Never known: only unpacking would tell."""
        return False

    def _more(self) -> bytes:
        if self.fresh:
            out, self.fresh = self.fresh, b""
            return out
        if self.ahead:
            out, self.ahead = self.ahead, b""
            return out
        began = self.unpacker is None
        out = self._unpacked()
        if out and began and self.chunk_at < self.until and out.startswith(MARK):
            # whole records lie in members: this one begins before the last can have ended
            self.fresh = out
            raise Unreadable("the record before this one is shorter than it says", place=self.place())
        return out

    def _unpacked(self, within: bool = False) -> bytes:
        """The next piece, of this member only where ``within``. Raises `Unreadable` for damage."""
        if self.damage is not None:
            damage, self.damage = self.damage, None
            self.unpacker = None
            raise damage
        while True:
            if not self.rest:
                self.rest_at = self.handle.tell()
                self.rest = self.handle.read(_STEP)
                if not self.rest:
                    break
            if self.unpacker is None:
                if within:
                    return b""
                self.member_at, self.member_from = self.rest_at, self.chunk_at
                self.unpacker = zlib.decompressobj(wbits=31)
            out = self._piece()
            if out:
                return out
        if self.unpacker is not None:
            self.unpacker = None
            raise Unreadable("the file ends within a gzip member; it was cut off", place=self.place())
        return b""

    def _piece(self) -> bytes:
        unpacker = self.unpacker
        assert unpacker is not None
        before = unpacker.copy()
        try:
            out = unpacker.decompress(self.rest, _STEP)
        except zlib.error as error:
            damage = Unreadable(f"this gzip member is damaged ({error}); it is passed over", place=self.place())
            out = self._before_damage(before)
            if not out:
                self.unpacker = None
                raise damage from None
            self.damage = damage
            return out
        left = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
        self.rest_at += len(self.rest) - len(left)
        self.rest = left
        if unpacker.eof:
            self.unpacker = None
        return out

    def _before_damage(self, unpacker: zlib._Decompress) -> bytes:
        """What a piece unpacks to before the byte that is damaged: zlib itself throws it away."""
        out = bytearray()
        at = 0
        try:
            for at in range(len(self.rest)):
                out += unpacker.decompress(self.rest[at : at + 1], _STEP)
                if len(out) > _STEP:
                    break
        except zlib.error:
            pass
        self.rest_at += at
        self.rest = self.rest[at:]
        return bytes(out)

    def _stand(self, after: int) -> None:
        # what was unpacked before the present piece is gone
        self.trouble, self.since = None, 0
        self.given = max(self.chunk_at, min(after, self.chunk_at + len(self.chunk)))

    def next_member(self) -> bool:
        """Stand at the next gzip member behind the present one that unpacks to a record. False at the end.

        Raises `TooLarge` when that takes reading too much of the file again.
        """
        self.trouble, self.since, self.ahead, self.damage = None, 0, b"", None
        if self.fresh:
            return True
        self.unpacker = None
        self.chunk_at += len(self.chunk)
        self.chunk, self.given = b"", self.chunk_at
        at = self.member_at + 1
        self.again += max(0, self.rest_at - at)
        while True:
            self.handle.seek(at)
            window = self.handle.read(_STEP + _TRY)
            found = window.find(_GZIP)
            while 0 <= found < _STEP:
                self.again += _TRY
                if self.again > _MOST_AGAIN * self.size + _FREE_AGAIN:
                    raise TooLarge("too much of the file is damaged; what follows is not read", place=self.name)
                if _begins_record(window[found : found + _TRY]):
                    self.handle.seek(at + found)
                    self.rest, self.rest_at = b"", at + found
                    self.member_at = at + found
                    return True
                found = window.find(_GZIP, found + 1)
            if len(window) < _STEP + _TRY:
                return False
            at += _STEP


def _begins_record(packed: bytes) -> bool:
    try:
        return zlib.decompressobj(wbits=31).decompress(packed, 64).startswith(MARK)
    except zlib.error:
        return False


def unpacked(handle: BinaryIO, name: str) -> Plain:
    """The stream of a file, told by its first bytes; a packed file whose first member is damaged is told by its name."""
    head = handle.read(4)
    handle.seek(0)
    packed = head.startswith(_GZIP) or (name.lower().endswith(".gz") and head != MARK[:4])
    return Packed(handle, name) if packed else Plain(handle, name)
