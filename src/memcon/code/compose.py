"""Words that change what they govern: a promise of aid is AGREE, a demand for release is REQUEST, a refused meeting REJECT.

PLOVER's rules of precedence in one place: which operator over which act gives which type, mode and CAMEO code.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from memcon.code.lexicon import Entry
from memcon.code.match import Hit, complements_of, objects_of, pobjs_of, preps_of

if TYPE_CHECKING:
    from spacy.tokens import Token

# the act governed -> (mode of REQUEST/REJECT, intent 03x, appeal 02x, demand 10x, reject 12x)
_TABLE: dict[str, tuple[str | None, str, str, str, str]] = {
    "CONSULT": ("meet", "036", "026", "106", "125"),
    "AGREE": ("assist", "030", "020", "100", "120"),
    "SUPPORT": ("assist", "032", "022", "102", "121"),
    "COOPERATE": ("assist", "031", "021", "101", "121"),
    "AID": ("assist", "033", "023", "103", "122"),
    "CONCEDE": ("yield", "035", "025", "105", "124"),
    "RETREAT": ("yield", "035", "025", "105", "124"),
    "REFORM": ("change", "034", "024", "104", "123"),
}
_FINE: dict[str, str] = {
    # the governed act's CAMEO code -> last digit shared by 035x, 025x, 105x, 124x
    "084": "3",
    "0841": "3",
    "0842": "3",
    "085": "4",
    "086": "5",
    "0861": "5",
    "0862": "5",
    "0863": "5",
    "087": "6",
    "0871": "6",
    "0872": "6",
    "0873": "6",
    "0874": "6",
    "081": "1",
    "0811": "1",
    "0812": "1",
    "0813": "1",
    "0814": "1",
    "082": "2",
}
_AID: dict[str, str] = {"071": "1", "072": "2", "073": "3", "074": "4"}
_COOPERATE: dict[str, str] = {"061": "1", "062": "2", "063": "3", "064": "4"}
_REFORM: dict[str, str] = {"0831": "1", "0832": "2", "0833": "3", "0834": "4"}
_THREAT: dict[str, tuple[str | None, str]] = {
    "COERCE": ("restrict", "132"),
    "SANCTION": ("relations", "131"),
    "ASSAULT": ("violence", "138"),
    "PROTEST": (None, "133"),
    "MOBILIZE": ("violence", "138"),
    "REJECT": ("relations", "130"),
    "ACCUSE": ("arrest", "130"),
    "RETREAT": ("relations", "130"),
    "CONSULT": (None, "134"),
    "AID": ("relations", "1311"),
    "COOPERATE": ("relations", "131"),
}
_THREAT_CODES = {
    "163": ("restrict", "1312"),
    "161": ("relations", "1313"),
    "162": ("relations", "1311"),
    "164": ("relations", "134"),
    "165": ("relations", "135"),
    "166": ("expel", "136"),
    "173": ("arrest", "132"),
    "174": ("expel", "132"),
    "191": ("territory", "1381"),
    "192": ("territory", "1382"),
    "204": ("violence", "1385"),
    "180": ("violence", "1383"),
    "194": ("violence", "1384"),
    "195": ("violence", "1384"),
    "190": ("violence", "1384"),
    "172": ("restrict", "132"),
    "143": (None, "133"),
    "1723": ("restrict", "1323"),
    "1724": ("restrict", "1324"),
    "1722": ("restrict", "1322"),
    "1721": ("restrict", "1321"),
}
# a retreat announced is a concession; one agreed or promised is an intent like any other
_DECLARING = {"announce", "declare", "order", "decide", "proclaim", "unveil", "announcement", "declaration", "decision"}
_MOVES_ON = {"intent": "AGREE", "demand": "REQUEST", "refuse": "REJECT", "threat": "THREATEN"}


@dataclass(frozen=True)
class Coded:
    """A coded act before roles and status: type, mode, CAMEO code, its own trigger and the triggers it swallowed."""

    token: Token
    entry: Entry
    type: str
    mode: str | None
    cameo: str | None
    swallowed: tuple[Hit, ...] = ()
    rule: str | None = None


def compose(hits: list[Hit]) -> list[Coded]:
    """Turn triggers into acts: operators take in the act they govern, everything else stands for itself."""
    by_token = {h.token.i: h for h in hits}
    taken: set[int] = set()
    coded: list[Coded] = []
    for hit in hits:
        if hit.entry.op is None or hit.token.i in taken:
            continue
        inner = _governed(hit.token, by_token, hit)
        made = _combine(hit, inner, by_token)
        if made is not None:
            coded.append(made)
            taken.add(hit.token.i)
            if made.rule is not None or hit.entry.op in ("accuse", "light", "begin", "end"):
                taken.update(h.token.i for h in made.swallowed)
    # an act taken in by an operator found later is not coded twice
    coded = [c for c in coded if c.token.i not in _swallowed_by_others(coded, c)]
    swallowed = {h.token.i for c in coded for h in c.swallowed}
    for hit in hits:
        if hit.entry.op is None and hit.entry.type and hit.token.i not in swallowed:
            coded.append(Coded(hit.token, hit.entry, hit.entry.type, hit.entry.mode, hit.entry.cameo))
    return sorted(coded, key=lambda c: c.token.i)


def _swallowed_by_others(coded: list[Coded], one: Coded) -> set[int]:
    return {h.token.i for c in coded if c is not one for h in c.swallowed}


def _governed(token: Token, by_token: dict[int, Hit], own: Hit, depth: int = 0) -> list[Hit]:
    """The nearest triggers that a word governs: complements first, then objects, then 'for/of/to' phrases."""
    if depth > 3:
        return []
    for group in (_near_complements(token), objects_of(token) if token.pos_ in ("VERB", "AUX") else [], _preposed(token)):
        found = [by_token[t.i] for t in group if t.i in by_token and t.i != own.token.i]
        if found:
            return found
        for t in group:
            # 'agreed on a plan to send', 'pledged to help rebuild', 'called for an end to'
            if t.pos_ in ("NOUN", "VERB", "AUX", "ADJ") and t.i not in by_token:
                deeper = _governed(t, by_token, own, depth + 1)
                if deeper:
                    return deeper
    return []


def _near_complements(token: Token) -> list[Token]:
    return complements_of(token)


def _preposed(token: Token) -> list[Token]:
    found: list[Token] = []
    for prep in preps_of(token):
        if prep.lower_ in ("for", "of", "to", "on", "with", "in", "against", "at", "over", "about", "into", "from", "by"):
            found.extend(pobjs_of(prep))
    return found


def _combine(hit: Hit, inner: list[Hit], by_token: dict[int, Hit]) -> Coded | None:
    op, entry = hit.entry.op, hit.entry
    first = inner[0] if inner else None
    swallowed = tuple(inner)
    if first is not None and first.entry.op in ("demand", "intent", "refuse", "threat", "end", "begin"):
        # 'rejected a call to withdraw', 'agreed to end': look through the inner operator to its act
        further = _governed(first.token, by_token, first)
        swallowed += tuple(further)
        if op == "refuse" and first.entry.op in ("demand", "intent") and further:
            first = further[0]
        elif op in ("intent", "demand", "threat") and first.entry.op in ("begin", "demand", "intent", "end") and further:
            inner_made = _combine(first, [further[0]], by_token)
            if inner_made is not None:
                return _apply(hit, inner_made.type, inner_made.mode, inner_made.cameo, swallowed)
            first = further[0]
    if first is None or (first.entry.type is None and not first.entry.op):
        if entry.type is None:
            return None
        return Coded(hit.token, entry, entry.type, entry.mode, entry.cameo, swallowed)
    type_ = first.entry.type or ""
    if op in _MOVES_ON:
        return _apply(hit, type_, first.entry.mode, first.entry.cameo, swallowed)
    if op in ("end", "begin"):
        made = _aspect(op, first)
        if made is None:
            return None
        return Coded(hit.token, entry, made[0], made[1], made[2], swallowed, f"{op} {type_}")
    if op in ("accuse", "praise", "judge"):
        if entry.type is None:
            return None
        return Coded(hit.token, entry, entry.type, entry.mode, _accused(entry, type_), swallowed if op == "accuse" else ())
    if op == "light":
        return None
    return Coded(hit.token, entry, entry.type, entry.mode, entry.cameo) if entry.type else None


def _accused(entry: Entry, type_: str) -> str | None:
    if entry.cameo == "112" and type_ == "ASSAULT":
        return "1123"
    return entry.cameo


def _aspect(op: str, inner: Hit) -> tuple[str, str | None, str | None] | None:
    """'ended the blockade', 'lifted sanctions', 'halted talks', 'resumed aid'."""
    type_, code = inner.entry.type, inner.entry.cameo or ""
    if op == "begin":
        return (type_ or "", inner.entry.mode, inner.entry.cameo) if type_ else None
    if type_ in ("ASSAULT", "MOBILIZE"):
        return "RETREAT", "ceasefire" if type_ == "ASSAULT" else "withdraw", "087" if type_ == "ASSAULT" else "0874"
    if type_ == "COERCE":
        if inner.entry.mode in ("curfew",):
            return "CONCEDE", None, "0813"
        if inner.entry.mode == "martial-law":
            return "CONCEDE", None, "0814"
        if code.startswith("191"):
            return "RETREAT", "withdraw", "0872"
        return "CONCEDE", None, "085" if code.startswith("163") else "081"
    if type_ == "SANCTION":
        return "CONCEDE", None, "085"
    if type_ == "PROTEST":
        return "CONCEDE", None, "082"
    if type_ in ("AID", "COOPERATE"):
        fine = _AID.get(code) if type_ == "AID" else None
        return "SANCTION", "discontinue", {"1": "1621", "2": "1622", "3": "1623"}.get(fine or "", "162")
    if type_ in ("CONSULT", "AGREE"):
        return "SANCTION", "discontinue", "164"
    if type_ == "SUPPORT":
        return "SANCTION", "withdraw", "161"
    if type_ in ("THREATEN", "REQUEST"):
        return "CONCEDE", None, "080"
    return None


def _apply(hit: Hit, type_: str, mode: str | None, code: str | None, swallowed: tuple[Hit, ...]) -> Coded | None:
    op, entry = hit.entry.op, hit.entry
    assert op is not None
    target = entry.type or _MOVES_ON[op]
    rule = f"{op} {type_}"
    code = code or ""
    if op == "threat":
        if type_ in _THREAT or code[:3] in _THREAT_CODES or code in _THREAT_CODES:
            mode_, cameo = _THREAT_CODES.get(code) or _THREAT_CODES.get(code[:3]) or _THREAT[type_]
            return Coded(hit.token, entry, "THREATEN", mode_, cameo, swallowed, rule)
        return Coded(hit.token, entry, "THREATEN", entry.mode, entry.cameo, swallowed, rule)
    key = "REFORM" if code[:3] in ("083", "034") else type_
    row = _TABLE.get(key)
    if row is None:
        if op == "intent":
            # intending harm is no agreement: it is a threat when words are said, else the act itself, planned
            if type_ in ("COERCE", "SANCTION", "ASSAULT", "PROTEST", "MOBILIZE"):
                if type_ == "MOBILIZE" and hit.token.lemma_.lower() in ("agree", "offer", "promise"):
                    return Coded(hit.token, entry, "AGREE", None, "0312", swallowed, rule)
                if entry.name in ("plan", "decide", "prepare") or entry.needs == "soft" or hit.token.lemma_.lower() == "agree":
                    return None
                mode_, cameo = _THREAT_CODES.get(code) or _THREAT_CODES.get(code[:3]) or _THREAT[type_]
                return Coded(hit.token, entry, "THREATEN", mode_, cameo, swallowed, rule)
            if type_ in ("REJECT", "REQUEST", "ACCUSE", "THREATEN"):
                return None
        if op == "demand":
            return Coded(hit.token, entry, "REQUEST", "change", entry.cameo, swallowed, rule)
        if op == "refuse":
            if type_ in ("REQUEST",):
                return Coded(hit.token, entry, "REJECT", _request_mode(mode), "120", swallowed, rule)
            if type_ in ("ACCUSE", "THREATEN"):
                return Coded(hit.token, entry, "REJECT", None, "120", swallowed, rule)
            return None
        return Coded(hit.token, entry, target, entry.mode, entry.cameo, swallowed, rule)
    mode_, intent, appeal, demand, reject = row
    strong = (entry.cameo or "").startswith("10")
    base = {"intent": intent, "demand": demand if strong else appeal, "refuse": reject}[op]
    fine = (
        _FINE.get(code)
        if key in ("CONCEDE", "RETREAT")
        else _AID.get(code[:3])
        if key == "AID"
        else _COOPERATE.get(code[:3])
        if key == "COOPERATE"
        else _REFORM.get(code)
        if key == "REFORM"
        else None
    )
    if fine:
        base = base + fine if base not in ("101", "121") or fine else base
    if op == "intent":
        if key in ("CONCEDE", "RETREAT") and hit.token.lemma_.lower() in _DECLARING:
            return Coded(hit.token, entry, "CONCEDE", None, base, swallowed, rule)
        return Coded(hit.token, entry, "AGREE", None, base, swallowed, rule)
    return Coded(hit.token, entry, target, mode_, base, swallowed, rule)


def _request_mode(mode: str | None) -> str | None:
    return mode
