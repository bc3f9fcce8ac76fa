"""`afterword new`: writes a draft that is valid from the start, from a few questions or from flags alone."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from afterword.authoring.brief_fields import carry_over_brief
from afterword.authoring.related_records import describe_record, find_related
from afterword.authoring.scaffold import DraftContext, set_value
from afterword.cli import options
from afterword.cli.change_errors import find_new_errors, refuse_changes
from afterword.cli.loading import load_with_progress
from afterword.cli.new_drafts import FIELD_PATHS, MULTI_VALUE_FLAGS, Drafts, parse_values
from afterword.disk import writer
from afterword.disk.opening import real_path
from afterword.problems import Finding, Unusable, say
from afterword.records.record import Record
from afterword.report import text
from afterword.schema.violations import REQUIRED
from afterword.schema.vocabulary import Vocabulary
from afterword.text.languages import Language
from afterword.text.names import name_key
from afterword.workspace import definitions, project
from afterword.workspace.project import Project


@click.command()
@click.argument("kind", required=False)
@click.argument("name", required=False)
@click.option("--status", help="draft by default; planned for what has yet to happen.")
@click.option("--outcome", help="How it ended, as in won, lost, hit or missed.")
@click.option("--account", help="The customer of a deal.")
@click.option("--competitor", help="Who won instead, or came closest.")
@click.option("--market", multiple=True, help="A country code; a campaign in several gets one record for each.")
@click.option("--goal", help="What a campaign was for.")
@click.option("--product", help="What was sold or shown.")
@click.option("--kpi", multiple=True, metavar="NAME=PLAN", help="A target, as in 'Orders=400'; may be repeated.")
@click.option("--starts", metavar="DATE", help="When it began, as in 2026-03-31, 2026-03 or 2026-Q1.")
@click.option("--ends", metavar="DATE", help="When it ended or was closed.")
@click.option("--due", metavar="DATE", help="The date of the postmortem; by default some days after the end.")
@click.option("--keeper", help="Who runs the postmortem.")
@click.option("--owner", help="Who was responsible for the deal or campaign.")
@click.option("--team", multiple=True, help="A team that took part; may be repeated.")
@click.option("--tag", multiple=True, help="What others will look for; may be repeated.")
@click.option("--series", help="The common name of several runs of one campaign.")
@click.option("--sections", metavar="SET", help="The set of sections, as in six-questions, good-bad-ugly or campaign.")
@click.option("--from-brief", "brief", metavar="BRIEF", help="Copy the fields of a brief, given by its title or file.")
@click.option("--in", "written_in", metavar="CODE", help="The language of the record; by default that of --lang.")
@options.as_of
@options.lang
@options.root
def new(
    sections: str | None,
    brief: str | None,
    written_in: str | None,
    today: date | None,
    lang: str,
    root: Path,
    **flags: Any,
) -> None:
    """Write the draft of a postmortem, from questions or from flags.

    KIND is deal, campaign, launch or project, NAME is the name of the record. On a terminal, you are asked for the
    fields, unless you give a NAME: then flags say everything. Nothing is written if the new record would cause an
    error in the library.
    """
    language = definitions.load_language(lang, root)
    loaded = load_with_progress(root, today)
    data = _collect_data(flags, loaded, brief)
    if (lang_code := written_in or lang) != "en":
        data["lang"] = lang_code
    _check_section_set(sections, loaded.library.vocabulary)
    drafts = Drafts(loaded, data, _load_draft_context(loaded, lang_code), sections)
    links: Sequence[str] = ()
    if "name" not in data and sys.stdin.isatty() and sys.stderr.isatty():
        from afterword.cli.new_interview import run_interview  # noqa: PLC0415 - its library takes longer to load than a check

        drafts, links = run_interview(drafts, language)
    elif missing := [key.upper() for key in ("kind", "name") if key not in drafts.data]:
        message = f"{' and '.join(missing)} must be given here, as in: afterword new deal 'The Frozen Funnel'"
        raise click.UsageError(message)
    if errors := drafts.find_errors():
        _refuse_draft(errors, language)
    contents = drafts.build_files(links)
    after = project.load_project(root, changed=contents, today=today)
    if new_errors := find_new_errors(loaded, after):
        refuse_changes(new_errors, len(after.files), after, language)
    writer.add_files(root, contents)
    _print_next_steps(contents, drafts, links, language)


def _check_section_set(name: str | None, vocabulary: Vocabulary) -> None:
    """Raise `click.UsageError` for a set of sections that the vocabulary does not define."""
    if name is not None and name not in vocabulary.section_sets:
        message = f"--sections: there is no set {name!r}, but {', '.join(vocabulary.section_sets)}"
        raise click.UsageError(message)


def _load_draft_context(loaded: Project, lang_code: str) -> DraftContext:
    """Return the context of a draft in a language; a language without an interface gets English texts."""
    base_language = lang_code.split("-", maxsplit=1)[0]
    language = definitions.load_language(base_language if base_language.isalpha() else "en", loaded.root)
    return DraftContext(loaded.library.schema, loaded.library.vocabulary, language)


def _collect_data(flags: Mapping[str, Any], loaded: Project, brief: str | None) -> dict[str, Any]:
    """Return the front matter from a brief and the flags."""
    library = loaded.library
    data = carry_over_brief(_find_brief(loaded, brief), library.schema) if brief else {}
    for flag, path in FIELD_PATHS.items():
        if flag in MULTI_VALUE_FLAGS:
            data = set_value(data, path, parse_values(library, path, flags[flag])) if flags[flag] else data
        elif flags[flag] is not None:
            data = set_value(data, path, flags[flag])
    data.setdefault("status", "draft")
    return data


def _find_brief(loaded: Project, title_or_file: str) -> Record:
    """Return the brief with a title or file. Raises `Unusable` if there is none."""
    for brief in loaded.library.briefs:
        if (
            name_key(title_or_file) == name_key(brief.data.get("title", ""))
            or real_path(title_or_file) == loaded.root / brief.path
        ):
            return brief
    titles = "; ".join(brief.data.get("title", "") for brief in loaded.library.briefs)
    message = f"no brief is called `{title_or_file}`. There are: {titles or 'none'}."
    raise Unusable(message)


def _refuse_draft(errors: Sequence[Finding], language: Language) -> None:
    """Print the errors in the entered values, and exit: with 2 if values are only missing, else with 1."""
    for finding in errors:
        label = options.paint_text(f"error[{finding.rule.code}]:", "error")
        click.echo(f"{label} {language.say(finding.message)}", err=True)
        if finding.hint:
            click.echo(
                f"  {options.paint_text(language.say(text.HINT_LABEL), 'hint')} {language.say(finding.hint)}", err=True
            )
        flag = next((flag for flag, path in FIELD_PATHS.items() if path == finding.path), "")
        if finding.rule is REQUIRED and flag:
            click.echo(f"  --{flag}", err=True)
    sys.exit(2 if all(finding.rule is REQUIRED for finding in errors) else 1)


def _print_next_steps(contents: Mapping[str, bytes], drafts: Drafts, links: Sequence[str], language: Language) -> None:
    """Print the files and the next steps."""
    for file in contents:
        click.echo(file)

    def print_message(sentence: Any) -> None:
        click.echo(language.say(sentence), err=True)

    if drafts.due_day:
        print_message(say("The postmortem is due on {day}.", day=drafts.due_day))
    reminders = [] if links else find_related(drafts.data, drafts.project.library.records)
    if reminders:
        print_message(say("These may be related; link what fits as [[Name]]:"))
    for record in reminders:
        click.echo(f"  {describe_record(record, drafts.project.library.schema, language)}", err=True)
    print_message(say("1. Fill in what is there as a comment, in any text editor."))
    print_message(say("2. See what is still missing: afterword check {files}", files=" ".join(contents)))
    print_message(say("3. When all is said, write `status: published`, and check once more."))
