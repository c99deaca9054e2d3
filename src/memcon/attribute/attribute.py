"""Attribute a reading: every statement with its speaker, and which of the coded acts it carries."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import groupby

from memcon.annotate.reading import Mention, Reading, Sentence
from memcon.attribute.channel import channel_of, told_channel
from memcon.attribute.cues import Cues, load_cues
from memcon.attribute.denying import denies, deny_nothing, deny_on, is_habitual
from memcon.attribute.find import find_attributions
from memcon.attribute.form import form_of
from memcon.attribute.found import Found
from memcon.attribute.interviews import with_answers
from memcon.attribute.judging import judged
from memcon.attribute.kinds import is_no_man, kind_of, name_beside
from memcon.attribute.lookup import tokens_of
from memcon.attribute.pointing import point_back, pointing_words
from memcon.attribute.quoted import LABEL, give_quotes, opens
from memcon.attribute.said import Said
from memcon.attribute.same import does, happenings, retold
from memcon.attribute.spans import source_span
from memcon.attribute.speaker import author_of
from memcon.attribute.taking import take_up
from memcon.attribute.unnamed import later_words, source_of
from memcon.attribute.voices import go_on, stay_unnamed
from memcon.attribute.withheld import find_withheld
from memcon.code.draft import Draft, side, sides
from memcon.model.record import Span

_SIGNED = re.compile(r"[\"”'’ ]{1,3}\s*([―—–-]{1,2})\s*([A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){0,4})\s*(?:,[^.]{0,60})?\.?\s*$")
_Mentions = dict[int, list[Mention]]
# types of act that are done, not said, and the classes of cue that have verbs for either: 'attack', 'target', 'recall', 'ban'
_DEEDS = {"ASSAULT", "COERCE", "MOBILIZE", "SANCTION", "RETREAT", "AID"}
# acts done with words, and the stances of those words
_VOICED = {
    "ACCUSE": ("criticises", "states"),
    "THREATEN": ("threatens", "promises", "states"),
    "REQUEST": ("demands", "states"),
}
_PLACED = {"From", "In", "At", "Near", "To"}  # "From Mexico City: …" tells where, not who
_OPENED = " \"“'‘«`"
_SOON = 500  # characters after an act in which its words are quoted
_BLOWS = {"criticise", "report_what", "stand", "feel"}


def attribute(reading: Reading, drafts: list[Draft]) -> list[Said]:
    """Statements in text order, each with positions in ``drafts`` of the acts it carries. Odd marks and doubles become warnings."""
    said, first = find_said(reading, drafts)
    take_up(reading, [one for one in said if not is_habitual(reading, one)], drafts, first)
    return sorted(said, key=lambda s: s.content[0] if s.content else s.cue or (0, 0))


def find_said(reading: Reading, drafts: list[Draft]) -> tuple[list[Said], list[int]]:
    """Statements with the acts that their words tell or point at, and for every act the first that tells the same happening."""
    cues = load_cues()
    mentions: dict[int, list[Mention]] = {}
    for mention in reading.mentions:
        mentions.setdefault(mention.sentence, []).append(mention)
    said: list[Said] = []
    pairs: list[tuple[Found, Said]] = []
    done = _done(drafts)
    last: Said | None = None
    silent: list[Span] = []
    for _, group in groupby(_once(reading), key=lambda s: s.block):
        sentences = list(group)
        block = reading.block(sentences[0]).span
        found = [f for s in sentences for f in find_attributions(reading, s, cues) if not _physical(f, done)]
        found = _kept_back(reading, sentences, found)
        silent += [f.cue_span for f in found if f.withheld]
        loose = give_quotes(reading, found, sentences, cues)
        found = _outermost(found, cues)
        here = []
        for f in found:
            if f.content or f.withheld:
                here.append(_make(reading, f, cues, mentions))
                pairs.append((f, here[-1]))
        labelled = _labelled(reading, sentences, cues, mentions)
        if labelled is not None:
            here.insert(0, labelled)
        for quote in loose:
            if labelled is not None and labelled.content[0][0] <= quote[0]:
                continue
            marked = _by_marks(reading, sentences, quote, mentions)
            if marked is not None:
                around = (max(block[0], quote[0] - 120), quote[0])
                marked.channel = told_channel(reading.article.text[slice(*around)].rsplit("\n", 1)[-1], cues)
                here.append(marked)
            elif last is not None and not here and opens(reading.article.text, quote) and _follows(reading, last, block):
                last.content.append(quote)
                last.quotes = _clip(reading, last.content)
                last.form = form_of(reading, last)
            elif sentences[0].kind != "title" and quote[1] - quote[0] > 20:
                made = Said([quote], quotes=[quote], form="direct")
                if last is not None:
                    made.speaker, made.source_kind = last.speaker, last.source_kind
                here.append(made)
        here.sort(key=lambda s: s.cue or s.content[0])
        said.extend(here)
        spoken = [s for s in here if s.quotes and (s.speaker is not None or s.speaker_span is not None)]
        if spoken:
            last = max(spoken, key=lambda s: s.content[-1])
    said = with_answers(reading, said)
    later_words(reading, pairs)
    said = _dedupe(said)
    deny_nothing(reading, said, silent)
    go_on(reading, said)
    stay_unnamed(reading, said)
    deny_on(reading, said)
    _resolve_first_person(reading, said)
    first = happenings(reading, drafts, said)
    _carry(reading, said, drafts, first, cues, mentions)
    meant = [one for one in said if not is_habitual(reading, one)]
    point_back(reading, meant, drafts, first)
    return said, first


def _done(drafts: list[Draft]) -> set[int]:
    """Offsets where something is done, not said: in the triggers of acts that no words do."""
    return {at for d in drafts if d.type in _DEEDS for _, t in (d.triggers or [(d.sentence, d.trigger)]) for at in range(*t)}


def _physical(found: Found, done: set[int]) -> bool:
    """'Rebels attacked an army post' criticises nothing."""
    kind = found.kind.split(":")[0]
    return kind in _BLOWS and found.cue_span[0] in done


def _kept_back(reading: Reading, sentences: list[Sentence], found: list[Found]) -> list[Found]:
    """The attributions with those marked that keep something back, and with those added that say nothing at all."""
    by_sentence: dict[int, list[Found]] = {s.index: [] for s in sentences}
    for one in found:
        by_sentence[one.sentence.index].append(one)
    for sentence in sentences:
        for kept in find_withheld(reading, sentence):
            here = by_sentence[sentence.index]
            own = next((f for f in here if f.cue.i == kept.token.i), None)
            under = [f for f in here if f is not own and kept.covers(f.cue)]
            here = [f for f in here if not any(f is u for u in under)]
            if own is None:
                own = Found(sentence, kept.token, kept.cue_span, None, [], "states", kind="withheld:")
                here.append(own)
            by_sentence[sentence.index] = here
            own.withheld = kept.what
            own.speaker = own.speaker or kept.speaker
            if not own.content:
                own.cue_span = kept.cue_span
                # 'neither confirm nor deny the raid' has it under the second verb
                own.content = next((f.content for f in under if f.content and f.cue.pos_ == "VERB"), [])
            whether = bool(own.content) and own.stance in ("denies", "doubts")
            own.stance = "doubts" if kept.what != "comment" or whether else "states"
    return [f for sentence in sentences for f in sorted(by_sentence[sentence.index], key=lambda f: f.cue.i)]


def _outermost(found: list[Found], cues: Cues) -> list[Found]:
    """Without thoughts, wishes and the like inside what somebody says: they are the outer speaker's words. Links of a chain stay."""
    kept = []
    for one in found:
        if not one.content:
            if one.withheld:
                kept.append(one)
            continue
        link = one.kind in cues.links or (
            one.kind.split(":")[0] in cues.speech
            and one.speaker is not None
            and (one.stance == "denies" or (one.speaker.pos_ == "PROPN" and one.kind in ("as:as", "call:pred")))
        )
        inside = not link and any(
            f is not one and s <= one.cue_span[0] < e for f in found if abs(f.sentence.index - one.sentence.index) < 2 for s, e in f.content
        )
        if not inside:
            kept.append(one)
    return kept


