"""Pronouns: who "he", "it", "they", "I" and "who" are, from what has just been named and where it stood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from memcon.annotate.clauses import (
    SUBJECTS,
    clause_of,
    is_pleonastic,
    owner_by_verb,
    subject_of,
    told_by_nobody_known,
)
from memcon.annotate.nearness import last_told
from memcon.annotate.nouns import is_collective, last_words, load_nouns
from memcon.annotate.pairs import counted_before, last_of, pair_with, pairs_named, recent_pair
from memcon.annotate.reading import Entity, Mention, Sentence
from memcon.annotate.speech import addressed, speaker_of
from memcon.annotate.things import is_called, is_of_things

if TYPE_CHECKING:
    from spacy.tokens import Token

    from memcon.annotate.gatherer import Gatherer

_HE = {"he", "him", "his", "himself"}
_SHE = {"she", "her", "hers", "herself"}
_IT = {"it", "its", "itself"}
_THEY = {"they", "them", "their", "themselves"}
_FIRST = {"i", "me", "my", "we", "us", "our"}
_OWN = {"his", "her", "its", "their"}
_SELF = {"himself", "herself", "itself", "themselves"}
RELATIVE = {"who", "whom", "whose", "which"}
_WINDOW = 4
_MANY_WINDOW = 4
_FAR = 25
_LONG_AGO = 12  # sentences
# what counts for one that a pronoun may be, and how much (fitted on the casebook's open half): a sentence and a mention between them,
# to be a subject, of a main clause, named, of the gender, and the subject of the pronoun's own clause
_SENTENCE, _STEP, _SUBJECT, _MAIN, _NAMED, _GENDERED, _OWNED = 2.5, 0.15, 2.0, 0.4, 0.6, 1.0, 2.2
_OPPOSED = 2.0  # for whom is known to be a woman, where "she asked him": one of two people
_FOREIGN = 3.0  # against the state whose officer does something to "it"
_PLACED = 2.0  # against one who only tells where
_ASIDE = 0.8  # against a subject of a relative clause
_AFTER = 1.5  # against somebody of no name who is told after his words: "...," his lawyer said
_ASKED = 2.5  # for who was asked, before "he refused", and for whom "his lawyers said he" tells of
_SAID = 1.8  # for those who say what "they" do
_LIMBS, _TOUCHING = {"hand", "cheek", "hands"}, {"shake", "kiss", "squeeze", "clasp", "grip", "pump"}
_SOME = {"both", "some", "many", "most", "all", "each", "one", "two", "three", "several", "none", "neither", "either", "few", "half"}
_SURELY = 0.8  # by how much the best must lead for its gender to be learned


def resolve_pronoun(g: Gatherer, mention: Mention, sentence: Sentence) -> None:
    """Give a pronoun its entity or entities, or none where it stands for nobody that the text has named."""
    token = sentence.doc[mention.head]
    low = token.lower_
    if low in RELATIVE:
        _relative(g, mention, token)
    elif low in _FIRST:
        _first_person(g, mention, sentence)
    elif low == "you":
        mention.entity = addressed(g, mention, sentence)
        mention.plural = mention.entity is not None and g.reading.entities[mention.entity].plural
    elif low == "both" or low in _THEY:
        _they(g, mention, sentence)
    elif low in _HE | _SHE | _IT:
        _one(g, mention, sentence, low)


def _relative(g: Gatherer, mention: Mention, token: Token) -> None:
    clause = token.head
    while clause.dep_ not in ("relcl", "acl", "ROOT") and clause.head.i != clause.i:
        clause = clause.head
    if clause.dep_ == "relcl":
        antecedent = g.reading.mention_at(mention.sentence, clause.head.i)
        if antecedent:
            mention.entity, mention.others = antecedent.entity, antecedent.others


def _near(g: Gatherer, mention: Mention, token: Token, low: str) -> set[int]:
    """Who a pronoun cannot be: those who stand in its own clause, unless it only says whose something is."""
    if low in _SELF:
        return set()
    clause = clause_of(token)
    out: set[int] = set()
    if _takes_along(token):
        return out
    if g.reading.quoted(mention.span[0]) and (speaker := speaker_of(g, mention, g.reading.sentences[mention.sentence])) is not None:
        out.add(speaker)  # who is quoted says "I"
    if low in _OWN and token.dep_ == "poss":
        # "his spokesman, X, said": not X's
        out |= _entities_at(g, mention.sentence, token.head)
        for named in token.head.rights:
            if named.dep_ == "appos":
                out |= _entities_at(g, mention.sentence, named)
        # "shook his hand": another's
        hand = token.head.dep_ == "dobj" and token.head.lemma_.lower() in _LIMBS and token.head.head.lemma_.lower() in _TOUCHING
        if hand and (subject := subject_of(clause)) is not None:
            out |= _entities_at(g, mention.sentence, subject)
        # "had once been his caterer": not his own
        if token.head.dep_ == "attr" and (subject := subject_of(clause)) is not None:
            out |= _entities_at(g, mention.sentence, subject)
        return out
    for other in reversed(g.recent):
        if other.sentence != mention.sentence:
            break
        their = g.reading.sentences[other.sentence].doc[other.head]
        if their.dep_ != "poss" and clause_of(their).i == clause.i:
            out |= set(other.entities)
    if token.dep_ not in SUBJECTS and (subject := subject_of(clause)) is not None:
        out |= _entities_at(g, mention.sentence, subject)
    if token.dep_ == "dobj" and clause.dep_ == "xcomp" and clause.lemma_.lower() in load_nouns().harming:
        # "Truss urged the junta to free her"
        asking = next((c for c in clause.head.children if c.dep_ in SUBJECTS), None)
        out |= _entities_at(g, mention.sentence, asking) if asking is not None else set()
    return out


def _takes_along(token: Token) -> bool:
    """'He took doctors with him', 'she closed the door behind her': whose company or place it is may be the subject's own."""
    prep = token.head
    if token.dep_ != "pobj" or prep.dep_ != "prep" or prep.head.pos_ != "VERB":
        return False
    taken = prep.lower_ == "with" and prep.head.lemma_.lower() in load_nouns().taking and any(c.dep_ == "dobj" for c in prep.head.rights)
    return taken or prep.lower_ in ("behind", "around")


