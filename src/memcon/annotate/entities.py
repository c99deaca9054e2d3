"""Gather mentions into entities: names, titles, descriptions, pronouns and plurals, by rule from the parse.

Two passes: full names and what the text says of them first, so that a headline's bare surname finds its owner;
then everything else in reading order.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from memcon.annotate.described import agrees, compatriot, held_at_home, holder_told, resolve_description
from memcon.annotate.fullnames import body_told
from memcon.annotate.mentions import speaks
from memcon.annotate.naming import named_at_last
from memcon.annotate.nouns import gender_of_name, load_nouns
from memcon.annotate.pairs import resolve_pair
from memcon.annotate.pronouns import resolve_pronoun
from memcon.annotate.reading import Entity, Mention, Reading, Sentence
from memcon.model.record import ActorKind
from memcon.register.gazetteer import load_gazetteer
from memcon.register.names import fold, words_of
from memcon.register.register import Person, load_register
from memcon.register.who import Identity, who

if TYPE_CHECKING:
    from spacy.tokens import Token

_BRACKETED = re.compile(r" \(([A-Z][A-Za-z.&-]{1,10}[A-Z.])\)")
_STATESIDE = re.compile(r"[DRI]-[A-Z]")  # "Bob Exampel (R-Va.)"
_JOINTS = {"-", "al", "el", "bin", "ibn", "ben", "de", "da", "dos", "van", "von", "der", "ul", "ur"}
_RANKS = {"general", "colonel", "king", "queen", "prince", "princess"}
# whose daughter somebody is is her mother or her father
_PARENT, _CHILD, _SIBLING = (("mother", "f"), ("father", "m")), (("daughter", "f"), ("son", "m")), (("sister", "f"), ("brother", "m"))
_INVERSE = {
    **dict.fromkeys(("daughter", "son"), _PARENT),
    **dict.fromkeys(("mother", "father"), _CHILD),
    **dict.fromkeys(("sister", "brother"), _SIBLING),
    "wife": (("husband", "m"),),
    "husband": (("wife", "f"),),
}
_SMALL = {"of", "the", "for", "and", "in", "on", "de", "del", "la", "et", "des", "du"}


def gather_entities(reading: Reading) -> None:
    """Fill ``reading.entities`` and give every mention its entity; mentions that name nobody keep None."""
    Gatherer(reading).run()


class Gatherer:
    """One article's entities while they are being gathered."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.day = reading.article.published
        self.by_key: dict[tuple[str, ...], int] = {}
        self.surnames: dict[str, int] = {}
        self.given: dict[str, int] = {}
        self.whole: set[str] = set()
        self.longer: set[str] = set()
        self.put_off: dict[int, Identity] = {}
        self.acronyms: dict[str, Mention] = {}
        self.names_called: dict[int, frozenset[str]] = {}
        self.bodies: dict[tuple[str, ...], int] = {}
        self.recent: list[Mention] = []
        self.met: dict[int, int] = {}  # each entity's first sentence
        self.named: set[int] = set()  # those whom a name has told
        self.first: int | None = None  # whom the report tells of first, as the subject
        self.home = self._home()

    @cached_property
    def words(self) -> frozenset[str]:
        """Every folded word of the article."""
        return frozenset(fold(self.reading.article.text).split())

    def run(self) -> None:
        """Both passes."""
        self._find_acronyms()
        self._find_longer()
        for mention in self.reading.mentions:
            if mention.name and not mention.pronoun:
                self._full_name(mention)
        for mention in self.reading.mentions:
            if mention.entity is None and not mention.others:
                self.place(mention)
            if mention.name and mention.entity is not None and self.met.get(mention.entity, mention.sentence) == mention.sentence:
                named_at_last(self, mention, self.reading.sentences[mention.sentence])
            if mention.name and mention.entity is not None and not mention.plural:
                self.named.add(mention.entity)
            for index in mention.entities:
                self.met.setdefault(index, mention.sentence)
            if self.first is None and mention.entity is not None and not mention.pronoun:
                opening = self.reading.sentences[mention.sentence].doc[mention.head]
                self.first = mention.entity if opening.dep_ in ("nsubj", "nsubjpass") else None
            if (mention.entity is not None or mention.others) and not self._is_none(mention):
                self.recent.append(mention)
                if len(self.recent) > 60:
                    del self.recent[:20]
        for mention in self.reading.mentions:
            for index in mention.entities:
                self.reading.entities[index].mentions.append(mention)

    def _find_longer(self) -> None:
        """What parts of longer names may stand for them: "Obiang Nguema", "De Wit", "Relief Network"."""
        for mention in self.reading.mentions:
            if mention.name and not mention.pronoun and mention.last - mention.first > 2:
                sentence = self.reading.sentences[mention.sentence]
                doc = sentence.doc
                mention.identity = identity = self._retold(sentence, mention)
                if identity is not None and identity.kind == "person" and identity.person:
                    words = fold(identity.person if identity.basis == "text" else self._name_text(sentence, mention)).split()
                    own = fold(identity.person).split()
                    words = words[next((i for i, w in enumerate(words) if w in own), 0) :]  # behind the title
                else:
                    first = max((i + 1 for i in range(mention.first, mention.head) if doc[i].dep_ == "case"), default=mention.first)
                    tokens = [t for t in doc[first : mention.last] if t.is_alpha and t.dep_ != "det"]
                    words = [fold(t.text) for t in tokens if t.text[:1].isupper() or t.lower_ in _JOINTS]
                size = len(words)
                if 3 <= size <= 9:
                    self.longer.update(" ".join(words[i:j]) for i in range(size) for j in range(i + 2, size + 1) if j - i < size)

    def _is_none(self, mention: Mention) -> bool:
        """'no firm', 'nobody': nothing later points back at it."""
        token = self.reading.sentences[mention.sentence].doc[mention.head]
        return any(c.dep_ == "det" and c.lower_ in ("no", "any", "every") for c in token.lefts)

    def _find_acronyms(self) -> None:
        """Short forms that the text itself introduces: "the Rapid Support Forces (RSF)", and initials of a body named in full."""
        text = self.reading.article.text
        for mention in self.reading.mentions:
            identity = mention.identity
            if not mention.name or mention.pronoun or (identity is not None and identity.kind == "person"):
                continue
            start, end = mention.span
            if (found := _BRACKETED.match(text, end)) and not _STATESIDE.match(found.group(1)):
                # "the Treasury's Office of Foreign Assets Control (OFAC)" is the office, whatever stands before it
                spelt = _initials(text[start:end]).endswith(found.group(1).upper())
                full = mention if spelt else self._widest(mention)
                self.acronyms.setdefault(found.group(1), full)
                if full.identity is None and found.group(1)[0] in _initials(text[full.span[0] : full.span[1]])[:-1]:
                    full.identity = self._body(full)
            if identity is not None and identity.kind in ("organisation", "group") and identity.head is None:
                if 2 <= len(short := _initials(text[start:end])) <= 7:
                    self.acronyms.setdefault(short, mention)

    def _body(self, mention: Mention) -> Identity | None:
        """A body that the text gives a short form, by its name."""
        doc = self.reading.sentences[mention.sentence].doc
        if (told := body_told(doc, mention.first, mention.last)) is not None:
            return told
        first = mention.last
        while first > mention.first and (
            doc[first - 1].text[:1].isupper() or doc[first - 1].lower_ in _SMALL or not doc[first - 1].is_alpha
        ):
            first -= 1
        while first < mention.last and not (doc[first].text[:1].isupper() and doc[first].lower_ not in _SMALL):
            first += 1
        name = doc[first : mention.last].text
        if " " not in name or gender_of_name(name) is not None or load_gazetteer().is_name(fold(name)):
            return None  # "Rep. Ana Costa (D-Ohio)", "New York (AP)"
        return Identity(name, "organisation", basis="text", sure=False)

    def _widest(self, mention: Mention) -> Mention:
        """The name that a name ends: "the Economic Community" of "of West African States"."""
        doc = self.reading.sentences[mention.sentence].doc
        token = doc[mention.head]
        for _ in range(3):
            if token.dep_ != "pobj" or token.head.lower_ not in ("of", "for"):
                break
            token = token.head.head
            above = self.reading.mention_at(mention.sentence, token.i)
            if above is None or not above.name:
                break
            mention = above
        return mention

    def _by_acronym(self, mention: Mention) -> int | None:
        """The entity whose short form a mention is."""
        if not self.acronyms:
            return None
        s, e = mention.span
        short = self.reading.article.text[s:e].removeprefix("the ").removeprefix("The ")
        full = self.acronyms.get(short) or self.acronyms.get(short.replace(".", ""))
        if full is None or full is mention or full.span[0] > s:
            return None
        if full.entity is None and full.identity is None:
            # a body that the register does not know, but that the text thinks worth a short form
            a, b = full.span
            name = self.reading.article.text[a:b].removeprefix("the ").removeprefix("The ")
            full.entity = self.entity_of(("organisation", fold(name)), Identity(name, "organisation", basis="text"))
        return full.entity

    # first pass: people by their full names

    def _full_name(self, mention: Mention) -> None:
        sentence = self.reading.sentences[mention.sentence]
        identity = mention.identity if mention.last - mention.first > 2 else self._retold(sentence, mention)
        mention.identity = identity
        described = self._described(sentence, mention)
        if identity is None and described is None:
            identity = self._stranger(sentence, mention, None)
            if identity is None:
                return
        elif identity is None or (described is not None and identity.kind not in ("person",)):
            if identity is not None and identity.kind in ("state", "government", "organisation", "group"):
                return
            named = self._stranger(sentence, mention, described)
            if named is None:
                return
            identity = named
        elif identity.kind == "person" and described is not None:
            identity = merge_told(identity, described)
        if identity.basis == "text" and described is None and fold(identity.name) in self.longer:
            self.put_off[id(mention)] = identity
            mention.identity = identity if identity.head else None
            return
        if identity.kind == "person" and identity.basis == "text" and described is None and _heads_body(identity):
            identity = replace(identity, name=identity.person or identity.name, kind="organisation", person=None)  # "the airline Vindur"
        if identity.kind == "organisation" and identity.basis == "text":
            mention.identity = identity
            self._join(mention, ("organisation", fold(identity.name)), identity)
            return
        if identity.kind != "person" or not identity.person:
            return
        text = self._name_text(sentence, mention)
        if len(_untitled(text)) < 2 and identity.basis != "text" and len(fold(identity.person).split()) > 1:
            if fold(identity.person) not in fold(sentence.doc[mention.first : mention.last].text):
                return  # a bare surname: second pass
        if (
            identity.basis == "text"
            and len(_untitled(identity.person)) < 2
            and described is None
            and not _is_kin(sentence.doc[mention.head])
        ):
            mention.identity = identity if identity.head else None
            return  # "Minister Kiplimo", "Ms Kiplimo": second pass, in which the whole name is known
        mention.identity = identity
        known = self.surnames.get(fold(text)) if " " in text else None
        if known is not None and fold(text) in self.whole:
            mention.entity = known  # the same whole name again is nobody else
            self._learn(self.reading.entities[known], mention)
        else:
            self._join(mention, ("person", fold(identity.person)), identity)
        index = mention.entity
        if index is not None:
            self.introduce(index, identity.person, text)
            self._learn_title(self.reading.entities[index], sentence, mention, text)

    def _learn_title(self, entity: Entity, sentence: Sentence, mention: Mention, name: str) -> None:
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

    def introduce(self, index: int, *names: str) -> None:
        """Remember a person's names, so that a surname or a first name alone is found again."""
        for part in _surnames(*names):
            self.surnames.setdefault(part, index)
        self.whole.update(fold(name) for name in names if len(_untitled(name)) > 1)
        for name in names:
            first = fold(name).split()[:1]
            if first and len(first[0]) > 2:
                self.given.setdefault(first[0], index)
        entity = self.reading.entities[index]
        entity.proper = True
        entity.gender = entity.gender or gender_of_name(names[0])

    def _retold(self, sentence: Sentence, mention: Mention) -> Identity | None:
        """What the register says of a name, where it has not mistaken a title, a people or another's surname for the whole."""
        identity = mention.identity
        doc = sentence.doc
        if identity is not None and identity.kind == "person" and identity.basis == "text":
            body = body_told(doc, mention.first, mention.last)
            if body is not None:
                return replace(body, sectors=body.sectors or identity.sectors)
            return None if set(fold(identity.person or "").split()) <= load_nouns().impersonal else identity
        if mention.plural or mention.last - mention.first < 2:
            return identity
        head = fold(doc[mention.head].text)
        if identity is not None and mention.name and (identity.kind in ("state", "government") or identity.head == "people"):
            if (named := self._surnamed_so(sentence, mention)) is not None:
                return named
        if identity is not None and identity.kind == "person" and identity.person and not identity.head and mention.name:
            # "Captain Ahmed Bello" is no Abiy Ahmed
            entries = load_register().names
            name = fold(self._name_text(sentence, mention)).split()
            shared = len(set(name) & set(fold(identity.person).split()))
            suffixes = {" ".join(name[i:]) for i in range(len(name))}
            if (
                shared > 1
                or head in fold(identity.person)
                or any(isinstance(e.ref, Person) and e.ref.name == identity.person for suffix in suffixes for e in entries.get(suffix, ()))
            ):
                return identity
            return self._titled(sentence, mention)
        elif identity is not None and not (identity.kind in ("state", "group") and not identity.sure) and identity.kind != "office":
            return identity
        told = self._titled(sentence, mention) if mention.name else None
        if told is None and identity is None:
            told = self._titled_before(sentence, mention)
        return told or identity

    def _surnamed_so(self, sentence: Sentence, mention: Mention) -> Identity | None:
        """Somebody whose surname is a place's or a people's: "Jose Antonio Lima", "the spokeswoman, Mumtaz Zahra Baloch"."""
        name = self._name_text(sentence, mention)
        names = load_register().names
        if " " not in name or not name.replace(" ", "").isalpha() or fold(name) in names:
            return None
        if any(e.kind in ("state", "capital", "adjective") for e in names.get(fold(name.split()[0]), ())):
            return None
        token = sentence.doc[mention.head]
        told = self.reading.mention_at(sentence.index, token.head.i) if token.dep_ == "appos" else None
        office = told is not None and told.identity is not None and told.identity.kind in ("office", "unnamed") and not told.name
        if not office and gender_of_name(name) is None:
            return None
        return Identity(name, "person", None, None, (), None, name, basis="text", sure=False)

    def _titled(self, sentence: Sentence, mention: Mention) -> Identity | None:
        """Whom a title before two or three names makes of them: "District Police Officer Nasir Mehsud"."""
        words = [t.text for t in sentence.doc[mention.first : mention.last]]
        tail = self._name_text(sentence, mention).split()
        if not 3 <= len(words) <= 10 or not all(w[:1].isupper() for w in tail):
            return None
        for k in range(len(words) - 2, 0, -1):
            name = words[k:]
            if len(name) > 4 or not all(w[:1].isupper() or w in "-'’" or w.lower() in _JOINTS for w in name) or name[0] in "-'’":
                continue
            told = who(" ".join(words[:k]), self.day)
            if told is not None and told.head and told.sectors and told.kind in ("office", "unnamed", "group"):
                called = sentence.doc[mention.first + k : mention.last].text
                return replace(told, name=called, kind="person", person=called, basis="text")
        return None

    def _titled_before(self, sentence: Sentence, mention: Mention) -> Identity | None:
        """The same where the parse parts them: "Under Secretary for Terrorism and Financial Intelligence Brian E. Nelson"."""
        doc = sentence.doc
        first = mention.first
        name = self._name_text(sentence, mention)
        if not mention.name or doc[mention.first : mention.last].text != name or not 2 <= len(_untitled(name)) <= 4:
            return None
        while first and mention.first - first < 9 and (doc[first - 1].text[:1].isupper() or doc[first - 1].lower_ in _SMALL):
            first -= 1
        if mention.first - first < 3 or doc[mention.first - 1].lower_ in _SMALL:
            return None
        told = who(doc[first : mention.first].text, self.day)
        if told is None or not told.head or not told.sectors or told.kind not in ("office", "unnamed"):
            return None
        return replace(told, name=name, kind="person", person=name, basis="text")

    def _name_text(self, sentence: Sentence, mention: Mention) -> str:
        doc = sentence.doc
        first = mention.head
        while first > mention.first:
            before = doc[first - 1]
            # "Moqtada al-Sadr" is five tokens
            if not (before.pos_ == "PROPN" and before.dep_ in ("compound", "flat", "nmod")) and before.lower_ not in _JOINTS:
                break
            first -= 1
        while first < mention.head and not doc[first].text[:1].isalpha():
            first += 1
        return str(doc[first : mention.head + 1].text)

    def _stranger(self, sentence: Sentence, mention: Mention, described: Identity | None) -> Identity | None:
        """A capitalised name of two words or more that the register does not know, as a person of the text."""
        name = self._name_text(sentence, mention)
        if described is None and (body := body_told(sentence.doc, mention.first, mention.last)) is not None:
            return body
        parts = [w for w in name.split() if w[:1].isupper()]
        if len(_untitled(name)) < len(parts):
            parts = _untitled(name)
            if len(parts) == 1:
                # "Ms Georgieva": of the one whom the text has told in full, or will
                return Identity(parts[0], "person", None, None, (), None, parts[0], basis="text", sure=False)
            name = " ".join(parts)
        if described is None and len(parts) == 1 and _is_headed(sentence.doc[mention.head]) and not load_gazetteer().is_name(fold(name)):
            return Identity(name, "organisation", None, None, (), basis="text", sure=False)  # "she has run Donaubank since 2016"
        alone = len(parts) == 1 and described is None and _is_kin(sentence.doc[mention.head])
        if alone and (fold(name) not in load_register().names or gender_of_name(name) is not None):
            return Identity(name, "person", None, None, (), None, name, basis="text", sure=False)  # "her wife, Cherelle"
        if len(parts) < 2 or len(parts) > 5 or any(c.isdigit() for c in name):
            return None
        role = load_register()
        known = role.names.get(fold(name))
        if known and not any(e.kind in ("person", "surname") for e in known):
            return None
        if described is None:
            if (body := _body_by_name(name, parts)) is not None:
                return body
            if not _looks_personal(sentence, mention, parts):
                return None
            return Identity(name, "person", None, None, (), None, name, basis="text", sure=False)
        last = (described.head or "").split()[-1:]
        nouns = load_nouns()
        if last and last[0] in nouns.one | nouns.many | nouns.body | nouns.closers | nouns.openers:
            # "his party, the United Transformation Movement"
            return replace(described, name=name, kind="organisation", basis="text")
        return replace(described, name=name, kind="person", person=name, basis="text")

    def _described(self, sentence: Sentence, mention: Mention) -> Identity | None:
        """What an apposition says of a name: 'Venezuela's de facto leader, Delcy Rodríguez', 'X, the army chief'."""
        token = sentence.doc[mention.head]
        around = []
        if token.dep_ == "appos":
            around.append(token.head)
        around.extend(c for c in token.rights if c.dep_ == "appos")
        nouns = load_nouns()
        for other in around:
            told = self.reading.mention_at(sentence.index, other.i)
            if told and other.dep_ == "pobj" and other.head.lower_ == "of" and other.lemma_.lower() in nouns.bodies | nouns.closers:
                # "the head of the security service, X": X is the head
                told = self._headed(sentence, other.head.head) or told
            if told and told.identity and told.identity.kind in ("office", "unnamed", "group", "organisation", "person"):
                if told.identity.kind == "person" and told.identity.head is None:
                    continue
                if told.identity.sectors:
                    return told.identity
        return self._who_heads(sentence, token)

    def _headed(self, sentence: Sentence, token: Token) -> Mention | None:
        told = self.reading.mention_at(sentence.index, token.i)
        return told if told and told.identity and told.identity.head and told.identity.kind in ("office", "unnamed") else None

    def _who_heads(self, sentence: Sentence, token: Token) -> Identity | None:
        """ "X, who heads Taiwan's mainland affairs authority": of what X heads."""
        for clause in token.rights:
            if clause.dep_ != "relcl" or clause.lemma_.lower() not in load_nouns().heading:
                continue
            for child in clause.rights:
                if child.dep_ == "dobj" and (led := self.reading.mention_at(sentence.index, child.i)) and (told := led.identity):
                    if told.sectors and told.kind in ("government", "organisation", "group") and not led.plural:
                        return replace(told, kind="office", head="head", office=None)
        return None

    # second pass

    def place(self, mention: Mention) -> None:
        """Give one mention its entity or entities, where it has any."""
        sentence = self.reading.sentences[mention.sentence]
        token = sentence.doc[mention.head]
        identity = mention.identity
        if mention.pronoun:
            resolve_pronoun(self, mention, sentence)
            return
        if (short := self._by_acronym(mention)) is not None:
            mention.entity = short
            return
        if self._apposed(mention, sentence):
            self._know_relative(mention, token)
            return
        if (identity is None or identity.kind in ("state", "group")) and (found := compatriot(self, mention, token)) is not None:
            mention.entity = found
            return
        if mention.identity is None and mention.name and (half := self._half(mention, sentence)) is not None:
            mention.entity = half
            return
        if mention.name and (self._short_name(mention, sentence) or self._short_body(mention, sentence)):
            return
        if mention.identity is None and (later := self.put_off.get(id(mention))) is not None:
            mention.identity = later
            self._join(mention, (later.kind, fold(later.name)), later)
            if mention.entity is not None and later.kind == "person":
                self.introduce(mention.entity, later.name)
            return
        if resolve_pair(self, mention, token.lemma_.lower(), sentence):
            return
        if not mention.name and self._relative(mention, token):
            return
        identity = mention.identity
        if mention.plural and identity is not None and identity.head and (number := _number_of(token)) and not mention.name:
            # "48 people" are not "hundreds of people"; told again with their number, they are the same
            self._join(mention, (*_key(identity, mention), number), identity)
            if mention.entity is not None:
                self.reading.entities[mention.entity].number = number
            return
        definite = any(c.dep_ in ("det", "poss") and c.lower_ in ("the", "this", "that") for c in token.lefts) or (
            sentence.kind in ("title", "heading")
        )
        if identity is None or (
            identity.kind not in ("person", "state")
            and (identity.head or not identity.sectors)
            and (not mention.name or (mention.plural and definite and identity.head))
        ):
            found = resolve_description(self, mention, sentence, definite)
            if found is None and not definite and identity is not None and identity.kind == "office":
                found = self._own_officer(mention, token, identity)
            if found is not None:
                mention.entity = found
                if identity is not None and identity.head and self.reading.entities[found].kind not in ("state",):
                    self._learn(self.reading.entities[found], mention)
                return
            if identity is None and mention.name and _is_initials(token):
                s, e = mention.span
                name = self.reading.article.text[s:e].removeprefix("the ").removeprefix("The ")
                identity = Identity(name, "organisation", basis="text", sure=False)  # "The HSE said"
            if identity is None and not (speaks(token) or (token.lemma_.lower() in load_nouns().trade and not mention.name)):
                return
            if identity is None:
                identity = self._unlisted(mention, token)
                self._join(mention, _key(identity, mention), identity)
                return
        if identity.kind == "person" and identity.head and not mention.name and (told := holder_told(self, mention, identity)) is not None:
            mention.entity = told
            self.reading.entities[told].heads.add(identity.head)
            return
        if (
            identity.kind == "office"
            and not identity.country
            and not identity.organisation
            and self.home
            and definite
            and not mention.plural
        ):
            held = held_at_home(self, mention, sentence)
            if held is not None:
                self._join(mention, ("person", fold(held.person or held.name)), held)
                return
        if identity.kind == "unnamed" and not identity.sectors and (mention.plural or token.lemma_.lower() not in load_nouns().bodies):
            return
        self._join(mention, _key(identity, mention), identity)
        if identity.kind == "person" and mention.name and mention.entity is not None:
            for part in _untitled(fold(self._name_text(sentence, mention))):
                self.surnames.setdefault(part, mention.entity)  # "Abdullah" of "King Abdullah"

    def _half(self, mention: Mention, sentence: Sentence) -> int | None:
        """ "The North" where the text speaks of one of two states that are told apart by it: "North Korea", "South Korea"."""
        side = fold(sentence.doc[mention.head].text)
        other = {"north": "south", "south": "north"}.get(side)
        if other is None or mention.last - mention.first != 2 or sentence.doc[mention.first].lower_ != "the":
            return None
        names = load_register().names
        for land in self._divided:
            own = next((e for e in names.get(f"{side} {land}", ()) if e.kind == "state"), None)
            if own is not None and any(e.kind == "state" for e in names.get(f"{other} {land}", ())):
                return self.entity_of(("state", own.code), Identity(load_register().states[own.code].name, "state", own.code))
        return None

    @cached_property
    def _divided(self) -> list[str]:
        """The lands of which the text names a northern or southern state: "korea"."""
        states = load_register().states
        told = dict.fromkeys(m.identity.country for m in self.reading.mentions if m.identity is not None and m.identity.country)
        named = [fold(states[c].name).split() for c in told if c in states]
        return [" ".join(words[1:]) for words in named if words[0] in ("north", "south")]

    def _relative(self, mention: Mention, token: Token) -> bool:
        """'his daughter', 'the minister's wife': one of somebody's own, who has no name but is an actor."""
        lemma = token.lemma_.lower()
        if lemma not in load_nouns().family:
            return False
        if mention.plural and mention.identity is None and _number_of(token) is not None:
            s, e = mention.span
            mention.identity = Identity(self.reading.article.text[s:e], "group", None, None, ("CVL",), basis="text", sure=False, head=lemma)
            return False
        owner = next((c for c in token.lefts if c.dep_ == "poss"), None)
        if owner is None:
            owner = next((n for c in token.rights if c.lower_ == "of" for n in c.rights if n.dep_ == "pobj"), None)  # "the widow of X"
        known = self.reading.mention_at(mention.sentence, owner.i) if owner is not None else None
        if known is None or known.entity is None:
            return False
        of = self.reading.entities[known.entity]
        key = ("kin", lemma, str(of.index), "s" if mention.plural else "")
        if key not in self.by_key and not mention.plural and (named := self._of_that_family(of, lemma)) is not None:
            mention.entity = named
            return True
        s, e = mention.span
        identity = Identity(self.reading.article.text[s:e], "group", of.country, None, ("CVL",), basis="text", sure=False, head=lemma)
        self._join(mention, key, mention.identity or identity)
        if mention.entity is not None:
            if not mention.plural:
                self._relate(lemma, of.index, mention.entity)
            kin = self.reading.entities[mention.entity]
            kin.heads.add(lemma)
            nouns = load_nouns()
            kin.gender = kin.gender or ("f" if lemma in nouns.female else "m" if lemma in nouns.male else None)
        return True

    def _own_officer(self, mention: Mention, token: Token, identity: Identity) -> int | None:
        """'his interior minister', 'its leader', where the text has named the one who is that."""
        owner = next((c for c in token.lefts if c.dep_ == "poss"), None)
        known = self.reading.mention_at(mention.sentence, owner.i) if owner is not None else None
        if known is None or known.entity is None or mention.plural or identity.former:
            return None
        of = self.reading.entities[known.entity]
        for other in reversed(self.recent):
            if mention.sentence - other.sentence > 8:
                break
            if other.entity is None or other.entity == of.index:
                continue
            entity = self.reading.entities[other.entity]
            if entity.kind != "person" or not entity.proper or entity.former or entity.country is None or entity.country != of.country:
                continue
            if identity.head in entity.heads or any(h.endswith(f" {identity.head}") for h in entity.heads):
                return entity.index
        return None

    def _unlisted(self, mention: Mention, token: Token) -> Identity:
        """Somebody told by a noun that the register does not list: "a machinist", "rivals said"."""
        s, e = mention.span
        lemma = token.lemma_.lower()
        trade = lemma in load_nouns().trade | load_nouns().family
        sectors = ("CVL",) if trade else ()
        kind: ActorKind = "unnamed" if trade and not mention.plural else "group" if mention.plural else "organisation"
        return Identity(self.reading.article.text[s:e], kind, None, None, sectors, basis="text", sure=False, head=lemma)

    def _know_relative(self, mention: Mention, token: Token) -> None:
        """'His wife, Rima Haddad': she is his wife from now on."""
        owner = next((c for c in token.lefts if c.dep_ == "poss"), None)
        if mention.entity is None or owner is None or token.lemma_.lower() not in load_nouns().family:
            return
        known = self.reading.mention_at(mention.sentence, owner.i)
        if known is not None and known.entity is not None and not mention.plural:
            self._relate(token.lemma_.lower(), known.entity, mention.entity)

    def _relate(self, lemma: str, owner: int, kin: int) -> None:
        """Remember who is whose daughter, so that "her father" is known too."""
        self.by_key.setdefault(("kin", lemma, str(owner), ""), kin)
        gender = self.reading.entities[owner].gender
        for word, its in _INVERSE.get(lemma, ()):
            if gender in (its, None):
                self.by_key.setdefault(("kin", word, str(kin), ""), owner)

    def _of_that_family(self, of: Entity, lemma: str) -> int | None:
        """The one person of the text who bears somebody's surname and may be his relative: Laurent Gbagbo is Simone Gbagbo's husband."""
        if of.kind != "person" or not of.proper:
            return None
        nouns = load_nouns()
        gender = "f" if lemma in nouns.female else "m" if lemma in nouns.male else None
        surname = fold(of.name).split()[-1]
        found = [
            e.index
            for e in self.reading.entities
            if e.kind == "person" and e.proper and e is not of and fold(e.name).split()[-1] == surname and e.gender in (gender, None)
        ]
        return found[0] if len(found) == 1 and found[0] in self.met else None

    def _apposed(self, mention: Mention, sentence: Sentence) -> bool:
        """'X, the army chief', 'the army chief, X', 'X, the French company': one and the same."""
        token = sentence.doc[mention.head]
        identity = mention.identity
        if token.dep_ == "appos" and (head := self.reading.mention_at(mention.sentence, token.head.i)) and head.entity is not None:
            other = self.reading.entities[head.entity]
            common = identity is None or identity.kind in ("office", "unnamed", "group") or identity.head is not None
            if identity is not None and identity.kind == "state" and other.kind not in ("state", "government", "organisation"):
                common = any(c.dep_ == "det" and c.lower_ in ("a", "an") for c in token.lefts)  # "the suspect, an Italian"
                if common:
                    mention.entity = head.entity
                    return True
            placed = mention.name and identity is None and other.kind in ("state", "government") and not other.heads
            if (
                common
                and not placed
                and (other.kind == "person" or identity is None or identity.kind in ("office", "unnamed", "group", "organisation"))
            ):
                if not (other.kind == "state" and identity is not None):
                    mention.entity = head.entity
                    self._learn(other, mention)
                    return True
        for child in token.rights:
            if child.dep_ == "appos":
                named = self.reading.mention_at(mention.sentence, child.i)
                if named and named.name and named.entity is None and identity is not None and identity.kind in ("group", "organisation"):
                    told = named.identity
                    if told is not None and told.kind in ("group", "organisation") and told.head is None and not mention.plural:
                        self._join(named, _key(told, named), told)
                if identity is None and named and named.name and named.entity is None and token.lemma_.lower() in load_nouns().bodies:
                    # "the group, JNIM"
                    told = named.identity
                    if told is None and not named.plural:
                        s, e = named.span
                        told = Identity(self.reading.article.text[s:e], "organisation", basis="text", sure=False)
                    if told is not None and told.kind in ("group", "organisation") and told.head is None:
                        self._join(named, _key(told, named), told)
                        mention.entity = named.entity
                        return True
                if named and named.entity is not None and identity is not None and identity.kind in ("group", "organisation"):
                    body = self.reading.entities[named.entity]
                    if body.kind in ("group", "organisation") and identity.head and not mention.plural and named.name:
                        mention.entity = named.entity
                        self._learn(body, mention)
                        return True
                if named and named.entity is not None and self.reading.entities[named.entity].kind == "person":
                    apt = identity is None or identity.kind in ("office", "unnamed", "person")
                    one = identity is not None and identity.kind == "group" and identity.head and not mention.plural
                    if apt or (one and token.lemma_.lower() not in load_nouns().bodies | load_nouns().closers):
                        mention.entity = named.entity
                        self._name_known(mention, token, named.entity)
                        self._learn(self.reading.entities[named.entity], mention)
                        return True
        return False

    def _name_known(self, mention: Mention, token: Token, index: int) -> None:
        """'a journalist ... the journalist, Mere Tuilagi': who was told of before is whoever is now named."""
        identity = mention.identity
        head = identity.head if identity is not None else None
        if (
            identity is None
            or head is None
            or not any(c.lower_ == "the" for c in token.lefts)
            or any(c.dep_ == "poss" for c in token.lefts)
        ):
            return
        if any(m.entity == index and m.sentence < mention.sentence for m in self.recent):
            return
        for other in self.recent:
            if other.entity is None or other.entity == index or mention.sentence - other.sentence > 6:
                continue
            entity = self.reading.entities[other.entity]
            if entity.kind != "person" and not entity.plural and head in entity.heads and agrees(entity, identity):
                self.become(entity.index, index)

    def _short_name(self, mention: Mention, sentence: Sentence) -> bool:
        """A surname, or a first name that is nobody else's surname, of somebody named in full."""
        identity = mention.identity
        if identity is not None and identity.kind not in ("person", "unnamed", "office"):
            loose = identity.kind == "state" or (identity.kind == "group" and identity.head == fold(sentence.doc[mention.head].text))
            named = loose and not identity.sure and not mention.plural and mention.last - mention.first == 1
            if not named or fold(sentence.doc[mention.head].text) not in self.surnames:
                return False  # but "Tatar" is Ersin Tatar before he is an adjective, and "Miller" Matthew Miller
        if identity is not None and identity.person and fold(identity.person) in fold(sentence.doc[mention.first : mention.last].text):
            if identity.basis != "text":
                return False  # a whole name of somebody else
            found = self.surnames.get(fold(identity.person))  # "Minister Kiplimo"
            if found is None or not agrees(self.reading.entities[found], identity):
                return False
            mention.entity = found
            self._learn(self.reading.entities[found], mention)
            return True
        name = fold(self._name_text(sentence, mention))
        found = self.surnames.get(name)
        if found is None and len(short := _untitled(name)) < len(name.split()):
            found = self.surnames.get(" ".join(short), self.given.get(" ".join(short)))
            if found is None and len(short) == 1 and identity is None:
                # "Dr Osman", of whom the text tells no more
                called = self._name_text(sentence, mention).split()[-1]
                told = Identity(called, "person", None, None, (), None, called, basis="text", sure=False)
                mention.identity = told
                self._join(mention, ("person", fold(called)), told)
                if mention.entity is not None:
                    self.introduce(mention.entity, called)
                return True
        if found is None:
            found = self.given.get(name)
        if found is None:
            return False
        mention.entity = found
        return True

    def _short_body(self, mention: Mention, sentence: Sentence) -> bool:
        """'the Commission', 'the Greens', 'Move Forward': a name of which the text has told more words."""
        identity = mention.identity
        if identity is not None and identity.kind not in ("unnamed", "organisation", "group", "government"):
            return False
        words = tuple(w for w in fold(sentence.doc[mention.first : mention.last].text).split() if w != "the")
        whole = identity is not None and identity.head is None
        if not words or words in self.bodies or len(words[-1]) < 4:
            return False
        found = None
        nouns = load_nouns()
        named = nouns.many | nouns.one | nouns.closers
        for name, index in self.bodies.items():
            if len(name) <= len(words) or (identity is not None and not agrees(self.reading.entities[index], identity)):
                continue
            opens = name[: len(words)] == words and (whole or len(words) > 1) and name[-1] in named
            definite = sentence.doc[mention.first].lower_ == "the" or (len(words) > 1 and words[-1] in nouns.closers)
            ends = name[-len(words) :] == words and not whole and definite
            if opens or ends:
                found = index  # the last one named
        if found is None:
            return False
        mention.entity = found
        return True

    # entities

    def _join(self, mention: Mention, key: tuple[str, ...], identity: Identity) -> None:
        mention.entity = self.entity_of(key, identity, mention.plural)
        if identity.head is None and identity.kind in ("organisation", "group"):
            s, e = mention.span
            for name in (identity.name, self.reading.article.text[s:e]):
                self.bodies[tuple(w for w in fold(name).split() if w != "the")] = mention.entity
        self._learn(self.reading.entities[mention.entity], mention)

    def become(self, gone: int, kept: int) -> None:
        """Make one entity of two: what was told of ``gone`` was told of ``kept``, whom the text has named."""
        old, new = self.reading.entities[gone], self.reading.entities[kept]
        for mention in self.reading.mentions:
            if mention.entity == gone:
                mention.entity = kept
            elif gone in mention.others:
                mention.others = tuple(dict.fromkeys(kept if i == gone else i for i in mention.others))
        self.by_key = {key: kept if index == gone else index for key, index in self.by_key.items()}
        new.heads |= old.heads
        new.gender = new.gender or old.gender
        if new.country is None and new.organisation is None:
            new.country, new.organisation = old.country, old.organisation
        if not new.sectors:
            new.sectors, new.basis = list(old.sectors), "text"
        new.office = new.office or old.office
        if gone in self.met:
            self.met[kept] = self.met.pop(gone)
        self.first = kept if self.first == gone else self.first

    def known_state(self, country: str | None) -> int | None:
        """The entity of a state that the text has named, or None."""
        return self.by_key.get(("state", country)) if country else None

    def entity_of(self, key: tuple[str, ...], identity: Identity, plural: bool = False) -> int:
        """The entity of a key, made where there is none yet."""
        if key in self.by_key:
            return self.by_key[key]
        entity = Entity(
            len(self.reading.entities),
            identity.name,
            identity.kind,
            identity.country,
            identity.organisation,
            list(identity.sectors),
            identity.office,
            identity.basis,
            plural=plural,
            former=identity.former,
        )
        if identity.office:
            entity.heads.add(fold(identity.office.removeprefix("former ")))
        if identity.head:
            entity.heads.add(identity.head)
        self.reading.entities.append(entity)
        self.by_key[key] = entity.index
        return entity.index

    def _learn(self, entity: Entity, mention: Mention) -> None:
        """What a further mention adds: a head noun, a country or sector still unknown, a gender."""
        identity = mention.identity
        if identity is None:
            return
        if identity.head:
            entity.heads.add(identity.head)
        if entity.kind == "person" and identity.kind in ("office", "unnamed", "person"):
            if entity.country is None and entity.organisation is None:
                entity.country, entity.organisation = identity.country, identity.organisation
            if not entity.sectors and identity.sectors:
                entity.sectors = list(identity.sectors)
                entity.basis = "text"
            if entity.office is None:
                entity.office = identity.office
        words = {w.fold for w in words_of(self.reading.article.text[mention.span[0] : mention.span[1]])}
        nouns = load_nouns()
        if entity.gender is None:
            entity.gender = "f" if words & nouns.female else "m" if words & nouns.male else None

    def _home(self) -> str | None:
        """The state an article is most about, whose 'the president' needs no name."""
        counts: Counter[str] = Counter()
        for mention in self.reading.mentions:
            if mention.identity and mention.identity.country:
                counts[mention.identity.country] += 1
        if not counts:
            return None
        (best, n), *rest = counts.most_common(2)
        return best if not rest or n > rest[0][1] else None