def _once(reading: Reading) -> Iterator[Sentence]:
    """Sentences of paragraphs that are printed for the first time; what is odd becomes a warning."""
    text = reading.article.text
    seen: set[str] = set()
    doubled: set[int] = set()
    odd: set[int] = set()
    known: dict[int, bool] = {}
    for sentence in reading.sentences:
        if sentence.block not in known:
            s, e = reading.block(sentence).span
            words = " ".join(text[s:e].split())
            known[sentence.block] = len(words) > 60 and words in seen
            seen.add(words)
            if known[sentence.block]:
                doubled.add(sentence.block)
            elif text.count('"', s, e) % 2 or text.count("“", s, e) < text.count("”", s, e):
                odd.add(sentence.block)
        if not known[sentence.block]:
            yield sentence
    if odd:
        reading.warnings.append(f"quotation marks without their pair in {len(odd)} paragraph{'s' * (len(odd) > 1)}")
    if doubled:
        reading.warnings.append(f"{len(doubled)} paragraph{'s' * (len(doubled) > 1)} printed twice; statements are taken from the first")


def _make(reading: Reading, found: Found, cues: Cues, mentions: _Mentions) -> Said:
    said = Said(sorted(found.content), cue=found.cue_span, stance=found.stance, kind=found.kind)  # type: ignore[arg-type]
    said.withheld = found.withheld
    said.quotes = _clip(reading, said.content)
    said.form = form_of(reading, said)
    if said.stance == "promises" and found.cue.lemma_.lower() == "assure" and not _foretells(reading, said):
        said.stance = "states"
    if said.stance == "states" and said.form == "direct" and said.withheld is None and denies(reading, said):
        said.stance = "denies"
    if said.stance == "states" and said.form == "mixed" and said.withheld is None:
        said.stance = judged(reading, said) or said.stance
    sentence = found.sentence
    if found.speaker is not None:
        said.speaker_span = source_span(sentence, found.speaker)
        mention = reading.mention_at(sentence.index, found.speaker.i)
        if mention is not None and mention.entities:
            said.speaker = mention.entities[0]
        elif (first := _opening_name(found, mentions)) is not None:
            said.speaker, said.speaker_span = first.entities[0], first.span
        known = reading.entities[said.speaker].kind if said.speaker is not None else None
        if known in (None, "office", "unnamed") and (name := name_beside(found.speaker)) is not None:
            beside = reading.mention_at(sentence.index, name.i)
            if beside is not None and beside.entities:
                said.speaker = beside.entities[0]
            said.speaker_span = (said.speaker_span[0], max(said.speaker_span[1], sentence.offset(name) + len(name.text)))
        elif said.speaker is not None and is_no_man(reading.entities[said.speaker], found.speaker, cues):
            said.speaker = None
        if said.speaker is None and found.speaker.lemma_.lower() in cues.bodies:
            said.speaker = _whose(reading, found)
        if found.speaker.lemma_.lower() in cues.document and (author := author_of(found.speaker)) is not None:
            by = reading.mention_at(sentence.index, author.i)
            if by is not None and by.entities:
                said.speaker = by.entities[0]
    if found.addressee is not None:
        mention = reading.mention_at(sentence.index, found.addressee.i)
        if mention is not None and mention.entities and mention.entities[0] != said.speaker:
            said.addressee = mention.entities[0]
    both = found.speaker is not None and found.speaker.lower_ in ("both", "neither") and not list(found.speaker.rights)
    if both and said.speaker is not None and reading.entities[said.speaker].kind == "state":
        said.speaker = None  # two who were not named, not two states
    said.source_kind = kind_of(reading, found, said, cues)
    if both and said.speaker is None:
        said.source_kind = "anonymous"
    said.channel = channel_of(reading, found, cues)
    said.source = source_of(reading, found, said)
    return said


