"""Options that several commands share."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import click

from afterword.disk.opening import real_path
from afterword.problems import Unusable
from afterword.text.languages import LANGUAGES, preferred
from afterword.workspace import project


def _root(context: click.Context, _: click.Parameter, given: Path | None) -> Path:
    """The root that was named, which is meant as it stands and not one above it; else the nearest one upwards.

    For links to a library elsewhere it is any folder, by default the one that the command is run in.
    """
    if context.params.get("links") or context.params.get("library"):
        return real_path(given or _working_folder())
    if given is None:
        return project.find_root(_working_folder())
    found = project.find_root(given)
    if found != real_path(given):
        message = f"{given} holds no schema/postmortem.schema.json, so it is not the root of a library."
        raise Unusable(message)
    return found


def _working_folder() -> Path:
    try:
        return Path.cwd()
    except OSError as error:
        message = "The folder that you are in does not exist any more. Go to another one."
        raise Unusable(message) from error


root = click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The library's root; by default the nearest folder upwards that holds schema/postmortem.schema.json.",
    callback=_root,
)

lang = click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    default=lambda: preferred(os.environ),
    help="The language of messages and hints; by default that of the environment (LC_ALL, LC_MESSAGES, LANG).",
)


def day(_: click.Context, __: click.Parameter, given: str | None) -> date | None:
    """The day that an option names; anything else is a wrong use of the command."""
    try:
        return date.fromisoformat(given) if given else None
    except ValueError as error:
        message = f"{given!r} is no day of the calendar such as 2026-03-31."
        raise click.BadParameter(message) from error


as_of = click.option(
    "--as-of",
    "today",
    metavar="DATE",
    callback=day,
    help="The day to take for today, as in 2026-03-31. Without it, a site takes the day of its last commit.",
)

form = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to print it."
)

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
