"""Every kind of page fits the narrowest screen, in both languages, and none says an error to the console."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser

from afterword.cli import afterword
from support import ROOT

INDEXES = (
    "", "library/", "names/", "tags/", "markets/", "timeline/", "series/", "series/new-category-launch/", "teams/",
    "due/", "fields/", "rules/", "causes/", "compare/", "compare/the-launch-window/vystrel-naugad/", "kpis/",
    "assumptions/", "guardrails/", "playbook/", "practice/", "briefs/", "keepers/", "keepers/campaign-lead/",
)  # fmt: skip
PAGES = (
    *(f"{lang}{page}" for lang in ("", "ru/") for page in INDEXES),
    "names/qwikster/",
    "ru/names/new-coke/",
    "briefs/new-category-in-kazakhstan/",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], str]) -> str:
    """The address of the example library's site."""
    folder = tmp_path_factory.mktemp("fit") / "site"
    done = CliRunner().invoke(afterword, ["build", "--root", str(ROOT), "--out", str(folder)])
    assert done.exit_code == 0, done.stderr
    return serve(folder)


def test_every_kind_of_page_fits_320_pixels(browser: Browser, site: str) -> None:
    """No page is wider than the screen, and no script fails."""
    said: list[str] = []
    wide = []
    with browser.new_context(viewport={"width": 320, "height": 800}) as context:
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        for address in PAGES:
            answer = page.goto(site + address)
            assert answer is not None
            assert answer.status == 200, address
            if page.evaluate("document.documentElement.scrollWidth") > 320:
                wide.append(address)
    assert (wide, said) == ([], [])