def _is_thing(g: Gatherer, mention: Mention, token: Token) -> bool:
    mention.thing = is_of_things(g.reading, mention, token)
    return mention.thing


def _entities_at(g: Gatherer, sentence: int, token: Token) -> set[int]:
    known = g.reading.mention_at(sentence, token.i)
    return set(known.entities) if known else set()


def _one(g: Gatherer, mention: Mention, sentence: Sentence, low: str) -> None:
    token = sentence.doc[mention.head]
    if low in _IT and (
        is_pleonastic(token)
        or is_called(token)
        or _is_thing(g, mention, token)
        or told_by_nobody_known(token, lambda t: bool(_entities_at(g, mention.sentence, t)))
    ):
        return
    gender = "m" if low in _HE else "f" if low in _SHE else None
    apart = _near(g, mention, token, low)
    own: set[int] = set()
    if (low in _OWN and token.dep_ == "poss") or low in _SELF or _takes_along(token):
        owner = owner_by_verb(token)
        if owner is None:
            owner = subject_of(clause_of(token))
        if (accuser := _accuser(token)) is not None:
            owner = accuser
        own = _entities_at(g, mention.sentence, owner) if owner is not None else set()
    asked = _asked_before(g, mention, token) | _accused_before(g, mention, token) | _blamed_before(g, mention, token)
    possessed = _possessor_of_speakers(g, mention, token)
    opposed = gender is not None and _opposed(token, low)
    of_officer: set[str | None] = set()
    if low == "it" and token.dep_ not in SUBJECTS and (doer := subject_of(clause_of(token))) is not None:
        of_officer = {
            g.reading.entities[i].country for i in _entities_at(g, mention.sentence, doer) if "GOV" in g.reading.entities[i].sectors
        }
        of_officer -= {None}
    if low not in _IT and _said_by_somebody_new(g, mention, token):
        return
    best, most, second = None, -99.0, -99.0
    says = token.dep_ in SUBJECTS and token.head.lemma_.lower() in load_nouns().saying and not g.reading.quoted(mention.span[0])
    for distance, other in enumerate(reversed(g.recent)):
        if other.entity is None or mention.sentence - other.sentence > _WINDOW or distance > _FAR:
            continue
        if says and other.sentence == mention.sentence and g.reading.quoted(other.span[0]):
            continue  # '"... in the Syrian Arab Republic," it said': nobody whom the words name
        entity = g.reading.entities[other.entity]
        if entity.index in apart or not (_may_be_it(entity, other) if low in _IT else _may_be_a_person(entity, other)):
            continue
        if gender and entity.gender and entity.gender != gender:
            continue
        score = _salience(g, mention, other, distance, gender)
        if entity.kind in ("state", "government") and entity.country in of_officer:
            score -= _FOREIGN  # "the president asked it": another state than his
        if opposed and entity.gender == gender:
            score += _OPPOSED
        if entity.index in asked or entity.index in possessed:
            score += _ASKED
        if entity.index in own:
            # whose gender nobody knows is less surely he
            score += _OWNED if not gender or entity.gender == gender else _OWNED - 1.0
        if score > most:
            second = second if best is None or best.index == entity.index else most
            best, most = entity, score
        elif best is not None and entity.index != best.index:
            second = max(second, score)
    if best is None and gender:
        best = _far_back(g, mention, gender, apart)
    if best is not None:
        mention.entity = best.index
        if gender and most - second > _SURELY:
            best.gender = best.gender or gender


