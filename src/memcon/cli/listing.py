"""Rows as a list, where a terminal is too narrow for a table's columns."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

NARROW = 100  # columns of a terminal below which a table of many columns breaks its words


def print_list(console: Console, rows: Iterable[tuple[str, str, Iterable[str]]]) -> None:
    """Print rows of a beginning (a day), a head and further lines, the lines under one another."""
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for beginning, head, lines in rows:
        table.add_row(Text(beginning), Group(Text(head, style="bold"), *(Text(line, style="dim") for line in lines if line)))
    console.print(table)
