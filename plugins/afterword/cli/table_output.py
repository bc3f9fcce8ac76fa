"""Output of rows: a table on a terminal, plain columns in a pipe."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import click
from rich.cells import cell_len
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text as Cell

from afterword.problems import Message
from afterword.text.languages import Language

TableRow = Sequence[Message | str]
"""Cells: messages, which are translated, and text from files."""


def print_table(
    columns: TableRow, rows: Sequence[TableRow], language: Language, styles: Mapping[str, str] | None = None
) -> None:
    """Print rows with a header to standard output; `styles` color the first cell of a row by its text."""
    header, *formatted_rows = [[format_cell(cell, language) for cell in row] for row in (columns, *rows)]
    console = Console()
    if console.is_terminal:
        titles = (Column(title, overflow="fold") for title in header)
        table = Table(*titles, box=None, header_style="bold", pad_edge=False)
        for row in formatted_rows:
            table.add_row(Cell(row[0], style=(styles or {}).get(row[0], "")), *map(Cell, row[1:]))
        console.print(table)
        return
    widths = [max(map(cell_len, column)) for column in zip(header, *formatted_rows, strict=True)]
    for row in (header, *formatted_rows):
        padded = (cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True))
        click.echo("  ".join(padded).rstrip())


def print_sentence(sentence: str) -> None:
    """Print a sentence to standard output: wrapped on a terminal, on one line in a pipe."""
    console = Console()
    if console.is_terminal:
        console.print(Cell(sentence))
    else:
        click.echo(sentence)


def format_cell(cell: Message | str, language: Language) -> str:
    """Format a cell on one line in a language; text from files stays as written, without control characters."""
    text = language.say(cell) if isinstance(cell, Message) else cell
    return "".join(character if character.isprintable() else " " for character in text)
