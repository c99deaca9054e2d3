"""Tell the parts of a pasted report apart: title, deck, caption, byline, headings, body, links to other stories."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from memcon.model.record import BlockKind
from memcon.read.published import day_in

_CUES = Path(__file__).parent.parent / "knowledge" / "cues" / "page.toml"
_END = re.compile(r"[.!?…][\"'”’)\]]*$")
_NAME = re.compile(r"(?:[A-ZÀ-Þ][\w.'’-]*|de|da|del|van|von|bin|al|el|la|and|y|&)(?: |$)")
_DATELINE = re.compile(
    r"^[A-ZÀ-Þ][A-ZÀ-Þ .'’/-]{2,40}(?:, [A-Za-zÀ-ÿ.' ]{2,30})*(?:,? [A-Z][a-z]{2,8}\.? \d{1,2}(?:, \d{4})?)?(?: ?\([^)]{2,30}\))? ?(?:—|–|--|-|:) "
)
_LONGEST_HEADING = 110


@dataclass
class Piece:
    """One block to be: its kind and its text (no line breaks)."""

    kind: BlockKind
    text: str


@dataclass
class Page:
    """A report taken apart: blocks in order and what they told about it."""

    pieces: list[Piece] = field(default_factory=list)
    title: str | None = None
    byline: list[str] = field(default_factory=list)
    published: str | None = None
    outlet: str | None = None


@lru_cache(maxsize=1)
def cues() -> dict[str, tuple[str, ...]]:
    """Words that tell page parts, from knowledge/cues/page.toml."""
    return {k: tuple(v) for k, v in tomllib.loads(_CUES.read_text(encoding="utf-8")).items()}


def take_apart(text: str, title: str | None = None) -> Page:
    """Blocks of a normalised plain text. ``title`` is what the caller knows the title to be."""
    lines = paragraphs(text)
    page = Page(title=title)
    at = 0
    if title is None and len(lines) > 1 and _is_title(lines, 0):
        page.title = lines[0]
        page.pieces.append(Piece("title", lines[0]))
        at = 1
    elif title is not None and lines and lines[0] == title:
        page.pieces.append(Piece("title", lines[0]))
        at = 1
    body_at = next((i for i in range(at, len(lines)) if is_prose(lines[i]) and not _is_deck(lines, i, at)), len(lines))
    for i in range(at, min(body_at, len(lines))):
        page.pieces.append(Piece(_front(lines, i, at, page), lines[i]))
    _body(lines[body_at:], page)
    return page


def paragraphs(text: str) -> list[str]:
    """Blocks of text as lines: blank lines part them; hard-wrapped lines of one paragraph are joined."""
    groups = [[line for line in group.split("\n") if line] for group in text.split("\n\n")]
    found = []
    for group in groups:
        if _wrapped(group):
            found.append(" ".join(group))
        else:
            found.extend(group)
    return [line for line in found if line.strip()]


def _wrapped(group: list[str]) -> bool:
    """Lines broken at a margin: all but the last of about one length, and most break inside a sentence."""
    if len(group) < 2 or max(map(len, group)) > 100:
        return False
    inner = group[:-1]
    longest = max(map(len, group))
    inside = sum(1 for line in inner if not _END.search(line))
    starts_low = sum(1 for line in group[1:] if line[:1].islower() or line[:1].isdigit())
    if len(group) == 2:
        return (
            longest >= 50
            and inside == 1
            and (starts_low == 1 or (len(inner[0]) >= 60 and bool(_END.search(group[1])) and len(group[1]) < len(inner[0])))
        )
    return longest >= 45 and all(len(line) >= 0.6 * longest for line in inner) and inside >= 0.6 * len(inner) and starts_low >= 1


def is_prose(line: str) -> bool:
    """Whether a line reads as running text: a finished sentence of some length."""
    words = line.split()
    return len(words) >= 8 and (bool(_END.search(line)) or len(words) > 30)


def is_byline(line: str) -> bool:
    """Whether a line names who wrote the report."""
    low = line.lower()
    words = line.split()
    if len(words) > 14:
        return False
    if (
        any(low.startswith(c) for c in cues()["byline"])
        and len(words) >= 2
        and words[1][:1].isupper()
        and not _END.search(line.rstrip("."))
    ):
        return len(words) <= 10 and not line.endswith(".")
    return any(low.endswith(c) for c in cues()["byline_tail"]) and len(words) <= 8


def is_name(line: str) -> bool:
    """Two to five capitalised words and nothing else: a person's name on a line of its own."""
    words = line.split()
    return (
        2 <= len(words) <= 5
        and all(_NAME.match(w + " ") for w in words)
        and words[0][:1].isupper()
        and not any(c.isdigit() for c in line)
        and not line.isupper()
    )


def is_related_cue(line: str) -> bool:
    """Whether a line announces links to other stories."""
    low = line.lower().lstrip("•-*>| ")
    return any(low.startswith(c) for c in cues()["related"]) and len(line) < 160


def is_other(line: str) -> bool:
    """Whether a line belongs to the page and not to the report."""
    low = line.lower()
    return (
        any(low.startswith(c) for c in cues()["other"])
        and len(line.split()) <= 22
        and (len(line.split()) <= 8 or not is_prose(line) or "cookie" in low)
    )


def is_caption(line: str) -> bool:
    """Whether a line carries a picture's credit or says that it is a picture's text."""
    low = line.lower()
    return (any(low.startswith(c) for c in cues()["caption"]) or any(c in low[-80:] for c in cues()["credit"])) and len(line) < 500


def is_section(line: str) -> bool:
    """Whether a line is the name of a section of the paper."""
    return line.lower().strip(" :|/›>") in cues()["sections"]


