"""What people come for, from the first click to the last."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler
from io import BytesIO
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from browser import answering


class _Hosted(SimpleHTTPRequestHandler):
    """Answers as hosts of static sites do: an address that leads nowhere gets the site's own `404.html`."""

    def send_head(self) -> BinaryIO | BytesIO | None:
        """The file, or that page with status 404."""
        if Path(self.translate_path(self.path)).exists():
            return super().send_head()
        text = Path(self.directory, "404.html").read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        return BytesIO(text)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def url(example: Path) -> Iterator[str]:
    """The example site as a host of static sites serves it."""
    with answering(partial(_Hosted, directory=str(example))) as address:
        yield address


def path(page: Page) -> str:
    """Where the reader is."""
    return urlsplit(page.url).path


def test_from_half_a_name_to_what_a_rerun_taught(page: Page, url: str) -> None:
    """A name half remembered leads to its record, to the chain of its reruns, and to two runs side by side."""
    page.goto(url)
    page.keyboard.press("/")
    page.keyboard.type("launch wind")
    page.get_by_role("dialog").get_by_role("link", name="The Launch Window").first.click()
    expect(page.locator("h1")).to_have_text("The Launch Window")
    page.get_by_role("link", name="New category launch").first.click()
    assert path(page) == "/series/new-category-launch/"
    expect(page.locator(".aw-chain .aw-card h2 a")).to_have_text(
        ["The Launch Window", "Выстрел наугад", "Тот же план, другой рынок"]
    )
    page.get_by_role("link", name="Side by side").first.click()
    expect(page.locator(".aw-verdicts")).to_contain_text("cannot show which of them mattered")
    expect(page.locator(".aw-sides thead a")).to_have_count(2)


def test_from_a_brief_to_what_it_answered_and_back(page: Page, url: str) -> None:
    """A plan leads to a record it had to answer for, that to the plan which used it, and a guardrail to its record."""
    page.goto(f"{url}briefs/")
    page.get_by_role("link", name="New category in Kazakhstan").click()
    expect(page.locator("h1")).to_have_text("New category in Kazakhstan")
    page.locator("section[aria-labelledby=brief-related]").get_by_role("link", name="Wal-Mart Germany").click()
    expect(page.locator("h1")).to_have_text("Wal-Mart Germany")
    page.locator("section[aria-labelledby=record-used]").get_by_role("link", name="New category in Kazakhstan").click()
    page.get_by_role("link", name="carry store rituals into a new market").click()
    assert path(page) == "/names/wal-mart-germany/"
    expect(page.locator("#guardrail-local-rituals")).to_be_in_viewport()


def test_without_the_search_the_names_lead_there(page: Page, url: str) -> None:
    """The list of names finds an alias too, and leads on to the record."""
    page.goto(f"{url}names/")
    page.get_by_role("link", name="Coke II", exact=True).click()
    expect(page.locator("h1")).to_have_text("New Coke")


def test_from_english_to_russian_and_back(page: Page, url: str) -> None:
    """The other language is one click away, on the same page where there is one, and so is the way back."""
    for address, title, other in (
        ("guardrails/", "Guardrails", "Правила"),
        ("names/new-coke/", "New Coke", "Нью-Коук"),
        ("markets/us/", "United States", "Соединенные Штаты"),
    ):
        page.goto(url + address)
        expect(page.locator("h1")).to_have_text(title)
        page.get_by_role("banner").get_by_role("link", name="Русский").click()
        expect(page.locator("h1")).to_have_text(other)
        assert path(page) == f"/ru/{address}"
        assert page.locator("html").get_attribute("lang") == "ru"
        page.get_by_role("banner").get_by_role("link", name="English").click()
        assert path(page) == f"/{address}"


def test_an_alias_leads_to_its_record(page: Page, url: str) -> None:
    """The address of a name that people use besides ends at the record's own address."""
    page.goto(f"{url}names/the-349-incident/")
    page.wait_for_url("**/names/pepsi-number-fever-349/")
    expect(page.locator("h1")).to_have_text("Pepsi Number Fever 349")