def _accuser(token: Token) -> Token | None:
    """Whose boats they are where one accuses another of firing at "its boats": the accuser."""
    clause = clause_of(token)
    verb = clause.head.head if clause.dep_ == "pcomp" else clause
    if token.dep_ != "poss" or clause.dep_ != "pcomp" or verb.lemma_.lower() not in ("accuse", "suspect", "blame", "condemn", "criticise"):
        return None
    if clause.lemma_.lower() not in load_nouns().wronging | load_nouns().harming:
        return None
    return subject_of(verb)


def _opposed(token: Token, low: str) -> bool:
    """Whether a pronoun of the other gender stands in its clause: "he asked her"."""
    others = _SHE if low in _HE else _HE
    clause = clause_of(token)
    return any(c.lower_ in others and c.dep_ in ("nsubj", "dobj", "dative", "pobj") and clause_of(c).i == clause.i for c in clause.subtree)


def _far_back(g: Gatherer, mention: Mention, gender: str, apart: set[int]) -> Entity | None:
    """The one person of a gender whom the text told of, where none was told of lately."""
    for other in reversed(g.recent):
        if mention.sentence - other.sentence > _LONG_AGO:
            return None
        entity = g.reading.entities[other.entity] if other.entity is not None else None
        if entity is not None and entity.gender == gender and entity.index not in apart and _may_be_a_person(entity, other):
            return entity
    return None


def _salience(g: Gatherer, mention: Mention, other: Mention, distance: int, gender: str | None) -> float:
    """How near to mind an earlier mention is where a pronoun stands."""
    reading = g.reading
    entity = reading.entities[other.entity or 0]
    there = reading.sentences[other.sentence]
    token = there.doc[other.head]
    score = -_SENTENCE * (mention.sentence - other.sentence) - distance * _STEP
    if token.dep_ in SUBJECTS and token.lower_ not in RELATIVE:
        score += _SUBJECT
        if token.head.dep_ == "relcl":
            score -= _ASIDE
        if other.sentence != mention.sentence and token.head.dep_ == "ROOT":
            score += _MAIN
            if not entity.proper and any(c.dep_ == "ccomp" and c.i < token.i for c in token.head.lefts):
                score -= _AFTER
    if entity.kind == "person" and entity.proper:
        score += _NAMED
    if gender and entity.gender == gender:
        score += _GENDERED
    if other.locative:
        score -= _PLACED
    return score


def _asked_before(g: Gatherer, mention: Mention, token: Token) -> set[int]:
    """Who was asked in the sentence before, where the pronoun replies: "asked him to resign. He refused"."""
    if (inner := _asked_of(token)) is not None:
        return _entities_at(g, mention.sentence, inner)
    if (
        token.dep_ != "nsubj"
        or token.head.lemma_.lower() not in load_nouns().replying
        or token.head.dep_ != "ROOT"
        or mention.sentence == 0
    ):
        return set()
    earlier = g.reading.sentences[mention.sentence - 1]
    root = next((t for t in earlier.doc if t.head.i == t.i), None)
    if root is None or root.lemma_.lower() not in load_nouns().control:
        return set()
    out: set[int] = set()
    for child in root.rights:
        inner = (
            child
            if child.dep_ == "dobj"
            else next((c for c in child.lefts if child.dep_ in ("ccomp", "xcomp") and c.dep_ in SUBJECTS), None)
        )
        if inner is not None:
            out |= _entities_at(g, earlier.index, inner)
    return out


def _asked_of(token: Token) -> Token | None:
    """Who is asked what a pronoun does: 'the head' in "asked the head what he thought"."""
    verb = token.head
    if token.dep_ not in SUBJECTS or verb.dep_ not in ("ccomp", "advcl") or verb.head.lemma_.lower() not in ("ask", "question", "quiz"):
        return None
    if not any(t.lower_ in ("what", "whether", "if", "why", "how", "where", "when", "who") for t in token.doc[verb.left_edge.i : token.i]):
        return None
    return next((c for c in verb.head.rights if c.dep_ in ("dobj", "dative") and c.i < token.i), None)


