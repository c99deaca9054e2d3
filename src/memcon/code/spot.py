"""Spot acts with the act model: which words name one, of what type, and which mentions do and suffer it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from memcon.annotate.headlines import lacks_object
from memcon.annotate.jointly import joint_states
from memcon.annotate.mentions import phrase_range
from memcon.annotate.reading import Entity, Mention, Reading, Sentence
from memcon.code.acts import Acts
from memcon.code.draft import entities_of
from memcon.code.lexicon import load_lexicon
from memcon.code.match import conjoined, lemma_of, objects_of, pobjs_of
from memcon.code.roles import FINITE, Roles, is_platform, role_verbs
from memcon.code.status import load_cues
from memcon.code.topics import is_topic
from memcon.model.record import Time
from memcon.register.who import who

if TYPE_CHECKING:
    from spacy.tokens import Token

# how likely a word must be to name an act of any type before it is looked at, and a party to have its part
WORD, PART, WEAK = 0.35, 0.5, 0.2
_NAMING = ("NOUN", "PROPN", "PRON", "NUM", "ADJ")
_MODIFYING = ("nummod", "amod", "compound", "det", "nmod", "quantmod", "poss", "advmod", "npadvmod")
# acts that those who are named side by side may do with one another
_BETWEEN = ("CONSULT", "AGREE", "SUPPORT", "COOPERATE")
# acts of words, which come "from" whoever says them
_VOICED = ("ACCUSE", "SUPPORT", "REQUEST", "REJECT", "THREATEN")
# acts that begin somewhere, and are not done to that
_FROM_SOMEWHERE = ("ASSAULT", "MOBILIZE")
# acts that somebody's own people suffer, and do not do
_DONE_TO = ("ASSAULT", "COERCE", "ACCUSE", "REQUEST", "THREATEN")
# behind what stands who is shot at
_AT = ("at", "against", "on", "towards", "toward")
# what is left of a part that the verb's own grammar speaks against
_AGAINST = 0.15
# what is left of the less likely of a mention's two parts
_LESSER = 0.4


@dataclass
class Spotted:
    """An act as the model sees it: its words, the type's and the parties' probabilities, and the mentions on either side."""

    tokens: list[Token]
    root: Token
    pieces: list[int]
    types: dict[str, float]
    type: str
    actors: list[Mention]
    recipients: list[Mention]
    sure_actor: float
    sure_recipient: float
    reciprocal: bool
    # the most that any word has of each part: what speaks against there being no such party
    likeliest_actor: float = 0.0
    likeliest_recipient: float = 0.0
    # whether it happened, as the model reads it, and how sure it is
    status: str | None = None
    sure_status: float = 0.0


class Spotter:
    """One sentence's words over the model's word pieces."""

    def __init__(self, reading: Reading, sentence: Sentence, acts: Acts) -> None:
        self.reading = reading
        self.sentence = sentence
        self.acts = acts
        self.roles = Roles(reading, sentence)
        self._pieces = _align(sentence, acts)

    def pieces(self, first: int, last: int) -> list[int]:
        """Word pieces of the tokens ``[first, last)``."""
        return [p for i in range(first, last) for p in self._pieces[i]]

    def spot(self) -> list[Spotted]:
        """Acts of the sentence in text order."""
        made = []
        for group in self._groups():
            pieces = [p for t in group for p in self._pieces[t.i]]
            made.append(self.act(group, _root(group), pieces))
        told = {(a.root.head.i, a.type) for a in made if a.root.dep_ == "ccomp" and _has_subject(a.root)}
        # "X said Y would not": Y's act
        return [a for a in made if (a.root.i, a.type) not in told and not (a.type == "ACCUSE" and _convenes(a.root))]

    def act(self, tokens: list[Token], root: Token, pieces: list[int]) -> Spotted:
        """The act that the given words name, with its parties."""
        types = self._types(tokens, pieces)
        type_ = max((t for t in types if t != "NONE"), key=lambda t: types[t])
        share = self._one_part(self.acts.roles_at(pieces))
        suffering, owners, doing = _passive_parties(root, type_)
        other_side = self._joined(share)
        reciprocal = other_side > 0 or self.acts.reciprocal(pieces) > 0.5
        # "Kuwait and Qatar congratulated Iran": with somebody else for its object the act is not between the two
        together = [] if (reciprocal or type_ in _BETWEEN) and not self._has_object(root) else _together(root)
        doing |= {t.i for t in together}
        others = suffering | _reporters(root, self._is_party) | _about_subject(root) | _told_of(root)
        for i in suffering:  # what speaks for a part in the act speaks for the part that grammar gives
            share[self._pieces[i], 2] = share[self._pieces[i], 1:].max(axis=1)
        if type_ == "ASSAULT":
            # "Israel said a rocket was fired at it": who suffers is not who did it, wherever else the sentence names him
            hurt = {e for m in self.mentions() if m.head in suffering for e in m.entities}
            others |= {i for m in self.mentions() if hurt & set(m.entities) for i in range(m.first, m.last)}
        share[[p for i in others | owners for p in self._pieces[i]], 1] *= _AGAINST
        voiced = _voiced(root) if type_ in _VOICED else []
        doing |= {t.i for t in voiced}
        together = together or voiced
        share[[p for i in doing for p in self._pieces[i]], 2] *= _AGAINST
        if type_ in _BETWEEN:
            share[[p for t in self.sentence.doc if self._is_party(t) and is_topic(t) for p in self._pieces[t.i]], 1:] *= _AGAINST
        share[[p for t in _origins(root, type_) for p in self.pieces(*phrase_range(t))], 2] *= _AGAINST
        actors, sure_actor = self._parties(share[:, 1], tokens)
        if actors and sure_actor <= PART and all(self._suffers(m, share) for m in actors):
            actors, sure_actor = [], 0.0  # the best of a poor lot, and likelier on the other side
        if tools := [m for m in actors if self._is_tool(m)]:
            actors = [m for m in actors if m not in tools]
            share[[p for m in tools for p in self.pieces(m.first, m.last)], 1] = 0.0
            sure_actor = sure_actor if actors else 0.0
        # "Hungary's prime minister, Viktor Orbán, called it": both names are of him who acts
        own = set(entities_of(actors)) if sure_actor > PART else set()
        share[[p for m in self.mentions() if own and own.issuperset(m.entities or (-1,)) for p in self.pieces(m.first, m.last)], 2] *= (
            _AGAINST
        )
        recipients, sure_recipient = self._parties(share[:, 2], tokens, entities_of(actors))
        ours = {m.span for m in actors}
        # "the presidents of A and B signed": B is no party beside them
        whose = {m.head for m in actors if len(m.others) > 1}
        recipients = [m for m in recipients if m.span not in ours and not self._within(m.head, whose)]
        if not actors and (left := self._left(root)) is not None:
            actors, sure_actor = [left], PART
            recipients = [m for m in recipients if m.span != left.span]
        if any(m.head in doing for m in actors):
            actors += [m for t in together if (m := self.roles.mention(t)) is not None and m.span not in ours]
        if type_ in _BETWEEN and len(entities_of([*actors, *(m for m in recipients if not self._is_where(m))])) > 1:
            # "signed a treaty with Iran in Dushanbe": where; "opened an embassy in Beijing" is to China
            recipients = [m for m in recipients if not self._is_where(m)]
        if voiced and sure_recipient <= PART and (drew := [m for m in self._criticised(root) if m.span not in ours]):
            recipients, sure_recipient = drew, PART  # "jailed him, prompting criticism from Washington"
        if reciprocal and len(entities_of(actors)) > 1:
            # "they discussed the war in Ukraine": the parties are told already, a place under a matter is none
            recipients = [m for m in recipients if not m.locative]
        sure_recipient = max(sure_recipient, other_side)
        likeliest = share[1:-1].max(axis=0) if len(share) > 2 else share.max(axis=0)
        return Spotted(
            tokens, root, pieces, types, type_, actors, recipients, sure_actor, sure_recipient, reciprocal,
            float(likeliest[1]), max(float(likeliest[2]), other_side), *self.acts.best("status", pieces),
        )  # fmt: skip

    def _criticised(self, noun: Token) -> list[Mention]:
        """Whoever drew the words that a noun tells: the subject of the verb that it hangs on."""
        verb = noun.head
        drawn = noun.dep_ == "dobj" and verb.pos_ == "VERB" and lemma_of(verb) in role_verbs("suffering")
        return self.roles.subject(verb) if drawn else []

    def _types(self, tokens: list[Token], pieces: list[int]) -> dict[str, float]:
        """Types of the word that tells most: "was lifted", "took the town" are as sure as their surest word."""
        several = [self.acts.type_at(own) for t in tokens if (own := self._pieces[t.i])]
        return min(several, key=lambda types: types["NONE"]) if several else self.acts.type_at(pieces)

    def _one_part(self, share: Any) -> Any:
        """The same with each mention left the likelier of its parts: nobody both does and suffers an act."""
        share = share.copy()
        for mention in self.mentions():
            pieces = self._pieces[mention.head]
            if pieces:
                lesser = 1 if share[pieces, 1].max() < share[pieces, 2].max() else 2
                share[pieces, lesser] *= _LESSER
        return share

    def _joined(self, share: Any) -> float:
        """Give a noun of several states what the words for each have ("Indian and Pakistani troops clashed").

        How sure it is that one of them is on the other side; 0 where all do the same.
        """
        both = 0.0
        for mention in self.mentions():
            if len(mention.others) < 2 or mention.pronoun:
                continue
            words = joint_states(self.sentence.doc[mention.head], mention.first)
            head = self.pieces(mention.head, mention.head + 1)
            parts = [p for t in words for p in self.pieces(t.left_edge.i if t.dep_ != "conj" else t.i, t.i + 1)]
            if not parts or not head:
                continue
            most = share[[*parts, *head]].max(axis=0)
            share[parts, 1:] = 0.0
            if min(most[1], most[2]) > WEAK:
                both, most[2] = float(most[2]), 0.0
            share[head, 1:] = most[1:]
        return both

    def _groups(self) -> list[list[Token]]:
        """Runs of words that name the same type of act."""
        groups: list[list[Token]] = []
        before = None
        for token in self.sentence.doc:
            pieces = self._pieces[token.i]
            types = self.acts.type_at(pieces) if pieces else {}
            if not pieces or 1.0 - types["NONE"] < WORD:
                before = None
                continue
            type_ = max((t for t in types if t != "NONE"), key=lambda t: types[t])
            if before == type_:
                groups[-1].append(token)
            else:
                groups.append([token])
            before = type_
        spotted = {t.i for g in groups for t in g}
        return [
            g
            for g in groups
            if any(t.pos_ in ("VERB", "NOUN", "ADJ", "AUX", "PROPN") or (t.pos_ == "ADV" and t.head.i not in spotted) for t in g)
        ]

    def _parties(self, share: Any, trigger: list[Token], taken: Collection[int] = ()) -> tuple[list[Mention], float]:
        """Mentions whose words have the part, outermost phrases only, and how sure the surest is; ``taken`` have the other part."""
        inside = {t.i for t in trigger}
        scored: list[tuple[float, Mention]] = []
        for mention in self.mentions():
            token = self.sentence.doc[mention.head]
            if token.dep_ == "pobj" and token.head.lower_ == "on" and is_platform(self.reading, mention):
                continue
            if mention.head in inside or any(mention.first < i < mention.last for i in inside):
                continue  # the parser took the act's word for a part of a name: both sides of it are found by their words
            pieces = self._pieces[mention.head] or self.pieces(mention.first, mention.last)
            if pieces:
                scored.append((float(max(share[p] for p in pieces)), mention))
        chosen = [(s, m) for s, m in scored if s > PART]
        covered = {p for _, m in chosen for p in self.pieces(m.first, m.last)}
        chosen += self._strangers(share, covered, inside)
        if not chosen and scored:
            best = max(scored, key=lambda x: x[0])
            if best[0] > WEAK:
                chosen = [best]
        chosen = self._outermost([(s, self._whole(m)) for s, m in chosen])
        named = [(s, m) for s, m in ((s, self._named(m, taken)) for s, m in chosen) if m is not None]
        unique: dict[tuple[int, ...], tuple[float, Mention]] = {}
        for s, m in named:
            if m.entities not in unique or unique[m.entities][0] < s:
                unique[m.entities] = (s, m)
        found = sorted(unique.values(), key=lambda x: x[1].span)
        return [m for _, m in found], max((s for s, _ in found), default=0.0)

    def _is_where(self, mention: Mention) -> bool:
        """Whether a capital's name behind "in" says where something was, and does not stand for its state's government."""
        seat = mention.name and all(self.reading.entities[i].kind == "government" for i in mention.entities or ())
        return mention.locative and seat and self.sentence.doc[mention.head].head.lower_ in ("in", "at")

    def _has_object(self, verb: Token) -> bool:
        """Whether somebody named is what a verb acts on."""
        objects = [c for c in verb.rights if c.dep_ == "dobj" and c.pos_ != "PRON"]
        return any(self.roles.mention(c) is not None or (c.tag_ == "NNS" and lemma_of(c) in load_cues().lists["sides"]) for c in objects)

    def _whole(self, mention: Mention) -> Mention:
        """Whoever holds an office, where the model marks only the state of it: "Iran" in "Iran's foreign minister, X"; or of several."""
        token = self.sentence.doc[mention.head]
        outer = self.roles.mention(token.head) if token.dep_ in ("poss", "compound", "amod", "nmod") else None
        if outer is None or (outer.plural and not outer.others):
            return mention
        ours, theirs = ({self.reading.entities[i].country for i in m.entities} for m in (mention, outer))
        return outer if ours <= theirs and all(self.reading.entities[i].kind in ("person", "office") for i in outer.entities) else mention

    def _suffers(self, mention: Mention, share: Any) -> bool:
        pieces = self._pieces[mention.head]
        return bool(pieces) and bool(share[pieces, 2].max() > share[pieces, 1].max())

    def _left(self, root: Token) -> Mention | None:
        """Whom somebody was told to leave: "Swedish envoy told to leave Mali" was told so by Mali."""
        if lemma_of(root) not in role_verbs("expelling"):
            return None
        leaving = next((c for c in root.rights if c.dep_ == "xcomp" and lemma_of(c) in role_verbs("leaving")), None)
        left = next((c for c in leaving.rights if c.dep_ == "dobj"), None) if leaving is not None else None
        return self.roles.mention(left) if left is not None else None

    def _is_tool(self, mention: Mention) -> bool:
        """Whether a phrase is a weapon or an attack of nobody known: "an air strike hit" leaves open who struck."""
        sets = load_lexicon().sets
        nobody = not any(e.country or e.organisation or e.sectors for e in (self.reading.entities[i] for i in mention.entities))
        return nobody and lemma_of(self.sentence.doc[mention.head]) in sets["attacks"] | sets["arms"] | sets["blasts"]

    def _is_party(self, token: Token) -> bool:
        return self.reading.mention_at(self.sentence.index, token.i) is not None

    def mentions(self) -> list[Mention]:
        """Everybody whom the sentence names, in text order."""
        index = self.sentence.index
        found = [self.reading.by_token.get((index, t.i)) for t in self.sentence.doc]
        return list({m.span: m for m in found if m is not None}.values())

    def _strangers(self, share: Any, covered: set[int], inside: set[int]) -> list[tuple[float, Mention]]:
        """Phrases with the part that no mention covers: heads of noun phrases that nobody has filed yet."""
        found: dict[int, tuple[float, Mention]] = {}
        for word in self.sentence.doc:
            pieces = self._pieces[word.i]
            if not pieces or word.i in inside or word.pos_ not in _NAMING or covered & set(pieces) or self._is_time(word):
                continue
            if word.dep_ == "nummod" and word.head.i in inside:
                continue  # "two drones struck": the number of an act's own noun is nobody
            score = float(max(share[p] for p in pieces))
            if score <= PART or self._head_has_part(word, share):
                continue
            token = word
            while token.dep_ in _MODIFYING and token.head.pos_ in _NAMING and not _across(token, token.head, inside):
                token = token.head
            if (known := self._of_phrase(token)) is not None and not any(known.first <= i < known.last for i in inside):
                found.setdefault(known.head, (score, known))  # a word of a phrase that somebody has filed: no second actor beside him
                continue
            first, last = phrase_range(token)
            first = max([first, *(i + 1 for i in inside if i < token.i)])
            last = min([last, *(i for i in inside if i > token.i)])
            span = self.sentence.span_of(first, last)
            found.setdefault(
                token.i, (score, Mention(self.sentence.index, token.i, first, last, span, plural=token.tag_ in ("NNS", "NNPS")))
            )
        return list(found.values())

    def _is_time(self, token: Token) -> bool:
        """Whether a word tells when: the parse may take it for a part of a name, "November 2023 gunmen"."""
        start = self.sentence.offset(token)
        return any(t.span[0] <= start < t.span[1] for t in self._times)

    @cached_property
    def _times(self) -> list[Time]:
        return self.reading.times_in(self.sentence.span)

    def _of_phrase(self, token: Token) -> Mention | None:
        """The mention that is headed by this word, or of whose name the word is a part."""
        found = self.reading.by_token.get((self.sentence.index, token.i))
        if found is not None:
            return found
        around = [m for m in self.mentions() if m.first <= token.i < m.last and m.name]
        return min(around, key=lambda m: m.last - m.first, default=None)

    def _head_has_part(self, token: Token, share: Any) -> bool:
        """Whether a word above this one in the same phrase has the part too, so that this one is only part of its name."""
        at = token
        while at.dep_ != "ROOT" and at.dep_ not in ("conj", "nsubj", "nsubjpass", "dobj", "pobj", "ROOT") and at.head.pos_ in _NAMING:
            at = at.head
            if self._pieces[at.i] and max(share[p] for p in self._pieces[at.i]) > PART:
                return True
        return False

    def _outermost(self, chosen: list[tuple[float, Mention]]) -> list[tuple[float, Mention]]:
        heads = {m.head for _, m in chosen}
        return [(s, m) for s, m in chosen if not self._within(m.head, heads)]

    def _within(self, head: int, heads: set[int]) -> bool:
        """Whether a phrase hangs inside another chosen one ('France' in 'the president of France'), not merely beside it."""
        token = self.sentence.doc[head]
        while token.dep_ != "ROOT" and token.pos_ not in ("VERB", "AUX"):
            link = token.dep_
            token = token.head
            if token.i in heads and link != "conj":
                return True
        return False

    def _named(self, mention: Mention, taken: Collection[int]) -> Mention | None:
        """The mention with somebody to stand for: its own entity, its owner's who is not ``taken``, or one made for it."""
        if mention.entities:
            return mention
        token = self.sentence.doc[mention.head]
        if mention.pronoun or token.pos_ == "PRON":
            return None
        owners = [] if token.pos_ == "PROPN" else self.roles.owners(token)  # what has a name of its own is somebody of its own
        if owners and not owners[0].locative and not set(owners[0].entities) <= set(taken):
            return owners[0]  # not where somebody is: "treated patients in Port-au-Prince"
        entity = self._made(mention, owners[0] if owners else None)
        self.reading.entities.append(entity)
        mention.entity = entity.index
        entity.mentions.append(mention)
        self.reading.mentions.append(mention)
        self.reading.by_token[(self.sentence.index, mention.head)] = mention
        return mention

    def _made(self, mention: Mention, owner: Mention | None) -> Entity:
        """An entity for a phrase that nobody has filed: as the register reads it, else nameless; else of its owner's state."""
        reading = self.reading
        text = self.sentence.doc[mention.first : mention.last].text
        found = who(text, reading.article.published)
        entity = Entity(len(reading.entities), text, "unnamed", plural=mention.plural)
        if found is not None:
            entity.kind, entity.country, entity.organisation = found.kind, found.country, found.organisation
            entity.sectors, entity.office, entity.basis = list(found.sectors), found.office, found.basis
        if entity.country is None and owner is not None:
            entity.country = next((reading.entities[i].country for i in owner.entities), None)
        return entity


