"""MkDocs plugin that hands finished pages to the engine. MkDocs never sees an author's front matter or Markdown."""

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
from afterword.disk import writer
from afterword.disk.opening import real_path
from afterword.mkdocs_plugin import engine_input, layouts, navigation_menu, preview, site_stamp
from afterword.mkdocs_plugin.library_page import LazyFile, LibraryPage, redirect_page
from afterword.mkdocs_plugin.wikilinks import WikiLinkExtension
from afterword.pages import errors, facets
from afterword.pages.page import DATA_FILE, Page
from afterword.problems import Unusable
from afterword.publish import content_security_policy, search_index, site_input
from afterword.report import text
from afterword.schema.audience import Audience
from afterword.text.languages import preferred_language
from afterword.workspace import definitions, project, shipped_files
from afterword.workspace.library_layout import BRIEFS, POSTMORTEMS, find_root
from afterword.workspace.project import Project
from afterword.workspace.source_digest import edition_digest

log = logging.getLogger("mkdocs.plugins.afterword")

_THEME = Path(__file__).parent.parent / "theme" / "material"
_ERROR_THEME = _THEME.parent / "broken"
_LIBRARY_FOLDERS = (POSTMORTEMS, BRIEFS, "schema")


class AfterwordConfig(Config):
    """Options of the plugin in `mkdocs.yml`."""

    audience = config_options.Choice([str(audience) for audience in Audience], default=str(Audience.INTERNAL))
    edit_url = config_options.Type(str, default="")
    search = config_options.Type(bool, default=True)
    languages = config_options.ListOfItems(config_options.Type(str), default=["en"])
    allow = config_options.DictOfItems(config_options.ListOfItems(config_options.Type(str)), default={})
    """Sources that pages may load from besides their own site, by Content-Security-Policy directive."""