def _accused_before(g: Gatherer, mention: Mention, token: Token) -> set[int]:
    """Of whom the sentence before says what "it denied that" denies: 'the ministry' in "He said the ministry had done nothing"."""
    if token.dep_ != "nsubj" or token.head.lemma_.lower() not in load_nouns().denying or mention.sentence == 0:
        return set()
    earlier = g.reading.sentences[mention.sentence - 1]
    root = next((t for t in earlier.doc if t.head.i == t.i), None)
    if root is None or root.lemma_.lower() not in load_nouns().saying:
        return set()
    said = next((c for c in root.rights if c.dep_ == "ccomp"), None)
    inner = next((c for c in said.lefts if c.dep_ in SUBJECTS), None) if said is not None else None
    return _entities_at(g, earlier.index, inner) if inner is not None else set()


def _blamed_before(g: Gatherer, mention: Mention, token: Token) -> set[int]:
    """Whom the sentence before blames, where a quotation opens with what he did: "Residents blame the army. 'They told us to stay'"."""
    if token.dep_ != "nsubj" or mention.sentence == 0 or not g.reading.quoted(mention.span[0]):
        return set()
    if any(t.dep_ in SUBJECTS for t in token.doc[: token.i]):
        return set()
    earlier = g.reading.sentences[mention.sentence - 1]
    root = next((t for t in earlier.doc if t.head.i == t.i), None)
    if root is None or root.lemma_.lower() not in load_nouns().judging | load_nouns().denouncing:
        return set()
    blamed = next((c for c in root.rights if c.dep_ == "dobj"), None)
    return _entities_at(g, earlier.index, blamed) if blamed is not None else set()


def _possessor_of_speakers(g: Gatherer, mention: Mention, token: Token) -> set[int]:
    """Whose opponents or lawyers say what a pronoun does: 'Deby' in "Deby's opponents say he is weak"."""
    speaker = _speaker_over(token)
    if speaker is None or speaker.tag_ not in ("NNS", "NNPS"):
        return set()
    owner = next((c for c in speaker.lefts if c.dep_ == "poss"), None)
    return _entities_at(g, mention.sentence, owner) if owner is not None else set()


def _said_by_somebody_new(g: Gatherer, mention: Mention, token: Token) -> bool:
    """Whether "he" is what somebody of no name says of himself: "his son said he did not know"."""
    speaker = _speaker_over(token)
    if speaker is None or speaker.tag_ != "NN" or _entities_at(g, mention.sentence, speaker):
        return False
    nouns = load_nouns()
    return speaker.lemma_.lower() in nouns.kin | nouns.person | nouns.sole | {"spokesman", "spokeswoman"}


def _may_be_it(entity: Entity, other: Mention) -> bool:
    if entity.kind in ("person", "office") or (other.plural and not (other.name and entity.kind in ("state", "organisation"))):
        return False
    return is_collective(entity) is not False


def _may_be_a_person(entity: Entity, other: Mention) -> bool:
    if entity.kind == "person":
        return True
    return entity.kind in ("office", "unnamed", "group") and not entity.plural and not other.plural and is_collective(entity) is False


