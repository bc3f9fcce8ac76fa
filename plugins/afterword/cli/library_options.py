"""Options `--library` and `--pin`: a command reads a library that is published elsewhere instead of the local one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

from afterword.cli.loading import load_with_progress
from afterword.disk import writer
from afterword.workspace import gate_libraries, remote

Command = Callable[..., Any]


def library_options(library_help: str, pin_help: str) -> Callable[[Command], Command]:
    """Return a decorator that adds both options to a command, with their help texts."""
    library_option = click.option("--library", metavar="PATH-OR-URL", is_eager=True, help=library_help)
    pin_option = click.option("--pin", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help=pin_help)
    return lambda command: library_option(pin_option(command))


gate_library_options = library_options(
    "Ask the library.json of a published library, or its site or folder, and not the library at hand.",
    "With --library: keep a copy of its library.json, to ask without a network.",
)
link_library_options = library_options(
    "With --links: the library.json of a published library, or its site or folder.",
    "With --links: keep a copy of that library.json, to check without a network.",
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
    pin_index(content, pin_file)
    return gate_library


def pin_index(content: bytes, pin_file: Path | None) -> None:
    """Copy a published index to the file that `--pin` names, if any. Call this once the index has proved valid."""
    if pin_file is not None:
        writer.write_files(pin_file.absolute().parent, {pin_file.name: content})
