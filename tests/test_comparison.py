"""Two records side by side: what differs, what the pair can speak about, and what it cannot."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from afterword import project
from afterword.analysis.comparison import Comparable, Measured, between, compare, side_by_side
from afterword.cli import afterword
from afterword.fields import Audience
from support import ROOT

CASES = json.loads((Path(__file__).parent / "comparisons.json").read_text(encoding="utf-8"))
"""What the browser runs too: two records as a comparison sees them, and what it finds."""


def comparable(raw: dict[str, Any]) -> Comparable:
    """One side of a case."""
    settled = {slug: (kept, changed) for slug, (kept, changed) in raw["settled"].items()}
    return Comparable(raw["name"], raw["slug"], raw["variables"], [Measured(**kpi) for kpi in raw["kpis"]], settled)


def found(a: dict[str, Any], b: dict[str, Any]) -> dict[str, Any]:
    """What a comparison finds, in the shape of a case."""
    result = compare(comparable(a), comparable(b))
    return {
        "same": result.same,
        "differs": [row.variable for row in result.differs],
        "unknown": result.unknown,
        "verdict": result.verdict,
        "differences": [[pair.name, pair.difference] for pair in result.kpis],
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_a_comparison_finds_what_its_case_says(case: dict[str, Any]) -> None:
    """Variables, verdict and differences of KPIs are those of the case."""
    assert found(case["a"], case["b"]) == {key: case[key] for key in found(case["a"], case["b"])}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_a_comparison_is_the_same_from_both_ends(case: dict[str, Any]) -> None:
    """Turned round, the same variables differ, and differences change their sign."""
    one, other = found(case["a"], case["b"]), found(case["b"], case["a"])
    assert {key: one[key] for key in ("same", "differs", "unknown", "verdict")} == {
        key: other[key] for key in ("same", "differs", "unknown", "verdict")
    }
    assert sorted(abs(moved) for _, moved in one["differences"] if moved) == sorted(
        abs(moved) for _, moved in other["differences"] if moved
    )


def test_an_unrelated_record_changes_no_comparison() -> None:
    """The American and the first Russian launch compare alike, with the rest of the library around them or without."""
    whole = project.load(ROOT).library.project(Audience.INTERNAL)
    names = ("The Launch Window", "Выстрел наугад")
    a, b = (whole.resolve(name)[0] for name in names)
    assert a is not None
    assert b is not None
    alone = type(whole)(whole.audience, [a, b], whole.schema, whole.vocabulary)
    assert between(a, b, whole) == between(a, b, alone)


def test_the_market_cannot_be_blamed_for_the_first_russian_launch() -> None:
    """Six variables differ between the two launches, so the pair tells nothing about any of them."""
    done = run("The Launch Window", "Выстрел наугад", "--format", "json")
    assert json.loads(done) == {
        "a": "The Launch Window",
        "b": "Выстрел наугад",
        "same": ["product"],
        "differs": [
            {
                "variable": "creators",
                "a": "of another tier than in the first Russian run",
                "b": "другого уровня, чем в США",
            },
            {"variable": "localisation", "a": "lighter than in the first Russian run", "b": "сильнее, чем в США"},
            {"variable": "market", "a": "US", "b": "RU"},
            {"variable": "structure", "a": "a structured campaign", "b": "разовый тест"},
            {"variable": "targeting", "a": "tight", "b": "шире, чем в США"},
            {"variable": "timing", "a": "in a launch window", "b": "случайное"},
        ],
        "unknown": [],
        "confounded": True,
        "kpis": [
            {
                "name": "Conversion",
                "a": {"planned": "unknown", "actual": 2.1, "unit": "%"},
                "b": {"planned": "unknown", "actual": 0.3, "unit": "%"},
                "difference": -1.8,
            }
        ],
        "verdict": "Confounded: Creators, Localisation, Market, Structure, Targeting, Timing differ, and this pair"
        " cannot tell them apart. So the market cannot be blamed, nor be cleared.",
    }


def test_the_second_russian_launch_speaks_about_the_market() -> None:
    """With the structure kept, only the market differs; what was not recorded is said."""
    assert run("Тот же план, другой рынок", "The Launch Window", "--lang", "ru") == _RUSSIAN


_RUSSIAN = """\
   KPI        Тот же план, другой рынок  The Launch Window
↑  Конверсия  1,8 %, план unknown        2,1 %, план unknown

   переменная        Тот же план, другой рынок      The Launch Window
≠  Рынок             Россия                         Соединенные Штаты
=  Продукт           новая товарная категория       new product category
=  Построение        кампания, собранная как в США  a structured campaign
=  На кого нацелено  узкий, как в США               tight
=  Время             в окно запуска, как в США      in a launch window
?  Авторы контента   не записано                    of another tier than in the first Russian run
?  Локализация       не записано                    lighter than in the first Russian run

Различается только одно, и эта пара говорит о нём: Рынок.
Записано только в одном из двух, поэтому неизвестно: Авторы контента, Локализация.
"""


def test_the_guide_shows_what_is_printed() -> None:
    """Each comparison in the guide is followed by exactly what the command prints on a terminal of 100 columns."""
    terminal = {"FORCE_COLOR": "1", "TERM": "dumb", "COLUMNS": "100", "LINES": "50"}
    guide = (ROOT / "docs" / "guide" / "analysis.md").read_text(encoding="utf-8")
    shown = re.findall(r'```\nafterword compare "([^"]+)" "([^"]+)"\n```\n\n```\n(.*?)```', guide, flags=re.DOTALL)
    assert len(shown) == 3
    for a, b, printed in shown:
        assert "\n".join(line.rstrip() for line in run(a, b, **terminal).splitlines()) + "\n" == printed


def test_a_name_that_nobody_has_is_answered_with_the_nearest() -> None:
    """A misspelt name ends with 2 and says which was meant."""
    done = CliRunner().invoke(afterword, ["compare", "New Cok", "Share a Coke", "--root", str(ROOT)])
    assert (done.exit_code, str(done.exception)) == (1, "No record is called `New Cok`. Did you mean `New Coke`?")


def run(*arguments: str, **environment: str) -> str:
    """What `afterword compare` prints."""
    done = CliRunner(env=environment).invoke(afterword, ["compare", *arguments, "--root", str(ROOT)])
    assert (done.stderr.strip(), done.exit_code) == ("", 0)
    return done.stdout


def test_the_runs_of_a_series_stand_side_by_side() -> None:
    """Every variable of every run in the order of the runs, those that were not said alike first."""
    library = project.load(ROOT).library.project(Audience.INTERNAL)
    runs = [library.resolve(name)[0] for name in ("KC-X tanker 2008", "KC-X tanker 2011")]
    found = side_by_side([run for run in runs if run], library.vocabulary)
    assert list(found.same) == ["customer", "market", "scale"]
    assert found.differs["competition"] == ["Boeing", "EADS as prime bidder, after Northrop withdrew"]
    assert found.differs["terms"] == [None, "fixed price"]
