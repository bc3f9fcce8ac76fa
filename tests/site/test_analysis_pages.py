"""The pages that count say what was worked out by hand, and are there for the smallest libraries."""

from __future__ import annotations

import json
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

import pytest

import analysed
from afterword import pages
from afterword.checks.rule_catalogue import RULES
from afterword.library.projection import Projection
from afterword.pages.page import Page, Site
from afterword.pages.templates import url_segment
from afterword.schema.audience import Audience
from afterword.workspace import project
from analysed import entry, projection
from small import library

TODAY = date(2026, 6, 1)


def site(seen: Projection) -> dict[str, Page]:
    """Every page of a library, in English and Russian, by its address; each was written once."""
    found = {page.url: page for page in pages.build_pages(Site(seen, TODAY, languages=("en", "ru")))}
    assert all(page.write().html for page in found.values())
    return found


@pytest.fixture(scope="module")
def said() -> dict[str, dict[str, Any]]:
    """The data beside each page of the library that was worked out by hand."""
    return {url: json.loads(page.data()) for url, page in site(projection()).items() if page.data}


def test_the_data_of_kpis_is_as_reckoned(said: dict[str, Any]) -> None:
    """Groups, the three questions, sums, rates, and days until a result: 20, 10 and 16 for orders."""
    found = said["kpis/"]
    assert [(row["key"], row["hit"], row["missed"], row["unknown"]) for row in found["attainment"]["market"]] == [
        ("KZ", 7, 5, 2),
        ("US", 4, 5, 1),
        ("DE", 4, 3, 0),
        ("RU", 2, 3, 1),
    ]
    assert found["questions"] == {
        "audience": {"unclear": 2, "yes": 2},
        "converted": {"no": 1, "partly": 2, "unclear": 1, "yes": 1},
        "engaged": {"no": 2, "yes": 3},
    }
    assert [(row["entry"], row["kpi"]["name"]) for row in found["recomputed"] if not row["agrees"]] == [
        ("the-second-lunchbox", "Return on ads"),
        ("the-empty-lunchbox", "CAC"),
    ]
    assert [(row["metric"], row["days"], len(row["entries"])) for row in found["days_to_result"]] == [
        ("conversions", 16, 3)
    ]
    assert [(row["entry"], row["sample"]) for row in found["rates"]] == [
        ("the-second-lunchbox", 80),
        ("the-lunchbox-parade", 10_000),
        ("the-paper-lantern", 200),
        ("the-empty-lunchbox", 400),
    ]


def test_the_data_of_causes_is_as_reckoned(said: dict[str, Any]) -> None:
    """Weights by variable, rival accounts, and what would have changed the outcome: timing and price twice each."""
    found = said["causes/"]
    assert [(row["key"], row["low"], row["high"]) for row in found["by_variable"]["shares"]] == [
        ("timing", 154.5, 174.5),
        ("pricing", 50, 165),
        ("budget", 100, 100),
        ("creators", 85.5, 85.5),
        ("product", 0, 50),
        ("", 20, 20),
    ]
    assert [row["entry"] for row in found["rivals"]] == ["the-moved-warehouse", "the-twin-story"]
    assert [(row["type"], row["entry"]) for row in found["counterfactuals"]] == [
        ("price", "the-twin-story"),
        ("price", "tikhiy-otkaz"),
        ("timing", "the-twin-story"),
        ("timing", "the-frozen-funnel"),
    ]


def test_the_data_of_the_ledgers_is_as_reckoned(said: dict[str, Any]) -> None:
    """Assumptions by verdict; guardrails that still stand by their reach, the expired last."""
    assert said["assumptions/"]["verdicts"] == {"wrong": 2, "confirmed": 2, "untested": 3}
    assert [(row["guardrail"]["id"], row["count"]) for row in said["guardrails/"]["guardrails"]] == [
        ("GR-ASK", 12),
        ("GR-PHONES", 3),
        ("GR-LINK", 2),
        ("GR-PARENTS", 2),
        ("GR-RACKS", 0),
        ("GR-ANSWER", 2),
    ]
    assert {key: len(rows) for key, rows in said["playbook/"].items() if isinstance(rows, list)} == {
        "content": 7,
        "creator": 4,
        "audience": 4,
        "product": 3,
    }


def test_the_check_finds_both_sums_that_do_not_add_up(tmp_path: Path) -> None:
    """And nothing else is wrong with the library."""
    found = project.load_project(analysed.write(tmp_path / "library")).problems
    mismatches = [problem for problem in found if problem.code == "kpi-mismatch"]
    assert [(problem.code, problem.file) for problem in mismatches] == [
        ("kpi-mismatch", "postmortems/2025/the-empty-lunchbox.md"),
        ("kpi-mismatch", "postmortems/2026/the-second-lunchbox.md"),
    ]
    assert "kpi-mismatch" in RULES


def test_an_empty_library_has_all_pages(tmp_path: Path) -> None:
    """Nobody has written anything yet."""
    root = library(tmp_path / "library")
    (root / "postmortems" / "frozen-funnel.md").unlink()
    found = site(project.load_project(root).library.project(Audience.INTERNAL))
    assert {"kpis/", "causes/", "assumptions/", "guardrails/", "playbook/", "compare/", "ru/kpis/"} <= found.keys()


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("name", [one.name for one in projection().entries])
def test_a_library_of_one_record_has_all_pages(name: str, audience: Audience) -> None:
    """Each of the fourteen alone, for each audience: fields that others may not see are missing there."""
    whole = analysed.library().project(audience)
    alone = [one for one in whole.entries if one.name == name]
    found = site(Projection(audience, alone, whole.schema, whole.vocabulary))
    assert (f"names/{entry(name).slug}/" in found) == bool(alone)


def test_guardrails_can_be_chosen_by_where_they_count(said: dict[str, Any]) -> None:
    """Each value that a rule asks for has a page with the rules that ask for it, then those that count everywhere."""
    rules = [row["guardrail"] for row in said["guardrails/"]["guardrails"]]
    everywhere = [rule["text"] for rule in rules if not rule["when"]]
    found = site(projection())
    chosen = [url for url in found if url.startswith("guardrails/") and url.count("/") == 3]
    asked = {key for rule in rules for key in rule["when"]}
    assert {url.split("/")[1].replace("-", "_") for url in chosen} == asked
    for rule in rules:
        for key, wanted in rule["when"].items():
            for value in [wanted] if isinstance(wanted, str) else wanted:
                html = found[f"guardrails/{url_segment(key)}/{url_segment(value)}/"].html
                assert all(escape(text) in html for text in (rule["text"], *everywhere))


def test_causes_are_weighed_kind_by_kind(said: dict[str, Any]) -> None:
    """What deals, campaigns and others are put down to stands apart, and together it is all there is."""
    by_kind, by_variable = said["causes/"]["by_kind"], said["causes/"]["by_variable"]
    assert set(by_kind) == {one.kind for one in projection().entries if one.causes}
    for share in by_variable["shares"]:
        parts = [row for found in by_kind.values() for row in found["shares"] if row["key"] == share["key"]]
        assert [sum(row[of] for row in parts) for of in ("causes", "low", "high")] == pytest.approx(
            [share[of] for of in ("causes", "low", "high")]
        )