def _across(one: Token, two: Token, inside: set[int]) -> bool:
    """Whether one of some words stands between two others, or is the second."""
    low, high = min(one.i, two.i), max(one.i, two.i)
    return any(low <= i <= high for i in inside)


def _align(sentence: Sentence, acts: Acts) -> list[list[int]]:
    """For each token its word pieces, both being in text order."""
    found: list[list[int]] = []
    spans = acts.spans
    at = 1
    for token in sentence.doc:
        start, end = token.idx, token.idx + len(token.text)
        while at < len(spans) - 1 and spans[at][1] <= start:
            at += 1
        pieces, look = [], at
        while look < len(spans) - 1 and spans[look][0] < end:
            pieces.append(look)
            look += 1
        found.append(pieces)
    return found


def _passive_parties(root: Token, type_: str) -> tuple[set[int], set[int], set[int]]:
    """Heads that the grammar of a passive verb, or of one before its subject, shows to suffer, their owners, and those shown to do it."""
    suffering = {t.i for c in root.children if c.dep_ == "nsubjpass" for t in conjoined(c)}
    if root.dep_ == "acl" and root.tag_ == "VBN" and lacks_object(root):
        suffering.add(root.head.i)  # "junta accused of"
    owners: set[int] = set()
    if type_ in _DONE_TO or lemma_of(root) in role_verbs("expelling"):
        # "Somali troops had been shelled" was not done by Somalia; "French troops were withdrawn" was by France
        owners = {m.i for i in suffering for m in root.doc[i].lefts if m.dep_ in ("amod", "compound", "poss")}
    doing = {t.i for c in root.children if c.dep_ == "agent" for o in c.children if o.dep_ == "pobj" for t in conjoined(o)}
    doing |= {c.i for c in root.rights if c.dep_ == "nsubj"}  # '"...," warned a diplomat'
    if type_ == "ASSAULT" and suffering:
        # "was fired at it": the weapon is told of in the passive, who suffers behind "at"
        aimed = [o for c in root.rights if c.dep_ == "prep" and c.lower_ in _AT for o in c.rights if o.dep_ == "pobj"]
        suffering |= {t.i for o in aimed for t in conjoined(o)}
    if type_ == "ASSAULT":
        # "the base came under fire from the hills"; "rockets were fired at Israel from Lebanon"
        under = root.head if root.dep_ == "pobj" else next((c for c in root.rights if c.dep_ == "prep"), None)
        verb = under.head if under is not None and under.lower_ == "under" else None
        if verb is not None:
            suffering |= {i for c in verb.lefts if c.dep_ == "nsubj" for t in conjoined(c) for i in _named_by(t)}
        if verb is not None or suffering:
            starts = [c for t in (root, verb or root) for c in t.rights if c.dep_ == "prep" and c.lower_ == "from"]
            doing |= {i for c in starts for o in c.rights if o.dep_ == "pobj" for i in _named_by(o)}
    return suffering, owners, doing