def _initials(name: str) -> str:
    """The first letters of a name's words without the small ones; it begins behind the last plain word."""
    words = [w for w in re.findall(r"[A-Za-z]+", name.replace("'s ", " ").replace("’s ", " ")) if w.lower() not in _SMALL]
    plain = max((i for i, w in enumerate(words) if not w[:1].isupper()), default=-1)
    return "".join(w[0] for w in words[plain + 1 :])


def _is_initials(token: Token) -> bool:
    return token.dep_ in ("nsubj", "nsubjpass") and 3 <= len(token.text) <= 6 and token.text.isupper() and token.text.isalpha()


def _is_headed(token: Token) -> bool:
    """Whether a name is told to be what somebody runs or founded."""
    verb = token.head
    return (
        token.dep_ == "dobj"
        and token.tag_ == "NNP"
        and len(token.text) > 3
        and verb.lemma_.lower() in ("run", "found", "head", "chair", "own")
        and fold(token.text) not in load_register().names
    )


def _heads_body(identity: Identity) -> bool:
    """Whether the noun before a name is of bodies and no person's: "budget airline" of "budget airline Vindur"."""
    last = (identity.head or "").split()[-1:]
    nouns = load_nouns()
    return bool(last) and last[0] in (nouns.one | nouns.many | nouns.body) - nouns.sole


