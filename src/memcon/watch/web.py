"""The web as a polite visitor: robots.txt is kept to, a host is asked once in a while, and left alone when it fails."""

from __future__ import annotations

import email.utils
import threading
import time
from collections.abc import Mapping
from urllib.parse import urlsplit

from memcon.model.errors import MemconError, NotFound, Refused, TooLarge
from memcon.read.fetch import Answer, get
from memcon.watch.memory import Host, Memory, wait_after
from memcon.watch.robots import AGENT, MAX_ROBOTS, Robots

_USER_AGENT = f"{AGENT}/0.1 (reads news feeds at its user's word; keeps to robots.txt)"
_ROBOTS_HOLD = 86_400.0
_BUSY = (408, 425, 429, 500, 502, 503, 504)


class PutOff(MemconError):
    """The host is left alone for now; ask again later."""

    kind = "put-off"


class Web:
    """Fetching for the watch, from any number of threads. ``gap`` is the least time between two requests to a host, in seconds."""

    def __init__(self, memory: Memory, *, gap: float, seconds: float, allow_private: bool) -> None:
        self.memory = memory
        self.gap = gap
        self.seconds = seconds
        self.allow_private = allow_private
        self.stopping = threading.Event()
        self.lock = threading.Lock()
        self.free: dict[str, float] = {}
        self.hosts: dict[str, Host] = {}
        self.rules: dict[str, Robots] = {}
        self.asking: dict[str, threading.Lock] = {}

    def get(self, address: str, headers: Mapping[str, str] | None = None) -> Answer:
        """What a server answers, when it is its turn.

        Raises `PutOff` while its host is left alone, `Refused` where robots.txt or `fetch.get` refuses, and what else that raises.
        """
        try:
            answer = get(
                address,
                allow_private=self.allow_private,
                headers={"User-Agent": _USER_AGENT, **(headers or {})},
                before=self._before,
                seconds=self.seconds,
            )
        except NotFound as error:
            self._failed(error.place or address, None)
            raise
        finally:
            self._rest(host_of(address))
        self._rest(host_of(answer.address))
        if answer.status in _BUSY:
            self._failed(answer.address, retry_after(answer.headers))
        else:
            self._worked(answer.address)
        return answer

    def _before(self, address: str) -> None:
        name = host_of(address)
        self._not_put_off(name, address)
        robots = self._robots(name)
        if not robots.allows(address):
            raise Refused("the host's robots.txt does not let it be fetched", place=address)
        self._turn(name, max(self.gap, robots.delay))

    def _not_put_off(self, name: str, address: str) -> None:
        left = self._host(name).until - time.time()
        if left > 0:
            raise PutOff(f"its host failed and is left alone for {left / 60:.0f} more minutes", place=address)

    def _turn(self, name: str, gap: float) -> None:
        """Wait for the host's turn and take it. Raises `PutOff` where the watch ends meanwhile."""
        with self.lock:
            now = time.monotonic()
            at = max(now, self.free.get(name, 0.0))
            self.free[name] = at + gap
        if self.stopping.wait(at - now):
            raise PutOff("the watch ends")

    def _rest(self, name: str) -> None:
        """A host's time between two requests begins once it has answered."""
        rules = self.rules.get(name)
        with self.lock:
            self.free[name] = max(self.free.get(name, 0.0), time.monotonic() + max(self.gap, rules.delay if rules else 0.0))

    def _robots(self, name: str) -> Robots:
        with self.lock:
            asking = self.asking.setdefault(name, threading.Lock())
        with asking:
            host = self._host(name)
            if host.robots is None or time.time() - host.fetched > _ROBOTS_HOLD:
                host.robots, host.fetched = self._ask_robots(name), time.time()
                self.rules.pop(name, None)
                self.memory.save(host)
            if name not in self.rules:
                self.rules[name] = Robots(host.robots)
            return self.rules[name]

    def _ask_robots(self, name: str) -> str:
        """A host's robots.txt; empty where it has none. Raises `NotFound` where the host does not answer: then nothing is let."""
        place = f"{name}/robots.txt"
        try:
            answer = get(
                place,
                allow_private=self.allow_private,
                headers={"User-Agent": _USER_AGENT},
                before=lambda address: self._turn(host_of(address), self.gap),
                seconds=self.seconds,
            )
            self._rest(name)
        except TooLarge:
            return "User-agent: *\nDisallow: /"
        except NotFound as error:
            raise NotFound(f"robots.txt: {error.message}", place=place) from None
        except PutOff:
            raise
        except MemconError:
            return ""
        if answer.status in _BUSY or answer.status >= 500:
            raise NotFound(f"robots.txt: the server answered {answer.status}", place=place)
        return answer.data[:MAX_ROBOTS].decode("utf-8", "replace") if answer.status < 300 else ""

    def _host(self, name: str) -> Host:
        with self.lock:
            if name not in self.hosts:
                self.hosts[name] = self.memory.host(name)
            return self.hosts[name]

    def _failed(self, address: str, told: float | None) -> None:
        host = self._host(host_of(address))
        with self.lock:
            host.failures += 1
            # one page that fails is the page's fault; a host that fails again is left alone
            if host.failures > 1 or told is not None:
                host.until = time.time() + wait_after(host.failures - 1, told)
            self.memory.save(host)

    def _worked(self, address: str) -> None:
        host = self._host(host_of(address))
        if host.failures:
            with self.lock:
                host.failures, host.until = 0, 0.0
                self.memory.save(host)


def host_of(address: str) -> str:
    """Scheme and host (with its port) of an address, as a place whose robots.txt holds."""
    try:
        parts = urlsplit(address)
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2].lower()}"
    except ValueError:
        return "nowhere"


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds that a server asks us to wait, or None."""
    told = headers.get("retry-after", "").strip()[:60]
    if told.isdigit():
        return float(told[:9])
    when = email.utils.parsedate_tz(told) if told else None
    return max(0.0, email.utils.mktime_tz(when) - time.time()) if when else None
