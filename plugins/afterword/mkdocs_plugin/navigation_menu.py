"""One site in several languages: the navigation, the theme's own words and the language menu of each page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure import StructureItem
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from afterword.mkdocs_plugin.library_page import LibraryPage
from afterword.pages import TEAM_ONLY
from afterword.pages.templates import language
from afterword.pages.translations import told

_LIBRARY = ("library", "names", "tags", "markets", "timeline", "series", "teams", "keepers")
_ANALYSIS = ("causes", "compare", "kpis", "assumptions", "guardrails", "playbook", "practice")
_REFERENCE = ("fields", "rules")


def _files(names: Sequence[str]) -> list[str]:
    return [f"{name}/index.md" for name in names]


INDEXES = ("index.md", *_files((*_LIBRARY, *_ANALYSIS, "briefs", "due", *_REFERENCE)))
"""The pages that lead to all others."""


def usual(lang: str) -> list[Any]:
    """The navigation where `mkdocs.yml` has none."""
    _ = told(lang)
    return [
        "index.md",
        {_("Library"): _files(_LIBRARY)},
        {_("Analysis"): _files(_ANALYSIS)},
        "briefs/index.md",
        "due/index.md",
        {_("Reference"): _files(_REFERENCE)},
    ]


def present(nav: Any, files: Files) -> Any:
    """A navigation as configured, without the pages that only the team has where they are not on this site."""
    if isinstance(nav, list):
        return [kept for item in nav if (kept := present(item, files))]
    if isinstance(nav, dict):
        return {title: kept for title, item in nav.items() if (kept := present(item, files))}
    return None if nav in TEAM_ONLY and files.get_file_from_path(nav) is None else nav


def navigations(nav: Navigation, files: Files, languages: Sequence[str]) -> Mapping[str, Navigation]:
    """The navigation in each language but the first: pages that stand in that language, and the rest as they are."""
    found = {}
    for lang in languages[1:]:
        items = [_in_language(item, files, lang) for item in nav.items]
        other = Navigation(items, [page for item in items for page in _pages(item)])
        other.homepage = _page(files, f"{lang}/index.md") or nav.homepage
        found[lang] = other
    return found


def speak(context: TemplateContext, page: Page, config: MkDocsConfig, languages: Sequence[str]) -> None:
    """Sets the theme's language and the language menu for one page.

    The theme takes its language from its configuration, so that is set anew for every page before it is rendered.
    """
    lang = page.meta.get("lang", languages[0])
    config.theme["language"] = lang if _is_known(config, lang) else languages[0]
    context.update(_header(lang, page.meta.get("others", {}), languages))  # type: ignore[typeddict-item]  # for our own header


def lost(context: TemplateContext, languages: Sequence[str]) -> None:
    """Sets what the page for addresses that lead nowhere says: in the site's first language."""
    lang = languages[0]
    _ = told(lang)
    context.update(_header(lang, {}, languages))  # type: ignore[typeddict-item]  # for our own header
    context["missing"] = {  # type: ignore[typeddict-unknown-key]  # for our own template
        "title": _("There is no such page"),
        "why": _("An address of a postmortem never changes: this one is misspelt, or its page is for other readers."),
        "near": _("Did you mean"),
        "ways": [("names/", _("All names")), ("library/", _("The whole library")), ("", _("Home"))],
    }


def _header(lang: str, addresses: Mapping[str, str], languages: Sequence[str]) -> Mapping[str, Any]:
    """What the header says and leads to on a page in a language, whose `addresses` in others are known."""
    _ = told(lang)
    prefix = "" if lang == languages[0] or lang not in languages else f"{lang}/"
    return {
        "languages": [
            (other, language(other), addresses.get(other, home(other, languages)))
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


def light(nav: Navigation, page: Page, languages: Sequence[str]) -> None:
    """Marks the index of a page's section as the place where the reader is, so that its tab is lit."""
    here = section(page, languages)

    def is_lit(item: StructureItem) -> bool:
        if isinstance(item, Section):
            item.active = sum(map(is_lit, item.children)) > 0  # asks all of them, so that each is set
        elif isinstance(item, Page) and item is not page:
            item.active = bool(here) and section(item, languages) == here
        return item is page or (isinstance(item, Section | Page) and item.active)

    for item in nav.items:
        is_lit(item)


def beside(nav: Navigation) -> None:
    """Shows the list of a section beside its pages that are the library's own, so that each leads to the others."""
    for item in nav.items:
        for page in _pages(item):
            if isinstance(page, LibraryPage):
                page.is_listed = isinstance(item, Section)


def section(page: Page, languages: Sequence[str]) -> str:
    """The first part of a page's address, behind its language; empty for a home page."""
    steps = page.url.split("/")
    return steps[1 if steps[0] in languages and len(steps) > 1 else 0]


def home(lang: str, languages: Sequence[str]) -> str:
    """The address of the home page in a language."""
    return "./" if lang == languages[0] else f"{lang}/"


def _is_known(config: MkDocsConfig, lang: str) -> bool:
    """Whether the theme has words of its own in a language."""
    return any(Path(folder, "partials", "languages", f"{lang}.html").is_file() for folder in config.theme.dirs)


def _in_language(item: StructureItem, files: Files, lang: str) -> StructureItem:
    """An item of a navigation in a language: its page there if there is one; a section by a word that is known."""
    if isinstance(item, Section):
        children = [_in_language(child, files, lang) for child in item.children]
        found = Section(told(lang)(item.title), children)
        for child in children:
            if child not in item.children:
                child.parent = found
        return found
    return (_page(files, f"{lang}/{item.file.src_uri}") if isinstance(item, Page) else None) or item


def _pages(item: StructureItem) -> Iterator[Page]:
    if isinstance(item, Page):
        yield item
    elif isinstance(item, Section):
        for child in item.children:
            yield from _pages(child)


def _page(files: Files, uri: str) -> Page | None:
    file = files.get_file_from_path(uri)
    return file.page if file else None
