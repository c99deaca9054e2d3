"""Tell the parts of a pasted report apart: title, deck, caption, byline, headings, body, links to other stories."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from memcon.model.record import BlockKind
from memcon.read.lines import (
    LONGEST_HEADING,
    dateline_end,
    has_words,
    is_byline,
    is_caption,
    is_credited,
    is_finished,
    is_item,
    is_mail_head,
    is_name,
    is_name_at,
    is_other,
    is_prose,
    is_related_lead,
    is_related_link,
    is_role,
    is_section,
    is_stamp,
    names_in,
)
from memcon.read.published import day_in
from memcon.read.wrapping import paragraphs

_MARKED = re.compile(r"#{1,6} ")
_LINK = re.compile(r"!?\[([^\[\]\n]{0,300})\]\([^()\s]{0,500}\)")
_FRONT = 25


@dataclass
class Piece:
    """One block to be: its kind and its text (no line breaks). ``joined``: of one link with the piece before it."""

    kind: BlockKind
    text: str
    joined: bool = False


@dataclass
class Page:
    """A report taken apart: blocks in order and what they told about it."""

    pieces: list[Piece] = field(default_factory=list)
    title: str | None = None
    byline: list[str] = field(default_factory=list)
    published: str | None = None
    outlet: str | None = None
    warnings: list[str] = field(default_factory=list)


def take_apart(text: str, title: str | None = None) -> Page:
    """Blocks of a normalised plain text. ``title`` is what the caller knows the title to be."""
    lines, beyond = paragraphs(text)
    page = Page(title=title)
    mail = len(lines) > 1 and is_mail_head(lines[0]) and is_mail_head(lines[1])
    headed: set[int] = set()
    if any(_MARKED.match(line) for line in lines):
        headed = {i for i, line in enumerate(lines) if _MARKED.match(line)}
        lines = [_unmarked(line) for line in lines]
    quoted = set() if mail else {i for i, line in enumerate(lines) if line.startswith(">") and has_words(line)}
    for i in quoted:
        lines[i] = lines[i].lstrip("> ")
    reader = _Lines(lines, headed, quoted, page)
    reader.front()
    reader.body()
    if beyond:
        page.pieces.append(Piece("other", beyond))
        page.warnings.append("the text has more lines than any report; those beyond the first thousands are not coded")
    return page


def _unmarked(line: str) -> str:
    """A line without Markdown's marks; links keep their words."""
    for _ in range(5):
        bare = _LINK.sub(r"\1", _MARKED.sub("", line)).replace("**", "").replace("__", "")
        if len(bare) > 2 and bare[0] == bare[-1] and bare[0] in "*_":
            bare = bare[1:-1]
        bare = bare.strip()
        if not bare or bare == line:
            break
        line = bare
    return line


