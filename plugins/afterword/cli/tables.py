"""Rows for whoever reads them: a table on a terminal, plain columns in a pipe."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import click
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

Row = Sequence[str]


def show(columns: Sequence[str], rows: Sequence[Row], styles: Mapping[str, str] | None = None) -> None:
    """Writes rows below their columns to standard output; `styles` colour rows by the text of their first cell."""
    console = Console()
    if console.is_terminal:
        table = Table(*columns, box=None, header_style="bold", pad_edge=False)
        for row in rows:
            style = (styles or {}).get(row[0], "")
            table.add_row(*(Text(cell, style=style if not index else "") for index, cell in enumerate(row)))
        console.print(table)
        return
    widths = [max(map(cell_len, column)) for column in zip(columns, *rows, strict=True)]
    for row in (columns, *rows):
        padded = (cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True))
        click.echo("  ".join(padded).rstrip())
