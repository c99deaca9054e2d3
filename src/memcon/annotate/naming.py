"""Names that come after the description: "a shipping firm apologised ... Kaiyo Lines said", "the mayor ... Efrain Ochoa had asked"."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from memcon.annotate.clauses import SUBJECTS
from memcon.annotate.nearness import role_of
from memcon.annotate.nouns import called, is_collective, last_words, load_nouns
from memcon.annotate.reading import Entity, Mention, Sentence
from memcon.register.names import fold
from memcon.register.register import load_register

if TYPE_CHECKING:
    from memcon.annotate.gatherer import Gatherer

_BACK = 9  # sentences that a name may come after its description
_TOPIC = 5  # where the report began with it
_NEAR = 2  # where nothing but its place tells that it is the name of what was described


def named_at_last(g: Gatherer, mention: Mention, sentence: Sentence) -> None:
    """Make one of an actor who was described and the name by which the text then calls it, as if everybody knew.

    A name that a report brings in bare, as subject, with no word of who that is, is the name of somebody already spoken of;
    one that brings the very title along ("Minister Alfonso Quispe" after "the labour minister") is so wherever it stands.
    """
    if mention.entity is None:
        return
    entity = g.reading.entities[mention.entity]
    title = _title(mention, sentence)
    told_again = title is None and _is_told_again(mention, sentence)
    bare = title is None and _is_bare(mention, sentence)
    if not bare and title is None and not told_again:
        return
    best, most = None, -99.0
    seen: set[int] = set()
    often: Counter[int] = Counter(m.entity for m in g.recent if m.entity is not None and m.sentence < mention.sentence)
    last: dict[int, int] = {}
    for other in reversed(g.recent):
        back = mention.sentence - other.sentence
        if back > _BACK:
            break
        if other.entity is None or other.entity in seen or other.entity == entity.index or back == 0:
            continue
        back = mention.sentence - last.setdefault(other.entity, other.sentence)  # also where a pronoun told of him
        if other.pronoun:
            continue
        seen.add(other.entity)
        told = g.reading.entities[other.entity]
        if told.index in g.named or not _described(told) or not _suits(g, entity, told, other):
            continue
        if title is not None:
            fits = any(h == title or h.endswith(" " + title) for h in told.heads)
        elif told_again:
            noun = sentence.doc[mention.head].head.lemma_.lower()
            alike = noun in load_nouns().body and bool(set(entity.sectors) & set(told.sectors))  # "an affiliate ... the group, JNIM"
            fits = entity.kind != "person" and back <= _TOPIC and (alike or _is_body_of(entity, told))
        elif entity.kind == "person":
            fits = (
                back <= (_TOPIC if g.first == told.index else _NEAR)
                and (entity.basis == "text" or _may_be_told(g, entity, told, back) or _held_by_both(entity, told, other))
                and not _is_anothers(g, entity, other)
            )
        else:
            fits = back <= (_TOPIC if g.first == told.index else _NEAR) and _is_body_of(entity, told)
        if not fits:
            continue
        there = g.reading.sentences[other.sentence].doc[other.head]
        score = (1.0 if there.dep_ in SUBJECTS else 0.0) - 0.5 * back - (2.0 if other.locative else 0.0)
        score += 0.4 * min(often[told.index], 4)
        if told.kind == "person" and title is None:
            score -= 2.0  # whom the register knows by the office
        if score > most:
            best, most = told, score
    if best is not None:
        g.become(best.index, entity.index)


def _title(mention: Mention, sentence: Sentence) -> str | None:
    """The title that stands before a name: "minister" of "Minister Alfonso Quispe"."""
    identity = mention.identity
    if identity is None or identity.kind != "person" or not identity.head or not identity.person:
        return None
    words = fold(sentence.doc[mention.first : mention.last].text).split()
    head = identity.head.split()
    before = words[: max(0, len(words) - len(fold(identity.person).split()))]
    return identity.head if any(before[i : i + len(head)] == head for i in range(len(before))) else None


def _is_told_again(mention: Mention, sentence: Sentence) -> bool:
    """Whether a name is told to be what was spoken of: "the operator, Hellas Terminals"."""
    token = sentence.doc[mention.head]
    return (
        token.dep_ == "appos" and any(c.lower_ == "the" for c in token.head.lefts) and not any(c.dep_ == "poss" for c in token.head.lefts)
    )


def _is_bare(mention: Mention, sentence: Sentence) -> bool:
    """Whether a name is the subject and nothing beside it tells who that is."""
    token = sentence.doc[mention.head]
    if token.dep_ not in SUBJECTS or sentence.kind in ("title", "heading"):
        return False
    person = mention.identity.person if mention.identity is not None else None
    words = fold(sentence.doc[mention.first : mention.last].text).split()
    if person and set(words[: -len(fold(person).split())]) - {"mr", "mrs", "ms", "dr"}:
        return False  # "Mayor Roberto Gualtieri"
    called = load_nouns().naming
    if any(
        c.dep_ in ("relcl", "prep", "poss", "conj", "amod")
        or (c.dep_ == "acl" and c.lemma_.lower() not in called)
        or (c.dep_ == "appos" and c.pos_ != "NUM")
        for c in token.children
    ):
        return False
    return all(
        t.text[:1].isupper() or t.lower_ in ("the", "mr", "mrs", "ms") or not t.is_alpha for t in sentence.doc[mention.first : mention.head]
    )


def _described(entity: Entity) -> bool:
    """Whether the text has told of an actor by nouns alone, and of one."""
    return not entity.proper and bool(entity.heads) and not entity.plural and entity.number is None


def _suits(g: Gatherer, entity: Entity, told: Entity, other: Mention) -> bool:
    """Whether nothing that the text tells of the two speaks against their being one."""
    states = load_register().states
    if entity.country in states and told.country in states and entity.country != told.country:
        return False
    if entity.gender and told.gender and entity.gender != told.gender:
        return False
    if entity.kind == "person":
        if told.kind == "person" and fold(told.name).split()[-1] in g.words:
            return False  # whom the register knew by the title, and the text names
        return not other.plural and (
            told.kind == "person" or (told.kind in ("office", "unnamed", "group") and is_collective(told) is False)
        )
    return (
        entity.kind in ("organisation", "group")
        and told.kind in ("organisation", "group", "government", "unnamed")
        and is_collective(told) is True
    )


def _is_body_of(entity: Entity, told: Entity) -> bool:
    """Whether a body may be called by the nouns by which another was told."""
    ours = last_words(told)
    if entity.basis == "text" and not entity.heads:
        return True
    company = load_nouns().of_kind["company"]
    if ours & last_words(entity) or (ours & company and last_words(entity) & company):
        return True
    return bool(ours & called(entity.name)) or any(ours & alike and called(entity.name) & alike for alike in load_nouns().alike)


def _may_be_told(g: Gatherer, entity: Entity, told: Entity, back: int) -> bool:
    """Whether somebody of the register who rules nothing may be whom the text has described: "a blogger", "the widow of X"."""
    if told.kind == "person" or (entity.country and told.country and entity.country != told.country):
        return False
    if last_words(entity) & last_words(told):
        return True
    if "GOV" not in entity.sectors and set(entity.sectors) & set(told.sectors):
        return True
    # "The widow of X said ... Yulia X said": whom the report begins with
    opens = g.first == told.index and back == 1
    return opens and (bool(last_words(told) & load_nouns().person) or (told.gender is not None and told.gender == entity.gender))


def _held_by_both(entity: Entity, told: Entity, other: Mention) -> bool:
    """Whether somebody whom the register knows may be whom it took for the holder of a described office: "the rights chief"."""
    head = other.identity.head if other.identity is not None else None
    if entity.country is not None and entity.country == told.country and last_words(entity) & last_words(told):
        return True  # "the water minister" of one whom the register has as minister of irrigation
    return told.kind == "person" and head is not None and (head in entity.heads or head in load_nouns().person)


def _is_anothers(g: Gatherer, entity: Entity, other: Mention) -> bool:
    """'His lawyer' is not the next one named: whose somebody is has told enough of him. One who is told as a subject and is of
    the name's gender may be: "His mother stood there. Lyudmila Bykova was told".
    """
    told = g.reading.entities[other.entity or 0]
    if told.gender is not None and told.gender == entity.gender and role_of(g, other) in SUBJECTS:
        return False
    token = g.reading.sentences[other.sentence].doc[other.head]
    return any(c.dep_ == "poss" for c in token.lefts) and token.lemma_.lower() in load_nouns().kin
