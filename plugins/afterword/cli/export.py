"""`afterword export`: writes the library for other programs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import click

from afterword import pages
from afterword.checks.rule_catalogue import RULES
from afterword.cli import options
from afterword.cli.loading import load_valid_project, refuse_leaks
from afterword.disk import writer
from afterword.disk.files import read_folder
from afterword.disk.opening import real_path
from afterword.exports import settings
from afterword.exports.markdown import export_markdown
from afterword.exports.public_files import INVENTORY_FILE
from afterword.exports.settings import Settings
from afterword.library.published_index import INDEX_FILE
from afterword.pages.page import Site
from afterword.problems import Unusable
from afterword.publish import site_input
from afterword.schema.audience import Audience
from afterword.workspace import definitions, project, shipped_files
from afterword.workspace.library_layout import BRIEFS, DOCS, POSTMORTEMS
from afterword.workspace.project import Project
from afterword.workspace.source_digest import edition_digest

_FILE = click.Path(dir_okay=False, path_type=Path)
_SOURCE_FOLDERS = (POSTMORTEMS, BRIEFS, DOCS, "schema")


@click.command()
@click.option(
    "--markdown",
    "markdown_folder",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write the pages of the site there as Markdown with HTML, for Zensical and similar tools.",
)
@click.option("--json", "index_file", metavar="FILE", type=_FILE, help="Write what others may read: library.json.")
@click.option(
    "--inventory",
    "inventory_file",
    metavar="FILE",
    type=_FILE,
    help="Write the names for Sphinx and similar tools: objects.inv.",
)
@click.option("--audience", type=click.Choice([str(a) for a in Audience]), help="Who the pages are for.")
@options.as_of
@options.lang
@options.root
def export(
    markdown_folder: Path | None,
    index_file: Path | None,
    inventory_file: Path | None,
    audience: str | None,
    today: date | None,
    lang: str,
    root: Path,
) -> None:
    """Check everything, and write the library in another form.

    An earlier export is replaced as a whole. If there is a problem, nothing is written.
    """
    if not (markdown_folder or index_file or inventory_file):
        message = "Say what to write: --markdown DIR, --json FILE or --inventory FILE."
        raise click.UsageError(message)
    for output in filter(None, (markdown_folder, index_file, inventory_file)):
        _refuse_source_folder(root, output)
    loaded = load_valid_project(root, today or site_input.site_date(root), definitions.load_language(lang, root))
    site_settings = _read_settings(loaded.root)
    site = _build_site(loaded, site_settings, audience)
    language = definitions.load_language(lang, root)
    refuse_leaks(loaded.make_edition(site.library.audience), language)
    if omission := site_input.describe_omitted_records(loaded, site.library.audience):
        click.echo(language.say(omission), err=True)
    public_files = site_input.build_published_files(
        site, site_settings.title, site_settings.address, edition_digest(loaded, site.library)
    )
    if markdown_folder:
        files = _build_markdown_files(loaded, site, site_settings, public_files)
        with writer.replace_site(markdown_folder.absolute()) as new_folder:
            writer.write_new_files(new_folder, files)
            stamp = {"export": "markdown", "audience": site.library.audience, "as_of": site.today.isoformat()}
            writer.write_stamp(new_folder, stamp)
        click.echo(f"Exported {sum(name.endswith('.md') for name in files)} pages to {markdown_folder}")
    for file, name in ((index_file, INDEX_FILE), (inventory_file, INVENTORY_FILE)):
        if file is not None:
            writer.write_files(file.absolute().parent, {file.name: public_files[name]})
            count = len(site.library.entries)
            click.echo(f"Exported {count} record{'s' * (count != 1)} to {file}")


def _read_settings(root: Path) -> Settings:
    """Read the settings of the site. Raises `Unusable` if they cannot be read."""
    try:
        return settings.read_settings(definitions.read_site_settings(root).decode())
    except UnicodeDecodeError as error:
        message = f"{settings.CONFIG_FILE}: {error}"
        raise Unusable(message) from error
    except ValueError as error:
        raise Unusable(str(error)) from error


def _build_site(loaded: Project, site_settings: Settings, audience: str | None) -> Site:
    """Make the site for an audience: the one of the option, else the one of the settings."""
    readers = audience or site_settings.audience or str(Audience.INTERNAL)
    if readers not in list(Audience):
        message = (
            f"{settings.CONFIG_FILE} has no `audience` that can be read from it alone; choose one with --audience."
        )
        raise Unusable(message)
    return site_input.make_site(loaded, Audience(readers), site_settings.languages, site_settings.edit_url)


def _build_markdown_files(
    loaded: Project, site: Site, site_settings: Settings, public_files: Mapping[str, bytes]
) -> Mapping[str, bytes]:
    """Return all files of the Markdown export by path."""
    site_pages = list(pages.build_pages(site))
    files = dict(public_files) | {
        f"assets/{name}": content for name, content in read_folder(shipped_files.ASSETS).items()
    }
    files |= {
        address: project.read_project_file(loaded.root, path)
        for page in site_pages
        for address, path in page.attachments.items()
    }
    rules = ((f"rules/{code}.md", shipped_files.read_shipped(f"docs/rules/{code}.md")) for code in RULES)
    files |= {name: page.encode() for name, page in rules if page}
    files |= read_folder(loaded.root / DOCS)
    bodies = {file.removeprefix(f"{DOCS}/"): body for file, body in loaded.pages.items()}
    return export_markdown(site, site_pages, files, bodies, site_settings)


def _refuse_source_folder(root: Path, target: Path) -> None:
    """Raise `Unusable` if the target contains or lies in a source folder, since an export replaces it whole."""
    resolved_target = real_path(target)
    if root.is_relative_to(resolved_target) or any(
        resolved_target.is_relative_to(root / folder) for folder in _SOURCE_FOLDERS
    ):
        message = f"{target} holds what is written by hand; choose a folder outside of it."
        raise Unusable(message)
