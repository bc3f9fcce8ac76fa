"""Two records side by side: what differs, what the pair can speak about, and what it cannot."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from afterword.analysis.comparables import make_comparable
from afterword.analysis.comparison import compare_records
from afterword.analysis.inputs import Comparable, MeasuredKpi
from afterword.analysis.pairs import compare_entries
from afterword.analysis.series import tabulate_runs
from afterword.analysis.verdicts import judge_comparison, variable_title, verdict_sentences
from afterword.cli import afterword
from afterword.problems import Unusable
from afterword.records.record import RecordFields
from afterword.schema.audience import Audience
from afterword.schema.vocabulary import Vocabulary
from afterword.text.languages import ENGLISH
from afterword.workspace import project
from comparison_cases import CASES, LIBRARY, LISTS, expected, vocabulary_of
from support import ROOT, Case


def _comparable(raw: dict[str, Any]) -> Comparable:
    return Comparable(**{"variables": {}, **raw, "kpis": [MeasuredKpi(**kpi) for kpi in raw.get("kpis", ())]})


def _compare(a: dict[str, Any], b: dict[str, Any], vocabulary: Vocabulary) -> dict[str, Any]:
    """What a comparison finds, in the shape of a case."""
    result = compare_records(_comparable(a), _comparable(b), vocabulary)
    sentences = verdict_sentences(result, lambda key: variable_title(key, vocabulary, LIBRARY.schema, ENGLISH))
    return {key: list(getattr(result, key)) for key in LISTS} | {
        "verdict": judge_comparison(result),
        "sentences": list(map(str, sentences)),
        "differences": [[pair.name, pair.difference] for pair in result.kpis],
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_a_comparison_finds_what_its_case_says(case: dict[str, Any]) -> None:
    """Variables, verdict, sentences and differences of KPIs are those of the case."""
    assert _compare(case["a"], case["b"], vocabulary_of(case)) == expected(case)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_a_comparison_is_the_same_from_both_ends(case: dict[str, Any]) -> None:
    """Turned round, the same variables differ, and differences of KPIs change their sign."""
    one, other = (_compare(case[a], case[b], vocabulary_of(case)) for a, b in ("ab", "ba"))
    moved = [sorted(abs(moved) for _, moved in found.pop("differences") if moved) for found in (one, other)]
    assert one == other
    assert moved[0] == moved[1]


def test_an_unrelated_record_changes_no_comparison() -> None:
    """The American and the first Russian launch compare alike, with the rest of the library around them or without."""
    whole = project.load_project(ROOT).library.project(Audience.INTERNAL)
    names = ("The Launch Window", "Выстрел наугад")
    a, b = (whole.resolve_link(name)[0] for name in names)
    assert a is not None
    assert b is not None
    alone = type(whole)(whole.audience, [a, b], whole.schema, whole.vocabulary)
    assert compare_entries(a, b, whole) == compare_entries(a, b, alone)


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


@pytest.mark.parametrize(
    ("data", "inputs", "variables"),
    [
        ({"starts": "2026-08-03", "ends": "2026-09-02"}, {"starts": [8, 8], "ends": 31}, {}),
        ({"starts": "2026-Q1", "ends": "2026"}, {"starts": [1, 3]}, {}),
        ({"starts": "2026", "ends": "2026-13-45"}, {}, {}),
        ({"budget": {"planned": 5, "currency": "EUR"}}, {"budget.planned": [5, "EUR"]}, {}),
        ({"execution": {"creators": [{"handle": "@a"}, {"handle": "@b", "tier": "x"}]}}, {"execution.creators": 2}, {}),
        ({"execution": {"messages": ["Ready", "unknown"]}}, {}, {}),
        ({"product": "Не известно.", "audience": {"target": "N/A"}}, {}, {}),
        ({"variables": {"market": "Германия, Kazakhstan"}}, {"markets": ["DE", "KZ"]}, {}),
        (
            {"markets": ["DE"], "variables": {"market": "the south of Germany"}},
            {"markets": ["DE"]},
            {"market": "the south of Germany"},
        ),
        ({"variables": {"content": "видео; Carousel"}}, {"execution.content_types": ["carousel", "video"]}, {}),
        ({"variables": {"content": "dances"}}, {}, {"content": "dances"}),
        (
            {"variables": {"creators": "unknown, nobody wrote it down", "offer": "…", "timing": "TBD", "brand": ""}},
            {},
            {},
        ),
        ({"variables": {"creators": "неизвестны — архива нет", "offer": "не указано"}}, {}, {}),
        ({"variables": {"brand": "unknown-brand creators"}}, {}, {"brand": "unknown-brand creators"}),
        (
            {"variables": {"budget": "40 000", "scale": "1,5", "timing": "2019"}},
            {},
            {"budget": 40000, "scale": 1.5, "timing": "2019"},
        ),
        ({"variables": {"market": "Germany and Kazakhstan"}}, {"markets": ["DE", "KZ"]}, {}),
        ({"variables": {"market": "Trinidad & Tobago"}}, {"markets": ["TT"]}, {}),
        (
            {"product": "Harbour Payroll", "variables": {"product": "harbour  payroll"}},
            {"product": "Harbour Payroll"},
            {},
        ),
        ({"kind": "deal", "starts": "2026-01-01", "ends": "2026-01-31"}, {"kind": ["deal"], "starts": [1, 1]}, {}),
    ],
)
def test_what_went_into_a_record_is_read_from_its_fields(
    data: dict[str, Any], inputs: dict[str, Any], variables: dict[str, Any]
) -> None:
    """Each field in its form; what is unknown, or known only in part, is left out; names become codes."""
    found = make_comparable(RecordFields(data), {}, LIBRARY.vocabulary)
    assert (found.inputs, found.variables) == (inputs, variables)


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
    """Each run against the first, variable by variable: those that differ before those that nobody can tell."""
    library = project.load_project(ROOT).library.project(Audience.INTERNAL)
    runs = [library.resolve_link(name)[0] for name in ("KC-X tanker 2008", "KC-X tanker 2011")]
    table = tabulate_runs([run for run in runs if run], library.vocabulary)
    assert [run.name for run in table.runs] == ["KC-X tanker 2008", "KC-X tanker 2011"]
    assert {key: marks[1] for key, marks in table.rows.items()} == {
        **dict.fromkeys(("competition", "pricing", "product", "requirements", "team"), "≠"),
        **dict.fromkeys(("decision_maker", "terms", "timing"), "?"),
        **dict.fromkeys(("customer", "market", "scale"), "="),
    }
    assert next(iter(table.rows)) == "competition"
    assert list(table.rows)[-1] == "scale"


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