def _named_by(token: Token) -> list[int]:
    """A noun and what modifies it, of which a state's name may be one: "Somali", "soil"."""
    return [token.i, *(m.i for m in token.lefts if m.dep_ in ("amod", "compound"))]


def _has_subject(verb: Token) -> bool:
    """Whether a verb has a named subject of its own."""
    return any(c.dep_ == "nsubj" and c.pos_ in ("NOUN", "PROPN") for c in verb.lefts)


def _voiced(root: Token) -> list[Token]:
    """Those from whom words come: "criticism from Washington and Brussels"."""
    if root.pos_ != "NOUN":
        return []
    return [t for c in root.rights if c.dep_ == "prep" and c.lower_ == "from" for t in pobjs_of(c)]


def _origins(root: Token, type_: str) -> list[Token]:
    """Words for where a shot or a deployment began: "opened fire from a plantation"."""
    if type_ not in _FROM_SOMEWHERE or root.pos_ != "VERB" or lemma_of(root) not in role_verbs("origin"):
        return []
    return [o for c in root.rights if c.dep_ == "prep" and c.lower_ == "from" for o in pobjs_of(c)]


def _convenes(root: Token) -> bool:
    """Whether a verb calls a meeting or a vote, and nobody names."""
    if lemma_of(root) != "call" or root.pos_ != "VERB" or any(c.dep_ in ("prt", "oprd") for c in root.rights):
        return False
    return any(lemma_of(o) in load_lexicon().sets["convened"] for o in objects_of(root))


