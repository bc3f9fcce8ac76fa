"""`afterword explain CODE`: prints what a problem means and how to fix it."""

from __future__ import annotations

import sys

import click
from rich.console import Console
from rich.markdown import Markdown

from afterword.checks.rule_catalogue import RULE_GROUPS, RULES
from afterword.cli import options
from afterword.problems import say
from afterword.text.languages import Language
from afterword.text.similarity import find_nearest
from afterword.workspace import definitions, shipped_files


@click.command()
@click.argument("code", required=False)
@options.lang
def explain(code: str | None, lang: str) -> None:
    """Explain the problem with a CODE; without one, list all codes."""
    language = definitions.load_language(lang)
    if code is None:
        for group, rules in RULE_GROUPS.items():
            click.secho(language.say(group), bold=True)
            for rule in rules:
                click.echo(f"  {rule.code:<24} {language.say(rule.title)}.")
        return
    if code not in RULES:
        click.echo(f"afterword: {_unknown_code_message(code, language)}", err=True)
        sys.exit(2)
    pages = (shipped_files.read_shipped(f"docs/rules/{name}.md") for name in (f"{code}.{lang}", code))
    page = next(filter(None, pages), "")
    console = Console()
    if console.is_terminal:
        console.print(Markdown(page))
    else:
        click.echo(page, nl=False)


def _unknown_code_message(code: str, language: Language) -> str:
    """Return the message that a problem code does not exist, with the most similar code as a hint."""
    suggestion = find_nearest(code, RULES)
    hint = say("Did you mean `{near}`?", near=suggestion) if suggestion else say("`afterword explain` lists them all.")
    return language.say(say("there is no problem code `{code}`. {meant}", code=code, meant=hint))