def _foretells(reading: Reading, said: Said) -> bool:
    """Whether the words said are of what is to come: 'assured them that they would be paid'."""
    return any(t.tag_ == "MD" or t.lower_ in ("going", "ready", "'ll") for span in said.content for t in tokens_of(reading, span))


def _opening_name(found: Found, mentions: _Mentions) -> Mention | None:
    """The name that opens the sentence, where the parse took a noun in its apposition for the subject."""
    assert found.speaker is not None
    doc = found.sentence.doc
    if any(t.pos_ in ("VERB", "AUX") and t.tag_ not in ("VBG", "VBN") for t in doc[: found.speaker.i]):
        return None
    for mention in mentions.get(found.sentence.index, []):
        if mention.first == 0 and mention.name and mention.entities:
            return mention if mention.last < len(doc) and doc[mention.last].text == "," else None
    return None


def _whose(reading: Reading, found: Found) -> int | None:
    """'Her office', 'his press service': who has a body speak."""
    assert found.speaker is not None
    owner = next((c for c in found.speaker.lefts if c.dep_ == "poss"), None)
    mention = reading.mention_at(found.sentence.index, owner.i) if owner is not None else None
    return mention.entities[0] if mention is not None and mention.entities else None


def _clip(reading: Reading, content: list[Span]) -> list[Span]:
    """The parts of the content that lie inside quotation marks."""
    found = set()
    for s, e in content:
        at = max(0, bisect_left(reading.quotes, (s, s)) - 1)
        for q in reading.quotes[at:]:
            if q[0] >= e:
                break
            lo, hi = max(q[0], s), min(q[1], e)
            if lo < hi:
                found.add((lo, hi))
    return sorted(found)


