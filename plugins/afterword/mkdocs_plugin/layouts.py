"""Layouts of pages: the theme renders the frame around the content once, and it is filled for all similar pages."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, TemplateNotFound, TemplateSyntaxError
from jinja2.meta import find_undeclared_variables
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.structure.toc import AnchorLink
from mkdocs.utils import normalize_url
from mkdocs.utils.templates import TemplateContext

from afterword.disk.files import read_folder
from afterword.mkdocs_plugin import navigation_menu
from afterword.mkdocs_plugin.library_page import LibraryPage
from afterword.problems import Unusable
from afterword.publish.page_layout import LayoutKey, PageLayout, PageValues, build_marked_page

PAGE_TEMPLATE = "afterword.html"
"""Template with our additions to the `main.html` of a theme or a team."""
LAYOUT_TEMPLATE = "afterword-framed.html"
"""Template that outputs the result of `LayoutCache.render_page`; MkDocs renders it instead of `PAGE_TEMPLATE`."""

_PAGE_EVENTS = ("pre_page", "page_read_source", "page_markdown", "page_content", "env", "page_context")
_KNOWN_PLUGINS = ("afterword", "material.plugins.search", "mkdocs.contrib.search", "properdocs.contrib.search")
"""Plugins that process each page by itself and add nothing around it."""
_SHARED_VARIABLES = {
    "config",
    "base_url",
    "lang",
    "features",
    "nav",
    "extra_css",
    "extra_javascript",
    "mkdocs_version",
    "self",
}
"""Variables that a template may use because they are equal on all pages of one layout."""


def can_use_layouts(config: MkDocsConfig) -> bool:
    """Return whether Material alone renders the frame of a page, without other plugins or templates that see pages.

    Otherwise every page is rendered by itself.
    """
    return (
        config.theme.name == "material"
        and not config.extra_templates
        and has_only_known_plugins(config, *_PAGE_EVENTS)
        and (not config.theme.custom_dir or _is_page_independent(Path(config.theme.custom_dir), config.theme.get_env()))
    )


def has_only_known_plugins(config: MkDocsConfig, *events: str) -> bool:
    """Return whether only known plugins and hooks handle some of MkDocs' events."""
    hooks = (hook for event in events for hook in config.plugins.events[event])
    return all(str(getattr(hook, "__module__", "")).startswith(_KNOWN_PLUGINS) for hook in hooks)


def _is_page_independent(folder: Path, env: Environment) -> bool:
    """Return whether the templates of a folder use only variables that are equal on all pages of one layout."""
    try:
        texts = (raw.decode() for raw in read_folder(folder, ".html").values())
        variables_by_template = [find_undeclared_variables(env.parse(text)) for text in texts]
    except (TemplateSyntaxError, ValueError, Unusable):
        return False  # the engine reports the error
    return all(variables <= _SHARED_VARIABLES | env.globals.keys() for variables in variables_by_template)


class LayoutCache:
    """Layouts of one build by key; `nav_uris` are the pages of a navigation.

    The first page of a layout is rendered by itself; so is the second, to compare it with the filled layout. A
    layout that differs is not used.
    """

    def __init__(
        self, env: Environment, config: MkDocsConfig, languages: Sequence[str], nav_uris: frozenset[str]
    ) -> None:
        self._env, self._config, self._languages, self._nav_uris = env, config, languages, nav_uris
        self._layouts: dict[LayoutKey, PageLayout | None] = {}
        self._seen_keys: set[LayoutKey] = set()
        self._toc_items: dict[tuple[str, str], str] = {}

    def render_page(self, page: LibraryPage, context: TemplateContext) -> str:
        """Render a whole page, equal to `PAGE_TEMPLATE` in the same context."""
        folder, slug = self._split_url(page.url)
        if not slug or page.file.src_uri in self._nav_uris or page.edit_url:
            return self._render_whole(context)
        key = LayoutKey(
            folder,
            slug.count("/"),
            navigation_menu.section_name(page, self._languages),
            page.meta["lang"],
            has_description=bool(page.meta["description"]),
            has_heading="<h1" in (page.content or ""),
            has_toc=bool(list(page.toc)),
        )
        if key not in self._layouts:
            html = self._render_whole(context)
            if key in self._seen_keys:
                layout = self._cut_layout(key, page, context)
                is_same = layout is not None and layout.fill(self._read_values(page, context)) == html
                self._layouts[key] = layout if is_same else None
            self._seen_keys.add(key)
            return html
        layout = self._layouts[key]
        # A link to the page itself differs from a link to a neighbour.
        if layout is None or layout.contains(f"../{slug}/"):
            return self._render_whole(context)
        return layout.fill(self._read_values(page, context))

    def _split_url(self, url: str) -> tuple[str, str]:
        """Split a URL into the folder of its section in its language, and the rest without a trailing slash.

        Each pair of compared records has a folder, and all of them share a layout.
        """
        steps = url.strip("/").split("/")
        folder_depth = 2 if steps[0] in self._languages else 1
        return "".join(f"{step}/" for step in steps[:folder_depth]), "/".join(steps[folder_depth:])

    def _render_whole(self, context: TemplateContext) -> str:
        """Render a whole page with the template of the theme."""
        return self._env.get_template(PAGE_TEMPLATE).render(context)

    def _read_values(self, page: LibraryPage, context: TemplateContext) -> PageValues:
        """Return the values that a page puts into its layout."""
        toc, alternates = list(page.toc), page.meta["others"]
        urls = {lang: alternates.get(lang, navigation_menu.home_url(lang, self._languages)) for lang in self._languages}
        return PageValues(
            page.meta["title"],
            page.meta["description"],
            self._split_url(page.url)[1],
            page.content or "",
            toc[0].id if toc else "",
            [self._render_toc_item(item, context) for item in toc],
            {lang: normalize_url(url, page) for lang, url in urls.items()},
        )

    def _render_toc_item(self, item: AnchorLink, context: TemplateContext) -> str:
        """Render an item of the table of contents with the theme's template; it depends on title and id only."""
        key = item.id, item.title
        if key not in self._toc_items:
            template = self._env.get_template("partials/toc-item.html")
            self._toc_items[key] = template.render({**context, "toc_item": item})
        return self._toc_items[key]

    def _cut_layout(self, key: LayoutKey, page: LibraryPage, context: TemplateContext) -> PageLayout | None:
        """Cut the layout out of a page rendered with marks for its values; None if that fails."""
        marked_page = self._build_marked_page(key, page)
        marked_context: Any = {**context, "page": marked_page}
        navigation_menu.set_language(marked_context, marked_page, self._config, self._languages)
        try:
            marks = self._read_values(marked_page, marked_context)
            return PageLayout.cut(self._render_whole(marked_context), marks)
        except TemplateNotFound:
            return None

    def _build_marked_page(self, key: LayoutKey, page: LibraryPage) -> LibraryPage:
        """Build the engine's page for a page with marks, in the place of another page of its layout."""
        site_page = build_marked_page(key, self._languages)
        file = File.generated(self._config, f"{site_page.url}index.md", content="", inclusion=page.file.inclusion)
        marked_page = LibraryPage(site_page, file, self._config)
        marked_page.parent = page.parent
        marked_page.read_source(self._config)
        marked_page.load_content()
        return marked_page
