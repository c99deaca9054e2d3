"""Make what weighs words in stories: ``idf.csv`` from the casebook, ``known.txt`` from the register.

``idf.csv`` says in how many of the casebook's pages of twelve sentences a word stands. ``known.txt`` holds the names that the news is full
of (leaders, states, capitals, organisations): two reports that share such a name alone are not about one happening.
"""

from __future__ import annotations

import csv
import textwrap
from collections import Counter
from pathlib import Path

from memcon.casebook.parse import read_casebook
from memcon.gather.words import _WORD, FOLDER, stem, stop_words

CASEBOOK = Path(__file__).parents[1] / "casebook"
REGISTER = FOLDER.parent / "register"
PAGE = 12
NAMED = {
    "holders/*.csv": ("person", "aliases"),
    "states.csv": ("name", "names", "adjectives", "demonyms", "capital", "seats"),
    "peoples.csv": ("adjectives", "demonyms", "place"),
    "territories.csv": ("names", "adjectives"),
    "organisations.csv": ("name", "names"),
    "bodies.csv": ("name", "names"),
    "groups.csv": ("name", "names"),
    "media.csv": ("name", "names"),
}


def main() -> None:
    """Write both tables; words of one page only are left out of the first, for every unknown word counts as such."""
    texts = [c.text for c in read_casebook(CASEBOOK)]
    pages = len(texts) // PAGE
    seen: Counter[str] = Counter()
    for at in range(pages):
        seen.update({word for text in texts[at::pages] for word in words(text)})
    with (FOLDER / "idf.csv").open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(["pages", pages])
        writer.writerows(sorted((w, n) for w, n in seen.items() if n > 1))
    (FOLDER / "known.txt").write_text("\n".join(textwrap.wrap(" ".join(sorted(known())), 140)) + "\n", encoding="utf-8")


def known() -> set[str]:
    """The words of the register's names."""
    found = set()
    for pattern, columns in NAMED.items():
        for path in sorted(REGISTER.glob(pattern)):
            with path.open(encoding="utf-8", newline="") as handle:
                for row in csv.DictReader(handle):
                    found |= {word for column in columns for word in words(row[column] or "")}
    return found


def words(text: str) -> set[str]:
    """A text's words as they are counted."""
    raw = (w.lower().removesuffix("’s").removesuffix("'s") for w in _WORD.findall(text))
    return {stem(w) for w in raw if w not in stop_words() and len(w) > 1}


if __name__ == "__main__":
    main()
