"""Command `afterword init`: creates a library, or merges a newer template into one."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import click

from afterword.authoring import template
from afterword.authoring.template import (
    BASE,
    CI,
    TEMPLATE_LANGUAGES,
    InitAnswers,
    LockedRequirements,
    TemplateChange,
    UpdateOutcome,
)
from afterword.disk import merge, writer
from afterword.disk.files import read_folder
from afterword.disk.opening import real_path
from afterword.disk.wheel import Wheel, pack_wheel
from afterword.frontmatter import source
from afterword.problems import Unusable, say
from afterword.text.languages import load_language, preferred_language
from afterword.workspace import definitions, shipped_files
from afterword.workspace.library_layout import find_root, is_library

REQUIREMENTS = "requirements.txt"
INSTALL = f"pip install --require-hashes -r {REQUIREMENTS}"


@click.command()
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(file_okay=False, path_type=Path))
@click.option("--name", help="Name of the site.")
@click.option(
    "--lang",
    "languages",
    multiple=True,
    type=click.Choice(TEMPLATE_LANGUAGES),
    help="A language of the site; may be repeated.",
)
@click.option("--ci", type=click.Choice([str(each) for each in CI]), help="Host that checks pull requests.")
@click.option("--no-example", is_flag=True, help="Leave out the example postmortem and brief.")
@click.option("--update", is_flag=True, help="Merge the template of this version into the library in DIR.")
def init(
    folder: Path, name: str | None, languages: tuple[str, ...], ci: str | None, no_example: bool, update: bool
) -> None:
    """Create a library in DIR, by default in the current folder.

    It gets a schema, settings, CI, and an example to read and delete. On a terminal, you are asked for what no option
    says. No file is overwritten: if one is in the way, nothing is written.

    With --update, the changes of a newer template are merged into the library's files. The team's own changes stay.
    """
    if not update:
        _create_library(folder, _ask_answers(name, languages, ci, no_example))
    elif name or languages or ci or no_example:
        message = "--update keeps the answers that the library was made with; it takes no other option."
        raise click.UsageError(message)
    else:
        _update_library(folder)


def _ask_answers(name: str | None, languages: Sequence[str], ci: str | None, no_example: bool) -> InitAnswers:
    """Return the answers from options, else from the terminal, else the defaults."""

    def ask(given: str | None, question: str, usual: str, choices: Sequence[str] = ()) -> str:
        if given or not (sys.stdin.isatty() and sys.stdout.isatty()):
            return given or usual
        return str(click.prompt(question, default=usual, type=click.Choice(choices) if choices else str))

    environment_language = preferred_language(os.environ)
    preferred = environment_language if environment_language in TEMPLATE_LANGUAGES else TEMPLATE_LANGUAGES[0]
    main_language = ask(
        languages[0] if languages else None,
        load_language(preferred).say(say("Language")),
        preferred,
        TEMPLATE_LANGUAGES,
    )
    language = load_language(main_language)
    site_name = ask(name, language.say(say("Name of the site")), language.say(say("Our postmortems")))
    ci_host = ask(ci, language.say(say("Check pull requests on")), str(CI.GITHUB), [str(each) for each in CI])
    return InitAnswers(site_name, tuple(dict.fromkeys((main_language, *languages))), ci_host, not no_example)


def _create_library(folder: Path, answers: InitAnswers) -> None:
    """Create a library in a folder, and print the next commands. Raises `Unusable` if files are in the way."""
    if is_library(folder):
        message = f"{folder} is a library already. `afterword init --update` merges a newer template into it."
        raise Unusable(message)
    wheel = pack_wheel()
    files = _render_files(answers, wheel)
    all_files = (
        template.make_base(files, answers, wheel.version)
        | {f"{shipped_files.TOOLS}/{wheel.file_name}": wheel.raw}
        | files
    )
    _refuse_taken(folder, all_files)
    existing = shipped_files.read_present_files(folder, all_files)
    writer.add_files(folder, {file: raw for file, raw in all_files.items() if file not in existing})
    language = load_language(answers.languages[0])
    click.echo(language.say(say("The library is in {folder}. Next:", folder=real_path(folder))))
    for command in _next_commands(folder):
        click.echo(f"  {command}")


def _next_commands(folder: Path) -> Sequence[str]:
    """Return the commands to type after a library was created, from the current folder."""
    change_folder = () if real_path(folder) == Path.cwd() else (f"cd {shlex.quote(str(folder))}",)
    commit = "git add . && git commit -m Begin"
    start = commit if shipped_files.is_repository(folder) else f"git init && {commit}"
    return (*change_folder, start, "afterword new", "afterword serve")


def _update_library(folder: Path) -> None:
    """Merge the template of this version into a library, and report the changes."""
    root = find_root(folder)
    base = read_folder(root / BASE)
    stored_answers = base.get(template.ANSWERS.removeprefix(f"{BASE}/"))
    if stored_answers is None:
        message = (
            f"{root} has no {template.ANSWERS}, so nobody knows what its template was. `afterword init` writes it."
        )
        raise Unusable(message)
    answers, old_template = InitAnswers.parse(stored_answers), template.read_base(base)
    wheel = pack_wheel()
    fresh = _render_files(answers, wheel)
    ours = shipped_files.read_present_files(root, {*old_template, *fresh})
    changes = list(template.merge_template(old_template, fresh, ours, _make_merger(root, f"template {wheel.version}")))
    _refuse_unfinished(ours, changes)
    if REQUIREMENTS in ours or any(change.file == REQUIREMENTS and change.raw for change in changes):
        wheels = shipped_files.read_wheels(root)
        changes += template.replace_wheels(wheels, f"{shipped_files.TOOLS}/{wheel.file_name}", wheel.raw)
        ours |= wheels
    _refuse_taken(root, {change.file: change.raw for change in changes if change.raw and change.file not in ours})
    new_base = template.make_base(fresh, answers, wheel.version)
    deleted = dict.fromkeys(f"{BASE}/{name}" for name in base if f"{BASE}/{name}" not in new_base)
    applied_changes = [
        change for change in changes if change.raw is not None or change.outcome is UpdateOutcome.REMOVED
    ]
    written = {change.file: change.raw for change in applied_changes}
    writer.write_files(root, {**written, **new_base, **deleted})
    _report_update(root, changes, answers, wheel)


def _report_update(root: Path, changes: Sequence[TemplateChange], answers: InitAnswers, wheel: Wheel) -> None:
    """Print the changes of an update and what is left to do; exit with 1 if that is more than a commit."""
    for change in changes:
        click.echo(f"{change.file}: {change.outcome}")
    if not changes:
        click.echo("Nothing to update.")
        return
    conflicts = [change.file for change in changes if change.outcome is UpdateOutcome.CONFLICT]
    if conflicts:
        click.echo(f"Choose between the marked lines in {', '.join(conflicts)}; git has what was there.", err=True)
    if any(change.file == f"{shipped_files.TOOLS}/{wheel.file_name}" for change in changes):
        text = say(
            "The library now runs Afterword {version}. Commit tools/ and requirements.txt together."
            " Everybody then installs it with: {command}",
            version=wheel.version,
            command=INSTALL,
        )
        click.echo(load_language(answers.languages[0]).say(text))
    if conflicts:
        sys.exit(1)
    try:
        definitions.load_definitions(root)
    except Unusable as error:
        click.echo(f"What was merged line by line cannot be used as it is: {error}", err=True)
        sys.exit(1)


def _render_files(answers: InitAnswers, wheel: Wheel) -> dict[str, bytes]:
    """Render the files of a library from the template, with this version of Afterword locked."""
    locked = LockedRequirements(
        template.format_requirement(wheel.version, wheel.sha256),
        shipped_files.read_shipped("requirements-runtime.lock"),
        shipped_files.read_shipped("requirements-charts.lock"),
    )
    return template.render_template(shipped_files.read_template(), shipped_files.read_starter_schema(), answers, locked)


def _make_merger(root: Path, label: str) -> Callable[[bytes, bytes, bytes], tuple[bytes, bool]]:
    """Return a function that merges three versions of a file; `label` names the template in conflicts."""
    return lambda ours, base, theirs: merge.merge_texts(ours, base, theirs, label, root)


def _refuse_taken(folder: Path, files: Mapping[str, bytes]) -> None:
    """Refuse to overwrite a file or to write through a link."""
    if blocked := shipped_files.find_blocked_paths(folder, files):
        names = "".join(f"\n  {name}" for name in blocked)
        message = f"in {folder} these are in the way, so nothing was written:{names}"
        raise Unusable(message)


def _refuse_unfinished(ours: Mapping[str, bytes], changes: Sequence[TemplateChange]) -> None:
    """Refuse to merge into a file with the markers of an earlier merge, because both would mix."""
    for change in changes:
        _, problems = source.decode_source(change.file, ours.get(change.file, b""))
        if change.raw is not None and any(problem.rule is source.MERGE_CONFLICT for problem in problems):
            message = f"{change.file} holds the marks of an unfinished merge; finish it first. Nothing was changed."
            raise Unusable(message)