class _Lines:
    """The paragraphs of one text, read from the front on. ``marked`` holds headings, ``quoted`` quotations, by their marks."""

    def __init__(self, lines: list[str], marked: set[int], quoted: set[int], page: Page) -> None:
        self.lines = lines
        self.marked = marked
        self.quoted = quoted
        self.page = page
        self.at = 0
        self.mail = False

    def add(self, kind: BlockKind, joined: bool = False) -> None:
        """The line under the finger as a block."""
        self.page.pieces.append(Piece(kind, self.lines[self.at], joined))
        self.at += 1

    def line(self, ahead: int = 0) -> str:
        """The line under the finger or some way after it; empty past the end."""
        return self.lines[self.at + ahead] if 0 <= self.at + ahead < len(self.lines) else ""

    # --- above the body

    def front(self) -> None:
        """What stands above the body: furniture, title, deck, names, days, pictures' words."""
        self._mail_head()
        told = self.page.title
        titled = self._above_title(told)
        deck_possible = titled
        while self.at < min(len(self.lines), _FRONT):
            line = self.line()
            kind = self._furniture(line)
            if kind is None and deck_possible and self._is_deck():
                kind, deck_possible = "deck", False
            if kind is None and (is_prose(line) or self.at in self.marked or is_item(line) or dateline_end(line)):
                return
            if kind is None and is_name(line) and not self._told_of(line) and not self.page.byline:
                self.page.byline.append(line)
                kind = "byline"
            elif kind is None and is_name_at(line) and not self._told_of(line.split(" in ")[0]) and not self.page.byline:
                self.page.byline.extend(names_in(line))
                kind = "byline"
            elif kind is None:
                kind = "caption" if titled and self._before_body() and _could_be_caption(line) else None
            if kind is None:
                return
            if kind in ("byline", "caption"):
                deck_possible = deck_possible and kind == "byline"
            self.add(kind)

    def _mail_head(self) -> None:
        heads = 0
        while is_mail_head(self.line(heads)):
            heads += 1
        if heads < 2:
            return
        self.mail = True
        for _ in range(heads):
            name, _, rest = self.line().partition(":")
            if name.lower() == "subject" and self.page.title is None and has_words(rest):
                self.page.title = re.sub(r"^(?:(?:fwd?|re): ?)+", "", rest.strip(), flags=re.IGNORECASE)
            if name.lower() in ("date", "sent") and self.page.published is None:
                self.page.published = day_in(rest)
            self.add("other")

    def _above_title(self, told: str | None) -> bool:
        """Lines above the title and the title itself. Whether there is one."""
        known = _plain(self.page.title) if self.page.title else None
        if known:
            for ahead in range(8):
                here = _plain(self.line(ahead))
                if here == known or (self.mail and here.startswith(known) and not is_finished(self.line(ahead))):
                    if told is None or self.mail:
                        self.page.title = self.line(ahead)
                    for _ in range(ahead):
                        self.add(self._furniture(self.line()) or "other")
                    self.add("title")
                    return True
            if told is not None:
                # the title is known and the text begins below it
                return True
        start, count = self.at, len(self.page.pieces)
        while self.at < len(self.lines) and self.at - start < 8:
            line = self.line()
            # a title may begin as a link does ("Explainer: …"), and speak of a paper's editor
            bare = (is_related_link(line) or (is_role(line) and not is_credited(line))) and not is_related_lead(line)
            kind = None if bare and self._is_title() else self._furniture(line)
            if kind is None and self._is_kicker():
                kind = "other"
            if kind is None:
                break
            self.add(kind)
        if self._is_title():
            self.page.title = self.line()
            self.add("title")
            return True
        if all(p.kind == "other" for p in self.page.pieces[count:]):
            return False
        return self.page.title is not None

    def _is_title(self) -> bool:
        line, after = self.line(), self.line(1)
        if not after or len(line) > 220 or dateline_end(line) or is_item(line) or is_mail_head(line) or not has_words(line):
            return False
        if self.at in self.marked:
            return True
        if not is_finished(line):
            return len(line.split()) <= 35
        # a first line that ends as a sentence does is a title when it asks, or quotes, above longer text
        return line[-1] in "?\"”’'!" and len(line) < 140 and len(after) > len(line)

    def _is_kicker(self) -> bool:
        """A word or two above the title, such as a country's name."""
        line, after = self.line(), self.line(1)
        return (
            len(line.split()) <= 2
            and not is_finished(line)
            and self.at not in self.marked
            and 5 <= len(after.split()) <= 25
            and not is_finished(after)
            and not is_byline(after)
            and not is_stamp(after)
            and bool(self.line(2))
        )

    def _is_deck(self) -> bool:
        """A line or two of summary between the title and something that is not running text."""
        line, after = self.line(), self.line(1)
        words = len(line.split())
        if len(line) > 400 or dateline_end(line) or is_item(line) or words < 6 or line.startswith(("“", '"')) or self.at in self.marked:
            return False
        if not after:
            return False
        if not is_finished(line):
            return words >= 8
        if line.count(". ") > 2 or self._teaser(1):
            return False
        if is_byline(after) or is_stamp(after) or is_caption(after) or dateline_end(after):
            return self._before_body()
        if is_name(after) or is_name_at(after):
            return self._before_body()
        if self._between(after):
            return False
        # a short line and then the text: the words under a picture
        return _could_be_caption(after) and len(after.split()) >= 3 and self._before_body() and not is_section(after)

    def _between(self, line: str) -> bool:
        return bool(self.at + 1 in self.marked or is_related_link(line) or is_related_lead(line) or is_other(line) or is_prose(line))

    def _before_body(self) -> bool:
        """Whether running text begins within the next few lines, with nothing but front matter between."""
        for ahead in range(1, 9):
            line = self.line(ahead)
            if is_prose(line) and not is_other(line) and not is_caption(line):
                return True
            if not line or is_related_link(line) or is_related_lead(line) or is_item(line) or self.at + ahead in self.marked:
                return False
        return False

    def _told_of(self, name: str) -> bool:
        """Whether the title or the first paragraphs speak of a person: then the line is under a picture and no byline."""
        last = name.split()[-1].strip(".,")
        near = [self.page.title or "", *(p.text for p in self.page.pieces if p.kind == "deck"), *(self.line(i) for i in range(1, 8))]
        return any(re.search(rf"\b{re.escape(last)}\b", text[:2000]) for text in near if text != name)

    def _furniture(self, line: str) -> BlockKind | None:
        """The kind that a line's own words give it, above the body or in it."""
        if not line:
            return None
        if is_stamp(line):
            if self.page.published is None and self.at < _FRONT:
                self.page.published = day_in(line)
            return "dateline" if day_in(line) else "other"
        if is_byline(line):
            if self.page.published is None and self.at < _FRONT:
                self.page.published = day_in(line)
            self.page.byline.extend(n for n in names_in(line) if n not in self.page.byline)
            return "byline"
        if is_related_link(line):
            return "related"
        if is_caption(line):
            return "caption"
        if is_other(line) or is_section(line):
            return "other"
        return None

    # --- the body

    def body(self) -> None:
        """Running text, with what stands between it."""
        while self.at < len(self.lines):
            line = self.line()
            if self.at in self.marked:
                self.add("heading" if has_words(line) else "other")
            elif is_related_lead(line) and self.line(1):
                self._links()
            elif n := self._teaser(0):
                for i in range(n):
                    self.add("related", joined=i > 0)
            else:
                self.add(self._body_kind(line))

    def _links(self) -> None:
        """A line that announces links, and the links."""
        self.add("related")
        first = True
        while self.at < len(self.lines):
            line, after = self.line(), self.line(1)
            link = len(line) < 200 and (not is_finished(line) or line.endswith("?") or is_stamp(line))
            # a short line before running text ends the list: it is a heading of the body
            if (
                not link
                or dateline_end(line)
                or is_related_lead(line)
                or self.at in self.marked
                # "Kenya protests: Students block bridge" is a headline still
                or (not first and is_prose(after) and len(line.split()) <= 7 and ": " not in line)
            ):
                return
            self.add("related")
            first = False

    def _teaser(self, ahead: int) -> int:
        """How many lines a teaser of another story takes here: a section's name or not, a headline, a byline, a day."""
        here = self.line(ahead)
        n = 0
        if is_section(here) and _headline(self.line(ahead + 1)):
            n = 2
        elif self.at + ahead > 0 and _headline(here) and len(here.split()) > 6 and _signed(self.line(ahead + 1)):
            n = 1
        if not n:
            return 0
        if _signed(self.line(ahead + n)):
            n += 1
            if is_role(self.line(ahead + n)):
                n += 1
        if is_stamp(self.line(ahead + n)):
            n += 1
        return n

    def _body_kind(self, line: str) -> BlockKind:
        last, first = self.at == len(self.lines) - 1, self.at == 0
        if is_stamp(line):
            return "other"
        if is_byline(line):
            if last or not self.page.byline:
                self.page.byline.extend(n for n in names_in(line) if n not in self.page.byline)
            return "byline"
        if is_related_link(line):
            return "related"
        if is_caption(line):
            return "caption"
        if is_other(line):
            return "other"
        if self.at in self.quoted:
            return "quote"
        if line.startswith(">"):
            return "other"
        if dateline_end(line) == len(line):
            return "dateline"
        if _could_be_heading(line) and not (first and last):
            return "other" if last else "heading"
        return "paragraph"


def _could_be_caption(line: str) -> bool:
    """A noun phrase that may stand under a picture: short, no sentence, no question, nobody's words."""
    return (
        len(line.split()) <= 25
        and len(line) <= 200
        and not is_finished(line)
        and line[:1] not in "\"“'‘"
        and not line.endswith((":", ",", ";"))
    )


def _could_be_heading(line: str) -> bool:
    words = len(line.split())
    if len(line) > LONGEST_HEADING or words > 16 or (is_item(line) and not line[:1].isdigit()) or line.endswith((":", ",", ";")):
        return False
    return not is_finished(line) or (line.endswith("?") and words <= 8 and line[:1] not in '"“')


def _headline(line: str) -> bool:
    return (
        4 <= len(line.split()) <= 30
        and not line.rstrip("\"”'’").endswith((".", ":", ",", ";"))
        and not is_byline(line)
        and not is_stamp(line)
        and not dateline_end(line)
    )


def _signed(line: str) -> bool:
    return is_name(line) or is_name_at(line) or (is_byline(line) and not is_role(line))


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text[:1000].casefold()))
