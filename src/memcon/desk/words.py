"""What a page shows, said in a plain sentence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

_NAMES = {
    "type": "of the type",
    "quad": "of the class",
    "status": "with the status",
    "standing": "whose standing is",
    "place": "at",
    "about": "about",
    "words": "with the words",
    "actor": "with",
    "sector": "of the sector",
    "min_confidence": "with a confidence of at least",
    "dyad": "between",
}
# of one word, and yet with an article
_WITH_ARTICLE = {"Philippines", "Netherlands", "Bahamas", "Maldives", "Gambia", "Comoros", "Seychelles"}


def the(name: str) -> str:
    """A state's or an organisation's name inside a sentence: “the United States”, “Venezuela”."""
    plural = name.endswith(("s", "Republic", "Union", "Federation", "Nations", "Kingdom")) and " " in name
    return f"the {name}" if plural or name in _WITH_ARTICLE else name


def number(count: int, noun: str) -> str:
    """A count with its noun: “1 event”, “2,000 events”."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def times(count: int) -> str:
    """How often: “once”, “1,200 times”."""
    return {0: "not once", 1: "once", 2: "twice"}.get(count, f"{count:,} times")


def day_of(day: date | str) -> str:
    """A day as prose has it."""
    at = date.fromisoformat(day) if isinstance(day, str) else day
    return f"{at.day} {at:%B} {at.year}"


def listed(some: list[str]) -> str:
    """“a, b and c”."""
    return " and ".join([", ".join(some[:-1]), some[-1]] if len(some) > 1 else some)


def period(since: str | None, until: str | None, first: date | None, last: date | None) -> str:
    """The days that are shown, from the filter or from what is there."""
    begun, ended = since or first, until or last
    if not begun or not ended:
        return "On no known day"
    if str(begun) == str(ended):
        return f"On {day_of(begun)}"
    return f"From {day_of(begun)} to {day_of(ended)}"


def narrowed(query: Mapping[str, str], classes: Mapping[int, str]) -> str:
    """The filter's other options as words, or nothing."""
    told = []
    for name, lead in _NAMES.items():
        if value := query.get(name):
            if name == "quad" and value.isdigit():
                value = classes.get(int(value), value)
            told.append(f"{lead} {value.replace(',', ' or ')}")
    return ", ".join(told)


def dyad_sentence(names: tuple[str, str], body: Mapping[str, Any], query: Mapping[str, str], classes: Mapping[int, str]) -> str:
    """Who did how much to whom, and of what kind."""
    one, two = names
    only = narrowed({k: v for k, v in query.items() if k != "dyad"}, classes)
    when = period(query.get("since"), query.get("until"), body["first"], body["last"])
    if not body["all"]:
        return f"The store holds no event between {one} and {two}{' ' + only if only else ''}{' in these days' if query.get('since') or query.get('until') else ''}."
    there, back, both = body["there"], body["back"], body["together"]
    told = [f"{the(one)} acted towards {the(two)} {times(there)}"] if there else []
    if back and not body["directed"]:
        told.append(f"{the(two)} towards {the(one)} {times(back)}" if there else f"{the(two)} acted towards {the(one)} {times(back)}")
    if both:
        things = number(both, "thing") if both > 1 else "one thing"
        told.append(f"{things} they did together" if told else f"{the(one)} and {the(two)} did {things} together")
    sentence = f"{when}, {listed(told) if told else 'nothing between them is told as done'}."
    if sum(c["events"] for c in body["classes"]) > 1:
        most, commonest = max(body["classes"], key=lambda c: c["events"]), body["types"][0]
        sentence += f" {most['name'].capitalize()} is the commonest class ({most['events']:,}), {commonest['type']} the commonest type ({commonest['events']:,})."
    if body["unreal"]:
        sentence += f" {number(body['unreal'], 'event')} more only planned, demanded, denied and the like {'is' if body['unreal'] == 1 else 'are'} in the table, not in these figures."
    return sentence + (f" Only events {only}." if only else "")
