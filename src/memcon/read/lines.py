"""What one line of a page is by its own words: a byline, a credit, a link, the page's furniture, running text."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path

from memcon.read.published import day_in, without_day

_CUES = Path(__file__).parent.parent / "knowledge" / "cues" / "page.toml"
_STOP = re.compile(r"[.!?…][\"'”’»)\]*_]{0,4}$")
_ITEM = re.compile(r"(?:[-*•·–—‣▪●■►▶]|\d{1,2}[.)]) ?\S")
_CAPITALISED = re.compile(r"[A-ZÀ-Þ][\w.'’-]{0,30}$")
_PARTICLES = frozenset(("de", "da", "del", "della", "van", "von", "bin", "ibn", "al", "el", "la", "le", "dos", "ten", "der"))
_PLACE = r"[A-ZÀ-Þ][A-ZÀ-Þ .'’/-]{2,40}(?:, [A-Za-zÀ-ÿ.' ]{2,30}){0,2}"
_ANY_PLACE = r"[A-ZÀ-Þ][A-Za-zÀ-ÿ.'’-]{1,20}(?: [A-ZÀ-Þ][A-Za-zÀ-ÿ.'’-]{1,20}){0,3}(?:, [A-ZÀ-Þ][A-Za-zÀ-ÿ.' ]{1,30})?"
_DAY = r"(?:,? (?:[A-Z][A-Za-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][A-Za-z]{2,8})(?:,? \d{4})?)"
_DASH = r"(?:—|–|--|-)"
_DATELINES = (
    re.compile(rf"({_PLACE}){_DAY}?(?: ?\([^()]{{2,30}}\))? ?(?:{_DASH}|:)(?: |$)"),
    # in small letters only where an agency or a day bears it out
    re.compile(rf"({_ANY_PLACE}){_DAY}? ?\([^()]{{2,30}}\) ?(?:{_DASH}|:)(?: |$)"),
    re.compile(rf"({_ANY_PLACE}){_DAY} ?{_DASH}(?: |$)"),
    re.compile(rf"({_PLACE}){_DAY}?\. ?/[A-Z -]{{2,20}}/\. ?"),
    re.compile(rf"({_ANY_PLACE}|{_PLACE}){_DAY} ?\([^()]{{2,30}}\)\.? "),
    re.compile(rf"\(({_ANY_PLACE}){_DAY}?\) ?{_DASH}(?: |$)"),
)
# a photographer behind the words under a picture: "A bunker in the district. SOMCHAI JAIDEE"
_SNAPPED = re.compile(r"[.!?] [A-ZÀ-Þ]{2,20}(?: [A-ZÀ-Þ]{2,20}){1,2}$")
LONGEST_HEADING = 110


@lru_cache(maxsize=1)
def cues() -> dict[str, tuple[str, ...]]:
    """Words that tell page parts, from knowledge/cues/page.toml."""
    return {k: tuple(v) for k, v in tomllib.loads(_CUES.read_text(encoding="utf-8")).items()}


@lru_cache(maxsize=1)
def _sets() -> dict[str, frozenset[str]]:
    return {k: frozenset(v) for k, v in cues().items()}


def has_words(line: str) -> bool:
    """Whether there is a letter or digit in it."""
    return any(c.isalnum() for c in line)


def is_finished(line: str) -> bool:
    """Whether a line ends as a sentence does."""
    return bool(_STOP.search(line[-8:]))


def is_prose(line: str) -> bool:
    """Whether a line reads as running text: a finished sentence of some length, or many words."""
    count = len(line[:2000].split())
    return count > 30 or (count >= 8 and is_finished(line))


def is_item(line: str) -> bool:
    """Whether a line is an item of a list."""
    return bool(_ITEM.match(line))


def is_byline(line: str) -> bool:
    """Whether a line names who wrote the report, or what they are."""
    return is_credited(line) or is_role(line)


def is_credited(line: str) -> bool:
    """Whether a line says by its words who wrote the report ("By …", "Reporting by …; editing by …")."""
    if len(line) > 240:
        return False
    low, words = line.lower(), line.split()
    if any(c in low for c in cues()["byline_in"]):
        return True
    start = next((c for c in cues()["byline_start"] if low.startswith(c)), None)
    if start is None:
        return False
    rest = line[len(start) :].split()
    # "By Friday …" opens a sentence
    named = bool(rest) and rest[0][:1].isupper() and rest[0].lower().strip(",.") not in _sets()["stamp"]
    desk = ";" in line or "reporting by" in low or "editing by" in low
    return named and (desk or (len(words) <= 14 and not is_finished(line)))


def is_role(line: str) -> bool:
    """Whether a line says what a reporter is ("Diplomatic correspondent, Kyiv"), with or without the name before it."""
    if len(line.split()) > 9 or is_finished(line) or any(c.isdigit() for c in line):
        return False
    parts = re.split(r", | \| ", line)
    role = cues()["role"]
    if len(parts) > 1 and is_name(parts[0]) and not parts[0].lower().endswith(role):
        return parts[1].lower().endswith(role)
    first = re.split(r" (?:in|at|for) ", parts[0])[0]
    return len(first.split()) <= 3 and first[:1].isupper() and first.lower().endswith(role)


def is_name(line: str) -> bool:
    """Two to four capitalised words and nothing else, none of them an office: a person's name on a line of its own."""
    words = line.split()
    if not 2 <= len(words) <= 4 or line.isupper() or len(line) > 50 or speaks_of_office(line):
        return False
    return all(_CAPITALISED.match(w) or w.lower() in _PARTICLES for w in words) and all(
        _CAPITALISED.match(w) for w in (words[0], words[-1])
    )


