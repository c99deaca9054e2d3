"""One round of the watch: feeds are asked, then the articles that they name, hosts side by side, each host one thing at a time."""

from __future__ import annotations

import queue
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from memcon.model.errors import MemconError, NotFound, Uncodable, Unreadable
from memcon.model.record import Report
from memcon.read.fetch import Answer
from memcon.read.sources.day import with_day
from memcon.read.sources.feeds import Entry, is_list, read_feed, read_list
from memcon.read.sources.gdelt import is_file_list, is_gdelt, read_articles, read_files
from memcon.read.sources.one import read_one
from memcon.watch.memory import Feed, Memory, wait_after
from memcon.watch.web import PutOff, Web, host_of, retry_after

_SIDE_BY_SIDE = 8
_HELD = 16
_MOST_TRIES = 5
_Task = TypeVar("_Task")
_Result = TypeVar("_Result")


@dataclass
class Found:
    """An article that a feed named: its report, or the error that it deserves. ``over`` when it is not to be asked for again."""

    entry: Entry
    outcome: Report | MemconError
    over: bool


class Round:
    """The feeds and articles of one round, counted."""

    def __init__(self, memory: Memory, web: Web, *, most_a_host: int | None = None, options: dict[str, Any] | None = None) -> None:
        self.memory = memory
        self.web = web
        self.most_a_host = most_a_host
        self.options = options or {}
        self.asked = self.unchanged = self.new = self.put_off = 0

    def feeds(self, addresses: Iterable[str]) -> Iterator[MemconError]:
        """Ask the feeds, and those that OPML lists among them name. What they name waits in memory; what fails comes as its error."""
        given = list(dict.fromkeys(addresses))
        seen = {a for address in given for feed in self._family(address) for a in feed.seen}
        named: list[str] = []
        for part, inner in ((given, False), (named, True)):
            due = [f for a in part if (f := self.memory.feed(a)).due <= time.time()]
            self.put_off += len(part) - len(due)
            for feed, answer in by_host(due, lambda f: f.address, self._ask, self.web.stopping):
                if error := self._take(feed, answer, seen, inner):
                    yield error
            if not inner:
                named.extend(dict.fromkeys(a for one in given for a in self.memory.feed(one).lists if a not in given))

    def _family(self, address: str) -> list[Feed]:
        feed = self.memory.feed(address)
        return [feed, *(self.memory.feed(a) for a in feed.lists)]

    def _ask(self, feed: Feed) -> Answer:
        headers = {}
        if feed.etag:
            headers["If-None-Match"] = feed.etag
        if feed.modified:
            headers["If-Modified-Since"] = feed.modified
        return self.web.get(feed.address, headers)

    def _take(self, feed: Feed, answer: Answer | MemconError, seen: set[str], inner: bool) -> MemconError | None:
        """Note what a feed answered; the error where it failed."""
        try:
            if isinstance(answer, PutOff):
                self.put_off += 1
                return None
            self.asked += 1
            if isinstance(answer, MemconError):
                raise answer
            if answer.status == 304:
                self.unchanged += 1
            elif answer.status >= 300:
                raise NotFound(f"the server answered {answer.status}", place=feed.address)
            elif is_list(answer.data):
                if inner:
                    raise Unreadable("a list of feeds within a list; name it itself", place=feed.address)
                feed.lists = read_list(answer.data, feed.address)
            elif is_file_list(answer.data):
                self._take_files(feed, answer, seen)
            elif is_gdelt(answer.data, answer.address):
                self.new += self.memory.take(feed, read_articles(answer.data, answer.address), seen)
            else:
                self.new += self.memory.take(feed, self._entries(answer), seen)
        except MemconError as error:
            feed.failures += 1
            told = retry_after(answer.headers) if isinstance(answer, Answer) else None
            feed.due = time.time() + wait_after(feed.failures, told)
            self.memory.save(feed)
            return error
        feed.failures, feed.due = 0, 0.0
        if answer.status != 304:
            feed.etag, feed.modified = (_short(answer.headers.get(name)) for name in ("etag", "last-modified"))
        self.memory.save(feed)
        return None

    def given(self, name: str, entries: Iterable[Entry]) -> None:
        """Articles of a list of addresses, to be fetched as a feed's are; ``name`` tells one list from another. Raises `StoreError`."""
        feed = self.memory.feed(name)
        self.new += self.memory.take(feed, entries, set())
        self.memory.save(feed)

    def _take_files(self, feed: Feed, answer: Answer, seen: set[str]) -> None:
        """The articles of the tables that a list of GDELT's names, each table once. Raises what fetching and reading one raises."""
        today = int(time.time() // 86_400)
        for address in read_files(answer.data, answer.address):
            if address in feed.seen:
                feed.seen[address] = today
                continue
            table = self.web.get(address)
            if table.status >= 300:
                raise NotFound(f"the server answered {table.status}", place=address)
            self.new += self.memory.take(feed, read_articles(table.data, address), seen)
            feed.seen[address] = today

    def _entries(self, answer: Answer) -> list[Entry]:
        try:
            return read_feed(answer.data, answer.address)
        except MemconError:
            raise
        except Exception as error:
            # one feed that breaks the reader does not end the watch over the others
            raise Uncodable(f"reading failed ({type(error).__name__}: {error}); please report this feed", place=answer.address) from error

    def articles(self) -> Iterator[Found]:
        """Fetch and read what waits. Who takes it marks it with `Memory.done` once it is kept; until then it is asked for again."""
        waiting: dict[str, Entry] = {}
        count: dict[str, int] = defaultdict(int)
        for feed in list(self.memory.feeds.values()):
            for entry in feed.pending:
                host = host_of(entry.address)
                if entry.address not in waiting and (self.most_a_host is None or count[host] < self.most_a_host):
                    waiting[entry.address] = entry
                    count[host] += 1
        for entry, answer in by_host(list(waiting.values()), lambda e: e.address, lambda e: self.web.get(e.address), self.web.stopping):
            if isinstance(answer, PutOff):
                self.put_off += 1
                continue
            yield self._read(entry, answer)

    def _read(self, entry: Entry, answer: Answer | MemconError) -> Found:
        try:
            if isinstance(answer, MemconError):
                raise answer
            if answer.status >= 300:
                raise NotFound(f"the server answered {answer.status}", place=answer.address)
            report = read_one(
                answer.data, name=answer.address, encoding=answer.charset, url=answer.address, key=entry.address, **self.options
            )
        except MemconError as error:
            error.key = entry.address
            lasting = not isinstance(error, NotFound) or (
                isinstance(answer, Answer) and 300 <= answer.status < 500 and answer.status not in (408, 425, 429)
            )
            entry.tries += 1
            return Found(entry, error, lasting or entry.tries >= _MOST_TRIES)
        report.article.outlet = report.article.outlet or entry.outlet
        return Found(entry, with_day(report, entry.day, "the feed's day"), True)


def _short(value: str | None) -> str | None:
    return value if value and len(value) < 1_000 else None


def by_host(
    tasks: list[_Task], address: Callable[[_Task], str], work: Callable[[_Task], _Result], stopping: threading.Event
) -> Iterator[tuple[_Task, _Result | MemconError]]:
    """Each task's result or named error, as they come: hosts side by side, the tasks of one host one after the other."""
    groups: dict[str, list[_Task]] = defaultdict(list)
    for task in tasks:
        groups[host_of(address(task))].append(task)
    left = deque(groups.values())
    results: queue.Queue[tuple[_Task, _Result | MemconError]] = queue.Queue(_HELD)
    ended = threading.Event()

    def put(one: tuple[_Task, _Result | MemconError]) -> None:
        while not ended.is_set():
            try:
                return results.put(one, timeout=0.5)
            except queue.Full:
                continue

    def run() -> None:
        while left and not ended.is_set():
            try:
                group = left.popleft()
            except IndexError:
                return
            for task in group:
                if ended.is_set():
                    return
                try:
                    put((task, work(task)))
                except MemconError as error:
                    put((task, error))
                except BaseException as error:
                    # whatever it was: who waits for the result must get one
                    put((task, Unreadable(f"fetching failed ({type(error).__name__}: {error})", place=address(task))))

    # threads that end with the program: a host that does not answer must not hold it
    workers = [threading.Thread(target=run, daemon=True) for _ in range(min(_SIDE_BY_SIDE, len(groups)))]
    for worker in workers:
        worker.start()
    whole = False
    try:
        for _ in range(len(tasks)):
            yield results.get()
        whole = True
    finally:
        ended.set()
        if not whole:
            stopping.set()