def _follows(reading: Reading, last: Said, block: Span) -> bool:
    """Whether a paragraph comes right behind the one in which somebody spoke in quotation marks."""
    end = max(last.content[-1][1], last.cue[1] if last.cue else 0)
    text = reading.article.text
    return block[0] - end < 400 and text.count("\n", end, block[0]) <= 2


def _by_marks(reading: Reading, sentences: list[Sentence], quote: Span, mentions: _Mentions) -> Said | None:
    """A quotation given to somebody by a colon before it or a dash behind it: 'The report: "…"', '"…" — Jane Doe'."""
    text, block = reading.article.text, reading.block(sentences[0]).span
    sentence = next((s for s in sentences if s.span[0] <= quote[0] < s.span[1]), None)
    if sentence is None:
        return None
    before = text[block[0] : quote[0]].rstrip(" \"“'‘`\n")
    if before.endswith(":"):
        at = block[0] + len(before) - 1
        home = next((s for s in sentences if s.span[0] <= at < s.span[1]), sentence)
        named = [m for m in mentions.get(home.index, []) if m.span[1] <= at and not m.pronoun]
        subjects = [m for m in named if home.doc[m.head].dep_ in ("nsubj", "ROOT", "nsubjpass", "dep", "npadvmod")] or named[-1:]
        if subjects and at - subjects[0].span[1] < 80:
            return _marked(reading, quote, subjects[0].span, (at, at + 1), subjects[0].entities)
    if (doer := _doer(reading, sentence, quote, mentions)) is not None:
        said = _marked(reading, quote, doer.span, doer.span, doer.entities)
        said.cue, said.form = None, "mixed"
        if said.source_kind == "person" and reading.entities[doer.entities[0]].kind != "person":
            said.source_kind = "organisation"
        return said
    signed = _SIGNED.match(text[quote[1] : block[1]][:90])
    if signed:
        at = quote[1] + signed.start(1)
        spoken = (quote[1] + signed.start(2), quote[1] + signed.end(2))
        near = [m for s in sentences if s.span[1] > spoken[0] for m in mentions.get(s.index, [])]
        known = [e for m in near if m.span[0] < spoken[1] and spoken[0] < m.span[1] for e in m.entities]
        return _marked(reading, quote, spoken, (at, at + len(signed[1])), tuple(known[:1]))
    return None


