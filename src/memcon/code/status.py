"""Whether an act happened: negation, modals, tense, and the words that govern it, with the cue as evidence."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from memcon.code.match import lemma_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_CUES = Path(__file__).parent.parent / "knowledge" / "cues" / "status.toml"
_YEAR = re.compile(r"^(1[0-9]{3}|20[0-9]{2})(?:s)?$")
_OLD = 8


@dataclass(frozen=True)
class StatusCues:
    """Cue lemma to status, by the place the cue stands in."""

    governor: dict[str, str]
    own: dict[str, str]
    modal: dict[str, str]
    modifier: dict[str, str]
    ongoing: frozenset[str]
    history_nouns: frozenset[str]
    history_phrases: tuple[str, ...]
    surveys: frozenset[str]
    lists: dict[str, frozenset[str]]  # further lists by name: see knowledge/cues/status.toml


@lru_cache(maxsize=1)
def load_cues() -> StatusCues:
    """The packaged status cues."""
    raw = tomllib.loads(_CUES.read_text(encoding="utf-8"))

    def table(name: str) -> dict[str, str]:
        return {word: status for status, words in raw[name].items() for word in reversed(words.split())}

    return StatusCues(
        table("governor"),
        table("own"),
        table("modal"),
        table("modifier"),
        frozenset(raw["ongoing"]["verbs"].split()),
        frozenset(raw["historical"]["nouns"].split()),
        tuple(raw["historical"]["phrases"]),
        frozenset(raw["survey"]["nouns"].split()),
        {
            name: frozenset(raw[place][key].split())
            for name, place, key in (
                ("presupposed", "presupposed", "verbs"),
                ("light", "presupposed", "light"),
                ("occurrence", "occurrence", "verbs"),
                ("not failed", "not_failed", "verbs"),
                ("done", "done", "verbs"),
                ("factive", "factive", "adjectives"),
                ("undecided", "undecided", "verbs"),
                ("future clause", "future_clause", "marks"),
                ("weighed", "spoken", "weighed"),
                ("spoken", "spoken", "nouns"),
                ("kept from", "kept_from", "verbs"),
                ("open", "open", "nouns"),
                ("leads", "leads", "nouns"),
                ("sides", "sides", "nouns"),
                ("crime", "crimes", "words"),
                ("permits", "permits", "nouns"),
                ("needed", "needed", "words"),
                ("inquiries", "inquiries", "words"),
                ("gathering", "done", "gatherings"),
                ("object", "object", "verbs"),
                ("people", "people", "nouns"),
                ("deniers", "deniers", "verbs"),
                ("reported", "deniers", "reports"),
            )
        },
    )


def own_status(token: Token) -> str | None:
    """What a word says of the act that it both names and weighs: "weighs missiles for Ukraine" is possible, "plans strikes" planned."""
    return load_cues().own.get(lemma_of(token))


def find_status(token: Token, year: int | None, skip: frozenset[int] = frozenset()) -> tuple[str, Token | None]:
    """The status of the act a trigger names and the cue token (None where nothing marks it: it happened).

    ``skip`` holds token indices of governors that have been coded themselves (their status is not inherited).
    """
    cues = load_cues()
    own = _own(token, cues)
    if own is not None:
        return own
    if token.pos_ == "VERB" and lemma_of(token) not in cues.governor and (nothing := _nothing(token)) is not None:
        return "denied", nothing
    history = _historical(token, year, cues)
    governed = _governed(token, cues, skip)
    if governed is not None and governed[0] != "ongoing":
        return governed
    if history is not None:
        return "historical", history
    return governed or ("happened", None)


def _own(token: Token, cues: StatusCues) -> tuple[str, Token] | None:
    verbal = token.pos_ in ("VERB", "AUX")
    condition = next((c for c in token.lefts if c.dep_ == "mark" and c.lower_ in ("if", "unless", "whether")), None) if verbal else None
    if condition is not None:
        return ("possible" if condition.lower_ == "whether" else "hypothetical"), condition
    modal = next((c for c in token.lefts if c.dep_ == "aux" and c.tag_ == "MD"), None) if verbal else None
    for child in token.children:
        if child.lower_ == "longer" and child.i < token.i and child.i and child.nbor(-1).lower_ == "no":
            return "denied", child
        if child.dep_ == "neg" or (child.dep_ == "det" and child.lower_ == "no") or child.lower_ == "never":
            if child.lower_ == "not" and child.i + 1 < len(token.doc) and token.doc[child.i + 1].lower_ in ("only", "just", "merely"):
                continue
            if child.i < token.i or child.dep_ == "neg":
                # "should not pay" asks, "may not come" leaves it open
                open_ = (
                    modal is not None
                    and cues.modal.get(modal.lower_) in ("demanded", "possible")
                    and modal.lower_ not in ("can", "ca", "could")
                )
                return (cues.modal[modal.lower_], modal) if open_ and modal is not None else ("denied", child)
    if verbal:
        if nobody := _nobody(token):
            return "denied", nobody
        if modal is not None:
            status = cues.modal.get(modal.lower_)
            if status == "hypothetical" and _reported_future(token):
                status = "planned"
            if status:
                return status, modal
        for child in token.children:
            if child.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ == "if" for c in child.children):
                if any(c.tag_ == "MD" for c in token.lefts):
                    return "hypothetical", child
        if _commands(token) or _subjunctive(token):
            return "demanded", token
        if asks := _asked(token):
            return "possible", asks
    for child in token.lefts:
        if child.dep_ in ("amod", "advmod", "compound"):
            status = cues.modifier.get(child.lower_)
            if status:
                return status, child
    return None


def _nobody(verb: Token) -> Token | None:
    """A subject that denies its verb: "no party signed", "nobody was killed", "neither side has declared"."""
    for child in verb.lefts:
        if child.dep_ in ("nsubj", "nsubjpass"):
            if child.lower_ in ("nobody", "none", "neither") and not (child.i and child.nbor(-1).is_punct and child.i > verb.left_edge.i):
                return child
            for c in child.children:
                if (c.dep_ in ("det", "preconj", "cc") or c.i < child.i) and c.lower_ in ("no", "neither"):
                    return child
        if child.lower_ == "neither" and child.dep_ in ("preconj", "cc", "det", "advmod"):
            return child
    return None


def _nothing(verb: Token) -> Token | None:
    """A "no" before the object that denies the verb: "reached no agreement"."""
    for child in verb.rights:
        if child.dep_ == "dobj":
            return next((c for c in child.lefts if c.dep_ == "det" and c.lower_ == "no"), None)
    return None


def _commands(token: Token) -> bool:
    """Whether a verb opens its sentence as an order: "Release the prisoners"."""
    if (
        token.tag_ != "VB"
        or token.dep_ not in ("ROOT", "ccomp", "advcl")
        or any(c.dep_ in ("nsubj", "aux", "nsubjpass", "mark") for c in token.lefts)
    ):
        return False
    return all(t.is_punct or t.is_space or t.lower_ in ("please", "now", "then", "so", "and") for t in token.doc[: token.i])


def _subjunctive(token: Token) -> bool:
    """Whether a verb stands in the subjunctive of demands: "that the boy be returned", "the idea that he offer to resign"."""
    if not any(c.dep_ in ("nsubj", "nsubjpass") for c in token.lefts) or not any(
        c.lower_ == "that" and c.dep_ == "mark" for c in token.lefts
    ):
        return False
    helpers = [c for c in token.lefts if c.dep_ in ("aux", "auxpass")]
    return helpers[0].tag_ == "VB" and helpers[0].lower_ == "be" if helpers else token.tag_ == "VB"


def _asked(token: Token) -> Token | None:
    """The helping verb before its subject in a question that asks whether: "Did Iran attack?"."""
    if token.doc[-1].text != "?" and not any(t.text == "?" for t in token.rights):
        return None
    helper = next((c for c in token.lefts if c.dep_ in ("aux", "auxpass")), None)
    subject = next((c for c in token.lefts if c.dep_ in ("nsubj", "nsubjpass")), None)
    if helper is None or subject is None or helper.i > subject.i:
        return None
    return None if any(t.tag_ in ("WP", "WRB", "WDT") for t in token.lefts) else helper


def _reported_future(token: Token) -> bool:
    """'said it would send': a plan told in the past, not a condition."""
    head = token.head
    return (
        token.dep_ in ("ccomp", "relcl", "advcl", "conj")
        and head.tag_ in ("VBD", "VBN", "VBZ", "VBP", "VBG")
        and not any(c.lower_ == "if" for c in token.subtree)
    ) or (token.dep_ == "ROOT" and not any(c.lower_ == "if" for c in token.doc))


def _governed(token: Token, cues: StatusCues, skip: frozenset[int]) -> tuple[str, Token] | None:
    at = token
    ongoing = None
    if token.tag_ == "VBG" and any(c.dep_ == "aux" and c.lemma_.lower() == "be" and c.tag_ in ("VBP", "VBZ") for c in token.lefts):
        ongoing = token
    known = token.pos_ in ("NOUN", "PROPN") and _definite(token)
    for _ in range(7):
        head = at.head
        if head.i == at.i or head.i in skip:
            break
        link = at.dep_
        if link == "conj":
            if at.i == token.i and at.tag_ in ("VBD", "VBZ") and head.tag_ == "VB":
                break  # "promised to send trucks and ordered an inquiry": it was ordered
            at = head
            own = _own(at, cues) if at.pos_ == token.pos_ and at.pos_ in ("VERB", "AUX") else None
            shared: tuple[str, ...] = ("planned", "possible", "demanded", "hypothetical")
            if any(c.dep_ == "cc" and c.lower_ in ("or", "nor") for c in head.rights):
                shared = (*shared, "denied")  # "had not admitted it or implicated anyone"
            if own and own[0] in shared and not any(c.dep_ in ("nsubj", "aux") for c in token.lefts):
                return own
            continue
        if link in ("nsubj", "nsubjpass") and head.pos_ in ("VERB", "AUX"):
            own = _subject_status(head, cues, definite=_definite(at))
            return own or (("ongoing", ongoing) if ongoing is not None else None)
        if link in ("appos", "parataxis", "nmod", "poss", "npadvmod") or (link == "relcl" and not _to_infinitive(at)):
            break
        if link == "acl" and any(c.dep_ == "mark" and c.lower_ == "that" for c in at.lefts):
            # "denied a report that he spoke with him"
            verb = head.head
            untrue = lemma_of(head) in cues.lists["reported"] and head.dep_ == "dobj" and lemma_of(verb) in cues.lists["deniers"]
            if untrue:
                return "denied", verb
        if link in ("amod", "acl") and at.tag_ in ("VBN", "VBG", "VBD"):
            break  # "the sanctions imposed in 1990": they were
        if link in ("pobj", "pcomp") and head.i and head.lower_ in ("than", "of") and head.nbor(-1).lower_ in ("rather", "instead"):
            return "denied", head
        if link == "advcl":
            mark = next((c for c in at.lefts if c.dep_ == "mark"), None)
            if mark is not None and mark.lower_ in ("if", "unless"):
                return "hypothetical", mark
            if _still_to_come(at, cues):
                return "planned", at
            if at.tag_ == "VB" and any(c.lower_ == "to" for c in at.lefts):
                return None if lemma_of(at) in cues.lists["done"] and _own(head, cues) is None else ("planned", at)
            break
        lemma = lemma_of(head)
        if link == "ccomp" and _to_infinitive(at) and head.pos_ == "VERB":
            link = "xcomp"  # "will not cause them to retreat"
        if link in ("ccomp",) and head.pos_ in ("VERB", "AUX"):
            # reported clauses stand on their own feet unless the report casts doubt
            if lemma in cues.lists["deniers"]:
                return "denied", head
            status = cues.governor.get(lemma)
            if status == "demanded" and (
                at.tag_ in ("VBD", "VBZ") or any(c.tag_ in ("WRB", "WP") or c.tag_ in ("VBD", "VBZ") for c in at.lefts)
            ):
                break  # "insisted that his son wants to stay", "asked how it hopes to"
            if status in ("demanded", "possible", "threatened"):
                if lemma in ("allege", "suspect", "believe", "think", "claim") or status != "possible" or at.tag_ in ("VB",):
                    return status, head
            break
        status = cues.governor.get(lemma)
        if link == "dobj" and lemma in cues.lists["weighed"] and lemma_of(at) in cues.lists["spoken"]:
            break  # "is considering the request": it was made
        if link == "dobj" and head.pos_ == "VERB" and not (known and at.i != token.i) and lemma in cues.lists["object"]:
            return _scaled(cues.governor.get(lemma, "possible"), head, cues)
        if link == "dobj" and head.pos_ in ("VERB", "AUX"):
            if lemma in cues.lists["presupposed"] and (
                at.i != token.i or _definite(at) or lemma in ("end", "lift", "condemn", "protest", "finish")
            ):
                break
            own = _own(head, cues)
            if own is not None:
                if own[0] in ("denied", "possible") and (
                    (_definite(at) and lemma not in cues.lists["light"]) or (known and at.i != token.i)
                ):
                    break  # "did not mention the attack": there was one
                return own
            at = head
            continue
        if link == "pobj":
            prep = head
            noun = prep.head
            if prep.i in skip or noun.i in skip:
                break
            word = prep.lower_
            noun_lemma = lemma_of(noun)
            if word == "to" and noun_lemma == "lead" and noun.dep_ in ("acl", "relcl") and lemma_of(noun.head) in cues.lists["leads"]:
                return "possible", noun.head  # "information leading to the arrest of"
            if word == "to" and noun_lemma in ("agree", "consent") and noun.pos_ == "VERB" and not known:
                return "planned", noun  # "agreed to a meeting"
            if word in ("into", "of") and noun_lemma in cues.lists["inquiries"]:
                break  # "called for an inquiry into the strike": there was one
            if word == "without":
                return "denied", prep
            if word in ("toward", "towards"):
                return "possible", prep
            if noun_lemma in cues.history_nouns and word in ("of", "for"):
                return "historical", noun
            if word in ("of", "for", "about", "over", "against", "on", "to") and noun.pos_ in ("NOUN", "PROPN", "ADJ"):
                found = cues.governor.get(noun_lemma)
                if (found and word in ("of", "for", "to")) or found in ("threatened",):
                    return str(found), noun
            if (
                word in ("for", "against", "about", "of")
                and noun.pos_ == "VERB"
                and noun_lemma in ("call", "push", "appeal", "press", "ask", "hope", "plan", "prepare", "warn", "threaten", "wait")
            ):
                return cues.governor.get(noun_lemma, "possible"), noun
            if noun.pos_ == "VERB" and word == "from" and (found := cues.governor.get(noun_lemma) or _kept_from(noun_lemma, cues)):
                return _scaled(found, noun, cues)
            if noun.pos_ in ("VERB", "AUX") and word not in ("for", "against", "about", "of", "from", "to"):
                break
            if noun.pos_ not in ("VERB", "AUX") and word in (
                "in",
                "at",
                "after",
                "before",
                "during",
                "by",
                "with",
                "from",
                "since",
                "amid",
            ):
                break  # "a suspect in the shooting may have fled"
            at = noun
            continue
        if status and link in ("xcomp", "acl", "pcomp", "oprd", "dobj", "attr", "acomp", "prep", "ccomp"):
            if _performs(at, head, cues):
                return None
            return _scaled(status, head, cues)
        if (undecided := _undecided(at, head, link, cues)) is not None:
            return undecided
        if link == "pcomp":
            if head.lower_ == "without":
                return "denied", head
            if head.lower_ in ("from", "of", "for", "about", "on", "against", "into", "in") and (
                found := cues.governor.get(lemma_of(head.head))
            ):
                return _scaled(found, head.head, cues)
            if head.lower_ == "from" and (found := _kept_from(lemma_of(head.head), cues)):
                return found, head.head
            if head.lower_ in ("of", "for", "about") and lemma_of(head.head) in cues.lists["open"]:
                return "possible", head.head
            if head.lower_ == "by" and head.i and head.nbor(-1).lower_ == "than":
                return "hypothetical", head.nbor(-1)  # "stands to gain more than by accepting"
            ruled = head.head.head if head.dep_ == "conj" and head.head.pos_ == "ADP" else head.head
            if head.lower_ == "by" and ruled.pos_ == "VERB":
                if (own := _own(ruled, cues)) is not None:
                    return own  # "could start a war by attacking"
                if cues.governor.get(lemma_of(head.head.head)) == "possible":
                    break  # "tried to scare them by calling for war": so he did call
        if lemma in cues.ongoing and link in ("xcomp", "dobj"):
            ongoing = head
        own = _own(head, cues) if head.pos_ in ("VERB", "AUX") and link in ("xcomp", "oprd") else None
        if own is not None:
            return own
        at = head
    return ("ongoing", ongoing) if ongoing is not None else None


def _definite(noun: Token) -> bool:
    """Whether a noun phrase speaks of something known: "the attack", "its sanctions", "those talks"."""
    words = ("the", "this", "that", "these", "those")
    return any((c.dep_ == "det" and c.lower_ in words) or c.dep_ == "poss" for c in noun.lefts)


def _still_to_come(verb: Token, cues: StatusCues) -> bool:
    """Whether a clause of time lies ahead: "until it retreats", "once regulators approve"."""
    mark = next((c for c in verb.lefts if c.lower_ in cues.lists["future clause"] and c.dep_ in ("mark", "advmod")), None)
    if mark is None or any(c.dep_ == "aux" and c.tag_ in ("VBD", "VBZ", "VBP") and c.lemma_ == "have" for c in verb.lefts):
        return False
    helper = next((c for c in verb.lefts if c.dep_ in ("aux", "auxpass")), None)
    tense = helper.tag_ if helper is not None else verb.tag_
    if tense not in ("VBZ", "VBP"):
        return False
    ahead = any(c.dep_ == "aux" and c.tag_ == "MD" for c in verb.head.lefts) or verb.head.tag_ == "VB"
    return ahead or mark.lower_ in ("until", "till")


def _to_infinitive(verb: Token) -> bool:
    """'to send' and 'to be sent'."""
    bare = verb.tag_ == "VB" or (verb.tag_ == "VBN" and any(c.dep_ == "auxpass" and c.lower_ == "be" for c in verb.lefts))
    return bare and any(c.lower_ == "to" and c.dep_ in ("aux", "mark") for c in verb.lefts)


def _kept_from(lemma: str, cues: StatusCues) -> str | None:
    """What is told of an act that somebody is kept from: "protect them from attack"."""
    return "possible" if lemma in cues.lists["kept from"] else None


def _undecided(at: Token, head: Token, link: str, cues: StatusCues) -> tuple[str, Token] | None:
    """An infinitive that nothing says was carried out: "the power to seize", "eager to rebut", "designed to isolate"."""
    if not _to_infinitive(at):
        return None
    if crime := next((c for c in (head, *head.children) if lemma_of(c) in cues.lists["crime"]), None):
        return "possible", crime  # "it is a crime to attack a clinic", "made it illegal to protest"
    if lemma_of(head) in cues.lists["permits"] and (barred := _withheld(head)) is not None:
        return "denied", barred
    if link in ("acl", "relcl") and head.pos_ in ("NOUN", "PROPN", "PRON"):
        factive = cues.lists["factive"]
        if lemma_of(at) in cues.lists["done"] and lemma_of(head) in cues.lists["gathering"]:
            return None  # "a rally to press for his return"
        return None if head.lower_ in factive or any(c.lower_ in factive for c in head.lefts) else ("possible", head)
    if link in ("xcomp", "acomp", "ccomp", "advcl") and head.pos_ == "ADJ":
        return None if head.lower_ in cues.lists["factive"] else ("possible", head)
    if link in ("xcomp", "ccomp") and head.pos_ == "VERB" and lemma_of(head) in cues.lists["undecided"]:
        return "possible", head
    if link == "xcomp" and head.lemma_.lower() == "be" and head.tag_ in ("VBZ", "VBP", "VBD"):
        return "planned", head  # "is to visit"
    return None


def _withheld(noun: Token) -> Token | None:
    """What says that a leave was not given: "was not granted a visa to travel", "no permission to enter", "was refused permission to"."""
    if (no := next((c for c in noun.lefts if c.dep_ == "det" and c.lower_ == "no"), None)) is not None:
        return no
    verb = noun.head
    if verb.pos_ != "VERB" or noun.dep_ not in ("dobj", "oprd", "nsubjpass", "attr"):
        return None
    if lemma_of(verb) in ("deny", "refuse"):
        return verb
    return next((c for c in verb.children if c.dep_ == "neg"), None)


def _performs(at: Token, head: Token, cues: StatusCues) -> bool:
    """Whether saying that one would like to is doing it: "we want to thank", "would like to congratulate"."""
    if lemma_of(head) not in ("want", "like", "wish") or lemma_of(at) not in cues.lists["done"]:
        return False
    return any(c.dep_ == "nsubj" and c.lower_ in ("i", "we") for c in head.lefts)


def _scaled(status: str, governor: Token, cues: StatusCues) -> tuple[str, Token]:
    """The status that a governor gives, read with the governor's own: "did not fail to", "to prevent attacks"."""
    if status in ("planned", "possible") and lemma_of(governor) in cues.lists["needed"]:
        holder = governor.head if governor.dep_ == "acomp" else governor
        if (own := _own(holder, cues)) is not None and own[0] == "denied":
            return "denied", own[1]  # "has no plan to recall", "did not try to visit"
    if status != "denied" or governor.pos_ not in ("VERB", "AUX"):
        return status, governor
    own = _own(governor, cues)
    if own is not None and own[0] == "denied":
        return ("happened" if lemma_of(governor) in cues.lists["not failed"] else "possible"), governor
    if (own is not None and own[0] in ("possible", "demanded", "hypothetical")) or (
        governor.tag_ == "VB" and any(c.lower_ == "to" for c in governor.lefts)
    ):
        return "possible", governor
    return status, governor


