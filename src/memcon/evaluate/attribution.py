"""``attribution``: statements found by the words they attribute, their speakers and cues."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from memcon.evaluate.gold import code_texts, gold_rows
from memcon.evaluate.score import Result, bootstrap, counted_f1, overlap, ratio
from memcon.model.record import Span, Statement

_TOKEN = re.compile(r"\w+")


def evaluate(gold: Path, fast: bool = False, limit: int | None = None) -> Result:
    """F1 of attributions (content Jaccard over tokens at least .5), then speaker and cue of those found; direct ones apart."""
    rows = gold_rows(gold, "attribution")[:limit]
    found, speakers, cues, direct, direct_speakers = [], [], [], [], []
    misses: list[str] = []
    records = code_texts([(r["text"], r["date"]) for r in rows], fast=True, whole=False)
    for r, record in zip(rows, records, strict=True):
        text = r["text"]
        tokens = [m.span() for m in _TOKEN.finditer(text)]
        want = [(_covered(tokens, [(c["start"], c["end"]) for c in a["content"]]), a) for a in r["attributions"] if a["content"]]
        have = [(_covered(tokens, list(s.content)), s) for s in record.statements if s.content and (s.cue or s.speaker_span)]
        pairs = _match([w for w, _ in want], [h for h, _ in have])
        found.append((float(len(have)), float(len(want)), float(len(pairs))))
        s_right = s_asked = c_right = c_asked = 0
        for i, j in pairs:
            a, s = want[i][1], have[j][1]
            if a["source"]:
                s_asked += 1
                s_right += _spoken_by(s, a)
            if a["cue"]:
                c_asked += 1
                c_right += bool(s.cue and any(overlap(s.cue, (x["start"], x["end"])) for x in a["cue"]))
        speakers.append((float(s_right), float(s_asked)))
        cues.append((float(c_right), float(c_asked)))
        quoted = [i for i, (_, a) in enumerate(want) if _is_direct(text, a)]
        d_pairs = [(i, j) for i, j in pairs if i in quoted]
        direct.append((float(len(d_pairs) + _unmatched_direct(have, pairs)), float(len(quoted)), float(len(d_pairs))))
        direct_speakers.append(
            (
                float(sum(_spoken_by(have[j][1], want[i][1]) for i, j in d_pairs if want[i][1]["source"])),
                float(sum(1 for i, j in d_pairs if want[i][1]["source"])),
            )
        )
        matched = {i for i, _ in pairs}
        matched_ours = {j for _, j in pairs}
        for i, (_, a) in enumerate(want):
            if i not in matched and len(misses) < 150:
                misses.append(
                    "not found: ["
                    + " … ".join(c["text"] for c in a["cue"])
                    + "] by ["
                    + " ".join(c["text"] for c in a["source"])
                    + "] "
                    + " … ".join(c["text"] for c in a["content"])[:140]
                )
        for j, (_, s) in enumerate(have):
            if j not in matched_ours and len(misses) < 150:
                misses.append(
                    "not in gold: [" + (text[slice(*s.cue)] if s.cue else "") + "] " + " … ".join(text[slice(*c)] for c in s.content)[:140]
                )
    return Result(
        "attribution",
        [
            bootstrap("attributions, F1", found, counted_f1),
            bootstrap("speaker of those found", speakers, ratio),
            bootstrap("cue of those found", cues, ratio),
            bootstrap("direct quotations, F1", direct, counted_f1),
            bootstrap("speaker of direct ones found", direct_speakers, ratio),
        ],
        misses,
    )


def _spoken_by(ours: Statement, gold: dict[str, Any]) -> bool:
    span = ours.speaker_span
    return span is not None and any(overlap(span, (x["start"], x["end"])) for x in gold["source"])


def _unmatched_direct(have: list[Any], pairs: list[tuple[int, int]]) -> int:
    matched = {j for _, j in pairs}
    return sum(1 for j, (_, s) in enumerate(have) if j not in matched and s.form == "direct")


def _is_direct(text: str, a: dict[str, Any]) -> bool:
    inside = text[a["content"][0]["start"] : a["content"][0]["end"]].strip()
    return inside[:1] in "\"“'‘" and len(inside) > 3


def _covered(tokens: list[Span], spans: list[Span]) -> set[int]:
    return {i for i, t in enumerate(tokens) if any(t[0] < e and s < t[1] for s, e in spans)}


def _match(want: list[set[int]], have: list[set[int]]) -> list[tuple[int, int]]:
    scored = []
    for i, w in enumerate(want):
        for j, h in enumerate(have):
            both = len(w & h)
            if both and (score := both / len(w | h)) >= 0.5:
                scored.append((score, i, j))
    pairs, used_i, used_j = [], set(), set()
    for _, i, j in sorted(scored, key=lambda s: (-s[0], s[1], s[2])):
        if i not in used_i and j not in used_j:
            pairs.append((i, j))
            used_i.add(i)
            used_j.add(j)
    return pairs
