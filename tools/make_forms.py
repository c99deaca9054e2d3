"""Make knowledge/lexicon/forms.csv: inflected forms of the lexicon's verbs that the parser's lemmatiser gets wrong ("staged" as "stag")."""

from __future__ import annotations

import csv
from pathlib import Path

from spacy.tokens import Doc

from memcon.annotate.parse import load_parser
from memcon.code.lexicon import FOLDER, load_lexicon

VOWELS = "aeiou"
# pasts that the tagger takes for a present, which the lemmatiser then leaves as they are
IRREGULAR = {"overthrow": ("overthrew", "overthrown")}


def forms_of(verb: str) -> set[str]:
    """Regular forms of a verb."""
    if verb.endswith("e"):
        return {verb + "s", verb + "d", verb[:-1] + "ing"}
    if verb.endswith("y") and verb[-2:-1] not in VOWELS:
        return {verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"}
    made = {verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z")) else "s"), verb + "ed", verb + "ing"}
    if 2 < len(verb) <= 4 and verb[-1] not in VOWELS + "wxy" and verb[-2] in VOWELS and verb[-3] not in VOWELS:
        made |= {verb + verb[-1] + "ed", verb + verb[-1] + "ing"}
    return made


def main() -> None:
    """Write the table."""
    nlp = load_parser()
    lemmatizer = nlp.get_pipe("lemmatizer")
    lexicon = load_lexicon()
    verbs = sorted({lemma for lemma, pos in lexicon.by_lemma if pos == "v" and lemma.isalpha()})
    known = set(verbs)
    rows = []
    for verb in verbs:
        for form in sorted({*forms_of(verb), *IRREGULAR.get(verb, ())}):
            doc = Doc(nlp.vocab, words=[form], pos=["VERB"])
            lemma = lemmatizer.rule_lemmatize(doc[0])[0].lower()
            if (lemma != verb and lemma not in known) or form in IRREGULAR.get(verb, ()):
                rows.append((form, lemma, verb))
    path = Path(FOLDER) / "forms.csv"
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(["form", "taken_for", "lemma"])
        writer.writerows(rows)


if __name__ == "__main__":
    main()
