"""MkDocs plugin that hands finished pages to the engine. MkDocs never sees an author's front matter or Markdown."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path

import mkdocs
from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as EnginePage
from mkdocs.utils.templates import TemplateContext

from afterword import pages
from afterword.disk import writer
from afterword.mkdocs_plugin import engine_input, layouts, navigation_menu, preview, site_files, theme
from afterword.mkdocs_plugin.config import AfterwordConfig
from afterword.mkdocs_plugin.library_page import LibraryPage
from afterword.mkdocs_plugin.site_search import SiteSearch
from afterword.mkdocs_plugin.wikilinks import WikiLinkExtension
from afterword.pages import errors, facets
from afterword.pages.page import Page, Site
from afterword.pages.registry import MENU_FILES
from afterword.problems import Unusable
from afterword.publish import content_security_policy, site_input
from afterword.publish.error_report import describe_errors
from afterword.publish.site_stamp import build_stamp
from afterword.schema.audience import Audience
from afterword.text.languages import preferred_language
from afterword.workspace import definitions, project
from afterword.workspace.library_layout import find_root
from afterword.workspace.project import Project
from afterword.workspace.source_digest import edition_digest

log = logging.getLogger("mkdocs.plugins.afterword")


class AfterwordPlugin(BasePlugin[AfterwordConfig]):
    """Plugin for one build at a time: loads and checks the library, adds its pages, indexes the site for search."""

    def __init__(self) -> None:
        self._loaded_project: Project | None = None
        self._search: SiteSearch | None = None
        self._public_files: Mapping[str, bytes] = {}
        self._is_serving = False
        self.error_page: Page | None = None
        """Page with the reason why the preview cannot show the library."""

    def use_project(self, loaded: Project) -> None:
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
        root = engine_input.find_library_root(config)
        theme.add_theme(config)
        config.watch.extend(str(folder) for folder in engine_input.library_folders(root) if folder.is_dir())
        self.error_page, self._pages, self._public_files = None, [], {}
        self._policies = content_security_policy.SecurityPolicies(self.config.allow)
        try:
            loaded = self._load_edition(root)
            language = definitions.load_language(preferred_language(os.environ), root)
            if loaded.has_errors:
                return self._fail_build(config, *describe_errors(loaded, language))
            engine_input.check_engine_folders(config)
            if omission := site_input.describe_omitted_records(loaded, Audience(self.config.audience)):
                log.warning(language.say(omission))
            site = self._make_site(loaded, config)
        except Unusable as error:
            page = errors.build_unusable_page(str(error), preferred_language(os.environ))
            return self._fail_build(config, str(error), page)
        del loaded  # pages need only the site, so the source texts can be freed
        if config.nav is None:
            config.nav = navigation_menu.default_nav(self.config.languages[0])
        self._pages = list(pages.build_pages(site))
        self._links, self._rows_by_url = WikiLinkExtension(site), facets.rows_by_url(site)
        config.markdown_extensions.append(self._links)  # type: ignore[arg-type]  # Markdown accepts an extension object
        return config

    def _load_edition(self, root: Path) -> Project:
        """Return the project for the site's audience: the one that was given, or else a new one from the disk."""
        given_project, self._loaded_project = self._loaded_project, None
        if given_project:
            return given_project
        library_root = find_root(root)
        loaded = project.load_project(library_root, today=site_input.site_date(library_root))
        return loaded.make_edition(Audience(self.config.audience))

    def _make_site(self, loaded: Project, config: MkDocsConfig) -> Site:
        """Make the site, and outside the preview the stamp and the files for other programs."""
        audience = Audience(self.config.audience)
        site = site_input.make_site(loaded, audience, self.config.languages, self.config.edit_url)
        if not self._is_serving:
            sources = edition_digest(loaded, site.library)
            self._stamp = build_stamp(loaded, site, sources, _engine_versions(searchable=self.config.search))
            self._public_files = site_input.build_published_files(
                site, config.site_name, config.site_url or "", sources
            )
        return site

    def _fail_build(self, config: MkDocsConfig, reason: str, page: Page) -> MkDocsConfig:
        """Fail a build. In the preview, show only the page with the reason, until the errors are fixed."""
        if not self._is_serving:
            raise PluginError(reason)
        log.info(reason)
        self.error_page = page
        theme.replace_with_error_page(config)
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        if self.error_page:
            return Files([file for file in files if not file.is_documentation_page()])
        self._uses_layouts = layouts.can_use_layouts(config)
        site_pages, self._pages = self._pages, []  # so that each page is freed once it is rendered
        site_files.add_rule_pages(files, config)
        root = engine_input.find_library_root(config)
        for page in sorted(site_pages, key=lambda page: page.source is None):  # searchable pages come first
            site_files.add_page(page, files, config, root, deferred=self._uses_layouts)
        public_files, self._public_files = self._public_files, {}  # empty in a preview, which no other site links to
        site_files.add_public_files(public_files, files, config)
        config.nav = navigation_menu.drop_missing(config.nav, files)
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Put pages outside the navigation below the index of their section, so that its tab is active."""
        index_pages = {page.file.src_uri.split("/")[0]: page for page in nav.pages if page.file.src_uri in MENU_FILES}
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
            searchable_uris = {file.src_uri for file in files.documentation_pages() if _is_searchable(file)}
            # Another plugin that changes finished sites may change the pages, so they are all added after it.
            is_final = layouts.has_only_known_plugins(config, "post_build")
            self._search = SiteSearch(searchable_uris if is_final else set())

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
        """Apply the policy and add the page to the search index: every other plugin has processed it by now."""
        output = self._apply_policy(output)
        if self._search:
            self._search.add_page(page.file, output, Path(config.site_dir))
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
        site_folder = Path(config.site_dir)
        if self._search:
            search, self._search = self._search, None
            search.write_index(site_folder, self._rows_by_url)
        headers = self._policies.format_headers().encode()
        writer.write_new_files(site_folder, {content_security_policy.HEADERS_FILE: headers})
        writer.write_stamp(site_folder, self._stamp)

    def on_build_error(self, *, error: Exception) -> None:
        if self._search:
            self._search.abort_build()

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[..., None]
    ) -> LiveReloadServer:
        folders = engine_input.library_folders(engine_input.find_library_root(config))
        preview.prepare_server(server, config.config_file_path, folders, lambda: self.error_page is not None)
        return server


def _is_searchable(file: File) -> bool:
    """Return whether search finds a page: written by hand, or made from one record or brief."""
    return not isinstance(file.page, LibraryPage) or file.page.is_searchable


def _engine_versions(*, searchable: bool) -> Mapping[str, str]:
    """Return the versions of the engine, its theme and, for a searchable site, the search."""
    packages = ("mkdocs-material", "pagefind-bin") if searchable else ("mkdocs-material",)
    return {mkdocs.__name__: mkdocs.__version__, **{package: version(package) for package in packages}}
