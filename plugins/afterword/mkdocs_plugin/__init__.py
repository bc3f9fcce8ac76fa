"""The MkDocs plugin: hands finished pages to the engine. MkDocs never sees an author's front matter or Markdown."""

from __future__ import annotations

import logging
import os
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as EnginePage
from mkdocs.structure.toc import get_toc
from mkdocs.utils.templates import TemplateContext

from afterword import history, pages, project, search_index, store
from afterword.catalogue import RULES
from afterword.fields import Audience
from afterword.languages import preferred
from afterword.mkdocs_plugin import editions
from afterword.pages.page import Page, Site
from afterword.problems import Unusable
from afterword.project import Project
from afterword.report import text

log = logging.getLogger("mkdocs.plugins.afterword")

_THEME = Path(__file__).parent.parent / "theme" / "material"
_NAV = [
    "index.md",
    "library/index.md",
    "names/index.md",
    "tags/index.md",
    "markets/index.md",
    "timeline/index.md",
    "series/index.md",
    "teams/index.md",
    "fields/index.md",
    "rules/index.md",
]
"""The navigation where `mkdocs.yml` has none."""


class AfterwordConfig(Config):
    """The plugin's options in `mkdocs.yml`."""

    audience = config_options.Choice([str(audience) for audience in Audience], default=str(Audience.INTERNAL))
    edit_url = config_options.Type(str, default="")
    search = config_options.Type(bool, default=True)
    languages = config_options.ListOfItems(config_options.Type(str), default=["en"])


class AfterwordPlugin(BasePlugin[AfterwordConfig]):
    """One build at a time: reads and checks the library, adds its pages, indexes the site for search."""

    def __init__(self) -> None:
        self._given: Project | None = None
        self._serving = False

    def give(self, loaded: Project) -> None:
        """Takes a project that was loaded and checked already, for the next build."""
        self._given = loaded

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Keeps the plugin's object alive across the rebuilds of `serve`."""
        if dirty:
            message = "Afterword: --dirty would leave lists and links stale; build without it."
            raise PluginError(message)
        self._serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        root = _root(config)
        loaded, self._given = self._given or _load(root), None
        if loaded.has_errors:
            language = project.language(preferred(os.environ), root)
            shown = text.report(loaded.problems, len(loaded.files), loaded.line, lambda words, _: words, language)
            message = f"Afterword publishes nothing while there are errors.\n\n{shown}"
            raise PluginError(message)
        config.theme.dirs.insert(1 if config.theme.custom_dir else 0, str(_THEME))
        config.extra_css.insert(0, "assets/afterword.css")
        watched = (root / name for name in (project.POSTMORTEMS, project.BRIEFS, "schema"))
        config.watch.extend(str(folder) for folder in watched if folder.is_dir())
        if config.nav is None:
            config.nav = _NAV
        library = loaded.library.project(Audience(self.config.audience))
        former = project.former_names(root)
        site = Site(
            library, _today(root), self.config.edit_url, former, self.config.languages, self.config.languages[0]
        )
        self._pages = list(pages.every(site))
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        for page in self._pages:
            uri = f"{page.url}index.md"
            if files.get_file_from_path(uri) is None:  # a page that a team wrote by hand stands
                file = File.generated(config, uri, content="", inclusion=InclusionLevel.NOT_IN_NAV)
                if uri in _NAV:
                    file.inclusion = InclusionLevel.INCLUDED
                files.append(file)
                LibraryPage(page, file, config)
        for code in RULES:
            uri = f"rules/{code}.md"
            if (found := files.get_file_from_path(uri)) is not None:
                found.inclusion = InclusionLevel.NOT_IN_NAV
            elif shipped := project.shipped(f"docs/rules/{code}.md"):
                files.append(File.generated(config, uri, content=shipped, inclusion=InclusionLevel.NOT_IN_NAV))
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Pages outside the navigation stand below the index of their section, so that its tab is lit."""
        homes = {page.file.src_uri.split("/")[0]: page for page in nav.pages if page.file.src_uri in _NAV}
        for file in files.documentation_pages():
            if file.inclusion.is_not_in_nav() and (home := homes.get(file.src_uri.split("/")[0])) and file.page:
                file.page.parent = home.parent
        self._navs = editions.navigations(nav, files, self.config.languages)
        return nav

    def on_page_context(
        self, context: TemplateContext, *, page: EnginePage, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        editions.speak(context, page, config, self.config.languages)
        context["nav"] = self._navs.get(page.meta.get("lang", ""), nav)
        return context

    @event_priority(-100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """After every other plugin has written what it writes."""
        store.mark(Path(config.site_dir))
        if self.config.search and not self._serving:
            try:
                search_index.build(Path(config.site_dir))
            except Unusable as error:
                raise PluginError(str(error)) from error


class LibraryPage(EnginePage):
    """A finished page in the engine's hands: neither its YAML nor its Markdown runs.

    The engine's templates put title and description out as they are, so both are escaped here.
    """

    def __init__(self, page: Page, file: File, config: MkDocsConfig) -> None:
        super().__init__(None, file, config)
        self._finished = page

    def read_source(self, config: MkDocsConfig) -> None:
        title = escape(self._finished.title)
        self.markdown = ""
        hidden = ["navigation"] if self._finished.contents else ["navigation", "toc"]
        description = escape(self._finished.description)
        self.meta: dict[str, Any] = {"title": title, "description": description, "hide": hidden, "afterword": True}
        self.meta |= {"lang": self._finished.lang, "others": self._finished.others}
        if self._finished.redirect:
            self.meta["redirect"] = self._finished.redirect

    def render(self, config: MkDocsConfig, files: Files) -> None:
        self.content = self._finished.html
        tokens = [
            {"level": item.level, "id": item.id, "name": escape(item.title), "html": escape(item.title), "children": []}
            for item in self._finished.contents
        ]
        self.toc = get_toc(tokens)  # type: ignore[arg-type]  # the shape that Python-Markdown's own extension makes
        self.present_anchor_ids = {item.id for item in self._finished.contents}


def _root(config: MkDocsConfig) -> Path:
    """The library's root is where its `mkdocs.yml` is."""
    try:
        return project.find_root(Path(config.config_file_path).parent)
    except Unusable as error:
        raise PluginError(str(error)) from error


def _load(root: Path) -> Project:
    try:
        return project.load(root)
    except Unusable as error:
        raise PluginError(str(error)) from error


def _today(root: Path) -> Any:
    """The day a build speaks of: `SOURCE_DATE_EPOCH`, else the last commit, else today."""
    if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
        return datetime.fromtimestamp(int(epoch), UTC).date()
    return (history.last_commit(root) or datetime.now(UTC)).date()
