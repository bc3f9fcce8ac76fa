"""Every kind of page can be read by everyone: by WCAG 2.2, on the narrowest screen, by keyboard, without scripts."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from corpora import WHOLE
from kinds import KINDS, choose_kinds

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "rules": {"heading-order": {"enabled": True}},  # no violation of WCAG, but how a screen reader finds its way
    "resultTypes": ["violations"],
}
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 800}
LOOKS = [("light", WIDE, 0), ("dark", NARROW, 1)]
"""Colours, size and the part of the kinds of pages that is looked at so: by sample each kind in one of the two."""
if WHOLE:
    LOOKS += [("light", NARROW, 0), ("dark", WIDE, 1)]


def test_each_folder_of_the_site_is_among_the_kinds_of_pages(example: Path) -> None:
    """A new kind of page cannot be forgotten here: whatever stands in a folder of its own is among them."""
    folders = {file.relative_to(example).parts[0] for file in example.rglob("*/index.html")}
    assert folders == {address.split("/")[0] for address in KINDS if address}


@pytest.mark.parametrize(("scheme", "size", "part"), LOOKS)
def test_no_kind_of_page_violates_wcag(
    browser: Browser, example_url: str, scheme: str, size: dict[str, int], part: int
) -> None:
    """axe-core finds no violation of WCAG 2.2 A or AA, in English and in Russian."""
    found = []
    with browser.new_context(viewport=size, color_scheme=scheme) as context:  # type: ignore[arg-type]  # as it is typed
        page = context.new_page()
        chosen = choose_kinds(part)
        for address in (*(chosen if WHOLE else chosen[part::2]), "404.html"):
            page.goto(example_url + address)
            for violation in Axe().run(page, options=RULES).response["violations"]:
                found += [f"{address}: {violation['id']}: {node['html'][:200]}" for node in violation["nodes"]]
    assert found == []


def tabbed(page: Page, most: int = 400) -> list[str]:
    """What has the focus, one Tab after the other, until it leaves the page; each must show that it has it."""
    seen: list[str] = []
    for _ in range(most):
        page.keyboard.press("Tab")
        here = page.evaluate(
            """() => {
                const one = document.activeElement;
                if (!one || one === document.body) return "";
                const box = one.getBoundingClientRect(), look = getComputedStyle(one);
                const sign = one.labels?.[0] ?? one, ring = getComputedStyle(sign);
                const shows = [look, ring].some((each) => each.outlineStyle !== "none" && each.outlineWidth !== "0px");
                const where = box.right > 0 && box.left < innerWidth && box.bottom > 0 && box.top < innerHeight;
                return `${shows ? "" : "no ring: "}${where ? "" : "off screen: "}${one.outerHTML.slice(0, 120)}`;
            }"""
        )
        if not here:
            return seen
        seen.append(here)
    message = f"the focus never leaves the page: {seen[-3:]}"
    raise AssertionError(message)


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_everything_is_reached_by_keyboard(browser: Browser, example_url: str, size: dict[str, int]) -> None:
    """Tab goes through every link and field and leaves at the end; what has the focus is seen, and is on the screen."""
    with browser.new_context(viewport=size) as context:  # type: ignore[arg-type]  # a mapping of the right shape
        page = context.new_page()
        for address in ("", "names/qwikster/", "compare/", "kpis/", "guide/adopting/"):
            page.goto(example_url + address)
            seen = tabbed(page)
            assert [each for each in seen if each.startswith(("no ring", "off screen"))] == []
            assert "md-skip" in seen[0 if size is WIDE else 1]
            links = page.locator("#aw-content a[href]:visible").count()
            assert len([each for each in seen if each.startswith("<a")]) >= links


def test_one_key_leads_past_the_header(page: Page, example_url: str) -> None:
    """The first stop of Tab is a link to the content; the next Tab behind it is in the content."""
    page.goto(f"{example_url}names/qwikster/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#aw-content') !== null")


def test_the_menu_of_a_narrow_screen_opens_by_keyboard(browser: Browser, example_url: str) -> None:
    """What is behind the menu's button is reached without a pointer."""
    with browser.new_context(viewport=NARROW) as context:  # type: ignore[arg-type]  # a mapping of the right shape
        page = context.new_page()
        page.goto(example_url)
        menu = page.locator(".md-sidebar--primary")
        expect(menu.get_by_role("link", name="Due")).to_be_hidden()
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        expect(menu.get_by_role("link", name="Due")).to_be_visible()
        menu.locator("label", has_text="Analysis").first.press("Enter")
        expect(menu.get_by_role("link", name="Due")).to_be_hidden()
        menu.locator("label.md-nav__title", has_text="Analysis").press("Enter")
        expect(menu.get_by_role("link", name="Due")).to_be_visible()
        menu.locator("label", has_text="Analysis").first.press("Enter")
        menu.get_by_role("link", name="Guardrails").press("Enter")
        page.wait_for_url("**/guardrails/")


def test_everything_is_read_without_scripts(browser: Browser, example_url: str) -> None:
    """With scripts off every kind of page says what it says with them, but for what its script alone can do."""
    with browser.new_context(java_script_enabled=False) as plain, browser.new_context() as scripted:
        one, other = plain.new_page(), scripted.new_page()
        for address in choose_kinds():
            if address.removeprefix("ru/") in ("compare/", "library/"):
                continue  # choosing any two takes a script, as the page says; so do filters, above a list without them
            texts = []
            for page in (one, other):
                page.goto(example_url + address)
                texts.append(page.locator("#aw-content").inner_text().split())
            assert texts[0] == texts[1], address
