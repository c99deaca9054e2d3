"""Make knowledge/stories/idf.csv from the casebook: in how many of its pages of twelve sentences a word stands."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

from memcon.casebook.parse import read_casebook
from memcon.gather.words import _WORD, FOLDER, stem, stop_words

CASEBOOK = Path(__file__).parents[1] / "casebook"
PAGE = 12


def main() -> None:
    """Write the table; words of one page only are left out, for every unknown word counts as such."""
    texts = [c.text for c in read_casebook(CASEBOOK)]
    pages = len(texts) // PAGE
    seen: Counter[str] = Counter()
    for at in range(pages):
        words = (raw.lower().removesuffix("’s").removesuffix("'s") for text in texts[at::pages] for raw in _WORD.findall(text))
        seen.update({stem(w) for w in words if w not in stop_words() and len(w) > 1})
    with (FOLDER / "idf.csv").open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(["pages", pages])
        writer.writerows(sorted((w, n) for w, n in seen.items() if n > 1))


if __name__ == "__main__":
    main()
