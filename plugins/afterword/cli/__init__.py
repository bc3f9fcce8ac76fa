"""The command line: `afterword COMMAND`.

Exit codes: 0 fine, 1 problems found, 2 cannot run. Results go to standard output, everything else to standard error.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from importlib.metadata import entry_points
from io import TextIOWrapper

import click

from afterword.disk.version import current_version
from afterword.frontmatter.source import INVISIBLE
from afterword.problems import Unusable


class _Commands(click.Group):
    """The entry points `afterword.commands`: only the one that is called is loaded, and what it needs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), *entry_points(group="afterword.commands").names])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if found := super().get_command(ctx, cmd_name):
            return found
        registered = entry_points(group="afterword.commands", name=cmd_name)
        return next(iter(registered)).load() if registered else None


def _print_version(context: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked and not context.resilient_parsing:
        click.echo(f"afterword, version {current_version()}")
        context.exit()


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_print_version,
    help="Show the version and exit.",
)
def afterword() -> None:
    """Postmortems of deals and campaigns, validated, published, and read before the next brief."""


def main() -> None:
    """Runs a command, and leaves.

    What a library of thousands holds is not taken apart first, which would take longer than to start: the system takes
    all memory back at once.
    """
    os.environ["PYTHONSAFEPATH"] = "1"  # a process that reads files would else import modules from the current folder
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # the name of a file may be no text; JSON reads this form, too
            stream.reconfigure(errors="backslashreplace")
    code = _run()
    for stream in filter(None, (sys.stdout, sys.stderr)):  # there is none where the shell has closed it
        with suppress(BrokenPipeError):  # whoever read it has gone
            stream.flush()
    os._exit(code)


def _run() -> int:
    """The exit code of a command; what makes the environment unusable ends it with 2."""
    try:
        afterword()
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else int(done.code is not None)
    except Unusable as error:
        said = INVISIBLE.sub("\N{REPLACEMENT CHARACTER}", str(error))  # it may repeat what a server or a file said
        click.echo(f"afterword: {said}", err=True)
        return 2
    return 0