@pytest.mark.parametrize(
    ("address", "wanted"),
    [
        ("names/quikster/", "Qwikster"),
        ("names/pepsi-fever/", "Pepsi Number Fever 349"),
        ("ru/names/выстрел-на-угад/", "Выстрел наугад"),
        ("lunch-window", "The Launch Window"),
    ],
)
def test_a_misspelt_address_suggests_what_was_meant(page: Page, url: str, address: str, wanted: str) -> None:
    """Where nothing is, the names most like the address are offered, and the first of them is it."""
    answer = page.goto(url + address)
    assert answer is not None
    assert answer.status == 404
    offered = page.get_by_role("region", name="Did you mean").get_by_role("link")
    expect(offered.first).to_have_text(wanted)
    offered.first.click()
    expect(page.locator("h1")).to_have_text(wanted)


def test_an_address_like_no_name_leads_to_the_lists(page: Page, url: str) -> None:
    """Where no name is alike nothing is suggested; the ways to everything are there."""
    page.goto(f"{url}%E0%A4%A/zzz-qqq/")
    expect(page.locator("h1")).to_have_text("There is no such page")
    expect(page.get_by_role("region", name="Did you mean")).to_be_hidden()
    page.locator("#aw-content").get_by_role("link", name="All names").click()
    expect(page.locator("h1")).to_have_text("Names")


def test_a_record_prints_as_a_document(browser: Browser, url: str) -> None:
    """On paper there is the record alone, dark on white: no header, no menus, no buttons; sources say their address."""
    with browser.new_context(color_scheme="dark", viewport={"width": 700, "height": 1000}) as context:
        page = context.new_page()
        page.goto(f"{url}names/qwikster/")
        page.emulate_media(media="print", color_scheme="dark")
        for part in (".md-header", ".md-tabs", ".md-sidebar", ".md-footer", ".aw-search", ".aw-foot .aw-tags"):
            assert not page.locator(part).first.is_visible(), part
        look = "getComputedStyle(document.querySelector('.aw-record h1')).color"
        paper = "getComputedStyle(document.body).backgroundColor"
        assert (page.evaluate(look), page.evaluate(paper)) == ("rgb(29, 37, 48)", "rgb(255, 255, 255)")
        shown = page.evaluate("getComputedStyle(document.querySelector('.aw-sources a'), '::after').content")
        assert "https://" in shown
        assert page.evaluate("document.documentElement.scrollWidth") <= 700


def test_the_weekly_meeting_is_led_by_the_keyboard(page: Page, url: str) -> None:
    """From the home page to a page to present from: arrow keys go from screen to screen, and back."""
    page.goto(url)
    page.get_by_role("link", name="Present these in a meeting").click()
    page.wait_for_url("**/meeting/")
    expect(page.locator("h1")).to_have_text("What to know this week")
    expect(page.locator(".aw-agenda a")).to_contain_text(["The Launch Window", "Newest guardrails", "Due"])
    for key, screen in (("ArrowRight", 2), ("PageDown", 3), ("ArrowLeft", 2), ("End", 10), ("Home", 1)):
        page.keyboard.press(key)
        expect(page.locator(f"#screen-{screen}")).to_be_focused()
        expect(page.locator(f"#screen-{screen}")).to_be_in_viewport(ratio=0.9)
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.querySelector('.aw-screen')).breakAfter") == "page"
    expect(page.locator(".aw-steps").first).to_be_hidden()


def test_a_link_that_is_shared_says_what_it_leads_to(page: Page, url: str) -> None:
    """A record's page has title and summary for whoever previews its link, from this site alone."""
    page.goto(f"{url}names/qwikster/")
    shared = page.eval_on_selector_all(
        "meta[property]", "all => Object.fromEntries(all.map((one) => [one.getAttribute('property'), one.content]))"
    )
    assert shared == {
        "og:type": "article",
        "og:site_name": "Afterword",
        "og:locale": "en",
        "og:title": "Qwikster",
        "og:description": page.locator(".aw-summary").inner_text(),
    }
