"""What a host's robots.txt lets us ask for (RFC 9309)."""

from __future__ import annotations

from urllib.parse import quote, unquote, urlsplit

AGENT = "memcon"
MAX_ROBOTS = 500_000
_MOST_RULES = 2_000
_MOST_PATTERN = 1_000
_LONGEST_DELAY = 120.0


class Robots:
    """The rules of one robots.txt for one agent: those of its own group, else those for all."""

    def __init__(self, text: str, agent: str = AGENT) -> None:
        self.rules: list[tuple[str, bool]] = []
        self.delay = 0.0
        own: list[tuple[str, str]] = []
        every: list[tuple[str, str]] = []
        named: set[str] = set()
        heading = own_seen = False
        for line in text[:MAX_ROBOTS].splitlines():
            field, colon, value = line.partition("#")[0].partition(":")
            field, value = field.strip().lower(), value.strip()
            if not colon:
                continue
            if field == "user-agent":
                named = {*named, value.lower()} if heading else {value.lower()}
                heading = True
                own_seen = own_seen or value.lower() == agent
            elif field in ("allow", "disallow", "crawl-delay"):
                heading = False
                if agent in named:
                    own.append((field, value))
                elif "*" in named:
                    every.append((field, value))
        for field, value in (own if own_seen else every)[:_MOST_RULES]:
            if field == "crawl-delay":
                self.delay = max(self.delay, _seconds(value))
            elif value:
                self.rules.append((_plain(value[:_MOST_PATTERN]), field == "allow"))

    def allows(self, address: str) -> bool:
        """Whether an address may be asked for: the longest rule that fits decides, of two as long the one that allows."""
        parts = urlsplit(address)
        path = _plain((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
        fits = [(len(pattern), allowed) for pattern, allowed in self.rules if _fits(pattern, path)]
        return max(fits)[1] if fits else True


def _seconds(value: str) -> float:
    try:
        return min(_LONGEST_DELAY, max(0.0, float(value)))
    except ValueError:
        return 0.0


def _plain(path: str) -> str:
    return quote(unquote(path), safe="/?&=*$%:@!,;+~()'[]")


def _fits(pattern: str, path: str) -> bool:
    """Whether a pattern with ``*`` and a closing ``$`` fits a path's beginning, in linear steps a piece."""
    whole = pattern.endswith("$")
    first, *pieces = (pattern[:-1] if whole else pattern).split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    for number, piece in enumerate(pieces):
        if whole and number == len(pieces) - 1:
            return len(path) - len(piece) >= at and path.endswith(piece)
        found = path.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return not whole or at == len(path)
