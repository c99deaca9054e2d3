"""First pass: people and bodies by their whole names, so that a headline's bare surname finds its owner."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from memcon.annotate.apposed import merge_told, told_beside
from memcon.annotate.namewords import JOINTS, is_kin, name_text, untitled
from memcon.annotate.nouns import load_nouns
from memcon.annotate.reading import Entity, Mention, Sentence
from memcon.annotate.strangers import stranger
from memcon.annotate.titled import retold
from memcon.register.names import fold
from memcon.register.who import Identity, who

if TYPE_CHECKING:
    from memcon.annotate.gatherer import Gatherer

_RANKS = {"general", "colonel", "king", "queen", "prince", "princess"}


def find_longer(g: Gatherer) -> None:
    """What parts of longer names may stand for them: "Obiang Nguema", "De Wit", "Relief Network"."""
    for mention in g.reading.mentions:
        if mention.name and not mention.pronoun and mention.last - mention.first > 2:
            sentence = g.reading.sentences[mention.sentence]
            doc = sentence.doc
            mention.identity = identity = retold(g, sentence, mention)
            if identity is not None and identity.kind == "person" and identity.person:
                words = fold(identity.person if identity.basis == "text" else name_text(sentence, mention)).split()
                own = fold(identity.person).split()
                words = words[next((i for i, w in enumerate(words) if w in own), 0) :]  # behind the title
            else:
                first = max((i + 1 for i in range(mention.first, mention.head) if doc[i].dep_ == "case"), default=mention.first)
                tokens = [t for t in doc[first : mention.last] if t.is_alpha and t.dep_ != "det"]
                words = [fold(t.text) for t in tokens if t.text[:1].isupper() or t.lower_ in JOINTS]
            size = len(words)
            if 3 <= size <= 9:
                g.longer.update(" ".join(words[i:j]) for i in range(size) for j in range(i + 2, size + 1) if j - i < size)


def whole_name(g: Gatherer, mention: Mention) -> None:
    sentence = g.reading.sentences[mention.sentence]
    identity = mention.identity if mention.last - mention.first > 2 else retold(g, sentence, mention)
    mention.identity = identity
    described = told_beside(g, sentence, mention)
    if identity is None and described is None:
        identity = stranger(g, sentence, mention, None)
        if identity is None:
            return
    elif identity is None or (described is not None and identity.kind not in ("person",)):
        if identity is not None and identity.kind in ("state", "government", "organisation", "group"):
            return
        named = stranger(g, sentence, mention, described)
        if named is None:
            return
        identity = named
    elif identity.kind == "person" and described is not None:
        identity = merge_told(identity, described)
    if identity.basis == "text" and described is None and fold(identity.name) in g.longer:
        g.put_off[id(mention)] = identity
        mention.identity = identity if identity.head else None
        return
    if identity.kind == "person" and identity.basis == "text" and described is None and _heads_body(identity):
        identity = replace(identity, name=identity.person or identity.name, kind="organisation", person=None)  # "the airline Vindur"
    if identity.kind == "organisation" and identity.basis == "text":
        mention.identity = identity
        g.join(mention, ("organisation", fold(identity.name)), identity)
        return
    if identity.kind != "person" or not identity.person:
        return
    text = name_text(sentence, mention)
    if len(untitled(text)) < 2 and identity.basis != "text" and len(fold(identity.person).split()) > 1:
        if fold(identity.person) not in fold(sentence.doc[mention.first : mention.last].text):
            return  # a bare surname: second pass
    if identity.basis == "text" and len(untitled(identity.person)) < 2 and described is None and not is_kin(sentence.doc[mention.head]):
        mention.identity = identity if identity.head else None
        return  # "Minister Kiplimo", "Ms Kiplimo": second pass, in which the whole name is known
    mention.identity = identity
    known = g.surnames.get(fold(text)) if " " in text else None
    if known is not None and fold(text) in g.whole:
        mention.entity = known  # the same whole name again is nobody else
        g.learn(g.reading.entities[known], mention)
    else:
        g.join(mention, ("person", fold(identity.person)), identity)
    index = mention.entity
    if index is not None:
        g.introduce(index, identity.person, text)
        _learn_title(g.reading.entities[index], sentence, mention, text)


def _learn_title(entity: Entity, sentence: Sentence, mention: Mention, name: str) -> None:
    """The title before a name as the text gives it: "General" of somebody whom the register has as president."""
    phrase = sentence.doc[mention.first : mention.last].text
    title = fold(name.split()[0]) if name else ""
    if title in _RANKS:
        entity.heads.add(title)
    if not phrase.endswith(name) or len(phrase) == len(name):
        return
    told = who(phrase[: -len(name)].strip(), None)
    if told is not None and told.head and told.kind in ("office", "unnamed", "group") and not told.former and not entity.former:
        entity.heads.add(told.head)


def _heads_body(identity: Identity) -> bool:
    """Whether the noun before a name is of bodies and no person's: "budget airline" of "budget airline Vindur"."""
    last = (identity.head or "").split()[-1:]
    nouns = load_nouns()
    return bool(last) and last[0] in (nouns.one | nouns.many | nouns.body) - nouns.sole
