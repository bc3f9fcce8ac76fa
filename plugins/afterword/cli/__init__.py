"""The command line: `afterword COMMAND`.

Exit codes: 0 fine, 1 problems found, 2 cannot run. Results go to standard output, everything else to standard error.
"""

from __future__ import annotations

import sys
from importlib.metadata import entry_points

import click

from afterword import __version__
from afterword.cli.check import check
from afterword.cli.compare import compare
from afterword.cli.coverage import cover
from afterword.cli.due import due
from afterword.cli.explain import explain
from afterword.cli.export import export
from afterword.cli.gate import gate
from afterword.cli.init import init
from afterword.cli.migrate import migrate
from afterword.cli.new import new
from afterword.cli.related import related
from afterword.cli.rename import rename
from afterword.problems import Unusable
from afterword.source import INVISIBLE


class _Commands(click.Group):
    """The commands of this package, and those that a site engine brings (entry points `afterword.commands`)."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), *entry_points(group="afterword.commands").names])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if found := super().get_command(ctx, cmd_name):
            return found
        brought = entry_points(group="afterword.commands", name=cmd_name)
        return next(iter(brought)).load() if brought else None


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="afterword")
def afterword() -> None:
    """Postmortems of deals and campaigns, validated, published, and read before the next brief."""


afterword.add_command(check)
afterword.add_command(compare)
afterword.add_command(cover)
afterword.add_command(due)
afterword.add_command(explain)
afterword.add_command(export)
afterword.add_command(gate)
afterword.add_command(new)
afterword.add_command(init)
afterword.add_command(migrate)
afterword.add_command(related)
afterword.add_command(rename)


def main() -> None:
    """Runs a command; what makes the environment unusable ends it with code 2."""
    try:
        afterword()
    except Unusable as error:
        said = INVISIBLE.sub("\N{REPLACEMENT CHARACTER}", str(error))  # it may repeat what a server or a file said
        click.echo(f"afterword: {said}", err=True)
        sys.exit(2)
