"""One happening, one event: drafts of the same act in several sentences become one with several pieces of evidence."""

from __future__ import annotations

from memcon.annotate.reading import Entity, Reading
from memcon.code.draft import Draft, side, sides

# acts that are done by saying so: "refuses", "threatens", "plans" are they themselves
SPOKEN = ("AGREE", "REQUEST", "REJECT", "THREATEN", "ACCUSE", "SUPPORT", "CONCEDE")
_SYMMETRIC = {"CONSULT", "COOPERATE", "AGREE", "SUPPORT"}
_LIKE = {"happened": "real", "ongoing": "real", "planned": "to come", "possible": "to come"}
_POWERS = (("courts", {"JUD"}), ("rulers", {"GOV", "MIL", "COP", "SPY"}), ("parliament", {"LEG"}))
_HEADS = ("title", "deck", "heading")
# for whom the person behind is put: "Washington", the headline's "Chinese, Brazilian presidents"
_UNNAMED = ("state", "government", "office")


def merge_drafts(reading: Reading, drafts: list[Draft]) -> list[Draft]:
    """Merged drafts in the order of their first evidence. Anaphors ('the call') join their event, stand for an act of their own, or go."""
    merged: list[Draft] = []
    for draft in drafts:
        home = _same(reading, merged, draft)
        if home is None and draft.instead is not None:
            draft = draft.instead
            home = _same(reading, merged, draft)
        if home is None and not draft.anaphor:
            home = _headed(reading, merged, draft)
            if home is not None:
                home.actors, home.recipients = draft.actors or home.actors, draft.recipients or home.recipients
        if home is not None:
            _absorb(reading, home, draft)
        elif not draft.anaphor:
            draft.triggers = [(draft.sentence, draft.trigger)]
            merged.append(draft)
    return merged


def _same(reading: Reading, merged: list[Draft], draft: Draft) -> Draft | None:
    beside = draft.type in SPOKEN and _hangs(reading, draft)
    for other in reversed(merged):
        if beside and all(s != draft.sentence for s, _ in other.triggers):
            continue  # "expelled a diplomat, accusing him of": that is said with the expulsion
        if other.type == draft.type and (
            _twins(other, draft)
            or (_modes_fit(other, draft) and _status_fits(other, draft) and _dates_fit(other, draft) and _who_fits(reading, other, draft))
        ):
            return other
    return None


def _hangs(reading: Reading, draft: Draft) -> bool:
    """Whether an act is told beside another by its participle."""
    token = reading.sentences[draft.sentence].doc[draft.token]
    return bool(token.dep_ == "advcl" and token.tag_ == "VBG")


def _headed(reading: Reading, merged: list[Draft], draft: Draft) -> Draft | None:
    """The act of a headline that a sentence tells in full: 'Drone wounds peacekeeper', 'an Israeli drone wounded a UN peacekeeper'."""
    if reading.sentences[draft.sentence].kind in _HEADS:
        return None
    for other in merged:
        if (
            other.type == draft.type
            and all(reading.sentences[s].kind in _HEADS for s, _ in other.triggers)
            and _modes_fit(other, draft)
            and _status_fits(other, draft)
            and _dates_fit(other, draft)
            and _persons_fit(reading, other, draft)
            and _may_be(reading, other, draft)
        ):
            return other
    return None


def _may_be(reading: Reading, head: Draft, draft: Draft) -> bool:
    """Whether a headline's parties may be a sentence's: on neither side two known ones that differ, on one at least one that is shared."""
    pairs = [(head.actors, draft.actors), (head.recipients, draft.recipients)]
    if head.type in _SYMMETRIC or head.reciprocal or draft.reciprocal:
        everyone = [*head.actors, *head.recipients], [*draft.actors, *draft.recipients]
        return len(_known(reading, everyone[0]) & _known(reading, everyone[1])) > 1
    shared = [_known(reading, a) & _known(reading, b) for a, b in pairs]
    return any(shared) and all(s or not a or not b or _is_vague(reading, a, b) for s, (a, b) in zip(shared, pairs, strict=True))


def _is_vague(reading: Reading, one: list[int], two: list[int]) -> bool:
    """Whether exactly one of two parties is of a known state or body."""
    return any(map(_code, (reading.entities[i] for i in one))) != any(map(_code, (reading.entities[i] for i in two)))


def _known(reading: Reading, indices: list[int]) -> set[str]:
    """What makes two parties alike: the same state or body, the same entity, or, of people nobody knows, the same noun."""
    entities = [reading.entities[i] for i in indices]
    return {_code(e) or side(e).lower() for e in entities} | {str(i) for i in indices}


def _code(entity: Entity) -> str | None:
    return entity.country or entity.organisation


def _twins(one: Draft, two: Draft) -> bool:
    """Two words of one sentence for one act of the same parties: 'opened fire on a bus, killing 14', 'go on hunger strike'."""
    if two.anaphor or one.sentence != two.sentence or set(one.actors) != set(two.actors) or not one.actors:
        return False
    ours, theirs = set(one.recipients), set(two.recipients)
    if ours == theirs and (one.type == "ASSAULT" or one.trigger == two.trigger or _modes_fit(one, two)):
        return True
    return one.mode == two.mode and one.status == two.status and (ours <= theirs or theirs <= ours)


