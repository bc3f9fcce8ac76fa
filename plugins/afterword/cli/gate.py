"""`afterword gate`: whether briefs have answered for what the library knows."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from afterword.authoring import answers
from afterword.cli import gate_forms, gate_text, options
from afterword.cli import library_option as libraries
from afterword.disk import writer as store
from afterword.gate.plain_briefs import ANSWERS
from afterword.gate.stamp import stamp
from afterword.problems import say
from afterword.text.languages import Language
from afterword.workspace import gate_libraries as gating
from afterword.workspace import project, remote
from afterword.workspace.gate_libraries import Judged

FORMATS = {"text": gate_text.text, "json": gate_forms.data, "markdown": gate_forms.markdown}


@click.command()
@click.argument("briefs", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--format", "form", type=click.Choice(list(FORMATS)), default="text", show_default=True, help="How to print it."
)
@click.option("--fix", is_flag=True, help="Put what has to be answered into the briefs, each answer still empty.")
@click.option("--stamp", "stamps", is_flag=True, help="Stamp the approved briefs that pass with what they passed.")
@libraries.options
@options.as_of
@options.lang
@options.root
def gate(
    briefs: tuple[Path, ...],
    form: str,
    *,
    fix: bool,
    stamps: bool,
    library: str | None,
    pin: Path | None,
    today: date | None,
    lang: str,
    root: Path,
) -> None:
    """Let BRIEFS through that have answered for what the library knows.

    BRIEFS are files, or folders of them, with or without front matter. Each has to answer for at most five related
    records and five guardrails: under `reviewed` with what was applied, or under `waived` with a reason. Its links have
    to lead somewhere, and its postmortem has to be planned. It ends with 1 when one of them may not pass.
    """
    language = project.language(lang, None if library else root)
    remote.listed(root, briefs)  # what cannot be is said before a large library is read
    known = libraries.asked(root, library, pin, today)
    judged = [*known.judge(root, briefs)]
    if not judged:
        click.echo(language.say(say("There is no brief here: no Markdown file was found.")), err=True)
    if fix or stamps:
        contents = {one.file: raw for one in judged for raw in [_changed(root, one, known, language, fix=fix)] if raw}
        store.write(root, contents)
        for file in contents:
            click.echo(language.say(say("{file}: written.", file=file)), err=True)
        if contents:
            known = libraries.asked(root, library, None, today)
            judged = [*known.judge(root, briefs)]
    click.echo(FORMATS[form](judged, known.gate.register, options.paint, language), nl=False)
    sys.exit(not all(one.passes for one in judged))


def _changed(root: Path, one: Judged, known: gating.Library, language: Language, *, fix: bool) -> bytes | None:
    """The bytes of a brief with the block of answers, or with its stamp; None where nothing changes."""
    verdict = one.verdict
    if verdict is None or one.source is None:
        return None
    raw, brief = project.raw(root, one.file), verdict.brief
    if fix:
        asked = gate_text.asked(verdict, language)
        if not asked:
            return None
        if brief.document is None:
            return answers.asking_in_text(one.source, raw, asked, ANSWERS)
        return answers.asking(brief.document, raw, asked)
    if not (verdict.passes and brief.is_agreed and brief.document):
        return None
    return answers.stamped(brief.document, raw, stamp(verdict, known.gate.today, known.version))
