"""Which library a command asks: the one at hand, or one that is published elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

from afterword.cli.check import load_with_progress
from afterword.disk import writer as store
from afterword.workspace import gate_libraries as gating
from afterword.workspace import remote

library = click.option(
    "--library",
    metavar="PATH-OR-URL",
    is_eager=True,
    help="Ask the library.json of a published library, or its site or folder, and not the library at hand.",
)
pin = click.option(
    "--pin",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="With --library: keep a copy of its library.json, to ask without a network.",
)


def asked(root: Path, place: str | None, kept: Path | None, today: date | None) -> gating.Library:
    """The library at hand, or the one at a place; its register is `kept` as it came once it was read."""
    if place is None:
        if kept is not None:
            message = "--pin goes with --library."
            raise click.UsageError(message)
        return gating.here(load_with_progress(root, today))
    raw = remote.raw_register(place, root=root)
    found = gating.elsewhere(raw, place, today)
    if kept is not None:
        store.write(kept.absolute().parent, {kept.name: raw})
    return found


Command = Callable[..., Any]


def options(command: Command) -> Command:
    """The options by which a command is told which library to ask."""
    return library(pin(command))