def _subject_status(verb: Token, cues: StatusCues, *, definite: bool) -> tuple[str, Token] | None:
    own = _own(verb, cues)
    lemma = lemma_of(verb)
    if own is not None and own[0] in ("denied", "possible") and definite and lemma not in cues.lists["occurrence"]:
        return None  # "the talks did not help": they were held
    if own is not None:
        return own
    if any(c.dep_ == "xcomp" and lemma_of(c) in ("expire", "end", "lapse", "conclude", "close", "finish") for c in verb.rights):
        return None  # "the offer is scheduled to expire"
    if lemma in ("plan", "schedule", "expect", "postpone", "cancel", "avert", "foil", "thwart", "propose", "set"):
        return cues.governor.get(lemma, "planned"), verb
    if lemma in cues.ongoing:
        return "ongoing", verb
    return None


def _own_words(token: Token) -> list[Token]:
    """The words under a word, without the clauses that tell of something else: no year of "the accord that ended a war in 1995"."""
    noun = token.pos_ in ("NOUN", "PROPN")
    found, open_ = [token], [token]
    while open_:
        at = open_.pop()
        apart = ("advcl", "ccomp") if noun and at.i == token.i else ("advcl", "ccomp", "relcl", "acl")
        inner = [c for c in at.children if c.dep_ not in apart]
        found.extend(inner)
        open_.extend(inner)
    return sorted(found, key=lambda t: t.i)


