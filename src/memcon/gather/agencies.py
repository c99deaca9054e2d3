"""Which agency a report's text is from: by its dateline, its byline, its last line, or because the agency itself published it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import lru_cache

from memcon.gather.words import FOLDER

_HEAD, _TAIL = 600, 160  # characters of a text where a credit line stands


def agency_of(text: str, byline: Iterable[str] = (), outlet: str | None = None) -> str | None:
    """The agency whose text a report is, by its credit lines; None where it names none.

    A report that merely quotes an agency ("Reuters reported") is not its text.
    """
    names, hosts, head, tail = _table()
    if found := head.search(text[:_HEAD]):
        return names[next(g for g in found.groups() if g)]
    for line in byline:
        for part in re.split(r"[,;/|·]| and | for | via |\bby\b", line[:200]):
            if agency := names.get(part.strip(" .()–-—")):
                return agency
    if found := tail.search(text[-_TAIL:]):
        return names[next(g for g in found.groups() if g)]
    host = host_of(outlet)
    return hosts.get(host or "") or names.get((outlet or "").strip())


def host_of(outlet: str | None) -> str | None:
    """An outlet's name or host so that two spellings of one are equal: lower case, without ``www.``."""
    plain = (outlet or "").strip().lower().removeprefix("http://").removeprefix("https://").removeprefix("www.").rstrip("/")
    return plain or None


@lru_cache(maxsize=1)
def _table() -> tuple[dict[str, str], dict[str, str], re.Pattern[str], re.Pattern[str]]:
    rows = tomllib.loads((FOLDER / "agencies.toml").read_text(encoding="utf-8"))["agency"]
    names = {mark: row["name"] for row in rows for mark in row["marks"]}
    hosts = {host: row["name"] for row in rows for host in row["hosts"]}
    any_ = "|".join(re.escape(m) for m in sorted(names, key=lambda m: (-len(m), m)))
    # "(Reuters)", "(AP) —", "PARIS, May 4, AFP –"; "Source: AP", "© 2026 AFP", "Copyright 2026 The Associated Press"
    head = re.compile(rf"\((?:[A-Z]\w+/)?({any_})(?:/[A-Z]\w+)?\)|^[A-Z][\w .,’'-]{{2,60}}[,/] ?({any_}) ?[–—-]|/({any_})/", re.M)
    tail = re.compile(
        rf"(?:©|\(c\)|[Cc]opyright)[ \d,–-]{{0,12}}({any_})\b|[Ss]ource: ({any_})\s*$|^[-–—(\[]? ?({any_})[)\]]?\s*$|\(({any_})\)\s*$", re.M
    )
    return names, hosts, head, tail
