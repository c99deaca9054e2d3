"""The memorandum: one article's record as an editor would print it in a terminal."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from memcon.model.record import Actor, Event, Record, Span, Statement

_QUAD = {1: "green", 2: "cyan", 3: "yellow", 4: "red"}
_STANDING = {
    "both-sides": "confirmed by both sides",
    "one-side": "said by one side",
    "third-party": "said by a third party",
    "anonymous": "unnamed sources only",
    "outlet": "in the outlet's own words",
    "disputed": "DISPUTED",
}
STATUS = {
    "happened": "happened",
    "ongoing": "under way",
    "planned": "planned, has not happened",
    "possible": "possible, has not happened",
    "demanded": "demanded, has not happened",
    "threatened": "threatened, has not happened",
    "hypothetical": "hypothetical",
    "denied": "did not happen or is denied",
    "historical": "long past",
}
_BASIS = {"text": "as the text says", "inherited": "no later than the day it was told", "published": "the day of publication"}
_AROUND = "as the text around says"  # a day that the sentences before or another happening tell


_WITHHELD = {"comment": "gives no comment", "confirmation": "does not confirm", "verification": "not verified"}


class Memo:
    """Prints records; a terminal's colours and width are found once."""

    def __init__(self) -> None:

        self.console = Console(highlight=False, soft_wrap=False)

    def show(self, record: Record) -> None:
        """Print one record's memorandum."""

        article = record.article
        print_ = self.console.print
        print_(Rule(escape(article.title or "Untitled report"), style="bold"))
        told = " · ".join(
            x for x in (article.outlet, article.published and f"{article.published} ({article.published_basis})", article.url) if x
        )
        if told:
            print_(f"[dim]{escape(told)}[/]")
        if not record.events:
            print_("\nNothing in this report is coded as a political event.")
        actors = {a.id: a for a in record.actors}
        order = sorted(record.events, key=lambda e: (e.status not in ("happened", "ongoing"), e.trigger))
        for number, event in enumerate(order, 1):
            self._event(record, event, actors, number)
        self._statements(record, actors)
        for warning in record.warnings:
            print_(f"[yellow]note:[/] {escape(warning)}")
        print_()

    def _event(self, record: Record, event: Event, actors: dict[str, Actor], number: int) -> None:

        colour = _QUAD[event.quad]
        who = _names(event.actors, actors) or "somebody not named"
        whom = _names(event.recipients, actors)
        link = "and" if event.reciprocal else "→"
        head = Text()
        head.append(f"\n{number}. ", style="bold")
        head.append(event.type + (f" · {event.mode}" if event.mode else ""), style=f"bold {colour}")
        head.append(f"  {who}" + (f" {link} {whom}" if whom else ""), style="bold")
        self.console.print(head)
        facts = [f"{STATUS[event.status]}; {_STANDING[event.standing]}"]
        if event.date and (event.date.start or event.date.end):
            day = event.date.end or f"from {event.date.start}"
            if event.date.end and event.date.start not in (None, event.date.end):
                day = f"{event.date.start} to {event.date.end}"
            carried = event.date.basis == "inherited" and event.date.start is not None
            known = _AROUND if carried else _BASIS.get(event.date.basis or "", "")
            facts.append(
                ("by " if event.date.basis == "inherited" and not carried else "")
                + day
                + (f" (“{event.date.text}”, {known})" if event.date.text else f" ({known})")
            )
        else:
            facts.append("no date in the text")
        if event.place:
            facts.append(f"at {event.place.name}" + (f", {event.place.country}" if event.place.country else ""))
        print_ = self.console.print
        print_(Padding(Text("; ".join(facts)), (0, 0, 0, 3)))
        if event.about:
            print_(Padding(Text("about " + ", ".join(m.text for m in event.about)), (0, 0, 0, 3)))
        print_(
            Padding(Text(f"CAMEO {event.cameo or '–'}, quad {event.quad}, confidence {event.confidence:.2f}", style="dim"), (0, 0, 0, 3))
        )
        for span in event.evidence[:6]:
            print_(Padding(self._quoted(record, span, event), (0, 0, 0, 3)))

    def _quoted(self, record: Record, span: Span, event: Event) -> Text:

        text = record.article.text
        quoted = Text("│ ", style="dim")
        body = Text(text[span[0] : span[1]].replace("\n", " "), style="italic")
        lit = [event.trigger, *([event.status_cue] if event.status_cue else []), *(m.span for m in event.about)]
        for s, e in lit:
            if span[0] <= s and e <= span[1]:
                body.stylize("bold reverse" if (s, e) == tuple(event.trigger) else "bold underline", s - span[0], e - span[0])
        ids = {*event.actors, *event.recipients}
        for actor in record.actors:
            if actor.id in ids:
                for s, e in actor.spans:
                    if span[0] <= s and e <= span[1]:
                        body.stylize("bold", s - span[0], e - span[0])
        return quoted + body

    def _statements(self, record: Record, actors: dict[str, Actor]) -> None:

        shown = [s for s in record.statements if s.speaker_span or s.events or s.withheld][:20]
        if not shown:
            return
        numbers = {
            e.id: str(n) for n, e in enumerate(sorted(record.events, key=lambda e: (e.status not in ("happened", "ongoing"), e.trigger)), 1)
        }
        self.console.print(Text("\nWho says what", style="bold"))
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=True, header_style="dim")
        for name in ("speaker", "stance", "words", "event"):
            table.add_column(name, overflow="fold", max_width=60 if name == "words" else 26)
        text = record.article.text
        for s in shown:
            words = " … ".join(text[a:b] for a, b in s.content).replace("\n", " ")
            table.add_row(
                Text(_speaker(s, actors, text)),
                Text((_WITHHELD[s.withheld] if s.withheld else s.stance) + (f", {s.channel}" if s.channel else "")),
                Text(words if len(words) < 170 else words[:167] + "…", style="italic" if s.form != "indirect" else ""),
                Text(", ".join(numbers[e] for e in s.events if e in numbers)),
            )
        self.console.print(table)


def _names(ids: list[str], actors: dict[str, Actor]) -> str:
    return ", ".join(f"{actors[i].name}{_tag(actors[i])}" for i in ids if i in actors)


def _tag(actor: Actor) -> str:
    code = " ".join(x for x in (actor.country or actor.organisation, actor.sector) if x)
    return f" ({code})" if code else ""


def _speaker(s: Statement, actors: dict[str, Actor], text: str) -> str:
    if s.source is not None:
        why = s.source.anonymity
        told = why is None or s.source.span[0] <= why[0] < s.source.span[1]
        return " ".join(text[slice(*s.source.span)].split()) + ("" if told or why is None else f", {text[slice(*why)]}")
    if s.speaker and s.speaker in actors:
        return actors[s.speaker].name
    if s.speaker_span:
        return text[s.speaker_span[0] : s.speaker_span[1]]
    return "not named"
