"""Word classes, forms and lemmas by memory: what the parser's own two slow components say of a word is asked once.

The attribute ruler and the lemmatiser of the English pipeline look at one word with its tag and dependency, and a few rules at two
neighbours. They take half of the parser's time. Here they answer once for each word in each such place; the rest is remembered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

# first words of the pipeline's two-word rules ("gon na", "let 's"): sentences with them are left to the components themselves
_OPENERS = {"ai", "gon", "got", "let", "c'm", "y'", "y"}
_SINGLE = {"LOWER", "ORTH", "TAG", "DEP", "IS_SPACE"}
_MOST = 400_000
_EXPLETIVE = "expl"


class Attributes:
    """Fills in ``pos``, ``morph`` and ``lemma`` of parsed sentences, exactly as the pipeline's own components would."""

    def __init__(self, nlp: Language) -> None:
        self.vocab = nlp.vocab
        self.components: list[Any] = [nlp.get_pipe(name) for name in ("attribute_ruler", "lemmatizer")]
        self.openers = {nlp.vocab.strings.add(form) for word in _OPENERS for form in (word, word.title(), word.upper())}
        self.expletive = nlp.vocab.strings.add(_EXPLETIVE)
        self.known: dict[tuple[int, int, int, bool], tuple[int, int, Any]] = {}
        self.sure = all(_is_known(pattern) for rule in self.components[0].patterns for pattern in rule["patterns"])

    def fill(self, docs: list[Doc]) -> None:
        """Fill in a batch; what is new in it is asked in one go."""
        plans = [(doc, self._keys(doc)) for doc in docs]
        missing = dict.fromkeys(key for _, keys in plans for key in keys or () if key not in self.known)
        if missing:
            if len(self.known) > _MOST:
                self.known.clear()
                missing = dict.fromkeys(key for _, keys in plans for key in keys or ())
            self._learn(list(missing))
        known = self.known
        for doc, keys in plans:
            if keys is None:
                self._ask(doc)
                continue
            for token, key in zip(doc, keys, strict=True):
                token.pos, token.lemma, morph = known[key]
                token.set_morph(morph)  # type: ignore[attr-defined]

    def _keys(self, doc: Doc) -> list[tuple[int, int, int, bool]] | None:
        """Each word in its place: form, tag, dependency, whether an expletive stands before; None where rules of two words may apply."""
        if not self.sure:
            return None
        keys = []
        before = 0
        for token in doc:
            if token.orth in self.openers:
                return None
            dep = token.dep
            keys.append((token.orth, token.tag, dep, before == self.expletive))
            before = dep
        return keys

    def _ask(self, doc: Doc) -> Doc:
        for component in self.components:
            doc = component(doc)
        return doc

    def _learn(self, keys: list[tuple[int, int, int, bool]]) -> None:
        """Ask the components about words in their places, each as a document of its own words' context."""
        from spacy.tokens import Doc

        strings = self.vocab.strings
        words, tags, deps, at = [], [], [], []
        for orth, tag, dep, after in keys:
            # a full stop between them keeps two words from being taken for neighbours
            for word, its_tag, its_dep in ((".", ".", "punct"), *([("there", "EX", _EXPLETIVE)] if after else [])):
                words.append(word)
                tags.append(its_tag)
                deps.append(its_dep)
            at.append(len(words))
            words.append(strings[orth])
            tags.append(strings[tag])
            deps.append(strings[dep])
        doc = Doc(self.vocab, words=words, spaces=[True] * len(words), tags=tags, deps=deps, heads=[0] * len(words))
        doc = self._ask(doc)
        for key, i in zip(keys, at, strict=True):
            token = doc[i]
            self.known[key] = (token.pos, token.lemma, token.morph.key)  # type: ignore[attr-defined]


def _is_known(pattern: list[dict[str, Any]]) -> bool:
    """Whether a rule is of a kind that memory gets right: of one word, or of two that begin with an opener or an expletive."""
    if len(pattern) == 1:
        return set(pattern[0]) <= _SINGLE
    first = pattern[0]
    lower = first.get("LOWER")
    opens = lower.get("REGEX") == "^y'?$" if isinstance(lower, dict) else lower in _OPENERS
    return len(pattern) == 2 and (opens or first.get("DEP") == _EXPLETIVE)
