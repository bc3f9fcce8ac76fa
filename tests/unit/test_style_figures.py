"""Every figure of the style guide finds its bad case and leaves good code alone."""

from __future__ import annotations

from pathlib import Path

import pytest

import style_figures
from style_figures import Figure, measure_package

GOOD_CODE = '''"""Rates of a market."""


def load_rates(path):
    """Return the rates of a file."""
    return path
'''


def measure_source(folder: Path, source: str) -> list[Figure]:
    """Return the figures of a package with one module."""
    (folder / "rates.py").write_text(source, encoding="utf-8")
    return measure_package(folder)


def find_figure(folder: Path, source: str, title: str) -> Figure:
    """Return the figure with a title for a package with one module."""
    return next(figure for figure in measure_source(folder, source) if figure.title.startswith(title))


def test_good_code_meets_every_threshold(tmp_path: Path) -> None:
    """Code by the style guide has no offenders."""
    assert [figure.offenders for figure in measure_source(tmp_path, GOOD_CODE)] == [[]] * 6


def test_an_empty_package_meets_every_threshold(tmp_path: Path) -> None:
    """Nothing is divided by zero."""
    assert all(figure.is_met for figure in measure_package(tmp_path))


def test_a_function_with_a_one_word_name_is_found(tmp_path: Path) -> None:
    """Half of two functions; special methods are not counted, and an underscore in front makes no second word."""
    figure = find_figure(tmp_path, "def _rates(): ...\ndef load_rates(): ...\ndef __len__(): ...\n", "functions with")
    assert (figure.value, figure.offenders, figure.is_met) == (50, ["rates.py:1 _rates"], False)


@pytest.mark.parametrize("opening", ["What", "Whether", "The same", "How", "Who", "Which"])
def test_a_riddle_is_found(tmp_path: Path, opening: str) -> None:
    """The docstring of a function opens like a riddle; the one of the module does not."""
    source = f'"""Rates."""\ndef load_rates():\n    """{opening} it holds."""\n'
    figure = find_figure(tmp_path, source, "docstrings")
    assert (figure.value, figure.offenders) == (50, [f"rates.py:3 {opening} it holds."])


@pytest.mark.parametrize(
    "source",
    [
        "found = 1",
        "found: int = 1",
        "found += 1",
        "rates, found = 1, 2",
        "self.found = 1",
        "print(found := 1)",
        "for found in (): ...",
        "[rate for found in ()]",
        "with open() as found: ...",
        "import json as found",
        "try: ...\nexcept OSError as found: ...",
        "def load_rates(found): ...",
        "def load_rates(*, _found): ...",
        "load_rates = lambda found: 1",
        "match rate:\n    case found: ...",
        "match rate:\n    case [*found]: ...",
        "match rate:\n    case {**found}: ...",
    ],
)
def test_a_vague_variable_is_found(tmp_path: Path, source: str) -> None:
    """A variable is counted once, wherever it is bound."""
    assert len(find_figure(tmp_path, source, "vague").offenders) == 1


def test_vague_variables_are_measured_per_thousand_lines(tmp_path: Path) -> None:
    """One in a hundred lines is ten in a thousand; its uses are not counted."""
    figure = find_figure(tmp_path, "told = 1\n" + "print(told)\n" * 99, "vague")
    assert (figure.value, figure.offenders, figure.is_met) == (10, ["rates.py:1 told"], False)


def test_a_class_name_that_is_defined_twice_is_found(tmp_path: Path) -> None:
    """The second definition may be in another module."""
    (tmp_path / "markets.py").write_text("class Rate: ...\n", encoding="utf-8")
    figure = find_figure(tmp_path, "class Rate: ...\nclass Market: ...\n", "class names")
    assert (figure.value, figure.offenders) == (1, ["Rate (2 times)"])


def test_a_long_module_is_found(tmp_path: Path) -> None:
    """A module of 250 lines is allowed, one of 251 is not."""
    assert find_figure(tmp_path, "rate = 1\n" * 250, "modules").is_met
    assert find_figure(tmp_path, "rate = 1\n" * 251, "modules").offenders == ["rates.py 251"]


def test_a_long_function_is_found(tmp_path: Path) -> None:
    """A function of 41 lines needs its reason on the line of its `def`."""
    body = "    rate = 1\n" * 40
    assert find_figure(tmp_path, f"def load_rates():\n{body}", "functions of").offenders == ["rates.py:1 load_rates 41"]
    assert find_figure(tmp_path, f"def load_rates():  # long because it is a table\n{body}", "functions of").is_met


def test_the_script_lists_the_offenders(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It prints every figure, lists only what breaks a threshold, and exits with 1."""
    (tmp_path / "rates.py").write_text("class Rate: ...\nclass Rate: ...\n", encoding="utf-8")
    assert style_figures.main([str(tmp_path)]) == 1
    output = capsys.readouterr()
    assert "      1 (at most 0)  class names defined more than once\n" in output.out
    assert output.err == "\nclass names defined more than once:\n  Rate (2 times)\n"


def test_the_script_accepts_good_code(tmp_path: Path) -> None:
    """It exits with 0."""
    (tmp_path / "rates.py").write_text(GOOD_CODE, encoding="utf-8")
    assert style_figures.main([str(tmp_path)]) == 0
