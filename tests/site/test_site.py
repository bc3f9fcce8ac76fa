"""The published example library, as its readers meet it in a browser."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from afterword.schema.audience import Audience
from afterword.workspace import project
from support import ROOT

PHONE: ViewportSize = {"width": 390, "height": 844}
NAMES = sorted(entry.slug for entry in project.load_project(ROOT).library.project(Audience.INTERNAL).entries)


@pytest.fixture
def url(example_url: str) -> str:
    """The address of the example site."""
    return example_url


@pytest.mark.parametrize("slug", NAMES)
def test_a_phone_shows_what_matters_without_scrolling(page: Page, url: str, slug: str) -> None:
    """Name, outcome, summary, the KPI that missed most and the first cause stand on the first screen of 390 × 844."""
    page.set_viewport_size(PHONE)
    page.goto(f"{url}names/{slug}/")
    parts = ["h1", ".aw-head .aw-outcome", ".aw-summary", ".aw-tile >> nth=0", ".aw-tile >> nth=-1"]
    for part in parts:
        box = page.locator(part).bounding_box()
        assert box is not None, part
        assert box["y"] + box["height"] <= PHONE["height"], part
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_a_record_page_says_all_that_its_record_does(page: Page, url: str) -> None:
    """Plan against actual, causes with grade and the unexplained rest, learnings, guardrails, story, sources, edit."""
    page.goto(f"{url}names/kc-x-tanker-2008/")
    headings = page.locator("article h2").all_inner_texts()
    elsewhere = ("FURTHEST FROM PLAN", "FIRST CAUSE", "History")  # in tiles, and as much history as the clone has
    assert [text for text in headings if text not in elsewhere] == [
        "Plan against actual",
        "Causes",
        "Learnings",
        "Guardrails",
        "Used by",
        "Related",
        "The story",
        "Details",
        "Sources",
    ]
    assert page.locator("#record-plan ~ div tbody tr >> nth=0").locator("td").all_inner_texts() == [
        "Contract value",
        "35 USD billion",
        "0 USD billion",
        "-35 USD billion",
        "▼ missed",
    ]
    causes = page.locator("section[aria-labelledby=record-causes]")
    expect(causes.locator(".aw-grade").first).to_have_text("data")
    expect(causes.locator(".aw-unexplained")).to_have_text(
        "Nobody measured how much each cause weighs: all 100 of 100 stay unexplained."
    )
    expect(page.get_by_role("link", name="Edit this postmortem")).to_have_attribute(
        "href", "https://git.example.org/afterword/afterword/edit/main/postmortems/2008/kc-x-tanker-2008.md"
    )


def test_a_link_between_records_leads_to_the_other(page: Page, url: str) -> None:
    """`[[Name]]` in a story and a relation in front matter both lead to the record's own address."""
    page.goto(f"{url}names/kc-x-tanker-2011/")
    page.locator(".aw-body").get_by_role("link", name="KC-X tanker 2008").first.click()
    assert urlsplit(page.url).path == "/names/kc-x-tanker-2008/"
    page.goto(f"{url}names/kc-x-tanker-2011/")
    page.locator("section[aria-labelledby=record-related]").get_by_role("link").first.click()
    expect(page.locator("h1")).to_have_text("KC-X tanker 2008")


