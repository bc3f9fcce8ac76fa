"""The MkDocs plugin: hands finished pages to the engine. MkDocs never sees an author's front matter or Markdown."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from jinja2 import Environment
from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as EnginePage
from mkdocs.utils.templates import TemplateContext

from afterword import pages
from afterword.checks.rule_catalogue import RULES
from afterword.disk import writer as store
from afterword.disk.opening import real_path
from afterword.mkdocs_plugin import (
    engine_input,
    preview,
)
from afterword.mkdocs_plugin import (
    layouts as frames,
)
from afterword.mkdocs_plugin import (
    navigation_menu as editions,
)
from afterword.mkdocs_plugin import (
    site_stamp as stamps,
)
from afterword.mkdocs_plugin.library_page import LibraryPage, PutOut, signpost
from afterword.mkdocs_plugin.wikilinks import WikiLinks
from afterword.pages import errors, facets
from afterword.pages.page import DATA, Page
from afterword.problems import Unusable
from afterword.publish import content_security_policy as policy
from afterword.publish import search_index
from afterword.publish import site_input as publishing
from afterword.report import text
from afterword.schema.fields import Audience
from afterword.text.languages import preferred
from afterword.workspace import project
from afterword.workspace.project import Project
from afterword.workspace.source_digest import edition_digest

log = logging.getLogger("mkdocs.plugins.afterword")

_THEME = Path(__file__).parent.parent / "theme" / "material"
_BROKEN = _THEME.parent / "broken"
_FOLDERS = (project.POSTMORTEMS, project.BRIEFS, "schema")


class AfterwordConfig(Config):
    """The plugin's options in `mkdocs.yml`."""

    audience = config_options.Choice([str(audience) for audience in Audience], default=str(Audience.INTERNAL))
    edit_url = config_options.Type(str, default="")
    search = config_options.Type(bool, default=True)
    languages = config_options.ListOfItems(config_options.Type(str), default=["en"])
    allow = config_options.DictOfItems(config_options.ListOfItems(config_options.Type(str)), default={})
    """What pages may load beyond their own site, by directive of the Content-Security-Policy."""


