"""Who does and who suffers: from a trigger's grammar to the mentions on either side of the act."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from memcon.annotate.mentions import modifier_identity
from memcon.annotate.reading import Entity, Mention, Reading, Sentence
from memcon.code.lexicon import Entry
from memcon.code.match import conjoined, is_passive, lemma_of, objects_of, pobjs_of, preps_of, subjects_of
from memcon.code.topics import is_topic
from memcon.register.names import fold

if TYPE_CHECKING:
    from spacy.tokens import Token

_RECIPIENT_PREPS = (
    "against",
    "with",
    "on",
    "at",
    "to",
    "toward",
    "towards",
    "from",
    "for",
    "over",
    "upon",
    "between",
    "among",
    "into",
    "of",
    "in",
    "around",
    "near",
)
_VERB_PREPS = ("against", "with", "on", "at", "to", "toward", "towards", "upon", "from", "for", "over", "between", "into", "in", "of")
_WHERE = ("in", "at", "near", "around")
# acts of talking, which have matters beside parties
_TALKED = ("CONSULT", "AGREE")
FINITE = ("VBD", "VBZ", "VBP")
_CUES = Path(__file__).parent.parent / "knowledge" / "cues" / "roles.toml"


@cache
def role_verbs(name: str) -> frozenset[str]:
    """One list of verbs (lemmas) of ``knowledge/cues/roles.toml``."""
    return frozenset(tomllib.loads(_CUES.read_text(encoding="utf-8"))["verbs"][name].split())


def is_platform(reading: Reading, mention: Mention) -> bool:
    """Whether a mention names a page on which one says things: "threatened on Facebook"."""
    return fold(reading.article.text[slice(*mention.span)]) in role_verbs("platforms")


class Roles:
    """Role finding for one sentence of a reading."""

    def __init__(self, reading: Reading, sentence: Sentence) -> None:
        self.reading = reading
        self.sentence = sentence

    def of(self, token: Token, entry: Entry) -> tuple[list[Mention], list[Mention]]:
        """Actors and recipients of the act that ``token`` names, as ``entry`` orders them."""
        verbal = token.pos_ in ("VERB", "AUX")
        if verbal:
            actors = self._sources(token, entry.actor or ("subj",))
            recipients = self._sources(token, entry.recipient or ("obj", "objposs", "comp", "prep"), avoid=actors)
        else:
            actors = self._sources(token, entry.actor or ("by", "poss", "mod", "light"))
            recipients = self._sources(token, entry.recipient or ("nprep", "nof", "lightprep"), avoid=actors)
            if not recipients and not entry.recipient and not entry.reciprocal:
                recipients = self._sources(token, ("lightpassive",), avoid=actors)
        if entry.type in _TALKED:
            recipients = [m for m in recipients if not is_topic(self.sentence.doc[m.head])]
        if entry.reciprocal:
            actors, recipients = self._reciprocal(token, actors, recipients)
        seen = {m.span for m in actors}
        return actors, [m for m in recipients if m.span not in seen]

    # where to look

    def _sources(self, token: Token, ways: tuple[str, ...], avoid: list[Mention] | None = None) -> list[Mention]:
        taken = {m.span for m in avoid or ()}
        taken_entities = {e for m in avoid or () for e in m.entities}
        for way in ways:
            found = [m for m in self._way(token, way) if m.span not in taken and not (m.entities and set(m.entities) <= taken_entities)]
            if found:
                return _unique(found)
        return []

    def _way(self, token: Token, way: str) -> list[Mention]:
        name, _, arg = way.partition(":")
        if name == "subj":
            return self.subject(token)
        if name == "obj":
            return self._mentions(objects_of(token))
        if name == "objposs":
            return [m for o in objects_of(token) if self.mention(o) is None for m in self.owners(o)]
        if name == "dative":
            return self._mentions(
                [t for c in token.rights if c.dep_ == "dative" for t in (pobjs_of(c) if c.pos_ == "ADP" else conjoined(c))]
            )
        if name == "comp":
            return self._complement_subjects(token)
        if name == "prep":
            return self._by_preps(token, (arg,) if arg else _VERB_PREPS)
        if name == "nprep" and arg == "between":
            return self._between(token)
        if name == "nprep":
            return self._by_preps(token, (arg,) if arg else tuple(p for p in _RECIPIENT_PREPS if p != "of"))
        if name == "nof":
            return self._by_preps(token, ("of",))
        if name == "by":
            return self._by_preps(token, ("by",)) or self._acl_by(token)
        if name == "poss":
            return self._mentions([c for c in token.children if c.dep_ == "poss"])
        if name == "mod":
            return self._modifiers(token)
        if name == "light":
            return self._light_subject(token)
        if name == "lightprep":
            return self._light_recipient(token)
        if name == "lightpassive":
            return []
        if name == "head":
            return self._mentions([token.head])
        return []

    def mention(self, token: Token) -> Mention | None:
        """The mention a token heads, if it names somebody."""
        found = self.reading.mention_at(self.sentence.index, token.i)
        if found is None or not found.entities:
            return None
        return found

    def _mentions(self, tokens: list[Token]) -> list[Mention]:
        return [m for t in tokens if (m := self.mention(t))]

    def owners(self, noun: Token, depth: int = 0) -> list[Mention]:
        """Whose a thing is: 'Israel's raid', 'the Israeli raid', 'a request by Mr X', 'the policy of France'."""
        found = self._mentions([t for c in noun.children if c.dep_ == "poss" for t in conjoined(c)])
        if not found:
            found = self._by_preps(noun, ("by",))
        if not found:
            found = self._modifiers(noun)
        if not found:
            found = self._by_preps(noun, ("of", "from", "against", "on", "to", "with", "in", "for"))
        if not found and depth < 2:
            for c in noun.children:
                if c.dep_ == "poss":
                    found = self.owners(c, depth + 1)
        if not found and depth < 2:
            for prep in preps_of(noun):
                if prep.lower_ in ("of", "over", "on", "for", "in"):
                    for inner in pobjs_of(prep):
                        if self.mention(inner) is None and inner.pos_ in ("NOUN", "PROPN"):
                            found = self.owners(inner, depth + 1)
                            if found:
                                return found
        return found

    def _modifiers(self, noun: Token) -> list[Mention]:
        """States and groups among a noun's modifiers, made into mentions of their own."""
        made = []
        for child in noun.lefts:
            if child.dep_ in ("amod", "compound", "nmod") and child.text[:1].isupper():
                if (m := self.modifier(child)) is not None:
                    made.append(m)
        return made

    def modifier(self, token: Token) -> Mention | None:
        """The state or organisation that one modifier names, filed with its entity."""
        known = self.reading.mention_at(self.sentence.index, token.i)
        if known is not None:
            return known if known.entities else None
        identity = modifier_identity(token)
        if identity is None or self._in_place_name(token, identity.kind == "person"):
            return None
        if identity.kind == "person" and len(token.text) < 2:
            return None  # "the Mohammed V palace"
        for entity in self.reading.entities:
            same = entity.kind == identity.kind and (
                (identity.country is not None and entity.country == identity.country and entity.kind in ("state", "government"))
                or (entity.name == identity.name)
            )
            if same:
                break
        else:
            entity = Entity.of(len(self.reading.entities), identity)
            self.reading.entities.append(entity)
        span = self.sentence.span_of(token.i, token.i + 1)
        made = Mention(self.sentence.index, token.i, token.i, token.i + 1, span, identity, entity=entity.index)
        self.reading.by_token[(self.sentence.index, token.i)] = made
        self.reading.mentions.append(made)
        entity.mentions.append(made)
        return made

    def _in_place_name(self, token: Token, any_place: bool = False) -> bool:
        """Whether a word is part of a longer place name: the South China Sea is not China's.

        ``any_place``: also of the name of a place within a state, "Si Sa Ket".
        """
        start = self.sentence.offset(token)
        return any(
            p.span and p.span[0] <= start < p.span[1] and p.span[1] - p.span[0] > len(token.text) and (any_place or p.country is None)
            for p in self.reading.places
        )

    def _by_preps(self, token: Token, preps: tuple[str, ...]) -> list[Mention]:
        by_word: dict[str, list[Token]] = {}
        for prep in preps_of(token):
            if prep.i > token.i or prep.lower_ not in _WHERE:  # "In Kabul, he denied it": where he is
                by_word.setdefault(prep.lower_, []).append(prep)
        for word in preps:
            for prep in by_word.get(word, ()):
                inner = pobjs_of(prep)
                found = [
                    m
                    for m in self._mentions(inner)
                    if not (word == "on" and is_platform(self.reading, m))
                    and not (word in _WHERE and m.locative and m.identity and m.identity.kind in ("unnamed",))
                ]
                if not found:
                    found = [m for t in inner if t.pos_ in ("NOUN", "PROPN") for m in self.owners(t)]
                if found:
                    return found
        return []

    def _between(self, noun: Token, depth: int = 0) -> list[Mention]:
        """The parties 'between' whom something is, also where a noun stands between: 'the reopening of channels between A and B'."""
        found = self._by_preps(noun, ("between", "among"))
        if found or depth > 3:
            return found
        for prep in preps_of(noun):
            if prep.lower_ in ("of", "in", "on"):
                for inner in pobjs_of(prep):
                    if inner.pos_ in ("NOUN", "PROPN") and (found := self._between(inner, depth + 1)):
                        return found
        return []

    def _acl_by(self, noun: Token) -> list[Mention]:
        for child in noun.rights:
            if child.dep_ == "acl" and child.tag_ == "VBN":
                found = self._mentions(subjects_of(child))
                if found:
                    return found
        return []

    def _complement_subjects(self, token: Token) -> list[Mention]:
        """'urged Israel to leave', 'demanded that Israel leave', 'accused X of', 'called on X to'."""
        for child in token.rights:
            if child.dep_ in ("ccomp", "xcomp"):
                subjects = [c for c in child.lefts if c.dep_ in ("nsubj", "nsubjpass")]
                found = self._mentions([t for s in subjects for t in conjoined(s)])
                if not found:
                    found = [m for s in subjects for m in self.owners(s)]
                if found:
                    return found
        return []

    # subjects

    def _from_side(self, verb: Token) -> list[Mention]:
        """Whose side fire came from: "troops were shelled from the Kenyan side"."""
        if lemma_of(verb) not in role_verbs("firing"):
            return []
        sides = [t for p in preps_of(verb) if p.lower_ == "from" for t in pobjs_of(p) if lemma_of(t) in role_verbs("sides")]
        return [m for t in sides for m in (self._mentions([c for c in t.children if c.dep_ == "poss"]) or self._modifiers(t))]

    def subject(self, token: Token, depth: int = 0) -> list[Mention]:
        """Who performs a verb: its subject, a passive's agent, or the subject it shares with its governor."""
        if depth > 6:
            return []
        if is_passive(token):
            agents = subjects_of(token)
            found = self._mentions(list(agents))
            if not found:
                found = [m for t in agents for m in self.owners(t)]
            return found or self._from_side(token)
        subjects = list(subjects_of(token))
        if subjects:
            found = self._mentions(subjects)
            if not found:
                found = [m for t in subjects for m in self.owners(t)]
            return found
        head = token.head
        if token.dep_ == "conj" and head.pos_ in ("VERB", "AUX"):
            return self.subject(head, depth + 1) if not is_passive(head) else self._mentions(objects_of(head))
        if token.dep_ == "ccomp" and head.dep_ == "relcl" and token.tag_ in FINITE and head.pos_ == "VERB":
            # "a strike that a rights group said killed ten": what killed is the antecedent
            return self._mentions([head.head]) or self.owners(head.head)
        if token.dep_ in ("xcomp", "ccomp", "advcl", "oprd") and head.pos_ in ("VERB", "AUX"):
            if token.dep_ != "advcl" and lemma_of(head) in role_verbs("controls_object"):
                found = self._mentions(objects_of(head)) or self._by_preps(head, ("on", "to", "for", "with"))
                if found:
                    return found
            if is_passive(head):
                return self._mentions(objects_of(head))
            return self.subject(head, depth + 1)
        if token.dep_ in ("xcomp", "advcl", "ccomp") and head.pos_ in ("ADJ", "NOUN"):
            clause = head
            while clause.pos_ not in ("VERB", "AUX") and clause.head.i != clause.i:
                clause = clause.head
            if clause.pos_ in ("VERB", "AUX"):
                return self.subject(clause, depth + 1)
        if token.dep_ in ("acl", "relcl"):
            if token.tag_ == "VB" or any(c.lower_ == "to" and c.dep_ == "aux" for c in token.lefts):
                return self.owners_of_plan(head, depth + 1)
            found = self._mentions([head])
            return found or self.owners(head)
        if token.dep_ == "pcomp":
            prep = head
            governor = prep.head
            if governor.pos_ in ("VERB", "AUX"):
                if lemma_of(governor) in role_verbs("controls_object") and prep.lower_ in ("of", "for", "from", "with", "into"):
                    return self._mentions(objects_of(governor))
                return self.subject(governor, depth + 1)
            return self.owners_of_plan(governor, depth + 1)
        return []

    def owners_of_plan(self, noun: Token, depth: int) -> list[Mention]:
        """Whose decision, plan or promise a noun is: its possessor, 'by X', or the subject of its verb."""
        found = (
            self._mentions([c for c in noun.children if c.dep_ == "poss"]) or self._by_preps(noun, ("by", "of")) or self._modifiers(noun)
        )
        if found:
            return found
        if noun.dep_ in ("dobj", "attr", "nsubjpass") and noun.head.pos_ in ("VERB", "AUX"):
            return self.subject(noun.head, depth + 1)
        if noun.dep_ == "pobj" and noun.head.head.pos_ in ("VERB", "AUX"):
            return self.subject(noun.head.head, depth + 1)
        return []

    def _light_subject(self, noun: Token) -> list[Mention]:
        """'launched an attack', 'held talks': the act's noun under a verb that lends it a subject."""
        top = noun
        while top.dep_ == "conj" and top.head.pos_ in ("NOUN", "PROPN"):
            top = top.head
        verb = top.head
        if top.dep_ in ("dobj", "nsubjpass") and verb.pos_ in ("VERB", "AUX"):
            if lemma_of(verb) in role_verbs("suffering"):
                return []
            if lemma_of(verb) in role_verbs("light"):
                return self.subject(verb)
        if top.dep_ == "pobj" and verb.head.pos_ in ("VERB", "AUX") and verb.lower_ in ("in", "into", "on"):
            if lemma_of(verb.head) in ("engage", "take", "participate", "enter", "be", "go", "embark", "join"):
                return self.subject(verb.head)
        return []

    def _light_recipient(self, noun: Token) -> list[Mention]:
        top = noun
        while top.dep_ == "conj" and top.head.pos_ in ("NOUN", "PROPN"):
            top = top.head
        verb = top.head
        if top.dep_ in ("dobj", "nsubjpass") and verb.pos_ in ("VERB", "AUX"):
            if lemma_of(verb) in role_verbs("suffering"):
                return self._mentions([c for c in verb.lefts if c.dep_ == "nsubj"])
            return self._by_preps(verb, ("against", "with", "on", "to", "at", "from"))
        if top.dep_ == "pobj" and lemma_of(verb.head) in ("come", "be") and verb.lower_ == "under":
            return self._mentions([c for c in verb.head.lefts if c.dep_ == "nsubj"])
        return []

    def _reciprocal(self, token: Token, actors: list[Mention], recipients: list[Mention]) -> tuple[list[Mention], list[Mention]]:
        if token.pos_ not in ("VERB", "AUX"):
            between = self._between(token)
            if len(between) > 1 or (between and between[0].others) or (between and not actors):
                actors = between
                recipients = []
            mods = self._modifiers(token)
            if len(mods) > 1 and not recipients:
                actors = mods
        if len(actors) > 1 or (actors and actors[0].others):
            recipients = [m for m in recipients if not m.locative]  # both met "in Moscow", and not with it
        if recipients or (len(actors) == 1 and not actors[0].others):
            return actors, recipients
        if len(actors) > 1:
            return actors[:1], actors[1:]
        return actors, recipients


def _unique(mentions: list[Mention]) -> list[Mention]:
    seen: dict[tuple[int, int], Mention] = {}
    for m in mentions:
        seen.setdefault(m.span, m)
    return list(seen.values())
