"""Archives of text and HTML files (.zip, .tar, .tar.gz, .tar.bz2, .tar.xz): one file after the other, never unpacked whole."""

from __future__ import annotations

import bz2
import gzip
import lzma
import os
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from memcon.model.errors import MemconError, NotFound, TooLarge, Unreadable
from memcon.model.record import Report
from memcon.read.bytes import MAX_BYTES
from memcon.read.sources.one import read_one

# text packs to a tenth, pages from one mould to a fiftieth; what packs to less than a hundredth was made to
_MOST_RATIO = 100
_FREE = 100_000_000
_MOST_DIRECTORY = 64_000_000
_MOST_NAME = 65_536
# what the standard library raises on archives that were tampered with, an IndexError of zipfile's among it
_DAMAGED = (
    OSError, EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, tarfile.TarError, struct.error,
    ValueError, LookupError, ArithmeticError, RuntimeError,
)  # fmt: skip


def read_archive(path: Path, suffixes: frozenset[str], **options: Any) -> Iterator[Report | MemconError]:
    """Reports of an archive's files with these suffixes; a file that cannot be read comes as its error and the rest goes on.

    What unpacks to more than `_MOST_RATIO` times the archive's size is a bomb: `TooLarge`, and the archive ends there.
    Raises `NotFound`, and `Unreadable` where the file is no archive.
    """
    try:
        handle = path.open("rb")
    except OSError as error:
        raise NotFound(f"cannot be opened ({error.strerror})", place=str(path)) from error
    with handle:
        reader = _zipped if handle.read(4)[:2] == b"PK" else _tarred
        handle.seek(0)
        try:
            for name, found in reader(handle, str(path), suffixes):
                place = f"{path}:{name}"
                try:
                    if isinstance(found, MemconError):
                        raise found
                    yield read_one(found, name=place, key=name, **options)
                except MemconError as error:
                    error.key, error.place = name, place
                    yield error
        except _DAMAGED as error:
            yield Unreadable(f"the archive is damaged ({_said(error)}); what follows is lost", place=str(path))
        except MemconError as error:
            yield error


def _said(error: BaseException) -> str:
    return str(error)[:200] or type(error).__name__


def _bound(handle: BinaryIO) -> int:
    return max(_FREE, _MOST_RATIO * os.fstat(handle.fileno()).st_size)


def _bomb(place: str) -> TooLarge:
    return TooLarge(f"it unpacks to more than {_MOST_RATIO} times its size; unpack it yourself if you trust it", place=place)


def _zipped(handle: BinaryIO, place: str, suffixes: frozenset[str]) -> Iterator[tuple[str, bytes | MemconError]]:
    if _directory_size(handle) > _MOST_DIRECTORY:
        raise TooLarge("its list of files is too long; split the archive", place=place)
    left = _bound(handle)
    with zipfile.ZipFile(handle) as archive:
        for entry in archive.infolist():
            if PurePosixPath(entry.filename).suffix.lower() not in suffixes:
                continue
            data: bytes | MemconError
            try:
                with archive.open(entry) as inner:
                    data = inner.read(MAX_BYTES + 1)
                left -= len(data)
            except NotImplementedError:
                data = Unreadable("it is packed in a way that is not read; unpack the archive yourself")
            except RuntimeError:
                data = Unreadable("it is locked with a password; unpack the archive yourself")
            except _DAMAGED as error:
                data = Unreadable(f"it is damaged in the archive ({_said(error)})")
                left -= min(entry.file_size, MAX_BYTES)
            if left < 0:
                raise _bomb(place)
            yield entry.filename, data


def _directory_size(handle: BinaryIO) -> int:
    """What the end of a zip file says of the size of its list of files: zipfile reads that whole. 0 where it says nothing."""
    size = os.fstat(handle.fileno()).st_size
    handle.seek(max(0, size - 65_557 - 20 - 56))
    tail = handle.read()
    handle.seek(0)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 16:
        return 0
    told = int(struct.unpack("<I", tail[at + 12 : at + 16])[0])
    long = tail.rfind(b"PK\x06\x06", 0, at)
    if long >= 0 and len(tail) >= long + 48:
        told = max(told if told != 0xFFFFFFFF else 0, struct.unpack("<Q", tail[long + 40 : long + 48])[0])
    return min(told, size)


class _Counted:
    """Unpacked bytes, up to a bound."""

    def __init__(self, inner: Any, left: int, place: str) -> None:
        self.inner = inner
        self.left = left
        self.place = place

    def read(self, size: int) -> bytes:
        """Up to ``size`` bytes. Raises `TooLarge` beyond the bound."""
        data: bytes = self.inner.read(size)
        self.left -= len(data)
        if self.left < 0:
            raise _bomb(self.place)
        return data


class _Header(tarfile.TarInfo):
    """A tar header whose long names and extensions stay short: tarfile reads those whole."""

    def _proc_member(self, archive: tarfile.TarFile) -> Any:
        long = (tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK)
        if self.type in long and self.size > _MOST_NAME:
            raise tarfile.ReadError("a header is too long")
        return super()._proc_member(archive)  # type: ignore[misc]


def _tarred(handle: BinaryIO, place: str, suffixes: frozenset[str]) -> Iterator[tuple[str, bytes | MemconError]]:
    head = handle.read(6)
    handle.seek(0)
    inner: Any = handle
    if head.startswith(b"\x1f\x8b"):
        inner = gzip.GzipFile(fileobj=handle)
    elif head.startswith(b"BZh"):
        inner = bz2.BZ2File(handle)
    elif head.startswith(b"\xfd7zXZ"):
        inner = lzma.LZMAFile(handle)  # noqa: SIM115
    counted = _Counted(inner, _bound(handle), place)
    with tarfile.open(fileobj=counted, mode="r|", tarinfo=_Header) as archive:  # type: ignore[call-overload]
        for entry in archive:
            # a stream's TarFile remembers every header it saw
            archive.members = []
            if not entry.isreg() or entry.issparse() or PurePosixPath(entry.name).suffix.lower() not in suffixes:
                continue
            if entry.size > MAX_BYTES:
                yield entry.name, TooLarge(f"more than {MAX_BYTES // 1_000_000} MB; split it, one report a file")
                continue
            file = archive.extractfile(entry)
            data = file.read(MAX_BYTES + 1) if file else b""
            if len(data) < entry.size:
                raise EOFError("it ends within a file")
            yield entry.name, data