def is_name_at(line: str) -> bool:
    """A name with where its bearer is: "Jane Doe in Berlin", "Jane Doe and John Roe"."""
    parts = re.split(r" in | and |, | & | \| ", line)
    return 2 <= len(parts) <= 4 and len(line.split()) <= 10 and is_name(parts[0]) and all(p[:1].isupper() for p in parts)


def speaks_of_office(line: str) -> bool:
    """Whether a line of capitalised words speaks of an office ("U.S. President …")."""
    words = {w.strip(".,").lower() for w in line.split()}
    return not words.isdisjoint(_sets()["titles"]) or any(w.count(".") > 1 for w in line.split())


def names_in(line: str) -> list[str]:
    """The persons that a byline names."""
    low = line.lower()
    if any(c in low for c in cues()["byline_in"]) or low.lstrip("(").startswith(("editing", "additional", "with reporting")):
        return []
    start = next((c for c in cues()["byline_start"] if low.startswith(c)), "")
    if not start and is_role(line):
        first = re.split(r", | \| ", line)[0]
        return [first] if is_name(first) and not is_role(first) else []
    rest = re.split(r"[|;]|,? \d| – | — | in [A-ZÀ-Þ]", line[len(start) :])[0]
    found = []
    for part in re.split(r",| and | & ", rest):
        name = part.strip(" ,.*_()")
        if name[:1].isupper() and name.lower() not in _sets()["agencies"] and not is_role(name) and 1 < len(name) < 60:
            found.append(name)
    return found


def is_caption(line: str) -> bool:
    """Whether a line carries a picture's credit or says that it is a picture's text."""
    if len(line) > 600:
        return False
    low = line.lower()
    if low.startswith(cues()["caption_start"]):
        return True
    if _SNAPPED.search(line[-70:]) and len(line.split()) <= 40:
        return True
    end = low[-90:]
    if is_prose(line):
        # running text may speak of pictures: only what stands in brackets or after the last sentence is a credit
        found = re.search(r"[(\[]([^()\[\]]{0,80})[)\]][\s.]{0,3}$", end)
        end = found[1] + ")" if found else end.rpartition(". ")[2] if ". " in end[:-2] and not is_finished(line) else ""
    return any(c.lstrip("(") in end for c in cues()["credit_in"])


def is_related_lead(line: str) -> bool:
    """Whether a line announces links that follow it ("Related articles", "More on this story:")."""
    return _bare(line) in _sets()["related_line"]


def is_related_link(line: str) -> bool:
    """Whether a line is itself a link to another story ("Read more: …")."""
    if len(line) > 220:
        return False
    low = line.lower().lstrip("•-*>|[( ►▶")
    start = next((c for c in cues()["related_start"] if low.startswith(c)), None)
    if start is None:
        return False
    # "More on …" opens a sentence too
    return start[-1] in ":|–-" or not is_finished(line)


def is_other(line: str) -> bool:
    """Whether a line belongs to the page and not to the report: furniture, offers, notices."""
    low = line.lower().lstrip("•-*>|[( ")
    if not has_words(line) or _bare(line) in _sets()["other_line"]:
        return True
    if len(line) > 400:
        return False
    count = len(line.split())
    if low.startswith(cues()["other_start"]) and (count <= 30 or "cookie" in low):
        return True
    # the reader is spoken to, or it is no sentence
    return (
        count <= 25
        and any(c in low for c in cues()["other_in"])
        and (not is_prose(line) or bool(re.search(r"\b(?:you|your|our|we)\b", low)))
    )


def is_section(line: str) -> bool:
    """Whether a line is the name of a section of the paper, or a path of them."""
    parts = re.split(r" ?[|/›>»] ?", line.lower().strip(" :|/›>»")[:80])
    return all(p in _sets()["sections"] or p == "home" for p in parts)


def is_mail_head(line: str) -> bool:
    """Whether a line is of a mail's head."""
    return line.lower().startswith(cues()["mail_start"]) and len(line) < 400


def is_stamp(line: str) -> bool:
    """Whether a line says when the report appeared and nothing else ("Published 4 March 2026", "Updated 3 hours ago")."""
    words = line.split()
    if len(words) > 16 or len(line) > 140:
        return False
    low = line.lower()
    day = day_in(line)
    ago = re.search(r"\d ?(?:mins?|hrs?|h|d|hours?|minutes?|days?)\b.{0,8}\bago\b", low)
    if not day and not ago:
        return low.startswith(cues()["stamp_start"]) and any(c.isdigit() for c in line) and len(words) <= 8
    rest = re.findall(r"[^\W\d_][\w.]*", without_day(line).lower())
    return all(w.strip(".") in _sets()["stamp"] or re.fullmatch(r"t\d*|z", w) for w in rest)


def dateline_end(text: str) -> int:
    """How long the dateline at a paragraph's start is ("KYIV, March 3 (Reuters) — "), 0 where there is none.

    Several places in a row ("LONDON — PARIS — ") are one dateline.
    """
    end = 0
    while end < 140:
        found = next((f for p in _DATELINES if (f := p.match(text[end : end + 140])) and _is_place(f[1])), None)
        if found is None:
            break
        end += found.end()
    return end


def _is_place(name: str) -> bool:
    labels = _sets()["labels"]
    return name.lower() not in labels and name.split(" ")[0].lower().strip(".,") not in labels


def _bare(line: str) -> str:
    return line[:60].lower().strip(" :|/›>»•*-–—[]►▶.…") if len(line) <= 60 else ""
