"""Navigation of a site in each language, the theme's language, and the language menu of each page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure import StructureItem
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from afterword.mkdocs_plugin.library_page import LibraryPage
from afterword.pages.registry import INTERNAL_FILES, PAGE_KINDS, Menu
from afterword.pages.templates import language_name
from afterword.pages.translations import gettext_for


def default_nav(lang: str) -> list[Any]:
    """Return the navigation for a `mkdocs.yml` without one."""
    _ = gettext_for(lang)
    titles = {Menu.LIBRARY: _("Library"), Menu.ANALYSIS: _("Analysis"), Menu.REFERENCE: _("Reference")}
    nav: list[Any] = []
    for menu, kinds in groupby((kind for kind in PAGE_KINDS if kind.menu), key=lambda kind: kind.menu):
        files = [kind.index_file for kind in kinds]
        nav.extend(files if menu is Menu.TOP else [{titles[menu]: files}])
    return nav


def drop_missing(nav: Any, files: Files) -> Any:
    """Remove the pages that only the internal audience has from a configured navigation, if this site lacks them."""
    if isinstance(nav, list):
        return [present_item for item in nav if (present_item := drop_missing(item, files))]
    if isinstance(nav, dict):
        return {title: present_item for title, item in nav.items() if (present_item := drop_missing(item, files))}
    return None if nav in INTERNAL_FILES and files.get_file_from_path(nav) is None else nav


def build_navigations(nav: Navigation, files: Files, languages: Sequence[str]) -> Mapping[str, Navigation]:
    """Return the navigation in each language but the first, with the pages in that language where they exist."""
    navigation_by_language = {}
    for lang in languages[1:]:
        items = [_localize_item(item, files, lang) for item in nav.items]
        navigation = Navigation(items, [page for item in items for page in _iter_pages(item)])
        navigation.homepage = _find_page(files, f"{lang}/index.md") or nav.homepage
        navigation_by_language[lang] = navigation
    return navigation_by_language


def set_language(context: TemplateContext, page: Page, config: MkDocsConfig, languages: Sequence[str]) -> None:
    """Set the theme's language and the language menu for one page.

    The theme takes its language from its configuration, so it is set again for every page before rendering.
    """
    lang = page.meta.get("lang", languages[0])
    config.theme["language"] = lang if _has_theme_language(config, lang) else languages[0]
    context.update(_header_context(lang, page.meta.get("others", {}), languages))  # type: ignore[typeddict-item]  # read by our own header


def set_404_context(context: TemplateContext, languages: Sequence[str]) -> None:
    """Set the context of the 404 page, in the site's first language."""
    lang = languages[0]
    _ = gettext_for(lang)
    context.update(_header_context(lang, {}, languages))  # type: ignore[typeddict-item]  # for our own header
    context["missing"] = {  # type: ignore[typeddict-unknown-key]  # read by our own template
        "title": _("There is no such page"),
        "why": _("An address of a postmortem never changes: this one is misspelt, or its page is for other readers."),
        "near": _("Did you mean"),
        "ways": [("names/", _("All names")), ("library/", _("The whole library")), ("", _("Home"))],
    }


def _header_context(lang: str, alternates: Mapping[str, str], languages: Sequence[str]) -> Mapping[str, Any]:
    """Return the context of the header on a page in a language; `alternates` are its URLs in other languages."""
    _ = gettext_for(lang)
    prefix = "" if lang == languages[0] or lang not in languages else f"{lang}/"
    return {
        "languages": [
            (other, language_name(other), alternates.get(other, home_url(other, languages)))
            for other in languages
            if other != lang
        ],
        "search": {
            "library": f"{prefix}library/",
            "close": _("Close"),
            "plainly": _("Search is not there. See the whole library."),
            "missing": _("This site has no search index, as the live preview makes none. See the whole library."),
        },
    }


def mark_active(nav: Navigation, page: Page, languages: Sequence[str]) -> None:
    """Mark the index of a page's section as active, so that its tab is highlighted."""
    current_section = section_name(page, languages)

    def set_active(item: StructureItem) -> bool:
        if isinstance(item, Section):
            item.active = sum(map(set_active, item.children)) > 0  # sum visits every child, so that each is set
        elif isinstance(item, Page) and item is not page:
            item.active = bool(current_section) and section_name(item, languages) == current_section
        return item is page or (isinstance(item, Section | Page) and item.active)

    for item in nav.items:
        set_active(item)


def set_sidebar(nav: Navigation) -> None:
    """Show the list of a section beside each of the library's own pages in it."""
    for item in nav.items:
        for page in _iter_pages(item):
            if isinstance(page, LibraryPage):
                page.has_sidebar = isinstance(item, Section)


def section_name(page: Page, languages: Sequence[str]) -> str:
    """Return the first segment of a page's URL after its language; empty for a home page."""
    segments = page.url.split("/")
    return segments[1 if segments[0] in languages and len(segments) > 1 else 0]


def home_url(lang: str, languages: Sequence[str]) -> str:
    """Return the URL of the home page in a language."""
    return "./" if lang == languages[0] else f"{lang}/"


def _has_theme_language(config: MkDocsConfig, lang: str) -> bool:
    """Return whether the theme is translated into a language."""
    return any(Path(folder, "partials", "languages", f"{lang}.html").is_file() for folder in config.theme.dirs)


def _localize_item(item: StructureItem, files: Files, lang: str) -> StructureItem:
    """Return a navigation item in a language: its page there if it exists; a section with a translated title."""
    if isinstance(item, Section):
        children = [_localize_item(child, files, lang) for child in item.children]
        section = Section(gettext_for(lang)(item.title), children)
        for child in children:
            if child not in item.children:
                child.parent = section
        return section
    return (_find_page(files, f"{lang}/{item.file.src_uri}") if isinstance(item, Page) else None) or item


def _iter_pages(item: StructureItem) -> Iterator[Page]:
    if isinstance(item, Page):
        yield item
    elif isinstance(item, Section):
        for child in item.children:
            yield from _iter_pages(child)


def _find_page(files: Files, uri: str) -> Page | None:
    file = files.get_file_from_path(uri)
    return file.page if file else None
