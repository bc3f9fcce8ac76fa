"""Each kind of page is declared once, in the registry, and every page of a site belongs to a kind there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import pytest

from afterword.mkdocs_plugin.navigation_menu import default_nav
from afterword.pages.page import Page, Site
from afterword.pages.registry import INDEX_URLS, INTERNAL_FILES, MENU_FILES, PAGE_KINDS, Menu, PageKind, build_pages
from afterword.publish import site_input
from afterword.schema.audience import Audience
from afterword.workspace import project
from support import ROOT

LANGUAGES = ("en", "ru")
NOT_IN_THE_EXAMPLES = {
    "library/{number}/", "timeline/{number}/", "assumptions/{number}/", "guardrails/{number}/",
}  # fmt: skip
"""URL patterns of further pages of long lists, which the example library is too small for."""
KIND_IDS = [kind.templates[-1][0] or "home" for kind in PAGE_KINDS]


@cache
def example_site(audience: Audience) -> Site:
    """Return the example library's site for an audience."""
    return site_input.make_site(project.load_project(ROOT).make_edition(audience), audience, LANGUAGES)


@cache
def example_pages(audience: Audience) -> Sequence[Page]:
    """Return the pages of the example library, none of them rendered."""
    return list(build_pages(example_site(audience)))


def owners(page: Page) -> list[PageKind]:
    """Return the kinds that a page belongs to."""
    return [kind for kind in PAGE_KINDS if kind.owns(page, LANGUAGES)]


@pytest.mark.parametrize("audience", Audience)
def test_every_page_belongs_to_one_kind(audience: Audience) -> None:
    """No page is built that the registry does not declare, and none by two entries."""
    assert [page.url for page in example_pages(audience) if len(owners(page)) != 1] == []


@pytest.mark.parametrize("kind", PAGE_KINDS, ids=KIND_IDS)
def test_every_kind_is_built(kind: PageKind) -> None:
    """The team's site has pages of every URL pattern and template; localized ones in each language."""
    pages = [page for page in example_pages(Audience.INTERNAL) if kind.owns(page, LANGUAGES)]
    languages = {page.url.partition("/")[0] == "ru" for page in pages}
    if kind.is_localized:
        assert languages == {True, False}
    for pattern, template in kind.templates:
        is_shown = any(page.template == template and page.url.count("/") >= pattern.count("/") for page in pages)
        assert is_shown or pattern in NOT_IN_THE_EXAMPLES or template == "gone.html", pattern


@pytest.mark.parametrize("kind", PAGE_KINDS, ids=KIND_IDS)
@pytest.mark.parametrize("audience", Audience)
def test_a_kind_is_only_for_its_audience(kind: PageKind, audience: Audience) -> None:
    """Readers who may not see a kind have no page of it."""
    is_built = any(kind.owns(page, LANGUAGES) for page in example_pages(audience))
    assert is_built <= audience.can_see(kind.audience)
    assert is_built or not (kind.menu and audience.can_see(kind.audience))


def menu_files(nav: Sequence[Any]) -> Iterator[tuple[str, str]]:
    """Yield each file of a navigation with the title of its group, empty at the top."""
    for item in nav:
        groups = item if isinstance(item, dict) else {"": [item]}
        yield from ((file, title) for title, files in groups.items() for file in files)


def test_every_menu_lists_its_kinds_in_order() -> None:
    """The default navigation has the index page of each kind in its menu, and nothing else."""
    titles = {Menu.TOP: "", Menu.LIBRARY: "Library", Menu.ANALYSIS: "Analysis", Menu.REFERENCE: "Reference"}
    assert list(menu_files(default_nav("en"))) == [
        (kind.index_file, titles[kind.menu]) for kind in PAGE_KINDS if kind.menu
    ]


def test_the_index_page_of_a_menu_is_built() -> None:
    """Every link of a menu leads to a page, which is the first of its kind."""
    urls = {page.url for page in example_pages(Audience.INTERNAL)}
    assert {file.removesuffix("index.md") for file in MENU_FILES} <= INDEX_URLS <= urls
    assert [file for file in INTERNAL_FILES if file not in MENU_FILES] == []


def test_every_template_is_used() -> None:
    """A template belongs to a kind of page, or another template includes or imports it."""
    folder = ROOT / "plugins" / "afterword" / "theme" / "templates"
    texts = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.html")}
    declared = {template for kind in PAGE_KINDS for _, template in kind.templates}
    included = {name for name in texts for text in texts.values() if f'"{name}"' in text}
    previews = {"alone.html", "errors.html"}
    assert declared | included | previews == texts.keys()