def _together(root: Token) -> list[Token]:
    """Two or more subjects of one verb: "Russia and Iran have rejected the claim"."""
    subject = next((c for c in root.lefts if c.dep_ == "nsubj"), None)
    both = conjoined(subject) if subject is not None and root.pos_ == "VERB" else []
    return both if len(both) > 1 else []


def _reporters(root: Token, named: Callable[[Token], bool]) -> set[int]:
    """Words of whoever tells of a deed that somebody or something else did: "the army" in "the army said rebels had fired".

    A report of one's own strike ("the army said a strike killed two") is left open: nobody is ``named`` for it.
    """
    own = next((c for c in root.lefts if c.dep_ == "nsubj"), None)
    if root.pos_ != "VERB" or (own is not None and own.pos_ not in ("NOUN", "PROPN")):
        return set()
    relative = root.dep_ == "ccomp" and root.head.dep_ == "relcl" and root.tag_ in FINITE
    if own is None and not relative:
        return set()
    told: set[int] = set()
    at = root
    while at.dep_ in ("ccomp", "advcl", "conj", "xcomp") and at.head.i != at.i:
        link, at = at.dep_, at.head
        if (link == "ccomp" and (relative or (own is not None and named(own)))) or (link == "advcl" and own is not None):
            told |= {t.i for c in at.children if c.dep_ == "nsubj" for t in c.subtree}
    return told - ({t.i for t in own.subtree} if own is not None else set())


