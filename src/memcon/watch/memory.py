"""What the watch remembers: one file a feed and one a host, each written whole."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

import msgspec

from memcon.keep.files import write_whole
from memcon.model.errors import StoreError
from memcon.read.sources.feeds import Entry

_Known = TypeVar("_Known", bound=msgspec.Struct)

SCHEMA = "memcon-watch/1"
_FIRST_WAIT = 60.0
_LONGEST_WAIT = 86_400.0
_FORGET_AFTER = 60


class Feed(msgspec.Struct, kw_only=True):
    """One feed. ``seen`` holds the addresses done with and the day (since 1970) on which the feed last named them;
    ``lists`` the feeds that it names where it is an OPML list. Times are seconds since 1970."""

    schema: str = SCHEMA
    address: str
    etag: str | None = None
    modified: str | None = None
    failures: int = 0
    due: float = 0.0
    pending: list[Entry] = []
    seen: dict[str, int] = {}
    lists: list[str] = []


class Host(msgspec.Struct, kw_only=True):
    """One host: its robots.txt, and until when it is left alone after failures."""

    schema: str = SCHEMA
    name: str
    robots: str | None = None
    fetched: float = 0.0
    failures: int = 0
    until: float = 0.0


def wait_after(failures: int, told: float | None = None) -> float:
    """Seconds to leave alone who failed so often in a row: what they told, else twice as long each time, a day at most."""
    if told is not None:
        return min(_LONGEST_WAIT, max(0.0, told))
    return float(min(_LONGEST_WAIT, _FIRST_WAIT * 2 ** min(failures - 1, 12)))


class Memory:
    """The folder of what is remembered. Damaged files are begun anew; `trouble` says so."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.trouble: list[StoreError] = []
        self.feeds: dict[str, Feed] = {}
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"cannot be made ({error.strerror}); choose another --store", place=str(folder)) from None

    def feed(self, address: str) -> Feed:
        """What is known of a feed."""
        if address not in self.feeds:
            known = self._read(self._path("feed", address), Feed)
            self.feeds[address] = known if known is not None and known.address == address else Feed(address=address)
        return self.feeds[address]

    def host(self, name: str) -> Host:
        """What is known of a host."""
        known = self._read(self._path("host", name), Host)
        return known if known is not None and known.name == name else Host(name=name)

    def save(self, one: Feed | Host) -> None:
        """Write what is known of a feed or host. Raises `StoreError`."""
        path = self._path("feed", one.address) if isinstance(one, Feed) else self._path("host", one.name)
        write_whole(path, msgspec.json.encode(one))

    def take(self, feed: Feed, entries: Iterable[Entry], seen: set[str]) -> int:
        """Note what a feed names now: new articles wait, those long gone from it are forgotten. Returns how many are new."""
        today = int(time.time() // 86_400)
        waiting = {e.address for e in feed.pending}
        new = 0
        for entry in entries:
            if entry.address in seen or entry.address in feed.seen:
                feed.seen[entry.address] = today
            elif entry.address not in waiting:
                feed.pending.append(entry)
                waiting.add(entry.address)
                new += 1
        feed.seen = {a: d for a, d in feed.seen.items() if d > today - _FORGET_AFTER}
        return new

    def done(self, addresses: set[str]) -> None:
        """These articles are done with, in whichever feeds they wait; written at once. Raises `StoreError`."""
        today = int(time.time() // 86_400)
        for feed in self.feeds.values():
            rest = [e for e in feed.pending if e.address not in addresses]
            if len(rest) < len(feed.pending):
                feed.seen.update((e.address, today) for e in feed.pending if e.address in addresses)
                feed.pending = rest
                self.save(feed)

    def save_waiting(self) -> None:
        """Write how often the articles that still wait were tried. Raises `StoreError`."""
        for feed in self.feeds.values():
            if any(e.tries for e in feed.pending):
                self.save(feed)

    def _path(self, kind: str, name: str) -> Path:
        return self.folder / f"{kind}-{hashlib.sha256(name.encode()).hexdigest()[:16]}.json"

    def _read(self, path: Path, kind: type[_Known]) -> _Known | None:
        try:
            return msgspec.json.decode(path.read_bytes(), type=kind)
        except FileNotFoundError:
            return None
        except (OSError, msgspec.DecodeError) as error:
            self.trouble.append(StoreError(f"cannot be read ({error}); it is begun anew", place=str(path)))
            return None
