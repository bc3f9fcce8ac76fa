"""Options `--library` and `--pin`: a command reads a library that is published elsewhere instead of the local one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from afterword.disk import writer

Command = Callable[..., Any]


def library_options(library_help: str, pin_help: str) -> Callable[[Command], Command]:
    """Return a decorator that adds both options to a command, with their help texts."""
    library_option = click.option("--library", metavar="PATH-OR-URL", is_eager=True, help=library_help)
    pin_option = click.option("--pin", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help=pin_help)
    return lambda command: library_option(pin_option(command))


gate_library_options = library_options(
    "Use the library.json of a published library, or its site or folder, instead of the local library.",
    "With --library: keep a copy of its library.json, for use without a network.",
)
link_library_options = library_options(
    "With --links: the library.json of a published library, or its site or folder.",
    "With --links: keep a copy of that library.json, for use without a network.",
)


def pin_index(content: bytes, pin_file: Path | None) -> None:
    """Copy a published index to the file that `--pin` names, if any. Call this once the index has proved valid."""
    if pin_file is not None:
        writer.write_files(pin_file.absolute().parent, {pin_file.name: content})
