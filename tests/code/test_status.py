"""Whether an act happened: sentences of our own, the word that names the act, and what must be said of it."""

from __future__ import annotations

from functools import lru_cache

import pytest

from memcon.annotate.parse import parse_sentences
from memcon.code.status import find_status

# (sentence, word of the act, status)
CASES = [
    ("Rebels attacked the port.", "attacked", "happened"),
    ("Rebels did not attack the port.", "attack", "denied"),
    ("No rebels attacked the port.", "attacked", "denied"),
    ("Nobody attacked the port.", "attacked", "denied"),
    ("Neither side attacked the port.", "attacked", "denied"),
    ("Rebels not only attacked the port but burned it.", "attacked", "happened"),
    ("Rebels may attack the port.", "attack", "possible"),
    ("Rebels may not attack the port.", "attack", "possible"),
    ("Rebels will attack the port.", "attack", "planned"),
    ("If rebels attack the port, troops will come.", "attack", "hypothetical"),
    ("If rebels do not attack the port, troops will leave.", "attack", "hypothetical"),
    ("Officials asked whether rebels attacked the port.", "attacked", "possible"),
    ("Did rebels attack the port?", "attack", "possible"),
    ("Why did rebels attack the port?", "attack", "happened"),
    ("Release the prisoners now.", "Release", "demanded"),
    ("The court ruled that the boy be returned to his father.", "returned", "demanded"),
    ("The two sides reached no agreement.", "reached", "denied"),
    ("The suspect had not admitted the crime or implicated anyone.", "implicated", "denied"),
    # what governs it
    ("The police offered a reward for information leading to the arrest of the gang's leader.", "arrest", "possible"),
    ("The talks led to the arrest of the gang's leader.", "arrest", "happened"),
    ("It is a crime to blockade a port.", "blockade", "possible"),
    ("The ministry agreed to a meeting with the rebels.", "meeting", "planned"),
    ("Rebels could cut the road either through mines or by attacking convoys.", "attacking", "possible"),
    ("The envoy was not granted a visa to visit the camp.", "visit", "denied"),
    ("The envoy was refused permission to visit the camp.", "visit", "denied"),
    ("The envoy was given permission to visit the camp.", "visit", "possible"),
    ("The rebels stand to gain more by talking than by attacking the port.", "attacking", "hypothetical"),
    ("Rebels failed to attack the port.", "attack", "denied"),
    ("Rebels never failed to attack the port.", "attack", "happened"),
    ("Rebels refused to attack the port.", "attack", "denied"),
    ("Rebels had no plan to attack the port.", "attack", "denied"),
    ("Rebels did not try to attack the port.", "attack", "denied"),
    ("Troops were sent to prevent an attack on the port.", "attack", "possible"),
    ("The army foiled an attack on the port.", "attack", "denied"),
    ("The law gives the police the power to seize the paper.", "seize", "possible"),
    ("The minister was eager to condemn the raid.", "condemn", "possible"),
    ("The minister was happy to sign the accord.", "sign", "happened"),
    ("The blockade is designed to isolate the junta.", "isolate", "possible"),
    ("The envoy is to visit the capital.", "visit", "planned"),
    ("The council is to be disbanded.", "disbanded", "planned"),
    ("The ministry vowed no surrender.", "vowed", "happened"),
    ("Commanders pledged an answer to the killing of a colonel.", "killing", "happened"),
    ("The rebels stayed until the army retreats.", "retreats", "planned"),
    ("Thousands marched to demand his release.", "demand", "happened"),
    ("The king telephoned the president to congratulate him.", "congratulate", "happened"),
    ("We want to thank the people of Kenya.", "thank", "happened"),
    ("The army sent troops to attack the port.", "attack", "planned"),
    ("The rebels threatened to attack the port.", "attack", "threatened"),
    ("The envoy insisted that his president wants talks.", "wants", "happened"),
    # what the verb takes for granted
    ("The minister did not mention the attack on the port.", "attack", "happened"),
    ("The council may condemn the attack on the port.", "attack", "happened"),
    ("The army will not lift the sanctions imposed in 1990.", "imposed", "happened"),
    ("The talks did not help the miners.", "talks", "happened"),
    ("The talks did not take place.", "talks", "denied"),
    ("The minister is considering the request for aid.", "request", "happened"),
    ("Rebels did not launch the attack.", "attack", "denied"),
    ("A suspect in the shooting may have fled.", "shooting", "happened"),
]


@lru_cache(maxsize=1)
def found() -> dict[tuple[str, str], str]:
    told = {}
    for (text, word, _), doc in zip(CASES, parse_sentences(text for text, _, _ in CASES), strict=True):
        token = next(t for t in doc if t.text == word)
        told[text, word] = find_status(token, None)[0]
    return told


@pytest.mark.parametrize(("text", "word", "status"), CASES, ids=lambda v: str(v)[:40])
def test_status(text: str, word: str, status: str) -> None:
    assert found()[text, word] == status


# told in 2025: (sentence, word of the act, status)
DATED = [
    ("Bolivia broke off relations with Chile in March 1978.", "broke", "historical"),
    ("The bloc imposed sanctions on the general, accusing him of undermining the pact that ended the 1992 war.", "imposed", "happened"),
    ("The Union, which sanctioned the general in 2017 and again in 2022, said nothing.", "sanctioned", "happened"),
    ("The embargo imposed on the island in 1962 still stands.", "embargo", "historical"),
    ("The regime murdered thousands of prisoners during World War Two.", "murdered", "historical"),
    ("The minister marched with veterans of World War Two.", "marched", "happened"),
]


@pytest.mark.parametrize(("text", "word", "status"), DATED, ids=[t[:30] for t, _, _ in DATED])
def test_an_old_year_is_of_its_own_clause(text: str, word: str, status: str) -> None:
    doc = next(iter(parse_sentences([text])))
    assert find_status(next(t for t in doc if t.text == word), 2025)[0] == status
