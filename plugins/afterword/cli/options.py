"""Options that several commands share."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import click

from afterword.disk.opening import real_path
from afterword.problems import Unusable
from afterword.text.languages import LANGUAGES, preferred_language
from afterword.workspace.library_layout import find_root


def _resolve_root(context: click.Context, _: click.Parameter, value: Path | None) -> Path:
    """Return the root: a named one must be a root itself, else the nearest one upwards is used.

    For links to a library elsewhere any folder is a root, by default the current one.
    """
    if context.params.get("links") or context.params.get("library"):
        return real_path(value or _working_folder())
    if value is None:
        return find_root(_working_folder())
    root = find_root(value)
    if root != real_path(value):
        message = f"{value} holds no schema/postmortem.schema.json, so it is not the root of a library."
        raise Unusable(message)
    return root


def _working_folder() -> Path:
    """Return the current folder. Raises `Unusable` if it was deleted."""
    try:
        return Path.cwd()
    except OSError as error:
        message = "The folder that you are in does not exist any more. Go to another one."
        raise Unusable(message) from error


root = click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The library's root; by default the nearest folder upwards with schema/postmortem.schema.json.",
    callback=_resolve_root,
)

lang = click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    default=lambda: preferred_language(os.environ),
    help="The language of messages and hints; by default that of the environment (LC_ALL, LC_MESSAGES, LANG).",
)


def parse_day(_: click.Context, __: click.Parameter, value: str | None) -> date | None:
    """Parse the day of an option; raises `click.BadParameter` if it is not a date."""
    try:
        return date.fromisoformat(value) if value else None
    except ValueError as error:
        message = f"{value!r} is not a valid date. Use YYYY-MM-DD, for example 2026-03-31."
        raise click.BadParameter(message) from error


as_of = click.option(
    "--as-of",
    "today",
    metavar="DATE",
    callback=parse_day,
    help="The date to use as today, as in 2026-03-31. Without it, a site uses the date of its last commit.",
)

output_format = click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Output format.",
)

_STYLES = {
    "error": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow", "bold": True},
    "good": {"fg": "green"},
    "place": {"bold": True},
    "hint": {"fg": "cyan"},
    "quiet": {"dim": True},
}


def paint_text(text: str, style: str) -> str:
    """Color text in a style; click drops the colors if standard output is not a terminal."""
    return click.style(text, **_STYLES[style])  # type: ignore[arg-type]  # the table holds keywords of click.style