def _historical(token: Token, year: int | None, cues: StatusCues) -> Token | None:
    doc: Doc = token.doc
    own = _own_words(token)
    years = [(other, int(found.group(1))) for other in own if (found := _YEAR.match(other.text))]
    if year and years and all(year - told >= _OLD for _, told in years):  # "in 2017 and again in 2022" is no old story
        return years[0][0]
    for other in own:
        if lemma_of(other) == "ago" and other.i > 1 and lemma_of(doc[other.i - 1]) in ("decade", "century", "generation"):
            return other
        if (
            lemma_of(other) == "ago"
            and other.i > 1
            and lemma_of(doc[other.i - 1]) == "year"
            and doc[other.i - 2].lower_ not in ("a", "one", "two", "three", "four", "1", "2", "3", "4")
        ):
            return other
    for prep in token.children:
        # "murdered thousands during World War Two"
        if prep.dep_ == "prep" and prep.lower_ in ("during", "in", "since"):
            when = " ".join(t.lower_ for t in prep.subtree)
            if any(phrase in when for phrase in cues.history_phrases):
                return prep
    for child in token.lefts:
        if (found := _YEAR.match(child.text)) and year and year - int(found.group(1)) >= _OLD:
            return child
    first = doc[0]
    if first.lower_ in ("in", "during", "since") and first.dep_ == "prep" and first.head.i == token.i:
        for t in first.subtree:
            if (found := _YEAR.match(t.text)) and year and year - int(found.group(1)) >= _OLD:
                return t
    return None
