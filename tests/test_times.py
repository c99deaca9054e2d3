"""Time expressions and their values."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memcon.annotate.times import find_times

# (text, day of the report, words, type, value)
TIMES = [
    ("Trump announced Wednesday that he called.", "2026-01-15", "Wednesday", "DATE", "2026-01-14"),
    ("They met on Thursday.", "2026-01-15", "Thursday", "DATE", "2026-01-15"),
    ("He will arrive on Friday.", "2026-01-15", "Friday", "DATE", "2026-01-16"),
    ("The talks begin next Tuesday.", "2026-01-15", "next Tuesday", "DATE", "2026-01-20"),
    ("It happened last month.", "2026-01-15", "last month", "DATE", "2025-12"),
    ("He was freed on January 3, 2024.", "2026-01-15", "January 3, 2024", "DATE", "2024-01-03"),
    ("He was freed on 3 January 2024.", "2026-01-15", "3 January 2024", "DATE", "2024-01-03"),
    ("The ceasefire of Dec. 9 held.", "2026-01-15", "Dec. 9", "DATE", "2025-12-09"),
    ("Elections are due in March.", "2026-01-15", "March", "DATE", "2026-03"),
    ("Two years ago they fought.", "2026-01-15", "Two years ago", "DATE", "2024"),
    ("They fought for six months.", "2026-01-15", "six months", "DURATION", "P6M"),
    ("They meet every week.", "2026-01-15", "every week", "SET", "P1W"),
    ("He spoke at 10 p.m. Wednesday.", "2026-01-15", "10 p.m. Wednesday", "TIME", "2026-01-14T22:00"),
    ("Police came on Saturday night.", "2026-01-15", "Saturday night", "TIME", "2026-01-10TNI"),
    ("It was signed in 1993.", "2026-01-15", "1993", "DATE", "1993"),
    ("It rose in the third quarter of 2025.", "2026-01-15", "the third quarter of 2025", "DATE", "2025-Q3"),
    ("The war of the 1990s ended.", "2026-01-15", "the 1990s", "DATE", "199"),
    ("He left yesterday.", "2026-01-15", "yesterday", "DATE", "2026-01-14"),
    ("He left on Wednesday.", None, "Wednesday", "DATE", "XXXX-WXX-3"),
    # tense of the clause, not of the next participle
    ("The hostages would be released on Saturday, officials said Tuesday.", "2026-01-15", "Saturday", "DATE", "2026-01-17"),
    ("The hostages would be released on Saturday, officials said Tuesday.", "2026-01-15", "Tuesday", "DATE", "2026-01-13"),
    ("The court is set to rule Friday on the ban.", "2026-01-15", "Friday", "DATE", "2026-01-16"),
    ("The ship had been due to arrive on Tuesday but sank.", "2026-01-15", "Tuesday", "DATE", "2026-01-13"),
    ("He was to have been sworn in on Monday.", "2026-01-15", "Monday", "DATE", "2026-01-12"),
    ("The envoy sank into silence. On Friday, talks will resume.", "2026-01-15", "Friday", "DATE", "2026-01-16"),
    # what is said of another year, day, quarter
    ("In February 2022 the army invaded; by March 8 it held the port.", "2026-01-15", "March 8", "DATE", "2022-03-08"),
    ("The coup came in 1988. That year hundreds died.", "2026-01-15", "That year", "DATE", "1988"),
    ("They met in March 2024. The following month they split.", "2026-01-15", "The following month", "DATE", "2024-04"),
    ("On May 3, 2024 he fled. Two days later he was caught.", "2026-01-15", "Two days later", "DATE", "2024-05-05"),
    ("He fled. Two days later he was caught.", "2026-01-15", "Two days later", "DATE", "FUTURE_REF"),
    ("Gunmen came the day after the vote.", "2026-01-15", "the day after", "DATE", "XXXX-XX-XX"),
    ("Third-quarter sales hit $5 million, up from $3 million a year earlier.", "2026-01-15", "a year earlier", "DATE", "2024-Q3"),
    ("In the year-ago quarter the bank lost money.", "2026-01-15", "the year-ago quarter", "DATE", "2024-Q4"),
    ("In the quarter ended Sept. 30 sales fell.", "2026-01-15", "the quarter", "DATE", "2025-Q3"),
    ("This year's first half was calm.", "2026-08-15", "This year's first half", "DATE", "2026-H1"),
    ("The 1998 third quarter was bad.", "2026-01-15", "The 1998 third quarter", "DATE", "1998-Q3"),
    ("The year ended March 31 brought losses.", "2026-01-15", "The year", "DURATION", "P1Y"),
    ("Sales rose for the week.", "2026-01-15", "the week", "DATE", "2026-W03"),
    ("Over the weekend, police held dozens.", "2026-01-15", "the weekend", "DATE", "2026-W02-WE"),
    ("He hopes to finish by year-end.", "2026-01-15", "year-end", "DATE", "2026"),
    ("Shops shut in the early evening.", "2026-01-15", "the early evening", "TIME", "2026-01-15TEV"),
    # parts of a day and hours go on from the day last told
    ("Rebels came on Monday evening. That same night they left.", "2025-06-18", "That same night", "TIME", "2025-06-16TNI"),
    ("Rebels came on Monday. The next morning they left.", "2025-06-18", "The next morning", "TIME", "2025-06-17TMO"),
    ("Rebels came on Monday morning. The day after, they left.", "2025-06-18", "The day after", "DATE", "2025-06-17"),
    ("Rebels came. The next morning they left.", "2025-06-18", "The next morning", "TIME", "XXXX-XX-XXTMO"),
    ("Chad suspended it on Friday. Niger followed on the morrow.", "2025-06-18", "on the morrow", "DATE", "2025-06-14"),
    ("A man attacked on Monday. He rammed a gate at about 3:10 a.m. and left.", "2025-06-18", "3:10 a.m.", "TIME", "2025-06-16T03:10"),
    ("They had until Friday to leave. A note was handed over in the morning.", "2025-06-18", "the morning", "TIME", "2025-06-18TMO"),
    ("In 2022 soldiers overthrew the government.", "2025-06-18", "2022", "DATE", "2022"),
    # whose verb it is
    ("Anwar, who met the general in April, will raise it.", "2025-06-18", "April", "DATE", "2025-04"),
    ("The men will be brought before a judge on Friday, she said.", "2025-06-18", "Friday", "DATE", "2025-06-20"),
    ("The party would sue if they were still held on Friday.", "2025-06-18", "Friday", "DATE", "2025-06-20"),
    # spoken years
    ("He came in nineteen ninety-six.", "2026-01-15", "nineteen ninety-six", "DATE", "1996"),
    ("It was January nineteen ninety-seven.", "2026-01-15", "January nineteen ninety-seven", "DATE", "1997-01"),
    ("By the year two thousand it was over.", "2026-01-15", "the year two thousand", "DATE", "2000"),
    # how long
    ("They wait two to three weeks.", "2026-01-15", "two to three weeks", "DURATION", "P2W"),
    ("Talks could last for years.", "2026-01-15", "years", "DURATION", "PXY"),
    ("Troops will come within days.", "2026-01-15", "days", "DURATION", "PXD"),
    ("He will one day rule.", "2026-01-15", "one day", "DATE", "FUTURE_REF"),
    ("The current cabinet fell.", "2026-01-15", "The current", "DATE", "PRESENT_REF"),
    ("Police fired for the third straight day.", "2026-01-15", "the third straight day", "DATE", "2026-01-15"),
    ("The month-long siege ended.", "2026-01-15", "month", "DURATION", "P1M"),
    ("A decades-old feud flared.", "2026-01-15", "decades", "DURATION", "PXE"),
    ("It opens on the first Monday in May.", "2026-01-15", "the first Monday in May", "DATE", "2026-05-04"),
    ("He fell at 5 p.m. on Jan. 6, 2021.", "2026-01-15", "5 p.m. on Jan. 6, 2021", "TIME", "2021-01-06T17:00"),
    ("She is due in court at 09:00 GMT on 3 March.", "2026-01-15", "09:00 GMT on 3 March", "TIME", "2026-03-03T09:00"),
    ("He spoke at mid-afternoon yesterday.", "2026-01-15", "mid-afternoon yesterday", "TIME", "2026-01-14TAF"),
]

# nothing here is a time
NONE = [
    "He may march on.",
    "Flight 1920 landed.",
    "They paid $2000.",
    "France sent 2000 soldiers.",
    "the March family",
    "the fall of the city",
    "As soon as he left, he fell.",
    "the current account",
    "the quarter-final",
    "the future of the city",
]


@pytest.mark.parametrize(("text", "day", "words", "kind", "value"), TIMES, ids=lambda v: str(v)[:30])
def test_time(text: str, day: str | None, words: str, kind: str, value: str) -> None:
    found = [(text[slice(*t.span)], t.type, t.value) for t in find_times(text, [(0, len(text))], day)]
    assert (words, kind, value) in found


@pytest.mark.parametrize("text", NONE)
def test_no_time(text: str) -> None:
    assert [text[slice(*t.span)] for t in find_times(text, [(0, len(text))], "2026-01-15")] == []


@settings(deadline=None, max_examples=150)
@given(st.text(alphabet="0123456789 abcdefthursday-:/.,'’ January199s", max_size=200))
def test_any_text_is_bounded_and_exact(text: str) -> None:
    found = find_times(text, [(0, len(text))], "2026-01-15")
    assert all(0 <= t.span[0] < t.span[1] <= len(text) for t in found)
    assert all(a.span[1] <= b.span[0] for a, b in pairwise(found))
