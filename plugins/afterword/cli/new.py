"""`afterword new`: a draft that is valid from the start, by a few questions or by flags alone."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from afterword.authoring.brief_fields import carried_over
from afterword.authoring.related_records import described, related
from afterword.authoring.scaffold import Form, put
from afterword.cli import options
from afterword.cli.check import load_with_progress
from afterword.cli.drafts import MANY, PLACES, Drafts, listed
from afterword.cli.refusal import brought, refuse
from afterword.disk import writer as store
from afterword.disk.opening import real_path
from afterword.problems import Finding, Unusable, say
from afterword.records.record import Record
from afterword.report import text
from afterword.schema.violations import REQUIRED
from afterword.text.languages import Language
from afterword.text.names import name_key
from afterword.workspace import project
from afterword.workspace.project import Project


@click.command()
@click.argument("kind", required=False)
@click.argument("name", required=False)
@click.option("--status", help="draft unless said otherwise; planned for what has yet to happen.")
@click.option("--outcome", help="How it ended, as in won, lost, hit or missed.")
@click.option("--account", help="The customer of a deal.")
@click.option("--competitor", help="Who won instead, or came closest.")
@click.option("--market", multiple=True, help="A country code; a campaign in several gets one record for each.")
@click.option("--goal", help="What a campaign was for.")
@click.option("--product", help="What was sold or shown.")
@click.option("--kpi", multiple=True, metavar="NAME=PLAN", help="A target, as in 'Orders=400'; may be repeated.")
@click.option("--starts", metavar="DATE", help="When it began, as in 2026-03-31, 2026-03 or 2026-Q1.")
@click.option("--ends", metavar="DATE", help="When it ended or was closed.")
@click.option("--due", metavar="DATE", help="The day of the postmortem; by default some days after the end.")
@click.option("--keeper", help="Who runs the postmortem.")
@click.option("--owner", help="Who was responsible for the deal or campaign.")
@click.option("--team", multiple=True, help="A team that took part; may be repeated.")
@click.option("--tag", multiple=True, help="What others will look for; may be repeated.")
@click.option("--series", help="What several runs of one campaign are called together.")
@click.option("--sections", metavar="SET", help="The set of sections, as in six-questions, good-bad-ugly or campaign.")
@click.option("--from-brief", "brief", metavar="BRIEF", help="Take over what a brief says, by its title or file.")
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
    """Write the draft of a postmortem, by questions or by flags.

    KIND is deal, campaign, launch or project, NAME what it is called. On a terminal, what it takes is asked for,
    unless a NAME is given: then flags say it all. Nothing is written unless the library has no more errors with the
    new record than without.
    """
    language = project.language(lang, root)
    found = load_with_progress(root, today)
    data = _given(flags, found, brief)
    if (code := written_in or lang) != "en":
        data["lang"] = code
    base = code.split("-")[0]
    spoken = project.language(base if base.isalpha() else "en", root)
    form = Form(found.library.schema, found.library.vocabulary, spoken)
    if sections is not None and sections not in form.vocabulary.sets:
        message = f"--sections: there is no set {sections!r}, but {', '.join(form.vocabulary.sets)}"
        raise click.UsageError(message)
    drafts = Drafts(found, data, form, sections)
    links: Sequence[str] = ()
    if "name" not in data and sys.stdin.isatty() and sys.stderr.isatty():
        from afterword.cli.interview import interview  # noqa: PLC0415 - its library takes longer to load than a check

        drafts, links = interview(drafts, language)
    elif missing := [key.upper() for key in ("kind", "name") if key not in drafts.data]:
        message = f"{' and '.join(missing)} must be given here, as in: afterword new deal 'The Frozen Funnel'"
        raise click.UsageError(message)
    if faults := drafts.faults():
        _refuse(faults, language)
    contents = drafts.contents(links)
    after = project.load(root, changed=contents, today=today)
    if fresh := brought(found, after):
        refuse(fresh, len(after.files), after, language)
    store.add(root, contents)
    _tell(contents, drafts, links, language)


def _given(flags: Mapping[str, Any], found: Project, brief: str | None) -> dict[str, Any]:
    """Front matter as far as a brief and the flags say it."""
    library = found.library
    data = carried_over(_brief(found, brief), library.schema) if brief else {}
    for flag, path in PLACES.items():
        if flag in MANY:
            data = put(data, path, listed(library, path, flags[flag])) if flags[flag] else data
        elif flags[flag] is not None:
            data = put(data, path, flags[flag])
    data.setdefault("status", "draft")
    return data


def _brief(found: Project, wanted: str) -> Record:
    """The brief of a title, or in a file."""
    for brief in found.library.briefs:
        if name_key(wanted) == name_key(brief.data.get("title", "")) or real_path(wanted) == found.root / brief.path:
            return brief
    titles = "; ".join(brief.data.get("title", "") for brief in found.library.briefs)
    message = f"no brief is called `{wanted}`. There are: {titles or 'none'}."
    raise Unusable(message)


def _refuse(faults: Sequence[Finding], language: Language) -> None:
    """Says what is wrong with what was given, and ends: with 2 when something is only missing."""
    for finding in faults:
        head = options.paint(f"error[{finding.rule.code}]:", "error")
        click.echo(f"{head} {language.say(finding.message)}", err=True)
        if finding.hint:
            click.echo(f"  {options.paint(language.say(text.HINT), 'hint')} {language.say(finding.hint)}", err=True)
        flag = next((flag for flag, path in PLACES.items() if path == finding.path), "")
        if finding.rule is REQUIRED and flag:
            click.echo(f"  --{flag}", err=True)
    sys.exit(2 if all(finding.rule is REQUIRED for finding in faults) else 1)


def _tell(contents: Mapping[str, bytes], drafts: Drafts, links: Sequence[str], language: Language) -> None:
    """The files, and what to do next."""
    for file in contents:
        click.echo(file)

    def tell(sentence: Any) -> None:
        click.echo(language.say(sentence), err=True)

    if drafts.due:
        tell(say("The postmortem is due on {day}.", day=drafts.due))
    reminders = [] if links else related(drafts.data, drafts.found.library.records)
    if reminders:
        tell(say("These may be related; link what fits as [[Name]]:"))
    for record in reminders:
        click.echo(f"  {described(record)}", err=True)
    tell(say("1. Fill in what is there as a comment, in any text editor."))
    tell(say("2. See what is still missing: afterword check {files}", files=" ".join(contents)))
    tell(say("3. When all is said, write `status: published`, and check once more."))