def _they(g: Gatherer, mention: Mention, sentence: Sentence) -> None:
    token = sentence.doc[mention.head]
    low = token.lower_
    nouns = load_nouns()
    if _is_thing(g, mention, token) or told_by_nobody_known(token, lambda t: bool(_entities_at(g, mention.sentence, t))):
        return
    apart = _near(g, mention, token, low)
    own: set[int] = set()
    if low in _OWN and token.dep_ == "poss":
        owner = owner_by_verb(token)
        if owner is not None:
            for one in (owner, *owner.conjuncts):
                own |= _entities_at(g, mention.sentence, one)
        elif (subject := subject_of(clause_of(token))) is not None:
            own = _entities_at(g, mention.sentence, subject)
    speaker = _speaker_over(token)
    said_by = _entities_at(g, mention.sentence, speaker) if speaker is not None else set()
    apart_speaker = set(said_by)
    if speaker is not None and speaker.lower_ in _HE | _SHE | _IT:
        apart |= said_by  # "it said they would be tried"
        said_by = set()
    if low in _OWN and token.dep_ == "poss" and _is_of_unknown(g, mention, token):
        return
    if low == "both" and len(said_by) == 1:
        apart |= said_by
    if token.dep_ == "pobj" and token.head.lower_ == "of" and token.head.head.lower_ in _SOME:
        whole = g.reading.mention_at(mention.sentence, token.head.head.i)
        if whole is not None and len(whole.others) > 1:
            mention.others = whole.others  # "both of them"
            return
        apart = _near(g, mention, token.head.head, low) if token.head.head.dep_ not in SUBJECTS else set()
    blamed = _blamed_before(g, mention, token)
    best: tuple[int, ...] = ()
    most = -99.0

    def offer(found: tuple[int, ...], score: float) -> None:
        nonlocal best, most
        if score > most and found and not set(found) & apart:
            best, most = found, score

    if low != "both":
        for distance, other in enumerate(reversed(g.recent)):
            back = mention.sentence - other.sentence
            if back > _MANY_WINDOW:
                break
            there = g.reading.sentences[other.sentence].doc[other.head]
            score = -1.5 * back - 0.1 * distance - (2.0 if other.locative else 0.0)
            score += 1.0 if there.dep_ in SUBJECTS else 0.4 if there.dep_ == "dobj" else 0.0
            if len(other.others) > 1:
                offer(other.others, score + 0.5)
            elif other.entity is not None:
                entity = g.reading.entities[other.entity]
                score += 1.0 if entity.index in own else _ASKED if entity.index in blamed else 0.0
                if entity.index in said_by and (other.plural or entity.plural):
                    score += _SAID
                if other.plural:
                    offer((entity.index,), score)
                elif entity.kind == "group" and entity.proper:
                    offer((entity.index,), score - 0.9)
                elif entity.kind in ("group", "organisation", "unnamed", "government"):
                    last = last_words(entity)
                    if entity.kind != "government" or entity.heads:
                        offer((entity.index,), score - (1.0 if last & nouns.many else 2.5 if is_collective(entity) is not False else 9.0))
    if low == "both":
        for other in reversed(g.recent):
            if len(other.others) == 2 and mention.sentence - other.sentence <= 3:
                offer(other.others, 0.4 - 0.5 * (mention.sentence - other.sentence))
        if (counted := counted_before(g, mention, 2)) is not None:
            offer((counted,), 0.3 - 0.5 * (mention.sentence - last_told(g.recent, counted)))
    for found, score in pairs_named(g, mention, 5 if low == "both" else 2):
        offer(found, score + (2.0 if set(found) <= own else 0.8 if own & set(found) else 0.0))
    if low == "both" and not best and (two := last_of(g, mention, 2, barred=frozenset(apart))) is not None:
        best, most = two, 0.0
    if low == "both" and not best:
        bodies = ("person", "state", "government", "group", "organisation")
        best = recent_pair(g, bodies, barred=frozenset(apart)) or ()
    if not best and len(said_by or apart_speaker) == 1 and low == "they":
        best = pair_with(g, next(iter(said_by or apart_speaker))) or ()  # "she said they had had a good talk"
    if len(best) > 1:
        mention.others = best
    elif best:
        mention.entity = best[0]


def _speaker_over(token: Token) -> Token | None:
    """The subject of the clause that says the clause of which a pronoun is subject: 'Farmers' in "Farmers said they would march"."""
    verb = token.head
    if token.dep_ not in SUBJECTS or verb.dep_ != "ccomp" or verb.head.lemma_.lower() not in load_nouns().saying:
        return None
    return next((c for c in verb.head.lefts if c.dep_ in SUBJECTS), None)


def _is_of_unknown(g: Gatherer, mention: Mention, token: Token) -> bool:
    """Whether "their" is of some who are no actor of the text: "rivals raised their prices"."""
    subject = next((c for c in clause_of(token).lefts if c.dep_ in SUBJECTS), None)
    return (
        subject is not None
        and subject.tag_ == "NNS"
        and subject.i < token.i
        and not subject.is_ancestor(token)
        and not _entities_at(g, mention.sentence, subject)
    )


def _first_person(g: Gatherer, mention: Mention, sentence: Sentence) -> None:
    """'"We talked about oil," X wrote': X, and for 'we' the other leader when X and one other were just spoken of."""
    if not g.reading.quoted(mention.span[0]):
        return
    speaker = speaker_of(g, mention, sentence)
    if speaker is None:
        return
    pair = pair_with(g, speaker) if sentence.doc[mention.head].lower_ in ("we", "us", "our") else None
    if pair and speaker in pair:
        mention.others = pair
    else:
        mention.entity = speaker
