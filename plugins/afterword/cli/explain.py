"""`afterword explain CODE`: what a problem means and how to mend it."""

from __future__ import annotations

import sys

import click
from rich.console import Console
from rich.markdown import Markdown

from afterword import project
from afterword.catalogue import GROUPS, RULES
from afterword.suggest import nearest


@click.command()
@click.argument("code", required=False)
def explain(code: str | None) -> None:
    """Explain a problem CODE as `check` prints it; without one, list them all."""
    if code is None:
        for group, rules in GROUPS.items():
            click.secho(group, bold=True)
            for rule in rules:
                click.echo(f"  {rule.code:<24} {rule.title}.")
        return
    if code not in RULES:
        near = nearest(code, RULES)
        meant = f" Did you mean `{near}`?" if near else " `afterword explain` lists them all."
        click.echo(f"afterword: there is no problem code `{code}`.{meant}", err=True)
        sys.exit(2)
    page = project.shipped(f"docs/rules/{code}.md")
    console = Console()
    if console.is_terminal:
        console.print(Markdown(page))
    else:
        click.echo(page, nl=False)
