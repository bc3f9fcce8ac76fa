"""The pages that compare: what Python says of a pair the browser says too, of any two records."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, expect

from afterword.analysis.verdicts import variable_title
from afterword.pages.compare import comparison_rules
from afterword.text.languages import ENGLISH
from comparison_cases import CASES, LIBRARY, expected, vocabulary_of


@pytest.fixture(scope="module")
def site(example_url: str) -> str:
    """The address of the example library's site."""
    return example_url


def test_the_browser_finds_what_python_finds(page: Page, site: str) -> None:
    """Every case of `comparisons.json` gives the same in the script of the page, to the sentence."""
    page.goto(f"{site}compare/")
    cases = []
    for case in CASES:
        vocabulary = vocabulary_of(case)
        rules = comparison_rules(vocabulary)
        keys = {*rules["inputs"], *rules["variables"]}
        titles = {key: variable_title(key, vocabulary, LIBRARY.schema, ENGLISH) for key in keys}
        cases.append({"a": case["a"], "b": case["b"], "rules": rules, "variables": titles})
    found = page.evaluate(
        """async (cases) => {
            const { compare, verdict, whole } = await import(new URL("../assets/compare.js", location.href));
            const { sentences } = JSON.parse(document.getElementById("aw-words").textContent);
            return cases.map(({ a, b, rules, variables }) => {
                const { kpis, is_marked, ...found } = compare(whole(a), whole(b), rules);
                return {
                    ...found,
                    sentences: verdict({ ...found, is_marked }, { sentences, variables }),
                    differences: kpis.map(({ name, difference }) => [name, difference]),
                };
            });
        }""",
        cases,
    )
    assert found == list(map(expected, CASES))


_ROWS = """all => all.map((row) => [row.cells[0].firstChild.textContent,
    ...[...row.cells].slice(1).map((cell) => cell.innerText.trim())])"""


@pytest.mark.parametrize("edition", ["", "ru/"])
@pytest.mark.parametrize(
    ("a", "b"), [("the-launch-window", "vystrel-naugad"), ("kc-x-tanker-2008", "kc-x-tanker-2011")]
)
def test_a_chosen_pair_says_what_its_own_page_says(page: Page, site: str, edition: str, a: str, b: str) -> None:
    """The verdict and every row are the same, in each language."""
    page.goto(f"{site}{edition}compare/{a}/{b}/")
    verdict = page.locator(".aw-verdicts").inner_text()
    rows = page.locator(".aw-sides tbody tr:has(td)")
    expected_rows = rows.evaluate_all(_ROWS)
    page.goto(f"{site}{edition}compare/?a={a}&b={b}")
    expect(page.locator(".aw-verdicts")).to_have_text(verdict, use_inner_text=True)
    assert rows.evaluate_all(_ROWS) == expected_rows


def test_any_two_records_are_compared_and_the_address_says_which(page: Page, site: str) -> None:
    """Two names chosen give a verdict and an address to send, and Back leads back."""
    page.goto(f"{site}compare/")
    page.get_by_label("This postmortem").fill("the launch  window")
    page.get_by_label("and this one").fill("Выстрел наугад")
    page.get_by_label("and this one").press("Enter")
    expect(page.locator(".aw-verdicts")).to_contain_text("Several things differ: creators, ")
    assert page.url == f"{site}compare/?a=the-launch-window&b=vystrel-naugad"
    page.reload()
    expect(page.locator(".aw-verdicts")).to_contain_text("Several things differ: creators, ")
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
    """What the browser loads has no fields beside those that are compared or shown beside a comparison."""
    found = json.loads(page.request.get(f"{site}compare/data.json").text())
    assert {key for record in found["records"] for key in record} == {
        *("name", "slug", "kind", "language", "variables", "inputs", "outcomes", "kpis", "relations")
    }
    assert found["version"] == 2
