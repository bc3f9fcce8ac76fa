"""Options that choose which library a command asks: the local one, or one published elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

from afterword.cli.check import load_with_progress
from afterword.disk import writer
from afterword.workspace import gate_libraries, remote

library_option = click.option(
    "--library",
    metavar="PATH-OR-URL",
    is_eager=True,
    help="Ask the library.json of a published library, or its site or folder, and not the library at hand.",
)
pin_option = click.option(
    "--pin",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="With --library: keep a copy of its library.json, to ask without a network.",
)


def load_gate_library(
    root: Path, location: str | None, pin_file: Path | None, today: date | None
) -> gate_libraries.GateLibrary:
    """Load the local library, or the one at a location; its published index is then copied to `pin_file`."""
    if location is None:
        if pin_file is not None:
            message = "--pin goes with --library."
            raise click.UsageError(message)
        return gate_libraries.local_gate_library(load_with_progress(root, today))
    content = remote.fetch_index(location, root=root)
    gate_library = gate_libraries.published_gate_library(content, location, today)
    if pin_file is not None:
        writer.write_files(pin_file.absolute().parent, {pin_file.name: content})
    return gate_library


Command = Callable[..., Any]


def library_options(command: Command) -> Command:
    """Add the options that choose the library to a command."""
    return library_option(pin_option(command))