def _about_subject(root: Token) -> set[int]:
    """Words of the clauses that tell who a verb's subject is: "Niger" in "ECOWAS, which Niger left, called on the parties"."""
    own = next((c for c in root.lefts if c.dep_ == "nsubj"), None)
    if root.pos_ != "VERB" or own is None or own.pos_ not in ("NOUN", "PROPN"):
        return set()
    return {t.i for one in conjoined(own) for c in one.rights if c.dep_ == "relcl" and c.i < root.i for t in c.subtree}


def _told_of(root: Token) -> set[int]:
    """Who does what is said before a second deed of the speaker's: 'judges' in "said the judges were free and urged restraint"."""
    if root.dep_ != "conj" or root.tag_ not in FINITE or any(c.dep_ == "nsubj" for c in root.lefts):
        return set()
    told = (c for c in root.head.rights if c.dep_ == "ccomp" and c.i < root.i)
    return {t.i for c in told for s in c.lefts if s.dep_ == "nsubj" for t in s.subtree}


def _root(group: list[Token]) -> Token:
    """The word that the others of a run hang on; a verb or noun where there is one."""
    inside = {t.i for t in group}
    tops = [t for t in group if t.head.i not in inside or t.head.i == t.i]
    for kind in (("VERB",), ("NOUN", "PROPN"), ("AUX", "ADJ", "ADV")):
        for token in tops:
            if token.pos_ in kind:
                return token.head if token.dep_ in ("aux", "auxpass") else token
    for kind in (("VERB",), ("NOUN", "PROPN")):
        for token in group:
            if token.pos_ in kind:
                return token
    return tops[0] if tops else group[0]