class AfterwordPlugin(BasePlugin[AfterwordConfig]):
    """Plugin for one build at a time: loads and checks the library, adds its pages, indexes the site for search."""

    def __init__(self) -> None:
        self._loaded_project: Project | None = None
        self._pending_pages: set[str] = set()
        """Pages that the search index takes as soon as they are put out."""
        self._search_index: search_index.SearchIndex | None = None
        self._public_files: Mapping[str, bytes] = {}
        self._is_serving = False
        self.error_page: Page | None = None
        """While the preview cannot show the library: the page that says why."""

    def give(self, loaded: Project) -> None:
        """Use a project that is loaded and checked already, for the next build."""
        self._loaded_project = loaded

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Keep the plugin object across the rebuilds of `serve`."""
        if dirty:
            message = "Afterword: --dirty would leave lists and links stale; build without it."
            raise PluginError(message)
        self._is_serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        if not config.use_directory_urls:
            message = (
                "Afterword: names keep their addresses for ever, so `use_directory_urls: false` cannot change them."
            )
            raise PluginError(message)
        root = _library_root(config)
        config.theme.dirs.insert(1 if config.theme.custom_dir else 0, str(_THEME))
        config.extra_css.insert(0, "assets/afterword.css")
        config.extra_javascript.extend(["assets/afterword.js", "assets/reading.js"])
        config.watch.extend(str(root / name) for name in _LIBRARY_FOLDERS if (root / name).is_dir())
        config.mdx_configs.setdefault("tables", {}).setdefault(
            "use_align_attribute", True
        )  # the policy refuses a style attribute
        self.error_page, self._pages, self._public_files = None, [], {}
        self._policies = content_security_policy.SecurityPolicies(self.config.allow)
        try:
            audience = Audience(self.config.audience)
            loaded, self._loaded_project = self._loaded_project or self._load_project(root).make_edition(audience), None
            language = definitions.load_language(preferred_language(os.environ), root)
            if loaded.has_errors:
                report = text.format_text(
                    loaded.problems, len(loaded.files), loaded.get_line, lambda words, _: words, language
                )
                page = errors.build_problems_page(loaded.problems, loaded.get_line, language)
                return self._fail_build(
                    config, f"Afterword publishes nothing while there are errors.\n\n{report}", page
                )
            engine_input.check_engine_folders(config)
            if left_out := site_input.left_out(loaded, audience):
                log.warning(language.say(left_out))
            site = site_input.make_site(loaded, audience, self.config.languages, self.config.edit_url)
        except Unusable as error:
            return self._fail_build(
                config, str(error), errors.build_unusable_page(str(error), preferred_language(os.environ))
            )
        if config.nav is None:
            config.nav = navigation_menu.default_nav(self.config.languages[0])
        if not self._is_serving:
            sources = edition_digest(loaded, site.library)
            self._stamp = site_stamp.build_stamp(loaded, site, sources, searchable=self.config.search)
        del loaded  # pages need only the site, so the source texts can be freed
        if not self._is_serving:
            self._public_files = site_input.published_files(site, config.site_name, config.site_url or "", sources)
        self._pages = list(pages.build_pages(site))
        self._links, self._rows_by_url = WikiLinkExtension(site), facets.rows_by_url(site)
        config.markdown_extensions.append(self._links)  # type: ignore[arg-type]  # Markdown accepts an extension object
        return config

    def _load_project(self, root: Path) -> Project:
        library_root = find_root(root)
        return project.load_project(library_root, today=site_input.site_date(library_root))

    def _fail_build(self, config: MkDocsConfig, reason: str, page: Page) -> MkDocsConfig:
        """Fail a build. In the preview, show only the page with the reason, until the errors are fixed."""
        if not self._is_serving:
            raise PluginError(reason)
        log.info(reason)
        self.error_page = page
        config.theme.dirs.insert(0, str(_ERROR_THEME))
        config.theme.static_templates.add(preview.NOT_FOUND)
        config.nav = None
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        if self.error_page:
            return Files([file for file in files if not file.is_documentation_page()])
        self._uses_layouts = layouts.can_use_layouts(config)
        site_pages, self._pages = self._pages, []  # so that each page is freed once it is rendered
        for code in RULES:
            uri = f"rules/{code}.md"
            if (written_page := files.get_file_from_path(uri)) is not None:
                written_page.inclusion = InclusionLevel.NOT_IN_NAV
            elif shipped_page := shipped_files.read_shipped(f"docs/rules/{code}.md"):
                files.append(File.generated(config, uri, content=shipped_page, inclusion=InclusionLevel.NOT_IN_NAV))
        for page in sorted(site_pages, key=lambda page: page.source is None):  # searchable pages come first
            self._add_page(page, files, config)
        public_files, self._public_files = self._public_files, {}  # empty in a preview, which no other site links to
        for name, content in public_files.items():
            if files.get_file_from_path(name) is None:
                files.append(LazyFile.create(config, name, partial(bytes, content)))
        config.nav = navigation_menu.drop_missing(config.nav, files)
        return files

    def _add_page(self, page: Page, files: Files, config: MkDocsConfig) -> None:
        """Add a page and its files; a page that a team wrote by hand is kept."""
        uri = f"{page.url}index.md"
        if page.redirect:
            files.append(File.generated(config, f"{page.url}index.html", content=redirect_page(page)))
        elif files.get_file_from_path(uri) is None:
            inclusion = InclusionLevel.INCLUDED if uri in navigation_menu.INDEXES else InclusionLevel.NOT_IN_NAV
            file = File.generated(config, uri, content="", inclusion=inclusion)
            files.append(file)
            LibraryPage(page, file, config, deferred=self._uses_layouts)
        if page.data:
            files.append(LazyFile.create(config, f"{page.url}{DATA_FILE}", page.data))
        for address, content in page.extra_files.items():
            files.append(LazyFile.create(config, address, partial(bytes, content)))
        for address, path in page.attachments.items():
            if files.get_file_from_path(address) is None:
                files.append(
                    LazyFile.create(config, address, partial(engine_input.read_attachment, _library_root(config), path))
                )

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Put pages outside the navigation below the index of their section, so that its tab is active."""
        index_pages = {
            page.file.src_uri.split("/")[0]: page for page in nav.pages if page.file.src_uri in navigation_menu.INDEXES
        }
        for file in files.documentation_pages():
            if (
                file.inclusion.is_not_in_nav()
                and (index_page := index_pages.get(file.src_uri.split("/")[0]))
                and file.page
            ):
                file.page.parent = index_page.parent
        self._nav_by_language = navigation_menu.build_navigations(nav, files, self.config.languages)
        for navigation in (nav, *self._nav_by_language.values()):
            navigation_menu.set_sidebar(navigation)
        self._nav_uris = frozenset(page.file.src_uri for page in nav.pages)
        return nav

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> None:
        self._layouts = layouts.LayoutCache(env, config, self.config.languages, self._nav_uris)
        if self.config.search and not self._is_serving:
            try:
                self._search_index = search_index.SearchIndex()
            except OSError as error:
                message = f"The search index could not be built: {error}"
                raise PluginError(message) from error
        searchable_uris = {file.src_uri for file in files.documentation_pages() if _is_searchable(file)}
        self._pending_pages = searchable_uris if layouts.has_only_known_plugins(config, "post_build") else set()

    def on_page_markdown(self, markdown: str, *, page: EnginePage, config: MkDocsConfig, files: Files) -> str:
        self._links.url = page.url
        uses_layout = isinstance(page, LibraryPage) and page.deferred
        page.meta.setdefault("template", layouts.LAYOUT_TEMPLATE if uses_layout else layouts.PAGE_TEMPLATE)
        return markdown

    @event_priority(50)  # search plugins that index pages here need the content
    def on_page_context(
        self, context: TemplateContext, *, page: EnginePage, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        navigation_menu.set_language(context, page, config, self.config.languages)
        context["nav"] = self._nav_by_language.get(page.meta.get("lang", ""), nav)
        navigation_menu.mark_active(context["nav"], page, self.config.languages)
        if isinstance(page, LibraryPage) and page.deferred:
            page.load_content()
            context["framed"] = lambda: self._layouts.render_page(page, context)  # type: ignore[typeddict-unknown-key]  # read by our own template
        return context

    def on_template_context(
        self, context: TemplateContext, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        navigation_menu.set_404_context(context, self.config.languages)
        return context

    @event_priority(-100)
    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Apply the policy to pages from static templates such as `404.html` too."""
        return self._apply_policy(output_content)

    @event_priority(-100)
    def on_post_page(self, output: str, *, page: EnginePage, config: MkDocsConfig) -> str:
        """Add the page to the search index, unless another plugin changes finished sites.

        Every other plugin has processed the page by now. The index is written while the pages outside it are still
        rendered.
        """
        output = self._apply_policy(output)
        if self._search_index and page.file.src_uri in self._pending_pages:
            self._pending_pages.remove(page.file.src_uri)
            self._search_index.add_page(page.file.dest_uri, output)
            if not self._pending_pages:
                self._search_index.add_remaining_pages(Path(config.site_dir))
        if isinstance(page, LibraryPage) and page.deferred:
            page.release_content()
        return output

    def _apply_policy(self, html: str) -> str:
        """Apply the policy to a finished page; not in the preview, whose server injects a script."""
        return (
            html.replace(content_security_policy.POLICY_PLACEHOLDER, "", 1)
            if self._is_serving
            else self._policies.insert_policy(html)
        )

    @event_priority(-100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write the search index, headers and stamp, after every other plugin has written its files."""
        if self._is_serving:
            return
        if self._search_index:
            index, self._search_index = self._search_index, None
            try:
                index.write_index(Path(config.site_dir), self._rows_by_url)
            except Unusable as error:
                raise PluginError(str(error)) from error
            except OSError as error:
                message = f"The search index could not be built: {error}"
                raise PluginError(message) from error
        writer.write_new_files(
            Path(config.site_dir), {content_security_policy.HEADERS_FILE: self._policies.format_headers().encode()}
        )
        writer.write_stamp(Path(config.site_dir), self._stamp)

    def on_build_error(self, *, error: Exception) -> None:
        if self._search_index:
            self._search_index.abort_build()

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[..., None]
    ) -> LiveReloadServer:
        folders = [_library_root(config) / name for name in _LIBRARY_FOLDERS]
        preview.prepare_server(server, config.config_file_path, folders, lambda: self.error_page is not None)
        return server


def _is_searchable(file: File) -> bool:
    """Return whether search finds a page: written by hand, or made from one record or brief."""
    return not isinstance(file.page, LibraryPage) or file.page.is_searchable


def _library_root(config: MkDocsConfig) -> Path:
    """Return the library's root: the folder of its `mkdocs.yml`, or the nearest one above with a schema."""
    folder = real_path(config.config_file_path).parent
    try:
        return find_root(folder)
    except Unusable:
        return folder
