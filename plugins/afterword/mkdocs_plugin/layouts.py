"""Layouts: the frame around the content is the same on many pages, so the theme renders it once and it is filled."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
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
from afterword.pages.page import Page, PageContent, TocEntry
from afterword.problems import Unusable

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

_MARK = "afterword0mark"
_SPECIAL_SIGNS = "&<b>\"'"
"""Characters that change when a template processes a text instead of only printing it."""


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


@dataclass(frozen=True, slots=True)
class _LayoutKey:
    """Key of pages that share a layout: equal folder depth, language and page parts.

    `section` is the current section, whose tab is active.
    """

    folder: str
    depth: int
    section: str
    lang: str
    has_description: bool
    has_heading: bool
    has_toc: bool


@dataclass(frozen=True, slots=True)
class _PageLayout:
    """Layout of a page, split at the marks that a page's own values replace.

    `slug_mark` is the mark of the page's own part of the URL, `toc_separator` the text between two items of the
    table of contents.
    """

    pieces: Sequence[str]
    slug_mark: str
    toc_separator: str


class LayoutCache:
    """Layouts of one build by key; `nav_uris` are the pages of a navigation.

    The first page of a layout is rendered by itself; so is the second, to compare it with the filled layout. A
    layout that differs is not used.
    """

    def __init__(
        self, env: Environment, config: MkDocsConfig, languages: Sequence[str], nav_uris: frozenset[str]
    ) -> None:
        self._env, self._config, self._languages, self._nav_uris = env, config, languages, nav_uris
        self._layouts: dict[_LayoutKey, _PageLayout | None] = {}
        self._seen_keys: set[_LayoutKey] = set()
        self._toc_items: dict[tuple[str, str], str] = {}

    def render_page(self, page: LibraryPage, context: TemplateContext) -> str:
        """Render a whole page, equal to `PAGE_TEMPLATE` in the same context."""
        folder, slug = self._split_url(page.url)
        if not slug or page.file.src_uri in self._nav_uris or page.edit_url:
            return self._render_whole(context)
        key = _LayoutKey(
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
                is_same = layout is not None and self._fill_layout(layout, page, context) == html
                self._layouts[key] = layout if is_same else None
            self._seen_keys.add(key)
            return html
        layout = self._layouts[key]
        # A link to the page itself differs from a link to a neighbour.
        if layout is None or any(f"../{slug}/" in piece for piece in layout.pieces):
            return self._render_whole(context)
        return self._fill_layout(layout, page, context)

    def _split_url(self, url: str) -> tuple[str, str]:
        """Split a URL into the folder of its section in its language, and the rest without a trailing slash.

        Each pair of compared records has a folder, and all of them share a layout.
        """
        steps = url.strip("/").split("/")
        folder_depth = 2 if steps[0] in self._languages else 1
        return "".join(f"{step}/" for step in steps[:folder_depth]), "/".join(steps[folder_depth:])

    def _render_whole(self, context: TemplateContext) -> str:
        return self._env.get_template(PAGE_TEMPLATE).render(context)

    def _fill_layout(self, layout: _PageLayout, page: LibraryPage, context: TemplateContext) -> str:
        toc = list(page.toc)
        values = {
            _escaped_mark("title"): page.meta["title"],
            _escaped_mark("description"): page.meta["description"],
            layout.slug_mark: self._split_url(page.url)[1],
            _content_mark(has_heading=True): page.content or "",
            _content_mark(has_heading=False): page.content or "",
            _id_mark(0): toc[0].id if toc else "",
            _toc_mark(): layout.toc_separator.join(self._render_toc_item(item, context) for item in toc),
        }
        for lang in self._languages:
            address = page.meta["others"].get(lang, navigation_menu.home_url(lang, self._languages))
            values[_language_url_mark(lang)] = normalize_url(address, page)
        return "".join(values.get(piece, piece) for piece in layout.pieces)

    def _render_toc_item(self, item: AnchorLink, context: TemplateContext) -> str:
        """Render an item of the table of contents with the theme's template; it depends on title and id only."""
        key = item.id, item.title
        if key not in self._toc_items:
            template = self._env.get_template("partials/toc-item.html")
            self._toc_items[key] = template.render({**context, "toc_item": item})
        return self._toc_items[key]

    def _cut_layout(self, key: _LayoutKey, page: LibraryPage, context: TemplateContext) -> _PageLayout | None:
        """Cut the layout out of a page rendered with marks for its values; None if that fails."""
        model_page = self._build_model_page(key, page)
        marked_context: Any = {**context, "page": model_page}
        navigation_menu.set_language(marked_context, model_page, self._config, self._languages)
        try:
            items = [self._render_toc_item(item, marked_context) for item in model_page.toc]
            text = self._render_whole(marked_context)
        except TemplateNotFound:
            return None
        separator = ""
        if items:
            begin, end = text.find(items[0]), text.find(items[1])
            if begin < 0 or end < 0:
                return None
            separator = text[begin + len(items[0]) : end]
            text = text.replace(separator.join(items), _toc_mark())
        slug_mark = self._split_url(model_page.url)[1]
        marks = [
            _escaped_mark("title"),
            _escaped_mark("description"),
            slug_mark,
            _content_mark(has_heading=key.has_heading),
            _id_mark(0),
        ]
        marks += [_toc_mark(), *map(_language_url_mark, self._languages)]
        pieces = re.split(f"({'|'.join(map(re.escape, marks))})", text)
        is_whole = _content_mark(has_heading=key.has_heading) in pieces and (_toc_mark() in pieces) is key.has_toc
        other_pieces = (piece for piece in pieces if piece not in marks)
        return (
            _PageLayout(pieces, slug_mark, separator)
            if is_whole and not any(_MARK in piece for piece in other_pieces)
            else None
        )

    def _build_model_page(self, key: _LayoutKey, page: LibraryPage) -> LibraryPage:
        """Build a page of a layout with marks in the place of its own values."""
        toc = (
            tuple(TocEntry(_raw_mark(f"item{number}"), _id_mark(number)) for number in range(2)) if key.has_toc else ()
        )
        library_page = Page(
            f"{key.folder}{'/'.join([_slug_mark()] * (key.depth + 1))}/",
            _raw_mark("title"),
            lambda: PageContent(_content_mark(has_heading=key.has_heading), toc),
            _raw_mark("description") if key.has_description else "",
            lang=key.lang,
            alternates={lang: _language_url_mark(lang) for lang in self._languages},
        )
        file = File.generated(self._config, f"{library_page.url}index.md", content="", inclusion=page.file.inclusion)
        model = LibraryPage(library_page, file, self._config)
        model.parent = page.parent
        model.read_source(self._config)
        model.load_content()
        return model


def _raw_mark(name: str) -> str:
    return f"{_MARK}-{name}{_SPECIAL_SIGNS}"


def _escaped_mark(name: str) -> str:
    return escape(_raw_mark(name))


def _slug_mark() -> str:
    return f"{_MARK}-slug"


def _id_mark(number: int) -> str:
    return f"{_MARK}-id{number}"


def _toc_mark() -> str:
    return f"{_MARK}-contents"


def _language_url_mark(lang: str) -> str:
    return f"https://{_MARK}-{lang}.invalid/"


def _content_mark(*, has_heading: bool) -> str:
    return f"<{'h1' if has_heading else 'p'}>{_escaped_mark('content')}</{'h1' if has_heading else 'p'}>"