def _doer(reading: Reading, sentence: Sentence, quote: Span, mentions: _Mentions) -> Mention | None:
    """Whose own words a quotation is that tells what its subject does: 'ECOWAS "firmly condemns the attempt"'."""
    for mention in mentions.get(sentence.index, []):
        token = sentence.doc[mention.head]
        apart = reading.article.text[mention.span[1] : quote[0]].strip(_OPENED) if mention.span[1] <= quote[0] else "-"
        if not apart and mention.entities and token.dep_ == "nsubj" and quote[0] <= sentence.offset(token.head) < quote[1]:
            return mention
    return None


def _labelled(reading: Reading, sentences: list[Sentence], cues: Cues, mentions: _Mentions) -> Said | None:
    """'Kremlin: no talks planned', 'Q: …', 'WALLACE: …': who stands before a colon says what follows in the paragraph."""
    text, (start, end) = reading.article.text, reading.block(sentences[0]).span
    label = LABEL.match(text, start, end)
    if label is None:
        return None
    who = label["who"]
    span = label.span("who")
    if who.split()[0] in _PLACED or _dated(reading, sentences, label, span):
        return None
    if any(w in cues.not_labels for w in who.lower().split()) or len(text[label.end() : end].split()) < 3:
        return None
    named = [m for m in mentions.get(sentences[0].index, []) if m.span[1] == span[1] and m.entities and (m.name or m.identity)]
    if not named and not (who.isupper() or who.split()[-1].lower() in cues.labels):
        return None
    quote = next((q for q in reading.quotes[bisect_left(reading.quotes, (start, start)) :][:1] if q[0] - label.end() <= 1), None)
    content = quote if quote is not None and end - quote[1] < 4 else (label.end(), end)
    said = Said([content], speaker_span=named[0].span if named else span, cue=(span[1], span[1] + 1))
    if named:
        said.speaker = named[0].entities[0]
        said.source_kind = "person" if reading.entities[said.speaker].kind == "person" else "state"
    elif who.lower().split()[-1] in cues.document:
        said.source_kind = "document"
    said.quotes = _clip(reading, said.content)
    said.form = form_of(reading, said)
    return said


def _dated(reading: Reading, sentences: list[Sentence], label: re.Match[str], span: Span) -> bool:
    """'DERA BUGTI: At least six …': the place from where the report comes, before its first words; no transcript has one label only."""
    text = reading.article.text
    if not label["who"].isupper() or any(s.kind == "paragraph" for s in reading.sentences[: sentences[0].index]):
        return False
    return len(re.findall(r"^[A-Z][A-Z .'’-]+: ", text[: span[1] + 20_000], re.MULTILINE)) < 2


def _marked(reading: Reading, quote: Span, speaker: Span, cue: Span, entities: tuple[int, ...]) -> Said:
    said = Said([quote], speaker=entities[0] if entities else None, speaker_span=speaker, cue=cue, quotes=[quote], form="direct")
    said.source_kind = "person"
    if entities and reading.entities[entities[0]].kind in ("state", "government"):
        said.source_kind = "state"
    return said


def _dedupe(said: list[Said]) -> list[Said]:
    """Of statements with the same words, the one with a speaker."""
    best: dict[tuple[Span, ...], Said] = {}
    for one in said:
        key = tuple(one.content)
        if not key:
            if one.withheld is None:
                continue
            key = (one.cue or (0, 0),)
        if key not in best or (best[key].speaker_span is None and one.speaker_span is not None):
            best[key] = one
    return list(best.values())


def _resolve_first_person(reading: Reading, said: list[Said]) -> None:
    """'I' and 'we' inside a quotation are its speaker."""
    text = reading.article.text
    first = [
        m
        for m in reading.mentions
        if m.pronoun and not m.entities and text[m.span[0] : m.span[1]].lower() in ("i", "me", "my", "we", "us", "our")
    ]
    starts = [m.span[0] for m in first]
    for one in said:
        if one.speaker is None:
            continue
        for s, e in one.quotes:
            for mention in first[bisect_left(starts, s) : bisect_left(starts, e)]:
                if mention.entity is None:
                    mention.entity = one.speaker
                    reading.entities[one.speaker].mentions.append(mention)


