"""One site in several languages: the navigation, the theme's own words and the language menu of each page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from afterword.pages import TEAM_ONLY
from afterword.pages.templates import language
from afterword.pages.words import told


def present(nav: Any, files: Files) -> Any:
    """A navigation as configured, without the pages that only the team has where they are not on this site."""
    if isinstance(nav, list):
        return [kept for item in nav if (kept := present(item, files)) is not None]
    if isinstance(nav, dict):
        kept = {title: inner for title, item in nav.items() if (inner := present(item, files)) is not None}
        return kept or None
    return None if nav in TEAM_ONLY and files.get_file_from_path(nav) is None else nav


def navigations(nav: Navigation, files: Files, languages: Sequence[str]) -> Mapping[str, Navigation]:
    """The navigation in each language but the first: pages that stand in that language, and the rest as they are."""
    found = {}
    for lang in languages[1:]:
        items = [_in_language(item, files, lang) for item in nav.items]
        other = Navigation(items, [item for item in items if isinstance(item, Page)])
        other.homepage = _page(files, f"{lang}/index.md") or nav.homepage
        found[lang] = other
    return found


def speak(context: TemplateContext, page: Page, config: MkDocsConfig, languages: Sequence[str]) -> None:
    """Sets the theme's language and the language menu for one page.

    The theme takes its language from its configuration, so that is set anew for every page before it is rendered.
    """
    lang = page.meta.get("lang", languages[0])
    config.theme["language"] = lang if _is_known(config, lang) else languages[0]
    addresses: Mapping[str, str] = page.meta.get("others", {})
    _ = told(lang)
    home = "" if lang == languages[0] or lang not in languages else f"{lang}/"
    context.update(
        {  # type: ignore[misc]  # for our own header
            "languages": [
                (other, language(other), addresses.get(other, _home(other, languages)))
                for other in languages
                if other != lang
            ],
            "search": {
                "library": f"{home}library/",
                "close": _("Close"),
                "plainly": _("Search is not there. See the whole library."),
            },
        }
    )


def light(nav: Navigation, page: Page, languages: Sequence[str]) -> None:
    """Marks the index of a page's section as the place where the reader is, so that its tab is lit."""
    here = _section(page, languages)
    for item in nav.items:
        if isinstance(item, Page) and item is not page:
            item.active = bool(here) and _section(item, languages) == here


def _section(page: Page, languages: Sequence[str]) -> str:
    """The first part of a page's address, behind its language; empty for a home page."""
    steps = page.url.split("/")
    return steps[1 if steps[0] in languages and len(steps) > 1 else 0]


def _home(lang: str, languages: Sequence[str]) -> str:
    return "./" if lang == languages[0] else f"{lang}/"


def _is_known(config: MkDocsConfig, lang: str) -> bool:
    """Whether the theme has words of its own in a language."""
    return any(Path(folder, "partials", "languages", f"{lang}.html").is_file() for folder in config.theme.dirs)


def _in_language(item: Any, files: Files, lang: str) -> Any:
    return (_page(files, f"{lang}/{item.file.src_uri}") if isinstance(item, Page) else None) or item


def _page(files: Files, uri: str) -> Page | None:
    file = files.get_file_from_path(uri)
    return file.page if file else None
