"""Every kind of page fits the narrowest screen, in both languages, and none says an error to the console."""

from __future__ import annotations

from playwright.sync_api import Browser

from kinds import choose_kinds


def test_every_kind_of_page_fits_320_pixels(browser: Browser, example_url: str) -> None:
    """No page is wider than the screen, and no script fails."""
    said: list[str] = []
    wide = []
    with browser.new_context(viewport={"width": 320, "height": 800}) as context:
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        for address in choose_kinds(1):
            answer = page.goto(example_url + address)
            assert answer is not None
            assert answer.status == 200, address
            if page.evaluate("document.documentElement.scrollWidth") > 320:
                wide.append(address)
    assert (wide, said) == ([], [])
