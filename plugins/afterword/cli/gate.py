"""`afterword gate`: checks that briefs answer for the related records and guardrails."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from afterword.authoring import brief_answers
from afterword.cli import gate_json, gate_markdown, gate_text, options
from afterword.cli.gate_library import load_gate_library
from afterword.cli.library_options import gate_library_options
from afterword.disk import writer
from afterword.gate.plain_briefs import ANSWERS_HEADING
from afterword.gate.stamp import build_stamp
from afterword.problems import say
from afterword.text.languages import Language
from afterword.workspace import definitions, gate_libraries, project, remote
from afterword.workspace.gate_libraries import BriefVerdict

FORMATS = {"text": gate_text.format_text, "json": gate_json.format_json, "markdown": gate_markdown.format_markdown}


@click.command()
@click.argument("briefs", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--format",
    "output_format",
    type=click.Choice(list(FORMATS)),
    default="text",
    show_default=True,
    help="Output format.",
)
@click.option(
    "--fix", is_flag=True, help="Insert an empty answer into the briefs for each question that is still open."
)
@click.option("--stamp", is_flag=True, help="Stamp the approved briefs that pass.")
@gate_library_options
@options.as_of
@options.lang
@options.root
def gate(
    briefs: tuple[Path, ...],
    output_format: str,
    *,
    fix: bool,
    stamp: bool,
    library: str | None,
    pin: Path | None,
    today: date | None,
    lang: str,
    root: Path,
) -> None:
    """Check that BRIEFS answer for what the library knows.

    BRIEFS are files, or folders of them, with or without front matter. Each has to answer for at most five related
    records and five guardrails: under `reviewed` with what was applied, or under `waived` with a reason. Its links have
    to lead somewhere, and its postmortem has to be planned. The exit code is 1 if one of them may not pass.
    """
    language = definitions.load_language(lang, None if library else root)
    remote.list_markdown_files(root, briefs)  # invalid arguments are reported before a large library is read
    gate_library = load_gate_library(root, library, pin, today)
    brief_verdicts = [*gate_library.judge_briefs(root, briefs)]
    if not brief_verdicts:
        click.echo(language.say(say("There is no brief here: no Markdown file was found.")), err=True)
    if fix or stamp:
        contents = {
            brief_verdict.file: raw
            for brief_verdict in brief_verdicts
            for raw in [_rewrite_brief(root, brief_verdict, gate_library, language, fix=fix)]
            if raw
        }
        writer.write_files(root, contents)
        for file in contents:
            click.echo(language.say(say("{file}: written.", file=file)), err=True)
        if contents:
            gate_library = load_gate_library(root, library, None, today)
            brief_verdicts = [*gate_library.judge_briefs(root, briefs)]
    output = FORMATS[output_format](brief_verdicts, gate_library.gate.register, options.paint_text, language)
    click.echo(output, nl=False)
    sys.exit(not all(brief_verdict.passes for brief_verdict in brief_verdicts))


def _rewrite_brief(
    root: Path, brief_verdict: BriefVerdict, gate_library: gate_libraries.GateLibrary, language: Language, *, fix: bool
) -> bytes | None:
    """Return a brief's new bytes with the block of answers, or with its stamp; None if nothing changes."""
    verdict = brief_verdict.verdict
    if verdict is None or brief_verdict.source is None:
        return None
    raw, brief = project.read_project_file(root, brief_verdict.file), verdict.brief
    if fix:
        open_questions = gate_text.list_open_questions(verdict, language)
        if not open_questions:
            return None
        if brief.document is None:
            return brief_answers.append_prompts(brief_verdict.source, raw, open_questions, ANSWERS_HEADING)
        return brief_answers.insert_prompts(brief.document, raw, open_questions)
    if not (verdict.passes and brief.is_plan_approved and brief.document):
        return None
    return brief_answers.insert_stamp(
        brief.document, raw, build_stamp(verdict, gate_library.gate.today, gate_library.version)
    )
