"""The shapes of time expressions: one pattern a shape, made of the word lists in knowledge/cues/times.toml."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from memcon.annotate.times_needs import Sieve

_FILE = Path(__file__).parent.parent / "knowledge" / "cues" / "times.toml"

# {name} is a fragment of the lists; patterns are tried case-blind on the text
_SHAPES: dict[str, str] = {
    "iso": r"(?P<iso>\d{{4}}-\d\d-\d\d)(?:T(?P<clock24>\d\d:\d\d)(?::\d\d)?)?",
    "slashed": r"(?P<m>\d{{1,2}})[/-](?P<d>\d{{1,2}})[/-](?P<y>\d{{4}}|\d\d)",
    "clock": r"(?:{early} )?(?:(?P<hour>\d{{1,2}})(?:[:.](?P<minute>\d\d))? ?(?P<half>a\.?m\.?|p\.?m\.?)|(?P<word>noon|midday|midnight)"
    r"|(?P<oclock>{ones}|\d{{1,2}}) o['’]clock|(?:(?<=at )|(?<=by )|(?<=until )|(?<=around )|(?<=about )|(?<=from ))(?P<bare>[01]?\d|2[0-3]):(?P<bareminute>[0-5]\d)(?![:\d-])"
    r"|(?P<hour24>[01]\d|2[0-3]):?(?P<minute24>[0-5]\d)(?= ?(?:gmt|utc|hours|local)))"
    r"(?: (?:{zone}|local time|hours))?(?:,? (?:on )?(?P<day>{dayish}))?",
    "date": r"(?:{weekday},? )?(?:the )?(?:{early}[- ])?(?P<mon>{month})\.? (?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|[,.:]\d)(?:,? (?P<y>\d{{4}})\b|,? (?P<rely>{rel} year))?",
    "date2": r"(?:{weekday},? )?(?:the )?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?: of)?[ -](?P<mon>{month})\b(?:\.(?=[ ,]))?(?:[, -]+(?P<y>\d{{4}})\b|,? (?P<rely>{rel} year))?",
    "month_year": r"(?:(?:the )?(?P<part>{edge}) of )?(?:{early}[- ])?(?P<mon>{month})\b\.?,?(?: of)? (?:(?P<y>\d{{4}})\b|(?P<rely>{rel} year))",
    "month": r"(?:(?:the )?(?P<part>{edge}) of )?(?:(?P<rel>{rel}) )?(?:{early}[- ])?(?P<mon>{monthname})\b",
    "weekday": r"(?:(?P<rel>{rel}) )?(?:{early} )?(?P<wd>{weekday})(?:,? (?P<tod>{part})\b)?(?:,? (?P<week>{rel} week))?",
    "nthweekday": r"(?:the )?(?P<n>first|second|third|fourth|last) (?P<wd>{weekday}) (?:in|of) (?P<mon>{monthname})(?:,? (?P<y>\d{{4}})\b)?",
    "weekdays": r"(?P<wd>{weekday})s?(?: (?P<tod>{part})s)|(?P<wd2>{weekday})s\b",
    "deictic": r"(?:(?P<mid>mid-?(?: ?(?:morning|afternoon|day)))[ -]|{early} )?(?P<word>today|tonight|yesterday|tomorrow|overnight)\b(?: (?P<tod>{part}))?",
    "dayafter": r"the day (?P<way>before yesterday|after tomorrow)",
    "thispart": r"(?:{early} )?(?P<rel>this|that|last|that same|the same|the very same|the previous|the next|the following) (?P<tod>{part})|mid[- ]?(?P<tod2>morning|afternoon)",
    "reln": r"(?:{least} )?(?:the |these )?(?P<rel>last|past|previous|next|coming|first|final|preceding|following|recent|latest) (?P<n>{count}|couple of)[ -](?P<unit>{unit})s?(?: (?:of|to) (?P<y>\d{{4}})\b)?",
    "rel": r"(?:(?P<part>{edge}) of )?(?:{early} )?(?:(?P<rel>{rel})|the (?P<rel2>current|present|past|previous|coming|following|next|same|latest(?! quarter)|preceding|last)) (?P<fiscal>fiscal |financial |calendar )?(?P<unit>{unit}|weekend)\b(?!s)",
    "relseason": r"(?:{early} )?(?:(?P<rel>{rel}|this past|the past) |the )?(?:{early} )?(?P<season>{season})(?: of (?P<y>\d{{4}}))?\b",
    "unitbeside": r"the (?P<unit>week|month|year) (?P<way>before|earlier|after)(?= ?(?:[,.;:)]|$))",
    "edge": r"(?:the )?(?P<part>{edge}) of the (?P<unit>day|week|month|quarter|year|decade|century)",
    "shift": r"(?:{about} )?(?P<n>{count}|several|many|some|a few|few|a couple of|a number of)(?P<half> and a half| 1/2)?[ -](?P<unit>{unit})s?(?P<half2> and a half| or (?:so|more|two))? (?P<way>ago|earlier|later|from now|hence|before that|after that|previously|beforehand|afterwards|afterward|on|before(?= ?(?:[,.;:)]|$)))\b",
    "longago": r"(?P<unit>{unit})s (?P<way>ago|earlier|later)|(?:long|not long|some time) (?:ago)",
    "eachn": r"(?:every|each) (?P<n>{count})?(?: |-)?(?P<unit>{unit})s?\b|(?:every|each) (?P<wd>{weekday})s?|(?:every|each) (?P<mon>{monthname})",
    "adverb": r"(?P<set>{sets})",
    "per": r"(?P<times>(?:{count}|several) times|once|twice) (?:a|an|per|every|each) (?P<unit>{unit})\b",
    "duration": r"(?:{about} )?(?:(?P<low>{number}) (?:to|or) )?(?P<n>{count}|several|many|some|a few|few|a couple of|a number of|countless|dozens of|hundreds of|thousands of)(?P<half> and a half| 1/2)?(?P<more> more| consecutive| straight| full| long| whole| solid| additional)?[ -](?P<unit>{unit})s?(?P<half2> and a half)?\b(?P<old>[ -]olds?\b)?",
    "halfof": r"(?:{about} )?(?P<half>half(?: of)? an?|half-an?|half|a half)[ -](?P<unit>hour|day|week|month|year|decade|century)\b",
    "recent": r"(?:the )?(?P<rel>future|recent|past few|last few|past several|last several|next few|next several|coming|following|intervening|preceding|previous|early|first) (?P<unit>{unit})s\b",
    "forunits": r"(?:(?<=for )|(?<=in )|(?<=within )|(?<=over the )|(?<=through the )|(?<=takes )|(?<=take )|(?<=took )|(?<=lasted )|(?<=last )|(?<=after )|(?<=for the )|(?<=in the ))(?P<unit>{unit})s\b(?! (?:ago|earlier|later))(?: (?:ahead|to come))?|(?P<unit3>decade|centurie|century|month|week|year|day|hour|minute)s(?=-long|-old| of )|(?:the )(?P<unit5>{unit})s (?:ahead|to come)|(?P<unit4>year|month|week|day|hour|decade|century)(?=-long|-old)|(?P<unit6>year|month|week|day|hour|decade)long",
    "quarter": r"(?:(?:the |its |their |a )?(?:(?P<rel0>(?:this|last|next) year)['’]s |(?P<y0>(?:19|20)\d\d) )?|(?:(?P<rel>{rel}|year-ago|year-earlier) ))(?:fiscal )?(?P<q>{ordinal4}|last(?=[- ]half))(?: fiscal)?[- ](?P<kind>quarter|half)\b(?:(?: of|,)? (?:(?:fiscal )?(?P<y>\d{{4}})|(?:the )?(?P<rely>(?:{rel} )?year)))?",
    "thequarter": r"(?:the|its) (?:(?:latest|most recent|current|just-ended) )?(?P<kind>quarter)\b(?![-’'](?!s))|the (?:latest|most recent) (?P<kind2>period|three months)",
    "yearperiod": r"the (?:comparable |corresponding |same )?(?P<y>(?:19|20)\d\d) (?:fiscal )?(?P<kind>period|quarter|half|year|season)",
    "theunit": r"the (?P<full>(?:full|whole|entire) )?(?:(?:fiscal|financial|calendar) )?(?P<unit>year|month|week|weekend)\b(?!-)|(?:earlier|later|late|early) in the (?P<unit2>day|week|month|year)\b",
    "thepart": r"(?:(?<=in )|(?<=during )|(?<=through ))the (?:early |late |mid )?(?P<tod>{part})\b",
    "yearend": r"(?:the )?(?:(?P<y>(?:19|20)\d\d) )?(?:year[- ]end|year['’]s end)\b",
    "spoken": r"(?:(?P<mon>{monthname}) (?:(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? )?|(?:the )?(?P<season>{season}) of |the year |(?<=in )|(?<=since )|(?<=of )|(?<=by )|(?<=from )|(?<=until )|)(?:(?P<hundreds>seventeen|eighteen|nineteen|(?:(?<=in )|(?<=since )|(?<=by )|(?<=of )|(?<=year ))twenty)[- ](?P<tens>{teens}|{tens}(?:[- ]{ones})?)|(?P<thousand>(?:(?<=in )|(?<=since )|(?<=by )|(?<=year ))two thousand)(?:(?: and)? (?P<ones2>{ones}))?)\b(?! (?:million|billion|thousand|hundred|percent|per|people|dollars|troops|soldiers|men|women|years|days|miles|pounds|tons|of))",
    "nthday": r"(?:(?:the|a|its|their) )?(?P<n>{ordinal}) (?:(?:straight|consecutive|successive) day\b|day(?= of| in a row| running))",
    "q": r"(?:(?P<y0>(?:19|20)\d\d) )?Q(?P<q>[1-4])(?: (?:of )?(?P<y>(?:19|20)\d\d))?\b",
    "quartercentury": r"(?:{about} )?a? ?quarter(?:[- ]|-of-a-| of a )century\b",
    "yy": r"(?:(?<=in )|(?<=of )|(?<=since )|(?<=by )|(?<=the ))['’‘](?P<yy>\d\d)\b(?!s)",
    "fiscal": r"(?:fiscal|fiscal year|financial year) (?P<y>\d{{4}})",
    "decade": r"(?:the )?(?:(?:{early}|last half of the|second half of the|first half of the)[- ])?(?:the )?(?:(?P<c>1\d|20)(?P<dd>\d)0['’]?s|['’](?P<dd2>\d)0s|(?P<dd3>(?<=the )(?:{decade})|(?<=early )(?:{decade})|(?<=late )(?:{decade})|(?<=mid-)(?:{decade})))\b",
    "years": r"(?P<y>(?:1[5-9]|20)\d\d)[-–](?P<y2>\d\d|(?:1[5-9]|20)\d\d)\b",
    "year": r"(?:(?:the )?(?P<part>{edge}) of )?(?:(?:{early}|the year)[- ])?(?P<y>(?:1[4-9]|20)\d\d)\b",
    "yearago": r"(?:(?:the|a) )?(?:(?:comparable|corresponding|same|similar|like) )?(?P<word>year-ago|year-earlier|(?:comparable|corresponding|same|similar|like)(?= (?:quarter|period) (?:a year (?:ago|earlier)|last year|of last year|in the previous year)))(?: (?P<kind>quarter|period|figure|level|month|result|profit)s?)?(?P<last> (?:a year (?:ago|earlier)|(?:of )?last year|in the previous year))?\b",
    "century": r"(?:the )?(?:(?:{early})[- ])?(?P<n>{ordinal})[ -]century\b",
    "now": r"(?P<now>right now|just now|now|currently|nowadays|at present|at the moment|at this time|at this moment|presently|these days|for now|(?:the |its |their |his |her )?current(?= [a-z])(?! (?:account|affairs|events)))",
    "pastref": r"(?P<past>recently|lately|more recently|the (?:recent |distant )?past|formerly|in times past|the other day|those days|not long ago|a long time ago|at the time|(?<!most )recent(?= [a-z])|past years)",
    "futureref": r"(?P<future>soon|shortly|the (?:near |foreseeable |immediate |distant )?future|one day soon|in due course|someday|as soon as possible|the (?:near|short|medium|long) term|a (?:later|future) date)",
    "relday": r"(?:(?:on )?(?P<way>that same day|the same day|that day|the next day|the following day|the previous day|the day before|the day after|the day earlier|the morrow))(?! (?:yesterday|tomorrow))\b",
    "holiday": r"(?P<feast>{holiday})",
    "while": r"(?:for )?(?P<vague>a while|some time|a long time|a short time|a long period|a short period)",
}


@dataclass(frozen=True)
class Grammar:
    """Compiled shapes with the lists behind them, and the sieve that says which of them a text is worth trying."""

    shapes: tuple[tuple[str, re.Pattern[str]], ...]
    lists: dict[str, dict[str, Any]]
    sieve: Sieve


def _any(words: Any) -> str:
    return "(?:" + "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w))) + ")"


@lru_cache(maxsize=1)
def load_grammar() -> Grammar:
    """Patterns and lists, once a process."""
    lists = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    ones = [w for w, n in lists["cardinals"].items() if n < 20]
    tens = [w for w, n in lists["cardinals"].items() if 20 <= n < 100]
    number = rf"(?:\d{{1,3}}(?:,\d{{3}})*(?:\.\d+)?(?: ?1/2)?|{_any(tens)}(?:[- ]{_any(ones)})?|{_any(ones)}|a (?:hundred|thousand|dozen)|hundred|half a dozen|an?)"
    ordinals = lists["ordinals"]
    fragments = {
        "month": rf"(?:{_any([*lists['months'], *lists['month_short']])})",
        "monthname": _any(lists["months"]),
        "weekday": _any(lists["weekdays"]),
        "part": _any(lists["parts"]),
        "season": _any(lists["seasons"]),
        "unit": "(?:" + "|".join(sorted((re.escape(u) for u in lists["units"]), key=len, reverse=True)) + "|centurie)",
        "count": number,
        "rel": "(?:" + "|".join(lists["relative"]) + ")",
        "early": "(?:early|earlier|late|later|mid|sometime|the early|the late|the mid)",
        "edge": _any(lists["edges"]),
        "about": _any(lists["approximate"]),
        "least": _any(w for w in lists["approximate"] if w not in ("over", "under", "around", "about", "another", "just")),
        "number": number,
        "ones": _any(w for w, n in lists["cardinals"].items() if n < 13),
        "tens": _any(tens),
        "teens": _any(w for w, n in lists["cardinals"].items() if 10 <= n < 20),
        "zone": _any(lists["zones"]),
        "sets": _any(lists["sets"]),
        "holiday": _any(lists["holidays"]),
        "ordinal": rf"(?:\d{{1,2}}(?:st|nd|rd|th)|{_any(ordinals)}(?:-{_any(ordinals)})?)",
        "ordinal4": "(?:first|second|third|fourth|1st|2nd|3rd|4th)",
        "decade": _any(lists["decades"]),
    }
    fragments["dayish"] = (
        rf"{_any(lists['weekdays'])}|today|yesterday|tomorrow|{fragments['month']}\.? \d{{1,2}}(?:,? \d{{4}})?|\d{{1,2}} {fragments['month']}(?:,? \d{{4}})?"
    )
    shapes = tuple(
        (name, re.compile(rf"(?<![\w$£€])(?:{shape.format(**fragments)})(?![\w])", re.IGNORECASE)) for name, shape in _SHAPES.items()
    )
    return Grammar(shapes, lists, Sieve(pattern for _, pattern in shapes))
