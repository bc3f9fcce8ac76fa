"""Files of the site in the form that the engine takes: pages, their data and attachments, and the pages of rules."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, InclusionLevel

from afterword.checks.rule_catalogue import RULES
from afterword.mkdocs_plugin.library_page import LazyFile, LibraryPage
from afterword.pages.page import DATA_FILE, Page
from afterword.pages.registry import MENU_FILES
from afterword.problems import Unusable
from afterword.publish.redirect_page import render_redirect
from afterword.workspace import project, shipped_files


def add_rule_pages(files: Files, config: MkDocsConfig) -> None:
    """Add the page of every rule that the library has not written itself, and keep all of them out of the menu."""
    for code in RULES:
        uri = f"rules/{code}.md"
        if (file := files.get_file_from_path(uri)) is not None:
            file.inclusion = InclusionLevel.NOT_IN_NAV
        elif shipped_page := shipped_files.read_shipped(f"docs/rules/{code}.md"):
            files.append(File.generated(config, uri, content=shipped_page, inclusion=InclusionLevel.NOT_IN_NAV))


def add_page(page: Page, files: Files, config: MkDocsConfig, root: Path, *, deferred: bool) -> None:
    """Add a page and its files; a page that a team wrote by hand is kept."""
    uri = f"{page.url}index.md"
    if page.redirect:
        files.append(File.generated(config, f"{page.url}index.html", content=render_redirect(page)))
    elif files.get_file_from_path(uri) is None:
        inclusion = InclusionLevel.INCLUDED if uri in MENU_FILES else InclusionLevel.NOT_IN_NAV
        file = File.generated(config, uri, content="", inclusion=inclusion)
        files.append(file)
        LibraryPage(page, file, config, deferred=deferred)
    if page.data:
        files.append(LazyFile.create(config, f"{page.url}{DATA_FILE}", page.data))
    for address, content in page.extra_files.items():
        files.append(LazyFile.create(config, address, partial(bytes, content)))
    for address, path in page.attachments.items():
        if files.get_file_from_path(address) is None:
            files.append(LazyFile.create(config, address, partial(_read_attachment, root, path)))


def add_public_files(public_files: Mapping[str, bytes], files: Files, config: MkDocsConfig) -> None:
    """Add the files for other programs; a file that a team wrote by hand is kept."""
    for name, content in public_files.items():
        if files.get_file_from_path(name) is None:
            files.append(LazyFile.create(config, name, partial(bytes, content)))


def _read_attachment(root: Path, path: str) -> bytes:
    """Return the bytes of a file that a record shows. Raises `PluginError` if it cannot be read any more."""
    try:
        return project.read_project_file(root, path)
    except Unusable as error:
        raise PluginError(str(error)) from error
