"""Whether the words around a time lean to the past or to the future ("will meet Monday", "met Monday")."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_WORD = re.compile(r"[A-Za-z][A-Za-z']*|[.;!?](?=[\"'”]{0,2}\s)|--|\n\s*\n")
_LEFT, _RIGHT = 150, 70


def leaning(text: str, start: int, end: int, tense: Mapping[str, Sequence[str]]) -> int:
    """-1 past, 1 future, 0 unknown for the time at ``[start, end)``, by the nearest verb of its clause.

    ``tense`` holds the word lists of ``[tense]`` in knowledge/cues/times.toml.
    """
    left = _clause(_words(text[max(0, start - _LEFT) : start], tense["abbreviations"]))
    right = _until_stop(_words(text[end : end + _RIGHT], tense["abbreviations"]))
    if left and left[-1] in tense["future_before"]:
        return 1
    # "who met him in April, will return": the verb behind a comma is the clause's around it
    if right and right[0] in tense["modal"] and text[end : end + 1] != "," and not (left and _cue(left, len(left) - 1, tense)):
        return 1
    for i in range(len(left) - 1, -1, -1):
        if found := _cue(left, i, tense):
            return found
    for i in range(min(len(right), 12)):
        if right[i] != "to" and (found := _cue(right, i, tense)):
            return found
    return 0


def _words(text: str, abbreviations: Sequence[str]) -> list[str]:
    """Words in lower case and the marks that end a sentence; the dot of an abbreviation ends none."""
    words: list[str] = []
    for found in _WORD.finditer(text.replace("’", "'")):
        word = found.group().lower() if found.group() != "May" else "month"  # else it would pass for the modal
        if not word.strip():
            word = ";"
        if word == "." and words and (len(words[-1]) < 2 or words[-1] in abbreviations):
            continue
        words.append(word)
    return words


def _clause(words: list[str]) -> list[str]:
    """The words after the last full stop, at most fifteen."""
    kept: list[str] = []
    for word in reversed(words):
        if word in (".", ";", "!", "?", "--"):
            break
        kept.append(word)
        if len(kept) == 15:
            break
    return kept[::-1]


def _until_stop(words: list[str]) -> list[str]:
    out: list[str] = []
    for word in words:
        if word in (".", ";", "!", "?", "--"):
            break
        out.append(word)
    return out


def _cue(words: Sequence[str], i: int, tense: Mapping[str, Sequence[str]]) -> int:
    """What the word at ``i`` says of the tense, 0 where it says nothing."""
    word = words[i]
    before = words[max(0, i - 5) : i]
    after = words[i + 1 : i + 3]
    if word in tense["modal"]:
        return -1 if "have" in after else 1
    if word == "to" and i + 1 < len(words):
        return _infinitive(words, i, tense)
    if word in tense["future"]:
        return -1 if "had" in before else 1
    if word in ("is", "are", "'re") and after and after[0].endswith("ing"):
        return 1
    if word == "had" or word in tense["past"]:
        if "if" in before and "were" in (*before, word):
            return 0 if "asked" in words[:i] else 1  # "would sue if they were still there on Monday"
        # "will be brought before a judge": the helping verb decides
        return 0 if any(w in ("be", "being") for w in before[-2:]) else -1
    participle = word.endswith("ed") and len(word) > 4 and word not in tense["not_past"]
    if participle:
        # "will be released Friday": the helping verb decides, not the participle
        if any(w in ("be", "being") for w in before[-3:]):
            return 0
        return 0 if before and before[-1] in ("is", "are", "the", "a", "its", "their", "his") else -1
    return 0


def _infinitive(words: Sequence[str], i: int, tense: Mapping[str, Sequence[str]]) -> int:
    """'is to open', 'set to meet', 'a plan to travel': ahead; 'was forced to leave', 'failed to agree': told."""
    verb, governor = words[i + 1], words[i - 1] if i else ""
    if governor in ("is", "are") or governor in tense["before_to"]:
        return -1 if "had" in words[max(0, i - 4) : i] else 1
    if governor in tense["told_to"]:
        return -1
    if not verb.endswith("ing") and any(w in tense["asking"] for w in words[max(0, i - 6) : i]):
        return 1  # "called on supporters to march on Saturday"
    return 1 if verb in tense["scheduled_verbs"] else 0


__all__ = ["leaning"]
