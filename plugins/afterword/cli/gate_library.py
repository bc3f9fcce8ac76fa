"""Loading of the library that a brief is judged by, which `check` never needs."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from afterword.cli.library_options import pin_index
from afterword.cli.loading import load_with_progress
from afterword.workspace import gate_libraries, remote


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
