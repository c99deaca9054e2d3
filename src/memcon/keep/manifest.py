"""The manifest: which parts make up the store, and what coded them. Replacing it is what commits a write."""

from __future__ import annotations

from pathlib import Path

import msgspec

from memcon.keep.files import write_whole
from memcon.keep.rows import SCHEMA_VERSION
from memcon.model.errors import StoreError

NAME = "manifest.json"


class Group(msgspec.Struct, omit_defaults=True):
    """Parts written together: ``NAME-articles.parquet`` and its fellows.

    ``schema`` is the version of their columns, ``codings`` what coded them (empty: not noted), ``old`` that newer codings of all its
    articles stand in other groups, ``sha256`` the parts' content hashes by table.
    """

    name: str
    articles: int
    events: int
    statements: int
    schema: int = 1
    codings: list[str] = []
    old: bool = False
    sha256: dict[str, str] = {}


class Retired(msgspec.Struct):
    """Parts that no manifest names any more, kept for those who read by an older one; ``at`` is seconds since 1970."""

    name: str
    at: float


class Manifest(msgspec.Struct):
    """The store's state. ``kept`` numbers the writes; ``codings`` maps a coding's id to the versions behind it."""

    schema: int = SCHEMA_VERSION
    kept: int = 0
    groups: list[Group] = []
    codings: dict[str, dict[str, str]] = {}
    retired: list[Retired] = []


def read_manifest(folder: Path) -> Manifest:
    """The store's manifest. Raises `StoreError` when there is none, it is damaged, or a newer memcon wrote it."""
    path = folder / NAME
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise StoreError("no store here; keep something first (memcon keep), or name another with --store", place=str(folder)) from None
    except OSError as error:
        raise StoreError(f"cannot be read ({error.strerror})", place=str(path)) from None
    try:
        version = msgspec.json.decode(raw).get("schema")
        if isinstance(version, int) and version > SCHEMA_VERSION:
            raise StoreError(
                f"written by a newer memcon (schema {version}, this one reads {SCHEMA_VERSION}); update memcon", place=str(folder)
            )
        return msgspec.json.decode(raw, type=Manifest)
    except (msgspec.DecodeError, AttributeError):
        raise StoreError("the manifest is damaged; 'memcon store rebuild' makes it anew from the parts", place=str(path)) from None


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Commit: replace the manifest in one step. It is of this memcon's schema then, so that older ones leave it alone."""
    manifest.schema = SCHEMA_VERSION
    write_whole(folder / NAME, msgspec.json.format(msgspec.json.encode(manifest), indent=1))
