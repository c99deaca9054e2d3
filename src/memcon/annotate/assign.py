"""Second pass: give each mention its entity, in reading order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from memcon.annotate.acronyms import by_acronym
from memcon.annotate.apposed import apposed, said_to_be
from memcon.annotate.described import compatriot, resolve_description
from memcon.annotate.gatherer import key_of
from memcon.annotate.jointly import told_jointly
from memcon.annotate.kin import know_relative, relative
from memcon.annotate.mentions import is_of_two, speaks
from memcon.annotate.namewords import name_text, number_of, untitled
from memcon.annotate.nouns import load_nouns
from memcon.annotate.officers import held_at_home, holder_told, own_officer
from memcon.annotate.pairs import one_of_two, resolve_pair
from memcon.annotate.pronouns import resolve_pronoun
from memcon.annotate.reading import Mention, Sentence
from memcon.annotate.shortnames import half_of, short_body, short_name
from memcon.model.record import ActorKind
from memcon.register.names import fold
from memcon.register.who import Identity

if TYPE_CHECKING:
    from spacy.tokens import Token

    from memcon.annotate.gatherer import Gatherer


def assign(g: Gatherer, mention: Mention) -> None:
    """Give one mention its entity or entities, where it has any."""
    parts = told_jointly(mention, g.reading.sentences[mention.sentence], g.reading.article.published)
    for part in parts or [mention]:
        _assign_one(g, part)
    if parts:
        mention.others = tuple(dict.fromkeys(i for part in parts for i in part.entities))


def _assign_one(g: Gatherer, mention: Mention) -> None:
    sentence = g.reading.sentences[mention.sentence]
    token = sentence.doc[mention.head]
    if mention.pronoun:
        resolve_pronoun(g, mention, sentence)
        return
    if _by_name_or_kin(g, mention, sentence, token):
        return
    if mention.plural and mention.identity is None and token.lemma_.lower() in load_nouns().members and number_of(token):
        s, e = mention.span
        mention.identity = Identity(
            g.reading.article.text[s:e], "group", None, None, ("CVL",), basis="text", sure=False, head=token.lemma_.lower()
        )
    identity = mention.identity
    if mention.plural and identity is not None and identity.head and (number := number_of(token)) and not mention.name:
        # "48 people" are not "hundreds of people"; told again with their number, they are the same
        g.join(mention, (*key_of(identity, mention), number), identity)
        if mention.entity is not None:
            g.reading.entities[mention.entity].number = number
        return
    definite = any(c.dep_ in ("det", "poss") and c.lower_ in ("the", "this", "that") for c in token.lefts) or (
        sentence.kind in ("title", "heading")
    )
    if identity is None or (
        identity.kind not in ("person", "state")
        and (identity.head or not identity.sectors)
        and (not mention.name or (mention.plural and definite and identity.head))
    ):
        if _as_described(g, mention, sentence, token, definite):
            return
        identity = identity or _new(g, mention, token)
    if identity is not None:
        _as_identified(g, mention, sentence, token, definite, identity)


def _by_name_or_kin(g: Gatherer, mention: Mention, sentence: Sentence, token: Token) -> bool:
    """By an acronym, an apposition, a short name, as one of a pair or as somebody's relative."""
    identity = mention.identity
    if (short := by_acronym(g, mention)) is not None:
        mention.entity = short
        return True
    if apposed(g, mention, sentence):
        know_relative(g, mention, token)
        return True
    if said_to_be(g, mention, token):
        return True
    if (identity is None or identity.kind in ("state", "group")) and (found := compatriot(g, mention, token)) is not None:
        mention.entity = found
        return True
    if mention.identity is None and mention.name and (half := half_of(g, mention, sentence)) is not None:
        mention.entity = half
        return True
    if mention.name and (short_name(g, mention, sentence) or short_body(g, mention, sentence)):
        return True
    if mention.identity is None and (later := g.put_off.get(id(mention))) is not None:
        mention.identity = later
        g.join(mention, (later.kind, fold(later.name)), later)
        if mention.entity is not None and later.kind == "person":
            g.introduce(mention.entity, later.name)
        return True
    if is_of_two(token):
        mention.entity = one_of_two(g, mention, token.lower_)
        return True
    if resolve_pair(g, mention, token.lemma_.lower(), sentence):
        return True
    return not mention.name and relative(g, mention, token)


