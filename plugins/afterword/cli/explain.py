"""`afterword explain CODE`: what a problem means and how to mend it."""

from __future__ import annotations

import sys

import click
from rich.console import Console
from rich.markdown import Markdown

from afterword.checks.rule_catalogue import GROUPS, RULES
from afterword.cli import options
from afterword.problems import say
from afterword.text.languages import Language
from afterword.text.similarity import nearest
from afterword.workspace import project


@click.command()
@click.argument("code", required=False)
@options.lang
def explain(code: str | None, lang: str) -> None:
    """Explain the problem of a CODE; without one, list them all."""
    language = project.language(lang)
    if code is None:
        for group, rules in GROUPS.items():
            click.secho(language.say(group), bold=True)
            for rule in rules:
                click.echo(f"  {rule.code:<24} {language.say(rule.title)}.")
        return
    if code not in RULES:
        click.echo(f"afterword: {_unknown(code, language)}", err=True)
        sys.exit(2)
    page = project.shipped(f"docs/rules/{code}.{lang}.md") or project.shipped(f"docs/rules/{code}.md")
    console = Console()
    if console.is_terminal:
        console.print(Markdown(page))
    else:
        click.echo(page, nl=False)


def _unknown(code: str, language: Language) -> str:
    near = nearest(code, RULES)
    meant = say("Did you mean `{near}`?", near=near) if near else say("`afterword explain` lists them all.")
    return language.say(say("there is no problem code `{code}`. {meant}", code=code, meant=meant))
