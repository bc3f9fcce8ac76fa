"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path

import click

from afterword import project

root = click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The library's root; by default the nearest folder upwards that holds schema/postmortem.schema.json.",
    callback=lambda _, __, value: project.find_root(value or Path.cwd()) if value is None else _given(value),
)


def _given(folder: Path) -> Path:
    """A root that was named is meant as it stands, and not one above it."""
    found = project.find_root(folder)
    if found != folder.resolve():
        message = f"{folder} holds no schema/postmortem.schema.json, so it is not the root of a library."
        raise project.Unusable(message)
    return found


_STYLES = {
    "error": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow", "bold": True},
    "good": {"fg": "green"},
    "place": {"bold": True},
    "hint": {"fg": "cyan"},
    "quiet": {"dim": True},
}


def paint(text: str, style: str) -> str:
    """A text in a style; click drops the colours where standard output is no terminal."""
    return click.style(text, **_STYLES[style])  # type: ignore[arg-type]  # the table holds style's own keywords