class AfterwordPlugin(BasePlugin[AfterwordConfig]):
    """One build at a time: reads and checks the library, adds its pages, indexes the site for search."""

    def __init__(self) -> None:
        self._given: Project | None = None
        self._awaited: set[str] = set()
        """Pages that the search index takes as soon as they are put out."""
        self._index: search_index.Index | None = None
        self._outside: Mapping[str, bytes] = {}
        self._serving = False
        self.broken: Page | None = None
        """While the preview cannot show the library: the page that says why."""

    def give(self, loaded: Project) -> None:
        """Take a project that was loaded and checked for this site's audience already, for the next build."""
        self._given = loaded

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Keeps the plugin's object alive across the rebuilds of `serve`."""
        if dirty:
            message = "Afterword: --dirty would leave lists and links stale; build without it."
            raise PluginError(message)
        self._serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        if not config.use_directory_urls:
            message = (
                "Afterword: names keep their addresses for ever, so `use_directory_urls: false` cannot change them."
            )
            raise PluginError(message)
        root = _root(config)
        config.theme.dirs.insert(1 if config.theme.custom_dir else 0, str(_THEME))
        config.extra_css.insert(0, "assets/afterword.css")
        config.extra_javascript.extend(["assets/afterword.js", "assets/reading.js"])
        config.watch.extend(str(root / name) for name in _FOLDERS if (root / name).is_dir())
        config.mdx_configs.setdefault("tables", {}).setdefault("use_align_attribute", True)  # a style would be refused
        self.broken, self._pages, self._outside = None, [], {}
        self._policies = policy.Policies(self.config.allow)
        try:
            audience = Audience(self.config.audience)
            loaded, self._given = self._given or self._load(root).edition(audience), None
            language = project.language(preferred(os.environ), root)
            if loaded.has_errors:
                shown = text.report(loaded.problems, len(loaded.files), loaded.line, lambda words, _: words, language)
                page = errors.problems(loaded.problems, loaded.line, language)
                return self._refuse(config, f"Afterword publishes nothing while there are errors.\n\n{shown}", page)
            engine_input.check_folders(config)
            if left_out := publishing.left_out(loaded, audience):
                log.warning(language.say(left_out))
            site = publishing.site(loaded, audience, self.config.languages, self.config.edit_url)
        except Unusable as error:
            return self._refuse(config, str(error), errors.unusable(str(error), preferred(os.environ)))
        if config.nav is None:
            config.nav = editions.usual(self.config.languages[0])
        if not self._serving:
            sources = edition_digest(loaded, site.library)
            self._stamp = stamps.stamp(loaded, site, sources, searchable=self.config.search)
        del loaded  # all else is made from the site, and the texts of all files can go
        if not self._serving:
            self._outside = publishing.for_others(site, config.site_name, config.site_url or "", sources)
        self._pages = list(pages.every(site))
        self._links, self._rows = WikiLinks(site), facets.addresses(site)
        config.markdown_extensions.append(self._links)  # type: ignore[arg-type]  # an extension itself will do
        return config

    def _load(self, root: Path) -> Project:
        found = project.find_root(root)
        return project.load(found, today=publishing.today(found))

    def _refuse(self, config: MkDocsConfig, reason: str, page: Page) -> MkDocsConfig:
        """A build fails. The preview has only the page that says why, until all is mended."""
        if not self._serving:
            raise PluginError(reason)
        log.info(reason)
        self.broken = page
        config.theme.dirs.insert(0, str(_BROKEN))
        config.theme.static_templates.add(preview.NOT_FOUND)
        config.nav = None
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        if self.broken:
            return Files([file for file in files if not file.is_documentation_page()])
        self._is_framed = frames.fit(config)
        made, self._pages = self._pages, []  # from now on a page is kept until it is put out, and no longer
        for code in RULES:
            uri = f"rules/{code}.md"
            if (found := files.get_file_from_path(uri)) is not None:
                found.inclusion = InclusionLevel.NOT_IN_NAV
            elif shipped := project.shipped(f"docs/rules/{code}.md"):
                files.append(File.generated(config, uri, content=shipped, inclusion=InclusionLevel.NOT_IN_NAV))
        for page in sorted(made, key=lambda page: page.source is None):  # those to be found by search come first
            self._add(page, files, config)
        outside, self._outside = self._outside, {}  # nobody links to a preview from elsewhere
        for name, raw in outside.items():
            if files.get_file_from_path(name) is None:
                files.append(PutOut.of(config, name, partial(bytes, raw)))
        config.nav = editions.present(config.nav, files)
        return files

    def _add(self, page: Page, files: Files, config: MkDocsConfig) -> None:
        """Adds a page and the files shown on it; a page that a team wrote by hand stands."""
        uri = f"{page.url}index.md"
        if page.redirect:
            files.append(File.generated(config, f"{page.url}index.html", content=signpost(page)))
        elif files.get_file_from_path(uri) is None:
            included = InclusionLevel.INCLUDED if uri in editions.INDEXES else InclusionLevel.NOT_IN_NAV
            file = File.generated(config, uri, content="", inclusion=included)
            files.append(file)
            LibraryPage(page, file, config, opens_late=self._is_framed)
        if page.data:
            files.append(PutOut.of(config, f"{page.url}{DATA}", page.data))
        for address, raw in page.beside.items():
            files.append(PutOut.of(config, address, partial(bytes, raw)))
        for address, path in page.files.items():
            if files.get_file_from_path(address) is None:
                files.append(PutOut.of(config, address, partial(engine_input.read_attachment, _root(config), path)))

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Pages outside the navigation stand below the index of their section, so that its tab is lit."""
        homes = {page.file.src_uri.split("/")[0]: page for page in nav.pages if page.file.src_uri in editions.INDEXES}
        for file in files.documentation_pages():
            if file.inclusion.is_not_in_nav() and (home := homes.get(file.src_uri.split("/")[0])) and file.page:
                file.page.parent = home.parent
        self._navs = editions.navigations(nav, files, self.config.languages)
        for one in (nav, *self._navs.values()):
            editions.beside(one)
        self._pinned = frozenset(page.file.src_uri for page in nav.pages)
        return nav

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> None:
        self._frames = frames.Frames(env, config, self.config.languages, self._pinned)
        if self.config.search and not self._serving:
            try:
                self._index = search_index.Index()
            except OSError as error:
                message = f"The search index could not be built: {error}"
                raise PluginError(message) from error
        found = {file.src_uri for file in files.documentation_pages() if _is_found(file)}
        self._awaited = found if frames.is_alone(config, "post_build") else set()

    def on_page_markdown(self, markdown: str, *, page: EnginePage, config: MkDocsConfig, files: Files) -> str:
        self._links.url = page.url
        is_framed = isinstance(page, LibraryPage) and page.opens_late
        page.meta.setdefault("template", frames.FRAMED if is_framed else frames.TEMPLATE)
        return markdown

    @event_priority(50)  # a search plugin that takes pages as they come must find this one open
    def on_page_context(
        self, context: TemplateContext, *, page: EnginePage, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        editions.speak(context, page, config, self.config.languages)
        context["nav"] = self._navs.get(page.meta.get("lang", ""), nav)
        editions.light(context["nav"], page, self.config.languages)
        if isinstance(page, LibraryPage) and page.opens_late:
            page.open()
            context["framed"] = lambda: self._frames.filled(page, context)  # type: ignore[typeddict-unknown-key]  # for our own template
        return context

    def on_template_context(
        self, context: TemplateContext, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        editions.lost(context, self.config.languages)
        return context

    @event_priority(-100)
    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Pages that stand beside the others, such as `404.html`, have a policy too."""
        return self._sealed(output_content)

    @event_priority(-100)
    def on_post_page(self, output: str, *, page: EnginePage, config: MkDocsConfig) -> str:
        """Every other plugin has seen the page; unless one changes finished sites, it can go into the search index.

        The index is written while pages are put out that are not in it.
        """
        output = self._sealed(output)
        if self._index and page.file.src_uri in self._awaited:
            self._awaited.remove(page.file.src_uri)
            self._index.add(page.file.dest_uri, output)
            if not self._awaited:
                self._index.complete(Path(config.site_dir))
        if isinstance(page, LibraryPage) and page.opens_late:
            page.close()
        return output

    def _sealed(self, html: str) -> str:
        """A finished page with its policy; in the preview without, as the server puts a script of its own into it."""
        return html.replace(policy.MARK, "", 1) if self._serving else self._policies.sealed(html)

    @event_priority(-100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """After every other plugin has written what it writes."""
        if self._serving:
            return
        if self._index:
            index, self._index = self._index, None
            try:
                index.write(Path(config.site_dir), self._rows)
            except Unusable as error:
                raise PluginError(str(error)) from error
            except OSError as error:
                message = f"The search index could not be built: {error}"
                raise PluginError(message) from error
        store.fill(Path(config.site_dir), {policy.HEADERS: self._policies.headers().encode()})
        store.stamp(Path(config.site_dir), self._stamp)

    def on_build_error(self, *, error: Exception) -> None:
        if self._index:
            self._index.stop()

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[..., None]
    ) -> LiveReloadServer:
        folders = [_root(config) / name for name in _FOLDERS]
        preview.prepare(server, config.config_file_path, folders, lambda: self.broken is not None)
        return server


def _is_found(file: File) -> bool:
    """Whether a page is found by search: written by hand, or made of one record or brief."""
    return not isinstance(file.page, LibraryPage) or file.page.is_found


def _root(config: MkDocsConfig) -> Path:
    """The library's root is where its `mkdocs.yml` is, or the nearest above that has a schema."""
    folder = real_path(config.config_file_path).parent
    try:
        return project.find_root(folder)
    except Unusable:
        return folder