def _is_title(lines: list[str], at: int) -> bool:
    line = lines[at]
    if len(line) > 220 or _DATELINE.match(line) or is_byline(line):
        return False
    if not _END.search(line):
        return True
    # a first line that ends like a sentence is a title only when it is a question or a quotation above longer text
    return line[-1] in '?"”’!' and len(line) < 140 and len(lines[at + 1]) > len(line)


def _is_deck(lines: list[str], i: int, first: int) -> bool:
    """A sentence right under the title, above something that is not running text."""
    if i != first or first == 0 or len(lines[i]) > 320 or _DATELINE.match(lines[i]) or lines[i].count(". ") > 1:
        return False
    rest = lines[i + 1 : i + 6]
    for line in rest:
        if is_prose(line):
            return line is not rest[0]
        if is_byline(line) or is_caption(line) or is_name(line) or day_in(line) or not _END.search(line):
            return True
    return False


def _front(lines: list[str], i: int, first: int, page: Page) -> BlockKind:
    """The kind of a line above the body."""
    line = lines[i]
    if is_byline(line):
        page.byline.extend(_names(line))
        return "byline"
    if len(line.split()) <= 12 and (day := day_in(line)) and page.published is None:
        page.published = day
        return "dateline" if line[:1].isupper() and not is_other(line) else "other"
    if is_caption(line):
        return "caption"
    if is_related_cue(line):
        return "related"
    if is_other(line) or is_section(line):
        return "other"
    if i == first and first and _is_deck(lines, i, first):
        return "deck"
    if i == first and first and len(line.split()) >= 8:
        return "deck"
    after = lines[i + 1] if i + 1 < len(lines) else ""
    if is_name(line) and (i > first or not is_prose(after)) and not _office_words(line) and page.byline == [] and len(line.split()) <= 4:
        page.byline.append(line)
        return "byline"
    # a short line between title and body: the words under a picture
    return "caption" if page.title is not None and i + 1 < len(lines) else "heading"


def _office_words(line: str) -> bool:
    """Whether a line of capitalised words speaks of an office ("U.S. President …") and is no reporter's name."""
    words = {w.strip(".,").lower() for w in line.split()}
    return not words.isdisjoint(cues()["titles"]) or any(w.count(".") > 1 for w in line.split())


def _names(line: str) -> list[str]:
    low = line.lower()
    cue = next((c for c in cues()["byline"] if low.startswith(c)), "")
    rest = re.split(r"\||,? \d{1,2}[: ]| – | — ", line[len(cue) :])[0]
    names = [n.strip(" ,.;") for n in re.split(r",| and | & |;", rest)]
    return [n for n in names if n and n[:1].isupper() and not any(a == n.lower() for a in cues()["agencies"])]


def _body(lines: list[str], page: Page) -> None:
    """Lines of the body, with what stands between them."""
    i = 0
    while i < len(lines):
        line = lines[i]
        if is_related_cue(line):
            page.pieces.append(Piece("related", line))
            i += 1
            # a list of headlines may follow the cue
            while i < len(lines) and not is_prose(lines[i]) and len(lines[i].split()) > 3 and not _starts_body(lines, i):
                page.pieces.append(Piece("related", lines[i]))
                i += 1
            continue
        n = _teaser(lines, i)
        if n:
            page.pieces.append(Piece("related", "\n".join(lines[i : i + n])))
            i += n
            continue
        page.pieces.append(Piece(_body_kind(lines, i, page), line))
        i += 1


def _starts_body(lines: list[str], i: int) -> bool:
    """A heading before running text ends a list of links."""
    return i + 1 < len(lines) and is_prose(lines[i + 1]) and i > 0 and len(lines[i].split()) <= 7


def _teaser(lines: list[str], i: int) -> int:
    """How many lines a teaser of another story takes here: a section's name or not, a headline, a byline."""
    here = lines[i]
    if is_prose(here):
        return 0
    if is_section(here) and i + 1 < len(lines) and _headline(lines[i + 1]):
        if i + 2 < len(lines) and (is_byline(lines[i + 2]) or is_name(lines[i + 2])):
            return 3
        return 2
    if (
        i
        and i + 2 < len(lines)
        and _headline(here)
        and len(here.split()) > 6
        and (is_byline(lines[i + 1]) or (is_name(lines[i + 1]) and not _office_words(lines[i + 1])))
    ):
        return 2
    return 0


def _headline(line: str) -> bool:
    return 4 <= len(line.split()) <= 30 and not line.rstrip("\"”'’").endswith(".")


def _body_kind(lines: list[str], i: int, page: Page) -> BlockKind:
    line = lines[i]
    last = i == len(lines) - 1
    if is_byline(line) or (
        line.startswith("(") and line.lower().startswith(("(reporting by", "(editing by", "(additional reporting", "(writing by"))
    ):
        if i == 0 or last or not page.byline:
            page.byline.extend(n for n in _names(line.strip("()")) if n not in page.byline)
        return "byline"
    if is_caption(line) and not (is_prose(line) and not any(c in line.lower() for c in cues()["credit"])):
        return "caption"
    if is_other(line):
        return "other"
    if line[:1] in '"“' and line[-1:] in '"”' and len(line) > 60 and line.count("“") + line.count('"') <= 2 and i:
        return "paragraph"
    if (
        not _END.search(line)
        and len(line) <= _LONGEST_HEADING
        and len(line.split()) <= 16
        and not line.startswith(("•", "-", "*", "–"))
        and not line.endswith((":", ",", ";"))
    ):
        if last or i == 0:
            return "other" if last and i else "heading"
        return "heading"
    return "paragraph"


def dateline_end(text: str) -> int:
    """How long the dateline at a paragraph's start is ("KYIV, March 3 (Reuters) — "), 0 where there is none."""
    found = _DATELINE.match(text[:120])
    return found.end() if found else 0
