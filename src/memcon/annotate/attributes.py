"""Word classes, forms and lemmas by memory: what the parser's own two slow components say of a word is asked once.

The attribute ruler and the lemmatiser of the English pipeline look at one word with its tag and dependency, and a few rules at two
neighbours. They take half of the parser's time. Here they answer once for each word in each such place; the rest is remembered. The ruler
knows few words: of the others it is asked once for each tag and dependency.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

# first words of the pipeline's two-word rules ("gon na", "let 's"): sentences with them are left to the components themselves
_OPENERS = {"ai", "gon", "got", "let", "c'm", "y'", "y"}
_SINGLE = {"LOWER", "ORTH", "TAG", "DEP", "IS_SPACE"}
_MOST = 400_000
_EXPLETIVE = "expl"

_Key = tuple[int, int, int, bool]  # form, tag, dependency, whether an expletive stands before


class Attributes:
    """Fills in ``pos``, ``morph`` and ``lemma`` of parsed sentences, exactly as the pipeline's own components would."""

    def __init__(self, nlp: Language) -> None:
        self.vocab = nlp.vocab
        self.components: list[Any] = [nlp.get_pipe(name) for name in ("attribute_ruler", "lemmatizer")]
        self.openers = {nlp.vocab.strings.add(form) for word in _OPENERS for form in (word, word.title(), word.upper())}
        self.expletive = nlp.vocab.strings.add(_EXPLETIVE)
        self.known: dict[_Key, tuple[int, int, Any]] = {}
        self.classes: dict[_Key, tuple[int, int, Any]] = {}
        patterns = [pattern for rule in self.components[0].patterns for pattern in rule["patterns"]]
        self.sure = all(_is_known(pattern) for pattern in patterns)
        self.ruled = re.compile("|".join(dict.fromkeys(name for pattern in patterns for token in pattern for name in _names(token))) or "$")
        _make_sets(self.components[1].lookups)

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

    def _learn(self, keys: list[_Key]) -> None:
        """Ask the components about words in their places."""
        classes = [self._class_of(key) for key in keys]
        new = {c: key for c, key in zip(classes, keys, strict=True) if c not in self.classes}
        doc, at = self._in_places(list(new.values()))
        doc = self.components[0](doc)
        for its_class, i in zip(new, at, strict=True):
            self.classes[its_class] = (doc[i].pos, doc[i].lemma, doc[i].morph.key)
        doc, at = self._in_places(keys)
        for key, its_class, i in zip(keys, classes, at, strict=True):
            token = doc[i]
            token.pos, lemma, morph = self.classes[its_class]
            token.set_morph(morph)  # type: ignore[attr-defined]
            # the few lemmas that the ruler gives stand
            self.known[key] = (token.pos, lemma or self.vocab.strings.add(self.components[1].lemmatize(token)[0]), morph)

    def _class_of(self, key: _Key) -> _Key:
        """What the ruler can tell of a word in its place: the form only of white space and of words that its rules name."""
        form = self.vocab.strings[key[0]]
        return (key[0] if form.isspace() or self.ruled.match(form.lower()) else 0, *key[1:])

    def _in_places(self, keys: list[_Key]) -> tuple[Doc, list[int]]:
        """A document of the words with their tags and dependencies, and where in it each stands."""
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
        return Doc(self.vocab, words=words, spaces=[True] * len(words), tags=tags, deps=deps, heads=[0] * len(words)), at


def _names(token: dict[str, Any]) -> list[str]:
    """The words that a rule names, as patterns; none where it names none."""
    found = []
    for wanted in (token[key] for key in ("LOWER", "ORTH") if key in token):
        if isinstance(wanted, str):
            found.append(re.escape(wanted.lower()) + "$")
        else:
            found += [re.escape(word) + "$" for word in wanted.get("IN", ())] + [f".*(?:{p})" for p in [wanted.get("REGEX")] if p]
    return found


def _make_sets(lookups: Any) -> None:
    """Make sets of the lemmatiser's lists of words, of up to 57,528: it asks of every new word whether its forms are among them."""
    if "lemma_index" in lookups.tables:
        index = lookups.get_table("lemma_index")
        for word_class in list(index):
            index[word_class] = frozenset(index[word_class])


def _is_known(pattern: list[dict[str, Any]]) -> bool:
    """Whether a rule is of a kind that memory gets right: of one word, or of two that begin with an opener or an expletive."""
    if any(not set(wanted) <= {"IN", "REGEX"} for token in pattern for wanted in (token.get("LOWER"),) if isinstance(wanted, dict)):
        return False
    if len(pattern) == 1:
        return set(pattern[0]) <= _SINGLE
    first = pattern[0]
    lower = first.get("LOWER")
    opens = lower.get("REGEX") == "^y'?$" if isinstance(lower, dict) else lower in _OPENERS
    return len(pattern) == 2 and (opens or first.get("DEP") == _EXPLETIVE)
