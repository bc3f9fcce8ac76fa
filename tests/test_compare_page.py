"""The pages that compare: what Python says of a pair the browser says too, of any two records."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, expect

from test_comparison import CASES


@pytest.fixture(scope="module")
def site(example_url: str) -> str:
    """The address of the example library's site."""
    return example_url


def test_the_browser_finds_what_python_finds(page: Page, site: str) -> None:
    """Every case of `comparisons.json` gives the same in the script of the page."""
    page.goto(f"{site}compare/")
    found = page.evaluate(
        """async (cases) => {
            const { compare } = await import(new URL("../assets/compare.js", location.href));
            return cases.map(({ a, b }) => {
                const { same, differs, unknown, verdict, kpis } = compare(a, b);
                const differences = kpis.map(({ name, difference }) => [name, difference]);
                return { same, differs, unknown, verdict, differences };
            });
        }""",
        CASES,
    )
    assert found == [{key: case[key] for key in found[0]} for case in CASES]


def test_any_two_records_are_compared_and_the_address_says_which(page: Page, site: str) -> None:
    """Two names chosen give the verdict and the table of their own page, an address to send, and Back leads back."""
    page.goto(f"{site}compare/the-launch-window/vystrel-naugad/")
    verdict = page.locator(".aw-verdicts").inner_text()
    titles = page.locator(".aw-sides tbody th[scope=row]")
    rows = titles.evaluate_all("all => all.map((one) => one.firstChild.textContent)")
    page.goto(f"{site}compare/")
    page.get_by_label("This postmortem").fill("the launch  window")
    page.get_by_label("and this one").fill("Выстрел наугад")
    page.get_by_label("and this one").press("Enter")
    expect(page.locator(".aw-verdicts")).to_have_text(verdict, use_inner_text=True)
    assert titles.all_inner_texts() == rows
    assert page.url == f"{site}compare/?a=the-launch-window&b=vystrel-naugad"
    page.reload()
    expect(page.locator(".aw-verdicts")).to_have_text(verdict, use_inner_text=True)
    page.go_back()
    expect(page.locator(".aw-verdicts")).to_have_count(0)


def test_a_name_that_nobody_has_is_said(page: Page, site: str) -> None:
    """An address with an unknown record says so, as text, and the pairs stay."""
    page.goto(f"{site}compare/?a=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&b=new-coke")
    expect(page.locator(".aw-compare [role=status]")).to_have_text(
        "No postmortem is called “<img src=x onerror=alert(1)>”."
    )
    expect(page.locator(".aw-rows li")).to_have_count(11)


def test_without_the_index_the_pairs_are_still_there(page: Page, site: str) -> None:
    """When the list of records cannot be loaded, the page says what is left."""
    page.route("**/data.json", lambda route: route.abort())
    page.goto(f"{site}ru/compare/?a=new-coke&b=share-a-coke")
    expect(page.locator(".aw-compare [role=status]")).to_have_text(
        "Список постмортемов не загрузился. Пары ниже работают и без него."
    )
    expect(page.locator(".aw-rows a").first).to_be_visible()


def test_the_index_holds_names_variables_and_kpis_and_nothing_else(site: str, page: Page) -> None:
    """What the browser loads has no prose, no people and no fields beside those that are compared."""
    found = json.loads(page.request.get(f"{site}compare/data.json").text())
    assert {key for record in found["records"] for key in record} == {"name", "slug", "variables", "kpis", "settled"}
    assert found["version"] == 1
