"""Rows for whoever reads them: a table on a terminal, plain columns in a pipe."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import click
from rich.cells import cell_len
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text as Cell

from afterword.problems import Text
from afterword.text.languages import Language

Row = Sequence[Text | str]
"""Cells: texts of ours, which are translated, and what stands in a file."""


def show(columns: Row, rows: Sequence[Row], language: Language, styles: Mapping[str, str] | None = None) -> None:
    """Writes rows below their columns to standard output; `styles` colour first cells by what stands there."""
    header, *told = [[said(cell, language) for cell in row] for row in (columns, *rows)]
    console = Console()
    if console.is_terminal:
        titles = (Column(title, overflow="fold") for title in header)
        table = Table(*titles, box=None, header_style="bold", pad_edge=False)
        for row in told:
            table.add_row(Cell(row[0], style=(styles or {}).get(row[0], "")), *map(Cell, row[1:]))
        console.print(table)
        return
    widths = [max(map(cell_len, column)) for column in zip(header, *told, strict=True)]
    for row in (header, *told):
        padded = (cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True))
        click.echo("  ".join(padded).rstrip())


def tell(sentence: str) -> None:
    """Writes a sentence to standard output: wrapped between words on a terminal, as one line in a pipe."""
    console = Console()
    if console.is_terminal:
        console.print(Cell(sentence))
    else:
        click.echo(sentence)


def said(cell: Text | str, language: Language) -> str:
    """A cell in a language, on one line; what is no text of ours stays as written, but cannot steer a terminal."""
    text = language.say(cell) if isinstance(cell, Text) else cell
    return "".join(sign if sign.isprintable() else " " for sign in text)
