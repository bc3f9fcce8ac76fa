"""`afterword export`: the library for other programs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import click

from afterword import pages
from afterword.checks.rule_catalogue import RULES
from afterword.cli import options
from afterword.cli.check import load_sound, refuse_leaks
from afterword.disk import writer as store
from afterword.disk.opening import real_path
from afterword.exports import settings
from afterword.exports.markdown import export as exported
from afterword.exports.public_files import INVENTORY
from afterword.exports.settings import Settings
from afterword.library.published_index import FILE
from afterword.pages.page import Site
from afterword.problems import Unusable
from afterword.publish import site_input as publishing
from afterword.schema.fields import Audience
from afterword.workspace import project
from afterword.workspace.project import Project
from afterword.workspace.source_digest import edition_digest

_FILE = click.Path(dir_okay=False, path_type=Path)
_WRITTEN_BY_HAND = (project.POSTMORTEMS, project.BRIEFS, project.DOCS, "schema")


@click.command()
@click.option(
    "--markdown",
    "target",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write the site's pages there as Markdown with HTML, for Zensical and its like.",
)
@click.option("--json", "register", metavar="FILE", type=_FILE, help="Write what others may read: library.json.")
@click.option("--inventory", metavar="FILE", type=_FILE, help="Write the names for Sphinx and others: objects.inv.")
@click.option("--audience", type=click.Choice([str(a) for a in Audience]), help="Who the pages are for.")
@options.as_of
@options.lang
@options.root
def export(
    target: Path | None,
    register: Path | None,
    inventory: Path | None,
    audience: str | None,
    today: date | None,
    lang: str,
    root: Path,
) -> None:
    """Check everything, and write the library in another form.

    What was exported there before is replaced whole; on any problem nothing is written.
    """
    if not (target or register or inventory):
        message = "Say what to write: --markdown DIR, --json FILE or --inventory FILE."
        raise click.UsageError(message)
    for place in filter(None, (target, register, inventory)):
        _refuse_sources(root, place)
    loaded = load_sound(root, today or publishing.today(root), project.language(lang, root))
    found = _settings(loaded.root)
    site = _site(loaded, found, audience)
    language = project.language(lang, root)
    refuse_leaks(loaded.edition(site.library.audience), language)
    if left_out := publishing.left_out(loaded, site.library.audience):
        click.echo(language.say(left_out), err=True)
    others = publishing.for_others(site, found.title, found.address, edition_digest(loaded, site.library))
    if target:
        files = _files(loaded, site, found, others)
        with store.replacement(target.absolute()) as fresh:
            store.fill(fresh, files)
            says = {"export": "markdown", "audience": site.library.audience, "as_of": site.today.isoformat()}
            store.stamp(fresh, says)
        click.echo(f"Exported {sum(name.endswith('.md') for name in files)} pages to {target}")
    for file, name in ((register, FILE), (inventory, INVENTORY)):
        if file is not None:
            store.write(file.absolute().parent, {file.name: others[name]})
            count = len(site.library.entries)
            click.echo(f"Exported {count} record{'s' * (count != 1)} to {file}")


def _settings(root: Path) -> Settings:
    try:
        return settings.read(project.settings(root).decode())
    except UnicodeDecodeError as error:
        message = f"{settings.FILE}: {error}"
        raise Unusable(message) from error
    except ValueError as error:
        raise Unusable(str(error)) from error


def _site(loaded: Project, found: Settings, audience: str | None) -> Site:
    readers = audience or found.audience or str(Audience.INTERNAL)
    if readers not in list(Audience):
        message = f"{settings.FILE} has no `audience` that can be read from it alone; choose one with --audience."
        raise Unusable(message)
    return publishing.site(loaded, Audience(readers), found.languages, found.edit_url)


def _files(loaded: Project, site: Site, found: Settings, others: Mapping[str, bytes]) -> Mapping[str, bytes]:
    made = list(pages.every(site))
    files = dict(others) | {f"assets/{name}": raw for name, raw in project.contents(project.ASSETS).items()}
    files |= {address: project.raw(loaded.root, path) for page in made for address, path in page.files.items()}
    rules = ((f"rules/{code}.md", project.shipped(f"docs/rules/{code}.md")) for code in RULES)
    files |= {name: page.encode() for name, page in rules if page}
    files |= project.contents(loaded.root / project.DOCS)
    read = {file.removeprefix(f"{project.DOCS}/"): body for file, body in loaded.pages.items()}
    return exported(site, made, files, read, found)


def _refuse_sources(root: Path, target: Path) -> None:
    """A place of sources is none for an export, which is replaced whole."""
    place = real_path(target)
    if root.is_relative_to(place) or any(place.is_relative_to(root / folder) for folder in _WRITTEN_BY_HAND):
        message = f"{target} holds what is written by hand; choose a folder outside of it."
        raise Unusable(message)
