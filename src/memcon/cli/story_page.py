"""One story on paper: as a page in a terminal and as a cited bundle in Markdown."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from memcon.cli.memo import STATUS
from memcon.gather.page import HAPPENED, Page, Report, Row

_STANDING = {
    "both-sides": "both sides say so",
    "one-side": "one side says so",
    "third-party": "a third party says so",
    "anonymous": "only unnamed sources say so",
    "outlet": "in the reports' own words",
    "disputed": "disputed",
}
_STATUS = {**STATUS, "denied": "denied"}
_STANCE = {"denies": "red", "doubts": "yellow", "confirms": "green", "states": "green"}
_MOST_QUOTED = 8
_NARROW = 90  # columns: below it the table of claims becomes a list


def print_page(page: Page, console: Console | None = None) -> None:
    """Print a story to the terminal."""
    console = console or Console(highlight=False)
    story = page.story
    console.print(Rule(Text(f"{heading(page)}", style="bold")))
    console.print(
        Text(standing_line(page), style="bold red" if story.standing == "disputed" else "bold"), Text(when_line(page)), sep="  ·  "
    )
    if page.lead:
        console.print(Padding(Text(f"“{page.lead}”", style="italic") + Text(f" {_cite([page.lead_report])}", style="dim"), (1, 2, 0, 2)))
    if story.about:
        console.print(Padding(Text("About " + ", ".join(story.about) + "."), (1, 2, 0, 2)))
    _section(console, "Who says so")
    _matrix(console, page)
    quotes = [r for r in page.rows if r.words][:_MOST_QUOTED]
    if quotes:
        _section(console, "In their words")
        for row in quotes:
            line = (
                Text(row.source, style="bold") + Text(f"  “{row.words}”", style="italic") + Text(f" {_cite([row.quoted_in])}", style="dim")
            )
            console.print(Padding(line, (0, 2, 0, 2)))
    if page.differences:
        _section(console, "Where they differ")
        table = _grid("field", "values")
        for difference in page.differences:
            values = Text("\n").join(Text(value) + Text(f"  {_cite(numbers)}", style="dim") for value, numbers in difference.values)
            table.add_row(Text(difference.field, style="bold"), values)
        console.print(Padding(table, (0, 2, 0, 2)))
    _section(console, f"Reports: {counted(page)}")
    table = _grid("number", "published", "title")
    for report in page.reports:
        if report.copy_of is None:
            table.add_row(Text(_cite([report.number]), style="dim"), Text(report.published or "no date"), _report_text(report, page))
    console.print(Padding(table, (0, 2, 0, 2)))
    console.print(Text(f"\n{story.id}", style="dim"))


def markdown_of(page: Page) -> str:
    """A story as Markdown: every claim with the numbers of the reports that carry it, and the reports with their addresses and ids."""
    story = page.story
    lines = [f"# {_plain(heading(page))}", "", f"**{_plain(standing_line(page))}** · {_plain(when_line(page))}"]
    if page.lead:
        lines += ["", f"> {_plain(page.lead)} {_plain(_cite([page.lead_report]))}"]
    if story.about:
        lines += ["", f"About {_plain(', '.join(story.about))}."]
    lines += ["", "## Who says so", "", "| source | " + " | ".join(page.claims) + " |", "| --- |" + " --- |" * len(page.claims)]
    for row in page.rows:
        cells = (_plain("; ".join(f"{v} {_cite(n)}" for v, n in row.cells.get(claim, {}).items()) or "–") for claim in page.claims)
        lines.append(f"| {_plain(_source(row))} | " + " | ".join(cells) + " |")
    if page.left_out:
        lines += ["", f"{page.left_out} more sources are left out here; `--format json` has them all."]
    if any(r.words for r in page.rows):
        lines += ["", "## In their words", ""]
        lines += [f"- {_plain(r.source)}: “{_plain(r.words)}” {_plain(_cite([r.quoted_in]))}" for r in page.rows if r.words]
    if page.differences:
        lines += ["", "## Where they differ", ""]
        for difference in page.differences:
            lines.append(f"- {difference.field}: " + "; ".join(_plain(f"{v} {_cite(n)}") for v, n in difference.values))
    lines += ["", f"## Reports: {counted(page)}", ""]
    for report in page.reports:
        told = [f"“{_plain(report.title)}”", _plain(report.outlet), report.published or "no date"]
        if report.agency:
            told.append(f"text of {_plain(report.agency)}")
        if report.copy_of:
            told.append(f"copy of {_plain(_cite([report.copy_of]))}")
        lines.append(f"{report.number}. {', '.join(told)}{f', <{_address(report.url)}>' if report.url else ''} (`{report.article}`)")
    lines += ["", f"Story `{story.id}`."]
    return "\n".join(lines) + "\n"


def heading(page: Page) -> str:
    """What happened, in a line."""
    story = page.story
    who, whom = ", ".join(story.actors) or "somebody not named", ", ".join(story.recipients)
    return f"{story.type}{f' · {story.mode}' if story.mode else ''}: {who}{f' → {whom}' if whom else ''}"


def standing_line(page: Page) -> str:
    """Whether it happened, and who says so, in words."""
    story = page.story
    return f"{_STATUS.get(story.status, story.status)}; {_STANDING.get(story.standing, story.standing)}".capitalize()


def when_line(page: Page) -> str:
    """Day and place."""
    story = page.story
    start, end = ((story.date or {}).get("start"), (story.date or {}).get("end"))
    day = "day not given" if not end else end if start in (None, end) else f"{start} to {end}"
    return f"{day}{f', {story.place}' if story.place else ''}"


def counted(page: Page) -> str:
    """How many reports there are and on how many independent ones they rest."""
    story = page.story
    number = len(story.articles)
    if number == 1:
        return "one"
    rest = (
        "all independent" if story.independent == number else f"{story.independent} independent" if story.independent > 1 else "one source"
    )
    return f"{number}, {rest}"


def _matrix(console: Console, page: Page) -> None:
    if console.width < _NARROW or len(page.claims) > 7:
        _list(console, page)
        return
    table = _grid("source", *page.claims, header=True)
    for row in page.rows:
        cells = [_cell(row.cells.get(claim, {})) for claim in page.claims]
        table.add_row(Text(_source(row), style="" if row.own else "bold"), *cells, end_section=False)
    console.print(Padding(table, (0, 2, 0, 2)))
    if page.left_out:
        console.print(
            Padding(Text(f"{page.left_out} more sources are left out here; --format json has them all", style="dim"), (0, 2, 0, 2))
        )


def _list(console: Console, page: Page) -> None:
    """The matrix for a narrow terminal: a source a paragraph."""
    for row in page.rows:
        line = Text(_source(row), style="" if row.own else "bold")
        for claim in page.claims:
            if row.cells.get(claim):
                line += Text("\n  " if claim == HAPPENED else f"  ·  {claim} ", style="dim") + _cell(row.cells[claim], ", ")
        console.print(Padding(line, (0, 2, 0, 2)))


def _cell(values: dict[str, list[int]], between: str = "\n") -> Text:
    if not values:
        return Text("–", style="dim")
    return Text(between).join(Text(v, style=_STANCE.get(v, "")) + Text(f" {_cite(n)}", style="dim") for v, n in values.items())


def _source(row: Row) -> str:
    return f"{row.source}, own words" if row.own else row.source


def _report_text(report: Report, page: Page) -> Text:
    line = Text(report.title) + Text(f"\n{report.outlet}{f', text of {report.agency}' if report.agency else ''}", style="dim")
    if report.url:
        line += Text(f"  {report.url}", style="dim")
    for number in report.copies:
        copy = page.reports[number - 1]
        head = "" if copy.title == report.title else f", “{copy.title}”"
        line += Text(f"\n= {_cite([number])} {copy.outlet}, {copy.published or 'no date'}{head}", style="dim")
    return line


def _section(console: Console, title: str) -> None:
    console.print(Padding(Text(title, style="bold underline"), (1, 0, 0, 0)))


def _grid(*columns: str, header: bool = False) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=header, header_style="dim")
    for column in columns:
        table.add_column(column, overflow="fold", no_wrap=column in ("number", "published", "field"))
    return table


def _cite(numbers: Iterable[int | None]) -> str:
    """Report numbers in brackets, runs as ranges: [1–3, 5]."""
    given = sorted({n for n in numbers if n is not None})
    runs: list[list[int]] = []
    for n in given:
        if runs and n == runs[-1][-1] + 1:
            runs[-1].append(n)
        else:
            runs.append([n])
    return "[" + ", ".join(str(r[0]) if len(r) == 1 else f"{r[0]}–{r[-1]}" if len(r) > 2 else f"{r[0]}, {r[1]}" for r in runs) + "]"


def _plain(text: str) -> str:
    """Words of an article without what Markdown would take for marks."""
    return "".join(f"\\{c}" if c in "\\`*_[]<>|#" else c for c in " ".join(text.split()))


def _address(url: str) -> str:
    """An address that stays within its angle brackets."""
    return "".join(c for c in url if c not in "<> \n\r\t")