def _modes_fit(one: Draft, two: Draft) -> bool:
    if one.type == "ASSAULT" and (one.mode == "abduct") != (two.mode == "abduct") and not two.anaphor:
        return False  # three mutineers killed are not the two men whom others took away
    return one.mode is None or two.mode is None or one.mode == two.mode


def _status_fits(one: Draft, two: Draft) -> bool:
    if two.anaphor:
        return True
    if {one.status, two.status} <= {"happened", "ongoing", "denied"}:
        return True  # told by one side and denied by another: one event, disputed
    return _LIKE.get(one.status, one.status) == _LIKE.get(two.status, two.status)


def _dates_fit(one: Draft, two: Draft) -> bool:
    if one.date is None or two.date is None or one.date.end is None or two.date.end is None:
        return True
    if "inherited" in (one.date.basis, two.date.basis):
        return True
    a, b = one.date.start or one.date.end, two.date.start or two.date.end
    return a <= two.date.end and b <= one.date.end


def _who_fits(reading: Reading, one: Draft, two: Draft) -> bool:
    if two.anaphor and not two.actors and not two.recipients:
        return two.sentence - max(s for s, _ in one.triggers) <= 12
    a1, r1 = sides(reading, one.actors), sides(reading, one.recipients)
    a2, r2 = sides(reading, two.actors), sides(reading, two.recipients)
    if two.anaphor:
        return (a2 | r2) <= (a1 | r1)
    if not _persons_fit(reading, one, two) or _of_two_powers(reading, one.actors, two.actors):
        return False
    if one.type in _SYMMETRIC or one.reciprocal or two.reciprocal:
        all1, all2 = a1 | r1, a2 | r2
        if len(all1) < 2 or len(all2) < 2:
            return (
                (one.sentence == two.sentence and one.trigger == two.trigger)
                or (all1 == all2 and one.type != "CONSULT")
                or (bool(all1) and all1 == all2)
            )
        return all1 == all2
    if a1 and a2 and a1 != a2 and not (a1 <= a2 or a2 <= a1):
        return False
    if r1 and r2:
        return r1 == r2 and (a1 == a2 or not a1 or not a2)
    return a1 == a2 and one.mode == two.mode and abs(one.sentence - two.sentence) <= 3


def _of_two_powers(reading: Reading, one: list[int], two: list[int]) -> bool:
    """Whether the actors of two acts are of one state and yet two there: its courts, its rulers and police, those who are neither."""
    ours, theirs = ({_power(reading.entities[i]) for i in indices} for indices in (one, two))
    return bool(ours and theirs) and None not in ours | theirs and not ours & theirs


def _power(entity: Entity) -> str | None:
    """What somebody is in his state; None where he may stand for all of it, or where nobody knows."""
    if entity.kind in ("state", "government") or not entity.sectors:
        return None
    return next((power for power, sectors in _POWERS if sectors & set(entity.sectors)), "people")


def _persons_fit(reading: Reading, one: Draft, two: Draft) -> bool:
    """Two different named people of one side are two acts, unless the act is between the sides anyway."""

    def people(draft: Draft) -> dict[str, set[int]]:
        found: dict[str, set[int]] = {}
        for i in (*draft.actors, *draft.recipients):
            entity = reading.entities[i]
            if entity.kind == "person":
                found.setdefault(side(entity), set()).add(i)
        return found

    p1, p2 = people(one), people(two)
    return all(not (p1[s] and p2.get(s)) or p1[s] & p2[s] for s in p1)


def _absorb(reading: Reading, home: Draft, draft: Draft) -> None:
    for span in draft.evidence:
        if span not in home.evidence:
            home.evidence.append(span)
    home.triggers.append((draft.sentence, draft.trigger))
    if (home.status == "denied" and draft.status != "denied") or (home.type in SPOKEN and draft.status == "happened"):
        home.status, home.status_cue = draft.status, draft.status_cue
    home.mode = home.mode or draft.mode
    if home.cameo is None or (draft.cameo and len(draft.cameo) > len(home.cameo) and draft.cameo.startswith(home.cameo.rstrip("0"))):
        home.cameo = draft.cameo or home.cameo
    elif home.cameo and home.cameo.endswith("0") and draft.cameo and not draft.cameo.endswith("0") and draft.cameo[:2] == home.cameo[:2]:
        home.cameo = draft.cameo
    if draft.date is not None and (home.date is None or (home.date.basis != "text" and draft.date.basis == "text")):
        home.date = draft.date
    home.place = home.place or (None if draft.anaphor else draft.place)
    known = {m.text.lower() for m in home.about}
    home.about.extend(m for m in draft.about if m.text.lower() not in known)
    home.contexts.extend(c for c in draft.contexts if c not in home.contexts)
    home.confidence = max(home.confidence, draft.confidence)
    home.reciprocal = home.reciprocal or draft.reciprocal
    if draft.anaphor:
        return
    for ours, theirs in ((home.actors, draft.actors), (home.recipients, draft.recipients)):
        flat = set(home.actors) | set(home.recipients)
        for index in theirs:
            if index in flat:
                continue
            entity = reading.entities[index]
            same_side = [i for i in (*home.actors, *home.recipients) if side(reading.entities[i]) == side(entity)]
            if not same_side:
                ours.append(index)
            elif entity.kind == "person" and all(reading.entities[i].kind in _UNNAMED for i in same_side):
                # the person behind 'Washington': more exact
                for group in (home.actors, home.recipients):
                    for at, i in enumerate(group):
                        if i in same_side:
                            group[at] = index
                            break
