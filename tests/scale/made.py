"""Short articles, and coding processes that are slow, crash or hang when an article says so."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

_ACTS = (
    "The president of {a} visited {b} on Tuesday.",
    "{a} imposed sanctions on {b}, the foreign ministry said.",
    "{a} accused {b} of breaking the ceasefire.",
    "Police in {a} arrested twelve protesters.",
    "{a} and {b} signed a trade agreement.",
)
_STATES = ("France", "Germany", "Japan", "Brazil", "Kenya", "India", "Russia")

# the meddling is in the coding processes only: found by what they were started with
_MEDDLE = """
import sys
if "memcon.scale.worker" in " ".join(sys.orig_argv):
    import os, signal, time
    import memcon.coder as coder
    plain = coder.annotate_many
    def annotate_many(articles):
        for article in articles:
            if "CRASHES" in article.text:
                os.kill(os.getpid(), signal.SIGSEGV)
            if "HANGS" in article.text:
                time.sleep(10_000)
            if "SLOW" in article.text:
                time.sleep(0.3)
        return plain(articles)
    coder.annotate_many = annotate_many
"""


def text(number: int, more: str = "") -> str:
    """A short article."""
    a, b = _STATES[number % 7], _STATES[(number * 3 + 1) % 7]
    return f"Report {number}\n\n{_ACTS[number % 5].format(a=a, b=b)}{more}\n"


def rows(path: Path, articles: list[str]) -> Path:
    """Articles as a file of JSON lines with keys ``k0``, ``k1`` …"""
    lines = [json.dumps({"key": f"k{n}", "text": article, "date": "2026-01-15"}) + "\n" for n, article in enumerate(articles)]
    path.write_text("".join(lines))
    return path


def mixed(folder: Path) -> Path:
    """A folder of text, HTML and lines of JSON, some of which cannot be read."""
    folder.mkdir()
    for n in range(4):
        (folder / f"{n}.txt").write_text(text(n))
    (folder / "page.html").write_text(f"<html><body><h1>Report 4</h1><p>{text(4).splitlines()[-1]}</p></body></html>")
    (folder / "empty.txt").write_text("")
    lines = rows(folder / "rows.jsonl", [text(n) for n in range(5, 13)])
    whole = lines.read_bytes().splitlines(keepends=True)
    whole[3:3] = [b"\n", b'{"key": "bad"}\n', b"no json\n"]
    lines.write_bytes(b"".join(whole))
    return folder


def meddle(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make coding processes heed CRASHES, HANGS and SLOW."""
    (folder / "sitecustomize.py").write_text(_MEDDLE)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(folder), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep))


def lines_in(folder: Path, kind: str = "records") -> list[bytes]:
    """All lines of a run's records or errors, sorted."""
    return sorted(line for path in (folder / kind).glob("*.jsonl") for line in path.read_bytes().splitlines())
