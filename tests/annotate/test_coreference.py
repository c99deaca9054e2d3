"""Whom pronouns, descriptions and short names point back at."""

from __future__ import annotations

import pytest

from memcon.annotate.annotate import annotate
from memcon.coder import record_id
from memcon.model.record import Article, Block


def given(text: str, words: str, day: str = "2024-05-14") -> set[str]:
    """The names of those to whom the last mention of some words goes."""
    article = Article(id=record_id(text), text=text, blocks=[Block(kind="paragraph", span=(0, len(text)))], language="en", published=day)
    reading = annotate(article)
    spans = [m.span for m in reading.mentions if text[slice(*m.span)] == words]
    last = max(spans)
    return {reading.entities[i].name for m in reading.mentions if m.span == last for i in m.entities}


@pytest.mark.parametrize(
    ("text", "words", "names"),
    [
        ("President Emmanuel Macron met ministers in Paris. The 46-year-old said he was tired.", "The 46-year-old", {"Emmanuel Macron"}),
        ("Saudi Arabia praised China. The kingdom sells oil.", "The kingdom", {"Saudi Arabia"}),
        ("Honduras wrote to Japan. The Central American country wants loans.", "The Central American country", {"Honduras"}),
        ("The Rapid Support Forces shelled Omdurman. The RSF denied it.", "The RSF", {"Rapid Support Forces"}),
        ("Hamas freed two women. The group asked for talks.", "The group", {"Hamas"}),
        ("The Taliban closed schools in Kabul. The militants gave no reason.", "The militants", {"Taliban"}),
        ("France and Germany signed a treaty. The two countries will share the cost.", "The two countries", {"France", "Germany"}),
        ("Iran and Iraq said that they had met.", "they", {"Iran", "Iraq"}),
        ("President William Ruto asked Prime Minister Ama Owusu to open her office.", "her", {"Ama Owusu"}),
        ("Olaf Scholz received Viktor Orban in Berlin. His guest thanked him.", "His guest", {"Viktor Orbán"}),
        ("The police said that it was clear that the road was shut.", "it", set()),
        ("Japan said it was expected that the talks would fail.", "it", set()),
        ("Japan said that it was ready.", "it", {"Japan"}),
        ("The parliament published a report. It was printed in June.", "It", set()),
        ("Spain fired a rocket, and it fell into the sea.", "it", set()),
        ("Spain said it would repeal the tax if it won.", "it", {"Spain"}),
        ("Critics said Spain would pay a price if it went on.", "it", {"Spain"}),
        ("Police found a bomb. They defused it.", "it", set()),
        ("Ama Owusu met Kofi Mensah and Yaw Asante. The three men spoke.", "The three men", {"Ama Owusu", "Kofi Mensah", "Yaw Asante"}),
        ("Chad, Mali and Niger met. The three neighbours spoke.", "The three neighbours", {"Chad", "Mali", "Niger"}),
        ("Chad and Mali met. The rivals signed a truce.", "The rivals", {"Chad", "Mali"}),
        ("Chad and Mali met. People fled on both sides of the river.", "both sides", set()),
        ("President Ama Owusu and President John Doe met. The presidents spoke.", "The presidents", {"Ama Owusu", "John Doe"}),
        ("Hamas freed two British nurses. The pair flew home.", "The pair", {"British nurses"}),
        ("President Joe Biden spoke. The 81-year-old told reporters that he was tired.", "he", {"Joe Biden"}),
        ("Basque politician Ander Exampel spoke. Exampel was once a priest.", "Exampel", {"Ander Exampel"}),
        ("The European Commission met. The Commission had no answer.", "The Commission", {"European Commission"}),
        ("Doctors Without Borders left Aden. The medical charity blamed no one.", "The medical charity", {"Doctors Without Borders"}),
        ("President William Ruto thanked Prime Minister Narendra Modi for his courtesy.", "his", {"Narendra Modi"}),
        ("Olaf Scholz asked Viktor Orban to leave. He refused.", "He", {"Viktor Orbán"}),
        ("President Ruto spoke. A reporter asked why. The reporter, Mere Exampel, left.", "A reporter", {"Mere Exampel"}),
        ("India freed 14 Tamil fishermen and two trawlers. The men flew home.", "The men", {"14 Tamil fishermen"}),
        ("A shipping firm from Norway apologised on Monday. Nordkyst Lines said it would pay.", "A shipping firm", {"Nordkyst Lines"}),
        ("The labour minister of Chad resigned. He was ill. Minister Adoum Exampel flew home.", "He", {"Adoum Exampel"}),
        ("The mayor of a town in Peru was shot. Efrain Exampel had asked for guards.", "The mayor", {"Efrain Exampel"}),
        ("The army of Chad met the company. Nordkyst Lines laughed.", "the company", {"company"}),
        ("The regulator fined Hanbit Semiconductor. The chipmaker will appeal.", "The chipmaker", {"Hanbit Semiconductor"}),
        ("Diplomat Ingrid Exampel flew to Sudan. The Norwegian met a general.", "The Norwegian", {"Ingrid Exampel"}),
        ("Prime Minister Ama Owusu spoke. The Norwegians left.", "The Norwegians", {"Norwegians"}),
        ("President William Ruto called his wife. She was in Nairobi.", "She", {"his wife"}),
        ("President Ruto met his wife, Rima Exampel, in Juba. His wife spoke.", "His wife", {"Rima Exampel"}),
        ("An engineer told his wife that he was free. The couple flew home.", "The couple", {"engineer", "his wife"}),
        ("Senator Ana Exampel sued Senator Kofi Muster. Both senators are liberals.", "Both senators", {"Ana Exampel", "Kofi Muster"}),
        ('Prime Minister Viktor Orban spoke. "He is tired," Donald Tusk said.', "He", {"Viktor Orbán"}),
        ('"We will not talk," his spokesman, Kofi Muster, said after President Ruto had left.', "his", set()),
        ("The Maldives said it had let the plane land.", "it", {"Maldives"}),
        ("Boeing workers walked out in Seattle. The company had offered a raise.", "The company", {"Boeing"}),
        ("North Korea fired a missile near Japan. The North said nothing.", "The North", {"North Korea"}),
        ("Prosecutors said the bank had lied. It denied that.", "It", {"bank"}),
        ("Japan learned of it on Monday.", "it", set()),
        ("China said Japan had lied. Tokyo called it a mistake.", "it", set()),
        ("Rebels freed two nurses. Rivals raised their prices.", "their", set()),
        ("No firm is above the law in Norway. It said so.", "It", {"Norway"}),
        ("A man stabbed three nurses in Rome. The attacker fled.", "The attacker", {"A man"}),
        ("President Ruto asked Ama Owusu what she thought of war.", "she", {"Ama Owusu"}),
        ("Egypt, Sudan and Chad met. The U.N. asked all sides to talk.", "all sides", {"Egypt", "Sudan", "Chad"}),
        ("Kofi Muster spoke in Accra. The liberal said he was tired.", "he", {"Kofi Muster"}),
        ("King Abdullah of Jordan spoke. Abdullah left. The monarch was tired.", "The monarch", {"King Abdullah II"}),
        ("Spain fined Portugal. The latter has denied it.", "The latter", {"Portugal"}),
        ("Ama Owusu met Kofi Mensah. The former praised him.", "him", {"Kofi Mensah"}),
        ('Ama Owusu shouted at Kofi Mensah. "You are late," she told Mensah.', "You", {"Kofi Mensah"}),
        ('"You will see," Ama Owusu told reporters.', "You", set()),
        ("Niger closed its border with Benin. It accuses its southern neighbour of lying.", "its southern neighbour", {"Benin"}),
        ("Ama Owusu is a nurse. Kofi Mensah praised the nurse.", "the nurse", {"Ama Owusu"}),
        ("Motagua said it would pay for the flights.", "it", {"Motagua"}),
        ("A drug lord was freed. Sebastian Arce said nothing. Police watched the drug lord.", "the drug lord", {"Sebastian Arce"}),
        ("Minister Kofi Mensah said the prisoner had fled.", "the prisoner", {"prisoner"}),
        ("Ama Owusu came to Madrid. Kofi Mensah shook her hand.", "her", {"Ama Owusu"}),
        ("Kofi Mensah took two doctors with him.", "him", {"Kofi Mensah"}),
        ("Spain accused Portugal of firing at its boats.", "its", {"Spain"}),
        ("Spain said it had not done it.", "it", set()),
        ("A woman walked to a boat. It was old.", "It", set()),
        ("Portugal spoke of the power cut. All the power failed.", "All the power", set()),
        ("Kofi Mensah, a lawyer and pastor, spoke. Spain praised the pastor.", "the pastor", {"Kofi Mensah"}),
        ("President Ama Owusu met a minister. The Minister left.", "The Minister", {"minister"}),
    ],
)
def test_points_at(text: str, words: str, names: set[str]) -> None:
    assert given(text, words) == names


def test_a_rival_is_another_person() -> None:
    text = "President Joe Biden spoke in Ohio. Biden's rival, Maria Example, spoke in Iowa. She asked for votes."
    assert given(text, "She") == {"Maria Example"}
    assert "Joe Biden" not in given(text, "Biden's rival")


def test_a_party_in_apposition_is_no_person() -> None:
    text = "Malawian Vice President Saulos Chilima spoke. His party, the United Example Movement, thanked him. It will meet on Friday."
    assert given(text, "It") == {"United Example Movement"}


def test_a_plain_party_is_of_the_report() -> None:
    text = "The Labour Party lost in Auckland, New Zealand. New Zealand's voters were calm."
    article = Article(id=record_id(text), text=text, blocks=[Block(kind="paragraph", span=(0, len(text)))], language="en", published=None)
    assert {e.country for e in annotate(article).entities if e.name == "Labour Party"} == {"NZL"}
