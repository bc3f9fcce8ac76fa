"""`afterword compare`: what it prints of two records, and what it refuses."""

from __future__ import annotations

import json
import re
from pathlib import Path

from click.testing import CliRunner

from afterword.cli import afterword
from afterword.problems import Unusable
from compare_command import run
from support import ROOT, Case


def test_the_market_cannot_be_blamed_for_the_first_russian_launch() -> None:
    """Six variables differ between the two launches, so the pair tells nothing about any of them."""
    done = run("The Launch Window", "Выстрел наугад", "--format", "json")
    assert json.loads(done) == {
        "a": "The Launch Window",
        "b": "Выстрел наугад",
        "same": ["goal", "product"],
        "differs": [
            {
                "variable": "creators",
                "a": "of another tier than in the first Russian run",
                "b": "другого уровня, чем в США",
            },
            {"variable": "localisation", "a": "lighter than in the first Russian run", "b": "сильнее, чем в США"},
            {"variable": "market", "a": "US", "b": "RU"},
            {"variable": "structure", "a": "a structured campaign; structured", "b": "разовый тест; one-off"},
            {"variable": "targeting", "a": "tight", "b": "шире, чем в США"},
            {"variable": "timing", "a": "in a launch window", "b": "случайное"},
        ],
        "unknown": ["budget", "messaging"],
        "kept": ["product"],
        "confounded": True,
        "kpis": [
            {
                "name": "Conversion",
                "a": {"planned": "unknown", "actual": 2.1, "unit": "%"},
                "b": {"planned": "unknown", "actual": 0.3, "unit": "%"},
                "difference": -1.8,
            }
        ],
        "outcomes": {},
        "verdict": "Several things differ: creators, localisation, market, structure, targeting and timing. This pair"
        " cannot show which of them mattered. So it can neither blame nor clear the market. Not recorded in both:"
        " budget and messaging.",
    }


def test_the_second_russian_launch_cannot_tell_either() -> None:
    """Only the market is known to differ; what is not recorded in both, or only said to be kept, is shown as that."""
    lines = [re.sub(" {2,}", " | ", line) for line in run(*_LAUNCHES, "--lang", "ru").splitlines()]
    assert lines[3:] == [
        " | переменная | Тот же план, другой рынок | The Launch Window",
        "≠ | Рынок | Россия | Соединенные Штаты",
        "= | Цель | продажи | продажи",
        "= | Продукт (сохранено, по словам автора) | Новая товарная категория | New product category",
        "= | Структура | кампания, собранная как в США; Продуманная кампания | " + _STRUCTURE,
        "= | Таргетинг (сохранено, по словам автора) | узкий, как в США | tight",
        "= | Время (сохранено, по словам автора) | в окно запуска, как в США | in a launch window",
        "? | Бюджет | не записано | не записано",
        "? | Авторы | не записано | of another tier than in the first Russian run",
        "? | Локализация | не записано | lighter than in the first Russian run",
        "? | Сообщение | не записано | не записано",
        "",
        "Судить нельзя: бюджет, авторы, локализация и сообщение записаны не в обоих постмортемах.",
        "Точно различается: рынок.",
    ]


_STRUCTURE = "a structured campaign; Продуманная кампания"
_LAUNCHES = ("Тот же план, другой рынок", "The Launch Window")


def test_two_campaigns_without_variables_are_compared_by_their_fields(tmp_path: Path) -> None:
    """Two campaigns that differ in five fields beside the market are not said to differ in the market alone."""
    root = Case("schema-required", "good").library(tmp_path / "library")
    fields = {
        "A": ("DE", "structured", "video", "micro", "Two posts a week", "Parents"),
        "B": ("KZ", "one-off", "carousel", "macro", "One post a day", "Students"),
    }
    for name, (market, rigour, content, tier, cadence, target) in fields.items():
        (root / "postmortems" / f"{name}.md").write_text(
            f"---\nname: Run {name}\nkind: campaign\nstatus: draft\nmarkets: [{market}]\nrigour: {rigour}\n"
            f"audience: {{target: {target}, reached: nobody}}\nexecution:\n  content_types: [{content}]\n"
            f"  cadence: {cadence}\n  creators: [{{handle: '@{name}', tier: {tier}}}]\n---\n",
            encoding="utf-8",
        )
    done = CliRunner().invoke(afterword, ["compare", "Run A", "Run B", "--root", str(root), "--format", "json"])
    found = json.loads(done.stdout)
    assert found["confounded"]
    assert found["differs"] == [
        {"variable": "content", "a": "video", "b": "carousel"},
        {"variable": "creators", "a": "micro × 1", "b": "macro × 1"},
        {"variable": "frequency", "a": "Two posts a week", "b": "One post a day"},
        {"variable": "market", "a": "DE", "b": "KZ"},
        {"variable": "structure", "a": "structured", "b": "one-off"},
        {"variable": "targeting", "a": "Parents", "b": "Students"},
    ]
    assert found["outcomes"] == {"audience.reached": {"a": "nobody", "b": "nobody"}}


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


def test_a_vocabulary_that_calls_nothing_decisive_lets_no_cause_pass(tmp_path: Path) -> None:
    """A team's older vocabulary makes no pair speak, and the check says what to mark in it."""
    root = Case("cause-confounded", "missing").library(tmp_path / "library")
    vocabulary = root / "schema" / "vocabulary.yml"
    text = vocabulary.read_text(encoding="utf-8")
    vocabulary.write_text(re.sub(r"^ +(decisive|tolerance).*\n", "", text, flags=re.MULTILINE), encoding="utf-8")
    done = CliRunner().invoke(afterword, ["check", "--root", str(root)])
    assert "nothing says what else could have mattered against “The Empty Lunchbox”." in done.stdout
    done = CliRunner().invoke(afterword, ["compare", "The Empty Lunchbox", "The Second Lunchbox", "--root", str(root)])
    assert done.stdout.endswith(
        "Cannot tell: your vocabulary does not say which variables are decisive for these postmortems.\n"
        "Known to differ: market.\n"
    )


def test_a_tolerance_or_kind_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    """A misspelt kind would make the comparison lenient without a word, so it is a problem of the vocabulary."""
    root = Case("schema-required", "good").library(tmp_path / "library")
    vocabulary = root / "schema" / "vocabulary.yml"
    text = vocabulary.read_text(encoding="utf-8")
    for right, wrong in ("decisive: [campaign, launch]", "decisive: [campain]"), ("percent: 20", "per_cent: 20"):
        vocabulary.write_text(text.replace(right, wrong, 1), encoding="utf-8")
        done = CliRunner().invoke(afterword, ["check", "--root", str(root)])
        assert isinstance(done.exception, Unusable)
        assert str(done.exception).startswith("schema/vocabulary.yml:")