def _carry(reading: Reading, said: list[Said], drafts: list[Draft], first: list[int], cues: Cues, mentions: _Mentions) -> None:
    """Give every statement the acts whose triggers lie in its words, and what else tells the same happening (``first``)."""
    triggers = [(t, i) for i, d in enumerate(drafts) for _, t in (d.triggers or [(d.sentence, d.trigger)])]
    triggers = sorted(triggers + retold(reading, drafts, mentions))
    starts = [t for t, _ in triggers]
    groups: dict[int, list[int]] = {}
    for i, home in enumerate(first):
        groups.setdefault(home, []).append(i)
    for one in said:
        if one.kind and one.kind.split(":")[0] not in cues.speech:
            continue  # wishes and decisions do not say that it happened
        held: set[int] = set()
        for s, e in one.content:
            here = slice(bisect_left(starts, (s, s)), bisect_left(starts, (e, 0)))
            held |= {i for trigger, i in triggers[here] if trigger[1] <= e}
        if is_habitual(reading, one):
            one.drafts = sorted(i for i in held if any(s <= drafts[i].trigger[0] < e for s, e in one.content))
            continue
        if one.stance == "denies" and _turns_down(reading, one):
            held = {i for i in held if drafts[i].type in ("REQUEST", "REJECT")}  # who rejects a request denies nothing
        if one.stance == "denies":
            # "No one was beaten. What we broke up was a march": it goes on to tell what it did
            mine = {first[i] for i in held if _owns_up(reading, one, drafts[i])}
            one.granted = sorted(i for home in mine for i in groups[home])
            held = {i for i in held if first[i] not in mine}
        one.drafts = sorted(i for home in {first[i] for i in held} for i in groups[home])
    spoken = sorted((s for s in said if s.content), key=lambda s: s.content[0])
    for i, draft in enumerate(drafts):
        near = (bisect_left(spoken, draft.trigger[1] + more, key=lambda s: s.content[0][0]) for more in (0, _SOON))
        for one in _voiced(reading, spoken[slice(*near)], draft):
            one.drafts = sorted({*one.drafts, *groups[first[i]]})


def _owns_up(reading: Reading, one: Said, draft: Draft) -> bool:
    """Whether a later sentence of a denial says of the speaker's own side that it did an act."""
    for sentence, (start, end) in draft.triggers or [(draft.sentence, draft.trigger)]:
        home = reading.sentences[sentence]
        if not any(s <= start and end <= e and home.span[0] > one.content[0][0] for s, e in one.content):
            continue
        token = next((t for t in tokens_of(reading, (start, end))), None)
        if token is not None and does(token) and not any(c.dep_ == "neg" for c in token.children):
            return True
    return False


def _turns_down(reading: Reading, one: Said) -> bool:
    """'Rejected the request that it denounce its neighbour', 'dismissed calls for talks': it is turned down, not denied."""
    tokens = tokens_of(reading, one.content[0]) if one.content and one.kind.endswith(":what") else []
    nouns = [t for t in tokens if t.pos_ in ("NOUN", "PROPN")]
    head = next((n for n in nouns if not any(a in nouns for a in n.ancestors)), None)
    return head is not None and head.lemma_.lower() in pointing_words("asked")


def _voiced(reading: Reading, said: list[Said], draft: Draft) -> list[Said]:
    """Quotations right behind an act in which somebody does it with words: 'threatened to close it. "We will close it," he said'."""
    stances = _VOICED.get(draft.type)
    if stances is None or draft.status == "denied":
        return []
    doers = sides(reading, draft.actors)
    end = draft.trigger[1]
    own = stances[0]
    return [
        one
        for one in said
        if (one.quotes or (one.stance == own and one.content))
        and one.speaker is not None
        and one.cue is not None
        and one.withheld is None
        and one.stance in stances
        and (one.speaker in draft.actors or side(reading.entities[one.speaker]) in doers)
        and not draft.trigger[0] <= one.cue[0] < end
        and not any(s <= draft.trigger[0] < e for s, e in one.content)
        and (one.quotes or one.cue[0] > end)
    ]