def _body_by_name(name: str, parts: list[str]) -> Identity | None:
    """A body that the register does not know, by a word of its name that no person's has: "Hanbit Semiconductor"."""
    nouns = load_nouns()
    first, last = fold(parts[0]), fold(parts[-1])
    if gender_of_name(name) is not None or (last not in nouns.firm | nouns.society and first not in nouns.opens):
        return None
    return Identity(name, "organisation", None, None, ("BUS",) if last in nouns.firm else (), basis="text", sure=False)


def _is_kin(token: Token) -> bool:
    """Whether a name is told of somebody's relative or companion."""
    return token.dep_ == "appos" and token.head.lemma_.lower() in load_nouns().kin and any(c.dep_ == "poss" for c in token.head.lefts)


def _untitled(name: str) -> list[str]:
    """The words of a name without "Mr" and "Sheikh" before it."""
    words = name.split()
    while len(words) > 1 and fold(words[0]) in load_nouns().titles:
        words = words[1:]
    return words


def _looks_personal(sentence: Sentence, mention: Mention, parts: list[str]) -> bool:
    """A name of two to four plain words that does or suffers something a person does, and is no place or organisation."""
    token = sentence.doc[mention.head]
    if not 2 <= len(parts) <= 4 or any(
        not p.replace("-", "").replace("'", "").replace("’", "").replace(".", "").isalpha() or p.isupper() for p in parts
    ):
        return False
    if any(c.dep_ == "det" for c in token.lefts) or load_gazetteer().is_name(fold(" ".join(parts))):
        return False
    nouns = load_nouns()
    if gender_of_name(" ".join(parts)) is None and any(fold(p) in nouns.impersonal for p in parts):
        return False  # "Foreign Affairs", "Executive Order"
    register = load_register()
    if any(
        e.kind in ("state", "adjective", "demonym", "capital", "agent", "organisation", "body")
        for p in parts
        for e in register.names.get(fold(p), ())
    ):
        return False
    if token.dep_ in ("nsubj", "nsubjpass", "dobj") or (
        token.dep_ == "pobj" and token.head.lower_ in ("of", "with", "by", "against", "to", "for")
    ):
        return True
    if token.dep_ == "conj" and token.head.pos_ == "PROPN" and token.head.dep_ in ("nsubj", "nsubjpass") and token.head.head.pos_ == "VERB":
        if any(c.dep_ == "compound" and c.pos_ == "PROPN" for c in token.head.lefts):
            return True  # "Ahmed Abdi and Hodan Nur fled"
    if token.dep_ == "appos" and token.head.dep_ == "nsubj" and token.head.head.lemma_.lower() in nouns.saying:
        return True  # "says one of the team, Yun Gap-geun"
    if token.dep_ == "appos" and token.head.lemma_.lower() in nouns.kin | nouns.female | nouns.male | nouns.person | nouns.single:
        return True
    # elsewhere a name that begins like a person's
    return token.dep_ in ("conj", "poss", "appos", "attr", "oprd", "dative", "pobj", "ROOT") and gender_of_name(" ".join(parts)) is not None