def _as_described(g: Gatherer, mention: Mention, sentence: Sentence, token: Token, definite: bool) -> bool:
    """As one whom the text has told of and whom the phrase describes."""
    identity = mention.identity
    found = resolve_description(g, mention, sentence, definite)
    if found is None and not definite and identity is not None and identity.kind == "office":
        found = own_officer(g, mention, token, identity)
    if found is None:
        return False
    mention.entity = found
    if identity is not None and identity.head and g.reading.entities[found].kind not in ("state",):
        g.learn(g.reading.entities[found], mention)
    return True


def _new(g: Gatherer, mention: Mention, token: Token) -> Identity | None:
    """Who somebody is of whom neither the register nor the text knows: initials that do something, and who speaks or has a trade."""
    s, e = mention.span
    text = g.reading.article.text[s:e]
    if mention.name and (_is_initials(token) or _is_body_initials(token)):
        return Identity(text.removeprefix("the ").removeprefix("The "), "organisation", basis="text", sure=False)  # "The HSE said"
    nouns = load_nouns()
    lemma = token.lemma_.lower()
    if speaks(token) or (lemma in nouns.trade and not mention.name):
        # "a machinist", "rivals said"
        trade = lemma in nouns.trade | nouns.family
        kind: ActorKind = "unnamed" if trade and not mention.plural else "group" if mention.plural else "organisation"
        return Identity(text, kind, None, None, ("CVL",) if trade else (), basis="text", sure=False, head=lemma)
    return None


def _as_identified(g: Gatherer, mention: Mention, sentence: Sentence, token: Token, definite: bool, identity: Identity) -> None:
    """As the register or the phrase tells, or not at all where that is too little."""
    if identity.kind == "person" and identity.head and not mention.name and (told := holder_told(g, mention, identity)) is not None:
        mention.entity = told
        g.reading.entities[told].heads.add(identity.head)
        return
    of_nobody = identity.kind == "office" and not identity.country and not identity.organisation
    if of_nobody and g.home and definite and not mention.plural and (held := held_at_home(g, mention, sentence)) is not None:
        g.join(mention, ("person", fold(held.person or held.name)), held)
        return
    told = token.lemma_.lower() in load_nouns().bodies or (token.lemma_.lower() in load_nouns().person and definite and speaks(token))
    if identity.kind == "unnamed" and not identity.sectors and (mention.plural or not told):
        return
    g.join(mention, key_of(identity, mention), identity)
    if identity.kind == "person" and identity.person and mention.entity is not None and not mention.name:
        if " " in identity.person and fold(identity.person) in fold(sentence.doc[mention.first : mention.last].text):
            g.introduce(mention.entity, identity.person)  # "elected Joseph Aoun president"
    if identity.kind == "person" and mention.name and mention.entity is not None:
        for part in untitled(fold(name_text(sentence, mention))):
            g.surnames.setdefault(part, mention.entity)  # "Abdullah" of "King Abdullah"


def _is_body_initials(token: Token) -> bool:
    """'the biggest of them, the UML', "the UML's chairman": letters that stand for a body nobody has told of."""
    if not (3 <= len(token.text) <= 6 and token.text.isupper() and token.text.isalpha()) or token.lower_ in load_nouns().initials:
        return False
    return any(c.lower_ == "the" for c in token.lefts) and token.dep_ in ("appos", "poss", "dobj", "pobj", "conj")


def _is_initials(token: Token) -> bool:
    return token.dep_ in ("nsubj", "nsubjpass") and 3 <= len(token.text) <= 6 and token.text.isupper() and token.text.isalpha()
