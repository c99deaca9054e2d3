"""Load the lexicon: which words, in which grammar, name which act.

An entry's ``match`` patterns are written for people:

    speak p:by=phone|telephone          the verb 'speak' with 'by phone'
    call/n mod=phone|telephone          the noun 'call' with a modifier
    hold obj=talk|meeting|$talks        light verb and object; $name is a set of sets.toml
    carry prt=out obj=$attacks

`docs/lexicon.md` gives the whole notation.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from memcon.code.ontology import cameo, plover
from memcon.model.errors import BadRow, NotFound

FOLDER = Path(__file__).parent.parent / "knowledge" / "lexicon"

OPERATORS = ("intent", "demand", "refuse", "threat", "accuse", "judge", "begin", "end", "deny", "light", "praise")
NEEDS = ("actor", "recipient", "both", "reciprocal", "anaphor", "soft", "never")
_TESTS = ("obj", "prt", "p", "xc", "~", "mod", "subj", "of", "neg", "gov", "fact", "else")


@dataclass(frozen=True)
class Test:
    """One constraint on the words around a trigger: where to look, for what, and whether it must be absent."""

    where: str
    prep: str | None
    words: frozenset[str]
    absent: bool


@dataclass(frozen=True)
class Pattern:
    """A trigger lemma and its constraints, most specific patterns first."""

    lemma: str
    pos: str
    tests: tuple[Test, ...]
    entry: Entry
    written: str = ""

    @property
    def weight(self) -> int:
        """How specific the pattern is: explicit words count most, what must be absent counts nothing."""
        return sum((3 if t.words else 1) for t in self.tests if not t.absent)


@dataclass(frozen=True, eq=False)
class Entry:
    """One meaning. ``op`` marks words that change what they govern (promises, demands, refusals, threats)."""

    name: str
    type: str | None
    mode: str | None = None
    cameo: str | None = None
    op: str | None = None
    recipient: tuple[str, ...] = ()
    actor: tuple[str, ...] = ()
    reciprocal: bool = False
    needs: str | None = None
    contexts: tuple[str, ...] = ()
    status: str | None = None
    examples: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    place: str = ""
    match: tuple[str, ...] = field(default=(), repr=False)


class Lexicon:
    """Patterns by trigger lemma and part of speech ('v', 'n', 'a')."""

    def __init__(self) -> None:
        self.by_lemma: dict[tuple[str, str], list[Pattern]] = defaultdict(list)
        self.entries: list[Entry] = []
        self.sets: dict[str, frozenset[str]] = {}

    def add(self, entry: Entry) -> None:
        """File an entry under its triggers. Raises `BadRow` naming the file and entry when a pattern is malformed."""
        self.entries.append(entry)
        for text in entry.match:
            pattern_head, *rest = text.split()
            lemmas, _, pos = pattern_head.partition("/")
            tests = tuple(self._test(t, entry) for t in rest)
            for lemma in self._words(lemmas, entry):
                self.by_lemma[(lemma, pos or "v")].append(Pattern(lemma, pos or "v", tests, entry, text))

    def names_alone(self, lemma: str, type_: str) -> bool:
        """Whether a verb means an act of ``type_`` by itself, whatever its object ("refuse", "rule out")."""
        return any(
            p.entry.type == type_ and all(t.absent or t.where in ("prt", "p", "xc") for t in p.tests)
            for p in self.by_lemma.get((lemma, "v"), ())
        )

    def settle(self) -> None:
        """Order each trigger's patterns, most specific first."""
        for patterns in self.by_lemma.values():
            patterns.sort(key=lambda p: -p.weight)

    def _test(self, text: str, entry: Entry) -> Test:
        absent = text.startswith("!")
        body = text[1:] if absent else text
        if body.startswith("~"):
            return Test("~", None, self._words(body[1:], entry), absent)
        left, _, right = body.partition("=")
        where, _, prep = left.partition(":")
        if where not in _TESTS:
            raise BadRow(f"'{text}' in '{entry.name}' is no constraint ({', '.join(_TESTS)})", place=entry.place)
        return Test(where, prep or None, self._words(right, entry) if right else frozenset(), absent)

    def _words(self, text: str, entry: Entry) -> frozenset[str]:
        words: set[str] = set()
        for part in text.split("|"):
            if part.startswith("$"):
                if part[1:] not in self.sets:
                    raise BadRow(f"no set {part} (in '{entry.name}')", place=entry.place)
                words |= self.sets[part[1:]]
            elif part:
                words.add(part.replace("_", " "))
        return frozenset(words)


@lru_cache(maxsize=4)
def load_lexicon(*folders: Path) -> Lexicon:
    """The packaged lexicon, with the user's folders layered over it. Raises `NotFound`, and `BadRow` for a malformed file."""
    lexicon = Lexicon()
    for folder in folders:
        if not any(folder.glob("*.toml")):
            raise NotFound("no folder with lexicon files (.toml)", place=str(folder))
    for folder in (FOLDER, *folders):
        if (sets := folder / "sets.toml").exists():
            for name, words in _toml(sets).items():
                lexicon.sets[name] = frozenset(w.replace("_", " ") for w in " ".join(words if isinstance(words, list) else [words]).split())
        for path in sorted(folder.glob("*.toml")):
            if path.name == "sets.toml":
                continue
            for number, row in enumerate(_toml(path).get("entry", []), 1):
                lexicon.add(_entry(row, f"{path.name}, entry {number}"))
    lexicon.settle()
    return lexicon


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadRow(f"not TOML: {error}", place=str(path)) from None


_KEYS = {
    "name",
    "type",
    "mode",
    "cameo",
    "op",
    "recipient",
    "actor",
    "reciprocal",
    "needs",
    "contexts",
    "status",
    "examples",
    "never",
    "match",
}


def _entry(row: dict[str, Any], place: str) -> Entry:
    if unknown := set(row) - _KEYS:
        raise BadRow(f"no key {', '.join(sorted(unknown))}", place=place)
    match = row.get("match")
    if not match:
        raise BadRow("an entry needs 'match'", place=place)
    match = [match] if isinstance(match, str) else match
    type_, mode = row.get("type"), row.get("mode")
    if type_ and (type_, None) not in plover():
        raise BadRow(f"no type {type_} ({', '.join(dict.fromkeys(t for t, _ in plover()))})", place=place)
    if type_ and (type_, mode) not in plover():
        raise BadRow(f"no mode {mode} of {type_} ({', '.join(m for t, m in plover() if t == type_ and m)})", place=place)
    if row.get("cameo") and row["cameo"] not in cameo():
        raise BadRow(f"no CAMEO code {row['cameo']}", place=place)
    if row.get("needs") and row["needs"] not in NEEDS:
        raise BadRow(f"no need {row['needs']} ({', '.join(NEEDS)})", place=place)
    if row.get("op") and row["op"] not in OPERATORS:
        raise BadRow(f"no operator {row['op']} ({', '.join(OPERATORS)})", place=place)
    fields: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in row.items() if k not in ("match", "name", "type")}
    for key in ("recipient", "actor", "contexts", "examples", "never"):
        if isinstance(fields.get(key), str):
            fields[key] = (fields[key],)
    return Entry(row.get("name") or match[0], row.get("type"), match=tuple(match), place=place, **fields)
