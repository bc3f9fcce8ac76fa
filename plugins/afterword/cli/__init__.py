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
from afterword.frontmatter.source import CONTROL_CHARACTER_PATTERN
from afterword.problems import Unusable


class _CommandGroup(click.Group):
    """Commands from the entry points `afterword.commands`; only the called command is imported."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), *entry_points(group="afterword.commands").names])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if command := super().get_command(ctx, cmd_name):
            return command
        registered = entry_points(group="afterword.commands", name=cmd_name)
        return next(iter(registered)).load() if registered else None


def _print_version(context: click.Context, _: click.Parameter, is_requested: bool) -> None:
    """Print the version and exit, if `--version` was given."""
    if is_requested and not context.resilient_parsing:
        click.echo(f"afterword, version {current_version()}")
        context.exit()


@click.group(cls=_CommandGroup, context_settings={"help_option_names": ["-h", "--help"]})
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
    """Run a command and exit.

    The process exits without freeing the library object by object, which would take longer than to start; the
    system frees all memory at once.
    """
    os.environ["PYTHONSAFEPATH"] = "1"  # a process that reads files would else import modules from the current folder
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # the name of a file may be no text; JSON reads this form, too
            stream.reconfigure(errors="backslashreplace")
    code = _run_command()
    for stream in filter(None, (sys.stdout, sys.stderr)):  # None if the shell has closed the stream
        with suppress(BrokenPipeError):  # the reader of the pipe has exited
            stream.flush()
    os._exit(code)


def _run_command() -> int:
    """Run a command and return its exit code; an unusable environment gives 2."""
    try:
        afterword()
    except SystemExit as exit_request:
        return exit_request.code if isinstance(exit_request.code, int) else int(exit_request.code is not None)
    except Unusable as error:
        message = CONTROL_CHARACTER_PATTERN.sub(
            "\N{REPLACEMENT CHARACTER}", str(error)
        )  # it may quote a server or a file
        click.echo(f"afterword: {message}", err=True)
        return 2
    return 0