def test_search_finds_a_name_a_word_of_a_story_and_an_alias(page: Page, url: str) -> None:
    """The box opens with a key, loads nothing before it is meant, and finds what a reader half remembers."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(url)
    assert not [address for address in asked if "pagefind" in address]
    for query, name in (
        ("qwik", "Qwikster"),
        ("holdout", "eBay paid-search experiment"),
        ("KC-45 award", "KC-X tanker 2008"),
    ):
        page.keyboard.press("/")
        page.locator(".aw-dialog input").fill(query)
        expect(page.locator(".aw-dialog").get_by_role("link", name=name).first).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator(".aw-dialog input")).to_be_hidden()
    page.keyboard.press("Control+k")
    page.locator(".aw-dialog input").fill("qwikster")
    expect(page.locator(".aw-dialog li a").first).to_contain_text("Qwikster")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Qwikster")


def test_search_without_its_index_leads_to_the_plain_list(page: Page, url: str) -> None:
    """A blocked or missing index is no dead box: it says so and leads to the library's list, in the page's language."""
    page.route("**/pagefind/**", lambda route: route.abort())
    for address, words, title in (
        ("names/new-coke/", "Search is not there. See the whole library.", "Library"),
        ("ru/", "Поиск недоступен. Посмотрите всю библиотеку.", "Библиотека"),
    ):
        page.goto(f"{url}{address}")
        page.locator(".aw-search").click()
        page.get_by_role("link", name=words).click()
        expect(page.locator("h1")).to_have_text(title)


QUERIES = {
    "paid search": "ebay-paid-search-experiment",
    "tankers": "kc-x-tanker-2011",
    "first names on bottles": "share-a-coke",
    "blind tasting": "new-coke",
    "bottle caps": "pepsi-number-fever-349",
    "splitting DVDs": "qwikster",
    "submarines": "naval-groups-australian-submarines",
    "free flights": "hoover-free-flights",
    "couponing": "jcpenney-fair-and-square",
    "cartons": "tropicana-packaging-redesign",
    "разовая проба": "vystrel-naugad",
    "о рынке": "vystrel-naugad",
    "повторный запуск": "tot-zhe-plan-drugoy-rynok",
    "локализацией": "vystrel-naugad",
    "таргетинга": "tot-zhe-plan-drugoy-rynok",
    "заправщиков": "kc-x-tanker-2008",
    "бутылках": "share-a-coke",
    "вкусом": "new-coke",
    "протеста": "kc-x-tanker-2008",
    "имён": "share-a-coke",
}


def test_search_finds_across_languages_and_inflections(page: Page, url: str) -> None:
    """Ten English and ten Russian queries, most inflected, from pages in either language: each in the first five."""
    for start in ("", "ru/"):
        page.goto(f"{url}{start}")
        page.keyboard.press("/")
        missed = {}
        for query, slug in QUERIES.items():
            page.locator(".aw-dialog input").fill(query)
            expect(page.locator(".aw-dialog__status")).to_have_text(re.compile(r"\d"))
            found = page.eval_on_selector_all(".aw-dialog li a", "all => all.slice(0, 5).map((one) => one.pathname)")
            if not any(f"/names/{slug}/" in address for address in found):
                missed[query] = found
            page.locator(".aw-dialog input").fill("")
            expect(page.locator(".aw-dialog li")).to_have_count(0)
        assert missed == {}


@pytest.mark.parametrize(
    "path",
    ["", "library/", "names/", "tags/", "tags/rerun/", "markets/us/", "timeline/", "series/", "fields/", "rules/"],
)
def test_pages_read_without_javascript_and_ask_nobody_else(plain_page: Page, url: str, path: str) -> None:
    """Every list shows its links without a script, and no page requests anything from another origin."""
    asked: list[str] = []
    plain_page.set_viewport_size(PHONE)
    plain_page.on("request", lambda request: asked.append(request.url))
    plain_page.goto(f"{url}{path}")
    assert plain_page.locator("h1").count() == 1
    assert plain_page.locator(".aw-page a").count() >= (1 if path != "fields/" else 0)
    assert all(address.startswith((url, "data:")) for address in asked)
    assert f"{url}{path}" in asked


class Links(HTMLParser):
    """The addresses that a page links to, and the ids it has."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.targets: set[str] = set()
        self.ids: set[str] = set()
        self.feed(file.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collects what `a` leads to and what anything is called."""
        found = dict(attrs)
        self.ids.add(found.get("id") or "")
        if tag == "a" and (target := found.get("href")) and not urlsplit(target).scheme:
            self.targets.add(target)


def test_every_internal_link_of_the_site_leads_to_a_page(example: Path) -> None:
    """Each link of each page that stays on the site ends at a file, and each fragment at an id."""
    found = {file.resolve(): Links(file) for file in example.rglob("*.html") if file.name != "404.html"}
    broken = []
    for file, links in found.items():
        for target in links.targets:
            path, _, fragment = target.partition("#")
            place = (file.parent / unquote(path)).resolve() if path else file
            place = place / "index.html" if place.is_dir() else place
            known = found[place].ids if place in found else set()
            if not place.is_file() or (fragment and place in found and unquote(fragment) not in known):
                broken.append((file.relative_to(example).as_posix(), target))
    assert broken == []
    assert len(found) > len(NAMES) + 200