def merge_told(known: Identity, told: Identity) -> Identity:
    """The register's person with what the text says: the text wins on country, sector and office of that day."""
    country = told.country or known.country
    agrees = (not told.country or told.country == known.country) and (not told.sectors or told.sectors[0] in known.sectors)
    return replace(
        known,
        country=country,
        organisation=told.organisation or known.organisation,
        sectors=known.sectors if agrees and known.sectors else (told.sectors or known.sectors),
        office=told.office or known.office,
        basis="both" if agrees else "text",
        head=told.head or known.head,
        former=told.former,
    )


def _number_of(noun: Token) -> str | None:
    """How many an indefinite phrase tells of: "48", "hundreds"; None where it points back ("the two soldiers") or tells no number."""
    if any(c.dep_ in ("det", "poss") and c.lower_ not in ("a", "an", "some") for c in noun.lefts):
        return None
    for child in noun.lefts:
        if child.dep_ == "nummod":
            return child.lower_
    above = noun.head
    if noun.dep_ == "pobj" and above.lower_ == "of" and above.head.lower_ in load_nouns().crowd:
        return above.head.lower_
    return None


def _surnames(*names: str) -> set[str]:
    parts = set()
    for name in names:
        words = fold(name).split()
        if words:
            parts.add(words[-1])
            parts.add(" ".join(words))
            if len(words) > 2:
                parts.update(" ".join(pair) for pair in pairwise(words[1:]))
    return parts


def _key(identity: Identity, mention: Mention) -> tuple[str, ...]:
    if identity.kind == "person":
        return ("person", fold(identity.person or identity.name))
    if identity.kind in ("state", "government") and identity.country and identity.head is None:
        return (identity.kind, identity.country)
    if identity.organisation and identity.kind == "organisation":
        return ("organisation", identity.organisation, fold(identity.name))
    if identity.head:
        return (
            "described",
            identity.head,
            identity.country or "",
            identity.organisation or "",
            *identity.sectors[:1],
            "s" if mention.plural else "",
        )
    return (identity.kind, fold(identity.name), identity.country or "")
